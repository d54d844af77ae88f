"""The archive dialogue: what goes in, for whom, and one side's words only after its name."""

from pathlib import Path

import pytest
from textual.widgets import Button, Input, Static

from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast, passphrase_of
from tests.tui.staging import at_work, until
from tui.app.archive import ArchiveDialog
from tui.app.archive.choosing import Choosing
from tui.app.archive.plan import Prospect
from tui.app.archive.sessions import SessionList, SessionsDialog
from tui.app.archive.words import Archive, Sessions
from tui.app.tick import Tick
from vault import Invitation, NewEntry, Role, Shelf

TOLD = "ZQX-CANARY would take three instalments"


def found(dialog: ArchiveDialog) -> Prospect | None:
    """What it would hold, once that was read."""
    return dialog.query_one(Choosing).found


async def opened(app, pilot, session: bytes) -> ArchiveDialog:
    app.push_screen(ArchiveDialog(session))
    await until(pilot, lambda: isinstance(app.screen, ArchiveDialog) and found(app.screen))
    return app.screen


async def tick(pilot, dialog: ArchiveDialog, name: str) -> None:
    """Tick something, and wait until what would go in is said again."""
    before = found(dialog)
    dialog.query_one(f"#{name}", Tick).value = True
    await until(pilot, lambda: found(dialog) is not None and found(dialog) is not before)


def said(dialog: ArchiveDialog, name: str) -> str:
    return str(dialog.query_one(f"#{name}", Static).render())


def type_into(dialog: ArchiveDialog, **texts: object) -> None:
    for name, text in texts.items():
        dialog.query_one(f"#{name}", Input).value = str(text)


def look(cast: Cast, name: str, file: Path):
    """What somebody else, in a program of their own, finds in an archive."""
    with file.open("rb") as source:
        return cast.people[name].archives.look(source)


@pytest.mark.long
async def test_for_a_party_it_holds_what_they_may_read_and_says_so(cast, tmp_path):
    target = tmp_path / "a.zip"
    cast.write("joint", "the agenda")
    cast.write("caucus:A", TOLD)
    cast.write("caucus:B", "the other side")
    cast.write("private", "my own thoughts")
    cast.seal()
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, cast.session)
        own = said(dialog, "prospect")
        assert "[P] private: 1 entry" in own
        assert f"[B] caucus B {PARTY_B}: 1 entry" in own
        await tick(pilot, dialog, "seat-1")
        for_anna = said(dialog, "prospect")
        assert f"[A] caucus A {PARTY_A}: 1 entry" in for_anna
        assert "1 sealed record" in for_anna
        assert "private" not in for_anna
        assert PARTY_B not in for_anna
        dialog.action_next()
        assert Archive.OPENS_FOR.format(names=PARTY_A) in said(dialog, "review")
        assert Archive.NOT_YOU in said(dialog, "review")
        type_into(dialog, file=target, word="berg")
        await pilot.pause()
        dialog.action_write()
        await until(pilot, lambda: dialog._made == target)
        assert said(dialog, "message").startswith("Written and looked over")
    taken = look(cast, PARTY_A, target)
    assert (taken.exporter, taken.entries, taken.records) == (MEDIATOR, 2, 1)
    assert b"CANARY" not in target.read_bytes()


@pytest.mark.long
async def test_what_one_side_told_alone_leaves_only_after_its_name_was_typed(cast, tmp_path):
    cast.write("caucus:A", TOLD)
    cast.write("caucus:B", "the other side")
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, cast.session)
        dialog.action_next()
        await pilot.pause()
        assert "This file will contain what Anna Berg and Boris Falk told you alone" in said(
            dialog, "told"
        )
        type_into(dialog, file=tmp_path / "a.zip")
        for word in ("", "BERG", "FALK BERG", "yes"):
            type_into(dialog, word=word)
            await pilot.press("enter")
            assert dialog.query_one("#do-write").disabled
            assert app.focused.id == "do-back"
            dialog.action_write()
            dialog.query_one("#word").focus()
        assert not list(tmp_path.glob("*.zip"))
        type_into(dialog, word="Berg  FALK")
        await pilot.press("enter")
        await pilot.pause()
        assert app.focused.id == "do-write"
        await pilot.press("enter")
        await until(pilot, lambda: dialog._made)
    assert (tmp_path / "a.zip").exists()


async def test_without_anybody_s_confidences_no_word_is_asked_for(cast, tmp_path):
    cast.write("joint", "the agenda")
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, cast.session)
        dialog.action_next()
        await pilot.pause()
        assert not dialog.query_one("#word").display
        assert app.focused.id == "file"
        type_into(dialog, file=tmp_path / "a.zip")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: dialog._made)


