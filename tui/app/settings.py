"""How somebody likes the screen: theme, lock, folder for backups, and where things lie."""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Select, Static

from tui.app.preferences import IDLE_LEAST, IDLE_MOST, Preferences, is_folder, save
from tui.app.screen import BACK, CaucusScreen
from tui.app.sentences import Settings
from tui.app.text import plain, plain_line
from tui.app.themes import NAMES
from tui.app.typed import typed_path
from tui.app.upkeep.folder import backup_folder


class SettingsScreen(CaucusScreen[None]):
    """Settings. Each counts, and is saved, as soon as it is changed."""

    TITLE_WORDS = Settings.TITLE
    HELP = Settings.HELP
    ACTIONS: ClassVar = (BACK,)
    CSS = """
    SettingsScreen #settings { height: 1fr; padding: 0 2; overflow-y: auto; }
    SettingsScreen .setting { height: auto; margin-top: 1; }
    SettingsScreen .setting .named { width: 36; height: auto; }
    SettingsScreen .setting Select { width: 26; }
    SettingsScreen .setting Input { width: 1fr; }
    SettingsScreen #idle { width: 12; }
    SettingsScreen #message { height: auto; min-height: 1; text-style: bold; }
    SettingsScreen #places { height: auto; margin-top: 1; }
    """

    def compose_content(self) -> ComposeResult:
        now = self.app.preferences
        folder = backup_folder(now, self.app.setup.places)
        with Vertical(id="settings"):
            with Horizontal(classes="setting"):
                yield Static(plain(Settings.THEME), classes="named")
                yield Select[str](
                    [(plain(name), name) for name in NAMES], value=self._theme, id="theme",
                    allow_blank=False, compact=True,
                )  # fmt: skip
            with Horizontal(classes="setting"):
                yield Static(plain(Settings.IDLE), classes="named")
                yield Input(str(now.idle_minutes), id="idle", type="integer", compact=True)
            yield Static(plain(Settings.IDLE_WHY, "$text-muted"), classes="why")
            with Horizontal(classes="setting"):
                yield Static(plain(Settings.BACKUPS), classes="named")
                yield Input(str(folder), id="folder", compact=True, select_on_focus=False)
            yield Static(plain(""), id="message")
            yield Static(self._places(), id="places")

    @property
    def _theme(self) -> str:
        return self.app.theme if self.app.theme in NAMES else NAMES[0]

    def _places(self) -> Content:
        """Return where things lie."""
        places = self.app.setup.places
        lines = (
            (Settings.VAULT, self.app.location),
            (Settings.MARKS, places.marks),
            (Settings.SETTINGS, places.settings),
        )
        told = "\n".join(f"  {what}\n    {where}" for what, where in lines)
        return plain(f"{Settings.PLACES}\n{told}\n\n{Settings.NO_SECRETS}")

    @on(Select.Changed, "#theme")
    def _choose_theme(self, event: Select.Changed) -> None:
        if isinstance(event.value, str) and event.value != self.app.preferences.theme:
            self._keep(replace(self.app.preferences, theme=event.value))

    @on(Input.Submitted, "#idle")
    @on(Input.Blurred, "#idle")
    def _choose_idle(self) -> None:
        field = self.query_one("#idle", Input)
        now = self.app.preferences.idle_minutes
        minutes = int(field.value) if field.value.isdecimal() else 0
        if minutes == now:
            return
        if not IDLE_LEAST <= minutes <= IDLE_MOST:
            self._say(Settings.IDLE_WRONG.format(low=IDLE_LEAST, high=IDLE_MOST, now=now))
            field.value = str(now)
            return
        self._keep(replace(self.app.preferences, idle_minutes=minutes))

    @on(Input.Submitted, "#folder")
    @on(Input.Blurred, "#folder")
    def _choose_folder(self) -> None:
        now = self.app.preferences
        chosen = typed_path(self.query_one("#folder", Input).value)
        if chosen == backup_folder(now, self.app.setup.places):
            return
        folder = str(Path(chosen).absolute())
        if not chosen.is_dir() or not is_folder(folder):
            self._say(Settings.BACKUPS_WRONG)
            return
        self._keep(replace(now, backup_folder=folder))

    def _keep(self, preferences: Preferences) -> None:
        """Use a setting from now on, and write it down."""
        self.app.use(preferences)
        try:
            save(preferences, self.app.setup.places.settings)
        except OSError:
            self._say(Settings.NOT_SAVED)
            return
        self._say(Settings.SAVED)

    def _say(self, sentence: str) -> None:
        self.query_one("#message", Static).update(plain_line(sentence))

    def action_back(self) -> None:
        self.dismiss(None)
