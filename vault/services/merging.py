"""Putting rows from elsewhere beside those that are here: what is the same, new, or a forgery.

An id that comes back with other bytes is an error. Exceptions are named here, one by one: a head
that reaches further, a row that somebody destroyed since, an outcome that says more.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from vault.errors import DamagedError, FormatError, NotFoundError, VaultError
from vault.format.entries import read_head
from vault.format.statement import StatementType
from vault.format.waivers import NOT_UNANIMOUS, read_outcome
from vault.keys.keyring import reader_tag
from vault.keys.statements import verify
from vault.mapper import entries as mapper, own as own_mapper, waivers as waiver_mapper
from vault.mapper.entries import Place, attachment_stream
from vault.services.chains import Contents
from vault.services.desk import Change, Desk
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.services.tally import Asked, signing_seat
from vault.services.waivers import Waivers
from vault.store.rows import (
    AcknowledgementRow,
    ChainRow,
    ChunkRow,
    ClosingRow,
    DestructionRow,
    GrantRow,
    OutcomeRow,
    PassRow,
    RecordRow,
    RevisionRow,
    Row,
    SessionRow,
    ShareRow,
    WaiverRow,
)

_BATCH = 200


class Merge:
    """One file's rows on their way into one transaction."""

    def __init__(
        self, desk: Desk, sessions: Sessions, waivers: Waivers, change: Change,
        about: Collection[bytes], *, follow: bool,
    ) -> None:  # fmt: skip
        self._desk = desk
        self._sessions = sessions
        self._waivers = waivers
        self._change = change
        self._about = about
        """Sessions that are read as a check reads them once all is in. No other's rows go in."""
        self._follow = follow
        self._chains: dict[bytes, int] = {}
        """Chains in the file, with the last sequence it brings."""
        self._reachable: set[bytes] = set()
        self.streams: set[bytes] = set()
        """Ciphertexts in pieces that the file brings."""
        self.fresh: set[bytes] = set()
        """Those of them that were not all here."""
        self.unwanted: set[bytes] = set()
        """Where files lie that were attached to what is destroyed here."""
        self.new = 0
        self.kept = 0
        self.emptied = False

    def take(self, rows: Iterable[Row]) -> None:
        """Merge all rows; neighbours of one class go in together."""
        for kind, found in groupby(rows, type):
            if kind is RevisionRow:
                for part in _parts(row for row in found if isinstance(row, RevisionRow)):
                    self._revisions(part)
            else:
                for row in found:
                    self._one(row)

    def require_signed(self, contents: Contents) -> None:
        """Refuse a file that brings rows which their author has not signed."""
        for chain, last in self._chains.items():
            if chain in contents.signed and last > contents.signed[chain]:
                raise DamagedError("not signed", chain.hex())

    def _one(self, row: Row) -> None:
        match row:
            case SessionRow() | GrantRow():
                pass  # Taken in beforehand.
            case ChainRow():
                self._chain(row)
            case ChunkRow():
                self._chunk(row)
            case ClosingRow() | DestructionRow() | AcknowledgementRow():
                self._said(row)
            case RecordRow() | WaiverRow() | ShareRow() | PassRow() | OutcomeRow():
                self._sealed(row)
            case _:
                # Answers travel by themselves, see the exchange; nothing else travels at all.
                raise FormatError("rows")

    def _said(self, row: ClosingRow | DestructionRow | AcknowledgementRow) -> None:
        """Add a statement that stands by itself."""
        room = self._room(row.session)
        if isinstance(row, ClosingRow):
            if self._change.tx.one(ClosingRow, session=row.session) is None:
                self._plain(row, {"session": row.session})
            return
        reads = isinstance(row, DestructionRow)
        self._require_tag(row.tag, room.places_by_tag() if reads else self._reader_tags(room))
        self._plain(row, {"id": row.id})

    def _sealed(self, row: RecordRow | WaiverRow | ShareRow | PassRow | OutcomeRow) -> None:
        """Add what belongs to a sealed record or a request."""
        match row:
            case RecordRow() | WaiverRow():
                self._room(row.session)
                self._plain(row, {"id": row.id})
                self._reachable.add(row.id)
            case ShareRow():
                self._behind(row.record)
                self._plain(row, {"record": row.record, "seat": row.seat})
            case PassRow():
                self._behind(row.item)
                self._pass(row)
            case OutcomeRow():
                self._behind(row.waiver)
                self._outcome(row)

    def _plain(self, row: Row, key: dict[str, object]) -> None:
        """Add a row unless the same one is there. Raises DamagedError for another under its id."""
        present = self._change.tx.one(type(row), **key)
        if present is None:
            self._change.add(row)
            self.new += 1
        elif present != row:
            raise DamagedError(own_mapper.word_of(row), own_mapper.key_bytes(row).hex())

    def _room(self, session: bytes) -> Room:
        if session not in self._about:
            raise FormatError("rows")
        try:
            return self._sessions.open(session)
        except NotFoundError:
            raise FormatError("rows") from None

    def _behind(self, item: bytes) -> None:
        """Refuse what belongs to a record or request that the file did not bring before."""
        if item not in self._reachable:
            raise FormatError("rows")

    def _require_tag(self, tag: bytes, allowed: Iterable[bytes]) -> None:
        """Refuse what this person can't read: nobody could say what was taken in."""
        if tag not in set(allowed):
            raise FormatError("rows")

    def _reader_tags(self, room: Room) -> set[bytes]:
        seats = room.roster.seats if room.is_mediator else (room.seat,)
        return {reader_tag(room.reader_key_of(seat), room.id) for seat in seats}

    def _pass(self, row: PassRow) -> None:
        """Add a pass unless there is one; who made it does not matter, what it brings is read."""
        if self._change.tx.one(PassRow, item=row.item, tag=row.tag) is None:
            self._change.add(row)
            self.new += 1

    def _chunk(self, row: ChunkRow) -> None:
        self.streams.add(row.stream)
        tx = self._change.tx
        if tx.count(ChunkRow, stream=row.stream, number=row.number) == 0:
            tx.add(row)
            self.fresh.add(row.stream)

    # Chains ----------------------------------------------------------------------------------

    def _chain(self, row: ChainRow) -> None:
        room = self._room(row.session)
        places = room.places_by_tag()
        self._require_tag(row.tag, places)
        self._chains[row.id] = 0
        present = self._change.tx.one(ChainRow, id=row.id)
        if present is None:
            self._change.add(row)
            self.new += 1
        elif present._replace(head=b"") != row._replace(head=b""):
            raise DamagedError("chain", row.id.hex())
        elif _signed(room, places[row.tag], row) > _signed(room, places[row.tag], present):
            self._change.update(row, id=row.id)
            self.new += 1

    def _revisions(self, rows: list[RevisionRow]) -> None:
        """Merge neighbouring revisions, most of which are new or most of which are not."""
        ids = tuple(row.id for row in rows)
        present = {row.id: row for row in self._change.tx.find(RevisionRow, id=ids)}
        fresh = []
        for row in rows:
            if row.chain not in self._chains or row.sequence <= self._chains[row.chain]:
                raise FormatError("rows")
            self._chains[row.chain] = row.sequence
            found = present.get(row.id)
            if found is None:
                fresh.append(row)
            elif found != row:
                self._differs(found, row)
        for chain, new in groupby(fresh, lambda row: row.chain):
            if self._change.tx.sequences(chain, tuple(row.sequence for row in new)):
                raise DamagedError("chain", chain.hex())
        self._change.add_all(fresh)
        self.new += len(fresh)

    def _differs(self, found: RevisionRow, row: RevisionRow) -> None:
        """Take note of a row that was destroyed on one side; anything else is a forgery."""
        if found._replace(header=b"", body=b"") != row._replace(header=b"", body=b""):
            raise DamagedError("chain", row.chain.hex())
        if not found.header:
            # Destroyed here; an older file does not bring it back, nor what was attached.
            self.unwanted |= self._files_of(row)
            return
        if row.header:
            raise DamagedError("entry", row.id.hex())
        if not self._follow:
            self.kept += 1
            return
        # What a later revision still refers to comes with the next look at the whole: a missing
        # stream is damage, and undoes all of this.
        for stream in self._files_of(found):
            self._change.tx.drop_stream(stream)
        self._change.update(row, id=row.id)
        self.emptied = True
        self.new += 1

    def _files_of(self, row: RevisionRow) -> set[bytes]:
        """Return where the files of a revision lie."""
        chain = self._change.tx.one(ChainRow, id=row.chain)
        if chain is None:
            return set()
        place = self._room(chain.session).places_by_tag()[chain.tag]
        cells = mapper.ChainCells(place, row.chain)
        header = cells.read(row.sequence, row.id, row.header, row.link)
        return {attachment_stream(place, each.nonce) for each in header.attachments}

    # How a request ended -----------------------------------------------------------------------

    def _outcome(self, row: OutcomeRow) -> None:
        tx = self._change.tx
        room, asked = self._waivers.asked(tx, row.waiver)
        present = tx.one(OutcomeRow, waiver=row.waiver)
        if present is None:
            self._change.add(row)
            self.new += 1
        elif present != row and _says(room, asked, row) > _says(room, asked, present):
            self._change.update(row, waiver=row.waiver)
            self.new += 1


def _parts(rows: Iterable[RevisionRow]) -> Iterator[list[RevisionRow]]:
    part: list[RevisionRow] = []
    for row in rows:
        part.append(row)
        if len(part) == _BATCH:
            yield part
            part = []
    if part:
        yield part


def _signed(room: Room, place: Place, row: ChainRow) -> int:
    """Return how far a chain's head says that it reaches; 0 for one that does not hold."""
    if not row.head:
        return 0
    try:
        made = mapper.read_head(place, row)
        author = room.roster.seat(mapper.read_chain(place, row))
        return read_head(verify(made, author.identity)).sequence
    except (VaultError, IndexError):
        return 0


def _says(room: Room, asked: Asked, row: OutcomeRow) -> tuple[int, bytes]:
    """Return how much an outcome weighs: an opening proves itself; of the rest any one will do."""
    try:
        made, _ = waiver_mapper.read_outcome(asked.key, room.id, row)
        outcome = read_outcome(verify(made, signing_seat(room.roster, made, None).identity))
    except VaultError:
        return (0, b"")
    if made.type is StatementType.OPENING:
        return (3, b"")
    return (2 if outcome.reason == NOT_UNANIMOUS else 1, row.cell)
