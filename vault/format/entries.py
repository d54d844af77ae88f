"""Headers of revisions, and what the statements about entries hold.

Evolution: fields of a header only ever append, with a default; anything else is a new version.
"""

from binascii import Error as BinasciiError, a2b_base64
from typing import NamedTuple

from vault.errors import FormatError
from vault.format.fields import Fields
from vault.format.jsonform import MAX_INTEGER, Json, JsonObject, to_text
from vault.format.pae import number, pae
from vault.model import Attachment, Header, Kind

ID_BYTES = 16
DIGEST_BYTES = 32
_KINDS = {kind.value: kind for kind in Kind}


def header_object(header: Header) -> JsonObject:
    """Return a header as a JSON object."""
    return {
        "attachments": [
            {
                "digest": to_text(each.digest),
                "name": each.name,
                "size": each.size,
                "stream": to_text(each.stream),
            }
            for each in header.attachments
        ],
        "body": to_text(header.body_digest),
        "carried_from": to_text(header.carried_from),
        "corrects": to_text(header.corrects),
        "entry": to_text(header.entry),
        "kind": header.kind.value,
        "made": header.made,
        "parents": [to_text(parent) for parent in header.parents],
        "previous": to_text(header.previous),
        "speakers": list(header.speakers),
        "tags": list(header.tags),
        "title": header.title,
    }


def read_header(value: JsonObject) -> Header:
    """Read :func:`header_object`, fast: a listing reads ten thousand.

    Fields that it does not know are left alone: a later version may have appended them.
    """
    try:
        speakers, tags = value["speakers"], value["tags"]
        parents, attachments = value["parents"], value["attachments"]
        title, made = value["title"], value["made"]
        header = Header(
            _id(value["entry"], ID_BYTES),
            _KINDS[value["kind"]],  # type: ignore[index]
            title,  # type: ignore[arg-type]
            tuple(speakers),  # type: ignore[arg-type]
            tuple(tags),  # type: ignore[arg-type]
            made,  # type: ignore[arg-type]
            tuple([_id(parent, ID_BYTES) for parent in parents]),  # type: ignore[union-attr]
            _id(value["carried_from"], ID_BYTES) if value["carried_from"] != "" else b"",
            _id(value["corrects"], ID_BYTES) if value["corrects"] != "" else b"",
            tuple([_read_attachment(each) for each in attachments])  # type: ignore[union-attr]
            if attachments
            else (),
            _id(value["body"], DIGEST_BYTES),
            _id(value["previous"], DIGEST_BYTES),
        )
    except (KeyError, TypeError, BinasciiError, ValueError, AttributeError):
        raise FormatError("header") from None
    lists = (speakers, tags, parents, attachments)
    if type(title) is not str or type(made) is not int or not 0 <= made <= MAX_INTEGER:
        raise FormatError("header")
    if any(type(each) is not list for each in lists):
        raise FormatError("header")
    if any(type(name) is not str for name in (*header.speakers, *header.tags)):
        raise FormatError("header")
    return header


def _id(text: Json, length: int) -> bytes:
    standard = text.replace("-", "+").replace("_", "/") + _PADDING[length]  # type: ignore[union-attr]
    data = a2b_base64(standard, strict_mode=True)
    if len(data) != length:
        raise FormatError("header")
    return data


_PADDING = {ID_BYTES: "==", DIGEST_BYTES: "="}


def _read_attachment(value: Json) -> Attachment:
    fields = Fields("attachment", value)
    attachment = Attachment(
        stream=fields.binary("stream", ID_BYTES),
        name=fields.text("name"),
        size=fields.integer("size"),
        digest=fields.binary("digest", DIGEST_BYTES),
    )
    fields.end()
    return attachment


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
