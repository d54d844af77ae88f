"""Sealing, the docket, and waivers from the request to the opening."""

import pytest

from tests.cli.conftest import ANNA, BORIS, MARA, Typist, phrase_of

CANARY = "ZQX-CANARY"
CAST = (MARA, ANNA, BORIS)


@pytest.fixture
def session(desk):
    return desk.session


def consent(desk, request, *names):
    words = ["waiver", "consent", request["waiver"], "--agree", request["check_words"]]
    return [desk.done(*words, who=name)["state"] for name in names]


def test_sealing_says_what_changes_and_asks_everything_first(desk, session):
    entry = desk.write(session, f"{CANARY} one.\n\nTwo.", audience="caucus:A")
    words = ["seal", entry, "--label", "The rota"]
    refused = desk.run(*words, "--yes", who=MARA)
    assert refused.code == 1
    assert "safety-and-complaint" in refused.err
    assert CANARY not in refused.err
    for said in (
        "becomes a sealed record in 2 portions", f"opens when all agree: {MARA}, {ANNA}, {BORIS}",
        f"lose sight of it: {MARA}, {ANNA}", "have yet to show",
        "a record called The rota exists", "cannot be undone", "Backups",
    ):  # fmt: skip
        assert said in refused.err
    assert desk.run(*words, "--safety-reviewed", who=MARA).code == 2
    assert desk.run(*words, "--safety-reviewed", "--yes", who=ANNA).code == 5
    assert desk.run(*words, "--safety-reviewed", "--yes", who=BORIS).code == 4
    typist = Typist(["yes", "no"])
    assert desk.run(*words, who=MARA, terminal=typist).code == 1
    assert "danger" in typist.asked[0]
    assert desk.run("note", "show", entry, who=MARA).code == 0
    typist = Typist(["The rota", "yes", "yes"])
    assert desk.run("seal", entry, who=MARA, terminal=typist).code == 0
    assert desk.run("note", "show", entry, who=MARA).code == 4


def test_sealed_records_say_their_label_portions_and_holders(desk, session):
    entry = desk.write(session, "One.\n\nTwo.\n")
    words = ["--label", "Whole", "--safety-reviewed", "--yes", "--portions", "whole"]
    (sealed,) = desk.done("seal", entry, *words, who=MARA)["records"]
    assert (sealed["label"], sealed["portions"], sealed["holders"]) == ("Whole", 1, list(CAST))


def test_whose_words_a_record_keeps_is_asked_for(desk, session):
    entry = desk.write(session, "One.", "--speaker", "Dr Vogt")
    words = ["seal", entry, "--label", "The rota", "--safety-reviewed", "--yes"]
    refused = desk.run(*words, who=MARA)
    assert refused.code == 1
    assert "Dr Vogt" in refused.err
    assert desk.run(*words, "--speaker-is", "Dr Vogt", who=MARA).code == 2
    assert desk.done(*words, "--speaker-is", "Dr Vogt=", who=MARA)["records"]


def test_the_docket_is_acknowledged_by_each_holder(desk, session):
    record = desk.seal(session)
    (line,) = desk.done("docket", "--session", session, who=BORIS)["records"]
    assert (line["record"], line["label"], line["holders"]) == (record, "The rota", list(CAST))
    assert [each["number"] for each in line["portions"]] == [1, 2, 3]
    assert line["acknowledged"] == []
    done = desk.done("docket", "acknowledge", record[:7], who=BORIS)["records"]
    assert done == [{"record": record, "session": session}]
    assert desk.done("docket", "acknowledge", who=ANNA)["records"] == done
    docket = desk.done("docket", "--session", session, who=MARA)["records"]
    assert docket[0]["acknowledged"] == [ANNA, BORIS]
    theirs = desk.done("docket", "--session", session, who=ANNA)["records"]
    assert theirs[0]["acknowledged"] == [ANNA]
    assert desk.run("docket", who=MARA).code == 2
    assert desk.run("docket", "acknowledge", "ZZZZZZ", who=ANNA).code == 4


def test_what_everybody_agreed_to_opens_and_nothing_else_does(desk, session):
    record = desk.seal(session, f"{CANARY} one.\n\nTwo.\n\nThree.\n")
    asked = desk.ask(f"{record}:1,3-3")
    assert [each["number"] for each in asked["portions"]] == [1, 3]
    assert asked["needed"] == list(CAST)
    assert consent(desk, asked, MARA, ANNA) == ["collecting", "collecting"]
    early = desk.run("waiver", "open", asked["waiver"], who=MARA)
    assert early.code == 6
    assert BORIS in early.err
    theirs = desk.run("waiver", "open", asked["waiver"], "--json", who=BORIS)
    assert theirs.code == 6
    assert not any(name in theirs.out for name in CAST)
    shown = desk.done("waiver", "show", asked["waiver"], who=BORIS)
    assert (shown["state"], shown["consented"], shown["missing"]) == ("collecting", [], [])
    assert consent(desk, asked, BORIS) == ["collecting"]
    assert desk.done("waiver", "show", asked["waiver"], who=MARA)["state"] == "complete"
    opened = desk.done("waiver", "open", asked["waiver"], who=MARA)
    assert [(each["number"], each["text"]) for each in opened["portions"]] == [
        (1, f"{CANARY} one."), (3, "Three."),
    ]  # fmt: skip
    assert opened["evidence"]["agreed"] == list(CAST)
    again = desk.run("waiver", "open", asked["waiver"], who=BORIS)
    assert again.code == 0
    assert "Three." in again.out
    assert "Two." not in again.out
    assert desk.run("waiver", "withdraw", asked["waiver"], who=ANNA).code == 6


