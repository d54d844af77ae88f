"""Files between machines: taken in whatever they are, answered, and refused in plain words."""

import os
import re
from contextlib import contextmanager

import pytest

from tests.cast import LOWEST_COST
from tests.cli.conftest import ANNA, BORIS, MARA, Desk, Typist, phrase_of
from vault import Agreement, Vault

CANARY = "ZQX-CANARY"
RANDOM = r"caucus-[0-9A-HJKMNP-TV-Z]{6}"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Files without a name go into this folder."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def stranger(tmp_path):
    """A machine of somebody whom nobody knows."""
    desk = Desk(tmp_path / "stranger")
    desk.folder.mkdir()
    desk.done("init", "--as", "Vera", secrets=[phrase_of("Vera")])
    return desk


def consent(desk, name, request, *more):
    words = ["waiver", "consent", str(request.file), "--agree", request.words, *more]
    return desk.done(*words, who=name)


def identity_of(apart, desk, name):
    file = apart.path(f"new-{desk.folder.name}.identity")
    desk.done("person", "export", "-o", str(file), who=name)
    return file


# Identities --------------------------------------------------------------------------------------


def test_an_identity_is_taken_in_unconfirmed_and_says_what_to_do(apart, stranger):
    file = identity_of(apart, stranger, "Vera")
    words = ["receive", str(file), "--name", "Vera H"]
    shown = apart.mara.run(*words, who=MARA)
    assert shown.code == 0
    assert "NOT CONFIRMED" in shown.out
    assert "caucus person confirm" in shown.err
    (found,) = apart.mara.done("receive", str(file), who=MARA)["received"]
    assert found == {
        "file": str(file), "kind": "identity", "new": False, "person": "Vera H",
        "check_words": found["check_words"], "confirmed": False,
    }  # fmt: skip
    assert found["check_words"] in shown.out
    assert len(found["check_words"].split()) == 6


def test_whose_an_identity_is_is_asked_for_or_comes_with_the_fields(apart, stranger):
    file = identity_of(apart, stranger, "Vera")
    refused = apart.mara.run("receive", str(file), who=MARA)
    assert refused.code == 2
    assert file.name in refused.err
    assert "name is needed" in refused.err
    typist = Typist(["Vera H"])
    assert apart.mara.run("receive", str(file), who=MARA, terminal=typist).code == 0
    assert typist.asked == [f"Name of the person whose identity is in {file.name}"]
    taken = apart.anna.done("receive", str(file), who=ANNA, fields={"name": ["Vera B"]})
    assert taken["received"][0]["person"] == "Vera B"


def test_several_identities_get_their_names_in_order(apart, stranger, tmp_path):
    other = Desk(tmp_path / "other")
    other.folder.mkdir()
    other.done("init", "--as", "Wim", secrets=[phrase_of("Wim")])
    files = [identity_of(apart, stranger, "Vera"), identity_of(apart, other, "Wim")]
    found = apart.mara.done(
        "receive", *map(str, files), "--name", "Vera", "--name", "Wim", who=MARA
    )
    assert [each["person"] for each in found["received"]] == ["Vera", "Wim"]
    assert all(each["new"] for each in found["received"])


def test_ones_own_identity_and_a_known_one_are_nothing_new(apart):
    own = identity_of(apart, apart.mara, MARA)
    known = identity_of(apart, apart.anna, ANNA)
    found = apart.mara.done("receive", str(own), str(known), who=MARA)["received"]
    assert [(each["person"], each["new"], each["confirmed"]) for each in found] == [
        (MARA, False, True), (ANNA, False, True),
    ]  # fmt: skip


def test_other_keys_under_a_known_name_are_refused(apart, stranger):
    file = identity_of(apart, stranger, "Vera")
    refused = apart.mara.run("receive", str(file), "--name", ANNA, who=MARA)
    assert refused.code == 1
    for said in (file.name, f"other keys for {ANNA}", "new keys"):
        assert said in refused.err


# A waiver by file --------------------------------------------------------------------------------


