"""The work screen: cases on the left, entries beside them, and the page that is being written."""

from tui.app.work.screen import WorkScreen

__all__ = ["WorkScreen"]
