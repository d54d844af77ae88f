"""Coming in, being locked, coming back to the same session, and leaving."""

from collections.abc import Sequence
from dataclasses import replace

from tui.options import Globals
from tui.phrases import Question
from tui.plain.desk import Desk
from tui.plain.house import in_house
from tui.plain.keeping import offer_kept
from tui.plain.running import OpenRun
from tui.plain.waiting import PatientTerminal, PutAwayError
from tui.plain.words import Way
from tui.program import program
from tui.run import Run
from tui.setup import Setup
from tui.terminal import NoTerminalError
from tui.wording import DONE
from vault import UnlockedVault, UnlockError, Vault, VaultMissingError


def run(setup: Setup, chosen: Globals, notices: Sequence[str] = ()) -> int:
    """Work line by line until somebody leaves. Returns the exit code.

    Args:
        setup: clock, places and the like.
        chosen: the global options.
        notices: what is said first, if anything.

    """
    terminal = PatientTerminal(setup.terminal, setup.clock)
    front = Front(replace(setup, terminal=terminal), replace(chosen, plain=True), terminal)
    return front.work(notices)


class Front:
    """The door of the vault, line by line."""

    def __init__(self, setup: Setup, chosen: Globals, terminal: PatientTerminal) -> None:
        self._setup, self._chosen, self._terminal = setup, chosen, terminal
        self._here = b""
        self._last = ""
        """Who was at work last: nobody else comes back to where they were."""

    def work(self, notices: Sequence[str]) -> int:
        """Unlock, work, lock, and begin again. Returns the exit code."""
        at_door = self._at_door(self._chosen.person)
        for line in (*notices, Way.WELCOME):
            at_door.out.say(line)
        while True:
            try:
                if not self._come_in(at_door):
                    return DONE
            except PutAwayError as ended:
                self._terminal.seconds = 0
                if ended.leave:
                    at_door.out.say(Way.GONE)
                    return DONE
                at_door.out.say("")
                at_door.out.say(ended.reason)
            again = self._again(at_door)
            if again is None:
                return DONE
            at_door = again

    def _at_door(self, name: str) -> Run:
        return Run(self._setup, replace(self._chosen, person=name), ())

    def _come_in(self, at_door: Run) -> bool:
        """Let somebody in and let them work. Tells whether to ask what is next.

        Raises:
            PutAwayError: they are done, or were away too long.

        """
        try:
            with at_door.at_hand() as (place, me):
                self._sit(place, me)
        except UnlockError:
            at_door.out.say(Way.WRONG)
        except VaultMissingError:
            return self._found(at_door)
        except NoTerminalError:
            return False
        return True

    def _sit(self, place: Vault, me: UnlockedVault) -> None:
        open_run = OpenRun(self._setup, self._chosen, place, me)
        desk = Desk(open_run, me)
        self._begin_waiting(desk)
        if me.name == self._last:
            desk.here = self._here
        self._last = me.name
        try:
            offer_kept(desk)
            in_house(desk)
        finally:
            self._here = desk.here

    def _begin_waiting(self, desk: Desk) -> None:
        """From now on it locks when nobody presses Enter, as soon as the screen would."""
        from tui.app.preferences import load
        from tui.app.words import minutes

        allowed, _ = load(self._setup.places.settings)
        spoken = minutes(allowed.idle_minutes)
        self._terminal.seconds = 60 * allowed.idle_minutes
        self._terminal.reason = Way.IDLE.format(minutes=spoken)
        desk.say(Way.UNLOCKED.format(name=desk.me.name, minutes=spoken))

    def _again(self, at_door: Run) -> Run | None:
        """Ask who is to be let in next. Returns None if nobody is."""
        if not self._last:
            return None if self._choose(at_door, Way.UNLOCK) else self._at_door("")
        same = Way.UNLOCK_AGAIN.format(name=self._last)
        chosen = self._choose(at_door, same, Way.UNLOCK_OTHER)
        return None if chosen > 1 else self._at_door("" if chosen else self._last)

    def _found(self, at_door: Run) -> bool:
        """Offer to make a vault where there is none."""
        at_door.out.say(Way.NO_VAULT.format(place=at_door.location))
        if self._choose(at_door, Way.MAKE):
            return False
        name = at_door.terminal.ask(Question.WHO)
        said = ["init", "--as", name, "--plain"]
        if self._chosen.location:
            said += ["--vault", self._chosen.location]
        context = program.make_context("caucus", said, obj=self._setup)
        with context:
            program.invoke(context)
        return True

    def _choose(self, at_door: Run, *offered: str) -> int:
        """Read out choices and the way out. Returns the place of what was chosen, from 0."""
        lines = [*offered, str(Way.LEAVE)]
        while True:
            for number, line in enumerate(lines, 1):
                at_door.out.say(f"{number}  {line}")
            try:
                typed = at_door.terminal.ask(Way.NUMBER).strip()
            except NoTerminalError:
                return len(lines) - 1
            if typed.isdecimal() and 1 <= int(typed) <= len(lines):
                return int(typed) - 1
            if typed:
                at_door.out.say(Way.NO_SUCH.format(typed=typed, last=len(lines)))
