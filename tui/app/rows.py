"""A list of rows to walk through: never wrapped, and legible where the cursor is."""

from textual.widgets import OptionList


class Rows(OptionList):
    """An option list without a frame. The row under the cursor keeps the colours of its words."""

    DEFAULT_CSS = """
    Rows, Rows:focus {
        height: 1fr; border: none; padding: 0; background: transparent;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    Rows > .option-list--option-highlighted {
        background: $panel; color: $foreground; text-style: none;
    }
    Rows:focus > .option-list--option-highlighted {
        background: $block-hover-background; color: $foreground; text-style: bold;
    }
    """
