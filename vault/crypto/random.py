"""Randomness from the operating system. It is never injected: tests check what comes out."""

import secrets

ID_BYTES = 16
KEY_BYTES = 32


def random_bytes(count: int) -> bytes:
    """Return ``count`` bytes from the operating system's generator."""
    return secrets.token_bytes(count)


def random_id() -> bytes:
    """Return a new id: 16 random bytes, which tell nothing and never meet."""
    return secrets.token_bytes(ID_BYTES)


def random_key() -> bytes:
    """Return a new symmetric key or share: 32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def random_keys(count: int) -> list[bytes]:
    """Return that many keys, asking the operating system once."""
    drawn = secrets.token_bytes(KEY_BYTES * count)
    return [drawn[at : at + KEY_BYTES] for at in range(0, len(drawn), KEY_BYTES)]


def random_below(limit: int) -> int:
    """Return a uniform integer in ``[0, limit)``."""
    return secrets.randbelow(limit)
