"""Chains, revisions and destructions as rows."""

from typing import NamedTuple

from vault.crypto import aead
from vault.crypto.digest import sha256
from vault.errors import DamagedError, FormatError, WrongKeyError
from vault.format import entries, jsonform
from vault.format.context import context
from vault.format.padding import body_rule, bucket_rule, unpad
from vault.format.pae import number
from vault.format.statement import Statement, StatementType
from vault.mapper.cells import decrypt_bytes, decrypt_object, encrypt_bytes, encrypt_object
from vault.mapper.sessions import read_statement_cell, statement_cell
from vault.model import Header
from vault.store.rows import ChainRow, DestructionRow, RevisionRow


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
    if not isinstance(author, int) or len(value) != 1:
        raise DamagedError("chain", row.id.hex())
    return author


def head_cell(place: Place, chain: bytes, head: Statement) -> bytes:
    """Return a signed head as the cell beside its chain."""
    return statement_cell(place.key, context("head", place.session, chain), head)


def read_head(place: Place, row: ChainRow) -> Statement:
    """Return the head statement of a chain, not verified yet. Raises DamagedError."""
    spot = context("head", place.session, row.id)
    return read_statement_cell(place.key, spot, row.head, StatementType.HEAD)


def encrypt_body(place: Place, revision: bytes, text: str) -> bytes:
    """Return the body of a revision as a cell."""
    return encrypt_bytes(
        place.key, context("revision", place.session, revision, b"body"), text.encode(), body_rule
    )


def read_body(place: Place, row: RevisionRow, header: Header) -> str:
    """Return the text of a revision. Raises DamagedError."""
    if sha256(row.body) != header.body_digest:
        raise DamagedError("text", row.id.hex())
    spot = context("revision", place.session, row.id, b"body")
    try:
        return decrypt_bytes(place.key, spot, row.body, "text", body_rule).decode()
    except (DamagedError, UnicodeDecodeError):
        raise DamagedError("text", row.id.hex()) from None


def revision_row(
    place: Place, chain: bytes, sequence: int, revision: bytes, header: Header, body: bytes
) -> RevisionRow:
    """Return a revision as a row, with its link and without its author's mark yet."""
    cell = encrypt_object(
        place.key,
        context("revision", place.session, revision, b"header", chain, number(sequence)),
        entries.header_object(header),
    )
    return RevisionRow(
        chain, sequence, revision, cell, body, link_of(chain, sequence, revision, cell), b""
    )


def link_of(chain: bytes, sequence: int, revision: bytes, header_cell: bytes) -> bytes:
    """Return the link of a row: SHA-256 over its place in the chain and its header's ciphertext.

    The header holds the hash of the body and of the attachments and the link of the row before.
    """
    return sha256(entries.link_bytes(chain, sequence, revision, sha256(header_cell)))


def read_revision(place: Place, row: RevisionRow) -> Header:
    """Return the header of a revision whose link holds.

    Raises:
        DamagedError: the header, its place or its link was changed.

    """
    spot = context(
        "revision", place.session, row.id, b"header", row.chain, number(row.sequence)
    )
    try:
        data = unpad(aead.decrypt(place.key, spot, row.header), bucket_rule)
        header = entries.read_header(jsonform.decode_trusted(data))
    except WrongKeyError:
        raise WrongKeyError("header", row.id.hex()) from None
    except (DamagedError, FormatError):
        raise DamagedError("header", row.id.hex()) from None
    if link_of(row.chain, row.sequence, row.id, row.header) != row.link:
        raise DamagedError("link", row.id.hex())
    return header


def attachment_place(place: Place, stream: bytes) -> bytes:
    """Return the context of an attachment's ciphertext."""
    return context("attachment", place.session, stream)


def destruction_row(place: Place, row_id: bytes, tag: bytes, made: Statement) -> DestructionRow:
    """Return a destruction statement as a row that the audience of what went can read."""
    spot = context("destruction", place.session, row_id)
    return DestructionRow(
        row_id, place.session, tag, statement_cell(place.key, spot, made)
    )


def read_destruction(place: Place, row: DestructionRow) -> Statement:
    """Return the destruction statement in a row, not verified yet. Raises DamagedError."""
    spot = context("destruction", place.session, row.id)
    return read_statement_cell(place.key, spot, row.cell, StatementType.DESTRUCTION)


def _chain_context(place: Place, chain: bytes) -> bytes:
    return context("chain", place.session, chain, place.audience.encode())
