"""Hands on the work screen: what a test does there again and again."""

from textual.pilot import Pilot

from tests.tui.staging import until
from tui.app.application import CaucusApp
from tui.app.work import WorkScreen
from tui.app.work.asking import NewDialog
from tui.app.work.editor import NoteEditor


def desk(app: CaucusApp) -> WorkScreen:
    """The work screen, whatever lies over it."""
    [found] = [room for room in app.rooms if isinstance(room, WorkScreen)]
    return found


def shows(app: CaucusApp, kind: type) -> bool:
    """Whether the screen on top is of this kind."""
    return isinstance(app.screen, kind)


async def listed(app: CaucusApp, pilot: Pilot[int], count: int) -> None:
    """Wait until so many lines are in the list."""
    await until(pilot, lambda: desk(app).entries.option_count == count)


async def open_entry(app: CaucusApp, pilot: Pilot[int], entry: bytes) -> NoteEditor:
    """Open an entry of the list with the keyboard. Returns the field."""
    screen = desk(app)
    await until(pilot, lambda: any(each for each in screen.entries._chosen if each))
    screen.entries.focus()
    place = [each.entry if each else b"" for each in screen.entries._chosen].index(entry)
    screen.entries.highlighted = place
    await pilot.press("enter")
    await until(pilot, lambda: screen.paper.sheet is not None)
    assert screen.paper.sheet.entry == entry
    return screen.paper.editor


async def new_entry(
    app: CaucusApp, pilot: Pilot[int], audience: str, *, kind: int = 0, title: str = ""
) -> NoteEditor:
    """Begin an entry with the keyboard. Returns the field."""
    await pilot.press("f2")
    await until(pilot, lambda: shows(app, NewDialog))
    dialog = app.screen
    for _ in range(dialog._audiences.index(audience) + 1):
        await pilot.press("down")
    if kind:
        await pilot.press("tab")
        for _ in range(kind):
            await pilot.press("down")
        await pilot.press("space", "tab")
    else:
        await pilot.press("enter")
    dialog.query_one("#title").value = title
    await pilot.press("enter")
    await until(pilot, lambda: desk(app).paper.sheet is not None)
    return desk(app).paper.editor


async def type_text(pilot: Pilot[int], text: str) -> None:
    """Press the keys of a text."""
    names = {" ": "space", "@": "at", "#": "number_sign", "\n": "enter", ".": "full_stop"}
    await pilot.press(*(names.get(letter, letter) for letter in text))


def screen_text(app: CaucusApp) -> str:
    """Everything that can be read on the screen, line by line."""
    width, height = app.size
    lines = app.screen._compositor.render_strips(app.size)
    assert len(lines) == height
    return "\n".join(line.text[:width] for line in lines)
