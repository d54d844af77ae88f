"""What a thief of the database sees, row by row: ids, tags, sizes, public keys, ciphertext.

Every column is in the leak ledger of FORMAT.md with the reason why it may be there. A row class
and its table in :mod:`vault.store.tables` have the same fields in the same order.
"""

from typing import NamedTuple


class VaultRow(NamedTuple):
    """The one row that says what this database is."""

    id: bytes
    format: int


class SettingRow(NamedTuple):
    """A slot setting: how passphrases of this vault are stretched."""

    id: bytes
    position: int
    salt: bytes
    memory_kib: int
    passes: int
    lanes: int


class KeyslotRow(NamedTuple):
    """A stored way to unlock an identity."""

    id: bytes
    owner: bytes
    kind: str
    setting: bytes
    tag: bytes
    wrapped: bytes
    checksum: bytes


class OwnRow(NamedTuple):
    """Something only its owner reads: profile, address book, seat, known answers, unsaved text."""

    id: bytes
    owner: bytes
    kind: str
    cell: bytes


class JournalRow(NamedTuple):
    """One line of a person's journal."""

    owner: bytes
    sequence: int
    cell: bytes


class SessionRow(NamedTuple):
    """A session: its id is the hash of the roster in the cell."""

    id: bytes
    cell: bytes


class ClosingRow(NamedTuple):
    """The statement that a session was closed."""

    session: bytes
    cell: bytes


class GrantRow(NamedTuple):
    """The keys one seat may have, wrapped to it. Names a seat's number, never a person."""

    session: bytes
    seat: int
    wrapped: bytes


class ChainRow(NamedTuple):
    """One author's chain in one audience."""

    id: bytes
    session: bytes
    tag: bytes
    cell: bytes
    head: bytes
    """The author's signed head; empty until there is one."""


class RevisionRow(NamedTuple):
    """One saved state of an entry. Header and body are empty once destroyed."""

    chain: bytes
    sequence: int
    id: bytes
    header: bytes
    body: bytes
    link: bytes
    mark: bytes


class ChunkRow(NamedTuple):
    """A piece of a long ciphertext: of an attachment or a sealed portion."""

    stream: bytes
    number: int
    data: bytes


class DestructionRow(NamedTuple):
    """The statement that accounts for destroyed rows."""

    id: bytes
    session: bytes
    tag: bytes
    cell: bytes


class RecordRow(NamedTuple):
    """A sealed record: its manifest."""

    id: bytes
    session: bytes
    cell: bytes


class ShareRow(NamedTuple):
    """What one holder of a sealed record was given, wrapped to it."""

    record: bytes
    seat: int
    wrapped: bytes


class PassRow(NamedTuple):
    """The key to a sealed record's manifest, or to a request, for one reader."""

    item: bytes
    tag: bytes
    cell: bytes


class AcknowledgementRow(NamedTuple):
    """A holder's signed acknowledgement."""

    id: bytes
    session: bytes
    tag: bytes
    cell: bytes


class WaiverRow(NamedTuple):
    """A request, as its readers see it."""

    id: bytes
    session: bytes
    cell: bytes


class AnswerRow(NamedTuple):
    """One answer to a request: for the mediators, and its contribution for the opener."""

    id: bytes
    waiver: bytes
    letter: bytes
    contribution: bytes


class OutcomeRow(NamedTuple):
    """How a request ended."""

    waiver: bytes
    cell: bytes


Row = (
    VaultRow | SettingRow | KeyslotRow | OwnRow | JournalRow | SessionRow | ClosingRow | GrantRow
    | ChainRow | RevisionRow | ChunkRow | DestructionRow | RecordRow | ShareRow | PassRow
    | AcknowledgementRow | WaiverRow | AnswerRow | OutcomeRow
)  # fmt: skip
