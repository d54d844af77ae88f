"""Sessions: convened, shown, closed, reconvened, destroyed; and what a party sees of them."""

from tests.cli.conftest import ANNA, BORIS, MARA


def test_a_session_shows_its_roster_and_only_the_own_audiences(desk):
    session = desk.session
    mine = desk.done("session", "show", session, who=MARA)
    assert [(seat["role"], seat["side"], seat["name"]) for seat in mine["roster"]] == [
        ("mediator", "", MARA), ("party", "A", ANNA), ("party", "B", BORIS),
    ]  # fmt: skip
    assert mine["roster"][1]["check_words"] == desk.words(ANNA)
    assert mine["audiences"] == ["private", "mediators", "caucus:A", "caucus:B", "joint"]
    theirs = desk.done("session", "show", session[:8], who=ANNA)
    assert theirs["audiences"] == ["private", "caucus:A", "joint"]
    text = desk.run("session", "show", session.lower(), who=ANNA).out
    assert f"party A: {ANNA} (you)" in text
    assert "caucus:B" not in text


def test_sessions_are_listed_by_case(desk):
    first = desk.session
    second = desk.done("session", "convene", "--case", "Other", "--party", f"A={ANNA}", who=MARA)
    listed = desk.done("session", "list", who=MARA)["sessions"]
    assert [each["session"] for each in listed] == [second["session"], first]
    only = desk.done("session", "list", "--case", "other", who=MARA)["sessions"]
    assert [each["session"] for each in only] == [second["session"]]
    assert len(desk.done("session", "list", who=BORIS)["sessions"]) == 1


def test_a_session_of_others_and_none_are_one_answer(desk):
    session = desk.done("session", "convene", "--case", "X", "--party", f"A={ANNA}", who=MARA)
    theirs = desk.run("session", "show", session["session"][:8], who=BORIS)
    never = desk.run("session", "show", "ZZZZZZZZ", who=BORIS)
    assert theirs.code == never.code == 4
    assert theirs.err.replace(session["session"][:8], "ZZZZZZZZ") == never.err


def test_who_is_not_known_or_seated_wrongly_is_refused(desk):
    words = ["session", "convene", "--case", "X"]
    assert desk.run(*words, "--party", "A=Nobody", who=MARA).code == 4
    assert desk.run(*words, "--party", ANNA, who=MARA).code == 2
    assert desk.run(*words, "--party", f"AB={ANNA}", who=MARA).code == 2
    assert desk.run(*words, "--representative", f"A={ANNA}", who=MARA).code == 2


def test_a_nonparty_reads_joint_entries_only_when_seated_so(desk):
    words = ["session", "convene", "--case", "X", "--party", f"A={ANNA}"]
    seen = {"--nonparty": ["private"], "--reads-joint": ["private", "joint"]}
    for option, audiences in seen.items():
        session = desk.done(*words, option, BORIS, who=MARA)["session"]
        assert desk.done("session", "show", session, who=BORIS)["audiences"] == audiences


def test_a_closed_session_takes_private_notes_only(desk):
    session = desk.session
    assert desk.run("session", "close", session, who=ANNA).code == 5
    assert desk.done("session", "close", session, who=MARA)["closed"] is True
    words = ["note", "add", "--session", session, "--audience"]
    refused = desk.run(*words, "joint", who=MARA, stdin="late")
    assert refused.code == 1
    assert "Reconvene" in refused.err
    assert desk.run(*words, "private", who=MARA, stdin="late").code == 0


def test_a_reconvened_session_follows_with_the_same_people(desk):
    session = desk.session
    found = desk.done("session", "reconvene", session, "--title", "Second", who=MARA)
    assert found["follows"] == session
    shown = desk.done("session", "show", found["session"], who=MARA)
    assert [seat["name"] for seat in shown["roster"]] == [MARA, ANNA, BORIS]
    assert (shown["case"], shown["title"]) == ("Berg and Falk", "Second")
    other = desk.done("session", "reconvene", session, "--party", f"A={BORIS}", who=MARA)
    shown = desk.done("session", "show", other["session"], who=MARA)
    assert [seat["name"] for seat in shown["roster"]] == [MARA, BORIS]
    assert desk.run("session", "reconvene", session, who=ANNA).code == 5


def test_destroying_a_session_is_said_and_asked_beforehand(desk):
    session = desk.session
    desk.write(session, "for both")
    record = desk.seal(session)
    refused = desk.run("session", "destroy", session, who=MARA)
    assert refused.code == 2
    assert "1 entry would be destroyed" in refused.err
    assert "Backups and other machines" in refused.err
    assert desk.run("session", "destroy", session, "--yes", who=ANNA).code == 5
    found = desk.done("session", "destroy", session, "--yes", who=MARA)
    assert found["destroyed"] == 1
    assert desk.done("note", "list", who=MARA)["entries"] == []
    docket = desk.done("docket", "--session", session, who=MARA)["records"]
    assert [each["record"] for each in docket] == [record]
