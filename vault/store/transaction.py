"""Rows in, rows out: what can be asked of a database within one transaction."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, bindparam, func, literal, select, text

from vault.errors import DamagedError
from vault.store.rows import ChainRow, ChunkRow, JournalRow, RevisionRow, Row, SettingRow, VaultRow
from vault.store.tables import TABLES, chunk, journal, metadata, revision

R = TypeVar("R", bound=Row)
T = TypeVar("T")

_IN_MAX = 500
"""How many values one ``IN`` takes, well below either database's limit."""


_BATCH = 200
"""How many revisions with their texts are in memory at once."""

_TYPES = {
    kind: tuple(column.type.python_type for column in table.columns)
    for kind, table in TABLES.items()
}
_UNVERIFIED = {VaultRow, SettingRow}
# Built once: a save runs each of these, and building one costs as much as running it.
_INSERTS = {kind: table.insert() for kind, table in TABLES.items()}
_TAIL = (
    select(revision.c.sequence, revision.c.link)
    .where(revision.c.chain == bindparam("chain"))
    .order_by(revision.c.sequence.desc())
    .limit(1)
)
_NUMBERS = (
    select(chunk.c.number).where(chunk.c.stream == bindparam("stream")).order_by(chunk.c.number)
)
_PIECE = select(chunk.c.data).where(
    chunk.c.stream == bindparam("stream"), chunk.c.number == bindparam("number")
)
_REST = (
    select(chunk.c.stream).group_by(chunk.c.stream).having(func.min(chunk.c.number) > 1).limit(1)
)
_LAST_JOURNAL = (
    select(journal)
    .where(journal.c.owner == bindparam("owner"))
    .order_by(journal.c.sequence.desc())
    .limit(1)
)


