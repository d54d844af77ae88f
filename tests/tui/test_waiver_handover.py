"""The keyboard goes round: everybody answers alone, and nobody reaches anything else."""

import re

import pytest
from textual import events
from textual.widgets import Button, Input, Static

from tests.cast import MEDIATOR, PARTY_A, PARTY_B, passphrase_of
from tests.tui.staging import at_work, unlock, until
from tui.app.seal.cards import BackCard, PassCard, QuestionCard
from tui.app.seal.handover import BACK, IDLE_SECONDS, PASS, QUESTION, HandoverScreen
from tui.app.seal.hub import WaiverHub
from tui.app.seal.tries import PAUSE_SECONDS, TRIES
from tui.app.seal.waiver_words import Handover
from vault import ConsentsMissingError, WaiverState

CANARY = "ZQX-CANARY-PASSPHRASE"


@pytest.fixture
def asked(cast):
    return cast.ask(cast.seal("One.\n\nTwo.", label="Rota talks"), 2)


async def begun(app, pilot, asked):
    """Open the hub as the mediator and pass the keyboard on."""
    app.push_screen(WaiverHub(asked.id))
    await until(pilot, lambda: isinstance(app.screen, WaiverHub) and app.screen._view)
    await pilot.press("f6")
    await until(pilot, lambda: isinstance(app.screen, HandoverScreen))
    await until(pilot, lambda: app.screen.query_one("#next-name").render())
    return app.screen


def said(screen, selector):
    return str(screen.query_one(selector, Static).render())


async def hold(screen, pilot):
    await until(pilot, lambda: screen._card == PASS)
    await pilot.pause()
    await pilot.press("enter")
    await until(pilot, lambda: screen._card == QUESTION)


async def fill(screen, pilot, passphrase, words=None):
    screen.query_one("#words", Input).value = screen._asked.check_words if words is None else words
    screen.query_one("#own-passphrase", Input).value = passphrase
    await pilot.pause()


async def answer(screen, pilot, name, button="#agree"):
    await hold(screen, pilot)
    await fill(screen, pilot, passphrase_of(name))
    await pilot.click(button)
    await until(pilot, lambda: screen._card != QUESTION)


async def given_back(app, screen, pilot):
    await until(pilot, lambda: screen._card == BACK)
    screen.query_one("#back-passphrase", Input).value = passphrase_of(MEDIATOR)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, WaiverHub))


async def test_all_agree_on_one_machine_and_the_mediator_goes_on(cast, asked):
    cast.agree(asked, cast.mediator)
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        assert said(screen, "#next-name") == PARTY_A
        await answer(screen, pilot, PARTY_A)
        assert said(screen, "#next-name") == PARTY_B
        await answer(screen, pilot, PARTY_B)
        await given_back(app, screen, pilot)
        await until(pilot, lambda: app.screen._view.state is WaiverState.COMPLETE)
        assert app.current_mode == "work"
    assert [each.data for each in cast.open(asked).portions] == [b"Two."]


@pytest.mark.long
async def test_who_signed_only_is_asked_once_more_when_all_have_signed(cast, asked):
    cast.agree(asked, cast.mediator)
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await answer(screen, pilot, PARTY_A, "#sign-only")
        assert said(screen, "#next-name") == PARTY_B
        await answer(screen, pilot, PARTY_B)
        await given_back(app, screen, pilot)
        await until(pilot, lambda: app.screen._view.to_hand_over == (PARTY_A,))
        with pytest.raises(ConsentsMissingError):
            cast.open(asked)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, HandoverScreen))
        screen = app.screen
        await until(pilot, lambda: said(screen, "#next-name") == PARTY_A)
        await hold(screen, pilot)
        assert not screen.query_one("#refuse").display
        assert not screen.query_one("#sign-only").display
        await fill(screen, pilot, passphrase_of(PARTY_A))
        await pilot.click("#agree")
        await given_back(app, screen, pilot)
        await until(pilot, lambda: not app.screen._view.to_hand_over)
    assert [each.data for each in cast.open(asked).portions] == [b"Two."]


