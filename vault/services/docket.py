"""The docket: a session's sealed records, as the seats that hold them see it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from vault.crypto.digest import Sha256, equal
from vault.crypto.random import random_id
from vault.errors import (
    AmbiguousError,
    DamagedError,
    FormatError,
    InvalidError,
    NotFoundError,
    VaultError,
)
from vault.format.ids import normalise, prefix_range
from vault.format.sealed import (
    Acknowledgement,
    acknowledgement_object,
    read_acknowledgement,
    read_manifest,
)
from vault.format.statement import Statement, StatementType
from vault.keys.identity import fingerprint
from vault.keys.keyring import reader_tag
from vault.keys.shares import HolderSecrets, check_secrets, place_of
from vault.keys.statements import sign, statement_hash, verify
from vault.mapper import own as own_mapper, sealed as mapper
from vault.model import Damage, Manifest, Role, Roster, Seat
from vault.services.desk import Desk
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.store.rows import AcknowledgementRow, OwnRow, PassRow, RecordRow, ShareRow
from vault.store.transaction import Transaction

ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A sealed record whose manifest was verified."""

    manifest: Manifest
    manifest_hash: bytes
    sealer: int
    """Seat number."""
    key: bytes
    """The record's own key, which opens the manifest and no portion."""

    def __repr__(self) -> str:
        return f"SealedRecord(record={self.manifest.record.hex()})"

    @property
    def holders(self) -> tuple[int, ...]:
        """Seat numbers, in roster order."""
        return tuple(holder.seat for holder in self.manifest.holders)


@dataclass(frozen=True, slots=True)
class DocketLine:
    """What the docket says about one sealed record."""

    record: bytes
    label: str = field(repr=False)
    sealed: int
    corrects: bytes
    portions: tuple[int, ...]
    holders: tuple[str, ...] = field(repr=False)
    acknowledged: tuple[str, ...] = field(repr=False)
    """For a mediator everybody who has; for anyone else at most the person themselves."""


