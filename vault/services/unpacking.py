"""An archive that this person can open, its origin proven before anything in it is believed."""

from collections.abc import Iterator

from vault.crypto.digest import equal
from vault.errors import DamagedError, FormatError, InvalidError
from vault.format import bag
from vault.keys.identity import Identity, fingerprint
from vault.keys.statements import verify
from vault.mapper import archives as mapper
from vault.mapper.archives import Contents, LongStream
from vault.model import Seat
from vault.services.bags import Bag
from vault.services.desk import Desk
from vault.services.sessions import Sessions
from vault.services.slots import find_among
from vault.store.rows import GrantRow, Row, SessionRow

_NEEDED = {"wraps", "rows", "streams"}


def carried_identity(found: Bag, name: str, passphrase: str) -> Identity:
    """Return who made an archive, from the keyslots that it carries.

    Raises:
        InvalidError: it carries none.
        UnlockError: this name and passphrase open none of them.

    """
    parts = found.part("keyslots")
    if len(parts) != 1:
        raise InvalidError("archive", "no keyslot")
    settings, slots = mapper.read_keyslots(found.read(parts[0]))
    return find_among(settings, slots, name, passphrase)


class Unpacked:
    """What is in an archive. Its exporter signed every byte, and has a seat in every session.

    Raises:
        WrongKeyError: the archive is not for this person.
        UnconfirmedError: the convener of a session was never confirmed.
        DamagedError: not signed by whoever it says.

    """

    def __init__(self, desk: Desk, sessions: Sessions, found: Bag) -> None:
        if found.index.kind != bag.ARCHIVE:
            raise FormatError("archive")
        self._bag = found
        wraps = found.part("wraps")
        if len(wraps) != 1 or not _NEEDED <= set(found.index.parts) <= _NEEDED | {"keyslots"}:
            raise FormatError("archive")
        self._key = mapper.unwrap_key(desk.identity, found.read(wraps[0]))
        self.streams: list[LongStream] = []
        self.frames: list[Row] = []
        """The sessions and their grants."""
        self.contents = self._scan()
        self.is_own = equal(self.contents.exporter, desk.identity.fingerprint)
        """Whether this person made it themselves, perhaps on another machine."""
        self.exporter = self._verified_exporter(sessions)

    def _lines(self, *without: str) -> Iterator[Row | LongStream | Contents]:
        for at, name in enumerate(self._bag.part("rows"), 1):
            data = mapper.decrypt_part(self._key, at, self._bag.read(name))
            yield from mapper.read_part(data, *without)

    def rows(self) -> Iterator[Row]:
        """Return the rows, as often as it is asked."""
        for each in self._lines():
            if not isinstance(each, (LongStream, Contents)):
                yield each

    def size(self, stream: LongStream) -> int:
        """Return how many bytes a long ciphertext has. Raises FormatError."""
        member = self._bag.members.get(stream.payload)
        if member is None:
            raise FormatError("archive")
        return member.size

    def pieces(self, stream: LongStream) -> Iterator[bytes]:
        """Return a long ciphertext in pieces of a mebibyte."""
        return self._bag.pieces(stream.payload)

    def _scan(self) -> Contents:
        lines = self._lines("revision", "chunk")
        contents = next(lines, None)
        if not isinstance(contents, Contents):
            raise FormatError("archive")
        for each in lines:
            match each:
                case Contents():
                    raise FormatError("archive")
                case LongStream():
                    self.streams.append(each)
                case SessionRow() | GrantRow():
                    self.frames.append(each)
        sessions = sorted(row.id for row in self.frames if isinstance(row, SessionRow))
        if not sessions or sessions != sorted(contents.sessions):
            raise FormatError("archive")
        if sorted(each.payload for each in self.streams) != sorted(self._bag.part("streams")):
            raise FormatError("archive")
        return contents

    def _verified_exporter(self, sessions: Sessions) -> str:
        """Return the name of whoever signed the archive and sits in all of its sessions."""
        seat = None
        grants = [row for row in self.frames if isinstance(row, GrantRow)]
        for row in self.frames:
            if isinstance(row, SessionRow):
                given = [each for each in grants if each.session == row.id]
                roster = sessions.preview(row, given, vouched=self.is_own)
                seat = _seat_of(roster.seats, self.contents.exporter)
        if seat is None:
            raise DamagedError("archive")
        made = mapper.read_signature(self._key, self._bag.read(bag.SIGNATURE))
        signed = mapper.read_signed(verify(made, seat.identity))
        said = (signed.made, signed.sessions, signed.tag_manifest)
        if said != (self.contents.made, self.contents.sessions, self._bag.tag_digest):
            raise DamagedError("archive")
        return seat.name


def _seat_of(seats: tuple[Seat, ...], of: bytes) -> Seat:
    for seat in seats:
        if fingerprint(seat.identity) == of:
            return seat
    raise DamagedError("archive")
