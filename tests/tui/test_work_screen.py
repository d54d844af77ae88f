"""The work screen: everything is reached by keys and by the mouse, and says who may read it."""

import pytest
from textual.widgets import Static

from tests.cast import PARTY_A, PARTY_B
from tests.tui.desk import desk, listed, new_entry, open_entry, screen_text, shows, type_text
from tests.tui.staging import at_work, until
from tui.app.help import HelpDialog
from tui.app.scope import scope
from tui.app.work.asking import DetailsDialog, NewDialog
from tui.app.work.reading import ReadingScreen
from tui.app.work.tree import Spot
from tui.app.work.words import PartyView
from vault import JOINT, MEDIATORS, PRIVATE, Kind, NewEntry, caucus

HOSTILE = (
    "x [/b]",
    "[@click=app.quit]click[/]",
    "[bold red]loud[/]",
    "\\[b]",
)
CONTROL = "\x1b[31mred\x1b[0m\x1b]52;c;c3RvbGVu\x07 \u202egnp.exe\u202c \x9b2J"


def labels(app):
    """The lines of the tree, top to bottom."""
    tree = desk(app).cases
    found = []

    def walk(node):
        for child in node.children:
            found.append(child.label.plain)
            if child.is_expanded:
                walk(child)

    walk(tree.root)
    return found


def titles(app):
    """What the list shows, as plain lines."""
    return [option.prompt.content().plain for option in desk(app).entries.options]


# What is there -----------------------------------------------------------------------------------


async def test_the_tree_has_the_case_its_session_every_audience_and_the_docket(cast):
    cast.seal()
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: len(labels(app)) > 2)
        case, session, *audiences = labels(app)
        assert case == "Berg and Falk"
        assert session.startswith("First sitting ")
        assert audiences == [
            "[J] joint", "[A] caucus A Berg", "[B] caucus B Falk", "[M] mediators",
            "[P] private", "[#] sealed 1",
        ]  # fmt: skip


async def test_the_list_is_of_one_session_or_one_audience_or_a_whole_case(cast):
    cast.write(JOINT, "for all")
    cast.write(caucus("A"), "for A")
    again = cast.mediator.sessions.convene(
        "Berg and Falk", "Second sitting", [], follows=cast.session
    )
    cast.mediator.entries.add(again, NewEntry(PRIVATE, "later"))
    async with at_work(cast) as (app, pilot):
        screen = desk(app)
        await listed(app, pilot, 1)
        screen.begin(screen.choose(Spot("Berg and Falk", cast.session)))
        await listed(app, pilot, 2)
        assert "First sitting" in screen_text(app)
        screen.begin(screen.choose(Spot("Berg and Falk", cast.session, caucus("A"))))
        await listed(app, pilot, 1)
        assert titles(app)[0].startswith("for A\n[A] caucus A")
        screen.begin(screen.choose(Spot("Berg and Falk")))
        await listed(app, pilot, 5)  # two headings
        assert "every session: 3 entries" in screen_text(app)


async def test_a_closed_session_is_marked_and_takes_private_notes_only(cast):
    entry = cast.write(JOINT, "before")
    cast.mediator.sessions.close(cast.session)
    async with at_work(cast) as (app, pilot):
        await listed(app, pilot, 1)
        assert "closed" in labels(app)[1]
        await open_entry(app, pilot, entry)
        assert desk(app).paper.editor.read_only
        assert "read only: the session was closed" in screen_text(app)
        await pilot.press("f2")
        await until(pilot, lambda: shows(app, NewDialog))
        assert app.screen._audiences == (PRIVATE,)
        assert "only private notes" in screen_text(app)


async def test_a_party_sees_their_side_and_nothing_hints_at_more(cast):
    cast.write(JOINT, "for all")
    cast.write(caucus("A"), "for A")
    cast.write(caucus("B"), "only for B")
    cast.write(MEDIATORS, "only for mediators")
    cast.write(PRIVATE, "only for Mara")
    async with at_work(cast, PARTY_A) as (app, pilot):
        await listed(app, pilot, 2)
        assert labels(app)[2:] == ["[J] joint", "[A] caucus A Berg", "[P] private", "[#] sealed 0"]
        shown = screen_text(app)
        assert "2 entries" in shown
        assert "only for" not in shown
        assert "caucus B" not in shown
        assert "mediators" not in shown


