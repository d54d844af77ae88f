"""Backups that lie in one folder, and which of them can hold what was written when.

Their names say nothing. That a file was made after something was written is all that can be known
of it without opening it.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_PATTERN = "*.backup"


class Copy(NamedTuple):
    """One backup file."""

    path: Path
    made: int
    """When the file was last written, seconds UTC."""
    size: int


def copies_in(folder: Path) -> list[Copy]:
    """Return the backups in a folder, newest first; none where there is no such folder."""
    found = []
    with suppress(OSError):
        for path in folder.glob(_PATTERN):
            with suppress(OSError):
                status = path.stat()
                found.append(Copy(path, int(status.st_mtime), status.st_size))
    return sorted(found, key=lambda copy: (-copy.made, copy.path.name))


def made_since(copies: Sequence[Copy], written: int) -> list[Copy]:
    """Return the backups that can hold what was written at that time."""
    return [copy for copy in copies if copy.made >= written]
