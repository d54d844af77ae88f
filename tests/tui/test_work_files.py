"""Files: attached, taken out, and brought in as notes."""

import os
import time
from threading import Event

import pytest

from tests.tui.desk import desk, listed, new_entry, open_entry, screen_text, shows, type_text
from tests.tui.staging import at_work, until
from tui.app.notices import ErrorDialog, Question
from tui.app.work.asking import NewDialog
from tui.app.work.attaching import ExtractDialog, PathDialog
from tui.app.work.importing import ImportDialog
from tui.app.work.incoming import NOTE_BYTES
from vault import JOINT, PRIVATE, Kind, Source, caucus

PATIENCE = 30


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo [b].jpg"
    path.write_bytes(b"\xff\xd8 picture")
    return path


async def choose(app, pilot, path):
    """Type a path into the dialogue that asks for one."""
    app.screen.query_one("#path").value = str(path)
    app.screen.query_one("#path").focus()
    await pilot.press("enter")


def files_of(cast, entry):
    return [each.name for each in cast.mediator.entries.show(entry).revision.header.attachments]


# In ----------------------------------------------------------------------------------------------


@pytest.mark.long
async def test_a_file_is_attached_and_the_cursor_stays_where_it_was(cast, photo):
    entry = cast.write(JOINT, "one\ntwo")
    async with at_work(cast) as (app, pilot):
        editor = await open_entry(app, pilot, entry)
        editor.move_cursor((1, 2))
        await pilot.press("x")
        desk(app).action_attach()
        await until(pilot, lambda: shows(app, PathDialog))
        await choose(app, pilot, photo)
        await until(pilot, lambda: files_of(cast, entry) == [photo.name])
        await until(pilot, lambda: "1 file" in screen_text(app))
        assert editor.text == "one\ntwxo"
        assert editor.cursor_location == (1, 3)
        assert len(cast.mediator.entries.show(entry).entry.versions) == 1


@pytest.fixture
def slow_disk(monkeypatch):
    """A disk that gives the first piece of a file, and the next when the test lets it."""
    going_on = Event()

    def pieces(handle):
        while piece := os.read(handle, 4):
            yield piece
            assert going_on.wait(PATIENCE)

    monkeypatch.setattr("tui.files._pieces", pieces)
    yield going_on
    going_on.set()


@pytest.mark.long
async def test_what_is_typed_while_a_file_is_read_is_kept_within_two_seconds(
    cast, photo, slow_disk
):
    entry = cast.write(JOINT, "one")
    async with at_work(cast) as (app, pilot):
        editor = await open_entry(app, pilot, entry)
        desk(app).action_attach()
        await until(pilot, lambda: shows(app, PathDialog))
        await choose(app, pilot, photo)
        await until(pilot, lambda: app.thread.is_busy and not shows(app, PathDialog))
        started = time.monotonic()
        editor.insert("more ")
        await until(pilot, lambda: [each.text for each in cast.mediator.unsaved.all()])
        assert time.monotonic() - started < 2
        assert app.thread.is_busy
        # Saving has to wait for the file, and costs no word either.
        editor.insert("and more ")
        await pilot.press("ctrl+s")
        await until(
            pilot,
            lambda: [each.text for each in cast.mediator.unsaved.all()] == [editor.text],
        )
        assert app.thread.is_busy
        slow_disk.set()
        await until(pilot, lambda: files_of(cast, entry) == [photo.name])
        await until(pilot, lambda: cast.mediator.unsaved.all() == [])
        assert cast.mediator.entries.show(entry).text == editor.text


@pytest.mark.long
async def test_a_file_is_found_through_the_list_of_names(cast, photo):
    entry = cast.write(JOINT, "text")
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, entry)
        desk(app).action_attach()
        await until(pilot, lambda: shows(app, PathDialog))
        app.screen.query_one("#path").value = f"{photo.parent}/ph"
        names = app.screen.query_one("#matches")
        await until(pilot, lambda: names.option_count == 1)
        assert "photo [b].jpg" in screen_text(app)
        names.focus()
        await pilot.press("down", "enter")
        assert app.screen.query_one("#path").value == str(photo)
        await pilot.click("#do-take")
        await until(pilot, lambda: files_of(cast, entry) == [photo.name])


async def test_a_file_that_is_not_there_is_said_and_nothing_else_happens(cast, tmp_path):
    entry = cast.write(JOINT, "text")
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, entry)
        desk(app).action_attach()
        await until(pilot, lambda: shows(app, PathDialog))
        await choose(app, pilot, tmp_path / "nothing.pdf")
        await until(pilot, lambda: "There is no such file." in screen_text(app))
        await pilot.click("#do-cancel")
        await until(pilot, lambda: app.screen is desk(app))
        assert files_of(cast, entry) == []


@pytest.mark.long
async def test_the_same_name_twice_is_refused_in_words(cast, photo):
    entry = cast.write(JOINT, "text")
    cast.mediator.files.attach(entry, [Source(photo.name, 1, [b"x"])])
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, entry)
        desk(app).action_attach()
        await until(pilot, lambda: shows(app, PathDialog))
        await choose(app, pilot, photo)
        await until(pilot, lambda: shows(app, ErrorDialog))
        assert files_of(cast, entry) == [photo.name]


