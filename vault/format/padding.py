"""Hiding how long a plaintext is: ``length (8) ‖ data ‖ zeros``, the zeros verified.

Source of the growth rule: Padmé, Nikitin et al., "Reducing Metadata Leakage from Encrypted
Files and Communication with PURBs", PoPETs 2019 §4.
"""

from collections.abc import Callable

from vault.errors import FormatError

PREFIX_BYTES = 8
BODY_MIN_BYTES = 512
BUCKET_BYTES = 256
LETTER_BYTES = 4096

Rule = Callable[[int], int]
"""From the length of prefix and data to the length of the padded plaintext."""


def padme(length: int) -> int:
    """Return the Padmé length: at most 12 % more, and it tells only O(log log) bits."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def body_rule(length: int) -> int:
    """Bodies and portions: Padmé, and never under 512 bytes."""
    return max(BODY_MIN_BYTES, padme(length))


def bucket_rule(length: int) -> int:
    """Headers and labels: a multiple of 256 bytes."""
    return -(-length // BUCKET_BYTES) * BUCKET_BYTES


def letter_rule(length: int) -> int:
    """Letters: a multiple of 4096 bytes, so that every answer is as long as any other."""
    return -(-length // LETTER_BYTES) * LETTER_BYTES


def pad(data: bytes, rule: Rule) -> bytes:
    """Return ``length (8) ‖ data ‖ zeros`` as long as ``rule`` says."""
    prefixed = len(data).to_bytes(PREFIX_BYTES, "big") + data
    return prefixed.ljust(rule(len(prefixed)), b"\0")


def unpad(padded: bytes, rule: Rule) -> bytes:
    """Return the data of a padded plaintext; the exact inverse of :func:`pad`.

    Raises:
        FormatError: too short, a length beyond the end, another padding, or a byte that is not 0.

    """
    end = PREFIX_BYTES + int.from_bytes(padded[:PREFIX_BYTES], "big")
    if len(padded) < PREFIX_BYTES or len(padded) < end or rule(end) != len(padded):
        raise FormatError("padding")
    if padded.count(0, end) != len(padded) - end:
        raise FormatError("padding")
    return padded[PREFIX_BYTES:end]
