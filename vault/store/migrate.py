"""Bringing a database to the tables of this program. Needs no key."""

from importlib.resources import files

from sqlalchemy import inspect, text

from vault.errors import SchemaNewerError, SchemaOlderError, StorageError
from vault.store.database import Store
from vault.store.tables import metadata

HEAD = "0001"
"""The newest step; a test holds it to what Alembic finds."""
KNOWN = ("0001",)
"""Every step there ever was, oldest first."""


def schema_revision(store: Store) -> str:
    """Return the step that a database is at, or an empty text for an empty one."""
    with store.connection() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def is_blank(store: Store, *, but: frozenset[str] = frozenset()) -> bool:
    """Tell whether a database holds nothing yet: no table at all, or a vault's without a row.

    What somebody began and did not finish looks like this. ``but`` may have rows.
    """
    with store.connection() as connection:
        present = set(inspect(connection).get_table_names())
    if "alembic_version" not in present:
        return not present
    with store.read() as rows:
        return not any(rows.total(name) for name in (present & metadata.tables.keys()) - but)


def require_current(store: Store) -> None:
    """Refuse a database of another program version.

    Raises:
        SchemaNewerError: a newer program wrote it.
        SchemaOlderError: it can be upgraded.
        StorageError: it is no vault at all.

    """
    found = schema_revision(store)
    if found == HEAD:
        return
    if not found:
        raise StorageError("not a vault")
    if found in KNOWN:
        raise SchemaOlderError("open")
    raise SchemaNewerError("open")


def upgrade(store: Store, to: str = HEAD) -> None:
    """Run every missing step, in one transaction."""
    # Alembic takes a quarter of a second to import: only when there is something to do.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    with store.connection() as connection:
        if store.is_file:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        connection.commit()