async def test_a_party_cannot_seal_close_or_destroy_the_session(cast):
    cast.write(JOINT, "for all")
    async with at_work(cast, PARTY_B) as (app, pilot):
        await listed(app, pilot, 1)
        for action in ("seal", "close_session", "destroy_session", "reconvene", "party_view"):
            assert not desk(app).check_action(action, ())


async def test_somebody_without_a_session_reads_what_to_do(cast):
    cast.vault.enrol("Otto", "correct horse battery staple Otto")
    async with at_work(cast, "Otto") as (app, pilot):
        await until(pilot, lambda: "No cases yet" in screen_text(app))


async def test_a_damaged_entry_is_named_and_the_others_are_listed(cast):
    cast.write(JOINT, "whole")
    broken = cast.write(JOINT, "damaged")
    import sqlite3

    with sqlite3.connect(cast.location) as database:
        database.execute("UPDATE revision SET header = randomblob(300) WHERE id = ?", [broken])
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: "cannot be read" in screen_text(app))
        assert "whole" in screen_text(app)


# Whose eyes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        pytest.param(PRIVATE, "[P] PRIVATE: you only", marks=pytest.mark.long),
        pytest.param(MEDIATORS, "[M] MEDIATORS: you only", marks=pytest.mark.long),
        (caucus("A"), "[A] CAUCUS A: you and Anna Berg only"),
        pytest.param(caucus("B"), "[B] CAUCUS B: you and Boris Falk only", marks=pytest.mark.long),
        pytest.param(JOINT, "[J] JOINT: everybody: you, Anna Berg and", marks=pytest.mark.long),
    ],
)
async def test_a_bar_over_the_text_names_everybody_who_reads_it(cast, audience, words):
    entry = cast.write(audience, "text")
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, entry)
        assert words in screen_text(app)
        assert desk(app).query_one("#banner").has_class(scope(audience).css)


async def test_a_new_entry_asks_for_the_audience_and_takes_none_by_itself(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        await pilot.press("f2")
        await until(pilot, lambda: shows(app, NewDialog))
        assert app.screen.query_one("#audiences").highlighted is None
        await pilot.click("#do-write")
        await pilot.pause()
        assert shows(app, NewDialog)
        assert "Choose first who may read it." in screen_text(app)
        assert "(•) Note: yours to revise" in screen_text(app)
        assert "( ) Record: final" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert desk(app).paper.sheet is None


async def test_party_view_hides_what_the_party_may_not_read_and_every_way_there(cast):
    cast.write(caucus("A"), "for A")
    cast.write(caucus("B"), "only for B")
    cast.write(PRIVATE, "only for Mara")
    async with at_work(cast) as (app, pilot):
        await listed(app, pilot, 3)
        await pilot.press("f3")
        await until(pilot, lambda: shows(app, type(app.screen)) and app.screen is not desk(app))
        await pilot.click("#do-show")
        await until(pilot, lambda: PartyView.CHOOSE in screen_text(app))
        app.screen.query_one("#seats").focus()
        await pilot.press("down", "enter")
        await listed(app, pilot, 1)
        shown = screen_text(app)
        assert "PARTY VIEW: only what Anna Berg may read" in shown
        assert "only for" not in shown
        assert "caucus B" not in shown
        await pilot.press("f1")
        await until(pilot, lambda: shows(app, HelpDialog))
        keys = "\n".join(str(each.content) for each in app.screen.query(Static))
        assert "Read view" in keys
        assert "Insert the next speaker" not in keys
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is desk(app))
        for action in desk(app).ACTIONS:
            possible = desk(app).check_action(action.name, ())
            assert (possible is not False) == (action.name in {"back", "read", "party_view"})
        await pilot.press("f3")
        await listed(app, pilot, 3)
        assert "PARTY VIEW" not in screen_text(app)


# Writing -----------------------------------------------------------------------------------------


