"""The receipt of an opening: who, when, what, what for, and the check words; no content."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from tui.app.saving import SaveDialog
from tui.app.screen import Action, CaucusScreen
from tui.app.seal.words import Button as Buttons, Opened as Words
from tui.app.text import plain
from tui.receipt import NOTE, receipt_text


class ReceiptScreen(CaucusScreen[None]):
    """Who opened what, when and for whom: without a word of what was read."""

    TITLE_WORDS = Words.RECEIPT_TITLE
    HELP = NOTE
    AUTO_FOCUS = "#do-back"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("back", Buttons.CLOSE, "escape", Words.HELP_DONE, short="Close"),
        Action("save", Words.DO_SAVE, "ctrl+s", Words.HELP_SAVE, short="Save"),
    )
    DEFAULT_CSS = """
    ReceiptScreen {
        #receipt-page { height: 1fr; padding: 1 2; }
        #note { color: $text-muted; margin-top: 1; }
        #buttons { height: 1; margin: 1 0; padding: 0 2; }
        #buttons Button { margin-right: 2; }
    }
    """

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def compose_content(self) -> ComposeResult:
        with VerticalScroll(id="receipt-page", can_focus=False):
            yield Static(plain("\n".join(self._lines)), id="receipt")
            yield Static(plain(NOTE), id="note")
        with Horizontal(id="buttons"):
            yield self.button("back")
            yield self.button("save")

    def action_back(self) -> None:
        self.dismiss(None)

    def action_save(self) -> None:
        self.begin(self._save())

    async def _save(self) -> None:
        text = receipt_text(self._lines)
        await self.app.push_screen(SaveDialog(Words.RECEIPT_TITLE, NOTE, text))

    def forget(self) -> None:
        super().forget()
        self._lines = []
