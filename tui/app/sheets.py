"""Whose recovery sheet is not made yet: what the status line says until it is.

It is remembered in the settings of this machine, under a number made of the person's check words.
The number names nobody; who has somebody's public identity could recognise it.
"""

from dataclasses import replace
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from tui.app.preferences import save

if TYPE_CHECKING:
    from tui.app.application import CaucusApp

_CHARACTERS = 16


class SheetState(StrEnum):
    """How far somebody is who has no sheet."""

    BEGUN = "begun"
    """A code was made, and nobody has said yet that it is on paper."""
    LATER = "later"
    """It was put off."""


def sheet_state(app: "CaucusApp", check_words: str) -> SheetState | None:
    """Return how far somebody's sheet is, by the words of their own keys; None: it is made."""
    state = app.preferences.sheets.get(_token(check_words))
    return SheetState(state) if state is not None else None


def note_sheet(app: "CaucusApp", check_words: str, state: SheetState | None) -> bool:
    """Say in the status line how far somebody's sheet is, and remember it.

    Returns whether it could be written down.
    """
    app.tell(sheet_made=state is None)
    return remember_sheet(app, check_words, state)


def remember_sheet(app: "CaucusApp", check_words: str, state: SheetState | None) -> bool:
    """Write down how far somebody's sheet is. Returns whether that was possible."""
    sheets = {
        token: known
        for token, known in app.preferences.sheets.items()
        if token != _token(check_words)
    }
    if state is not None:
        sheets[_token(check_words)] = state.value
    app.preferences = replace(app.preferences, sheets=sheets)
    try:
        save(app.preferences, app.setup.places.settings)
    except OSError:
        return False
    return True


def _token(check_words: str) -> str:
    return sha256(check_words.encode()).hexdigest()[:_CHARACTERS]
