"""The first run: a vault is made at one moment, its sheet put on paper, and nothing twice."""

import os
import shutil
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pypdf
import pytest
from textual.widgets import Button, Input, Static

from tests.cast import LOWEST_COST, MEDIATOR, PARTY_A, Clock, passphrase_of
from tests.tui.desk import screen_text
from tests.tui.staging import NoTerminal, staged, until
from tui.app.application import CaucusApp
from tui.app.first import FirstRun
from tui.app.first.adopting import AdoptDialog, ArchiveFileDialog
from tui.app.first.renewing import NewSheetDialog
from tui.app.first.sheet import PDF, TEXT, SheetDialog
from tui.app.first.words import Adopt, First, NewSheet, Sheet
from tui.app.notices import Question
from tui.app.people.choosing import NewPassphrase
from tui.app.people.words import Choose
from tui.app.preferences import load
from tui.app.recovering import RecoverDialog
from tui.app.words import Bar, Locking, Older
from tui.app.work.words import Files
from tui.making import make_vault
from tui.paths import Places
from tui.setup import Setup
from vault import ExistsError, NewEntry, UnlockError, Vault, identity_words

NAME = "Ingrid ZQX-CANARY Sund"
PASSPHRASE = "correct horse battery staple of the first run"


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    """A machine on which there is no vault yet."""
    places = Places(
        tmp_path / "data" / "vault.caucus", tmp_path / "marks", tmp_path / "conf" / "settings.toml"
    )
    return Setup(Clock(), places, NoTerminal(), LOWEST_COST)


def location_of(setup: Setup) -> str:
    return str(setup.places.default_vault)


@asynccontextmanager
async def started(setup: Setup, size=(80, 24)):
    """Start the program there."""
    app = CaucusApp(setup, location_of(setup))
    async with app.run_test(size=size) as pilot:
        yield app, pilot


@asynccontextmanager
async def at_first_run(setup: Setup, size=(80, 24)):
    async with started(setup, size) as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, FirstRun))
        yield app, pilot


async def choose(app, pilot, passphrase: str = PASSPHRASE) -> FirstRun:
    """Go to the second step, and give a name and a passphrase of one's own."""
    screen = app.screen
    await pilot.press("enter")
    screen.query_one("#name", Input).value = NAME
    await pilot.click("#switch")
    for field in ("#first", "#again"):
        screen.query_one(field, Input).value = passphrase
    screen.action_go_on()
    return screen


async def make(app, pilot) -> SheetDialog:
    """Go on to the recovery sheet, past the making of the vault."""
    screen = await choose(app, pilot)
    assert screen._step == 3
    screen.action_go_on()
    await until(pilot, lambda: isinstance(app.screen, SheetDialog))
    return app.screen


async def type_back(pilot, dialog: SheetDialog, code: str) -> None:
    dialog.action_paper()
    for place in dialog._asked:
        dialog.query_one(f"#group-{place}", Input).value = code.split("-")[place].lower()
    dialog.action_check()
    await until(pilot, lambda: dialog not in dialog.app.screen_stack)


async def unlock(app, pilot) -> None:
    app.screen.query_one("#name", Input).value = NAME
    app.screen.query_one("#passphrase", Input).value = PASSPHRASE
    app.screen.query_one("#do-unlock").press()
    await until(pilot, lambda: app.current_mode == "work")


def said(screen, name: str = "message") -> str:
    return str(screen.query_one(f"#{name}", Static).render())


def vault_of(setup: Setup) -> Vault:
    return setup.vault(location_of(setup))


def opens(setup: Setup, code: str) -> bool:
    """Whether a recovery code opens the vault; if it does it is used up."""
    place = vault_of(setup)
    try:
        place.recover(code, NAME, "another passphrase that is long")[0].lock()
    except UnlockError:
        return False
    finally:
        place.close()
    return True


