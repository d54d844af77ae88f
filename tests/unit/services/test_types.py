"""SQLite keeps whatever it is given: one cell of another type hides no other row."""

import sqlite3
from contextlib import suppress

import pytest

from tests.cast import Cast
from vault import DamagedError
from vault.store.tables import TABLES

WRONG = ("'abc'", "7", "x'00'", "1.5")
COLUMNS = [
    pytest.param(table.name, column.name, marks=[pytest.mark.long] if number else [])
    for table in TABLES.values()
    for number, column in enumerate(table.columns)
]
HELD_ALONE = {"vault", "setting"}
"""Nothing stands beside a vault's one row, and a setting is everybody's."""


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory):
    """A vault with rows of every kind that is looked at here."""
    folder = tmp_path_factory.mktemp("types")
    with Cast(str(folder / "vault.caucus"), folder / "marks") as cast:
        cast.write("joint", "The first of two.")
        cast.write("joint", "The second of two.")
        cast.agree(cast.ask(cast.seal()), cast.mediator)
        yield cast


def cell(raw: sqlite3.Connection, table: str, column: str):
    """Return the place of the first cell that is not empty, the mediator's, and its content."""
    found = raw.execute(
        f"SELECT rowid, {column} FROM {table} WHERE {column} <> x'' ORDER BY rowid LIMIT 1"
    ).fetchone()
    return found or (None, None)


def checked(cast: Cast) -> str:
    """Return how a check finds damage: row by row, or not at all, or so that it cannot go on."""
    try:
        return "by row" if cast.mediator.checks.run().damages else ""
    except DamagedError:
        return "whole"


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_cell_of_another_type_is_damage_of_its_row(used: Cast, table: str, column: str) -> None:
    """R12: the check says so, and goes on."""
    raw = sqlite3.connect(used.location, isolation_level=None)
    row, was = cell(raw, table, column)
    for wrong in WRONG if row else ():
        with suppress(sqlite3.IntegrityError):
            raw.execute(f"UPDATE {table} SET {column} = {wrong} WHERE rowid = ?", (row,))
        now = raw.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,)).fetchone()[0]
        damaged = checked(used)
        raw.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (was, row))
        if type(now) is not type(was):
            assert damaged == ("whole" if table in HELD_ALONE else "by row"), wrong
    raw.close()
    assert not used.mediator.checks.run().damages


def test_a_blob_that_became_a_text_loses_nothing(used: Cast) -> None:
    """In a file, one bit tells the two apart."""
    raw = sqlite3.connect(used.location, isolation_level=None)
    change = "UPDATE revision SET body = CAST(body AS {0}), header = CAST(header AS {0})"
    raw.execute(change.format("TEXT"))
    damages = used.mediator.checks.run().damages
    raw.execute(change.format("BLOB"))
    raw.close()
    assert damages == []


def test_a_damaged_row_leaves_the_rest_of_the_list(used: Cast) -> None:
    raw = sqlite3.connect(used.location, isolation_level=None)
    row, was = cell(raw, "revision", "body")
    raw.execute("UPDATE revision SET body = 7 WHERE rowid = ?", (row,))
    listed = used.mediator.entries.listing(used.session).entries
    shown = 0
    for each in listed:
        with suppress(DamagedError):
            shown += bool(used.mediator.entries.show(each.id).text)
    raw.execute("UPDATE revision SET body = ? WHERE rowid = ?", (was, row))
    raw.close()
    assert (len(listed), shown) == (2, 1)
