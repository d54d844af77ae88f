"""Signing how far a person's own chains have come: at lock, at close and before an export."""

from vault.crypto.digest import equal
from vault.errors import DamagedError, FormatError
from vault.format.entries import Head, head_object, read_head
from vault.format.statement import StatementType
from vault.keys.statements import sign, verify
from vault.mapper import entries as mapper
from vault.services.desk import Desk
from vault.services.room import Room
from vault.services.sessions import Sessions
from vault.store.rows import ChainRow, RevisionRow
from vault.store.transaction import Transaction


def sign_heads(desk: Desk, sessions: Sessions) -> None:
    """Sign the head of every own chain in the sessions that were opened, as far as it is own.

    After a crash some rows are unsigned; only rows that bear this person's own mark are ever
    covered, so nobody who holds the database can have a row signed.
    """
    if desk.read_only:
        return
    for room in sessions.opened():
        with desk.store.read() as tx:
            due = [
                (chain, head) for chain in room.own.chains.values()
                if (row := tx.one(ChainRow, id=chain)) is not None
                and (head := _due_head_if_sound(desk, tx, room, row)) is not None
            ]  # fmt: skip
        if due:
            _write_heads(desk, room, due)


def _due_head_if_sound(desk: Desk, tx: Transaction, room: Room, row: ChainRow) -> Head | None:
    """Return the head that is due; a chain whose old head is damaged is left to a check."""
    try:
        return _due_head(desk, tx, room, row)
    except (DamagedError, FormatError):
        return None


def _due_head(desk: Desk, tx: Transaction, room: Room, row: ChainRow) -> Head | None:
    """Return the head that should be signed now, or None if the signed one is up to date."""
    audience = next(name for name, chain in room.own.chains.items() if chain == row.id)
    place = room.place(audience)
    signed = 0
    if row.head:
        signed = read_head(verify(mapper.read_head(place, row), room.seat.identity)).sequence
    sequence, link = signed, b""
    for revision in tx.after(row.id, signed):
        if revision.sequence != sequence + 1 or not _is_own(desk, revision):
            break
        sequence, link = revision.sequence, revision.link
    if sequence == signed:
        return None
    return Head(room.id, audience, room.seat.number, row.id, sequence, link, desk.clock())


def _is_own(desk: Desk, row: RevisionRow) -> bool:
    return equal(row.mark, desk.keyring.own_mark(row.link))


def _write_heads(desk: Desk, room: Room, due: list[tuple[bytes, Head]]) -> None:
    with desk.change("heads signed", room.id) as change:
        for chain, head in due:
            row = change.tx.one(ChainRow, id=chain)
            if row is None:
                continue
            place = room.place(head.audience)
            made = sign(desk.identity, StatementType.HEAD, head_object(head))
            fresh = row._replace(head=mapper.head_cell(place, chain, made))
            change.update(fresh, id=chain)
