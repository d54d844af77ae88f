"""Search over everything somebody may read, without any index on disk."""

from dataclasses import dataclass, field

from vault.errors import DamagedError
from vault.mapper import entries as mapper
from vault.model import Damage, Entry, Revision
from vault.services.chains import read_contents
from vault.services.desk import Desk
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.store.rows import RevisionRow

SNIPPET_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that has every word of a query."""

    entry: Entry
    snippet: str = field(repr=False)
    """A piece of the text around the first word."""


@dataclass(slots=True)
class _Text:
    entry: Entry
    text: str = field(repr=False)
    folded: str = field(repr=False)


class Search:
    """Makes finders."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions

    def finder(self, sessions: list[bytes]) -> "Finder":
        """Return a finder over these sessions. It reads headers now and texts at the first query."""
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

    def find(self, query: str) -> list[Match]:
        """Return the entries that have every word of the query, in text, title, speaker or tag."""
        words = query.casefold().split()
        if not words:
            return []
        if self._texts is None:
            self._texts = self._read_texts()
        return [
            Match(each.entry, _snippet(each, words[0]))
            for each in self._texts
            if all(word in each.folded for word in words)
        ]

    def _read_texts(self) -> list[_Text]:
        texts: list[_Text] = []
        for room, entries in self._entries:
            latest = [entry.latest for entry in entries]
            with self._desk.store.read() as tx:
                bodies = tx.bodies(tuple(revision.id for revision in latest))
            places = {audience: room.place(audience) for audience in room.audiences}
            for entry, revision in zip(entries, latest, strict=True):
                body = bodies.get(revision.id, b"")
                row = RevisionRow(b"", 0, revision.id, b"", body, b"", b"")
                try:
                    text = mapper.read_body(places[revision.audience], row, revision.header)
                except DamagedError as error:
                    self.damages.append(Damage("text", revision.id.hex(), error.what))
                    continue
                texts.append(_Text(entry, text, _folded(revision, text)))
        return texts


def _folded(revision: Revision, text: str) -> str:
    header = revision.header
    described = "\n".join(
        (
            header.title,
            *(f"@{name}" for name in header.speakers),
            *(f"#{tag}" for tag in header.tags),
        )
    )
    return f"{text}\n{described}".casefold()


def _snippet(found: _Text, word: str) -> str:
    text = found.text.replace("\n", " ")
    at = text.casefold().find(word)
    start = max(0, at - SNIPPET_CHARACTERS // 3)
    piece = text[start : start + SNIPPET_CHARACTERS].strip()
    return f"{'… ' if start else ''}{piece}{' …' if start + SNIPPET_CHARACTERS < len(text) else ''}"
