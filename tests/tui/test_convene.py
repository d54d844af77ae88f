"""Convening on the screen: who sits where, who was never compared, and who follows whom."""

import pytest
from textual.widgets import Input, Static

from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast
from tests.tui.desk import screen_text
from tests.tui.staging import at_work, until
from tui.app.convene import ConveneDialog, SeatDialog, Seating, choices
from tui.app.rows import Rows
from tui.app.sentences import Convene
from tui.app.tick import Tick
from vault import Role


async def convening(app, pilot, answers=None, follows: bytes = b"") -> ConveneDialog:
    app.push_screen(ConveneDialog(follows), (answers if answers is not None else []).append)
    await until(pilot, lambda: isinstance(app.screen, ConveneDialog) and app.screen._me)
    await until(pilot, lambda: app.screen.query_one("#people", Rows).option_count)
    return app.screen


async def seat(app, pilot, dialog: ConveneDialog, name: str, words: str) -> None:
    """Seat somebody with the keyboard."""
    people = dialog.query_one("#people", Rows)
    people.focus()
    people.highlighted = 1 + [contact.name for contact in dialog._people].index(name)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, SeatDialog))
    offered = [each.words for each in app.screen._offered]
    app.screen.query_one("#seats", Rows).highlighted = offered.index(words)
    await pilot.press("enter")
    await until(pilot, lambda: app.screen is dialog)


def rows(dialog: ConveneDialog) -> list[str]:
    people = dialog.query_one("#people", Rows)
    return [people.get_option_at_index(at).prompt.plain for at in range(people.option_count)]


def said(dialog: ConveneDialog, name: str) -> str:
    return str(dialog.query_one(f"#{name}", Static).render())


async def test_whoever_knows_nobody_yet_reads_where_people_come_from(tmp_path):
    with Cast(str(tmp_path / "v.caucus"), tmp_path / "marks", parties=(), convene=False) as cast:
        async with at_work(cast) as (app, pilot):
            dialog = await convening(app, pilot)
            assert said(dialog, "seals") == Convene.NOBODY
            # Down to its last word, at 80 by 24.
            assert "in under People." in screen_text(app)


@pytest.mark.long
async def test_a_session_is_convened_with_the_keyboard_alone(cast):
    async with at_work(cast) as (app, pilot):
        answers = []
        dialog = await convening(app, pilot, answers)
        assert said(dialog, "seals") == Convene.SEALS_NONE
        dialog.query_one("#case", Input).value = "Harbour Lane"
        dialog.query_one("#title", Input).value = "First [/b] sitting"
        await seat(app, pilot, dialog, PARTY_A, "party A")
        await seat(app, pilot, dialog, PARTY_B, "represents A")
        assert said(dialog, "seals") == Convene.SEALS.format(names=f"{MEDIATOR} and {PARTY_A}")
        dialog.query_one("#do-convene").focus()
        await pilot.press("enter")
        await until(pilot, lambda: answers)
        room = app.unlocked.sessions.open(answers[0])
    seats = [(each.role, each.side, each.name) for each in room.roster.seats]
    assert seats == [
        (Role.MEDIATOR, "", MEDIATOR), (Role.PARTY, "A", PARTY_A),
        (Role.REPRESENTATIVE, "A", PARTY_B),
    ]  # fmt: skip
    assert (room.roster.case, room.roster.title) == ("Harbour Lane", "First [/b] sitting")


async def test_without_a_case_nothing_is_signed(cast):
    async with at_work(cast) as (app, pilot):
        dialog = await convening(app, pilot)
        await pilot.click("#do-convene")
        await until(pilot, lambda: said(dialog, "message") == Convene.NO_CASE)
        assert len(app.unlocked.sessions.views()) == 1


@pytest.mark.long
async def test_somebody_never_compared_needs_a_tick_of_their_own(tmp_path):
    with Cast(str(tmp_path / "v.caucus"), tmp_path / "marks", parties=(PARTY_A,)) as cast:
        stranger, _ = cast.vault.enrol("Vera Moll", "correct horse battery staple Vera")
        cast.mediator.people.add("Vera Moll", stranger.people.me.identity, confirmed=False)
        stranger.lock()
        async with at_work(cast) as (app, pilot):
            answers = []
            dialog = await convening(app, pilot, answers)
            dialog.query_one("#case", Input).value = "Harbour Lane"
            assert not dialog.query_one("#go-on").display
            await seat(app, pilot, dialog, "Vera Moll", "nonparty")
            assert "Vera Moll" in said(dialog, "unconfirmed")
            assert Convene.UNCONFIRMED in rows(dialog)[-1]
            dialog.action_convene()
            await until(pilot, lambda: said(dialog, "message") == Convene.TICK_FIRST)
            assert app.focused is dialog.query_one("#go-on")
            await pilot.press("space")
            await seat(app, pilot, dialog, "Vera Moll", "not seated")
            assert dialog.query_one("#go-on", Tick).value is False
            await seat(app, pilot, dialog, "Vera Moll", "nonparty, reads joint")
            dialog.query_one("#go-on", Tick).value = True
            dialog.action_convene()
            await until(pilot, lambda: answers)
            [_, vera] = app.unlocked.sessions.open(answers[0]).roster.seats
        assert (vera.role, vera.reads_joint) == (Role.NONPARTY, True)


@pytest.mark.long
async def test_reconvening_fills_in_the_case_and_the_people_of_the_last_session(cast):
    async with at_work(cast, size=(120, 36)) as (app, pilot):
        answers = []
        dialog = await convening(app, pilot, answers, cast.session)
        await until(pilot, lambda: dialog._seats)
        assert dialog._seats == {
            PARTY_A: Seating(Role.PARTY, "A"), PARTY_B: Seating(Role.PARTY, "B"),
        }  # fmt: skip
        assert dialog.query_one("#case", Input).value == "Berg and Falk"
        dialog.action_convene()
        await until(pilot, lambda: answers)
        assert app.unlocked.sessions.open(answers[0]).roster.follows == cast.session


@pytest.mark.long
async def test_what_the_vault_refuses_is_said_in_the_dialogue(cast):
    async with at_work(cast) as (app, pilot):
        dialog = await convening(app, pilot)
        dialog.query_one("#case", Input).value = "Harbour Lane"
        dialog._seats = {PARTY_A: Seating(Role.REPRESENTATIVE, "C")}
        dialog.action_convene()
        await until(pilot, lambda: "side has no party" in said(dialog, "message"))


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_hostile_names_are_shown_and_everything_fits(tmp_path, size):
    name = "x [/b] [@click=app.quit]click[/]"
    with Cast(str(tmp_path / "v.caucus"), tmp_path / "marks", parties=(name,)) as cast:
        async with at_work(cast, size=size) as (app, pilot):
            dialog = await convening(app, pilot, follows=cast.session)
            await until(pilot, lambda: dialog._seats)
            assert name[:20] in rows(dialog)[-1]
            for each in ("do-convene", "do-back", "case", "title"):
                assert dialog.region.contains_region(dialog.query_one(f"#{each}").region)


def test_a_representative_is_offered_only_a_side_that_has_a_party():
    assert [each.words for each in choices(set())] == [
        "party A", "mediator", "nonparty", "nonparty, reads joint", "not seated",
    ]  # fmt: skip
    assert [each.words for each in choices({"A", "C"})][:5] == [
        "party A", "party C", "party B", "mediator", "represents A",
    ]  # fmt: skip
