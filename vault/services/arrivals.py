"""Taking in rows that another machine wrote: nothing is believed, and nothing is lost.

What arrives is put beside what is there, then the whole session is read as a check would read it;
if anything is wrong that was not wrong before, the transaction is undone. So order and repetition
do not matter, and a damaged, forged or half-signed file changes nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from vault.crypto.random import random_id
from vault.errors import DamagedError, NotFoundError
from vault.mapper import own as own_mapper
from vault.model import Damage
from vault.services.chains import read_contents
from vault.services.desk import Change, Desk
from vault.services.docket import Docket
from vault.services.gathering import attachment_streams, portion_streams
from vault.services.inspection import Inspection
from vault.services.merging import Merge
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.services.waivers import Waivers
from vault.store.rows import GrantRow, OwnRow, Row, SessionRow
from vault.store.transaction import Transaction


@dataclass(slots=True)
class Arrived:
    """What a file brought."""

    sessions: list[bytes] = field(default_factory=list)
    """Every session in it."""
    new: int = 0
    """How many rows were not there before."""
    destroyed: int = 0
    """Rows that are destroyed elsewhere and stay readable here, until asked otherwise."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a file is taken in."""

    vouched: bool = False
    """Whether this person made it, and so answers for the sessions in it."""
    without_portions: bool = False
    """Whether sealed records may come without their portions, as in a request."""
    follow: bool = False
    """Whether entries that were destroyed elsewhere are destroyed here too."""


class Arrivals:
    """The one way in for rows from elsewhere."""

    def __init__(self, desk: Desk, sessions: Sessions, docket: Docket, waivers: Waivers) -> None:
        self._desk = desk
        self._sessions = sessions
        self._docket = docket
        self._waivers = waivers

    def take(
        self, act: str, frames: Sequence[Row], rows: Iterable[Row], terms: Terms,
        sessions: Iterable[bytes] = (), before: Callable[[Change], None] | None = None,
    ) -> Arrived:  # fmt: skip
        """Take in rows.

        Args:
            act: the journal's word for it.
            frames: the sessions and grants among the rows, which are needed first.
            rows: all of them.
            terms: on which terms.
            sessions: which it is about, besides those whose rosters it brings.
            before: what else is to happen in the same act.

        Raises:
            NotFoundError: it is about a session in which this person has no seat.
            UnconfirmedError: the session's convener was never confirmed.
            DamagedError: something in it is damaged, forged, not signed, or differs from what is
                here under the same id.

        """
        given = {row.id for row in frames if isinstance(row, SessionRow)}
        about = list(dict.fromkeys((*sessions, *sorted(given))))
        known = {session: self._damages(session) for session in about}
        try:
            with self._desk.change(act) as change:
                if before is not None:
                    before(change)
                arrived = Arrived(about, self._admit(change, frames, terms))
                merge = Merge(
                    self._desk, self._sessions, self._waivers, change, about, follow=terms.follow
                )
                merge.take(rows)
                self._verify(change, merge, about, known, terms)
        finally:
            # What is kept of these sessions may be older than the vault now, or never have been.
            for session in about:
                self._sessions.forget(session)
        arrived.new += merge.new
        arrived.destroyed = merge.kept
        if merge.emptied or merge.unwanted:
            self._desk.erase_traces()
        return arrived

    def _admit(self, change: Change, frames: Sequence[Row], terms: Terms) -> int:
        """Take in the sessions themselves: rosters and grants. Returns how many are new."""
        grants: dict[bytes, list[GrantRow]] = {}
        for row in frames:
            if isinstance(row, GrantRow):
                grants.setdefault(row.session, []).append(row)
        return sum(
            self._sessions.admit(change, row, grants.get(row.id, []), vouched=terms.vouched)
            for row in frames
            if isinstance(row, SessionRow)
        )

    def _damages(self, session: bytes) -> set[Damage]:
        """Return what is wrong with a session before anything is taken in."""
        try:
            room = self._sessions.open(session)
        except NotFoundError:
            return set()
        with self._desk.store.read() as tx:
            return set(self._inspect(tx, room))

    def _inspect(self, tx: Transaction, room: Room) -> list[Damage]:
        run = Inspection(self._desk, self._sessions, self._docket, None)
        run.room(tx, room)
        return run.done.damages

    def _verify(
        self, change: Change, merge: Merge, sessions: list[bytes],
        known: dict[bytes, set[Damage]], terms: Terms,
    ) -> None:  # fmt: skip
        """Read the sessions as they stand now; refuse what made them worse."""
        expected: set[bytes] = set()
        for session in sessions:
            room = self._sessions.open(session)
            expected |= self._sealed_streams(change, room, terms)
            contents = read_contents(change.tx, room, self._desk.mark)
            expected |= attachment_streams(room, contents)
            merge.require_signed(contents)
            damages = [
                each for each in self._inspect(change.tx, room) if each not in known[session]
            ]
            if damages:
                raise DamagedError(damages[0].what, damages[0].row)
            change.remembered.extend(contents.tails)
        unwanted = merge.unwanted - expected
        for stream in unwanted:
            change.tx.drop_stream(stream)
        merge.new += len(merge.fresh - unwanted)
        for stream in merge.streams - expected - unwanted:
            raise DamagedError("pieces", stream.hex())

    def _sealed_streams(self, change: Change, room: Room, terms: Terms) -> set[bytes]:
        """Return where a session's sealed portions lie, and note which records are without them.

        Raises:
            DamagedError: portions are missing from a file that should have brought them.

        """
        tx = change.tx
        records, _ = self._docket.read(tx, room)
        missing = {
            each.manifest.record for each in records if self._docket.missing_portions(tx, each)
        }
        away = self._docket.away(tx)
        if missing - away and not terms.without_portions:
            raise DamagedError("portion", min(missing - away).hex())
        now = (away - {each.manifest.record for each in records}) | missing
        if now != away:
            self._note_away(change, now)
        return portion_streams(records)

    def _note_away(self, change: Change, away: set[bytes]) -> None:
        identity = self._desk.identity
        for row in change.tx.find(OwnRow, owner=identity.owner, kind=own_mapper.AWAY):
            change.remove(row, id=row.id)
        if away:
            change.add(own_mapper.away_row(identity, random_id(), sorted(away)))
