"""Sealed archives: sessions as one file, for oneself or for others, and such files taken in."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from vault.crypto.digest import equal
from vault.crypto.random import random_id, random_key
from vault.errors import DamagedError, InvalidError
from vault.format import bag
from vault.format.bag import Index
from vault.format.statement import StatementType
from vault.keys.identity import fingerprint
from vault.keys.statements import sign
from vault.mapper import archives as mapper, own as own_mapper
from vault.mapper.archives import Contents, LongStream, Signed
from vault.mapper.lines import row_line
from vault.mapper.streams import PIECE_BYTES
from vault.model import PublicIdentity, Seat
from vault.services.arrivals import Arrivals, Arrived, Terms
from vault.services.bags import BagWriter, Progress, read_bag
from vault.services.desk import Change, Desk
from vault.services.docket import Docket
from vault.services.files import batches, drop_upload, end_upload
from vault.services.gathering import Gathered, gather, seats_of, travelling_rows
from vault.services.heads import sign_heads
from vault.services.sessions import Sessions
from vault.services.unpacking import Unpacked
from vault.services.waivers import Waivers
from vault.store.rows import ChunkRow, KeyslotRow, OwnRow, SettingRow
from vault.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ArchivePlan:
    """What an archive holds, or would hold."""

    sessions: tuple[bytes, ...]
    entries: int
    records: int
    files: int
    readers: tuple[str, ...] = field(repr=False)
    """Who can open it."""
    audiences: tuple[str, ...]
    """What of the sessions is in it."""
    left_out: tuple[str, ...] = field(repr=False)
    """Whose newest rows stay behind, because they have not signed them yet."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an archive brought."""

    sessions: tuple[bytes, ...]
    exporter: str = field(repr=False)
    made: int
    entries: int
    records: int
    new: int
    """How many rows were not there before."""
    destroyed: int
    """Rows that are destroyed elsewhere and stay readable here, until asked otherwise."""


