"""The docket on the screen, and asking for a waiver from it."""

import pytest
from textual.widgets import Button, Input, OptionList, Static

from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast
from tests.tui.staging import at_work, until
from tui.app.seal.asking import REVIEW, AskDialog
from tui.app.seal.docket import DocketScreen
from tui.app.seal.hub import WaiverHub
from tui.app.seal.words import Docket
from vault import WaiverState


async def opened(cast, app, pilot):
    screen = DocketScreen(cast.session)
    app.push_screen(screen)
    await until(pilot, lambda: screen._room is not None)
    return screen


def said(screen, selector):
    return str(screen.query_one(selector, Static).render())


def rows(screen, selector):
    listing = screen.query_one(selector, OptionList)
    return [str(listing.get_option_at_index(i).prompt) for i in range(listing.option_count)]


async def asking(screen, app, pilot):
    await pilot.press("f8")
    await until(pilot, lambda: isinstance(app.screen, AskDialog) and app.screen._portions)
    return app.screen


async def fill(dialog, pilot, **fields):
    for name, text in fields.items():
        dialog.query_one(f"#{name}", Input).value = text
    await pilot.pause()


GOOD = {"purpose": "rota complaint", "recipient": "the panel", "until": "in 10 days"}


@pytest.mark.long
async def test_an_empty_docket_says_what_sealing_is_for(cast):
    async with at_work(cast) as (app, pilot):
        screen = await opened(cast, app, pilot)
        assert said(screen, "#empty") == Docket.NONE
        assert not screen.query_one("#records").display
        assert screen.query_one("#do-ask", Button).display
        await pilot.press("f5", "f8")
        await pilot.pause()
        assert app.screen is screen


@pytest.mark.long
async def test_a_record_shows_its_label_portions_holders_and_who_checked_it(cast):
    cast.seal("One.\n\nTwo.", label="Rota talks")
    cast.party("A").docket.acknowledge(cast.session)
    async with at_work(cast) as (app, pilot):
        screen = await opened(cast, app, pilot)
        [row] = rows(screen, "#records")
        assert "Rota talks" in row
        assert "2 portions" in row
        assert "1 of 3 acknowledged" in row
        about = said(screen, "#record")
        assert f"opens when all agree: {MEDIATOR} AND {PARTY_A} AND {PARTY_B}" in about
        assert f"[x] {PARTY_A} (party A): checked" in about
        assert f"[ ] {PARTY_B} (party B): has not" in about


async def test_a_party_does_not_see_who_else_acknowledged(cast):
    cast.seal()
    for person in cast.holders:
        person.docket.acknowledge(cast.session)
    async with at_work(cast, PARTY_A) as (app, pilot):
        screen = await opened(cast, app, pilot)
        about = said(screen, "#record")
        assert f"[x] {PARTY_A} (party A, you)" in about
        assert f"[-] {PARTY_B} (party B)" in about
        assert "you acknowledged it" in rows(screen, "#records")[0]


@pytest.mark.long
async def test_a_holder_acknowledges_here(cast):
    cast.seal()
    async with at_work(cast, PARTY_A) as (app, pilot):
        screen = await opened(cast, app, pilot)
        await pilot.press("f5")
        await until(pilot, lambda: screen._lines[0].acknowledged == (PARTY_A,))
    [line] = cast.mediator.docket.lines(cast.session)
    assert line.acknowledged == (PARTY_A,)


@pytest.mark.long
async def test_of_several_records_only_the_ticked_ones_are_acknowledged(cast):
    for label in ("First", "Second", "Third"):
        cast.seal(label=label)
    async with at_work(cast, PARTY_A) as (app, pilot):
        screen = await opened(cast, app, pilot)
        await pilot.press("space", "down", "down", "enter", "up", "space", "space")
        labels = [line.label for line in screen._lines]
        assert [row[:3] for row in rows(screen, "#records")] == ["[x]", "[ ]", "[x]"]
        assert Docket.TICKED.format(count=2) in said(screen, "#heading")
        await pilot.click("#do-acknowledge")
        await until(pilot, lambda: screen._lines[0].acknowledged == (PARTY_A,))
        assert said(screen, "#heading") == Docket.RECORDS
        assert [row[:3] for row in rows(screen, "#records")] == ["[ ]"] * 3
    done = {line.label for line in cast.mediator.docket.lines(cast.session) if line.acknowledged}
    assert done == {labels[0], labels[2]}


@pytest.mark.long
async def test_in_a_list_of_requests_no_record_is_ticked(cast):
    cast.ask(cast.seal())
    async with at_work(cast, PARTY_A) as (app, pilot):
        screen = await opened(cast, app, pilot)
        screen.query_one("#requests").focus()
        await pilot.press("space")
        await pilot.pause()
        assert not screen._ticked


@pytest.mark.long
async def test_a_party_cannot_ask_for_a_waiver(cast):
    cast.seal()
    async with at_work(cast, PARTY_A) as (app, pilot):
        screen = await opened(cast, app, pilot)
        await pilot.press("f8")
        await pilot.pause()
        assert app.screen is screen
        assert not screen.is_possible(screen.action_of("ask"))


@pytest.mark.long
@pytest.mark.parametrize("label", ["Rota [/b]", "[@click=app.quit]Rota[/]", "a\\[b] {c} $x"])
async def test_hostile_labels_stand_there_as_they_are(cast, label):
    cast.seal(label=label)
    cast.ask(cast.mediator.docket.lines(cast.session)[0].record)
    async with at_work(cast) as (app, pilot):
        screen = await opened(cast, app, pilot)
        assert label in rows(screen, "#records")[0]
        assert label in rows(screen, "#requests")[0]
        dialog = await asking(screen, app, pilot)
        assert label in rows(dialog, "#portions")[0]
        await pilot.click("#portions")
        await pilot.pause()
        assert app.is_running


