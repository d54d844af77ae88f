"""What every menu is given: who is unlocked, how they are asked, and how a command is run."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import click

from tui.failure import put_in_words, show
from tui.plain.running import OpenRun
from tui.plain.waiting import PutAwayError
from tui.plain.words import Sealed, Way
from tui.terminal import NoTerminalError
from vault import Damage, UnlockedVault, VaultError

_NUMBERS = re.compile(r"\d{1,5}(?:-\d{1,5})?(?:,\d{1,5}(?:-\d{1,5})?)*")


class Choice(NamedTuple):
    """One line of a menu, and what it does."""

    words: str
    act: Callable[[], object]


class Desk:
    """Somebody at work, line by line.

    Args:
        run: how commands are run.
        me: the vault with their keys.

    """

    def __init__(self, run: OpenRun, me: UnlockedVault) -> None:
        self.run, self.me = run, me
        self.here = b""
        """The session that was entered, to come back to after unlocking."""

    def say(self, line: str) -> None:
        """Say one line."""
        self.run.out.say(line)

    def ask(self, question: str) -> str:
        """Return an answer, without blanks at its ends. Raises PutAwayError."""
        try:
            return self.run.terminal.ask(question).strip()
        except NoTerminalError:
            # The end of all input: nobody is there any more.
            raise PutAwayError(leave=True) from None

    def sure(self, question: str) -> bool:
        """Ask before something that is not undone."""
        return self.run.says_yes(question)

    def file(self, question: str) -> str:
        """Return a path as it is meant, or an empty text."""
        typed = self.ask(question)
        return str(Path(typed).expanduser()) if typed else ""

    # Choosing --------------------------------------------------------------------------------

    def choose(self, heading: str, words: Sequence[str]) -> int:
        """Read a list out and return the place of what was chosen, from 0."""
        self._read_out(heading, words)
        return self._number(heading, words)

    def _read_out(self, heading: str, words: Sequence[str]) -> None:
        self.say("")
        self.say(heading)
        for number, each in enumerate(words, 1):
            self.say(f"{number}  {each}")

    def _number(self, heading: str, words: Sequence[str]) -> int:
        while True:
            typed = self.ask(Way.NUMBER)
            if typed.isdecimal() and 1 <= int(typed) <= len(words):
                return int(typed) - 1
            if typed:
                self.say(Way.NO_SUCH.format(typed=typed, last=len(words)))
            else:
                self._read_out(heading, words)

    def numbers(self, question: str, last: int) -> list[int]:
        """Return places from 0, typed as ``1,3-4``; none for Enter alone."""
        while True:
            typed = self.ask(question).replace(" ", "")
            if not typed:
                return []
            chosen = _spread(typed) if _NUMBERS.fullmatch(typed) else []
            if chosen and all(1 <= each <= last for each in chosen):
                return [each - 1 for each in chosen]
            self.say(Sealed.NOT_THERE.format(last=last))

    def menu(
        self, heading: str, choices: Callable[[], Sequence[Choice]], *, leave: bool = False
    ) -> None:
        """Offer what can be done, again and again, until somebody goes back.

        What was read out once is not read out again unless it has changed.

        Args:
            heading: what the choices are about.
            choices: gives them as they are now.
            leave: whether this is the first menu, from which one leaves rather than goes back.

        """
        known: list[str] = []
        ways = (Choice(Way.LOCK, self.lock), Choice(Way.LEAVE if leave else Way.BACK, self.leave))
        while True:
            offered = [*choices(), *ways]
            words = [each.words for each in offered]
            if words == known:
                self.say("")
                self.say(heading)
                self.say(Way.CHOICES.format(count=len(words)))
            else:
                self._read_out(heading, words)
            known = words
            chosen = self._number(heading, words)
            if not leave and chosen == len(offered) - 1:
                return
            self.attempt(offered[chosen].act)

    def lock(self) -> None:
        """Put everything away. Raises PutAwayError."""
        raise PutAwayError(Way.LOCKED)

    def leave(self) -> None:
        """Put everything away and end. Raises PutAwayError."""
        raise PutAwayError(leave=True)

    # Doing -----------------------------------------------------------------------------------

    def do(self, *words: str, text: str = "") -> None:
        """Run a command with the keys that are here. Raises what it raises."""
        self.run.do(*words, text=text)

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something, and say in words what went wrong. Returns whether it went well."""
        try:
            act()
        except (VaultError, click.ClickException, OSError) as error:
            words = put_in_words(error)
            if words is not None:
                show(words, as_json=False)
            return False
        except NoTerminalError:
            # Ctrl-D at a question: whatever was begun is not gone on with.
            self.say(Way.GIVEN_UP)
            return False
        return True

    def report(self, damages: Sequence[Damage]) -> None:
        """Name what cannot be read, and the sessions that were not accepted."""
        with suppress(click.exceptions.Exit):
            self.run.report(damages, self.me)


def _spread(typed: str) -> list[int]:
    found: list[int] = []
    for piece in typed.split(","):
        first, _, last = piece.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return list(dict.fromkeys(found))
