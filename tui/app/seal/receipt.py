"""The receipt of an opening: who, when, what, what for, and the check words; no content."""

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.app.disclosure.locks import LeavingDialog
from tui.app.saving import SaveDialog
from tui.app.screen import Action, CaucusScreen
from tui.app.seal.waiver_words import Opened as Words
from tui.app.seal.words import Button as Buttons
from tui.app.text import plain
from tui.files import random_path
from tui.locked import Lock
from tui.receipt import NOTE, Receipt


class ReceiptScreen(CaucusScreen[None]):
    """Who opened what, when and for whom: without a word of what was read."""

    TITLE_WORDS = Words.RECEIPT_TITLE
    HELP = NOTE
    AUTO_FOCUS = "#do-back"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("back", Buttons.CLOSE, "escape", Words.HELP_DONE, short="Close"),
        Action("pdf", Words.DO_PDF, "f7", Words.HELP_PDF, short="PDF"),
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

    def __init__(self, receipt: Receipt) -> None:
        super().__init__()
        self._receipt: Receipt | None = receipt

    def compose_content(self) -> ComposeResult:
        with VerticalScroll(id="receipt-page", can_focus=False):
            yield Static(self._words(), id="receipt")
            yield Static(plain(NOTE), id="note")
        with Horizontal(id="buttons"):
            yield self.button("back")
            yield self.button("pdf")
            yield self.button("save")

    def _words(self) -> Content:
        title, *facts = self._receipt.lines if self._receipt is not None else [""]
        return Content("\n").join([plain(title, "bold"), *(plain(each) for each in facts)])

    def action_back(self) -> None:
        self.dismiss(None)

    def action_save(self) -> None:
        self.begin(self._save())

    async def _save(self) -> None:
        if self._receipt is not None:
            text = self._receipt.text
            await self.app.push_screen(SaveDialog(Words.RECEIPT_TITLE, NOTE, text))

    def action_pdf(self) -> None:
        """Print it."""
        if self._receipt is not None:
            target = Path.home() / random_path("pdf").name
            write = partial(print_receipt, self._receipt)
            self.app.push_screen(LeavingDialog(Words.RECEIPT_TITLE, NOTE, target, write))

    def forget(self) -> None:
        super().forget()
        self._receipt = None


def print_receipt(receipt: Receipt, target: Path, lock: Lock) -> str:
    """Write a receipt as PDF. Returns what to tell."""
    # What writes PDF takes a while to load.
    from tui.paper.receipt import receipt_pdf

    with lock.file(target) as file:
        file.write(receipt_pdf(receipt))
    return Words.SAVED_PDF.format(path=target)
