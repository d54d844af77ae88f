"""The one spelling of the ZIP files that leave a vault, and of the BagIt bag in them.

Members are stored as they are, one after the other, dated 1980, under names that say nothing. A
reader builds every byte around the members again and compares, so there is one way to read such a
file and nothing in it that a check does not cover. Sources: PKWARE APPNOTE 6.3.10 §4.3 and §4.5.3
(ZIP64); RFC 8493 (BagIt 1.0).
"""

import re
import struct
from typing import NamedTuple

from vault.errors import FormatError, UnsupportedVersionError
from vault.format import jsonform
from vault.format.fields import Fields

FOLDER = "caucus/"
BAGIT, README, READER = "bagit.txt", "README.txt", "reader.py"
INDEX, MANIFEST, TAG_MANIFEST = "caucus.json", "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNATURE = "signature.bin"
"""The only tag file that the tag manifest does not list: it signs the tag manifest."""
BEFORE = (BAGIT, README, READER)
AFTER = (INDEX, MANIFEST, TAG_MANIFEST, SIGNATURE)
LISTED = (BAGIT, README, READER, INDEX, MANIFEST)
"""What the tag manifest lists, in this order."""
BAGIT_TEXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
VERSION = 1
MEMBERS_MAX = 20_000
TAG_FILE_MAX_BYTES = 16 * 1024 * 1024
ARCHIVE, DISCLOSURE = "archive", "disclosure"
KINDS = frozenset({ARCHIVE, DISCLOSURE})

_PAYLOAD = re.compile(r"data/[0-9a-f]{32}")
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR64 = struct.Struct("<4sIQI")
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK, _CENTRAL_MARK = b"PK\x03\x04", b"PK\x01\x02"
_END64_MARK, _LOCATOR64_MARK, _END_MARK = b"PK\x06\x06", b"PK\x06\x07", b"PK\x05\x06"
_PLAIN_VERSION, _ZIP64_VERSION = 20, 45
_UNIX = 3 << 8
_NEW_YEAR_1980 = 0x21
_PRIVATE_FILE = 0o100600 << 16
_SHORT, _LONG = 0xFFFF, 0xFFFFFFFF
_ZIP64_EXTRA = 1
LOCAL_BYTES = _LOCAL.size


class Member(NamedTuple):
    """One file in the ZIP."""

    name: str
    size: int
    crc: int
    offset: int
    """Where its local header begins."""

    @property
    def start(self) -> int:
        """Where its bytes begin."""
        return self.offset + len(local_header(self.name, self.size, self.crc))


def is_payload(name: str) -> bool:
    """Tell whether this is how a payload is called inside the bag."""
    return _PAYLOAD.fullmatch(name) is not None


def check_name(name: str) -> None:
    """Refuse every name but those that a bag of this program has. Raises FormatError."""
    if name not in BEFORE and name not in AFTER and not is_payload(name):
        raise FormatError("archive")


def local_header(name: str, size: int, crc: int) -> bytes:
    """Return what stands before a member's bytes."""
    spelt, long = (FOLDER + name).encode(), size >= _LONG
    extra = struct.pack("<2H2Q", _ZIP64_EXTRA, 16, size, size) if long else b""
    shown = _LONG if long else size
    version = _ZIP64_VERSION if long else _PLAIN_VERSION
    return (
        _LOCAL.pack(
            _LOCAL_MARK, version, 0, 0, 0, _NEW_YEAR_1980, crc, shown, shown, len(spelt),
            len(extra),
        )
        + spelt
        + extra
    )  # fmt: skip


def read_local_header(data: bytes) -> tuple[int, int]:
    """Return the lengths of name and extra field behind the first 30 bytes of a local header.

    Raises:
        FormatError: no local header of this program.

    """
    if len(data) != _LOCAL.size or data[:4] != _LOCAL_MARK:
        raise FormatError("archive")
    *_, name, extra = _LOCAL.unpack(data)
    if name > len(FOLDER) + 64 or extra not in {0, 20}:
        raise FormatError("archive")
    return name, extra


