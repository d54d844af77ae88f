"""Requests, answers and outcomes as rows."""

from vault.crypto import aead, wrap
from vault.crypto.random import random_key
from vault.errors import DamagedError, FormatError, WrongKeyError
from vault.format import letters, statement
from vault.format.context import context
from vault.format.padding import body_rule, letter_rule, pad, unpad
from vault.format.pae import pae, split_all
from vault.format.statement import Statement, StatementType
from vault.keys.identity import Identity
from vault.mapper.cells import decrypt_bytes, encrypt_bytes
from vault.mapper.sessions import read_statement_cell, statement_cell
from vault.model import PublicIdentity
from vault.store.rows import OutcomeRow, WaiverRow

WAIVER_ID_BYTES = 16
_BESIDE = (StatementType.ANSWER, StatementType.ACKNOWLEDGEMENT)
_LETTER_LABEL = b"caucus/1/letter"


def waiver_id(request: bytes) -> bytes:
    """Return the id of a waiver: the first 16 bytes of its request's hash."""
    return request[:WAIVER_ID_BYTES]


def waiver_row(key: bytes, session: bytes, request: bytes, made: Statement) -> WaiverRow:
    """Return a request as a row."""
    row_id = waiver_id(request)
    place = context("request", session, row_id)
    return WaiverRow(row_id, session, statement_cell(key, place, made))


def read_waiver(key: bytes, row: WaiverRow) -> Statement:
    """Return the request statement in a row, not verified yet. Raises DamagedError."""
    place = context("request", row.session, row.id)
    try:
        return read_statement_cell(key, place, row.cell, StatementType.REQUEST)
    except DamagedError as error:
        raise type(error)("request", row.id.hex()) from None


def outcome_row(
    key: bytes, session: bytes, waiver: bytes, made: Statement, beside: list[Statement]
) -> OutcomeRow:
    """Return how a request ended as a row; behind an opening consents and acknowledgements."""
    place = context("outcome", session, waiver, made.type.encode())
    data = pae("outcome", statement.encode(made), *(statement.encode(each) for each in beside))
    return OutcomeRow(waiver, encrypt_bytes(key, place, data, body_rule))


def read_outcome(key: bytes, session: bytes, row: OutcomeRow) -> tuple[Statement, list[Statement]]:
    """Return the opening or ending statement in a row, and what stands beside it.

    None of them is verified yet. Raises DamagedError.
    """
    for expected in (StatementType.OPENING, StatementType.ENDING):
        place = context("outcome", session, row.waiver, expected.encode())
        try:
            made, *beside = split_all(
                decrypt_bytes(key, place, row.cell, "outcome", body_rule), "outcome"
            )
            return statement.decode(made, expected), [
                statement.decode_any(each, _BESIDE) for each in beside
            ]
        except WrongKeyError:
            continue
        except (FormatError, ValueError):
            break
    raise DamagedError("outcome", row.waiver.hex())


def write_letter(readers: list[PublicIdentity], place: bytes, data: bytes) -> bytes:
    """Encrypt ``data`` for these readers only; its size tells a range, not what it says."""
    key = random_key()
    wraps = [wrap.wrap(reader.kem, _LETTER_LABEL, place, key) for reader in readers]
    return letters.letter(wraps, aead.encrypt(key, place, pad(data, letter_rule)))


def open_letter(identity: Identity, place: bytes, data: bytes, what: str) -> bytes:
    """Return what a letter says.

    Raises:
        WrongKeyError: this person is none of its readers, or it belongs elsewhere.
        DamagedError: it was changed.

    """
    try:
        wraps, body = letters.read_letter(data)
    except FormatError:
        raise DamagedError(what) from None
    for wrapped in wraps:
        try:
            key = identity.unwrap(_LETTER_LABEL, place, wrapped)
        except WrongKeyError:
            continue
        try:
            return unpad(aead.decrypt(key, place, body), letter_rule)
        except (DamagedError, FormatError, ValueError):
            raise DamagedError(what) from None
    raise WrongKeyError(what)


def answer_letter(
    mediators: list[PublicIdentity], session: bytes, request: bytes, made: Statement
) -> bytes:
    """Return an answer as a letter to the mediators."""
    return write_letter(mediators, _answer_place(session, request), statement.encode(made))


def open_answer(identity: Identity, session: bytes, request: bytes, letter: bytes) -> Statement:
    """Return the answer in a letter, not verified yet. Raises DamagedError."""
    data = open_letter(identity, _answer_place(session, request), letter, "answer")
    try:
        return statement.decode(data, StatementType.ANSWER)
    except FormatError:
        raise DamagedError("answer") from None


def contribution_letter(
    opener: PublicIdentity, session: bytes, request: bytes, data: bytes
) -> bytes:
    """Return a contribution as a letter to the opener."""
    return write_letter([opener], _contribution_place(session, request), data)


def open_contribution(identity: Identity, session: bytes, request: bytes, letter: bytes) -> bytes:
    """Return the contribution in a letter. Raises DamagedError."""
    return open_letter(identity, _contribution_place(session, request), letter, "contribution")


def _answer_place(session: bytes, request: bytes) -> bytes:
    return context("answer", session, request)


def _contribution_place(session: bytes, request: bytes) -> bytes:
    return context("contribution", session, request)
