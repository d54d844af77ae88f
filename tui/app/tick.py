"""A box to tick that is understood without colour: ``[x]`` or ``[ ]``."""

from textual.content import Content
from textual.widgets import Checkbox


class Tick(Checkbox):
    """A check box in one line. Space, Enter or a click ticks it."""

    DEFAULT_CSS = """
    Tick, Tick.-textual-compact:focus {
        border: none;
        background: transparent;
        background-tint: transparent 0%;
        height: auto;
        padding: 0;
    }
    Tick:focus > .toggle--label, Tick.-textual-compact:focus > .toggle--label {
        text-style: bold reverse;
    }
    """

    def __init__(
        self, label: Content, *, value: bool = False, id: str | None = None,  # noqa: A002
        tooltip: Content | None = None,
    ) -> None:  # fmt: skip
        super().__init__(label, value, id=id, tooltip=tooltip, compact=True)

    @property
    def _button(self) -> Content:
        return Content("[x]" if self.value else "[ ]")
