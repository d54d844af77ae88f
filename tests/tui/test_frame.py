"""The frame: unlocking, the menu, help, the status line, settings, themes, a small window."""

from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual import events
from textual.color import Color
from textual.widgets import Button, Input, OptionList, Static

import tui.app
from tests.cast import MEDIATOR, passphrase_of
from tests.tui.staging import setup_of, unlock, until
from tests.tui.standin import Desk, StandIn, at_desk
from tui.app import themes
from tui.app.commands import NOT_MEANT, Commands, Menu, offers, rank
from tui.app.first import FirstRun
from tui.app.help import HelpDialog
from tui.app.keybar import KEYS_MOST, KeyWord
from tui.app.keys import key_word, short_key
from tui.app.notices import ErrorDialog, Question
from tui.app.preferences import Preferences, load, save
from tui.app.screen import Room, SmallWindow
from tui.app.seal.paths import FileDialog
from tui.app.state import Status
from tui.app.status import words
from tui.app.words import Finding, Garbled, Unlocking
from tui.app.work.actions import ACTIONS as WORK_ACTIONS
from vault import ForbiddenError, NewEntry

LEAST_CONTRAST = 4.5
DAY = 86_400


# Colours -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
def test_everything_written_stands_out_from_its_ground(theme):
    made = {**theme.to_color_system().generate(), **theme.variables}
    pairs = [(ink, ground) for ink in themes.INKS for ground in themes.GROUNDS]
    poor = {
        (ink, ground): round(contrast(made[ink], made[ground]), 2)
        for ink, ground in (*pairs, *themes.PAIRS)
        if contrast(made[ink], made[ground]) < LEAST_CONTRAST
    }
    assert not poor


@pytest.mark.parametrize(
    "screen", ["", *(pytest.param(each, marks=pytest.mark.long) for each in ("f1", "f10", "f9"))]
)
@pytest.mark.parametrize("without_colour", [False, True])
async def test_every_cell_of_the_frame_is_legible(screen, without_colour, still, monkeypatch):
    """The colours that are really shown, whatever style they came from."""
    if without_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    async with at_desk(still) as (app, pilot):
        if screen:
            await pilot.press(screen)
        for name in themes.NAMES:
            app.use(Preferences(theme=name))
            await pilot.pause()
            assert not illegible(app), name


def illegible(app) -> set[tuple[str, str, str]]:
    """Return the letters on the display that do not stand out, with their colours."""
    found = set()
    top = app.screen.query(".dialog").first() if app.screen.query(".dialog") else app.screen
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            inside = top.region.contains(x, y)
            x += segment.cell_length
            style = segment.style
            shown = segment.text.strip(" ▊▔▎▁╭╮╰╯─│▄▀▌▐")
            if not inside or not shown or style is None or style.color is None:
                continue
            ink, ground = style.color, style.bgcolor
            if style.reverse:
                ink, ground = ground, ink
            if contrast(hexed(ink), hexed(ground)) < LEAST_CONTRAST:
                found.add((shown, hexed(ink), hexed(ground)))
    return found


def hexed(colour) -> str:
    return colour.get_truecolor().hex


def contrast(ink: str, ground: str) -> float:
    """Return the contrast of two colours as the accessibility guidelines compute it."""
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parsed = Color.parse(colour)
    assert parsed.a == 1, colour
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (parsed.r / 255, parsed.g / 255, parsed.b / 255)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_the_contrast_of_black_and_white_is_known():
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert contrast("#777777", "#ffffff") < LEAST_CONTRAST


# Unlocking ---------------------------------------------------------------------------------------


def rooms_of(kind: type[Room]) -> set[type[Room]]:
    found = set(kind.__subclasses__())
    return found.union(*map(rooms_of, found))


def test_every_room_says_on_f1_what_it_is_for():
    for module in walk_packages(tui.app.__path__, "tui.app."):
        import_module(module.name)
    parts = {kind for kind in rooms_of(Room) if rooms_of(kind)} - {Question, FileDialog, Menu}
    ours = {kind for kind in rooms_of(Room) - parts if kind.__module__.startswith("tui.")}
    # F1 closes the page that it opened.
    assert [kind for kind in ours if not kind.HELP] == [HelpDialog]


async def try_passphrase(app, pilot, name, passphrase):
    app.screen.query_one("#name", Input).value = name
    field = app.screen.query_one("#passphrase", Input)
    field.value = passphrase
    app.unlock_screen._say("")
    field.focus()
    await pilot.press("enter")
    await until(pilot, lambda: message(app) not in {"", Unlocking.WORKING})


def message(app) -> str:
    return str(app.unlock_screen.query_one("#message", Static).content)


