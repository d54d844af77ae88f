"""People on the screen: check words compared by voice, identities in and out, new passphrases."""

from io import BytesIO

import pypdf
import pytest
from textual import events
from textual.widgets import Input, Static

from tests.cast import LOWEST_COST, MEDIATOR, PARTY_A, Cast, passphrase_of
from tests.tui.desk import screen_text
from tests.tui.staging import at_work, staged, until
from tests.tui.test_first_run import type_back
from tui.app.first.sheet import PDF, SheetDialog
from tui.app.people import PeopleScreen
from tui.app.people.choosing import NewPassphrase
from tui.app.people.files import ConfirmDialog, ExportDialog, TakeInDialog
from tui.app.people.secrets import ChangeDialog, EnrolDialog
from tui.app.people.words import Choose, Confirm, People
from tui.app.receive.asking import UnlockDialog
from tui.app.rows import Rows
from tui.app.secret import SecretInput
from tui.app.sheets import SheetState, note_sheet, sheet_state
from vault import StorageFullError, UnlockError, Vault, identity_words, write_parcel

STRANGER, LOCK = "Vera Moll", "harbour saddle orchid lantern"


@pytest.fixture
def elsewhere(tmp_path):
    """Somebody on a machine of her own."""
    place = Vault(
        str(tmp_path / "other.caucus"), marks=tmp_path / "other", clock=lambda: 1_790_000_000,
        cost=LOWEST_COST,
    )  # fmt: skip
    place.create()
    person, _ = place.enrol(STRANGER, passphrase_of(STRANGER))
    yield person
    person.lock()
    place.close()


async def people(app, pilot) -> PeopleScreen:
    app.push_screen(PeopleScreen())
    await until(pilot, lambda: isinstance(app.screen, PeopleScreen) and app.screen._people)
    return app.screen


async def opened(app, pilot, key: str, kind: type):
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, kind))
    return app.screen


def said(screen, name: str) -> str:
    return str(screen.query_one(f"#{name}", Static).render())


def lines(screen: PeopleScreen) -> list[str]:
    rows = screen.query_one("#people", Rows)
    return [rows.get_option_at_index(at).prompt.plain for at in range(rows.option_count)]


async def test_an_identity_is_taken_in_and_confirmed_by_the_words_read_aloud(
    cast, elsewhere, tmp_path
):
    file = tmp_path / "vera.identity"
    file.write_bytes(elsewhere.people.export_file())
    words = identity_words(elsewhere.people.me.identity)
    async with at_work(cast) as (app, pilot):
        screen = await people(app, pilot)
        dialog = await opened(app, pilot, "f4", TakeInDialog)
        dialog.query_one("#file", Input).value = f"'{file}'"
        dialog.query_one("#name", Input).value = STRANGER
        dialog.query_one("#do-act").press()
        await until(pilot, lambda: app.screen is screen and len(screen._people) == 4)
        assert screen._chosen.name == STRANGER
        assert People.NOT_CONFIRMED in lines(screen)[-1]
        assert said(screen, "words").endswith(words)
        dialog = await opened(app, pilot, "f5", ConfirmDialog)
        assert not any(word in str(each.render()) for each in dialog.query(Static)
                       for word in words.split())  # fmt: skip
        field = dialog.query_one("#words", Input)
        for typed, answer in (
            ("one two three", Confirm.FEW.format(count=3)),
            ("one two three four five six", Confirm.DIFFERENT.format(name=STRANGER)),
        ):
            field.value = typed
            dialog.query_one("#do-act").press()
            await until(pilot, lambda answer=answer: said(dialog, "message") == answer)
        assert not app.unlocked.people.find(STRANGER).confirmed
        field.value = words.upper().replace(" ", "-")
        dialog.query_one("#do-act").press()
        await until(pilot, lambda: app.screen is screen and screen._chosen.confirmed)
        assert screen.check_action("confirm", ()) is None


async def unlock_with(app, pilot, dialog: TakeInDialog, passphrase: str) -> None:
    dialog.query_one("#do-act").press()
    await until(pilot, lambda: isinstance(app.screen, UnlockDialog))
    app.screen.query_one("#passphrase", Input).value = passphrase
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(app.screen, UnlockDialog))


