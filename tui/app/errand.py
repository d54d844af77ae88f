"""What the command line does with files, done for the screen: nothing is printed or asked for.

Questions are asked on the screen before or after, never while the vault's one thread works: the
vault must be able to lock meanwhile.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from tui.options import Globals
from tui.output import Output
from tui.run import Run
from tui.setup import Setup
from tui.terminal import NoTerminalError


class Key(NamedTuple):
    """What opens a locked file: its passphrase, or the file of an age identity."""

    passphrase: str = ""
    identity: Path | None = None

    def __repr__(self) -> str:
        return "Key()"


NO_KEY = Key()


class Errand(Run):
    """A run without a terminal and without an output.

    Args:
        setup: how the program is put together.
        secret: what opens a locked file, where that is known.

    """

    def __init__(self, setup: Setup, secret: str = "") -> None:
        super().__init__(replace(setup, terminal=_Nobody(secret)), Globals(), ())
        self.out: Output = _Unheard()


class _Nobody(NamedTuple):
    """Somebody who answers nothing but with one secret."""

    secret: str = ""

    def __repr__(self) -> str:
        return "Nobody()"

    @property
    def present(self) -> bool:
        """Whether there is anybody."""
        return False

    def ask(self, question: str) -> str:
        """Raise NoTerminalError."""
        raise NoTerminalError(question)

    def ask_hidden(self, question: str) -> str:
        """Return the secret. Raises NoTerminalError where there is none."""
        if not self.secret:
            raise NoTerminalError(question)
        return self.secret


class _Unheard(Output):
    """Says nothing: what there is to say is in what is returned."""

    def __init__(self) -> None:
        super().__init__(as_json=False, plain=True)

    def result(self, found: Mapping[str, object], lines: Iterable[str]) -> None:
        """Say nothing."""

    def say(self, line: str) -> None:
        """Say nothing."""

    def warn(self, line: str) -> None:
        """Say nothing."""
