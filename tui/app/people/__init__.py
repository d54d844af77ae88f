"""The people somebody knows, and somebody's own keys."""

from tui.app.people.screen import PeopleScreen

__all__ = ["PeopleScreen"]