@pytest.mark.long
async def test_a_new_record_gets_its_file_when_it_is_written(cast, photo):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        await new_entry(app, pilot, JOINT, kind=2)
        await type_text(pilot, "with picture")
        desk(app).action_attach()
        await until(pilot, lambda: shows(app, PathDialog))
        await choose(app, pilot, photo)
        await until(pilot, lambda: "1 to be attached" in screen_text(app))
        assert cast.mediator.entries.listing(cast.session).entries == ()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: shows(app, Question))
        await pilot.click("#do-go")
        await listed(app, pilot, 1)
        [entry] = cast.mediator.entries.listing(cast.session).entries
        assert entry.latest.header.kind is Kind.RECORD
        assert files_of(cast, entry.id) == [photo.name]


@pytest.mark.long
async def test_a_note_may_be_a_file_alone(cast, photo):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        await new_entry(app, pilot, PRIVATE, title="The wall")
        desk(app).action_attach()
        await until(pilot, lambda: shows(app, PathDialog))
        await choose(app, pilot, photo)
        await listed(app, pilot, 1)
        [entry] = cast.mediator.entries.listing(cast.session).entries
        assert (entry.latest.header.title, files_of(cast, entry.id)) == ("The wall", [photo.name])


# Out ---------------------------------------------------------------------------------------------


@pytest.fixture
def holding(cast):
    """An entry with a file."""
    entry = cast.write(caucus("A"), "see the file")
    cast.mediator.files.attach(entry, [Source("rota.txt", 9, [b"Mon Berg\n"])])
    return entry


async def extracting(app, pilot, entry):
    await open_entry(app, pilot, entry)
    desk(app).action_extract()
    await until(pilot, lambda: shows(app, ExtractDialog))


@pytest.mark.long
async def test_a_file_is_taken_out_after_saying_that_it_leaves_the_vault(cast, holding, tmp_path):
    async with at_work(cast) as (app, pilot):
        await extracting(app, pilot, holding)
        assert "It LEAVES THE VAULT" in screen_text(app)
        assert "rota.txt" in screen_text(app)
        target = tmp_path / "out.txt"
        await choose(app, pilot, target)
        await until(pilot, target.exists)
        assert target.read_bytes() == b"Mon Berg\n"
        assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.long
async def test_a_file_that_is_there_is_never_replaced(cast, holding, tmp_path):
    target = tmp_path / "out.txt"
    target.write_text("precious")
    async with at_work(cast) as (app, pilot):
        await extracting(app, pilot, holding)
        await choose(app, pilot, target)
        await until(pilot, lambda: "not touched" in screen_text(app))
        assert shows(app, ExtractDialog)
        assert target.read_text() == "precious"


@pytest.mark.long
async def test_a_folder_gets_the_file_under_its_own_name(cast, holding, tmp_path):
    async with at_work(cast) as (app, pilot):
        await extracting(app, pilot, holding)
        await choose(app, pilot, tmp_path)
        await until(pilot, (tmp_path / "rota.txt").exists)


@pytest.mark.long
async def test_without_files_there_is_nothing_to_take_out(cast):
    entry = cast.write(JOINT, "text")
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, entry)
        assert desk(app).check_action("extract", ()) is None


# Texts brought in --------------------------------------------------------------------------------


async def bring_in(app, pilot, path):
    await until(pilot, lambda: desk(app).here != b"")
    desk(app).action_bring_in()
    await until(pilot, lambda: shows(app, ImportDialog))
    await choose(app, pilot, path)


@pytest.mark.long
async def test_a_text_is_looked_at_before_it_becomes_a_note_of_a_chosen_audience(cast, tmp_path):
    path = tmp_path / "minutes [i].md"
    path.write_text("# Minutes\n\nNothing was agreed.")
    async with at_work(cast) as (app, pilot):
        await bring_in(app, pilot, path)
        await until(pilot, lambda: "Nothing was agreed." in screen_text(app))
        assert "minutes [i].md: 3 lines" in screen_text(app)
        assert cast.mediator.entries.listing(cast.session).entries == ()
        await pilot.click("#do-go")
        await until(pilot, lambda: shows(app, NewDialog))
        await pilot.press("down", "down", "down", "enter", "enter")
        await listed(app, pilot, 1)
        [entry] = cast.mediator.entries.listing(cast.session).entries
        assert (entry.latest.audience, entry.latest.header.title) == (caucus("A"), "minutes [i]")
        assert path.exists()
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        assert desk(app).paper.editor.text == "# Minutes\n\nNothing was agreed."


@pytest.mark.long
async def test_a_long_text_becomes_several_notes_and_says_so(cast, tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("A paragraph of some length.\n\n" * (NOTE_BYTES // 20))
    async with at_work(cast) as (app, pilot):
        await bring_in(app, pilot, path)
        await until(pilot, lambda: "it becomes 2 notes" in " ".join(screen_text(app).split()))
        await pilot.click("#do-go")
        await until(pilot, lambda: shows(app, NewDialog))
        await pilot.press("down", "enter", "enter")
        await listed(app, pilot, 2)
        names = [each.latest.header.title
                 for each in cast.mediator.entries.listing(cast.session).entries]  # fmt: skip
        assert names == ["long (1 of 2)", "long (2 of 2)"]


@pytest.mark.long
async def test_a_file_that_cannot_become_a_note_is_refused_in_words(cast, tmp_path):
    path = tmp_path / "photo.jpg"
    path.touch()
    async with at_work(cast) as (app, pilot):
        await bring_in(app, pilot, path)
        await until(pilot, lambda: "Only txt, md and docx files" in screen_text(app))
        assert shows(app, ImportDialog)
