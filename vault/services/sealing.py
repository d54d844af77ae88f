"""Sealing: an entry becomes a record that nobody can open alone, and its working copy goes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vault.crypto.digest import Sha256, sha256
from vault.crypto.random import random_id, random_key
from vault.errors import (
    DamagedError,
    InvalidError,
    SafetyReviewError,
    SpeakersError,
)
from vault.format.sealed import (
    manifest_object,
    portion_prefix,
    read_manifest,
)
from vault.format.statement import StatementType
from vault.keys import shares
from vault.keys.shares import HolderSecrets
from vault.keys.statements import sign, verify
from vault.mapper import sealed as mapper
from vault.mapper.streams import decrypt_stream, encrypt_stream
from vault.model import (
    Holder,
    Manifest,
    Portion,
    Role,
    check_text,
)
from vault.services.desk import Change, Desk
from vault.services.destruction import destroy_rows
from vault.services.docket import Docket
from vault.services.entries import Entries
from vault.services.files import Files
from vault.services.plans import (
    Plan,
    PlannedPortion,
    holders_of,
    plan_portions,
    speakers_of,
)
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.store.rows import ChunkRow, PassRow, RecordRow, ShareRow


@dataclass(slots=True)
class _Draft:
    """One record on its way into the database."""

    manifest: Manifest
    secrets: list[HolderSecrets]
    record: RecordRow
    key: bytes
    shares: list[ShareRow] = field(default_factory=list)
    passes: list[PassRow] = field(default_factory=list)


class Sealing:
    """A mediator's act: sealing entries."""

    def __init__(
        self, desk: Desk, sessions: Sessions, entries: Entries, files: Files, docket: Docket
    ) -> None:
        self._desk = desk
        self._sessions = sessions
        self._entries = entries
        self._files = files
        self._docket = docket

    def plan(
        self, entry: bytes, *, whole: bool = False, speakers: Mapping[str, str] | None = None
    ) -> Plan:
        """Return what sealing an entry would do.

        ``speakers`` says, for names that no seat has, whose seat they are; an empty text means
        nobody who takes part in the session.

        Raises:
            ForbiddenError: sealing is a mediator's act.
            InvalidError: nothing to seal, too many portions, or two versions of the entry.

        """
        room, found = self._entries.find(entry)
        room.require_mediator("seal")
        if len(found.versions) > 1:
            raise InvalidError("entry", "versions")
        portions = plan_portions(
            room, found, self._entries.text_of(room, found.latest), whole=whole
        )
        named = {**{name: name for name in speakers_of(found)}, **(speakers or {})}
        holders, unknown = holders_of(room, found, named)
        if len(holders) < 2 or not any(seat.role is Role.PARTY for seat in holders):  # noqa: PLR2004
            raise InvalidError("holders", "no party")
        with self._desk.store.read() as tx:
            acknowledged = self._docket.acknowledged(tx, room, [])
        return Plan(
            found,
            portions,
            holders,
            tuple(
                seat.name for seat in holders
                if seat.number not in acknowledged and seat != room.seat
            ),
            self._entries.readers(room.id, found.latest.audience),
            unknown,
        )  # fmt: skip

    def seal(
        self, entries: Sequence[bytes], label: str, *, safety_reviewed: bool, whole: bool = False,
        speakers: Mapping[str, str] | None = None,
    ) -> list[bytes]:  # fmt: skip
        """Seal entries of one session and destroy their working copies. Returns the records.

        Everything happens in one transaction: either the sealed records are there, proven to
        open, and the working copies are gone, or nothing has changed.

        Raises:
            SafetyReviewError: nobody said that the safety-and-complaint question was considered.
            SpeakersError: speakers whom no seat is named for, and ``speakers`` says nothing.

        """
        check_text("label", label)
        if not safety_reviewed:
            raise SafetyReviewError
        plans = [
            self.plan(entry, whole=whole, speakers=speakers) for entry in dict.fromkeys(entries)
        ]
        if not plans:
            raise InvalidError("entry", "empty")
        unknown = tuple(dict.fromkeys(name for plan in plans for name in plan.unknown_speakers))
        if unknown:
            raise SpeakersError(unknown)
        sessions = {plan.entry.latest.session for plan in plans}
        if len(sessions) > 1:
            raise InvalidError("entry", "sessions")
        room = self._sessions.open(sessions.pop())
        with self._desk.change("entries sealed", room.id) as change:
            drafts = [self._draft(change, room, plan, label) for plan in plans]
            self._write(change, drafts)
            for draft in drafts:
                self._prove(change, room, draft)
            destroy_rows(change, self._desk, room, [plan.entry for plan in plans], "sealed")
        self._desk.store.erase_traces()
        return [draft.manifest.record for draft in drafts]

    def _draft(self, change: Change, room: Room, plan: Plan, label: str) -> _Draft:
        record, key = random_id(), random_key()
        place = shares.place_of(room.id, record)
        secrets = shares.draw(len(plan.holders))
        given = [
            mapper.share_row(room.id, record, seat.number, seat.identity, secret)
            for seat, secret in zip(plan.holders, secrets, strict=True)
        ]
        manifest = Manifest(
            session=room.id,
            record=record,
            label=label,
            holders=tuple(Holder(row.seat, sha256(row.wrapped)) for row in given),
            pair_commitments=shares.pair_commitments(place, secrets),
            portions=tuple(
                self._encrypt(change, room, plan, record, secrets, portion)
                for portion in plan.portions
            ),
            corrects=plan.entry.latest.header.corrects,
            sealed=self._desk.clock(),
        )
        made = sign(self._desk.identity, StatementType.MANIFEST, manifest_object(manifest))
        readers = {room.reader_key_of(seat) for seat in plan.holders}
        return _Draft(
            manifest, secrets, mapper.record_row(key, room.id, record, made), key, given,
            [mapper.pass_row(reader, room.id, record, key) for reader in sorted(readers)],
        )  # fmt: skip

    def _encrypt(
        self, change: Change, room: Room, plan: Plan, record: bytes,
        secrets: list[HolderSecrets], planned: PlannedPortion,
    ) -> Portion:  # fmt: skip
        """Write one portion's ciphertext, and return how the manifest lists it."""
        place, number = shares.place_of(room.id, record), planned.number
        given = [shares.portion_share(secret.share, place, number) for secret in secrets]
        prefix = portion_prefix(planned.content)
        digest = Sha256()
        pieces = encrypt_stream(
            shares.portion_key(given, place, number),
            mapper.portion_place(room.id, record, number),
            len(prefix) + planned.content.size,
            self._source(room, plan, prefix, planned),
            digest,
        )
        stream = mapper.portion_stream(record, number)
        for at, piece in enumerate(pieces, 1):
            change.tx.add(ChunkRow(stream, at, piece))
        commitments = tuple(
            shares.share_commitment(place, i, number, share) for i, share in enumerate(given)
        )
        return Portion(number, digest.digest(), commitments)

    def _source(
        self, room: Room, plan: Plan, prefix: bytes, planned: PlannedPortion
    ) -> Iterable[bytes]:
        yield prefix
        if planned.attachment is None:
            yield planned.text.encode()
        else:
            yield from self._files.read(room, plan.entry, planned.attachment)

    def _write(self, change: Change, drafts: list[_Draft]) -> None:
        for draft in drafts:
            change.add(draft.record)
        change.tx.add_all([row for draft in drafts for row in draft.shares])
        change.tx.add_all([row for draft in drafts for row in draft.passes])

    def _prove(self, change: Change, room: Room, draft: _Draft) -> None:
        """Open every portion from the rows as written, before the working copy goes.

        Raises:
            DamagedError: something does not open; the transaction is undone, nothing is lost.

        """
        record = draft.manifest.record
        row = change.tx.one(RecordRow, id=record)
        if row is None:
            raise DamagedError("manifest", record.hex())
        written = read_manifest(verify(mapper.read_record(draft.key, row), room.seat.identity))
        wraps = change.tx.find(ShareRow, record=record)
        if [sha256(wrap.wrapped) for wrap in wraps] != [
            holder.wrap_digest for holder in written.holders
        ]:
            raise DamagedError("share", record.hex())
        me = [holder.seat for holder in written.holders].index(room.seat.number)
        mine = mapper.read_share(
            self._desk.identity, room.id, wraps[me], written.holders[me].wrap_digest, len(wraps)
        )
        if mine != draft.secrets[me]:
            raise DamagedError("share", record.hex())
        place = shares.place_of(room.id, record)
        listed = {portion.number: portion.commitments for portion in written.portions}
        for i, secret in enumerate(draft.secrets):
            shares.check_secrets(place, i, secret, written.pair_commitments, listed)
        for portion in written.portions:
            self._prove_portion(change, room, record, draft.secrets, portion)

    def _prove_portion(
        self, change: Change, room: Room, record: bytes, secrets: list[HolderSecrets],
        portion: Portion,
    ) -> None:  # fmt: skip
        place, number = shares.place_of(room.id, record), portion.number
        given = [shares.portion_share(secret.share, place, number) for secret in secrets]
        pieces = decrypt_stream(
            shares.portion_key(given, place, number),
            mapper.portion_place(room.id, record, number),
            change.tx.chunks(mapper.portion_stream(record, number)),
            portion.digest,
            "portion",
        )
        content, data = mapper.open_portion(pieces)
        if sum(len(piece) for piece in data) != content.size:
            raise DamagedError("portion", record.hex())
