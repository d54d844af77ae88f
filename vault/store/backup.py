"""Copying a whole database into one SQLite file and back, row by row, still encrypted.

A backup is a vault: it opens by itself, and a SQLite vault and a PostgreSQL vault back up into
the same kind of file. It is written under another name and takes its own only when it is whole.
"""

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import inspect, text

from vault.errors import DamagedError, StorageError, VaultExistsError, VaultMissingError
from vault.store import migrate
from vault.store.database import Store
from vault.store.tables import metadata

_ROWS = 64
"""Rows that are in memory at once: a chunk row is a mebibyte."""


def copy_store(source: Store, target: Path) -> int:
    """Copy every row of ``source`` into a new SQLite vault at ``target``. Returns how many.

    Raises:
        VaultExistsError: there already is something at ``target``.

    """
    if target.exists():
        raise VaultExistsError("backup")
    partial = target.with_name(f".{target.name}.partial")
    _remove(partial)
    try:
        count = (
            _copy_file(source, partial)
            if source.is_file
            else _copy_into(source, Store(str(partial)))
        )
        _sync(partial)
        _name(partial, target)
    finally:
        _remove(partial)
    _sync(target.parent)
    return count


def restore_into(backup: Path, target: Store) -> int:
    """Put a backup's rows into an empty database. Returns how many.

    Raises:
        VaultMissingError: no such backup.
        VaultExistsError: the target is a vault already.
        StorageError: the backup is damaged or no vault.

    """
    if not backup.is_file():
        raise VaultMissingError("restore")
    source = Store(str(backup), read_only=True)
    try:
        _require_vault(source)
        if (not target.is_file or target.exists()) and not _takes(target, source):
            raise VaultExistsError("restore")
        return _copy_into(source, target)
    finally:
        source.close()


def _takes(target: Store, source: Store) -> bool:
    """Tell whether nothing is there yet, or what a restoring left that was killed."""
    found = migrate.schema_revision(target)
    return found in {"", migrate.schema_revision(source)} and migrate.is_blank(target)


def _require_vault(store: Store) -> None:
    """Refuse what is no sound vault of this version. Raises StorageError."""
    try:
        require_sound(store)
        migrate.require_current(store)
    except DamagedError:
        raise StorageError("not a vault") from None


def require_sound(store: Store) -> None:
    """Refuse a SQLite file whose pages are damaged. Raises StorageError."""
    if not store.is_file:
        return
    with store.connection() as connection:
        found = connection.execute(text("PRAGMA integrity_check(1)")).scalar()
    if found != "ok":
        raise StorageError("integrity")


def _copy_file(source: Store, partial: Path) -> int:
    """Copy a SQLite vault as it is, whatever version its tables are of. Returns its rows."""
    os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with source.connection() as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(partial),))
    copy = Store(str(partial), read_only=True)
    try:
        require_sound(copy)
        with copy.connection() as connection:
            present = set(inspect(connection).get_table_names())
        with copy.read() as rows:
            return sum(rows.total(name) for name in present & metadata.tables.keys())
    finally:
        copy.close()


def _copy_into(source: Store, target: Store) -> int:
    try:
        migrate.upgrade(target, migrate.schema_revision(source) or migrate.HEAD)
        count = 0
        with source.read() as rows, target.write() as copy:
            for table in metadata.sorted_tables:
                count += rows.pour(table.name, copy, _ROWS)
        with target.read() as copied:
            total = sum(copied.total(table.name) for table in metadata.sorted_tables)
        if total != count:
            raise StorageError("backup")
        return count
    finally:
        target.close()


def _name(partial: Path, target: Path) -> None:
    try:
        # Linking fails if the name was taken meanwhile; renaming would replace it.
        os.link(partial, target)
    except FileExistsError:
        raise VaultExistsError("backup") from None
    except OSError:
        # A file system without links: many a memory stick.
        if target.exists():
            raise VaultExistsError("backup") from None
        partial.rename(target)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