async def test_an_identity_that_is_locked_is_taken_in_with_its_passphrase(
    cast, elsewhere, tmp_path
):
    file = tmp_path / "vera.identity"
    data = elsewhere.people.export_file()
    with file.open("wb") as target:
        write_parcel(BytesIO(data), len(data), target, LOCK, LOWEST_COST)
    async with at_work(cast) as (app, pilot):
        screen = await people(app, pilot)
        dialog = await opened(app, pilot, "f4", TakeInDialog)
        dialog.query_one("#file", Input).value = str(file)
        dialog.query_one("#name", Input).value = STRANGER
        await unlock_with(app, pilot, dialog, "not this one at all")
        await until(pilot, lambda: "does not open" in said(dialog, "message"))
        assert len(app.unlocked.people.contacts()) == 2
        await unlock_with(app, pilot, dialog, LOCK)
        await until(pilot, lambda: app.screen is screen and len(screen._people) == 4)
        assert screen._chosen.name == STRANGER


async def test_what_is_no_identity_is_said_in_the_dialogue(cast, tmp_path):
    (tmp_path / "note.txt").write_text("not an identity")
    (tmp_path / "long").write_bytes(bytes(70_000))
    async with at_work(cast) as (app, pilot):
        await people(app, pilot)
        dialog = await opened(app, pilot, "f4", TakeInDialog)
        dialog.query_one("#name", Input).value = STRANGER
        for name, answer in (
            ("note.txt", "This cannot be read"), ("long", "cannot be read"),
            ("absent", "cannot be read"), ("", "cannot be read"),
        ):  # fmt: skip
            dialog.say("")
            dialog.query_one("#file", Input).value = str(tmp_path / name)
            dialog.action_act()
            await until(pilot, lambda answer=answer: answer in said(dialog, "message"))
        mine = tmp_path / "mine.identity"
        mine.write_bytes(app.unlocked.people.export_file())
        dialog.query_one("#file", Input).value = str(mine)
        dialog.action_act()
        await until(pilot, lambda: "These are your own keys" in said(dialog, "message"))
        assert len(app.unlocked.people.contacts()) == 2


async def test_the_own_identity_is_saved_once_and_nothing_is_overwritten(cast, tmp_path):
    target = tmp_path / "mine.identity"
    async with at_work(cast) as (app, pilot):
        screen = await people(app, pilot)
        dialog = await opened(app, pilot, "f6", ExportDialog)
        assert identity_words(app.unlocked.people.me.identity) in said(dialog, "own-words")
        dialog.query_one("#file", Input).value = str(tmp_path / "absent" / "mine")
        dialog.action_act()
        await until(pilot, lambda: "Nothing was saved" in said(dialog, "message"))
        dialog.query_one("#file", Input).value = str(target)
        dialog.query_one("#do-act").press()
        await until(pilot, lambda: app.screen is screen)
        assert target.read_bytes() == app.unlocked.people.export_file()
        dialog = await opened(app, pilot, "f6", ExportDialog)
        dialog.query_one("#file", Input).value = str(target)
        dialog.action_act()
        await until(pilot, lambda: "already is such a file" in said(dialog, "message"))


async def test_somebody_is_enrolled_with_the_six_words_offered_and_a_sheet(cast, tmp_path):
    async with at_work(cast) as (app, pilot):
        screen = await people(app, pilot)
        dialog = await opened(app, pilot, "f2", EnrolDialog)
        dialog.query_one("#name", Input).value = "Celia Ott"
        chooser = dialog.query_one(NewPassphrase)
        offered = chooser._words
        assert len(offered.split()) == 6
        chooser.query_one("#first", SecretInput).value = "not these words"
        dialog.query_one("#do-make").press()
        await until(pilot, lambda: said(dialog, "message") == Choose.DIFFERS)
        chooser.query_one("#first", SecretInput).value = offered
        dialog.query_one("#do-make").press()
        await until(pilot, lambda: isinstance(app.screen, SheetDialog))
        sheet = app.screen
        assert "Celia Ott is enrolled, and this sheet is theirs" in screen_text(app)
        assert offered not in screen_text(app)
        assert (chooser._words, chooser.query_one("#first", SecretInput).value) == ("", "")
        code = sheet._made.code
        sheet.query_one("#folder", Input).value = str(tmp_path)
        sheet.action_make()
        await until(pilot, lambda: sheet._files)
        printed = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / PDF).pages)
        assert code.split("-")[0] in printed
        assert "Celia Ott" in printed
        await type_back(pilot, sheet, code)
        await until(pilot, lambda: app.screen is screen and len(screen._people) == 4)
        assert app.unlocked.people.find("Celia Ott").confirmed
    again = cast.new_vault().unlock("Celia Ott", offered)
    assert again.people.find(MEDIATOR).confirmed
    again.lock()
    recovered, _ = cast.new_vault().recover(code, "Celia Ott", "another passphrase altogether 7")
    recovered.lock()