@pytest.mark.long
async def test_with_the_keyslot_the_passphrase_alone_opens_it(cast, tmp_path):
    entry = cast.write("joint", "the agenda")
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, cast.session)
        dialog.query_one("#keyslot", Tick).value = True
        await until(pilot, lambda: said(dialog, "keyslot-why") == Archive.KEYSLOT_WHY)
        dialog.action_next()
        assert Archive.KEYSLOT_WHY in said(dialog, "review")
        type_into(dialog, file=tmp_path / "a.zip")
        dialog.action_write()
        await until(pilot, lambda: dialog._made)
    with (tmp_path / "a.zip").open("rb") as source:
        (tmp_path / "shelf").mkdir()
        shelf = Shelf(source, workspace=tmp_path / "shelf", clock=cast.clock)
        person = shelf.unlock(MEDIATOR, passphrase_of(MEDIATOR))
        assert person.entries.show(entry).text == "the agenda"
        person.lock()
        shelf.close()


@pytest.mark.long
async def test_nobody_s_keyslot_is_put_into_a_file_for_others(cast):
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, cast.session)
        dialog.query_one("#keyslot", Tick).value = True
        await tick(pilot, dialog, "seat-1")
        keyslot = dialog.query_one("#keyslot", Tick)
        assert not keyslot.value
        assert keyslot.disabled
        assert said(dialog, "keyslot-why") == Archive.KEYSLOT_OTHERS


@pytest.mark.long
async def test_what_others_have_not_signed_stays_behind_and_is_named(cast):
    cast.party("A").entries.add(cast.session, NewEntry("joint", "not signed yet"))
    async with at_work(cast, size=(120, 36)) as (app, pilot):
        dialog = await opened(app, pilot, cast.session)
        assert f"Stays behind: the newest entries of {PARTY_A}" in said(dialog, "prospect")


async def choosing(app, pilot, dialog: ArchiveDialog) -> SessionsDialog:
    """Go to the list of sessions."""
    await pilot.press("f6")
    await until(pilot, lambda: isinstance(app.screen, SessionsDialog))
    return app.screen


async def chosen(app, pilot, dialog: ArchiveDialog, button: str = "#do-take") -> None:
    """Come back from the list of sessions, and wait until what would go in is said again."""
    before = found(dialog)
    await pilot.click(button)
    await until(pilot, lambda: app.screen is dialog)
    await until(pilot, lambda: found(dialog) is not None and found(dialog) is not before)


@pytest.mark.long
async def test_all_sessions_of_the_case_can_go_along(cast, tmp_path):
    again = cast.mediator.sessions.convene("Berg and Falk", "Second", [], follows=cast.session)
    cast.mediator.sessions.convene("Another case", "First", [])
    cast.mediator.entries.add(again, NewEntry("joint", "hay"))
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, cast.session)
        await choosing(app, pilot, dialog)
        await pilot.press("f6")
        await chosen(app, pilot, dialog)
        assert "2 sessions, 1 entry" in said(dialog, "prospect")
        dialog.action_next()
        type_into(dialog, file=tmp_path / "a.zip")
        dialog.action_write()
        await until(pilot, lambda: dialog._made)
    assert set(look(cast, MEDIATOR, tmp_path / "a.zip").sessions) == {cast.session, again}


@pytest.mark.long
async def test_any_choice_of_sessions_goes_in_for_somebody_who_sits_in_all_of_them(cast, tmp_path):
    cast.write("caucus:A", TOLD)
    cast.write("caucus:B", "the other side")
    seats = [Invitation(Role.MEDIATOR, MEDIATOR), Invitation(Role.PARTY, PARTY_B, "A")]
    other = cast.mediator.sessions.convene("Another case", "Its sitting", seats)
    third = cast.mediator.sessions.convene("A third case", "Alone", [])
    cast.mediator.entries.add(other, NewEntry("caucus:A", "what Boris said elsewhere"))
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, cast.session)
        await choosing(app, pilot, dialog)
        listing = app.screen.query_one(SessionList)
        listing.highlighted = [each.id for each in listing.views].index(other)
        await pilot.press("space")
        await chosen(app, pilot, dialog)
        assert "2 sessions: " in said(dialog, "sessions-said")
        assert [each.name for each in dialog.query_one(Choosing).seats] == [PARTY_B]
        assert f"[A] caucus A {PARTY_A}: 1 entry" in said(dialog, "prospect")
        assert f"[A] caucus A {PARTY_B}: 1 entry" in said(dialog, "prospect")
        assert found(dialog).told.word == "FALK BERG"
        await tick(pilot, dialog, f"seat-{dialog.query_one(Choosing).seats[0].number}")
        assert PARTY_A not in said(dialog, "prospect")
        dialog.action_next()
        type_into(dialog, file=tmp_path / "a.zip", word="falk")
        await pilot.pause()
        dialog.action_write()
        await until(pilot, lambda: dialog._made)
    taken = look(cast, PARTY_B, tmp_path / "a.zip")
    assert (set(taken.sessions), taken.entries) == ({cast.session, other}, 2)
    assert third not in taken.sessions


