"""Where the demo plays: a vault in a private directory, its people, and what a thief takes."""

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

from tui.demo import case
from vault import (
    DEFAULT_COST,
    Checked,
    Invitation,
    KdfCost,
    Match,
    PlannedPortion,
    Role,
    UnlockedVault,
    Vault,
    VaultError,
    WaiverView,
    generate_passphrase,
)

_Given = ParamSpec("_Given")
_Error = TypeVar("_Error", bound=VaultError)


class NotAsToldError(Exception):
    """The program did not do what the story says it does."""


def told(claim: str, *, holds: bool) -> None:
    """Let a claim be printed only if it holds. Raises NotAsToldError."""
    if not holds:
        raise NotAsToldError(claim)


def refused(
    kind: type[_Error], act: Callable[_Given, object],
    *args: _Given.args, **kwargs: _Given.kwargs,
) -> _Error:  # fmt: skip
    """Return the error with which an act was refused. Raises NotAsToldError if it was not."""
    try:
        act(*args, **kwargs)
    except kind as error:
        return error
    raise NotAsToldError(kind.__name__)


class Table(NamedTuple):
    """One table of a stolen vault."""

    name: str
    rows: int
    size: int
    """Bytes in its cells."""


class Stage:
    """One vault, its three people, and what the chapters leave for the next.

    Args:
        folder: an empty private directory. Everything is written there.
        clock: the time in seconds UTC; as it is, unless said otherwise.
        cost: what a passphrase costs to try: the program's own, outside tests.

    """

    def __init__(
        self, folder: Path, clock: Callable[[], int] | None = None, cost: KdfCost = DEFAULT_COST
    ) -> None:
        self._clock = clock or (lambda: int(time.time()))
        self._cost = cost
        self.waited = 0.0
        """Seconds spent waiting for the reader."""
        self.folder = folder
        self.people: dict[str, UnlockedVault] = {}
        """Whoever is unlocked, by name."""
        self.passphrases = {name: generate_passphrase() for name in case.SEATS}
        self.kdf_seconds: list[float] = []
        """How long each enrolment, unlocking and wrong guess took."""
        self.session = self.account = self.record = b""
        self.portions: tuple[PlannedPortion, ...] = ()
        """The sealed record's, as they were when it was sealed."""
        self.waivers: list[WaiverView] = []
        """The requests of the story, oldest first."""
        self._started = time.monotonic()
        self.vault = self.at(folder / "vault.caucus")

    def at(self, path: Path) -> Vault:
        """Return the vault at a path, locked."""
        return Vault(
            str(path), marks=self.folder / "marks", clock=self._clock,
            cost=self._cost,
        )  # fmt: skip

    @property
    def seconds(self) -> float:
        """How long the program has been at it, the reader's pauses left out."""
        return time.monotonic() - self._started - self.waited

    def close(self) -> None:
        """Lock everybody and let go of the vault."""
        for person in self.people.values():
            person.lock()
        self.people.clear()
        self.vault.close()

    def reopen(self) -> None:
        """Unlock everybody again, in the vault as it lies there."""
        self.vault = self.at(Path(self.vault.location))
        for name, passphrase in self.passphrases.items():
            self.people[name] = self.timed(self.vault.unlock, name, passphrase)

    def timed(
        self, act: Callable[_Given, UnlockedVault],
        *args: _Given.args, **kwargs: _Given.kwargs,
    ) -> UnlockedVault:  # fmt: skip
        """Do what costs one run of the KDF, and note how long it took."""
        started = time.monotonic()
        try:
            return act(*args, **kwargs)
        finally:
            self.kdf_seconds.append(time.monotonic() - started)

    def enrol(self, name: str) -> UnlockedVault:
        """Enrol somebody with their passphrase. The recovery code is nobody's here."""
        person, _ = self.vault.enrol(name, self.passphrases[name])
        return person

    def convene(self) -> bytes:
        """Let the mediator convene the session. Returns it."""
        invitations = [
            Invitation(Role.MEDIATOR, case.RUTH),
            Invitation(Role.PARTY, case.TOMASZ, "A"),
            Invitation(Role.PARTY, case.GILLIAN, "B"),
        ]
        return self.people[case.RUTH].sessions.convene(case.CASE, case.SITTING, invitations)

    def find(self, name: str, query: str) -> list[Match]:
        """Return what a search finds for somebody."""
        return self.people[name].search.finder([self.session]).find(query)

    def files(self) -> dict[str, bytes]:
        """Return every file that the vault and its people have on disk, as a thief takes them."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }

    def readable(self, texts: list[str]) -> list[str]:
        """Return which of these texts stand in any of the files, or in a file's name."""
        content = b"\n".join(
            name.encode() + b"\n" + data for name, data in self.files().items()
        ).lower()  # fmt: skip
        return [
            text
            for text in texts
            for encoding in ("utf-8", "utf-16-le", "utf-16-be")
            if text.encode(encoding).lower() in content
        ]

    def tables(self) -> tuple[list[Table], set[str]]:
        """Return the tables of a copy of the vault, and every word that stands in their rows."""
        copy = self.folder / "stolen"
        shutil.copyfile(self.vault.location, copy)
        tables, words = [], set()
        with closing(sqlite3.connect(copy)) as database:
            listed = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            for (name,) in listed.fetchall():
                rows = database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 (its own)
                cells = [cell for row in rows for cell in row]
                words |= {cell for cell in cells if isinstance(cell, str)}
                size = sum(len(cell) for cell in cells if isinstance(cell, bytes))
                tables.append(Table(name, len(rows), size))
        for left in self.folder.glob(f"{copy.name}*"):
            left.unlink()
        return tables, words

    def check(self) -> dict[str, Checked]:
        """Let everybody check the vault as far as their keys reach."""
        return {name: person.checks.run() for name, person in self.people.items()}
