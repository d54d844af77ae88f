"""Reading what was opened, for as long as it lies open, and the receipt that stays."""

import pypdf
import pytest
from textual.widgets import Button, Input, Static

from tests.cast import MEDIATOR, PARTY_A, PARTY_B
from tests.tui.staging import at_work, until
from tui.app.disclosure.locks import LeavingDialog
from tui.app.notices import ErrorDialog
from tui.app.saving import SaveDialog
from tui.app.seal.opened import OPEN_SECONDS, OpenedScreen
from tui.app.seal.paths import FileDialog
from tui.app.seal.receipt import ReceiptScreen
from vault import Source

CANARY = "ZQX-CANARY-TEXT"


@pytest.fixture
def agreed(cast):
    waiver = cast.ask(cast.seal(f"One.\n\n{CANARY} [/b].\n\nThree.", label="Rota talks"), 2)
    cast.agree(waiver)
    return waiver


async def opened(cast, app, pilot, waiver):
    screen = OpenedScreen(cast.open(waiver), waiver.check_words)
    app.push_screen(screen)
    await until(pilot, lambda: app.screen is screen and screen.query("#others"))
    return screen


def page(app):
    return "\n".join(line.text for line in app.screen._compositor.render_strips(app.size))


async def test_what_was_asked_for_is_read_and_nothing_else(cast, agreed):
    async with at_work(cast) as (app, pilot):
        await opened(cast, app, pilot, agreed)
        shown = page(app)
        assert "Rota talks, portion 2" in shown
        assert f"{CANARY} [/b]." in shown
        assert "Three." not in shown
        assert "closes in 30:00 or on Esc" in shown


@pytest.mark.long
async def test_it_counts_down_and_closes_by_itself(cast, agreed):
    async with at_work(cast) as (app, pilot):
        screen = await opened(cast, app, pilot, agreed)
        screen._left = OPEN_SECONDS
        screen.second()
        assert "closes in 29:59" in str(screen.query_one("#banner", Static).render())
        screen._left = 1
        screen.second()
        await until(pilot, lambda: isinstance(app.screen, ReceiptScreen))
        assert CANARY not in page(app)


@pytest.mark.long
async def test_it_closes_under_an_open_dialogue_too(cast, agreed):
    async with at_work(cast) as (app, pilot):
        screen = await opened(cast, app, pilot, agreed)
        await pilot.press("f1")
        await until(pilot, lambda: app.screen is not screen)
        screen._left = 1
        screen.second()
        await until(pilot, lambda: isinstance(app.screen, ReceiptScreen))
        assert screen not in app.screen_stack


@pytest.mark.long
async def test_nothing_of_it_can_be_selected_or_copied(cast, agreed):
    async with at_work(cast) as (app, pilot):
        screen = await opened(cast, app, pilot, agreed)
        await pilot.mouse_down(".portion-text", offset=(0, 0))
        await pilot.hover(".portion-text", offset=(10, 0))
        await pilot.mouse_up(".portion-text", offset=(10, 0))
        await pilot.press("ctrl+c")
        assert screen.get_selected_text() is None
        assert app.clipboard == ""


@pytest.mark.long
async def test_locking_takes_it_off_the_screen(cast, agreed):
    async with at_work(cast) as (app, pilot):
        screen = await opened(cast, app, pilot, agreed)
        app.lock()
        await until(pilot, lambda: app.is_locked and app.person is None)
        assert CANARY not in page(app)
        screen._left = 1
        screen.second()
        await pilot.pause()
        assert app.is_locked


@pytest.mark.long
async def test_the_receipt_names_everything_but_the_content(cast, agreed, tmp_path):
    async with at_work(cast) as (app, pilot):
        await opened(cast, app, pilot, agreed)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReceiptScreen))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SaveDialog))
        field = app.screen.query_one("#file", Input)
        for word in ("Rota", "Berg", "waiver", "receipt"):
            assert word not in field.value.rpartition("/")[2]
        kept = tmp_path / "kept.txt"
        field.value = str(kept)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReceiptScreen))
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, LeavingDialog))
        app.screen.query_one("#path", Input).value = str(tmp_path / "kept.pdf")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReceiptScreen))
    printed = pypdf.PdfReader(tmp_path / "kept.pdf").pages[0].extract_text()
    for words in ("a rota complaint", "the grievance panel", PARTY_B):
        assert words in printed
    assert CANARY not in printed
    text = kept.read_text()
    for words in ("Rota talks: portion 2", "a rota complaint", "the grievance panel",
                  f"{MEDIATOR}, {PARTY_A}, {PARTY_B}", agreed.check_words):  # fmt: skip
        assert words in text
    assert CANARY not in text


@pytest.mark.long
@pytest.mark.parametrize("taken", [False, True])
async def test_released_files_are_saved_under_their_own_names_or_not_at_all(cast, tmp_path, taken):
    entry = cast.write("joint", "See the file.")
    cast.mediator.files.attach(entry, [Source("plan.txt", 5, iter([b"plans"]))])
    [record] = cast.mediator.sealing.seal([entry], "Plans", safety_reviewed=True)
    waiver = cast.ask(record)
    cast.agree(waiver)
    folder = tmp_path / "out"
    folder.mkdir()
    if taken:
        (folder / "plan.txt").write_text("mine")
    async with at_work(cast) as (app, pilot):
        await opened(cast, app, pilot, waiver)
        assert "plan.txt, 5 bytes" in page(app)
        await pilot.click("#do-save_files")
        await until(pilot, lambda: isinstance(app.screen, FileDialog))
        dialog = app.screen
        dialog.query_one("#path", Input).value = str(folder)
        await pilot.press("enter")
        if taken:
            await until(pilot, lambda: "already" in str(dialog.query_one("#said").render()))
        else:
            await until(pilot, lambda: isinstance(app.screen, OpenedScreen))
    assert (folder / "plan.txt").read_bytes() == (b"mine" if taken else b"plans")


@pytest.mark.long
async def test_a_party_reads_the_same_afterwards_and_not_before(cast, agreed):
    from tui.app.seal.hub import WaiverHub

    async with at_work(cast, PARTY_A) as (app, pilot):
        hub = WaiverHub(agreed.id)
        app.push_screen(hub)
        await until(pilot, lambda: hub._view is not None)
        assert not hub.is_possible(hub.action_of("open"))
        await pilot.press("f8")
        await pilot.pause()
        assert not isinstance(app.screen, OpenedScreen | ErrorDialog)
        cast.open(agreed)
        await until(pilot, lambda: hub.is_possible(hub.action_of("open")))
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, OpenedScreen))
        await pilot.pause()
        assert CANARY in page(app)


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_long_portions_and_their_receipt_fit_the_window(cast, size):
    waiver = cast.ask(cast.seal("\n\n".join(["word " * 200] * 20), label="Label " * 60))
    cast.agree(waiver)
    async with at_work(cast, size=size) as (app, pilot):
        screen = await opened(cast, app, pilot, waiver)
        for _ in range(2):
            shown = [each for each in app.screen.query(Button) if each.display]
            assert shown
            assert all(app.screen.region.contains_region(each.region) for each in shown)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is not screen)
            await pilot.pause()
            if not isinstance(app.screen, ReceiptScreen):
                break
