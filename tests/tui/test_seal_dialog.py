"""Sealing on the screen: every consequence first, and nothing before the word is typed."""

import pytest
from textual.widgets import Button, Input, OptionList, Select

from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast
from tests.tui.staging import at_work, until
from tui.app.notices import ErrorDialog
from tui.app.seal.sealing import HOLDERS, MEANING, PORTIONS, SPEAKERS, SealDialog
from tui.app.tick import Tick
from vault import NotFoundError

LABEL = "Settlement talks"
TEXT = "The first paragraph.\n\nThe second one.\n\nThe third."


@pytest.fixture
def with_nonparty(tmp_path):
    with Cast(str(tmp_path / "v.caucus"), tmp_path / "marks", nonparties=["Ivo Exner"]) as made:
        yield made


async def opened(app, pilot, *entries):
    app.push_screen(SealDialog(list(entries)))
    await until(pilot, lambda: isinstance(app.screen, SealDialog) and app.screen._plans)
    return app.screen


def listed(dialog) -> list[str]:
    listing = dialog.query_one("#portions", OptionList)
    return [str(listing.get_option_at_index(i).prompt) for i in range(listing.option_count)]


def words(dialog) -> str:
    """Everything that stands on the page that is shown."""
    shown = dialog.query_one(f"#{dialog._page}")
    return "\n".join(str(each.render()) for each in shown.walk_children() if each.display)


async def turn(dialog, pilot, page):
    await pilot.click("#do-next")
    # A button is deaf for a moment after it was pressed.
    await until(pilot, lambda: dialog._page == page and not dialog.query(".-active"))


async def to_the_end(dialog, pilot, label=LABEL):
    await turn(dialog, pilot, HOLDERS)
    dialog.query_one("#label", Input).value = label
    await pilot.pause()
    await turn(dialog, pilot, MEANING)


def say_everything(dialog):
    dialog.query_one("#safety", Tick).value = True
    dialog.query_one("#word", Input).value = "SEAL"


async def test_an_entry_is_sealed_after_every_page_and_the_word(cast):
    entry = cast.write("joint", TEXT, title="Rota")
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, entry)
        assert "1 entry becomes a sealed record in 3 portions." in words(dialog)
        assert listed(dialog)[1:] == [
            "   1  The first paragraph.", "   2  The second one.", "   3  The third.",
        ]  # fmt: skip
        await turn(dialog, pilot, HOLDERS)
        assert f"To read it again you need: you AND {PARTY_A} AND {PARTY_B}." in words(dialog)
        for person in cast.holders:
            assert person.people.me.identity is not None
        dialog.query_one("#label", Input).value = LABEL
        await pilot.pause()
        await turn(dialog, pilot, MEANING)
        assert "This cannot be undone." in words(dialog)
        say_everything(dialog)
        await pilot.pause()
        await pilot.click("#do-seal")
        await until(pilot, lambda: not isinstance(app.screen, SealDialog))
    [line] = cast.mediator.docket.lines(cast.session)
    assert (line.label, line.portions) == (LABEL, (1, 2, 3))
    with pytest.raises(NotFoundError):
        cast.mediator.entries.show(entry)


async def test_each_holder_stands_there_with_role_and_check_words(cast):
    from vault import identity_words

    entry = cast.write("joint", TEXT)
    cast.party("A").docket.acknowledge(cast.session)
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, entry)
        await turn(dialog, pilot, HOLDERS)
        page = words(dialog)
    for person, role in zip(cast.holders, ("mediator, you", "party A", "party B"), strict=True):
        assert f"{person.name} ({role})" in page
        assert identity_words(person.people.me.identity) in page
    lines = page.splitlines()
    [boris] = [line for line in lines if f"{PARTY_B} (" in line]
    [anna] = [line for line in lines if f"{PARTY_A} (" in line]
    assert "never acknowledged" in boris
    assert "never acknowledged" not in anna


