"""Entries, line by line: written, listed, read and looked after."""

from collections.abc import Callable, Sequence
from functools import partial

from tui.output import clean_line
from tui.plain.desk import Choice, Desk
from tui.plain.lines import audience_words, entry_words, session_words
from tui.plain.words import Notes, Sealed
from tui.plain.writing import type_text
from vault import PRIVATE, Entry, Kind, Room, UnsavedText, spell_id

_TITLE_CHARACTERS = 72

# Writing -----------------------------------------------------------------------------------------


def write(desk: Desk, room: Room, kind: Kind = Kind.NOTE, *, corrects: bytes = b"") -> None:
    """Ask who may read it, then for its title and text, and save it."""
    audiences = (PRIVATE,) if room.closed else room.audiences
    words = [audience_words(desk.me, room.id, each) for each in audiences]
    # There is no usual audience: nothing is told to anybody by pressing Enter once too often.
    audience = audiences[desk.choose(Notes.WHO_READS, words)]
    title = desk.ask(Notes.TITLE)
    go_on_writing(desk, UnsavedText(
        desk.me.unsaved.new_id(), room.id, audience, b"", corrects, kind, title, ""
    ))  # fmt: skip


def write_other(desk: Desk, room: Room) -> None:
    """Write a draft or a record."""
    kinds = (Kind.DRAFT, Kind.RECORD)
    write(desk, room, kinds[desk.choose(Notes.KIND, (Notes.DRAFT, Notes.RECORD))])


def go_on_writing(desk: Desk, unsaved: UnsavedText) -> None:
    """Let somebody write after what is there, and save it."""
    written = type_text(desk.run, desk.me, unsaved)
    if written.text.strip():
        save(desk, written)
    else:
        desk.say(Notes.NOTHING)
        desk.me.unsaved.drop(written.id)


def save(desk: Desk, unsaved: UnsavedText) -> None:
    """Save a text as an entry, or as a version of one; if that fails, it stays kept."""
    if desk.attempt(lambda: _save(desk, unsaved)):
        desk.me.unsaved.drop(unsaved.id)
    else:
        desk.say(Notes.KEPT)


def _save(desk: Desk, unsaved: UnsavedText) -> None:
    about = [
        f"--title={unsaved.title or _first_line(unsaved.text)}",
        *(f"--speaker={each}" for each in unsaved.speakers),
        *(f"--tag={each}" for each in unsaved.tags),
    ]
    if unsaved.entry:
        base = _number_of(desk, unsaved)
        said = ["edit", spell_id(unsaved.entry), *([f"--base={base}"] if base else [])]
    else:
        place = ["--session", spell_id(unsaved.session), "--audience", unsaved.audience]
        corrects = ["--corrects", spell_id(unsaved.base)] if unsaved.base else []
        said = ["add", *place, "--kind", unsaved.kind.value, *corrects]
    desk.do("note", *said, *about, text=unsaved.text)


def _number_of(desk: Desk, unsaved: UnsavedText) -> int:
    """Return the number of the version that was worked on, or 0."""
    ids = [each.id for each in desk.me.entries.show(unsaved.entry).entry.revisions]
    return ids.index(unsaved.base) + 1 if unsaved.base in ids else 0


def _first_line(text: str) -> str:
    """Return what a note without a title is called."""
    lines = (clean_line(line).strip(" .") for line in text.splitlines())
    return next(filter(None, lines), "")[:_TITLE_CHARACTERS]


# Reading -----------------------------------------------------------------------------------------


def browse(desk: Desk, room: Room, heading: str, entries: Callable[[], Sequence[Entry]]) -> None:
    """Read a list of entries out; each can be read and looked after."""

    def choices() -> list[Choice]:
        found = entries()
        if not found:
            desk.say(Notes.NONE)
        return [
            Choice(entry_words(room, each), partial(_read, desk, room, each.id)) for each in found
        ]

    desk.menu(heading, choices)


def all_of(desk: Desk, room: Room) -> Sequence[Entry]:
    """Return the entries of a session; what of it is damaged is said."""
    listing = desk.me.entries.listing(room.id)
    desk.report(listing.damages)
    return listing.entries


def _read(desk: Desk, room: Room, entry: bytes) -> None:
    """Read one entry out, and offer what can be done with it."""
    desk.do("note", "show", spell_id(entry))
    shown = desk.me.entries.show(entry)
    heading = shown.revision.header.title or Notes.UNTITLED
    desk.menu(heading, lambda: _acts(desk, room, entry))


