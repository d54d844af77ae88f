"""No word is lost: kept while it is typed, saved when it is left, locked or cut off (rule R11)."""

import time

import pytest

from tests.cast import MEDIATOR, PARTY_A
from tests.tui.desk import (
    desk,
    listed,
    new_entry,
    open_entry,
    screen_text,
    shows,
    type_text,
)
from tests.tui.staging import at_work, staged, unlock, until
from tui.app.notices import Question
from tui.app.work.paper import KEEP_SECONDS
from tui.app.work.recovery import RecoveredDialog
from tui.app.work.words import Paper as PaperWords
from vault import (
    JOINT,
    PRIVATE,
    Kind,
    NewEntry,
    StorageFullError,
    UnsavedText,
    caucus,
)


def kept(cast, name=MEDIATOR):
    """What is kept unsaved for somebody, as another program of theirs sees it."""
    return cast.people[name].unsaved.all()


async def is_unlocked_again(app, pilot, name=MEDIATOR):
    """Unlock after a lock."""
    await until(pilot, lambda: app.is_locked and app.person is None)
    await unlock(app, pilot, name)


# While it is typed -------------------------------------------------------------------------------


async def test_what_is_typed_is_kept_within_two_seconds_though_nobody_pauses(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        editor = await new_entry(app, pilot, caucus("A"))
        started = time.monotonic()
        typed = {0.0: ""}
        while time.monotonic() - started < 3 * KEEP_SECONDS:
            await pilot.press("x")
            typed[time.monotonic() - started] = editor.text
        now = time.monotonic() - started
        [unsaved] = kept(cast)
        old_enough = max(at for at in typed if at <= now - 2)
        assert len(unsaved.text) >= len(typed[old_enough])
        assert (unsaved.audience, unsaved.entry, unsaved.kind) == (caucus("A"), b"", Kind.NOTE)
        assert cast.mediator.entries.listing(cast.session).entries == ()


@pytest.mark.long
async def test_saving_forgets_the_unsaved_text(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        await new_entry(app, pilot, JOINT)
        await type_text(pilot, "words")
        await until(pilot, lambda: kept(cast) != [])
        assert "Not saved yet" in screen_text(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: kept(cast) == [])
        await listed(app, pilot, 1)


@pytest.mark.long
async def test_taking_everything_back_forgets_the_unsaved_text(cast):
    entry = cast.write(JOINT, "text")
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, entry)
        await pilot.press("x")
        await until(pilot, lambda: kept(cast) != [])
        await pilot.press("ctrl+z")
        await until(pilot, lambda: kept(cast) == [])


@pytest.mark.long
async def test_a_full_disk_takes_nothing_off_the_screen_and_is_said_above_the_text(
    cast, monkeypatch
):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        editor = await new_entry(app, pilot, JOINT)

        def no_room(*_, **__):
            raise StorageFullError

        with monkeypatch.context() as full:
            full.setattr(app.person.unsaved, "keep", no_room)
            full.setattr(app.person.entries, "add", no_room)
            await type_text(pilot, "precious")
            await until(pilot, lambda: "the disk is full" in screen_text(app))
            assert editor.text == "precious"
            assert app.screen is desk(app)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is not desk(app))
            await pilot.press("escape")
            await pilot.pause()
            assert desk(app).paper.editor.text == "precious"
        await pilot.press("ctrl+s")
        await listed(app, pilot, 1)
        assert "the disk is full" not in screen_text(app)
        [entry] = cast.mediator.entries.listing(cast.session).entries
        assert cast.mediator.entries.show(entry.id).text == "precious"


# Locking -----------------------------------------------------------------------------------------


async def test_locking_in_the_middle_of_a_word_loses_nothing_and_comes_back_to_it(cast):
    entry = cast.write(JOINT, "one\ntwo\nthree")
    async with at_work(cast) as (app, pilot):
        editor = await open_entry(app, pilot, entry)
        editor.move_cursor((1, 3))
        await type_text(pilot, " and a hal")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.is_locked)
        assert "hal" not in screen_text(app)
        await is_unlocked_again(app, pilot)
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        assert desk(app).paper.editor.text == "one\ntwo and a hal\nthree"
        assert desk(app).paper.editor.cursor_location == (1, 13)
        assert app.focused is desk(app).paper.editor
        assert len(cast.mediator.entries.show(entry).entry.revisions) == 2
        assert kept(cast) == []


