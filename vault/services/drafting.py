"""Making sealed records, and proving from the rows as written that they open."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from vault.crypto.digest import Sha256, sha256
from vault.crypto.random import random_id, random_key
from vault.errors import DamagedError, FormatError, InvalidError
from vault.format.padding import body_rule
from vault.format.sealed import manifest_object, portion_prefix, read_manifest
from vault.format.statement import Statement, StatementType
from vault.keys import shares
from vault.keys.identity import Identity
from vault.keys.shares import HolderSecrets
from vault.keys.statements import sign, verify
from vault.mapper import sealed as mapper
from vault.mapper.streams import decrypt_stream, encrypt_stream
from vault.model import Holder, Manifest, Portion
from vault.services.desk import Change
from vault.services.plans import Plan, PlannedPortion
from vault.services.room import Room
from vault.store.rows import ChunkRow, PassRow, RecordRow, ShareRow

_SIGNERS = 2
_BATCH = 50
"""Records that are signed, written and proven together."""


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """One sealed record on its way into the database, with every holder's secrets."""

    manifest: Manifest
    secrets: list[HolderSecrets]
    key: bytes
    shares: list[ShareRow]
    passes: list[PassRow]
    texts: list[ChunkRow]
    """The portions that are texts, which are written together with other records'."""

    def __repr__(self) -> str:
        return f"RecordDraft(record={self.manifest.record.hex()})"


class _Sealed(NamedTuple):
    """A record that is being made: its id, its own key, every holder's secrets, its texts."""

    record: bytes
    key: bytes
    secrets: list[HolderSecrets]
    texts: list[ChunkRow]

    def __repr__(self) -> str:
        return f"_Sealed(record={self.record.hex()})"


def draft_record(
    change: Change,
    room: Room,
    plan: Plan,
    *,
    label: str,
    sealed: int,
    source: Callable[[PlannedPortion], Iterable[bytes]],
) -> RecordDraft:
    """Seal one entry for its holders. Files are written; the rest is returned.

    Args:
        change: the act under way.
        room: the session.
        plan: what was agreed to be sealed.
        label: under which everybody will know it.
        sealed: seconds UTC.
        source: gives the text or file of a portion.

    """
    made = _Sealed(random_id(), random_key(), shares.draw(len(plan.holders)), [])
    record, key, secrets, texts = made
    place = shares.place_of(room.id, record)
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
            _encrypt(change, room, made, planned, source(planned)) for planned in plan.portions
        ),
        corrects=plan.entry.latest.header.corrects,
        sealed=sealed,
    )
    readers = {room.reader_key_of(seat) for seat in plan.holders}
    return RecordDraft(
        manifest,
        secrets,
        key,
        given,
        [mapper.pass_row(reader, room.id, record, key) for reader in sorted(readers)],
        texts,
    )


def _sign(identity: Identity, manifest: Manifest) -> tuple[Statement, Manifest]:
    """Sign a manifest. Returns it too as whoever verifies the signatures reads it."""
    try:
        made = sign(identity, StatementType.MANIFEST, manifest_object(manifest))
    except FormatError:
        # Longer than a statement may be: so many portions for so many holders.
        raise InvalidError("entry", "portions") from None
    return made, read_manifest(verify(made, identity.public))


def _encrypt(
    change: Change,
    room: Room,
    sealed: _Sealed,
    planned: PlannedPortion,
    source: Iterable[bytes],
) -> Portion:
    """Encrypt one portion, writing it if it is a file. Returns how the manifest lists it."""
    number, record = planned.number, sealed.record
    given, key = _portion_key(room, record, sealed.secrets, number)
    prefix = portion_prefix(planned.content)
    digest = Sha256()
    size = len(prefix) + planned.content.size
    pieces = encrypt_stream(
        key,
        mapper.portion_place(room.id, record, number),
        size,
        chain((prefix,), source),
        digest,
        rule=body_rule,
    )
    stream = mapper.portion_stream(sealed.key, record, number)
    rows = (ChunkRow(stream, at, piece) for at, piece in enumerate(pieces, 1))
    if planned.attachment is None:
        sealed.texts.extend(rows)
    else:
        for row in rows:
            change.tx.add(row)
    place = shares.place_of(room.id, record)
    commitments = tuple(
        shares.share_commitment(place, i, number, share) for i, share in enumerate(given)
    )
    return Portion(number, digest.digest(), commitments)


