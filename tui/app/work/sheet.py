"""What the editor holds: one entry as it is being written, and what of it was not saved yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tui.app.work.speakers import joined, named_in
from vault import (
    PRIVATE,
    Kind,
    NewEntry,
    Revision,
    Role,
    Room,
    Shown,
    UnlockedVault,
    UnsavedText,
)

TITLE_CHARACTERS = 72

State = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""Text, title, speakers and tags."""


@dataclass(slots=True)
class Sheet:
    """An entry on the desk. Only the paper that shows it changes it."""

    id: bytes
    """Under which its unsaved text is kept."""
    session: bytes
    audience: str
    kind: Kind
    entry: bytes = b""
    """Empty until it is saved for the first time."""
    base: bytes = b""
    """The revision that is being revised; empty to follow every version there is. Of an entry
    not saved yet: the record that it corrects."""
    title: str = field(default="", repr=False)
    """As somebody named it; empty as long as it is called by its first line."""
    text: str = field(default="", repr=False)
    speakers: tuple[str, ...] = field(default=(), repr=False)
    tags: tuple[str, ...] = field(default=(), repr=False)
    cursor: tuple[int, int] = (0, 0)
    number: int = 0
    """Of the revision that was opened."""
    author: int = 0
    """The seat that began the entry."""
    others: tuple[Revision, ...] = ()
    """The other versions, when two people saved at once."""
    shown: Shown | None = field(default=None, repr=False)
    """What was opened."""
    files: list[Path] = field(default_factory=list, repr=False)
    """To be attached when a new record is saved: later it would be final."""
    kept: bool = False
    """Whether an unsaved text is in the vault for it."""
    _saved: State = field(default=("", "", (), ()), repr=False)

    @property
    def name(self) -> str:
        """What it is called: its title, or its first line."""
        return self.title or first_line(self.text)

    @property
    def is_final(self) -> bool:
        """Whether it is a record that was written."""
        return self.kind is Kind.RECORD and bool(self.entry)

    @property
    def corrects(self) -> bytes:
        """The record that this one corrects, as far as it is known here."""
        if self.shown is not None:
            return self.shown.revision.header.corrects
        return b"" if self.entry else self.base

    @property
    def state(self) -> State:
        """What would be saved now."""
        return self.text, self.title, self.speakers, self.tags

    @property
    def differs(self) -> bool:
        """Whether there is anything to save."""
        return self._saved != self.state or bool(self.files)

    @property
    def is_blank(self) -> bool:
        """Whether it was never saved and nothing is written on it."""
        return not self.entry and not self.text.strip() and not self.files

    def settle(self, state: State | None = None) -> None:
        """Note what was saved: the present state, if no other is given."""
        self.files.clear()
        self._saved = state or self.state

    def unsettle(self) -> None:
        """Note that it must be saved even if it reads like what was saved."""
        self._saved = ("", "", (), ())

    def add_names(self, speakers: Sequence[str], tags: Sequence[str]) -> None:
        """Note who speaks and what it is about."""
        self.speakers = joined(self.speakers, speakers)
        self.tags = joined(self.tags, tags)

    def read_names(self, room: Room) -> None:
        """Note the speakers and tags that stand in the text."""
        self.add_names(*named_in(self.text, room.roster))

    def as_unsaved(self) -> UnsavedText:
        """Return it as it stands, to be kept until it is saved."""
        return UnsavedText(
            self.id, self.session, self.audience, self.entry, self.base, self.kind, self.title,
            self.text, self.speakers, self.tags, self.cursor,
        )  # fmt: skip

    def as_new(self) -> NewEntry:
        """Return it as an entry that is written for the first time."""
        return NewEntry(
            self.audience, self.text, self.kind, self.name, self.speakers, self.tags,
            corrects=self.base,
        )  # fmt: skip


def first_line(text: str) -> str:
    """Return what an entry is called as long as nobody names it."""
    lines = (line.strip().lstrip("# ") for line in text.splitlines())
    start = next((line for line in lines if line), "")[:TITLE_CHARACTERS].rstrip()
    return "".join(letter if letter.isprintable() else " " for letter in start)


def _given(title: str, text: str) -> str:
    """Return a title that somebody gave; an empty one if it is the first line of the text."""
    return "" if title.lstrip("# ") == first_line(text) else title


def opened(person: UnlockedVault, entry: bytes) -> Sheet:
    """Return an entry as it lies in the vault, to be read or revised. Raises VaultError."""
    shown = person.entries.show(entry)
    revision = shown.revision
    header = revision.header
    sheet = Sheet(
        person.unsaved.new_id(), revision.session, revision.audience, header.kind, entry,
        revision.id, _given(header.title, shown.text), shown.text,
        header.speakers, header.tags, number=len(shown.entry.revisions),
        author=shown.entry.first.author, others=shown.other_versions, shown=shown,
    )  # fmt: skip
    sheet.settle()
    return sheet


def recovered(person: UnlockedVault, unsaved: UnsavedText) -> Sheet:
    """Return an unsaved text, laid over what was saved of its entry. Raises VaultError."""
    sheet = Sheet(
        unsaved.id, unsaved.session, unsaved.audience, unsaved.kind, unsaved.entry, unsaved.base
    )
    if unsaved.entry:
        sheet = opened(person, unsaved.entry)
        # What somebody else saved meanwhile stays beside it as another version.
        sheet.id, sheet.base = unsaved.id, unsaved.base
    sheet.title, sheet.text = unsaved.title, unsaved.text
    sheet.speakers, sheet.tags = unsaved.speakers, unsaved.tags
    sheet.cursor, sheet.kept = unsaved.cursor, True
    return sheet


def may_write(room: Room, sheet: Sheet) -> bool:
    """Tell whether this person can change what is on a sheet: asked before anything is typed."""
    if sheet.is_final or (room.closed and sheet.audience != PRIVATE):
        return False
    if not sheet.entry or sheet.kind is Kind.DRAFT:
        return True
    author = room.roster.seat(sheet.author)
    return author == room.seat or (author.role is Role.MEDIATOR and room.is_mediator)
