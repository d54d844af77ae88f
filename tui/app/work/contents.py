"""Reading what the tree and the list show. Runs on the vault thread."""

from collections.abc import Sequence
from typing import NamedTuple

from tui.app.work import times
from tui.app.work.listing import MOST, Chosen, Group
from tui.app.work.sheet import Sheet, opened, recovered
from tui.app.work.tree import Spot
from tui.app.work.words import Cases
from vault import (
    JOINT,
    MEDIATORS,
    PRIVATE,
    DamagedError,
    NotFoundError,
    Room,
    Seat,
    SessionView,
    UnlockedVault,
)

_LAST = (MEDIATORS, PRIVATE)


class Eyes(NamedTuple):
    """Whose eyes the screen is for: normally one's own, in party view somebody else's."""

    seat: Seat | None = None

    def audiences(self, room: Room) -> tuple[str, ...]:
        """Return the audiences to show: joint first, private last."""
        seen = room.audiences if self.seat is None else self.seat.audiences(room.roster.sides)
        return tuple(sorted(seen, key=_place))


def _place(audience: str) -> tuple[int, str]:
    if audience in _LAST:
        return 2 + _LAST.index(audience), ""
    return (0, "") if audience == JOINT else (1, audience)


def groups(
    person: UnlockedVault, spot: Spot, views: Sequence[SessionView], eyes: Eyes
) -> list[Group]:
    """Return the entries of what was chosen, newest first. Raises VaultError."""
    chosen = [view for view in views if _belongs(view, spot)]
    # What was damaged of it is told when somebody comes to work.
    unsaved = [] if eyes.seat is not None else person.unsaved.all()
    found: list[Group] = []
    count = 0
    for view in chosen:
        room = person.sessions.open(view.id)
        shown = {spot.audience} if spot.audience else set(eyes.audiences(room))
        listing = person.entries.listing(view.id)
        entries = tuple(
            entry for entry in reversed(listing.entries) if entry.latest.audience in shown
        )
        mine = tuple(
            each for each in unsaved if each.session == view.id and each.audience in shown
        )
        heading = "" if spot.session else session_words(view)
        damages = listing.damages if eyes.seat is None else ()
        if entries or mine or damages:
            found.append(Group(room, heading, entries, mine, damages))
        count += len(entries)
        if count >= MOST and not spot.session:
            break
    return found


def _belongs(view: SessionView, spot: Spot) -> bool:
    if spot.session:
        return view.id == spot.session
    return view.case.casefold() == spot.case.casefold()


def session_words(view: SessionView) -> str:
    """Return what a session is called."""
    return f"{view.title or Cases.SITTING}, {times.day(view.convened)}"


def sealed_words(person: UnlockedVault, session: bytes) -> str:
    """Return how many sealed records of a session this person holds a share of."""
    try:
        return str(len(person.docket.lines(session)))
    except DamagedError:
        return Cases.UNKNOWN


def sheet_of(person: UnlockedVault, chosen: Chosen) -> Sheet:
    """Return what a line of the list stands for, with the words that were not saved yet."""
    wanted = [
        each
        for each in person.unsaved.all()
        if each.id == chosen.unsaved or (chosen.entry and each.entry == chosen.entry)
    ]
    if wanted:
        return recovered(person, wanted[-1])
    if not chosen.entry:
        raise NotFoundError("entry")
    return opened(person, chosen.entry)
