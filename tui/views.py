"""What the library gives, as JSON objects and as lines for people."""

from collections.abc import Sequence
from datetime import UTC, datetime

from tui.phrases import count
from vault import (
    Contact,
    Damage,
    DocketLine,
    Entry,
    Opened,
    PortionContent,
    Revision,
    Room,
    Roster,
    SessionView,
    WaiverState,
    WaiverView,
    identity_words,
    spell_id,
)

SHORT = 8
"""Characters of an id that people are shown."""


def short(identifier: bytes) -> str:
    """Return the first characters of an id."""
    return spell_id(identifier)[:SHORT]


def moment(seconds: int) -> str:
    """Return a time as people read it, in UTC."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")
    except (OverflowError, ValueError, OSError):
        return "time unknown"


def _id_or_none(identifier: bytes) -> str | None:
    return spell_id(identifier) if identifier else None


def contact_object(contact: Contact) -> dict[str, object]:
    """Return somebody in an address book."""
    return {
        "person": contact.name,
        "check_words": identity_words(contact.identity),
        "confirmed": contact.confirmed,
    }


def contact_line(contact: Contact) -> str:
    """Return somebody in an address book, as a line."""
    state = "confirmed" if contact.confirmed else "NOT CONFIRMED"
    return f"{contact.name}: {identity_words(contact.identity)} ({state})"


def session_object(view: SessionView) -> dict[str, object]:
    """Return a session in a list."""
    return {
        "session": spell_id(view.id),
        "case": view.case,
        "title": view.title,
        "seat": view.seat,
        "convened": view.convened,
        "closed": view.closed,
        "follows": _id_or_none(view.follows),
    }


def session_line(view: SessionView) -> str:
    """Return a session in a list, as a line."""
    title = f" | {view.title}" if view.title else ""
    closed = " (closed)" if view.closed else ""
    return f"{short(view.id)}  {moment(view.convened)}  {view.case}{title}{closed}"


def roster_objects(roster: Roster) -> list[dict[str, object]]:
    """Return the seats of a session."""
    return [
        {
            "seat": seat.number,
            "role": seat.role.value,
            "side": seat.side,
            "name": seat.name,
            "reads_joint": seat.reads_joint,
            "check_words": identity_words(seat.identity),
        }
        for seat in roster.seats
    ]


def roster_lines(room: Room) -> list[str]:
    """Return the seats of a session, as lines."""
    lines = []
    for seat in room.roster.seats:
        side = f" {seat.side}" if seat.side else ""
        you = " (you)" if seat == room.seat else ""
        unread = "" if seat.reads_joint else ", does not read joint entries"
        lines.append(f"  {seat.role.value}{side}: {seat.name}{you}{unread}")
        lines.append(f"      {identity_words(seat.identity)}")
    return lines


def entry_object(room: Room, entry: Entry, revision: Revision | None = None) -> dict[str, object]:
    """Return an entry at one revision, its newest unless another is named."""
    chosen = revision or entry.latest
    header = chosen.header
    return {
        "entry": spell_id(entry.id),
        "session": spell_id(chosen.session),
        "title": header.title,
        "audience": chosen.audience,
        "kind": header.kind.value,
        "revision": number_of(entry, chosen),
        "author": room.roster.seat(chosen.author).name,
        "speakers": list(header.speakers),
        "tags": list(header.tags),
        "attachments": [
            {"name": attachment.name, "size": attachment.size} for attachment in header.attachments
        ],
        "written": entry.first.header.made,
        "revised": header.made,
        "signed": chosen.signed,
        "versions": [number_of(entry, version) for version in entry.versions],
        "carried_from": _id_or_none(header.carried_from),
        "corrects": _id_or_none(header.corrects),
    }


def number_of(entry: Entry, revision: Revision) -> int:
    """Return the number of a revision, from 1."""
    return [each.id for each in entry.revisions].index(revision.id) + 1


def entry_line(entry: Entry) -> str:
    """Return an entry in a list, as a line."""
    latest = entry.latest
    header = latest.header
    extras = "".join(
        (
            "" if header.kind == "note" else f" ({header.kind})",
            *(f" @{name}" for name in header.speakers),
            *(f" #{tag}" for tag in header.tags),
            f" +{count(len(header.attachments), 'file')}" if header.attachments else "",
            " (not yet signed)" if not latest.signed else "",
            " (two versions)" if len(entry.versions) > 1 else "",
        )
    )
    return (
        f"{short(entry.id)}  {moment(entry.first.header.made)}  "
        f"[{latest.audience}] {header.title}{extras}"
    )


def entry_head(room: Room, entry: Entry, revision: Revision) -> list[str]:
    """Return what stands above an entry's text."""
    header = revision.header
    place = f"revision {number_of(entry, revision)} of {len(entry.revisions)}"
    signed = "" if revision.signed else ", not yet signed"
    lines = [
        header.title,
        f"{short(entry.id)}  {header.kind}  [{revision.audience}]  {place}",
        f"by {room.roster.seat(revision.author).name}, {moment(header.made)}{signed}",
    ]
    if header.speakers:
        lines.append(f"speaking: {', '.join(header.speakers)}")
    if header.tags:
        lines.append(f"tags: {', '.join(header.tags)}")
    lines += [f"file: {each.name} ({count(each.size, 'byte')})" for each in header.attachments]
    if header.corrects:
        lines.append(f"corrects: {short(header.corrects)}")
    if header.carried_from:
        lines.append(f"carried from: {short(header.carried_from)}")
    return [*lines, ""]