@pytest.mark.long
async def test_locking_a_new_note_saves_it_and_comes_back_to_it(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        await new_entry(app, pilot, PRIVATE)
        await type_text(pilot, "new")
        await pilot.press("ctrl+l")
        await is_unlocked_again(app, pilot)
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        assert desk(app).paper.editor.text == "new"
        assert desk(app).paper.sheet.entry != b""


@pytest.mark.long
async def test_locking_with_a_dialogue_open_keeps_the_text_behind_it(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        entry = await new_entry(app, pilot, JOINT)
        await type_text(pilot, "behind")
        desk(app).action_details()
        await until(pilot, lambda: app.screen is not desk(app))
        await pilot.press("ctrl+l")
        await is_unlocked_again(app, pilot)
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        assert desk(app).paper.editor.text == "behind"
        assert entry is not desk(app).paper.editor


@pytest.mark.long
async def test_locking_does_not_make_a_record_final(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        await new_entry(app, pilot, JOINT, kind=2)
        await type_text(pilot, "not yet")
        await pilot.press("ctrl+l")
        await is_unlocked_again(app, pilot)
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        assert desk(app).paper.editor.text == "not yet"
        assert desk(app).paper.sheet.kind is Kind.RECORD
        assert cast.mediator.entries.listing(cast.session).entries == ()
        assert not shows(app, RecoveredDialog)


async def test_after_a_lock_no_word_is_left_on_the_screens(cast):
    entry = cast.write(JOINT, "ZQX-CANARY text", title="ZQX-CANARY title")
    async with at_work(cast) as (app, pilot):
        editor = await open_entry(app, pilot, entry)
        screen, paper, entries = desk(app), desk(app).paper, desk(app).entries
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.person is None)
        assert editor.text == ""
        assert paper.sheet is None
        assert entries.option_count == 0
        assert screen.views == []
        assert "CANARY" not in screen_text(app)


async def test_the_place_that_is_remembered_holds_ids_only(cast):
    entry = cast.write(caucus("A"), "text", title="ZQX-CANARY")
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, entry)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.person is None)
        assert app.place.entry == entry
        assert "CANARY" not in repr(app.place)


@pytest.mark.long
async def test_another_persons_place_shows_them_nothing_of_it(cast):
    entry = cast.write(caucus("B"), "only for B")
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, entry)
        await pilot.press("ctrl+l")
        await is_unlocked_again(app, pilot, PARTY_A)
        await until(pilot, lambda: desk(app).here == cast.session)
        await until(pilot, lambda: "Nothing here yet" in screen_text(app))
        assert desk(app).paper.sheet is None


# Cut off -----------------------------------------------------------------------------------------


def unsaved_of(cast, text, *, entry=b"", base=b"", kind=Kind.NOTE, audience=JOINT):
    """Leave what a killed program leaves."""
    person = cast.mediator
    person.unsaved.keep(
        UnsavedText(
            person.unsaved.new_id(), cast.session, audience, entry, base, kind, "", text,
            cursor=(0, len(text)),
        )
    )  # fmt: skip


async def recovering(app, pilot):
    await unlock(app, pilot, MEDIATOR)
    await until(pilot, lambda: shows(app, RecoveredDialog))


async def test_text_of_a_killed_program_is_asked_about_and_kept_on_request(cast):
    unsaved_of(cast, "half a sent")
    app = staged(cast, MEDIATOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await recovering(app, pilot)
        assert "Recovered your unsaved text in “half a sent”" in screen_text(app).replace("\n", "")
        assert desk(app).paper.sheet is None
        await pilot.press("enter")
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        assert desk(app).paper.editor.text == "half a sent"
        assert desk(app).paper.editor.cursor_location == (0, 11)
        await type_text(pilot, "ence")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: kept(cast) == [])
        [entry] = cast.mediator.entries.listing(cast.session).entries
        assert cast.mediator.entries.show(entry.id).text == "half a sentence"


