"""The person in front of the screen, asked past whatever standard input and output are."""

import getpass
import os
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Protocol

_TERMINAL = Path("/dev/tty")


def wants_plain() -> bool:
    """Tell whether somebody asked for lines that can be read out, on every program they use."""
    return os.environ.get("ACCESSIBLE", "") not in {"", "0"}


class NoTerminalError(Exception):
    """There is nobody to ask, or what they type could not be hidden."""


class Terminal(Protocol):
    """Somebody who can be asked."""

    @property
    def present(self) -> bool:
        """Whether there is anybody."""

    def ask(self, question: str) -> str:
        """Return one line of answer. Raises NoTerminalError."""

    def ask_hidden(self, question: str) -> str:
        """Return one line that is not shown while it is typed. Raises NoTerminalError."""


class ControllingTerminal:
    """The terminal that this process was started from."""

    @property
    def present(self) -> bool:
        """Whether there is one."""
        if sys.platform == "win32":
            return sys.stdin.isatty()
        with suppress(OSError), _TERMINAL.open("rb", buffering=0):
            return True
        return False

    def ask(self, question: str) -> str:
        """Return one line of answer."""
        if not self.present:
            raise NoTerminalError
        if sys.platform == "win32":
            sys.stderr.write(f"{question}: ")
            sys.stderr.flush()
            return _line(sys.stdin.readline())
        with (
            _TERMINAL.open("w", encoding="utf-8", errors="replace") as screen,
            _TERMINAL.open("r", encoding="utf-8", errors="replace") as keys,
        ):
            screen.write(f"{question}: ")
            screen.flush()
            return _line(keys.readline())

    def ask_hidden(self, question: str) -> str:
        """Return one line that is not shown while it is typed."""
        if not self.present:
            raise NoTerminalError
        with warnings.catch_warnings():
            # getpass only warns when it would show what is typed.
            warnings.simplefilter("error", getpass.GetPassWarning)
            try:
                return getpass.getpass(f"{question}: ")
            except (getpass.GetPassWarning, EOFError):
                raise NoTerminalError from None


def _line(read: str) -> str:
    if not read:
        raise NoTerminalError
    return read.rstrip("\r\n")
