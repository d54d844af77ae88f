"""The encrypted part of an archive: rows in parts of a few mebibytes, its key, its signature."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vault.crypto import aead, wrap
from vault.errors import DamagedError, FormatError, LimitError, WrongKeyError
from vault.format import jsonform, statement
from vault.format.context import context
from vault.format.fields import Fields
from vault.format.jsonform import Json, JsonObject, to_bytes, to_text
from vault.format.letters import READERS_MAX, WRAP_BYTES
from vault.format.padding import body_rule, pad, padme, unpad
from vault.format.pae import number
from vault.format.statement import Statement, StatementType
from vault.keys.identity import Identity
from vault.mapper.cells import decrypt_bytes, encrypt_bytes
from vault.mapper.lines import read_lines, read_row
from vault.model import PublicIdentity
from vault.store.rows import KeyslotRow, Row, SettingRow

PART_BYTES = 4 * 1024 * 1024
_LABEL = b"caucus/1/letter"
_WRAPS = context("archive key", b"", b"")
_SIGNATURE = context("archive signature", b"", b"")
_DIGEST_BYTES, _ID_BYTES = 32, 16


class Contents(NamedTuple):
    """The first line of an archive."""

    exporter: bytes
    """Fingerprint of whoever made it."""
    made: int
    sessions: tuple[bytes, ...]
    entries: int
    records: int


class LongStream(NamedTuple):
    """A ciphertext that lies in a payload of its own."""

    stream: bytes
    payload: str
    digest: bytes
    """SHA-256, as the header or the manifest lists it."""


def wrap_key(key: bytes, readers: Iterable[PublicIdentity]) -> bytes:
    """Return the key of an archive, wrapped for each reader, one behind the other.

    Raises:
        LimitError: more readers than a file may have.

    """
    wrapped = [wrap.wrap(reader.kem, _LABEL, _WRAPS, key) for reader in readers]
    if not 0 < len(wrapped) <= READERS_MAX:
        raise LimitError("readers", len(wrapped), 1, READERS_MAX)
    return b"".join(wrapped)


def unwrap_key(identity: Identity, wrapped: bytes) -> bytes:
    """Return the key of an archive.

    Raises:
        WrongKeyError: it is not for this person.
        FormatError: no wraps.

    """
    if len(wrapped) % WRAP_BYTES or not 0 < len(wrapped) <= WRAP_BYTES * READERS_MAX:
        raise FormatError("archive")
    for at in range(0, len(wrapped), WRAP_BYTES):
        try:
            return identity.unwrap(_LABEL, _WRAPS, wrapped[at : at + WRAP_BYTES])
        except WrongKeyError:
            continue
    raise WrongKeyError("archive")


def parts(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Gather lines into parts of about four mebibytes."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= PART_BYTES:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def encrypt_part(key: bytes, at: int, data: bytes) -> bytes:
    """Return part number ``at``, from 1, as ciphertext."""
    return aead.encrypt(key, context("archive", b"", b"", number(at)), pad(data, padme))


def decrypt_part(key: bytes, at: int, cell: bytes) -> bytes:
    """Return what a part holds. Raises DamagedError."""
    try:
        return unpad(aead.decrypt(key, context("archive", b"", b"", number(at)), cell), padme)
    except WrongKeyError:
        raise WrongKeyError("archive") from None
    except (DamagedError, FormatError):
        raise DamagedError("archive") from None


def contents_line(contents: Contents) -> bytes:
    """Return the first line of an archive."""
    return jsonform.encode_list([
        "archive", to_text(contents.exporter), contents.made,
        [to_text(session) for session in contents.sessions], contents.entries, contents.records,
    ]) + b"\n"  # fmt: skip


def stream_line(stream: LongStream) -> bytes:
    """Return the line that says in which payload a ciphertext lies."""
    listed: list[Json] = [
        "stream", to_text(stream.stream), stream.payload, to_text(stream.digest),
    ]  # fmt: skip
    return jsonform.encode_list(listed) + b"\n"


def read_part(data: bytes, *without: str) -> Iterator[Row | LongStream | Contents]:
    """Return what the lines of a part say, without those of some tables. Raises FormatError."""
    for line in read_lines(data, *without):
        match line:
            case ["archive", exporter, made, list() as sessions, entries, records]:
                counts = (_count(made), _count(entries), _count(records))
                listed = tuple(to_bytes(each, _DIGEST_BYTES) for each in sessions)
                by = to_bytes(exporter, _DIGEST_BYTES)
                yield Contents(by, counts[0], listed, *counts[1:])
            case ["stream", stream, str() as payload, digest]:
                yield LongStream(
                    to_bytes(stream, _ID_BYTES), payload, to_bytes(digest, _DIGEST_BYTES)
                )
            case _:
                yield read_row(line)


def _count(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise FormatError("archive")
    return value


def signature_cell(key: bytes, made: Statement) -> bytes:
    """Return the exporter's statement as the signature file."""
    return encrypt_bytes(key, _SIGNATURE, statement.encode(made), body_rule)


