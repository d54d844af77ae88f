"""A recovery code, shown this once, and a group of it typed back so that it is on paper."""

from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from tui.app.people.words import Recovery
from tui.app.text import plain

_HALF = 4


class CodeShown(Vertical):
    """Shows a code until one group of it was typed back."""

    DEFAULT_CSS = """
    CodeShown { height: auto; }
    CodeShown #code { text-style: bold; padding: 0 2; margin: 1 0; }
    """

    class Written(Message):
        """The group was typed back."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[str] = []
        self._asked = 0

    def __repr__(self) -> str:
        return "CodeShown()"

    @property
    def is_written(self) -> bool:
        """Whether the group that was asked for was typed as the code has it."""
        typed = self.query_one("#group", Input).value.strip().upper()
        return bool(self._groups) and typed == self._groups[self._asked]

    def compose(self) -> ComposeResult:
        yield Static(plain(""), id="code")
        yield Static(plain(Recovery.KEEP), id="keep")
        yield Static(plain(""), id="ask-group")
        yield Input(id="group", max_length=8)

    def show(self, code: str) -> None:
        """Show a code, and ask for one of its groups."""
        self._groups = code.split("-")
        self._asked = uuid4().int % len(self._groups)
        lines = (" - ".join(self._groups[:_HALF]), " - ".join(self._groups[_HALF:]))
        self.query_one("#code", Static).update(plain("\n".join(lines)))
        asked = Recovery.TYPE_BACK.format(group=self._asked + 1)
        self.query_one("#ask-group", Static).update(plain(asked))
        self.query_one("#group", Input).focus()

    @on(Input.Changed, "#group")
    def _typed(self) -> None:
        if self.is_written:
            self.post_message(self.Written())

    def wrong(self) -> str:
        """Return what to say when the group is not right."""
        return Recovery.WRONG_GROUP.format(group=self._asked + 1)

    def forget(self) -> None:
        """Take it off the screen."""
        self._groups = []
        self.query_one("#group", Input).clear()
        self.query_one("#code", Static).update(plain(""))
