"""Entries: written, listed, shown, revised, found, carried, destroyed, and their files."""

import os

import pytest

from tests.cli.conftest import ANNA, BORIS, MARA, Typist

CANARY = "ZQX-CANARY"


@pytest.fixture
def session(desk):
    return desk.session


def test_a_note_comes_back_as_it_was_written(desk, session):
    text = "First line.\n\n  Second, with Ærø and 👩‍⚖️.\n\tThird\n"
    entry = desk.write(
        session, text, "--title", "Rota", "--speaker", ANNA, "--tag", "rota", "--tag", "shifts"
    )
    found = desk.done("note", "show", entry[:6], who=ANNA)
    assert found["text"] == text
    assert (found["entry"], found["title"], found["audience"], found["kind"]) == (
        entry, "Rota", "joint", "note",
    )  # fmt: skip
    assert (found["revision"], found["speakers"], found["tags"], found["attachments"]) == (
        1, [ANNA], ["rota", "shifts"], [],
    )  # fmt: skip
    assert desk.run("note", "show", entry, who=ANNA).out.endswith(text)


def test_what_somebody_may_not_read_is_not_there(desk, session):
    entry = desk.write(session, CANARY, audience="caucus:a")
    for words in (
        ["note", "show"], ["note", "history"], ["note", "edit"], ["note", "destroy", "--yes"],
        ["note", "extract", "-o", "never"], ["note", "attach"],
    ):  # fmt: skip
        more = {"extract": ["name"], "attach": [__file__]}.get(words[1], [])
        theirs = desk.run(*words, entry, *more, who=BORIS, stdin="x")
        never = desk.run(*words, "Z" * 26, *more, who=BORIS, stdin="x")
        assert theirs.code == never.code == 4, words
        assert theirs.err.replace(entry, "Z" * 26) == never.err
        assert (theirs.out, never.out) == ("", "")


def test_an_audience_that_is_not_ones_own_and_one_that_is_not_are_one_answer(desk, session):
    for words in (["note", "add", "--session", session], ["note", "list", "--session", session]):
        theirs = desk.run(*words, "--audience", "caucus:A", who=BORIS, stdin="x")
        never = desk.run(*words, "--audience", "caucus:Q", who=BORIS, stdin="x")
        assert theirs.code == never.code == 4
        assert theirs.err.replace("caucus:A", "caucus:Q") == never.err


@pytest.mark.parametrize("unknown", ["caucus:Q", "caucusA", "everybody"])
def test_an_audience_that_is_not_known_is_refused_with_where_to_look(desk, session, unknown):
    refused = desk.run(
        "note", "add", "--session", session, "--audience", unknown, who=MARA, stdin="x"
    )
    assert refused.code == 4
    assert f"no audience {unknown} that you can read" in refused.err
    assert "See your audiences: caucus session show ID." in refused.err
    assert desk.done("note", "list", who=MARA)["entries"] == []
    shown = desk.run("session", "show", session, who=MARA).out
    assert "your audiences: private, mediators, caucus:A, caucus:B, joint" in shown


def test_a_listing_does_not_change_when_the_other_caucus_grows(desk, session):
    desk.write(session, "for both")
    desk.write(session, "for A alone", audience="caucus:A")
    listings = [
        ["note", "list"], ["note", "list", "--json"], ["session", "list"],
        ["session", "show", session], ["note", "find", "for"], ["docket", "--session", session],
    ]  # fmt: skip
    desk.run("session", "list", who=ANNA)
    before = [desk.run(*words, who=ANNA) for words in listings]
    files = desk.folder / "plan.txt"
    files.write_text(CANARY, encoding="utf-8")
    desk.write(session, f"{CANARY} for B", "--attach", str(files), audience="caucus:B")
    desk.write(session, CANARY, audience="mediators")
    after = [desk.run(*words, who=ANNA) for words in listings]
    assert [(each.code, each.out, each.err) for each in before] == [
        (each.code, each.out, each.err) for each in after
    ]
    assert not any(CANARY in each.out + each.err for each in after)


