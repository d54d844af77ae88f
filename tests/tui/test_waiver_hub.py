"""The room of one request: what it shows to whom, and what can be done there."""

import pytest
from textual.widgets import Button, Input, OptionList, Static

from tests.cast import MEDIATOR, PARTY_A, PARTY_B
from tests.tui.staging import at_work, until
from tui.app.notices import Question
from tui.app.seal.answer import AnswerDialog
from tui.app.seal.hub import WaiverHub
from tui.app.seal.opened import OpenedScreen
from tui.app.seal.paths import FileDialog
from tui.app.seal.waiver_words import Hub
from tui.app.seal.words import Button as Words
from vault import AnswerKind, ConsentsMissingError, WaiverEndedError, WaiverState


@pytest.fixture
def asked(cast):
    return cast.ask(cast.seal("One.\n\nTwo.", label="Rota talks"), 2)


async def opened(app, pilot, waiver):
    hub = WaiverHub(waiver.id)
    app.push_screen(hub)
    await until(pilot, lambda: hub._view is not None)
    return hub


def said(screen, selector):
    return str(screen.query_one(selector, Static).render())


def holders(hub):
    listing = hub.query_one("#holders", OptionList)
    return [str(listing.get_option_at_index(i).prompt) for i in range(listing.option_count)]


def buttons(screen):
    return {each.id for each in screen.query(Button) if each.display and not each.disabled}


async def state(hub, pilot, wanted):
    await until(pilot, lambda: hub._view is not None and hub._view.state is wanted)


async def agree(app, pilot, hub):
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(app.screen, AnswerDialog))
    app.screen.query_one("#words", Input).value = hub._view.check_words
    await pilot.pause()
    await pilot.click("#do-agree")
    await until(pilot, lambda: app.screen is hub)


async def test_the_page_says_what_who_and_how_far(cast, asked):
    cast.agree(asked, cast.party("A"))
    async with at_work(cast) as (app, pilot):
        hub = await opened(app, pilot, asked)
        facts = said(hub, "#facts")
        for words in ("Rota talks: portion 2", "a rota complaint", "the grievance panel"):
            assert words in facts
        assert said(hub, "#check").split(maxsplit=1)[1].split(" - ") == asked.check_words.split()
        mediator, anna, boris = holders(hub)
        assert mediator.startswith("[ ]")
        assert "next: Answer" in mediator
        assert anna.startswith("[x]")
        assert boris.startswith("[ ]")
        assert "next: pass the keyboard" in boris
        assert said(hub, "#count") == "1 of 3 agreed"
        assert said(hub, "#state") == Hub.STAYS


async def test_the_mediator_agrees_here_by_repeating_the_words(cast, asked):
    async with at_work(cast) as (app, pilot):
        hub = await opened(app, pilot, asked)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, AnswerDialog))
        dialog = app.screen
        assert app.focused.id == "words"
        assert dialog.query_one("#do-agree", Button).disabled
        dialog.query_one("#words", Input).value = " ".join(asked.check_words.split()[:2])
        await pilot.pause()
        assert dialog.query_one("#do-agree", Button).disabled
        dialog.action_agree()
        assert app.screen is dialog
        dialog.query_one("#words", Input).value = asked.check_words.upper()
        await pilot.pause()
        await pilot.click("#do-agree")
        await until(pilot, lambda: hub._view.own_answer == "consent")
        assert "do-answer" not in buttons(hub)
    assert cast.mediator.waivers.show(asked.id).consented == (MEDIATOR,)


@pytest.mark.long
async def test_not_now_records_nothing(cast, asked):
    async with at_work(cast) as (app, pilot):
        hub = await opened(app, pilot, asked)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, AnswerDialog))
        await pilot.press("enter", *asked.check_words.replace(" ", ",").replace("-", ""), "enter")
        assert isinstance(app.screen, AnswerDialog)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is hub)
    assert cast.mediator.waivers.show(asked.id).own_answer == ""


@pytest.mark.long
async def test_a_no_is_asked_once_more_before_it_ends_the_request_for_everybody(cast, asked):
    async with at_work(cast, PARTY_A) as (app, pilot):
        hub = await opened(app, pilot, asked)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, AnswerDialog))
        dialog = app.screen
        dialog.query_one("#do-refuse").focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Question))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is dialog)
        assert cast.party("A").waivers.show(asked.id).own_answer == ""
        dialog.action_refuse()
        await until(pilot, lambda: isinstance(app.screen, Question))
        app.screen.action_go()
        await until(pilot, lambda: hub._view.state is WaiverState.ENDED)
    assert cast.party("A").waivers.show(asked.id).own_answer == "refusal"


