"""Where a request stands: a pure function of the request, the answers and the time.

Mediators read every answer. Everybody else knows their own, and how it ended once that is said.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from vault.crypto.digest import equal, sha256
from vault.errors import DamagedError, FormatError, VaultError
from vault.format.sealed import read_acknowledgement
from vault.format.statement import Statement, StatementType
from vault.format.waivers import (
    EXPIRED,
    NOT_UNANIMOUS,
    OPENED,
    Outcome,
    read_answer,
    read_outcome,
    read_request,
)
from vault.keys.identity import Identity, fingerprint
from vault.keys.statements import statement_hash, verify
from vault.mapper import waivers as mapper
from vault.mapper.sealed import read_pass
from vault.model import (
    Answer,
    AnswerKind,
    Damage,
    Request,
    Role,
    Roster,
    Seat,
    WaiverState,
)
from vault.services.docket import Docket, SealedRecord
from vault.services.room import Room
from vault.store.rows import AnswerRow, OutcomeRow, PassRow, WaiverRow
from vault.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Asked:
    """A verified request with the verified records that it is about."""

    id: bytes
    """Of the waiver."""
    request: Request
    hash: bytes
    """W: what every answer and every gate is bound to."""
    key: bytes
    records: tuple[SealedRecord, ...]

    def __repr__(self) -> str:
        return f"Asked(id={self.id.hex()})"

    @property
    def holders(self) -> tuple[int, ...]:
        """Seat numbers of everybody who must agree."""
        return self.records[0].holders


@dataclass(frozen=True, slots=True)
class Given:
    """A verified answer, with the contribution that came with it."""

    answer: Answer
    statement: Statement
    contribution: bytes
    """The letter to the opener, not opened yet."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a request, and why."""

    state: WaiverState
    reason: str = ""
    consented: tuple[int, ...] = ()
    """Seats, as far as the reader may know."""


WITHDRAWN = "withdrawn"
"""What somebody who withdrew knows of how it ended, until a mediator says more."""


def standing(
    request: Request, holders: Sequence[int], answers: Iterable[Answer], now: int
) -> Standing:
    """Return where a request stands for somebody who reads every answer.

    The order in which answers arrive never matters. A refusal or a withdrawal that is not later
    than the last consent ends the request. Nothing counts after the end date.
    """
    counted = [each for each in answers if each.seat in holders and each.answered <= request.until]
    consents: dict[int, int] = {}
    for each in counted:
        if each.kind is AnswerKind.CONSENT:
            first = consents.get(each.seat, each.answered)
            consents[each.seat] = min(first, each.answered)
    consented = tuple(sorted(consents))
    complete = set(consents) == set(holders)
    completed = max(consents.values()) if complete else now
    if any(_ends(each, completed=completed, complete=complete) for each in counted):
        return Standing(WaiverState.ENDED, NOT_UNANIMOUS, consented)
    if now > request.until:
        return Standing(WaiverState.ENDED, EXPIRED, consented)
    return Standing(WaiverState.COMPLETE if complete else WaiverState.COLLECTING, "", consented)


def _ends(answer: Answer, *, completed: int, complete: bool) -> bool:
    in_time = not complete or answer.answered <= completed
    return answer.kind is not AnswerKind.CONSENT and in_time


def concluded(outcome: Outcome, holders: Sequence[int], found: Standing) -> Standing:
    """Return where a request stands once a mediator has said how it ended."""
    if outcome.reason == OPENED:
        return Standing(WaiverState.OPENED, OPENED, tuple(holders))
    return Standing(WaiverState.ENDED, outcome.reason, found.consented)


def read_asked(
    tx: Transaction, docket: Docket, room: Room, row: WaiverRow, given: PassRow
) -> Asked:
    """Return a verified request: who asked, for what, and that the records are what it says.

    Raises:
        DamagedError: anything in it differs from what the manifests and the roster say.

    """
    key = read_pass(room.reader_key, room.id, given)
    made = mapper.read_waiver(key, row)
    asked = verified_request(
        room.roster, room.id, made, key,
        lambda record: docket.record(tx, room, record),
    )  # fmt: skip
    if not equal(asked.id, row.id):
        raise DamagedError("request", row.id.hex())
    return asked


