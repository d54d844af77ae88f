"""Writing and reading the one file in which an archive or a disclosure leaves.

Whoever calls gives an open file and looks after its name: a file gets its final name only once it
is whole.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import BinaryIO

from vault.crypto.digest import Sha256, sha256
from vault.crypto.random import random_id
from vault.errors import DamagedError, FormatError, LimitError
from vault.format import bag
from vault.format.bag import Index, Member

PIECE_BYTES = 1024 * 1024
Progress = Callable[[int], None]
"""Is told how many bytes have been written or read since the last time."""


def _quiet(_: int) -> None:
    pass


class BagWriter:
    """Writes a bag member by member into a file that can be sought in."""

    def __init__(self, target: BinaryIO, progress: Progress | None = None) -> None:
        self._target = target
        self._progress = progress or _quiet
        self._members: list[Member] = []
        self._digests: dict[str, bytes] = {}
        for name, data in (
            (bag.BAGIT, bag.BAGIT_TEXT),
            (bag.README, _shipped(bag.README)),
            (bag.READER, _shipped(bag.READER)),
        ):
            self.add(name, (data,))

    def add(self, name: str, pieces: Iterable[bytes]) -> bytes:
        """Write a member; returns the SHA-256 of its bytes."""
        bag.check_name(name)
        offset = self._target.tell()
        # A size beyond 4 GiB needs a longer header, so what is written first may have to move:
        # such members say their size beforehand, see ``add_sized``.
        return self._write(name, pieces, offset, bag.local_header(name, 0, 0))

    def add_sized(self, name: str, pieces: Iterable[bytes], size: int) -> bytes:
        """Write a member of a known size, which may be of any number of bytes."""
        bag.check_name(name)
        return self._write(name, pieces, self._target.tell(), bag.local_header(name, size, 0))

    def add_payload(self, pieces: Iterable[bytes], size: int) -> tuple[str, bytes]:
        """Write a payload under a random name; returns the name and the SHA-256."""
        name = f"data/{random_id().hex()}"
        return name, self.add_sized(name, pieces, size)

    def _write(self, name: str, pieces: Iterable[bytes], offset: int, header: bytes) -> bytes:
        if len(self._members) + len(bag.AFTER) >= bag.MEMBERS_MAX:
            raise LimitError("files", len(self._members), 0, bag.MEMBERS_MAX)
        self._target.write(header)
        digest, crc, size = Sha256(), 0, 0
        for piece in pieces:
            self._target.write(piece)
            digest.update(piece)
            crc = zlib.crc32(piece, crc)
            size += len(piece)
            self._progress(len(piece))
        whole = bag.local_header(name, size, crc)
        if len(whole) != len(header):
            raise FormatError("archive")
        end = self._target.tell()
        self._target.seek(offset)
        self._target.write(whole)
        self._target.seek(end)
        self._members.append(Member(name, size, crc, offset))
        self._digests[name] = digest.digest()
        return self._digests[name]

    def finish(self, index: Index, sign: Callable[[bytes], bytes] | None = None) -> None:
        """Write index, manifests and directory.

        ``sign`` is given the SHA-256 of the tag manifest and returns what goes into the signature
        file; without it there is none.
        """
        self.add(bag.INDEX, (bag.index_bytes(index),))
        payloads = [each for each in self._digests.items() if bag.is_payload(each[0])]
        self.add(bag.MANIFEST, (bag.manifest(payloads),))
        tags = bag.manifest([(name, self._digests[name]) for name in bag.LISTED])
        self.add(bag.TAG_MANIFEST, (tags,))
        if sign is not None:
            self.add(bag.SIGNATURE, (sign(sha256(tags)),))
        self._target.write(bag.directory(self._members, self._target.tell()))


def _shipped(name: str) -> bytes:
    """Return a file that goes into every bag: what explains it, and what reads it."""
    return (files("vault") / "standalone" / name).read_bytes()


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag in which every byte was found to be as its writer wrote it, or as somebody made it.

    Only a signature in it says by whom.
    """

    index: Index
    members: dict[str, Member]
    tag_digest: bytes
    """SHA-256 of the tag manifest, which covers everything."""
    digest: bytes
    """SHA-256 of the whole file."""
    source: BinaryIO = field(repr=False)

    def part(self, what: str) -> tuple[str, ...]:
        """Return the payloads that are such a part."""
        return self.index.parts.get(what, ())

    def pieces(self, name: str) -> Iterator[bytes]:
        """Return a member's bytes. Raises FormatError if there is no such member."""
        member = self.members.get(name)
        if member is None:
            raise FormatError("archive")
        left, place = member.size, member.start
        while left:
            self.source.seek(place)
            piece = self.source.read(min(left, PIECE_BYTES))
            if not piece:
                raise FormatError("archive")
            left, place = left - len(piece), place + len(piece)
            yield piece

    def read(self, name: str) -> bytes:
        """Return a member that is read whole."""
        return b"".join(self.pieces(name))


