"""Destroying says what goes, what stays and who still holds it, and waits for a name (R10)."""

import os

import pytest
from textual.widgets import Input, Static

from tests.cast import MEDIATOR, PARTY_A
from tests.tui.staging import at_work, until
from tui.app.destroy import DestroyDialog, DestroySessionDialog
from tui.app.notices import ErrorDialog
from tui.app.sentences import Destroy
from vault import NotFoundError


async def opened(app, pilot, dialog, answers=None):
    app.push_screen(dialog, (answers if answers is not None else []).append)
    await until(pilot, lambda: app.screen is dialog and said(dialog, "list"))
    return dialog


def said(dialog, name: str) -> str:
    return str(dialog.query_one(f"#{name}", Static).render())


@pytest.mark.long
async def test_nothing_goes_until_the_name_of_the_case_is_typed(cast):
    title = "x [/b] [@click=app.quit]"
    entry = cast.write("caucus:A", "would take instalments", title=title)
    cast.mediator.entries.edit(entry, "would take two")
    cast.seal()
    async with at_work(cast) as (app, pilot):
        answers = []
        dialog = await opened(app, pilot, DestroyDialog([entry]), answers)
        told = said(dialog, "list")
        assert f"[A] {title}: 2 versions" in told
        assert f"It goes for: {MEDIATOR} and {PARTY_A}" in told
        assert "Sealed records: 1" in told
        assert Destroy.HELD_NONE in told
        assert Destroy.CLOSES not in told
        field = dialog.query_one("#case", Input)
        await until(pilot, lambda: app.focused is field)
        await pilot.press("B", "e", "enter")
        assert (field.value, app.focused) == ("Be", field)
        for typed in ("", "Berg", "Berg and Falk!"):
            field.value = typed
            await pilot.pause()
            assert dialog.query_one("#do-destroy").disabled
            dialog.action_destroy()
        await pilot.pause()
        assert app.unlocked.entries.find(entry)
        field.value = "  berg AND  falk "
        await until(pilot, lambda: not dialog.query_one("#do-destroy").disabled)
        await pilot.press("enter")
        await until(pilot, lambda: app.focused is dialog.query_one("#do-destroy"))
        assert answers == []
        await pilot.press("enter")
        await until(pilot, lambda: answers == [True])
        with pytest.raises(NotFoundError):
            app.unlocked.entries.find(entry)


@pytest.mark.long
async def test_backups_from_after_it_was_written_are_named_and_earlier_ones_are_not(
    cast, tmp_path
):
    (tmp_path / "backups").mkdir()
    entry = cast.write("joint", "the rota")
    for name, made in (("before", 1_000), ("after", cast.clock.now + 50)):
        file = tmp_path / "backups" / f"{name}.backup"
        file.write_bytes(b"x")
        os.utime(file, (made, made))
    async with at_work(cast) as (app, pilot):
        told = said(await opened(app, pilot, DestroyDialog([entry])), "list")
        assert "after.backup" in told
        assert "before.backup" not in told


@pytest.mark.long
async def test_a_session_goes_whole_and_is_closed(cast):
    for number in range(6):
        cast.write("joint", f"note {number}")
    async with at_work(cast) as (app, pilot):
        answers = []
        dialog = await opened(app, pilot, DestroySessionDialog(cast.session), answers)
        assert "and 2 more" in said(dialog, "list")
        assert Destroy.CLOSES in said(dialog, "list")
        dialog.query_one("#case", Input).value = "Berg and Falk"
        await pilot.pause()
        for name in ("do-destroy", "do-back"):
            assert dialog.region.contains_region(dialog.query_one(f"#{name}").region)
        await pilot.click("#do-destroy")
        await until(pilot, lambda: answers == [True])
        assert not app.unlocked.entries.listing(cast.session).entries
        assert app.unlocked.sessions.open(cast.session).closed


async def test_a_party_is_told_that_a_session_is_not_theirs_to_destroy(cast):
    entry = cast.write("joint", "the rota")
    async with at_work(cast, PARTY_A) as (app, pilot):
        app.push_screen(DestroySessionDialog(cast.session))
        await until(pilot, lambda: isinstance(app.screen, ErrorDialog))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DestroySessionDialog))
        app.screen.action_destroy()
        await pilot.press("escape")
        dialog = await opened(app, pilot, DestroyDialog([entry]))
        dialog.query_one("#case", Input).value = "Berg and Falk"
        dialog.action_destroy()
        await until(pilot, lambda: "Only its author or a mediator" in said(dialog, "message"))
    assert cast.mediator.entries.find(entry)


@pytest.mark.long
async def test_an_empty_session_has_nothing_to_destroy(cast):
    async with at_work(cast) as (app, pilot):
        dialog = await opened(app, pilot, DestroySessionDialog(cast.session))
        assert said(dialog, "list") == Destroy.NOTHING
        assert not dialog.query_one("#case").display
        assert dialog.query_one("#do-destroy").disabled