def read_signature(key: bytes, cell: bytes) -> Statement:
    """Return the exporter's statement, not verified yet. Raises DamagedError."""
    data = decrypt_bytes(key, _SIGNATURE, cell, "archive", body_rule)
    try:
        return statement.decode(data, StatementType.ARCHIVE)
    except FormatError:
        raise DamagedError("archive") from None


class Signed(NamedTuple):
    """What an exporter signs."""

    made: int
    sessions: tuple[bytes, ...]
    tag_manifest: bytes
    """SHA-256 of the tag manifest, which covers every file of the bag."""


def signed_object(signed: Signed) -> JsonObject:
    """Return what an exporter signs as the body of the statement."""
    return {
        "made": signed.made,
        "sessions": [to_text(session) for session in signed.sessions],
        "tagmanifest": to_text(signed.tag_manifest),
    }


def read_signed(value: JsonObject) -> Signed:
    """Read :func:`signed_object`."""
    fields = Fields("archive", value)
    signed = Signed(
        fields.integer("made"),
        fields.binaries("sessions", _DIGEST_BYTES),
        fields.binary("tagmanifest", _DIGEST_BYTES),
    )
    fields.end()
    return signed


def keyslots_bytes(settings: list[SettingRow], slots: list[KeyslotRow]) -> bytes:
    """Return the exporter's own keyslots, as readable as they are in a vault."""
    return jsonform.encode({
        "settings": [
            [to_text(each.id), to_text(each.salt), each.memory_kib, each.passes, each.lanes]
            for each in settings
        ],
        "slots": [
            [
                to_text(each.id), to_text(each.owner), each.kind, to_text(each.setting),
                to_text(each.tag), to_text(each.wrapped), to_text(each.checksum),
            ]
            for each in slots
        ],
    })  # fmt: skip


def read_keyslots(data: bytes) -> tuple[list[SettingRow], list[KeyslotRow]]:
    """Read :func:`keyslots_bytes`. Costs are checked by whoever uses them."""
    fields = Fields("archive", jsonform.decode(data))
    settings, slots = fields.items("settings"), fields.items("slots")
    fields.end()
    return [_setting(at, each) for at, each in enumerate(settings, 1)], [_slot(s) for s in slots]


def _setting(position: int, value: Json) -> SettingRow:
    match value:
        case [row_id, salt, memory, passes, lanes]:
            return SettingRow(
                to_bytes(row_id, _ID_BYTES), position, to_bytes(salt, 32),
                _count(memory), _count(passes), _count(lanes),
            )  # fmt: skip
    raise FormatError("archive")


def _slot(value: Json) -> KeyslotRow:
    match value:
        case [row_id, owner, str() as kind, setting, tag, wrapped, checksum]:
            return KeyslotRow(
                to_bytes(row_id, _ID_BYTES), to_bytes(owner, _ID_BYTES), kind, to_bytes(setting),
                to_bytes(tag, _ID_BYTES), to_bytes(wrapped), to_bytes(checksum, _DIGEST_BYTES),
            )  # fmt: skip
    raise FormatError("archive")
