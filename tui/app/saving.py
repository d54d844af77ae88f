"""Writing a text that holds nothing confidential to a new file outside the vault."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label, Static

from tui.app.screen import Action, Dialog
from tui.app.sentences import Save
from tui.app.text import plain
from tui.app.typed import typed_path
from tui.files import random_path, write_whole
from tui.wording import describe
from vault import VaultError


class SaveDialog(Dialog[Path | None]):
    """Asks for a name and writes the file. Gives where.

    Args:
        title: what is saved.
        explanation: what is in it, and what is not.
        text: what is written.

    """

    HELP = Save.HELP
    ACTIONS: ClassVar = (
        Action("save", Save.ACT, "", Save.ACT_HELP),
        Action("back", Save.CANCEL, "escape", Save.CANCEL_HELP),
    )

    def __init__(self, title: str, explanation: str, text: str) -> None:
        super().__init__()
        self._title, self._explanation, self._text = title, explanation, text

    def title_words(self) -> str:
        return self._title

    def compose_content(self) -> ComposeResult:
        yield Static(plain(self._explanation, "$text-muted"))
        yield Label(Save.FILE, markup=False)
        yield Input(str(Path.home() / random_path("txt").name), id="file", select_on_focus=False)
        yield Static(plain(""), id="message")

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Write it."""
        self.begin(self._save())

    async def _save(self) -> None:
        path = typed_path(self.query_one("#file", Input).value)
        message = self.query_one("#message", Static)
        try:
            await self.app.ask(write_whole, path, [self._text.encode()])
        except VaultError as error:
            message.update(plain(describe(error).message, "bold"))
            return
        except OSError:
            message.update(plain(Save.NO_FOLDER, "bold"))
            return
        self.app.notify(Save.SAVED.format(file=path), markup=False)
        self.dismiss(path)
