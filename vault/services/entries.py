"""Notes, drafts and records: writing, revising, carrying and destroying them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vault.errors import (
    AmbiguousError,
    DamagedError,
    FinalError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)
from vault.format.ids import normalise, prefix_range
from vault.mapper import entries as mapper
from vault.model import (
    CAUCUS_PREFIX,
    PRIVATE,
    Attachment,
    Damage,
    Entry,
    Header,
    Kind,
    NewEntry,
    Revision,
)
from vault.services.chains import Contents, may_revise, read_contents
from vault.services.desk import Change, Desk
from vault.services.destruction import destroy_rows
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.services.writing import append, spell_names, title_of
from vault.store.rows import ChainRow, RevisionRow
from vault.store.transaction import Transaction

ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries that somebody can read, and whatever is wrong with any of them."""

    entries: tuple[Entry, ...]
    damages: tuple[Damage, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One revision of an entry with its text."""

    entry: Entry
    revision: Revision
    text: str = field(repr=False)
    other_versions: tuple[Revision, ...]
    """Set when two people revised at once: what else is newest."""


class Entries:
    """The entries of the sessions in which one person has a seat."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions

    def listing(self, session: bytes) -> Listing:
        """Return what this person can read of a session, oldest first, headers only."""
        contents = self._contents(self._sessions.open(session))
        return Listing(tuple(contents.entries()), tuple(contents.damages))

    def _contents(self, room: Room) -> Contents:
        with self._desk.store.read() as tx:
            contents = read_contents(tx, room, self._desk.mark)
        if not contents.damages and not self._desk.read_only:
            self._desk.remember(contents.tails)
        return contents

    def add(self, session: bytes, new: NewEntry) -> Revision:
        """Write a new entry; it is durable on return.

        Raises:
            NotFoundError: no such audience for this person.
            ClosedError: the session was closed, and the entry is not private.
            InvalidError: a text, title, speaker or tag that can't be.

        """
        room = self._sessions.open(session)
        with self._desk.change(f"{new.kind.value} written", session) as change:
            return self.write(change, room, new)

    def write(
        self, change: Change, room: Room, new: NewEntry, attachments: tuple[Attachment, ...] = ()
    ) -> Revision:
        """Write a new entry as part of a larger act."""
        header = Header(
            b"", new.kind, title_of(new.title, new.text), spell_names("speaker", new.speakers),
            spell_names("tag", new.tags), self._desk.clock(), (), new.carried_from, new.corrects,
            attachments, b"", b"", titled=bool(new.title),
        )  # fmt: skip
        return append(
            change, self._desk, self._sessions, room, new.audience, header=header, text=new.text
        )

    def edit(
        self, entry: bytes, text: str, *, title: str = "", tags: Sequence[str] | None = None,
        speakers: Sequence[str] | None = None, base: bytes = b"",
    ) -> Revision:  # fmt: skip
        """Save a new revision of a note or a draft.

        ``base`` is the revision that was edited, when the caller showed one; what somebody else
        saved meanwhile stays beside it as another version. Without it the new revision follows
        every version there is.

        Raises:
            FinalError: a record is final.
            ForbiddenError: somebody else's note.

        """
        room, found = self.find(entry)
        latest = found.latest.header
        if latest.kind is Kind.RECORD:
            raise FinalError(entry.hex())
        if not may_revise(room.roster, found.first, room.seat.number):
            raise ForbiddenError("edit")
        parents = (base,) if base else tuple(each.id for each in found.versions)
        if not set(parents) <= {each.id for each in found.revisions}:
            raise NotFoundError("revision")
        header = latest._replace(
            title=title_of(title or (latest.title if latest.titled else ""), text),
            titled=latest.titled or bool(title),
            tags=latest.tags if tags is None else spell_names("tag", tags),
            speakers=latest.speakers if speakers is None else spell_names("speaker", speakers),
            made=self._desk.clock(),
            parents=parents,
        )
        with self._desk.change(f"{latest.kind.value} revised", room.id) as change:
            return append(
                change,
                self._desk,
                self._sessions,
                room,
                found.latest.audience,
                header=header,
                text=text,
            )

    def revise_attachments(
        self, change: Change, room: Room, entry: Entry, attachments: tuple[Attachment, ...]
    ) -> Revision:
        """Save a revision with the same text and other attachments, as part of a larger act."""
        if not may_revise(room.roster, entry.first, room.seat.number):
            raise ForbiddenError("edit")
        text = self.text_of(room, entry.latest)
        header = entry.latest.header._replace(
            made=self._desk.clock(),
            attachments=attachments,
            parents=tuple(each.id for each in entry.versions),
        )
        return append(
            change,
            self._desk,
            self._sessions,
            room,
            entry.latest.audience,
            header=header,
            text=text,
        )

    def show(self, entry: bytes, revision: int = 0) -> Shown:
        """Return an entry with the text of its newest revision, or of the numbered one (from 1).

        Raises:
            NotFoundError: no such entry for this person, or no such revision.
            DamagedError: the text was changed.

        """
        room, found = self.find(entry)
        if revision > len(found.revisions) or revision < 0:
            raise NotFoundError("revision", str(revision))
        chosen = found.revisions[revision - 1] if revision else found.latest
        others = () if revision else tuple(v for v in found.versions if v.id != chosen.id)
        return Shown(found, chosen, self.text_of(room, chosen), others)

    def text_of(self, room: Room, revision: Revision) -> str:
        """Return the text of one revision. Raises DamagedError."""
        with self._desk.store.read() as tx:
            row = tx.one(RevisionRow, id=revision.id)
        if row is None:
            raise DamagedError("text", revision.id.hex())
        cells = mapper.BodyCells(room.place(revision.audience))
        return cells.read(revision.id, row.body, revision.header.body_digest)

    def texts_of(self, room: Room, entries: Sequence[Entry]) -> dict[bytes, str]:
        """Return the newest text of each entry. Raises DamagedError."""
        ids = tuple(entry.latest.id for entry in entries)
        with self._desk.store.read() as tx:
            bodies = {row.id: row.body for row in tx.find(RevisionRow, id=ids)}
        texts = {}
        for entry in entries:
            latest = entry.latest
            cells = mapper.BodyCells(room.place(latest.audience))
            body = bodies.get(latest.id, b"")
            texts[entry.id] = cells.read(latest.id, body, latest.header.body_digest)
        return texts

    def carry(self, entry: bytes, session: bytes, audience: str) -> Revision:
        """Write a copy of an entry in another session or audience, noting where it came from.

        Raises:
            ForbiddenError: one side's caucus never goes to the other side's.

        """
        room, found = self.find(entry)
        source = found.latest
        if any(_other_caucus(origin, audience) for origin in self._origins(found)):
            raise ForbiddenError("carry")
        if source.header.attachments:
            raise InvalidError("entry", "attachments")
        target = self._sessions.open(session)
        header = source.header
        new = NewEntry(
            audience, self.text_of(room, source), header.kind,
            header.title if header.titled else "", header.speakers,
            header.tags, header.corrects, entry,
        )  # fmt: skip
        with self._desk.change("entry carried", session) as change:
            return self.write(change, target, new)

    def _origins(self, entry: Entry) -> set[str]:
        """Return the audiences that an entry was carried through, as far as they are there."""
        origins = {entry.latest.audience}
        seen = {entry.id}
        carried_from = entry.first.header.carried_from
        while carried_from and carried_from not in seen:
            seen.add(carried_from)
            try:
                _, before = self.find(carried_from)
            except (NotFoundError, DamagedError):
                break
            origins.add(before.latest.audience)
            carried_from = before.first.header.carried_from
        return origins

    def readers(self, session: bytes, audience: str) -> tuple[str, ...]:
        """Return the names of everybody who may read an audience: asked before carrying."""
        room = self._sessions.open(session)
        if audience == PRIVATE:
            return (room.seat.name,)
        return tuple(
            seat.name
            for seat in room.roster.seats
            if audience in seat.audiences(room.roster.sides)
        )

    def destroy(self, entries: Sequence[bytes]) -> int:
        """Destroy entries of one session with all their revisions. Returns how many rows went.

        Raises:
            ForbiddenError: neither the author nor a mediator.

        """
        room, _ = self.find_all(entries)
        with self._desk.change("entry destroyed", room.id) as change:
            found = self.hold_all(change, room, entries)
            count = destroy_rows(change, self._desk, room, found, "destroyed")
        self._desk.erase_traces()
        return count

    def destroy_session(self, session: bytes) -> int:
        """Destroy every entry of a session that this mediator can read. Returns how many."""
        room = self._sessions.open(session)
        room.require_mediator("destroy session")
        with self._desk.change("session destroyed", session) as change:
            change.tx.hold_revisions()
            entries = self._contents(room).entries()
            destroy_rows(change, self._desk, room, entries, "session destroyed")
        self._sessions.close(session)
        self._desk.erase_traces()
        return len(entries)

    def find(self, entry: bytes) -> tuple[Room, Entry]:
        """Return an entry that this person can read, with its session. Raises NotFoundError."""
        with self._desk.store.read() as tx:
            room = self._room_of(tx, entry)
        if room is None:
            raise NotFoundError("entry")
        contents = self._contents(room)
        for found in contents.entries():
            if found.id == entry:
                return room, found
        for damage in contents.damages:
            if damage.row == entry.hex():
                raise DamagedError(damage.what, damage.row)
        raise NotFoundError("entry")

    def find_all(
        self, entries: Sequence[bytes], room: Room | None = None
    ) -> tuple[Room, list[Entry]]:
        """Return entries of one session, reading it once.

        Raises:
            NotFoundError: one of them is not there for this person.
            InvalidError: none, or of several sessions.

        """
        wanted = list(dict.fromkeys(entries))
        if not wanted:
            raise InvalidError("entry", "empty")
        room = room or self.find(wanted[0])[0]
        found = {entry.id: entry for entry in self._contents(room).entries()}
        for entry in wanted:
            if entry not in found:
                # Elsewhere, or nowhere: somebody who may read it is told which.
                self.find(entry)
                raise InvalidError("entry", "sessions")
        return room, [found[entry] for entry in wanted]

    def hold_all(self, change: Change, room: Room, entries: Sequence[bytes]) -> list[Entry]:
        """Return entries as they stand, and let nobody revise them until the act has ended.

        Raises:
            NotFoundError: one of them is gone meanwhile.

        """
        change.tx.hold_revisions()
        return self.find_all(entries, room)[1]

    def resolve(self, reference: str) -> bytes:
        """Return the id of the one readable entry that this prefix fits.

        Raises:
            NotFoundError: none that this person can read.
            AmbiguousError: more than one.

        """
        low, high = prefix_range(normalise(reference), ID_BYTES)
        found = []
        with self._desk.store.read() as tx:
            for row in tx.between(RevisionRow, "id", low, high):
                room = self._room_of(tx, row.id) if row.header else None
                if room is not None and self._is_first(tx, room, row):
                    found.append(row.id)
        if not found:
            raise NotFoundError("entry", reference)
        if len(found) > 1:
            raise AmbiguousError("entry", reference)
        return found[0]

    def _room_of(self, tx: Transaction, revision: bytes) -> Room | None:
        """Return the session of a revision, if this person can read its audience."""
        row = tx.one(RevisionRow, id=revision)
        chain = tx.one(ChainRow, id=row.chain) if row is not None else None
        if chain is None:
            return None
        try:
            room = self._sessions.open(chain.session)
        except NotFoundError:
            return None
        return room if chain.tag in room.places_by_tag() else None

    def _is_first(self, tx: Transaction, room: Room, row: RevisionRow) -> bool:
        chain = tx.one(ChainRow, id=row.chain)
        if chain is None:
            return False
        try:
            cells = mapper.ChainCells(room.places_by_tag()[chain.tag], row.chain)
            header = cells.read(row.sequence, row.id, row.header, row.link)
        except DamagedError:
            # Named, so that opening it says what is wrong rather than that it is not there.
            return True
        return header.entry == row.id


def _other_caucus(source: str, target: str) -> bool:
    """Tell whether this would bring one side's caucus before another side's."""
    return (
        source.startswith(CAUCUS_PREFIX) and target.startswith(CAUCUS_PREFIX) and source != target
    )
