"""The field in which notes are written: ordinary keys, quiet colours, nothing that lingers."""

import re
import unicodedata
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets import TextArea

from tui.app.work.speakers import NAMED

_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_TIME = re.compile(r"^\s*(?:[-*] )?([0-2]?\d:[0-5]\d)\b")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT_LINES = 512
_WHO, _TAG, _HEAD, _HOUR = (
    "note-editor--who", "note-editor--tag", "note-editor--heading", "note-editor--time",
)  # fmt: skip


def _key(keys: str, action: str, name: str) -> Binding:
    return Binding(keys, action, show=False, id=f"text-{name}")


class NoteEditor(TextArea, inherit_bindings=False):
    """A text field for people who do not program.

    Ctrl+A selects everything, and no Ctrl key deletes more than a word. Tab leaves the field.
    What it shows of a text can do nothing to the terminal; the text itself stays as it is.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {_WHO, _TAG, _HEAD, _HOUR}
    DEFAULT_CSS = """
    NoteEditor {
        border: none;
        padding: 0 1;
        background: $surface;
        &:focus { border: none; }
        & .note-editor--who { color: $text-accent; text-style: bold; }
        & .note-editor--tag { color: $text-success; text-style: italic; }
        & .note-editor--heading { text-style: bold underline; }
        & .note-editor--time { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        _key("up", "cursor_up", "up"),
        _key("down", "cursor_down", "down"),
        _key("left", "cursor_left", "left"),
        _key("right", "cursor_right", "right"),
        _key("ctrl+left", "cursor_word_left", "word-left"),
        _key("ctrl+right", "cursor_word_right", "word-right"),
        _key("home", "cursor_line_start", "line-start"),
        _key("end", "cursor_line_end", "line-end"),
        _key("ctrl+home", "text_start", "start"),
        _key("ctrl+end", "text_end", "end"),
        _key("pageup", "cursor_page_up", "page-up"),
        _key("pagedown", "cursor_page_down", "page-down"),
        _key("shift+up", "cursor_up(True)", "select-up"),
        _key("shift+down", "cursor_down(True)", "select-down"),
        _key("shift+left", "cursor_left(True)", "select-left"),
        _key("shift+right", "cursor_right(True)", "select-right"),
        _key("ctrl+shift+left", "cursor_word_left(True)", "select-word-left"),
        _key("ctrl+shift+right", "cursor_word_right(True)", "select-word-right"),
        _key("shift+home", "cursor_line_start(True)", "select-line-start"),
        _key("shift+end", "cursor_line_end(True)", "select-line-end"),
        _key("ctrl+a", "select_all", "select-all"),
        _key("backspace", "delete_left", "delete-left"),
        _key("delete", "delete_right", "delete-right"),
        _key("ctrl+backspace,alt+backspace", "delete_word_left", "delete-word-left"),
        _key("ctrl+delete,alt+delete", "delete_word_right", "delete-word-right"),
        _key("ctrl+x,super+x", "cut", "cut"),
        _key("ctrl+c,super+c", "copy", "copy"),
        _key("ctrl+v", "paste", "paste"),
        _key("ctrl+z,super+z", "undo", "undo"),
        _key("ctrl+y,super+y", "redo", "redo"),
    ]

    def __init__(self, *, read_only: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(
            soft_wrap=True, show_line_numbers=False, tab_behavior="focus", read_only=read_only,
            id=id,
        )  # fmt: skip
        self.match_cursor_bracket = False
        self._drawn: LRUCache[tuple[object, ...], Strip] = LRUCache(_KEPT_LINES)
        """Lines as they were drawn, by their words: a key changes one of them."""

    def load_text(self, text: str) -> None:
        self._drawn.clear()
        super().load_text(text)

    def notify_style_update(self) -> None:
        self._drawn.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Draw a line; of those without cursor and selection, only what was not drawn before.

        Textual draws every line anew at each key, and adds up the whole text for each: in a long
        note that is felt.
        """
        at = y + self.scroll_offset.y
        if at >= self.virtual_size.height:
            return super().render_line(y)
        row, column = self.wrapped_document.offset_to_location(Offset(0, at))
        top, bottom = sorted((self.selection.start[0], self.selection.end[0]))
        if top <= row <= bottom:
            return super().render_line(y)
        # Where a line is wrapped can change without its size: when a scrollbar comes or goes.
        wrapped = tuple(self.wrapped_document.get_offsets(row))
        line = self.document.get_line(row)
        key = (line, wrapped, column, self.size, self.app.theme, self.has_focus)
        strip = self._drawn.get(key)
        if strip is None:
            strip = self._drawn[key] = super().render_line(y)
        return strip

    def get_line(self, line_index: int) -> Text:
        line = Text(shown_line(self.document.get_line(line_index)), end="", no_wrap=True)
        if _HEADING.match(line.plain):
            line.stylize(self.get_component_rich_style(_HEAD, partial=True))
        if time := _TIME.match(line.plain):
            style = self.get_component_rich_style(_HOUR, partial=True)
            line.stylize(style, *time.span(1))
        for found in NAMED.finditer(line.plain):
            which = _WHO if found[1] == "@" else _TAG
            line.stylize(self.get_component_rich_style(which, partial=True), *found.span())
        return line

    def action_text_start(self) -> None:
        self.move_cursor((0, 0))

    def action_text_end(self) -> None:
        self.move_cursor(self.document.end)

    def open_text(self, text: str, cursor: tuple[int, int] = (0, 0)) -> None:
        """Show a text, with nothing to undo. The cursor goes as near as there is text."""
        self.load_text(text)
        row = min(cursor[0], self.document.line_count - 1)
        column = min(cursor[1], len(self.document.get_line(row)))
        self.move_cursor((row, column))

    def append_line(self, line: str) -> None:
        """Put a line at the end, whatever stands there and wherever the cursor is."""
        cursor = self.cursor_location
        end = self.document.end
        before = "\n" if self.document.get_line(end[0]) else ""
        self.insert(f"{before}{line}", end, maintain_selection_offset=False)
        self.move_cursor(self.document.end if cursor == end else cursor)
        self.scroll_end(animate=False)

    def stands_before(self, word: str) -> bool:
        """Tell whether a word stands right before the cursor."""
        row, column = self.cursor_location
        return self.document.get_line(row)[:column].endswith(word)

    def put(self, word: str, instead_of: str = "") -> None:
        """Write a word where the cursor is, in the place of another that stands before it."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        start = column - len(instead_of) if instead_of and before.endswith(instead_of) else column
        self.replace(word, (row, start), (row, column), maintain_selection_offset=False)
        self.move_cursor((row, start + len(word)))


def shown_line(line: str) -> str:
    """Return a line as it is drawn: as long as it is, and doing nothing to a terminal."""
    if line.isascii() and line.isprintable():
        return line
    return "".join(_visible(letter) for letter in line)


def _visible(letter: str) -> str:
    if letter == "\t":
        return letter
    if letter < " ":
        # The picture of the control character: ESC is shown as it is called.
        return chr(0x2400 + ord(letter))
    if letter in _TURNING or unicodedata.category(letter) in {"Cc", "Cs"}:
        return "\N{REPLACEMENT CHARACTER}"
    return letter
