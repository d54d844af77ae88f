"""What the status line tells: each room says what it knows, and the rest stays as it was."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Status:
    """The state of things, as far as it is known. Times are seconds UTC."""

    saved: int = 0
    """When the text on the screen was last saved; 0: there is none."""
    unsaved: bool = False
    """Whether there are words that are not saved yet."""
    kind: str = ""
    """What is on the screen: note, draft or record."""
    version: int = 0
    backup: int | None = None
    """When the last backup was made; 0: never; None: not known."""
    sheet_made: bool = True
    """Whether there is a recovery sheet."""
    read_only: bool = False
