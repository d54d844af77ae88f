"""The screens look as they did, and every word of them can be read in every theme.

When a look was changed on purpose: ``python -m tests.tui.looks``, then read the difference.
"""

import inspect
import re
import time
import unicodedata
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path

import pytest
from textual.app import App
from textual.widgets import Button, Static

from tests.cast import LOWEST_COST, Clock
from tests.tui import rounds
from tests.tui.looks import (
    FOLDER,
    KEPT,
    drawn_by_chance,
    follow,
    look_of,
    make_scene,
    path_of,
    resized,
    texts,
)
from tests.tui.rounds import NARROW, WIDE, Walk, setup_in
from tests.tui.shots import TWELVE
from tests.tui.staging import staged, until
from tui.app.application import CaucusApp
from tui.app.screen import Dialog
from tui.app.themes import CALM_DARK, CALM_LIGHT, NAMES
from tui.app.upkeep import RestoreDialog
from tui.app.work import WorkScreen
from tui.app.work.editor import NoteEditor
from tui.demo.scene import Scene

NEEDED = 4.5
SOON = (rounds.at_the_door, rounds.at_work, rounds.sealing)
"""In these every kind of field, list, page and dialogue is seen."""
LATER = (rounds.ceremony, rounds.after_a_crash, rounds.damaged)
BY_DAY = frozenset({"work", "find", "new", "question", "check"})
"""With these every kind of field, list and button is seen on a light ground too."""


@pytest.fixture(autouse=True)
def in_greenwich(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> tuple[Scene, Path]:
    """The invented case, made once, and where."""
    folder = tmp_path_factory.mktemp("looks") / "case"
    return make_scene(folder), folder


def contrast(ink: Sequence[int], ground: Sequence[int]) -> float:
    """Return how much two colours differ, as the guidelines for the web count it."""
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Sequence[int]) -> float:
    parts = [part / 255 for part in colour]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def is_text(letter: str) -> bool:
    """Tell what is read from what is drawn: frames, bars and blanks."""
    return unicodedata.category(letter)[0] in "LNPS" and not "\u2500" <= letter <= "\u25ff"


def illegible(app: CaucusApp) -> list[tuple[str, float]]:
    """Return what stands out too little from its ground, with how much it does."""
    found = []
    for segment in texts(app):
        if not any(map(is_text, segment.text)):
            continue
        style = segment.style
        assert style is not None, segment.text
        assert style.color is not None, segment.text
        assert style.bgcolor is not None, segment.text
        assert not style.dim, segment.text
        ratio = contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor())
        if ratio < NEEDED:
            found.append((segment.text.strip(), round(ratio, 2)))
    return found


def unlike(walk: Walk, screen: str, size: tuple[int, int], scene: Scene) -> list[str]:
    """Return the screen's name if it does not look as it did."""
    look = look_of(walk.app, drawn_by_chance(scene, walk))
    return [] if look == path_of(screen, size).read_text(encoding="utf-8") else [screen]


@pytest.mark.parametrize("size", [NARROW, pytest.param(WIDE, marks=pytest.mark.long)])
@pytest.mark.parametrize(
    "way",
    [
        *SOON,
        *(pytest.param(way, marks=pytest.mark.long) for way in LATER),
    ],
)
async def test_screens_look_as_they_did_and_are_legible_by_day_and_by_night(way, size, case):
    wrong: list[object] = []
    async with aclosing(follow(*case, way)) as screens:
        async for screen, walk in screens:
            if screen not in KEPT:
                continue
            await resized(walk.pilot, size)
            wrong += unlike(walk, screen, size, case[0])
            wrong += [(screen, CALM_DARK, each) for each in illegible(walk.app)]
            if screen in BY_DAY:
                await clad(walk, CALM_LIGHT)
                wrong += [(screen, CALM_LIGHT, each) for each in illegible(walk.app)]
                await clad(walk, CALM_DARK)
            await resized(walk.pilot, NARROW)
    assert wrong == []


async def clad(walk: Walk, theme: str) -> None:
    """Show everything in another theme."""
    walk.app.theme = theme
    await walk.pilot.pause(0.02)