async def test_five_steps_make_a_vault_a_sheet_and_open_it(setup, tmp_path):
    paper = tmp_path / "paper"
    paper.mkdir()
    async with at_first_run(setup) as (app, pilot):
        dialog = await make(app, pilot)
        code = dialog._made.code
        dialog.query_one("#folder", Input).value = str(paper)
        await pilot.click("#do-make")
        await until(pilot, lambda: dialog._files)
        assert "DELETE both" in said(dialog)
        await type_back(pilot, dialog, code)
        await until(pilot, lambda: isinstance(app.screen, FirstRun))
        assert app.focused.id == "passphrase"
        app.screen.query_one("#passphrase", Input).value = PASSPHRASE
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "work")
        assert app.unlocked.name == NAME
        assert app.status.sheet_made
        await until(pilot, lambda: "No cases yet" in screen_text(app))
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(paper / PDF).pages)
    assert all(group in printed for group in code.split("-"))
    assert code in (paper / TEXT).read_text()
    assert PASSPHRASE not in printed
    assert load(setup.places.settings)[0].sheets == {}
    outside = [each for each in tmp_path.rglob("*") if each.is_file() and each.parent != paper]
    for file in outside:
        data = file.read_bytes()
        assert not any(word.encode() in data for word in ("CANARY", code, PASSPHRASE))
    assert opens(setup, code)


async def test_until_the_vault_is_made_nothing_is_on_the_disk(setup, tmp_path):
    async with at_first_run(setup) as (app, pilot):
        screen = await choose(app, pilot)
        assert screen._step == 3
        assert location_of(setup) in said(screen, "vault-file")
        await pilot.press("escape")
        assert screen._step == 2
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]
    async with at_first_run(setup) as (app, _):
        assert app.screen._step == 1


async def test_a_weak_passphrase_is_refused_with_the_reason(setup):
    async with at_first_run(setup) as (app, pilot):
        screen = await choose(app, pilot, "ingrid1965")
        assert screen._step == 2
        assert "too easy to guess" in said(screen)
        await until(pilot, lambda: Choose.TOO_WEAK in said(screen, "strength"))
        screen.query_one("#name", Input).value = " "
        screen.query_one("#first", Input).value = PASSPHRASE
        screen.query_one("#again", Input).value = PASSPHRASE
        screen.action_go_on()
        assert said(screen) == First.NAME_NEEDED


async def test_six_words_are_offered_and_typed_once(setup):
    async with at_first_run(setup) as (app, pilot):
        screen = app.screen
        await pilot.press("enter")
        screen.query_one("#name", Input).value = NAME
        words = screen.query_one(NewPassphrase)._words
        assert len(words.split()) == 6
        await pilot.click("#another")
        assert screen.query_one(NewPassphrase)._words != words
        screen.query_one("#first", Input).value = words
        screen.action_go_on()
        assert said(screen) == Choose.DIFFERS
        screen.query_one("#first", Input).value = screen.query_one(NewPassphrase)._words
        screen.query_one("#name").focus()
        await pilot.press("enter", "enter")
        assert screen._step == 3


@pytest.mark.long
async def test_three_groups_are_typed_from_paper_with_the_code_off_the_screen(setup):
    async with at_first_run(setup) as (app, pilot):
        dialog = await make(app, pilot)
        groups = dialog._made.code.split("-")
        await pilot.click("#do-show")
        assert all(group in screen_text(app) for group in groups)
        dialog.action_paper()
        await pilot.pause()
        assert not any(group in screen_text(app) for group in groups)
        fields = [dialog.query_one(f"#group-{place}", Input) for place in dialog._asked]
        assert len(fields) == 3
        assert app.focused is fields[0]
        for field, place in zip(fields, dialog._asked, strict=True):
            field.value = groups[place].replace("0", "o").replace("1", "l")
        fields[1].value = "00000"
        dialog.action_check()
        assert said(dialog) == Sheet.WRONG.format(number=dialog._asked[1] + 1)
        await pilot.pause()
        assert app.focused is fields[1]
        fields[1].value = f" {groups[dialog._asked[1]]}"
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, FirstRun))


@pytest.mark.long
async def test_an_older_sheet_is_not_touched_and_a_folder_must_be_there(setup, tmp_path):
    async with at_first_run(setup) as (app, pilot):
        dialog = await make(app, pilot)
        folder = dialog.query_one("#folder", Input)
        for place, answer in (
            (tmp_path / "absent", Sheet.NO_FOLDER), (tmp_path, Sheet.TAKEN.format(file=TEXT)),
        ):  # fmt: skip
            (tmp_path / TEXT).write_text("an older one")
            folder.value = str(place)
            dialog.action_make()
            await until(pilot, lambda answer=answer: said(dialog) == answer)
        assert (tmp_path / TEXT).read_text() == "an older one"
        assert not (tmp_path / PDF).exists()


