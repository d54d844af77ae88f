"""``caucus demo`` at a terminal: the invented case to walk about in, gone afterwards."""

import signal
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from tests.cast import LOWEST_COST, Clock
from tests.tui.rounds import Walk, setup_in
from tests.tui.staging import until
from tests.tui.test_plain import Lines
from tests.tui.test_terminal import ENTER, QUIT, Window
from tui.app.demo import DemoApp
from tui.demo.case import GILLIAN, RUTH, SEATS
from tui.demo.scene import Scene
from tui.demo.words import Demo
from vault import DEFAULT_COST, WaiverState


@pytest.fixture
def temporary(tmp_path) -> Path:
    """Where the demo puts its throw-away vault."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def scene(tmp_path) -> Scene:
    folder = tmp_path / "case"
    folder.mkdir()
    return Scene(setup_in(folder, Clock(), LOWEST_COST))


# In a real terminal, at the real cost ------------------------------------------------------------


@pytest.mark.long
def test_the_demo_says_that_nothing_is_private_and_leaves_nothing_behind(tmp_path, temporary):
    window = Window(tmp_path, "demo", TMPDIR=str(temporary))
    shown = window.shows("Gillian Ashby")
    assert shown.startswith(f" {Demo.HEAD}")
    assert all(name in shown for name in SEATS)
    [folder] = temporary.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    # The list has the cursor: Enter fills in what it says there, and Enter again unlocks.
    window.type(ENTER)
    window.shows("•")
    window.type(ENTER)
    shown = window.shows("locks in")
    assert shown.startswith(f" {Demo.HEAD}")
    assert "Ferrow Water" in window.shows("entries")
    window.type(QUIT)
    assert window.end() == 0
    assert Demo.GONE in " ".join(window.everything.split())
    assert list(temporary.iterdir()) == []


@pytest.mark.long
def test_a_demo_whose_window_is_closed_leaves_nothing_behind(tmp_path, temporary):
    window = Window(tmp_path, "demo", TMPDIR=str(temporary))
    window.shows("Gillian Ashby")
    window.child.kill(signal.SIGHUP)
    assert window.end() == 128 + signal.SIGHUP
    assert list(temporary.iterdir()) == []


@pytest.mark.long
def test_the_demo_is_there_line_by_line_too(tmp_path, temporary):
    lines = Lines(tmp_path, "-m", "tui", "demo", "--plain", TMPDIR=str(temporary))
    lines.hears(Demo.HEAD, f"{GILLIAN}, {SEATS[GILLIAN]}: ")
    passphrase = lines.child.readline().strip()
    lines.types("Your name in this vault", GILLIAN)
    lines.types(f"Passphrase of {GILLIAN}", passphrase)
    lines.hears(f"Unlocked for {GILLIAN}.")
    lines.chooses("Ferrow Water: on-call duty, Second sitting", "Requests to open: 1")
    lines.chooses("collecting", "Back", "Back", "Back", "Leave")
    assert lines.ends() == 0
    assert Demo.GONE in lines.everything
    assert "\x1b" not in lines.everything
    assert list(temporary.iterdir()) == []


# The case itself ---------------------------------------------------------------------------------


def test_the_keys_of_the_demo_cost_what_they_cost_everybody(tmp_path):
    made = Scene(setup_in(tmp_path, Clock()))
    assert made._stage._cost == DEFAULT_COST


def test_two_of_three_have_agreed_when_somebody_comes_to_look(scene, tmp_path):
    scene.make()
    place = setup_in(tmp_path / "case", Clock(), LOWEST_COST)
    vault = place.vault(str(place.places.default_vault))
    ruth = vault.unlock(RUTH, scene.passphrases[RUTH])
    [view] = ruth.waivers.views()
    assert (view.state, view.missing) == (WaiverState.COLLECTING, (GILLIAN,))
    assert ruth.checks.run().damages == []
    first, second = sorted(ruth.sessions.views(), key=lambda each: each.convened)
    assert (first.closed, second.closed) == (True, False)
    assert second.convened - first.convened > 13 * 86_400
    ruth.lock()
    vault.close()


async def test_a_name_in_the_list_fills_in_the_passphrase_and_no_more(scene, tmp_path):
    app = DemoApp(scene, setup_in(tmp_path / "case", Clock(), LOWEST_COST))
    async with app.run_test(size=(80, 24)) as pilot:
        people = app.screen.query_one("#people", OptionList)
        assert app.focused is people
        await until(pilot, lambda: scene.asked is not None)
        await pilot.press("down", "down", "enter")
        assert app.screen.query_one("#name", Input).value == GILLIAN
        assert app.screen.query_one("#passphrase", Input).value == scene.passphrases[GILLIAN]
        assert app.person is None
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "work")
        assert app.unlocked.name == GILLIAN


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.long)])
async def test_the_whole_unlock_screen_is_seen(size, scene, tmp_path):
    app = DemoApp(scene, setup_in(tmp_path / "case", Clock(), LOWEST_COST))
    async with app.run_test(size=size) as pilot:
        await Walk(app, pilot, scene).settled()
        for name in ("people", "name", "passphrase", "message", "do-unlock", "do-recover"):
            widget = app.screen.query_one(f"#{name}")
            assert app.screen.query_one("#content").region.contains_region(widget.region), name
        shown = "\n".join(
            line.text for line in app.screen._compositor.render_strips(app.size)
        )  # fmt: skip
        assert all(passphrase in shown for passphrase in scene.passphrases.values())
