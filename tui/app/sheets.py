"""Whose recovery sheet is not made yet: what the status line says until it is.

It is remembered in the settings of this machine, under a number made of the person's check words.
The number names nobody; who has somebody's public identity could recognise it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from tui.app.preferences import save
from vault import identity_words

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


@contextmanager
def begun(app: "CaucusApp", check_words: str) -> Iterator[None]:
    """Remember, while a code is made, that nobody has seen it: a program that ends here knows.

    If none is made, everything is as it was.
    """
    before = sheet_state(app, check_words)
    remember_sheet(app, check_words, SheetState.BEGUN)
    try:
        yield
    except BaseException:
        remember_sheet(app, check_words, before)
        raise


def note_sheet(app: "CaucusApp", check_words: str, state: SheetState | None) -> bool:
    """Remember how far somebody's sheet is; if they are at work, the status line says it.

    Returns whether it could be written down.
    """
    person = app.person
    if person is not None and identity_words(person.people.me.identity) == check_words:
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