class Docket:
    """The sealed records that one person holds a share of."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions

    def lines(self, session: bytes) -> list[DocketLine]:
        """Return the docket of a session. Raises DamagedError if any of it was changed."""
        room = self._sessions.open(session)
        with self._desk.store.read() as tx:
            records, damages = self.read(tx, room)
            acknowledged = self.acknowledged(tx, room, damages)
        if damages:
            raise DamagedError(damages[0].what, damages[0].row)
        return [_line(room, record, acknowledged) for record in records]

    def read(self, tx: Transaction, room: Room) -> tuple[list[SealedRecord], list[Damage]]:
        """Return the verified records that this seat was given a pass to, oldest first."""
        found: list[SealedRecord] = []
        damages: list[Damage] = []
        passes = {row.item: row for row in self.passes(tx, room)}
        for row in tx.find(RecordRow, session=room.id, id=tuple(passes)):
            try:
                found.append(self._verified(tx, room, row, passes[row.id]))
            except VaultError as error:
                damages.append(Damage("sealed record", row.id.hex(), type(error).__name__))
        found.sort(key=lambda each: (each.manifest.sealed, each.manifest.record))
        return found, damages

    def passes(self, tx: Transaction, room: Room) -> list[PassRow]:
        """Return the passes that bring this seat something: records and requests."""
        return tx.find(PassRow, tag=reader_tag(room.reader_key, room.id))

    def room_of(self, tx: Transaction, record: bytes) -> Room:
        """Return the session of a record that this person has a pass to. Raises NotFoundError."""
        row = tx.one(RecordRow, id=record)
        try:
            room = self._sessions.open(row.session if row is not None else b"")
        except NotFoundError:
            raise NotFoundError("sealed record") from None
        tag = reader_tag(room.reader_key, room.id)
        if tx.one(PassRow, item=record, tag=tag) is None:
            raise NotFoundError("sealed record")
        return room

    def record(self, tx: Transaction, room: Room, record: bytes) -> SealedRecord:
        """Return one verified record of a session. Raises NotFoundError."""
        tag = reader_tag(room.reader_key, room.id)
        given = tx.one(PassRow, item=record, tag=tag)
        row = tx.one(RecordRow, id=record, session=room.id)
        if given is None or row is None:
            raise NotFoundError("sealed record")
        return self._verified(tx, room, row, given)

    def _verified(
        self, tx: Transaction, room: Room, row: RecordRow, given: PassRow
    ) -> SealedRecord:
        key = mapper.read_pass(room.reader_key, room.id, given)
        made = mapper.read_record(key, row)
        found = verified_manifest(room.roster, room.id, made, key)
        manifest = found.manifest
        if manifest.record != row.id:
            raise DamagedError("manifest", row.id.hex())
        shares = tx.find(ShareRow, record=row.id)
        if [share.seat for share in shares] != [holder.seat for holder in manifest.holders]:
            raise DamagedError("share", row.id.hex())
        return found

    def secrets(self, tx: Transaction, room: Room, record: SealedRecord) -> HolderSecrets:
        """Return what this seat was given of a record, proven to be what the manifest says.

        Raises:
            NotFoundError: this seat holds no share of it.
            DamagedError: what it was given is not what everybody was promised.

        """
        manifest = record.manifest
        if room.seat.number not in record.holders:
            raise NotFoundError("sealed record")
        me = record.holders.index(room.seat.number)
        row = tx.one(ShareRow, record=manifest.record, seat=room.seat.number)
        if row is None:
            raise DamagedError("share", manifest.record.hex())
        secrets = mapper.read_share(
            self._desk.identity, room.id, row, manifest.holders[me].wrap_digest,
            len(manifest.holders),
        )  # fmt: skip
        check_secrets(
            place_of(room.id, manifest.record), me, secrets, manifest.pair_commitments,
            {portion.number: portion.commitments for portion in manifest.portions},
        )  # fmt: skip
        return secrets

    def check_portions(self, tx: Transaction, record: SealedRecord) -> None:
        """Prove that every sealed portion is there as the manifest lists it.

        Of a record that is known from a request alone, those that are there.
        """
        away = record.manifest.record in self.away(tx)
        for portion in record.manifest.portions:
            stream = mapper.portion_stream(record.key, record.manifest.record, portion.number)
            if away and not tx.stream_bytes(stream):
                continue
            found = Sha256()
            for piece in tx.chunks(stream):
                found.update(piece)
            if not equal(found.digest(), portion.digest):
                raise DamagedError("portion", f"{record.manifest.record.hex()}:{portion.number}")

    def away(self, tx: Transaction) -> set[bytes]:
        """Return the records of which only a request was received, and not the sealed portions."""
        identity = self._desk.identity
        rows = tx.find(OwnRow, owner=identity.owner, kind=own_mapper.AWAY)
        return {record for row in rows for record in own_mapper.read_away(identity, row)}

    def missing_portions(self, tx: Transaction, record: SealedRecord) -> bool:
        """Tell whether any sealed portion of a record is not in this vault at all."""
        manifest = record.manifest
        return not all(
            tx.stream_bytes(mapper.portion_stream(record.key, manifest.record, portion.number))
            for portion in manifest.portions
        )

    def acknowledge(self, session: bytes, records: Sequence[bytes] = ()) -> list[bytes]:
        """Check the own shares of these records (or all), and sign that they are right.

        Returns the records that the acknowledgement covers now.
        """
        room = self._sessions.open(session)
        with self._desk.store.read() as tx:
            held, damages = self.read(tx, room)
            held = [each for each in held if room.seat.number in each.holders]
            chosen = {each.manifest.record for each in held} & (
                set(records) or {each.manifest.record for each in held}
            )
            if set(records) - chosen:
                raise NotFoundError("sealed record")
            if damages:
                raise DamagedError(damages[0].what, damages[0].row)
            before = self._own(tx, room)
            if chosen & self.away(tx):
                raise InvalidError("record", "away")
            for each in held:
                if each.manifest.record in chosen:
                    self.secrets(tx, room, each)
                    self.check_portions(tx, each)
        covered = [
            each for each in held
            if each.manifest.record in chosen or each.manifest_hash in before
        ]  # fmt: skip
        fresh = [each.manifest_hash for each in covered if each.manifest_hash not in before]
        if fresh or not before:
            self._write(room, fresh)
        return [each.manifest.record for each in covered]

    def _write(self, room: Room, manifests: Sequence[bytes]) -> None:
        """Sign one statement for each manifest, or one for the roster alone.

        Each stands by itself, so that a disclosure can bring it and say nothing of others.
        """
        listed: list[tuple[bytes, ...]] = [(each,) for each in manifests] or [()]
        with self._desk.change("docket acknowledged", room.id) as change:
            for each in listed:
                said = Acknowledgement(room.id, room.seat.number, each, self._desk.clock())
                made = sign(
                    self._desk.identity, StatementType.ACKNOWLEDGEMENT,
                    acknowledgement_object(said),
                )  # fmt: skip
                row = mapper.acknowledgement_row(room.reader_key, room.id, random_id(), made)
                change.add(row)

    def _own(self, tx: Transaction, room: Room) -> set[bytes]:
        damages: list[Damage] = []
        found = self.acknowledged(tx, room, damages)
        return found.get(room.seat.number, set())

    def own_acknowledgements(self, tx: Transaction, room: Room) -> list[AcknowledgementRow]:
        """Return the rows by which this seat acknowledged what it holds."""
        tag = reader_tag(room.reader_key, room.id)
        mine = fingerprint(room.seat.identity)
        return [
            row
            for row in tx.find(AcknowledgementRow, tag=tag)
            if mapper.read_acknowledgement(room.reader_key, row).signer == mine
        ]

    def acknowledgements_of(
        self, tx: Transaction, room: Room, manifests: Sequence[bytes]
    ) -> list[Statement]:
        """Return, for a mediator, what holders signed about these records and about no others.

        One of each holder and record, the first, in the order of seats.
        """
        found: dict[tuple[int, bytes], tuple[int, Statement]] = {}
        for seat in room.roster.seats:
            key = room.reader_key_of(seat)
            for row in tx.find(AcknowledgementRow, tag=reader_tag(key, room.id)):
                made = mapper.read_acknowledgement(key, row)
                if made.signer != fingerprint(seat.identity):
                    continue
                said = read_acknowledgement(verify(made, seat.identity))
                if not said.manifests or not set(said.manifests) <= set(manifests):
                    continue
                place = (seat.number, said.manifests[0])
                if place not in found or said.time < found[place][0]:
                    found[place] = (said.time, made)
        return [found[place][1] for place in sorted(found)]

    def acknowledged(
        self, tx: Transaction, room: Room, damages: list[Damage]
    ) -> dict[int, set[bytes]]:
        """Return, by seat, the manifest hashes that it acknowledged, as far as this seat sees."""
        found: dict[int, set[bytes]] = {}
        keys: dict[bytes, tuple[bytes, list[Seat]]] = {}
        for seat in room.roster.seats:
            if room.is_mediator or seat == room.seat:
                key = room.reader_key_of(seat)
                tag = reader_tag(key, room.id)
                keys.setdefault(tag, (key, []))[1].append(seat)
        for row in tx.find(AcknowledgementRow, tag=tuple(keys)):
            key, seats = keys[row.tag]
            try:
                acknowledgement = _read(key, row, seats, room.id)
            except VaultError as error:
                damages.append(Damage("acknowledgement", row.id.hex(), type(error).__name__))
                continue
            found.setdefault(acknowledgement.seat, set()).update(acknowledgement.manifests)
        return found

    def resolve(self, reference: str) -> tuple[Room, bytes]:
        """Return the one sealed record that this prefix fits, with its session.

        Raises:
            NotFoundError: none that this person holds a share of.
            AmbiguousError: more than one.

        """
        low, high = prefix_range(normalise(reference), ID_BYTES)
        found = []
        with self._desk.store.read() as tx:
            for row in tx.between(RecordRow, "id", low, high):
                with suppress(NotFoundError):
                    found.append((self.room_of(tx, row.id), row.id))
        if not found:
            raise NotFoundError("sealed record", reference)
        if len(found) > 1:
            raise AmbiguousError("sealed record", reference)
        return found[0]


def verified_manifest(roster: Roster, session: bytes, made: Statement, key: bytes) -> SealedRecord:
    """Return a record whose manifest a mediator of this roster signed, for holders that it needs.

    Raises:
        DamagedError: it does not hold.

    """
    sealer = _signer(roster, made.signer)
    manifest = read_manifest(verify(made, sealer.identity))
    seats = {holder.seat for holder in manifest.holders}
    always = {seat.number for seat in roster.seats if seat.always_holds}
    everybody = {seat.number for seat in roster.seats}
    if manifest.session != session or not always <= seats <= everybody:
        raise DamagedError("manifest", manifest.record.hex())
    if not any(roster.seat(seat).role is Role.PARTY for seat in seats):
        raise DamagedError("manifest", manifest.record.hex())
    return SealedRecord(manifest, statement_hash(made), sealer.number, key)


def _signer(roster: Roster, of: bytes) -> Seat:
    """Return the mediator's seat with that fingerprint. Raises DamagedError."""
    for seat in roster.seats:
        if seat.role is Role.MEDIATOR and fingerprint(seat.identity) == of:
            return seat
    raise DamagedError("manifest")


def _read(
    key: bytes, row: AcknowledgementRow, seats: list[Seat], session: bytes
) -> Acknowledgement:
    made = mapper.read_acknowledgement(key, row)
    for seat in seats:
        if fingerprint(seat.identity) == made.signer:
            found = read_acknowledgement(verify(made, seat.identity))
            if found.seat == seat.number and found.session == session:
                return found
    raise FormatError("acknowledgement")


def _line(room: Room, record: SealedRecord, acknowledged: dict[int, set[bytes]]) -> DocketLine:
    manifest = record.manifest
    return DocketLine(
        manifest.record, manifest.label, manifest.sealed, manifest.corrects,
        tuple(portion.number for portion in manifest.portions),
        tuple(room.roster.seat(seat).name for seat in record.holders),
        tuple(
            room.roster.seat(seat).name for seat in record.holders
            if record.manifest_hash in acknowledged.get(seat, set())
        ),
    )  # fmt: skip