async def test_the_first_card_shows_a_name_and_nothing_of_the_request(cast, asked):
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        shown = "\n".join(str(each.render()) for each in screen.query_one(PassCard).query(Static))
        assert PARTY_A in shown
        said_there = set(re.findall(r"\w+", shown))
        assert not said_there & {"Rota", "complaint", "panel", *asked.check_words.split()}


@pytest.mark.long
async def test_the_question_shows_everything_that_is_signed(cast, asked):
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await hold(screen, pilot)
        card = screen.query_one(QuestionCard)
        shown = "\n".join(str(each.render()) for each in card.query(Static))
        for words in ("Rota talks: portion 2", "a rota complaint", "the grievance panel", "Until",
                      " - ".join(asked.check_words.split())):  # fmt: skip
            assert words in shown
        assert app.focused.id == "words"


@pytest.mark.parametrize("key", ["enter", pytest.param("tab", marks=pytest.mark.long)])
async def test_a_passphrase_typed_fast_is_never_shown_in_the_field_before_it(cast, asked, key):
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await hold(screen, pilot)
        screen.query_one("#own-name").focus()
        await pilot.pause()
        # As a terminal sends them: one behind the other, nobody waiting in between.
        for each in (key, *"secret"):
            app.post_message(events.Key(each, each if len(each) == 1 else None))
        await until(pilot, lambda: screen.query_one("#own-passphrase", Input).value == "secret")
        assert screen.query_one("#own-name", Input).value == PARTY_A


@pytest.mark.long
async def test_enter_alone_never_answers(cast, asked):
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await hold(screen, pilot)
        await fill(screen, pilot, passphrase_of(PARTY_A))
        for _ in range(12):
            await pilot.press("enter")
            await pilot.pause(0.05)
        await until(pilot, lambda: screen._place >= 1)
    for person in cast.holders:
        assert person.waivers.show(asked.id).own_answer == ""


@pytest.mark.long
@pytest.mark.parametrize("typed", ["", "two", "other"])
async def test_without_all_the_check_words_nobody_agrees(cast, asked, typed):
    words = {"": "", "two": " ".join(asked.check_words.split()[:2]), "other": "abc " * 6}[typed]
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await hold(screen, pilot)
        await fill(screen, pilot, passphrase_of(PARTY_A), words)
        assert screen.query_one("#agree", Button).disabled
        screen.action_agree()
        await pilot.pause()
        assert screen._card == QUESTION
    assert cast.party("A").waivers.show(asked.id).own_answer == ""


@pytest.mark.long
@pytest.mark.parametrize("whose", [MEDIATOR, PARTY_B])
async def test_somebody_elses_passphrase_answers_for_nobody(cast, asked, whose):
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await hold(screen, pilot)
        await fill(screen, pilot, passphrase_of(whose))
        await pilot.click("#agree")
        wrong = Handover.WRONG.format(name=PARTY_A)
        card = screen.query_one(QuestionCard)
        await until(pilot, lambda: str(card.query_one(".said", Static).render()) == wrong)
        # Their own name with it opens their own keys, and those do not sit in this seat.
        screen.query_one("#own-name", Input).value = whose
        await fill(screen, pilot, passphrase_of(whose))
        await pilot.click("#agree")
        await until(pilot, lambda: not screen._busy)
        assert str(card.query_one(".said", Static).render()) == wrong
    for person in cast.holders:
        assert person.waivers.show(asked.id).own_answer == ""


@pytest.mark.long
async def test_a_passphrase_leaves_the_screen_once_it_was_tried(cast, asked):
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await hold(screen, pilot)
        await fill(screen, pilot, CANARY)
        assert CANARY not in app.export_screenshot()
        await pilot.click("#agree")
        await until(pilot, lambda: not screen._busy)
        assert screen.query_one("#own-passphrase", Input).value == ""
        assert app.clipboard == ""