def test_a_request_is_answered_on_bare_machines_and_opened(apart):
    request = apart.request()
    for desk, name in ((apart.anna, ANNA), (apart.boris, BORIS)):
        assert desk.done("session", "list", who=name)["sessions"] == []
        shown = desk.done("waiver", "show", str(request.file), who=name)
        assert (shown["waiver"], shown["check_words"]) == (request.waiver, request.words)
        assert (shown["purpose"], shown["state"]) == ("a complaint", "collecting")
    answers = []
    for desk, name in ((apart.boris, BORIS), (apart.anna, ANNA)):
        target = apart.path(f"{name.split()[0]}.answer")
        found = consent(desk, name, request, "-o", str(target))
        assert found == {
            "schema": 1, "waiver": request.waiver, "state": "collecting", "file": str(target),
        }  # fmt: skip
        answers.append(target)
    apart.mara.done("waiver", "consent", request.waiver, "--agree", request.words, who=MARA)
    taken = apart.mara.done("receive", *map(str, answers), who=MARA)["received"]
    assert [(each["kind"], each["new"], each["waiver"]) for each in taken] == [
        ("answer", True, request.waiver)
    ] * 2
    assert taken[-1]["state"] == "complete"
    again = apart.mara.run("receive", str(answers[0]), "--json", who=MARA)
    assert again.object["received"][0]["new"] is False
    assert "caucus waiver open" in again.err
    opened = apart.mara.done("waiver", "open", request.waiver, who=MARA)
    assert [each["text"] for each in opened["portions"]] == ["Two."]


def test_files_without_a_name_get_random_ones_that_say_nothing(apart, elsewhere):
    request = apart.request()
    sent = apart.mara.done("waiver", "send", request.waiver, who=MARA)
    assert re.fullmatch(rf"{RANDOM}\.request", sent["file"])
    assert (elsewhere / sent["file"]).stat().st_mode & 0o777 == 0o600
    answered = consent(apart.anna, ANNA, request)
    assert re.fullmatch(rf"{RANDOM}\.answer", answered["file"])
    assert len(list(elsewhere.iterdir())) == 2


def test_by_its_id_an_answer_becomes_a_file_only_where_one_is_named(apart, elsewhere):
    request = apart.request()
    apart.anna.done("receive", str(request.file), who=ANNA)
    words = ["waiver", "consent", request.waiver[:8], "--agree", request.words]
    assert "file" not in apart.mara.done(*words, who=MARA)
    assert list(elsewhere.iterdir()) == []
    target = apart.path("yes")
    assert apart.anna.done(*words, "-o", str(target), who=ANNA)["file"] == str(target)
    assert apart.mara.done("receive", str(target), who=MARA)["received"][0]["new"]


def test_a_holder_may_sign_first_and_hand_over_later(apart):
    request = apart.request()
    apart.mara.done("waiver", "consent", request.waiver, "--agree", request.words, who=MARA)
    consent(apart.boris, BORIS, request, "-o", str(apart.path("yes")))
    signed = apart.anna.run(
        "waiver", "consent", str(request.file), "--agree", request.words, "--sign-only", "-o",
        str(apart.path("signed")), who=ANNA,
    )  # fmt: skip
    assert signed.code == 0
    assert "consent once more" in signed.err
    assert apart.anna.done("waiver", "show", request.waiver, who=ANNA)["own_to_hand_over"]
    shown = apart.anna.run("waiver", "show", request.waiver, who=ANNA).out
    assert "your answer: consent, yet to hand over: consent once more" in shown
    files = [str(apart.path("yes")), str(apart.path("signed"))]
    apart.mara.done("receive", *files, who=MARA)
    assert apart.mara.run("waiver", "open", request.waiver, who=MARA).code == 6
    consent(apart.anna, ANNA, request, "-o", str(apart.path("handed")))
    apart.mara.done("receive", str(apart.path("handed")), who=MARA)
    assert apart.mara.done("waiver", "open", request.waiver, who=MARA)["portions"]


@pytest.mark.parametrize("verb", ["refuse", "withdraw"])
def test_a_no_by_file_ends_the_request_and_looks_like_a_yes(verb, apart):
    request = apart.request()
    yes = apart.path("yes")
    consent(apart.anna, ANNA, request, "-o", str(yes))
    desk, name = (apart.anna, ANNA) if verb == "withdraw" else (apart.boris, BORIS)
    answered = desk.done("waiver", verb, str(request.file), "-o", str(apart.path("no")), who=name)
    assert answered["state"] in {"collecting", "ended"}
    no = apart.path("no")
    assert no.stat().st_size == yes.stat().st_size
    taken = apart.mara.run("receive", str(no), "--json", who=MARA)
    assert taken.object["received"][0]["state"] == "ended"
    assert "has ended" in taken.err
    for word in ("refus", "withdr"):
        assert word not in taken.out + taken.err
    assert "nothing is opened" in taken.err
    assert "caucus archive export" in taken.err


