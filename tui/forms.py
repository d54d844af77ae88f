"""The outer forms of all files between machines, told apart by their first bytes."""

from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from tui.files import plain
from vault import FormatError


class Form(Enum):
    """What FORMAT.md says that each begins with."""

    IDENTITY = b"caucus identity\n"
    BAG = b"PK\x03\x04"
    LETTER = b"caucus file\n"


_LONGEST = max(len(form.value) for form in Form)


def form_of(source: BinaryIO) -> Form:
    """Return what a file is, and stay at its beginning. Raises FormatError."""
    begun = source.read(_LONGEST)
    source.seek(0)
    for form in Form:
        if begun.startswith(form.value):
            return form
    raise FormatError("file")


def is_bag(location: str) -> bool:
    """Tell whether somebody named an archive where a vault may stand."""
    with suppress(OSError, ValueError, FormatError), plain(Path(location)) as source:
        return form_of(source) is Form.BAG
    return False
