"""Boxes that tell or ask one thing."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.widgets import Button, Collapsible, Static

from tui.app.screen import BACK, Action, ActionButton, Dialog
from tui.app.text import plain
from tui.app.words import Ask, Helping, Unsaveable

if TYPE_CHECKING:
    from vault import VaultError


class ErrorDialog(Dialog[None]):
    """What happened, whether anything is lost, what to do."""

    TITLE_WORDS = "It did not work"
    HELP = Helping.ERROR
    ACTIONS = (BACK, Action("close", Ask.CLOSE, "", "Back to where you were."))

    def __init__(self, error: "VaultError") -> None:
        super().__init__()
        self._error = error

    def compose_content(self) -> ComposeResult:
        from tui.wording import describe

        words = describe(self._error)
        yield Static(plain(words.message), classes="message")
        if words.hint:
            yield Static(plain(words.hint), classes="hint")
        with Collapsible(title=Ask.DETAILS, classes="details"):
            yield Static(plain(f"{type(self._error).__name__} ({words.code})"))

    def on_mount(self) -> None:
        self.query_one("#do-close").focus()

    def action_close(self) -> None:
        self.dismiss(None)


class Notice(Dialog[None]):
    """Something to read, and one button."""

    HELP = Helping.NOTICE
    ACTIONS = (BACK, Action("close", Ask.OK, "", "Back to where you were."))

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def title_words(self) -> str:
        return self._title

    def compose_content(self) -> ComposeResult:
        yield Static(plain(self._text), classes="message")

    def on_mount(self) -> None:
        self.query_one("#do-close").focus()

    def action_close(self) -> None:
        self.dismiss(None)


class Question(Dialog[bool]):
    """A question with two answers. The first one changes nothing and has the cursor.

    Args:
        title: what it is about.
        text: what will happen, for whom, and whether it can be undone.
        stay: the answer that changes nothing.
        go: the other one.

    """

    HELP = Helping.QUESTION
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        BACK,
        Action("stay", Ask.CANCEL, "", "Changes nothing."),
        Action("go", Ask.OK, "", "Does what the question says."),
    )

    def __init__(self, title: str, text: str, *, stay: str, go: str) -> None:
        super().__init__()
        self._title, self._text, self._stay, self._go = title, text, stay, go

    def title_words(self) -> str:
        return self._title

    def compose_content(self) -> ComposeResult:
        yield Static(plain(self._text), classes="message")

    def compose_buttons(self) -> ComposeResult:
        for name, words in (("stay", self._stay), ("go", self._go)):
            button = ActionButton(self.action_of(name))
            button.label = plain(words)
            yield button

    def on_mount(self) -> None:
        self.query_one("#do-stay", Button).focus()

    def action_back(self) -> None:
        self.dismiss(result=False)

    def action_stay(self) -> None:
        self.dismiss(result=False)

    def action_go(self) -> None:
        self.dismiss(result=True)


def leave_question(reason: str) -> Question:
    """Return what is asked when somebody leaves and their last words cannot be saved."""
    return Question(
        Unsaveable.TITLE, Unsaveable.EXPLAIN.format(reason=reason), stay=Unsaveable.STAY,
        go=Unsaveable.GO,
    )  # fmt: skip
