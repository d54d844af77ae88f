"""Opening a database, and its transactions. SQLite and PostgreSQL through the same code."""

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Select, create_engine, event, func, literal, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from vault.errors import (
    ExistsError,
    FormatError,
    StorageError,
    StorageFullError,
    VaultBusyError,
    VaultError,
    VaultMissingError,
)
from vault.store.rows import ChunkRow, JournalRow, RevisionRow, Row
from vault.store.tables import TABLES, chunk, metadata, revision

R = TypeVar("R", bound=Row)

BUSY_SECONDS = 5
_PAGE_BYTES = 8192
_URL_PREFIXES = ("postgresql://", "postgresql+psycopg://")
_IN_MAX = 500
"""How many values one ``IN`` takes, well below either database's limit."""


def is_url(location: str) -> bool:
    """Tell a PostgreSQL URL from the path of a SQLite file."""
    return location.startswith(_URL_PREFIXES)


class Store:
    """A database of ciphertext. Everything goes through :meth:`read` and :meth:`write`."""

    def __init__(self, location: str, *, read_only: bool = False) -> None:
        self.location = location
        self.is_file = not is_url(location)
        self.read_only = read_only
        self._engine = self._make_engine()

    def _make_engine(self) -> Engine:
        if not self.is_file:
            url = "postgresql+psycopg://" + self.location.split("://", 1)[1]
            return create_engine(url, hide_parameters=True, pool_size=1, max_overflow=2)
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
    def read(self) -> Iterator["Transaction"]:
        """One consistent view of the database."""
        with _translated("read"), self._engine.connect() as connection:
            self._begin(connection, write=False)
            try:
                yield Transaction(connection)
            finally:
                connection.rollback()

    @contextmanager
    def write(self) -> Iterator["Transaction"]:
        """One change: durable when the block ends, undone if it raises."""
        with _translated("write"), self._engine.connect() as connection:
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

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A bare connection, for migrations and backups."""
        with _translated("connect"), self._engine.connect() as connection:
            yield connection

    def erase_traces(self) -> bool:
        """Empty the write-ahead log, so that destroyed cells are in no file of the vault.

        Returns:
            False if another reader holds the log (traces remain until it closes), or if the
            database cannot promise erasure at all (PostgreSQL).

        """
        if not self.is_file:
            return False
        with _translated("checkpoint"), self._engine.connect() as connection:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
            return busy == 0

    def close(self) -> None:
        """Empty the log as far as possible and let go of the database."""
        if self.is_file and not self.read_only and self.exists():
            try:
                self.erase_traces()
            except StorageError:
                pass
        self._engine.dispose()


class Transaction:
    """Rows in, rows out. Row classes are plain tuples; nothing of SQLAlchemy leaves this room."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, row: Row) -> None:
        """Insert one row."""
        self._connection.execute(TABLES[type(row)].insert(), row._asdict())

    def add_all(self, rows: list[Any]) -> None:
        """Insert rows of one class."""
        if rows:
            table = TABLES[type(rows[0])]
            self._connection.execute(table.insert(), [row._asdict() for row in rows])

    def find(self, kind: type[R], /, **where: object) -> list[R]:
        """Return the rows whose columns equal the given values, in primary-key order.

        A tuple as a value means any of its members.
        """
        table = TABLES[kind]
        statements = [select(table)]
        for name, value in where.items():
            column = table.c[name]
            if isinstance(value, tuple):
                parts = [value[at : at + _IN_MAX] for at in range(0, len(value), _IN_MAX)]
                statements = [
                    each.where(column.in_(part)) for each in statements for part in parts
                ]
            else:
                statements = [each.where(column == value) for each in statements]
        found: list[R] = []
        for each in statements:
            ordered = each.order_by(*table.primary_key.columns)
            found.extend(self._rows(kind, ordered))
        return found

    def one(self, kind: type[R], /, **where: object) -> R | None:
        """Return the one row that fits, or None."""
        found = self.find(kind, **where)
        return found[0] if found else None

    def count(self, kind: type[Row], /, **where: object) -> int:
        """Return how many rows fit."""
        table = TABLES[kind]
        statement = select(func.count()).select_from(table)
        for name, value in where.items():
            statement = statement.where(table.c[name] == value)
        return int(self._connection.execute(statement).scalar_one())

    def change(self, kind: type[Row], values: Mapping[str, object], /, **where: object) -> int:
        """Set columns of the rows that fit. Returns how many there were."""
        table = TABLES[kind]
        statement = table.update().values(**values)
        for name, value in where.items():
            statement = statement.where(table.c[name] == value)
        return self._connection.execute(statement).rowcount

    def remove(self, kind: type[Row], /, **where: object) -> int:
        """Delete the rows that fit. Returns how many there were."""
        table = TABLES[kind]
        statement = table.delete()
        for name, value in where.items():
            statement = statement.where(table.c[name] == value)
        return self._connection.execute(statement).rowcount

    def headers(self, chains: tuple[bytes, ...], after: int = 0) -> list[RevisionRow]:
        """Return the revisions of these chains without their bodies, chain by chain in order."""
        found: list[RevisionRow] = []
        columns = [
            literal(b"").label("body") if column is revision.c.body else column
            for column in revision.columns
        ]
        for chain in chains:
            statement = (
                select(*columns)
                .where(revision.c.chain == chain, revision.c.sequence > after)
                .order_by(revision.c.sequence)
            )
            found.extend(self._rows(RevisionRow, statement))
        return found

    def after(self, chain: bytes, sequence: int) -> list[RevisionRow]:
        """Return the revisions of a chain behind a place, without their bodies."""
        return self.headers((chain,), sequence)

    def tail(self, chain: bytes) -> tuple[int, bytes]:
        """Return the sequence and link of a chain's newest row; ``(0, b"")`` for an empty one."""
        statement = (
            select(revision.c.sequence, revision.c.link)
            .where(revision.c.chain == chain)
            .order_by(revision.c.sequence.desc())
            .limit(1)
        )
        found = self._connection.execute(statement).fetchone()
        return (found[0], found[1]) if found else (0, b"")

    def tails(self) -> dict[bytes, int]:
        """Return how many rows each chain has come to."""
        statement = select(revision.c.chain, func.max(revision.c.sequence)).group_by(
            revision.c.chain
        )
        return {row[0]: row[1] for row in self._connection.execute(statement).fetchall()}

    def last_journal(self, owner: bytes) -> JournalRow | None:
        """Return the newest line of somebody's journal."""
        table = TABLES[JournalRow]
        statement = (
            select(table)
            .where(table.c.owner == owner)
            .order_by(table.c.sequence.desc())
            .limit(1)
        )
        found = self._rows(JournalRow, statement)
        return found[0] if found else None

    def keys(self, kind: type[Row], column: str, /) -> list[bytes]:
        """Return one key column of every row, sorted."""
        chosen = TABLES[kind].c[column]
        statement = select(chosen).distinct().order_by(chosen)
        return [row[0] for row in self._connection.execute(statement).fetchall()]

    def journal_line(self, owner: bytes, sequence: int) -> JournalRow | None:
        """Return one line of somebody's journal."""
        return self.one(JournalRow, owner=owner, sequence=sequence)

    def between(self, kind: type[R], column: str, low: bytes, high: bytes, /) -> list[R]:
        """Return the rows whose id is at least ``low`` and below ``high``: a prefix's."""
        table = TABLES[kind]
        statement = select(table).where(table.c[column] >= low, table.c[column] <= high)
        return self._rows(kind, statement.order_by(*table.primary_key.columns))

    def bodies(self, revisions: tuple[bytes, ...]) -> dict[bytes, bytes]:
        """Return the body cells of these revisions."""
        found: dict[bytes, bytes] = {}
        for at in range(0, len(revisions), _IN_MAX):
            part = revisions[at : at + _IN_MAX]
            statement = select(revision.c.id, revision.c.body).where(revision.c.id.in_(part))
            found.update(tuple(row) for row in self._connection.execute(statement).fetchall())
        return found

    def last_sequence(self, kind: type[Row], column: str, /, **where: object) -> int:
        """Return the highest number in a column, or 0."""
        table = TABLES[kind]
        statement = select(func.max(table.c[column]))
        for name, value in where.items():
            statement = statement.where(table.c[name] == value)
        return int(self._connection.execute(statement).scalar() or 0)

    def chunks(self, stream: bytes) -> Iterator[bytes]:
        """Return the pieces of a long ciphertext one by one, in order."""
        count = self.last_sequence(ChunkRow, "number", stream=stream)
        for number in range(1, count + 1):
            statement = select(chunk.c.data).where(
                chunk.c.stream == stream, chunk.c.number == number
            )
            data = self._connection.execute(statement).scalar()
            if data is None:
                return
            yield data

    def pour(self, table_name: str, target: "Transaction", rows: int) -> int:
        """Copy a table into another database, a few rows at a time. Returns how many."""
        table = metadata.tables[table_name]
        statement = select(table).order_by(*table.primary_key.columns)
        streamed = self._connection.execution_options(yield_per=rows).execute(statement)
        count = 0
        for part in streamed.partitions():
            found = [row._asdict() for row in part]
            target._connection.execute(table.insert(), found)
            count += len(found)
        return count

    def total(self, table_name: str) -> int:
        """Return how many rows a table has."""
        statement = select(func.count()).select_from(metadata.tables[table_name])
        return int(self._connection.execute(statement).scalar_one())

    def lock_owner(self, owner: bytes) -> None:
        """Let one person's programs write one after the other (PostgreSQL; SQLite always does)."""
        if self._connection.dialect.name == "postgresql":
            key = int.from_bytes(owner[:8], "big", signed=True)
            self._connection.execute(select(func.pg_advisory_xact_lock(key)))

    def _rows(self, kind: type[R], statement: Select[Any]) -> list[R]:
        result = self._connection.execute(statement)
        return [kind(*row) for row in result.fetchall()]


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
    try:
        for pragma in _pragmas(path, read_only=read_only):
            connection.execute(pragma)
        if connection.execute("PRAGMA secure_delete").fetchone() != (1,):
            raise StorageError("secure_delete")
    except BaseException:
        connection.close()
        raise
    return connection


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


def _database_error(error: Exception, operation: str) -> StorageError:
    text = str(error).lower()
    if "locked" in text or "busy" in text or "lock timeout" in text:
        return VaultBusyError(operation)
    if "full" in text or "no space" in text:
        return StorageFullError(operation)
    if "unable to open" in text or "could not connect" in text or "connection failed" in text:
        return VaultMissingError(operation)
    return StorageError(operation)
