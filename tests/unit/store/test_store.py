"""The store: rows in, rows out, one change at a time, and every failure with its type."""

import errno
import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from vault.errors import (
    DamagedError,
    ExistsError,
    StorageError,
    VaultBusyError,
    VaultError,
    VaultExistsError,
    VaultMissingError,
)
from vault.store import backup, database, migrate
from vault.store.database import Store
from vault.store.rows import (
    ChainRow,
    ChunkRow,
    JournalRow,
    OwnRow,
    RevisionRow,
    SessionRow,
    ShareRow,
)

OWNER, CHAIN = b"o" * 16, b"c" * 16


def key(number: int) -> bytes:
    return number.to_bytes(16, "big")


def revision(sequence: int, chain: bytes = CHAIN) -> RevisionRow:
    row_id = chain[:8] + sequence.to_bytes(8, "big")
    return RevisionRow(chain, sequence, row_id, b"header", b"body", b"l" * 32, b"m" * 32)


@pytest.fixture
def store(location: str) -> Iterator[Store]:
    made = Store(location)
    migrate.upgrade(made)
    yield made
    made.close()


def test_rows_come_back_as_they_went_in_and_in_order(store: Store) -> None:
    rows = [
        OwnRow(key(n), OWNER, "seat" if n % 2 else "contact", bytes([n]) * n) for n in range(9)
    ]
    with store.write() as tx:
        for row in reversed(rows):
            tx.add(row)
        tx.add_all([])
        tx.add_all([ShareRow(key(1), n, b"w") for n in (2, 0, 1)])
    with store.read() as tx:
        assert tx.find(OwnRow) == rows
        assert tx.find(OwnRow, owner=OWNER, kind="seat") == rows[1::2]
        assert tx.one(OwnRow, id=key(3)) == rows[3]
        assert tx.one(OwnRow, id=key(99)) is None
        assert tx.count(OwnRow, kind="contact") == 5
        assert [row.seat for row in tx.find(ShareRow, record=key(1))] == [0, 1, 2]
        assert tx.keys(OwnRow, "owner") == [OWNER]
        assert tx.between(OwnRow, "id", key(2), key(4)) == rows[2:5]
        assert tx.find(OwnRow, id=()) == []


def test_any_of_many_values_are_found(store: Store) -> None:
    with store.write() as tx:
        tx.add_all([SessionRow(key(n) * 2, b"cell") for n in range(1200)])
    wanted = tuple(key(n) * 2 for n in range(0, 2400, 2))
    with store.read() as tx:
        assert {row.id for row in tx.find(SessionRow, id=wanted)} == set(wanted[:600])


def test_rows_are_changed_and_removed_by_key(store: Store) -> None:
    with store.write() as tx:
        tx.add_all([OwnRow(key(n), OWNER, "seat", b"") for n in range(3)])
        assert tx.change(OwnRow, {"cell": b"new"}, id=key(1)) == 1
        assert tx.change(OwnRow, {"cell": b"new"}, id=key(9)) == 0
        assert tx.remove(OwnRow, id=key(2)) == 1
        assert tx.remove(OwnRow, id=key(2)) == 0
    with store.read() as tx:
        assert [(row.id, row.cell) for row in tx.find(OwnRow)] == [(key(0), b""), (key(1), b"new")]


def test_chains_journals_and_streams_are_read_by_sequence(store: Store) -> None:
    other = b"d" * 16
    with store.write() as tx:
        tx.add_all([ChainRow(each, b"s" * 32, b"t" * 16, b"", b"") for each in (CHAIN, other)])
        tx.add_all([revision(n) for n in (3, 1, 2)] + [revision(1, other)])
        tx.add_all([JournalRow(OWNER, n, b"line") for n in (1, 2)])
        tx.add_all([ChunkRow(CHAIN, n, bytes([n])) for n in (2, 3, 1)])
    with store.read() as tx:
        assert [row.sequence for row in tx.headers((CHAIN,))] == [1, 2, 3]
        assert {row.body for row in tx.headers((CHAIN,))} == {b""}
        assert [row.sequence for row in tx.after(CHAIN, 1)] == [2, 3]
        assert tx.tail(CHAIN) == (3, b"l" * 32)
        assert tx.tail(b"x" * 16) == (0, b"")
        assert tx.tails() == {CHAIN: 3, other: 1}
        last = tx.last_journal(OWNER)
        assert last is not None
        assert last.sequence == 2
        assert tx.last_journal(CHAIN) is None
        assert tx.journal_line(OWNER, 1) == JournalRow(OWNER, 1, b"line")
        assert b"".join(tx.chunks(CHAIN)) == b"\1\2\3"
        assert list(tx.chunks(other)) == []
        assert tx.counts(ChunkRow, "stream") == {CHAIN: 3}
        assert tx.total("chunk") == 3