def _portion_key(
    room: Room, record: bytes, secrets: list[HolderSecrets], number: int
) -> tuple[list[bytes], bytes]:
    """Return every holder's portion share, and the key that they make together."""
    place = shares.place_of(room.id, record)
    given = [shares.portion_share(secret.share, place, number) for secret in secrets]
    return given, shares.portion_key(given, place, number)


def seal_drafts(
    change: Change, identity: Identity, room: Room, drafts: Iterator[RecordDraft]
) -> list[bytes]:
    """Make the drafts, sign them, write them and prove that they open. Returns the records.

    A batch is signed while the one before it is written and proven and the next is made: the
    library signs without holding up others.

    Raises:
        DamagedError: something does not open; the transaction is undone, nothing is lost.

    """
    records: list[bytes] = []
    signing: list[tuple[RecordDraft, Future[tuple[Statement, Manifest]]]] = []
    with ThreadPoolExecutor(_SIGNERS) as signers:
        while True:
            begun = [
                (draft, signers.submit(_sign, identity, draft.manifest))
                for draft in islice(drafts, _BATCH)
            ]
            if signing:
                batch = [draft for draft, _ in signing]
                signed = [made.result() for _, made in signing]
                _write(change, room, batch, signed)
                _prove(change, identity, room, batch, signed)
                records += [draft.manifest.record for draft in batch]
            if not begun:
                return records
            signing = begun


def _write(
    change: Change, room: Room, drafts: list[RecordDraft], signed: list[tuple[Statement, Manifest]]
) -> None:
    """Write texts, manifests, shares and passes."""
    change.tx.add_all([row for draft in drafts for row in draft.texts])
    change.add_all([
        mapper.record_row(draft.key, room.id, draft.manifest.record, made)
        for draft, (made, _) in zip(drafts, signed, strict=True)
    ])  # fmt: skip
    change.add_all([row for draft in drafts for row in draft.shares])
    change.add_all([row for draft in drafts for row in draft.passes])


def _prove(
    change: Change,
    identity: Identity,
    room: Room,
    drafts: list[RecordDraft],
    signed: list[tuple[Statement, Manifest]],
) -> None:
    """Open every portion from the rows as written."""
    ids = tuple(draft.manifest.record for draft in drafts)
    records = {row.id: row for row in change.tx.find(RecordRow, id=ids)}
    wraps: dict[bytes, list[ShareRow]] = {}
    for wrap in change.tx.find(ShareRow, record=ids):
        wraps.setdefault(wrap.record, []).append(wrap)
    texts = change.tx.short_chunks(tuple({row.stream for draft in drafts for row in draft.texts}))
    for draft, (statement, written) in zip(drafts, signed, strict=True):
        record = draft.manifest.record
        if record not in records:
            raise DamagedError("manifest", record.hex())
        if mapper.read_record(draft.key, records[record]) != statement:
            raise DamagedError("manifest", record.hex())
        _prove_shares(identity, room, draft, written, wraps.get(record, []))
        for portion in written.portions:
            stream = mapper.portion_stream(draft.key, record, portion.number)
            pieces = texts.get(stream) or change.tx.chunks(stream)
            _prove_portion(room, draft, portion, pieces)


def _prove_shares(
    identity: Identity, room: Room, draft: RecordDraft, written: Manifest, wraps: list[ShareRow]
) -> None:
    """Prove that the wraps are those listed, and that every secret fits its commitments."""
    record = written.record
    digests = [holder.wrap_digest for holder in written.holders]
    if [sha256(wrap.wrapped) for wrap in wraps] != digests:
        raise DamagedError("share", record.hex())
    me = [holder.seat for holder in written.holders].index(room.seat.number)
    mine = mapper.read_share(identity, room.id, wraps[me], digests[me], len(wraps))
    if mine != draft.secrets[me]:
        raise DamagedError("share", record.hex())
    place = shares.place_of(room.id, record)
    listed = {portion.number: portion.commitments for portion in written.portions}
    for i, secret in enumerate(draft.secrets):
        shares.check_secrets(place, i, secret, written.pair_commitments, listed)


def _prove_portion(
    room: Room, draft: RecordDraft, portion: Portion, ciphertext: Iterable[bytes]
) -> None:
    record = draft.manifest.record
    _, key = _portion_key(room, record, draft.secrets, portion.number)
    pieces = decrypt_stream(
        key,
        mapper.portion_place(room.id, record, portion.number),
        ciphertext,
        portion.digest,
        "portion",
        rule=body_rule,
    )
    content, data = mapper.open_portion(pieces)
    if _length(data) != content.size:
        raise DamagedError("portion", record.hex())


def _length(pieces: Iterator[bytes]) -> int:
    return sum(len(piece) for piece in pieces)
