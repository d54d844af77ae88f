"""Where somebody is in their vault: ids only, so that it may be kept while the vault is locked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """What to return to after unlocking."""

    session: bytes = b""
    audience: str = ""
    entry: bytes = b""
    cursor: tuple[int, int] = (0, 0)
