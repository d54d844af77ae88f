"""One cell: a plaintext, padded, encrypted for one place."""

from vault.crypto import aead
from vault.errors import DamagedError, FormatError, WrongKeyError
from vault.format import jsonform
from vault.format.context import context
from vault.format.jsonform import Json, JsonObject
from vault.format.padding import Rule, bucket_rule, pad, unpad


def encrypt_bytes(key: bytes, place: bytes, data: bytes, rule: Rule = bucket_rule) -> bytes:
    """Return ``data`` as a cell for ``place``."""
    return aead.encrypt(key, place, pad(data, rule))


def decrypt_bytes(
    key: bytes, place: bytes, cell: bytes, what: str, rule: Rule = bucket_rule
) -> bytes:
    """Return what a cell holds.

    Raises:
        WrongKeyError: the cell is not of this place.
        DamagedError: it was changed.

    """
    try:
        return unpad(aead.decrypt(key, place, cell), rule)
    except WrongKeyError:
        raise WrongKeyError(what) from None
    except (DamagedError, FormatError):
        raise DamagedError(what) from None


def encrypt_object(key: bytes, place: bytes, value: dict[str, Json]) -> bytes:
    """Return a JSON object as a cell."""
    return encrypt_bytes(key, place, jsonform.encode(value))


def decrypt_object(key: bytes, place: bytes, cell: bytes, what: str) -> JsonObject:
    """Return the JSON object in a cell. Raises DamagedError."""
    data = decrypt_bytes(key, place, cell, what)
    try:
        return jsonform.decode(data)
    except FormatError:
        raise DamagedError(what) from None


__all__ = ["context", "decrypt_bytes", "decrypt_object", "encrypt_bytes", "encrypt_object"]
