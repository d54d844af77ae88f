"""Seats as a room of people reads them: name, role, check words."""

from collections.abc import Collection, Sequence

from textual.content import Content

from tui.app.seal.words import Seal
from tui.app.text import plain_line
from vault import Role, Seat, identity_words

_ROLES = {
    Role.MEDIATOR: "mediator",
    Role.PARTY: "party {side}",
    Role.REPRESENTATIVE: "represents {side}",
    Role.NONPARTY: "nonparty",
}


def role_of(seat: Seat) -> str:
    """Return what somebody sits as: ``party A``."""
    return _ROLES[seat.role].format(side=seat.side)


def with_words(seats: Sequence[Seat], me: Seat, never: Collection[str]) -> Content:
    """Return people by name and role, each with the check words of their keys below.

    Args:
        seats: the people.
        me: who is reading.
        never: names of those who have never acknowledged anything in this session.

    """
    lines: list[Content] = []
    for seat in seats:
        you = ", you" if seat == me else ""
        warning = f" {Seal.NEVER_MARK}" if seat.name in never else ""
        lines += [
            Content.assemble(
                plain_line(f"  {seat.name}", "bold"),
                plain_line(f" ({role_of(seat)}{you})"),
                plain_line(warning, "$text-warning"),
            ),
            plain_line(f"      {identity_words(seat.identity)}", "$text-muted"),
        ]
    return Content("\n").join(lines)


def joined(names: Sequence[str], *, word: str = "AND") -> str:
    """Return names with a word between them that nobody reads over."""
    return f" {word} ".join(names)


def counted(count: int, one: str, many: str, **more: str) -> str:
    """Return ``1 portion`` or ``4 portions``."""
    return (one if count == 1 else many).format(count=count, **more)
