"""Convening, finding, opening and closing sessions."""

from dataclasses import replace

from vault.crypto.digest import equal
from vault.crypto.random import random_bytes, random_id
from vault.errors import (
    DamagedError,
    ExistsError,
    NotFoundError,
    SignatureError,
    UnconfirmedError,
    VaultError,
    WrongKeyError,
)
from vault.format import jsonform
from vault.format.fields import Fields
from vault.format.jsonform import JsonObject, to_text
from vault.format.own import DIGEST_BYTES, ID_BYTES, OwnSeat, Remembered
from vault.format.pae import number
from vault.format.rosters import NONCE_BYTES, read_roster, roster_object
from vault.format.statement import Statement, StatementType
from vault.keys.identity import check_identity
from vault.keys.keyring import (
    ROSTER_KEY,
    audience_commitment,
    check_keys,
)
from vault.keys.statements import sign, statement_hash, verify
from vault.mapper import own as own_mapper, sessions as mapper
from vault.model import (
    Role,
    Roster,
    Seat,
    SessionView,
    check_text,
)
from vault.services.convening import Invitation, draw_keys, granted_keys, seat_everybody
from vault.services.desk import Change, Desk
from vault.services.people import People
from vault.services.room import Room
from vault.store.rows import ClosingRow, GrantRow, OwnRow, SessionRow
from vault.store.transaction import Transaction


