"""Putting fields end to end so that no two lists of fields give the same bytes."""

import struct

from vault.errors import FormatError

LENGTH_BYTES = 4


def pae(label: str, *fields: bytes) -> bytes:
    """Encode the label, then every field, each behind its 4-byte big-endian length."""
    return more(b"", LABEL_PREFIX + label.encode(), *fields)


def more(begun: bytes, *fields: bytes) -> bytes:
    """Add fields to an encoding: ``more(pae(label, a), b)`` is ``pae(label, a, b)``."""
    return begun + b"".join([_length(len(part)) + part for part in fields])


_length = struct.Struct(">I").pack


LABEL_PREFIX = b"caucus/1/"
"""Every label names the program and the format version."""


def number(value: int) -> bytes:
    """Encode a count or an index as a field: 8 bytes, big-endian. Raises FormatError."""
    try:
        return value.to_bytes(8, "big")
    except OverflowError:
        raise FormatError("number") from None


def split(data: bytes, label: str, count: int) -> tuple[bytes, ...]:
    """Return the ``count`` fields of a :func:`pae` with that label; the exact inverse.

    Raises:
        FormatError: another label or count, a length beyond the end, or bytes left over.

    """
    fields = split_all(data, label)
    if len(fields) != count:
        raise FormatError(label)
    return fields


def split_all(data: bytes, label: str) -> tuple[bytes, ...]:
    """Return all fields of a :func:`pae` with that label, however many. Raises FormatError."""
    parts = []
    place = 0
    while place < len(data):
        start = place + LENGTH_BYTES
        end = start + int.from_bytes(data[place:start], "big")
        if start > len(data) or end > len(data):
            raise FormatError(label)
        parts.append(data[start:end])
        place = end
    if not parts or parts[0] != LABEL_PREFIX + label.encode():
        raise FormatError(label)
    return tuple(parts[1:])
