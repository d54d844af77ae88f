"""People of one matter, each at a machine of their own: nothing goes between them but files."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.cast import Clock
from tests.cli.conftest import Desk, Outcome, phrase_of


@dataclass(frozen=True)
class Person:
    """Somebody at their own machine."""

    name: str
    desk: Desk

    def run(self, *words: str, **more: object) -> Outcome:
        """Run a command line with their keys."""
        return self.desk.run(*words, who=self.name, **more)

    def done(self, *words: str, **more: object) -> dict:
        """Run one that must succeed, and return its object."""
        return self.desk.done(*words, who=self.name, **more)

    def code(self, *words: str) -> int:
        """Run one, and return how it ended."""
        return self.run(*words).code


@dataclass(frozen=True)
class Asked:
    """A request on its way."""

    waiver: str
    words: str
    file: Path


class Matter:
    """Their machines, and the one session that the first mediator convenes.

    Args:
        folder: where the machines lie.
        mediators: names; the first convenes.
        parties, representatives: (side, name) pairs.
        nonparties: names.

    """

    def __init__(
        self, folder: Path, mediators: Sequence[str], parties: Sequence[tuple[str, str]],
        representatives: Sequence[tuple[str, str]] = (), nonparties: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.folder, self._clock, self._files = folder, Clock(), itertools.count()
        self.mediators = list(mediators)
        self.names = [
            *mediators, *(name for _, name in (*parties, *representatives)), *nonparties,
        ]  # fmt: skip
        self._people = {name: self._person(name) for name in self.names}
        for one in mediators:
            for other in self.names:
                if one != other:
                    self._introduce(one, other)
                    if other not in mediators:
                        self._introduce(other, one)
        seats = [
            *(["--mediator", name] for name in mediators[1:]),
            *(["--party", f"{side}={name}"] for side, name in parties),
            *(["--representative", f"{side}={name}"] for side, name in representatives),
            *(["--nonparty", name] for name in nonparties),
        ]
        words = ["--case", "Berg and Falk", "--title", "First sitting", *itertools.chain(*seats)]
        self.session = self[mediators[0]].done("session", "convene", *words)["session"]

    def __getitem__(self, name: str) -> Person:
        return self._people[name]

    def _person(self, name: str) -> Person:
        desk = Desk(self.folder / name.split(maxsplit=1)[0], self._clock)
        desk.folder.mkdir(parents=True)
        desk.done("init", "--as", name, secrets=[phrase_of(name)])
        desk.done("person", "export", "-o", str(self.folder / f"{name}.identity"), who=name)
        return Person(name, desk)

    def _introduce(self, one: str, other: str) -> None:
        """Let somebody take in an identity, and compare the words by voice."""
        file = str(self.folder / f"{other}.identity")
        (found,) = self[one].done("receive", file, "--name", other)["received"]
        self[one].done("person", "confirm", other, "--words", found["check_words"])

    def new_file(self, kind: str) -> Path:
        """Return a name for a file on its way."""
        return self.folder / f"{next(self._files)}.{kind}"

    def write(self, who: str, audience: str, text: str, *more: str) -> str:
        """Let somebody write. Returns the entry."""
        words = ["note", "add", "--session", self.session, "--audience", audience, *more]
        return self[who].done(*words, stdin=text)["entry"]

    def hand_over(self, who: str, *readers: str) -> Path:
        """Let somebody export the session for others, who take it in."""
        file = self.new_file("zip")
        named = [word for name in readers for word in ("--for", name)]
        words = ["archive", "export", "--session", self.session, *named, "--yes", "-o", str(file)]
        self[who].done(*words)
        for name in readers:
            self[name].done("receive", str(file))
        return file

    def seal(self, who: str, entry: str, label: str, *more: str) -> dict:
        """Let a mediator seal. Returns the sealed record's object."""
        words = ["seal", entry, "--label", label, "--safety-reviewed", "--yes", *more]
        return self[who].done(*words)["records"][0]

    def ask(self, who: str, records: Sequence[str], purpose: str, recipient: str) -> Asked:
        """Let a mediator ask, and write the request for everybody."""
        words = ["--purpose", purpose, "--recipient", recipient, "--until", "2030-01-31"]
        found = self[who].done("waiver", "request", *records, *words)
        file = self.new_file("request")
        self[who].done("waiver", "send", found["waiver"], "-o", str(file))
        return Asked(found["waiver"], found["check_words"], file)

    def consent(self, who: str, asked: Asked) -> Path:
        """Let a holder read the request's file and consent to it. Returns the answer's file."""
        return self.answer(who, "consent", asked, "--agree", asked.words)

    def answer(self, who: str, verb: str, asked: Asked, *more: str) -> Path:
        """Let a holder answer a request's file. Returns the answer's file."""
        file = self.new_file("answer")
        self[who].done("waiver", verb, str(asked.file), *more, "-o", str(file))
        return file

    def traces(self, words: Sequence[str]) -> list[tuple[str, str]]:
        """Return which of these words stand in clear on any machine, in vaults and marks."""
        found = []
        for person in self._people.values():
            kept = [
                *person.desk.folder.glob("vault.caucus*"),
                *(path for path in (person.desk.folder / "marks").rglob("*") if path.is_file()),
            ]
            for path in kept:
                data = path.read_bytes().lower()
                found += [(path.name, word) for word in words if word.lower().encode() in data]
        return found