def _acts(desk: Desk, room: Room, entry: bytes) -> list[Choice]:
    """Return what can be done with an entry now."""
    header = desk.me.entries.show(entry).revision.header
    reference = spell_id(entry)
    found = [Choice(Notes.READ, lambda: desk.do("note", "show", reference))]
    if header.kind is Kind.RECORD:
        found.append(Choice(Notes.CORRECT, lambda: write(desk, room, Kind.RECORD, corrects=entry)))
    else:
        found += [
            Choice(Notes.ADD, lambda: _revise(desk, entry, anew=False)),
            Choice(Notes.ANEW, lambda: _revise(desk, entry, anew=True)),
            Choice(Notes.ATTACH, lambda: _attach(desk, reference)),
        ]
    if header.attachments:
        found.append(Choice(Notes.EXTRACT, lambda: _extract(desk, entry)))
    return [
        *found,
        Choice(Notes.HISTORY, lambda: _history(desk, reference)),
        Choice(Notes.CARRY, lambda: _carry(desk, reference)),
        Choice(Notes.DESTROY, lambda: desk.do("note", "destroy", reference)),
    ]


def _revise(desk: Desk, entry: bytes, *, anew: bool) -> None:
    shown = desk.me.entries.show(entry)
    revision, header = shown.revision, shown.revision.header
    text = "" if anew else shown.text
    unsaved = UnsavedText(
        desk.me.unsaved.new_id(), revision.session, revision.audience, entry, revision.id,
        header.kind, header.title, text, header.speakers, header.tags,
    )  # fmt: skip
    written = type_text(desk.run, desk.me, unsaved)
    if written.text == text:
        desk.say(Notes.NOTHING)
    else:
        save(desk, written)


def _history(desk: Desk, reference: str) -> None:
    desk.do("note", "history", reference)
    if number := desk.ask(Notes.VERSION):
        desk.do("note", "show", reference, f"--revision={number}")


def _attach(desk: Desk, reference: str) -> None:
    if path := desk.file(Notes.FILE):
        desk.do("note", "attach", reference, "--", path)


def _extract(desk: Desk, entry: bytes) -> None:
    files = desk.me.entries.show(entry).revision.header.attachments
    names = [each.name for each in files]
    name = names[desk.choose(Notes.WHICH_FILE, names)]
    if path := desk.file(Notes.FILE_OUT):
        desk.do("note", "extract", f"--output={path}", "--", spell_id(entry), name)


def _carry(desk: Desk, reference: str) -> None:
    views = [view for view in desk.me.sessions.views() if not view.closed]
    view = views[desk.choose(Notes.CARRY_WHERE, [session_words(each) for each in views])]
    audiences = desk.me.sessions.open(view.id).audiences
    words = [audience_words(desk.me, view.id, each) for each in audiences]
    audience = audiences[desk.choose(Notes.WHO_READS, words)]
    target = ("--session", spell_id(view.id), "--audience", audience)
    desk.do("note", "carry", reference, *target)


# Finding -----------------------------------------------------------------------------------------


def find(desk: Desk, sessions: Sequence[bytes]) -> None:
    """Search in sessions; what is found can be read."""
    words = desk.ask(Notes.QUERY)
    if not words:
        return
    finder = desk.me.search.finder(list(sessions))
    matches = finder.find(words)
    desk.report(finder.damages)
    rooms = {each: desk.me.sessions.open(each) for each in sessions}
    choices = []
    for match in matches:
        room = rooms[match.entry.latest.session]
        said = f"{entry_words(room, match.entry)}: {clean_line(match.snippet)}"
        choices.append(Choice(said, partial(_read, desk, room, match.entry.id)))
    desk.menu(Notes.FOUND.format(count=len(matches)), lambda: choices)


def chosen(desk: Desk, room: Room) -> list[Entry]:
    """Read the entries out and return those that were chosen, in one line of numbers."""
    entries = all_of(desk, room)
    if not entries:
        desk.say(Notes.NONE)
        return []
    for number, each in enumerate(entries, 1):
        desk.say(f"{number}  {entry_words(room, each)}")
    return [entries[place] for place in desk.numbers(Sealed.WHICH, len(entries))]
