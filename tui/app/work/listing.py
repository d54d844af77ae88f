"""The list of entries: two lines each, drawn only when they come into sight."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import NamedTuple

from textual.binding import Binding
from textual.content import Content
from textual.visual import Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.app.rows import TwoLines
from tui.app.scope import scope
from tui.app.text import plain_line
from tui.app.work import times
from tui.app.work.sheet import first_line
from tui.app.work.words import Cases
from vault import Damage, Entry, Kind, Room, UnsavedText

MOST = 10_000
"""Entries of a whole case that are listed at once; a session is always listed whole."""


class Chosen(NamedTuple):
    """What a line of the list stands for: an entry, or a text that was never saved."""

    entry: bytes
    unsaved: bytes = b""


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one session, newest first."""

    room: Room = field(repr=False)
    heading: str = field(repr=False)
    """Empty when it stands alone."""
    entries: tuple[Entry, ...] = field(repr=False)
    unsaved: tuple[UnsavedText, ...] = field(default=(), repr=False)
    damages: tuple[Damage, ...] = ()


class EntryLine(TwoLines):
    """One entry of the list. Its words are put together when it is drawn: most never are."""

    def __init__(
        self,
        title: str,
        *,
        marks: Sequence[str],
        audience: str,
        made: int,
        names: Sequence[str] = (),
    ) -> None:
        self._title, self._marks, self._audience = title, marks, audience
        self._made, self._names = made, names
        self.is_ticked = False

    def ticked(self, *, yes: bool) -> "EntryLine":
        """Return the same line with a tick before it, or without one."""
        line = copy(self)
        line.is_ticked = yes
        return line

    def content(self) -> Content:
        """Return the two lines."""
        shown = scope(self._audience)
        marks = "".join(f", {mark}" for mark in self._marks)
        aside = f"  {times.day_and_hour(self._made)}{marks}"
        names = " ".join(self._names)
        tick = Cases.TICK if self.is_ticked else ""
        return Content.assemble(
            tick, plain_line(self._title.lstrip("# "), "bold"), "\n",
            (shown.label, shown.style), plain_line(aside),
            plain_line(f"  {names}" if names else "", "$text-muted"),
        )  # fmt: skip


def line_of(entry: Entry, *, unsaved: bool) -> EntryLine:
    """Return the line of an entry."""
    latest = entry.latest
    header = latest.header
    marks: list[str] = []
    if header.kind is Kind.RECORD:
        marks.append(Cases.RECORD)
    elif header.kind is Kind.DRAFT or len(entry.revisions) > 1:
        marks.append(Cases.VERSION.format(kind=header.kind.value, number=len(entry.revisions)))
    if header.attachments:
        count = len(header.attachments)
        marks.append(Cases.FILE if count == 1 else Cases.FILES.format(count=count))
    if len(entry.versions) > 1:
        marks.append(Cases.TWO_VERSIONS)
    if unsaved:
        marks.append(Cases.NOT_SAVED)
    names = (*(f"@{name}" for name in header.speakers), *(f"#{tag}" for tag in header.tags))
    return EntryLine(
        header.title, marks=marks, audience=latest.audience,
        made=entry.first.header.made, names=names,
    )  # fmt: skip


def unsaved_line(unsaved: UnsavedText) -> EntryLine:
    """Return the line of a text that was never saved."""
    title = unsaved.title or first_line(unsaved.text)
    return EntryLine(
        title, marks=(unsaved.kind.value, Cases.NOT_SAVED), audience=unsaved.audience,
        made=unsaved.kept,
    )  # fmt: skip


class EntryList(OptionList):
    """The entries of what was chosen in the tree."""

    DEFAULT_CSS = """
    EntryList {
        border: none;
        padding: 0;
        background: $surface;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &:focus { border: none; }
    }
    """
    BINDINGS = [Binding("right", "select", show=False, id="list-open")]

    def __init__(self) -> None:
        super().__init__(id="list", markup=False)
        self._chosen: list[Chosen | None] = []
        self._shown: list[Visual] = []
        self._ticked: set[bytes] = set()

    def show(self, groups: Sequence[Group]) -> None:
        """Show these entries; the cursor stays on the one it was on."""
        before = self.chosen
        self._chosen, self._shown, options = [], [], list[Option]()
        for group in groups:
            self._add(group, options)
        self._ticked &= {each.entry for each in self._chosen if each is not None}
        self.clear_options()
        self.add_options(options)
        if before is None or not self.go_to(before):
            self.highlighted = self._first()

    def _add(self, group: Group, options: list[Option]) -> None:
        def add(line: Visual, chosen: Chosen | None) -> None:
            ticked = chosen is not None and chosen.entry in self._ticked
            shown = line.ticked(yes=True) if ticked and isinstance(line, EntryLine) else line
            options.append(Option(shown, disabled=chosen is None))
            self._chosen.append(chosen)
            self._shown.append(line)

        if group.heading:
            add(plain_line(group.heading, "$text-muted underline"), None)
        if group.damages:
            count = len(group.damages)
            words = Cases.DAMAGED_ONE if count == 1 else Cases.DAMAGED.format(count=count)
            add(plain_line(words, "$text-error"), None)
        pending = {each.entry for each in group.unsaved if each.entry}
        for unsaved in group.unsaved:
            if not unsaved.entry:
                add(unsaved_line(unsaved), Chosen(b"", unsaved.id))
        for entry in group.entries:
            add(line_of(entry, unsaved=entry.id in pending), Chosen(entry.id))

    def _first(self) -> int | None:
        return next((at for at, each in enumerate(self._chosen) if each is not None), None)

    @property
    def ticked(self) -> list[bytes]:
        """The entries that are ticked, in the order of the list."""
        return [each.entry for each in self._chosen if each and each.entry in self._ticked]

    def tick(self) -> None:
        """Tick the entry under the cursor, or take its tick away."""
        chosen = self.chosen
        if chosen is not None and chosen.entry:
            self._ticked ^= {chosen.entry}
            self._draw(self._chosen.index(chosen))

    def untick(self) -> None:
        """Take every tick away."""
        places = [self._chosen.index(Chosen(each)) for each in self.ticked]
        self._ticked = set()
        for at in places:
            self._draw(at)

    def _draw(self, at: int) -> None:
        line, chosen = self._shown[at], self._chosen[at]
        if isinstance(line, EntryLine) and chosen is not None:
            before = self.highlighted
            shown = line.ticked(yes=chosen.entry in self._ticked)
            self.replace_option_prompt_at_index(at, shown)
            # Exchanging the words of a line puts the cursor on the first one.
            self.highlighted = before

    @property
    def chosen(self) -> Chosen | None:
        """What the cursor is on."""
        at = self.highlighted
        return None if at is None or at >= len(self._chosen) else self._chosen[at]

    def chosen_at(self, at: int) -> Chosen | None:
        """Return what a line stands for."""
        return self._chosen[at]

    def go_to(self, chosen: Chosen) -> bool:
        """Put the cursor on something, if it is listed."""
        if chosen not in self._chosen:
            return False
        self.highlighted = self._chosen.index(chosen)
        return True

    @property
    def has_nothing(self) -> bool:
        """Whether there is nothing to choose."""
        return not any(self._chosen)

    def forget(self) -> None:
        """Let go of every entry."""
        self.clear_options()
        self._chosen, self._shown, self._ticked = [], [], set()
