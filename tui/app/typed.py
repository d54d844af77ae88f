"""What people type for a file: a path with or without quotes, with ``~`` for their own folder."""

from pathlib import Path


def typed_path(text: str) -> Path:
    """Return the path that somebody typed or dropped into a field.

    A whole path behind the folder that stood in the field already, as a file manager drops it
    there, is the one that is meant.
    """
    path = Path(_unquoted(_last_whole(text.strip())))
    try:
        return path.expanduser()
    except RuntimeError:
        # There is no such user.
        return path


def _last_whole(typed: str) -> str:
    for quote in ("'", '"'):
        _, found, dropped = typed.partition(f"/{quote}/")
        if found:
            return f"{quote}/{dropped}"
    before, found, dropped = typed.partition("//")
    whole = Path(f"/{dropped}")
    is_meant = before and found and whole.is_file() and not Path(typed).exists()
    return str(whole) if is_meant else typed


def _unquoted(typed: str) -> str:
    is_quoted = len(typed) > 1 and typed[0] == typed[-1] and typed[0] in "'\""
    return typed[1:-1] if is_quoted else typed
