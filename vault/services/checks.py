"""Checking a vault: every row that this person's keys reach, and what they remember of it."""

from collections.abc import Callable, Sequence

from vault.crypto.digest import equal
from vault.errors import DamagedError, VaultError
from vault.keys.keyring import reader_tag
from vault.mapper import (
    own as own_mapper,
    sealed as sealed_mapper,
    sessions as session_mapper,
)
from vault.model import JournalLine
from vault.services.chains import read_contents
from vault.services.convening import granted_keys
from vault.services.desk import Change, Desk
from vault.services.docket import Docket
from vault.services.files import drop_upload
from vault.services.gathering import attachment_streams, portion_streams
from vault.services.inspection import Checked, Inspection
from vault.services.journal import read_trail
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.services.waivers import Waivers
from vault.store.rows import (
    GrantRow,
    OwnRow,
    PassRow,
)


class Checks:
    """Checks of the vault that one person has unlocked."""

    def __init__(self, desk: Desk, sessions: Sessions, docket: Docket, waivers: Waivers) -> None:
        self._desk = desk
        self._sessions = sessions
        self._docket = docket
        self._waivers = waivers

    def run(self, progress: Callable[[int], None] | None = None) -> Checked:
        """Check everything. ``progress`` is told the number of rows so far."""
        run = Inspection(self._desk, self._sessions, self._docket, progress)
        with self._desk.store.read() as tx:
            trail = read_trail(tx, self._desk)
            run.done.damages += trail.damages
            run.done.rows += len(trail.lines)
            run.vault(tx)
            run.keyslots(tx)
            seats = run.own_rows(tx)
            for seat in seats:
                run.session(tx, seat)
            run.journalled(tx, trail)
        return run.done

    def activity(self) -> list[JournalLine]:
        """Return this person's journal: what they changed and when. Raises DamagedError."""
        with self._desk.store.read() as tx:
            trail = read_trail(tx, self._desk)
        if trail.damages:
            raise DamagedError(trail.damages[0].what, trail.damages[0].row)
        return trail.lines

    def repair(self) -> Checked:
        """Check; make again what a mediator can: lost grants and passes; clear broken uploads.

        Nothing that anybody can read is ever removed.
        """
        before = self.run()
        repaired = self._clear_uploads()
        for view in self._sessions.views():
            try:
                room = self._sessions.open(view.id)
            except VaultError:
                continue
            if room.is_mediator:
                repaired += self._repair(room)
        after = self.run() if repaired else before
        after.repaired = repaired
        return after

    def _clear_uploads(self) -> int:
        """Remove the pieces of files whose program was killed before an entry referred to them.

        And what one that was killed left of a file that it had destroyed.
        """
        identity = self._desk.identity
        with self._desk.change("uploads cleared") as change:
            expected = read_trail(change.tx, self._desk).expected
            rows = [
                row
                for row in change.tx.find(OwnRow, owner=identity.owner, kind=own_mapper.UPLOAD)
                # One that the journal does not have was put back, and names what is in use.
                if expected.get(("own", row.id)) == own_mapper.row_digest(row)
            ]
            used = self._used_streams(change) if rows else set()
            for row in rows:
                left = set(own_mapper.read_upload(identity, row)) - used
                drop_upload(change, row, sorted(left))
        self._desk.clear_rests()
        return len(rows)

    def _used_streams(self, change: Change) -> set[bytes]:
        """Return where everything lies that an entry or a record refers to: it never goes."""
        used: set[bytes] = set()
        for view in self._sessions.views():
            try:
                room = self._sessions.open(view.id)
            except VaultError:
                continue
            used |= attachment_streams(room, read_contents(change.tx, room, self._desk.mark))
            used |= portion_streams(self._docket.read(change.tx, room)[0])
        return used

    def _repair(self, room: Room) -> int:
        count = 0
        with self._desk.change("repaired", room.id) as change:
            count += self._repair_grants(change, room)
            count += self._repair_own_passes(change, room)
            records, _ = self._docket.read(change.tx, room)
            for record in records:
                count += self._repair_passes(
                    change, room, record.manifest.record, record.key, record.holders
                )
            for asked in self._waivers.all_asked(change.tx, room):
                count += self._repair_passes(change, room, asked.id, asked.key, asked.holders)
        return count

    def _repair_grants(self, change: Change, room: Room) -> int:
        """Wrap grants again that are lost, or that are not as this mediator wrote them."""
        expected = read_trail(change.tx, self._desk).expected
        present = {row.seat: row for row in change.tx.find(GrantRow, session=room.id)}
        count = 0
        for seat in room.roster.seats:
            row = present.get(seat.number)
            if row is not None:
                written = expected.get(("grant", own_mapper.key_bytes(row)))
                if written in {None, own_mapper.row_digest(row)}:
                    continue
                change.remove(row, session=room.id, seat=seat.number)
            keys = {name: room.keys[name] for name in granted_keys(room.roster, seat)}
            change.add(session_mapper.grant_row(room.id, seat.number, seat.identity, keys))
            count += 1
        return count

    def _repair_own_passes(self, change: Change, room: Room) -> int:
        """Make the mediators' lost passes again from anybody else's, whose key a mediator has."""
        own = {row.item for row in self._docket.passes(change.tx, room)}
        count = 0
        for seat in room.roster.seats:
            key = room.reader_key_of(seat)
            for row in change.tx.find(PassRow, tag=reader_tag(key, room.id)):
                if row.item not in own:
                    own.add(row.item)
                    item_key = sealed_mapper.read_pass(key, room.id, row)
                    made = sealed_mapper.pass_row(room.reader_key, room.id, row.item, item_key)
                    change.add(made)
                    count += 1
        return count

    def _repair_passes(
        self, change: Change, room: Room, item: bytes, key: bytes, holders: Sequence[int]
    ) -> int:
        """Make lost passes of one record or request again. Returns how many."""
        count = 0
        for seat in holders:
            reader = room.reader_key_of(room.roster.seat(seat))
            row = sealed_mapper.pass_row(reader, room.id, item, key)
            found = change.tx.one(PassRow, item=row.item, tag=row.tag)
            if found is not None and _brings(reader, room.id, found, key):
                continue
            if found is not None:
                change.remove(found, item=row.item, tag=row.tag)
            change.add(row)
            count += 1
        return count


def _brings(reader: bytes, session: bytes, row: PassRow, key: bytes) -> bool:
    """Tell whether a pass brings its reader that key."""
    try:
        return equal(sealed_mapper.read_pass(reader, session, row), key)
    except DamagedError:
        return False