def docket_object(line: DocketLine) -> dict[str, object]:
    """Return a sealed record."""
    return {
        "record": spell_id(line.record),
        "label": line.label,
        "sealed": line.sealed,
        "corrects": _id_or_none(line.corrects),
        "portions": [{"number": number} for number in line.portions],
        "holders": list(line.holders),
        "acknowledged": list(line.acknowledged),
    }


def docket_lines(line: DocketLine) -> list[str]:
    """Return a sealed record, as lines."""
    portions = count(len(line.portions), "portion")
    return [
        f"{short(line.record)}  {moment(line.sealed)}  {line.label} ({portions})",
        f"    opens when all agree: {', '.join(line.holders)}",
        f"    acknowledged: {', '.join(line.acknowledged) or 'nobody that you can see'}",
    ]


def waiver_object(view: WaiverView) -> dict[str, object]:
    """Return a request."""
    return {
        "waiver": spell_id(view.id),
        "session": spell_id(view.session),
        "state": view.state.value,
        "reason": view.reason,
        "opener": view.opener,
        "needed": list(view.needed),
        "consented": list(view.consented),
        "missing": list(view.missing),
        "own_answer": view.own_answer,
        "own_to_hand_over": view.own_to_hand_over,
        "to_hand_over": list(view.to_hand_over),
        "answers": [{"person": name, "answer": said} for name, said in view.answers],
        "portions": [
            {"record": spell_id(each.record), "label": each.label, "number": each.number}
            for each in view.portions
        ],
        "purpose": view.purpose,
        "recipient": view.recipient,
        "until": view.until,
        "asked": view.asked,
        "check_words": view.check_words,
    }


def waiver_line(view: WaiverView) -> str:
    """Return a request in a list, as a line."""
    return f"{short(view.id)}  {view.state}  {view.purpose}, for {view.recipient}"


def waiver_lines(view: WaiverView) -> list[str]:
    """Return a request as whoever must answer it should read it."""
    by_label: dict[tuple[bytes, str], list[int]] = {}
    for each in view.portions:
        by_label.setdefault((each.record, each.label), []).append(each.number)
    lines = [
        f"Request {short(view.id)} of {view.opener}",
        *(
            f"  record   {label} ({short(record)}), {portion_numbers(numbers)}"
            for (record, label), numbers in by_label.items()
        ),
        f"  purpose  {view.purpose}",
        f"  for      {view.recipient}",
        "  with it  who sat in the session, and who agreed",
        f"  until    {moment(view.until)} UTC",
        f"  check    {view.check_words}",
        f"  needed   {', '.join(view.needed)}",
    ]
    lines += [f"  answer   {name}: {said}" for name, said in view.answers]
    if view.state is WaiverState.ENDED and view.reason == "withdrawn":
        return [*lines, "  You withdrew. It has ended, unless everybody had agreed before."]
    if view.state is WaiverState.ENDED:
        return [*lines, f"  It has ended: {view.reason}. The record stays sealed."]
    if view.consented:
        lines.append(f"  agreed   {', '.join(view.consented)}")
    if view.to_hand_over:
        lines.append(f"  signed   {', '.join(view.to_hand_over)}, yet to hand over")
    if view.missing:
        lines.append(f"  missing  {', '.join(view.missing)}")
    if view.own_answer:
        yet = ", yet to hand over: consent once more" if view.own_to_hand_over else ""
        lines.append(f"  your answer: {view.own_answer}{yet}")
    return [*lines, f"  state    {view.state}"]


def record_with_portions(label: str, numbers: Sequence[int]) -> str:
    """Return ``The rota: portions 1, 3-4``."""
    return f"{label}: {portion_numbers(numbers)}"


def portion_numbers(numbers: Sequence[int]) -> str:
    """Return ``portions 1, 3-4``."""
    return f"portion{'' if len(numbers) == 1 else 's'} {spans(numbers)}"


def spans(numbers: Sequence[int]) -> str:
    """Return ``1, 3-4``."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(f"{low}-{high}" if low != high else f"{low}" for low, high in found)


def evidence_object(opened: Opened) -> dict[str, object]:
    """Return who agreed to what, for released portions."""
    return {
        "request": spell_id(opened.request_hash),
        "opened": opened.opened,
        "opener": opened.opener,
        "agreed": list(opened.agreed),
        "purpose": opened.purpose,
        "recipient": opened.recipient,
    }


def content_object(content: PortionContent) -> dict[str, object]:
    """Return what a released portion says of itself."""
    return {
        "form": content.form,
        "title": content.title,
        "audience": content.audience,
        "author": content.author,
        "speakers": list(content.speakers),
        "written": content.made,
    }


def damage_objects(damages: Sequence[Damage]) -> list[dict[str, object]]:
    """Return what could not be read."""
    return [{"what": each.what, "row": each.row, "reason": each.reason} for each in damages]
