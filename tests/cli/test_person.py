"""People: made, brought together, brought in, and their passphrases."""

import io
from pathlib import Path

import pyrage
import pytest

from tests.agefile import for_passphrase
from tests.cast import LOWEST_COST
from tests.cli.conftest import ANNA, BORIS, MARA, Desk, Typist, phrase_of
from vault import write_parcel

LOCKED_WITH = "copper lantern drift elbow tulip nine"


def test_init_makes_a_vault_and_its_first_person(bare):
    found = bare.done("init", "--generate", "--as", MARA)
    assert set(found) == {
        "schema", "vault", "person", "check_words", "recovery_code", "passphrase",
    }  # fmt: skip
    assert len(found["check_words"].split()) == len(found["passphrase"].split()) == 6
    assert bare.vault.stat().st_mode & 0o077 == 0
    listed = bare.done("person", "list", "--as", MARA, secrets=[found["passphrase"]])
    assert [each["person"] for each in listed["people"]] == [MARA]


def test_a_chosen_passphrase_is_not_repeated(bare):
    outcome = bare.run("init", "--as", MARA, "--json", secrets=[phrase_of(MARA)])
    assert "passphrase" not in outcome.object
    assert phrase_of(MARA) not in outcome.out + outcome.err


def test_init_touches_nothing_that_is_there(desk):
    before = desk.vault.read_bytes()
    outcome = desk.run("init", "--generate", "--as", MARA)
    assert (outcome.code, outcome.out) == (1, "")
    assert desk.vault.read_bytes() == before


def test_a_weak_passphrase_makes_no_vault(bare):
    outcome = bare.run("init", "--as", MARA, secrets=["hunter2hunter2"])
    assert outcome.code == 1
    assert "--generate" in outcome.err
    assert "hunter2" not in outcome.err
    assert not bare.vault.exists()


def test_a_typed_passphrase_is_typed_twice(bare):
    again = Typist(hidden=[phrase_of(MARA), phrase_of(MARA) + "r"])
    assert bare.run("init", "--as", MARA, terminal=again).code == 2
    assert not bare.vault.exists()
    twice = Typist(hidden=[phrase_of(MARA)] * 2)
    assert bare.run("init", "--as", MARA, terminal=twice).code == 0


def test_a_recovery_file_is_private_and_never_written_over(bare):
    target = bare.folder / "code"
    found = bare.done("init", "--generate", "--as", MARA, "--recovery-file", str(target))
    assert "recovery_code" not in found
    assert target.stat().st_mode & 0o777 == 0o600
    code = target.read_text(encoding="utf-8")
    outcome = bare.run(
        "person", "enrol", ANNA, "--generate", "--as", MARA, "--recovery-file", str(target),
        secrets=[found["passphrase"]],
    )  # fmt: skip
    assert outcome.code == 1
    assert target.read_text(encoding="utf-8") == code
    fresh = bare.done("person", "recover", "--as", MARA, secrets=[code.strip(), phrase_of(MARA)])
    assert fresh["recovery_code"] != code.strip()


def test_a_refused_act_leaves_no_empty_recovery_file(desk):
    target = desk.folder / "code"
    words = ["person", "enrol", ANNA, "--recovery-file", str(target)]
    assert desk.run(*words, who=MARA, secrets=["whatever"]).code == 1
    assert not target.exists()


def test_enrolling_puts_both_in_touch(desk):
    theirs = desk.done("person", "list", who=ANNA)["people"]
    assert [(each["person"], each["confirmed"]) for each in theirs] == [(ANNA, True), (MARA, True)]
    assert desk.words(ANNA) == theirs[0]["check_words"]


def test_a_name_is_enrolled_once(desk):
    outcome = desk.run("person", "enrol", ANNA.upper(), who=MARA, secrets=[phrase_of("Other")])
    assert outcome.code == 1


def test_an_identity_travels_by_file_and_is_confirmed_by_its_words(desk, tmp_path):
    other = Desk(tmp_path / "other")
    other.folder.mkdir()
    made = other.done("init", "--as", "Vera", secrets=[phrase_of("Vera")])
    target = tmp_path / "vera.identity"
    found = other.done("person", "export", "-o", str(target), who="Vera")
    assert found["check_words"] == made["check_words"]
    assert b"Vera" not in target.read_bytes()
    assert other.run("person", "export", "-o", str(target), who="Vera").code == 1
    taken = desk.done("person", "import", str(target), "--name", "Vera H", who=MARA)
    assert (taken["person"], taken["confirmed"]) == ("Vera H", False)
    convened = desk.run("session", "convene", "--case", "Berg", "--party", "A=Vera H", who=MARA)
    assert convened.code == 1
    assert "never compared" in convened.err
    wrong = desk.run("person", "confirm", "Vera H", "--words", "one two three", who=MARA)
    assert wrong.code == 1
    confirmed = desk.done(
        "person", "confirm", "Vera H", "--words", made["check_words"].upper(), who=MARA
    )
    assert confirmed["confirmed"] is True
    target.write_bytes(b"something else")
    assert desk.run("person", "import", str(target), "--name", "X", who=MARA).code == 7


