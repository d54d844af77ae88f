"""Fields of one row, so that a whole question fits on a small screen."""

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Input

from tui.app.secret import SecretInput

_FIELD = """
{name} {{
    height: 1; border: none; padding: 0 1; background: $panel;
    border-left: outer $border-blurred; border-right: outer $border-blurred;
}}
{name}:focus {{ border: none; border-left: outer $border; border-right: outer $border; }}
"""
LINES_CSS = _FIELD.format(name="Line") + _FIELD.format(name="SecretLine")
"""For the ``CSS`` of every screen that has such fields: it must outrank the frame's."""


class Line(Input):
    """A field of one row."""

    def __init__(self, *, id: str, placeholder: str = "", limit: int = 400) -> None:  # noqa: A002
        super().__init__(id=id, placeholder=placeholder, max_length=limit, select_on_focus=False)


class LineBefore(Line):
    """A field of one row with another after it, into which Enter leads.

    It does so before the next key is looked at: a passphrase typed quickly is not shown here.
    """

    BINDINGS = [Binding("enter", "next_field", show=False, priority=True)]

    def action_next_field(self) -> None:
        self.screen.focus_next(Input)


class SecretLine(SecretInput):
    """A field of one row for a passphrase."""


class Page(VerticalScroll):
    """A page that the keyboard can scroll when it is longer than the window, and only then."""

    DEFAULT_CSS = """
    Page { height: auto; max-height: 64vh; scrollbar-size-vertical: 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, can_focus=False)

    def on_resize(self) -> None:
        self.can_focus = self.max_scroll_y > 0
