"""What the statements of a waiver hold: request, answer, contribution, opening, ending."""

from typing import NamedTuple

from vault.errors import FormatError
from vault.format import jsonform
from vault.format.fields import Fields
from vault.format.jsonform import Json, JsonObject, to_text
from vault.model import Answer, AnswerKind, Request, RequestedRecord

ID_BYTES = 16
DIGEST_BYTES = 32
NONCE_BYTES = 32
RECORDS_MAX = 1_000
_ANSWERS = frozenset(kind.value for kind in AnswerKind)


def request_object(request: Request) -> JsonObject:
    """Return a request as the body of its statement."""
    return {
        "asked": request.asked,
        "nonce": to_text(request.nonce),
        "opener": request.opener,
        "purpose": request.purpose,
        "recipient": request.recipient,
        "records": [
            {
                "ciphertexts": [to_text(digest) for digest in each.digests],
                "manifest": to_text(each.manifest),
                "portions": list(each.portions),
                "record": to_text(each.record),
            }
            for each in request.records
        ],
        "session": to_text(request.session),
        "until": request.until,
    }


def read_request(value: JsonObject) -> Request:
    """Read :func:`request_object`; records and portions are in order and never twice."""
    fields = Fields("request", value)
    request = Request(
        session=fields.binary("session", DIGEST_BYTES),
        opener=fields.integer("opener"),
        records=tuple(_read_requested(item) for item in fields.items("records")),
        purpose=fields.text("purpose"),
        recipient=fields.text("recipient"),
        until=fields.integer("until"),
        asked=fields.integer("asked"),
        nonce=fields.binary("nonce", NONCE_BYTES),
    )
    fields.end()
    records = [each.record for each in request.records]
    if not 1 <= len(records) <= RECORDS_MAX or len(set(records)) != len(records):
        raise FormatError("request")
    return request


def _read_requested(value: Json) -> RequestedRecord:
    fields = Fields("request", value)
    portions = fields.items("portions")
    numbers = [each for each in portions if isinstance(each, int) and not isinstance(each, bool)]
    requested = RequestedRecord(
        record=fields.binary("record", ID_BYTES),
        manifest=fields.binary("manifest", DIGEST_BYTES),
        portions=tuple(numbers),
        digests=fields.binaries("ciphertexts", DIGEST_BYTES),
    )
    fields.end()
    if len(numbers) != len(portions) or not numbers or numbers != sorted(set(numbers)):
        raise FormatError("request")
    if numbers[0] < 1 or len(requested.digests) != len(numbers):
        raise FormatError("request")
    return requested


def answer_object(answer: Answer) -> JsonObject:
    """Return an answer as the body of its statement: always of the same shape."""
    return {
        "answer": answer.kind.value,
        "answered": answer.answered,
        "contribution": to_text(answer.contribution) if answer.contribution else None,
        "request": to_text(answer.request),
        "seat": answer.seat,
    }


def read_answer(value: JsonObject) -> Answer:
    """Read :func:`answer_object`."""
    fields = Fields("answer", value)
    kind = fields.text("answer")
    if kind not in _ANSWERS:
        raise FormatError("answer")
    answer = Answer(
        request=fields.binary("request", DIGEST_BYTES),
        seat=fields.integer("seat"),
        kind=AnswerKind(kind),
        answered=fields.integer("answered"),
        contribution=fields.nullable_binary("contribution", DIGEST_BYTES),
    )
    fields.end()
    return answer


class ContributionBytes(NamedTuple):
    """One record's part of a contribution, as the keys room takes it apart."""

    record: bytes
    gates: tuple[bytes, ...]
    expected: tuple[bytes, ...]
    box: bytes


def contribution_bytes(parts: list[ContributionBytes]) -> bytes:
    """Return a contribution as bytes; its length depends only on holders and portions."""
    return jsonform.encode({
        "records": [
            {
                "box": to_text(part.box),
                "expected": [to_text(each) for each in part.expected],
                "gates": [to_text(each) for each in part.gates],
                "record": to_text(part.record),
            }
            for part in parts
        ]
    })  # fmt: skip


def read_contribution(data: bytes, others: int) -> list[ContributionBytes]:
    """Read :func:`contribution_bytes` as made among ``others`` + 1 holders."""
    fields = Fields("contribution", jsonform.decode(data))
    parts = []
    for item in fields.items("records"):
        part = Fields("contribution", item)
        parts.append(
            ContributionBytes(
                record=part.binary("record", ID_BYTES),
                gates=part.binaries("gates", DIGEST_BYTES),
                expected=part.binaries("expected", DIGEST_BYTES),
                box=part.binary("box"),
            )
        )
        part.end()
        if len(parts[-1].gates) != others or len(parts[-1].expected) != others:
            raise FormatError("contribution")
    fields.end()
    return parts


class Released(NamedTuple):
    """One released portion, as an opening lists it."""

    record: bytes
    number: int
    key: bytes
    """The portion's key: with it every holder opens the sealed portion themselves."""

    def __repr__(self) -> str:
        return f"Released(record={self.record.hex()}, number={self.number})"


class Outcome(NamedTuple):
    """How a request ended: the body of an opening or an ending statement."""

    request: bytes
    by: int
    """Seat number of the mediator who says so."""
    reason: str
    """``opened``, ``not unanimous`` or ``expired``."""
    released: tuple[Released, ...]
    time: int


OPENED = "opened"
NOT_UNANIMOUS = "not unanimous"
EXPIRED = "expired"
OUTCOME_REASONS = frozenset({OPENED, NOT_UNANIMOUS, EXPIRED})


def outcome_object(outcome: Outcome) -> JsonObject:
    """Return an outcome as the body of its statement."""
    return {
        "by": outcome.by,
        "reason": outcome.reason,
        "released": [
            {
                "key": to_text(each.key),
                "number": each.number,
                "record": to_text(each.record),
            }
            for each in outcome.released
        ],
        "request": to_text(outcome.request),
        "time": outcome.time,
    }


def read_outcome(value: JsonObject) -> Outcome:
    """Read :func:`outcome_object`."""
    fields = Fields("outcome", value)
    outcome = Outcome(
        request=fields.binary("request", DIGEST_BYTES),
        by=fields.integer("by"),
        reason=fields.text("reason"),
        released=tuple(_read_released(item) for item in fields.items("released")),
        time=fields.integer("time"),
    )
    fields.end()
    if outcome.reason not in OUTCOME_REASONS:
        raise FormatError("outcome")
    if bool(outcome.released) != (outcome.reason == OPENED):
        raise FormatError("outcome")
    return outcome


def _read_released(value: Json) -> Released:
    fields = Fields("outcome", value)
    released = Released(
        record=fields.binary("record", ID_BYTES),
        number=fields.integer("number", 1),
        key=fields.binary("key", DIGEST_BYTES),
    )
    fields.end()
    return released
