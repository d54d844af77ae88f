"""What an archive would hold, said before it is written; and writing it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textual.content import Content

from tui.app.archive.words import Archive
from tui.app.scope import badge, listed
from tui.app.seal.people import counted
from tui.app.text import plain, plain_line
from tui.files import whole
from vault import PRIVATE, ArchivePlan, Room, UnlockedVault, read_bag


@dataclass(frozen=True, slots=True)
class Wish:
    """Which sessions go in, and for whom."""

    sessions: tuple[bytes, ...]
    names: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an archive would hold."""

    plan: ArchivePlan
    counts: dict[str, int] = field(repr=False)
    """Entries by audience, of those that would be in it."""


def prospect(person: UnlockedVault, wish: Wish) -> Prospect:
    """Return what an archive would hold. Raises VaultError."""
    plan = person.archives.plan(wish.sessions, wish.names)
    entries = (
        entry for session in wish.sessions for entry in person.entries.listing(session).entries
    )
    counts = Counter(entry.latest.audience for entry in entries)
    return Prospect(plan, {each: counts[each] for each in plan.audiences})


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


def account(found: Prospect, wish: Wish, room: Room) -> Content:
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
    lines += [_audience(each, found.counts[each], room) for each in plan.audiences
              if found.counts[each]]  # fmt: skip
    lines += [plain(f"  {each}") for each in _asides(plan, wish)]
    return Content("\n").join(lines)


def _audience(audience: str, count: int, room: Room) -> Content:
    entries = counted(count, Archive.ENTRIES_ONE, Archive.ENTRIES)
    return Content.assemble("  ", badge(audience, room.roster), plain_line(f": {entries}"))


def _asides(plan: ArchivePlan, wish: Wish) -> Sequence[str]:
    lines: list[str] = []
    if PRIVATE in plan.audiences:
        lines.append(Archive.PRIVATE)
    if len(wish.names) > 1:
        lines.append(Archive.SHARED)
    if plan.left_out:
        lines.append(Archive.LEFT_OUT.format(names=listed(list(plan.left_out))))
    return lines