class Sessions:
    """The sessions in which one person has a seat."""

    def __init__(self, desk: Desk, people: People) -> None:
        self._desk = desk
        self._people = people
        self._rooms: dict[bytes, Room] = {}
        self._seat_rows: dict[bytes, bytes] = {}
        """By session, the row with this person's seat in it, as far as it was met."""
        self.refused: list[tuple[bytes, VaultError]] = []
        """Sessions that name this person and were not accepted, with the reason."""

    def convene(
        self, case: str, title: str, invitations: list[Invitation], *,
        accept_unconfirmed: bool = False, follows: bytes = b"",
    ) -> bytes:  # fmt: skip
        """Convene a session and return its id. The convener is its first mediator.

        Raises:
            UnconfirmedError: somebody's check words were never compared.
            InvalidError: a roster that can't be: twice the same person, a side without a party.
            NotFoundError: a name that is not in the address book.

        """
        check_text("case", case)
        check_text("title", title, empty=True)
        if follows:
            self.open(follows).require_mediator("reconvene")
        seats = seat_everybody(self._people, invitations, accept_unconfirmed=accept_unconfirmed)
        keys = draw_keys(seats)
        nonce = random_bytes(NONCE_BYTES)
        commitments = {name: audience_commitment(nonce, name, key) for name, key in keys.items()}
        roster = Roster(case, title, seats, commitments, nonce, follows, self._desk.clock())
        made = sign(self._desk.identity, StatementType.ROSTER, roster_object(roster))
        session = statement_hash(made)
        with self._desk.change("session convened", session) as change:
            change.add(mapper.session_row(keys[ROSTER_KEY], session, made))
            for seat in seats:
                granted = {name: keys[name] for name in granted_keys(roster, seat)}
                change.add(mapper.grant_row(session, seat.number, seat.identity, granted))
            own = self._own_seat(session, roster, seats[0], keys)
            row = own_mapper.seat_row(self._desk.identity, random_id(), own)
            change.add(row)
        self._seat_rows[session] = row.id
        return session

    def views(self, case: str = "") -> list[SessionView]:
        """Return the sessions of this person, newest first, those of one case if it is named."""
        seats = self._welcomed()
        with self._desk.store.read() as tx:
            closed = set(tx.keys(ClosingRow, "session"))
        views = [
            SessionView(
                seat.session, seat.case, seat.title, seat.seat, seat.convened,
                seat.session in closed, seat.follows,
            )
            for seat in seats
            if not case or seat.case.casefold() == case.casefold()
        ]  # fmt: skip
        return sorted(views, key=lambda view: (-view.convened, view.id))

    def open(self, session: bytes) -> Room:
        """Open a session: verify its roster once, and keep it.

        Raises:
            NotFoundError: no such session for this person.
            DamagedError: the roster or the closing was changed.

        """
        self._desk.keyring.require_unlocked()
        room = self._rooms.get(session)
        if room is not None:
            return room
        with self._desk.store.read() as tx:
            known = self._own_seat_of(tx, session) is not None
        if not known:
            self._welcomed()
        with self._desk.store.read() as tx:
            found = self._own_seat_of(tx, session)
            row = tx.one(SessionRow, id=session)
            closing = tx.one(ClosingRow, session=session)
        if found is None:
            raise NotFoundError("session")
        own_row, own = found
        if row is None:
            raise DamagedError("session", session.hex())
        roster = self._verified_roster(row, own.keys[ROSTER_KEY], trust_new=False)
        self._desk.keyring.add_session(session, own.keys)
        keys = self._desk.keyring.session_keys(session)
        closed = closing is not None
        if closing is not None:
            _check_closing(roster, session, mapper.read_closing(own.keys[ROSTER_KEY], closing))
        room = Room(session, roster, roster.seat(own.seat), keys, closed, own, own_row)
        self._rooms[session] = room
        return room

    def close(self, session: bytes) -> None:
        """Close a session: nothing more is written in it but private notes."""
        room = self.open(session)
        room.require_mediator("close")
        if room.closed:
            return
        body: JsonObject = {
            "by": room.seat.number, "session": to_text(session), "time": self._desk.clock(),
        }  # fmt: skip
        made = sign(self._desk.identity, StatementType.CLOSING, body)
        with self._desk.change("session closed", session) as change:
            change.add(mapper.closing_row(room.roster_key, session, made))
        self.forget(session)

    def opened(self) -> list[Room]:
        """Return the sessions that were opened since unlocking."""
        return list(self._rooms.values())

    def own_seat(self, tx: Transaction, session: bytes) -> OwnSeat:
        """Return this person's seat as it stands now, within a transaction."""
        found = self._own_seat_of(tx, session)
        if found is None:
            raise NotFoundError("session")
        return found[1]

    def keep_chain(self, change: Change, room: Room, audience: str, chain: bytes) -> None:
        """Note which chain this person appends to in an audience."""
        own = self.own_seat(change.tx, room.id)
        updated = own._replace(chains={**own.chains, audience: chain})
        fresh = own_mapper.seat_row(self._desk.identity, room.own_row, updated)
        change.update(fresh, id=room.own_row)

        def keep() -> None:
            self._rooms[room.id] = replace(room, own=updated)

        change.afterwards.append(keep)

    def forget(self, session: bytes) -> None:
        """Drop what is kept of an opened session, because it changed."""
        self._rooms.pop(session, None)

    def _welcomed(self) -> list[OwnSeat]:
        """Return this person's seats, with those that they were given since the last look."""
        seats = self._seats()
        if not self._desk.read_only and self._welcome({seat.session for seat in seats}):
            return self._seats()
        return seats

    def _seats(self) -> list[OwnSeat]:
        with self._desk.store.read() as tx:
            return [seat for _, seat in self._own_seats(tx)]

    def _welcome(self, mine: set[bytes]) -> bool:
        """Look for sessions that this person was seated in. Returns whether there were any.

        Which sessions are none of theirs is remembered outside the vault: inside it, a line in
        their journal would tell that others had a session.
        """
        with self._desk.store.read() as tx:
            counts = tx.counts(GrantRow, "session")
            ids = tx.keys(SessionRow, "id")
        self.refused = []
        accepted, passed = [], []
        for session in ids:
            shown = _passed_as(session, counts.get(session, 0))
            if session in mine or self._desk.mark.seen(shown.chain) == shown:
                continue
            own = self._look_at(session)
            if own is not None:
                accepted.append(own)
            elif session not in {each for each, _ in self.refused}:
                passed.append(shown)
        self._desk.remember(passed)
        if not accepted:
            return False
        with self._desk.change("sessions found") as change:
            for own in accepted:
                if self._own_seat_of(change.tx, own.session) is None:
                    identity = self._desk.identity
                    change.add(own_mapper.seat_row(identity, random_id(), own))
        return True

    def _look_at(self, session: bytes) -> OwnSeat | None:
        """Return this person's seat in a session they did not know, if it is theirs."""
        with self._desk.store.read() as tx:
            row = tx.one(SessionRow, id=session)
            grants = tx.find(GrantRow, session=session)
        try:
            return self._accept(row, grants) if row is not None else None
        except VaultError as error:
            self.refused.append((session, error))
            return None

    def admit(
        self, change: Change, row: SessionRow, grants: list[GrantRow], *, vouched: bool
    ) -> bool:
        """Take in a session that came in a file. Returns whether it is new to this person.

        With ``vouched`` this person made the file themselves, and answers for its convener.

        Raises:
            NotFoundError: this person has no seat in it.
            UnconfirmedError: its convener is nobody whose check words were compared.
            DamagedError: the roster or the grant is not right.

        """
        if self._own_seat_of(change.tx, row.id) is not None:
            return False
        own = self._accept(row, grants, vouched=vouched)
        if own is None:
            raise NotFoundError("session")
        present = change.tx.one(SessionRow, id=row.id)
        if present is None:
            change.add(row)
        seated = {grant.seat for grant in change.tx.find(GrantRow, session=row.id)}
        change.add_all([grant for grant in grants if grant.seat not in seated])
        seat = own_mapper.seat_row(self._desk.identity, random_id(), own)
        change.add(seat)
        # Kept before it is durable, so that what follows in the same act can open it; whoever
        # undoes the act forgets it again.
        roster = self._verified_roster(row, own.keys[ROSTER_KEY], trust_new=False)
        self._desk.keyring.add_session(row.id, own.keys)
        keys = self._desk.keyring.session_keys(row.id)
        self._rooms[row.id] = Room(
            row.id, roster, roster.seat(own.seat), keys, closed=False, own=own, own_row=seat.id
        )
        return True

    def preview(self, row: SessionRow, grants: list[GrantRow], *, vouched: bool) -> Roster:
        """Return the roster of a session that came in a file, verified; nothing is taken in.

        Raises:
            NotFoundError: this person has no seat in it.
            UnconfirmedError: its convener is nobody whose check words were compared.
            DamagedError: the roster or the grant is not right.

        """
        with self._desk.store.read() as tx:
            known = self._own_seat_of(tx, row.id)
        if known is not None:
            return self._verified_roster(row, known[1].keys[ROSTER_KEY], trust_new=False)
        own = self._accept(row, grants, vouched=vouched)
        if own is None:
            raise NotFoundError("session")
        return self._verified_roster(row, own.keys[ROSTER_KEY], trust_new=False)

    def _accept(
        self, row: SessionRow, grants: list[GrantRow], *, vouched: bool = False
    ) -> OwnSeat | None:
        """Return the seat that one of these grants gives this person, if the roster is right."""
        identity = self._desk.identity
        for grant in grants:
            try:
                keys = mapper.read_grant(identity, grant)
            except WrongKeyError:
                continue
            if ROSTER_KEY not in keys:
                raise DamagedError("grant")
            roster = self._verified_roster(row, keys[ROSTER_KEY], trust_new=not vouched)
            if grant.seat >= len(roster.seats):
                raise DamagedError("grant")
            seat = roster.seat(grant.seat)
            if seat.identity != identity.public or set(keys) != granted_keys(roster, seat):
                raise DamagedError("grant")
            check_keys(roster, keys)
            return self._own_seat(row.id, roster, seat, keys)
        return None

    def _verified_roster(self, row: SessionRow, key: bytes, *, trust_new: bool) -> Roster:
        """Return a roster that a mediator in it signed, and whose hash is the session's id.

        A roster seen for the first time must be signed by somebody whom this person knows and
        has confirmed: anyone else could have put it there.
        """
        made = mapper.read_session(key, row)
        if not equal(statement_hash(made), row.id):
            raise DamagedError("roster", row.id.hex())
        if trust_new:
            convener = self._people.known(made.signer)
            if convener is None or not convener.confirmed:
                raise UnconfirmedError((convener.name,) if convener else ())
            roster = read_roster(verify(made, convener.identity))
        else:
            # The id is the hash of the body, and was accepted before: parsing it is safe.
            roster = read_roster(jsonform.decode(made.body))
        for seat in roster.seats:
            check_identity(seat.identity)
        if trust_new:
            self._check_names(roster)
        verify(made, roster.seat(0).identity)
        return roster

    def _check_names(self, roster: Roster) -> None:
        """Refuse a roster that calls somebody else by the name of a person confirmed here."""
        confirmed = {
            contact.name.casefold(): contact.identity
            for contact in self._people.contacts()
            if contact.confirmed
        }
        for seat in roster.seats:
            if confirmed.get(seat.name.casefold(), seat.identity) != seat.identity:
                raise ExistsError("keys", seat.name)

    def _own_seat(
        self, session: bytes, roster: Roster, seat: Seat, keys: dict[str, bytes]
    ) -> OwnSeat:
        granted = {name: keys[name] for name in granted_keys(roster, seat)}
        return OwnSeat(
            session, seat.number, roster.case, roster.title, roster.convened, roster.follows,
            granted, {},
        )  # fmt: skip

    def _own_seats(self, tx: Transaction) -> list[tuple[bytes, OwnSeat]]:
        identity = self._desk.identity
        rows = tx.find(OwnRow, owner=identity.owner, kind=own_mapper.SEAT)
        seats = [(row.id, own_mapper.read_seat(identity, row)) for row in rows]
        self._seat_rows = {seat.session: row_id for row_id, seat in reversed(seats)}
        return seats

    def _own_seat_of(self, tx: Transaction, session: bytes) -> tuple[bytes, OwnSeat] | None:
        row = tx.one(OwnRow, id=self._seat_rows.get(session, b""))
        if row is not None:
            seat = own_mapper.read_seat(self._desk.identity, row)
            if seat.session == session:
                return row.id, seat
        for row_id, seat in self._own_seats(tx):
            if seat.session == session:
                return row_id, seat
        return None


def _passed_as(session: bytes, grants: int) -> Remembered:
    """Return how a mark notes that a session, with so many grants, is none of this person's.

    It counts as an empty chain, so it never says that anything is missing.
    """
    return Remembered(session[:ID_BYTES], 0, number(grants).ljust(DIGEST_BYTES, b"\0"))


def _check_closing(roster: Roster, session: bytes, made: Statement) -> None:
    for seat in roster.seats:
        if seat.role is Role.MEDIATOR:
            try:
                fields = Fields("closing", verify(made, seat.identity))
            except SignatureError:
                continue
            by, of = fields.integer("by"), fields.binary("session")
            fields.integer("time")
            fields.end()
            if by == seat.number and of == session:
                return
    raise SignatureError("closing")
