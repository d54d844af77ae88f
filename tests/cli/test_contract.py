"""What holds for every command: where options stand, what JSON looks like, exit codes."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ANNA, MARA, Desk, Typist, phrase_of
from tui.output import clean_line, clean_text
from tui.program import program


def commands(group, *path):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, *path, name)
        else:
            yield (*path, name)


@pytest.mark.parametrize("path", list(commands(program)), ids=" ".join)
def test_every_command_explains_itself(path, bare):
    outcome = bare.run(*path, "--help")
    assert outcome.code == 0
    assert "Usage: " in outcome.out
    assert outcome.err == ""


def test_without_a_command_there_is_help(bare):
    outcome = bare.run()
    assert outcome.code == 0
    assert "--passphrase-fd" in outcome.out


def test_a_group_without_a_command_is_a_wrong_call(bare):
    assert bare.run("note").code == 2


def test_global_options_stand_before_or_after_the_command(desk):
    source = desk.folder / "phrase"
    source.write_text(phrase_of(MARA), encoding="utf-8")
    options = ["--as", MARA, "--json", "--passphrase-file", str(source)]
    listings = [
        desk.run(*options, "person", "list"),
        desk.run("person", *options, "list"),
        desk.run("person", "list", *options),
        desk.run("--as", MARA, "person", "--json", "list", "--passphrase-file", str(source)),
    ]
    assert {each.out for each in listings} == {listings[0].out}
    assert listings[0].object["people"]


def test_a_later_global_option_wins(desk):
    source = desk.folder / "phrase"
    source.write_text(phrase_of(MARA), encoding="utf-8")
    words = ["--as", "Nobody", "person", "list", "--as", MARA, "--passphrase-file", str(source)]
    assert desk.run(*words).code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["note", "list", "--colour"], 2),
        (["nothing"], 2),
        (["note", "add", "--session", "ABCDEF"], 2),
        (["waiver", "request", "ABCDEF", "--until", "soon"], 2),
        (["session", "show"], 2),
        (["--vault", "elsewhere/vault.caucus", "session", "list", "--as", MARA], 4),
    ],
    ids=["option", "command", "missing", "date", "argument", "vault"],
)
def test_errors_are_words_or_one_object(words, code, desk):
    plain = desk.run(*words)
    assert plain.code == code
    assert plain.out == ""
    assert plain.err.strip()
    told = desk.run(*words, "--json")
    assert told.code == code
    assert set(told.object["error"]) == {"code", "message", "hint"}
    assert "Traceback" not in plain.err + told.err


def test_a_vault_that_is_not_there_says_how_to_make_one(bare):
    assert "caucus init --as NAME" in bare.run("session", "list", "--as", MARA).err


@pytest.mark.parametrize("passphrase", [phrase_of(MARA), "not the passphrase"])
def test_a_file_with_a_passphrase_is_not_left_open(desk, passphrase):
    source = desk.folder / "secret"
    source.write_text(f"{passphrase}\n", encoding="utf-8")
    open_files = Path("/dev/fd")
    before = len(list(open_files.iterdir()))
    desk.run("session", "list", "--as", MARA, "--passphrase-file", str(source))
    assert len(list(open_files.iterdir())) == before


def test_a_wrong_passphrase_and_an_unknown_name_are_one_answer(desk):
    source = desk.folder / "wrong"
    source.write_text("not the passphrase\n", encoding="utf-8")
    known = desk.run("session", "list", "--as", MARA, "--passphrase-file", str(source))
    unknown = desk.run("session", "list", "--as", "Nobody", "--passphrase-file", str(source))
    assert known == unknown
    assert (known.code, known.out) == (3, "")
    assert known.err == unknown.err


def test_an_empty_passphrase_opens_nothing(desk):
    source = desk.folder / "empty"
    source.write_text("\n", encoding="utf-8")
    assert desk.run("person", "list", "--as", MARA, "--passphrase-file", str(source)).code == 3


def test_words_too_many_are_not_repeated(desk):
    outcome = desk.run("session", "list", "ZQX-CANARY")
    assert outcome.code == 2
    assert "CANARY" not in outcome.err + outcome.out


def test_without_a_terminal_or_a_source_no_passphrase_is_asked_for(desk):
    outcome = desk.run("person", "list", "--as", MARA)
    assert outcome.code == 2
    assert "--passphrase-fd" in outcome.err


def test_a_source_with_one_line_has_no_second_secret(desk):
    outcome = desk.run("person", "enrol", "Carla", who=MARA)
    assert outcome.code == 2
    assert "next line" in outcome.err


def test_a_passphrase_is_read_to_the_end_of_its_line_and_never_trimmed(bare):
    spaced = "  saddle orchid thirteen lantern  "
    bare.done("init", "--as", MARA, secrets=[spaced])
    source = bare.folder / "phrase"
    for text, code in ((f"{spaced}\nmore", 0), (f"{spaced}\r\n", 0), (spaced.strip(), 3)):
        source.write_bytes(text.encode())
        outcome = bare.run("person", "list", "--as", MARA, "--passphrase-file", str(source))
        assert outcome.code == code, text


def test_names_may_be_left_out_and_are_then_asked_for(desk):
    typist = Typist([MARA, "Berg and Falk", f"A={ANNA}", ""], [phrase_of(MARA)])
    outcome = desk.run("session", "convene", terminal=typist)
    assert outcome.code == 0, outcome.err
    assert "Case" in typist.asked


def test_names_may_be_left_out_and_come_with_the_fields(desk):
    fields = {
        "as": MARA, "case": "Berg and Falk", "title": "First", "party": [f"A={ANNA}"],
        "reads-joint": [],
    }  # fmt: skip
    made = desk.done("session", "convene", secrets=[phrase_of(MARA)], fields=fields)
    shown = desk.done("session", "show", made["session"], who=MARA)
    assert (shown["case"], shown["title"]) == ("Berg and Falk", "First")
    assert [seat["name"] for seat in shown["roster"]] == [MARA, ANNA]


@pytest.mark.parametrize(
    "fields",
    ["[]", "no json", '{"cose": "Berg"}', '{"case": 3}'],
    ids=["list", "text", "name", "number"],
)
def test_fields_that_are_not_understood_are_refused(fields, desk):
    outcome = desk.run("session", "convene", who=MARA, fields=fields)
    assert outcome.code == 2
    assert "--fields-fd" in outcome.err


@pytest.mark.parametrize("lost", ["kind", "audience", "session", "attach", "yes"])
def test_what_a_command_would_not_take_from_the_fields_is_refused(lost, desk):
    words = ["note", "add", "--session", desk.session, "--audience", "private"]
    fields = {"title": "Rates", lost: "record"}
    outcome = desk.run(*words, who=MARA, stdin="x", fields=fields)
    assert outcome.code == 2
    assert "It takes: as, speaker, tag, title." in outcome.err
    assert "record" not in outcome.err
    assert desk.done("note", "list", who=MARA)["entries"] == []


def test_every_option_that_says_something_comes_with_the_fields(desk):
    """What the help calls TEXT, NAME and the like is what --fields-fd brings."""
    entry = desk.write(desk.session, "One.\n\nTwo.\n", audience="private")
    words = ["note", "edit", entry]
    fields = {"as": MARA, "title": "Rates", "speaker": [ANNA], "tag": "rota"}
    desk.done(*words, secrets=[phrase_of(MARA)], stdin="One.", fields=fields)
    shown = desk.done("note", "show", entry, who=MARA)
    assert (shown["title"], shown["speakers"], shown["tags"]) == ("Rates", [ANNA], ["rota"])
    for fields in ({"tag": "rota"}, {"tag": ["ROTA"]}):
        assert len(desk.done("note", "list", who=MARA, fields=fields)["entries"]) == 1
    assert desk.done("note", "list", who=MARA, fields={"case": "none"})["entries"] == []
    found = desk.done("note", "find", who=MARA, fields={"query": "One", "case": "Berg and Falk"})
    assert len(found["matches"]) == 1


def test_a_descriptor_that_is_not_open_is_a_wrong_call(desk):
    assert desk.run("person", "list", "--as", MARA, "--passphrase-fd", "963").code == 2
    assert desk.run("session", "convene", "--fields-fd", "963").code == 2


def test_a_mistake_of_the_program_is_one_line_without_values(desk, monkeypatch):
    def broken(*_):
        secret = "ZQX-CANARY"
        raise KeyError(secret)

    monkeypatch.setattr("tui.commands.person.contact_line", broken)
    outcome = desk.run("person", "list", who=MARA)
    assert outcome.code == 70
    assert outcome.err.count("\n") == 2
    assert "KeyError in tui.commands.person" in outcome.err
    assert "CANARY" not in outcome.err + outcome.out
    told = desk.run("person", "list", "--json", who=MARA)
    assert told.object["error"]["code"] == "mistake"


HOSTILE = "a\x1b[31mb\x1b]0;title\x07c\x9b2Jd\u202ee\x00f\x7fg\rh\x1b]52;c;aGk=\x1b\\i"


def test_nothing_moves_a_cursor_or_turns_text():
    assert clean_text(HOSTILE) == "abcdefghi"
    assert clean_text("one\r\ntwo\tthree\n") == "one\ntwo\tthree\n"
    assert clean_line("  one\n\ttwo\u2028three") == "  one  two three"
    assert clean_text("Ærø 👩‍⚖️ עברית") == "Ærø 👩‍⚖️ עברית"


def test_what_is_shown_of_a_title_is_harmless_and_json_is_exact(desk):
    text = "rota \u202e\x1b[2J evil\n\u2066more\n"
    entry = desk.write(desk.session, text)
    for words in (["note", "list"], ["note", "find", "more"], ["note", "history", entry]):
        shown = desk.run(*words, who=MARA)
        assert "rota" in shown.out
        assert not {"\x1b", "\u202e", "\u2066"} & set(shown.out + shown.err)
    assert desk.done("note", "show", entry, who=MARA)["text"] == text


@pytest.mark.parametrize("title", ["a\x1b[2Jb", "a\u202eb"], ids=["escape", "turning"])
def test_a_title_with_control_characters_is_refused(title, desk):
    words = ["note", "add", "--session", desk.session, "--audience", "joint", "--title", title]
    outcome = desk.run(*words, who=MARA, stdin="text")
    assert outcome.code == 2
    assert not {"\x1b", "\u202e"} & set(outcome.err)


def test_json_is_one_line_of_plain_letters(desk):
    entry = desk.write(desk.session, "\x9b2J \u202e\n", "--title", "Æ")
    outcome = desk.run("note", "show", entry, "--json", who=MARA)
    assert outcome.out.isascii()
    assert outcome.out.count("\n") == 1
    assert json.loads(outcome.out)["title"] == "Æ"


def test_config_help_and_completion_need_no_vault(bare: Desk):
    assert bare.done("config", "path")["vault"] == str(bare.vault)
    assert "exit-codes" in bare.done("help")["topics"]
    assert "passphrase" in bare.run("help", "exit-codes").out
    assert bare.run("help", "cooking").code == 2
    for shell in ("bash", "zsh", "fish", "powershell"):
        assert "_CAUCUS_COMPLETE" in bare.done("completion", shell)["script"]
    assert bare.run("completion", "abacus").code == 2
    assert not bare.vault.exists()