@pytest.mark.long
async def test_a_note_is_written_and_saved_by_the_keyboard_alone(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        await new_entry(app, pilot, caucus("A"))
        await type_text(pilot, "would settle\nfor @Berg #money")
        await pilot.press("ctrl+s")
        await listed(app, pilot, 1)
        [entry] = cast.mediator.entries.listing(cast.session).entries
        header = entry.latest.header
        assert cast.mediator.entries.show(entry.id).text == "would settle\nfor @Berg #money"
        assert (entry.latest.audience, header.title) == (caucus("A"), "would settle")
        assert (header.speakers, header.tags) == (("Anna Berg",), ("money",))
        assert "Saved" in screen_text(app)


@pytest.mark.long
async def test_a_note_is_written_and_saved_by_the_mouse_but_for_its_words(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        await pilot.click("KeyWord", offset=(1, 0))  # help, the first
        await pilot.press("escape")
        new = next(word for word in app.screen.query("KeyWord") if word._action.name == "new")
        await pilot.click(new)
        await until(pilot, lambda: shows(app, NewDialog))
        await pilot.click("#audiences", offset=(3, 2))
        await pilot.click("#do-write")
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        assert desk(app).paper.sheet.audience == caucus("A")
        desk(app).paper.editor.insert("by hand")
        await pilot.click("#tree", offset=(6, 1))
        await until(pilot, lambda: cast.mediator.entries.listing(cast.session).entries != ())


async def test_leaving_an_entry_saves_a_version_and_leaving_it_unchanged_saves_none(cast):
    entry = cast.write(JOINT, "first")
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, entry)
        await pilot.press("escape")
        await until(pilot, lambda: desk(app).paper.sheet is None)
        assert len(cast.mediator.entries.show(entry).entry.revisions) == 1
        editor = await open_entry(app, pilot, entry)
        editor.insert("more, ")
        await pilot.press("escape")
        await until(pilot, lambda: desk(app).paper.sheet is None)
        shown = cast.mediator.entries.show(entry)
        assert shown.text == "more, first"
        assert len(shown.entry.revisions) == 2


@pytest.mark.long
async def test_an_empty_page_that_is_left_leaves_nothing_behind(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        await new_entry(app, pilot, JOINT, title="Never written")
        await pilot.press("escape")
        await until(pilot, lambda: desk(app).paper.sheet is None)
        assert cast.mediator.entries.listing(cast.session).entries == ()
        assert cast.mediator.unsaved.all() == []


@pytest.mark.long
async def test_what_is_said_goes_under_the_note_with_its_time_speaker_and_tag(cast):
    entry = cast.write(caucus("A"), "# Caucus")
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, entry)
        await pilot.press("tab")
        assert app.focused is desk(app).paper.line
        await type_text(pilot, "@Berg #money would take 3")
        await pilot.press("enter")
        await type_text(pilot, "asks about the deposit")
        await pilot.press("enter", "ctrl+s")
        await until(pilot, lambda: desk(app).paper.sheet.number == 2)
        shown = cast.mediator.entries.show(entry)
        heading, one, two = shown.text.split("\n")
        assert heading == "# Caucus"
        assert one.endswith(" @Berg #money would take 3")
        assert two.endswith(" asks about the deposit")
        assert one[2] == two[2] == ":"
        header = shown.revision.header
        assert (header.speakers, header.tags) == (("Anna Berg",), ("money",))


@pytest.mark.long
async def test_f5_writes_the_time_and_f6_goes_through_the_people(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        editor = await new_entry(app, pilot, PRIVATE)
        await pilot.press("f5")
        assert editor.text[2] == ":"
        assert len(editor.text) == 6
        await pilot.press("f6")
        assert editor.text[6:] == "@Berg "
        await pilot.press("f6")
        assert editor.text[6:] == "@Falk "
        await pilot.press("f6", "f6")
        assert editor.text[6:] == "@Berg "
        await type_text(pilot, "x")
        await pilot.press("f6")
        assert editor.text[6:] == "@Berg x@Berg "
        await pilot.press("tab", "f6", "f6")
        assert desk(app).paper.line.value == "@Falk "


@pytest.mark.long
async def test_the_editor_has_the_keys_of_other_programs(cast):
    entry = cast.write(JOINT, "one two\nthree")
    async with at_work(cast) as (app, pilot):
        editor = await open_entry(app, pilot, entry)
        await pilot.press("ctrl+z")
        assert editor.text == "one two\nthree"
        await pilot.press("ctrl+k", "ctrl+u", "ctrl+w", "ctrl+d")
        assert editor.text == "one two\nthree"
        await pilot.press("ctrl+a")
        assert editor.selected_text == "one two\nthree"
        await pilot.press("x")
        assert editor.text == "x"
        await pilot.press("ctrl+z")
        assert editor.text == "one two\nthree"
        await pilot.press("ctrl+y")
        assert editor.text == "x"
        await pilot.press("tab")
        assert app.focused is not editor


@pytest.mark.long
async def test_details_change_title_speakers_and_tags(cast):
    entry = cast.write(JOINT, "text", title="Old", speakers=("Anna Berg",))
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, entry)
        desk(app).action_details()
        await until(pilot, lambda: shows(app, DetailsDialog))
        app.screen.query_one("#title").value = "New [/b] name"
        app.screen.query_one("#speakers").value = "Boris Falk, @landlord"
        app.screen.query_one("#tags").value = "#rota money"
        await pilot.press("enter")
        await until(pilot, lambda: desk(app).paper.sheet.number == 2)
        header = cast.mediator.entries.show(entry).revision.header
        assert header.title == "New [/b] name"
        assert header.speakers == ("Boris Falk", "landlord")
        assert header.tags == ("rota", "money")


async def test_somebody_elses_note_is_read_and_not_revised(cast):
    theirs = cast.party("A").entries.add(cast.session, NewEntry(caucus("A"), "mine")).id
    async with at_work(cast) as (app, pilot):
        editor = await open_entry(app, pilot, theirs)
        assert editor.read_only
        assert "only its author revises a note" in screen_text(app)


@pytest.mark.long
async def test_a_draft_is_everybodys_in_its_audience(cast):
    draft = cast.write(JOINT, "terms", kind=Kind.DRAFT)
    async with at_work(cast, PARTY_A) as (app, pilot):
        editor = await open_entry(app, pilot, draft)
        editor.insert("our ")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: desk(app).paper.sheet.number == 2)
        assert cast.mediator.entries.show(draft).text == "our terms"


