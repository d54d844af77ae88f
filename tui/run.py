"""One run of the program: its options, its questions, and a vault that is always locked again."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

import click

from tui import loading
from tui.failure import DeclinedError
from tui.fields import Fields
from tui.file_words import archive_is_read
from tui.files import require_new
from tui.forms import is_bag
from tui.options import Globals
from tui.outgoing import STANDARD
from tui.output import Output
from tui.phrases import Notice, Question, Refusal
from tui.reading import read_by_itself
from tui.secrets import Secrets
from tui.setup import Setup
from tui.terminal import NoTerminalError, wants_plain
from tui.views import short
from tui.wording import DAMAGED, describe, part
from vault import (
    Damage,
    Entry,
    NotFoundError,
    PassphraseError,
    SchemaOlderError,
    UnconfirmedError,
    UnlockedVault,
    UnlockError,
    Vault,
)

_YES = {"yes", "y"}
Given = ParamSpec("Given")


class Run:
    """What a command is given besides its own options."""

    def __init__(self, setup: Setup, chosen: Globals, field_names: Sequence[str]) -> None:
        loading.done()
        self.setup = setup
        self.terminal = setup.terminal
        self.location = chosen.location or str(setup.places.default_vault)
        self.out = Output(as_json=chosen.as_json, plain=chosen.plain or _plain_wanted())
        self.secrets = Secrets(setup.terminal, chosen.passphrase_fd, chosen.passphrase_file)
        self.fields = Fields(chosen.fields_fd, field_names)
        self._person = chosen.person

    def __repr__(self) -> str:
        return "Run()"

    # What the person says --------------------------------------------------------------------

    def needed(self, name: str, given: str | None, question: str) -> str:
        """Return a text: as given, from the fields, or as typed now. Raises UsageError."""
        said = given or self.fields.one(name)
        if said:
            return said
        try:
            return self.terminal.ask(question)
        except NoTerminalError:
            raise click.UsageError(Refusal.MISSING.format(name=name)) from None

    def optional(self, name: str, given: str | None) -> str:
        """Return a text as given or from the fields; an empty one if nobody said any."""
        return given or self.fields.one(name)

    def several(self, name: str, given: Sequence[str]) -> tuple[str, ...]:
        """Return texts as given or from the fields."""
        return tuple(given) or self.fields.several(name)

    def listed(self, question: str) -> tuple[str, ...]:
        """Return the texts that are typed now, to an empty one; none where nobody can be asked."""
        texts: list[str] = []
        with suppress(NoTerminalError):
            while text := self.terminal.ask(question).strip():
                texts.append(text)
        return tuple(texts)

    @property
    def person(self) -> str:
        """Whose keys to use."""
        self._person = self.needed("as", self._person, Question.WHO)
        return self._person

    @property
    def is_named(self) -> bool:
        """Whether somebody said whose keys to use."""
        return bool(self.optional("as", self._person))

    def agree(self, question: str, *, yes: bool) -> None:
        """Go on only if the person says yes. Raises DeclinedError, or UsageError without one."""
        if yes:
            return
        if not self.terminal.present:
            raise click.UsageError(Refusal.UNCONFIRMED_ACT)
        if not self.says_yes(question):
            raise DeclinedError

    def says_yes(self, question: str) -> bool:
        """Ask whether to go on. Raises NoTerminalError."""
        answer = self.terminal.ask(Question.GO_ON.format(question=question))
        return answer.strip().casefold() in _YES

    def text(self) -> str:
        """Return the text on standard input, or typed until Ctrl-D."""
        if sys.stdin.isatty():
            self.out.say(Notice.WRITE)
        try:
            return sys.stdin.buffer.read().decode()
        except UnicodeDecodeError:
            raise click.UsageError(Refusal.NOT_TEXT) from None

    def claim(self, target: Path) -> None:
        """Refuse a place where what leaves cannot go, before any passphrase is asked for.

        Raises:
            ExistsError: the name is taken.
            UsageError: standard output is a terminal, or is to have an object.

        """
        if target != STANDARD:
            require_new(target)
            return
        if self.out.as_json:
            raise click.UsageError(Refusal.STANDARD_JSON)
        if sys.stdout.isatty():
            raise click.UsageError(Refusal.STANDARD_TERMINAL)
        self.out.give_way()

    def spoken(self, entry: Entry) -> str:
        """Return how to speak of an entry: by its title only to somebody at the terminal."""
        latest = entry.latest
        title = f" {latest.header.title}" if self.terminal.present else ""
        return f"{short(entry.id)}{title} [{latest.audience}]"

    # The vault -------------------------------------------------------------------------------

    @contextmanager
    def locked(self) -> Iterator[Vault]:
        """Give the vault without any keys, and let go of it afterwards.

        Raises:
            RefusedError: an archive stands in its place, which is only read.

        """
        if is_bag(self.location):
            raise archive_is_read(Path(self.location).name)
        place = self.setup.vault(self.location)
        try:
            yield place
        finally:
            place.close()

    @contextmanager
    def ready(self) -> Iterator[Vault]:
        """Give a vault that is there and of this version; an older one is upgraded first."""
        with self.locked() as place:
            try:
                place.require_ready()
            except SchemaOlderError:
                self.out.say(Notice.UPGRADING)
                backup = place.upgrade()
                self.out.say(Notice.UPGRADED.format(file=backup or "none: see the server's own"))
            yield place

    @contextmanager
    def unlocked(self, *, accept_older: bool = False) -> Iterator[UnlockedVault]:
        """Give the vault with the keys of the ``--as`` person, and lock it whatever comes.

        An archive in the place of a vault is given in the same way, to be read.
        """
        if is_bag(self.location):
            with self._archive() as person:
                yield person
            return
        with self.at_hand(accept_older=accept_older) as (_, person), self.reading(person):
            yield person

    @contextmanager
    def at_hand(self, *, accept_older: bool = False) -> Iterator[tuple[Vault, UnlockedVault]]:
        """Give the vault and the keys of the ``--as`` person, for who lets others in beside."""
        with self.ready() as place, self.opened(place, self.person) as person:
            if person.behind:
                self._ask_about_older(person, accepted=accept_older)
            yield place, person

    @contextmanager
    def reading(self, person: UnlockedVault) -> Iterator[None]:
        """Say afterwards what somebody should know about what they were given or not given."""
        try:
            yield
        except NotFoundError:
            # Perhaps in a session that names this person and was not accepted.
            self._name_refused(person)
            raise
        if person.traces_remain:
            self.out.warn(Notice.TRACES)

    @contextmanager
    def _archive(self) -> Iterator[UnlockedVault]:
        """Give what the ``--as`` person can read of an archive."""
        name = self.person
        passphrase = self.secrets.known(Question.UNLOCK.format(name=name))
        path = Path(self.location)
        with read_by_itself(path, self.setup, name, passphrase) as person:
            yield person

    @contextmanager
    def opened(self, place: Vault, name: str) -> Iterator[UnlockedVault]:
        """Give the keys of somebody by name, once their passphrase was given."""
        passphrase = self.secrets.known(Question.UNLOCK.format(name=name))
        try:
            person = place.unlock(name, passphrase)
        except PassphraseError:
            # What cannot be a passphrase is nobody's.
            raise UnlockError from None
        try:
            yield person
        finally:
            person.lock()

    def _ask_about_older(self, person: UnlockedVault, *, accepted: bool) -> None:
        """Go on with a vault behind its mark only if its owner says that this is right."""
        accepted = accepted or self.older_is_right()
        if accepted:
            person.accept_older()
        self.out.warn(Notice.OLDER_ACCEPTED if accepted else Notice.OLDER)

    def older_is_right(self) -> bool:
        """Ask whether a vault that is older than somebody remembers it is the right one."""
        if not (self.terminal.present and self.secrets.typed):
            return False
        return self.terminal.ask(Question.OLDER).strip().casefold() in _YES

    # What is wrong with it -------------------------------------------------------------------

    def report(self, damages: Sequence[Damage], person: UnlockedVault | None = None) -> None:
        """Name what could not be read, after the result, and leave with the code for damage."""
        for damage in damages:
            self.out.warn(
                Notice.DAMAGE.format(what=part(damage.what), row=damage.row, reason=damage.reason)
            )
        refused = person is not None and self._name_refused(person)
        if damages or refused:
            raise click.exceptions.Exit(DAMAGED)

    def _name_refused(self, person: UnlockedVault) -> bool:
        """Say which sessions were not accepted and why. Tells whether any of it is damage."""
        damaged = False
        for _, error in person.sessions.refused:
            words = describe(error)
            self.out.warn(f"{Notice.REFUSED} {words.message} {words.hint}")
            # Somebody whose check words were never compared is a question, not a damage.
            damaged = damaged or not isinstance(error, UnconfirmedError)
        return damaged


def _plain_wanted() -> bool:
    return wants_plain() or "NO_COLOR" in os.environ or not sys.stdout.isatty()


def with_run(
    function: Callable[Concatenate[Run, Given], None],
) -> Callable[Given, None]:
    """Give a command its run as the first argument."""

    @wraps(function)
    def called(*args: Given.args, **kwargs: Given.kwargs) -> None:
        context = click.get_current_context()
        # Where somebody stays unlocked from one act to the next there is a run already.
        run = context.find_object(Run) or _begun(context)
        function(run, *args, **kwargs)

    return called


def _begun(context: click.Context) -> Run:
    setup = context.find_object(Setup)
    if setup is None:
        raise TypeError("no setup")
    run = Run(setup, Globals.of(context), _field_names(context))
    context.call_on_close(run.secrets.close)
    return run


_SAID = {"TEXT", "NAME", "SPEAKER=NAME", "WORDS", "QUERY", "GROUND", "KIND"}
"""What the help calls a value that names somebody or says something."""


def _field_names(context: click.Context) -> list[str]:
    """Return what --fields-fd may bring to this command. Anything else there would be lost."""
    said = (each for each in context.command.params if each.metavar in _SAID)
    return ["as", *(max(each.opts, key=len).lstrip("-") for each in said)]


def as_path(_: click.Context, __: click.Parameter, value: str | None) -> Path | None:
    """Return a path option as a path. Raises UsageError where ``-`` can be none."""
    if value == str(STANDARD):
        raise click.UsageError(Refusal.NOT_STANDARD)
    return Path(value) if value else None


def as_target(_: click.Context, __: click.Parameter, value: str | None) -> Path | None:
    """Return the option for a file that leaves: a path, or ``-`` for standard output."""
    return Path(value) if value else None
