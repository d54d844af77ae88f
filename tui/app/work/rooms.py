"""The doors from the work screen to every other room. Each is imported when it is opened."""

from typing import TYPE_CHECKING, Any

from tui.app.notices import Question
from tui.app.screen import CaucusScreen
from tui.app.work.contents import session_words
from tui.app.work.words import Closing
from vault import SessionView

if TYPE_CHECKING:
    from tui.app.work.listing import Chosen


class Doors(CaucusScreen[None]):
    """What the work screen opens. It says where it stands; what comes back is shown again."""

    def __init__(self) -> None:
        super().__init__()
        self.views: list[SessionView] = []
        """This person's sessions, newest first."""

    def view_of(self, session: bytes) -> SessionView | None:
        """Return a session's line."""
        return next((view for view in self.views if view.id == session), None)

    def session_name(self, session: bytes) -> str:
        """Return what a session is called."""
        view = self.view_of(session)
        return session_words(view) if view is not None else ""

    @property
    def here(self) -> bytes:
        """The session that is on the screen, or an empty id."""
        return b""

    @property
    def case(self) -> str:
        """The case that is on the screen, or an empty text."""
        return ""

    def wanted_entries(self) -> list[bytes]:
        """Return the saved entries that an act is about."""
        return []

    def untick(self) -> None:
        """Take every tick away: what was to be done with several entries is done."""

    async def settle(self) -> bool:
        """Save what is on the page before something else is done with it."""
        raise RuntimeError("a door leads from the work screen")

    async def reload(self) -> None:
        """Show everything again as it is now."""

    async def go_to(self, session: bytes, chosen: "Chosen") -> None:
        """Show an entry of a session."""

    def show_words(self, words: str) -> None:
        """Put the cursor where these words come first on the page."""

    async def _visit(self, screen: Any) -> Any:  # noqa: ANN401 (each room has an answer of its own)
        """Save, open a room, wait until it is left, and show what is different since."""
        self.app.ahead.set_out()
        await self.settle()
        answer = await self.app.push_screen_wait(screen)
        await self.reload()
        return answer

    # Acts on entries -------------------------------------------------------------------------

    def action_carry(self) -> None:
        from tui.app.carry import CarryDialog

        self.begin(self._with_entries(CarryDialog))

    def action_seal(self) -> None:
        from tui.app.seal.sealing import SealDialog

        self.begin(self._with_entries(SealDialog))

    def action_destroy(self) -> None:
        from tui.app.destroy import DestroyDialog

        self.begin(self._with_entries(DestroyDialog))

    def action_disclose(self) -> None:
        from tui.app.disclosure import DiscloseDialog

        self.begin(self._with_entries(DiscloseDialog))

    async def _with_entries(self, dialog: Any) -> None:  # noqa: ANN401
        """Open a room that is about entries, once what is on the page is saved."""
        self.app.ahead.set_out()
        await self.settle()
        entries = self.wanted_entries()
        if not entries:
            self.app.ahead.arrive()
        elif await self._visit(dialog(entries)):
            self.untick()

    def action_find(self) -> None:
        self.begin(self._find())

    async def _find(self) -> None:
        from tui.app.find import FindScreen
        from tui.app.work.listing import Chosen

        if (found := await self._visit(FindScreen(self.case or None))) is not None:
            await self.go_to(found.session, Chosen(found.entry))
            self.show_words(found.words)

    # Sessions --------------------------------------------------------------------------------

    def action_docket(self) -> None:
        from tui.app.seal.docket import DocketScreen

        self.begin(self._visit(DocketScreen(self.here)))

    def action_requests(self) -> None:
        from tui.app.seal.requests import RequestsScreen

        self.begin(self._visit(RequestsScreen()))

    def action_roster(self) -> None:
        from tui.app.seal.roster import RosterDialog

        self.begin(self._visit(RosterDialog(self.here)))

    def action_convene(self) -> None:
        from tui.app.convene import ConveneDialog

        self.begin(self._visit(ConveneDialog()))

    def action_reconvene(self) -> None:
        from tui.app.convene import ConveneDialog

        self.begin(self._visit(ConveneDialog(self.here)))

    def action_archive(self) -> None:
        from tui.app.archive import ArchiveDialog

        self.begin(self._visit(ArchiveDialog(self.here)))

    def action_report(self) -> None:
        from tui.app.disclosure import ReportDialog

        self.begin(self._visit(ReportDialog(self.here)))

    def action_destroy_session(self) -> None:
        from tui.app.destroy import DestroySessionDialog

        self.begin(self._visit(DestroySessionDialog(self.here)))

    def action_close_session(self) -> None:
        self.begin(self._close_session(self.here))

    async def _close_session(self, session: bytes) -> None:
        await self.settle()
        question = Question(Closing.TITLE, Closing.TEXT, stay=Closing.STAY, go=Closing.GO)
        if await self.app.push_screen_wait(question):
            await self.app.ask(self.app.unlocked.sessions.close, session)
            await self.reload()

    # The house -------------------------------------------------------------------------------

    def action_receive(self) -> None:
        from tui.app.receive import ReceiveDialog

        self.begin(self._visit(ReceiveDialog()))

    def action_read_file(self) -> None:
        self.begin(self._read_file())

    async def _read_file(self) -> None:
        from tui.app.disclosure import DisclosureScreen, OpenDialog

        path = await self._visit(OpenDialog())
        if path is not None:
            await self.app.push_screen_wait(DisclosureScreen(path))

    def action_unlock_file(self) -> None:
        self.begin(self._unlock_file())

    async def _unlock_file(self) -> None:
        from tui.app.disclosure import UnlockFileDialog, unlock_file

        path = await self._visit(UnlockFileDialog())
        if path is not None:
            await unlock_file(self.app, path)

    def action_look(self) -> None:
        self.begin(self._look())

    async def _look(self) -> None:
        from tui.app.archive import LookDialog, LookedDialog

        path = await self._visit(LookDialog())
        if path is not None:
            await self.app.push_screen_wait(LookedDialog(path))

    def action_sheet(self) -> None:
        from tui.app.first.renewing import NewSheetDialog

        self.begin(self._visit(NewSheetDialog()))

    def action_people(self) -> None:
        from tui.app.people import PeopleScreen

        self.begin(self._visit(PeopleScreen()))

    def action_backup(self) -> None:
        from tui.app.upkeep import BackupDialog

        self.begin(self._visit(BackupDialog()))

    def action_restore(self) -> None:
        from tui.app.upkeep import RestoreDialog

        self.begin(self._visit(RestoreDialog()))

    def action_check(self) -> None:
        from tui.app.upkeep import CheckScreen

        self.begin(self._visit(CheckScreen()))

    def action_activity(self) -> None:
        from tui.app.activity import ActivityScreen

        self.begin(self._visit(ActivityScreen()))

    def action_settings(self) -> None:
        from tui.app.settings import SettingsScreen

        self.begin(self._visit(SettingsScreen()))