def test_entries_are_listed_by_audience_tag_and_kind(desk, session):
    first = desk.write(session, "one", "--tag", "Rota", audience="caucus:A")
    second = desk.write(session, "two", "--kind", "draft")
    cases = {
        ("--audience", "Caucus:a"): [first],
        ("--tag", "rota"): [first],
        ("--kind", "draft"): [second],
        ("--session", session): [first, second],
        ("--case", "BERG and Falk"): [first, second],
        ("--case", "another"): [],
    }
    for words, expected in cases.items():
        listed = desk.done("note", "list", *words, who=MARA)["entries"]
        assert [each["entry"] for each in listed] == expected, words


def test_an_edit_is_a_new_revision_and_the_old_one_stays(desk, session):
    entry = desk.write(session, "first", "--tag", "kept")
    assert desk.done("note", "edit", entry, who=MARA, stdin="second")["revision"] == 2
    found = desk.done("note", "show", entry, who=MARA)
    assert (found["text"], found["revision"], found["tags"]) == ("second", 2, ["kept"])
    assert desk.done("note", "show", entry, "--revision", "1", who=MARA)["text"] == "first"
    assert desk.run("note", "show", entry, "--revision", "3", who=MARA).code == 4
    history = desk.done("note", "history", entry, who=MARA)["revisions"]
    assert [(each["revision"], each["made_from"]) for each in history] == [(1, []), (2, [1])]
    aside = desk.done("note", "edit", entry, "--base", "1", who=MARA, stdin="third")
    assert aside["revision"] == 3
    assert desk.done("note", "show", entry, who=MARA)["versions"] == [2, 3]
    assert desk.run("note", "edit", entry, who=ANNA, stdin="mine").code == 5


def test_a_record_is_final_and_is_corrected_by_another(desk, session):
    record = desk.write(session, "agreed", "--kind", "record")
    outcome = desk.run("note", "edit", record, who=MARA, stdin=CANARY)
    assert outcome.code == 1
    assert "--corrects" in outcome.err
    assert CANARY not in outcome.err
    fresh = desk.write(session, "agreed better", "--kind", "record", "--corrects", record)
    assert desk.done("note", "show", fresh, who=MARA)["corrects"] == record


def test_an_empty_text_or_none_at_all_is_refused(desk, session):
    words = ["note", "add", "--session", session, "--audience", "joint"]
    assert desk.run(*words, who=MARA, stdin="").code == 2
    assert desk.run(*words, who=MARA, stdin=b"\xff\xfe").code == 2


def test_a_search_knows_only_what_one_can_read(desk, session):
    mine = desk.write(session, "The rota of March is unfair.", audience="caucus:A")
    both = desk.write(session, "A rota for both.")
    found = desk.done("note", "find", "ROTA", who=MARA)["matches"]
    assert [each["entry"] for each in found] == [mine, both]
    assert "rota" in found[0]["snippet"]
    theirs = desk.done("note", "find", "-", who=BORIS, stdin="rota\n")["matches"]
    assert [each["entry"] for each in theirs] == [both]
    assert set(theirs[0]) == {"entry", "session", "title", "snippet"}
    assert desk.run("note", "find", " ", who=MARA).code == 2
    assert desk.done("note", "find", who=MARA, fields={"query": "unfair"})["matches"]


