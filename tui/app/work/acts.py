"""What is done with the page on the desk, beyond typing on it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.app.notices import Question
from tui.app.scope import reads
from tui.app.work.asking import About, DetailsDialog, NewDialog, Wanted
from tui.app.work.attaching import ExtractDialog, Extraction, PathDialog
from tui.app.work.history import HistoryScreen
from tui.app.work.importing import ImportDialog
from tui.app.work.incoming import Incoming
from tui.app.work.listing import Chosen
from tui.app.work.merging import MergeDialog, Version
from tui.app.work.reading import ReadingScreen
from tui.app.work.rooms import Doors
from tui.app.work.sheet import Sheet, opened
from tui.app.work.words import Details, Files, Final, History, Import, Paper as PaperWords
from tui.files import sources, write_whole
from vault import ExistsError, InvalidError, Kind, NewEntry, NotFoundError, Revision, Room

if TYPE_CHECKING:
    from tui.app.work.paper import Paper


class PageActs(Doors):
    """Acts on the page: versions, files, details, corrections."""

    @property
    def paper(self) -> "Paper":
        """The page."""
        from tui.app.work.paper import Paper

        return self.query_one(Paper)

    async def show_sheet(self, sheet: Sheet) -> None:
        """Put a sheet on the page."""

    async def room_of(self, session: bytes) -> Room:
        """Return a session."""
        return await self.app.ask(self.app.unlocked.sessions.open, session)

    # Writing ---------------------------------------------------------------------------------

    async def ask_new(self, session: bytes) -> None:
        """Ask what to write, and open an empty page for it."""
        self.app.ahead.set_out()
        await self.settle()
        room = await self.room_of(session)
        dialog = NewDialog(room, self.session_name(session))
        wanted: Wanted | None = await self.app.push_screen_wait(dialog)
        if wanted is not None:
            await self.show_sheet(self._blank(session, wanted))

    def _blank(self, session: bytes, wanted: Wanted) -> Sheet:
        identifier = self.app.unlocked.unsaved.new_id()
        return Sheet(identifier, session, wanted.audience, wanted.kind, title=wanted.title)

    def action_correct(self) -> None:
        self.begin(self._correct())

    async def _correct(self) -> None:
        sheet, room = self.paper.sheet, self.paper.room
        if sheet is None or room is None:
            return
        dialog = NewDialog(
            room, self.session_name(sheet.session), title=sheet.name, kind=Kind.RECORD,
            correcting=sheet.name,
        )  # fmt: skip
        wanted: Wanted | None = await self.app.push_screen_wait(dialog)
        if wanted is None:
            return
        new = self._blank(sheet.session, wanted)
        new.base = sheet.entry
        if wanted.audience == sheet.audience:
            # Into another audience nothing of it may come along unseen.
            new.text = sheet.text
        await self.show_sheet(new)

    def action_save(self) -> None:
        self.begin(self._save())

    async def _save(self) -> None:
        sheet, room = self.paper.sheet, self.paper.room
        if sheet is None or room is None:
            return
        await self.paper.keep()
        new_record = sheet.kind is Kind.RECORD and not sheet.entry and not sheet.is_blank
        if new_record and not await self._agrees_to_final(sheet, room):
            return
        if not await self.paper.save():
            self.notify(PaperWords.NOTHING_NEW, markup=False)
        elif sheet.is_final:
            await self.reopen()

    async def _agrees_to_final(self, sheet: Sheet, room: Room) -> bool:
        readers = reads(sheet.audience, room.roster, room.seat)
        text = Final.TEXT.format(readers=readers)
        question = Question(Final.TITLE, text, stay=Final.STAY, go=Final.GO)
        agreed: bool | None = await self.app.push_screen_wait(question)
        return bool(agreed)

    async def reopen(self) -> None:
        """Show the entry on the page as it lies in the vault now; the cursor stays."""
        sheet = self.paper.sheet
        if sheet is not None and sheet.entry:
            fresh = await self.app.ask(opened, self.app.unlocked, sheet.entry)
            fresh.cursor = self.paper.editor.cursor_location
            await self.show_sheet(fresh)

    # Reading ---------------------------------------------------------------------------------

    def action_read(self) -> None:
        self.begin(self._read())

    async def _read(self) -> None:
        await self.paper.keep()
        sheet, room = self.paper.sheet, self.paper.room
        if sheet is None or room is None:
            return
        corrected = ""
        if sheet.corrects:
            try:
                shown = await self.app.ask(self.app.unlocked.entries.show, sheet.corrects)
                corrected = shown.revision.header.title
            except NotFoundError:
                corrected = ""
        await self.app.push_screen_wait(ReadingScreen(room, sheet, corrected))

    def action_history(self) -> None:
        self.begin(self._history())

    async def _history(self) -> None:
        await self.settle()
        sheet, room = self.paper.sheet, self.paper.room
        if sheet is None or room is None or sheet.shown is None:
            return
        screen = HistoryScreen(room, sheet.shown.entry, writable=self.paper.writable)
        number = await self.app.push_screen_wait(screen)
        if number is not None:
            await self.reopen()
            await self.reload()
            self.notify(History.RESTORED.format(number=number), markup=False)

    def action_merge(self) -> None:
        self.begin(self._merge())

    async def _merge(self) -> None:
        await self.settle()
        sheet, room = self.paper.sheet, self.paper.room
        if sheet is None or room is None or sheet.shown is None:
            return
        versions = await self.app.ask(self._versions, sheet, room)
        text = await self.app.push_screen_wait(MergeDialog(versions))
        if text is not None:
            self.paper.take_merged(text)

    def _versions(self, sheet: Sheet, room: Room) -> list[Version]:
        shown = sheet.shown
        if shown is None:
            return []
        numbers = {each.id: at for at, each in enumerate(shown.entry.revisions, 1)}
        found: list[Version] = []
        revision: Revision
        for revision in shown.entry.versions:
            text = self.app.unlocked.entries.show(sheet.entry, numbers[revision.id]).text
            author = room.roster.seat(revision.author).name
            found.append(Version(author, revision.header.made, text))
        return found

    def action_details(self) -> None:
        self.begin(self._details())

    async def _details(self) -> None:
        sheet = self.paper.sheet
        if sheet is None:
            return
        about: About | None = await self.app.push_screen_wait(
            DetailsDialog(About(sheet.title, sheet.speakers, sheet.tags))
        )
        if about is None:
            return
        sheet.title, sheet.speakers, sheet.tags = about.title, about.speakers, about.tags
        await self.paper.keep()
        if sheet.kind is not Kind.RECORD:
            try:
                await self.paper.save()
            except InvalidError:
                self.paper.alert(Details.WRONG)

    # Files -----------------------------------------------------------------------------------

    def action_attach(self) -> None:
        self.begin(self._attach_file())

    async def _attach_file(self) -> None:
        path: Path | None = await self.app.push_screen_wait(PathDialog())
        sheet = self.paper.sheet
        if path is None or sheet is None:
            return
        if sheet.entry:
            await self.paper.save()
            await self.app.ask(self._attach_now, sheet.entry, path)
            await self.reopen()
            await self.reload()
        else:
            sheet.files.append(path)
            if sheet.kind is Kind.RECORD:
                await self.paper.keep()
                self.notify(Files.LATER, markup=False)
                return
            await self.paper.save()
            await self.reopen()
        self.notify(Files.ATTACHED, markup=False)

    def _attach_now(self, entry: bytes, path: Path) -> None:
        try:
            with sources([path]) as opened_files:
                self.app.unlocked.files.attach(entry, opened_files)
        except click.UsageError:
            raise NotFoundError("file") from None

    def action_extract(self) -> None:
        self.begin(self._extract())

    async def _extract(self) -> None:
        sheet = self.paper.sheet
        if sheet is None or sheet.shown is None:
            return
        attachments = sheet.shown.revision.header.attachments
        wanted: Extraction | None = await self.app.push_screen_wait(ExtractDialog(attachments))
        if wanted is None:
            return
        try:
            await self.app.ask(self._extract_now, sheet.entry, wanted.name, wanted.path)
        except ExistsError:
            self.notify(Files.TAKEN, severity="error", markup=False)
        except OSError:
            self.notify(Files.NOT_WRITTEN, severity="error", markup=False)
        else:
            words = Files.EXTRACTED.format(file=wanted.path)
            self.notify(words, severity="warning", markup=False)

    def _extract_now(self, entry: bytes, name: str, path: Path) -> None:
        _, pieces = self.app.unlocked.files.extract(entry, name)
        write_whole(path, pieces)

    async def bring_in(self, session: bytes) -> None:
        """Make notes of a text file."""
        self.app.ahead.set_out()
        await self.settle()
        found: Incoming | None = await self.app.push_screen_wait(ImportDialog())
        if found is None:
            return
        room = await self.room_of(session)
        dialog = NewDialog(room, self.session_name(session), title=found.title)
        wanted: Wanted | None = await self.app.push_screen_wait(dialog)
        if wanted is None:
            return
        new = NewEntry(wanted.audience, "", wanted.kind, wanted.title or found.title)
        entries = [await self._write_part(session, new, found, at)
                   for at in range(len(found.parts))]  # fmt: skip
        await self.go_to(session, Chosen(entries[0]))
        self.notify(Import.DONE, markup=False)

    async def _write_part(
        self, session: bytes, new: NewEntry, found: Incoming, at: int
    ) -> bytes:  # fmt: skip
        title, count = new.title, len(found.parts)
        if count > 1:
            title = Import.PART.format(title=title, number=at + 1, count=count)
        part = replace(new, text=found.parts[at], title=title)
        made: Revision = await self.app.ask(self.app.unlocked.entries.add, session, part)
        return made.header.entry
