"""What sealing an entry would do: its portions, its holders, and who loses sight of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vault.errors import (
    InvalidError,
)
from vault.format.sealed import (
    PORTIONS_MAX,
)
from vault.model import (
    Attachment,
    Entry,
    Kind,
    PortionContent,
    Role,
    Seat,
)
from vault.services.room import Room


@dataclass(frozen=True, slots=True)
class PlannedPortion:
    """A portion as it will be sealed."""

    number: int
    content: PortionContent
    text: str = field(repr=False)
    """Empty for a file."""
    attachment: Attachment | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What sealing an entry would do, to be shown before anything is done."""

    entry: Entry
    portions: tuple[PlannedPortion, ...]
    holders: tuple[Seat, ...]
    never_acknowledged: tuple[str, ...] = field(repr=False)
    """Holders who have never signed anything in this session."""
    loses_sight: tuple[str, ...] = field(repr=False)
    """Who can read the entry now and will not be able to."""
    unknown_speakers: tuple[str, ...] = field(repr=False)
    """Speakers whom no seat is named for."""


def plan_portions(
    room: Room, entry: Entry, text: str, *, whole: bool
) -> tuple[PlannedPortion, ...]:
    """Return the portions that an entry would be sealed in: text first, then its files.

    Raises:
        InvalidError: nothing to seal, or more portions than a manifest lists.

    """
    latest = entry.latest
    pieces = [text] if whole and text.strip() else paragraphs(text, latest.header.kind)
    planned = [
        PlannedPortion(number, _content(room, entry, "text", "", len(piece.encode())), piece,
                       None)
        for number, piece in enumerate(pieces, 1)
    ]  # fmt: skip
    for number, each in enumerate(latest.header.attachments, len(planned) + 1):
        content = _content(room, entry, "file", each.name, each.size)
        planned.append(PlannedPortion(number, content, "", each))
    if not planned:
        raise InvalidError("entry", "empty")
    if len(planned) > PORTIONS_MAX:
        raise InvalidError("entry", "portions")
    return tuple(planned)


def paragraphs(text: str, kind: Kind) -> list[str]:
    """Return the portions of a text: its paragraphs, or the lines of a note without any."""
    blocks: list[list[str]] = [[]]
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    if kind is Kind.NOTE and len(blocks) == 1:
        return blocks[0]
    return ["\n".join(block) for block in blocks]


def speakers_of(entry: Entry) -> tuple[str, ...]:
    """Return everybody whose words any revision of an entry says it records."""
    named = (name for revision in entry.revisions for name in revision.header.speakers)
    return tuple(dict.fromkeys(named))


def holders_of(
    room: Room, entry: Entry, named: Mapping[str, str]
) -> tuple[tuple[Seat, ...], tuple[str, ...]]:
    """Return the seats whose agreement the record will need, and the speakers nobody knows."""
    by_name = {seat.name.casefold(): seat for seat in room.roster.seats}
    chosen = {seat.number for seat in room.roster.seats if seat.always_holds}
    unknown = []
    for speaker, name in named.items():
        if not name:
            continue
        seat = by_name.get(name.casefold())
        if seat is None:
            unknown.append(speaker)
        elif seat.role is Role.NONPARTY:
            chosen.add(seat.number)
    for revision in entry.revisions:
        if room.roster.seat(revision.author).role is Role.NONPARTY:
            chosen.add(revision.author)
    return tuple(room.roster.seat(number) for number in sorted(chosen)), tuple(unknown)


def _content(room: Room, entry: Entry, form: str, name: str, size: int) -> PortionContent:
    latest = entry.latest
    header = latest.header
    author = room.roster.seat(latest.author).name
    # A title that is the beginning of the text would go along with every portion of it.
    title = header.title if header.titled else ""
    return PortionContent(
        form, title, name, latest.audience, author, header.speakers,
        entry.first.header.made, size,
    )  # fmt: skip
