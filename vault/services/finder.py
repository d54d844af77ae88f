"""Search over everything somebody may read, without any index on disk."""

from dataclasses import dataclass, field
from typing import NamedTuple

from vault.errors import DamagedError
from vault.mapper.entries import BodyCells
from vault.model import Damage, Entry, Revision
from vault.services.chains import read_contents, uncollected
from vault.services.desk import Desk
from vault.services.room import Room
from vault.services.sessions import Sessions

SNIPPET_CHARACTERS = 80


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
    entry: Entry
    text: str
    folded: str

    def __repr__(self) -> str:
        return "_Text()"


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
        self._texts: list[_Text] | None = None
        self._entries: list[tuple[Room, list[Entry]]] = []
        self.damages: list[Damage] = []
        """What could not be read, and so was not searched."""
        with desk.store.read() as tx:
            for room in rooms:
                contents = read_contents(tx, room, desk.mark)
                self._entries.append((room, contents.entries()))
                self.damages.extend(contents.damages)

    def read(self) -> None:
        """Read the texts, so that the first query is answered as fast as the others."""
        if self._texts is None:
            self._texts = self._read_texts()

    def find(self, query: str) -> list[Match]:
        """Return the entries that have every word of the query, in text, title, speaker or tag."""
        words = query.casefold().split()
        if not words:
            return []
        self.read()
        # Two versions of one entry are found once.
        found = {
            each.entry.id: Match(each.entry, each.text, words[0])
            for each in reversed(self._texts or ())
            if all(word in each.folded for word in words)
        }
        return list(reversed(found.values()))

    def _read_texts(self) -> list[_Text]:
        texts: list[_Text] = []
        with self._desk.store.read() as tx, uncollected():
            for room, entries in self._entries:
                by_chain: dict[bytes, list[tuple[Entry, Revision]]] = {}
                for entry in entries:
                    for version in entry.versions:
                        by_chain.setdefault(version.chain, []).append((entry, version))
                for chain, found in by_chain.items():
                    cells = BodyCells(room.place(found[0][1].audience))
                    self._read_chain(tx.bodies(chain), cells, found, texts)
        return texts

    def _read_chain(
        self,
        bodies: dict[bytes, bytes],
        cells: BodyCells,
        found: list[tuple[Entry, Revision]],
        texts: list[_Text],
    ) -> None:
        for entry, revision in found:
            body = bodies.get(revision.id, b"")
            try:
                text = cells.read(revision.id, body, revision.header.body_digest)
            except DamagedError as error:
                self.damages.append(Damage("text", revision.id.hex(), error.what))
                continue
            texts.append(_Text(entry, text, _folded(revision, text)))


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