@pytest.mark.long
async def test_where_nobody_else_sits_in_all_of_them_it_is_for_oneself(cast):
    alone = cast.mediator.sessions.convene("A third case", "Alone", [])
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, cast.session)
        await tick(pilot, dialog, "seat-1")
        await choosing(app, pilot, dialog)
        listing = app.screen.query_one(SessionList)
        listing.highlighted = [each.id for each in listing.views].index(alone)
        await pilot.press("enter")
        await chosen(app, pilot, dialog)
        assert said(dialog, "for") == Archive.NOBODY_ELSE
        assert found(dialog).plan.readers == (MEDIATOR,)


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_nothing_is_chosen_without_a_tick_and_leaving_changes_nothing(cast, size):
    for number in range(30):
        cast.mediator.sessions.convene(f"Case {number} " + "long " * 20, "x [/b]", [])
    async with at_work(cast, size=size) as (app, pilot):
        dialog = await opened(app, pilot, cast.session)
        screen = await choosing(app, pilot, dialog)
        assert all(screen.region.contains_region(each.region) for each in screen.query(Button))
        assert screen.query_one(SessionList).region.height >= 5
        await pilot.press("space")
        await pilot.pause()
        assert screen.query_one("#do-take").disabled
        assert str(screen.query_one("#count", Static).render()) == Sessions.NONE
        await pilot.press("f5")
        assert app.screen is screen
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is dialog)
        assert dialog.query_one(Choosing).wish.sessions == (cast.session,)


@pytest.mark.long
async def test_a_name_that_is_taken_or_a_folder_that_is_not_there_gets_nothing(cast, tmp_path):
    taken = tmp_path / "taken.zip"
    taken.write_bytes(b"something")
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, cast.session)
        dialog.action_next()
        for place, answer in ((taken, "already is such a file"), (tmp_path / "no" / "a.zip",
                              "cannot be written there")):  # fmt: skip
            type_into(dialog, file=place)
            dialog.action_write()
            await until(pilot, lambda answer=answer: answer in said(dialog, "message"))
            assert dialog._made is None
            assert not dialog._working
        await pilot.press("escape")
        assert dialog._page == "page-choosing"
    assert taken.read_bytes() == b"something"
    assert not [each for each in tmp_path.iterdir() if "partial" in each.name]


@pytest.mark.long
async def test_an_archive_that_fails_halfway_leaves_no_file(cast, tmp_path, monkeypatch):
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, cast.session)
        dialog.action_next()
        type_into(dialog, file=tmp_path / "a.zip")

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("tui.app.archive.plan.read_bag", full)
        dialog.action_write()
        await until(pilot, lambda: "No space left" in said(dialog, "message"))
    assert not [each for each in tmp_path.iterdir() if "zip" in each.name or "part" in each.name]


@pytest.mark.long
async def test_locking_wipes_what_stood_in_it(cast):
    cast.write("caucus:A", TOLD)
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, cast.session)
        dialog.action_next()
        page = dialog.query_one(Choosing)
        shown = [dialog.query_one(f"#{name}", Static) for name in ("prospect", "review", "told")]
        assert any(PARTY_A in str(each.render()) for each in shown)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.is_locked and app.person is None)
        assert not any(str(each.render()) for each in shown)
        assert page.found is None


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_hostile_names_are_shown_and_both_pages_fit(tmp_path, size):
    name = "x [/b] [@click=app.quit]click[/]"
    with Cast(str(tmp_path / "v.caucus"), tmp_path / "marks", parties=(name, PARTY_B)) as cast:
        cast.write("caucus:A", TOLD)
        cast.write("caucus:B", TOLD)
        cast.seal()
        async with at_work(cast, size=size) as (app, pilot):
            dialog = await opened(app, pilot, cast.session)
            dialog.query_one("#keyslot", Tick).value = True
            await pilot.pause()
            assert name in said(dialog, "prospect")
            pages = {"do-next": (), "do-write": ("word", "file", "told")}
            for button, names in pages.items():
                for each in (button, "do-back", *names):
                    region = dialog.query_one(f"#{each}").region
                    assert region.height, each
                    assert dialog.region.contains_region(region), each
                dialog.action_next()
                await pilot.pause()