def test_files_go_in_and_come_out_the_same(desk, session):
    plan = desk.folder / "plan.bin"
    plan.write_bytes(os.urandom(1_500_000))
    entry = desk.write(session, "with a plan", "--attach", str(plan))
    listed = desk.done("note", "show", entry, who=ANNA)["attachments"]
    assert listed == [{"name": "plan.bin", "size": 1_500_000}]
    target = desk.folder / "out.bin"
    found = desk.done("note", "extract", entry, "plan.bin", "-o", str(target), who=ANNA)
    assert found["size"] == 1_500_000
    assert target.read_bytes() == plan.read_bytes()
    assert target.stat().st_mode & 0o777 == 0o600
    assert desk.run("note", "extract", entry, "plan.bin", "-o", str(target), who=ANNA).code == 1
    assert desk.run("note", "extract", entry, "none", "-o", "nowhere", who=ANNA).code == 4
    assert desk.run("note", "attach", entry, str(plan), who=MARA).code == 1
    more = desk.folder / "more.txt"
    more.write_text("more", encoding="utf-8")
    found = desk.done("note", "attach", entry, str(more), who=MARA)
    assert [each["name"] for each in found["attachments"]] == ["plan.bin", "more.txt"]
    assert found["revision"] == 2
    assert not list(desk.folder.glob(".caucus-*"))


def test_links_folders_and_devices_are_not_attached(desk, session):
    link = desk.folder / "link"
    link.symlink_to(desk.vault)
    pipe = desk.folder / "pipe"
    os.mkfifo(pipe)
    words = ["note", "add", "--session", session, "--audience", "joint", "--attach"]
    for path in (link, pipe, desk.folder, "/dev/zero", desk.folder / "absent"):
        outcome = desk.run(*words, str(path), who=MARA, stdin="x")
        assert outcome.code == 2, path
    assert desk.done("note", "list", who=MARA)["entries"] == []


def test_carrying_shows_who_gains_sight_and_asks(desk, session):
    entry = desk.write(session, f"{CANARY}\nsaid in caucus", audience="caucus:A")
    words = ["note", "carry", entry, "--session", session, "--audience"]
    refused = desk.run(*words, "joint", who=MARA)
    assert refused.code == 2
    assert f"gains sight: {BORIS}" in refused.err
    assert CANARY not in refused.err
    no = Typist(["no"])
    declined = desk.run(*words, "joint", who=MARA, terminal=no)
    assert declined.code == 1
    assert "Nothing was changed" in declined.err
    carried = desk.done(*words, "joint", "--yes", who=MARA)["entries"]
    assert carried[0]["carried_from"] == entry
    assert desk.run("note", "show", carried[0]["entry"], who=BORIS).code == 0
    assert desk.run(*words, "caucus:B", "--yes", who=MARA).code == 5


def test_destroying_says_what_goes_and_asks(desk, session):
    entry = desk.write(session, CANARY)
    refused = desk.run("note", "destroy", entry, who=MARA)
    assert refused.code == 2
    assert "1 revision and 0 files go" in refused.err
    assert f"for {MARA}, {ANNA}, {BORIS}" in refused.err
    assert CANARY not in refused.err
    assert desk.run("note", "destroy", entry, "--yes", who=ANNA).code == 5
    assert desk.done("note", "destroy", entry, "--yes", who=MARA)["destroyed"] == [entry]
    assert desk.run("note", "show", entry, who=MARA).code == 4


def test_what_can_be_read_is_listed_when_something_cannot(desk, session):
    desk.write(session, "whole")
    broken = desk.write(session, "broken")
    damage(desk, 2)
    outcome = desk.run("note", "list", "--json", who=MARA)
    assert outcome.code == 7
    assert [each["title"] for each in outcome.object["entries"]] == ["whole"]
    assert outcome.object["damaged"]
    assert "Damaged" in outcome.err
    found = desk.run("note", "find", "whole", who=MARA)
    assert found.code == 7
    assert "whole" in found.out
    shown = desk.run("note", "show", broken, who=MARA)
    assert shown.code == 7
    assert shown.out == ""


def damage(desk, sequence: int) -> None:
    """Change one byte of the heading of a stored revision."""
    import sqlite3

    database = sqlite3.connect(desk.vault)
    (header,) = database.execute(
        "SELECT header FROM revision WHERE sequence = ?", (sequence,)
    ).fetchone()
    changed = header[:-20] + bytes([header[-20] ^ 1]) + header[-19:]
    database.execute("UPDATE revision SET header = ? WHERE sequence = ?", (changed, sequence))
    database.commit()
    database.close()
