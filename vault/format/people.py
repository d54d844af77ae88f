"""Identities as JSON, and as the one file of this program that is in clear."""

from vault.errors import FormatError, UnsupportedVersionError
from vault.format.fields import Fields
from vault.format.jsonform import Json, JsonObject, to_text
from vault.model import Contact, PublicIdentity

KEM_BYTES = 1216
SIGNING_BYTES = 1984
POSSESSION_BYTES = 3373
IDENTITY_MAGIC = b"caucus identity\n"
VERSION = 1
IDENTITY_FILE_BYTES = len(IDENTITY_MAGIC) + 1 + KEM_BYTES + SIGNING_BYTES + POSSESSION_BYTES


def identity_object(identity: PublicIdentity) -> JsonObject:
    """Return a public identity as a JSON object."""
    return {
        "kem": to_text(identity.kem),
        "possession": to_text(identity.possession),
        "signing": to_text(identity.signing),
    }


def read_identity(value: Json) -> PublicIdentity:
    """Read :func:`identity_object`. The keys themselves are checked by the keys room."""
    fields = Fields("identity", value)
    identity = PublicIdentity(
        kem=fields.binary("kem", KEM_BYTES),
        signing=fields.binary("signing", SIGNING_BYTES),
        possession=fields.binary("possession", POSSESSION_BYTES),
    )
    fields.end()
    return identity


def identity_file(identity: PublicIdentity) -> bytes:
    """Return the file that carries a public identity: keys only, no name."""
    return (
        IDENTITY_MAGIC + bytes([VERSION]) + identity.kem + identity.signing + identity.possession
    )


def read_identity_file(data: bytes) -> PublicIdentity:
    """Read an identity file.

    Raises:
        UnsupportedVersionError: made by a newer program.
        FormatError: not an identity file, or of another length.

    """
    start = len(IDENTITY_MAGIC)
    if not data.startswith(IDENTITY_MAGIC) or len(data) <= start:
        raise FormatError("identity file")
    if data[start] != VERSION:
        raise UnsupportedVersionError("identity file")
    if len(data) != IDENTITY_FILE_BYTES:
        raise FormatError("identity file")
    kem = start + 1
    signing = kem + KEM_BYTES
    possession = signing + SIGNING_BYTES
    return PublicIdentity(data[kem:signing], data[signing:possession], data[possession:])


def contact_object(contact: Contact) -> JsonObject:
    """Return a line of an address book as a JSON object."""
    return {
        "confirmed": contact.confirmed,
        "identity": identity_object(contact.identity),
        "name": contact.name,
    }


def read_contact(value: Json) -> Contact:
    """Read :func:`contact_object`."""
    fields = Fields("contact", value)
    contact = Contact(
        name=fields.text("name"),
        identity=read_identity(fields.nested("identity")),
        confirmed=fields.flag("confirmed"),
    )
    fields.end()
    return contact
