"""Two versions of one text, written at once: both are shown, and a person decides."""

from difflib import SequenceMatcher
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from tui.app.screen import BACK, Action, Dialog
from tui.app.text import plain, plain_line
from tui.app.work import times
from tui.app.work.diff import compare
from tui.app.work.history import Compared
from tui.app.work.words import Merge


class Version(NamedTuple):
    """One of the versions, with its text."""

    author: str
    made: int
    text: str

    def __repr__(self) -> str:
        return "Version()"


def both(one: str, other: str) -> str:
    """Return every line of two texts, those that they share once."""
    left, right = one.split("\n"), other.split("\n")
    lines: list[str] = []
    for tag, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        lines += left[i:j] if tag == "equal" else left[i:j] + right[k:m]
    return "\n".join(lines)


class MergeDialog(Dialog[str]):
    """Returns the text to go on with, or None to decide later."""

    TITLE_WORDS = Merge.TITLE
    HELP = Merge.HELP
    WIDTH = 78
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        BACK,
        Action("later", Merge.LATER, "", Merge.HELP),
        Action("both", Merge.BOTH, "", Merge.HELP),
    )

    def __init__(self, versions: list[Version]) -> None:
        super().__init__()
        self._versions = versions

    def compose_content(self) -> ComposeResult:
        first = self._versions[0]
        for other in self._versions[1:]:
            words = Merge.WHY.format(one=_name(first), other=_name(other))
            yield Static(plain(words), classes="message")
            with VerticalScroll(classes="compared"):
                yield Static(Compared(compare(first.text, other.text)), markup=False)

    def compose_buttons(self) -> ComposeResult:
        yield self.button("later")
        yield self.button("both")
        for at, version in enumerate(self._versions):
            words = Merge.TAKE.format(name=version.author, time=times.hour(version.made))
            yield Button(plain_line(words), id=f"take-{at}")

    def on_mount(self) -> None:
        self.query_one("#do-later").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id and event.button.id.startswith("take-"):
            self.dismiss(self._versions[int(event.button.id.removeprefix("take-"))].text)

    def action_later(self) -> None:
        self.dismiss(None)

    def action_both(self) -> None:
        text = self._versions[0].text
        for other in self._versions[1:]:
            text = both(text, other.text)
        self.dismiss(text)

    def forget(self) -> None:
        super().forget()
        self._versions = []


def _name(version: Version) -> str:
    return f"{version.author} ({times.hour(version.made)})"
