"""The program itself: the vault thread, the modes, locking, the way back. No feature lives here.

There are three modes, each with screens of its own. In ``locked`` there are no keys; ``work`` is
made when somebody unlocks and removed when it is locked; in ``handover`` a party has the keyboard,
and nothing of ``work`` can be reached.
"""

import gc
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

from textual import events
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Input, TextArea
from textual.worker import Worker

from tui.app import signals
from tui.app.ahead import TypeAhead
from tui.app.hardened import HardenedApp
from tui.app.keys import clash, key_word
from tui.app.locking import Lock
from tui.app.place import Place
from tui.app.preferences import Preferences, load
from tui.app.screen import Action, Room, bindings_of
from tui.app.state import Status
from tui.app.status import StatusLine
from tui.app.themes import DEFAULT
from tui.app.thread import VaultThread
from tui.app.unlock import UnlockScreen
from tui.app.watch import Watch
from tui.app.words import Doing, Garbled, Locking, minutes
from tui.setup import Setup

if TYPE_CHECKING:
    from tui.reading import Lectern
    from vault import UnlockedVault, Vault, VaultError

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

LOCKED, WORK, HANDOVER = "locked", "work", "handover"
SESSION_MINUTES = 20
"""In a session that is running, people talk for longer than they type."""


class CaucusApp(HardenedApp):
    """Caucus in the full window.

    Args:
        setup: clock, places and the like.
        location: the vault.
        name: whose passphrase to ask for; empty to ask for the name too.

    """

    TITLE = "Caucus"
    HEADING: ClassVar[str] = TITLE
    """What stands first in the bar of every screen."""
    CSS_PATH = Path(__file__).with_name("frame.tcss")
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {LOCKED: UnlockScreen}
    DEFAULT_MODE = LOCKED
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("help", Doing.HELP, "f1", Doing.HELP_HELP, short="Help"),
        Action("commands", Doing.COMMANDS, "f9,ctrl+p", Doing.COMMANDS_HELP),
        Action("menu", Doing.MENU, "f10", Doing.MENU_HELP, button=False),
        Action("lock", Doing.LOCK, "ctrl+l", Doing.LOCK_HELP, short="Lock"),
        Action("cover", Doing.COVER, "f12", Doing.COVER_HELP),
        Action("suspend", Doing.SUSPEND, "ctrl+z", Doing.SUSPEND_HELP),
        Action("quit", Doing.QUIT, "ctrl+q", Doing.QUIT_HELP),
    )
    BINDINGS = [*bindings_of(ACTIONS), Binding("ctrl+c", "nothing", show=False, id="nothing")]

    def __init__(self, setup: Setup, location: str, *, name: str = "") -> None:
        super().__init__()
        self.setup = setup
        self.location = location
        self.asked_name = name
        self.person: UnlockedVault | None = None
        """Whose keys are here; None while the vault is locked."""
        self.place = Place()
        """Where to go back to after unlocking: rooms keep it up to date, with ids only."""
        self.status = Status()
        self.idle = Watch()
        self.session_running = False
        """Whether people sit together now, so that the lock may wait longer."""
        self.preferences, self._preferences_trouble = load(setup.places.settings)
        self.thread = VaultThread()
        self._vault: Vault | None = None
        self.archive: Lectern | None = None
        """Where an archive stands in the place of the vault: it is only read."""
        self.rooms: list[Room[Any]] = []
        """Every screen there is, in whatever mode: what locking must reach."""
        self._lock = Lock(self)
        self.ahead = TypeAhead(self)
        self.stop_process: object = None
        """How the terminal is given back when the program goes to the background."""
        self.use(self.preferences)

    # The vault -------------------------------------------------------------------------------

    @property
    def vault(self) -> "Vault":
        """The vault without keys. There is one from the time the unlock screen has opened it."""
        if self._vault is None:
            raise RuntimeError("the vault is not open yet")
        return self._vault

    @property
    def unlocked(self) -> "UnlockedVault":
        """The vault with keys. Raises LockedError when nobody's are here."""
        if self.person is None:
            from vault import LockedError

            raise LockedError
        return self.person

    async def open_vault(self) -> None:
        """Load the library and look for the vault, on the vault thread."""
        if self._vault is None and self.archive is None:
            self.archive = await self.ask(archive_at, self.location, self.setup)
            if self.archive is None:
                self._vault = await self.ask(self.setup.vault, self.location)

    async def ask(
        self, call: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs
    ) -> Answer:
        """Await a call of the vault on its one thread. Its errors reach whoever awaits."""
        return await self.thread.ask(call, *args, **kwargs)

    async def guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """Await work, and say in words what went wrong."""
        try:
            await work
        except Exception as error:
            # Loaded only now: an error of the library means that it was loaded already.
            from vault import LockedError, VaultError

            if isinstance(error, LockedError):
                # Whatever was asked of the vault, the lock came first; the screen is gone too.
                return
            if not isinstance(error, VaultError):
                raise
            await self.show_error(error)

    async def show_error(self, error: "VaultError") -> None:
        """Say in a dialogue what went wrong, whether anything is lost and what to do."""
        from tui.app.notices import ErrorDialog

        await self.push_screen(ErrorDialog(error))

    # Coming and going ------------------------------------------------------------------------

    def make_work_screen(self) -> Screen[Any]:
        """Return the screen that work begins with. It is loaded when it is needed."""
        from tui.app.work import WorkScreen

        work: Screen[Any] = WorkScreen()
        return work

    async def enter(self, person: "UnlockedVault") -> None:
        """Go to work with somebody's keys, where they were when they locked."""
        await self._lock.enter(person)
        self.tell(backup=await self.ask(self._last_backup))

    def _last_backup(self) -> int | None:
        """Return when the newest backup in the usual folder was made; None on a server."""
        from tui.app.upkeep.copies import copies_in
        from tui.app.upkeep.folder import backup_folder

        if "://" in self.location or self.archive is not None:
            return None
        copies = copies_in(backup_folder(self.preferences, self.setup.places))
        return copies[0].made if copies else 0

    def lock(self, reason: str = Locking.ASKED) -> Worker[None]:
        """Cover the screen at once, save what is unsaved, take every word off, drop the keys."""
        return self.run_worker(self._lock.lock(reason), group="lock")

    def leave(self, code: int = 0) -> Worker[None]:
        """Save, lock and end the program with an exit code."""
        return self.run_worker(self._lock.quit(code), group="lock")

    def may_enter(self, name: str) -> bool:
        """Tell whether somebody of this name can be let in now."""
        return self._lock.may_enter(name)

    async def ask_to_leave(self, error: "VaultError") -> bool:
        """Ask whether to leave although the last words cannot be saved."""
        from tui.app.notices import leave_question
        from tui.wording import describe

        return await self.push_screen_wait(leave_question(describe(error).message)) is True

    async def hand_over(self, make: Callable[[], Screen[Any]]) -> None:
        """Give the keyboard to somebody else: only the screens that start with this one exist.

        The keys stay; what is unsaved is saved first. :meth:`take_back` returns to work.
        """
        failed = await self._lock.save()
        if failed is not None:
            raise failed
        self.add_mode(HANDOVER, make)
        await self.switch_mode(HANDOVER)

    async def take_back(self) -> None:
        """Return from the hand-over to work."""
        await self.switch_mode(WORK)
        await self.remove_mode(HANDOVER)

    @property
    def unlock_screen(self) -> UnlockScreen:
        """The screen that is always there, whether it is shown or not."""
        return next(room for room in self.rooms if isinstance(room, UnlockScreen))

    @property
    def is_locked(self) -> bool:
        """Whether the unlock screen is shown."""
        return self.current_mode == LOCKED

    @property
    def idle_seconds(self) -> int:
        """How long nobody may touch anything before it is locked."""
        minutes = self.preferences.idle_minutes
        return 60 * (max(minutes, SESSION_MINUTES) if self.session_running else minutes)

    def tell(self, **known: Any) -> None:  # noqa: ANN401
        """Let the status line know: fields of :class:`Status` by name."""
        self.status = replace(self.status, **known)
        self._refresh_status()

    def _refresh_status(self) -> None:
        # A dialogue has no such line: the one behind it shows when it locks.
        for room in self.screen_stack:
            for line in room.query(StatusLine):
                line.show(self)

    # The house -------------------------------------------------------------------------------

    def use(self, preferences: Preferences) -> None:
        """Show things as somebody prefers them, from now on."""
        self.preferences = preferences
        self.theme = preferences.theme if preferences.theme in self.available_themes else DEFAULT
        self.set_keymap(dict(preferences.keys))

    async def close_vault(self) -> None:
        """Let go of the vault, or of the archive in its place, and of its thread."""
        if self.archive is not None:
            await self.ask(self.archive.close)
        if self._vault is not None:
            await self.ask(self._vault.close)
            self._vault = None
        self.thread.close()

    def check_keys(self, room: Room[Any]) -> None:
        """Give every action its usual key if somebody's own keys would do two things here."""
        key = clash((*self.ACTIONS, *room.ACTIONS), self.preferences.keys)
        if key:
            self.use(replace(self.preferences, keys={}))
            self.notify(Garbled.CLASH.format(key=key_word(key)), markup=False)

    def on_mount(self) -> None:
        signals.listen(self)
        self.set_interval(1, self.tick)
        if self._preferences_trouble:
            self.notify(self._preferences_trouble, markup=False)

    def tick(self) -> None:
        """Look at the clock, once a second."""
        slept = self.idle.slept()
        if self.idle.rests():
            gc.collect()
        if self.is_locked:
            self.idle.touch()
            return
        if slept:
            self.lock(Locking.SLEPT)
        elif not self.idle.left(self.idle_seconds):
            self.lock(Locking.IDLE.format(minutes=minutes(self.idle_seconds // 60)))
        self._refresh_status()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste):
            self.idle.touch()
        match event:
            case events.Key() | events.Paste() if not event.is_forwarded and self.ahead.holds(
                event
            ):
                return
        await super().on_event(event)

    async def give(self, event: events.Event) -> None:
        """Hand out a key whose turn has come."""
        await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a party has the keyboard there is nothing but the card in front of them."""
        if self.current_mode == HANDOVER:
            return action in {"lock", "cover"}
        if action in {"lock", "cover"} and isinstance(self.screen, UnlockScreen):
            return False
        if action == "suspend":
            # In a field the same key takes back what was typed.
            return self.is_locked or not isinstance(self.focused, Input | TextArea)
        return super().check_action(action, parameters)

    def action_help(self) -> None:
        from tui.app.help import HelpDialog

        shown: Screen[Any] = self.screen
        if isinstance(shown, HelpDialog):
            shown.dismiss(None)
        else:
            self.push_screen(HelpDialog(shown))

    def action_commands(self) -> None:
        from tui.app.commands import Commands, Menu

        if not isinstance(self.screen, Menu):
            self.push_screen(Commands(self.screen))

    def action_menu(self) -> None:
        from tui.app.commands import Menu

        shown: Screen[Any] = self.screen
        if isinstance(shown, Menu):
            shown.dismiss(None)
        else:
            self.push_screen(Menu(self.screen))

    def get_key_display(self, binding: Binding) -> str:
        return key_word(binding.key)

    async def do_on(self, screen: Screen[Any], run: str) -> None:
        """Do what was chosen in the menu, if the screen it belongs to is still the one shown."""
        if self.screen is screen:
            await self.run_action(run, screen)

    def action_lock(self) -> None:
        self.lock()

    def action_cover(self) -> None:
        self.lock(Locking.COVERED)

    async def action_quit(self) -> None:
        self.leave()

    def action_suspend(self) -> None:
        self.run_worker(signals.suspend(self), group="lock")

    def action_nothing(self) -> None:
        """Ctrl+C copies in a field; elsewhere it neither copies nor ends anything."""

    async def put_away(self) -> bool:
        """Save, lock, and let go of the vault, however it came to the end."""
        signals.ignore()
        return await self._lock.end()


def archive_at(location: str, setup: Setup) -> "Lectern | None":
    """Return the archive that stands in the place of a vault, if one does."""
    from tui.forms import is_bag

    if not is_bag(location):
        return None
    from tui.reading import Lectern

    return Lectern(Path(location), setup)
