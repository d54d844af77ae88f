"""What must not leak: from a crash, a clipboard, a screenshot, a link, a lock (rules R1, R11)."""

import gc
import subprocess
import sys
from pathlib import Path

import pytest
from textual.app import App
from textual.widgets import Button, Input, Label, OptionList, Static, TextArea, Tree
from textual.widgets.option_list import Option

from tests.cast import MEDIATOR, PARTY_A, passphrase_of
from tests.tui.staging import at_work, unlock, until
from tests.tui.standin import SECRET_OF_THE_CRASH, Box, StandIn, at_desk
from tui.app import secret
from tui.app.locking import RETRY_SECONDS
from tui.app.notices import Notice
from tui.app.place import Place
from tui.app.secret import SecretInput
from tui.app.text import label, plain, plain_line
from tui.app.watch import Watch
from tui.app.words import Locking, Unsaveable
from tui.app.work.asking import NewDialog
from vault import LockedError

HOSTILE = [
    "x [/b]",
    "[@click=app.quit]click[/]",
    "[bold red]loud[/]",
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;c3RvbGVu\x07clip",
    "\u202egnp.exe",
    "[",
    "\\[b]",
]


class Hands:
    """Clocks that the test moves."""

    def __init__(self) -> None:
        self.steady = self.wall = 1000.0

    def watch(self) -> Watch:
        return Watch(lambda: self.steady, lambda: self.wall)


# A mistake of the program ------------------------------------------------------------------------


async def test_a_mistake_prints_one_sentence_and_no_variable(still, capsys):
    with pytest.raises(RuntimeError):  # noqa: PT012 (it comes out where the program ends)
        async with at_desk(still) as (app, pilot):
            person = app.person
            app.desk.query_one(TextArea).text = "ZQX-CANARY-TEXT"
            await pilot.press("f8")
            await pilot.pause()
    said = capsys.readouterr().err
    assert "a mistake of its own" in said
    assert "RuntimeError in tests" not in said
    assert SECRET_OF_THE_CRASH not in said
    assert "ZQX-CANARY" not in said
    assert "Traceback" not in said
    assert app.return_code == 70
    # The text was saved, and the keys are gone.
    assert app.desk_drawer[-1] == "ZQX-CANARY-TEXT"
    assert "is saved" in " ".join(said.split())
    with pytest.raises(LockedError):
        person.sessions.views()


async def test_a_mistake_that_loses_words_says_so(still, capsys):
    with pytest.raises(RuntimeError):  # noqa: PT012 (it comes out where the program ends)
        async with at_desk(still) as (app, pilot):
            app.desk.full = True
            await pilot.press("f8")
            await pilot.pause()
    assert "could not be saved" in " ".join(capsys.readouterr().err.split())


# What a stock application offers -----------------------------------------------------------------


async def test_no_stock_command_is_offered(still, tmp_path):
    async with at_desk(still) as (app, pilot):
        assert list(app.get_system_commands(app.screen)) == []
        assert not app.ENABLE_COMMAND_PALETTE
        assert list(App.get_system_commands(app, app.screen))
        before = sorted(tmp_path.rglob("*.svg"))
        app.deliver_screenshot(path=str(tmp_path))
        app.open_url("https://example.org")
        await pilot.pause()
        assert sorted(tmp_path.rglob("*.svg")) == before


