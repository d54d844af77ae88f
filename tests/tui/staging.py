"""The full screen on the vault of a cast, for Pilot to drive: real keys, the lowest KDF cost."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from tests.cast import LOWEST_COST, Cast, passphrase_of
from tui.app.application import CaucusApp
from tui.paths import Places
from tui.setup import Setup

PATIENCE = 60
"""Seconds that something may take on a machine with much else to do."""


class NoTerminal:
    """Nobody at the command line."""

    present = False

    def ask(self, question: str) -> str:
        raise AssertionError(question)

    ask_hidden = ask


def setup_of(cast: Cast) -> Setup:
    """What the program is put together from, over the folder of a cast."""
    folder = cast.marks.parent
    places = Places(Path(cast.location), cast.marks, folder / "settings.toml")
    return Setup(cast.clock, places, NoTerminal(), LOWEST_COST)


def staged(cast: Cast, name: str = "") -> CaucusApp:
    """Return the program on the vault of a cast, locked."""
    return CaucusApp(setup_of(cast), cast.location, name=name)


@asynccontextmanager
async def at_work(
    cast: Cast, name: str = "", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[CaucusApp, Pilot[int]]]:
    """Run the program, unlocked as somebody (the mediator, if nobody is named)."""
    name = name or cast.mediators[0]
    app = staged(cast, name)
    async with app.run_test(size=size) as pilot:
        await unlock(app, pilot, name)
        yield app, pilot


async def unlock(app: CaucusApp, pilot: Pilot[int], name: str) -> None:
    """Type a name and their passphrase into the unlock screen, and wait for the work."""
    app.screen.query_one("#name", Input).value = name
    app.screen.query_one("#passphrase", Input).value = passphrase_of(name)
    await pilot.click("#do-unlock")
    await until(pilot, lambda: app.current_mode == "work")


async def until(pilot: Pilot[int], condition) -> None:
    """Let the program go on until something is the case. Fails if it never is."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        await pilot.pause(0.02)
        if condition():
            await pilot.pause()
            return
    raise AssertionError("it never came to that")
