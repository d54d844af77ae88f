"""Versions: which there are, what they changed, bringing one back, and two people at once."""

import pytest

from tests.cast import PARTY_A
from tests.tui.desk import desk, open_entry, screen_text, shows, type_text
from tests.tui.staging import at_work, until
from tui.app.work.history import HistoryScreen
from tui.app.work.merging import MergeDialog
from vault import JOINT, Kind, NewEntry


@pytest.fixture
def draft(cast):
    """A joint draft in three versions."""
    entry = cast.write(JOINT, "one\ntwo [/b]\nthree", kind=Kind.DRAFT, title="Terms")
    cast.party("A").entries.edit(entry, "one\n2\nthree")
    cast.mediator.entries.edit(entry, "one\n2\nthree\nfour")
    return entry


async def history(app, pilot):
    desk(app).action_history()
    await until(pilot, lambda: shows(app, HistoryScreen))
    await until(pilot, lambda: "changed in" in screen_text(app) or "first" in screen_text(app))


@pytest.mark.long
async def test_the_versions_are_listed_newest_first_with_what_each_changed(cast, draft):
    async with at_work(cast, size=(100, 30)) as (app, pilot):
        await open_entry(app, pilot, draft)
        await history(app, pilot)
        shown = screen_text(app)
        assert shown.index("v3 ") < shown.index("v2 ") < shown.index("v1 ")
        assert "+ four" in shown
        await pilot.press("down")
        await until(pilot, lambda: "- two [/b]" in screen_text(app))
        assert "+ 2" in screen_text(app)
        assert "Anna Berg" in screen_text(app)
        await pilot.press("down")
        await until(pilot, lambda: "The first version:" in screen_text(app))
        assert "two [/b]" in screen_text(app)


async def test_a_version_is_brought_back_as_a_new_one(cast, draft):
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, draft)
        await history(app, pilot)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: app.screen is desk(app))
        await until(pilot, lambda: desk(app).paper.editor.text == "one\ntwo [/b]\nthree")
        shown = cast.mediator.entries.show(draft)
        assert len(shown.entry.revisions) == 4
        assert shown.text == "one\ntwo [/b]\nthree"
        assert cast.mediator.entries.show(draft, 3).text == "one\n2\nthree\nfour"


@pytest.mark.long
async def test_the_newest_version_is_not_brought_back(cast, draft):
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, draft)
        await history(app, pilot)
        await pilot.click("#do-restore")
        await pilot.pause()
        assert shows(app, HistoryScreen)
        assert len(cast.mediator.entries.show(draft).entry.revisions) == 3


@pytest.mark.long
async def test_an_entry_of_one_version_says_so(cast):
    entry = cast.write(JOINT, "alone")
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, entry)
        await history(app, pilot)
        assert "This is the first version." in screen_text(app)
        assert app.screen.check_action("restore", ()) is None


@pytest.mark.long
async def test_what_is_typed_is_saved_before_the_versions_are_looked_at(cast, draft):
    async with at_work(cast) as (app, pilot):
        editor = await open_entry(app, pilot, draft)
        editor.insert("zero\n")
        await history(app, pilot)
        await until(pilot, lambda: "+ zero" in screen_text(app))
        assert len(cast.mediator.entries.show(draft).entry.revisions) == 4


async def forked(app, pilot, cast, draft):
    """Let two people save at once; the mediator's program sees both versions."""
    editor = await open_entry(app, pilot, draft)
    cast.party("A").entries.edit(draft, "one\n2\nthree\nfour\nfrom Anna")
    editor.insert("from Mara\n", (0, 0))
    await pilot.press("ctrl+s")
    await until(pilot, lambda: bool(desk(app).paper.sheet.others))
    return editor


@pytest.mark.long
async def test_two_people_at_once_lose_nothing_and_are_told(cast, draft):
    async with at_work(cast) as (app, pilot):
        editor = await forked(app, pilot, cast, draft)
        assert editor.text.startswith("from Mara")
        assert "Two people changed this at once." in screen_text(app)
        assert len(cast.mediator.entries.show(draft).entry.versions) == 2


@pytest.mark.long
async def test_both_versions_are_shown_and_put_into_one_text_on_request(cast, draft):
    async with at_work(cast) as (app, pilot):
        editor = await forked(app, pilot, cast, draft)
        await pilot.click("#do-merge")
        await until(pilot, lambda: shows(app, MergeDialog))
        shown = screen_text(app)
        assert "from Anna" in shown
        assert "from Mara" in shown
        assert app.focused.id == "do-later"
        await pilot.click("#do-both")
        await until(pilot, lambda: app.screen is desk(app))
        assert "from Mara" in editor.text
        assert "from Anna" in editor.text
        await pilot.press("ctrl+s")
        await until(pilot, lambda: desk(app).paper.sheet.others == ())
        entry = cast.mediator.entries.show(draft).entry
        assert len(entry.versions) == 1
        assert not desk(app).query_one("#alert").display


@pytest.mark.long
async def test_going_on_with_ones_own_version_settles_it_too(cast, draft):
    async with at_work(cast) as (app, pilot):
        editor = await forked(app, pilot, cast, draft)
        mine = editor.text
        await pilot.click("#do-merge")
        await until(pilot, lambda: shows(app, MergeDialog))
        versions = [version.text for version in app.screen._versions]
        await pilot.click(f"#take-{versions.index(mine)}")
        await until(pilot, lambda: app.screen is desk(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: desk(app).paper.sheet.others == ())
        shown = cast.mediator.entries.show(draft)
        assert (shown.text, len(shown.entry.versions)) == (mine, 1)


@pytest.mark.long
async def test_a_third_version_that_nobody_compared_stays_beside_the_merged_text(cast, draft):
    async with at_work(cast) as (app, pilot):
        await forked(app, pilot, cast, draft)
        await pilot.click("#do-merge")
        await until(pilot, lambda: shows(app, MergeDialog))
        cast.party("B").entries.edit(draft, "from Boris", base=draft)
        await pilot.click("#do-both")
        await until(pilot, lambda: app.screen is desk(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: desk(app).paper.sheet.number == 7)
        texts = {
            cast.mediator.entries.show(draft, number).text
            for number, each in enumerate(cast.mediator.entries.show(draft).entry.revisions, 1)
            if each in cast.mediator.entries.show(draft).entry.versions
        }
        assert "from Boris" in texts


@pytest.mark.long
async def test_deciding_later_leaves_both_versions(cast, draft):
    async with at_work(cast) as (app, pilot):
        await forked(app, pilot, cast, draft)
        await pilot.click("#do-merge")
        await until(pilot, lambda: shows(app, MergeDialog))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is desk(app))
        assert len(cast.mediator.entries.show(draft).entry.versions) == 2


@pytest.mark.long
async def test_a_party_and_a_mediator_revise_a_draft_in_turn(cast):
    draft = cast.party("A").entries.add(
        cast.session, NewEntry(JOINT, "from Anna", kind=Kind.DRAFT)
    ).id  # fmt: skip
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, draft)
        await type_text(pilot, "seen. ")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: desk(app).paper.sheet.number == 2)
    async with at_work(cast, PARTY_A) as (app, pilot):
        editor = await open_entry(app, pilot, draft)
        assert editor.text == "seen. from Anna"
