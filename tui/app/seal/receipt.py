"""The receipt of an opening: who, when, what, what for, and the check words; no content."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from tui.app.saving import SaveDialog
from tui.app.screen import Action, CaucusScreen
from tui.app.seal.docket import record_with_portions
from tui.app.seal.times import spoken_date
from tui.app.seal.words import Button as Buttons, Opened as Words
from tui.app.text import plain
from tui.output import clean_line
from vault import Opened, spell_id

_HEAD = 14


def receipt_lines(opened: Opened, check_words: str) -> list[str]:
    """Return the receipt, line by line."""
    found: dict[tuple[bytes, str], list[int]] = {}
    for each in opened.portions:
        found.setdefault((each.record, each.label), []).append(each.number)
    facts = [
        ("Opened", spoken_date(opened.opened)),
        ("By", opened.opener),
        *(("What", record_with_portions(label, numbers)) for (_, label), numbers in found.items()),
        ("What for", opened.purpose),
        ("Goes to", opened.recipient),
        ("Agreed", ", ".join(opened.agreed)),
        ("Check words", check_words),
        ("Request", spell_id(opened.request_hash[:16])),
    ]
    return [
        Words.RECEIPT_HEAD,
        "",
        *(f"{head:<{_HEAD}}{clean_line(said)}" for head, said in facts),
    ]


def receipt_text(lines: Sequence[str]) -> str:
    """Return a receipt as a text file has it."""
    return "\n".join([*lines, "", Words.RECEIPT_NOTE, ""])


class ReceiptScreen(CaucusScreen[None]):
    """Who opened what, when and for whom: without a word of what was read."""

    TITLE_WORDS = Words.RECEIPT_TITLE
    HELP = Words.RECEIPT_NOTE
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
            yield Static(plain(Words.RECEIPT_NOTE), id="note")
        with Horizontal(id="buttons"):
            yield self.button("back")
            yield self.button("save")

    def action_back(self) -> None:
        self.dismiss(None)

    def action_save(self) -> None:
        self.begin(self._save())

    async def _save(self) -> None:
        text = receipt_text(self._lines)
        await self.app.push_screen(SaveDialog(Words.RECEIPT_TITLE, Words.RECEIPT_NOTE, text))

    def forget(self) -> None:
        super().forget()
        self._lines = []