async def test_the_first_key_ticks_what_is_asked_for_and_enter_goes_from_field_to_field(cast):
    cast.seal("Alone.", label="Rota talks")
    async with at_work(cast) as (app, pilot):
        dialog = await asking(await opened(cast, app, pilot), app, pilot)
        assert rows(dialog, "#portions") == ["[ ] Rota talks: 1 portion"]
        await pilot.press(
            "space", "tab", *"why", "enter", *"panel", "enter", *"in 9 days", "enter"
        )
        await pilot.pause()
        assert rows(dialog, "#portions") == ["[x] Rota talks: 1 portion"]
        assert app.focused.id == "do-next"


@pytest.mark.long
async def test_a_request_asks_for_exactly_what_was_ticked_and_reviewed(cast):
    record = cast.seal("One.\n\nTwo.\n\nThree.", label="Rota talks")
    async with at_work(cast) as (app, pilot):
        dialog = await asking(await opened(cast, app, pilot), app, pilot)
        dialog._portions.focus()
        await pilot.press("down", "space", "down", "down", "enter")
        await fill(dialog, pilot, **GOOD)
        await pilot.click("#do-next")
        await until(pilot, lambda: dialog._page == REVIEW)
        review = said(dialog, "#review")
        for words in ("Rota talks: portions 1, 3", "rota complaint", "the panel", "in 10 days",
                      f"{MEDIATOR} AND {PARTY_A} AND {PARTY_B}"):  # fmt: skip
            assert words in review
        assert app.focused.id == "do-back"
        await pilot.click("#do-ask")
        await until(pilot, lambda: isinstance(app.screen, WaiverHub))
    [view] = cast.mediator.waivers.views(cast.session)
    assert view.state is WaiverState.COLLECTING
    assert [(each.record, each.number) for each in view.portions] == [(record, 1), (record, 3)]
    assert (view.purpose, view.recipient) == ("rota complaint", "the panel")


@pytest.mark.long
@pytest.mark.parametrize("missing", ["portions", "purpose", "recipient", "until", "clear date"])
async def test_nothing_is_asked_while_something_is_missing(cast, missing):
    cast.seal()
    async with at_work(cast) as (app, pilot):
        dialog = await asking(await opened(cast, app, pilot), app, pilot)
        if missing != "portions":
            dialog._portions.focus()
            await pilot.press("space")
        unclear = {"until": "yesterday"} if missing == "clear date" else {missing: ""}
        await fill(dialog, pilot, **{k: v for k, v in {**GOOD, **unclear}.items() if k in GOOD})
        assert dialog.query_one("#do-next", Button).disabled
        dialog.action_next()
        dialog.action_ask()
        await pilot.pause()
        assert app.screen is dialog
    assert cast.mediator.waivers.views(cast.session) == []


@pytest.mark.long
async def test_records_that_others_hold_turn_grey_with_the_reason(tmp_path):
    with Cast(str(tmp_path / "v.caucus"), tmp_path / "marks", nonparties=["Ivo Exner"]) as cast:
        mediator = cast.mediator
        first = cast.write("joint", "One.")
        second = cast.write("joint", "The expert said so.", speakers=("Ivo Exner",))
        mediator.sealing.seal([first], "Plain", safety_reviewed=True)
        mediator.sealing.seal([second], "Expert", safety_reviewed=True)
        async with at_work(cast) as (app, pilot):
            dialog = await asking(await opened(cast, app, pilot), app, pilot)
            listing = dialog._portions
            listing.focus()
            await pilot.press("space")
            await pilot.pause()
            disabled = [listing.get_option_at_index(i).disabled for i in (0, 1)]
            assert disabled == [False, True]
            assert "other people" in said(dialog, "#circle")
            await pilot.press("space")
            await pilot.pause()
            assert not listing.get_option_at_index(1).disabled


@pytest.mark.long
async def test_all_portions_are_ticked_with_their_record(cast):
    cast.seal("One.\n\nTwo.")
    async with at_work(cast) as (app, pilot):
        dialog = await asking(await opened(cast, app, pilot), app, pilot)
        dialog._portions.focus()
        await pilot.press("space")
        assert all(row.strip().startswith("[x]") for row in rows(dialog, "#portions"))
        await pilot.press("down", "space")
        assert ["[x]" in row for row in rows(dialog, "#portions")] == [False, False, True]
        assert list(dialog._portions.chosen.values()) == [(2,)]


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_docket_and_question_fit_the_window(cast, size):
    for number in range(6):
        cast.seal("One.\n\nTwo.\n\nThree.", label=f"Record {number} " + "long " * 30)
    async with at_work(cast, size=size) as (app, pilot):
        screen = await opened(cast, app, pilot)
        buttons = [each for each in screen.query(Button) if each.display]
        assert all(screen.region.contains_region(each.region) for each in buttons)
        assert screen.query_one("#records").region.height >= 5
        dialog = await asking(screen, app, pilot)
        for _ in range(2):
            box = dialog.query_one(".dialog").content_region
            shown = [each for each in dialog.query(Button) if each.display]
            assert all(box.contains_region(each.region) for each in shown)
            dialog._portions.focus()
            await pilot.press("space")
            await fill(dialog, pilot, **{**GOOD, "purpose": "p" * 300})
            dialog.action_next()
            await pilot.pause()