@pytest.mark.long
async def test_printed_files_are_deleted_when_that_is_ticked(setup, tmp_path):
    async with at_first_run(setup) as (app, pilot):
        dialog = await make(app, pilot)
        dialog.query_one("#folder", Input).value = str(tmp_path)
        dialog.action_make()
        await until(pilot, lambda: dialog._files)
        assert {PDF, TEXT} <= {each.name for each in tmp_path.iterdir()}
        code = dialog._made.code
        dialog.action_paper()
        await pilot.pause()
        await pilot.click("#delete")
        await type_back(pilot, dialog, code)
        assert not {PDF, TEXT} & {each.name for each in tmp_path.iterdir()}


@pytest.mark.long
async def test_a_sheet_that_is_put_off_stays_in_the_status_line_until_one_is_made(setup):
    async with at_first_run(setup) as (app, pilot):
        dialog = await make(app, pilot)
        first = dialog._made.code
        await pilot.press("escape")
        assert said(dialog) == Sheet.LEAVING
        await pilot.click("#do-later")
        await until(pilot, lambda: isinstance(app.screen, FirstRun))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.unlock_screen)
        assert app.focused.id == "passphrase"
    async with started(setup, (100, 24)) as (app, pilot):
        await unlock(app, pilot)
        await until(pilot, lambda: Bar.SHEET in screen_text(app))
        await app.run_action("screen.sheet")
        await until(pilot, lambda: isinstance(app.screen, NewSheetDialog))
        asking = app.screen
        asking.query_one("#passphrase", Input).value = "not the passphrase"
        await pilot.press("enter")
        await until(pilot, lambda: said(asking) == NewSheet.WRONG)
        asking.query_one("#passphrase", Input).value = PASSPHRASE
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SheetDialog))
        second = app.screen._made.code
        await type_back(pilot, app.screen, second)
        await until(pilot, lambda: app.status.sheet_made)
    async with started(setup) as (app, pilot):
        await unlock(app, pilot)
        await pilot.pause()
        assert app.status.sheet_made
    assert not opens(setup, first)
    assert opens(setup, second)


@pytest.mark.long
async def test_a_code_that_was_perhaps_never_shown_is_renewed_at_the_next_start(setup):
    async with at_first_run(setup) as (app, pilot):
        codes = [(await make(app, pilot))._made.code]
        # Here the program is gone.
    for _ in range(2):
        async with started(setup) as (app, pilot):
            await until(pilot, lambda app=app: app.screen is app.unlock_screen)
            await unlock(app, pilot)
            await until(pilot, lambda app=app: isinstance(app.screen, SheetDialog))
            assert Sheet.RESUMED[:30] in screen_text(app)
            assert not app.status.sheet_made
            codes.append(app.screen._made.code)
    assert len(set(codes)) == 3
    async with started(setup) as (app, pilot):
        await unlock(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, SheetDialog))
        code = app.screen._made.code
        await type_back(pilot, app.screen, code)
        assert [each.name for each in [app.unlocked.people.me]] == [NAME]
    assert not any(opens(setup, each) for each in codes)
    assert opens(setup, code)


@pytest.mark.long
async def test_locking_takes_the_code_off_the_screen_and_out_of_reach(setup):
    async with at_first_run(setup) as (app, pilot):
        await make(app, pilot)
    async with started(setup) as (app, pilot):
        await unlock(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, SheetDialog))
        dialog = app.screen
        dialog.action_show()
        shown = dialog.query_one("#code", Static)
        assert dialog._made.code[:5] in str(shown.render())
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.is_locked and app.person is None)
        assert dialog._made is None
        assert not str(shown.render())


# From an archive -------------------------------------------------------------------------------


def archive_of(cast, path: Path, *, with_keyslot: bool = True) -> Path:
    """An archive that the mediator made of their session."""
    with path.open("w+b") as file:
        cast.mediator.archives.export(file, [cast.session], with_keyslot=with_keyslot)
    return path


def is_made(setup: Setup) -> bool:
    """Whether anything lies where the vault is to be, finished or not."""
    folder = Path(location_of(setup)).parent
    return folder.exists() and any(folder.iterdir())


