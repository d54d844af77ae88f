"""What somebody finds in a vault or a file, as JSON, through the public names of the library.

The frozen files were described by this once; today's program must describe them the same. Where a
public name changes, its use here changes with it, and never what comes out.
"""

import hashlib
from typing import Any, BinaryIO

from vault import (
    CourtReport,
    Entry,
    Evidence,
    NotFoundError,
    Received,
    Revision,
    Taken,
    UnlockedVault,
    WaiverState,
    WaiverView,
    file_of,
)

Described = dict[str, Any]


def sha256(data: bytes) -> str:
    """Return a digest as the contents list it."""
    return hashlib.sha256(data).hexdigest()


def everything(person: UnlockedVault) -> Described:
    """Return all that somebody can read, and that nothing of it is damaged."""
    checked = person.checks.run()
    return {
        "name": person.name,
        "check_words": person.people.words(person.name),
        "contacts": [
            [each.name, person.people.words(each.name), each.confirmed]
            for each in person.people.contacts()
        ],
        "sessions": [session(person, each.id) for each in person.sessions.views()],
        "unsaved": [
            {
                "id": each.id.hex(), "session": each.session.hex(), "audience": each.audience,
                "entry": each.entry.hex(), "base": each.base.hex(), "kind": each.kind.value,
                "title": each.title, "text": each.text, "speakers": list(each.speakers),
                "tags": list(each.tags), "cursor": list(each.cursor), "kept": each.kept,
            }
            for each in person.unsaved.all()
        ],
        "acts": [[each.time, each.act] for each in person.checks.activity()],
        "damages": [[each.what, each.row, each.reason] for each in checked.damages],
        "behind": person.behind,
    }  # fmt: skip


def session(person: UnlockedVault, session_id: bytes) -> Described:
    """Return one session as somebody sees it."""
    (view,) = [each for each in person.sessions.views() if each.id == session_id]
    room = person.sessions.open(session_id)
    listing = person.entries.listing(session_id)
    return {
        "id": session_id.hex(), "case": view.case, "title": view.title, "seat": view.seat,
        "convened": view.convened, "closed": view.closed, "follows": view.follows.hex(),
        "seats": [
            [each.name, each.role.value, each.side, each.reads_joint] for each in room.roster.seats
        ],
        "audiences": list(room.audiences),
        "entries": [entry(person, each) for each in listing.entries],
        "damages": [[each.what, each.row, each.reason] for each in listing.damages],
        "docket": [
            {
                "record": each.record.hex(), "label": each.label, "sealed": each.sealed,
                "corrects": each.corrects.hex(), "portions": list(each.portions),
                "holders": list(each.holders), "acknowledged": list(each.acknowledged),
            }
            for each in person.docket.lines(session_id)
        ],
        "waivers": [waiver(person, each) for each in person.waivers.views(session_id)],
    }  # fmt: skip


def entry(person: UnlockedVault, found: Entry) -> Described:
    """Return an entry with the text of every revision and the bytes of every file."""
    shown = [person.entries.show(found.id, at + 1) for at in range(len(found.revisions))]
    return {
        "id": found.id.hex(),
        "revisions": [
            revision(each, text.text) for each, text in zip(found.revisions, shown, strict=True)
        ],
        "versions": [each.id.hex() for each in found.versions],
        "files": [
            [each.name, each.size, sha256(extracted(person, found.id, each.name))]
            for each in found.latest.header.attachments
        ],
    }


def revision(found: Revision, text: str) -> Described:
    """Return one saved state of an entry."""
    header = found.header
    return {
        "id": found.id.hex(), "audience": found.audience, "author": found.author,
        "sequence": found.sequence, "signed": found.signed, "kind": header.kind.value,
        "title": header.title, "text": text, "made": header.made,
        "speakers": list(header.speakers), "tags": list(header.tags),
        "parents": [each.hex() for each in header.parents],
        "carried_from": header.carried_from.hex(), "corrects": header.corrects.hex(),
    }  # fmt: skip


def extracted(person: UnlockedVault, of: bytes, name: str) -> bytes:
    """Return the bytes of an attachment."""
    _, pieces = person.files.extract(of, name)
    return b"".join(pieces)


def waiver(person: UnlockedVault, found: WaiverView) -> Described:
    """Return a request as somebody sees it, and what it released."""
    return {
        "id": found.id.hex(), "hash": found.hash.hex(), "state": found.state.value,
        "reason": found.reason, "opener": found.opener, "needed": list(found.needed),
        "consented": list(found.consented), "missing": list(found.missing),
        "own_answer": found.own_answer, "purpose": found.purpose, "recipient": found.recipient,
        "portions": [[each.record.hex(), each.number, each.label] for each in found.portions],
        "until": found.until, "asked": found.asked, "check_words": found.check_words,
        "released": released(person, found),
    }  # fmt: skip


def released(person: UnlockedVault, found: WaiverView) -> list[Any]:
    """Return what a request released, texts as they are and files by their digest."""
    if found.state is not WaiverState.OPENED:
        return []
    opened = person.opening.open(found.id)
    told = []
    for each in opened.portions:
        data = b"".join(person.opening.file(found.id, each.record, each.number))
        text = data.decode() if each.content.form == "text" else sha256(data)
        told.append([each.label, each.number, each.content.form, each.content.name, text])
    return [opened.opened, opened.opener, list(opened.agreed), told]


def disclosed(evidence: Evidence) -> Described:
    """Return what a disclosure says."""
    found = evidence.disclosure
    portions = []
    for at, each in enumerate(found.portions, 1):
        content, pieces = file_of(evidence, at)
        portions.append([
            each.label, each.number, content.form, content.title, content.name, content.audience,
            content.author, list(content.speakers), content.made, each.text,
            sha256(b"".join(pieces)), each.digest.hex(),
        ])  # fmt: skip
    return {
        "ground": found.ground, "case": found.case, "session": found.session,
        "convened": found.convened, "purpose": found.purpose, "recipient": found.recipient,
        "reference": found.reference, "by": found.by, "check_words": found.check_words,
        "asked": found.asked, "until": found.until, "made": found.made, "portions": portions,
        "seats": [
            [each.name, each.role.value, each.side, each.check_words, each.acknowledged,
             each.consented]
            for each in found.seats
        ],
        "digest": found.digest.hex(),
    }  # fmt: skip


def reported(found: CourtReport) -> Described:
    """Return what a report says."""
    return {
        "case": found.case, "sessions": list(found.sessions),
        "attended": [[name, role.value, side] for name, role, side in found.attended],
        "agreement": found.agreement.value, "by": found.by, "made": found.made,
        "check_words": found.check_words,
    }  # fmt: skip


def received(found: Received) -> Described:
    """Return what a file between machines was."""
    return {
        "kind": found.kind, "session": found.session.hex(), "waiver": found.waiver.hex(),
        "check_words": found.check_words, "new": found.new,
    }  # fmt: skip


def taken(found: Taken) -> Described:
    """Return what an archive brought."""
    return {
        "sessions": [each.hex() for each in found.sessions], "exporter": found.exporter,
        "made": found.made, "entries": found.entries, "records": found.records,
        "new": found.new, "destroyed": found.destroyed,
    }  # fmt: skip


def archived(person: UnlockedVault, source: BinaryIO) -> Described:
    """Return what somebody finds in an archive before it is taken in."""
    return taken(person.archives.look(source))


def is_there(person: UnlockedVault, of: str) -> bool:
    """Tell whether somebody can read an entry."""
    try:
        person.entries.show(bytes.fromhex(of))
    except NotFoundError:
        return False
    return True