async def test_a_party_signs_first_and_hands_their_part_over_when_all_have_signed(cast, asked):
    cast.agree(asked, cast.mediator, cast.party("B"))
    async with at_work(cast, PARTY_A) as (app, pilot):
        hub = await opened(app, pilot, asked)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, AnswerDialog))
        dialog = app.screen
        assert dialog.query_one("#do-sign", Button).disabled
        await pilot.press("f7")
        assert app.screen is dialog
        dialog.query_one("#words", Input).value = asked.check_words
        await pilot.pause()
        await pilot.press("f7")
        await until(pilot, lambda: hub._view.own_to_hand_over)
        assert said(hub, "#more") == f"{Hub.OWN_SIGNED} {Hub.OWN_ELSEWHERE}"
        assert Hub.SIGNED not in "".join(holders(hub)[::2])
        assert "do-hand_in" in buttons(hub)
        with pytest.raises(ConsentsMissingError):
            cast.open(asked)
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, AnswerDialog))
        dialog = app.screen
        assert buttons(dialog) == {"do-back"}
        assert str(dialog.query_one("#do-agree", Button).label) == Words.HAND_IN
        dialog.query_one("#words", Input).value = asked.check_words
        await pilot.pause()
        await pilot.click("#do-agree")
        await until(pilot, lambda: not hub._view.own_to_hand_over)
        assert "do-hand_in" not in buttons(hub)
        assert said(hub, "#more") == f"{Hub.OWN_CONSENT} {Hub.OWN_ELSEWHERE}"
    assert [each.data for each in cast.open(asked).portions] == [b"Two."]


@pytest.mark.long
async def test_the_opener_sees_who_has_yet_to_hand_over_and_cannot_open_before(cast, asked):
    cast.agree(asked, cast.mediator, cast.party("B"))
    anna = cast.party("A").waivers
    anna.answer(asked.id, AnswerKind.CONSENT, asked.check_words, sign_only=True)
    async with at_work(cast) as (app, pilot):
        hub = await opened(app, pilot, asked)
        assert Hub.SIGNED in holders(hub)[1]
        assert said(hub, "#state") == Hub.SIGNED_ALL.format(total=3, names=PARTY_A)
        assert buttons(hub) == {"do-hand_over", "do-send", "do-take_in"}
        anna.answer(asked.id, AnswerKind.CONSENT, asked.check_words)
        await until(pilot, lambda: not hub._view.to_hand_over)
        assert buttons(hub) == {"do-open"}


@pytest.mark.parametrize(
    "left_out", [0, *(pytest.param(each, marks=pytest.mark.long) for each in (1, 2))]
)
async def test_all_but_one_never_open_it(cast, asked, left_out):
    cast.agree(asked, *(each for i, each in enumerate(cast.holders) if i != left_out))
    async with at_work(cast) as (app, pilot):
        hub = await opened(app, pilot, asked)
        assert said(hub, "#count") == "2 of 3 agreed"
        assert "do-open" not in buttons(hub)
        await pilot.press("f8")
        await pilot.pause()
        assert app.screen is hub
    with pytest.raises(ConsentsMissingError):
        cast.open(asked)


async def test_all_together_open_it_after_one_more_question(cast, asked):
    cast.agree(asked, cast.party("A"), cast.party("B"))
    async with at_work(cast) as (app, pilot):
        hub = await opened(app, pilot, asked)
        await agree(app, pilot, hub)
        await state(hub, pilot, WaiverState.COMPLETE)
        assert buttons(hub) == {"do-open"}
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, Question))
        assert app.focused.id == "do-stay"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is hub)
        assert cast.party("A").waivers.show(asked.id).state is not WaiverState.OPENED
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, Question))
        await pilot.click("#do-go")
        await until(pilot, lambda: isinstance(app.screen, OpenedScreen))
    assert cast.party("A").opening.open(asked.id).portions[0].data == b"Two."


@pytest.mark.long
async def test_answers_from_elsewhere_appear_by_themselves(cast, asked):
    async with at_work(cast) as (app, pilot):
        hub = await opened(app, pilot, asked)
        cast.agree(asked, cast.party("B"))
        await until(pilot, lambda: hub._view.consented == (PARTY_B,))
        assert said(hub, "#count") == "1 of 3 agreed"


async def test_a_refusal_ends_it_and_nobody_is_shown_to_have_refused(cast, asked):
    cast.agree(asked, cast.party("A"))
    cast.party("B").waivers.answer(asked.id, AnswerKind.REFUSAL)
    async with at_work(cast) as (app, pilot):
        hub = await opened(app, pilot, asked)
        assert hub._view.state is WaiverState.ENDED
        assert said(hub, "#state") == Hub.ENDED
        for line, name in zip(holders(hub), (MEDIATOR, PARTY_A, PARTY_B), strict=True):
            assert line.strip().startswith(name)
            assert "[" not in line
            assert "agreed" not in line
        assert not hub.query_one("#progress").display
        assert buttons(hub) == set()
    for person in (cast.party("A"), cast.party("B")):
        with pytest.raises(WaiverEndedError):
            person.opening.open(asked.id)


