"""Making sealed records, and proving from the rows as written that they open."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from vault.crypto.digest import Sha256, sha256
from vault.crypto.random import random_id, random_key
from vault.errors import DamagedError, FormatError, InvalidError
from vault.format import jsonform
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

_SIGNERS = 4


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """One sealed record on its way into the database, with every holder's secrets."""

    manifest: Manifest
    secrets: list[HolderSecrets]
    key: bytes
    shares: list[ShareRow]
    passes: list[PassRow]

    def __repr__(self) -> str:
        return f"RecordDraft(record={self.manifest.record.hex()})"


class _Sealed(NamedTuple):
    """A record that is being made: its id, its own key, and every holder's secrets."""

    record: bytes
    key: bytes
    secrets: list[HolderSecrets]

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
    """Seal one entry for its holders. The portions are written; the rest is returned.

    Args:
        change: the act under way.
        room: the session.
        plan: what was agreed to be sealed.
        label: under which everybody will know it.
        sealed: seconds UTC.
        source: gives the text or file of a portion.

    """
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
            _encrypt(change, room, _Sealed(record, key, secrets), planned, source(planned))
            for planned in plan.portions
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
    )


def _sign(identity: Identity, manifest: Manifest) -> Statement:
    """Sign a manifest, and prove that the signatures hold."""
    try:
        made = sign(identity, StatementType.MANIFEST, manifest_object(manifest))
    except FormatError:
        # Longer than a statement may be: so many portions for so many holders.
        raise InvalidError("entry", "portions") from None
    verify(made, identity.public)
    return made


def _encrypt(
    change: Change,
    room: Room,
    sealed: _Sealed,
    planned: PlannedPortion,
    source: Iterable[bytes],
) -> Portion:
    """Write one portion's ciphertext, and return how the manifest lists it."""
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
    for at, piece in enumerate(pieces, 1):
        change.tx.add(ChunkRow(stream, at, piece))
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


def sign_drafts(identity: Identity, drafts: list[RecordDraft]) -> list[Statement]:
    """Sign the manifests; side by side, since the library signs without holding up others."""
    with ThreadPoolExecutor(_SIGNERS) as signers:
        return list(signers.map(lambda draft: _sign(identity, draft.manifest), drafts))


def write_drafts(
    change: Change, room: Room, drafts: list[RecordDraft], signed: list[Statement]
) -> None:
    """Write manifests, shares and passes."""
    change.add_all([
        mapper.record_row(draft.key, room.id, draft.manifest.record, made)
        for draft, made in zip(drafts, signed, strict=True)
    ])  # fmt: skip
    change.add_all([row for draft in drafts for row in draft.shares])
    change.add_all([row for draft in drafts for row in draft.passes])


def prove_drafts(
    change: Change,
    identity: Identity,
    room: Room,
    drafts: list[RecordDraft],
    signed: list[Statement],
) -> None:
    """Open every portion from the rows as written, before the working copies go.

    Raises:
        DamagedError: something does not open; the transaction is undone, nothing is lost.

    """
    ids = tuple(draft.manifest.record for draft in drafts)
    records = {row.id: row for row in change.tx.find(RecordRow, id=ids)}
    wraps: dict[bytes, list[ShareRow]] = {}
    for wrap in change.tx.find(ShareRow, record=ids):
        wraps.setdefault(wrap.record, []).append(wrap)
    for draft, statement in zip(drafts, signed, strict=True):
        record = draft.manifest.record
        if record not in records:
            raise DamagedError("manifest", record.hex())
        made = mapper.read_record(draft.key, records[record])
        if made != statement:
            raise DamagedError("manifest", record.hex())
        written = read_manifest(jsonform.decode(made.body))
        _prove_shares(identity, room, draft, written, wraps.get(record, []))
        for portion in written.portions:
            _prove_portion(change, room, draft, portion)


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


def _prove_portion(change: Change, room: Room, draft: RecordDraft, portion: Portion) -> None:
    record = draft.manifest.record
    _, key = _portion_key(room, record, draft.secrets, portion.number)
    pieces = decrypt_stream(
        key,
        mapper.portion_place(room.id, record, portion.number),
        change.tx.chunks(mapper.portion_stream(draft.key, record, portion.number)),
        portion.digest,
        "portion",
        rule=body_rule,
    )
    content, data = mapper.open_portion(pieces)
    if _length(data) != content.size:
        raise DamagedError("portion", record.hex())


def _length(pieces: Iterator[bytes]) -> int:
    return sum(len(piece) for piece in pieces)
