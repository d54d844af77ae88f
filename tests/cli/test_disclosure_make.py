"""What somebody discloses alone, at once, and without anybody else being able to tell."""

import re
import shutil
from pathlib import Path

import pyrage
import pytest
from pypdf import PdfReader

from tests.cli.conftest import ANNA, BORIS, MARA, Desk, Typist, phrase_of

CANARY = "ZQX-CANARY"
SAID = "He said: I struck the child last week."
SAFETY = ["--ground", "safety", "--to", "Youth Office", "--to-kind", "agency"]
ORDER = ["--ground", "order", "--to", "District Court", "--to-kind", "court"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Files without a name go into this folder."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def entry(desk):
    """What was said in B's caucus, of which only the first paragraph tells of a danger."""
    text = f"{SAID}\n\n{CANARY} another matter.\n\nA third.\n"
    return desk.write(desk.session, text, "--title", "Call", "--speaker", BORIS,
                      audience="caucus:B")  # fmt: skip


def shown(file: Path, **how) -> dict:
    return Desk(file.parent).done("disclosure", "show", str(file), **how)


# Choosing ----------------------------------------------------------------------------------------


def test_the_portions_are_listed_under_their_numbers_and_nothing_is_made(desk, entry, elsewhere):
    listed = desk.run("disclosure", "make", entry[:8], "--list", who=MARA)
    assert listed.code == 0
    assert re.search(rf"-- 1\n{re.escape(SAID)}\n\n-- 2\n{CANARY}.*\n\n-- 3\n", listed.out)
    found = desk.done("disclosure", "make", f"{entry}:2-3", "--list", who=MARA)
    assert [(each["number"], each["entry"]) for each in found["portions"]] == [
        (2, entry), (3, entry),
    ]  # fmt: skip
    assert list(elsewhere.iterdir()) == []
    assert len(desk.done("note", "list", who=MARA)["entries"]) == 1


def test_what_leaves_is_shown_and_asked_first(desk, entry, elsewhere):
    words = ["disclosure", "make", f"{entry}:1", *SAFETY, "--reference", "CP-1"]
    typist = Typist(["no"], [phrase_of(MARA)])
    declined = desk.run(*words, "--as", MARA, terminal=typist)
    assert declined.code == 1
    for said in (
        SAID, "[caucus:B], portion 1", "to avert danger", "Youth Office (agency)",
        "your own word", "nobody else agrees", "Nobody in the session is told",
        "no more than what averts", "cannot be called back", "its title",
    ):  # fmt: skip
        assert said in declined.err, said
    assert CANARY not in declined.err
    assert list(elsewhere.iterdir()) == []
    assert len(desk.done("note", "list", who=MARA)["entries"]) == 1
    silent = desk.run(*words, who=MARA)
    assert (silent.code, "--yes" in silent.err) == (2, True)
    assert SAID not in silent.err


def test_exactly_the_chosen_portions_leave_at_once_on_ones_own_word(desk, entry, elsewhere):
    words = ["disclosure", "make", f"{entry}:1", *SAFETY, "--reference", "CP-1", "--yes"]
    outcome = desk.run(*words, "--json", who=MARA)
    assert outcome.code == 0, outcome.err
    found = outcome.object
    assert found["portions"] == [{"entry": entry, "number": 1}]
    assert (found["ground"], found["locked"]) == ("safety", None)
    assert SAID not in outcome.err
    assert "not locked" in outcome.err
    (file,) = elsewhere.iterdir()
    assert re.fullmatch(r"caucus-[0-9A-HJKMNP-TV-Z]{6}\.disclosure", file.name)
    assert file.stat().st_mode & 0o777 == 0o600
    assert CANARY.encode() not in file.read_bytes()
    said = shown(file)
    assert [each["text"] for each in said["portions"]] == [SAID]
    assert (said["recipient"], said["recipient_kind"]) == ("Youth Office", "agency")
    assert (said["reference"], said["by"], said["case"]) == ("CP-1", MARA, "")
    assert said["check_words"] == found["check_words"]
    told = Desk(file.parent).run("disclosure", "verify", str(file))
    assert "One person signed it" in told.out
    assert "Nobody waived anything" in told.err


def test_what_was_disclosed_is_remembered_privately(desk, entry):
    desk.done("disclosure", "make", f"{entry}:1", *SAFETY, "--yes", "-o", "out", who=MARA)
    kept = desk.done("note", "list", "--tag", "disclosure", who=MARA)["entries"]
    assert [(each["audience"], each["kind"]) for each in kept] == [("private", "record")]
    text = desk.done("note", "show", kept[0]["entry"], who=MARA)["text"]
    assert "Youth Office" in text


def test_a_file_of_an_entry_is_disclosed_and_taken_out(desk, elsewhere):
    plan = elsewhere / "plan.txt"
    plan.write_bytes(b"the plan")
    entry = desk.write(desk.session, "See the plan.", "--attach", str(plan))
    plan.unlink()
    words = ["disclosure", "make", f"{entry}:2", *ORDER, "--reference", "T 112-26", "--yes"]
    desk.done(*words, "-o", "out", who=MARA)
    desk.done("disclosure", "extract", "out", "1", "-o", "plan")
    assert (elsewhere / "plan").read_bytes() == b"the plan"


def test_several_entries_of_one_session_are_one_disclosure(desk, entry):
    other = desk.write(desk.session, "One.\n\nTwo.")
    words = ["disclosure", "make", f"{entry}:1", f"{other}:2", *SAFETY, "--yes", "-o", "out"]
    desk.done(*words, who=MARA)
    assert [each["text"] for each in shown(Path("out").resolve())["portions"]] == [SAID, "Two."]
    elsewhere = desk.write(desk.convene(), "Elsewhere.")
    words = ["disclosure", "make", entry, elsewhere, *SAFETY, "--yes", "-o", "more"]
    refused = desk.run(*words, who=MARA)
    assert (refused.code, "different sessions" in refused.err) == (2, True)
    assert not Path("more").exists()


def test_a_danger_is_reported_from_an_archive_where_the_vault_is_not(desk, entry, tmp_path):
    """R9."""
    zipped = tmp_path / "own.zip"
    words = ["archive", "export", "--session", desk.session, "--with-keyslot", "--yes"]
    desk.done(*words, "-o", str(zipped), who=MARA)
    away = Desk(tmp_path / "away")
    away.folder.mkdir()
    words = ["disclosure", "make", f"{entry}:1", *SAFETY, "--yes", "-o", "out"]
    away.done(*words, "--vault", str(zipped), who=MARA)
    assert [each["text"] for each in shown(Path("out").resolve())["portions"]] == [SAID]


# Refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["court", "insurer", "lawyer", "professional-body"])
def test_a_danger_is_not_reported_to_who_may_rule(desk, entry, kind):
    words = ["--ground", "safety", "--to", "Judge Kern", "--to-kind", kind, "--yes", "-o", "out"]
    refused = desk.run("disclosure", "make", entry, *words, who=MARA)
    assert refused.code == 2
    for said in ("who can avert it", "may rule on the case", "stay confidential", "--to-kind"):
        assert said in refused.err
    assert "Kern" not in refused.err
    assert not Path("out").exists()
    assert len(desk.done("note", "list", who=MARA)["entries"]) == 1


def test_what_is_no_ground_or_kind_is_answered_with_those_that_are(desk, entry):
    for words, named in (
        (["--ground", "gossip", "--to-kind", "agency"], "safety, claim, settlement, order"),
        (["--ground", "safety", "--to-kind", "neighbour"], "person-at-risk"),
    ):
        refused = desk.run("disclosure", "make", entry, *words, "--to", "X", "--yes", who=MARA)
        assert (refused.code, named in refused.err) == (2, True)


def test_what_is_a_choice_is_completed_although_it_may_be_left_out(bare):
    from click.shell_completion import ShellComplete

    from tui.program import program

    complete = ShellComplete(program, {}, "caucus", "_CAUCUS_COMPLETE").get_completions
    words = ["disclosure", "make", "ABCDEF"]
    assert [each.value for each in complete([*words, "--ground"], "s")] == ["safety", "settlement"]
    assert [each.value for each in complete([*words, "--to-kind"], "per")] == ["person-at-risk"]
    assert "disclosure" in [each.value for each in complete([], "disc")]


def test_a_closed_session_keeps_nobody_from_reporting_a_danger(desk, entry):
    desk.done("session", "close", desk.session, who=MARA)
    desk.done("disclosure", "make", f"{entry}:1", *SAFETY, "--yes", "-o", "out", who=MARA)
    assert shown(Path("out").resolve())["ground"] == "safety"


def test_an_order_names_the_decision(desk, entry):
    words = ["disclosure", "make", f"{entry}:1", *ORDER, "--yes", "-o", "out"]
    refused = desk.run(*words, who=MARA)
    assert (refused.code, "reference" in refused.err) == (2, True)
    desk.done(*words, "--reference", "T 112-26", who=MARA)
    assert shown(Path("out").resolve())["reference"] == "T 112-26"


def test_everything_that_says_something_may_be_left_out_of_the_command_line(desk, entry):
    fields = {"ground": "safety", "to": "Youth Office", "to-kind": "agency", "reference": "CP-1"}
    words = ["disclosure", "make", f"{entry}:1", "--yes", "-o", "out"]
    desk.done(*words, who=MARA, fields=fields)
    assert shown(Path("out").resolve())["reference"] == "CP-1"
    typist = Typist(["claim", "lawyer", "Dr Roth", "yes"], [phrase_of(MARA)])
    words = ["disclosure", "make", f"{entry}:1", "-o", "second", "--as", MARA]
    assert desk.run(*words, terminal=typist).code == 0
    assert (typist.answers, typist.hidden) == ([], [])
    assert shown(Path("second").resolve())["recipient_kind"] == "lawyer"


def test_what_is_not_there_or_not_readable_is_one_answer(desk, entry):
    refused = desk.run("disclosure", "make", f"{entry}:4", *SAFETY, "--yes", who=MARA)
    assert (refused.code, "1 to 3" in refused.err) == (4, True)
    hidden = desk.run("disclosure", "make", entry, "--list", who=ANNA)
    unknown = desk.run("disclosure", "make", f"{'Z' * 8}", "--list", who=ANNA)
    assert (hidden.code, unknown.code) == (4, 4)
    assert hidden.err.replace(entry, "") == unknown.err.replace("Z" * 8, "")
    assert desk.run("disclosure", "make", f"{entry}:x", "--list", who=MARA).code == 2


# Nobody else can tell ----------------------------------------------------------------------------


def seen_by(desk: Desk, name: str, folder: Path) -> dict[str, object]:
    """Everything that somebody is told about the session, byte for byte, and their archive."""
    views = (
        ["session", "list"], ["session", "show", desk.session], ["note", "list"],
        ["note", "find", "the"], ["docket", "--session", desk.session], ["waiver", "list"],
        ["person", "list"], ["activity"], ["check"],
    )  # fmt: skip
    found: dict[str, object] = {
        " ".join(view): (desk.run(*view, who=name).out, desk.run(*view, "--json", who=name).out)
        for view in views
    }
    folder.mkdir(exist_ok=True)
    target = folder / "own.zip"
    words = ["archive", "export", "--session", desk.session, "-o", str(target), "--yes"]
    found["archive"] = desk.done(*words, who=name)
    found["archive size"] = target.stat().st_size
    # Writing an archive is an act of theirs, which their own journal has from then on.
    found["look"] = desk.run("archive", "verify", str(target), who=name).code
    target.unlink()
    return found


def test_a_safety_report_changes_no_byte_of_what_a_party_is_told(desk, entry, tmp_path):
    """R2, R9: both parties share the vault with the mediator, and a joint note is there too."""
    desk.write(desk.session, "The rota.")
    desk.seal(desk.session)
    before, beside = ({}, {})
    for name in (ANNA, BORIS):
        shutil.copytree(desk.folder, tmp_path / f"before {name}")
        before[name] = seen_by(Desk(tmp_path / f"before {name}"), name, tmp_path / "out")
    words = ["disclosure", "make", f"{entry}:1", *SAFETY, "--yes", "-o", "report"]
    desk.done(*words, who=MARA)
    for name in (ANNA, BORIS):
        shutil.copytree(desk.folder, tmp_path / f"after {name}")
        beside[name] = seen_by(Desk(tmp_path / f"after {name}"), name, tmp_path / "out")
    assert before == beside
    assert SAID in shown(Path("report").resolve())["portions"][0]["text"]


def test_an_archive_for_a_party_holds_nothing_of_a_disclosure(desk, entry, tmp_path):
    def exported(name):
        target = tmp_path / "theirs.zip"
        words = ["archive", "export", "--session", desk.session, "--for", name, "--yes"]
        found = desk.done(*words, "-o", str(target), who=MARA)
        size = target.stat().st_size
        target.unlink()
        return found, size

    before = [exported(name) for name in (ANNA, BORIS)]
    desk.done("disclosure", "make", f"{entry}:1", *SAFETY, "--yes", "-o", "out", who=MARA)
    assert [exported(name) for name in (ANNA, BORIS)] == before


# Locked ------------------------------------------------------------------------------------------


def test_it_is_written_for_the_agency_alone(desk, entry):
    words = ["disclosure", "make", f"{entry}:1", *SAFETY, "--yes", "-o"]
    secret = desk.done(*words, "shut", "--lock", "--generate", who=MARA)["passphrase"]
    identity = pyrage.x25519.Identity.generate()
    desk.done(*words, "aged", "--age", str(identity.to_public()), who=MARA)
    for name in ("shut", "aged"):
        data = Path(name).read_bytes().lower()
        for word in ("struck", "youth", "mara", "lindt", "boris", "call", "safety", "caucus:b"):
            assert word.encode() not in data, (name, word)
    opened = shown(Path("shut").resolve(), secrets=[secret])
    assert [each["text"] for each in opened["portions"]] == [SAID]
    assert SAID.encode() in pyrage.decrypt(Path("aged").read_bytes(), [identity])


# A report to a court -----------------------------------------------------------------------------


def test_a_report_says_that_it_was_held_who_came_and_whether_they_agreed(desk):
    words = ["report", "--session", desk.session, "--agreement", "partial"]
    told = desk.run(*words, "-o", "out", "--pdf", "out.pdf", who=MARA)
    assert told.code == 0, told.err
    assert "no room for what was said" in told.err
    found = desk.done("disclosure", "show", "out")
    assert (found["kind"], found["agreement"], found["case"]) == (
        "report", "partial", "Berg and Falk",
    )  # fmt: skip
    assert [each["name"] for each in found["attended"]] == [MARA, ANNA, BORIS]
    checked = desk.done("disclosure", "verify", "out")
    assert [(each["check"], each["passed"]) for each in checked["checks"]] == [
        ("whole", True), ("signed", True), ("closed", True),
    ]  # fmt: skip
    desk.done("disclosure", "pdf", "out", "-o", "again.pdf")
    assert Path("again.pdf").read_bytes() == Path("out.pdf").read_bytes()
    text = PdfReader("out.pdf").pages[0].extract_text()
    for said in ("Berg and Falk", MARA, ANNA, BORIS, found["check_words"]):
        assert said in text
    refused = desk.run("disclosure", "extract", "out", "1", "-o", "more")
    assert (refused.code, "no portions" in refused.err) == (2, True)


def test_a_report_names_only_who_attended_from_the_roster(desk):
    words = ["report", "--session", desk.session, "--agreement", "none", "-o"]
    found = desk.done(*words, "out", "--attended", ANNA, who=MARA)
    assert [each["name"] for each in found["attended"]] == [ANNA]
    assert desk.done(*words, "two", who=MARA, fields={"attended": [BORIS]})["attended"] == [
        {"name": BORIS, "role": "party", "side": "B"}
    ]
    refused = desk.run(*words, "three", "--attended", f"{ANNA}, who was late", who=MARA)
    assert (refused.code, "no seat" in refused.err) == (2, True)
    assert not Path("three").exists()


def test_a_report_has_no_option_that_takes_a_text(desk):
    from tui.commands.report import report

    said = {each.name for each in report.params if each.help and each.metavar == "TEXT"}
    assert said == set()
    words = ["report", "--session", desk.session, "-o", "out", "--agreement"]
    assert desk.run(*words, "they behaved badly", who=MARA).code == 2
    assert desk.run(*words, "full", "and more", who=MARA).code == 2


def test_only_a_mediator_reports_and_on_one_case(desk):
    words = ["report", "--session", desk.session, "--agreement", "full", "-o", "out"]
    assert desk.run(*words, who=ANNA).code == 5
    other = desk.done("session", "convene", "--case", "Another", "--party", f"A={ANNA}", who=MARA)[
        "session"
    ]
    refused = desk.run(*words, "--session", other, who=MARA)
    assert (refused.code, "different cases" in refused.err) == (2, True)
    assert list(Path().iterdir()) == []


def test_a_report_and_its_print_are_locked_together(desk):
    words = ["report", "--session", desk.session, "--agreement", "full", "--pdf", "out.pdf"]
    found = desk.done(*words, "-o", "out", "--lock", "--generate", who=MARA)
    secret = found["passphrase"]
    for name in ("out", "out.pdf"):
        data = Path(name).read_bytes()
        assert not any(word in data for word in (b"Berg", b"Mara", b"%PDF", b"agreement"))
    assert desk.done("disclosure", "show", "out", secrets=[secret])["agreement"] == "full"
    desk.done("disclosure", "unlock", "out.pdf", "-o", "open.pdf", secrets=[secret])
    assert "Berg and Falk" in PdfReader("open.pdf").pages[0].extract_text()


def test_help_explains_disclosures(bare):
    text = bare.done("help", "disclosures")["text"]
    for said in ("disclosure make", "--lock", "--age", "report", "check words", "nothing else"):
        assert said in text
