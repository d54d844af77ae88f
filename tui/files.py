"""Files of the user's own: read to be attached, written whole or not at all."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import click

from tui.phrases import Refusal
from vault import ExistsError, Source, spell_id

_PIECE_BYTES = 1024 * 1024
_NAME_CHARACTERS = 6
_PARTIAL = ".partial"
_HANDLES = Path("/proc/self/fd")
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


@contextmanager
def plain(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be read from its beginning. Raises OSError for what is no plain file."""
    # Not blocking, so that a pipe does not keep the program waiting for whoever writes into it.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    with os.fdopen(handle, "rb") as file:
        yield file


def random_path(kind: str) -> Path:
    """Return a name for a new file here that says nothing but what kind of file it is."""
    return Path(f"caucus-{spell_id(uuid4().bytes)[:_NAME_CHARACTERS]}.{kind}")


def require_new(path: Path) -> None:
    """Refuse a name that is taken. Raises ExistsError."""
    if path.is_symlink() or path.exists():
        raise ExistsError("file", path.name)


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write into; it gets its name once the block ended well and it is on the disk.

    It can be sought in. Whatever else ends the block leaves no file of that name.

    Raises:
        ExistsError: the name is taken.

    """
    require_new(path)
    with _beginning(path) as (handle, begun), os.fdopen(handle, "w+b") as file:
        yield file
        file.flush()
        os.fsync(handle)
        _name(begun, path)
    _sync_folder(path.parent)


@contextmanager
def _beginning(path: Path) -> Iterator[tuple[int, Path]]:
    """Open a new file in the folder of ``path``, and say where it is until it gets that name."""
    handle = _open_nameless(path.parent)
    if handle is not None:
        yield handle, _HANDLES / str(handle)
        return
    begun = path.with_name(f".caucus-{uuid4().hex}{_PARTIAL}")
    try:
        handle = os.open(begun, os.O_RDWR | os.O_CREAT | os.O_EXCL, _PRIVATE)
    except OSError as error:
        # Said of the name that somebody knows.
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        yield handle, begun
    finally:
        begun.unlink(missing_ok=True)


def _open_nameless(folder: Path) -> int | None:
    """Open a file without a name, where the system can: a killed program leaves nothing of it."""
    if not hasattr(os, "O_TMPFILE") or not _HANDLES.is_dir():
        return None
    try:
        return os.open(folder, os.O_RDWR | os.O_TMPFILE, _PRIVATE)
    except OSError:
        return None


def write_whole(path: Path, pieces: Iterable[bytes]) -> int:
    """Write a file that gets its name once it is whole and on the disk. Returns its size.

    Raises:
        ExistsError: the name is taken.

    """
    with whole(path) as file:
        return sum(file.write(piece) for piece in pieces)


def _name(begun: Path, path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        # Linking fails where the name was taken meanwhile; renaming would replace it. With a
        # folder named, the link leads to the file itself and not to what stands for it in /proc.
        os.link(begun, path.name, dst_dir_fd=folder)
    except FileExistsError:
        raise ExistsError("file", path.name) from None
    except OSError:
        if not begun.name.endswith(_PARTIAL):
            raise
        # A file system without links.
        require_new(path)
        begun.rename(path)
    finally:
        os.close(folder)


def rename_new(made: Path, path: Path) -> None:
    """Give a file that is whole already its name, for good on return. Raises ExistsError."""
    require_new(path)
    made.rename(path)
    _sync_folder(path.parent)


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
