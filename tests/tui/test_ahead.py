"""Typing ahead of the screen: every key goes to where the one before it led."""

import threading

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

from tests.tui.desk import desk, listed, open_entry, shows
from tests.tui.staging import at_work, until
from tui.app.find import FindScreen
from tui.app.work.asking import NewDialog
from vault import JOINT, PRIVATE, Kind

NAMED = {"f2", "f9", "down"}
NAMES = {"\r": "enter", "\x06": "ctrl+f", "\x0c": "ctrl+l", "\x1b": "escape"}


def burst(app, *keys: str) -> None:
    """Press keys as a slow line delivers them: all at once."""
    for key in keys:
        for each in [key] if key in NAMED else key:
            name = NAMES.get(each) or (each if len(each) > 1 else _character_to_key(each))
            app.post_message(events.Key(name, each if each.isprintable() else None))


async def test_a_note_is_begun_named_and_written_in_one_burst(cast):
    async with at_work(cast) as (app, pilot):
        burst(app, "f2", "down", "\r", "Rota", "\r", "She would ask.")
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        await until(pilot, lambda: desk(app).paper.editor.text == "She would ask.")
        assert desk(app).paper.sheet.title == "Rota"
        assert desk(app).paper.sheet.audience == PRIVATE


async def test_words_typed_right_after_find_are_looked_for_and_enter_opens_the_first(cast):
    entry = cast.write(JOINT, "late shift", title="Rota")
    async with at_work(cast) as (app, pilot):
        await listed(app, pilot, 1)
        burst(app, "\x06", "shift", "\r")
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        assert desk(app).paper.sheet.entry == entry


async def test_words_for_a_room_that_waits_for_the_vault_do_not_end_up_in_the_note(cast):
    async with at_work(cast) as (app, pilot):
        burst(app, "f2", "down", "\r\r", "Agreed.")
        await until(pilot, lambda: desk(app).paper.sheet is not None)
        await until(pilot, lambda: desk(app).paper.editor.text == "Agreed.")
        busy = threading.Event()
        held = app.run_worker(app.ask(busy.wait))
        try:
            burst(app, "\x06", "agr")
            await pilot.pause()
            assert desk(app).paper.editor.text == "Agreed."
        finally:
            busy.set()
        await held.wait()
        await until(pilot, lambda: shows(app, FindScreen))
        await until(pilot, lambda: app.screen.query_one("#query", Input).value == "agr")
        assert desk(app).paper.editor.text == "Agreed."


async def test_a_correction_is_begun_and_written_in_one_burst(cast):
    record = cast.write(JOINT, "Agreed: three.", kind=Kind.RECORD, title="Agreed")
    async with at_work(cast) as (app, pilot):
        await open_entry(app, pilot, record)
        burst(app, "f9", "correct", "\r", "down", "\r\r", "Rather: four.")
        await until(pilot, lambda: desk(app).paper.editor.text == "Rather: four.")
        assert desk(app).paper.sheet.corrects == record


async def test_locking_right_after_the_last_word_saves_it(cast):
    async with at_work(cast) as (app, pilot):
        burst(app, "f2", "down", "\r", "Rota", "\r", "She would ask.", "\x0c")
        await until(pilot, lambda: app.person is None)
    person = cast.mediator
    kept = [*person.unsaved.all(), *map(person.entries.show, (
        each.id for each in person.entries.listing(cast.session).entries
    ))]  # fmt: skip
    assert [each.text for each in kept] == ["She would ask."]


@pytest.mark.long
async def test_what_is_held_when_the_vault_is_locked_is_forgotten(cast):
    async with at_work(cast) as (app, pilot):
        busy = threading.Event()
        held = app.run_worker(app.ask(busy.wait))
        try:
            burst(app, "f2", "secret words", "\x0c")
            await until(pilot, lambda: app.is_locked)
        finally:
            busy.set()
        await held.wait()
        await until(pilot, lambda: app.person is None)
        await pilot.pause()
        screen = app.screen
        assert screen.query_one("#passphrase", Input).value == ""
        assert "secret" not in screen.query_one("#name", Input).value


@pytest.mark.long
async def test_escape_after_the_key_that_opens_a_room_leaves_it_again(cast):
    async with at_work(cast) as (app, pilot):
        burst(app, "f2", "\x1b")
        await pilot.pause()
        await until(pilot, lambda: app.screen is desk(app))
        burst(app, "f2")
        await until(pilot, lambda: shows(app, NewDialog))
