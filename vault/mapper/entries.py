"""Chains, revisions and destructions as rows."""

from typing import NamedTuple

from vault.crypto import aead
from vault.crypto.digest import sha256
from vault.crypto.kdf import expand
from vault.errors import DamagedError, FormatError, WrongKeyError
from vault.format import entries
from vault.format.context import context
from vault.format.padding import body_rule, bucket_rule, unpad
from vault.format.pae import LENGTH_BYTES, more, number, pae
from vault.format.statement import Statement, StatementType
from vault.mapper.cells import decrypt_object, encrypt_bytes, encrypt_object
from vault.mapper.sessions import read_statement_cell, statement_cell
from vault.model import Header
from vault.store.rows import ChainRow, DestructionRow, RevisionRow

_ID_LENGTH, _NUMBER_LENGTH, _DIGEST_LENGTH = (
    length.to_bytes(LENGTH_BYTES, "big") for length in (16, 8, 32)
)


STREAM_BYTES = 16


class Place(NamedTuple):
    """The audience of a session, with its key."""

    session: bytes
    audience: str
    key: bytes


def chain_row(place: Place, chain: bytes, tag: bytes, author: int) -> ChainRow:
    """Return the row of a new chain; whose it is stands under the audience key."""
    cell = encrypt_object(place.key, _chain_context(place, chain), {"author": author})
    return ChainRow(chain, place.session, tag, cell, b"")


def read_chain(place: Place, row: ChainRow) -> int:
    """Return the seat number of a chain's author. Raises DamagedError."""
    value = decrypt_object(place.key, _chain_context(place, row.id), row.cell, "chain")
    author = value.get("author")
    if type(author) is not int or author < 0 or len(value) != 1:
        raise DamagedError("chain", row.id.hex())
    return author


def head_cell(place: Place, chain: bytes, head: Statement) -> bytes:
    """Return a signed head as the cell beside its chain."""
    return statement_cell(place.key, context("head", place.session, chain), head)


def read_head(place: Place, row: ChainRow) -> Statement:
    """Return the head statement of a chain, not verified yet. Raises DamagedError."""
    spot = context("head", place.session, row.id)
    return read_statement_cell(place.key, spot, row.head, StatementType.HEAD)


class BodyCells:
    """The texts of one audience, ten thousand at a time."""

    def __init__(self, place: Place) -> None:
        self._key = place.key
        self._before_id = context("revision", place.session) + _ID_LENGTH
        self._after_id = more(b"", b"body")

    def encrypt(self, revision: bytes, text: str) -> bytes:
        """Return the text of a revision as a cell."""
        return encrypt_bytes(self._key, self._place(revision), text.encode(), body_rule)

    def read(self, revision: bytes, cell: bytes, digest: bytes) -> str:
        """Return the text of a revision whose header lists that digest. Raises DamagedError."""
        if sha256(cell) != digest:
            raise DamagedError("text", revision.hex())
        try:
            padded = aead.decrypt(self._key, self._place(revision), cell)
            return unpad(padded, body_rule).decode()
        except (DamagedError, FormatError, UnicodeDecodeError):
            raise DamagedError("text", revision.hex()) from None

    def _place(self, revision: bytes) -> bytes:
        return self._before_id + revision + self._after_id


class ChainCells:
    """The cells of one chain's headers, ten thousand at a time.

    What is the same for every row is spelt once, up to the length before what differs.
    """

    def __init__(self, place: Place, chain: bytes) -> None:
        self._key = place.key
        self._chain = chain
        self._before_id = context("revision", place.session) + _ID_LENGTH
        self._after_id = more(b"", b"header", chain) + _NUMBER_LENGTH
        self._before_link = pae("link", chain) + _NUMBER_LENGTH

    def row(self, sequence: int, revision: bytes, header: Header, body: bytes) -> RevisionRow:
        """Return a revision as a row, with its link and without its author's mark yet."""
        place = self._place(sequence, revision)
        cell = encrypt_bytes(self._key, place, entries.header_bytes(header))
        link = self._link_of(sequence, revision, cell)
        return RevisionRow(self._chain, sequence, revision, cell, body, link, b"")

    def read(self, sequence: int, revision: bytes, cell: bytes, link: bytes) -> Header:
        """Return the header in a row whose link holds.

        Raises:
            DamagedError: the header, its place or its link was changed.

        """
        place = self._place(sequence, revision)
        try:
            header = entries.read_header(unpad(aead.decrypt(self._key, place, cell), bucket_rule))
        except WrongKeyError:
            raise WrongKeyError("header", revision.hex()) from None
        except (DamagedError, FormatError):
            raise DamagedError("header", revision.hex()) from None
        if self._link_of(sequence, revision, cell) != link:
            raise DamagedError("link", revision.hex())
        return header

    def _place(self, sequence: int, revision: bytes) -> bytes:
        return self._before_id + revision + self._after_id + number(sequence)

    def _link_of(self, sequence: int, revision: bytes, cell: bytes) -> bytes:
        """Hash a row's place in the chain and its header's ciphertext.

        The header holds the hash of the body and of the attachments, and the link before.
        """
        fixed = self._before_link + number(sequence) + _ID_LENGTH + revision
        return sha256(fixed + _DIGEST_LENGTH + sha256(cell))


def attachment_stream(place: Place, nonce: bytes) -> bytes:
    """Return where an attachment's ciphertext lies.

    Derived, so that a header can't name the ciphertext of a sealed record or of another audience.
    """
    return expand(place.key, pae("attachment stream", place.session, nonce), STREAM_BYTES)


def attachment_place(place: Place, nonce: bytes) -> bytes:
    """Return the context of an attachment's ciphertext."""
    return context("attachment", place.session, nonce)


def destruction_row(place: Place, row_id: bytes, tag: bytes, made: Statement) -> DestructionRow:
    """Return a destruction statement as a row that the audience of what went can read."""
    spot = context("destruction", place.session, row_id)
    return DestructionRow(row_id, place.session, tag, statement_cell(place.key, spot, made))


def read_destruction(place: Place, row: DestructionRow) -> Statement:
    """Return the destruction statement in a row, not verified yet. Raises DamagedError."""
    spot = context("destruction", place.session, row.id)
    return read_statement_cell(place.key, spot, row.cell, StatementType.DESTRUCTION)


def _chain_context(place: Place, chain: bytes) -> bytes:
    return context("chain", place.session, chain, place.audience.encode())
