"""Asking somebody who may walk away: after a while without Enter, the vault is locked.

The terminal itself edits the line that is being typed, and gives it away with Enter. What was
typed of a line when the time was up, or when the program was told to end, is fetched all the same.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

from tui.terminal import Terminal

_TERMINAL = "/dev/tty"
_LINE_BYTES = 4096
"""A terminal keeps no longer line."""


class PutAwayError(Exception):
    """The vault is to be locked now.

    Args:
        reason: what is said about it.
        leave: whether the program ends with it.
        typed: what came too late to be done, so that a text need not lose it.

    """

    def __init__(self, reason: str = "", *, leave: bool = False, typed: str = "") -> None:
        super().__init__()
        self.reason, self.leave, self.typed = reason, leave, typed


class PatientTerminal:
    """A terminal that waits as long as ``seconds`` says, and then no longer.

    Args:
        terminal: who is asked.
        clock: the time in seconds UTC.

    """

    def __init__(self, terminal: Terminal, clock: Callable[[], int]) -> None:
        self._terminal, self._clock = terminal, clock
        self.seconds = 0
        """How long it waits; 0: for ever."""
        self.reason = ""
        """What is said when it was too long."""

    @property
    def present(self) -> bool:
        """Whether there is anybody."""
        return self._terminal.present

    def ask(self, question: str) -> str:
        """Return one line of answer. Raises PutAwayError, NoTerminalError."""
        return self._answer(self._terminal.ask, question)

    def ask_hidden(self, question: str) -> str:
        """Return one line that is not shown while it is typed. Raises as :meth:`ask`."""
        return self._answer(self._terminal.ask_hidden, question)

    def _answer(self, ask: Callable[[str], str], question: str) -> str:
        asked = self._clock()
        with self._limit():
            typed = ask(question)
        if self.seconds and self._clock() - asked > self.seconds:
            # The machine was asleep, or cannot ring: whoever answers now need not be the same.
            raise PutAwayError(self.reason, typed=typed)
        return typed

    @contextmanager
    def _limit(self) -> Iterator[None]:
        if sys.platform == "win32" or not self.seconds:
            yield
            return
        before = signal.signal(signal.SIGALRM, self._too_long)
        signal.setitimer(signal.ITIMER_REAL, self.seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def _too_long(self, _: int, __: FrameType | None) -> NoReturn:
        raise PutAwayError(self.reason)


def half_line() -> str:
    """Return what was typed of a line whose Enter has not come, and take it off the terminal."""
    if sys.platform == "win32":
        return ""
    import termios

    with suppress(OSError, termios.error):
        handle = os.open(_TERMINAL, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
        try:
            usual = termios.tcgetattr(handle)
            raw = termios.tcgetattr(handle)
            # Without its editing the terminal gives away what it holds, Enter or not.
            raw[3] &= ~termios.ICANON
            raw[6][termios.VMIN], raw[6][termios.VTIME] = 0, 0
            termios.tcsetattr(handle, termios.TCSANOW, raw)
            try:
                data = os.read(handle, _LINE_BYTES)
            finally:
                termios.tcsetattr(handle, termios.TCSANOW, usual)
        finally:
            os.close(handle)
        return data.decode(errors="ignore").rstrip("\r\n")
    return ""