def test_an_answer_that_arrives_after_the_opening_is_said_to_change_nothing(apart):
    request = apart.request()
    apart.mara.done("waiver", "consent", request.waiver, "--agree", request.words, who=MARA)
    answers = []
    for desk, name in ((apart.anna, ANNA), (apart.boris, BORIS)):
        answers.append(consent(desk, name, request)["file"])
    no = str(apart.path("withdrawal"))
    # Boris cannot know yet that it comes too late.
    given = apart.boris.run("waiver", "withdraw", str(request.file), "-o", no, who=BORIS)
    assert "it came too late" in given.err
    complete = apart.mara.run("receive", *answers, who=MARA)
    assert f"Everybody has agreed. {MARA} can open it now" in complete.err
    file = str(apart.path("released"))
    opened = apart.mara.run("waiver", "open", request.waiver, "-o", file, who=MARA)
    assert "What was released stays released." in opened.err
    assert "there caucus receive FILE" in opened.err
    for late in (no, answers[1]):
        taken = apart.mara.run("receive", late, "--json", who=MARA)
        assert taken.code == 0
        assert taken.object["received"][0]["state"] == "opened"
        assert "The request was opened before; this answer changes nothing any more." in taken.err
    assert len(apart.mara.done("waiver", "open", request.waiver, who=MARA)["portions"]) == 1
    # Everybody has the same, whoever withdrew too late.
    for desk, name in ((apart.anna, ANNA), (apart.boris, BORIS)):
        told = desk.run("receive", file, who=name)
        assert (told.code, "noted as opened" in told.err) == (0, True)
        again = desk.run("receive", file, who=name)
        assert f"To read it: caucus disclosure show {file}" in again.err
        (portion,) = desk.done("waiver", "open", request.waiver, who=name)["portions"]
        assert portion["text"] == "Two."


def test_an_answer_is_written_again_with_send(apart):
    request = apart.request()
    consent(apart.anna, ANNA, request)
    twice = apart.anna.run(
        "waiver", "consent", str(request.file), "--agree", request.words, who=ANNA
    )
    assert twice.code == 6
    assert request.file.name in twice.err
    assert "--answer" in twice.err
    target = apart.path("again")
    words = ["waiver", "send", request.waiver, "-o", str(target)]
    assert apart.anna.run(*words, who=ANNA).code == 5
    apart.anna.done(*words, "--answer", who=ANNA)
    assert apart.mara.done("receive", str(target), who=MARA)["received"][0]["new"]
    apart.boris.done("receive", str(request.file), who=BORIS)
    assert apart.boris.run("waiver", "send", request.waiver, "--answer", who=BORIS).code == 4


def test_no_answer_is_given_when_its_file_cannot_be_written(apart):
    request = apart.request()
    taken = apart.path("taken")
    taken.write_bytes(b"mine")
    for target in (taken, apart.path("no-folder") / "answer"):
        words = ["waiver", "consent", str(request.file), "--agree", request.words]
        refused = apart.anna.run(*words, "-o", str(target), who=ANNA)
        assert refused.code == 1
        assert target.name in refused.err
    assert taken.read_bytes() == b"mine"
    assert apart.anna.done("waiver", "show", request.waiver, who=ANNA)["own_answer"] == ""


def test_what_others_say_is_about_the_words_of_exactly_this_request(apart):
    request, other = apart.request(), apart.request("Four.\n", "")
    refused = apart.anna.run(
        "waiver", "consent", str(request.file), "--agree", other.words, who=ANNA
    )
    assert refused.code == 1
    for said in (request.file.name, f"check words are {request.words}", "Nothing was signed"):
        assert said in refused.err
    told = apart.anna.run("waiver", "consent", str(request.file), who=ANNA)
    assert told.code == 2
    assert request.words in told.err


# Acknowledgements --------------------------------------------------------------------------------