@pytest.mark.long
async def test_the_read_view_says_who_wrote_it_and_shows_the_text(cast):
    entry = cast.write(JOINT, "# Heading\n\nbody", speakers=("Anna Berg",), tags=("rota",))
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, entry)
        await pilot.press("f7")
        await until(pilot, lambda: shows(app, ReadingScreen))
        shown = screen_text(app)
        for words in ("Mara Lindt, ", "note, version 1", "Speaking: Anna Berg", "Tags: rota",
                      "[J] JOINT: everybody", "body"):  # fmt: skip
            assert words in shown
        await pilot.press("f7")
        await until(pilot, lambda: app.screen is desk(app))
        assert desk(app).paper.sheet is not None


# Texts that mean harm ----------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("text", HOSTILE)
async def test_words_in_brackets_are_words(cast, text):
    entry = cast.write(JOINT, text, title=text, tags=(text,), speakers=(text,))
    async with at_work(cast, size=(120, 36)) as (app, pilot):
        await open_entry(app, pilot, entry)
        assert screen_text(app).count(text) >= 3
        await pilot.click("#about", offset=(3, 0))
        await pilot.click("#list", offset=(3, 0))
        await pilot.press("f7")
        await until(pilot, lambda: shows(app, ReadingScreen))
        assert text in screen_text(app)
        assert app.person is not None


async def test_control_characters_reach_no_terminal_and_stay_in_the_text(cast):
    entry = cast.write(JOINT, f"before\n{CONTROL}\nafter")
    async with at_work(cast, size=(120, 36)) as (app, pilot):
        editor = await open_entry(app, pilot, entry)
        shown = screen_text(app)
        assert "␛[31mred" in shown
        assert not set("\x1b\x9b\x07\u202e\u202c") & set(shown)
        editor.insert("x")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: desk(app).paper.sheet.number == 2)
        assert cast.mediator.entries.show(entry).text == f"xbefore\n{CONTROL}\nafter"


# Looks -------------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_every_part_is_on_the_screen_at_every_size(cast, size):
    entry = cast.write(caucus("A"), "text of the note")
    async with at_work(cast, size=size) as (app, pilot):
        await open_entry(app, pilot, entry)
        shown = screen_text(app)
        for words in ("Berg and Falk", "[A] CAUCUS A: you and Anna Berg only", "text of the note",
                      "@who #tag what is said", "F2 New", "^L Lock"):  # fmt: skip
            assert words in shown
        assert ("First sitting, " in shown) == (size[0] >= 110)


async def test_every_act_of_the_screen_has_a_method_and_a_sentence(cast):
    async with at_work(cast) as (app, _):
        for action in desk(app).ACTIONS:
            assert callable(getattr(desk(app), f"action_{action.name}"))
            assert action.help.endswith(".")


async def test_no_two_acts_share_a_key(cast):
    async with at_work(cast) as (app, _):
        keys = [each.key for each in (*desk(app).ACTIONS, *app.ACTIONS) if each.key]
        single = [key for each in keys for key in each.split(",")]
        assert len(single) == len(set(single))
