"""Who may read something, said three times over: by letter, by word and by colour.

The three always come together, so that it is understood without colour, at a glance, and aloud.
"""

from typing import NamedTuple

from textual.content import Content

from tui.app.text import plain
from vault import JOINT, MEDIATORS, PRIVATE, Role, Roster, Seat

_CAUCUS = "caucus:"


class Scope(NamedTuple):
    """How an audience is shown."""

    letter: str
    word: str
    css: str
    """The class of a widget that stands for it."""
    style: str
    """The style of its letter and word within a line."""

    @property
    def label(self) -> str:
        """The letter and the word: ``[A] caucus A``."""
        return f"[{self.letter}] {self.word}"


SEALED = Scope("#", "sealed", "scope-sealed", "bold $scope-sealed")
_FIXED = {
    PRIVATE: Scope("P", "private", "scope-private", "bold $scope-private"),
    MEDIATORS: Scope("M", "mediators", "scope-mediators", "bold $scope-mediators"),
    JOINT: Scope("J", "joint", "scope-joint", "bold $scope-joint"),
}
_TAKEN = frozenset("PMJ")
"""Sides of these letters show two: from ten sides on."""
_COLOURED_SIDES = frozenset("AB")
"""Most mediations have two sides; further ones share a colour, and their letters tell them."""

CSS = """
.scope-private { color: $background; background: $scope-private; }
.scope-mediators { color: $background; background: $scope-mediators; }
.scope-a { color: $background; background: $scope-a; }
.scope-b { color: $background; background: $scope-b; }
.scope-more { color: $background; background: $scope-more; }
.scope-joint { color: $background; background: $scope-joint; }
.scope-sealed { color: $background; background: $scope-sealed; }
"""
"""The colours of widgets that stand for an audience. Each class is a ground, so it is seen."""


def scope(audience: str) -> Scope:
    """Return how an audience is shown."""
    known = _FIXED.get(audience)
    if known is not None:
        return known
    side = audience.removeprefix(_CAUCUS)
    css = f"scope-{side.casefold()}" if side in _COLOURED_SIDES else "scope-more"
    letter = f"c{side}" if side in _TAKEN else side
    return Scope(letter, f"caucus {side}", css, f"bold ${css}")


def badge(audience: str, roster: Roster | None = None) -> Content:
    """Return letter and word in their colour; with a roster, also whose caucus it is."""
    shown = scope(audience)
    found = Content.styled(shown.label, shown.style)
    names = parties_of(audience, roster) if roster is not None else ()
    return Content.assemble(found, " ", plain(", ".join(names))) if names else found


def parties_of(audience: str, roster: Roster) -> tuple[str, ...]:
    """Return the names of the side whose caucus this is; none for the other audiences."""
    side = audience.removeprefix(_CAUCUS)
    if side == audience:
        return ()
    return tuple(
        seat.name for seat in roster.seats if seat.side == side and seat.role is Role.PARTY
    )


def reads(audience: str, roster: Roster, me: Seat) -> str:
    """Return in words who may read an audience: ``you and Ms Okafor only``."""
    if audience == PRIVATE:
        return "you only"
    others = [
        seat.name
        for seat in roster.seats
        if seat != me and audience in seat.audiences(roster.sides)
    ]
    people = listed(["you", *others])
    return f"everybody: {people}" if len(others) == len(roster.seats) - 1 else f"{people} only"


def listed(names: list[str]) -> str:
    """Return names as they are said: ``you, Ms Okafor and Mr Lindqvist``."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
