"""Commands for somebody who stays unlocked: they ask for no passphrase, and text is given them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import click

from tui.options import Globals
from tui.program import program
from tui.run import Run
from tui.setup import Setup
from vault import UnlockedVault, Vault


class OpenRun(Run):
    """A run with the keys at hand.

    Args:
        setup: the parts.
        chosen: the global options of the whole program.
        place: the vault.
        me: the vault with keys.

    """

    def __init__(self, setup: Setup, chosen: Globals, place: Vault, me: UnlockedVault) -> None:
        super().__init__(setup, replace(chosen, person=me.name), ())
        self._place, self._me = place, me
        self._text = ""

    @contextmanager
    def locked(self) -> Iterator[Vault]:
        """Give the vault. It stays open."""
        yield self._place

    @contextmanager
    def ready(self) -> Iterator[Vault]:
        """Give the vault, which was found ready when it was unlocked."""
        yield self._place

    @contextmanager
    def at_hand(self, *, accept_older: bool = False) -> Iterator[tuple[Vault, UnlockedVault]]:  # noqa: ARG002
        """Give the vault and the keys that are there."""
        yield self._place, self._me

    def text(self) -> str:
        """Return the text that goes with the command."""
        return self._text

    def do(self, *words: str, text: str = "") -> None:
        """Run a command as it would be typed; raises what it raises, and its exit code is said."""
        self._text = text
        try:
            context = program.make_context("caucus", list(words), obj=self)
            with context:
                program.invoke(context)
        except click.exceptions.Exit:
            # What did not go well was said where it happened.
            pass
        finally:
            self._text = ""
