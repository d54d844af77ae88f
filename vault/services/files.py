"""Attachments in and out, with bounded memory whatever their size."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from vault.crypto.digest import Sha256
from vault.crypto.random import random_id
from vault.errors import ClosedError, ExistsError, FinalError, InvalidError, NotFoundError
from vault.errors import ReadOnlyError
from vault.mapper.entries import Place, attachment_place
from vault.mapper.streams import decrypt_stream, encrypt_stream
from vault.model import PRIVATE, Attachment, Entry, Kind, NewEntry, Revision, check_text
from vault.services.desk import Desk
from vault.services.entries import Entries
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.store.rows import ChunkRow

_NAME_BYTES_MAX = 255
_BATCH = 32
"""Pieces of a mebibyte that are committed together."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is about to be attached."""

    name: str
    size: int
    data: Iterable[bytes]


class Files:
    """The attachments of entries."""

    def __init__(self, desk: Desk, sessions: Sessions, entries: Entries) -> None:
        self._desk = desk
        self._sessions = sessions
        self._entries = entries

    def add_entry(self, session: bytes, new: NewEntry, sources: list[Source]) -> Revision:
        """Write a new entry with files."""
        room = self._sessions.open(session)
        if room.closed and new.audience != PRIVATE:
            raise ClosedError(room.id.hex())
        stored = self._store(room.place(new.audience), (), sources)
        try:
            with self._desk.change(f"{new.kind.value} written", session) as change:
                return self._entries.write(change, room, new, stored)
        except BaseException:
            self._drop(stored)
            raise

    def attach(self, entry: bytes, sources: list[Source]) -> Revision:
        """Add files to an entry: a new revision of it, once every file is stored.

        Raises:
            ExistsError: the entry already has a file of that name.
            FinalError: a record is final.

        """
        room, found = self._entries.find(entry)
        latest = found.latest
        if latest.header.kind is Kind.RECORD:
            raise FinalError(entry.hex())
        if room.closed and latest.audience != PRIVATE:
            raise ClosedError(room.id.hex())
        stored = self._store(room.place(latest.audience), latest.header.attachments, sources)
        try:
            return self._entries.revise_attachments(
                room, found, (*latest.header.attachments, *stored)
            )
        except BaseException:
            self._drop(stored)
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
            yield from decrypt_stream(
                place.key, attachment_place(place, attachment.stream),
                tx.chunks(attachment.stream), attachment.digest, "attachment",
            )  # fmt: skip

    def _store(
        self, place: Place, present: tuple[Attachment, ...], sources: list[Source]
    ) -> tuple[Attachment, ...]:
        """Write the files' ciphertexts. Nothing refers to them yet."""
        if self._desk.read_only:
            raise ReadOnlyError
        names = [each.name for each in present]
        stored: list[Attachment] = []
        try:
            for source in sources:
                name = check_file_name(source.name)
                if name in names:
                    raise ExistsError("attachment", name)
                names.append(name)
                stored.append(self._store_one(place, source, name))
        except BaseException:
            self._drop(tuple(stored))
            raise
        return tuple(stored)

    def _store_one(self, place: Place, source: Source, name: str) -> Attachment:
        stream, digest = random_id(), Sha256()
        pieces = encrypt_stream(
            place.key, attachment_place(place, stream), source.size, source.data, digest
        )
        numbered = (ChunkRow(stream, at, piece) for at, piece in enumerate(pieces, 1))
        try:
            while batch := list(islice(numbered, 1)):
                with self._desk.store.write() as tx:
                    tx.add(batch[0])
                    for row in islice(numbered, _BATCH - 1):
                        tx.add(row)
        except BaseException:
            self._drop((Attachment(stream, name, source.size, b""),))
            raise
        return Attachment(stream, name, source.size, digest.digest())

    def _drop(self, stored: tuple[Attachment, ...]) -> None:
        """Remove what nothing will refer to."""
        with self._desk.store.write() as tx:
            for attachment in stored:
                tx.remove(ChunkRow, stream=attachment.stream)


def check_file_name(name: str) -> str:
    """Return a name that is one plain file name on every system; else raise InvalidError."""
    check_text("file name", name)
    if len(name.encode()) > _NAME_BYTES_MAX:
        raise InvalidError("file name", "long")
    if PurePath(name).name != name or "\\" in name or name in {".", ".."}:
        raise InvalidError("file name", "path")
    return name
