"""Reading every chain of a session that somebody can read, and proving that nothing is missing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from vault.crypto.digest import sha256
from vault.errors import DamagedError, FormatError, VaultError
from vault.format.entries import DestroyedRow, chain_start, read_destruction, read_head
from vault.format.own import Remembered
from vault.keys.identity import fingerprint
from vault.keys.statements import verify
from vault.mapper import entries as mapper
from vault.mapper.entries import Place
from vault.model import Damage, Entry, Kind, Revision, Role, Roster, Seat
from vault.services.mark import Mark
from vault.services.room import Room
from vault.store.rows import ChainRow, DestructionRow, RevisionRow
from vault.store.transaction import Transaction


@dataclass(slots=True)
class Contents:
    """What one seat can read of a session."""

    revisions: list[Revision] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    destroyed: int = 0
    """Rows whose content was destroyed, each accounted for by a statement."""
    tails: list[Remembered] = field(default_factory=list)
    signed: dict[bytes, int] = field(default_factory=dict)
    """By chain, the sequence up to which its author's verified head reaches."""

    def entries(self) -> list[Entry]:
        """Return the entries, in the order in which they were first written."""
        grouped: dict[tuple[bytes, str], list[Revision]] = {}
        with uncollected():
            for revision in sorted(self.revisions, key=_order):
                entry = (revision.header.entry, revision.audience)
                if entry in grouped:
                    grouped[entry].append(revision)
                else:
                    grouped[entry] = [revision]
            entries = [
                Entry(entry, tuple(found) if len(found) == 1 else _in_order(entry, found))
                for (entry, _), found in grouped.items()
            ]
            entries.sort(key=lambda entry: _order(entry.revisions[0]))
        return entries


def may_revise(roster: Roster, first: Revision, seat: int) -> bool:
    """Tell whether a seat may revise what another began.

    A draft is everybody's in its audience; a note its author's, or any mediator's if a mediator
    wrote it; a record is nobody's.
    """
    if first.header.kind is Kind.RECORD:
        return False
    if first.header.kind is Kind.DRAFT or first.author == seat:
        return True
    roles = (roster.seat(first.author).role, roster.seat(seat).role)
    return roles == (Role.MEDIATOR, Role.MEDIATOR)


def _order(revision: Revision) -> tuple[int, int, int, str, bytes]:
    made, sequence = revision.header.made, revision.sequence
    return made, sequence, revision.author, revision.audience, revision.id


def _in_order(entry: bytes, found: list[Revision]) -> tuple[Revision, ...]:
    """Return an entry's revisions so that each comes behind those it was made from.

    What a clock says only orders what was made side by side. The entry's id is its first
    revision's, so nobody becomes the first author by dating something back.
    """
    ids = {revision.id for revision in found}
    ordered: list[Revision] = []
    placed: set[bytes] = set()
    waiting = sorted(found, key=lambda revision: (revision.id != entry, _order(revision)))
    while waiting:
        ready = [each for each in waiting if ids.intersection(each.header.parents) <= placed]
        # Unreachable with honest rows: a circle of parents. Its rows are shown all the same.
        following = (ready or waiting)[0]
        ordered.append(following)
        placed.add(following.id)
        waiting.remove(following)
    return tuple(ordered)


def read_contents(tx: Transaction, room: Room, mark: Mark) -> Contents:
    """Read all chains of a session that this seat can read.

    Whatever is wrong becomes a :class:`Damage`, never a skip: the rest stays readable.
    """
    with uncollected():
        return _read_contents(tx, room, mark)


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking ten thousand new tuples again and again.

    Reading makes no cycles, and nothing else runs meanwhile that would need it.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read_contents(tx: Transaction, room: Room, mark: Mark) -> Contents:
    places = room.places_by_tag()
    ordered = sorted(tx.find(ChainRow, tag=tuple(places)), key=lambda row: row.id)
    destroyed = _destroyed_rows(tx, room, places, {row.id: row for row in ordered})
    contents = Contents(damages=destroyed.damages)
    rows: dict[bytes, list[RevisionRow]] = {row.id: [] for row in ordered}
    for found in tx.headers(tuple(rows)):
        rows[found.chain].append(found)
    for chain in ordered:
        reader = _ChainReader(room, places[chain.tag], chain, destroyed.rows, contents)
        reader.read(rows[chain.id], mark)
    _refuse_foreign(room.roster, contents)
    return contents


def _refuse_foreign(roster: Roster, contents: Contents) -> None:
    """Set aside revisions of an entry by who may not revise it, or from another audience.

    Whoever has an audience key can write any header into a chain; taking such a row for a
    revision would let it end, or carry elsewhere, what somebody else wrote.
    """
    firsts = {each.id: each for each in contents.revisions if each.header.entry == each.id}
    if len(firsts) == len(contents.revisions):
        return
    kept = []
    for revision in contents.revisions:
        first = firsts.get(revision.header.entry)
        if first is revision:
            kept.append(revision)
        elif first is None:
            # Its beginning is damaged or gone, and is reported: what is left stays readable.
            kept.append(revision)
        elif (
            first.audience != revision.audience
            or first.header.kind is not revision.header.kind
            or not may_revise(roster, first, revision.author)
        ):
            contents.damages.append(Damage("entry", revision.id.hex(), "foreign revision"))
        else:
            kept.append(revision)
    contents.revisions = kept