@pytest.mark.long
async def test_after_five_wrong_ones_there_is_a_pause_and_then_it_goes_on(cast, asked):
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await hold(screen, pilot)
        for _ in range(TRIES):
            await fill(screen, pilot, CANARY)
            screen.action_agree()
            await until(pilot, lambda: not screen._busy)
        assert screen._tries.left > 0
        assert screen.query_one("#own-passphrase", Input).disabled
        screen.query_one("#own-passphrase", Input).value = passphrase_of(PARTY_A)
        screen.action_agree()
        await pilot.pause()
        assert not screen._busy
        for _ in range(PAUSE_SECONDS):
            screen.second()
        await pilot.pause()
        assert not screen.query_one("#own-passphrase", Input).disabled
        await fill(screen, pilot, passphrase_of(PARTY_A))
        await pilot.click("#agree")
        await until(pilot, lambda: screen._card == PASS)
    assert cast.party("A").waivers.show(asked.id).own_answer == "consent"


@pytest.mark.long
async def test_a_card_that_is_left_alone_begins_again_and_is_empty(cast, asked):
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await hold(screen, pilot)
        await fill(screen, pilot, CANARY)
        now = app.idle.steady()
        app.idle.steady = lambda: now + IDLE_SECONDS + 1
        screen.second()
        await pilot.pause()
        assert screen._card == PASS
        assert said(screen, "#next-name") == PARTY_A
        assert all(not each.value for each in screen.query(Input))
        assert Handover.IDLE in str(screen.query_one(PassCard).query_one(".said", Static).render())
    assert cast.party("A").waivers.show(asked.id).own_answer == ""


@pytest.mark.long
async def test_a_refusal_looks_like_a_consent_to_whoever_is_next(cast, asked):
    shown = []
    for button in ("#agree", "#refuse", "#not-now"):
        waiver = cast.ask(asked.portions[0].record, 1)
        async with at_work(cast) as (app, pilot):
            screen = await begun(app, pilot, waiver)
            await answer(screen, pilot, PARTY_A, button)
            await until(pilot, lambda s=screen: not app.focused.has_class("-active"))
            shown.append([line.text for line in screen._compositor.render_strips(app.size)])
    assert shown[0] == shown[1] == shown[2]
    assert any(PARTY_B in line for line in shown[0])


@pytest.mark.long
async def test_whoever_is_next_is_asked_although_somebody_refused(cast, asked):
    cast.agree(asked, cast.mediator)
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await answer(screen, pilot, PARTY_A, "#refuse")
        await answer(screen, pilot, PARTY_B)
        await given_back(app, screen, pilot)
        await until(pilot, lambda: app.screen._view.state is WaiverState.ENDED)
        page = "\n".join(line.text for line in app.screen._compositor.render_strips(app.size))
        assert "[x]" not in page
        assert "agreed" not in page.replace("everybody agreed", "")
    for side in "AB":
        view = cast.party(side).waivers.show(asked.id)
        assert (view.state, view.reason) == (WaiverState.ENDED, "not unanimous")


@pytest.mark.long
async def test_not_now_records_nothing_and_it_stays_sealed(cast, asked):
    cast.agree(asked, cast.mediator)
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await answer(screen, pilot, PARTY_A)
        await answer(screen, pilot, PARTY_B, "#not-now")
        await given_back(app, screen, pilot)
        await until(pilot, lambda: app.screen._view.missing == (PARTY_B,))
    with pytest.raises(ConsentsMissingError):
        cast.open(asked)


async def test_an_answer_needs_a_passphrase_even_when_it_is_no(cast, asked):
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await hold(screen, pilot)
        await pilot.click("#refuse")
        await pilot.pause()
        card = screen.query_one(QuestionCard)
        assert str(card.query_one(".said", Static).render()) == Handover.UNSIGNED
    assert cast.party("A").waivers.show(asked.id).own_answer == ""


@pytest.mark.parametrize(
    "passphrase",
    [
        passphrase_of(PARTY_A),
        *(
            pytest.param(each, marks=pytest.mark.long)
            for each in (passphrase_of(PARTY_B), CANARY, "")
        ),
    ],
)
async def test_only_the_mediators_own_passphrase_leads_back_to_work(cast, asked, passphrase):
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await pilot.click("#give-back")
        await until(pilot, lambda: screen._card == BACK)
        screen.query_one("#back-passphrase", Input).value = passphrase
        await pilot.click("#take-back")
        card = screen.query_one(BackCard)
        wrong = Handover.WRONG.format(name=MEDIATOR)
        await until(pilot, lambda: str(card.query_one(".said", Static).render()) == wrong)
        assert app.current_mode == "handover"