async def from_archive(app, pilot, path: Path) -> None:
    """Choose an archive on the first page."""
    await pilot.press("f6")
    await until(pilot, lambda: isinstance(app.screen, ArchiveFileDialog))
    app.screen.query_one("#path", Input).value = str(path)
    app.screen.action_take()


async def who(app, pilot, name: str, passphrase: str) -> AdoptDialog:
    await until(pilot, lambda: isinstance(app.screen, AdoptDialog))
    dialog = app.screen
    dialog.query_one("#adopt-name", Input).value = name
    dialog.query_one("#adopt-passphrase", Input).value = passphrase
    dialog.query_one("#adopt-passphrase").focus()
    await pilot.press("enter")
    return dialog


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.long)])
async def test_an_archive_with_ones_keys_makes_a_vault_with_a_new_sheet(
    cast, setup, tmp_path, size
):
    cast.write("joint", "the agenda")
    words = identity_words(cast.mediator.people.me.identity)
    path = archive_of(cast, tmp_path / "a.zip")
    async with at_first_run(setup, size) as (app, pilot):
        await from_archive(app, pilot, path)
        dialog = await who(app, pilot, MEDIATOR, "not the passphrase")
        await until(pilot, lambda: said(dialog) == Adopt.WRONG)
        assert not is_made(setup)
        buttons = dialog.query(Button)
        assert all(dialog.region.contains_region(each.region) for each in buttons)
        await who(app, pilot, MEDIATOR, passphrase_of(MEDIATOR))
        await until(pilot, lambda: isinstance(app.screen, SheetDialog))
        sheet = app.screen
        assert "1 session, 1 entry" in " ".join(screen_text(app).split())
        sheet.action_show()
        await pilot.pause()
        for name in ("code", "do-make", "do-later"):
            region = sheet.query_one(f"#{name}").region
            assert region.height, name
            assert sheet.region.contains_region(region), name
        code = sheet._made.code
        assert load(setup.places.settings)[0].sheets
        await type_back(pilot, sheet, code)
        await until(pilot, lambda: isinstance(app.screen, FirstRun))
        app.screen.query_one("#passphrase", Input).value = passphrase_of(MEDIATOR)
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "work")
        assert identity_words(app.unlocked.people.me.identity) == words
        [entry] = app.unlocked.entries.listing(cast.session).entries
        assert app.unlocked.entries.show(entry.id).text == "the agenda"
    place = vault_of(setup)
    place.recover(code, MEDIATOR, "another passphrase that is long")[0].lock()
    place.close()


@pytest.mark.long
async def test_an_archive_without_keys_or_a_damaged_one_asks_for_no_passphrase(
    cast, setup, tmp_path
):
    without = archive_of(cast, tmp_path / "without.zip", with_keyslot=False)
    damaged = archive_of(cast, tmp_path / "damaged.zip")
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    nothing = tmp_path / "n [b].zip"
    nothing.write_bytes(b"nothing of ours")
    async with at_first_run(setup) as (app, pilot):
        for path, reason in (
            (without, Adopt.NO_KEYS.format(file=without.name)),
            (damaged, "damaged.zip is no file of caucus, or was damaged"),
            (nothing, "n [b].zip is no file of caucus, or was damaged"),
            (tmp_path / "absent", Files.NO_SUCH),
        ):  # fmt: skip
            await from_archive(app, pilot, path)
            dialog = app.screen
            await until(pilot, lambda reason=reason: reason in said(app.screen, "problem"))
            assert app.screen is dialog
            for button in dialog.query(Button):
                assert dialog.region.contains_region(button.region)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, FirstRun))
    assert not is_made(setup)


@pytest.mark.long
async def test_an_archive_that_cannot_be_taken_in_leaves_no_vault(
    cast, setup, tmp_path, monkeypatch
):
    path = archive_of(cast, tmp_path / "a.zip")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("vault.services.archives.Archives.receive", full)
    async with at_first_run(setup) as (app, pilot):
        await from_archive(app, pilot, path)
        dialog = await who(app, pilot, MEDIATOR, passphrase_of(MEDIATOR))
        await until(pilot, lambda: "the disk is full" in said(dialog))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, FirstRun))
        assert app.screen._step == 1
    assert not is_made(setup)


# With the recovery code -------------------------------------------------------------------------


@asynccontextmanager
async def recovering(cast, name: str = PARTY_A):
    """Start over the vault of a cast, and ask for the recovery code."""
    app = staged(cast, name)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, RecoverDialog))
        yield app, pilot, app.screen