async def test_only_our_themes_can_be_chosen(still, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with StandIn(still).run_test() as pilot:
        assert set(pilot.app.available_themes) == {"calm-dark", "calm-light", "high-contrast"}
        assert not any(theme.ansi for theme in pilot.app.available_themes.values())


# Passphrases -------------------------------------------------------------------------------------


async def test_a_passphrase_is_neither_copied_nor_cut_but_may_be_pasted(still):
    app = StandIn(still)
    async with app.run_test() as pilot:
        field = app.screen.query_one(SecretInput)
        field.focus()
        field.value = "ZQX-CANARY"
        await pilot.press("ctrl+shift+a", "ctrl+c", "ctrl+x", "super+c")
        assert app.clipboard == ""
        assert field.value == "ZQX-CANARY"
        field.clear()
        app._clipboard = "pasted"
        await pilot.press("ctrl+v")
        assert field.value == "pasted"


async def test_a_passphrase_is_shown_for_a_while_and_never_in_a_repr(still, monkeypatch):
    monkeypatch.setattr(secret, "SHOWN_SECONDS", 0.4)
    app = StandIn(still)
    async with app.run_test() as pilot:
        field = app.screen.query_one(SecretInput)
        field.focus()
        field.value = "ZQX-CANARY"
        assert "ZQX-CANARY" not in app.export_screenshot()
        await pilot.press("f3")
        assert not field.password
        await until(pilot, lambda: field.password)
        assert "ZQX-CANARY" not in repr(field) + str(field)
        assert field.take() == "ZQX-CANARY"
        assert field.value == ""


# What users write --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_users_write_is_shown_as_it_stands(text):
    clicked = []

    class Shown(App):
        def compose(self):
            yield Static(plain(text))
            yield Label(plain_line(text))
            yield Button(plain_line(text))
            yield OptionList(Option(plain_line(text)))
            tree = Tree(label(text))
            tree.root.add_leaf(label(text))
            yield tree

        def action_quit(self):
            clicked.append(1)

    app = Shown()
    async with app.run_test(size=(60, 30)) as pilot:
        app.query_one(Static).border_title = plain_line(text)
        await pilot.pause()
        for widget in (Static, Label, Button):
            await pilot.click(widget)
        shown = str(app.query_one(Static).content)
    assert not clicked
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    cleaned = shown.replace("\x1b", "")
    assert cleaned == str(plain(text))
    if "\x1b" not in text and "\u202e" not in text:
        assert cleaned == text


# Locking -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["ctrl+l", pytest.param("f12", marks=pytest.mark.long)])
async def test_locking_saves_first_then_takes_everything_off(key, still):
    written = "ZQX-CANARY-" + key
    async with at_desk(still) as (app, pilot):
        person = app.person
        app.desk.query_one(TextArea).load_text(written)
        app.desk.query_one("#find", Input).value = written
        app.copy_to_clipboard(written)
        app.notify(written)
        await pilot.press(key)
        await until(pilot, lambda: app.person is None)
        assert app.desk_drawer == [written]
        assert app.current_mode == "locked"
        assert app.clipboard == ""
        assert not list(app._notifications)
        assert app.place == Place(entry=b"entry")
        assert written not in app.export_screenshot()
        with pytest.raises(LockedError):
            person.sessions.views()
        app.desk_drawer.clear()
        await pilot.pause()
        gc.collect()
        fields = (TextArea, Input)
        left = [each for each in gc.get_objects() if isinstance(each, fields)]
        assert not [each for each in left if written in str(getattr(each, "text", ""))]
        assert not [each for each in left if written in str(getattr(each, "value", ""))]


def test_after_locking_no_word_of_an_entry_is_left_in_memory(tmp_path):
    """As far as anything still refers to it: bytes that were let go of cannot be overwritten."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.tui.memory", str(tmp_path)],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (0, "nothing is left\n"), ended.stderr


async def test_a_dialogue_cannot_stand_in_the_way_of_the_lock(still):
    async with at_desk(still) as (app, pilot):
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, Box))
        app.screen.query_one(Input).value = "ZQX-CANARY"
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.person is None)
        assert app.current_mode == "locked"
        assert not [room for room in app.rooms if isinstance(room, Box)]


async def test_unlocking_goes_back_to_the_same_place(still):
    async with at_desk(still) as (app, pilot):
        area = app.desk.query_one(TextArea)
        area.load_text("one\ntwo")
        area.cursor_location = (1, 2)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.person is None)
        assert app.place.cursor == (1, 2)
        # The name is still there: a passphrase is enough.
        assert app.screen.query_one("#name", Input).value == MEDIATOR
        assert app.focused is app.screen.query_one("#passphrase")
        await unlock(app, pilot, MEDIATOR)
        assert app.place.cursor == (1, 2)


async def test_somebody_else_does_not_come_to_the_place_of_the_one_before(still):
    async with at_desk(still) as (app, pilot):
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.person is None)
        await unlock(app, pilot, PARTY_A)
        assert app.place == Place()


async def test_idleness_locks_after_a_warning(still):
    hands = Hands()
    async with at_desk(still) as (app, pilot):
        app.idle = hands.watch()
        hands.steady += 5 * 60 - 25
        app.tick()
        assert app.person is not None
        status = app.screen.query_one("StatusLine")
        assert "Locking in 0:25 - press any key" in str(status.content)
        await pilot.press("a")
        app.tick()
        assert "locks in 5:00" in str(status.content)
        hands.steady += 5 * 60
        app.tick()
        await until(pilot, lambda: app.person is None)
        assert "5 minutes" in said_on_the_unlock_screen(app)


async def test_a_box_that_was_being_filled_in_is_said_to_be_gone(cast):
    async with at_work(cast) as (app, pilot):
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, NewDialog))
        app.lock()
        await until(pilot, lambda: app.person is None)
        assert Locking.BOX not in said_on_the_unlock_screen(app)
        await unlock(app, pilot, MEDIATOR)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, NewDialog))
        app.screen.query_one("#title", Input).value = "Half a title"
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.person is None)
        assert Locking.BOX in said_on_the_unlock_screen(app)


async def test_the_warning_is_shown_behind_a_dialogue_too(still):
    hands = Hands()
    async with at_desk(still) as (app, pilot):
        app.idle = hands.watch()
        status = app.screen.query_one("StatusLine")
        app.push_screen(Notice("One thing", "to know"))
        await until(pilot, lambda: isinstance(app.screen, Notice))
        hands.steady += 5 * 60 - 25
        app.tick()
        assert "Locking in 0:25" in str(status.content)


def test_rest_is_told_once_after_every_touch():
    hands = Hands()
    watch = hands.watch()
    assert not watch.rests()
    hands.steady += 2
    assert [watch.rests(), watch.rests()] == [True, False]
    watch.touch()
    assert not watch.rests()
    hands.steady += 2
    assert watch.rests()


async def test_people_in_the_room_have_longer(still):
    hands = Hands()
    async with at_desk(still) as (app, pilot):
        app.idle = hands.watch()
        app.session_running = True
        hands.steady += 19 * 60
        app.tick()
        await pilot.pause()
        assert app.person is not None
        hands.steady += 60
        app.tick()
        await until(pilot, lambda: app.person is None)


async def test_a_computer_that_was_asleep_finds_the_vault_locked(still):
    hands = Hands()
    async with at_desk(still) as (app, pilot):
        app.idle = hands.watch()
        hands.wall += 29
        app.tick()
        assert app.person is not None
        hands.wall += 31
        app.tick()
        await until(pilot, lambda: app.person is None)
        assert "asleep" in said_on_the_unlock_screen(app)


async def test_words_that_cannot_be_saved_are_covered_and_kept(still, monkeypatch):
    """R11: locking never costs a word, even on a full disk."""
    monkeypatch.setattr("tui.app.locking.RETRY_SECONDS", 0.05)
    assert RETRY_SECONDS > 1
    async with at_desk(still) as (app, pilot):
        desk = app.desk
        desk.full = True
        desk.query_one(TextArea).load_text("ZQX-CANARY")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.current_mode == "locked")
        await pilot.pause(0.2)
        assert "ZQX-CANARY" not in app.export_screenshot()
        assert "could not be saved" in said_on_the_unlock_screen(app)
        assert app.person is not None
        # Nobody else comes in meanwhile, and whoever it was finds their words.
        assert not app.may_enter(PARTY_A)
        await unlock(app, pilot, MEDIATOR)
        assert app.desk is desk
        assert desk.query_one(TextArea).text == "ZQX-CANARY"
        # Once there is room again, it is locked for good.
        await pilot.press("ctrl+l")
        desk.full = False
        await until(pilot, lambda: app.person is None)
        assert app.desk_drawer == ["ZQX-CANARY"]


async def test_quitting_saves_and_asks_nothing(still):
    async with at_desk(still) as (app, pilot):
        person = app.person
        app.desk.query_one(TextArea).load_text("kept")
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert app.desk_drawer == ["kept"]
    assert app.return_code == 0
    with pytest.raises(LockedError):
        person.sessions.views()


async def test_quitting_asks_only_when_words_would_be_lost(still):
    async with at_desk(still) as (app, pilot):
        app.desk.full = True
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app.screen.query("#do-stay"))
        assert Unsaveable.GO in str(app.screen.query_one("#do-go", Button).label)
        assert app.focused is app.screen.query_one("#do-stay")
        await pilot.press("enter")
        await pilot.pause()
        assert app.person is not None
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app.screen.query("#do-go"))
        await pilot.click("#do-go")
        await pilot.pause()
    assert app.person is None


async def test_whoever_has_the_keyboard_reaches_nothing_of_the_work(still):
    async with at_desk(still) as (app, pilot):
        await app.hand_over(Card)
        assert app.desk_drawer == [""]
        keys = {key for room in (app, app.desk) for key, _ in room._bindings}
        for key in sorted(keys - {"ctrl+l", "f12"}):
            await pilot.press(key)
            assert app.current_mode == "handover", key
            assert isinstance(app.screen, Card), key
        await app.take_back()
        assert app.screen is app.desk
        # What locks works there too, and ends the hand-over.
        await app.hand_over(Card)
        await pilot.press("f12")
        await until(pilot, lambda: app.person is None)
        assert app.current_mode == "locked"
        assert [type(room).__name__ for room in app.rooms] == ["UnlockScreen"]


class Card(Box):
    """What a party sees; it is left by a word of its own."""

    def action_back(self) -> None:
        """Not with a key."""


def said_on_the_unlock_screen(app) -> str:
    return str(app.unlock_screen.query_one("#message", Static).content)


def test_the_reasons_for_locking_name_their_rule():
    assert "{minutes}" in Locking.IDLE
    assert "Settings" in Locking.IDLE


async def test_the_passphrase_does_not_stay_in_its_field(still):
    app = StandIn(still, MEDIATOR)
    async with app.run_test() as pilot:
        field = app.screen.query_one(SecretInput)
        field.value = passphrase_of(MEDIATOR)
        await pilot.click("#do-unlock")
        assert field.value == ""
        await until(pilot, lambda: app.current_mode == "work")
