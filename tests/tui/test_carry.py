"""Carrying shows who gains sight, and asks for a word before anybody does (R10)."""

import pytest
from textual.widgets import Button, Input, Static

from tests.cast import MEDIATOR, PARTY_A, PARTY_B
from tests.tui.staging import at_work, until
from tui.app.carry import CarryDialog
from tui.app.rows import Rows
from tui.app.sentences import Carry
from vault import Source


async def carrying(app, pilot, *entries: bytes) -> CarryDialog:
    app.push_screen(CarryDialog(list(entries)))
    await until(
        pilot, lambda: isinstance(app.screen, CarryDialog) and app.screen._audiences
    )  # fmt: skip
    return app.screen


async def choose(pilot, dialog: CarryDialog, audience: str) -> None:
    dialog.query_one("#audience", Rows).highlighted = dialog._audiences.index(audience)
    await pilot.pause()


def said(dialog: CarryDialog, name: str) -> str:
    return str(dialog.query_one(f"#{name}", Static).render())


def can_carry(dialog: CarryDialog) -> bool:
    return not dialog.query_one("#do-carry", Button).disabled


@pytest.mark.long
async def test_widening_names_who_gains_sight_and_waits_for_the_word(cast):
    entry = cast.write("caucus:A", "would take instalments", title="Caucus with Anna")
    async with at_work(cast) as (app, pilot):
        answers = []
        app.push_screen(CarryDialog([entry]), answers.append)
        await until(pilot, lambda: isinstance(app.screen, CarryDialog) and app.screen._audiences)
        dialog = app.screen
        await choose(pilot, dialog, "joint")
        assert said(dialog, "now").split("\n") == [Carry.NOW, f"  {MEDIATOR}", f"  {PARTY_A}"]
        assert said(dialog, "after").split("\n")[1:] == [
            f"  {MEDIATOR}", f"  {PARTY_A}", f"+ {PARTY_B} (new)",
        ]  # fmt: skip
        assert f"{PARTY_B} would be able to read it" in said(dialog, "verdict")
        word = dialog.query_one("#word", Input)
        for typed, allowed in (("", False), ("SHAR", False), ("share", True), ("SHARE", True)):
            word.value = typed
            await pilot.pause()
            assert can_carry(dialog) is allowed
        word.value = "SHAR"
        word.focus()
        await pilot.press("enter")
        await pilot.pause()
        assert not answers
        await pilot.press("end", "E", "enter")
        await until(pilot, lambda: answers)
        [[made]] = answers
    _, carried = cast.mediator.entries.find(made)
    assert (carried.latest.audience, carried.latest.header.carried_from) == ("joint", entry)


async def test_one_sides_caucus_cannot_go_to_the_other_side_and_the_reason_stands_there(cast):
    entry = cast.write("caucus:A", "not to be told to the other side")
    async with at_work(cast) as (app, pilot):
        dialog = await carrying(app, pilot, entry)
        await choose(pilot, dialog, "caucus:B")
        assert said(dialog, "verdict") == (
            "What was said in one side's caucus is never brought before the other side."
        )
        assert not can_carry(dialog)
        assert not dialog.query_one("#word").display
        dialog.query_one("#word", Input).value = Carry.WORD
        dialog.action_carry()
        await pilot.pause()
    assert len(cast.mediator.entries.listing(cast.session).entries) == 1


@pytest.mark.long
async def test_a_way_round_by_the_mediators_is_refused_in_words(cast):
    first = cast.write("caucus:A", "not to be told to the other side")
    second = cast.mediator.entries.carry(first, cast.session, "mediators").header.entry
    async with at_work(cast) as (app, pilot):
        dialog = await carrying(app, pilot, second)
        await choose(pilot, dialog, "caucus:B")
        dialog.query_one("#word", Input).value = Carry.WORD
        await pilot.pause()
        dialog.action_carry()
        await until(pilot, lambda: "never brought before" in said(dialog, "verdict"))
    assert len(cast.mediator.entries.listing(cast.session).entries) == 2


@pytest.mark.long
async def test_narrowing_needs_no_word_and_the_place_it_stands_in_is_no_target(cast):
    entry = cast.write("joint", "the rota")
    async with at_work(cast) as (app, pilot):
        dialog = await carrying(app, pilot, entry)
        await choose(pilot, dialog, "private")
        assert said(dialog, "verdict") == Carry.NARROW
        assert can_carry(dialog)
        await choose(pilot, dialog, "joint")
        assert said(dialog, "verdict") == Carry.SAME_PLACE
        assert not can_carry(dialog)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not dialog)
    assert len(cast.mediator.entries.listing(cast.session).entries) == 1


@pytest.mark.long
async def test_an_entry_with_files_says_why_it_stays(cast):
    entry = cast.write("joint", "see the rota")
    cast.mediator.files.attach(entry, [Source("rota.csv", 3, iter([b"a,b"]))])
    async with at_work(cast) as (app, pilot):
        dialog = await carrying(app, pilot, entry)
        assert "attached files cannot be carried" in said(dialog, "verdict")
        assert not can_carry(dialog)


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_hostile_titles_are_shown_and_the_buttons_fit(cast, size):
    title = "x [/b] [@click=app.quit]click[/]"
    entry = cast.write("caucus:A", "text", title=title)
    async with at_work(cast, size=size) as (app, pilot):
        dialog = await carrying(app, pilot, entry)
        assert title in said(dialog, "subject")
        await choose(pilot, dialog, "joint")
        for name in ("do-carry", "do-back", "word"):
            region = dialog.query_one(f"#{name}").region
            assert dialog.region.contains_region(region)
            assert region.height
        assert app.focused is not dialog.query_one("#do-carry")
