"""What an archive would hold, said before it is written; and writing it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textual.content import Content

from tui.app.archive.words import Archive
from tui.app.leaving import ToldAlone
from tui.app.scope import badge, listed
from tui.app.seal.people import counted
from tui.app.text import plain, plain_line
from tui.files import whole
from vault import (
    PRIVATE,
    ArchivePlan,
    PublicIdentity,
    Room,
    Seat,
    UnlockedVault,
    read_bag,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which sessions go in, and for whom."""

    sessions: tuple[bytes, ...]
    names: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """What an archive would hold of one session."""

    room: Room
    counts: dict[str, int] = field(repr=False)
    """Entries by audience, of those that would be in it."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an archive would hold."""

    plan: ArchivePlan
    parts: tuple[Part, ...]

    @property
    def told(self) -> ToldAlone:
        """Whose confidences would be in it, of whichever session."""
        first = self.parts[0].room
        found = ToldAlone((), first.roster, first.seat)
        for part in self.parts:
            found.add(part.counts, part.room.roster)
        return found


def prospect(person: UnlockedVault, wish: Wish) -> Prospect:
    """Return what an archive would hold. Raises VaultError."""
    plan = person.archives.plan(wish.sessions, wish.names)
    return Prospect(plan, tuple(_part(person, each, wish, plan) for each in wish.sessions))


def _part(person: UnlockedVault, session: bytes, wish: Wish, plan: ArchivePlan) -> Part:
    if len(wish.sessions) > 1:
        # What somebody may read is not the same in every session.
        plan = person.archives.plan([session], wish.names)
    counts = Counter(each.latest.audience for each in person.entries.listing(session).entries)
    held = {each: counts[each] for each in plan.audiences if counts[each]}
    return Part(person.sessions.open(session), held)


def readers(person: UnlockedVault, sessions: Sequence[bytes]) -> tuple[Room, list[Seat]]:
    """Return the first of these sessions, and who else sits in all of them with the same keys.

    Raises:
        VaultError: one of them cannot be read.

    """
    first, *rest = (person.sessions.open(each) for each in sessions)
    known = [{_who(seat) for seat in room.roster.seats} for room in rest]
    seats = [
        seat for seat in first.roster.seats
        if seat != first.seat and all(_who(seat) in each for each in known)
    ]  # fmt: skip
    return first, seats


def _who(seat: Seat) -> tuple[str, PublicIdentity]:
    return seat.name.casefold(), seat.identity


def write_archive(
    person: UnlockedVault, target: Path, wish: Wish, progress: Callable[[Archive, int], None], *,
    with_keyslot: bool,
) -> None:  # fmt: skip
    """Write an archive and look over what was written, before it gets its name.

    Raises:
        VaultError: it cannot be made, or the name is taken.
        OSError: it cannot be written there.

    """
    with whole(target) as file:
        person.archives.export(
            file, wish.sessions, wish.names, with_keyslot=with_keyslot,
            progress=lambda size: progress(Archive.WRITING, size),
        )  # fmt: skip
        file.seek(0)
        read_bag(file, lambda size: progress(Archive.LOOKING, size))


def account(found: Prospect, wish: Wish) -> Content:
    """Return what goes in, by audience, and what does not."""
    plan = found.plan
    if not plan.audiences:
        return plain(Archive.NOTHING, "bold")
    parts = [counted(plan.entries, Archive.ENTRIES_ONE, Archive.ENTRIES)]
    if len(plan.sessions) > 1:
        parts.insert(0, Archive.SESSIONS.format(count=len(plan.sessions)))
    if plan.records:
        parts.append(counted(plan.records, Archive.RECORDS_ONE, Archive.RECORDS))
    if plan.files:
        parts.append(counted(plan.files, Archive.FILES_ONE, Archive.FILES))
    lines = [plain(Archive.GOES_IN, "bold"), plain(f"  {', '.join(parts)}")]
    lines += _audiences(found)
    lines += [plain(f"  {each}") for each in _asides(plan, wish)]
    return Content("\n").join(lines)


def _audiences(found: Prospect) -> list[Content]:
    """Return how much of each audience goes in. Side A of another case is somebody else."""
    badges: dict[str, Content] = {}
    counts: Counter[str] = Counter()
    for audience in found.plan.audiences:
        for part in found.parts:
            if audience in part.counts:
                shown = badge(audience, part.room.roster)
                badges[shown.plain] = shown
                counts[shown.plain] += part.counts[audience]
    return [
        Content.assemble(
            "  ", shown,
            plain_line(f": {counted(counts[words], Archive.ENTRIES_ONE, Archive.ENTRIES)}"),
        )
        for words, shown in badges.items()
    ]  # fmt: skip


def _asides(plan: ArchivePlan, wish: Wish) -> Sequence[str]:
    lines: list[str] = []
    if PRIVATE in plan.audiences:
        lines.append(Archive.PRIVATE)
    if len(wish.names) > 1:
        lines.append(Archive.SHARED)
    if plan.left_out:
        lines.append(Archive.LEFT_OUT.format(names=listed(list(plan.left_out))))
    return lines
