"""How screens look, as text to be read and compared: ``python -m tests.tui.looks`` renews it.

A look is what stands on the screen, line by line, and below it which of it is bold, underlined,
in italics or reversed. What is drawn by chance or goes with the clock has names in its place.
"""

import asyncio
import os
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

from rich.segment import Segment
from textual.pilot import Pilot
from textual.widgets import Static

from tests.cast import LOWEST_COST, Clock
from tests.tui import rounds
from tests.tui.rounds import NARROW, WIDE, Walk, setup_in
from tui.app.application import CaucusApp
from tui.app.demo import DemoApp
from tui.app.screen import Dialog
from tui.demo.scene import Scene
from vault import identity_words

FOLDER = Path(__file__).with_name("looks")
KEPT = frozenset({
    "unlock", "recover", "work-list", "work", "carry", "new", "find", "history", "seal-portions",
    "seal-holders", "seal", "docket", "ask", "hub", "pass-on", "question", "pass-back", "opened",
    "receipt", "recovered", "check",
})  # fmt: skip
"""Of these screens the looks are kept."""
_ATTRIBUTES = (("bold", "b"), ("italic", "i"), ("underline", "u"), ("reverse", "r"))
_CHANGING = (
    (re.compile(r"locks in \d+:\d\d"), "locks in <time>"),
    (re.compile(r"closes in \d+:\d\d"), "closes in <time>"),
    (re.compile(r"\b[0-9A-Z]{26}\b"), "<id>"),
)
_WORDS_MOST = 52
"""Longer check words would wrap on a small window."""


def segments(app: CaucusApp) -> list[list[Segment]]:
    """Return what is drawn, line by line."""
    return [list(strip) for strip in app.screen._compositor.render_strips(app.size)]


def drawn_by_chance(scene: Scene, walk: Walk | None) -> dict[str, str]:
    """Return texts that are different each time, and what is written instead."""
    found = dict.fromkeys(scene.passphrases.values(), "<passphrase>")
    assert scene.asked is not None
    words = [scene.asked.check_words]
    if walk is not None and walk.app.person is not None:
        room = walk.me.sessions.open(scene.session)
        words += [identity_words(seat.identity) for seat in room.roster.seats]
    if walk is not None:
        offered = walk.app.screen.query("#offered").results(Static)
        found |= {str(each.content): "<passphrase>" for each in offered}
    for each in words:
        found[each] = "<check words>"
        found[" - ".join(each.split())] = "<check words>"
    return found


def look_of(app: CaucusApp, chance: dict[str, str]) -> str:
    """Return how the screen looks."""
    lines = []
    for row in segments(app):
        text = "".join(segment.text for segment in row).rstrip()
        steady = _steady(text, chance)
        lines.append(steady)
        if marks := _marks(row):
            # Where something was replaced, columns mean nothing.
            lines.append(f"~ {marks}" if steady == text else "~")
    return "\n".join(lines).rstrip() + "\n"


def _steady(text: str, chance: dict[str, str]) -> str:
    for said, name in chance.items():
        text = re.sub(rf"{re.escape(said)} *", f"{name} ", text)
    for pattern, name in _CHANGING:
        text = pattern.sub(name, text)
    return text.rstrip()


def _marks(row: list[Segment]) -> str:
    """Return the columns of what is bold and the like: ``b1-20 r30-41``."""
    found: list[str] = []
    for attribute, letter in _ATTRIBUTES:
        at, begun = 0, -1
        for segment in [*row, Segment("")]:
            has = bool(segment.style is not None and getattr(segment.style, attribute))
            if has and begun < 0:
                begun = at
            elif not has and begun >= 0:
                found.append(f"{letter}{begun}-{at - 1}")
                begun = -1
            at += segment.cell_length
    return " ".join(found)


async def resized(pilot: Pilot[int], size: tuple[int, int]) -> None:
    """Give the window another size, and let everything come to rest."""
    await pilot.resize_terminal(*size)
    await pilot.pause(0.05)


def in_utc() -> None:
    """Let this machine be in Greenwich: what is shown is local time."""
    os.environ["TZ"] = "UTC"
    time.tzset()


def make_scene(folder: Path) -> Scene:
    """Make the case at the lowest cost, until its check words fit on one line."""
    while True:
        folder.mkdir()
        scene = Scene(setup_in(folder, Clock(), LOWEST_COST))
        scene.make()
        if scene.asked is not None and len(scene.asked.check_words) <= _WORDS_MOST:
            return scene
        shutil.rmtree(folder)


def later(scene: Scene) -> int:
    """A moment shortly after everything in the case, at which it stays."""
    assert scene.asked is not None
    return scene.asked.asked + 3600


async def follow(
    scene: Scene, folder: Path, way: Callable[[Walk], AsyncIterator[str]]
) -> AsyncIterator[tuple[str, Walk]]:
    """Go one round over a copy of the case, and stop at each of its screens."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "case"
        shutil.copytree(folder, copy)
        now = later(scene)
        app = DemoApp(scene, setup_in(copy, lambda: now, LOWEST_COST))
        async with app.run_test(size=NARROW) as pilot:
            walk = Walk(app, pilot, scene)
            async for screen in way(walk):
                yield screen, walk


def texts(app: CaucusApp) -> Iterator[Segment]:
    """Yield what can be read: of a dialogue, what stands in its box and not the screen behind."""
    screen = app.screen
    region = screen.query_one(".dialog").region if isinstance(screen, Dialog) else screen.region
    for y, row in enumerate(segments(app)):
        x = 0
        for segment in row:
            if region.contains(x, y):
                yield segment
            x += segment.cell_length


async def _renew() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "case"
        scene = make_scene(folder)
        for way in rounds.ROUNDS:
            async for screen, walk in follow(scene, folder, way):
                if screen in KEPT:
                    for size in (NARROW, WIDE):
                        await resized(walk.pilot, size)
                        look = look_of(walk.app, drawn_by_chance(scene, walk))
                        path_of(screen, size).write_text(look, encoding="utf-8")
                    await resized(walk.pilot, NARROW)


def path_of(screen: str, size: tuple[int, int]) -> Path:
    """Where the look of a screen is kept."""
    return FOLDER / f"{screen}-{size[0]}x{size[1]}.txt"


if __name__ == "__main__":
    in_utc()
    asyncio.run(_renew())
