"""What has to be asked about a file: whose identity it is, and what unlocks it."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label, Static

from tui.app.errand import NO_KEY, Key
from tui.app.receive.words import AgeIdentity, NameIt, Unlock
from tui.app.screen import Action, Dialog
from tui.app.secret import SecretInput
from tui.app.text import plain
from tui.app.work.attaching import PathDialog
from tui.files import plain as plain_file
from tui.locked import Needs, what_opens

if TYPE_CHECKING:
    from tui.app.application import CaucusApp


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


class IdentityDialog(PathDialog):
    """Asks for the file of an age identity. Gives where it lies, or nothing."""

    WHY = AgeIdentity.WHY
    HELP = AgeIdentity.WHY
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("take", AgeIdentity.DO, "", AgeIdentity.DO_HELP),
        Action("back", Unlock.SKIP, "escape", Unlock.SKIP_HELP),
    )

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file

    def title_words(self) -> str:
        return AgeIdentity.TITLE.format(file=self._file)


async def key_for(app: "CaucusApp", path: Path) -> Key | None:
    """Ask for what opens a file, if it is locked. Returns None if it is to be left out."""
    match await app.ask(needs, path):
        case Needs.PASSPHRASE:
            said = await app.push_screen_wait(UnlockDialog(path.name))
            return Key(said) if said else None
        case Needs.IDENTITY:
            file: Path | None = await app.push_screen_wait(IdentityDialog(path.name))
            return Key(identity=file) if file is not None else None
        case _:
            return NO_KEY


def needs(path: Path) -> Needs:
    """Return what opens a file. What cannot be read is said when it is."""
    try:
        with plain_file(path) as source:
            return what_opens(source)
    except OSError:
        return Needs.NOTHING