def test_an_acknowledgement_travels_to_the_mediators(apart):
    record = apart.mara.seal(apart.session)
    apart.anna.done("receive", str(apart.archive(ANNA)), who=ANNA)
    target = apart.path("seen")
    found = apart.anna.done("docket", "acknowledge", record[:8], "-o", str(target), who=ANNA)
    assert found["file"] == str(target)
    assert found["records"] == [{"record": record, "session": apart.session}]
    for new in (True, False):
        (taken,) = apart.mara.done("receive", str(target), who=MARA)["received"]
        assert taken == {
            "file": str(target), "kind": "acknowledgement", "new": new, "session": apart.session,
        }  # fmt: skip
    docket = apart.mara.done("docket", "--session", apart.session, who=MARA)["records"]
    assert docket[0]["acknowledged"] == [ANNA]


def test_an_acknowledgement_file_is_of_one_session(apart):
    apart.mara.convene()
    target = apart.path("seen")
    refused = apart.mara.run("docket", "acknowledge", "-o", str(target), who=MARA)
    assert refused.code == 2
    assert "--session" in refused.err
    assert not target.exists()


# Disclosures -------------------------------------------------------------------------------------


@contextmanager
def library(desk, name):
    """Somebody's unlocked vault, for what has no command."""
    place = Vault(str(desk.vault), marks=desk.folder / "marks", clock=desk.clock, cost=LOWEST_COST)
    person = place.unlock(name, phrase_of(name))
    yield person
    person.lock()
    place.close()


def test_a_disclosure_tells_a_holder_elsewhere_that_a_request_was_opened(apart):
    request = apart.request()
    apart.mara.done("waiver", "consent", request.waiver, "--agree", request.words, who=MARA)
    for desk, name in ((apart.anna, ANNA), (apart.boris, BORIS)):
        found = consent(desk, name, request)
        apart.mara.done("receive", found["file"], who=MARA)
    apart.mara.done("waiver", "open", request.waiver, who=MARA)
    file, report = apart.path("released.zip"), apart.path("report.zip")
    with library(apart.mara, MARA) as mara, file.open("w+b") as target:
        (view,) = mara.waivers.views()
        mara.disclosures.write_opened(view.id, target)
        with report.open("w+b") as other:
            mara.disclosures.report([view.session], Agreement.FULL, other)
    for new in (True, False):
        (taken,) = apart.anna.done("receive", str(file), who=ANNA)["received"]
        assert taken == {
            "file": str(file), "kind": "disclosure", "new": new, "ground": "waiver",
            "check_words": request.words, "portions": 1,
        }  # fmt: skip
    assert apart.anna.done("waiver", "show", request.waiver, who=ANNA)["state"] == "opened"
    opened = apart.anna.done("waiver", "open", request.waiver, who=ANNA)
    assert [each["text"] for each in opened["portions"]] == ["Two."]
    (told,) = apart.anna.done("receive", str(report), who=ANNA)["received"]
    assert told["kind"] == "report"
    for verb, each in (("verify", file), ("import", report)):
        outcome = apart.anna.run("archive", verb, str(each), who=ANNA)
        assert outcome.code == 2
        assert f"{each.name} is no archive" in outcome.err
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    refused(apart.boris, BORIS, file, 7, "damaged or cut")


# Many at once ------------------------------------------------------------------------------------


def test_one_bad_file_keeps_none_of_the_others_out(apart):
    request = apart.request()
    answer = apart.path("answer")
    consent(apart.anna, ANNA, request, "-o", str(answer))
    bad, missing = apart.path("bad"), apart.path("missing")
    bad.write_bytes(b"something else")
    words = ["receive", str(bad), str(answer), str(missing), str(apart.path("mara.identity"))]
    told = apart.mara.run(*words, "--json", who=MARA)
    assert told.code == 7
    assert [(each["kind"], each["new"]) for each in told.object["received"]] == [
        ("answer", True), ("identity", False),
    ]  # fmt: skip
    assert [each["file"] for each in told.object["refused"]] == [str(bad), str(missing)]
    assert told.object["error"]["code"] == "format"
    assert all(each["message"] and each["hint"] for each in told.object["refused"])
    shown = apart.mara.run(*words, who=MARA)
    assert shown.code == 7
    assert "bad is no file of caucus" in shown.err
    assert "missing could not be read" in shown.err
    assert str(answer) in shown.out