def locked_for(lock: str, clear: bytes, folder: Path) -> tuple[Path, list[str], list[str]]:
    """Lock a file. Returns it, the options and the further secrets that open it."""
    target = folder / f"vera.{lock}"
    if lock == "parcel":
        with target.open("wb") as file:
            write_parcel(io.BytesIO(clear), len(clear), file, LOCKED_WITH, LOWEST_COST)
        return target, [], [LOCKED_WITH]
    if lock == "age passphrase":
        target.write_bytes(for_passphrase(clear, LOCKED_WITH))
        return target, [], [LOCKED_WITH]
    key = pyrage.x25519.Identity.generate()
    target.write_bytes(pyrage.encrypt(clear, [key.to_public()]))
    keys = folder / "age.key"
    keys.write_text(f"{key}\n", encoding="utf-8")
    return target, ["--identity", str(keys)], []


@pytest.mark.parametrize("lock", ["parcel", "age passphrase", "age key"])
@pytest.mark.parametrize("command", ["import", "receive"])
def test_a_locked_identity_is_unlocked_and_taken_in(command, lock, apart, tmp_path):
    clear = apart.path("boris.identity").read_bytes()
    file, options, secrets = locked_for(lock, clear, tmp_path)
    words = ["receive"] if command == "receive" else ["person", "import"]
    taken = apart.anna.done(
        *words, str(file), "--name", "Boris F", *options, who=ANNA, secrets=secrets
    )
    found = taken["received"][0] if command == "receive" else taken
    (boris,) = (
        each for each in apart.mara.done("person", "list", who=MARA)["people"]
        if each["person"] == BORIS
    )  # fmt: skip
    assert (found["person"], found["check_words"]) == ("Boris F", boris["check_words"])


def test_a_locked_identity_stays_out_without_what_opens_it(desk, tmp_path):
    clear = tmp_path / "mine.identity"
    desk.done("person", "export", "-o", str(clear), who=ANNA)
    file, _, _ = locked_for("parcel", clear.read_bytes(), tmp_path)
    before = desk.done("person", "list", who=MARA)["people"]
    words = ["person", "import", str(file), "--name", "Vera"]
    wrong = desk.run(*words, who=MARA, secrets=[f"{LOCKED_WITH} ten"])
    assert (wrong.code, wrong.out) == (3, "")
    assert "does not open" in wrong.err
    # One source brings both, one line each: without the second nothing is taken for it.
    assert desk.run(*words, who=MARA).code == 2
    assert desk.done("person", "list", who=MARA)["people"] == before


def test_something_else_that_is_locked_is_no_identity(desk, tmp_path):
    file, _, secrets = locked_for("parcel", b"%PDF-1.7\n", tmp_path)
    words = ["person", "import", str(file), "--name", "Vera"]
    outcome = desk.run(*words, who=MARA, secrets=secrets)
    assert (outcome.code, outcome.out) == (2, "")
    assert "is no identity file but a PDF" in outcome.err


def test_the_own_identity_is_not_taken_in_as_somebody_elses(desk, tmp_path):
    target = tmp_path / "mine.identity"
    desk.done("person", "export", "-o", str(target), who=MARA)
    before = desk.done("person", "list", who=MARA)["people"]
    refused = desk.run("person", "import", str(target), "--name", "Vera", who=MARA)
    assert refused.code == 1
    assert "your own keys" in refused.err
    assert desk.done("person", "list", who=MARA)["people"] == before


def test_nobody_unknown_is_confirmed(desk):
    assert desk.run("person", "confirm", "Nobody", "--words", "a b c d e f", who=MARA).code == 4


def test_a_changed_passphrase_opens_and_the_old_one_does_not(desk):
    desk.done("person", "passphrase", who=BORIS, secrets=["teapot lagoon seventeen quarry moth"])
    assert desk.run("person", "list", who=BORIS).code == 3
    listed = desk.run(
        "person", "list", "--as", BORIS, secrets=["teapot lagoon seventeen quarry moth"]
    )
    assert listed.code == 0


def test_a_new_recovery_code_comes_when_it_is_asked_for(desk):
    found = desk.done("person", "passphrase", "--generate", "--new-code", who=BORIS)
    assert found["recovery_code"]
    assert len(found["passphrase"].split()) == 6


@pytest.mark.parametrize("code", ["AAAAA", "-".join(["00000"] * 8)], ids=["short", "mistyped"])
def test_a_mistyped_recovery_code_is_located(code, desk):
    outcome = desk.run("person", "recover", "--as", MARA, secrets=[code, phrase_of("New")])
    assert outcome.code == 3
    assert "group" in outcome.err
