"""What only its owner reads: profile, seat, own answer, journal line, mark."""

import struct
from typing import NamedTuple

from vault.errors import FormatError
from vault.format import jsonform
from vault.format.fields import Fields
from vault.format.jsonform import Json, JsonObject, to_bytes, to_text
from vault.format.pae import pae, split
from vault.model import Kind, UnsavedText

ID_BYTES = 16
DIGEST_BYTES = 32
_KINDS = frozenset(kind.value for kind in Kind)


class Profile(NamedTuple):
    """What a person's program knows of that person."""

    name: str
    vault: bytes
    """Id of the vault in which they enrolled: it names the mark, so it must not be swapped."""
    version: int
    """Counts the changes, so that a mark can tell an older profile."""
    slots: tuple[tuple[bytes, bytes], ...]
    """Id and checksum of every keyslot that may unlock this person."""

    def __repr__(self) -> str:
        return f"Profile(slots={len(self.slots)})"


def profile_object(profile: Profile) -> JsonObject:
    """Return a profile as a JSON object."""
    return {
        "name": profile.name,
        "slots": [[to_text(slot), to_text(checksum)] for slot, checksum in profile.slots],
        "vault": to_text(profile.vault),
        "version": profile.version,
    }


def read_profile(value: JsonObject) -> Profile:
    """Read :func:`profile_object`."""
    fields = Fields("profile", value)
    profile = Profile(
        name=fields.text("name"),
        vault=fields.binary("vault", ID_BYTES),
        version=fields.integer("version", 1),
        slots=tuple(_read_slot(item) for item in fields.items("slots")),
    )
    fields.end()
    return profile


def _read_slot(value: Json) -> tuple[bytes, bytes]:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 (a pair)
        raise FormatError("profile")
    return to_bytes(value[0], ID_BYTES), to_bytes(value[1], DIGEST_BYTES)


class OwnSeat(NamedTuple):
    """A person's seat in a session, with the keys that were verified against the roster."""

    session: bytes
    seat: int
    case: str
    title: str
    convened: int
    follows: bytes
    keys: dict[str, bytes]
    chains: dict[str, bytes]
    """By audience, the chain that this person appends to in this vault."""

    def __repr__(self) -> str:
        return f"OwnSeat(session={self.session.hex()}, seat={self.seat})"


def seat_object(seat: OwnSeat) -> JsonObject:
    """Return a seat as a JSON object."""
    return {
        "case": seat.case,
        "chains": keys_object(seat.chains),
        "convened": seat.convened,
        "follows": to_text(seat.follows),
        "keys": keys_object(seat.keys),
        "seat": seat.seat,
        "session": to_text(seat.session),
        "title": seat.title,
    }


def read_seat(value: JsonObject) -> OwnSeat:
    """Read :func:`seat_object`."""
    fields = Fields("seat", value)
    seat = OwnSeat(
        session=fields.binary("session", DIGEST_BYTES),
        seat=fields.integer("seat"),
        case=fields.text("case"),
        title=fields.text("title"),
        convened=fields.integer("convened"),
        follows=fields.optional_binary("follows", DIGEST_BYTES),
        keys=read_keys(fields.nested("keys")),
        chains={
            audience: to_bytes(chain, ID_BYTES)
            for audience, chain in fields.nested("chains").items()
        },
    )
    fields.end()
    return seat


def keys_object(keys: dict[str, bytes]) -> JsonObject:
    """Return granted keys as a JSON object."""
    return {audience: to_text(key) for audience, key in keys.items()}


def read_keys(value: JsonObject) -> dict[str, bytes]:
    """Read :func:`keys_object`."""
    return {audience: to_bytes(key, DIGEST_BYTES) for audience, key in value.items()}


class OwnAnswer(NamedTuple):
    """What a person answered to a request: their own memory of it."""

    request: bytes
    kind: str
    time: int
    row: bytes
    """Id of the answer's row, so that it can be sent again."""
    handed: bool
    """Whether a contribution went with it."""


def answer_object(answer: OwnAnswer) -> JsonObject:
    """Return an own answer as a JSON object."""
    return {
        "handed": answer.handed,
        "kind": answer.kind,
        "request": to_text(answer.request),
        "row": to_text(answer.row),
        "time": answer.time,
    }


def read_own_answer(value: JsonObject) -> OwnAnswer:
    """Read :func:`answer_object`."""
    fields = Fields("answer", value)
    answer = OwnAnswer(
        request=fields.binary("request", DIGEST_BYTES),
        kind=fields.text("kind"),
        time=fields.integer("time"),
        row=fields.binary("row", ID_BYTES),
        handed=fields.flag("handed"),
    )
    fields.end()
    return answer


def upload_object(streams: list[bytes]) -> JsonObject:
    """Return the streams of an upload under way as a JSON object."""
    return {"streams": [to_text(stream) for stream in streams]}