class Archives:
    """The archives that one person makes and takes in."""

    def __init__(
        self, desk: Desk, sessions: Sessions, docket: Docket, waivers: Waivers, arrivals: Arrivals
    ) -> None:
        self._desk = desk
        self._sessions = sessions
        self._docket = docket
        self._waivers = waivers
        self._arrivals = arrivals

    # Out -------------------------------------------------------------------------------------

    def plan(self, sessions: Sequence[bytes], names: Sequence[str] = ()) -> ArchivePlan:
        """Return what an archive of these sessions for these people would hold.

        Args:
            sessions: at least one.
            names: whom it is for; oneself if nobody is named. For several people it holds what
                every one of them may read.

        Raises:
            InvalidError: somebody has no seat in one of the sessions.
            DamagedError: a session is damaged: what is wrong must not travel.

        """
        self._sign(sessions)
        with self._desk.store.read() as tx:
            return _plan(self._gather(tx, sessions, names))

    def export(
        self, target: BinaryIO, sessions: Sequence[bytes], names: Sequence[str] = (), *,
        with_keyslot: bool = False, progress: Progress | None = None,
    ) -> ArchivePlan:  # fmt: skip
        """Write an archive into an open file that can be sought in.

        ``with_keyslot`` puts this person's own keyslots in, so that it opens without a vault: by
        whoever has it and guesses the passphrase, for as long as it exists.
        """
        self._sign(sessions)
        key, identity = random_key(), self._desk.identity
        with self._desk.store.read() as tx:
            found = self._gather(tx, sessions, names)
            plan = _plan(found)
            writer = BagWriter(target, progress)
            readers = _readers(found)
            if with_keyslot and identity.public not in readers:
                # A keyslot that opens nothing would only be something to guess at.
                raise InvalidError("keyslot", "others")
            wrapped = mapper.wrap_key(key, readers)
            parts: dict[str, tuple[str, ...]] = {
                "wraps": (writer.add_payload((wrapped,), len(wrapped))[0],)
            }
            if with_keyslot:
                data = self._keyslots(tx)
                parts["keyslots"] = (writer.add_payload((data,), len(data))[0],)
            streams = [
                LongStream(stream, self._stream(tx, writer, stream, digest), digest)
                for stream, digest in self._long(tx, found)
            ]
            parts["streams"] = tuple(each.payload for each in streams)
            contents = Contents(
                identity.fingerprint, self._desk.now(), plan.sessions, plan.entries, plan.records
            )
            parts["rows"] = self._rows(tx, writer, key, found, contents, streams)
        self._desk.note("archive exported", plan.sessions[0])
        signed = Signed(contents.made, plan.sessions, b"")

        def attest(tags: bytes) -> bytes:
            body = mapper.signed_object(signed._replace(tag_manifest=tags))
            return mapper.signature_cell(key, sign(identity, StatementType.ARCHIVE, body))

        writer.finish(Index(bag.ARCHIVE, parts), attest)
        return plan

    def _sign(self, sessions: Sequence[bytes]) -> None:
        """Sign everything that this person wrote in these sessions: nothing else may travel."""
        if not sessions:
            raise InvalidError("session", "empty")
        for session in sessions:
            self._sessions.open(session)
        sign_heads(self._desk, self._sessions)

    def _gather(
        self, tx: Transaction, sessions: Sequence[bytes], names: Sequence[str]
    ) -> list[tuple[Gathered, list[Seat]]]:
        found = []
        for session in dict.fromkeys(sessions):
            room = self._sessions.open(session)
            seats = seats_of(room, names)
            gathered = gather(tx, self._desk, self._docket, self._waivers, room, seats)
            found.append((gathered, seats))
        return found

    def _long(
        self, tx: Transaction, found: list[tuple[Gathered, list[Seat]]]
    ) -> list[tuple[bytes, bytes]]:
        return [
            each
            for gathered, _ in found
            for each in gathered.streams.items()
            if tx.stream_bytes(each[0]) > PIECE_BYTES
        ]

    def _stream(self, tx: Transaction, writer: BagWriter, stream: bytes, digest: bytes) -> str:
        name, written = writer.add_payload(tx.chunks(stream), tx.stream_bytes(stream))
        if not equal(written, digest):
            raise DamagedError("attachment", stream.hex())
        return name

    def _rows(
        self, tx: Transaction, writer: BagWriter, key: bytes,
        found: list[tuple[Gathered, list[Seat]]], contents: Contents, streams: list[LongStream],
    ) -> tuple[str, ...]:  # fmt: skip
        """Write the rows, encrypted, in parts. Returns their payloads in order."""
        names = []
        for at, data in enumerate(mapper.parts(_lines(tx, found, contents, streams)), 1):
            part = mapper.encrypt_part(key, at, data)
            names.append(writer.add_payload((part,), len(part))[0])
        return tuple(names)

    def _keyslots(self, tx: Transaction) -> bytes:
        slots = tx.find(KeyslotRow, owner=self._desk.identity.owner)
        used = {slot.setting for slot in slots}
        settings = [row for row in tx.find(SettingRow) if row.id in used]
        return mapper.keyslots_bytes(settings, slots)

    # In --------------------------------------------------------------------------------------

    def look(self, source: BinaryIO, progress: Progress | None = None) -> Taken:
        """Verify an archive whole, origin included, and say what is in it; take nothing in.

        Raises:
            FormatError: damaged, or no archive.
            WrongKeyError: not for this person.
            DamagedError: not signed by whoever it says.

        """
        return _taken(Unpacked(self._desk, self._sessions, read_bag(source, progress)), Arrived())

    def receive(
        self, source: BinaryIO, *, follow: bool = False, progress: Progress | None = None
    ) -> Taken:
        """Take in an archive. Doing it twice, or an older one later, changes nothing.

        Args:
            source: the file.
            follow: whether what was destroyed elsewhere is destroyed here too.
            progress: told bytes as they are read.

        Raises:
            FormatError: damaged, or no archive.
            WrongKeyError: not for this person.
            UnconfirmedError: made in a session whose convener this person has not confirmed.
            DamagedError: forged, half signed, or not what is here under the same ids.

        """
        unpacked = Unpacked(self._desk, self._sessions, read_bag(source, progress))
        terms = Terms(vouched=unpacked.is_own, follow=follow)
        with self._stored(unpacked, progress) as done:
            arrived = self._arrivals.take(
                "archive received", unpacked.frames, unpacked.rows(), terms, before=done
            )
        return _taken(unpacked, arrived)

    @contextmanager
    def _stored(
        self, unpacked: Unpacked, progress: Progress | None
    ) -> Iterator[Callable[[Change], None] | None]:
        """Store long ciphertexts for the change that will refer to them; else they go again.

        What another program, or one that was killed, has stored of them is the same and stays.
        """
        with self._desk.store.read() as tx:
            wanted = [
                each for each in unpacked.streams
                if tx.stream_bytes(each.stream) != unpacked.size(each)
            ]  # fmt: skip
        if not wanted:
            yield None
            return
        streams = [each.stream for each in wanted]
        upload = own_mapper.upload_row(self._desk.identity, random_id(), streams)
        with self._desk.change("files begun") as change:
            change.add(upload)
        try:
            for each in wanted:
                self._store(each.stream, unpacked.pieces(each), progress)
            yield lambda change: self._end(change, upload, set(streams))
        except BaseException:
            with self._desk.change("files dropped") as change:
                # Another program may be taking in the same.
                busy = self._others_uploads(change, upload.id)
                drop_upload(change, upload, [each for each in streams if each not in busy])
            self._desk.clear_rests()
            raise

    def _end(self, change: Change, upload: OwnRow, streams: set[bytes]) -> None:
        """End this upload, and what is left of earlier ones of the same that were killed."""
        end_upload(change, upload)
        identity = self._desk.identity
        for row in change.tx.find(OwnRow, owner=identity.owner, kind=own_mapper.UPLOAD):
            if set(own_mapper.read_upload(identity, row)) <= streams:
                change.remove(row, id=row.id)

    def _others_uploads(self, change: Change, own: bytes) -> set[bytes]:
        """Return the streams that other programs of this person are storing."""
        identity = self._desk.identity
        rows = change.tx.find(OwnRow, owner=identity.owner, kind=own_mapper.UPLOAD)
        return {
            stream for row in rows if row.id != own
            for stream in own_mapper.read_upload(identity, row)
        }  # fmt: skip

    def _store(self, stream: bytes, pieces: Iterator[bytes], progress: Progress | None) -> None:
        for batch in batches(stream, pieces):
            with self._desk.store.write() as tx:
                for row in batch:
                    if not tx.count(ChunkRow, stream=row.stream, number=row.number):
                        tx.add(row)
                    if progress is not None:
                        progress(len(row.data))


