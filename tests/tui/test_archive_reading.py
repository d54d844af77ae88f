"""An archive in the place of a vault on the full screen: all to look at, nothing to write."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Button, Input, Static

from tests.cast import MEDIATOR, PARTY_A, PARTY_B, Cast, passphrase_of
from tests.tui.desk import desk, open_entry, screen_text
from tests.tui.staging import setup_of, unlock, until
from tui.app.application import CaucusApp
from tui.app.commands import offers
from tui.app.keybar import KeyWord
from tui.app.people import PeopleScreen
from tui.app.seal.docket import DocketScreen
from tui.app.seal.hub import WaiverHub
from tui.app.upkeep import CheckScreen
from tui.app.words import OnlyRead, Reading

SAID = "ZQX-CANARY would take three instalments"
FREE = {
    "read", "find", "back", "party_view", "history", "extract", "docket", "running", "read_file",
    "people", "check", "activity", "settings", "tick", "requests", "roster", "unlock_file", "look",
}  # fmt: skip
"""What can be done on the work screen without writing."""


def archive(cast: Cast, path: Path, *names: str, keyslot: bool = False) -> Path:
    with path.open("w+b") as file:
        cast.mediator.archives.export(file, [cast.session], names, with_keyslot=keyslot)
    return path


@asynccontextmanager
async def reading(cast: Cast, file: Path, name: str) -> AsyncIterator[tuple]:
    """Run the program on an archive, unlocked."""
    app = CaucusApp(setup_of(cast), str(file), name=name)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.archive is not None)
        await unlock(app, pilot, name)
        await until(pilot, lambda: desk(app).entries.option_count)
        yield app, pilot


def folders(cast: Cast) -> list[Path]:
    return list(cast.marks.parent.glob("archive-*"))


async def test_it_is_read_with_the_keyslot_in_it_and_every_act_that_writes_is_grey(cast, tmp_path):
    entry = cast.write("caucus:A", SAID)
    file = archive(cast, tmp_path / "a.zip", keyslot=True)
    before = file.read_bytes()
    async with reading(cast, file, MEDIATOR) as (app, pilot):
        assert OnlyRead.ARCHIVE in screen_text(app)
        possible = {each.name for each, run, may in offers(app, desk(app))
                    if may and run.startswith("screen.")}  # fmt: skip
        assert possible <= FREE
        assert {"find", "docket", "people", "check"} <= possible
        editor = await open_entry(app, pilot, entry)
        assert SAID in editor.text
        await pilot.press("x", "f2", "f8")
        await pilot.pause()
        assert editor.text == SAID
        assert app.screen is desk(app)
        words = {each._action.name: each for each in desk(app).query(KeyWord)}
        assert words["new"].disabled
        assert words["seal"].disabled
        assert not words["find"].disabled
    assert file.read_bytes() == before
    assert not folders(cast)


@pytest.mark.long
async def test_docket_and_request_are_there_to_be_looked_at(cast, tmp_path):
    record = cast.seal()
    view = cast.ask(record)
    cast.write("joint", SAID)
    file = archive(cast, tmp_path / "a.zip", keyslot=True)
    async with reading(cast, file, MEDIATOR) as (app, pilot):
        desk(app).action_docket()
        await until(pilot, lambda: isinstance(app.screen, DocketScreen) and app.screen._lines)
        await pilot.pause()
        assert OnlyRead.ARCHIVE in screen_text(app)
        assert "The rota" in screen_text(app)
        for each in ("acknowledge", "ask"):
            assert app.screen.query_one(f"#do-{each}").disabled
        app.screen.action_open_request()
        await until(pilot, lambda: isinstance(app.screen, WaiverHub) and app.screen._view)
        await pilot.pause()
        check = str(app.screen.query_one("#check", Static).render())
        assert view.check_words.split() == check.split()[1::2]
        writing = [each.name for each in WaiverHub.ACTIONS if each.writes]
        assert len(writing) == 5
        assert not any(app.screen.query_one(f"#do-{each}", Button).display for each in writing)


@pytest.mark.parametrize("room", [PeopleScreen, CheckScreen])
async def test_in_the_other_rooms_nothing_that_writes_can_be_pressed(cast, tmp_path, room):
    cast.write("joint", SAID)
    file = archive(cast, tmp_path / "a.zip", keyslot=True)
    async with reading(cast, file, MEDIATOR) as (app, pilot):
        app.push_screen(room())
        await until(pilot, lambda: isinstance(app.screen, room))
        await app.ask(lambda: None)
        await pilot.pause()
        writing = [each for each in room.ACTIONS if each.writes]
        assert writing
        for each in writing:
            assert app.screen.check_action(each.name, ()) is None
            assert app.screen.query_one(f"#do-{each.name}").disabled


@pytest.mark.long
async def test_whom_it_is_made_for_reads_it_with_the_keys_of_their_own_vault(cast, tmp_path):
    cast.write("joint", SAID)
    file = archive(cast, tmp_path / "a.zip", PARTY_A)
    async with reading(cast, file, PARTY_A) as (app, pilot):
        assert [view.case for view in app.unlocked.sessions.views()] == ["Berg and Falk"]
        assert len(folders(cast)) == 1
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.is_locked and app.person is None)
        assert not folders(cast)
        await unlock(app, pilot, PARTY_A)
        assert OnlyRead.ARCHIVE in screen_text(app)
    assert not folders(cast)


async def test_a_wrong_passphrase_and_an_archive_for_somebody_else_are_told_apart(cast, tmp_path):
    cast.write("joint", SAID)
    file = archive(cast, tmp_path / "a.zip", PARTY_A)
    app = CaucusApp(setup_of(cast), str(file), name=PARTY_A)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.archive is not None)
        await pilot.pause()
        assert app.screen.query_one("#unlock-box").border_title == Reading.TITLE
        assert app.screen.query_one("#do-recover").disabled
        assert app.screen.check_action("restore", ()) is False
        for name, passphrase, said in (
            (PARTY_A, "wrong", Reading.WRONG[:40]),
            (PARTY_B, passphrase_of(PARTY_B), "a.zip was made for somebody else"),
        ):
            app.screen.query_one("#name", Input).value = name
            app.screen.query_one("#passphrase", Input).value = passphrase
            await pilot.click("#do-unlock")
            message = app.screen.query_one("#message", Static)
            await until(pilot, lambda said=said, shown=message: said in str(shown.render()))
        assert "caucus person" not in str(message.render())
        assert app.is_locked
    assert not folders(cast)
