"""Lists of rows to walk through: never wrapped, legible where the cursor is, drawn when seen."""

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
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


class Line(Visual):
    """A line of a list in several colours, which are left out under the cursor's own."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def content(self) -> Content:
        """Return what is shown."""
        return self._content

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        content = self.content()
        if style.background == options.get_style("on $block-cursor-background").background:
            # Nothing but the cursor's own ink is sure to be legible on the cursor.
            content = Content(content.plain)
        return content.render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self.content().get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self.content().get_height(rules, width)


class TwoLines(Line):
    """Two lines of a list. They are put together when they come into sight: most never do."""

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        return 2
