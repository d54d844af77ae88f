"""Searching everything somebody may read, as they type. Nothing is written, nothing is kept."""

from tui.app.find.screen import FindScreen

__all__ = ["FindScreen"]
