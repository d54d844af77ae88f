"""Tests of the full screen are coroutines, each with an event loop of its own."""

import asyncio
import copy
import gc
import inspect
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import _wait
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.cast import Cast, Clock
from tests.copies import argon2id_once
from vault.keys import keyslot

_read: dict[tuple[object, ...], list[RuleSet]] = {}
_read_now = Stylesheet._parse_rules


def read_once(sheet: Stylesheet, *given: object, **named: object) -> list[RuleSet]:
    """Give what a stylesheet was read as, in these colours, for any program started here."""
    key = given, *named.items(), *sheet._variables.items()
    if key not in _read:
        _read[key] = _read_now(sheet, *given, **named)
    return _read[key]


@pytest.fixture(scope="module", autouse=True)
def started_hundreds_of_times() -> Iterator[None]:
    """What every start would do again is done once."""
    usual = gc.get_threshold()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyslot, "argon2id", argon2id_once)
        patch.setattr(Stylesheet, "_parse_rules", read_once)
        # Pilot looks twice as often whether the program has come to rest: by the same measure.
        patch.setattr(_wait, "SLEEP_GRANULARITY", _wait.SLEEP_GRANULARITY / 2)
        patch.setattr(_wait, "SLEEP_IDLE", _wait.SLEEP_IDLE / 2)
        # Each start leaves thousands of parts; walking all tests for them takes a quarter of it.
        gc.set_threshold(20_000, 20, 20)
        yield
    gc.set_threshold(*usual)


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