@dataclass(slots=True)
class _Destroyed:
    rows: set[DestroyedRow]
    damages: list[Damage]


def _destroyed_rows(
    tx: Transaction, room: Room, places: dict[bytes, Place], chains: dict[bytes, ChainRow]
) -> _Destroyed:
    """Return the rows that verified destruction statements account for."""
    found = _Destroyed(set(), [])
    for row in tx.find(DestructionRow, tag=tuple(places)):
        try:
            made = mapper.read_destruction(places[row.tag], row)
            for seat in room.roster.seats:
                if made.signer == fingerprint(seat.identity):
                    destruction = read_destruction(verify(made, seat.identity))
                    break
            else:
                raise DamagedError("destruction")
            if destruction.by != seat.number or destruction.session != room.id:
                raise DamagedError("destruction")
        except (DamagedError, FormatError) as error:
            found.damages.append(_damage("destruction", row.id, error))
            continue
        found.rows.update(
            each
            for each in destruction.rows
            if _may_destroy(chains.get(each.chain), row, seat, places)
        )
    return found


def _may_destroy(
    chain: ChainRow | None, statement: DestructionRow, seat: Seat, places: dict[bytes, Place]
) -> bool:
    """Tell whether a statement counts for a chain.

    It must be of the statement's own audience and, unless a mediator made it, of its author.
    """
    if chain is None or chain.tag != statement.tag:
        return False
    if seat.role is Role.MEDIATOR:
        return True
    try:
        return mapper.read_chain(places[chain.tag], chain) == seat.number
    except DamagedError:
        return False


class _ChainReader:
    """Reads one chain row by row: sequence, links, header, head, and what the mark remembers."""

    def __init__(
        self, room: Room, place: Place, chain: ChainRow, destroyed: set[DestroyedRow],
        contents: Contents,
    ) -> None:  # fmt: skip
        self._room = room
        self._place = place
        self._chain = chain
        self._destroyed = destroyed
        self._contents = contents
        self._seen_link = b""

    def read(self, rows: list[RevisionRow], mark: Mark) -> None:
        """Read the chain into the contents."""
        try:
            if self._chain.session != self._room.id:
                raise DamagedError("chain")
            author = mapper.read_chain(self._place, self._chain)
            if not 0 <= author < len(self._room.roster.seats):
                raise DamagedError("chain")
        except DamagedError as error:
            self._report("chain", self._chain.id, error)
            return
        signed = self._contents.signed[self._chain.id] = self._signed_sequence(author, rows)
        seen = mark.seen(self._chain.id)
        self._read_rows(rows, author, signed, seen.sequence if seen is not None else 0)
        self._compare(rows, seen)

    def _read_rows(self, rows: list[RevisionRow], author: int, signed: int, seen: int) -> None:
        place, chain = self._place, self._chain.id
        audience, session = place.audience, place.session
        revisions = self._contents.revisions
        read = mapper.ChainCells(place, chain).read
        previous = sha256(chain_start(session, audience, author, chain))
        expected = 1
        for row in rows:
            sequence = row.sequence
            if sequence != expected:
                self._report("chain", chain, DamagedError("missing"))
                expected, previous = sequence, b""
            if sequence == seen:
                self._seen_link = row.link
            expected += 1
            if not row.header:
                if DestroyedRow(chain, sequence, row.link) in self._destroyed:
                    self._contents.destroyed += 1
                else:
                    self._report("entry", row.id, DamagedError("emptied"))
                previous = row.link
                continue
            try:
                header = read(sequence, row.id, row.header, row.link)
            except DamagedError as error:
                self._report("entry", row.id, error)
                previous = b""
                continue
            if previous and header.previous != previous:
                self._report("chain", row.id, DamagedError("order"))
            previous = row.link
            revisions.append(
                Revision(
                    row.id,
                    session,
                    audience,
                    author,
                    chain,
                    sequence,
                    header,
                    sequence <= signed,
                )
            )

    def _signed_sequence(self, author: int, rows: list[RevisionRow]) -> int:
        """Return how far the author's signed head reaches; report a head that does not fit."""
        if not self._chain.head:
            return 0
        try:
            made = mapper.read_head(self._place, self._chain)
            head = read_head(verify(made, self._room.roster.seat(author).identity))
        except VaultError as error:
            self._report("head", self._chain.id, error)
            return 0
        fits = (head.session, head.audience, head.author, head.chain) == (
            self._room.id, self._place.audience, author, self._chain.id,
        )  # fmt: skip
        links = {row.sequence: row.link for row in rows[head.sequence - 1 : head.sequence]}
        if not fits or links.get(head.sequence) != head.link:
            self._report("head", self._chain.id, DamagedError("behind"))
            return 0
        return head.sequence

    def _compare(self, rows: list[RevisionRow], seen: Remembered | None) -> None:
        """Compare with what this person has already seen of the chain."""
        if seen is not None and self._seen_link != seen.link:
            self._report("chain", self._chain.id, DamagedError("rolled back"))
        if rows:
            last = rows[-1]
            self._contents.tails.append(Remembered(self._chain.id, last.sequence, last.link))

    def _report(self, what: str, row: bytes, error: VaultError) -> None:
        self._contents.damages.append(_damage(what, row, error))


def _damage(what: str, row: bytes, error: VaultError) -> Damage:
    reason = error.what if isinstance(error, (DamagedError, FormatError)) else "unreadable"
    return Damage(what, row.hex(), str(reason))