async def test_a_wrong_passphrase_and_an_unknown_name_are_answered_alike(still):
    app = StandIn(still)
    async with app.run_test() as pilot:
        said = []
        for name, passphrase in ((MEDIATOR, "wrong"), ("Nobody", "wrong"), (MEDIATOR, "\u0378")):
            app.screen._failed = 0
            await try_passphrase(app, pilot, name, passphrase)
            said.append(message(app))
        assert len(set(said)) == 1
        assert "Nothing is damaged" in said[0]
        assert "Caps" in said[0]
        assert app.focused is app.screen.query_one("#passphrase")
        # After the third one in a row the sheet is mentioned.
        for _ in range(2):
            await try_passphrase(app, pilot, MEDIATOR, "wrong")
        assert "recovery code" in message(app)


async def test_what_is_missing_is_asked_for(still):
    app = StandIn(still)
    async with app.run_test() as pilot:
        app.screen.query_one("#do-unlock", Button).press()
        await until(pilot, lambda: "name" in message(app))
        app.screen.query_one("#name", Input).value = MEDIATOR
        app.screen.query_one("#do-unlock", Button).press()
        await until(pilot, lambda: "passphrase" in message(app))


async def test_capitals_throughout_are_remarked_on(still):
    app = StandIn(still)
    async with app.run_test() as pilot:
        app.screen.query_one("#passphrase").focus()
        await pilot.press(*"LOUD")
        assert "Caps Lock" in message(app)
        await pilot.press("x")
        assert "Caps Lock" not in message(app)


async def test_what_is_typed_right_after_the_name_does_not_land_in_it(still):
    app = StandIn(still)
    async with app.run_test() as pilot:
        # As a terminal sends them: one behind the other, nobody waiting in between.
        for key in ("a", "enter", "s", "e", "tab"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert app.screen.query_one("#name", Input).value == "a"
        assert app.screen.query_one("#passphrase", Input).value == "se"


async def test_what_is_longer_than_its_field_is_shown_up_to_where_one_types(still):
    app = StandIn(still)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one("#name", Input).value = "z" * 90
        await pilot.press("end", "q")
        await pilot.pause()
        shown = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "zzzq" in shown


async def test_the_screen_answers_while_the_passphrase_is_tried(still):
    app = StandIn(still, MEDIATOR)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app._vault is not None)
        beats = []
        beat = app.set_interval(0.01, lambda: beats.append(1))
        app.screen.query_one("#passphrase", Input).value = passphrase_of(MEDIATOR)
        await pilot.click("#do-unlock")
        await until(pilot, lambda: app.current_mode == "work")
        beat.stop()
        assert len(beats) > 5


async def test_an_older_vault_is_only_read_until_somebody_says_that_it_is_right(still, tmp_path):
    older = tmp_path / "older.caucus"
    vault = still.new_vault()
    person = vault.unlock(MEDIATOR, passphrase_of(MEDIATOR))
    person.backups.write(older)
    person.entries.add(still.session, NewEntry("joint", "later"))
    person.lock()
    vault.close()
    put_back(older, still.location)
    for answer, behind in (("#do-stay", True), ("#do-go", False)):
        app = StandIn(still, MEDIATOR)
        async with app.run_test() as pilot:
            app.screen.query_one("#passphrase", Input).value = passphrase_of(MEDIATOR)
            await pilot.click("#do-unlock")
            await until(pilot, lambda app=app: isinstance(app.screen, Question))
            assert app.focused is app.screen.query_one("#do-stay")
            await pilot.click(answer)
            await until(pilot, lambda app=app: app.current_mode == "work")
            assert app.unlocked.behind is behind
            assert app.status.read_only is behind


def put_back(backup: Path, location: str) -> None:
    Path(location).write_bytes(backup.read_bytes())


async def test_where_there_is_no_vault_one_is_made(still, tmp_path):
    app = StandIn(still)
    app.location = str(tmp_path / "elsewhere")
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, FirstRun))
    assert not (tmp_path / "elsewhere").exists()


async def test_an_error_of_the_vault_is_said_in_words(still):
    async with at_desk(still) as (app, pilot):

        async def fail() -> None:
            raise ForbiddenError("seal")

        app.desk.begin(fail())
        await until(pilot, lambda: isinstance(app.screen, ErrorDialog))
        assert "Nothing was changed" in app.export_screenshot().replace("&#160;", " ")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.desk)


# What can be done --------------------------------------------------------------------------------


