"""Files of the user's own: read to be attached, written whole or not at all."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import click

from tui.phrases import Refusal
from vault import ExistsError, Source

_PIECE_BYTES = 1024 * 1024
_PRIVATE = 0o600
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@contextmanager
def sources(paths: Iterable[Path]) -> Iterator[list[Source]]:
    """Open files to be attached. Raises UsageError for what is no plain file."""
    with ExitStack() as opened:
        found = []
        for path in paths:
            try:
                handle = os.open(path, os.O_RDONLY | _NO_LINKS)
            except OSError:
                raise click.UsageError(Refusal.NOT_A_FILE.format(name=path.name)) from None
            opened.callback(os.close, handle)
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise click.UsageError(Refusal.NOT_A_FILE.format(name=path.name))
            found.append(Source(path.name, status.st_size, _pieces(handle)))
        yield found


def _pieces(handle: int) -> Iterator[bytes]:
    while piece := os.read(handle, _PIECE_BYTES):
        yield piece


def require_new(path: Path) -> None:
    """Refuse a name that is taken. Raises ExistsError."""
    if path.is_symlink() or path.exists():
        raise ExistsError("file", path.name)


def write_whole(path: Path, pieces: Iterable[bytes]) -> int:
    """Write a file that gets its name once it is whole and on the disk. Returns its size.

    Raises:
        ExistsError: the name is taken.

    """
    require_new(path)
    partial = path.with_name(f".caucus-{uuid4().hex}.partial")
    size = 0
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                size += file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        _name(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return size


def _name(partial: Path, path: Path) -> None:
    try:
        # Linking fails where the name was taken meanwhile; renaming would replace it.
        os.link(partial, path)
    except FileExistsError:
        raise ExistsError("file", path.name) from None
    except OSError:
        # A file system without links.
        require_new(path)
        partial.rename(path)


@contextmanager
def reserved(path: Path | None) -> Iterator[None]:
    """Take a name for what is written later, so that it cannot fail then; give it up on failure.

    Raises:
        ExistsError: the name is taken.

    """
    if path is None:
        yield
        return
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE))
    except FileExistsError:
        raise ExistsError("file", path.name) from None
    try:
        yield
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def fill(path: Path, text: str) -> None:
    """Write a text into a reserved file, durable on return."""
    with path.open("r+", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