def test_the_order_of_files_makes_no_difference(apart):
    record = apart.mara.seal(apart.session)
    archive, empty = apart.archive(), apart.path("empty.zip")
    apart.anna.done("receive", str(apart.archive(ANNA, to="anna.zip")), who=ANNA)
    seen = apart.path("seen")
    apart.anna.done("docket", "acknowledge", record, "-o", str(seen), who=ANNA)
    words = ["--session", apart.mara.convene(), "--with-keyslot", "-o", str(empty), "--yes"]
    apart.mara.done("archive", "export", *words, who=MARA)
    fresh = Desk(apart.path("fresh"), apart.clock)
    fresh.folder.mkdir()
    fresh.done("archive", "import", str(empty), who=MARA)
    unknown = fresh.run("receive", str(seen), who=MARA)
    assert unknown.code == 4
    for said in (seen.name, "session that this vault does not know", "caucus receive"):
        assert said in unknown.err
    found = fresh.done("receive", str(seen), str(archive), who=MARA)["received"]
    assert [(each["kind"], each["new"]) for each in found] == [
        ("acknowledgement", True), ("archive", True),
    ]  # fmt: skip


# Refusals ----------------------------------------------------------------------------------------


def refused(desk, name, file, code, *said, verb=("receive",)):
    outcome = desk.run(*verb, str(file), who=name)
    assert outcome.code == code, outcome.err
    assert outcome.out == ""
    for each in (file.name, *said):
        assert each in outcome.err, outcome.err
    assert outcome.err.count("\n") >= 2
    return outcome


def test_a_file_for_somebody_else_is_refused(apart, stranger):
    request = apart.request()
    refused(
        stranger, "Vera", request.file, 7, "for somebody else", "for those whose agreement",
        "caucus person export",
    )  # fmt: skip
    refused(apart.anna, ANNA, apart.archive(BORIS), 7, "for somebody else")