async def test_the_menu_lists_what_can_be_done_and_does_it(still):
    async with at_desk(still) as (app, pilot):
        app.desk.query_one("#find").focus()
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        shown = app.screen.query_one(OptionList)
        titles = [str(option.prompt) for option in shown._options]
        assert titles[0].startswith("Write a note")
        assert titles[0].endswith("F2")
        assert shown.get_option("screen.refuse").disabled
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.desk)
        assert app.focused is app.desk.query_one("#text")
        # F10 opens it and closes it; the word in the corner opens it too.
        await pilot.press("f10", "f10")
        assert app.screen is app.desk
        await pilot.click("MenuWord")
        await until(pilot, lambda: isinstance(app.screen, Menu))


@pytest.mark.parametrize("key", ["f9", pytest.param("ctrl+p", marks=pytest.mark.long)])
async def test_any_command_is_found_by_a_word_of_it(key, still):
    async with at_desk(still) as (app, pilot):
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, Commands))
        await pilot.press(*"vault lock")
        first = app.screen.query_one(OptionList)._options[0]
        assert first.id == "app.lock"
        await pilot.press("enter")
        await until(pilot, lambda: app.person is None)


async def test_no_command_is_offered_twice_or_without_words(still):
    async with at_desk(still) as (app, _):
        found = list(offers(app, app.screen))
        assert len({run for _, run, _ in found}) == len(found)
        assert all(action.title and action.help.endswith(".") for action, _, _ in found)
        stock = {"screenshot", "theme", "keys", "maximize"}
        assert not {action.title.casefold() for action, _, _ in found} & stock


def test_a_title_counts_for_more_than_an_explanation():
    write, crash = Desk.ACTIONS[:2]
    assert rank(write, "write") < rank(crash, "mistake no") == 9
    assert rank(write, "note wri") < rank(write, "cursor") < rank(write, "nonsense")
    assert rank(write, "") == 0
    assert rank(write, "write a note") < rank(write, "write")
    assert rank(write, "writeanote") < NOT_MEANT


@pytest.mark.long
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("export", "archive"),
        ("import identity", "receive"),
        ("passphrase", "people"),
        ("delete", "destroy"),
        ("waiver", "docket"),
        ("withdraw", "requests"),
        ("verify", "read_file"),
        ("restore", "restore"),
    ],
)
def test_words_of_the_command_line_find_what_the_screen_calls_otherwise(typed, found):
    best = min(WORK_ACTIONS, key=lambda action: rank(action, typed))
    assert rank(best, typed) < NOT_MEANT
    assert best.name == found


async def test_enter_does_nothing_else_when_what_was_meant_cannot_be_done(still):
    async with at_desk(still) as (app, pilot):
        await pilot.press("f9", *"do what is")
        shown = app.screen.query_one(OptionList)
        assert shown.get_option_at_index(0).disabled
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Commands)
        assert str(app.screen.query_one("#explained", Static).content) == Finding.NOT_NOW


async def test_help_shows_what_the_screen_is_for_and_every_key_of_it(still):
    async with at_desk(still) as (app, pilot):
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpDialog))
        told = "\n".join(str(each.content) for each in app.screen.query(Static))
        assert "A desk to write at." in told
        for action in (*Desk.ACTIONS, *app.ACTIONS):
            assert action.title in told
            assert key_word(action.key.partition(",")[0]) in told or not action.key
        assert "F9 or Ctrl+P" in told
        await pilot.press("f1")
        assert app.screen is app.desk


async def test_the_foot_of_the_screen_has_few_keys_and_each_is_a_button(still):
    async with at_desk(still) as (app, pilot):
        shown = [word for word in app.screen.query(KeyWord) if word.display]
        assert [str(word.content) for word in shown] == [
            "F1 Help", "F2 Write", "F8 Crash", "F4 Ask", "^L Lock",
        ]  # fmt: skip
        assert len(shown) <= KEYS_MOST
        app.desk.query_one("#find").focus()
        await pilot.click(shown[1])
        assert app.focused is app.desk.query_one("#text")
        await pilot.click(shown[-1])
        await until(pilot, lambda: app.person is None)


@pytest.mark.parametrize(
    ("key", "word", "short"),
    [
        ("f1", "F1", "F1"),
        ("ctrl+l", "Ctrl+L", "^L"),
        ("escape", "Esc", "Esc"),
        ("alt+f4", "Alt+F4", "Alt+F4"),
        ("delete", "Del", "Del"),
    ],
)
def test_keys_are_called_as_they_are_printed_on_a_keyboard(key, word, short):
    assert (key_word(key), short_key(key)) == (word, short)


async def test_a_window_too_small_is_covered_and_loses_nothing(still):
    async with at_desk(still) as (app, pilot):
        await pilot.press(*"kept")
        await pilot.resize_terminal(79, 24)
        await pilot.pause()
        notice = app.screen.query_one(SmallWindow)
        assert "80 x 24 needed, 79 x 24 now" in str(notice.content)
        assert notice.region == app.screen.region
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not notice.display
        assert app.desk.query_one("#text").text == "kept"


