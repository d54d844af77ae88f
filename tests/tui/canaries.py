"""The program in a real terminal, typing a word of its own into every field it comes to.

``test_canaries`` starts it, and looks for those words wherever they must not be.
"""

import asyncio
import json
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

from tests.cast import LOWEST_COST
from tests.tui import rounds
from tests.tui.rounds import Walk, setup_in
from tui import start
from tui.app.application import CaucusApp
from tui.app.secret import SecretInput
from tui.demo.scene import Scene

SEEN, HIDDEN = "ZQXSEEN", "ZQXHIDDEN"
ENDINGS = ("leave", "lock", "crash", "kill")


class Teller:
    """Says on standard error, once the screen is given back, how far it came."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.screens: list[str] = []

    def note(self, screen: str) -> None:
        """Note a screen. No word of it."""
        self.screens.append(screen)
        self._path.write_text(json.dumps(self.screens), encoding="utf-8")


def fill(screen: Screen[Any]) -> list[tuple[Input | TextArea, str]]:
    """Type a word into every field. Returns what was there."""
    before: list[tuple[Input | TextArea, str]] = []
    for number, field in enumerate(screen.query("Input, TextArea").results(Input | TextArea)):
        if isinstance(field, TextArea):
            if not field.read_only:
                before.append((field, field.text))
                field.insert(f" {SEEN}{number} ", field.document.end)
        elif not field.disabled:
            before.append((field, field.value))
            field.value = f"{HIDDEN if isinstance(field, SecretInput) else SEEN}{number}"
    return before


def put_back(before: list[tuple[Input | TextArea, str]]) -> None:
    """Leave every field as it was, so that the round goes on as planned."""
    for field, said in before:
        if not field.is_mounted:
            continue
        if isinstance(field, TextArea):
            field.text = said
        else:
            field.value = said


async def end(app: CaucusApp, how: str) -> None:
    """End in one of the ways in which a program ends."""
    match how:
        case "leave":
            app.leave()
        case "lock":
            app.lock()
        case "crash":
            app.call_later(_fail, app)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)


def _fail(app: CaucusApp) -> None:
    words = [each.value for each in app.screen.query(Input)]
    raise KeyError(*words)


async def walk_through(app: CaucusApp, pilot: Pilot[int], case: dict[str, Any], how: str) -> None:
    """Go one round, and type at every stop of it; the last words stay until the end."""
    teller = Teller(Path(case["told"]))
    if case["way"] == "first_run":
        stops = rounds.first_run(app, pilot)
    else:
        scene = SimpleNamespace(
            passphrases=case["passphrases"], session=bytes.fromhex(case["session"]),
            asked=SimpleNamespace(check_words=case["check_words"]),
        )  # fmt: skip
        stops = getattr(rounds, case["way"])(Walk(app, pilot, scene))
    before: list[tuple[Input | TextArea, str]] = []
    async for name in stops:
        put_back(before)
        before = fill(app.screen)
        teller.note(name)
        await pilot.pause(0.05)
        if name == case["last"]:
            break
        put_back(before)
        before = []
        await pilot.pause()
    await end(app, how)


def main(given: str, how: str) -> None:
    """Start the program over a case that is described in a file."""
    start._protect()
    case = json.loads(Path(given).read_text(encoding="utf-8"))
    folder = Path(case["folder"])
    setup = setup_in(folder, lambda: int(time.time()), LOWEST_COST)
    app = CaucusApp(setup, str(setup.places.default_vault))

    async def pilot(driver: Pilot[int]) -> None:
        # The program ends while this goes on, as it was told to.
        with suppress(asyncio.CancelledError):
            await walk_through(app, driver, case, how)

    app.run(auto_pilot=pilot)
    sys.exit(app.return_code or 0)


def described(scene: Scene, folder: Path, way: str, last: str, told: Path) -> dict[str, Any]:
    """Return what another process needs to know about a case."""
    assert scene.asked is not None
    return {
        "passphrases": scene.passphrases, "session": scene.session.hex(), "way": way,
        "check_words": scene.asked.check_words, "folder": str(folder), "last": last,
        "told": str(told),
    }  # fmt: skip