def read_bag(source: BinaryIO, progress: Progress | None = None) -> Bag:
    """Read a whole bag and prove that nothing in it is damaged. No key is needed, or used.

    Raises:
        FormatError: no file of this kind, or any byte of it that was changed, cut or added.

    """
    try:
        return _BagReader(source, progress or _quiet).read()
    except (DamagedError, ValueError, OverflowError):
        raise FormatError("archive") from None


class _BagReader:
    """Reads member after member, in the one order in which they may stand."""

    def __init__(self, source: BinaryIO, progress: Progress) -> None:
        self._source = source
        self._progress = progress
        self._members: dict[str, Member] = {}
        self._digests: dict[str, bytes] = {}
        self._kept: dict[str, bytes] = {}
        self._whole = Sha256()
        self._place = 0

    def read(self) -> Bag:
        self._source.seek(0)
        header: Member | None = self._header(self._take(bag.LOCAL_BYTES))
        while header is not None:
            header = self._member(header)
        index = bag.read_index(self._kept.get(bag.INDEX, b""))
        self._check_order(index)
        self._check_manifests(index)
        return Bag(
            index, self._members, self._digests[bag.TAG_MANIFEST], self._whole.digest(),
            self._source,
        )  # fmt: skip

    def _take(self, count: int) -> bytes:
        data = self._source.read(count)
        self._whole.update(data)
        self._place += len(data)
        self._progress(len(data))
        return data

    def _header(self, begun: bytes) -> Member:
        offset = self._place - len(begun)
        name, extra = bag.read_local_header(begun)
        member = bag.read_member(offset, begun + self._take(name + extra))
        if member.name in self._members or len(self._members) >= bag.MEMBERS_MAX:
            raise FormatError("archive")
        return member

    def _member(self, member: Member) -> Member | None:
        """Read a member's bytes, and what comes behind: another header, or the directory."""
        keep = not bag.is_payload(member.name)
        if keep and member.size > bag.TAG_FILE_MAX_BYTES:
            raise FormatError("archive")
        digest, crc, left, kept = Sha256(), 0, member.size, []
        while left:
            piece = self._take(min(left, PIECE_BYTES))
            if not piece:
                raise FormatError("archive")
            digest.update(piece)
            crc = zlib.crc32(piece, crc)
            left -= len(piece)
            if keep:
                kept.append(piece)
        if crc != member.crc:
            raise FormatError("archive")
        self._members[member.name] = member
        self._digests[member.name] = digest.digest()
        if keep:
            self._kept[member.name] = b"".join(kept)
        begun = self._take(bag.LOCAL_BYTES)
        if bag.is_local_header(begun):
            return self._header(begun)
        expected = bag.directory(list(self._members.values()), self._place - len(begun))
        if begun + self._take(len(expected) - len(begun) + 1) != expected:
            raise FormatError("archive")
        return None

    def _check_order(self, index: Index) -> None:
        payloads = [name for name in self._members if bag.is_payload(name)]
        after = bag.AFTER if index.kind == bag.ARCHIVE else bag.AFTER[:-1]
        if list(self._members) != [*bag.BEFORE, *payloads, *after]:
            raise FormatError("archive")
        if sorted(payloads) != sorted(name for part in index.parts.values() for name in part):
            raise FormatError("archive")

    def _check_manifests(self, index: Index) -> None:
        payloads = [each for each in self._digests.items() if bag.is_payload(each[0])]
        tags = [(name, self._digests[name]) for name in bag.LISTED]
        listed = (self._kept[bag.MANIFEST], self._kept[bag.TAG_MANIFEST])
        if listed != (bag.manifest(payloads), bag.manifest(tags)):
            raise FormatError("archive")
        if self._kept[bag.BAGIT] != bag.BAGIT_TEXT or index.kind not in bag.KINDS:
            raise FormatError("archive")
