"""Reading what left: a disclosure or a report, verified by anybody, without a key or a vault."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from vault.crypto.digest import Sha256, equal
from vault.errors import DamagedError, FormatError, NotFoundError
from vault.format import bag, statement
from vault.format.disclosures import GroundStatement, read_ground, read_report
from vault.format.jsonform import decode, encode_list, to_bytes, to_text
from vault.format.padding import body_rule
from vault.format.people import identity_file, read_identity_file
from vault.format.rosters import read_roster
from vault.format.statement import Statement, StatementType
from vault.format.waivers import Released
from vault.keys.identity import check_identity, identity_words
from vault.keys.statements import statement_hash, verify
from vault.keys.words import check_words
from vault.mapper.lines import read_lines
from vault.mapper.sealed import open_portion, portion_place
from vault.mapper.streams import decrypt_stream
from vault.model import (
    CourtReport,
    DisclosedPortion,
    Disclosure,
    DisclosureSeat,
    PortionContent,
    PublicIdentity,
    Roster,
)
from vault.services.bags import Bag, Progress, read_bag
from vault.services.docket import SealedRecord, verified_manifest
from vault.services.tally import Asked, Conclusion, verified_conclusion, verified_request

WAIVER = "waiver"
_PARTS = {"portions", "statements"}
_ORDER = {
    word: place
    for place, word in enumerate((
        "identity", "roster", "manifest", "request", "answer", "acknowledgement", "opening",
        "disclosure", "report",
    ))
}  # fmt: skip
"""In which order statements stand."""
TEXT_MAX_BYTES = 64 * 1024 * 1024
"""Of the texts in a disclosure together; files are read piece by piece."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A disclosure with what proves it, so that a holder can take it in."""

    disclosure: Disclosure
    asked: Asked | None
    """The request, for a waiver."""
    conclusion: Conclusion | None
    found: Bag = field(repr=False)


def read_disclosure(source: BinaryIO, progress: Progress | None = None) -> Evidence:
    """Read and verify a disclosure.

    Raises:
        FormatError: no disclosure, or any byte of it changed, cut or added.
        DamagedError: something in it is not signed by whom it must be, or does not fit.

    """
    found = read_bag(source, progress)
    said = _statements(found)
    if "opening" in said:
        return _waiver(found, said)
    if "disclosure" in said:
        return _ground(found, said)
    raise FormatError("disclosure")


def read_court_report(source: BinaryIO) -> CourtReport:
    """Read and verify a report to a court. Errors as :func:`read_disclosure`."""
    found = read_bag(source)
    said = _statements(found)
    if found.part("portions"):
        raise FormatError("report")
    identity, made = _signed_alone(said, StatementType.REPORT)
    report = read_report(verify(made, identity))
    return CourtReport(
        report.case, report.sessions, report.attended, report.agreement, report.name, report.made,
        check_words(statement_hash(made)),
    )  # fmt: skip


def file_of(evidence: Evidence, number: int) -> tuple[PortionContent, Iterator[bytes]]:
    """Return a disclosed file, by its place in the disclosure from 1, and its bytes.

    The bytes are whole only once the iterator has ended without an error.

    Raises:
        NotFoundError: there is no such portion.

    """
    if not 1 <= number <= len(evidence.disclosure.portions):
        raise NotFoundError("portion", str(number))
    payload = evidence.found.part("portions")[number - 1]
    if evidence.conclusion is None or evidence.asked is None:
        return open_portion(evidence.found.pieces(payload))
    released = evidence.conclusion.outcome.released[number - 1]
    return _opened(evidence.found, payload, evidence.asked, released)


def payload_name(number: int) -> str:
    """Return how a payload of a disclosure is called: 0 is what proves it, then the portions."""
    return f"data/{number:032x}"


def statement_lines(said: list[tuple[str, bytes]]) -> bytes:
    """Return statements as the payload that proves a disclosure."""
    return b"".join([encode_list([word, to_text(data)]) + b"\n" for word, data in said])


def identity_line(identity: PublicIdentity) -> tuple[str, bytes]:
    """Return the line that brings who signed alone."""
    return "identity", identity_file(identity)