@pytest.mark.long
@pytest.mark.parametrize("made", [True, False])
async def test_the_sheet_of_somebody_who_is_enrolled_is_theirs_and_not_the_mediators(cast, made):
    async with at_work(cast) as (app, pilot):
        own = identity_words(app.unlocked.people.me.identity)
        note_sheet(app, own, SheetState.LATER)
        screen = await people(app, pilot)
        dialog = await opened(app, pilot, "f2", EnrolDialog)
        dialog.query_one("#name", Input).value = "Celia Ott"
        words = dialog.query_one(NewPassphrase)._words
        dialog.query_one("#first", SecretInput).value = words
        dialog.query_one("#do-make").press()
        await until(pilot, lambda: isinstance(app.screen, SheetDialog))
        if made:
            await type_back(pilot, app.screen, app.screen._made.code)
        else:
            await pilot.press("escape", "escape")
        await until(pilot, lambda: app.screen is screen)
        # The mediator's own is still put off.
        assert not app.status.sheet_made
        assert sheet_state(app, own) is SheetState.LATER
    app = staged(cast, "Celia Ott")
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one("#passphrase", Input).value = words
        await pilot.click("#do-unlock")
        await until(pilot, lambda: app.current_mode == "work")
        await until(pilot, lambda: app.status.sheet_made is made)


async def test_a_passphrase_that_is_changed_with_a_new_code_never_leaves_its_owner_without_a_sheet(
    cast, monkeypatch
):
    async with at_work(cast) as (app, pilot):
        words = identity_words(app.unlocked.people.me.identity)
        await people(app, pilot)
        dialog = await opened(app, pilot, "f8", ChangeDialog)
        seen = []

        def fails(*_: object, **__: object) -> str:
            seen.append(sheet_state(app, words))
            raise StorageFullError("write")

        with monkeypatch.context() as full:
            full.setattr(app.unlocked, "change_passphrase", fails)
            dialog.query_one("#first", SecretInput).value = dialog.query_one(NewPassphrase)._words
            dialog.query_one("#do-make").press()
            await until(pilot, lambda: "full" in said(dialog, "message"))
        # While it is made it is known that nobody has seen it; nothing was made, so it is over.
        assert seen == [SheetState.BEGUN]
        assert sheet_state(app, words) is None
        dialog.query_one("#first", SecretInput).value = dialog.query_one(NewPassphrase)._words
        dialog.query_one("#do-make").press()
        await until(pilot, lambda: isinstance(app.screen, SheetDialog))
        assert sheet_state(app, words) is SheetState.BEGUN
        assert not app.status.sheet_made


async def test_a_passphrase_typed_right_after_the_name_is_not_shown_in_it(cast):
    async with at_work(cast) as (app, pilot):
        await people(app, pilot)
        dialog = await opened(app, pilot, "f2", EnrolDialog)
        dialog.query_one("#name").focus()
        await pilot.pause()
        # As a terminal sends them: one behind the other, nobody waiting in between.
        for key in ("a", "enter", *"secret"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: dialog.query_one("#first", Input).value == "secret")
        assert dialog.query_one("#name", Input).value == "a"
        assert said(dialog, "message") == ""


@pytest.mark.long
async def test_enter_leads_from_a_passphrase_of_ones_own_to_its_repetition(cast):
    async with at_work(cast) as (app, pilot):
        await people(app, pilot)
        dialog = await opened(app, pilot, "f7", ChangeDialog)
        await pilot.click("#switch")
        dialog.query_one("#first").focus()
        await pilot.press("a", "enter")
        await pilot.pause()
        assert app.focused is dialog.query_one("#again")
        assert said(dialog, "message") == ""


