"""Who sits in a session, with the words by which each is known, and what one may read there."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui.app.scope import badge
from tui.app.screen import Action, Dialog
from tui.app.seal.lines import Page
from tui.app.seal.people import with_words
from tui.app.seal.words import Button as Buttons, Sitting
from tui.app.text import plain, plain_line
from tui.app.work.times import full
from vault import Role, Room, VaultError


class RosterDialog(Dialog[None]):
    """Shows the roster of a session.

    Args:
        session: its id.

    """

    TITLE_WORDS = Sitting.TITLE
    HELP = Sitting.HELP
    WIDTH = 76
    AUTO_FOCUS = "#do-back"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("back", Buttons.CLOSE, "escape", Sitting.HELP_BACK),
    )

    def __init__(self, session: bytes) -> None:
        super().__init__()
        self._session = session

    def compose_content(self) -> ComposeResult:
        with Page():
            yield Static(plain(Sitting.READING), id="sitting")

    def on_mount(self) -> None:
        self.begin(self._read())

    async def _read(self) -> None:
        try:
            room = await self.app.ask(self.app.unlocked.sessions.open, self._session)
        except VaultError as error:
            self.dismiss(None)
            self.app.run_worker(self.app.show_error(error))
            return
        self.query_one("#sitting", Static).update(roster_words(room))

    def forget(self) -> None:
        super().forget()
        self.query_one("#sitting", Static).update("")


def roster_words(room: Room) -> Content:
    """Return who sits there and what is read by whoever looks at it."""
    roster = room.roster
    convened = Sitting.CONVENED.format(time=full(roster.convened))
    readers = [s.name for s in roster.seats if s.role is Role.NONPARTY and s.reads_joint]
    return Content("\n").join([
        plain_line(roster.case, "bold"),
        plain_line(roster.title or Sitting.UNTITLED),
        plain_line(f"{convened}{f', {Sitting.CLOSED}' if room.closed else ''}", "$text-muted"),
        plain(""),
        plain(Sitting.WHO, "bold"),
        with_words(roster.seats, room.seat, ()),
        *(plain(Sitting.READER.format(name=name), "$text-muted") for name in readers),
        plain(""),
        plain(Sitting.YOURS, "bold"),
        *(Content.assemble("  ", badge(each, roster)) for each in room.audiences),
    ])  # fmt: skip
