"""Disclosures, reports and portions, as JSON objects and as lines for people."""

from collections.abc import Sequence

from tui.disclosure_words import Notice
from tui.paper.words import AGREEMENTS, GROUNDS, ROLES, Everywhere, Stamp
from tui.phrases import count
from tui.verified import WAIVER, Verified
from tui.views import content_object, moment
from vault import (
    CourtReport,
    DisclosedPortion,
    Disclosure,
    DisclosureSeat,
    PlannedPortion,
    Role,
    spell_id,
)


def disclosure_object(said: Disclosure) -> dict[str, object]:
    """Return a verified disclosure."""
    return {
        "kind": "disclosure",
        "ground": said.ground,
        "case": said.case,
        "session": said.session,
        "convened": said.convened,
        "purpose": said.purpose,
        "recipient": said.recipient,
        "recipient_kind": said.recipient_kind,
        "reference": said.reference,
        "by": said.by,
        "asked": said.asked or None,
        "until": said.until or None,
        "made": said.made,
        "check_words": said.check_words,
        "limits": Stamp.LIMIT.value,
        "digest": said.digest.hex(),
        "seats": [_seat_object(seat) for seat in said.seats],
        "portions": [_portion_object(place, each) for place, each in enumerate(said.portions, 1)],
    }


def _seat_object(seat: DisclosureSeat) -> dict[str, object]:
    return {
        "name": seat.name, "role": seat.role.value, "side": seat.side,
        "check_words": seat.check_words, "acknowledged": seat.acknowledged or None,
        "consented": seat.consented or None,
    }  # fmt: skip


def _portion_object(place: int, portion: DisclosedPortion) -> dict[str, object]:
    content = portion.content
    found = {
        "place": place, "label": portion.label, "number": portion.number,
        **content_object(content), "digest": portion.digest.hex(),
    }  # fmt: skip
    if content.form == "text":
        return {**found, "text": portion.text}
    return {**found, "file": content.name, "size": content.size}


def disclosure_lines(said: Disclosure) -> list[str]:
    """Return who, when, what for, to whom, on what ground and within what limits."""
    waived = said.ground == WAIVER
    case = ", ".join(filter(None, (said.case, said.session)))
    kind = f" ({said.recipient_kind})" if said.recipient_kind else ""
    rows = [
        ("ground", GROUNDS[said.ground]),
        ("case", case),
        ("session", f"convened {moment(said.convened)} UTC"),
        ("purpose", said.purpose),
        ("for", f"{said.recipient}{kind}"),
        ("reference", said.reference),
        ("asked", f"{moment(said.asked)} UTC, open until {moment(said.until)}" * waived),
        ("opened" if waived else "made", f"{moment(said.made)} UTC by {said.by}"),
        ("check", said.check_words),
        ("limits", Stamp.LIMIT),
    ]
    return [
        f"Disclosure of {count(len(said.portions), 'portion')}",
        *(f"  {name:<10} {text}" for name, text in rows if text),
        "",
        *_seat_lines(said, waived=waived),
    ]


def _seat_lines(said: Disclosure, *, waived: bool) -> list[str]:
    if not waived:
        return []
    lines = ["Who agreed"]
    for seat in said.seats:
        if seat.consented:
            lines += [
                f"  {seat.name}, {_seat(seat.role, seat.side)}: {moment(seat.consented)} UTC",
                f"      {seat.check_words}",
            ]
    others = [seat.name for seat in said.seats if not seat.consented]
    if others:
        lines.append(f"  Also in the session, not needed: {', '.join(others)}")
    return [*lines, ""]


def _seat(role: Role, side: str) -> str:
    named = ROLES[role].lower()
    return Everywhere.SIDE.format(role=named, side=side) if side else named


def portions_text(said: Disclosure) -> str:
    """Return the portions of a disclosure as one text."""
    shown = [_portion_text(place, each) for place, each in enumerate(said.portions, 1)]
    return "\n\n".join(shown) + "\n"


def _portion_text(place: int, portion: DisclosedPortion) -> str:
    content = portion.content
    speaking = f", words of {', '.join(content.speakers)}" if content.speakers else ""
    title = "" if content.title in {"", portion.label} else f"{content.title}, "
    head = (
        f"-- {place}. {portion.label}, portion {portion.number}: {title}by {content.author}, "
        f"{moment(content.made)} UTC{speaking}"
    )
    if content.form == "text":
        return f"{head}\n{portion.text}"
    return (
        f"{head}\nfile {content.name} ({content.size} bytes): "
        f"caucus disclosure extract FILE {place} -o PATH"
    )


# Reports -----------------------------------------------------------------------------------------


def report_object(report: CourtReport) -> dict[str, object]:
    """Return a verified report."""
    return {
        "kind": "report",
        "case": report.case,
        "sessions": list(report.sessions),
        "attended": [
            {"name": name, "role": role.value, "side": side}
            for name, role, side in report.attended
        ],
        "agreement": report.agreement.value,
        "by": report.by,
        "made": report.made,
        "check_words": report.check_words,
    }


def report_lines(report: CourtReport) -> list[str]:
    """Return the closed questions and their answers."""
    return [
        f"Report to a court by {report.by}, {moment(report.made)} UTC",
        f"  case       {report.case}",
        *(f"  session    convened {moment(each)} UTC" for each in report.sessions),
        *(f"  attended   {name}, {_seat(role, side)}" for name, role, side in report.attended),
        f"  outcome    {AGREEMENTS[report.agreement.value]}",
        f"  check      {report.check_words}",
    ]


# Checks ------------------------------------------------------------------------------------------


def check_objects(found: Verified) -> list[dict[str, object]]:
    """Return what was checked."""
    return [{"check": c.check, "passed": c.passed, "says": c.says} for c in found.checks]


def check_lines(found: Verified) -> list[str]:
    """Return what was checked, as lines."""
    return [f"  {'yes' if each.passed else 'NO '}  {each.says}" for each in found.checks]


def signers(found: Verified) -> list[dict[str, object]]:
    """Return whom to ask for their check words: the file cannot say whose keys signed it."""
    if found.evidence is None:
        return []
    seats = found.evidence.disclosure.seats
    return [{"name": seat.name, "check_words": seat.check_words} for seat in seats]


def caveats(found: Verified) -> list[str]:
    """Return what the checks do not show."""
    lines: list[str] = []
    if found.evidence is not None and found.evidence.disclosure.ground != WAIVER:
        lines.append(Notice.WORD_ALONE)
    asked = [f"  {each['name']}: {each['check_words']}" for each in signers(found)]
    return [*lines, Notice.COMPARE, *asked] if asked else lines


# Portions of an entry ----------------------------------------------------------------------------


def planned_object(entry: bytes, portion: PlannedPortion) -> dict[str, object]:
    """Return a portion of an entry as it may be disclosed."""
    found = {
        "entry": spell_id(entry), "number": portion.number, **content_object(portion.content),
    }  # fmt: skip
    if portion.attachment is None:
        return {**found, "text": portion.text}
    return {**found, "file": portion.content.name, "size": portion.content.size}


def planned_text(portions: Sequence[PlannedPortion]) -> str:
    """Return the portions of an entry under their numbers."""
    return "\n\n".join(_planned_text(each) for each in portions) + "\n"


def _planned_text(portion: PlannedPortion) -> str:
    if portion.attachment is None:
        return f"-- {portion.number}\n{portion.text}"
    return f"-- {portion.number}\nfile {portion.content.name} ({portion.content.size} bytes)"
