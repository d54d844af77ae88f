"""What is shown where there is no vault yet."""

from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.widgets import Static

from tui.app.screen import CaucusScreen
from tui.app.text import plain
from tui.app.words import Missing


class MissingScreen(CaucusScreen[None]):
    """Says how a vault is made."""

    TITLE_WORDS = Missing.TITLE

    def compose_content(self) -> ComposeResult:
        with Center(), Vertical(classes="box") as box:
            box.border_title = Missing.TITLE
            yield Static(plain(Missing.EXPLAIN.format(place=self.app.location)))
