"""A machine on which the n-th call that changes a file goes wrong, for SQLite and for Python.

What a disk does cannot be had for the asking: here every write, flush, cut, link and removal is
counted, and one of them fails, is done by half, or is the last thing that the program ever did.
"""

import _sqlite3  # By its file the library is found that the driver itself uses.
import ctypes
import errno
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any
from unittest.mock import patch

_FULL = 13
_IOERR_WRITE, _IOERR_FSYNC, _IOERR_TRUNCATE, _IOERR_DELETE = (
    10 | n << 8 for n in (3, 4, 6, 10)
)  # fmt: skip
_CHANGING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Fault(Enum):
    """What happens at the call."""

    BROKEN = "the disk reports an error, once"
    FULL = "from now on there is no room"
    SHORT = "half of it is written, and from then on there is no room"
    KILLED_BEFORE = "the program is killed before it"
    KILLED_AFTER = "the program is killed after it"


class Disk:
    """Counts the calls that change a file, and lets one of them go wrong."""

    def __init__(self) -> None:
        self.calls = 0
        self.at = 0
        """Which call goes wrong, counted from one; 0 for none."""
        self.fault = Fault.BROKEN
        self.happened = False
        self._counting = False

    @contextmanager
    def going_wrong(self, fault: Fault = Fault.BROKEN, at: int = 0) -> Iterator[None]:
        """Count calls from here to the end of the block; the given one goes wrong."""
        self.calls, self.at, self.fault = 0, at, fault
        self.happened, self._counting = False, True
        try:
            yield
        finally:
            self._counting = False

    def call(self, whole: Callable[[], Any], half: Callable[[], Any], code: int) -> Any:
        """Make a call, or let it go wrong.

        Args:
            whole: does all of it.
            half: does a part of it, and says so.
            code: what SQLite says when it fails; 0 for a call of Python's own.

        """
        if not self._counting:
            return whole()
        self.calls += 1
        if not self.at or self.calls < self.at:
            return whole()
        first, self.happened = self.calls == self.at, True
        if self.fault is Fault.KILLED_AFTER:
            whole()
        if self.fault in {Fault.KILLED_BEFORE, Fault.KILLED_AFTER}:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault is Fault.BROKEN:
            return self._refused(code, errno.EIO) if first else whole()
        if self.fault is Fault.SHORT and first:
            return half()
        return self._refused(_FULL if code else 0, errno.ENOSPC)

    def _refused(self, code: int, number: int) -> int:
        if code:
            return code
        raise OSError(number, os.strerror(number))


DISK = Disk()


# SQLite ----------------------------------------------------------------------------------------

_P = ctypes.c_void_p
_I, _L = ctypes.c_int, ctypes.c_int64
_OPEN = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, _P)
_DELETE = ctypes.CFUNCTYPE(_I, _P, _P, _I)
_WRITE = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
_TRUNCATE = ctypes.CFUNCTYPE(_I, _P, _L)
_SYNC = ctypes.CFUNCTYPE(_I, _P, _I)


class _Vfs(ctypes.Structure):
    """The beginning of ``sqlite3_vfs``, as sqlite3.h has it."""

    _fields_ = [
        ("version", _I), ("file_bytes", _I), ("path_bytes", _I), ("next", _P), ("name", _P),
        ("data", _P), ("open", _P), ("delete", _P),
    ]  # fmt: skip


class _Methods(ctypes.Structure):
    """``sqlite3_io_methods``; those that change nothing are passed on as they are."""

    _fields_ = [
        ("version", _I), ("close", _P), ("read", _P), ("write", _P), ("truncate", _P),
        ("sync", _P), ("others", _P * 13),
    ]  # fmt: skip