def _statements(found: Bag) -> dict[str, list[bytes]]:
    parts = found.part("statements")
    if found.index.kind != bag.DISCLOSURE or set(found.index.parts) != _PARTS:
        raise FormatError("disclosure")
    portions = tuple(payload_name(number) for number in range(1, len(found.part("portions")) + 1))
    # Numbered, so that every holder writes the same file, and nothing rides along unseen.
    if parts != (payload_name(0),) or found.part("portions") != portions:
        raise FormatError("disclosure")
    names = [name for name in found.members if bag.is_payload(name)]
    payload = found.read(parts[0])
    lines: list[tuple[str, bytes]] = []
    for line in read_lines(payload):
        match line:
            case [str() as word, data]:
                lines.append((word, to_bytes(data)))
            case _:
                raise FormatError("disclosure")
    if statement_lines(lines) != payload:
        raise FormatError("disclosure")
    # What somebody discloses alone is signed after its portions were written.
    if names != ([*portions, *parts] if "identity" in dict(lines) else [*parts, *portions]):
        raise FormatError("disclosure")
    said: dict[str, list[bytes]] = {}
    for word, envelope in lines:
        said.setdefault(word, []).append(envelope)
    order = [_ORDER.get(word, len(_ORDER)) for word, _ in lines]
    if order != sorted(order) or len(_ORDER) in order:
        raise FormatError("disclosure")
    return said


def _one(said: dict[str, list[bytes]], type_: StatementType) -> Statement:
    found = said.get(type_.value, [])
    if len(found) != 1:
        raise FormatError("disclosure")
    return statement.decode(found[0], type_)


def _each(said: dict[str, list[bytes]], type_: StatementType) -> list[Statement]:
    return [statement.decode(data, type_) for data in said.get(type_.value, [])]


# A waiver ----------------------------------------------------------------------------------------

_WAIVER = frozenset({"roster", "manifest", "request", "answer", "acknowledgement", "opening"})


def _waiver(found: Bag, said: dict[str, list[bytes]]) -> Evidence:
    if set(said) - _WAIVER:
        raise FormatError("disclosure")
    made = _one(said, StatementType.ROSTER)
    roster, session = _verified_roster(made), statement_hash(made)
    records = {
        record.manifest.record: record
        for each in _each(said, StatementType.MANIFEST)
        for record in (verified_manifest(roster, session, each, b""),)
    }
    request = _one(said, StatementType.REQUEST)
    asked = verified_request(roster, session, request, b"", lambda id_: _record(records, id_))
    wanted = [record.manifest.record for record in asked.records]
    if list(records) != wanted or len(said["manifest"]) != len(wanted):
        raise FormatError("disclosure")
    beside = [
        *_each(said, StatementType.ANSWER), *_each(said, StatementType.ACKNOWLEDGEMENT),
    ]  # fmt: skip
    opening = _one(said, StatementType.OPENING)
    conclusion = verified_conclusion(roster, asked, opening, beside)
    portions = _opened_portions(found, asked, conclusion)
    outcome, about = conclusion.outcome, asked.request
    disclosure = Disclosure(
        WAIVER, roster.case, roster.title, roster.convened, about.purpose, about.recipient, "",
        roster.seat(outcome.by).name, check_words(asked.hash), about.asked, about.until,
        outcome.time, portions, _seats(roster, conclusion), found.digest,
    )  # fmt: skip
    return Evidence(disclosure, asked, conclusion, found)


def _verified_roster(made: Statement) -> Roster:
    """Return a roster that its convener signed. Whose keys these are, check words tell."""
    roster = read_roster(decode(made.body))
    for seat in roster.seats:
        check_identity(seat.identity)
    verify(made, roster.seat(0).identity)
    return roster


def _record(records: dict[bytes, SealedRecord], record: bytes) -> SealedRecord:
    if record not in records:
        raise FormatError("disclosure")
    return records[record]


