"""Hashes, and the comparison that takes the same time whatever it finds."""

import hashlib
import hmac

DIGEST_BYTES = 32


def sha256(data: bytes) -> bytes:
    """Return SHA-256 of ``data``, 32 bytes. Source: FIPS 180-4."""
    return hashlib.sha256(data).digest()


def hmac_sha256(key: bytes, data: bytes) -> bytes:
    """Return HMAC-SHA256, 32 bytes. Source: RFC 2104."""
    return hmac.digest(key, data, "sha256")


def equal(left: bytes, right: bytes) -> bool:
    """Compare two secrets or tags in constant time. A predicate: callers raise."""
    return hmac.compare_digest(left, right)


class Sha256:
    """A running SHA-256, for bytes that are never in memory at once."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def update(self, data: bytes) -> None:
        """Add ``data``."""
        self._hash.update(data)

    def digest(self) -> bytes:
        """Return the hash of everything added, 32 bytes."""
        return self._hash.digest()
