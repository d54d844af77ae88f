"""Making one answer: what a consent hands over, and what makes a refusal look like it."""

from vault.crypto.aead import ciphertext_bytes
from vault.crypto.digest import sha256
from vault.crypto.random import random_bytes, random_id, random_key
from vault.errors import (
    FormatError,
    InvalidError,
    WaiverEndedError,
)
from vault.format import jsonform
from vault.format.own import OwnAnswer
from vault.format.statement import StatementType
from vault.format.waivers import (
    EXPIRED,
    OPENED,
    ContributionBytes,
    Outcome,
    Released,
    answer_object,
    contribution_bytes,
    outcome_object,
)
from vault.keys import shares
from vault.keys.statements import sign
from vault.mapper import own as own_mapper, waivers as mapper
from vault.model import (
    Answer,
    AnswerKind,
    Request,
    WaiverState,
)
from vault.services.desk import Change, Desk
from vault.services.docket import Docket
from vault.services.room import Room
from vault.services.tally import (
    Asked,
    Standing,
)
from vault.store.rows import AnswerRow
from vault.store.transaction import Transaction


def contribution(tx: Transaction, docket: Docket, room: Room, asked: Asked) -> bytes:
    """Return what this seat hands over for a request: good for this request alone.

    Raises:
        DamagedError: what this seat was given is not what the manifest says.

    """
    parts = []
    for requested, record in zip(asked.request.records, asked.records, strict=True):
        place = shares.place_of(room.id, record.manifest.record)
        made = shares.contribute(
            asked.hash, record.manifest.record, place,
            record.holders.index(room.seat.number),
            docket.secrets(tx, room, record), requested.portions,
        )  # fmt: skip
        parts.append(
            ContributionBytes(record.manifest.record, made.gates, made.expected, made.box)
        )
    return contribution_bytes(parts)


def write_answer(
    change: Change, desk: Desk, room: Room, asked: Asked, kind: AnswerKind, handed: bytes,
    *, bring: bool = True,
) -> None:  # fmt: skip
    """Sign an answer, and write it for the mediators, its contribution for the opener.

    Without ``bring`` the answer names no contribution, and what stands in its place is a decoy:
    from outside it looks the same.
    """
    opener = room.roster.seat(asked.request.opener).identity
    letter = mapper.contribution_letter(opener, room.id, asked.hash, handed)
    now = desk.now()
    answer = Answer(asked.hash, room.seat.number, kind, now, sha256(letter) if bring else b"")
    made = sign(desk.identity, StatementType.ANSWER, answer_object(answer))
    told = mapper.answer_letter(room.mediators, room.id, asked.hash, made)
    row = AnswerRow(random_id(), asked.id, told, letter)
    change.add(row)
    known = OwnAnswer(asked.hash, kind.value, now, row.id, bring)
    change.add(own_mapper.answer_row(desk.identity, random_id(), known))


def check_open(
    stands: Standing, kind: AnswerKind, own: list[OwnAnswer], *, is_mediator: bool
) -> None:
    """Refuse an answer that comes too late, or for the second time. Raises WaiverEndedError.

    Who signed first and handed nothing over consents once more, and hands it over then.
    """
    if stands.state in {WaiverState.ENDED, WaiverState.OPENED}:
        raise WaiverEndedError(stands.reason or EXPIRED)
    if kind is AnswerKind.WITHDRAWAL:
        if AnswerKind.CONSENT.value not in {each.kind for each in own}:
            raise WaiverEndedError("nothing to withdraw")
        if is_mediator and stands.state is WaiverState.COMPLETE:
            raise WaiverEndedError("complete")
    elif own and (kind is not AnswerKind.CONSENT or any(each.handed for each in own)):
        raise WaiverEndedError("answered")


def decoy(request: Request, holders: int) -> bytes:
    """Return random bytes in the shape of a contribution: a refusal looks like a consent."""
    others = holders - 1
    return contribution_bytes([
        ContributionBytes(
            each.record,
            tuple(random_key() for _ in range(others)),
            tuple(random_key() for _ in range(others)),
            random_bytes(ciphertext_bytes(shares.SHARE_BYTES * len(each.portions))),
        )
        for each in request.records
    ])  # fmt: skip


def check_size(request: Request, holders: int) -> None:
    """Refuse a request whose consents, or whose opening, would be longer than they may be.

    Raises:
        InvalidError: fewer records or portions have to be asked for at once.

    """
    released = tuple(
        Released(each.record, number, bytes(shares.SHARE_BYTES))
        for each in request.records
        for number in each.portions
    )
    opening = Outcome(request.nonce, request.opener, OPENED, released, request.until)
    try:
        decoy(request, holders)
        jsonform.encode(outcome_object(opening))
    except FormatError:
        raise InvalidError("record", "many") from None
