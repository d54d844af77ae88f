"""Migrations: the newest step is the tables of the program, and no step loses a row."""

import sqlite3
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import LargeBinary, String, inspect, text

from tests.cast import LOWEST_COST, MEDIATOR, Cast, Clock, passphrase_of
from vault import SchemaNewerError, StorageError, Vault, VaultExistsError
from vault.store import migrate
from vault.store.database import Store
from vault.store.tables import metadata


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(files("migrations")))
    return made


@pytest.fixture
def store(location: str) -> Iterator[Store]:
    made = Store(location)
    yield made
    made.close()


def run(store: Store, step: Callable[[Config, str], None], to: str) -> None:
    made = config()
    with store.connection() as connection:
        if store.is_file:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        made.attributes["connection"] = connection
        step(made, to)
        connection.commit()


def tables(store: Store) -> dict[str, list[str]]:
    with store.connection() as connection:
        found = inspect(connection)
        return {
            name: [column["name"] for column in found.get_columns(name)]
            for name in found.get_table_names()
            if name != "alembic_version"
        }


def test_the_known_steps_are_those_that_alembic_finds() -> None:
    script = ScriptDirectory.from_config(config())
    assert [step.revision for step in script.walk_revisions()][::-1] == list(migrate.KNOWN)
    assert script.get_heads() == [migrate.HEAD] == [migrate.KNOWN[-1]]


def test_the_steps_are_in_the_package() -> None:
    names = {path.name for path in files("migrations").joinpath("versions").iterdir()}
    for step in migrate.KNOWN:
        assert [name for name in names if name.startswith(f"{step}_") and name.endswith(".py")]
    assert files("migrations").joinpath("env.py").is_file()


def test_the_newest_step_is_exactly_the_tables_of_the_program(store: Store) -> None:
    migrate.upgrade(store)
    with store.connection() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []
        found = inspect(connection)
        for table in metadata.sorted_tables:
            columns = found.get_columns(table.name)
            assert [(c["name"], c["nullable"]) for c in columns] == [
                (c.name, c.nullable) for c in table.columns
            ]
            key = found.get_pk_constraint(table.name)
            assert key["constrained_columns"] == [c.name for c in table.primary_key]
            assert len(found.get_check_constraints(table.name)) == (table.name == "revision")
            indexes = {i["name"]: (i["column_names"], bool(i["unique"])) for i in
                       found.get_indexes(table.name)}  # fmt: skip
            assert indexes == {
                index.name: ([c.name for c in index.columns], bool(index.unique))
                for index in table.indexes
            }


def _value(column: Any, number: int) -> object:
    if isinstance(column["type"], LargeBinary) or "BYTEA" in str(column["type"]):
        return bytes([number]) * 16
    return "word" if isinstance(column["type"], String) else number


def test_every_step_goes_up_and_down_with_rows_in_every_table(store: Store) -> None:
    for place, step in enumerate(migrate.KNOWN):
        run(store, command.upgrade, step)
        before = tables(store)
        filled: dict[str, int] = {}
        with store.connection() as connection:
            if store.is_file:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            for name in before:
                columns = inspect(connection).get_columns(name)
                names = ", ".join(f'"{c["name"]}"' for c in columns)
                marks = ", ".join(f":{c['name']}" for c in columns)
                for number in (1, 2, 3):
                    values = {c["name"]: _value(c, number + 10 * place) for c in columns}
                    connection.execute(
                        text(f'INSERT INTO "{name}" ({names}) VALUES ({marks})'), values
                    )
                filled[name] = connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar()
            connection.commit()
        if place + 1 < len(migrate.KNOWN):
            run(store, command.upgrade, migrate.KNOWN[place + 1])
            run(store, command.downgrade, step)
            assert tables(store) == before
            with store.connection() as connection:
                for name, count in filled.items():
                    found = connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar()
                    assert found == count, name
    assert set(tables(store)) == set(metadata.tables)
    run(store, command.downgrade, "base")
    assert tables(store) == {}
    migrate.upgrade(store)
    assert set(tables(store)) == set(metadata.tables)


def test_bringing_a_vault_of_today_up_to_date_changes_nothing(cast_everywhere: Cast) -> None:
    cast = cast_everywhere
    entry = cast.write("joint", "Words.")
    assert cast.vault.upgrade() is None
    if cast.vault._store.is_file:
        assert [p for p in Path(cast.location).parent.iterdir() if p.suffix == ".backup"] == []
    assert cast.mediator.entries.show(entry).text == "Words."
    assert cast.mediator.checks.run().damages == []


@pytest.mark.parametrize("step", ["9999", "0002", "", "x'; DROP TABLE own; --"])
def test_a_vault_of_a_newer_program_is_refused_and_left_alone(
    cast_everywhere: Cast, tmp_path: Path, step: str
) -> None:
    """R12."""
    cast = cast_everywhere
    store = cast.vault._store
    with store.connection() as connection:
        if store.is_file:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.execute(
            text("UPDATE alembic_version SET version_num = :step"), {"step": step[:32]}
        )
        connection.commit()
    expected = SchemaNewerError if step else StorageError
    with store.read() as tx:
        before = {name: tx.total(name) for name in metadata.tables}
    later = cast.new_vault()
    acts: list[Callable[[], object]] = [
        later.require_ready, lambda: later.unlock(MEDIATOR, passphrase_of(MEDIATOR)),
        later.upgrade, lambda: later.enrol("Zoe", "a passphrase"),
        lambda: later.recover("x", "y", "z"),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(expected):
            act()
    if step:
        with pytest.raises(VaultExistsError):
            later.create()
    later.close()
    with store.read() as tx:
        assert {name: tx.total(name) for name in metadata.tables} == before


def test_bringing_up_to_date_what_is_not_there_makes_nothing(tmp_path: Path) -> None:
    vault = Vault(str(tmp_path / "nothing"), marks=tmp_path, clock=Clock(), cost=LOWEST_COST)
    with pytest.raises(StorageError):
        vault.upgrade()
    vault.close()
    assert list(tmp_path.iterdir()) == []


def test_bringing_up_to_date_another_programs_database_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mail (id INTEGER)")
    other.close()
    vault = Vault(str(path), marks=tmp_path, clock=Clock(), cost=LOWEST_COST)
    with pytest.raises(StorageError):
        vault.upgrade()
    vault.close()
    with sqlite3.connect(path) as other:
        found = other.execute("SELECT name FROM sqlite_master").fetchall()
    other.close()
    assert found == [("mail",)]
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".backup"] == []


def test_the_oldest_step_is_backed_up_and_brought_up_to_date(tmp_path: Path) -> None:
    """Today the oldest step is the newest; this test grows with the first step that follows."""
    path = tmp_path / "vault"
    store = Store(str(path))
    run(store, command.upgrade, migrate.KNOWN[0])
    store.close()
    vault = Vault(str(path), marks=tmp_path, clock=Clock(), cost=LOWEST_COST)
    made = vault.upgrade()
    assert (made is not None) == (len(migrate.KNOWN) > 1)
    assert migrate.schema_revision(vault._store) == migrate.HEAD
    vault.close()
