"""What must hold every time, done so often that once in a hundred would show."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.cast import LOWEST_COST, PARTY_A, Cast, passphrase_of
from tests.copies import reopened
from vault import JOINT, NewEntry, RecoveryCodeError, UnlockedVault, UnlockError, Vault
from vault.store.rows import RevisionRow

CHECKPOINTS, OPENINGS = 200, 2_000
BACKUPS, RECOVERIES, DESTROYED = 100, 100, 200


def another(cast: Cast) -> tuple[Vault, UnlockedVault]:
    """The mediator in another program."""
    vault = cast.new_vault()
    return vault, reopened(vault, cast.mediator._desk.identity.seed)


# Older than somebody remembers -----------------------------------------------------------------


def put_back(cast: Cast, folder: Path, checkpoints: int) -> None:
    """Keep the file after every save; each of them but the last is noticed to be older."""
    store = cast.vault._store
    for number in range(checkpoints + 1):
        cast.mediator.entries.add(cast.session, NewEntry(JOINT, f"{number}"))
        store.erase_traces()
        shutil.copy(cast.location, folder / f"{number}.kept")
    alarms = []
    for number in range(checkpoints + 1):
        shutil.copy(folder / f"{number}.kept", folder / "older.caucus")
        vault = Vault(
            str(folder / "older.caucus"), marks=cast.marks, clock=cast.clock, cost=LOWEST_COST
        )
        alarms.append(reopened(vault, cast.mediator._desk.identity.seed).behind)
        vault.close()
    assert alarms == [True] * checkpoints + [False]


def test_each_of_six_older_vaults_is_noticed(cast: Cast, tmp_path: Path) -> None:
    put_back(cast, tmp_path, 6)


@pytest.mark.long
def test_each_of_two_hundred_older_vaults_is_noticed(cast: Cast, tmp_path: Path) -> None:
    put_back(cast, tmp_path, CHECKPOINTS)


def open_often(cast: Cast, times: int) -> None:
    """Write a word or look, then lock or crash; nobody is ever alarmed."""
    chance = random.Random(times)
    for number in range(times):
        vault, person = another(cast)
        assert not person.behind, number
        if chance.random() < 0.7:
            person.entries.add(cast.session, NewEntry(JOINT, f"{number}"))
        if chance.random() < 0.5:
            person.lock()
        vault.close()
    assert cast.mediator.checks.run().damages == []


def test_twenty_openings_alarm_nobody(cast: Cast) -> None:
    open_often(cast, 20)


@pytest.mark.long
def test_two_thousand_openings_alarm_nobody(cast: Cast) -> None:
    open_often(cast, OPENINGS)


# Backups ---------------------------------------------------------------------------------------


def back_up_while_writing(cast: Cast, folder: Path, times: int) -> None:
    """Each copy is a whole vault with all that was saved when it was begun."""
    saved: list[str] = []
    stop = Event()

    def write() -> None:
        vault, person = another(cast)
        while not stop.is_set():
            text = f"note {len(saved)}"
            person.entries.add(cast.session, NewEntry(JOINT, text))
            saved.append(text)
        vault.close()

    writer = Thread(target=write)
    writer.start()
    vault, person = another(cast)
    try:
        for number in range(times):
            begun = len(saved)
            person.backups.write(folder / f"{number}.backup")
            assert texts_in(cast, folder, number) >= set(saved[:begun])
    finally:
        stop.set()
        writer.join()
        vault.close()
    assert len(saved) > times


def texts_in(cast: Cast, folder: Path, number: int) -> set[str]:
    restored = Vault(
        str(folder / "restored.caucus"), marks=folder / f"marks {number}", clock=cast.clock,
        cost=LOWEST_COST,
    )  # fmt: skip
    restored.restore(folder / f"{number}.backup")
    person = reopened(restored, cast.mediator._desk.identity.seed)
    assert person.checks.run().damages == []
    room = person.sessions.open(cast.session)
    entries = person.entries.listing(cast.session).entries
    found = {person.entries.text_of(room, entry.latest) for entry in entries}
    restored.close()
    for each in ("restored.caucus", f"{number}.backup"):
        (folder / each).unlink()
    return found


def test_three_backups_of_a_vault_in_use_are_whole(cast: Cast, tmp_path: Path) -> None:
    back_up_while_writing(cast, tmp_path, 3)


@pytest.mark.long
def test_a_hundred_backups_of_a_vault_in_use_are_whole(cast: Cast, tmp_path: Path) -> None:
    back_up_while_writing(cast, tmp_path, BACKUPS)


# Passphrases that were forgotten ---------------------------------------------------------------


def mistypings(code: str) -> Iterator[tuple[int, str]]:
    """Every letter of a code in turn, with another in its place, and the group it stands in."""
    for at, letter in enumerate(code):
        if letter.isalnum():
            other = "7" if letter != "7" else "K"
            yield code[:at].count("-"), code[:at] + other + code[at + 1 :]


def forget_and_recover(cast: Cast, times: int) -> None:
    code, passphrase = cast.codes[PARTY_A], passphrase_of(PARTY_A)
    for number in range(times):
        before, passphrase = passphrase, f"passphrase number {number} of Anna"
        used = code
        with_code, code = cast.vault.recover(used, PARTY_A, passphrase)
        assert with_code.name == PARTY_A
        with pytest.raises(UnlockError):
            cast.vault.unlock(PARTY_A, before)
        with pytest.raises(UnlockError):
            cast.vault.recover(used, PARTY_A, before)
        for group, wrong in mistypings(code):
            with pytest.raises(RecoveryCodeError) as caught:
                cast.vault.recover(wrong, PARTY_A, passphrase)
            assert caught.value.group == group + 1
    cast.vault.unlock(PARTY_A, passphrase)


def test_a_forgotten_passphrase_is_replaced_twice(cast: Cast) -> None:
    forget_and_recover(cast, 2)


@pytest.mark.long
def test_a_forgotten_passphrase_is_replaced_a_hundred_times(cast: Cast) -> None:
    forget_and_recover(cast, RECOVERIES)


# What was destroyed ----------------------------------------------------------------------------


def destroy_often(cast: Cast, times: int) -> None:
    """Nothing of the destroyed cells is in any file of the vault."""
    mediator = cast.mediator
    for number in range(times):
        entry = cast.write(JOINT, f"to be destroyed {number} " + "x" * (number % 5 * 900))
        with mediator._desk.store.read() as tx:
            row = tx.one(RevisionRow, id=entry)
        mediator.entries.destroy([entry])
        assert not mediator.traces_remain
        files = [file.read_bytes() for file in Path(cast.location).parent.glob("vault.caucus*")]
        assert len(files) >= 2
        for cell in (row.header, row.body):
            pieces = [cell[at : at + 32] for at in range(0, len(cell) - 32, 200)]
            assert not [piece for piece in pieces for data in files if piece in data]
    with closing(sqlite3.connect(cast.location)) as bare:
        assert bare.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_what_was_destroyed_five_times_is_in_no_file(cast: Cast) -> None:
    """R1."""
    destroy_often(cast, 5)


@pytest.mark.long
def test_what_was_destroyed_two_hundred_times_is_in_no_file(cast: Cast) -> None:
    destroy_often(cast, DESTROYED)
