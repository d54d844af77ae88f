"""Opening a database, and its transactions. SQLite and PostgreSQL through the same code."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from vault.errors import (
    DamagedError,
    ExistsError,
    FormatError,
    StorageError,
    StorageFullError,
    VaultBusyError,
    VaultError,
    VaultMissingError,
)
from vault.store.transaction import Transaction

BUSY_SECONDS = 5
_PAGE_BYTES = 8192
PIECES_AT_ONCE = 16
"""So many pieces of a mebibyte in one transaction keep nobody from writing for long."""
_URL_PREFIXES = ("postgresql://", "postgresql+psycopg://")


def is_url(location: str) -> bool:
    """Tell a PostgreSQL URL from the path of a SQLite file."""
    return location.startswith(_URL_PREFIXES)


class Store:
    """A database of ciphertext. Everything goes through :meth:`read` and :meth:`write`."""

    def __init__(self, location: str, *, read_only: bool = False) -> None:
        self.location = location
        self.is_file = not is_url(location)
        self.read_only = read_only
        self._turn = RLock()
        """Threads write one after the other, as they came; waiting for the file is by chance."""
        self._engine = self._make_engine()

    def _make_engine(self) -> Engine:
        if not self.is_file:
            url = "postgresql+psycopg://" + self.location.split("://", 1)[1]
            try:
                # A server that was started again meanwhile is asked anew, before any act begins.
                return create_engine(
                    url, hide_parameters=True, pool_size=1, max_overflow=2, pool_pre_ping=True
                )
            except ModuleNotFoundError:
                raise StorageError("driver") from None
        path = Path(self.location).absolute()
        engine = create_engine(
            "sqlite://",
            creator=lambda: _connect_file(path, read_only=self.read_only),
            poolclass=QueuePool,
            pool_size=1,
            max_overflow=4,
            hide_parameters=True,
        )
        event.listen(engine, "begin", _begin_nothing)
        return engine

    @property
    def path(self) -> Path:
        """The SQLite file. Only for a store that is one."""
        return Path(self.location).absolute()

    def exists(self) -> bool:
        """Tell whether there is anything at the location yet."""
        return not self.is_file or (self.path.is_file() and self.path.stat().st_size > 0)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """One consistent view of the database."""
        with _translated("read"), self._engine.connect() as connection:
            self._begin(connection, write=False)
            try:
                yield Transaction(connection)
            finally:
                connection.rollback()

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """One change: durable when the block ends, undone if it raises."""
        with _translated("write"), self._turn, self._engine.connect() as connection:
            self._begin(connection, write=True)
            try:
                yield Transaction(connection)
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def _begin(self, connection: Connection, *, write: bool) -> None:
        if self.is_file:
            # Taking the write lock first means that no transaction fails half-way for a lock.
            connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
        else:
            level = "READ COMMITTED" if write else "REPEATABLE READ"
            connection.exec_driver_sql(f"SET TRANSACTION ISOLATION LEVEL {level}")
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A bare connection, for migrations and backups."""
        with _translated("connect"), self._engine.connect() as connection:
            yield connection

    def clear_rests(self) -> None:
        """Remove what is left of long ciphertexts that were dropped, in short transactions.

        It cannot be read any more. What a killed program left of it goes the next time.
        """
        removed = 1
        while removed and (stream := self._rest()):
            with self.write() as tx:
                removed = tx.drop_rest(stream, PIECES_AT_ONCE)

    def _rest(self) -> bytes | None:
        # Looked for anew each time: meanwhile it is the turn of whoever waits to write.
        with self.read() as tx:
            return tx.rest()

    def erase_traces(self) -> bool:
        """Empty the write-ahead log, so that destroyed cells are in no file of the vault.

        Returns:
            False if another reader holds the log (traces remain until it closes), or if the
            database cannot promise erasure at all (PostgreSQL).

        """
        if not self.is_file:
            return False
        with _translated("checkpoint"), self._turn, self._engine.connect() as connection:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
            return busy == 0

    def close(self) -> None:
        """Empty the log as far as possible and let go of the database."""
        if self.is_file and not self.read_only and self.exists():
            with suppress(VaultError):
                self.erase_traces()
        self._engine.dispose()


def _begin_nothing(_: Connection) -> None:
    """SQLAlchemy's own BEGIN is left out: :meth:`Store._begin` says which kind."""


def _connect_file(path: Path, *, read_only: bool) -> Any:  # noqa: ANN401 (a DBAPI connection)
    import sqlite3  # noqa: PLC0415 (the driver belongs to this function alone)

    if read_only and not path.is_file():
        raise VaultMissingError("open")
    if not read_only:
        _create_private(path)
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None,
        check_same_thread=False,
    )  # fmt: skip
    connection.text_factory = _text
    try:
        for pragma in _pragmas(path, read_only=read_only):
            connection.execute(pragma)
        if connection.execute("PRAGMA secure_delete").fetchone() != (1,):
            raise StorageError("secure_delete")
    except BaseException:
        connection.close()
        raise
    return connection


def _text(data: bytes) -> str | bytes:
    """Read a text as SQLite keeps it; a blob that one flipped bit made a text stays a blob."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def _create_private(path: Path) -> None:
    """Create the file so that nobody else ever reads it, whatever the umask says."""
    if path.is_symlink():
        raise StorageError("symlink")
    if not path.parent.is_dir():
        raise VaultMissingError("open")
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    elif stat.S_IMODE(path.stat().st_mode) & 0o077:
        path.chmod(0o600)


def _pragmas(path: Path, *, read_only: bool) -> list[str]:
    pragmas = [
        "PRAGMA secure_delete=ON",
        "PRAGMA temp_store=MEMORY",
        "PRAGMA trusted_schema=OFF",
        "PRAGMA cell_size_check=ON",
        "PRAGMA mmap_size=0",
    ]
    if not read_only:
        if path.stat().st_size == 0:
            pragmas.append(f"PRAGMA page_size={_PAGE_BYTES}")
        pragmas += ["PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"]
    return pragmas


@contextmanager
def _translated(operation: str) -> Iterator[None]:
    """Turn what a driver raises into this program's errors, without parameters or rows."""
    try:
        yield
    except VaultError:
        raise
    except IntegrityError:
        raise ExistsError("row") from None
    except SQLAlchemyError as error:
        raise _database_error(error, operation) from None
    except UnicodeDecodeError:
        # A text column that is not text: a damaged file.
        raise FormatError("database") from None
    except Exception as error:
        if type(error).__module__.startswith(("sqlite3", "psycopg")):
            raise _database_error(error, operation) from None
        raise


def _database_error(error: Exception, operation: str) -> VaultError:
    text = str(error).lower()
    if "locked" in text or "busy" in text or "lock timeout" in text:
        return VaultBusyError(operation)
    if "not a database" in text or "malformed" in text or "corrupt" in text:
        return DamagedError("database")
    if "full" in text or "no space" in text:
        return StorageFullError(operation)
    if "unable to open" in text or "could not connect" in text or "connection failed" in text:
        return VaultMissingError(operation)
    return StorageError(operation)
