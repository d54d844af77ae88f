"""The program in a terminal of its own, whose bytes are read as they come."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
ROWS, COLUMNS = 36, 120
PATIENCE = 30
"""Seconds after which what should come is given up."""


class Window:
    """A terminal of 120x36 with the full screen in it.

    Args:
        home: the home of whoever sits there.
        words: what stands behind `caucus`.

    """

    def __init__(self, home: Path, *words: str) -> None:
        command = [sys.executable, "-m", "tui", *words]
        self._child, self._handle = pty.fork()
        if self._child == 0:
            os.execve(sys.executable, command, environment_of(home))
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._come = b""

    def press(self, keys: str) -> None:
        """Press keys; what came before is forgotten."""
        self._read(0)
        self._come = b""
        os.write(self._handle, keys.encode())

    def until(self, words: str) -> None:
        """Wait until these words were written since the last key."""
        end = time.monotonic() + PATIENCE
        while words.encode() not in self._come:
            assert time.monotonic() < end, f"not shown: {words}"
            self._read(PATIENCE)

    def has_come(self, words: str) -> bool:
        """Whether these words were written since the last key."""
        self._read(0)
        return words.encode() in self._come

    def took(self, keys: str, words: str) -> float:
        """Press keys. Returns after how many seconds these words were written."""
        started = time.perf_counter()
        self.press(keys)
        self.until(words)
        return time.perf_counter() - started

    def listen(self, seconds: float) -> None:
        """Read for so long: whoever types waits as long before the next key."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)

    def _read(self, seconds: float) -> None:
        while select.select([self._handle], [], [], seconds)[0]:
            self._come += os.read(self._handle, 65536)
            seconds = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        os.close(self._handle)


def environment_of(home: Path) -> dict[str, str]:
    """Return the variables of a usual terminal."""
    return {
        "HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8", "TERM": "xterm-256color", "COLORTERM": "truecolor",
    }  # fmt: skip
