"""Rosters, closings and grants as rows."""

from vault.crypto import wrap
from vault.errors import DamagedError, FormatError
from vault.format import jsonform, statement
from vault.format.context import context
from vault.format.own import keys_object, read_keys
from vault.format.padding import body_rule, bucket_rule, pad, unpad
from vault.format.pae import number
from vault.format.statement import Statement, StatementType
from vault.keys.identity import Identity, fingerprint
from vault.mapper.cells import decrypt_bytes, encrypt_bytes
from vault.model import PublicIdentity
from vault.store.rows import ClosingRow, GrantRow, SessionRow

_GRANT_LABEL = b"caucus/1/grant"


def statement_cell(key: bytes, place: bytes, made: Statement) -> bytes:
    """Return a statement as a cell; padded like a body, since its size tells how much it lists."""
    return encrypt_bytes(key, place, statement.encode(made), body_rule)


def read_statement_cell(
    key: bytes, place: bytes, cell: bytes, expected: StatementType
) -> Statement:
    """Return the statement in a cell, not verified yet. Raises DamagedError."""
    data = decrypt_bytes(key, place, cell, expected, body_rule)
    try:
        return statement.decode(data, expected)
    except FormatError:
        raise DamagedError(expected) from None


def session_row(roster_key: bytes, session: bytes, roster: Statement) -> SessionRow:
    """Return the row of a session; its id is the hash of the roster."""
    return SessionRow(
        session, statement_cell(roster_key, context("roster", session, session), roster)
    )


def read_session(roster_key: bytes, row: SessionRow) -> Statement:
    """Return the roster statement in a row, not verified yet. Raises DamagedError."""
    place = context("roster", row.id, row.id)
    return read_statement_cell(roster_key, place, row.cell, StatementType.ROSTER)


def closing_row(roster_key: bytes, session: bytes, closing: Statement) -> ClosingRow:
    """Return the row that closes a session."""
    place = context("closing", session, session)
    return ClosingRow(session, statement_cell(roster_key, place, closing))


def read_closing(roster_key: bytes, row: ClosingRow) -> Statement:
    """Return the closing statement in a row, not verified yet. Raises DamagedError."""
    place = context("closing", row.session, row.session)
    return read_statement_cell(roster_key, place, row.cell, StatementType.CLOSING)


def grant_row(session: bytes, seat: int, to: PublicIdentity, keys: dict[str, bytes]) -> GrantRow:
    """Wrap the keys that a seat may have to whom it belongs."""
    secret = pad(jsonform.encode(keys_object(keys)), bucket_rule)
    place = _grant_place(session, seat, fingerprint(to))
    return GrantRow(session, seat, wrap.wrap(to.kem, _GRANT_LABEL, place, secret))


def read_grant(identity: Identity, row: GrantRow) -> dict[str, bytes]:
    """Return the keys in a grant.

    Raises:
        WrongKeyError: it is somebody else's.
        DamagedError: it opens and holds no keys.

    """
    place = _grant_place(row.session, row.seat, identity.fingerprint)
    data = identity.unwrap(_GRANT_LABEL, place, row.wrapped)
    try:
        return read_keys(jsonform.decode(unpad(data, bucket_rule)))
    except FormatError:
        raise DamagedError("grant", f"{row.seat}") from None


def _grant_place(session: bytes, seat: int, of: bytes) -> bytes:
    return context("grant", session, number(seat), of)