async def recover(pilot, dialog: RecoverDialog, code: str) -> str:
    """Use the code, with the six words that are offered. Returns them."""
    chooser = dialog.query_one(NewPassphrase)
    words = chooser._words
    dialog.query_one("#code", Input).value = code
    chooser.query_one("#first", Input).value = words
    chooser.query_one("#first").focus()
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(dialog.app.screen, SheetDialog))
    return words


async def test_the_recovery_code_opens_it_and_its_new_one_goes_onto_a_new_sheet(still, tmp_path):
    async with recovering(still) as (app, pilot, dialog):
        dialog.query_one("#code", Input).value = "no code"
        dialog.query_one("#first", Input).value = dialog.query_one(NewPassphrase)._words
        dialog.action_recover()
        await until(pilot, lambda: "recovery code" in said(dialog))
        words = await recover(pilot, dialog, still.codes[PARTY_A])
        assert app.current_mode == "work"
        assert app.unlocked.name == PARTY_A
        sheet = app.screen
        fresh = sheet._made.code
        assert fresh != still.codes[PARTY_A]
        assert "is used up" in " ".join(screen_text(app).split())
        # However much there is to say, the buttons stay in sight.
        sheet.action_show()
        await pilot.press("escape")
        await until(pilot, lambda: sheet.query_one("#message").region.height)
        for name in ("code", "message", "do-make", "do-later"):
            shown = sheet.query_one(f"#{name}").region
            assert shown.height, name
            assert sheet.query_one(".dialog").content_region.contains_region(shown), name
        # Until it is on paper, the status line and the next start say so.
        assert not app.status.sheet_made
        sheet.query_one("#folder", Input).value = str(tmp_path)
        sheet.action_make()
        await until(pilot, lambda: sheet._files)
        await type_back(pilot, sheet, fresh)
        assert app.status.sheet_made
    assert fresh in (tmp_path / TEXT).read_text()
    assert (tmp_path / PDF).exists()
    place = still.new_vault()
    place.unlock(PARTY_A, words).lock()
    with pytest.raises(UnlockError):
        place.recover(still.codes[PARTY_A], PARTY_A, "another passphrase that is long")
    place.recover(fresh, PARTY_A, "another passphrase that is long")[0].lock()
    place.close()


@pytest.mark.long
async def test_a_program_that_ends_after_a_code_was_used_makes_the_sheet_when_it_starts(still):
    async with recovering(still) as (app, pilot, dialog):
        words = await recover(pilot, dialog, still.codes[PARTY_A])
        # Here the program is gone.
    app = staged(still, PARTY_A)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one("#passphrase", Input).value = words
        await pilot.click("#do-unlock")
        await until(pilot, lambda: isinstance(app.screen, SheetDialog))
        assert Sheet.RESUMED[:30] in screen_text(app)
        fresh = app.screen._made.code
        await type_back(pilot, app.screen, fresh)
    still.new_vault().recover(fresh, PARTY_A, "another passphrase that is long")[0].lock()


def put_back(cast, backup: Path) -> None:
    """Have a vault be older than one of its people remembers it."""
    place = cast.new_vault()
    anna = place.unlock(PARTY_A, passphrase_of(PARTY_A))
    anna.backups.write(backup)
    anna.entries.add(cast.session, NewEntry("joint", "Written after the backup."))
    anna.lock()
    place.close()
    shutil.copy(backup, cast.location)


@pytest.mark.long
async def test_before_the_code_is_used_on_an_older_vault_it_is_asked_whether_that_is_right(
    still, tmp_path
):
    put_back(still, tmp_path / "backup")
    async with recovering(still) as (app, pilot, dialog):
        code, words = still.codes[PARTY_A], dialog.query_one(NewPassphrase)._words
        for choice in ("stay", "go"):
            dialog.query_one("#code", Input).value = code
            dialog.query_one("#first", Input).value = words
            dialog.action_recover()
            await until(pilot, lambda: isinstance(app.screen, Question))
            assert Older.TITLE in screen_text(app)
            await pilot.click(f"#do-{choice}")
            await until(pilot, lambda: not isinstance(app.screen, Question))
        await until(pilot, lambda: isinstance(app.screen, SheetDialog))
        assert not app.unlocked.behind
    still.new_vault().unlock(PARTY_A, words).lock()