def verified_request(
    roster: Roster, session: bytes, made: Statement, key: bytes,
    record_of: Callable[[bytes], SealedRecord],
) -> Asked:  # fmt: skip
    """Return a request that a mediator of this roster signed, about records as they are.

    Raises:
        DamagedError: anything in it differs from what the manifests and the roster say.

    """
    opener = signing_seat(roster, made, Role.MEDIATOR)
    request = read_request(verify(made, opener.identity))
    found = statement_hash(made)
    waiver = mapper.waiver_id(found)
    if request.session != session or request.opener != opener.number:
        raise DamagedError("request", waiver.hex())
    records = tuple(record_of(each.record) for each in request.records)
    for asked, record in zip(request.records, records, strict=True):
        listed = {portion.number: portion.digest for portion in record.manifest.portions}
        digests = tuple(listed.get(number, b"") for number in asked.portions)
        if asked.manifest != record.manifest_hash or asked.digests != digests:
            raise DamagedError("request", waiver.hex())
        if record.holders != records[0].holders:
            raise DamagedError("request", waiver.hex())
    return Asked(waiver, request, found, key, records)


def read_given(
    tx: Transaction, identity: Identity, room: Room, asked: Asked, damages: list[Damage]
) -> list[Given]:
    """Return every answer to a request, verified. Only mediators can."""
    found: dict[bytes, Given] = {}
    for row in tx.find(AnswerRow, waiver=asked.id):
        try:
            given = read_answer_row(identity, room, asked.hash, row)
            if statement_hash(given.statement) in found:
                raise DamagedError("doubled")
        except VaultError as error:
            what = error.what if isinstance(error, (DamagedError, FormatError)) else "answer"
            damages.append(Damage("answer", row.id.hex(), str(what)))
            continue
        found[statement_hash(given.statement)] = given
    return list(found.values())


def read_answer_row(identity: Identity, room: Room, request: bytes, row: AnswerRow) -> Given:
    """Return one answer to the request with that hash, verified, for a mediator.

    Raises:
        DamagedError: it is not signed by the seat that it names, is to another request, or has
            another contribution beside it than the one that was signed.

    """
    made = mapper.open_answer(identity, room.id, request, row.letter)
    seat = signing_seat(room.roster, made, None)
    answer = read_answer(verify(made, seat.identity))
    if answer.request != request or answer.seat != seat.number:
        raise DamagedError("answer", row.id.hex())
    if answer.contribution and not equal(answer.contribution, sha256(row.contribution)):
        raise DamagedError("contribution", row.id.hex())
    return Given(answer, made, row.contribution)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """How a request ended, with the statements that prove it."""

    outcome: Outcome
    statement: Statement
    consents: tuple[Statement, ...]
    """Of an opening: one of each holder, in order; perhaps others that do not count."""
    acknowledgements: tuple[Statement, ...]
    """Of an opening: what holders had signed about the records in it, and about no others."""
    acknowledged: dict[int, int]
    """By seat, when they acknowledged first."""
    consented: dict[int, int]
    """By seat, when they consented."""


def read_conclusion(tx: Transaction, room: Room, asked: Asked) -> Outcome | None:
    """Return how a request ended, if a mediator has said so. Raises DamagedError."""
    found = read_evidence(tx, room, asked)
    return None if found is None else found.outcome


def read_evidence(tx: Transaction, room: Room, asked: Asked) -> Conclusion | None:
    """Return how a request ended, if a mediator has said so, with the evidence for it.

    Raises:
        DamagedError: it does not hold.

    """
    row = tx.one(OutcomeRow, waiver=asked.id)
    if row is None:
        return None
    made, beside = mapper.read_outcome(asked.key, room.id, row)
    return verified_conclusion(room.roster, asked, made, beside)


