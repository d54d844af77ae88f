"""The line at the foot of a note, for writing down what is said while it is said."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from tui.app.work.words import Paper


class CaptureLine(Input, inherit_bindings=False):
    """One line ``@who #tag what was said``; Enter puts it under the note, with the time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "cursor_left", show=False, id="line-left"),
        Binding("right", "cursor_right", show=False, id="line-right"),
        Binding("shift+left", "cursor_left(True)", show=False, id="line-select-left"),
        Binding("shift+right", "cursor_right(True)", show=False, id="line-select-right"),
        Binding("ctrl+left", "cursor_left_word", show=False, id="line-word-left"),
        Binding("ctrl+right", "cursor_right_word", show=False, id="line-word-right"),
        Binding("home", "home", show=False, id="line-home"),
        Binding("end", "end", show=False, id="line-end"),
        Binding("backspace", "delete_left", show=False, id="line-delete-left"),
        Binding("delete", "delete_right", show=False, id="line-delete-right"),
        Binding("enter", "submit", show=False, id="line-enter"),
        Binding("ctrl+a", "select_all", show=False, id="line-select-all"),
        Binding("ctrl+c,super+c", "copy", show=False, id="line-copy"),
        Binding("ctrl+x,super+x", "cut", show=False, id="line-cut"),
        Binding("ctrl+v", "paste", show=False, id="line-paste"),
    ]

    @dataclass
    class Said(Message):
        """A line was finished."""

        line: str

        def __repr__(self) -> str:
            return "Said()"

    def __init__(self) -> None:
        super().__init__(placeholder=Paper.CAPTURE, id="capture", compact=True, max_length=2000)

    async def action_submit(self) -> None:
        line = self.value.strip()
        self.clear()
        if line:
            self.post_message(self.Said(line))

    def stands_before(self, word: str) -> bool:
        """Tell whether a word stands right before the cursor."""
        return self.value[: self.cursor_position].endswith(word)

    def put(self, word: str, instead_of: str = "") -> None:
        """Write a word where the cursor is, in the place of another that stands before it."""
        before, after = self.value[: self.cursor_position], self.value[self.cursor_position :]
        before = before.removesuffix(instead_of) if instead_of else before
        self.value = before + word + after
        self.cursor_position = len(before + word)
