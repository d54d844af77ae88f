"""Searching as somebody types: only what they may read, and never a word as a command (R2)."""

import pytest
from textual.widgets import Input, Select, Static

from tests.cast import PARTY_A
from tests.tui.desk import desk, listed as listed_at_work, screen_text
from tests.tui.staging import at_work, until
from tui.app.find import FindScreen
from tui.app.find.bar import FilterBar
from tui.app.find.results import (
    SHOWN_MAX,
    Filters,
    Found,
    Hit,
    Query,
    look,
    near,
    place_of_words,
    split_at,
)
from tui.app.find.rows import FoundLine, marked
from tui.app.find.words import Find
from tui.app.rows import Rows
from tui.app.tick import Tick
from vault import Kind, UnlockedVault


def audiences(screen: FindScreen) -> list[str]:
    bars = screen.query(FilterBar)
    return bars.first().audiences if bars else []


async def searching(app, pilot, case: str | None = None) -> FindScreen:
    app.push_screen(FindScreen(case))
    await until(pilot, lambda: isinstance(app.screen, FindScreen) and audiences(app.screen))
    return app.screen


async def look_for(pilot, screen: FindScreen, words: str) -> list[str]:
    """Type words, and return what is listed then."""
    screen.query_one("#query", Input).value = words
    await until(pilot, lambda: screen._wanted.words == words and is_answered(screen))
    return listed(screen)


def is_answered(screen: FindScreen) -> bool:
    return screen._answered == screen._wanted and not screen._searching


def listed(screen: FindScreen) -> list[str]:
    rows = screen.query_one("#found", Rows)
    prompts = [rows.get_option_at_index(at).prompt for at in range(rows.option_count)]
    assert all(isinstance(prompt, FoundLine) for prompt in prompts)
    return [prompt.content().plain for prompt in prompts]


def said(screen: FindScreen) -> str:
    return str(screen.query_one("#said", Static).render())


@pytest.mark.long
async def test_results_change_with_every_letter_and_mark_the_word_without_colour(cast):
    cast.write(
        "caucus:A", "She would ask about the Deposit first.", title="Caucus", tags=("money",)
    )
    cast.write("joint", "One voice at a time.", title="Ground rules")
    async with at_work(cast) as (app, pilot):
        screen = await searching(app, pilot)
        await until(pilot, lambda: said(screen) == Find.EMPTY)
        await pilot.press("d", "e", "p")
        await until(pilot, lambda: screen._wanted.words == "dep" and is_answered(screen))
        [row] = listed(screen)
        assert row.startswith("[A] ")
        assert "Berg and Falk | First sitting" in row
        assert ">Dep<osit" in row
        assert "#money" in row
        rows = screen.query_one("#found", Rows)
        prompt = rows.get_option_at_index(0).prompt.content()
        marked_at = prompt.plain.index(">Dep<")
        assert any(
            span.start <= marked_at < span.end and "bold" in str(span.style)
            for span in prompt.spans
        )
        assert said(screen) == Find.FOUND_ONE
        assert ">Dep<osit" in screen_text(app)


@pytest.mark.long
async def test_enter_in_the_field_opens_the_newest_that_was_found(cast):
    cast.write("joint", "the rota of May", title="Older")
    newest = cast.write("joint", "the rota of June", title="Newer")
    async with at_work(cast) as (app, pilot):
        answers = []
        app.push_screen(FindScreen(), answers.append)
        await until(pilot, lambda: isinstance(app.screen, FindScreen) and audiences(app.screen))
        await look_for(pilot, app.screen, "rota")
        await pilot.press("enter")
        await until(pilot, lambda: answers)
        assert answers == [Hit(cast.session, newest, "rota")]


@pytest.mark.long
async def test_down_goes_to_the_results_and_escape_leaves_with_nothing(cast):
    older = cast.write("joint", "the rota of May")
    cast.write("joint", "the rota of June")
    async with at_work(cast) as (app, pilot):
        answers = []
        for keys in (("down", "down", "enter"), ("down", "escape")):
            app.push_screen(FindScreen(), answers.append)
            await until(
                pilot, lambda: isinstance(app.screen, FindScreen) and audiences(app.screen)
            )
            await look_for(pilot, app.screen, "rota")
            await pilot.press(*keys)
            await until(pilot, lambda: not isinstance(app.screen, FindScreen))
        assert answers == [Hit(cast.session, older, "rota"), None]


