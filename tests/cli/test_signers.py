"""Who signed a file that came: by these keys, by this name, and were their words compared."""

import pytest

from tests.cli.conftest import ANNA, BORIS, MARA, Desk, phrase_of


def disclosed(desk: Desk, name: str, target) -> None:
    """Let somebody disclose alone, in a session of their own."""
    desk.done("init", "--as", name, secrets=[phrase_of(name)])
    desk.done("person", "enrol", "Zoe", who=name, secrets=[phrase_of("Zoe")])
    words = ["session", "convene", "--case", "Another", "--party", "A=Zoe"]
    session = desk.done(*words, who=name)["session"]
    words = ["note", "add", "--session", session, "--audience", "private"]
    entry = desk.done(*words, who=name, stdin="Somebody is in danger.")["entry"]
    words = ["--ground", "safety", "--to", "the agency", "--to-kind", "agency", "--yes"]
    desk.done("disclosure", "make", entry, *words, "-o", str(target), who=name)


@pytest.fixture
def impostor(tmp_path):
    """A disclosure that somebody else signed under the mediator's name, and its machine."""
    desk = Desk(tmp_path / "impostor")
    desk.folder.mkdir()
    file = tmp_path / "agency.disclosure"
    disclosed(desk, MARA, file)
    return desk, file


def test_the_same_name_with_other_keys_is_warned_of(impostor, apart):
    _, file = impostor
    shown = apart.anna.run("receive", str(file), who=ANNA)
    assert shown.code == 0
    assert f"agency.disclosure is signed as {MARA}, with other keys than those" in shown.err
    (taken,) = apart.anna.done("receive", str(file), who=ANNA)["received"]
    assert len(taken["warnings"]) == 1
    checked = apart.anna.run("disclosure", "verify", str(file), who=ANNA)
    assert checked.code == 0
    assert "with other keys" in checked.err
    assert "with other keys" not in apart.anna.run("disclosure", "verify", str(file)).err


def test_the_same_keys_under_another_name_are_told_and_said_to_be_unconfirmed(impostor, apart):
    desk, file = impostor
    identity = apart.path("vera.identity")
    desk.done("person", "export", "-o", str(identity), who=MARA)
    words = ["receive", str(identity), "--name", "Vera"]
    assert "NOT CONFIRMED" in apart.boris.run(*words, who=BORIS).out
    shown = apart.boris.run("receive", str(file), who=BORIS)
    assert (
        f"Whom agency.disclosure calls {MARA} has the keys of whom you know as Vera" in shown.err
    )
    assert f"signed as {MARA}, with other keys" in shown.err
    assert "is signed by Vera, whose check words you never compared" in shown.err
    people = apart.boris.done("person", "list", who=BORIS)["people"]
    compared = next(each["check_words"] for each in people if each["person"] == "Vera")
    assert compared in shown.err
    apart.boris.done("person", "confirm", "Vera", "--words", compared, who=BORIS)
    assert "never compared" not in apart.boris.run("receive", str(file), who=BORIS).err


def test_an_archive_of_somebody_known_by_that_name_and_those_keys_says_nothing(apart):
    apart.mara.write(apart.session, "said")
    (taken,) = apart.anna.done("receive", str(apart.archive(ANNA)), who=ANNA)["received"]
    assert "warnings" not in taken
    shown = apart.anna.run("archive", "import", str(apart.path("session.zip")), who=ANNA)
    assert shown.code == 0
    assert "check words" not in shown.err


def test_an_archive_of_somebody_known_by_another_name_says_so(apart, tmp_path):
    other = Desk(tmp_path / "other", apart.clock)
    other.folder.mkdir()
    other.done("init", "--as", "Nina", secrets=[phrase_of("Nina")])
    apart.introduce(apart.mara, MARA, other, "Nina")
    words = ["person", "import", str(apart.path("mara.identity")), "--name", "The mediator"]
    words_of = other.done(*words, who="Nina")["check_words"]
    other.done("person", "confirm", "The mediator", "--words", words_of, who="Nina")
    words = ["session", "convene", "--case", "Second", "--party", "A=Nina"]
    session = apart.mara.done(*words, who=MARA)["session"]
    file = apart.path("nina.zip")
    words = ["archive", "export", "--session", session, "--for", "Nina", "-o", str(file), "--yes"]
    apart.mara.done(*words, who=MARA)
    shown = other.run("archive", "import", str(file), who="Nina")
    assert shown.code == 0
    assert f"Whom nina.zip calls {MARA} has the keys of whom you know as The mediator" in shown.err
