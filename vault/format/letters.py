"""A letter: one encrypted body, and its key wrapped for each reader. Names no reader."""

from vault.errors import FormatError
from vault.format.pae import pae, split

WRAP_BYTES = 1168
"""HPKE encapsulation (1120) ‖ encrypted 32-byte key (48)."""
READERS_MAX = 64


def letter(wraps: list[bytes], body: bytes) -> bytes:
    """Return a letter as bytes."""
    return pae("letter", b"".join(wraps), body)


def read_letter(data: bytes) -> tuple[list[bytes], bytes]:
    """Return the wraps and the body. Raises FormatError."""
    wrapped, body = split(data, "letter", 2)
    if len(wrapped) % WRAP_BYTES or not 0 < len(wrapped) <= WRAP_BYTES * READERS_MAX:
        raise FormatError("letter")
    return [wrapped[at : at + WRAP_BYTES] for at in range(0, len(wrapped), WRAP_BYTES)], body