@pytest.mark.long
async def test_filters_leave_out_an_audience_a_kind_a_speaker_and_a_tag(cast):
    cast.write("private", "the rota, privately", tags=("home",))
    cast.write("caucus:A", "the rota, in caucus", speakers=(PARTY_A,))
    cast.write("joint", "the rota, for all", kind=Kind.RECORD, tags=("terms",))
    async with at_work(cast) as (app, pilot):
        screen = await searching(app, pilot)
        assert len(await look_for(pilot, screen, "rota")) == 3
        letters = [tick.label.plain for tick in screen.query("#audiences Tick").results(Tick)]
        assert letters == ["P private", "M mediators", "A caucus A", "B caucus B", "J joint"]
        screen.query_one("#audience-0", Tick).focus()
        await pilot.press("space")
        await until(pilot, lambda: is_answered(screen) and len(listed(screen)) == 2)
        assert "[ ] P private" in screen_text(app)
        for name, value, left in (("speaker", PARTY_A, "in >caucus"), ("tag", "terms", "for all")):
            screen.action_everything()
            await until(pilot, lambda: is_answered(screen) and len(listed(screen)) == 3)
            screen.query_one(f"#{name}", Select).value = value
            await until(pilot, lambda: is_answered(screen) and len(listed(screen)) == 1)
            assert left.replace(">", "") in listed(screen)[0]
        screen.action_everything()
        screen.query_one("#kind", Select).value = Kind.RECORD.value
        await until(pilot, lambda: is_answered(screen) and len(listed(screen)) == 1)
        screen.query_one("#audience-4", Tick).value = False
        await until(pilot, lambda: is_answered(screen) and not listed(screen))
        assert said(screen) == Find.NOTHING_SHOWN.format(count=3, query="rota")


async def test_a_party_finds_and_is_offered_only_what_they_may_read(cast):
    cast.write("caucus:B", "the deposit, said in the other caucus", speakers=("Boris Falk",))
    cast.write("mediators", "the deposit, among mediators", tags=("secret",))
    cast.write("joint", "the deposit, before all")
    async with at_work(cast, PARTY_A) as (app, pilot):
        screen = await searching(app, pilot)
        [row] = await look_for(pilot, screen, "deposit")
        assert row.startswith("[J]")
        assert audiences(screen) == ["private", "caucus:A", "joint"]
        assert (screen._found.total, screen._found.speakers, screen._found.tags) == (1, (), ())


@pytest.mark.long
async def test_sealed_records_are_counted_and_never_searched(cast):
    cast.seal("The rota was changed at night.", "The rota")
    async with at_work(cast) as (app, pilot):
        screen = await searching(app, pilot)
        left_out = screen.query_one("#left-out", Static)
        await until(pilot, lambda: "(1)" in str(left_out.render()))
        assert await look_for(pilot, screen, "rota") == []
        assert said(screen) == Find.NOTHING.format(query="rota")


@pytest.mark.long
async def test_a_slip_of_the_keyboard_is_answered_with_the_word_that_is_there(cast):
    cast.write("joint", "about the deposit")
    async with at_work(cast) as (app, pilot):
        screen = await searching(app, pilot)
        assert screen.check_action("near", ()) is None
        for typed in ("depositt", "depsoit"):
            await look_for(pilot, screen, typed)
            await until(pilot, lambda: "deposit?" in said(screen))
            await pilot.press("f4")
            await until(pilot, lambda: len(listed(screen)) == 1)
            assert screen.query_one("#query", Input).value == "deposit"


async def test_what_is_opened_has_the_cursor_on_the_words(cast):
    cast.write("joint", "first line\n" * 300 + "about the Deposit\n" + "last line\n" * 50)
    async with at_work(cast) as (app, pilot):
        await listed_at_work(app, pilot, 1)
        await pilot.press("ctrl+f", *"deposit", "enter")
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        editor = desk(app).paper.editor
        await until(pilot, lambda: editor.cursor_location == (300, len("about the ")))
        assert "about the Deposit" in screen_text(app)