def test_a_file_that_was_changed_on_the_way_is_refused(apart):
    request = apart.request()
    data = bytearray(request.file.read_bytes())
    for place in (len(data) - 1, len(data) // 2):
        data[place] ^= 1
        request.file.write_bytes(data)
        refused(apart.anna, ANNA, request.file, 7, "changed on the way", "Ask for it again")
        data[place] ^= 1
    request.file.write_bytes(data[:-100])
    refused(apart.anna, ANNA, request.file, 7, "Ask for it again")
    archive = apart.archive(ANNA)
    whole = archive.read_bytes()
    for changed in (
        whole[:-1],
        whole + b"x",
        whole[:9000] + bytes([whole[9000] ^ 1]) + whole[9001:],
    ):
        archive.write_bytes(changed)
        refused(apart.anna, ANNA, archive, 7, "damaged or cut", "Ask for it again")
    assert apart.anna.done("session", "list", who=ANNA)["sessions"] == []


def test_a_file_of_a_newer_program_is_refused_as_such(apart):
    request = apart.request()
    for file, start in (
        (request.file, b"caucus file\n"),
        (apart.path("anna.identity"), b"caucus identity\n"),
    ):
        data = file.read_bytes()
        assert data.startswith(start)
        file.write_bytes(start + b"\x02" + data[len(start) + 1 :])
        verb = ("receive", "--name", "New")
        refused(apart.boris, BORIS, file, 1, "newer version", "Update caucus", verb=verb)


def test_a_session_of_somebody_unconfirmed_is_refused_with_what_to_do(apart, stranger):
    for desk, name in ((apart.mara, MARA), (stranger, "Vera")):
        other, called = (stranger, "Vera") if desk is apart.mara else (apart.mara, MARA)
        file = identity_of(apart, other, called)
        desk.done("receive", str(file), "--name", called, who=name)
    (found,) = apart.mara.done("receive", str(apart.path("new-stranger.identity")), who=MARA)[
        "received"
    ]
    apart.mara.done("person", "confirm", "Vera", "--words", found["check_words"], who=MARA)
    session = apart.mara.done(
        "session", "convene", "--case", "Vogt", "--party", "A=Vera", who=MARA
    )["session"]
    record = apart.mara.seal(session)
    asked = apart.mara.ask(record)
    file, archive = apart.path("vera.request"), apart.path("vera.zip")
    apart.mara.done("waiver", "send", asked["waiver"], "-o", str(file), who=MARA)
    apart.mara.done(
        "archive", "export", "--session", session, "--for", "Vera", "-o", str(archive), "--yes",
        who=MARA,
    )  # fmt: skip
    for each in (file, archive):
        refused(stranger, "Vera", each, 1, MARA, "never compared", "caucus person confirm")
    refused(stranger, "Vera", file, 1, "caucus person confirm", verb=("waiver", "show"))


def test_a_session_of_somebody_unknown_says_how_they_become_known(apart, stranger):
    file = identity_of(apart, stranger, "Vera")
    (found,) = apart.mara.done("receive", str(file), "--name", "Vera", who=MARA)["received"]
    apart.mara.done("person", "confirm", "Vera", "--words", found["check_words"], who=MARA)
    session = apart.mara.done(
        "session", "convene", "--case", "Vogt", "--party", "A=Vera", who=MARA
    )["session"]
    archive = apart.path("vera.zip")
    apart.mara.done(
        "archive", "export", "--session", session, "--for", "Vera", "-o", str(archive), "--yes",
        who=MARA,
    )  # fmt: skip
    refused(stranger, "Vera", archive, 1, "do not know", "caucus receive FILE", "person confirm")


def test_what_is_for_the_mediators_is_refused_by_everybody_else(apart):
    """An answer opens for mediators alone, so to others it is somebody else's."""
    request = apart.request()
    answer = apart.path("answer")
    consent(apart.anna, ANNA, request, "-o", str(answer))
    apart.boris.done("receive", str(request.file), who=BORIS)
    refused(apart.boris, BORIS, answer, 7, "for somebody else")


def test_what_is_no_request_is_not_answered(apart):
    request = apart.request()
    answer = apart.path("answer")
    consent(apart.anna, ANNA, request, "-o", str(answer))
    identity, archive = apart.path("anna.identity"), apart.archive(ANNA)
    for file, desk, name, kind in (
        (identity, apart.anna, ANNA, "somebody's identity"),
        (archive, apart.anna, ANNA, "an archive"),
        (answer, apart.mara, MARA, "an answer"),
    ):
        for verb in ("show", "refuse"):
            refused(desk, name, file, 2, kind, "caucus receive", verb=("waiver", verb))
    missing = apart.path("missing.request")
    refused(apart.anna, ANNA, missing, 1, "could not be read", verb=("waiver", "show"))


def test_what_comes_too_late_says_so(apart):
    request = apart.request()
    answer = apart.path("answer")
    consent(apart.anna, ANNA, request, "-o", str(answer))
    apart.clock.now = 1_896_134_400
    words = ("waiver", "consent", str(request.file), "--agree", request.words)
    late = apart.boris.run(*words, who=BORIS)
    assert late.code == 6
    for said in (request.file.name, "too late", "end date has passed", "new request"):
        assert said in late.err
    taken = apart.mara.run("receive", str(answer), who=MARA)
    assert taken.code == 0
    assert "too late" in taken.err


def test_a_folder_a_pipe_or_an_empty_file_is_refused(apart, elsewhere):
    pipe, empty = apart.path("pipe"), apart.path("empty")
    os.mkfifo(pipe)
    empty.touch()
    refused(apart.anna, ANNA, elsewhere, 1)
    refused(apart.anna, ANNA, pipe, 1)
    refused(apart.anna, ANNA, empty, 7)


def test_one_refused_file_is_one_error_object(apart):
    bad = apart.path("bad")
    bad.write_bytes(b"something else")
    told = apart.anna.run("receive", str(bad), "--json", who=ANNA)
    assert told.code == 7
    assert set(told.object["error"]) == {"code", "message", "hint"}
    assert told.object["received"] == []


# What a thief reads ------------------------------------------------------------------------------


def test_no_file_names_anybody_or_anything(apart, elsewhere):
    """R1."""
    request = apart.request(f"{CANARY} one.\n\n{CANARY} two.\n")
    consent(apart.anna, ANNA, request)
    apart.anna.done("receive", str(apart.archive(ANNA)), who=ANNA)
    apart.anna.done("docket", "acknowledge", "-o", "seen", who=ANNA)
    apart.mara.done("archive", "export", "--session", apart.session, "--yes", who=MARA)
    files = [request.file, apart.path("session.zip"), *elsewhere.iterdir()]
    assert len(files) == 5
    for file in files:
        data = file.read_bytes()
        for word in (
            "Mara", "Lindt", "Anna", "Berg", "Boris", "Falk", "sitting", "The rota", "complaint",
            "the panel", CANARY, apart.session, request.waiver, request.record,
        ):  # fmt: skip
            # Four letters in any case come up by chance once in a thousand runs.
            found = (
                word.encode() in data if len(word) < 6 else word.lower().encode() in data.lower()
            )
            assert not found, (file.name, word)
