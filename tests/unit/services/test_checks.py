"""Checks, repairs, backups, and vaults that are older than somebody remembers."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.cast import LOWEST_COST, MEDIATOR, PARTY_A, Cast, passphrase_of
from vault import (
    JOINT,
    PRIVATE,
    DamagedError,
    NewEntry,
    ReadOnlyError,
    StorageError,
    Vault,
    VaultExistsError,
    VaultMissingError,
)
from vault.store.rows import (
    AcknowledgementRow,
    ChainRow,
    GrantRow,
    JournalRow,
    OwnRow,
    PassRow,
    RecordRow,
    RevisionRow,
    SessionRow,
    WaiverRow,
)


def full(cast: Cast) -> None:
    """Let everything there is happen once."""
    kept = cast.write(JOINT, "Kept.")
    cast.mediator.entries.edit(kept, "Kept on.")
    cast.write(PRIVATE, "Private.")
    cast.mediator.entries.destroy([cast.write("caucus:A", "Gone.")])
    record = cast.seal()
    for person in cast.holders:
        person.docket.acknowledge(cast.session)
    waiver = cast.ask(record, 1)
    cast.agree(waiver)
    cast.open(waiver)
    cast.ask(record, 2)


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)]
)
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cast]:
    """A full vault that each test leaves as it found it."""
    folder = tmp_path_factory.mktemp("whole")
    location = str(folder / "vault.caucus")
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_server")
        name = f"vault_{uuid4().hex}"
        with psycopg.connect(url.format("postgres"), autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}"')
        location = url.format(name)
    with Cast(location, folder / "marks") as made:
        full(made)
        yield made


def test_a_whole_vault_checks_clean_and_counts_its_rows(cast_everywhere: Cast) -> None:
    full(cast_everywhere)
    for person in cast_everywhere.people.values():
        seen: list[int] = []
        done = person.checks.run(seen.append)
        assert done.damages == []
        assert seen == sorted(seen)
        assert seen[-1] <= done.rows
        assert done.rows > 10


def test_the_journal_says_what_was_done_and_never_what_was_written(cast: Cast) -> None:
    """R1."""
    cast.write(JOINT, "Unmistakable words.")
    lines = cast.mediator.checks.activity()
    assert [line.sequence for line in lines] == list(range(1, len(lines) + 1))
    assert lines[-1].act == "note written"
    assert "Unmistakable" not in repr(lines)
    assert [line.time for line in lines] == sorted(line.time for line in lines)


@pytest.mark.parametrize(
    "kind",
    [ChainRow, GrantRow, OwnRow, JournalRow, RecordRow, RevisionRow, SessionRow, WaiverRow,
     AcknowledgementRow, PassRow],
)  # fmt: skip
def test_a_row_that_is_gone_is_missed_until_it_is_put_back(whole: Cast, kind: type[Any]) -> None:
    """R12."""
    with whole.vault._store.write() as tx:
        rows = tx.find(kind)
        assert tx.remove(kind) == len(rows) > 0
    damages = whole.mediator.checks.run().damages
    with whole.vault._store.write() as tx:
        for row in rows:
            tx.add(row)
    assert damages != []
    assert whole.mediator.checks.run().damages == []


@pytest.mark.parametrize("kind", [GrantRow, PassRow])
@pytest.mark.parametrize("whose", ["mediator", "party"])
def test_lost_grants_and_passes_are_made_again(
    whole: Cast, kind: type[GrantRow | PassRow], whose: str
) -> None:
    cast, lost = whole, list[GrantRow | PassRow]()
    anna = cast.party("A")
    whom = cast.mediator if whose == "mediator" else anna
    room = whom.sessions.open(cast.session)
    with cast.vault._store.write() as tx:
        if kind is GrantRow:
            lost = tx.find(GrantRow, session=cast.session, seat=room.seat.number)
            tx.remove(GrantRow, session=cast.session, seat=room.seat.number)
        else:
            for row in whom.docket.passes(tx, room):
                lost += tx.find(PassRow, item=row.item, tag=row.tag)
                tx.remove(PassRow, item=row.item, tag=row.tag)
    assert lost != []
    assert cast.mediator.checks.run().damages != []
    repaired = cast.mediator.checks.repair()
    assert (repaired.repaired, repaired.damages) == (len(lost), [])
    assert anna.checks.run().damages == []
    assert len(anna.docket.lines(cast.session)) == 1
    assert len(anna.waivers.views(cast.session)) == 2


def test_a_repair_by_another_mediator_leaves_the_conveners_check_clean(tmp_path: Path) -> None:
    with Cast(
        str(tmp_path / "vault"), tmp_path / "marks", mediators=(MEDIATOR, "Nora Vogt")
    ) as cast:
        nora = cast.people["Nora Vogt"]
        nora.sessions.views()
        with cast.vault._store.write() as tx:
            tx.remove(GrantRow, session=cast.session, seat=2)
        assert nora.checks.repair().repaired == 1
        assert [d for d in cast.mediator.checks.run().damages if d.what == "grant"] == []


def test_a_repair_of_a_whole_vault_changes_nothing(whole: Cast) -> None:
    before = len(whole.mediator.checks.activity())
    repaired = whole.mediator.checks.repair()
    assert (repaired.repaired, repaired.damages) == (0, [])
    assert len(whole.mediator.checks.activity()) == before


@pytest.mark.parametrize(
    "way",
    ["to PostgreSQL", "to SQLite", pytest.param("there and back", marks=pytest.mark.long)],
)
def test_a_backup_is_a_vault_on_either_database(
    tmp_path: Path, postgresql: str, way: str, request: pytest.FixtureRequest
) -> None:
    first = postgresql if way == "to SQLite" else str(tmp_path / "vault.caucus")
    second = str(tmp_path / "restored.caucus") if way == "to SQLite" else postgresql
    with Cast(first, tmp_path / "marks") as cast:
        full(cast)
        for person in cast.people.values():
            person.lock()
        rows = cast.unlock(MEDIATOR).backups.write(tmp_path / "backup")
        with pytest.raises(VaultExistsError):
            cast.unlock(MEDIATOR).backups.write(tmp_path / "backup")
        places = [second, str(tmp_path / "third.caucus")] if way == "there and back" else [second]
        source = tmp_path / "backup"
        for number, place in enumerate(places):
            restored = Vault(place, marks=cast.marks, clock=cast.clock, cost=LOWEST_COST)
            assert restored.restore(source) == rows
            with pytest.raises(VaultExistsError):
                restored.restore(source)
            unlocked = restored.unlock(PARTY_A, passphrase_of(PARTY_A))
            assert unlocked.checks.run().damages == []
            assert [entry.latest.header.title for entry in
                    unlocked.entries.listing(cast.session).entries] == ["Kept on."]  # fmt: skip
            source = tmp_path / f"again-{number}"
            rows = unlocked.backups.write(source)
            restored.close()


def test_what_is_no_whole_backup_is_not_restored(cast: Cast, tmp_path: Path) -> None:
    """R12."""
    backup = tmp_path / "backup"
    cast.mediator.backups.write(backup)
    data = backup.read_bytes()
    target = tmp_path / "target"
    vault = Vault(str(target), marks=cast.marks, clock=cast.clock)
    with pytest.raises(VaultMissingError):
        vault.restore(tmp_path / "nowhere")
    for wrong in (data[: len(data) // 2], b"", b"Dear Anna" * 900,
                  data[:30_000] + bytes(8192) + data[38_192:]):  # fmt: skip
        (tmp_path / "wrong").write_bytes(wrong)
        with pytest.raises((StorageError, DamagedError)):
            vault.restore(tmp_path / "wrong")
    vault.restore(backup)
    vault.close()


def _older(cast: Cast, tmp_path: Path, act: Callable[[], object]) -> None:
    """Put the vault back to how it was before an act."""
    cast.vault.close()
    shutil.copy(cast.location, tmp_path / "copy")
    act()
    cast.close()
    shutil.copy(tmp_path / "copy", cast.location)
    for leftover in ("-wal", "-shm"):
        Path(cast.location + leftover).unlink(missing_ok=True)


def test_an_older_vault_is_read_only_until_its_owner_accepts_it(
    cast: Cast, tmp_path: Path
) -> None:
    entry = cast.write(JOINT, "Before.")
    _older(cast, tmp_path, lambda: cast.mediator.entries.edit(entry, "After."))
    found = cast.unlock(MEDIATOR)
    assert found.behind
    assert found.entries.show(entry).text == "Before."
    for act in (
        lambda: found.entries.add(cast.session, NewEntry(JOINT, "x")),
        lambda: found.people.import_file("Zoe", found.people.export_file()),
        lambda: found.change_passphrase("something new"),
        lambda: found.sealing.seal([entry], "Label", safety_reviewed=True),
    ):
        with pytest.raises(ReadOnlyError):
            act()
    found.accept_older()
    assert not found.behind
    found.entries.edit(entry, "Anew.")
    found.lock()
    again = cast.unlock(MEDIATOR)
    assert not again.behind
    assert again.entries.show(entry).text == "Anew."
    assert again.checks.run().damages == []


def test_an_older_vault_is_noticed_by_whoever_saw_the_newer_one(
    cast: Cast, tmp_path: Path
) -> None:
    anna = cast.party("A")
    anna.sessions.views()

    def written_and_seen() -> None:
        cast.write(JOINT, "New.")
        anna.entries.listing(cast.session)

    _older(cast, tmp_path, written_and_seen)
    assert cast.unlock(PARTY_A).behind
