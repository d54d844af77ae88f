"""The envelope of anything signed: the body verbatim, whose it is, and both signatures.

Nothing here verifies: :mod:`vault.keys.statements` does, before the body is parsed.
"""

from dataclasses import dataclass
from enum import StrEnum

from vault.errors import FormatError
from vault.format import jsonform
from vault.format.pae import pae, split

FINGERPRINT_BYTES = 32
SIGNATURE_BYTES = 3373


class StatementType(StrEnum):
    """Every statement there is. The reader names the type it expects."""

    POSSESSION = "possession"
    ROSTER = "roster"
    CLOSING = "closing"
    ACKNOWLEDGEMENT = "acknowledgement"
    HEAD = "head"
    MANIFEST = "manifest"
    DESTRUCTION = "destruction"
    REQUEST = "request"
    ANSWER = "answer"
    OPENING = "opening"
    ENDING = "ending"
    ARCHIVE = "archive"
    DISCLOSURE = "disclosure"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Statement:
    """A signed body that nobody has verified yet."""

    type: StatementType
    body: bytes
    signer: bytes
    """Fingerprint of the identity that is said to have signed: 32 bytes."""
    signature: bytes

    @property
    def signed_bytes(self) -> bytes:
        """What both signatures cover, and what the statement's hash is of."""
        return signed_bytes(self.type, self.body)


def signed_bytes(type_: StatementType, body: bytes) -> bytes:
    """Return ``pae(type, body)``."""
    return pae(type_.value, body)


def encode(statement: Statement) -> bytes:
    """Return the statement as bytes."""
    return pae(
        "statement", statement.type.encode(), statement.body, statement.signer, statement.signature
    )


def decode(data: bytes, expected: StatementType) -> Statement:
    """Return the statement in ``data`` if it claims to be of the expected type.

    Raises:
        FormatError: another shape, another type, or fields of other lengths.

    """
    type_, body, signer, signature = split(data, "statement", 4)
    if type_ != expected.encode() or len(body) > jsonform.MAX_BYTES:
        raise FormatError(expected)
    if len(signer) != FINGERPRINT_BYTES or len(signature) != SIGNATURE_BYTES:
        raise FormatError(expected)
    return Statement(expected, body, signer, signature)


def decode_any(data: bytes, expected: tuple[StatementType, ...]) -> Statement:
    """Return the statement in ``data`` if it claims to be of one of these types.

    Raises:
        FormatError: none of them.

    """
    for each in expected:
        if data.startswith(pae("statement", each.encode())):
            return decode(data, each)
    raise FormatError(expected[0])
