"""Somebody who owns the database: reads and writes every row of the file, and has no key."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import LargeBinary

from tests.cast import LOWEST_COST, Clock, passphrase_of
from vault import UnlockedVault, Vault, VaultError
from vault.store.tables import TABLES

Key = tuple[object, ...]
Row = tuple[object, ...]
Place = tuple[str, Key]

COLUMNS = {table.name: tuple(table.c.keys()) for table in TABLES.values()}
KEYS = {table.name: tuple(table.primary_key.columns.keys()) for table in TABLES.values()}
CELLS = {
    table.name: tuple(
        column.name for column in table.c
        if isinstance(column.type, LargeBinary) and column.type.length is None
    )
    for table in TABLES.values()
}  # fmt: skip
"""The columns that hold ciphertext or signed statements, by table."""
KINDS = {table.name: kind for kind, table in TABLES.items()}


class Attacker:
    """Reads and changes a vault's file behind the program's back."""

    def __init__(self, path: str | Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA ignore_check_constraints=ON")
        self.db.execute("PRAGMA synchronous=OFF")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def rows(self, table: str) -> list[Row]:
        columns = ", ".join(f'"{name}"' for name in COLUMNS[table])
        return self.db.execute(f'SELECT {columns} FROM "{table}"').fetchall()

    def dump(self) -> dict[Place, Row]:
        """Everything there is, by table and primary key."""
        return {(table, key_of(table, row)): row for table in COLUMNS for row in self.rows(table)}

    def get(self, place: Place) -> Row | None:
        where, key = _where(place)
        columns = ", ".join(f'"{name}"' for name in COLUMNS[place[0]])
        return self.db.execute(f'SELECT {columns} FROM "{place[0]}" {where}', key).fetchone()

    def put(self, table: str, row: Row) -> None:
        marks = ", ".join("?" * len(row))
        self.db.execute(f'INSERT OR REPLACE INTO "{table}" VALUES ({marks})', row)

    def delete(self, place: Place) -> None:
        where, key = _where(place)
        self.db.execute(f'DELETE FROM "{place[0]}" {where}', key)

    def set(self, place: Place, **values: object) -> None:
        """Change columns of one row."""
        where, key = _where(place)
        columns = ", ".join(f'"{name}" = ?' for name in values)
        self.db.execute(f'UPDATE "{place[0]}" SET {columns} {where}', (*values.values(), *key))

    def become(self, state: dict[Place, Row]) -> None:
        """Put every row as it was."""
        now = self.dump()
        self.db.execute("BEGIN")
        for place in now.keys() - state.keys():
            self.delete(place)
        for place, row in state.items():
            if now.get(place) != row:
                self.put(place[0], row)
        self.db.execute("COMMIT")

    @contextmanager
    def changed(self, *changes: tuple[Place, Row | None]) -> Iterator[None]:
        """Put rows (None: delete them) for a while, then put things as they were.

        Rows change places without meeting: all of them are taken out first.
        """
        places = [place for place, _ in changes]
        places += [(place[0], key_of(place[0], row)) for place, row in changes if row is not None]
        before = {place: self.get(place) for place in places}
        self._exchange(before, [(place[0], row) for place, row in changes if row is not None])
        try:
            yield
        finally:
            self._exchange(
                before, [(place[0], row) for place, row in before.items() if row is not None]
            )

    def _exchange(self, out: dict[Place, Row | None], into: list[tuple[str, Row]]) -> None:
        self.db.execute("BEGIN")
        for place in out:
            self.delete(place)
        for table, row in into:
            self.put(table, row)
        self.db.execute("COMMIT")


def key_of(table: str, row: Row) -> Key:
    return tuple(row[COLUMNS[table].index(name)] for name in KEYS[table])


def with_values(table: str, row: Row, **values: object) -> Row:
    """A row with some of its columns changed."""
    return tuple(values.get(name, old) for name, old in zip(COLUMNS[table], row, strict=True))


def value(table: str, row: Row, name: str) -> object:
    return row[COLUMNS[table].index(name)]


def open_vault(path: Path, marks: Path, *, read_only: bool = False, now: int = 0) -> Vault:
    """Another program on a copy of a vault."""
    clock = Clock(now) if now else Clock(1_790_100_000)
    return Vault(str(path), marks=marks, clock=clock, cost=LOWEST_COST, read_only=read_only)


class Bench:
    """A copy of a vault with everybody unlocked for reading, and its owner at work on it."""

    def __init__(self, path: Path, marks: Path, passphrases: dict[str, str]) -> None:
        self.path = path
        self.attacker = Attacker(path)
        self.vault = open_vault(path, marks, read_only=True)
        self.people: dict[str, UnlockedVault] = {
            name: self.vault.unlock(name, passphrase) for name, passphrase in passphrases.items()
        }
        self.state = self.attacker.dump()
        self._noticed_before: dict[str, list[str]] = {}

    def noticed_by(self, place: Place) -> str:
        """Who notices that something is wrong, or nobody. Everybody looks until one does.

        ``place`` is what was tampered with. Whose row it is looks first, then whoever noticed
        the like before. Anything but an error of the vault's own ends the test.
        """
        noticed = self._noticed_before.setdefault(place[0], [])
        for name in dict.fromkeys([*self._owner_of(place), *noticed, *self.people]):
            if self.complaint(name):
                if name in noticed:
                    noticed.remove(name)
                noticed.insert(0, name)
                return name
        return ""

    def _owner_of(self, place: Place) -> list[str]:
        row = self.state.get(place)
        if row is None or "owner" not in COLUMNS[place[0]]:
            return []
        owner = value(place[0], row, "owner")
        return [
            name for name, person in self.people.items() if person._desk.identity.owner == owner
        ]

    def complaint(self, name: str) -> list[str]:
        try:
            damages = self.people[name].checks.run().damages
        except VaultError as error:
            return [type(error).__name__]
        return [f"{each.what} {each.row} {each.reason}" for each in damages]

    def everybody_is_content(self) -> bool:
        return not any(self.complaint(name) for name in self.people)

    def close(self) -> None:
        for person in self.people.values():
            person.lock()
        self.vault.close()
        self.attacker.db.close()


def passphrases_of(names: list[str]) -> dict[str, str]:
    return {name: passphrase_of(name) for name in names}


def _where(place: Place) -> tuple[str, Key]:
    table, key = place
    return "WHERE " + " AND ".join(f'"{name}" IS ?' for name in KEYS[table]), key
