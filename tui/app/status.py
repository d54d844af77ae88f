"""The line above the window's content and the line below it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tui.app.state import Status
from tui.app.text import plain_line
from tui.app.words import Bar

if TYPE_CHECKING:
    from tui.app.application import CaucusApp

_DAY = 86_400
WARN_SECONDS = 30


class TitleBar(Horizontal):
    """What the program and the screen are called, and the menu for the mouse."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        yield Static(self._title(), id="title-words")
        yield MenuWord()

    def retitle(self, words: str) -> None:
        """Call the screen something else."""
        self._words = words
        self.query_one("#title-words", Static).update(self._title())

    def _title(self) -> Content:
        heading = self.app.HEADING  # type: ignore[attr-defined] # this program, not any
        return plain_line(f"{heading} · {self._words}" if self._words else heading)


class MenuWord(Static):
    """Opens the menu when it is clicked."""

    def __init__(self) -> None:
        super().__init__(Bar.MENU, markup=False)

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        await self.app.run_action("app.menu")


class StatusLine(Static):
    """What is saved, when it locks, and what should not be forgotten."""

    def __init__(self) -> None:
        super().__init__("", markup=False)

    def on_mount(self) -> None:
        self.show(self.app)  # type: ignore[arg-type]

    def show(self, app: "CaucusApp") -> None:
        """Tell the state of things now."""
        left = app.idle.left(app.idle_seconds) if app.person is not None else None
        self.set_class(left is not None and left <= WARN_SECONDS, "-warn")
        # A locked vault says nothing, not even when its backup was made.
        told = "" if left is None else words(app.status, left, app.setup.clock())
        self.update(plain_line(told), layout=False)


def words(status: Status, left: int | None, now: int) -> str:
    """Return the status line.

    Args:
        status: what is known.
        left: seconds until it locks; None if it is locked.
        now: seconds UTC.

    """
    if left is not None and left <= WARN_SECONDS:
        return Bar.LOCKING.format(time=_minutes(left))
    parts: list[str] = []
    if status.unsaved:
        parts.append(Bar.NOT_SAVED)
    elif status.saved:
        at = datetime.fromtimestamp(status.saved, UTC).astimezone()
        parts.append(Bar.SAVED.format(time=f"{at:%H:%M:%S}"))
    if status.version:
        parts.append(Bar.VERSION.format(kind=status.kind, number=status.version))
    if status.read_only:
        parts.append(Bar.READ_ONLY)
    if left is not None:
        parts.append(Bar.LOCKS.format(time=_minutes(left)))
    if status.backup is not None:
        parts.append(_backup(status.backup, now))
    if not status.sheet_made:
        parts.append(Bar.SHEET)
    return " | ".join(parts)


def _minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def _backup(made: int, now: int) -> str:
    if not made:
        return Bar.BACKUP_NONE
    days = max(0, now - made) // _DAY
    if days == 0:
        return Bar.BACKUP_TODAY
    return Bar.BACKUP_YESTERDAY if days == 1 else Bar.BACKUP_DAYS.format(days=days)
