"""What people type for a file: a path with or without quotes, with ``~`` for their own folder."""

from pathlib import Path


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
