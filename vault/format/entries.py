"""Headers of revisions, and what the statements about entries hold.

Evolution: a header's list only ever grows at its end; anything else is a new version.
"""

import struct
from typing import NamedTuple

from vault.errors import FormatError
from vault.format import jsonform
from vault.format.fields import Fields
from vault.format.jsonform import Json, JsonObject, to_bytes, to_text
from vault.format.pae import number, pae
from vault.model import Attachment, Header, Kind

ID_BYTES = 16
DIGEST_BYTES = 32


_FIXED = struct.Struct(">16s32s32s16s16sQB")
"""entry ‖ body digest ‖ previous link ‖ carried from ‖ corrects ‖ made ‖ kind: 121 bytes."""
_KINDS = (Kind.NOTE, Kind.DRAFT, Kind.RECORD)
_NO_ID = bytes(ID_BYTES)


def header_bytes(header: Header) -> bytes:
    """Return a header as bytes: the fixed fields, then a JSON list of the others.

    A listing reads ten thousand of them, which is why ids are not spelt in JSON here.
    """
    fixed = _FIXED.pack(
        header.entry,
        header.body_digest,
        header.previous,
        header.carried_from or _NO_ID,
        header.corrects or _NO_ID,
        header.made,
        _KINDS.index(header.kind),
    )
    listed: list[Json] = [
        header.title,
        list(header.speakers),
        list(header.tags),
        [to_text(parent) for parent in header.parents],
        [
            [to_text(each.nonce), each.name, each.size, to_text(each.digest)]
            for each in header.attachments
        ],
    ]
    if not header.titled:
        listed.append(True)
    return fixed + jsonform.encode_list(listed)


def read_header(data: bytes) -> Header:
    """Read :func:`header_bytes`.

    Items at the end of the list that it does not know are left alone: a later version may have
    appended them.
    """
    try:
        entry, body, previous, carried, corrects, made, kind = _FIXED.unpack_from(data)
        listed = jsonform.decode_list(data[_FIXED.size :])
        title, speakers, tags, parents, attachments, *more = listed
        header = Header(
            entry,
            _KINDS[kind],
            title,
            tuple(speakers),
            tuple(tags),
            made,
            tuple([to_bytes(parent, ID_BYTES) for parent in parents]) if parents else (),
            carried if carried != _NO_ID else b"",
            corrects if corrects != _NO_ID else b"",
            tuple([_read_attachment(each) for each in attachments]) if attachments else (),
            body,
            previous,
            not (more and more[0] is True),
        )
    except (struct.error, IndexError, TypeError, ValueError):
        raise FormatError("header") from None
    if made > jsonform.MAX_INTEGER or type(title) is not str:
        raise FormatError("header")
    for each in (speakers, tags, parents, attachments):
        if type(each) is not list:
            raise FormatError("header")
    for name in header.speakers + header.tags:
        if type(name) is not str:
            raise FormatError("header")
    return header


def _read_attachment(value: Json) -> Attachment:
    if not isinstance(value, list) or len(value) != 4:  # noqa: PLR2004 (nonce, name, size, digest)
        raise FormatError("attachment")
    nonce, name, size, digest = value
    if not isinstance(name, str) or type(size) is not int:
        raise FormatError("attachment")
    if not 0 <= size <= jsonform.MAX_INTEGER:
        raise FormatError("attachment")
    return Attachment(to_bytes(nonce, ID_BYTES), name, size, to_bytes(digest, DIGEST_BYTES))


def chain_start(session: bytes, audience: str, author: int, chain: bytes) -> bytes:
    """Return what stands for "the row before" the first row, before hashing."""
    return pae("chain start", session, audience.encode(), number(author), chain)


class Head(NamedTuple):
    """What an author signs about a chain of theirs."""

    session: bytes
    audience: str
    author: int
    chain: bytes
    sequence: int
    link: bytes
    time: int


def head_object(head: Head) -> JsonObject:
    """Return a head as the body of its statement."""
    return {
        "audience": head.audience,
        "author": head.author,
        "chain": to_text(head.chain),
        "link": to_text(head.link),
        "sequence": head.sequence,
        "session": to_text(head.session),
        "time": head.time,
    }


def read_head(value: JsonObject) -> Head:
    """Read :func:`head_object`."""
    fields = Fields("head", value)
    head = Head(
        session=fields.binary("session", DIGEST_BYTES),
        audience=fields.text("audience"),
        author=fields.integer("author"),
        chain=fields.binary("chain", ID_BYTES),
        sequence=fields.integer("sequence", 1),
        link=fields.binary("link", DIGEST_BYTES),
        time=fields.integer("time"),
    )
    fields.end()
    return head


class DestroyedRow(NamedTuple):
    """One row that a destruction statement accounts for."""

    chain: bytes
    sequence: int
    link: bytes


class Destruction(NamedTuple):
    """What somebody signs about rows whose content they destroyed."""

    session: bytes
    by: int
    """Seat number."""
    reason: str
    """``destroyed``, ``sealed`` or ``session destroyed``."""
    rows: tuple[DestroyedRow, ...]
    time: int


DESTRUCTION_REASONS = frozenset({"destroyed", "sealed", "session destroyed"})


def destruction_object(destruction: Destruction) -> JsonObject:
    """Return a destruction as the body of its statement."""
    return {
        "by": destruction.by,
        "reason": destruction.reason,
        "rows": [
            {"chain": to_text(row.chain), "link": to_text(row.link), "sequence": row.sequence}
            for row in destruction.rows
        ],
        "session": to_text(destruction.session),
        "time": destruction.time,
    }


def read_destruction(value: JsonObject) -> Destruction:
    """Read :func:`destruction_object`."""
    fields = Fields("destruction", value)
    destruction = Destruction(
        session=fields.binary("session", DIGEST_BYTES),
        by=fields.integer("by"),
        reason=fields.text("reason"),
        rows=tuple(_read_row(row) for row in fields.items("rows")),
        time=fields.integer("time"),
    )
    fields.end()
    if destruction.reason not in DESTRUCTION_REASONS:
        raise FormatError("destruction")
    return destruction


def _read_row(value: Json) -> DestroyedRow:
    fields = Fields("destruction", value)
    row = DestroyedRow(
        chain=fields.binary("chain", ID_BYTES),
        sequence=fields.integer("sequence", 1),
        link=fields.binary("link", DIGEST_BYTES),
    )
    fields.end()
    return row