def read_member(offset: int, header: bytes) -> Member:
    """Return the member that a whole local header announces.

    Raises:
        FormatError: a name of another kind, or any byte that this program would not write.

    """
    name, extra = read_local_header(header[: _LOCAL.size])
    if len(header) != _LOCAL.size + name + extra:
        raise FormatError("archive")
    *_, crc, size, _, _, _ = _LOCAL.unpack(header[: _LOCAL.size])
    if extra:
        size = int.from_bytes(header[-8:], "little")
    try:
        spelt = header[_LOCAL.size : _LOCAL.size + name].decode("ascii")
    except UnicodeDecodeError:
        raise FormatError("archive") from None
    member = Member(spelt.removeprefix(FOLDER), size, crc, offset)
    check_name(member.name)
    if local_header(member.name, size, crc) != header:
        raise FormatError("archive")
    return member


def is_local_header(begun: bytes) -> bool:
    """Tell a further member from the directory behind the last one."""
    return begun[:4] == _LOCAL_MARK


def directory(members: list[Member], offset: int) -> bytes:
    """Return everything behind the last member, which ends at ``offset``."""
    entries = b"".join([_central(member) for member in members])
    count, size = len(members), len(entries)
    long = count >= _SHORT or size >= _LONG or offset >= _LONG
    end64 = b""
    if long:
        end64 = _END64.pack(
            _END64_MARK, _END64.size - 12, _UNIX | _ZIP64_VERSION, _ZIP64_VERSION, 0, 0, count,
            count, size, offset,
        ) + _LOCATOR64.pack(_LOCATOR64_MARK, 0, offset + size, 1)  # fmt: skip
    shown = (_SHORT, _SHORT, _LONG, _LONG) if long else (count, count, size, offset)
    return entries + end64 + _END.pack(_END_MARK, 0, 0, *shown, 0)


def _central(member: Member) -> bytes:
    spelt = (FOLDER + member.name).encode()
    long_size, long_offset = member.size >= _LONG, member.offset >= _LONG
    fields = b""
    if long_size:
        fields += struct.pack("<2Q", member.size, member.size)
    if long_offset:
        fields += struct.pack("<Q", member.offset)
    extra = struct.pack("<2H", _ZIP64_EXTRA, len(fields)) + fields if fields else b""
    shown = _LONG if long_size else member.size
    version = _ZIP64_VERSION if fields else _PLAIN_VERSION
    return (
        _CENTRAL.pack(
            _CENTRAL_MARK, _UNIX | version, version, 0, 0, 0, _NEW_YEAR_1980, member.crc, shown,
            shown, len(spelt), len(extra), 0, 0, 0, _PRIVATE_FILE,
            _LONG if long_offset else member.offset,
        )
        + spelt
        + extra
    )  # fmt: skip


def manifest(digests: list[tuple[str, bytes]]) -> bytes:
    """Return a BagIt manifest: SHA-256 in hex, two spaces, the name; in the order given."""
    return "".join([f"{digest.hex()}  {name}\n" for name, digest in digests]).encode()


class Index(NamedTuple):
    """What is in a bag, by payload name, and nothing about what it says."""

    kind: str
    parts: dict[str, tuple[str, ...]]
    """By what they are; every payload is exactly one of them."""


def index_bytes(index: Index) -> bytes:
    """Return the index as its file."""
    return jsonform.encode({
        "format": VERSION,
        "kind": index.kind,
        "parts": {what: list(names) for what, names in index.parts.items()},
    })  # fmt: skip


def read_index(data: bytes) -> Index:
    """Read :func:`index_bytes`. Raises FormatError."""
    fields = Fields("archive", jsonform.decode(data))
    version, kind, nested = fields.integer("format"), fields.text("kind"), fields.nested("parts")
    fields.end()
    if version != VERSION:
        raise UnsupportedVersionError("archive")
    if kind not in KINDS:
        raise FormatError("archive")
    named = Fields("archive", nested)
    parts = {what: named.texts(what) for what in nested}
    found = [name for names in parts.values() for name in names]
    if len(set(found)) != len(found) or not all(is_payload(name) for name in found):
        raise FormatError("archive")
    return Index(kind, parts)