def _taken(unpacked: Unpacked, arrived: Arrived) -> Taken:
    contents = unpacked.contents
    return Taken(
        contents.sessions, unpacked.exporter, contents.made, contents.entries, contents.records,
        arrived.new, arrived.destroyed,
    )  # fmt: skip


def _plan(found: list[tuple[Gathered, list[Seat]]]) -> ArchivePlan:
    audiences = dict.fromkeys(each for gathered, _ in found for each in gathered.audiences)
    return ArchivePlan(
        tuple(gathered.room.id for gathered, _ in found),
        sum(gathered.entries for gathered, _ in found),
        sum(len(gathered.records) for gathered, _ in found),
        sum(gathered.files for gathered, _ in found),
        tuple(dict.fromkeys(seat.name for _, seats in found for seat in seats)),
        tuple(audiences),
        tuple(dict.fromkeys(name for gathered, _ in found for name in gathered.left_out)),
    )


def _readers(found: list[tuple[Gathered, list[Seat]]]) -> list[PublicIdentity]:
    seats = [seat for _, seats in found for seat in seats]
    return list({fingerprint(seat.identity): seat.identity for seat in seats}.values())


def _lines(
    tx: Transaction, found: list[tuple[Gathered, list[Seat]]], contents: Contents,
    streams: list[LongStream],
) -> Iterator[bytes]:  # fmt: skip
    """Return every line of an archive: what it is, its rows, and where its streams lie."""
    yield mapper.contents_line(contents)
    apart = {each.stream for each in streams}
    for gathered, seats in found:
        for row in travelling_rows(tx, gathered, seats):
            yield row_line(row)
        for stream in gathered.streams:
            if stream not in apart:
                for at, piece in enumerate(tx.chunks(stream), 1):
                    yield row_line(ChunkRow(stream, at, piece))
    for each in streams:
        yield mapper.stream_line(each)
