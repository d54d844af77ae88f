"""Putting a revision at the end of its author's chain."""

from collections.abc import Sequence

from vault.crypto.digest import sha256
from vault.crypto.random import random_id
from vault.errors import (
    ClosedError,
    DamagedError,
    InvalidError,
)
from vault.format.entries import (
    chain_start,
)
from vault.format.own import Remembered
from vault.mapper import entries as mapper
from vault.mapper.entries import Place
from vault.model import (
    PRIVATE,
    Header,
    Revision,
    check_text,
)
from vault.services.desk import SEQUENCE_MAX, Change, Desk
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.store.rows import ClosingRow

TEXT_MAX_BYTES = 4 * 1024 * 1024
TITLE_CHARACTERS = 72
_ITEMS_MAX = 200


def append(
    change: Change,
    desk: Desk,
    sessions: Sessions,
    room: Room,
    audience: str,
    *,
    header: Header,
    text: str,
) -> Revision:
    """Put a revision at the end of this person's chain in an audience.

    Raises:
        NotFoundError: no such audience for this person.
        ClosedError: the session was closed, and the entry is not private.
        InvalidError: a text that is too long or can't be written.

    """
    if audience != PRIVATE and change.tx.one(ClosingRow, session=room.id) is not None:
        # Asked of the database: another program may have closed it meanwhile.
        raise ClosedError(room.id.hex())
    check_body(text)
    place = room.place(audience)
    chain, sequence, previous = _end_of_chain(change, sessions, room, place)
    revision = random_id()
    body = mapper.BodyCells(place).encrypt(revision, text)
    header = header._replace(
        entry=header.entry or revision, body_digest=sha256(body), previous=previous
    )
    row = mapper.ChainCells(place, chain).row(sequence, revision, header, body)
    row = row._replace(mark=desk.keyring.own_mark(row.link))
    change.add(row)
    change.remembered.append(Remembered(chain, sequence, row.link))
    return Revision(
        revision, room.id, audience, room.seat.number, chain, sequence, header, signed=False
    )


def _end_of_chain(
    change: Change, sessions: Sessions, room: Room, place: Place
) -> tuple[bytes, int, bytes]:
    """Return the chain to append to, the next sequence, and the link of the last row."""
    audience = place.audience
    chain = room.own.chains.get(audience)
    if chain is None:
        chain = sessions.own_seat(change.tx, room.id).chains.get(audience)
    if chain is None:
        chain = random_id()
        change.add(mapper.chain_row(place, chain, room.tag(audience), room.seat.number))
        sessions.keep_chain(change, room, audience, chain)
    sequence, link = change.tx.tail(chain)
    if not 0 <= sequence < SEQUENCE_MAX:
        raise DamagedError("chain", chain.hex())
    if not sequence:
        link = sha256(chain_start(room.id, audience, room.seat.number, chain))
    return chain, sequence + 1, link


def check_body(text: str) -> None:
    """Refuse a text that is too long or can't be written. Raises InvalidError."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise InvalidError("text", "characters") from None
    if size > TEXT_MAX_BYTES:
        raise InvalidError("text", "long")


def title_of(title: str, text: str) -> str:
    """Return the title, or the first line of the text in its place."""
    if title:
        return check_text("title", title)
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    start = first[:TITLE_CHARACTERS]
    return "".join(letter if letter.isprintable() else " " for letter in start)


def spell_names(field: str, values: Sequence[str]) -> tuple[str, ...]:
    """Return speakers or tags, each once, without the ``@`` or ``#`` they were typed with."""
    if len(values) > _ITEMS_MAX:
        raise InvalidError(field, "many")
    spelt = (value.strip().removeprefix("@").removeprefix("#") for value in values)
    return tuple(dict.fromkeys(check_text(field, value) for value in spelt))
