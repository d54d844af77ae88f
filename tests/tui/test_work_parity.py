"""What the command line can do beside the usual: several entries, every request, odd files."""

import pytest
from textual.widgets import Input, Static

from tests.agefile import for_passphrase
from tests.cast import PARTY_A
from tests.tui.desk import desk, listed, screen_text, shows
from tests.tui.staging import at_work, until
from tui.app.archive import LookDialog, LookedDialog
from tui.app.carry import CarryDialog
from tui.app.disclosure import UnlockFileDialog
from tui.app.help import HelpDialog
from tui.app.notices import Notice
from tui.app.receive.asking import UnlockDialog
from tui.app.seal.hub import WaiverHub
from tui.app.seal.paths import FileDialog
from tui.app.seal.requests import RequestsScreen
from tui.app.seal.roster import RosterDialog
from tui.app.seal.sealing import SealDialog
from tui.app.topics import TopicsDialog
from tui.app.work.words import Cases
from tui.topics import TOPICS
from vault import JOINT, AnswerKind


@pytest.mark.long
async def test_several_entries_are_ticked_and_sealed_with_one_label(cast):
    entries = [cast.write(JOINT, f"Words {number}.") for number in range(3)]
    async with at_work(cast) as (app, pilot):
        await listed(app, pilot, 3)
        desk(app).entries.focus()
        await pilot.press("home", "space", "down", "down", "space")
        assert desk(app).entries.ticked == [entries[2], entries[0]]
        assert screen_text(app).count(Cases.TICK.strip()) == 2
        await pilot.press("f8")
        await until(pilot, lambda: shows(app, SealDialog) and len(app.screen._plans) == 2)
        assert [plan.entry.id for plan in app.screen._plans] == [entries[2], entries[0]]
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is desk(app))
        # Nothing was done, so the ticks stay; the second key on an entry takes its tick away.
        await pilot.press("space")
        assert desk(app).entries.ticked == [entries[2]]


@pytest.mark.long
async def test_ticks_go_when_what_they_were_for_is_done(cast):
    for number in range(3):
        cast.write(JOINT, f"Words {number}.")
    async with at_work(cast) as (app, pilot):
        await listed(app, pilot, 3)
        desk(app).entries.focus()
        await pilot.press("home", "space", "down", "space")
        desk(app).action_carry()
        await until(pilot, lambda: shows(app, CarryDialog) and app.screen._audiences)
        await pilot.pause()
        app.screen.action_carry()
        await until(pilot, lambda: app.screen is desk(app))
        await listed(app, pilot, 5)
        assert not desk(app).entries.ticked


@pytest.mark.long
async def test_on_a_page_a_space_is_a_space_and_the_page_is_what_acts_are_about(cast):
    first, second = cast.write(JOINT, "one"), cast.write("caucus:A", "two")
    async with at_work(cast, size=(120, 36)) as (app, pilot):
        await listed(app, pilot, 2)
        desk(app).entries.focus()
        await pilot.press("home", "space", "down", "enter")
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        await pilot.press("space", "x")
        assert desk(app).paper.editor.text == " xone"
        assert desk(app).wanted_entries() == [first]
        assert desk(app).entries.ticked == [second]
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.is_locked and app.person is None)


async def test_whoever_sits_there_is_listed_with_their_words(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        desk(app).action_roster()
        await until(pilot, lambda: shows(app, RosterDialog))
        shown = app.screen.query_one("#sitting", Static)
        await until(pilot, lambda: f"{PARTY_A} (party A)" in str(shown.render()))
        assert cast.mediator.people.words(PARTY_A) in str(shown.render())
        assert f"[A] caucus A {PARTY_A}" in str(shown.render())


@pytest.mark.long
async def test_the_requests_of_every_session_are_in_one_list_what_waits_first(cast):
    views = [cast.ask(cast.seal(label=label)) for label in ("The rota", "The report")]
    cast.mediator.waivers.answer(views[1].id, AnswerKind.REFUSAL)
    async with at_work(cast) as (app, pilot):
        desk(app).action_requests()
        await until(pilot, lambda: shows(app, RequestsScreen) and app.screen._requests)
        assert [each.id for each in app.screen._requests] == [view.id for view in views]
        await pilot.pause()
        assert "Berg and Falk" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: shows(app, WaiverHub))


@pytest.mark.long
async def test_an_archive_is_looked_into_and_nothing_of_it_is_taken_in(cast, tmp_path):
    cast.write(JOINT, "text")
    own, foreign, cut = (tmp_path / name for name in ("own.zip", "foreign.zip", "cut.zip"))
    for path, names in ((own, ()), (foreign, (PARTY_A,))):
        with path.open("w+b") as file:
            cast.mediator.archives.export(file, [cast.session], names)
    cut.write_bytes(own.read_bytes()[:-9])
    async with at_work(cast) as (app, pilot):
        for path, says in (
            (own, "is whole. Mara Lindt made and signed it"), (foreign, "made for somebody else"),
            (cut, "cut on the way"),
        ):  # fmt: skip
            desk(app).action_look()
            await until(pilot, lambda: shows(app, LookDialog))
            app.screen.query_one("#path", Input).value = str(path)
            await pilot.press("enter")
            await until(pilot, lambda: shows(app, LookedDialog))
            found = app.screen.query_one("#found", Static)
            await until(pilot, lambda says=says, found=found: says in str(found.render()))
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is desk(app))


@pytest.mark.long
async def test_a_locked_file_of_any_kind_is_unlocked(cast, tmp_path):
    (tmp_path / "any.age").write_bytes(for_passphrase(b"a pdf, say", "copper lantern"))
    (tmp_path / "open").write_bytes(b"not locked")
    async with at_work(cast) as (app, pilot):
        for name, asked in (("open", Notice), ("any.age", UnlockDialog)):
            desk(app).action_unlock_file()
            await until(pilot, lambda: shows(app, UnlockFileDialog))
            app.screen.query_one("#path", Input).value = str(tmp_path / name)
            await pilot.press("enter")
            await until(pilot, lambda asked=asked: shows(app, asked))
            if asked is Notice:
                await pilot.press("enter")
                await until(pilot, lambda: app.screen is desk(app))
        app.screen.query_one("#passphrase", Input).value = "copper lantern"
        await pilot.press("enter")
        await until(pilot, lambda: shows(app, FileDialog))
        app.screen.query_one("#path", Input).value = str(tmp_path / "clear")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is desk(app))
    assert (tmp_path / "clear").read_bytes() == b"a pdf, say"


@pytest.mark.long
async def test_the_topics_of_the_command_line_are_read_from_the_help(cast):
    async with at_work(cast) as (app, pilot):
        await pilot.press("f1")
        await until(pilot, lambda: shows(app, HelpDialog))
        app.screen.action_topics()
        await until(pilot, lambda: shows(app, TopicsDialog))
        dialog = app.screen
        await pilot.press("enter")
        await until(pilot, lambda: dialog.query_one("#topic").display)
        first = TOPICS[min(TOPICS)]
        assert first.splitlines()[0] in str(dialog.query_one("#topic-text", Static).render())
        await pilot.press("escape", "escape")
        await until(pilot, lambda: shows(app, HelpDialog))