def _opened_portions(
    found: Bag, asked: Asked, conclusion: Conclusion
) -> tuple[DisclosedPortion, ...]:
    payloads, released = found.part("portions"), conclusion.outcome.released
    if len(payloads) != len(released):
        raise FormatError("disclosure")
    portions = []
    left = TEXT_MAX_BYTES
    for payload, each in zip(payloads, released, strict=True):
        content, pieces = _opened(found, payload, asked, each)
        label = next(
            record.manifest.label for record in asked.records
            if record.manifest.record == each.record
        )  # fmt: skip
        portion = _disclosed(label, each.number, content, pieces, left)
        left -= len(portion.text.encode())
        portions.append(portion)
    return tuple(portions)


def _opened(
    found: Bag, payload: str, asked: Asked, released: Released
) -> tuple[PortionContent, Iterator[bytes]]:
    """Open a sealed portion with its key: the ciphertext is the one that the manifest lists."""
    listed = {
        (record.manifest.record, portion.number): portion.digest
        for record in asked.records
        for portion in record.manifest.portions
    }
    place = portion_place(asked.request.session, released.record, released.number)
    digest = listed[released.record, released.number]
    pieces = found.pieces(payload)
    return open_portion(
        decrypt_stream(released.key, place, pieces, digest, "portion", rule=body_rule)
    )


def _disclosed(
    label: str, number: int, content: PortionContent, pieces: Iterator[bytes], left: int
) -> DisclosedPortion:
    digest, size, kept = Sha256(), 0, []
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        if content.form == "text":
            if size > left:
                raise FormatError("disclosure")
            kept.append(piece)
    if size != content.size:
        raise DamagedError("portion", str(number))
    try:
        text = b"".join(kept).decode()
    except UnicodeDecodeError:
        raise DamagedError("portion", str(number)) from None
    return DisclosedPortion(label, number, content, text, digest.digest())


def _seats(roster: Roster, conclusion: Conclusion) -> tuple[DisclosureSeat, ...]:
    return tuple(
        DisclosureSeat(
            seat.name,
            seat.role,
            seat.side,
            identity_words(seat.identity),
            conclusion.acknowledged.get(seat.number, 0),
            conclusion.consented.get(seat.number, 0),
        )
        for seat in roster.seats
    )


# Another ground ----------------------------------------------------------------------------------


def _signed_alone(
    said: dict[str, list[bytes]], type_: StatementType
) -> tuple[PublicIdentity, Statement]:
    """Return who signed, with their keys as the file brings them, and what."""
    if set(said) != {"identity", type_.value} or len(said["identity"]) != 1:
        raise FormatError("disclosure")
    identity = read_identity_file(said["identity"][0])
    check_identity(identity)
    return identity, _one(said, type_)


def _ground(found: Bag, said: dict[str, list[bytes]]) -> Evidence:
    identity, made = _signed_alone(said, StatementType.DISCLOSURE)
    signed = read_ground(verify(made, identity))
    seat = DisclosureSeat(signed.name, signed.role, signed.side, identity_words(identity), 0, 0)
    disclosure = Disclosure(
        signed.ground.value, "", "", signed.convened, "", signed.recipient, signed.reference,
        signed.name, check_words(statement_hash(made)), 0, 0, signed.made,
        _signed_portions(found, signed), (seat,), found.digest, signed.recipient_kind.value,
    )  # fmt: skip
    return Evidence(disclosure, None, None, found)


def _signed_portions(found: Bag, signed: GroundStatement) -> tuple[DisclosedPortion, ...]:
    payloads = found.part("portions")
    if len(payloads) != len(signed.portions):
        raise FormatError("disclosure")
    portions = []
    left = TEXT_MAX_BYTES
    for payload, each in zip(payloads, signed.portions, strict=True):
        content, pieces = open_portion(_digested(found.pieces(payload), each.digest))
        portion = _disclosed(content.title, each.number, content, pieces, left)
        left -= len(portion.text.encode())
        portions.append(portion)
    return tuple(portions)


def _digested(pieces: Iterator[bytes], digest: bytes) -> Iterator[bytes]:
    found = Sha256()
    for piece in pieces:
        found.update(piece)
        yield piece
    if not equal(found.digest(), digest):
        raise DamagedError("portion")
