"""Search over everything somebody may read, without any index on disk."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from operator import attrgetter
from typing import NamedTuple

from vault.errors import DamagedError
from vault.mapper.entries import BodyCells
from vault.model import Damage, Entry, Revision
from vault.services.chains import read_contents, uncollected
from vault.services.desk import Desk
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.store.transaction import Transaction

SNIPPET_CHARACTERS = 80
_READ_AT_ONCE, _SEARCHED_AT_ONCE = 250, 1_000
"""Texts of one step: either takes a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that has every word of a query."""

    entry: Entry
    text: str = field(repr=False)
    word: str = field(repr=False)
    """The first word of the query, folded."""

    @property
    def snippet(self) -> str:
        """A piece of the text around the first word: made for what is shown, not for all."""
        return _snippet(self.text, self.word)


class _Text(NamedTuple):
    place: int
    entry: Entry
    text: str
    folded: str

    def __repr__(self) -> str:
        return "_Text()"


class _Unread(NamedTuple):
    """Texts of one chain, by sequence, that are read at once."""

    cells: BodyCells
    revisions: list[tuple[int, Entry, Revision]]
    """Each with its place among all."""


class Search:
    """Makes finders."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions

    def finder(self, sessions: list[bytes]) -> "Finder":
        """Return a finder over these sessions: it reads headers now, texts at the first query."""
        return Finder(self._desk, [self._sessions.open(session) for session in sessions])


class Finder:
    """Answers one query after another, as somebody types. What it reads stays in memory only."""

    def __init__(self, desk: Desk, rooms: list[Room]) -> None:
        self._desk = desk
        self._texts: list[_Text] = []
        self._unread: list[_Unread] = []
        self.damages: list[Damage] = []
        """What could not be read, and so was not searched."""
        places = count()
        with desk.store.read() as tx:
            for room in rooms:
                contents = read_contents(tx, room, desk.mark)
                self._unread += _steps(room, contents.entries(), places)
                self.damages.extend(contents.damages)

    def read(self) -> None:
        """Read the texts, so that the first query is answered as fast as the others."""
        while self.read_some():
            pass

    def read_some(self) -> bool:
        """Read some texts, for a few milliseconds. Returns whether there are more."""
        if self._unread:
            with self._desk.store.read() as tx, uncollected():
                self._read_step(tx)
        return bool(self._unread)

    def find(self, query: str) -> list[Match]:
        """Return the entries that have every word of the query, in text, title, speaker or tag."""
        return [match for some in self.matches(query) for match in some]

    def matches(self, query: str) -> Iterator[list[Match]]:
        """Yield what :meth:`find` returns, part by part: each takes a few milliseconds.

        The texts are read first, if they are not yet.
        """
        words = query.casefold().split()
        if not words:
            return
        self.read()
        found: set[bytes] = set()
        for start in range(0, len(self._texts), _SEARCHED_AT_ONCE):
            # Two versions of one entry are found once.
            some = {
                each.entry.id: Match(each.entry, each.text, words[0])
                for each in self._texts[start : start + _SEARCHED_AT_ONCE]
                if each.entry.id not in found and all(word in each.folded for word in words)
            }
            found.update(some)
            yield list(some.values())

    def _read_step(self, tx: Transaction) -> None:
        cells, revisions = self._unread.pop(0)
        first, last = revisions[0][2], revisions[-1][2]
        bodies = tx.bodies(first.chain, first.sequence, last.sequence)
        for place, entry, revision in revisions:
            body = bodies.get(revision.id, b"")
            try:
                text = cells.read(revision.id, body, revision.header.body_digest)
            except DamagedError as error:
                self.damages.append(Damage("text", revision.id.hex(), error.what))
                continue
            self._texts.append(_Text(place, entry, text, _folded(revision, text)))
        if not self._unread:
            self._texts.sort(key=attrgetter("place"))


def _steps(room: Room, entries: list[Entry], places: Iterator[int]) -> Iterator[_Unread]:
    """Yield the newest versions of all entries of a session, in parts of one chain each."""
    by_chain: dict[bytes, list[tuple[int, Entry, Revision]]] = {}
    for entry in entries:
        for version in entry.versions:
            by_chain.setdefault(version.chain, []).append((next(places), entry, version))
    for found in by_chain.values():
        found.sort(key=lambda each: each[2].sequence)
        cells = BodyCells(room.place(found[0][2].audience))
        for start in range(0, len(found), _READ_AT_ONCE):
            yield _Unread(cells, found[start : start + _READ_AT_ONCE])


def _folded(revision: Revision, text: str) -> str:
    header = revision.header
    parts = [text, header.title]
    parts += [f"@{name}" for name in header.speakers]
    parts += [f"#{tag}" for tag in header.tags]
    return "\n".join(parts).casefold()


def _snippet(text: str, word: str) -> str:
    text = text.replace("\n", " ")
    folded = text.casefold()
    # Folding lengthens a few letters; then the snippet starts at the beginning.
    at = folded.find(word) if len(folded) == len(text) else 0
    start = max(0, at - SNIPPET_CHARACTERS // 3)
    if start:
        # With a whole word, where one begins before what was found.
        start = text.find(" ", start, at) + 1 or start
    end = start + SNIPPET_CHARACTERS
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    return f"{before}{text[start:end].strip()}{after}"