def read_upload(value: JsonObject) -> list[bytes]:
    """Read :func:`upload_object`."""
    fields = Fields("upload", value)
    streams = fields.binaries("streams", ID_BYTES)
    fields.end()
    return list(streams)


def away_object(records: list[bytes]) -> JsonObject:
    """Return the sealed records whose portions are elsewhere as a JSON object."""
    return {"records": [to_text(record) for record in records]}


def read_away(value: JsonObject) -> list[bytes]:
    """Read :func:`away_object`."""
    fields = Fields("away", value)
    records = fields.binaries("records", ID_BYTES)
    fields.end()
    return list(records)


def unsaved_bytes(unsaved: UnsavedText) -> bytes:
    """Return an unsaved text as bytes: what it is, and the text, which may be long."""
    about: JsonObject = {
        "audience": unsaved.audience,
        "base": to_text(unsaved.base),
        "cursor": list(unsaved.cursor),
        "entry": to_text(unsaved.entry),
        "kept": unsaved.kept,
        "kind": unsaved.kind.value,
        "session": to_text(unsaved.session),
        "speakers": list(unsaved.speakers),
        "tags": list(unsaved.tags),
        "title": unsaved.title,
    }
    return pae("unsaved", jsonform.encode(about), unsaved.text.encode())


def read_unsaved(row_id: bytes, data: bytes) -> UnsavedText:
    """Read :func:`unsaved_bytes`. Raises FormatError."""
    about, text = split(data, "unsaved", 2)
    fields = Fields("unsaved", jsonform.decode(about))
    kind, cursor = fields.text("kind"), fields.items("cursor")
    places = tuple(each for each in cursor if type(each) is int and each >= 0)
    if kind not in _KINDS or len(places) != len(cursor) or len(places) != 2:  # noqa: PLR2004
        raise FormatError("unsaved")
    try:
        found = UnsavedText(
            id=row_id,
            session=fields.binary("session", DIGEST_BYTES),
            audience=fields.text("audience"),
            entry=fields.optional_binary("entry", ID_BYTES),
            base=fields.optional_binary("base", ID_BYTES),
            kind=Kind(kind),
            title=fields.text("title"),
            text=text.decode(),
            speakers=fields.texts("speakers"),
            tags=fields.texts("tags"),
            cursor=(places[0], places[1]),
            kept=fields.integer("kept"),
        )
    except UnicodeDecodeError:
        raise FormatError("unsaved") from None
    fields.end()
    return found


class TouchedRow(NamedTuple):
    """One row that an act wrote or removed."""

    kind: str
    key: bytes
    digest: bytes
    """SHA-256 over the row; empty when it was removed."""


class Line(NamedTuple):
    """One journal line, with the digests by which a check finds what was lost."""

    act: str
    session: bytes
    time: int
    previous: bytes
    """SHA-256 of the encrypted line before; 32 zero bytes for the first."""
    rows: tuple[TouchedRow, ...]


def line_object(line: Line) -> JsonObject:
    """Return a journal line as a JSON object."""
    return {
        "act": line.act,
        "previous": to_text(line.previous),
        "rows": [[row.kind, to_text(row.key), to_text(row.digest)] for row in line.rows],
        "session": to_text(line.session),
        "time": line.time,
    }


def read_line(value: JsonObject) -> Line:
    """Read :func:`line_object`."""
    fields = Fields("journal", value)
    line = Line(
        act=fields.text("act"),
        session=fields.optional_binary("session", DIGEST_BYTES),
        time=fields.integer("time"),
        previous=fields.binary("previous", DIGEST_BYTES),
        rows=tuple(_read_touched(item) for item in fields.items("rows")),
    )
    fields.end()
    return line


def _read_touched(value: Json) -> TouchedRow:
    if not isinstance(value, list) or len(value) != 3:  # noqa: PLR2004 (kind, key, digest)
        raise FormatError("journal")
    kind, key, digest = value
    if not isinstance(kind, str):
        raise FormatError("journal")
    return TouchedRow(kind, to_bytes(key), to_bytes(digest))


class Remembered(NamedTuple):
    """How far a chain had come when this person last saw it."""

    chain: bytes
    sequence: int
    link: bytes


_REMEMBERED = struct.Struct(">16sQ32s")


def remembered_bytes(remembered: list[Remembered]) -> bytes:
    """Return what a mark's frame holds: 56 bytes a chain."""
    return b"".join([_REMEMBERED.pack(*each) for each in remembered])


def read_remembered(data: bytes) -> list[Remembered]:
    """Read :func:`remembered_bytes`. Raises FormatError."""
    if len(data) % _REMEMBERED.size:
        raise FormatError("mark")
    return [Remembered(*each) for each in _REMEMBERED.iter_unpack(data)]
