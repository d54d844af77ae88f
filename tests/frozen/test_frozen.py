"""What an earlier program wrote, today's opens: every file of format 1, whole and unchanged."""

import hashlib
import json
import lzma
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.frozen import described, make
from tests.frozen.make import ANNA, BORIS, DORA, FILES, MARA, PEOPLE, Opened
from vault import (
    JOINT,
    AnswerKind,
    NewEntry,
    UnlockError,
    Vault,
    WaiverState,
    read_bag,
    read_disclosure,
)

FROZEN = make.HERE
CONTENTS: dict[str, Any] = json.loads((FROZEN / "contents.json").read_text("utf-8"))
PASSPHRASES = {name: each["passphrase"] for name, each in CONTENTS["people"].items()}
FOUND = CONTENTS["found"]


@pytest.fixture(autouse=True)
def nothing_changes() -> Iterator[None]:
    """Every test leaves the frozen files as they were."""
    yield
    assert make.sums(FROZEN) == (FROZEN / "SHA256SUMS").read_text("utf-8")


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return Opened(FROZEN, tmp_path, CONTENTS["now"])


@pytest.fixture
def vault(opened: Opened) -> Iterator[Vault]:
    """A copy of the vault with its marks, after whatever upgrade it needs."""
    made = opened.vault()
    yield made
    made.close()


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What today's program finds in all of them."""
    folder = tmp_path_factory.mktemp("frozen")
    return make.found(Opened(FROZEN, folder, CONTENTS["now"]), PASSPHRASES)


