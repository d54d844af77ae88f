"""What the program does with each cell of a vault: the reading path of every ciphertext."""

from collections.abc import Callable, Iterator

from tests.attacker.owner import CELLS, KINDS, Bench, Place, Row, with_values
from vault import UnlockedVault
from vault.crypto.digest import sha256
from vault.errors import DamagedError, WrongKeyError
from vault.keys.keyring import reader_tag
from vault.keys.keyslot import Keyslot, is_intact
from vault.mapper import (
    entries as entry_mapper,
    own as own_mapper,
    sealed as sealed_mapper,
    sessions as session_mapper,
    waivers as waiver_mapper,
)
from vault.services.docket import SealedRecord
from vault.services.room import Room
from vault.services.tally import Asked, read_answer_row

Read = Callable[[bytes], object]
Cell = tuple[Place, str]


class Paths:
    """By cell, a function that takes other bytes in its place as the program would.

    It returns what the bytes say, or raises DamagedError.
    """

    def __init__(self, bench: Bench) -> None:
        self._people = list(bench.people.values())
        self._owners = {person._desk.identity.owner: person for person in self._people}
        self._state = bench.state
        self._rooms = [
            (person, person.sessions.open(view.id))
            for person in self._people
            for view in person.sessions.views()
        ]
        self._askeds: dict[bytes, tuple[UnlockedVault, Room, Asked]] = {}
        self._records: dict[bytes, SealedRecord] = {}
        self._digests = dict(self._streams())
        self.read: dict[Cell, Read] = {}
        self.content: dict[Cell, bytes] = {}
        for place, row in bench.state.items():
            for column in CELLS[place[0]]:
                cell = with_column(place[0], row, column)
                if cell:
                    self.content[place, column] = cell
                    self.read[place, column] = self._path(place, row, column)

    def _path(self, place: Place, row: Row, column: str) -> Read:
        kind = KINDS[place[0]]
        make = getattr(self, f"_{place[0]}")

        def read(cell: bytes) -> object:
            return make(kind(*with_values(place[0], row, **{column: cell})), column)

        read(with_column(place[0], row, column))  # What is there now is right.
        return read

    def _room(self, session: bytes) -> tuple[UnlockedVault, Room]:
        return next((person, room) for person, room in self._rooms if room.id == session)

    def _tagged(self, tag: bytes) -> entry_mapper.Place:
        return next(
            room.places_by_tag()[tag] for _, room in self._rooms if tag in room.places_by_tag()
        )

    def _reader(self, tag: bytes) -> tuple[bytes, bytes]:
        for _, room in self._rooms:
            for seat in room.roster.seats if room.is_mediator else (room.seat,):
                key = room.reader_key_of(seat)
                if reader_tag(key, room.id) == tag:
                    return key, room.id
        raise AssertionError

    def _key_of(self, item: bytes) -> bytes:
        row = next(
            KINDS["pass"](*row)
            for place, row in self._state.items()
            if place[0] == "pass" and place[1][0] == item
        )
        key, session = self._reader(row.tag)
        return sealed_mapper.read_pass(key, session, row)

    def _seated(self, session: bytes, seat: int) -> tuple[UnlockedVault, Room]:
        return next(
            (person, room) for person, room in self._rooms
            if room.id == session and room.seat.number == seat
        )  # fmt: skip

    def _asked(self, waiver: bytes) -> tuple[UnlockedVault, Room, Asked]:
        if waiver not in self._askeds:
            person, room = self._room(self._state["waiver", (waiver,)][1])
            with person._desk.store.read() as tx:
                _, asked = person.waivers.asked(tx, waiver)
            self._askeds[waiver] = person, room, asked
        return self._askeds[waiver]

    def _record_of(self, person: UnlockedVault, room: Room, record: bytes) -> SealedRecord:
        if record not in self._records:
            with person._desk.store.read() as tx:
                self._records[record] = person.docket.record(tx, room, record)
        return self._records[record]

    def _streams(self) -> Iterator[tuple[bytes, bytes]]:
        for person, room in self._rooms:
            for entry in person.entries.listing(room.id).entries:
                for revision in entry.revisions:
                    place = room.place(revision.audience)
                    for each in revision.header.attachments:
                        yield entry_mapper.attachment_stream(place, each.nonce), each.digest
            with person._desk.store.read() as tx:
                for record in person.docket.read(tx, room)[0]:
                    name = record.manifest.record
                    for portion in record.manifest.portions:
                        stream = sealed_mapper.portion_stream(record.key, name, portion.number)
                        yield stream, portion.digest

    def _keyslot(self, row, _):
        if not is_intact(Keyslot(*row)):
            raise DamagedError("keyslot")

    def _own(self, row, _):
        return own_mapper.read_own(self._owners[row.owner]._desk.identity, row)

    def _journal(self, row, _):
        return own_mapper.read_journal(self._owners[row.owner]._desk.identity, row)

    def _session(self, row, _):
        return session_mapper.read_session(self._room(row.id)[1].roster_key, row)

    def _closing(self, row, _):
        return session_mapper.read_closing(self._room(row.session)[1].roster_key, row)

    def _grant(self, row, _):
        person, _ = self._seated(row.session, row.seat)
        return session_mapper.read_grant(person._desk.identity, row)

    def _chain(self, row, column):
        place = self._tagged(row.tag)
        if column == "cell":
            return entry_mapper.read_chain(place, row)
        return entry_mapper.read_head(place, row)

    def _revision(self, row, column):
        place = self._tagged(self._state["chain", (row.chain,)][2])
        original = KINDS["revision"](*self._state["revision", (row.chain, row.sequence)])
        header = entry_mapper.ChainCells(place, row.chain).read(
            row.sequence, row.id, (row if column == "header" else original).header, row.link
        )
        bodies = entry_mapper.BodyCells(place)
        return bodies.read(row.id, row.body, header.body_digest)

    def _chunk(self, row, _):
        if sha256(row.data) != self._digests[row.stream]:
            raise DamagedError("chunk")

    def _destruction(self, row, _):
        return entry_mapper.read_destruction(self._tagged(row.tag), row)

    def _record(self, row, _):
        return sealed_mapper.read_record(self._key_of(row.id), row)

    def _share(self, row, _):
        session = self._state["record", (row.record,)][1]
        person, room = self._seated(session, row.seat)
        record = self._record_of(person, room, row.record)
        holders = record.manifest.holders
        me = record.holders.index(row.seat)
        return sealed_mapper.read_share(
            person._desk.identity, session, row, holders[me].wrap_digest, len(holders)
        )

    def _pass(self, row, _):
        key, session = self._reader(row.tag)
        return sealed_mapper.read_pass(key, session, row)

    def _acknowledgement(self, row, _):
        return sealed_mapper.read_acknowledgement(self._reader(row.tag)[0], row)

    def _waiver(self, row, _):
        return waiver_mapper.read_waiver(self._key_of(row.id), row)

    def _answer(self, row, _):
        """Every mediator reads the letter, and that it speaks of the contribution beside it."""
        _, room, asked = self._asked(row.waiver)
        for mediator in [person for person, each in self._rooms if _reads_answers(each, room)]:
            read_answer_row(mediator._desk.identity, room, asked.hash, row)

    def _outcome(self, row, _):
        _, room, asked = self._asked(row.waiver)
        return waiver_mapper.read_outcome(asked.key, room.id, row)


def _reads_answers(room: Room, session: Room) -> bool:
    return room.is_mediator and room.id == session.id


def with_column(table: str, row: Row, column: str) -> bytes:
    return getattr(KINDS[table](*row), column)


def is_refused(read: Read, cell: bytes) -> bool:
    """Whether the program says that these bytes are wrong. Any other exception is a bug."""
    try:
        read(cell)
    except (DamagedError, WrongKeyError):
        return True
    return False