@pytest.mark.long
async def test_a_passphrase_of_ones_own_must_be_typed_twice_and_be_strong_to_recover(still):
    async with recovering(still) as (app, pilot, dialog):
        dialog.query_one("#code", Input).value = still.codes[PARTY_A]
        await pilot.click("#switch")
        for new, again, answer in (
            ("weak", "weak", "too easy"), (PASSPHRASE, "other", Choose.NOT_THE_SAME),
        ):  # fmt: skip
            dialog.query_one("#first", Input).value = new
            dialog.query_one("#again", Input).value = again
            dialog.action_recover()
            await until(pilot, lambda answer=answer: answer in said(dialog))
        dialog.query_one("#again", Input).value = PASSPHRASE
        await pilot.click("#do-recover")
        await until(pilot, lambda: isinstance(app.screen, SheetDialog))
    still.new_vault().unlock(PARTY_A, PASSPHRASE).lock()


@pytest.mark.parametrize("key", ["f12", pytest.param("ctrl+l", marks=pytest.mark.long)])
async def test_a_recovery_code_that_is_being_typed_is_covered(still, key):
    async with recovering(still) as (app, pilot, dialog):
        field, chooser = dialog.query_one("#code", Input), dialog.query_one(NewPassphrase)
        field.value = still.codes[PARTY_A]
        words = chooser._words
        await until(pilot, lambda: words in screen_text(app))
        await pilot.press(key)
        await until(pilot, lambda: app.screen is app.unlock_screen)
        assert (field.value, chooser._words) == ("", "")
        shown = screen_text(app)
        assert words not in shown
        assert still.codes[PARTY_A][:5] not in shown
    # It was not used.
    place = still.new_vault()
    place.recover(still.codes[PARTY_A], PARTY_A, "another passphrase that is long")[0].lock()


# Covered ----------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("key", ["f12", pytest.param("ctrl+l", marks=pytest.mark.long)])
async def test_the_sheet_of_the_first_run_is_covered_and_goes_on_after_unlocking(setup, key):
    async with at_first_run(setup) as (app, pilot):
        dialog = await make(app, pilot)
        dialog.action_show()
        await pilot.pause()
        code = dialog._made.code
        assert code[:5] in screen_text(app)
        await pilot.press(key)
        await until(pilot, lambda: app.screen is app.unlock_screen)
        assert [type(room).__name__ for room in app.rooms] == ["UnlockScreen"]
        assert dialog._made is None
        assert not any(group in screen_text(app) for group in code.split("-"))
        assert said(app.screen).startswith(Locking.COVERED if key == "f12" else Locking.ASKED)
        assert app.screen.query_one("#name", Input).value == NAME
        assert app.focused.id == "passphrase"
        await unlock(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, SheetDialog))
        assert Sheet.RESUMED[:30] in screen_text(app)
        resumed = app.screen._made.code
        await type_back(pilot, app.screen, resumed)
        assert app.status.sheet_made
    assert not opens(setup, code)
    assert opens(setup, resumed)


@pytest.mark.parametrize("key", ["f12", pytest.param("ctrl+l", marks=pytest.mark.long)])
async def test_words_offered_before_there_is_a_vault_are_covered_and_never_come_again(setup, key):
    async with at_first_run(setup) as (app, pilot):
        screen = app.screen
        await pilot.press("enter")
        screen.query_one("#name", Input).value = NAME
        chooser, name = screen.query_one(NewPassphrase), screen.query_one("#name", Input)
        words = chooser._words
        screen.query_one("#first", Input).value = words
        await until(pilot, lambda: words in screen_text(app))
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, FirstRun) and app.screen is not screen)
        assert screen not in app.rooms
        assert (chooser._words, name.value) == ("", "")
        assert words not in screen_text(app)
        assert app.screen._step == 1
        await pilot.press("enter")
        assert app.screen.query_one(NewPassphrase)._words != words


@pytest.mark.long
async def test_a_first_run_that_is_covered_while_it_makes_the_vault_has_made_it(setup):
    async with at_first_run(setup) as (app, pilot):
        screen = await choose(app, pilot)
        screen.action_go_on()
        vault = Path(location_of(setup))
        begun = vault.with_name(f".{vault.name}.begun")
        await until(pilot, lambda: begun.exists() or vault.exists())
        app.lock()
        await until(pilot, lambda: app.screen is app.unlock_screen)
        await until(pilot, vault.exists)
        assert app.screen is app.unlock_screen
        await unlock(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, SheetDialog))


