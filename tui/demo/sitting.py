"""First half of the demo: people, a session, notes, a draft and a file.

Every claim is the result of a real call, and verified before it is printed.
"""

import difflib
from collections.abc import Iterator

from tui.demo import case
from tui.demo.case import GILLIAN, RUTH, TOMASZ
from tui.demo.stage import Stage, refused, told
from vault import (
    JOINT,
    PRIVATE,
    Kind,
    NewEntry,
    NotFoundError,
    Source,
    UnconfirmedError,
    caucus,
)

_PARTIES = (TOMASZ, GILLIAN)


def people(stage: Stage) -> Iterator[str]:
    """Enrol everybody, and compare check words."""
    yield case.BACKGROUND
    yield "Each enrols with a passphrase of six random words, and has check words:"
    stage.vault.create()
    for name, seat in case.SEATS.items():
        stage.people[name] = stage.timed(stage.enrol, name)
        yield f"  {name}, {seat}"
        yield f"    {stage.people[name].people.words(name)}"
    ruth = stage.people[RUTH].people
    for name in _PARTIES:
        theirs = stage.people[name].people
        ruth.add(name, theirs.me.identity, confirmed=False)
        theirs.add(RUTH, ruth.me.identity, confirmed=False)
        theirs.confirm(RUTH, ruth.words(RUTH))
    error = refused(UnconfirmedError, stage.convene)
    told("nobody's words were compared", holds=set(error.names) == set(_PARTIES))
    for name in _PARTIES:
        ruth.confirm(name, stage.people[name].people.words(name))
    stage.session = stage.convene()
    yield "Ruth could convene only once they had compared these words, by voice."


def session(stage: Stage) -> Iterator[str]:
    """Show the session and its audiences, and write the notes."""
    for note in case.NOTES:
        new = NewEntry(note.audience, note.text, title=note.title)
        stage.people[note.author].entries.add(stage.session, new)
    text = "\n\n".join(case.PARAGRAPHS)
    account = NewEntry(JOINT, text, title=case.ACCOUNT_TITLE, speakers=_PARTIES)
    stage.account = stage.people[RUTH].entries.add(stage.session, account).header.entry
    for person in stage.people.values():
        [view] = person.sessions.views()
        told("one session", holds=(view.id, view.case) == (stage.session, case.CASE))
    room = stage.people[RUTH].sessions.open(stage.session)
    names = [seat.name for seat in room.roster.seats]
    told("the roster", holds=names == list(case.SEATS))
    yield f'"{case.CASE}", {case.SITTING.casefold()}: {len(names)} seats.'
    yield f"{len(case.NOTES) + 1} entries are written. Who may read one depends on its audience:"
    for audience in room.audiences:
        readers = stage.people[RUTH].entries.readers(stage.session, audience)
        yield f"  {audience:<10}  " + (
            "whoever wrote it" if audience == PRIVATE else ", ".join(readers)
        )


def listings(stage: Stage) -> Iterator[str]:
    """Show each person's listing, and that other entries do not exist for them."""
    seen = {
        name: [entry.latest for entry in person.entries.listing(stage.session).entries]
        for name, person in stage.people.items()
    }
    for name, revisions in seen.items():
        yield f"{name} sees:"
        for revision in revisions:
            yield f"  {revision.audience:<10}  {revision.header.title}"
    [hidden] = [each for each in seen[RUTH] if each.audience == caucus("A")]
    audiences = {each.audience for each in seen[GILLIAN]}
    told("A's caucus is not hers", holds=audiences == {PRIVATE, caucus("B"), JOINT})
    gillian = stage.people[GILLIAN].entries
    there = refused(NotFoundError, gillian.show, hidden.header.entry)
    never = refused(NotFoundError, gillian.show, bytes(len(hidden.header.entry)))
    told("the same answer", holds=there.data == never.data)
    yield (
        "Gillian asks for Tomasz's caucus by its very id. No such entry: the same answer as for"
        " an id never used."
    )
    found = {name: len(stage.find(name, "Eastbrook")) for name in case.SEATS}
    told("search", holds=found == {RUTH: 1, TOMASZ: 1, GILLIAN: 0})
    counts = ", ".join(f"{name.split()[0]} {count}" for name, count in found.items())
    yield f'A search for "Eastbrook" finds: {counts}.'


def draft(stage: Stage) -> Iterator[str]:
    """Revise a joint draft, and show what each version changed."""
    (author, first), *later = case.DRAFTS
    new = NewEntry(JOINT, first, Kind.DRAFT, case.DRAFT_TITLE)
    entry = stage.people[author].entries.add(stage.session, new).header.entry
    yield f'"{case.DRAFT_TITLE}" is a joint draft: all three may revise it.'
    yield f"  version 1 by {author}, {len(first.splitlines())} lines"
    before = first.splitlines()
    reader = stage.people[GILLIAN].entries
    roster = stage.people[GILLIAN].sessions.open(stage.session).roster
    for number, (name, text) in enumerate(later, 2):
        stage.people[name].entries.edit(entry, text)
        shown = reader.show(entry)
        author = roster.seat(shown.revision.author).name
        told("its author and text", holds=(author, shown.text) == (name, text))
        told("its number", holds=len(shown.entry.revisions) == number)
        yield f"  version {number} by {author}"
        lines = shown.text.splitlines()
        changes = [line for line in difflib.ndiff(before, lines) if line[0] in "+-"]
        yield from (f"    {line}" for line in changes)
        before = lines
    numbers = range(1, len(case.DRAFTS) + 1)
    kept = {reader.show(entry, number).text for number in numbers}
    told("all are kept", holds=kept == {text for _, text in case.DRAFTS})
    yield f"Gillian can still read all {len(kept)} versions."


def file(stage: Stage) -> Iterator[str]:
    """Attach a file as one person and take it out as another."""
    data = case.ROTA.encode()
    source = Source(case.ROTA_NAME, len(data), iter([data]))
    stage.people[RUTH].files.attach(stage.account, [source])
    attachment, pieces = stage.people[GILLIAN].files.extract(stage.account, case.ROTA_NAME)
    target = stage.folder / attachment.name
    with target.open("wb") as extracted:
        extracted.writelines(pieces)
    taken = target.read_bytes()
    target.unlink()
    told("the same bytes", holds=taken == data and attachment.size == len(data))
    yield (
        f'Ruth attaches {attachment.name} to "{case.ACCOUNT_TITLE}". Gillian takes it out:'
        f" {len(data)} bytes in, {len(taken)} bytes out, the same."
    )


CHAPTERS = (
    ("The people", people),
    ("The session", session),
    ("Who can read what", listings),
    ("A draft in three versions", draft),
    ("A file, in and out", file),
)
