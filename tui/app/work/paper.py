"""The page on the desk: whose eyes it is for, the text, and keeping every word of it."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static, TextArea

from tui.app.scope import reads, scope
from tui.app.text import plain, plain_line
from tui.app.work import times
from tui.app.work.capture import CaptureLine
from tui.app.work.editor import NoteEditor
from tui.app.work.incoming import LINE_CHARACTERS, NOTE_BYTES
from tui.app.work.saving import write
from tui.app.work.sheet import Sheet, may_write
from tui.app.work.speakers import capture, handles
from tui.app.work.words import Cases, Paper as Words
from tui.wording import describe
from vault import PRIVATE, Kind, LockedError, Room, StorageFullError, VaultError

if TYPE_CHECKING:
    from tui.app.application import CaucusApp

KEEP_SECONDS = 1.0
"""After a key, how soon what was typed is kept. With the keeping itself it is below two seconds,
whether somebody pauses or types on."""
_LONGEST_LINE = 10 * LINE_CHARACTERS


class Paper(Vertical):
    """Shows one sheet at a time. It never asks anything; whoever owns it does."""

    @dataclass
    class Saved(Message):
        """A version was written."""

        sheet: Sheet

    def __init__(self) -> None:
        super().__init__(id="paper")
        self.sheet: Sheet | None = None
        self.room: Room | None = None
        self.writable = False
        self._timer: Timer | None = None
        self._turn = asyncio.Lock()
        self._who = ""
        """The speaker that was inserted last, to be exchanged for the next."""

    @property
    def app(self) -> "CaucusApp":  # type: ignore[override] # this class of program, not any
        """The program."""
        return cast("CaucusApp", super().app)

    def compose(self) -> ComposeResult:
        yield Static("", id="banner", markup=False)
        yield Static("", id="about", markup=False)
        with Vertical(id="alert"):
            yield Static("", id="alert-words", markup=False)
            yield self.screen.button("merge")  # type: ignore[attr-defined]
        yield NoteEditor(id="editor")
        yield CaptureLine()

    @property
    def editor(self) -> NoteEditor:
        """The field."""
        return self.query_one(NoteEditor)

    @property
    def line(self) -> CaptureLine:
        """The line for what is being said."""
        return self.query_one(CaptureLine)

    # What is on it ---------------------------------------------------------------------------

    def show(self, sheet: Sheet, room: Room) -> None:
        """Put a sheet on the desk. What lay there before must have been saved."""
        self.sheet, self.room, self._who = sheet, room, ""
        large = len(sheet.text.encode()) > 2 * NOTE_BYTES or any(
            len(line) > _LONGEST_LINE for line in sheet.text.split("\n")
        )
        only_read = self.app.status.read_only or large
        self.writable = not only_read and may_write(room, sheet)
        shown = scope(sheet.audience)
        banner = self.query_one("#banner", Static)
        banner.set_classes(shown.css)
        readers = reads(sheet.audience, room.roster, room.seat)
        banner.update(plain(f"[{shown.letter}] {shown.word.upper()}: {readers}"))
        self.editor.read_only = not self.writable
        self.editor.open_text(sheet.text, sheet.cursor)
        self.line.display = self.writable
        self.line.clear()
        self.alert(Words.VERSIONS if sheet.others else "", merge=bool(sheet.others))
        self._tell(large=large)

    def clear(self) -> None:
        """Take the sheet off the desk."""
        self.sheet = self.room = None
        self.writable = False
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.editor.open_text("")
        self.line.clear()
        for name in ("#banner", "#about", "#alert-words"):
            self.query_one(name, Static).update("")
        self.alert("")
        self.app.tell(saved=0, unsaved=False, kind="", version=0)

    def alert(self, words: str, *, merge: bool = False) -> None:
        """Say something that stays until it is no longer so; an empty text takes it away."""
        self.query_one("#alert").display = bool(words)
        self.query_one("#alert-words", Static).update(plain(words))
        self.query_one("#do-merge").display = merge

    def _tell(self, *, large: bool = False) -> None:
        """Say above the text what it is, and in the status line whether it is saved."""
        sheet, room = self.sheet, self.room
        if sheet is None or room is None:
            return
        if not sheet.entry:
            state = Words.NEW.format(kind=sheet.kind.value)
        elif sheet.is_final:
            state = Words.FINAL
        else:
            state = Cases.VERSION.format(kind=sheet.kind.value, number=sheet.number)
        parts: list[str] = []
        if sheet.entry and not self.writable and not sheet.is_final:
            parts.append(self._why_read_only(large=large))
        if sheet.corrects:
            parts.append(Words.CORRECTS)
        count = len(sheet.shown.revision.header.attachments) if sheet.shown else 0
        if count:
            parts.append(Words.FILE if count == 1 else Words.FILES.format(count=count))
        if sheet.files:
            parts.append(Words.WAITING.format(count=len(sheet.files)))
        name = plain_line(sheet.name, "bold")
        about = name + plain_line(f"  {state}", "$text-muted")
        if parts:
            about += "\n" + plain_line(" · ".join(parts), "$text-muted")
        self.query_one("#about", Static).update(about)
        self.app.tell(
            unsaved=self.writable and sheet.differs and not sheet.is_blank,
            kind=sheet.kind.value, version=sheet.number,
        )  # fmt: skip

    def _why_read_only(self, *, large: bool) -> str:
        if self.app.status.read_only:
            return Words.BEHIND if self.app.archive is None else Words.ARCHIVE
        if self.room is not None and self.room.closed and self.sheet is not None:
            return Words.CLOSED if self.sheet.audience != PRIVATE else Words.LARGE
        return Words.LARGE if large else Words.FOREIGN

    # Keeping it ------------------------------------------------------------------------------

    @on(TextArea.Changed, "#editor")
    def _typed(self) -> None:
        if self.sheet is not None and self.writable and self.editor.text != self.sheet.text:
            self.touched()

    def touched(self) -> None:
        """Note that something was typed: it is kept within two seconds, typing on or not."""
        if self._timer is None:
            self._timer = self.set_timer(KEEP_SECONDS, self._time_is_up)
            self.app.tell(unsaved=True)

    def _time_is_up(self) -> None:
        self._timer = None
        self.run_worker(self._keep_quietly(), group="keeping")

    async def _keep_quietly(self) -> None:
        """Keep what was typed. Nobody is interrupted: what goes wrong stands above the text."""
        try:
            await self.keep()
        except LockedError:
            return
        except VaultError as error:
            self.complain(error)
            # Perhaps there is room on the disk by then.
            self.touched()

    def complain(self, error: VaultError) -> None:
        """Say above the text that it could not be saved."""
        words = describe(error)
        self.alert(
            Words.FULL if isinstance(error, StorageFullError)
            else Words.NOT_KEPT.format(message=words.message, hint=words.hint)
        )  # fmt: skip

    def _read(self) -> Sheet | None:
        """Bring the sheet up to what is on the screen, and return it if it can be saved."""
        sheet = self.sheet
        if sheet is None or not self.writable:
            return None
        sheet.text, sheet.cursor = self.editor.text, self.editor.cursor_location
        return sheet

    async def keep(self) -> None:
        """Keep the text as it stands, encrypted, until it is saved. Raises VaultError."""
        async with self._turn:
            sheet = self._read()
            if sheet is None:
                return
            if sheet.is_blank or not sheet.differs:
                await self._drop(sheet)
                return
            unsaved = self.app.unlocked.unsaved
            await self.app.thread.ask_beside(unsaved.keep, sheet.as_unsaved())
            sheet.kept = True
            self._after_keeping()

    def _after_keeping(self) -> None:
        large = self.sheet is not None and len(self.sheet.text.encode()) > NOTE_BYTES
        if self.sheet is not None and not self.sheet.others:
            self.alert(Words.LONG if large else "")
        self._tell()

    async def _drop(self, sheet: Sheet) -> None:
        if sheet.kept:
            await self.app.thread.ask_beside(self.app.unlocked.unsaved.drop, sheet.id)
            sheet.kept = False

    async def save(self) -> bool:
        """Write a version if anything changed. Returns whether. Raises VaultError."""
        if self.app.thread.is_busy:
            # Perhaps with a large file: until the version has its turn, the text is kept beside.
            await self.keep()
            await self.app.thread.quiet()
        async with self._turn:
            sheet, room = self._read(), self.room
            if sheet is None or room is None:
                return False
            if sheet.is_blank or not sheet.differs:
                await self._drop(sheet)
                return False
            sheet.read_names(room)
            state = sheet.state
            await write(self.app, sheet)
            sheet.settle(state)
            self.app.tell(saved=self.app.setup.clock())
            await self._drop(sheet)
            if sheet is self.sheet:
                self.alert(Words.VERSIONS if sheet.others else "", merge=bool(sheet.others))
                self._tell()
                self._typed()
            self.post_message(self.Saved(sheet))
            return True

    async def put_away(self) -> VaultError | None:
        """Save what is on the desk as well as it can be: as a version, or else as unsaved text.

        A record is never made final by leaving it. Returns why no version was written, if none
        could be; raises VaultError if nothing could be kept at all.
        """
        sheet = self._read()
        if sheet is None or (sheet.kind is Kind.RECORD and not sheet.entry):
            await self.keep()
            return None
        try:
            await self.save()
        except VaultError as error:
            await self.keep()
            return error
        return None

    # Writing into it -------------------------------------------------------------------------

    @on(CaptureLine.Said)
    def _said(self, event: CaptureLine.Said) -> None:
        if self.sheet is None or self.room is None or not self.writable:
            return
        now = times.hour(self.app.setup.clock())
        captured = capture(event.line, now, self.room.roster)
        self.sheet.add_names(captured.speakers, captured.tags)
        self.editor.append_line(captured.text)
        self._who = ""
        self.touched()

    def take_merged(self, text: str) -> None:
        """Go on with a text that stands for every version there is."""
        if self.sheet is not None and self.writable:
            self.sheet.base = b""
            self.sheet.unsettle()
            self.editor.open_text(text)
            self.alert("")
            self.touched()
            self.editor.focus()

    def insert_time(self) -> None:
        """Write the time of day where the cursor is."""
        if self.writable:
            self._field().put(f"{times.hour(self.app.setup.clock())} ")

    def insert_speaker(self) -> None:
        """Write the next person of the session where the cursor is."""
        if not self.writable or self.room is None:
            return
        mine = self.room.seat.name
        ordered = sorted(handles(self.room.roster).items(), key=lambda each: each[1] == mine)
        names = [f"@{handle} " for handle, _ in ordered]
        following = names[(names.index(self._who) + 1) % len(names)] if self._who in names else ""
        field = self._field()
        again = bool(self._who) and field.stands_before(self._who)
        word = following if again else names[0]
        field.put(word, self._who if again else "")
        self._who = word

    def _field(self) -> NoteEditor | CaptureLine:
        return self.line if self.line.has_focus else self.editor