@pytest.mark.long
@pytest.mark.parametrize("theme", NAMES)
@pytest.mark.parametrize("way", rounds.ROUNDS)
async def test_every_screen_is_legible_in_every_theme_and_size(way, theme, case):
    wrong: list[object] = []
    async with aclosing(follow(*case, way)) as screens:
        async for screen, walk in screens:
            await clad(walk, theme)
            for size in (WIDE, NARROW):
                await resized(walk.pilot, size)
                wrong += [(screen, size, each) for each in illegible(walk.app)]
                if screen in KEPT:
                    # A look has no colour: it is the same in every theme.
                    wrong += unlike(walk, screen, size, case[0])
    assert wrong == []


@pytest.mark.long
async def test_the_first_run_is_legible_in_every_theme(tmp_path):
    setup = setup_in(tmp_path, Clock(), LOWEST_COST)
    app = CaucusApp(setup, str(setup.places.default_vault))
    seen = []
    async with app.run_test(size=NARROW) as pilot:
        async for screen in rounds.first_run(app, pilot):
            seen.append(screen)
            for theme in NAMES:
                app.theme = theme
                await pilot.pause(0.02)
                assert illegible(app) == [], (screen, theme)
    assert len(seen) == 6


def test_every_kept_look_belongs_to_a_screen_and_is_small():
    there = {path.name for path in FOLDER.iterdir()}
    assert there == {path_of(screen, size).name for screen in KEPT for size in (NARROW, WIDE)}
    assert all(path.stat().st_size < 8192 for path in FOLDER.iterdir())


def test_what_cannot_be_read_is_found():
    assert contrast((119, 119, 119), (255, 255, 255)) < NEEDED
    assert contrast((118, 118, 118), (255, 255, 255)) >= NEEDED
    assert [letter for letter in "aß9•(─█ " if is_text(letter)] == list("aß9•(")


def test_the_pictures_for_reviewers_are_of_screens_that_a_round_comes_to():
    sources = Path(rounds.__file__).read_text(encoding="utf-8")
    assert all(f'"{screen}"' in sources for screen in TWELVE)
    pictures = FOLDER.with_name("pictures")
    for name in ("work", "waiver-hub", "hand-over-card"):
        drawn = (pictures / f"{name}.svg").read_text(encoding="utf-8")
        assert len(drawn) < 60_000
        assert "@font-face" not in drawn
        assert "https" not in drawn


# What was once drawn wrongly ---------------------------------------------------------------------


class Page(App[None]):
    """A field that is wrapped at another width once a scrollbar comes."""

    def compose(self):
        yield NoteEditor(id="page")


@pytest.mark.parametrize("lines", [3, 30])
async def test_every_word_of_a_wrapped_line_is_drawn_once(lines):
    text = "\n".join(f"{number} " + "word " * 7 + f"end{number}." for number in range(lines))
    app = Page()
    async with app.run_test(size=(40, 12)) as pilot:
        editor = app.query_one(NoteEditor)
        editor.open_text(text)
        await pilot.pause()
        for size in ((46, 12), (40, 12), (39, 40), (40, 12)):
            await resized(pilot, size)
            rows = [editor.render_line(y).text.rstrip() for y in range(editor.size.height)]
            shown = " ".join(" ".join(rows).split())
            assert " ".join(text.split()).startswith(shown)


async def test_a_dialogue_with_more_than_fits_keeps_its_buttons_in_the_window(still):
    class Long(Dialog[None]):
        def compose_content(self):
            yield Static("line\n" * 60)

        def compose_buttons(self):
            yield Button("Go on", id="go")

    app = staged(still)
    async with app.run_test(size=NARROW) as pilot:
        app.push_screen(Long())
        await until(pilot, lambda: isinstance(app.screen, Long) and app.screen.query("#go"))
        await pilot.pause()
        box, button = app.screen.query_one(".dialog"), app.screen.query_one("#go")
        assert app.screen.region.contains_region(box.region)
        assert box.region.contains_region(button.region)
        assert button.region.height
        assert app.screen.query_one(".dialog-content").max_scroll_y > 0


async def test_a_backup_can_be_put_back_before_anybody_has_unlocked(still):
    app = staged(still)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, RestoreDialog))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.unlock_screen)


def test_the_styles_of_one_room_are_not_those_of_another():
    sheet = Path(inspect.getfile(WorkScreen)).with_name("work.tcss").read_text(encoding="utf-8")
    bare = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    outer = re.sub(r"\{(?:[^{}]|\{[^{}]*\})*\}", "{}", bare)
    selectors = [part.strip() for rule in outer.split("{}") for part in rule.split(",")]
    assert len(selectors) > 10
    assert all(re.match(r"[A-Z]\w+", selector) for selector in selectors if selector)