class _Files:
    """The way of SQLite to the disk, with a :class:`Disk` in between."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = _P
        self._vfs = _Vfs.from_address(library.sqlite3_vfs_find(None))
        self._open, self._delete = _OPEN(self._vfs.open), _DELETE(self._vfs.delete)
        self._mine = _OPEN(self._opened), _DELETE(self._deleted)
        self._tables: dict[int, tuple[object, ...]] = {}
        """By the address of SQLite's methods, ours. Kept: a file may be open for long."""

    def stand_between(self) -> None:
        """Pass every file that is opened from now on through the disk."""
        self._vfs.open = ctypes.cast(self._mine[0], _P).value
        self._vfs.delete = ctypes.cast(self._mine[1], _P).value

    def step_aside(self) -> None:
        """Leave SQLite to itself again."""
        self._vfs.open = ctypes.cast(self._open, _P).value
        self._vfs.delete = ctypes.cast(self._delete, _P).value

    def _opened(self, vfs: int, name: int, file: int, flags: int, out: int) -> int:
        result = int(self._open(vfs, name, file, flags, out))
        methods = _P.from_address(file)
        if methods.value:
            methods.value = self._table(methods.value)
        return result

    def _deleted(self, vfs: int, name: int, sync: int) -> int:
        def whole() -> int:
            return int(self._delete(vfs, name, sync))

        return int(self._disk.call(whole, whole, _IOERR_DELETE))

    def _table(self, address: int) -> int:
        if address not in self._tables:
            table = _Methods.from_buffer_copy(_Methods.from_address(address))
            mine = (
                self._writer(_WRITE(table.write)), self._cutter(_TRUNCATE(table.truncate)),
                self._syncer(_SYNC(table.sync)),
            )  # fmt: skip
            table.write, table.truncate, table.sync = (
                ctypes.cast(each, _P).value for each in mine
            )
            self._tables[address] = (table, *mine)
        return ctypes.addressof(self._tables[address][0])  # type: ignore[arg-type]

    def _writer(self, write: Any) -> Any:
        def written(file: int, data: int, size: int, place: int) -> int:
            def half() -> int:
                write(file, data, size // 2, place)
                return _FULL

            return int(self._disk.call(lambda: write(file, data, size, place), half, _IOERR_WRITE))

        return _WRITE(written)

    def _cutter(self, truncate: Any) -> Any:
        def cut(file: int, size: int) -> int:
            def whole() -> int:
                return int(truncate(file, size))

            return int(self._disk.call(whole, whole, _IOERR_TRUNCATE))

        return _TRUNCATE(cut)

    def _syncer(self, sync: Any) -> Any:
        def synced(file: int, flags: int) -> int:
            def whole() -> int:
                return int(sync(file, flags))

            return int(self._disk.call(whole, whole, _IOERR_FSYNC))

        return _SYNC(synced)


# Python ----------------------------------------------------------------------------------------


class _File(io.FileIO):
    """An open file of Python's own."""

    def write(self, data: Any, /) -> int:
        return int(DISK.call(
            lambda: super(_File, self).write(data),
            lambda: super(_File, self).write(bytes(data)[: len(data) // 2]), 0,
        ))  # fmt: skip


def _passed_on(name: str) -> Any:
    real = getattr(os, name)

    def made(*args: Any, **more: Any) -> Any:
        if name == "open" and not args[1] & _CHANGING:
            return real(*args, **more)

        def whole() -> Any:
            return real(*args, **more)

        def half() -> Any:
            return real(args[0], args[1][: len(args[1]) // 2]) if name == "write" else whole()

        return DISK.call(whole, half, 0)

    return made


def _file_on(handle: int, mode: str) -> Any:
    raw = _File(handle, mode)
    return io.BufferedRandom(raw) if "+" in mode else io.BufferedReader(raw)


_FILES = _Files(DISK)


@contextmanager
def in_between() -> Iterator[Disk]:
    """Put the disk between the program and its files."""
    _FILES.stand_between()
    names = ("open", "write", "fsync", "link", "rename", "replace")
    patches = [patch.object(os, name, _passed_on(name)) for name in names]
    patches.append(patch.object(os, "fdopen", _file_on))
    for each in patches:
        each.start()
    try:
        yield DISK
    finally:
        for each in patches:
            each.stop()
        _FILES.step_aside()
