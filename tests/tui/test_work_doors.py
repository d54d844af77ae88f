"""The work screen opens every other room, and what is changed there is seen on coming back."""

import pytest

from tests.tui.desk import desk, listed, open_entry, screen_text
from tests.tui.staging import at_work, until
from tui.app.activity import ActivityScreen
from tui.app.archive import ArchiveDialog, LookDialog
from tui.app.carry import CarryDialog
from tui.app.convene import ConveneDialog
from tui.app.destroy import DestroyDialog, DestroySessionDialog
from tui.app.disclosure import DiscloseDialog, OpenDialog, ReportDialog, UnlockFileDialog
from tui.app.find import FindScreen
from tui.app.find.results import Hit
from tui.app.first.renewing import NewSheetDialog
from tui.app.notices import Question
from tui.app.people import PeopleScreen
from tui.app.receive import ReceiveDialog
from tui.app.seal.docket import DocketScreen
from tui.app.seal.requests import RequestsScreen
from tui.app.seal.roster import RosterDialog
from tui.app.seal.sealing import SealDialog
from tui.app.settings import SettingsScreen
from tui.app.upkeep import BackupDialog, CheckScreen, RestoreDialog
from vault import JOINT, NewEntry

ROOMS = {
    "activity": ActivityScreen,
    "archive": ArchiveDialog,
    "backup": BackupDialog,
    "carry": CarryDialog,
    "check": CheckScreen,
    "close_session": Question,
    "convene": ConveneDialog,
    "destroy": DestroyDialog,
    "destroy_session": DestroySessionDialog,
    "disclose": DiscloseDialog,
    "docket": DocketScreen,
    "find": FindScreen,
    "look": LookDialog,
    "people": PeopleScreen,
    "read_file": OpenDialog,
    "receive": ReceiveDialog,
    "reconvene": ConveneDialog,
    "report": ReportDialog,
    "requests": RequestsScreen,
    "restore": RestoreDialog,
    "roster": RosterDialog,
    "seal": SealDialog,
    "settings": SettingsScreen,
    "sheet": NewSheetDialog,
    "unlock_file": UnlockFileDialog,
}


@pytest.mark.long
@pytest.mark.parametrize(("action", "room"), ROOMS.items())
async def test_every_room_opens_after_the_page_was_saved_and_leads_back_to_it(cast, action, room):
    entry = cast.write(JOINT, "text")
    async with at_work(cast) as (app, pilot):
        editor = await open_entry(app, pilot, entry)
        editor.insert("more ")
        await app.run_action(f"screen.{action}")
        await until(pilot, lambda: isinstance(app.screen, room))
        assert cast.mediator.entries.show(entry).text == "more text"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is desk(app))
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        assert desk(app).paper.editor.text == "more text"
        assert not desk(app).paper.editor.read_only


@pytest.mark.long
async def test_an_entry_that_was_destroyed_meanwhile_leaves_the_page(cast):
    entry = cast.write(JOINT, "text")
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, entry)
        desk(app).action_activity()
        await until(pilot, lambda: app.screen is not desk(app))
        cast.mediator.entries.destroy([entry])
        await pilot.press("escape")
        await until(pilot, lambda: desk(app).paper.sheet is None)
        await until(pilot, lambda: "Nothing here yet" in screen_text(app))


@pytest.mark.long
async def test_a_session_that_is_closed_here_is_closed_on_the_page_too(cast):
    entry = cast.write(JOINT, "text")
    async with at_work(cast) as (app, pilot):
        editor = await open_entry(app, pilot, entry)
        desk(app).action_close_session()
        await until(pilot, lambda: isinstance(app.screen, Question))
        assert app.focused.id == "do-stay"
        await pilot.click("#do-go")
        await until(pilot, lambda: editor.read_only)
        assert "closed" in screen_text(app)


@pytest.mark.long
async def test_a_session_convened_meanwhile_is_shown_on_coming_back(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        desk(app).action_people()
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen))
        new = cast.mediator.sessions.convene("Another case", "First", [])
        await pilot.press("escape")
        await until(pilot, lambda: desk(app).here == new)
        assert "Another case" in screen_text(app)


@pytest.mark.long
async def test_what_is_found_is_opened_wherever_it_is(cast):
    again = cast.mediator.sessions.convene("Berg and Falk", "Second", [], follows=cast.session)
    entry = cast.write(JOINT, "the needle")
    cast.mediator.entries.add(again, NewEntry(JOINT, "hay"))
    async with at_work(cast) as (app, pilot):
        await listed(app, pilot, 1)
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, FindScreen))
        app.screen.dismiss(Hit(cast.session, entry, "needle"))
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        assert desk(app).paper.editor.text == "the needle"
        assert desk(app).here == cast.session


async def test_people_in_the_room_make_the_lock_wait_longer(cast):
    async with at_work(cast) as (app, _):
        before = app.idle_seconds
        desk(app).action_running()
        assert app.idle_seconds > before
        desk(app).action_running()
        assert app.idle_seconds == before
