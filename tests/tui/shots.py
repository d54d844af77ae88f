"""Pictures of the program, from the invented case: ``python -m tests.tui.shots FOLDER``.

Each is an SVG that needs no font from elsewhere, at 100 x 30 unless said otherwise.
"""

import argparse
import asyncio
import os
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot

from tests.tui import rounds
from tests.tui.rounds import NARROW, WIDE, Walk, setup_in
from tui.app.application import CaucusApp
from tui.app.demo import DemoApp
from tui.demo.scene import Scene
from tui.setup import Setup

SIZE = (100, 30)
TWELVE = {
    "first-2-own": "01-first-run-passphrase",
    "first-4-back": "02-recovery-sheet-typed-back",
    "work": "03-work",
    "find": "05-find",
    "carry": "06-who-gains-sight",
    "seal": "07-seal",
    "hub": "08-waiver-hub-two-of-three",
    "question": "09-hand-over-card",
    "opened": "10-opened-by-waiver",
    "receipt": "10-receipt",
    "recovered": "11-recovered-text",
    "check": "12-check",
}
"""The screens to be seen first, by where a round comes to them; the fourth has no colour."""
COLOURLESS = {"work": "04-work-without-colour"}
README = {"work": "work", "hub": "waiver-hub", "question": "hand-over-card"}
_REMARK = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_BLANK = re.compile(r"<text [^>]*>(?:&#160;)+</text>")
_FONT_FACES = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_NUMBERED = re.compile(r"terminal-\d+-")


def svg_of(app: App[int]) -> str:
    """Return a picture of the screen, drawn with a font that is there."""
    drawn = _REMARK.sub("", _FONT_FACES.sub("", app.export_screenshot(title="caucus")))
    drawn = _NUMBERED.sub("t-", _BLANK.sub("", drawn))
    return drawn.replace("Fira Code", "DejaVu Sans Mono")


class Camera:
    """Writes what a round comes to, if it is wanted.

    Args:
        folder: where to.
        wanted: file names by what a round calls its screens; None: everything, as it is called.
        size: columns and rows.

    """

    def __init__(self, folder: Path, wanted: dict[str, str] | None, size: tuple[int, int]) -> None:
        self._folder, self._wanted, self._size = folder, wanted, size

    async def follow(self, scene: Scene, setup: Setup) -> None:
        """Go every round, each over a fresh copy of the case."""
        made = setup.places.default_vault.parent
        for way in rounds.ROUNDS:
            with tempfile.TemporaryDirectory() as name:
                copy = Path(name) / "case"
                shutil.copytree(made, copy)
                app = DemoApp(scene, setup_in(copy, setup.clock, setup.cost))
                async with app.run_test(size=self._size) as pilot:
                    await self._look(app, pilot, way(Walk(app, pilot, scene)))
        with tempfile.TemporaryDirectory() as name:
            empty = setup_in(Path(name), setup.clock, setup.cost)
            app = CaucusApp(empty, str(empty.places.default_vault))
            async with app.run_test(size=self._size) as pilot:
                await self._look(app, pilot, rounds.first_run(app, pilot))

    async def _look(self, app: App[int], pilot: Pilot[int], way: AsyncIterator[str]) -> None:
        async for name in way:
            await pilot.pause(0.1)
            called = name if self._wanted is None else self._wanted.get(name)
            if called is not None:
                (self._folder / f"{called}.svg").write_text(svg_of(app), encoding="utf-8")


def make_case(folder: Path) -> tuple[Scene, Setup]:
    """Make the invented case in a folder."""
    setup = setup_in(folder, lambda: int(time.time()))
    scene = Scene(setup)
    scene.make()
    return scene, setup


def take(scene: Scene, setup: Setup, folder: Path, which: str) -> None:
    """Write the pictures that are wanted."""

    def follow(into: Path, wanted: dict[str, str] | None, size: tuple[int, int]) -> None:
        into.mkdir(parents=True, exist_ok=True)
        asyncio.run(Camera(into, wanted, size).follow(scene, setup))

    match which:
        case "all":
            for size in (NARROW, WIDE):
                follow(folder / f"{size[0]}x{size[1]}", None, size)
        case "readme":
            follow(folder, README, NARROW)
        case _:
            follow(folder, TWELVE, SIZE)
            os.environ["NO_COLOR"] = "1"
            follow(folder, COLOURLESS, NARROW)


def main() -> None:
    """Make the case, and write pictures of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--which", choices=["twelve", "all", "readme"], default="twelve")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        take(*make_case(Path(name)), said.folder, said.which)


if __name__ == "__main__":
    main()
