"""Rows under a self-key: what only one person reads."""

from collections.abc import Callable
from typing import TypeVar

from vault.crypto.digest import sha256
from vault.errors import DamagedError, FormatError
from vault.format import own, people
from vault.format.context import context
from vault.format.jsonform import JsonObject
from vault.format.padding import body_rule
from vault.format.pae import number, pae
from vault.keys.identity import Identity
from vault.mapper.cells import decrypt_bytes, decrypt_object, encrypt_bytes, encrypt_object
from vault.model import Contact, UnsavedText
from vault.store.rows import (
    AcknowledgementRow,
    AnswerRow,
    ChainRow,
    ChunkRow,
    ClosingRow,
    DestructionRow,
    GrantRow,
    JournalRow,
    KeyslotRow,
    OutcomeRow,
    OwnRow,
    PassRow,
    RecordRow,
    RevisionRow,
    Row,
    SessionRow,
    ShareRow,
    WaiverRow,
)
from vault.store.transaction import Transaction

V = TypeVar("V")

_ID_BYTES, _SESSION_BYTES = 16, 32

PROFILE, CONTACT, SEAT, ANSWER, UPLOAD = "profile", "contact", "seat", "answered", "upload"
UNSAVED, AWAY = "unsaved", "away"

_KEYS: dict[type[Row], tuple[str, tuple[str, ...]]] = {
    KeyslotRow: ("keyslot", ("id",)),
    OwnRow: ("own", ("id",)),
    SessionRow: ("session", ("id",)),
    ClosingRow: ("closing", ("session",)),
    GrantRow: ("grant", ("session", "seat")),
    ChainRow: ("chain", ("id",)),
    RevisionRow: ("revision", ("id",)),
    ChunkRow: ("chunk", ("stream", "number")),
    DestructionRow: ("destruction", ("id",)),
    RecordRow: ("record", ("id",)),
    ShareRow: ("share", ("record", "seat")),
    PassRow: ("pass", ("item", "tag")),
    AcknowledgementRow: ("acknowledgement", ("id",)),
    WaiverRow: ("waiver", ("id",)),
    AnswerRow: ("answer", ("id",)),
    OutcomeRow: ("outcome", ("waiver",)),
}
KINDS = {word: kind for kind, (word, _) in _KEYS.items()}
"""From the journal's word for a kind of row to its class."""


def word_of(row: Row) -> str:
    """Return the journal's word for a kind of row."""
    return _KEYS[type(row)][0]


def key_bytes(row: Row) -> bytes:
    """Return a row's primary key as the journal spells it."""
    _, columns = _KEYS[type(row)]
    return b"".join(_field(getattr(row, column)) for column in columns)


def touched(row: Row, *, removed: bool = False) -> own.TouchedRow:
    """Return what the journal keeps of a row that an act wrote or removed."""
    word, _ = _KEYS[type(row)]
    return own.TouchedRow(word, key_bytes(row), b"" if removed else row_digest(row))


def row_digest(row: Row) -> bytes:
    """Return the SHA-256 over every column of a row, in order."""
    word, _ = _KEYS[type(row)]
    return sha256(pae("row", word.encode(), *(_field(value) for value in row)))


def find_row(tx: Transaction, kind: type[Row], key: bytes) -> Row | None:
    """Return the row with a primary key as the journal spells it."""
    columns = next(columns for row_kind, (_, columns) in _KEYS.items() if row_kind is kind)
    where: dict[str, object] = {}
    for column in columns:
        if column in {"seat", "number"}:
            where[column] = int.from_bytes(key[-8:], "big")
        else:
            size = _SESSION_BYTES if column == "session" or kind is SessionRow else _ID_BYTES
            where[column], key = key[:size], key[size:]
    return tx.one(kind, **where)