@pytest.mark.parametrize("agreed_first", [True, pytest.param(False, marks=pytest.mark.long)])
async def test_stopping_withdraws_or_refuses_and_ends_it_for_everybody(cast, asked, agreed_first):
    if agreed_first:
        cast.agree(asked, cast.mediator)
    async with at_work(cast) as (app, pilot):
        hub = await opened(app, pilot, asked)
        await pilot.click("#do-stop")
        await until(pilot, lambda: isinstance(app.screen, Question))
        assert app.focused.id == "do-stay"
        await pilot.click("#do-go")
        await state(hub, pilot, WaiverState.ENDED)
    answer = "withdrawal" if agreed_first else "refusal"
    assert cast.mediator.waivers.show(asked.id).own_answer == answer
    view = cast.party("A").waivers.show(asked.id)
    assert (view.state, view.reason) == (WaiverState.ENDED, "not unanimous")


async def test_after_the_last_consent_nothing_can_be_stopped(cast, asked):
    cast.agree(asked)
    async with at_work(cast) as (app, pilot):
        hub = await opened(app, pilot, asked)
        assert buttons(hub) == {"do-open"}
        assert not hub.is_possible(hub.action_of("stop"))


@pytest.mark.long
async def test_after_the_end_date_it_has_ended(cast, asked):
    cast.agree(asked, cast.party("A"), cast.party("B"))
    cast.clock.now += 31 * 86_400
    async with at_work(cast) as (app, pilot):
        hub = await opened(app, pilot, asked)
        assert said(hub, "#state") == Hub.EXPIRED
        assert buttons(hub) == set()


async def test_a_party_sees_nobodys_answer_but_their_own(cast, asked):
    cast.agree(asked, cast.mediator, cast.party("B"))
    async with at_work(cast, PARTY_A) as (app, pilot):
        hub = await opened(app, pilot, asked)
        mediator, anna, boris = holders(hub)
        for line in (mediator, boris):
            assert "[x]" not in line
            assert Hub.UNSEEN in line
        assert "next: Answer" in anna
        assert not hub.query_one("#progress").display
        assert buttons(hub) == {"do-answer", "do-stop"}


async def test_a_request_goes_out_as_a_file_and_an_answer_comes_back(cast, asked, tmp_path):
    async with at_work(cast) as (app, pilot):
        hub = await opened(app, pilot, asked)
        await pilot.click("#do-send")
        await until(pilot, lambda: isinstance(app.screen, FileDialog))
        out = tmp_path / "out.request"
        app.screen.query_one("#path", Input).value = str(out)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is hub)
        assert out.stat().st_size > 0
        assert b"rota" not in out.read_bytes()
        party = cast.party("A")
        party.waivers.answer(asked.id, AnswerKind.CONSENT, asked.check_words)
        back = tmp_path / "back.answer"
        back.write_bytes(party.exchange.answer_file(asked.id))
        await pilot.click("#do-take_in")
        await until(pilot, lambda: isinstance(app.screen, FileDialog))
        app.screen.query_one("#path", Input).value = str(back)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is hub)
        await until(pilot, lambda: hub._view.consented == (PARTY_A,))


@pytest.mark.long
@pytest.mark.parametrize(
    "content",
    [
        b"no such file",
        *(pytest.param(each, marks=pytest.mark.long) for each in (b"", bytes(4096))),
    ],
)
async def test_a_file_that_is_none_is_refused_where_it_was_named(cast, asked, tmp_path, content):
    bad = tmp_path / "bad.answer"
    bad.write_bytes(content)
    async with at_work(cast) as (app, pilot):
        await opened(app, pilot, asked)
        await pilot.click("#do-take_in")
        await until(pilot, lambda: isinstance(app.screen, FileDialog))
        dialog = app.screen
        for path in (tmp_path / "nowhere", tmp_path, bad):
            dialog.query_one("#path", Input).value = str(path)
            dialog.query_one("#said", Static).update("")
            await pilot.press("enter")
            await until(pilot, lambda: said(dialog, "#said"))
            assert app.screen is dialog


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.long)])
async def test_hub_and_answer_fit_the_window(cast, size):
    waiver = cast.ask(cast.seal(label="Label " * 40))
    async with at_work(cast, size=size) as (app, pilot):
        hub = await opened(app, pilot, waiver)
        shown = [each for each in hub.query(Button) if each.display]
        assert {"do-answer", "do-hand_over", "do-send", "do-take_in", "do-stop"} == {
            each.id for each in shown
        }
        assert all(hub.region.contains_region(each.region) for each in shown)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, AnswerDialog))
        box = app.screen.query_one(".dialog").content_region
        assert all(box.contains_region(each.region) for each in app.screen.query(Button))
