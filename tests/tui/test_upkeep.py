"""Backups that were opened, putting one back, and a check that says what to do (R12)."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from tests.cast import MEDIATOR, PARTY_A, Cast, passphrase_of
from tests.tui.desk import screen_text
from tests.tui.staging import at_work, until
from tui.app.notices import ErrorDialog
from tui.app.saving import SaveDialog
from tui.app.secret import SecretInput
from tui.app.upkeep import BackupDialog, CheckScreen, RestoreDialog
from tui.app.upkeep.copies import copies_in, made_since
from tui.app.upkeep.findings import table, take_stock, total_damaged
from tui.app.upkeep.words import Backup, Check, Group, Restore
from vault import JOINT, Checked, Damage


def said(screen, name: str) -> str:
    return str(screen.query_one(f"#{name}", Static).render())


async def backing_up(app, pilot) -> BackupDialog:
    app.push_screen(BackupDialog())
    await until(pilot, lambda: isinstance(app.screen, BackupDialog) and said(app.screen, "here"))
    return app.screen


async def checking(app, pilot) -> CheckScreen:
    app.push_screen(CheckScreen())
    await until(pilot, lambda: isinstance(app.screen, CheckScreen) and offered(app.screen))
    return app.screen


def offered(screen: CheckScreen) -> list[str]:
    """The buttons that can be seen."""
    names = ("back", "repair", "save")
    return [name for name in names if screen.query_one(f"#do-{name}").display]


def change(cast: Cast, statement: str, *values: object) -> None:
    """Change the vault as somebody would who has no key."""
    connection = sqlite3.connect(cast.location)
    with connection:
        connection.execute(statement, values)
    connection.close()


def break_text(cast: Cast, revision: bytes) -> None:
    connection = sqlite3.connect(cast.location)
    with connection:
        [body] = connection.execute(
            "SELECT body FROM revision WHERE id = ?", [revision]
        ).fetchone()
        broken = body[:-1] + bytes([body[-1] ^ 1])
        connection.execute("UPDATE revision SET body = ? WHERE id = ?", [broken, revision])
    connection.close()


# Backups -----------------------------------------------------------------------------------------


@pytest.mark.long
async def test_one_key_makes_a_backup_that_was_opened_and_the_passphrase_proves_it(cast):
    cast.write("joint", "ZQX-CANARY in a note")
    folder = Path(cast.location).parent / "backups"
    async with at_work(cast) as (app, pilot):
        answers = []
        app.push_screen(BackupDialog(), answers.append)
        await until(pilot, lambda: isinstance(app.screen, BackupDialog))
        dialog = app.screen
        await until(pilot, lambda: said(dialog, "here") == Backup.NONE_YET)
        await pilot.press("enter")
        await until(pilot, lambda: dialog._made)
        [copy] = copies_in(folder)
        assert copy.path == dialog._made
        assert "whole vault" in said(dialog, "result")
        assert Backup.SAME_DISK in said(dialog, "result")
        assert app.status.backup
        assert b"CANARY" not in copy.path.read_bytes()
        assert stat.S_IMODE(copy.path.stat().st_mode) == 0o600
        field = dialog.query_one("#passphrase", SecretInput)
        field.value = "not my passphrase at all"
        dialog.query_one("#do-prove").press()
        await until(pilot, lambda: "open nothing" in said(dialog, "result"))
        field.value = passphrase_of(MEDIATOR)
        dialog.query_one("#do-prove").press()
        await until(pilot, lambda: "open correctly" in said(dialog, "result"))
        assert not field.value
        await pilot.press("escape")
        await until(pilot, lambda: answers == [copy.path])
        again = await backing_up(app, pilot)
        await until(pilot, lambda: said(again, "here").startswith("One backup"))


async def test_a_folder_that_is_not_there_gets_no_backup(cast, tmp_path):
    async with at_work(cast) as (app, pilot):
        dialog = await backing_up(app, pilot)
        dialog.query_one("#folder", Input).value = str(tmp_path / "absent")
        dialog.action_make()
        await until(pilot, lambda: said(dialog, "result") == Backup.FOLDER_MISSING)
        assert not (tmp_path / "absent").exists()
        assert app.status.backup == 0


@pytest.mark.long
async def test_damage_that_was_copied_along_is_not_called_whole(cast):
    entry = cast.write("joint", "the rota")
    async with at_work(cast) as (app, pilot):
        dialog = await backing_up(app, pilot)
        dialog.action_make()
        await until(pilot, lambda: dialog._made)
        cast.location, place = str(dialog._made), cast.location
        break_text(cast, entry)
        cast.location = place
        dialog.query_one("#passphrase", SecretInput).value = passphrase_of(MEDIATOR)
        dialog.action_prove()
        await until(pilot, lambda: "cannot be trusted" in said(dialog, "result"))


@pytest.mark.long
async def test_a_backup_is_tried_and_put_back_beside_the_vault(cast, tmp_path):
    cast.write("joint", "the rota", title="Rota")
    backup, target = tmp_path / "backups" / "caucus-000000.backup", tmp_path / "second.caucus"
    backup.parent.mkdir()
    cast.mediator.backups.write(backup)
    async with at_work(cast) as (app, pilot):
        app.push_screen(RestoreDialog())
        await until(pilot, lambda: isinstance(app.screen, RestoreDialog))
        dialog = app.screen
        file, into = dialog.query_one("#file", Input), dialog.query_one("#target", Input)
        assert file.value == str(backup)
        dialog.query_one("#do-try").press()
        await until(pilot, lambda: said(dialog, "message") == Restore.SOUND)
        for wrong, answer in (
            (cast.location, Restore.TAKEN), (str(tmp_path / "no" / "vault"), Restore.NO_FOLDER),
        ):  # fmt: skip
            into.value = wrong
            dialog.query_one("#do-put").press()
            await until(pilot, lambda answer=answer: said(dialog, "message") == answer)
        into.value = str(target)
        dialog.query_one("#do-put").press()
        await until(pilot, lambda: dialog._made == target)
        assert str(target) in said(dialog, "message").replace("\n", "")
        backup.write_bytes(b"not a vault")
        dialog.action_try()
        await until(pilot, lambda: "no vault" in said(dialog, "message"))
        backup.unlink()
        dialog.action_try()
        await until(pilot, lambda: said(dialog, "message") == Restore.NO_FILE)
    cast.location = str(target)
    person = cast.unlock(MEDIATOR)
    [entry] = person.entries.listing(cast.session).entries
    assert entry.latest.header.title == "Rota"
    person.lock()


@pytest.mark.long
def test_a_backup_holds_only_what_was_written_before_it_was_made(tmp_path):
    for name, made in (("a.backup", 100), ("b.backup", 300), ("c.txt", 300)):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (made, made))
    copies = copies_in(tmp_path)
    assert [copy.path.name for copy in copies] == ["b.backup", "a.backup"]
    assert [copy.made for copy in made_since(copies, 200)] == [300]
    assert copies_in(tmp_path / "absent") == []


# The check ---------------------------------------------------------------------------------------


@pytest.mark.long
async def test_a_whole_vault_gets_a_table_one_sentence_and_one_button(cast):
    cast.write("joint", "the rota")
    cast.seal()
    async with at_work(cast) as (app, pilot):
        screen = await checking(app, pilot)
        assert said(screen, "verdict") == Check.ALL_WELL.format(rows=screen._checked.rows)
        assert offered(screen) == ["back"]
        assert Check.WHOLE_ONE in said(screen, "table")
        assert said(screen, "what-to-do") == ""
        assert "Sealed records" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is not screen)


@pytest.mark.long
async def test_a_damaged_note_is_named_with_what_to_do_and_the_rest_is_counted(cast, tmp_path):
    title = "Caucus [/b] [@click=app.quit]"
    broken = cast.write("caucus:A", "would take instalments", title=title)
    cast.write("joint", "the rota")
    async with at_work(cast) as (app, pilot):
        break_text(cast, broken)
        screen = await checking(app, pilot)
        assert said(screen, "verdict").startswith("1 of ")
        assert "1 DAMAGED" in said(screen, "table")
        told = said(screen, "what-to-do")
        assert f"{title} (First sitting, " in told
        assert "No backup that could hold it" in told
        assert "All 1 other entries can be read." in told
        assert offered(screen) == ["save"]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SaveDialog))
        app.screen.query_one("#file", Input).value = str(tmp_path / "report.txt")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
    report = (tmp_path / "report.txt").read_text()
    assert broken.hex() in report
    assert "Caucus [/b]" not in report
    assert "First sitting" not in report


@pytest.mark.long
async def test_an_earlier_version_or_a_backup_is_pointed_to(cast, tmp_path):
    entry = cast.write("joint", "first words", title="Account")
    cast.mediator.entries.edit(entry, "second words")
    other = cast.write("joint", "the only version", title="Single")
    (tmp_path / "backups").mkdir()
    for name, made in (
        ("old", 1_000),
        ("near", cast.clock.now + 10),
        ("late", cast.clock.now + 99),
    ):
        file = tmp_path / "backups" / f"{name}.backup"
        file.write_bytes(b"x")
        os.utime(file, (made, made))
    revision = cast.mediator.entries.find(entry)[1].latest.id
    async with at_work(cast, size=(120, 36)) as (app, pilot):
        break_text(cast, revision)
        break_text(cast, other)
        screen = await checking(app, pilot)
        [first, second, rest] = said(screen, "what-to-do").split("\n")
    assert "Account" in first
    assert "open its history" in first
    assert "Single" in second
    assert "near.backup" in second
    assert "All 0 other" in rest


@pytest.mark.long
async def test_a_lost_seat_is_made_again_by_the_one_button(cast):
    async with at_work(cast) as (app, pilot):
        change(cast, 'DELETE FROM "grant" WHERE seat = 1')
        screen = await checking(app, pilot)
        assert "Repair makes lost seats again" in said(screen, "what-to-do")
        assert offered(screen) == ["repair"]
        await pilot.press("enter")
        await until(pilot, lambda: screen._checked and screen._checked.repaired)
        await until(pilot, lambda: offered(screen) == ["back"])
        assert said(screen, "verdict").startswith("Made again: 1. Everything is whole")
    assert cast.unlock(PARTY_A).sessions.open(cast.session)


@pytest.mark.long
async def test_a_check_that_cannot_go_on_says_so_and_lets_go(cast):
    async with at_work(cast) as (app, pilot):
        change(cast, "DROP TABLE journal")
        app.push_screen(CheckScreen())
        await until(pilot, lambda: isinstance(app.screen, ErrorDialog))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CheckScreen))
        assert offered(app.screen) == ["back"]


def test_one_thing_that_was_met_three_times_counts_once(cast):
    entry = cast.write("joint", "the rota")
    stock = take_stock(cast.mediator)
    row = entry.hex()
    damages = [Damage("entry", row, "text"), Damage("revision", row, "changed"),
               Damage("text", row, "changed"), Damage("something new", "1", "odd")]  # fmt: skip
    lines = {line.group: line for line in table(stock, Checked(9, damages))}
    assert total_damaged(lines.values()) == 2
    assert (lines[Group.ENTRIES].damaged, lines[Group.VAULT].damaged) == (1, 1)


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_everything_fits_and_the_safe_button_has_the_cursor(cast, size, tmp_path):
    backups = tmp_path / "backups"
    backups.mkdir()
    cast.mediator.backups.write(backups / "caucus-000000.backup")
    async with at_work(cast, size=size) as (app, pilot):
        for dialog, names in (
            (BackupDialog(), ("do-make", "do-back")),
            (RestoreDialog(), ("do-try", "do-put", "do-back")),
        ):
            app.push_screen(dialog)
            await until(
                pilot, lambda dialog=dialog: app.screen is dialog and dialog.query("#do-back")
            )
            await pilot.pause()
            for name in names:
                region = dialog.query_one(f"#{name}").region
                assert region.height
                assert dialog.region.contains_region(region)
            await pilot.press("escape")
            await until(pilot, lambda dialog=dialog: app.screen is not dialog)


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_button_of_the_check_stands_apart_and_what_to_do_is_read_by_keyboard(cast, size):
    for number in range(6):
        break_text(cast, cast.write(JOINT, "text", title=f"A title that is long enough {number}"))
    async with at_work(cast, size=size) as (app, pilot):
        screen = await checking(app, pilot)
        await pilot.pause()
        remedies, button = screen.query_one("#remedies"), screen.query_one("#do-save")
        assert remedies.region.height >= 3
        assert button.region.y > remedies.region.bottom
        assert app.focused is button
        if remedies.max_scroll_y:
            await pilot.press("shift+tab", "end")
            await until(pilot, lambda: remedies.scroll_y == remedies.max_scroll_y)