def test_only_what_lost_its_first_piece_is_cleared(store: Store) -> None:
    whole, cut, dropped, damaged = (bytes([n]) * 16 for n in b"wcds")
    with store.write() as tx:
        for stream, numbers in (
            (whole, (1, 2, 3)), (cut, (1, 3)), (dropped, range(1, 40)), (damaged, (0, 2)),
        ):  # fmt: skip
            tx.add_all([ChunkRow(stream, number, b"piece") for number in numbers])
        tx.drop_stream(dropped)
        assert tx.drop_rest(whole, 16) == 0
    store.clear_rests()
    with store.read() as tx:
        assert tx.counts(ChunkRow, "stream") == {whole: 3, cut: 2, damaged: 2}


def test_a_row_of_another_type_ends_the_clearing(tmp_path: Path) -> None:
    """R12: the database's owner wrote it, where SQLite keeps whatever it is given."""
    store = Store(str(tmp_path / "vault.caucus"))
    migrate.upgrade(store)
    for stream in ("a text", 5, 2.5):
        with sqlite3.connect(store.path) as bare:
            bare.execute("INSERT INTO chunk VALUES (?, 7, x'00')", (stream,))
        bare.close()
        store.clear_rests()
        with store.read() as tx:
            assert tx.total("chunk") >= 1
    store.close()


def test_a_change_is_whole_or_not_at_all(store: Store) -> None:
    """R11."""

    def broken() -> None:
        with store.write() as tx:
            tx.add(OwnRow(key(1), OWNER, "seat", b""))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    with store.read() as tx:
        assert tx.find(OwnRow) == []


def test_the_same_key_twice_is_refused(store: Store) -> None:
    for rows in ([revision(1), revision(1)], [OwnRow(key(1), OWNER, "a", b"")] * 2):
        with pytest.raises(ExistsError), store.write() as tx:  # noqa: PT012 (one change)
            for row in rows:
                tx.add(row)
    with store.read() as tx:
        assert tx.total("revision") == tx.total("own") == 0


def test_a_row_of_a_chain_before_its_first_is_refused(store: Store) -> None:
    with pytest.raises(VaultError), store.write() as tx:
        tx.add(revision(0))


def test_a_reader_sees_one_moment(store: Store) -> None:
    with store.write() as tx:
        tx.add(revision(1))
    with store.read() as view:
        assert view.total("revision") == 1
        with store.write() as tx:
            tx.add(revision(2))
        assert view.total("revision") == 1
    with store.read() as view:
        assert view.total("revision") == 2


def test_a_vault_that_another_program_holds_is_busy(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 1)
    store = Store(location)
    migrate.upgrade(store)
    held, tried, seen = threading.Event(), threading.Event(), []

    def write() -> None:
        held.wait(10)
        try:
            with store.write() as tx:
                tx.lock_owner(OWNER)
                tx.add(OwnRow(key(1), OWNER, "a", b""))
        except VaultError as error:
            seen.append(type(error))
        tried.set()

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    other = Store(location)
    try:
        with other.write() as tx:
            tx.lock_owner(OWNER)
            held.set()
            waited = tried.wait(8)
    finally:
        writer.join(10)
        other.close()
        store.close()
    assert waited
    assert seen == [VaultBusyError]


def test_a_database_that_does_not_answer_is_missing_and_its_password_stays_out_of_the_error(
    postgresql: str,
) -> None:
    """R1 and R12."""
    url = "postgresql://somebody:hunter22@127.0.0.1:1/nowhere"
    store = Store(url)
    with pytest.raises(StorageError) as caught, store.read():
        pass
    assert "hunter22" not in repr(caught.value) + repr(caught.value.__dict__)
    assert caught.value.__cause__ is None


def test_a_lost_connection_is_a_storage_error_and_the_next_one_works(postgresql: str) -> None:
    store = Store(postgresql)
    migrate.upgrade(store)
    with pytest.raises(StorageError), store.write() as tx:  # noqa: PT012 (one change)
        tx.add(revision(1))
        with psycopg.connect(postgresql, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        tx.add(revision(2))
    with store.read() as tx:
        assert tx.total("revision") == 0
    store.close()


def test_a_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = Store(str(tmp_path / "vault"))
        migrate.upgrade(store)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        assert set(modes.values()) == {0o600}
        assert "vault" in modes
        store.close()
        (tmp_path / "vault").chmod(0o644)
        store = Store(str(tmp_path / "vault"))
        with store.read():
            assert stat.S_IMODE((tmp_path / "vault").stat().st_mode) == 0o600
        store.close()
    finally:
        os.umask(before)


def test_a_symbolic_link_or_a_missing_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with pytest.raises(StorageError), Store(str(tmp_path / "link")).read():
        pass
    assert not (tmp_path / "target").exists()
    with pytest.raises(VaultMissingError), Store(str(tmp_path / "no" / "vault")).read():
        pass
    with pytest.raises(VaultMissingError), Store(str(tmp_path / "no"), read_only=True).read():
        pass


def test_sqlite_is_set_to_keep_no_residue_and_lose_nothing(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "vault"))
    migrate.upgrade(store)
    with store.connection() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("secure_delete", "journal_mode", "synchronous", "temp_store",
                         "trusted_schema", "cell_size_check", "mmap_size")
        }  # fmt: skip
    assert found == {
        "secure_delete": 1, "journal_mode": "wal", "synchronous": 2, "temp_store": 2,
        "trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0,
    }  # fmt: skip
    store.close()