@pytest.mark.long
async def test_there_is_nothing_to_cover_on_the_unlock_box_alone(setup):
    async with at_first_run(setup) as (app, pilot):
        await (await make(app, pilot)).app.run_action("screen.later")
        await until(pilot, lambda: isinstance(app.screen, FirstRun))
        assert app.check_action("lock", ())
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.unlock_screen)
        assert not app.check_action("lock", ())


KILLED = """
import os, sys
from tui import making
from tests.cast import LOWEST_COST, Clock
from tests.tui.staging import NoTerminal
from tui.paths import Places
from tui.setup import Setup
from pathlib import Path
folder = Path(sys.argv[1])
making.rename_new = lambda *_: os._exit(9)
places = Places(folder / "data" / "vault.caucus", folder / "marks", folder / "settings.toml")
setup = Setup(Clock(), places, NoTerminal(), LOWEST_COST)
making.make_vault(setup, str(places.default_vault), "Ingrid", sys.argv[2], print)
"""


@pytest.fixture
def killed(setup, tmp_path) -> None:
    """A program was killed there while it made the vault."""
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), PASSPHRASE], check=False,
        env={**os.environ, "PYTHONPATH": root},
    )  # fmt: skip
    assert done.returncode == 9
    assert not Path(location_of(setup)).exists()


@pytest.mark.long
async def test_a_program_killed_while_it_makes_the_vault_leaves_none(setup, killed, tmp_path):
    async with at_first_run(setup) as (app, pilot):
        dialog = await make(app, pilot)
        code = dialog._made.code
    assert [each.name for each in (tmp_path / "data").iterdir()] == ["vault.caucus"]
    assert opens(setup, code)


def test_what_is_there_already_is_not_touched(setup):
    place = Path(location_of(setup))
    place.parent.mkdir()
    place.write_bytes(b"")
    noted = []
    with pytest.raises(ExistsError):
        make_vault(setup, str(place), NAME, PASSPHRASE, noted.append)
    assert place.read_bytes() == b""
    assert not noted
    assert [each.name for each in place.parent.iterdir()] == [place.name]


async def test_a_place_that_cannot_be_written_is_said_in_words(setup, tmp_path):
    app = CaucusApp(setup, str(tmp_path / "absent" / "vault.caucus"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, FirstRun))
        screen = await choose(app, pilot)
        screen.action_go_on()
        await until(pilot, lambda: said(screen) not in {"", First.WORKING})
        assert screen._step == 3
        assert not screen._working
    assert not (tmp_path / "absent").exists()


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.long)])
async def test_every_step_fits(setup, size):
    async with at_first_run(setup, size) as (app, pilot):
        screen = app.screen

        def fits(top, *names) -> None:
            for name in names:
                region = top.query_one(f"#{name}").region
                assert region.height, name
                ground = next(iter(top.query("#content")), top)
                assert ground.region.contains_region(region), name

        await pilot.pause()
        fits(screen, "step", "do-go_on")
        # The ways that lead elsewhere stand below one another, each on its line.
        shown = [line.strip(" │") for line in screen_text(app).splitlines()]
        assert all(line in shown for line in First.OTHERWISE.splitlines())
        await choose(app, pilot, "ingrid1965")
        await until(pilot, lambda: Choose.TOO_WEAK in said(screen, "strength"))
        fits(screen, "step", "do-go_on", "do-back", "message")
        for field in ("#first", "#again"):
            screen.query_one(field, Input).value = PASSPHRASE
        screen.action_go_on()
        await pilot.pause()
        fits(screen, "step", "do-go_on", "do-back", "folder")
        screen.action_go_on()
        await until(pilot, lambda: isinstance(app.screen, SheetDialog))
        dialog = app.screen
        dialog.action_show()
        await pilot.pause()
        fits(dialog, "code", "do-make", "do-show", "do-paper", "do-later")
        dialog.action_paper()
        await pilot.pause()
        fits(dialog, "do-check", "do-again", "do-later")
        dialog.action_later()
        await until(pilot, lambda: app.screen is screen)
        await pilot.pause()
        fits(screen, "step", "do-go_on", "passphrase")
