"""One look at every row that a person's keys reach, reporting row by row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from vault.crypto.digest import Sha256, equal
from vault.crypto.kdf import KdfCost
from vault.errors import DamagedError, FormatError, LimitError, NotFoundError, VaultError
from vault.format.own import OwnSeat, Profile
from vault.format.waivers import Released
from vault.keys.identity import Identity
from vault.keys.keyslot import PASSPHRASE, is_intact
from vault.mapper import (
    entries as entry_mapper,
    own as own_mapper,
    sealed as sealed_mapper,
    sessions as session_mapper,
)
from vault.model import Damage, Revision
from vault.services.chains import read_contents
from vault.services.desk import Desk
from vault.services.docket import Docket
from vault.services.journal import Trail
from vault.services.opening import opened_portion
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.services.slots import read_slot
from vault.services.tally import Asked, read_asked, read_conclusion, read_given
from vault.store.rows import (
    ChainRow,
    GrantRow,
    KeyslotRow,
    OwnRow,
    PassRow,
    RecordRow,
    RevisionRow,
    SettingRow,
    VaultRow,
    WaiverRow,
)
from vault.store.transaction import Transaction

FORMAT = 1
_BATCH = 200
"""How many texts are in memory at once."""
_OWN: dict[str, Callable[[Identity, OwnRow], object]] = {
    own_mapper.CONTACT: own_mapper.read_contact,
    own_mapper.ANSWER: own_mapper.read_answer,
    own_mapper.UPLOAD: own_mapper.read_upload,
    own_mapper.AWAY: own_mapper.read_away,
    own_mapper.UNSAVED: own_mapper.read_unsaved,
}


@dataclass(slots=True)
class Checked:
    """What a check looked at, and what it found."""

    rows: int = 0
    damages: list[Damage] = field(default_factory=list)
    repaired: int = 0


class Inspection:
    """One check under way: every row that this person's keys reach."""

    def __init__(
        self, desk: Desk, sessions: Sessions, docket: Docket,
        progress: Callable[[int], None] | None,
    ) -> None:  # fmt: skip
        self._desk = desk
        self._sessions = sessions
        self._docket = docket
        self._progress = progress
        self.done = Checked()
        self._emptied: set[bytes] = set()
        """Revisions whose content is gone, each accounted for or reported."""

    def vault(self, tx: Transaction) -> None:
        """Check the row that says what this database is."""
        rows = tx.find(VaultRow)
        if len(rows) != 1 or rows[0].format != FORMAT:
            self._report("vault", "", "damaged")
        if self._desk.mark.damaged:
            self._report("mark", "", "changed")
        self._count(len(rows))

    def keyslots(self, tx: Transaction) -> None:
        """Check all keyslots as far as their checksums go."""
        settings = {row.id: row for row in tx.find(SettingRow)}
        for setting in settings.values():
            with self._reporting("slot setting", setting.id):
                KdfCost(setting.memory_kib, setting.passes, setting.lanes)
        used = set()
        for row in tx.find(KeyslotRow):
            if not is_intact(read_slot(row)):
                self._report("keyslot", row.id.hex(), "changed")
            if row.kind == PASSPHRASE:
                used.add(row.setting)
                if row.setting not in settings:
                    self._report("slot setting", row.setting.hex(), "missing")
        for setting_id in settings.keys() - used:
            self._report("slot setting", setting_id.hex(), "foreign")
        self._count(len(settings))

    def own_rows(self, tx: Transaction) -> list[OwnSeat]:
        """Check the rows that only this person reads. Returns their seats."""
        identity = self._desk.identity
        seats: list[OwnSeat] = []
        profiles: list[Profile] = []
        for row in tx.find(OwnRow, owner=identity.owner):
            with self._reporting(row.kind, row.id):
                if row.kind == own_mapper.PROFILE:
                    profiles.append(own_mapper.read_profile(identity, row))
                elif row.kind == own_mapper.SEAT:
                    seats.append(own_mapper.read_seat(identity, row))
                elif row.kind in _OWN:
                    _OWN[row.kind](identity, row)
                else:
                    raise DamagedError("foreign")
        listed = dict(profiles[0].slots) if len(profiles) == 1 else {}
        found = {row.id: row.checksum for row in tx.find(KeyslotRow, owner=identity.owner)}
        for slot in listed.keys() | found.keys():
            if not equal(listed.get(slot, b""), found.get(slot, b"")):
                self._report("keyslot", slot.hex(), "missing" if slot in listed else "foreign")
        return seats

    def session(self, tx: Transaction, seat: OwnSeat) -> None:
        """Check one session: roster, grants, chains, texts, files, docket and requests."""
        try:
            self._sessions.forget(seat.session)
            room = self._sessions.open(seat.session)
        except VaultError as error:
            self._report("session", seat.session.hex(), _reason(error))
            return
        self.room(tx, room)

    def room(self, tx: Transaction, room: Room) -> None:
        """Check an opened session as it stands in this transaction."""
        self._grants(tx, room)
        self._entries(tx, room)
        self._docket_rows(tx, room)
        self._requests(tx, room)

    def _grants(self, tx: Transaction, room: Room) -> None:
        grants = {row.seat: row for row in tx.find(GrantRow, session=room.id)}
        self._count(len(grants))
        for number in grants.keys() ^ {seat.number for seat in room.roster.seats}:
            reason = "foreign" if number in grants else "missing"
            self._report("grant", str(number), reason)
        mine = grants.get(room.seat.number)
        if mine is not None:
            with self._reporting("grant", room.id):
                keys = session_mapper.read_grant(self._desk.identity, mine)
                if keys != room.own.keys:
                    raise DamagedError("changed")

    def _entries(self, tx: Transaction, room: Room) -> None:
        contents = read_contents(tx, room, self._desk.mark)
        self.done.damages += contents.damages
        self._count(contents.destroyed)
        for chain in tx.find(ChainRow, tag=tuple(room.places_by_tag())):
            own = chain.id in room.own.chains.values()
            for emptied in tx.emptied(chain.id):
                # The mark stays: it lets what follows in the chain be signed.
                mark = self._desk.keyring.own_mark(emptied.link)
                if emptied.body or (own and not equal(emptied.mark, mark)):
                    self._report("entry", emptied.id.hex(), "put back or changed")
        self._texts(tx, room, contents.revisions)
        self._attachments(tx, room, contents.revisions)

    def _texts(self, tx: Transaction, room: Room, revisions: list[Revision]) -> None:
        for at in range(0, len(revisions), _BATCH):
            part = revisions[at : at + _BATCH]
            rows = {
                row.id: row for row in tx.find(RevisionRow, id=tuple(each.id for each in part))
            }
            for revision in part:
                with self._reporting("entry", revision.id):
                    row = rows.get(revision.id)
                    if row is None:
                        raise DamagedError("missing")
                    cells = entry_mapper.BodyCells(room.place(revision.audience))
                    cells.read(revision.id, row.body, revision.header.body_digest)
                    own = revision.author == room.seat.number
                    if own and not self._is_own(room, revision, row):
                        raise DamagedError("not written by this person's program")
                self._count(1)

    def _attachments(self, tx: Transaction, room: Room, revisions: list[Revision]) -> None:
        streams: set[bytes] = set()
        for revision in revisions:
            place = room.place(revision.audience)
            for attachment in revision.header.attachments:
                stream = entry_mapper.attachment_stream(place, attachment.nonce)
                if stream in streams:
                    continue
                streams.add(stream)
                with self._reporting("attachment", stream):
                    self._stream(tx, stream, attachment.digest)

    def _is_own(self, room: Room, revision: Revision, row: RevisionRow) -> bool:
        """Tell a row that this person's program wrote from one that only says so."""
        if revision.chain in room.own.chains.values():
            return equal(row.mark, self._desk.keyring.own_mark(row.link))
        return revision.signed

    def _stream(self, tx: Transaction, stream: bytes, digest: bytes) -> None:
        found = Sha256()
        for piece in tx.chunks(stream):
            found.update(piece)
            self._count(1)
        if not equal(found.digest(), digest):
            raise DamagedError("changed")

    def _docket_rows(self, tx: Transaction, room: Room) -> None:
        records, damages = self._docket.read(tx, room)
        for row in self._docket.passes(tx, room):
            with self._reporting("pass", row.item):
                sealed_mapper.read_pass(room.reader_key, room.id, row)
                known = tx.one(RecordRow, id=row.item) or tx.one(WaiverRow, id=row.item)
                if known is None:
                    raise DamagedError("leads nowhere")
        for record in records:
            with self._reporting("sealed record", record.manifest.record):
                self._docket.check_portions(tx, record)
                if room.seat.number in record.holders:
                    self._docket.secrets(tx, room, record)
                if room.is_mediator:
                    self._passes(tx, room, record.manifest.record, record.key, record.holders)
            self._count(1 + len(record.holders))
        acknowledged = self._docket.acknowledged(tx, room, damages)
        manifests = {record.manifest_hash for record in records}
        for seat, hashes in acknowledged.items():
            if hashes - manifests and (room.is_mediator or seat == room.seat.number):
                damages.append(Damage("sealed record", "", "acknowledged, and gone"))
        self.done.damages += damages

    def _passes(
        self, tx: Transaction, room: Room, item: bytes, item_key: bytes, holders: tuple[int, ...]
    ) -> None:
        """Prove that every holder can see what they hold. Only a mediator has their keys."""
        tags = {row.tag for row in tx.find(PassRow, item=item)}
        expected = set()
        for seat in holders:
            key = room.reader_key_of(room.roster.seat(seat))
            tag = sealed_mapper.pass_row(key, room.id, item, bytes(32)).tag
            expected.add(tag)
            row = tx.one(PassRow, item=item, tag=tag)
            if row is None:
                raise DamagedError("pass missing")
            if not equal(sealed_mapper.read_pass(key, room.id, row), item_key):
                raise DamagedError("pass changed")
        if tags != expected:
            raise DamagedError("pass foreign")

    def _requests(self, tx: Transaction, room: Room) -> None:
        given = {row.item: row for row in self._docket.passes(tx, room)}
        for row in tx.find(WaiverRow, session=room.id):
            if row.id not in given:
                if room.is_mediator:
                    self._report("request", row.id.hex(), "pass missing")
                continue
            with self._reporting("request", row.id):
                asked = read_asked(tx, self._docket, room, row, given[row.id])
                if room.is_mediator:
                    self._passes(tx, room, row.id, asked.key, asked.holders)
                    read_given(tx, self._desk.identity, room, asked, self.done.damages)
                outcome = read_conclusion(tx, room, asked)
                for released in outcome.released if outcome else ():
                    self._released(tx, room, asked, released)
            self._count(1)

    def _released(self, tx: Transaction, room: Room, asked: Asked, released: Released) -> None:
        """Prove that what an opening hands out opens what was sealed."""
        for record in asked.records:
            if record.manifest.record == released.record:
                for _ in opened_portion(tx, room, record, released)[1]:
                    pass

    def journalled(self, tx: Transaction, trail: Trail) -> None:
        """Compare every row that this person wrote with what the journal says of it."""
        for (word, key), digest in trail.expected.items():
            kind = own_mapper.KINDS.get(word)
            if kind is None:
                self._report("journal", word, "foreign")
                continue
            row = own_mapper.find_row(tx, kind, key)
            self._count(1)
            if row is None and digest:
                self._report(word, key.hex(), "missing")
            elif row is not None and not equal(own_mapper.row_digest(row), digest):
                self._journalled_otherwise(row, word, key, digest)
        own = {key for (word, key), digest in trail.expected.items() if word == "own" and digest}
        for found in tx.find(OwnRow, owner=self._desk.identity.owner):
            # Unsaved texts come and go without a line.
            if found.id not in own and found.kind != own_mapper.UNSAVED:
                self._report(found.kind, found.id.hex(), "foreign")

    def _journalled_otherwise(self, row: object, word: str, key: bytes, digest: bytes) -> None:
        """Report a changed row, unless somebody else rightly destroyed its content."""
        if isinstance(row, RevisionRow) and not row.header and digest:
            return  # Accounted for by a destruction statement, or reported with its chain.
        if isinstance(row, PassRow) and digest:
            return  # Another mediator may have made it again; what is in it was checked above.
        if isinstance(row, GrantRow) and digest and self._has_co_mediators(row.session):
            return  # Another mediator may have made it again; its reader checks it.
        self._report(word, key.hex(), "put back or changed" if digest else "back again")

    def _has_co_mediators(self, session: bytes) -> bool:
        try:
            return len(self._sessions.open(session).mediators) > 1
        except VaultError:
            return False

    @contextmanager
    def _reporting(self, what: str, row: bytes) -> Iterator[None]:
        """Turn what goes wrong with one row into one line of the report."""
        try:
            yield
        except (DamagedError, FormatError, LimitError, NotFoundError) as error:
            self._report(what, row.hex(), _reason(error))

    def _report(self, what: str, row: str, reason: str) -> None:
        self.done.damages.append(Damage(what, row, reason))

    def _count(self, rows: int) -> None:
        self.done.rows += rows
        if self._progress is not None:
            self._progress(self.done.rows)


def _reason(error: VaultError) -> str:
    return str(error.what) if isinstance(error, (DamagedError, FormatError)) else "unreadable"
