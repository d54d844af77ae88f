"""Asking about text that was not saved when the program ended, once somebody has unlocked."""

from contextlib import suppress

from tui.app.text import plain
from tui.app.work.acts import PageActs
from tui.app.work.recovery import Fate, RecoveredDialog
from tui.app.work.sheet import Sheet, first_line, recovered
from tui.app.work.tree import Spot
from tui.app.work.words import Recovered
from tui.wording import describe
from vault import DamagedError, Kind, NotFoundError, UnlockedVault, UnsavedText


class Recovering(PageActs):
    """Brings back what was typed before a crash."""

    async def choose(self, spot: Spot) -> None:
        """List what belongs to a line of the tree."""

    async def recover(self) -> None:
        """Ask about every text that was not saved when the program ended."""
        person = self.app.unlocked
        try:
            texts = await self.app.ask(person.unsaved.all)
        except DamagedError as error:
            said = Recovered.DAMAGED.format(message=describe(error).message)
            self.notify(plain(said).plain, severity="warning", markup=False)
            return
        for unsaved in texts:
            with suppress(NotFoundError):
                await self._recover_one(unsaved)

    async def _recover_one(self, unsaved: UnsavedText) -> None:
        person = self.app.unlocked
        room = await self.room_of(unsaved.session)
        if unsaved.audience not in room.audiences:
            return
        sheet = await self.app.ask(_laid_over, person, unsaved)
        if not sheet.differs:
            await self.app.ask(person.unsaved.drop, unsaved.id)
            return
        dialog = RecoveredDialog(unsaved, self._where(unsaved))
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

    def _where(self, unsaved: UnsavedText) -> str:
        name = unsaved.title or first_line(unsaved.text)
        name = f"“{name}”" if name else Recovered.IN_NEW.format(kind=unsaved.kind.value)
        return f"{name} ({self.session_name(unsaved.session)})"


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
