"""The dialogues about identity files and check words."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label, Static

from tui.app.errand import Errand, Key
from tui.app.people.words import Confirm, Export, People, TakeIn
from tui.app.receive.asking import key_for
from tui.app.screen import Action, Dialog
from tui.app.text import plain
from tui.app.typed import typed_path
from tui.failure import RefusedError
from tui.files import random_path, write_whole
from tui.locked import unlocked_file
from tui.setup import Setup
from tui.wording import describe
from vault import InvalidError, VaultError, identity_words

_FILE_BYTES_MAX = 64 * 1024
_CHECK_WORDS = 6


class _FormDialog(Dialog[str | None]):
    """Some fields, what went wrong with them, and two buttons. Gives a name if it was done."""

    CSS = """
    TakeInDialog Label, ConfirmDialog Label, ExportDialog Label, ExportDialog #own-words {
        margin-top: 1;
    }
    TakeInDialog #message, ConfirmDialog #message, ExportDialog #message {
        margin-top: 1; text-style: bold;
    }
    """

    def say(self, sentence: str) -> None:
        """Say something below the fields."""
        self.query_one("#message", Static).update(plain(sentence))

    def field(self, name: str) -> str:
        """Return what was typed in a field."""
        return self.query_one(f"#{name}", Input).value.strip()

    @on(Input.Submitted)
    def action_act(self) -> None:
        """Do what the dialogue is for."""
        self.begin(self._attempt())

    async def _attempt(self) -> None:
        try:
            await self.work()
        except VaultError as error:
            words = describe(error)
            self.say(words.message)
        except OSError:
            self.say(self.unreadable())

    async def work(self) -> None:
        """Do what the dialogue is for."""

    def unreadable(self) -> str:
        """Return what to say when a file can't be read or written."""
        return TakeIn.NO_FILE


class TakeInDialog(_FormDialog):
    """Takes in an identity file under a name."""

    TITLE_WORDS = TakeIn.TITLE
    HELP = TakeIn.HELP
    ACTIONS: ClassVar = (
        Action("act", TakeIn.ACT, "", TakeIn.HELP),
        Action("back", People.CANCEL, "escape", People.CANCEL_HELP),
    )

    def compose_content(self) -> ComposeResult:
        yield Static(plain(TakeIn.WHY, "$text-muted"))
        yield Label(TakeIn.FILE, markup=False)
        yield Input(id="file")
        yield Label(TakeIn.NAME, markup=False)
        yield Input(id="name", max_length=400)
        yield Static(plain(""), id="message")

    async def work(self) -> None:
        path = typed_path(self.field("file"))
        key = await key_for(self.app, path)
        if key is None:
            return
        try:
            data = await self.app.ask(_read, self.app.setup, path, key)
        except RefusedError as error:
            self.say(error.message)
            return
        contact = await self.app.ask(
            self.app.unlocked.people.import_file, self.field("name"), data
        )
        self.dismiss(contact.name)


class ConfirmDialog(_FormDialog):
    """Has the words typed that somebody reads over the telephone.

    Args:
        name: whose words.

    """

    HELP = Confirm.HELP
    ACTIONS: ClassVar = (
        Action("act", Confirm.ACT, "", Confirm.HELP),
        Action("back", People.CANCEL, "escape", People.CANCEL_HELP),
    )

    def __init__(self, name: str) -> None:
        super().__init__()
        self._who = name

    def title_words(self) -> str:
        return Confirm.TITLE.format(name=self._who)

    def compose_content(self) -> ComposeResult:
        yield Static(plain(Confirm.WHY.format(name=self._who), "$text-muted"))
        yield Label(Confirm.WORDS, markup=False)
        yield Input(id="words", max_length=400)
        yield Static(plain(""), id="message")

    async def work(self) -> None:
        typed = self.field("words").replace("-", " ").split()
        if len(typed) < _CHECK_WORDS:
            self.say(Confirm.FEW.format(count=len(typed)))
            return
        try:
            people = self.app.unlocked.people
            contact = await self.app.ask(people.confirm, self._who, " ".join(typed))
        except InvalidError:
            self.say(Confirm.DIFFERENT.format(name=self._who))
            return
        self.dismiss(contact.name)


class ExportDialog(_FormDialog):
    """Writes one's own identity file, and shows the words to read over the telephone."""

    TITLE_WORDS = Export.TITLE
    HELP = Export.HELP
    ACTIONS: ClassVar = (
        Action("act", Export.ACT, "", Export.WHY),
        Action("back", People.CANCEL, "escape", People.CANCEL_HELP),
    )

    def compose_content(self) -> ComposeResult:
        words = identity_words(self.app.unlocked.people.me.identity)
        yield Static(plain(Export.WHY, "$text-muted"))
        yield Label(Export.FILE, markup=False)
        yield Input(
            str(Path.home() / random_path("identity").name), id="file", select_on_focus=False
        )
        yield Static(plain(f"{Export.WORDS}\n  {words}"), id="own-words")
        yield Static(plain(""), id="message")

    async def work(self) -> None:
        path = typed_path(self.field("file"))
        data = await self.app.ask(self.app.unlocked.people.export_file)
        await self.app.ask(write_whole, path, [data])
        self.app.notify(Export.DONE.format(file=path), markup=False)
        self.dismiss(str(path))

    def unreadable(self) -> str:
        return Export.NO_FOLDER


def _read(setup: Setup, path: Path, key: Key) -> bytes:
    """Return what is in a file, locked or not, that can be an identity.

    Raises:
        RefusedError: the key does not open it.
        OSError: it cannot be read, or is too long.

    """
    errand = Errand(setup, key.passphrase)
    with unlocked_file(errand, path, key.identity) as (file, _):
        data = file.read(_FILE_BYTES_MAX + 1)
    if len(data) > _FILE_BYTES_MAX:
        raise OSError
    return data
