"""What people type for a file: a path with or without quotes, with ``~`` for their own folder."""

from pathlib import Path
from uuid import uuid4

from vault import spell_id

_NAME_CHARACTERS = 6


def typed_path(text: str) -> Path:
    """Return the path that somebody typed or dropped into a field."""
    bare = text.strip()
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\"":
        bare = bare[1:-1]
    path = Path(bare)
    try:
        return path.expanduser()
    except RuntimeError:
        # There is no such user.
        return path


def fresh_name(kind: str) -> str:
    """Return a name for a new file that says nothing but what kind of file it is."""
    return f"caucus-{spell_id(uuid4().bytes)[:_NAME_CHARACTERS]}.{kind}"
