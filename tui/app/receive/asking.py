"""What has to be asked about a file: whose identity it is, and what unlocks it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label, Static

from tui.app.receive.words import NameIt, Unlock
from tui.app.screen import Action, Dialog
from tui.app.secret import SecretInput
from tui.app.text import plain


class NameDialog(Dialog[str | None]):
    """Asks whose identity a file is. Gives a name, or nothing to leave it out."""

    TITLE_WORDS = NameIt.TITLE
    HELP = NameIt.WHY
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("use", NameIt.DO, "", NameIt.WHY),
        Action("back", NameIt.SKIP, "escape", NameIt.SKIP_HELP),
    )

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file

    def compose_content(self) -> ComposeResult:
        yield Static(plain(NameIt.WHY.format(file=self._file)), classes="message")
        yield Label(NameIt.NAME, markup=False)
        yield Input(id="name", max_length=400)

    @on(Input.Submitted)
    def action_use(self) -> None:
        """Give the name."""
        name = self.query_one("#name", Input).value.strip()
        if name:
            self.dismiss(name)


class UnlockDialog(Dialog[str | None]):
    """Asks for the passphrase of a locked file. Gives it, or nothing to leave the file out."""

    TITLE_WORDS = Unlock.TITLE
    HELP = Unlock.WHY
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("use", Unlock.DO, "", Unlock.WHY),
        Action("back", Unlock.SKIP, "escape", Unlock.SKIP_HELP),
    )

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file

    def compose_content(self) -> ComposeResult:
        yield Static(plain(Unlock.WHY.format(file=self._file)), classes="message")
        yield Label(Unlock.ASK, markup=False)
        yield SecretInput(id="passphrase")

    @on(Input.Submitted)
    def action_use(self) -> None:
        """Give the passphrase."""
        typed = self.query_one("#passphrase", SecretInput).take()
        if typed:
            self.dismiss(typed)