@pytest.mark.long
async def test_a_name_that_is_known_is_not_enrolled_twice(cast):
    async with at_work(cast) as (app, pilot):
        await people(app, pilot)
        dialog = await opened(app, pilot, "f2", EnrolDialog)
        dialog.action_make()
        dialog.query_one("#name", Input).value = PARTY_A.upper()
        dialog.query_one("#first", SecretInput).value = dialog.query_one(NewPassphrase)._words
        dialog.query_one("#do-make").press()
        await until(pilot, lambda: "already is one of that name" in said(dialog, "message"))
        assert len(app.unlocked.people.contacts()) == 2


@pytest.mark.long
async def test_a_passphrase_of_ones_own_is_measured_in_words_and_must_be_strong(cast):
    async with at_work(cast) as (app, pilot):
        screen = await people(app, pilot)
        dialog = await opened(app, pilot, "f7", ChangeDialog)
        await pilot.click("#switch")
        first, again = dialog.query_one("#first", SecretInput), dialog.query_one("#again")
        assert again.display
        first.value = "hunter2"
        await until(pilot, lambda: Choose.TOO_WEAK in said(dialog, "strength"))
        dialog.query_one("#do-make").press()
        await until(pilot, lambda: "too easy to guess" in said(dialog, "message"))
        first.value = chosen = "lanterns under nine copper bridges, slowly"
        await until(pilot, lambda: Choose.EXCELLENT in said(dialog, "strength"))
        dialog.query_one("#do-make").press()
        await until(pilot, lambda: said(dialog, "message") == Choose.NOT_THE_SAME)
        again.value = chosen
        dialog.query_one("#do-make").press()
        await until(pilot, lambda: app.screen is screen)
    with pytest.raises(UnlockError):
        cast.unlock(MEDIATOR)
    cast.new_vault().unlock(MEDIATOR, chosen).lock()


@pytest.mark.long
async def test_a_new_recovery_code_comes_with_a_new_passphrase_and_ends_the_old_one(cast):
    async with at_work(cast) as (app, pilot):
        screen = await people(app, pilot)
        dialog = await opened(app, pilot, "f8", ChangeDialog)
        chooser = dialog.query_one(NewPassphrase)
        before = chooser._words
        await pilot.click("#another")
        assert chooser._words != before
        chooser.query_one("#first", SecretInput).value = chooser._words
        dialog.query_one("#do-make").press()
        await until(pilot, lambda: isinstance(app.screen, SheetDialog))
        code = app.screen._made.code
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.screen is screen)
        assert not app.status.sheet_made
    with pytest.raises(UnlockError):
        cast.new_vault().recover(cast.codes[MEDIATOR], MEDIATOR, "some other passphrase, long")
    person, _ = cast.new_vault().recover(code, MEDIATOR, "some other passphrase, long")
    person.lock()


async def test_locking_wipes_a_passphrase_that_is_being_chosen(cast):
    async with at_work(cast) as (app, pilot):
        await people(app, pilot)
        dialog = await opened(app, pilot, "f7", ChangeDialog)
        chooser = dialog.query_one(NewPassphrase)
        field = chooser.query_one("#first", SecretInput)
        field.value = "ZQX-CANARY"
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.is_locked and app.person is None)
        assert (chooser._words, field.value) == ("", "")


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_hostile_names_are_shown_and_every_button_fits(tmp_path, size):
    name = "x [/b] [@click=app.quit]click[/]"
    with Cast(str(tmp_path / "v.caucus"), tmp_path / "marks", parties=(name,)) as cast:
        async with at_work(cast, size=size) as (app, pilot):
            screen = await people(app, pilot)
            assert lines(screen)[1].startswith(name)
            screen.query_one("#people", Rows).highlighted = 1
            await pilot.pause()
            for action in screen.ACTIONS[:-1]:
                region = screen.query_one(f"#do-{action.name}").region
                assert region.height
                assert screen.region.contains_region(region)
            for key, kind in (("f2", EnrolDialog), ("f7", ChangeDialog), ("f8", ChangeDialog),
                              ("f4", TakeInDialog), ("f6", ExportDialog)):  # fmt: skip
                dialog = await opened(app, pilot, key, kind)
                back = dialog.query_one("#do-back")
                assert dialog.region.contains_region(back.region)
                assert back.region.height
                await pilot.press("escape")
                await until(pilot, lambda: app.screen is screen)
