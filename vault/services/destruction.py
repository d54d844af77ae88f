"""Emptying rows for good: what stays is their place in the chain and who destroyed them."""

from collections.abc import Sequence

from vault.crypto.random import random_id
from vault.errors import (
    DamagedError,
    ForbiddenError,
)
from vault.format.entries import (
    DestroyedRow,
    Destruction,
    destruction_object,
)
from vault.format.statement import StatementType
from vault.keys.statements import sign
from vault.mapper import entries as mapper
from vault.mapper.entries import Place
from vault.mapper.own import touched
from vault.model import (
    Entry,
    Revision,
)
from vault.services.chains import read_contents
from vault.services.desk import Change, Desk
from vault.services.room import Room
from vault.store.rows import RevisionRow

_ROWS_A_STATEMENT = 2_000
"""More rows than this take several statements, each well below the longest JSON."""


def destroy_rows(
    change: Change, desk: Desk, room: Room, entries: Sequence[Entry], reason: str
) -> int:
    """Empty the rows of entries as part of a larger act; a statement accounts for each."""
    by_audience: dict[str, list[Revision]] = {}
    for entry in entries:
        for revision in entry.revisions:
            if not room.is_mediator and revision.author != room.seat.number:
                raise ForbiddenError("destroy")
            by_audience.setdefault(revision.audience, []).append(revision)
    for audience, revisions in by_audience.items():
        for at in range(0, len(revisions), _ROWS_A_STATEMENT):
            part = revisions[at : at + _ROWS_A_STATEMENT]
            _destroy_in(change, desk, room, room.place(audience), part, reason)
    for audience, revisions in by_audience.items():
        _drop_files(change, desk, room, room.place(audience), revisions)
    return sum(len(revisions) for revisions in by_audience.values())


def _destroy_in(
    change: Change, desk: Desk, room: Room, place: Place, revisions: list[Revision], reason: str
) -> None:
    ids = tuple(revision.id for revision in revisions)
    rows = {row.id: row for row in change.tx.find(RevisionRow, id=ids)}
    change.tx.empty_revisions(ids)
    gone = []
    for revision in revisions:
        row = rows.get(revision.id)
        if row is None:
            raise DamagedError("entry", revision.id.hex())
        gone.append(DestroyedRow(row.chain, row.sequence, row.link))
        change.touched.append(touched(row._replace(header=b"", body=b"")))
    destruction = Destruction(room.id, room.seat.number, reason, tuple(gone), desk.clock())
    made = sign(desk.identity, StatementType.DESTRUCTION, destruction_object(destruction))
    tag = room.tag(place.audience)
    change.add(mapper.destruction_row(place, random_id(), tag, made))


def _drop_files(
    change: Change, desk: Desk, room: Room, place: Place, revisions: list[Revision]
) -> None:
    """Drop the files of destroyed revisions, unless something that stays refers to them too."""
    gone = {each.nonce for revision in revisions for each in revision.header.attachments}
    if not gone:
        return
    kept = {
        each.nonce
        for revision in read_contents(change.tx, room, desk.mark).revisions
        if revision.audience == place.audience
        for each in revision.header.attachments
    }
    for nonce in gone - kept:
        change.tx.drop_stream(mapper.attachment_stream(place, nonce))
