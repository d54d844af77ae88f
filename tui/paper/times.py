"""Times as they are printed: ISO 8601, UTC, to the second."""

from tui.paper.canvas import LATEST, moment
from tui.paper.words import Everywhere


def utc(seconds: int) -> str:
    """Return a time, and that it is UTC."""
    return Everywhere.TIME.format(date=stamp(seconds)) if _says(seconds) else stamp(seconds)


def stamp(seconds: int) -> str:
    """Return a time, for where UTC is said beside it."""
    if not _says(seconds):
        return Everywhere.BEYOND.format(seconds=seconds)
    return moment(seconds).strftime("%Y-%m-%d %H:%M:%S")


def _says(seconds: int) -> bool:
    return 0 <= seconds <= LATEST