class Transaction:
    """Rows in, rows out. Row classes are plain tuples; nothing of SQLAlchemy leaves this room."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, row: Row) -> None:
        """Insert one row."""
        self._connection.execute(_INSERTS[type(row)], row._asdict())

    def add_all(self, rows: list[Any]) -> None:
        """Insert rows of one class."""
        if rows:
            self._connection.execute(_INSERTS[type(rows[0])], [row._asdict() for row in rows])

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

    def revisions(self, chain: bytes, last: int) -> Iterator[RevisionRow]:
        """Return the revisions of a chain up to a sequence, bodies and all, a few at a time."""
        for first in range(1, last + 1, _BATCH):
            statement = (
                select(revision)
                .where(
                    revision.c.chain == chain,
                    revision.c.sequence >= first,
                    revision.c.sequence <= min(last, first + _BATCH - 1),
                )
                .order_by(revision.c.sequence)
            )
            yield from self._rows(RevisionRow, statement)

    def sequences(self, chain: bytes, sequences: tuple[int, ...]) -> set[int]:
        """Return which of these places in a chain are taken."""
        statement = select(revision.c.sequence).where(
            revision.c.chain == chain, revision.c.sequence.in_(sequences)
        )
        return {row[0] for row in self._connection.execute(statement).fetchall()}

    def empty_revisions(self, revisions: tuple[bytes, ...]) -> None:
        """Take header and body out of these revisions; their place in the chain stays."""
        for at in range(0, len(revisions), _IN_MAX):
            part = revisions[at : at + _IN_MAX]
            statement = revision.update().where(revision.c.id.in_(part))
            self._connection.execute(statement.values(header=b"", body=b""))

    def emptied(self, chain: bytes) -> list[RevisionRow]:
        """Return the destroyed revisions of a chain, with whatever is left in them."""
        statement = select(revision).where(revision.c.chain == chain, revision.c.header == b"")
        return self._rows(RevisionRow, statement)

    def hold_revisions(self) -> None:
        """Let nobody save a revision until this transaction ends (SQLite never does)."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("LOCK TABLE revision IN SHARE ROW EXCLUSIVE MODE"))

    def tail(self, chain: bytes) -> tuple[int, bytes]:
        """Return the sequence and link of a chain's newest row; ``(0, b"")`` for an empty one."""
        found = self._connection.execute(_TAIL, {"chain": chain}).fetchone()
        if found is None:
            return 0, b""
        if (type(found[0]), type(found[1])) != (int, bytes):
            raise DamagedError("revision")
        return found[0], found[1]

    def tails(self) -> dict[bytes, int]:
        """Return how many rows each chain has come to."""
        # A look at the end of each chain: a walk through all rows takes longer with each of them.
        chains = TABLES[ChainRow]
        last = select(func.max(revision.c.sequence)).where(revision.c.chain == chains.c.id)
        found = self._connection.execute(select(chains.c.id, last.scalar_subquery())).fetchall()
        return {each: _of_type(int, sequence) for each, sequence in found}

    def last_journal(self, owner: bytes) -> JournalRow | None:
        """Return the newest line of somebody's journal."""
        found = self._connection.execute(_LAST_JOURNAL, {"owner": owner}).fetchone()
        if found is None:
            return None
        if tuple(map(type, found)) != _TYPES[JournalRow]:
            raise DamagedError("journal")
        return JournalRow(*found)

    def keys(self, kind: type[Row], column: str, /) -> list[bytes]:
        """Return one key column of every row, sorted."""
        chosen = TABLES[kind].c[column]
        statement = select(chosen).distinct().order_by(chosen)
        return [row[0] for row in self._connection.execute(statement).fetchall()]

    def counts(self, kind: type[Row], column: str, /) -> dict[bytes, int]:
        """Return how many rows there are for each value of a column."""
        chosen = TABLES[kind].c[column]
        statement = select(chosen, func.count()).group_by(chosen)
        return {row[0]: row[1] for row in self._connection.execute(statement).fetchall()}

    def journal_line(self, owner: bytes, sequence: int) -> JournalRow | None:
        """Return one line of somebody's journal."""
        return self.one(JournalRow, owner=owner, sequence=sequence)

    def between(self, kind: type[R], column: str, low: bytes, high: bytes, /) -> list[R]:
        """Return the rows whose id is at least ``low`` and below ``high``: a prefix's."""
        table = TABLES[kind]
        statement = select(table).where(table.c[column] >= low, table.c[column] <= high)
        return self._rows(kind, statement.order_by(*table.primary_key.columns))

    def bodies(self, chain: bytes, first: int, last: int) -> dict[bytes, bytes]:
        """Return the body cells of a chain from one sequence to another, by revision."""
        statement = select(revision.c.id, revision.c.body).where(
            revision.c.chain == chain, revision.c.sequence.between(first, last)
        )
        return {row[0]: row[1] for row in self._connection.execute(statement).fetchall()}

    def stream_bytes(self, stream: bytes) -> int:
        """Return how long a ciphertext in pieces is; 0 if there is none of it."""
        statement = select(func.coalesce(func.sum(func.length(chunk.c.data)), 0)).where(
            chunk.c.stream == stream
        )
        return int(self._connection.execute(statement).scalar_one())

    def chunks(self, stream: bytes) -> Iterator[bytes]:
        """Return the pieces of a long ciphertext one by one, in order.

        Raises:
            DamagedError: they are not numbered 1, 2, 3 … without a gap.

        """
        numbers = self._connection.execute(_NUMBERS, {"stream": stream}).scalars().all()
        if list(numbers) != list(range(1, len(numbers) + 1)):
            raise DamagedError("pieces", stream.hex())
        for number in numbers:
            found = self._connection.execute(_PIECE, {"stream": stream, "number": number})
            data = found.scalar()
            if type(data) is not bytes:
                raise DamagedError("pieces", stream.hex())
            yield data

    def drop_stream(self, stream: bytes) -> None:
        """Make a long ciphertext unreadable for good: no other piece opens without its first.

        The rest is much, and goes bit by bit: :meth:`vault.store.database.Store.clear_rests`.
        """
        self.remove(ChunkRow, stream=stream, number=1)

    def rest(self) -> bytes | None:
        """Return a long ciphertext that has lost its first piece, if there is any."""
        found = self._connection.execute(_REST).scalar()
        return None if found is None else _of_type(bytes, found)

    def drop_rest(self, stream: bytes, most: int) -> int:
        """Remove pieces of a long ciphertext without a first one. Returns how many went."""
        if self._connection.dialect.name == "postgresql":
            # Nobody brings the first one back meanwhile, with the same file from an archive.
            self._connection.execute(text("LOCK TABLE chunk IN SHARE ROW EXCLUSIVE MODE"))
        found = self._connection.execute(_NUMBERS.limit(most), {"stream": stream})
        numbers = found.scalars().all()
        if 1 in numbers:
            return 0
        statement = chunk.delete().where(chunk.c.stream == stream, chunk.c.number.in_(numbers))
        return self._connection.execute(statement).rowcount

    def short_chunks(self, streams: tuple[bytes, ...]) -> dict[bytes, list[bytes]]:
        """Return the pieces of ciphertexts that are in memory at once: those of texts.

        Raises:
            DamagedError: as :meth:`chunks`.

        """
        found: dict[bytes, list[bytes]] = {}
        for row in self.find(ChunkRow, stream=streams):
            pieces = found.setdefault(row.stream, [])
            pieces.append(row.data)
            if row.number != len(pieces):
                raise DamagedError("pieces", row.stream.hex())
        return found

    def pour(self, table_name: str, target: "Transaction", rows: int) -> int:
        """Copy a table into another database, a few rows at a time. Returns how many."""
        table = metadata.tables[table_name]
        statement = select(table).order_by(*table.primary_key.columns)
        streamed = self._connection.execution_options(yield_per=rows).execute(statement)
        count = 0
        for part in streamed.partitions():
            found = [row._asdict() for row in part]
            target.insert_into(table_name, found)
            count += len(found)
        return count

    def insert_into(self, table_name: str, rows: list[dict[str, object]]) -> None:
        """Insert rows as they were read from another database."""
        self._connection.execute(metadata.tables[table_name].insert(), rows)

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
        """Return rows whose values have the types of their columns."""
        types = _TYPES[kind]
        found = []
        for row in self._connection.execute(statement).fetchall():
            fits = tuple(map(type, row)) == types
            found.append(kind(*row) if fits else _of_types(kind, row))
        return found


def _of_types(kind: type[R], row: Iterable[object]) -> R:
    """Return a row with values of other types replaced: SQLite keeps whatever it is given.

    So one such row is found damaged where it is verified, and hides no other. Nothing is gained
    by it: whoever writes such a row could write what is put in its place.

    Raises:
        DamagedError: it is a row that everything hangs on, and that nothing verifies.

    """
    if kind in _UNVERIFIED:
        raise DamagedError(kind.__name__.removesuffix("Row").lower())
    return kind(*map(_of_type, _TYPES[kind], row))


def _of_type(wanted: type[T], value: object) -> T:
    if isinstance(value, str) and issubclass(wanted, bytes):
        return wanted(value, "utf-8")
    return value if type(value) is wanted else wanted()
