"""What a dishonest person's program writes: with their own keys, and past every check of ours."""

from tests.attacker.owner import Attacker
from vault import UnlockedVault
from vault.crypto.digest import sha256
from vault.crypto.random import random_id
from vault.format.entries import Destruction, chain_start, destruction_object
from vault.format.statement import StatementType
from vault.keys.statements import sign
from vault.mapper import entries as mapper
from vault.model import Attachment, Header, Kind
from vault.services.room import Room
from vault.store.rows import ChainRow, DestructionRow, RevisionRow, Row
from vault.store.tables import TABLES


def put(person: UnlockedVault, *rows: Row) -> None:
    """Write rows past the program."""
    with Attacker(person._desk.store.path) as attacker:
        for row in rows:
            attacker.put(TABLES[type(row)].name, tuple(row))


def rows_of(person: UnlockedVault, of: type[Row], /, **where: object) -> list[Row]:
    with person._desk.store.read() as tx:
        return tx.find(of, **where)


def header(**more: object) -> Header:
    """A header of a note, with something else in it."""
    plain = Header(b"", Kind.NOTE, "Forged", (), (), 1_790_000_900, (), b"", b"", (), b"", b"")
    return plain._replace(**more)


def revision(
    room: Room, audience: str, chain: bytes, sequence: int, previous: bytes, text: str,
    made: Header,
) -> RevisionRow:  # fmt: skip
    """A row of a chain, whoever that belongs to: the audience's key is enough."""
    place = room.place(audience)
    name = random_id()
    body = mapper.BodyCells(place).encrypt(name, text)
    made = made._replace(entry=made.entry or name, body_digest=sha256(body), previous=previous)
    row = mapper.ChainCells(place, chain).row(sequence, name, made, body)
    return row._replace(mark=bytes(32))


def new_chain(
    room: Room, audience: str, author: int, text: str, made: Header
) -> tuple[ChainRow, RevisionRow]:
    """A chain in somebody's name with one row in it."""
    chain = random_id()
    previous = sha256(chain_start(room.id, audience, author, chain))
    return (
        mapper.chain_row(room.place(audience), chain, room.tag(audience), author),
        revision(room, audience, chain, 1, previous, text, made),
    )


def destruction(
    person: UnlockedVault, room: Room, audience: str, by: int, rows: tuple
) -> DestructionRow:
    """A destruction statement in a seat's name, signed by this person."""
    said = Destruction(room.id, by, "destroyed", rows, 1_790_000_900)
    made = sign(person._desk.identity, StatementType.DESTRUCTION, destruction_object(said))
    place = room.place(audience)
    return mapper.destruction_row(place, random_id(), room.tag(audience), made)


def emptied(row: RevisionRow) -> RevisionRow:
    """A row as it is after it was destroyed."""
    return row._replace(header=b"", body=b"")


def stolen_attachment(nonce: bytes) -> Attachment:
    """A file of a note that is really somebody else's."""
    return Attachment(nonce, "mine.txt", 1, bytes(32))
