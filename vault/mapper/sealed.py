"""Sealed records as rows: manifests, passes, shares, acknowledgements, portions."""

from collections.abc import Iterator
from itertools import chain

from vault.crypto import wrap
from vault.crypto.digest import sha256
from vault.crypto.kdf import expand
from vault.errors import DamagedError, FormatError, WrongKeyError
from vault.format.context import context
from vault.format.pae import number, pae
from vault.format.sealed import portion_prefix_bytes, read_portion
from vault.format.statement import Statement, StatementType
from vault.keys.identity import Identity
from vault.keys.keyring import reader_tag
from vault.keys.shares import HolderSecrets
from vault.mapper.cells import decrypt_bytes, encrypt_bytes
from vault.mapper.sessions import read_statement_cell, statement_cell
from vault.model import PortionContent, PublicIdentity
from vault.store.rows import AcknowledgementRow, PassRow, RecordRow, ShareRow

KEY_BYTES = 32
STREAM_BYTES = 16
_SHARE_LABEL = b"caucus/1/share"


def record_row(key: bytes, session: bytes, record: bytes, manifest: Statement) -> RecordRow:
    """Return the row of a sealed record, its manifest under the record's own key."""
    place = context("manifest", session, record)
    return RecordRow(record, session, statement_cell(key, place, manifest))


def read_record(key: bytes, row: RecordRow) -> Statement:
    """Return the manifest statement in a row, not verified yet. Raises DamagedError."""
    place = context("manifest", row.session, row.id)
    try:
        return read_statement_cell(key, place, row.cell, StatementType.MANIFEST)
    except DamagedError as error:
        raise type(error)("manifest", row.id.hex()) from None


def pass_row(reader_key: bytes, session: bytes, item: bytes, key: bytes) -> PassRow:
    """Return the row that brings one reader the key of a sealed record or a request."""
    tag = reader_tag(reader_key, session)
    cell = encrypt_bytes(reader_key, context("pass", session, item, tag), key)
    return PassRow(item, tag, cell)


def read_pass(reader_key: bytes, session: bytes, row: PassRow) -> bytes:
    """Return the key in a pass. Raises DamagedError."""
    place = context("pass", session, row.item, row.tag)
    try:
        key = decrypt_bytes(reader_key, place, row.cell, "pass")
    except DamagedError as error:
        raise type(error)("pass", row.item.hex()) from None
    if len(key) != KEY_BYTES:
        raise DamagedError("pass", row.item.hex())
    return key


def share_row(
    session: bytes, record: bytes, seat: int, to: PublicIdentity, secrets: HolderSecrets
) -> ShareRow:
    """Wrap what a holder is given to whom the seat belongs."""
    place = _share_place(session, record, seat)
    return ShareRow(record, seat, wrap.wrap(to.kem, _SHARE_LABEL, place, secrets.to_bytes()))


def read_share(
    identity: Identity, session: bytes, row: ShareRow, wrap_digest: bytes, holders: int
) -> HolderSecrets:
    """Return what a holder was given, if it is the wrap that the manifest lists.

    Raises:
        DamagedError: another wrap, or one that does not open for this person.

    """
    if sha256(row.wrapped) != wrap_digest:
        raise DamagedError("share", row.record.hex())
    place = _share_place(session, row.record, row.seat)
    try:
        secret = identity.unwrap(_SHARE_LABEL, place, row.wrapped)
        return HolderSecrets.from_bytes(secret, holders)
    except (WrongKeyError, FormatError):
        raise DamagedError("share", row.record.hex()) from None


def acknowledgement_row(
    reader_key: bytes, session: bytes, row_id: bytes, made: Statement
) -> AcknowledgementRow:
    """Return an acknowledgement as a row that its maker and the mediators can read."""
    place = context("acknowledgement", session, row_id)
    cell = statement_cell(reader_key, place, made)
    return AcknowledgementRow(row_id, session, reader_tag(reader_key, session), cell)


def read_acknowledgement(reader_key: bytes, row: AcknowledgementRow) -> Statement:
    """Return the acknowledgement in a row, not verified yet. Raises DamagedError."""
    place = context("acknowledgement", row.session, row.id)
    return read_statement_cell(reader_key, place, row.cell, StatementType.ACKNOWLEDGEMENT)


def portion_stream(key: bytes, record: bytes, portion: int) -> bytes:
    """Return where the ciphertext of a sealed portion lies; only who sees the record can tell."""
    return expand(key, pae("portion stream", record, number(portion)), STREAM_BYTES)


def portion_place(session: bytes, record: bytes, portion: int) -> bytes:
    """Return the context of a sealed portion."""
    return context("portion", session, record, number(portion))


def open_portion(pieces: Iterator[bytes]) -> tuple[PortionContent, Iterator[bytes]]:
    """Return what a decrypted portion says of itself, and its text or file, piece by piece.

    Raises:
        DamagedError: it does not begin as a portion does.

    """
    begun = b""
    try:
        while portion_prefix_bytes(begun) > len(begun):
            piece = next(pieces, None)
            if piece is None:
                raise DamagedError("portion")
            begun += piece
        content, start = read_portion(begun)
    except FormatError:
        raise DamagedError("portion") from None
    return content, chain((begun[start:],), pieces)


def _share_place(session: bytes, record: bytes, seat: int) -> bytes:
    return context("share", session, record, number(seat))
