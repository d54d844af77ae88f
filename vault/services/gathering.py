"""What of a session may travel to somebody: everything they may read, and nothing that tells more.

An archive for several people holds what every one of them may read, since each sees how much
there is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vault.errors import DamagedError, InvalidError
from vault.keys.keyring import reader_tag
from vault.mapper.entries import attachment_stream
from vault.mapper.sealed import portion_stream
from vault.model import PRIVATE, Revision, Role, Seat
from vault.services.chains import Contents, read_contents
from vault.services.desk import Desk
from vault.services.docket import Docket, SealedRecord
from vault.services.room import Room
from vault.services.tally import Asked, read_conclusion
from vault.services.waivers import Waivers
from vault.store.rows import (
    AcknowledgementRow,
    ChainRow,
    ClosingRow,
    DestructionRow,
    GrantRow,
    OutcomeRow,
    PassRow,
    RecordRow,
    Row,
    SessionRow,
    ShareRow,
    WaiverRow,
)
from vault.store.transaction import Transaction


@dataclass(slots=True)
class Gathered:
    """What of one session travels."""

    room: Room
    audiences: tuple[str, ...]
    chains: dict[bytes, int] = field(default_factory=dict)
    """By chain, the sequence up to which its author has signed it."""
    entries: int = 0
    files: int = 0
    records: list[SealedRecord] = field(default_factory=list)
    requests: list[Asked] = field(default_factory=list)
    streams: dict[bytes, bytes] = field(default_factory=dict)
    """Ciphertexts in pieces, by stream: their SHA-256."""
    left_out: list[str] = field(default_factory=list)
    """Whose newest rows stay behind, because they have not signed them yet."""


def gather(
    tx: Transaction, desk: Desk, docket: Docket, waivers: Waivers, room: Room,
    readers: Sequence[Seat],
) -> Gathered:  # fmt: skip
    """Return what these seats may all read of a session, as far as this seat can read it.

    Raises:
        DamagedError: the session is damaged: what is wrong must not travel.

    """
    only_me = [seat.number for seat in readers] == [room.seat.number]
    audiences = tuple(
        audience
        for audience in room.audiences
        if (only_me if audience == PRIVATE else _all_read(room, readers, audience))
    )
    found = Gathered(room, audiences)
    contents = read_contents(tx, room, desk.mark)
    records, damages = docket.read(tx, room)
    damages = [*contents.damages, *damages]
    docket.acknowledged(tx, room, damages)
    if damages:
        raise DamagedError(damages[0].what, damages[0].row)
    _gather_chains(tx, room, contents, found)
    holding = [seat.number for seat in readers]
    found.records = [each for each in records if set(holding) <= set(each.holders)]
    found.requests = [
        each for each in waivers.all_asked(tx, room) if set(holding) <= set(each.holders)
    ]
    for record in found.records:
        for portion in record.manifest.portions:
            stream = portion_stream(record.key, record.manifest.record, portion.number)
            if tx.stream_bytes(stream):
                found.streams[stream] = portion.digest
    return found


def _all_read(room: Room, readers: Sequence[Seat], audience: str) -> bool:
    sides = room.roster.sides
    return all(audience in seat.audiences(sides) for seat in readers)


def _gather_chains(tx: Transaction, room: Room, contents: Contents, found: Gathered) -> None:
    """Take every chain as far as its author has signed it; note who has not signed all."""
    tags = tuple(room.tag(audience) for audience in found.audiences)
    listed = {row.id for row in tx.find(ChainRow, tag=tags)}
    travelling: list[Revision] = []
    waiting: set[int] = set()
    for revision in contents.revisions:
        if revision.chain not in listed:
            continue
        if revision.signed:
            found.chains[revision.chain] = max(
                revision.sequence, found.chains.get(revision.chain, 0)
            )
            travelling.append(revision)
        else:
            waiting.add(revision.author)
    for chain in listed:
        # Destroyed rows at the end of what is signed are no revisions any more, and travel too.
        signed = contents.signed.get(chain, 0)
        if signed:
            found.chains[chain] = signed
    found.left_out = [room.roster.seat(author).name for author in sorted(waiting)]
    found.entries = len({revision.header.entry for revision in travelling})
    found.files = len({each for one in travelling for each in one.header.attachments})
    for revision in travelling:
        place = room.place(revision.audience)
        for attachment in revision.header.attachments:
            stream = attachment_stream(place, attachment.nonce)
            found.streams[stream] = attachment.digest


def travelling_rows(tx: Transaction, found: Gathered, readers: Sequence[Seat]) -> Iterator[Row]:
    """Return the rows that travel, in the order in which they are taken in again."""
    room = found.room
    yield from frame_rows(tx, room)
    tags = tuple(room.tag(audience) for audience in found.audiences)
    for chain in tx.find(ChainRow, tag=tags):
        last = found.chains.get(chain.id, 0)
        if last:
            yield chain
            yield from tx.revisions(chain.id, last)
    yield from tx.find(DestructionRow, tag=tags)
    for record in found.records:
        yield from record_rows(tx, room, record.manifest.record, readers)
    yield from tx.find(AcknowledgementRow, tag=_acknowledgement_tags(room, readers))
    for asked in found.requests:
        yield from request_rows(tx, room, asked, readers)
        if read_conclusion(tx, room, asked) is not None:
            yield from tx.find(OutcomeRow, waiver=asked.id)


def frame_rows(tx: Transaction, room: Room) -> Iterator[Row]:
    """Return the rows by which somebody finds that they have a seat."""
    yield from tx.find(SessionRow, id=room.id)
    yield from tx.find(ClosingRow, session=room.id)
    yield from tx.find(GrantRow, session=room.id)


def record_rows(
    tx: Transaction, room: Room, record: bytes, readers: Sequence[Seat]
) -> Iterator[Row]:
    """Return the rows of a sealed record, without its portions."""
    yield from tx.find(RecordRow, id=record)
    yield from tx.find(ShareRow, record=record)
    yield from tx.find(PassRow, item=record, tag=_pass_tags(room, readers))


def request_rows(
    tx: Transaction, room: Room, asked: Asked, readers: Sequence[Seat]
) -> Iterator[Row]:
    """Return the rows of a request."""
    yield from tx.find(WaiverRow, id=asked.id)
    yield from tx.find(PassRow, item=asked.id, tag=_pass_tags(room, readers))


def _pass_tags(room: Room, readers: Sequence[Seat]) -> tuple[bytes, ...]:
    """Return the tags of what is brought to these seats, as far as this seat has the keys.

    A mediator looks after everybody's passes, and has them all wherever the session goes.
    """
    if not room.is_mediator:
        return _tags(room, [room.seat])
    everybody = any(seat.role is Role.MEDIATOR for seat in readers)
    return _tags(room, room.roster.seats if everybody else readers)


def _acknowledgement_tags(room: Room, readers: Sequence[Seat]) -> tuple[bytes, ...]:
    """Return the tags of the acknowledgements that all of these seats may read."""
    if not room.is_mediator:
        return _tags(room, [room.seat])
    if all(seat.role is Role.MEDIATOR for seat in readers):
        return _tags(room, room.roster.seats)
    return _tags(room, readers) if len(readers) == 1 else ()


def _tags(room: Room, seats: Sequence[Seat]) -> tuple[bytes, ...]:
    return tuple({reader_tag(room.reader_key_of(seat), room.id): seat for seat in seats})


def seats_of(room: Room, names: Sequence[str]) -> list[Seat]:
    """Return the seats of these people in a session; one's own if nobody is named.

    Raises:
        InvalidError: somebody who has no seat in it.

    """
    if not names:
        return [room.seat]
    seats = []
    for name in dict.fromkeys(each.casefold() for each in names):
        found = [seat for seat in room.roster.seats if seat.name.casefold() == name]
        if not found:
            raise InvalidError("for", "seat", name)
        seats.append(found[0])
    return seats


def attachment_streams(room: Room, contents: Contents) -> set[bytes]:
    """Return where the files lie that entries refer to."""
    return {
        attachment_stream(room.place(revision.audience), attachment.nonce)
        for revision in contents.revisions
        for attachment in revision.header.attachments
    }


def portion_streams(records: Sequence[SealedRecord]) -> set[bytes]:
    """Return where the sealed portions of these records lie."""
    return {
        portion_stream(each.key, each.manifest.record, portion.number)
        for each in records
        for portion in each.manifest.portions
    }