async def test_enter_alone_leads_back_on_every_page_and_seals_nothing(cast):
    entry = cast.write("joint", TEXT)
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, entry)
        assert app.focused.id == "do-back"
        await to_the_end(dialog, pilot)
        say_everything(dialog)
        for page in (HOLDERS, PORTIONS):
            assert app.focused.id == "do-back"
            await pilot.press("enter")
            await until(pilot, lambda page=page: dialog._page == page)
            # A button is deaf for a moment after it was pressed.
            await until(pilot, lambda: not app.focused.has_class("-active"))
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, SealDialog))
    assert cast.mediator.docket.lines(cast.session) == []
    assert cast.mediator.entries.show(entry).text == TEXT


@pytest.mark.long
async def test_enter_goes_on_from_the_label_to_the_button_and_no_further(cast):
    entry = cast.write("joint", TEXT)
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, entry)
        await turn(dialog, pilot, HOLDERS)
        dialog.query_one("#label", Input).focus()
        await pilot.press(*"Rota", "enter")
        await until(pilot, lambda: app.focused.id == "do-next")
        assert dialog._page == HOLDERS


@pytest.mark.long
async def test_enter_behind_the_word_goes_on_to_the_button_and_seals_nothing(cast):
    entry = cast.write("caucus:A", TEXT)
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, entry)
        await to_the_end(dialog, pilot)
        assert f"{MEDIATOR} and {PARTY_A} can read it now" in words(dialog)
        dialog.query_one("#word", Input).value = "SEAL"
        dialog.query_one("#word").focus()
        await pilot.press("enter")
        assert app.focused.id == "word"
        say_everything(dialog)
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: app.focused.id == "do-seal")
        assert dialog._page == MEANING
    assert cast.mediator.docket.lines(cast.session) == []


@pytest.mark.parametrize(
    "left_out",
    ["safety", *(pytest.param(each, marks=pytest.mark.long) for each in ("word", "half a word"))],
)
async def test_the_button_stays_grey_until_everything_was_said(cast, left_out):
    entry = cast.write("joint", TEXT)
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, entry)
        await to_the_end(dialog, pilot)
        say_everything(dialog)
        if left_out == "safety":
            dialog.query_one("#safety", Tick).value = False
        else:
            dialog.query_one("#word", Input).value = "SEA" if left_out == "half a word" else ""
        await pilot.pause()
        assert dialog.query_one("#do-seal", Button).disabled
        dialog.action_seal()
        await pilot.pause()
        assert dialog._page == MEANING
    assert cast.mediator.docket.lines(cast.session) == []


@pytest.mark.long
async def test_without_a_label_there_is_no_further_page(cast):
    entry = cast.write("joint", TEXT)
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, entry)
        await turn(dialog, pilot, HOLDERS)
        assert dialog.query_one("#do-next", Button).disabled
        dialog.query_one("#label", Input).value = "   "
        await pilot.pause()
        dialog.action_next()
        assert dialog._page == HOLDERS


@pytest.mark.long
async def test_the_whole_text_can_be_one_portion(cast):
    entry = cast.write("joint", TEXT)
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, entry)
        await pilot.click("#whole")
        await until(pilot, lambda: dialog._plans and len(listed(dialog)) == 2)
        await to_the_end(dialog, pilot)
        say_everything(dialog)
        await pilot.pause()
        await pilot.click("#do-seal")
        await until(pilot, lambda: not isinstance(app.screen, SealDialog))
    [line] = cast.mediator.docket.lines(cast.session)
    assert line.portions == (1,)


async def test_a_speaker_nobody_is_seated_for_must_be_placed_and_then_holds_too(with_nonparty):
    cast = with_nonparty
    entry = cast.write("joint", TEXT, speakers=(PARTY_A, "The expert", "Old Tom"))
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, entry)
        await turn(dialog, pilot, SPEAKERS)
        assert dialog.query_one("#do-next", Button).disabled
        first, second = dialog.query(Select)
        first.value = "Ivo Exner"
        await until(pilot, lambda: dialog._plans)
        assert dialog.query_one("#do-next", Button).disabled
        second.value = ""
        await until(pilot, lambda: dialog._plans and not dialog._missing())
        assert first.value == "Ivo Exner"
        await to_the_end(dialog, pilot)
        say_everything(dialog)
        await pilot.pause()
        await pilot.click("#do-seal")
        await until(pilot, lambda: not isinstance(app.screen, SealDialog))
    [line] = cast.mediator.docket.lines(cast.session)
    assert line.holders == (MEDIATOR, PARTY_A, PARTY_B, "Ivo Exner")


