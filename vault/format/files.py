"""The envelope of a file between machines: what it is, and a letter that names no reader."""

from vault.errors import FormatError, UnsupportedVersionError

MAGIC = b"caucus file\n"
VERSION = 1
FILE_MAX_BYTES = 64 * 1024 * 1024


def file_bytes(letter: bytes) -> bytes:
    """Return a letter as a file."""
    return MAGIC + bytes([VERSION]) + letter


def read_file(data: bytes) -> bytes:
    """Return the letter in a file.

    Raises:
        UnsupportedVersionError: made by a newer program.
        FormatError: no such file.

    """
    start = len(MAGIC)
    if not data.startswith(MAGIC) or len(data) <= start or len(data) > FILE_MAX_BYTES:
        raise FormatError("file")
    if data[start] != VERSION:
        raise UnsupportedVersionError("file")
    return data[start + 1 :]


def is_file(begun: bytes) -> bool:
    """Tell whether the first bytes are those of a file between machines."""
    return begun.startswith(MAGIC)
