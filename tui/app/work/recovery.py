"""Text that was typed and not saved when the program ended: what is to become of it.

Nothing of it is opened before somebody says so, so that a text which brings the program down
cannot do it again at the next start.
"""

from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.app.screen import BACK, Action, Dialog
from tui.app.text import plain
from tui.app.work import times
from tui.app.work.diff import compare
from tui.app.work.history import Compared
from tui.app.work.words import Recovered
from vault import UnsavedText, VaultError


class Fate(Enum):
    """What is to become of it."""

    KEEP = "keep"
    THROW = "throw away"
    LATER = "later"


class RecoveredDialog(Dialog[Fate]):
    """Asks about one unsaved text."""

    TITLE_WORDS = Recovered.TITLE
    HELP = Recovered.HELP
    WIDTH = 74
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        BACK,
        Action("keep", Recovered.KEEP, "", Recovered.KEEP_HELP),
        Action("compare", Recovered.COMPARE, "", Recovered.COMPARE_HELP),
        Action("throw", Recovered.THROW, "", Recovered.THROW_HELP),
        Action("later", Recovered.LATER, "", Recovered.LATER_HELP),
    )

    def __init__(self, unsaved: UnsavedText, place: str) -> None:
        super().__init__()
        self._unsaved, self._place = unsaved, place

    def compose_content(self) -> ComposeResult:
        time = times.day_and_hour(self._unsaved.kept)
        words = Recovered.TEXT.format(place=self._place, time=time)
        yield Static(plain(words), classes="message")
        with VerticalScroll(classes="compared", id="compared"):
            yield Static("", id="diff", markup=False)

    def on_mount(self) -> None:
        self.query_one("#compared").display = False
        self.query_one("#do-keep").focus()

    def action_back(self) -> None:
        self.dismiss(Fate.LATER)

    def action_keep(self) -> None:
        self.dismiss(Fate.KEEP)

    def action_throw(self) -> None:
        self.dismiss(Fate.THROW)

    def action_later(self) -> None:
        self.dismiss(Fate.LATER)

    def action_compare(self) -> None:
        self.begin(self._compare(), group="diff", exclusive=True)

    async def _compare(self) -> None:
        before = ""
        # A new entry has a base only if it corrects a record: that is what it changes.
        if entry := self._unsaved.entry or self._unsaved.base:
            entries = self.app.unlocked.entries
            try:
                before = (await self.app.ask(entries.show, entry)).text
            except VaultError as error:
                await self.app.show_error(error)
                return
        self.query_one("#diff", Static).update(Compared(compare(before, self._unsaved.text)))
        self.query_one("#compared").display = True
        self.query_one("#compared").focus()

    def forget(self) -> None:
        super().forget()
        self.query_one("#diff", Static).update("")
