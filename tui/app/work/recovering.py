"""Asking about text that was not saved when the program ended, once somebody has unlocked."""

from collections.abc import Sequence
from contextlib import suppress

from tui.app.notices import Notice, Question
from tui.app.work.acts import PageActs
from tui.app.work.recovery import Fate, RecoveredDialog
from tui.app.work.sheet import Sheet, first_line, recovered
from tui.app.work.tree import Spot
from tui.app.work.words import Recovered
from vault import DamagedError, Kind, NotFoundError, UnlockedVault, UnsavedText


class Recovering(PageActs):
    """Brings back what was typed before a crash."""

    async def choose(self, spot: Spot) -> None:
        """List what belongs to a line of the tree."""

    async def recover(self) -> None:
        """Ask about every text that was not saved when the program ended."""
        unsaved_texts = self.app.unlocked.unsaved
        if damaged := await self.app.ask(unsaved_texts.damaged):
            await self._tell_damaged(damaged)
        for unsaved in await self.app.ask(unsaved_texts.all):
            with suppress(NotFoundError):
                await self._recover_one(unsaved)

    async def _tell_damaged(self, damaged: Sequence[bytes]) -> None:
        """Say what cannot be read any more, and ask whether to throw it away."""
        count = len(damaged)
        said = Recovered.DAMAGED_ONE if count == 1 else Recovered.DAMAGED.format(count=count)
        if self.app.unlocked.behind:
            told = f"{said}\n\n{Recovered.DAMAGED_READ_ONLY}"
            await self.app.push_screen_wait(Notice(Recovered.DAMAGED_TITLE, told))
            return
        question = Question(
            Recovered.DAMAGED_TITLE, f"{said}\n\n{Recovered.DAMAGED_WHAT}",
            stay=Recovered.DAMAGED_LEAVE, go=Recovered.THROW,
        )  # fmt: skip
        if await self.app.push_screen_wait(question):
            for each in damaged:
                await self.app.ask(self.app.unlocked.unsaved.drop, each)

    async def _recover_one(self, unsaved: UnsavedText) -> None:
        person = self.app.unlocked
        room = await self.room_of(unsaved.session)
        if unsaved.audience not in room.audiences:
            return
        sheet = await self.app.ask(_laid_over, person, unsaved)
        if not sheet.differs:
            await self.app.ask(person.unsaved.drop, unsaved.id)
            return
        dialog = RecoveredDialog(unsaved, await self._where(unsaved))
        fate = await self.app.push_screen_wait(dialog)
        if fate is Fate.THROW:
            await self.app.ask(person.unsaved.drop, unsaved.id)
        elif fate is Fate.KEEP:
            if unsaved.entry and not sheet.entry:
                self.notify(Recovered.ORPHAN, severity="warning", markup=False)
            view = self.view_of(unsaved.session)
            if view is not None:
                await self.choose(Spot(view.case, view.id))
            await self.show_sheet(sheet)

    async def _where(self, unsaved: UnsavedText) -> str:
        name = unsaved.title or first_line(unsaved.text)
        name = f"“{name}”" if name else Recovered.IN_NEW.format(kind=unsaved.kind.value)
        if unsaved.base and not unsaved.entry:
            name = await self.app.ask(_correction, self.app.unlocked, unsaved.base)
        return f"{name} ({self.session_name(unsaved.session)})"


def _correction(person: UnlockedVault, record: bytes) -> str:
    """Return what a text is called that corrects a record."""
    try:
        header = person.entries.show(record).revision.header
    except (NotFoundError, DamagedError):
        return Recovered.CORRECTION_UNKNOWN
    return Recovered.CORRECTION.format(title=header.title)


def _laid_over(person: UnlockedVault, unsaved: UnsavedText) -> Sheet:
    try:
        return recovered(person, unsaved)
    except NotFoundError:
        return Sheet(
            unsaved.id, unsaved.session, unsaved.audience,
            Kind.NOTE if unsaved.kind is Kind.RECORD and unsaved.entry else unsaved.kind,
            title=unsaved.title, text=unsaved.text, speakers=unsaved.speakers, tags=unsaved.tags,
            cursor=unsaved.cursor, kept=True,
        )  # fmt: skip