def test_the_place_of_words_is_where_the_first_of_them_stands():
    assert place_of_words("one\ntwo Three", "three") == (1, 4)
    assert place_of_words("Three two", "two three") == (0, 0)
    assert place_of_words("one", "two") is None
    assert place_of_words("", "") is None


@pytest.mark.long
async def test_nothing_in_this_case_is_not_nothing_at_all(cast):
    cast.write("joint", "about the deposit")
    async with at_work(cast) as (app, pilot):
        screen = await searching(app, pilot, "Berg and Falk")
        await look_for(pilot, screen, "rota")
        assert said(screen) == Find.NOTHING_CASE.format(query="rota", case="Berg and Falk")


@pytest.mark.long
async def test_only_this_case_is_searched_until_every_case_is_asked_for(cast):
    other = cast.mediator.sessions.convene("Another matter", "", [])
    cast.write("joint", "the rota here")
    cast.session, here = other, cast.session
    cast.write("private", "the rota there")
    cast.session = here
    async with at_work(cast) as (app, pilot):
        screen = await searching(app, pilot, "Berg and Falk")
        [row] = await look_for(pilot, screen, "rota")
        assert "here" in row
        assert "Berg and Falk" not in row
        await pilot.press("f6")
        await until(pilot, lambda: is_answered(screen) and len(listed(screen)) == 2)
        assert "Another matter | " in listed(screen)[0]


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_hostile_titles_and_words_stand_as_they_were_typed(cast, size):
    hostile = "x [/b] [@click=app.quit]click[/] $(id)"
    cast.write("joint", f"{hostile} \x1b[31mred\x1b[0m \u202etxet", title=hostile, tags=("[/t]",),
               speakers=("[bold]Anna",))  # fmt: skip
    async with at_work(cast, size=size) as (app, pilot):
        screen = await searching(app, pilot)
        for words in ("[/b]", "[@click=app.quit]", "[", "$(id)", "#[/t]", "@[bold]anna"):
            [row] = await look_for(pilot, screen, words)
            assert "\x1b" not in row
            assert "\u202e" not in row
            assert f">{words.lstrip('@#')}<".casefold() in row.casefold()
        await pilot.click("#found", offset=(10, 1))
        await pilot.pause()
        assert not app._exit


@pytest.mark.long
async def test_locking_leaves_nothing_of_a_search(cast):
    cast.write("joint", "ZQX-CANARY in a note")
    async with at_work(cast) as (app, pilot):
        screen = await searching(app, pilot)
        await look_for(pilot, screen, "zqx-canary")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.is_locked and app.person is None)
        assert (screen._finder, screen._found.shown, screen._wanted.words) == (None, (), "")
        assert not screen._views


def test_every_word_is_looked_for_in_what_was_found():
    pieces = list(split_at("The Deposit, and a deposit.", "deposit #the"))
    assert "".join(piece for piece, _ in pieces) == "The Deposit, and a deposit."
    assert [piece for piece, found in pieces if found] == ["The", "Deposit", "deposit"]
    assert marked("a.b axb", "a.b").plain == ">a.b< axb"


def test_short_words_are_not_guessed_at():
    assert near("not") == []
    assert near("") == []
    assert "two deposit" in near("two depositt")


def answer(person: UnlockedVault, query: Query, session: bytes) -> Found:
    """Answer a query without a screen."""
    *steps, found = look(person.search.finder([session]), query)
    assert set(steps) <= {None}
    return found


def test_more_than_fits_is_counted_and_the_newest_are_shown(cast):
    person: UnlockedVault = cast.mediator
    ids = [cast.write("joint", f"rota {number}") for number in range(SHOWN_MAX + 3)]
    found = answer(person, Query("rota"), cast.session)
    assert (found.total, found.passed, len(found.shown)) == (103, 103, SHOWN_MAX)
    assert [match.entry.id for match in found.shown] == ids[:2:-1]
    none = answer(person, Query("rota", Filters(tag="absent")), cast.session)
    assert (none.total, none.passed, none.shown) == (103, 0, ())
