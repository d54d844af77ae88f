"""Settings count at once and say nothing of anybody (R1); the list of one's own acts."""

import re
import stat
from importlib.resources import files

import pytest
from textual.widgets import Input, Select, Static

from tests.cast import MEDIATOR, PARTY_A, PARTY_B
from tests.tui.staging import at_work, until
from tui.app.activity import ActivityScreen, as_text
from tui.app.preferences import Preferences, load
from tui.app.rows import Rows
from tui.app.saving import SaveDialog
from tui.app.sentences import ACTS, Settings
from tui.app.settings import SettingsScreen
from tui.app.themes import CALM_LIGHT
from vault import JournalLine
from vault.services.exchange import ACKNOWLEDGEMENT, ANSWER, REQUEST


async def settings(app, pilot) -> SettingsScreen:
    app.push_screen(SettingsScreen())
    await until(pilot, lambda: isinstance(app.screen, SettingsScreen) and app.screen.is_mounted)
    return app.screen


def message(screen) -> str:
    return str(screen.query_one("#message", Static).render())


@pytest.mark.long
async def test_a_theme_the_minutes_and_a_folder_count_at_once_and_are_remembered(cast, tmp_path):
    folder = tmp_path / 'copies "here"'
    folder.mkdir()
    async with at_work(cast) as (app, pilot):
        screen = await settings(app, pilot)
        screen.query_one("#theme", Select).value = CALM_LIGHT
        await until(pilot, lambda: app.theme == CALM_LIGHT)
        screen.query_one("#idle", Input).value = "20"
        screen.query_one("#idle").focus()
        await pilot.press("enter")
        await until(pilot, lambda: app.idle_seconds == 20 * 60)
        screen.query_one("#folder", Input).value = str(folder)
        screen.query_one("#folder").focus()
        await pilot.press("tab")
        await until(pilot, lambda: app.preferences.backup_folder == str(folder))
        assert message(screen) == Settings.SAVED
        file = app.setup.places.settings
    assert load(file) == (Preferences(CALM_LIGHT, 20, {}, str(folder)), "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    said = file.read_text()
    for name in (MEDIATOR, PARTY_A, PARTY_B, "Berg", "sitting", cast.location):
        assert name not in said


async def test_what_cannot_be_a_setting_is_refused_in_words_and_changes_nothing(cast, tmp_path):
    async with at_work(cast) as (app, pilot):
        screen = await settings(app, pilot)
        idle = screen.query_one("#idle", Input)
        for typed in ("0", "121", "", "9999999999", "-3"):
            idle.value = typed
            idle.focus()
            await pilot.press("enter")
            await until(pilot, lambda: "stays at 5" in message(screen) and idle.value == "5")
        screen.query_one("#folder", Input).value = str(tmp_path / "absent")
        screen.query_one("#folder").focus()
        await pilot.press("enter")
        await until(pilot, lambda: message(screen) == Settings.BACKUPS_WRONG)
        assert app.preferences == Preferences()
        assert not app.setup.places.settings.exists()
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not screen)


def test_a_settings_file_somebody_spoilt_counts_as_not_said(tmp_path):
    file = tmp_path / "settings.toml"
    for spoilt in (
        'backup_folder = "relative"', "backup_folder = 7", 'backup_folder = "/a\\u001b"',
        "theme = [1]",
    ):  # fmt: skip
        file.write_text(spoilt)
        found, trouble = load(file)
        assert found == Preferences()
        assert trouble


@pytest.mark.long
async def test_ones_own_acts_are_listed_newest_first_and_saved_without_a_name(cast, tmp_path):
    cast.write("caucus:A", "ZQX-CANARY-TEXT", title="ZQX-CANARY-TITLE")
    target = tmp_path / "activity.txt"
    async with at_work(cast) as (app, pilot):
        app.push_screen(ActivityScreen())
        await until(pilot, lambda: isinstance(app.screen, ActivityScreen) and app.screen._lines)
        screen = app.screen
        rows = screen.query_one("#lines", Rows)
        prompts = [rows.get_option_at_index(at).prompt.plain for at in range(rows.option_count)]
        assert "Wrote a note" in prompts[0]
        assert "First sitting, Berg and Falk" in prompts[0]
        assert "Enrolled" in prompts[-1]
        assert not any("CANARY" in prompt for prompt in prompts)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, SaveDialog))
        app.screen.query_one("#file", Input).value = str(target)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
    text = target.read_text()
    assert "note written" in text
    for word in ("CANARY", "Berg", "Falk", "sitting", MEDIATOR, PARTY_A):
        assert word not in text


def test_an_act_of_a_later_version_stands_as_it_is_called():
    text = as_text([JournalLine(3, 0, "something new", b"", 1)], 0)
    assert text.splitlines()[2].endswith("1970-01-01 00:00  something new")


@pytest.mark.long
def test_whatever_the_journal_can_hold_is_said_in_words():
    services = files("vault.services").iterdir()
    source = "".join(each.read_text("utf-8") for each in services if each.name.endswith(".py"))
    noted = set(re.findall(r"\.(?:change|note|take)\(\s*\"([a-z ]+)\"", source))
    assert len(noted) > 20
    noted |= {f"{each} sent" for each in (ACKNOWLEDGEMENT, ANSWER, REQUEST)}
    assert noted <= ACTS.keys()
