"""Tests of the full screen are coroutines, each with an event loop of its own."""

import asyncio
import copy
import inspect
import shutil
from pathlib import Path

import pytest

from tests.cast import Cast, Clock


@pytest.fixture(scope="session")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Cast:
    """A cast whose vault is made once; everybody in it is locked."""
    folder = tmp_path_factory.mktemp("rehearsed")
    cast = Cast(str(folder / "vault.caucus"), folder / "marks")
    cast.close()
    return cast


@pytest.fixture
def still(rehearsed: Cast, tmp_path: Path) -> Cast:
    """A copy of that vault for one test. Nobody is unlocked: ``unlock`` gives somebody."""
    folder = tmp_path / "still"
    shutil.copytree(Path(rehearsed.location).parent, folder)
    found = copy.copy(rehearsed)
    found.location, found.marks = str(folder / "vault.caucus"), folder / "marks"
    found.clock, found.people = Clock(rehearsed.clock.now), {}
    return found


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = inspect.signature(pyfuncitem.obj).parameters
    given = {name: pyfuncitem.funcargs[name] for name in wanted}
    asyncio.run(pyfuncitem.obj(**given))
    return True