def _field(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    return number(value) if isinstance(value, int) else str(value).encode()


def own_row(identity: Identity, kind: str, row_id: bytes, value: JsonObject) -> OwnRow:
    """Return a row of this person's own."""
    place = context(kind, identity.owner, row_id)
    cell = encrypt_object(identity.self_key, place, value)
    return OwnRow(row_id, identity.owner, kind, cell)


def read_own(identity: Identity, row: OwnRow) -> JsonObject:
    """Return what an own row holds. Raises DamagedError."""
    place = context(row.kind, identity.owner, row.id)
    try:
        return decrypt_object(identity.self_key, place, row.cell, row.kind)
    except DamagedError as error:
        raise type(error)(row.kind, row.id.hex()) from None


def profile_row(identity: Identity, row_id: bytes, profile: own.Profile) -> OwnRow:
    """Return the row of a person's profile."""
    return own_row(identity, PROFILE, row_id, own.profile_object(profile))


def read_profile(identity: Identity, row: OwnRow) -> own.Profile:
    """Return the profile in a row. Raises DamagedError."""
    return _parsed(own.read_profile, read_own(identity, row), row)


def contact_row(identity: Identity, row_id: bytes, contact: Contact) -> OwnRow:
    """Return the row of somebody in a person's address book."""
    return own_row(identity, CONTACT, row_id, people.contact_object(contact))


def read_contact(identity: Identity, row: OwnRow) -> Contact:
    """Return the contact in a row. Raises DamagedError."""
    return _parsed(people.read_contact, read_own(identity, row), row)


def seat_row(identity: Identity, row_id: bytes, seat: own.OwnSeat) -> OwnRow:
    """Return the row of a person's seat in a session."""
    return own_row(identity, SEAT, row_id, own.seat_object(seat))


def read_seat(identity: Identity, row: OwnRow) -> own.OwnSeat:
    """Return the seat in a row. Raises DamagedError."""
    return _parsed(own.read_seat, read_own(identity, row), row)


def answer_row(identity: Identity, row_id: bytes, answer: own.OwnAnswer) -> OwnRow:
    """Return the row by which a person remembers an answer of theirs."""
    return own_row(identity, ANSWER, row_id, own.answer_object(answer))


def read_answer(identity: Identity, row: OwnRow) -> own.OwnAnswer:
    """Return the own answer in a row. Raises DamagedError."""
    return _parsed(own.read_own_answer, read_own(identity, row), row)


def upload_row(identity: Identity, row_id: bytes, streams: list[bytes]) -> OwnRow:
    """Return the row that says which ciphertexts are being written and belong to nothing yet."""
    return own_row(identity, UPLOAD, row_id, own.upload_object(streams))


def read_upload(identity: Identity, row: OwnRow) -> list[bytes]:
    """Return the streams in an upload row. Raises DamagedError."""
    return _parsed(own.read_upload, read_own(identity, row), row)


def away_row(identity: Identity, row_id: bytes, records: list[bytes]) -> OwnRow:
    """Return the row that says which sealed records are known without their portions."""
    return own_row(identity, AWAY, row_id, own.away_object(records))


def read_away(identity: Identity, row: OwnRow) -> list[bytes]:
    """Return the records in an away row. Raises DamagedError."""
    return _parsed(own.read_away, read_own(identity, row), row)


def unsaved_row(identity: Identity, unsaved: UnsavedText) -> OwnRow:
    """Return an unsaved text as a row; padded like a saved one."""
    place = context(UNSAVED, identity.owner, unsaved.id)
    cell = encrypt_bytes(identity.self_key, place, own.unsaved_bytes(unsaved), body_rule)
    return OwnRow(unsaved.id, identity.owner, UNSAVED, cell)


def read_unsaved(identity: Identity, row: OwnRow) -> UnsavedText:
    """Return the unsaved text in a row. Raises DamagedError."""
    place = context(UNSAVED, identity.owner, row.id)
    try:
        data = decrypt_bytes(identity.self_key, place, row.cell, UNSAVED, body_rule)
        return own.read_unsaved(row.id, data)
    except (DamagedError, FormatError):
        raise DamagedError(UNSAVED, row.id.hex()) from None


def journal_row(identity: Identity, sequence: int, line: own.Line) -> JournalRow:
    """Return a line of a person's journal as a row."""
    place = context("journal", identity.owner, number(sequence))
    cell = encrypt_object(identity.self_key, place, own.line_object(line))
    return JournalRow(identity.owner, sequence, cell)


def read_journal(identity: Identity, row: JournalRow) -> own.Line:
    """Return the journal line in a row. Raises DamagedError."""
    place = context("journal", identity.owner, number(row.sequence))
    try:
        return own.read_line(decrypt_object(identity.self_key, place, row.cell, "journal"))
    except (DamagedError, FormatError):
        raise DamagedError("journal", str(row.sequence)) from None


def _parsed(read: Callable[[JsonObject], V], value: JsonObject, row: OwnRow) -> V:
    try:
        return read(value)
    except FormatError:
        raise DamagedError(row.kind, row.id.hex()) from None