# The status line ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "left", "said"),
    [
        (Status(), None, ""),
        (Status(), 280, "locks in 4:40"),
        (Status(), 30, "Locking in 0:30 - press any key"),
        (Status(unsaved=True, kind="draft", version=7), 60,
         "Not saved yet | draft v7 | locks in 1:00"),
        (Status(backup=0), None, "no backup found"),
        (Status(backup=10 * DAY - 5), None, "backup today"),
        (Status(backup=9 * DAY), None, "backup yesterday"),
        (Status(backup=8 * DAY, sheet_made=False), None,
         "backup 2 days ago | Recovery sheet: NOT made"),
        (Status(read_only=True), 280, "Only read | locks in 4:40"),
    ],
)  # fmt: skip
def test_the_status_line_tells_the_state_of_things(status, left, said):
    assert words(status, left, 10 * DAY) == said


def test_the_time_of_saving_is_that_of_the_wall():
    assert words(Status(saved=10 * DAY), None, 10 * DAY).startswith("Saved ")


async def test_rooms_tell_the_status_line_what_they_know(still):
    async with at_desk(still) as (app, _):
        app.tell(unsaved=True, kind="note", version=3)
        assert "Not saved yet | note v3" in str(app.screen.query_one("StatusLine").content)


async def test_the_last_backup_is_known_at_once(still):
    folder = Path(still.location).parent / "backups"
    async with at_desk(still) as (app, pilot):
        await until(pilot, lambda: app.status.backup == 0)
        folder.mkdir()
        app.unlocked.backups.write(folder / "caucus-1.backup")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.person is None)
        assert str(app.screen.query_one("StatusLine").content) == ""
        await unlock(app, pilot, MEDIATOR)
        made = int((folder / "caucus-1.backup").stat().st_mtime)
        await until(pilot, lambda: app.status.backup == made)


# Settings ----------------------------------------------------------------------------------------


def test_settings_are_read_as_they_were_written(tmp_path):
    path = tmp_path / "new" / "settings.toml"
    mine = Preferences(themes.CALM_LIGHT, 20, {"seal": "f8", "write": "ctrl+t"})
    save(mine, path)
    assert load(path) == (mine, "")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


def test_where_there_are_no_settings_the_usual_ones_count(tmp_path):
    assert load(tmp_path / "none.toml") == (Preferences(), "")


@pytest.mark.parametrize(
    "text",
    [
        "theme = 'textual-ansi'",
        "theme = ['calm-dark']",
        "idle_minutes = 0",
        "idle_minutes = 99999",
        "idle_minutes = true",
        "idle_minutes = 'never'",
        "keys = 3",
        "keys = {lock = 'a'}",
        "keys = {lock = 'ctrl+i'}",
        "keys = {lock = ''}",
        "keys = {lock = ['f8']}",
        "theme = ",
        "\x00",
        "a" * 100_000,
    ],
)
def test_what_cannot_be_understood_counts_as_not_said(text, tmp_path):
    """R13: no setting can weaken or skip anything; the lock cannot be put off for ever."""
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    found, trouble = load(path)
    assert trouble == Garbled.FILE
    assert found.theme == themes.DEFAULT
    assert 1 <= found.idle_minutes <= 120
    assert found.keys == {}


def test_there_is_no_setting_that_weakens(tmp_path):
    """R13."""
    path = tmp_path / "settings.toml"
    path.write_text("memory_kib = 8\nverify = false\nlock = false\n", encoding="utf-8")
    assert load(path) == (Preferences(), "")


async def test_somebodys_own_keys_are_used_and_shown(still):
    async with at_desk(still) as (app, pilot):
        app.use(Preferences(keys={"write": "ctrl+t"}))
        app.desk.query_one("#find").focus()
        await pilot.press("f2")
        assert app.focused is app.desk.query_one("#find")
        await pilot.press("ctrl+t")
        assert app.focused is app.desk.query_one("#text")


async def test_two_actions_with_one_key_go_back_to_the_usual_keys(still):
    settings = setup_of(still).places.settings
    for keys, kept in (({"write": "f4", "ask": "f2"}, True), ({"write": "f4"}, False)):
        save(Preferences(keys=keys), settings)
        async with at_desk(still) as (app, pilot):
            app.desk.query_one("#find").focus()
            await pilot.press("f4" if kept else "f2")
            assert app.focused is app.desk.query_one("#text")
            assert bool(app.preferences.keys) is kept
