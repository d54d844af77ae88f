"""Attachments in and out, with bounded memory whatever their size."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from vault.crypto.digest import Sha256
from vault.crypto.random import random_id
from vault.errors import (
    ClosedError,
    ExistsError,
    FinalError,
    InvalidError,
    NotFoundError,
)
from vault.mapper import own as own_mapper
from vault.mapper.entries import Place, attachment_place, attachment_stream
from vault.mapper.streams import decrypt_stream, encrypt_stream
from vault.model import PRIVATE, Attachment, Entry, Kind, NewEntry, Revision, check_text
from vault.services.desk import Change, Desk
from vault.services.entries import Entries
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.store.database import PIECES_AT_ONCE
from vault.store.rows import ChunkRow, OwnRow

_NAME_BYTES_MAX = 255
_NOT_IN_NAMES = frozenset('/\\:*?"<>|')
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL"}) | {
    f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10)
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is about to be attached."""

    name: str = field(repr=False)
    size: int
    data: Iterable[bytes] = field(repr=False)


class Files:
    """The attachments of entries."""

    def __init__(self, desk: Desk, sessions: Sessions, entries: Entries) -> None:
        self._desk = desk
        self._sessions = sessions
        self._entries = entries

    def add_entry(self, session: bytes, new: NewEntry, sources: list[Source]) -> Revision:
        """Write a new entry with files. Errors are those of both :meth:`attach` and an entry."""
        room = self._sessions.open(session)
        if room.closed and new.audience != PRIVATE:
            raise ClosedError(room.id.hex())
        with (
            self._stored(room.place(new.audience), (), sources) as (stored, done),
            self._desk.change(f"{new.kind.value} written", session) as change,
        ):
            done(change)
            return self._entries.write(change, room, new, stored)

    def attach(self, entry: bytes, sources: list[Source]) -> Revision:
        """Add files to an entry: a new revision of it, once every file is stored.

        Raises:
            ExistsError: the entry already has a file of that name.
            FinalError: a record is final.
            ClosedError: the session was closed.

        """
        room, found = self._entries.find(entry)
        latest = found.latest
        if latest.header.kind is Kind.RECORD:
            raise FinalError(entry.hex())
        if room.closed and latest.audience != PRIVATE:
            raise ClosedError(room.id.hex())
        present = latest.header.attachments
        with (
            self._stored(room.place(latest.audience), present, sources) as (stored, done),
            self._desk.change("file attached", room.id) as change,
        ):
            done(change)
            return self._entries.revise_attachments(change, room, found, (*present, *stored))

    @contextmanager
    def _stored(
        self, place: Place, present: tuple[Attachment, ...], sources: list[Source]
    ) -> Iterator[tuple[tuple[Attachment, ...], Callable[[Change], None]]]:
        """Store files for the change that will refer to them; without it they go again.

        An upload row of the person's own is there meanwhile, so that a check finds what a
        killed program left behind.
        """
        names = [each.name for each in present]
        for source in sources:
            if check_file_name(source.name) in names:
                raise ExistsError("attachment", source.name)
            names.append(source.name)
        nonces = [random_id() for _ in sources]
        streams = [attachment_stream(place, nonce) for nonce in nonces]
        identity = self._desk.identity
        upload = own_mapper.upload_row(identity, random_id(), streams)
        with self._desk.change("files begun") as change:
            change.add(upload)
        try:
            stored = tuple(
                self._store(place, source, nonce)
                for source, nonce in zip(sources, nonces, strict=True)
            )
            yield stored, lambda change: end_upload(change, upload)
        except BaseException:
            with self._desk.change("files dropped") as change:
                drop_upload(change, upload, streams)
            self._desk.clear_rests()
            raise

    def extract(self, entry: bytes, name: str) -> tuple[Attachment, Iterator[bytes]]:
        """Return an attachment and its bytes.

        The bytes are authentic as they come, and whole only once the iterator has ended without
        an error: whoever writes a file gives it its name only then.
        """
        room, found = self._entries.find(entry)
        for attachment in found.latest.header.attachments:
            if attachment.name == name:
                return attachment, self.read(room, found, attachment)
        raise NotFoundError("attachment", name)

    def read(self, room: Room, entry: Entry, attachment: Attachment) -> Iterator[bytes]:
        """Return the bytes of an attachment, verified as they come."""
        place = room.place(entry.latest.audience)
        with self._desk.store.read() as tx:
            stream = attachment_stream(place, attachment.nonce)
            yield from decrypt_stream(
                place.key,
                attachment_place(place, attachment.nonce),
                tx.chunks(stream),
                attachment.digest,
                "attachment",
            )

    def _store(self, place: Place, source: Source, nonce: bytes) -> Attachment:
        """Write a file's ciphertext, a few pieces a transaction. Nothing refers to it yet."""
        digest, stream = Sha256(), attachment_stream(place, nonce)
        pieces = encrypt_stream(
            place.key, attachment_place(place, nonce), source.size, source.data, digest
        )
        for batch in batches(stream, pieces):
            with self._desk.store.write() as tx:
                tx.add_all(batch)
        return Attachment(nonce, source.name, source.size, digest.digest())


def batches(stream: bytes, pieces: Iterable[bytes]) -> Iterator[list[ChunkRow]]:
    """Give the rows of a long ciphertext, as many at a time as are committed together.

    What they come from is read between the transactions: a slow disk keeps nobody from writing.
    A batch is emptied before the next is read, so that only one is in memory.
    """
    numbered = (ChunkRow(stream, at, piece) for at, piece in enumerate(pieces, 1))
    while batch := list(islice(numbered, PIECES_AT_ONCE)):
        yield batch
        batch.clear()


def end_upload(change: Change, upload: OwnRow) -> None:
    """End an upload within the act that refers to what it wrote.

    Raises:
        InvalidError: another program cleared it meanwhile, and its pieces with it.

    """
    if change.tx.one(OwnRow, id=upload.id) is None:
        raise InvalidError("attachment", "cleared")
    change.remove(upload, id=upload.id)


def drop_upload(change: Change, upload: OwnRow, streams: list[bytes]) -> None:
    """Drop what a broken-off upload left: pieces that nothing refers to."""
    if change.tx.one(OwnRow, id=upload.id) is None:
        return
    for stream in streams:
        change.tx.drop_stream(stream)
    change.remove(upload, id=upload.id)


def check_file_name(name: str) -> str:
    """Return a name that is one plain file name on every system; else raise InvalidError."""
    check_text("file name", name)
    if len(name.encode()) > _NAME_BYTES_MAX:
        raise InvalidError("file name", "long")
    if _NOT_IN_NAMES.intersection(name) or name != name.strip() or name.endswith("."):
        raise InvalidError("file name", "path")
    if name.split(".", maxsplit=1)[0].upper() in _DEVICES:
        raise InvalidError("file name", "path")
    return name