def verified_conclusion(
    roster: Roster, asked: Asked, made: Statement, beside: Sequence[Statement]
) -> Conclusion:
    """Return a conclusion that holds.

    An opening counts only by the opener, for exactly the portions asked for, and with the signed
    consent of every holder beside it. Acknowledgements beside it must be of its own records.

    Raises:
        DamagedError: it does not hold.

    """
    seat = signing_seat(roster, made, Role.MEDIATOR)
    outcome = read_outcome(verify(made, seat.identity))
    opened = made.type is StatementType.OPENING
    if outcome.request != asked.hash or outcome.by != seat.number:
        raise DamagedError("outcome", asked.id.hex())
    if opened != (outcome.reason == OPENED) or (beside and not opened):
        raise DamagedError("outcome", asked.id.hex())
    consents = tuple(each for each in beside if each.type is StatementType.ANSWER)
    acknowledgements = tuple(each for each in beside if each not in consents)
    consented = _consented(roster, asked, consents) if opened else {}
    acknowledged = _acknowledged(roster, asked, acknowledgements)
    if opened and not _is_agreed(asked, outcome, consented):
        raise DamagedError("outcome", asked.id.hex())
    return Conclusion(outcome, made, consents, acknowledgements, acknowledged, consented)


def _consented(roster: Roster, asked: Asked, consents: Sequence[Statement]) -> dict[int, int]:
    """Return who consented and when, in the order in which the consents stand."""
    found: dict[int, int] = {}
    for made in consents:
        seat = signing_seat(roster, made, None)
        answer = read_answer(verify(made, seat.identity))
        of_this = answer.request == asked.hash and answer.seat == seat.number
        in_time = answer.answered <= asked.request.until
        if of_this and in_time and answer.kind is AnswerKind.CONSENT:
            if seat.number in found:
                raise DamagedError("outcome", asked.id.hex())
            found[seat.number] = answer.answered
    return found


def _acknowledged(
    roster: Roster, asked: Asked, acknowledgements: Sequence[Statement]
) -> dict[int, int]:
    """Return who acknowledged the records of a request, and when they did so first."""
    records = {record.manifest_hash for record in asked.records}
    found: dict[int, int] = {}
    if len({statement_hash(made) for made in acknowledgements}) != len(acknowledgements):
        raise DamagedError("acknowledgement", asked.id.hex())
    for made in acknowledgements:
        seat = signing_seat(roster, made, None)
        said = read_acknowledgement(verify(made, seat.identity))
        fits = said.session == asked.request.session and said.seat == seat.number
        if seat.number not in asked.holders or seat.number < max(found, default=0):
            raise DamagedError("acknowledgement", asked.id.hex())
        if not fits or not said.manifests or not set(said.manifests) <= records:
            raise DamagedError("acknowledgement", asked.id.hex())
        found[seat.number] = min(said.time, found.get(seat.number, said.time))
    return found


def _is_agreed(asked: Asked, outcome: Outcome, consented: dict[int, int]) -> bool:
    """Tell whether an opening is the opener's, of what was asked, with everybody's consent."""
    wanted = [(each.record, number) for each in asked.request.records for number in each.portions]
    return (
        outcome.by == asked.request.opener
        and [(each.record, each.number) for each in outcome.released] == wanted
        and list(consented) == list(asked.holders)
    )


def signing_seat(roster: Roster, made: Statement, role: Role | None) -> Seat:
    """Return the seat whose identity signed, if it has that role. Raises DamagedError."""
    for seat in roster.seats:
        if fingerprint(seat.identity) == made.signer and role in {None, seat.role}:
            return seat
    raise DamagedError(made.type.value)


def names(roster: Roster, seats: Iterable[int]) -> tuple[str, ...]:
    """Return the names in these seats."""
    return tuple(roster.seat(seat).name for seat in seats)


def missing(asked: Asked, consented: Iterable[int]) -> tuple[int, ...]:
    """Return the seats that have not agreed."""
    return tuple(seat for seat in asked.holders if seat not in set(consented))