@pytest.mark.long
async def test_no_key_of_the_whole_program_reaches_the_work(cast, asked):
    from tui.app.application import CaucusApp
    from tui.app.seal.docket import DocketScreen
    from tui.app.work import WorkScreen

    kinds = (CaucusApp, WorkScreen, WaiverHub, DocketScreen)
    bound = {
        key
        for kind in kinds
        for each in kind.BINDINGS
        for key in (each.key if hasattr(each, "key") else each[0]).split(",")
    }
    keys = bound | {f"f{number}" for number in range(1, 13)} | {
        "escape", "ctrl+p", "ctrl+backslash", "ctrl+z", "ctrl+c", "ctrl+q", "up", "down", "left",
        "home", "pageup", "shift+tab",
    }  # fmt: skip
    async with at_work(cast) as (app, pilot):
        for card in (PASS, QUESTION, BACK):
            screen = await begun(app, pilot, asked)
            if card == QUESTION:
                await hold(screen, pilot)
            elif card == BACK:
                await pilot.click("#give-back")
                await until(pilot, lambda s=screen: s._card == BACK)
            for key in sorted(keys - {"ctrl+l", "f12", "enter"}):
                await pilot.press(key)
                assert app.screen is screen, key
                assert app.current_mode == "handover", key
            await pilot.press("ctrl+l")
            await until(pilot, lambda: app.is_locked and app.person is None)
            await unlock(app, pilot, MEDIATOR)
    assert cast.party("A").waivers.show(asked.id).own_answer == ""


@pytest.mark.long
async def test_nothing_on_a_card_can_be_selected_or_copied(cast, asked):
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await hold(screen, pilot)
        await pilot.mouse_down("#facts", offset=(0, 0))
        await pilot.hover("#facts", offset=(20, 2))
        await pilot.mouse_up("#facts", offset=(20, 2))
        await pilot.press("ctrl+c")
        assert screen.get_selected_text() is None
        assert app.clipboard == ""


@pytest.mark.long
async def test_nobody_looks_for_answers_while_the_keyboard_is_away(cast, asked):
    async with at_work(cast) as (app, pilot):
        await begun(app, pilot, asked)
        [hub] = [room for room in app.rooms if isinstance(room, WaiverHub)]
        await until(pilot, lambda: not hub._polling)
        hub.look_again()
        assert not hub._polling


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_every_card_fits_the_window_even_with_the_longest_words(cast, size):
    waiver = cast.mediator.waivers.request(
        {cast.seal(label="Label " * 60): ()}, "purpose " * 49, "recipient " * 39,
        cast.clock.now + 9_999_999,
    )  # fmt: skip
    async with at_work(cast, size=size) as (app, pilot):
        screen = await begun(app, pilot, waiver)
        await hold(screen, pilot)
        await fill(screen, pilot, CANARY)
        for _ in range(2):
            shown = [screen.query_one(each) for each in ("#agree", "#refuse", "#not-now")]
            card = screen.query_one(QuestionCard)
            assert all(card.region.contains_region(each.region) for each in shown)
            assert screen.region.contains_region(card.region)
            screen.action_refuse()
            await until(pilot, lambda: not screen._busy)


@pytest.mark.long
async def test_a_request_that_reads_differently_to_the_holder_is_not_signed(cast, asked):
    from dataclasses import replace

    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        screen._asked = replace(screen._asked, purpose="something harmless")
        await hold(screen, pilot)
        await fill(screen, pilot, passphrase_of(PARTY_A))
        await pilot.click("#agree")
        card = screen.query_one(QuestionCard)
        changed = Handover.CHANGED
        await until(pilot, lambda: str(card.query_one(".said", Static).render()) == changed)
    assert cast.party("A").waivers.show(asked.id).own_answer == ""


@pytest.mark.long
async def test_the_mediator_goes_on_writing_after_the_keyboard_came_back(cast, asked):
    async with at_work(cast) as (app, pilot):
        screen = await begun(app, pilot, asked)
        await pilot.click("#give-back")
        await given_back(app, screen, pilot)
        app.lock()
        await until(pilot, lambda: app.is_locked and app.person is None)
    again = cast.unlock(MEDIATOR)
    assert not again.behind
    again.lock()
