"""Passphrases and recovery codes: typed without being shown, or the lines of one open file."""

import os
from pathlib import Path

import click

from tui.phrases import Question, Refusal
from tui.terminal import NoTerminalError, Terminal
from vault import require_strong

_LINE_BYTES_MAX = 64 * 1024


class Secrets:
    """Gives one secret after another: the next line of the source, or what is typed next.

    Args:
        terminal: who is asked when there is no source.
        descriptor: an open file of this process.
        path: a file.

    """

    def __init__(self, terminal: Terminal, descriptor: int | None, path: Path | None) -> None:
        self._terminal = terminal
        self._descriptor = descriptor
        self._path = path
        self._opened = False

    def __repr__(self) -> str:
        return "Secrets()"

    @property
    def typed(self) -> bool:
        """Whether secrets are typed, so that a mistake can be made good."""
        return self._descriptor is None and self._path is None

    def known(self, question: str) -> str:
        """Return a secret that exists already. Raises UsageError."""
        if not self.typed:
            return self._next_line()
        try:
            return self._terminal.ask_hidden(question)
        except NoTerminalError:
            raise click.UsageError(Refusal.NOT_HIDDEN) from None

    def chosen(self, question: str, about: tuple[str, ...]) -> str:
        """Return a new passphrase, typed twice where it is typed.

        Args:
            question: what is asked for.
            about: words that somebody else would try first.

        Raises:
            PassphraseError: it looks weak.

        """
        first = self.known(question)
        require_strong(first, about)
        if self.typed and self.known(Question.AGAIN) != first:
            raise click.UsageError(Refusal.NOT_THE_SAME)
        return first

    def close(self) -> None:
        """Close the file, if it was opened here."""
        if self._opened and self._descriptor is not None:
            os.close(self._descriptor)
            self._opened = False

    def _next_line(self) -> str:
        if self._descriptor is None and self._path is not None:
            try:
                self._descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
                self._opened = True
            except OSError:
                raise click.UsageError(Refusal.SOURCE_UNREADABLE) from None
        line = read_line(self._descriptor or 0)
        if line is None:
            raise click.UsageError(Refusal.SOURCE_ENDED)
        return line


def read_line(descriptor: int) -> str | None:
    """Return the next line of an open file, or None at its end.

    It is read byte by byte, so that whatever follows stays there for who reads next.
    """
    data = bytearray()
    try:
        while byte := os.read(descriptor, 1):
            if byte == b"\n":
                break
            data += byte
            if len(data) > _LINE_BYTES_MAX:
                raise click.UsageError(Refusal.SOURCE_TOO_LONG)
        else:
            if not data:
                return None
        return data.removesuffix(b"\r").decode()
    except OSError:
        raise click.UsageError(Refusal.NO_DESCRIPTOR) from None
    except UnicodeDecodeError:
        raise click.UsageError(Refusal.SOURCE_NOT_TEXT) from None