def test_erasing_traces_says_whether_it_could(store: Store) -> None:
    if not store.is_file:
        assert store.erase_traces() is False
        return
    with store.write() as tx:
        tx.add(OwnRow(key(1), OWNER, "a", b"to be destroyed" * 20))
    with store.read() as tx:
        assert tx.total("own") == 1
        with store.write() as other:
            other.change(OwnRow, {"cell": b""}, id=key(1))
    assert store.erase_traces() is True
    for path in store.path.parent.iterdir():
        assert b"to be destroyed" not in path.read_bytes(), path
    with sqlite3.connect(f"{store.path.as_uri()}?mode=ro", uri=True) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM own").fetchall()
        with store.write() as tx:
            tx.remove(OwnRow, id=key(1))
    reader.close()


@pytest.mark.parametrize("at", [0, 20, 100, 8192 + 5, -4000])
def test_a_damaged_file_gives_a_typed_error_or_whole_rows(tmp_path: Path, at: int) -> None:
    """R12."""
    path = tmp_path / "vault"
    store = Store(str(path))
    migrate.upgrade(store)
    rows = [OwnRow(key(n), OWNER, "a", bytes([n]) * 999) for n in range(60)]
    with store.write() as tx:
        tx.add_all(rows)
    store.close()
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)
    store = Store(str(path))
    try:
        migrate.require_current(store)
        with store.read() as tx:
            assert {row.id for row in tx.find(OwnRow)} <= {row.id for row in rows}
    except VaultError as error:
        assert isinstance(error, (StorageError, DamagedError))  # noqa: PT017
    finally:
        store.close()


def test_a_copy_is_whole_takes_no_ones_place_and_leaves_no_partial_file(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    with store.write() as tx:
        tx.add_all([ChunkRow(CHAIN, n, bytes([n % 256]) * 50) for n in range(1, 200)])
    count = backup.copy_store(store, folder / "copy")
    assert count == 199
    assert [path.name for path in folder.iterdir()] == ["copy"]
    assert stat.S_IMODE((folder / "copy").stat().st_mode) == 0o600
    with pytest.raises(VaultExistsError):
        backup.copy_store(store, folder / "copy")
    copy = Store(str(folder / "copy"), read_only=True)
    with copy.read() as mine, store.read() as theirs:
        assert mine.find(ChunkRow) == theirs.find(ChunkRow)
    backup.require_sound(copy)
    with pytest.raises(StorageError), copy.write() as tx:
        tx.add(revision(1))
    copy.close()


def test_a_copy_is_written_where_there_are_no_links_and_takes_no_ones_place_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory sticks are often formatted so."""

    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refused)
    source = Store(str(tmp_path / "vault.caucus"))
    migrate.upgrade(source)
    assert backup.copy_store(source, tmp_path / "copy") == 0
    with pytest.raises(VaultExistsError):
        backup.copy_store(source, tmp_path / "copy")
    assert not list(tmp_path.glob(".*"))
    source.close()


def test_what_a_killed_restoring_left_takes_the_backup_again(store: Store, tmp_path: Path) -> None:
    with store.write() as tx:
        tx.add(ChunkRow(CHAIN, 1, b"piece"))
    backup.copy_store(store, tmp_path / "copy")
    begun = Store(str(tmp_path / "begun"))
    migrate.upgrade(begun)
    assert backup.restore_into(tmp_path / "copy", begun) == 1
    with pytest.raises(VaultExistsError):
        backup.restore_into(tmp_path / "copy", begun)
    begun.close()


def test_a_url_is_told_from_a_path() -> None:
    assert database.is_url("postgresql://host/name")
    assert database.is_url("postgresql+psycopg://host/name")
    for path in ("vault.caucus", "/a/postgresql", "postgresql", "sqlite:///x", "C:/vault"):
        assert not database.is_url(path)
