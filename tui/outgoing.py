"""Where a file that leaves goes: to a new name, or to standard output where that is ``-``."""

import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tui.files import whole
from tui.pipes import leave_quietly

STANDARD = Path("-")
"""Named in the place of a file: what would go into it goes to standard output."""


@contextmanager
def outgoing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write into and read back; what was made whole goes where it was to go.

    Raises:
        ExistsError: the name is taken.
        RefusedError: more than is held for standard output.

    """
    if path != STANDARD:
        with whole(path) as file:
            yield file
        return
    # Half a file in a pipe could be taken for a whole one.
    from tui.locked import Held

    with Held() as held:
        yield held
        held.seek(0)
        try:
            shutil.copyfileobj(held, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            leave_quietly()


def write_out(path: Path, pieces: Iterable[bytes]) -> int:
    """Write a file whole to where it was to go. Returns its size. Raises as ``outgoing``."""
    with outgoing(path) as file:
        return sum(file.write(piece) for piece in pieces)


def called(path: Path) -> str:
    """Return what is said of where it went."""
    return "standard output" if path == STANDARD else str(path)