@pytest.mark.long
async def test_recovered_text_of_an_entry_can_be_compared_with_what_was_saved(cast):
    entry = cast.write(JOINT, "one\ntwo")
    unsaved_of(cast, "one\n2\ntwo", entry=entry, base=entry)
    app = staged(cast, MEDIATOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await recovering(app, pilot)
        await pilot.click("#do-compare")
        await until(pilot, lambda: "+ 2" in screen_text(app))
        assert shows(app, RecoveredDialog)
        await pilot.click("#do-keep")
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: kept(cast) == [])
        assert cast.mediator.entries.show(entry).text == "one\n2\ntwo"


@pytest.mark.long
async def test_recovered_text_is_thrown_away_only_when_asked(cast):
    unsaved_of(cast, "rubbish")
    app = staged(cast, MEDIATOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await recovering(app, pilot)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is desk(app))
        assert len(kept(cast)) == 1
        await until(pilot, lambda: "not saved yet" in screen_text(app))
    app = staged(cast, MEDIATOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await recovering(app, pilot)
        await pilot.click("#do-throw")
        await until(pilot, lambda: app.screen is desk(app))
        assert kept(cast) == []


async def test_text_that_was_saved_before_the_program_was_killed_is_not_asked_about(cast):
    entry = cast.write(JOINT, "text")
    unsaved_of(cast, "text", entry=entry, base=entry)
    async with at_work(cast) as (app, pilot):
        await listed(app, pilot, 1)
        await until(pilot, lambda: kept(cast) == [])
        assert not shows(app, RecoveredDialog)


async def test_text_whose_entry_is_gone_becomes_a_new_one(cast):
    entry = cast.write(JOINT, "text")
    unsaved_of(cast, "text, revised", entry=entry, base=entry)
    cast.mediator.entries.destroy([entry])
    app = staged(cast, MEDIATOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await recovering(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        await pilot.press("ctrl+s")
        await listed(app, pilot, 1)
        [new] = cast.mediator.entries.listing(cast.session).entries
        assert cast.mediator.entries.show(new.id).text == "text, revised"


@pytest.mark.long
async def test_a_recovered_text_with_a_bad_character_in_every_place_opens(cast):
    unsaved_of(cast, "[/b]\x1b[2J\u202e" * 3)
    app = staged(cast, MEDIATOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await recovering(app, pilot)
        await pilot.click("#do-compare")
        await pilot.press("tab")
        await pilot.pause()
        await pilot.click("#do-keep")
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        assert not set("\x1b\u202e") & set(screen_text(app))


@pytest.mark.long
async def test_a_damaged_unsaved_text_keeps_nobody_from_the_rest(cast):
    import sqlite3

    entry = cast.write(JOINT, "text")
    unsaved_of(cast, "damaged")
    with sqlite3.connect(cast.location) as database:
        database.execute("UPDATE own SET cell = randomblob(800) WHERE kind = 'unsaved'")
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: shows(app, Question))
        await pilot.press("escape")
        await open_entry(app, pilot, entry)
        assert desk(app).paper.editor.text == "text"


@pytest.mark.long
async def test_damaged_unsaved_text_is_told_at_unlocking_and_thrown_away_when_asked(cast):
    import sqlite3

    for text in ("damaged", "damaged too"):
        unsaved_of(cast, text)
    with sqlite3.connect(cast.location) as database:
        database.execute("UPDATE own SET cell = randomblob(800) WHERE kind = 'unsaved'")
    unsaved_of(cast, "half a sent")
    for key, left in (("enter", 2), ("go", 0)):
        app = staged(cast, MEDIATOR)
        async with app.run_test(size=(80, 24)) as pilot:
            await unlock(app, pilot, MEDIATOR)
            await until(pilot, lambda app=app: shows(app, Question))
            shown = " ".join(screen_text(app).replace("│", " ").split())
            assert "2 texts that you had not saved were damaged" in shown
            assert "Whatever you saved is not touched" in shown
            # The answer that changes nothing has the cursor.
            assert app.focused.id == "do-stay"
            await (pilot.press(key) if key == "enter" else pilot.click("#do-go"))
            await until(pilot, lambda app=app: shows(app, RecoveredDialog))
            assert len(cast.mediator.unsaved.damaged()) == left
            assert [each.text for each in kept(cast)] == ["half a sent"]
    app = staged(cast, MEDIATOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await unlock(app, pilot, MEDIATOR)
        await until(pilot, lambda: shows(app, RecoveredDialog))


@pytest.mark.long
async def test_a_session_that_was_closed_meanwhile_costs_no_word(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        await new_entry(app, pilot, JOINT)
        await type_text(pilot, "too late")
        cast.mediator.sessions.close(cast.session)
        await pilot.press("escape")
        await until(pilot, lambda: desk(app).paper.sheet is None)
        [unsaved] = kept(cast)
        assert unsaved.text == "too late"
        await until(pilot, lambda: "not saved yet" in screen_text(app))


# Records -----------------------------------------------------------------------------------------


@pytest.mark.long
async def test_a_record_is_written_only_after_a_question_whose_safe_answer_has_the_cursor(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        await new_entry(app, pilot, JOINT, kind=2)
        await type_text(pilot, "agreed")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: shows(app, Question))
        assert app.focused.id == "do-stay"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is desk(app))
        assert cast.mediator.entries.listing(cast.session).entries == ()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: shows(app, Question))
        await pilot.click("#do-go")
        await listed(app, pilot, 1)
        await until(pilot, lambda: desk(app).paper.editor.read_only)
        assert "record, final" in screen_text(app)
        [entry] = cast.mediator.entries.listing(cast.session).entries
        assert entry.latest.header.kind is Kind.RECORD


@pytest.mark.long
@pytest.mark.parametrize(("audience", "text"), [(JOINT, "agreed"), (PRIVATE, "")])
async def test_a_record_is_corrected_by_another_that_names_it(cast, audience, text):
    record = cast.write(JOINT, "agreed", kind=Kind.RECORD)
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, record)
        desk(app).action_correct()
        await until(pilot, lambda: app.screen is not desk(app))
        dialog = app.screen
        for _ in range(dialog._audiences.index(audience) + 1):
            await pilot.press("down")
        await pilot.click("#do-write")
        await until(pilot, lambda: desk(app).paper.sheet.entry == b"")
        # Nothing of it comes along into another audience.
        assert desk(app).paper.editor.text == text
        assert "corrects a record" in screen_text(app)
        desk(app).paper.editor.insert("Rather: ")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: shows(app, Question))
        await pilot.click("#do-go")
        await listed(app, pilot, 2)
        entries = cast.mediator.entries.listing(cast.session).entries
        assert entries[-1].latest.header.corrects == record


async def test_an_unsaved_correction_still_names_its_record_after_a_crash(cast):
    record = cast.write(JOINT, "agreed", kind=Kind.RECORD)
    unsaved_of(cast, "Rather: agreed", base=record, kind=Kind.RECORD)
    app = staged(cast, MEDIATOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await recovering(app, pilot)
        shown = " ".join(screen_text(app).replace("│", " ").split())
        assert "in a correction of “agreed”" in shown
        # Compared with what it corrects, not with nothing.
        await pilot.click("#do-compare")
        await until(pilot, lambda: "- agreed" in screen_text(app))
        await pilot.click("#do-keep")
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        assert desk(app).paper.sheet.corrects == record


def test_the_sentence_for_a_full_disk_says_that_nothing_is_lost():
    assert "still on the screen" in PaperWords.FULL
    assert "Ctrl+S" in PaperWords.FULL


@pytest.mark.long
async def test_somebody_elses_new_entry_is_there_after_coming_back(cast):
    async with at_work(cast) as (app, pilot):
        await until(pilot, lambda: desk(app).here == cast.session)
        cast.party("A").entries.add(cast.session, NewEntry(JOINT, "from Anna"))
        await pilot.press("ctrl+l")
        await is_unlocked_again(app, pilot)
        await listed(app, pilot, 1)