@pytest.mark.long
async def test_many_entries_are_sealed_in_one_step(cast):
    entries = [cast.write("joint", f"Number {i}.", title=f"Note {i}") for i in range(40)]
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, *entries)
        assert "40 entries become 40 sealed records in 40 portions altogether." in words(dialog)
        await to_the_end(dialog, pilot)
        say_everything(dialog)
        await pilot.pause()
        await pilot.click("#do-seal")
        await until(pilot, lambda: not isinstance(app.screen, SealDialog))
    assert len(cast.mediator.docket.lines(cast.session)) == 40


HOSTILE = ["x [/b] y", "[@click=app.quit]press[/]", "\x1b]52;c;aGk=\x07[bold]", "\u202eevil\u202c"]


@pytest.mark.parametrize(
    "text", [HOSTILE[0], *(pytest.param(each, marks=pytest.mark.long) for each in HOSTILE[1:])]
)
async def test_hostile_words_stand_there_as_they_are(cast, text):
    entry = cast.write("joint", f"{text}\n\nAnd more.", title="Rota [/b]")
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, entry)
        shown = "\n".join(listed(dialog))
        svg = app.export_screenshot()
        await pilot.click("#portions")
        await pilot.pause()
        assert app.is_running
        assert "Rota [/b]" in shown
        assert not {"\x1b", "\u202e"} & set(shown + svg)
        if text.isprintable():
            assert text in shown


@pytest.mark.long
async def test_a_label_with_hidden_characters_is_refused_and_nothing_is_sealed(cast):
    entry = cast.write("joint", TEXT)
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, entry)
        await to_the_end(dialog, pilot, "Rota \u202egnihton")
        say_everything(dialog)
        await pilot.pause()
        await pilot.click("#do-seal")
        await until(pilot, lambda: isinstance(app.screen, ErrorDialog))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is dialog)
        assert dialog._page == MEANING
    assert cast.mediator.docket.lines(cast.session) == []


async def test_a_party_is_told_that_sealing_is_not_theirs(cast):
    entry = cast.write("joint", TEXT)
    async with at_work(cast, PARTY_A) as (app, pilot):
        app.push_screen(SealDialog([entry]))
        await until(pilot, lambda: isinstance(app.screen, ErrorDialog))
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, SealDialog)


async def test_locking_takes_what_was_typed_off_the_dialogue(cast):
    entry = cast.write("joint", TEXT)
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, entry)
        await turn(dialog, pilot, HOLDERS)
        field = dialog.query_one("#label", Input)
        field.value = LABEL
        app.lock()
        await until(pilot, lambda: app.is_locked and app.person is None)
        assert field.value == ""
        assert LABEL not in app.export_screenshot()


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.long)])
async def test_every_page_fits_the_window_with_its_buttons(with_nonparty, size):
    cast = with_nonparty
    entry = cast.write("joint", "\n\n".join(["word " * 60] * 30), speakers=("Old Tom",))
    async with at_work(cast, size=size) as (app, pilot):
        dialog = await opened(app, pilot, entry)

        def fits():
            buttons = [each for each in dialog.query(Button) if each.display]
            assert buttons
            box = dialog.query_one(".dialog").content_region
            return all(box.contains_region(each.region) for each in buttons)

        assert fits()
        await turn(dialog, pilot, SPEAKERS)
        assert fits()
        dialog.query_one(Select).value = "Ivo Exner"
        await until(pilot, lambda: dialog._plans and not dialog._missing())
        await turn(dialog, pilot, HOLDERS)
        assert fits()
        dialog.query_one("#label", Input).value = "L" * 400
        await pilot.pause()
        await turn(dialog, pilot, MEANING)
        assert fits()