def test_every_file_is_listed_with_its_digest_and_no_other_is_there():
    lines = (FROZEN / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    there = {path for path in FROZEN.rglob("*") if path.is_file()}
    names = {path.relative_to(FROZEN).as_posix() for path in there} - {"SHA256SUMS"}
    assert set(listed) == names >= {*FILES.values(), "contents.json"}
    assert len([name for name in names if name.startswith("marks/")]) == len(PEOPLE)
    for name, digest in listed.items():
        assert hashlib.sha256((FROZEN / name).read_bytes()).hexdigest() == digest
    assert sum(path.stat().st_size for path in there) < 2_000_000


def test_they_are_not_made_again():
    script = Path(make.__file__)
    outcome = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert "stay as they are" in outcome.stderr


@pytest.mark.parametrize("what", sorted(FOUND))
def test_what_was_found_on_the_day_is_found_today(what, today):
    assert today[what] == FOUND[what]


def test_nothing_else_is_found_and_nothing_is_damaged(today):
    assert set(today) == set(FOUND)
    for what in ("vault", "backup"):
        assert set(today[what]) == set(PEOPLE)
        for each in today[what].values():
            assert (each["damages"], each["behind"]) == ([], False)


@pytest.mark.parametrize("text", CONTENTS["readers"])
def test_a_text_is_found_by_those_it_was_for_and_by_nobody_else(text, today):
    """R2, told by hand when the files were made."""
    spelt = json.dumps(text)[1:-1]
    finders = [name for name in PEOPLE if spelt in json.dumps(today["vault"][name])]
    assert finders == CONTENTS["readers"][text]


def test_the_story_has_everything_in_it(today):
    first, second = today["vault"][MARA]["sessions"][::-1]
    audiences = {each["audience"] for entry in first["entries"] for each in entry["revisions"]}
    assert audiences == {"private", "mediators", "caucus:A", "caucus:B", "joint"}
    assert {each["kind"] for entry in first["entries"] for each in entry["revisions"]} == {
        "note", "draft", "record",
    }  # fmt: skip
    assert max(len(entry["versions"]) for entry in first["entries"]) == 2
    assert [entry["files"][0][:2] for entry in first["entries"] if entry["files"]] == [
        [make.PLAN, 9 + 256 * 12]
    ]
    assert (second["closed"], second["follows"]) == (True, first["id"])
    states = {(each["state"], each["reason"]) for each in first["waivers"]}
    assert states == {
        ("opened", "opened"), ("ended", "not unanimous"), ("collecting", ""),
    }  # fmt: skip
    assert [each["label"] for each in first["docket"]] == ["About animals", "About money"]
    assert [len(today["vault"][name]["unsaved"]) for name in PEOPLE] == [1, 1, 0, 0]
    acts = {act for _, act in today["vault"][MARA]["acts"]}
    assert {"entries sealed", "waiver opened", "archive exported", "report written"} <= acts


def test_a_wrong_passphrase_opens_nothing(vault):
    for name in PEOPLE:
        with pytest.raises(UnlockError):
            vault.unlock(name, PASSPHRASES[name] + " ")


@pytest.mark.parametrize("name", PEOPLE)
def test_a_recovery_code_of_the_day_still_opens(name, vault):
    code = CONTENTS["people"][name]["code"]
    person, new_code = vault.recover(code, name, "a passphrase of today")
    assert new_code != code
    assert person.people.words(name) == FOUND["vault"][name]["check_words"]
    person.lock()
    vault.unlock(name, "a passphrase of today").lock()


def test_the_vault_is_written_on_and_stays_whole(vault):
    mara, dora = (vault.unlock(name, PASSPHRASES[name]) for name in (MARA, DORA))
    session = bytes.fromhex(FOUND["vault"][DORA]["sessions"][0]["id"])
    made = mara.entries.add(session, NewEntry(JOINT, "Written today."))
    assert dora.entries.show(made.id).text == "Written today."
    for unsaved in mara.unsaved.all():
        mara.unsaved.drop(unsaved.id)
    for person in (mara, dora):
        assert person.checks.run().damages == []
        person.lock()


def test_a_waiver_that_was_begun_then_is_opened_today(vault):
    """R3, R5: the consent of the day and those of today fit together."""
    people = [vault.unlock(name, PASSPHRASES[name]) for name in (MARA, BORIS)]
    (pending,) = [
        each for each in people[0].waivers.views() if each.state is WaiverState.COLLECTING
    ]
    assert pending.consented == (ANNA,)
    for person in people:
        person.waivers.answer(pending.id, AnswerKind.CONSENT, pending.check_words)
    released = people[0].opening.open(pending.id)
    assert [each.data.decode() for each in released.portions] == ["Sealed and never asked for."]
    for person in people:
        assert person.checks.run().damages == []
        person.lock()


def test_the_disclosure_of_the_day_is_the_one_that_the_vault_tells_of(vault, opened):
    anna = vault.unlock(ANNA, PASSPHRASES[ANNA])
    evidence, new = anna.disclosures.receive(opened.file("waiver"))
    assert not new
    (shown,) = [each for each in anna.waivers.views() if each.state is WaiverState.OPENED]
    assert evidence.disclosure.check_words == shown.check_words
    assert all(each.consented for each in evidence.disclosure.seats if each.name != DORA)
    anna.lock()


def test_a_backup_is_restored_into_postgresql(opened, postgresql, tmp_path):
    vault = Vault(postgresql, marks=tmp_path / "marks", clock=opened.clock, cost=make.COST)
    vault.restore(opened.database("backup", tmp_path / "vault.backup"))
    vault.upgrade()
    for name in (MARA, ANNA):
        person = vault.unlock(name, PASSPHRASES[name])
        found = json.loads(json.dumps(described.everything(person)))
        assert found == FOUND["backup"][name]
        person.lock()
    vault.close()


def test_whoever_made_an_archive_begins_again_with_nothing_else(opened, tmp_path):
    vault = Vault(
        str(tmp_path / "new.caucus"), marks=tmp_path / "marks", clock=opened.clock, cost=make.COST
    )
    vault.create()
    mara, _ = vault.adopt(opened.file("own archive"), MARA, PASSPHRASES[MARA])
    taken = described.taken(mara.archives.receive(opened.file("own archive")))
    assert (taken["exporter"], taken["destroyed"]) == (MARA, 0)
    assert taken["new"] > 0
    found = json.loads(json.dumps([described.session(mara, each.id) for each in
                                   mara.sessions.views()]))  # fmt: skip
    assert found == FOUND["own archive"]
    assert mara.people.words(MARA) == FOUND["vault"][MARA]["check_words"]
    assert mara.checks.run().damages == []
    mara.lock()
    vault.close()


@pytest.mark.parametrize("what", ["own archive", "party archive", "waiver", "safety", "report"])
def test_a_bag_is_verified_without_a_key(what, opened):
    found = read_bag(opened.file(what))
    assert found.index.kind == ("archive" if "archive" in what else "disclosure")
    assert found.digest == hashlib.sha256(opened.file(what).getvalue()).digest()


def test_a_parcel_holds_what_was_put_into_it(opened):
    assert opened.parcel().getvalue() == opened.file("safety").getvalue()
    assert CONTENTS["parcel passphrase"] == make.PARCEL
    assert read_disclosure(opened.parcel()).disclosure.reference == "AW-7"


def test_no_file_but_the_contents_says_in_clear_what_happened():
    """R1; what was disclosed or reported is in clear, as it must be."""
    private = [each.encode() for each in (*PEOPLE, *CONTENTS["readers"], "About animals")]
    for what, name in FILES.items():
        if what in {"waiver", "safety", "report"}:
            continue
        data = (FROZEN / name).read_bytes()
        if what in {"vault", "backup"}:
            data = lzma.decompress(data)
        assert not [each for each in private if each in data]