def test_a_consent_repeats_the_words_of_its_request(desk, session):
    asked = desk.ask(desk.seal(session))
    words = ["waiver", "consent", asked["waiver"]]
    assert desk.run(*words, "--agree", "one two three four five six", who=ANNA).code == 1
    assert desk.run(*words, who=ANNA).code == 2
    typist = Typist([asked["check_words"].replace(" ", " - ")], [])
    outcome = desk.run(*words, who=ANNA, terminal=typist)
    assert "the panel" in outcome.err
    assert outcome.code == 0, outcome.err
    assert desk.run(*words, "--agree", asked["check_words"], who=ANNA).code == 6


def test_a_refusal_ends_it_for_everyone_without_saying_whose(desk, session):
    asked = desk.ask(desk.seal(session))
    consent(desk, asked, ANNA)
    refused = desk.run("waiver", "refuse", asked["waiver"], who=BORIS)
    assert refused.code == 0
    assert "ended for everyone" in refused.err
    assert desk.done("waiver", "show", asked["waiver"], who=MARA)["state"] == "ended"
    seen = desk.run("waiver", "show", asked["waiver"], who=ANNA)
    assert "not unanimous" in seen.out
    assert "refusal" not in seen.out
    words = ["waiver", "consent", asked["waiver"], "--agree", asked["check_words"]]
    assert desk.run(*words, who=MARA).code == 6
    listed = desk.done("waiver", "list", "--session", session, who=MARA)["waivers"]
    assert [each["state"] for each in listed] == ["ended"]


def test_a_consent_can_be_withdrawn_until_the_last_is_in(desk, session):
    asked = desk.ask(desk.seal(session))
    assert desk.run("waiver", "withdraw", asked["waiver"], who=ANNA).code == 6
    consent(desk, asked, ANNA)
    desk.done("waiver", "withdraw", asked["waiver"], who=ANNA)
    assert desk.done("waiver", "show", asked["waiver"], who=MARA)["state"] == "ended"


def test_a_request_that_cannot_be_is_refused(desk, session):
    record = desk.seal(session)
    words = ["--purpose", "p", "--recipient", "r", "--until"]
    for reference, until, who, code in (
        (f"{record}:4", "2030-01-31", MARA, 2),
        (f"{record}:3-1", "2030-01-31", MARA, 2),
        (f"{record}:x", "2030-01-31", MARA, 2),
        (record, "2020-01-31", MARA, 2),
        (record, "2030-02-31", MARA, 2),
        (record, "2030-01-31", ANNA, 5),
        ("ZZZZZZ", "2030-01-31", MARA, 4),
    ):
        outcome = desk.run("waiver", "request", reference, *words, until, who=who)
        assert outcome.code == code, (reference, until, outcome.err)


def test_a_date_means_the_end_of_that_day(desk, session):
    asked = desk.ask(desk.seal(session))
    assert asked["until"] == 1_896_134_399


def test_a_ceremony_asks_each_holder_in_turn(desk, session):
    asked = desk.ask(desk.seal(session))
    words = asked["check_words"]
    typist = Typist(
        ["", "", BORIS],
        [
            phrase_of(MARA), words, "not the passphrase", phrase_of(ANNA), "wrong words", words,
            phrase_of(BORIS), words,
        ],
    )  # fmt: skip
    outcome = desk.run(
        "waiver", "ceremony", asked["waiver"], "--json", "--as", MARA, terminal=typist
    )
    assert outcome.code == 0, outcome.err
    assert outcome.object["state"] == "complete"
    assert "pass the keyboard to Anna Berg" in outcome.err
    assert "open nothing" in outcome.err
    assert outcome.err.count("the panel") == 3
    assert not typist.answers
    assert not typist.hidden


def test_a_ceremony_asks_on_after_a_refusal_and_shows_nobody_whose_it_was(desk, session):
    """R8."""
    seen = []
    for anna, boris in (("no", "yes"), ("yes", "no")):
        asked = desk.ask(desk.seal(session))
        said = {"yes": asked["check_words"], "no": "no"}
        typist = Typist(
            ["", ""],
            [phrase_of(MARA), "", phrase_of(ANNA), said[anna], phrase_of(BORIS), said[boris]],
        )
        outcome = desk.run("waiver", "ceremony", asked["waiver"], "--as", MARA, terminal=typist)
        assert outcome.code == 6
        assert f"keyboard to {BORIS}" in outcome.err
        assert desk.done("waiver", "show", asked["waiver"], who=MARA)["state"] == "ended"
        theirs = ("Request", "Check", "  record", "  asked", "  check", "  until")
        seen.append([each for each in outcome.err.splitlines() if not each.startswith(theirs)])
    assert seen[0] == seen[1]


def test_a_ceremony_needs_a_terminal(desk, session):
    asked = desk.ask(desk.seal(session))
    assert desk.run("waiver", "ceremony", asked["waiver"], who=MARA).code == 2


def test_released_files_are_written_where_they_are_asked_for(desk, session):
    plan = desk.folder / "plan.txt"
    plan.write_text("the plan", encoding="utf-8")
    entry = desk.write(session, "See the plan.", "--attach", str(plan))
    words = ["seal", entry, "--label", "Plan", "--safety-reviewed", "--yes"]
    record = desk.done(*words, who=MARA)["records"][0]["record"]
    asked = desk.ask(record)
    consent(desk, asked, *CAST)
    target = desk.folder / "released"
    target.mkdir()
    opened = desk.done("waiver", "open", asked["waiver"], "--files", str(target), who=MARA)
    assert opened["portions"][1]["file"] == "plan.txt"
    assert (target / "plan.txt").read_text(encoding="utf-8") == "the plan"
    again = desk.run("waiver", "open", asked["waiver"], "--files", str(target), who=ANNA)
    assert again.code == 1
