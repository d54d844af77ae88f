"""Signing a statement, and verifying one before anything in it is believed."""

from collections.abc import Mapping

from vault.crypto import signature
from vault.crypto.digest import equal, sha256
from vault.errors import SignatureError
from vault.format import jsonform
from vault.format.jsonform import Json, JsonObject
from vault.format.statement import Statement, StatementType, signed_bytes
from vault.keys.identity import Identity, fingerprint
from vault.model import PublicIdentity


def sign(identity: Identity, type_: StatementType, body: Mapping[str, Json]) -> Statement:
    """Return a statement of that type by this person."""
    data = jsonform.encode(body)
    made = identity.sign(signed_bytes(type_, data))
    return Statement(type_, data, identity.fingerprint, made)


def verify(statement: Statement, by: PublicIdentity) -> JsonObject:
    """Return the body of a statement that ``by`` signed with both keys.

    Raises:
        SignatureError: another signer, or either signature fails.
        FormatError: the body is not canonical.

    """
    if not equal(statement.signer, fingerprint(by)):
        raise SignatureError(statement.type)
    try:
        signature.verify(by.signing, statement.signed_bytes, statement.signature)
    except SignatureError:
        raise SignatureError(statement.type) from None
    return jsonform.decode(statement.body)


def statement_hash(statement: Statement) -> bytes:
    """Return what identifies a statement, with its signer: SHA-256 of what was signed."""
    return sha256(statement.signed_bytes)
