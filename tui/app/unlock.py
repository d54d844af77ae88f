"""The first screen: a name, a passphrase, and the way in with the recovery code."""

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, Horizontal, Vertical
from textual.widgets import Input, Label, Static

from tui import loading
from tui.app.notices import Question
from tui.app.screen import Action, CaucusScreen, Room
from tui.app.secret import SecretInput
from tui.app.text import plain
from tui.app.words import Doing, Locking, Older, Reading, Unlocking, Upgrading

if TYPE_CHECKING:
    from tui.making import Made
    from vault import UnlockedVault, VaultError

TRIES_BEFORE_THE_SHEET = 3
NEXT = ("tui.app.receive.telling", "tui.app.work", "tui.app.upkeep.copies", "tui.app.sheets")


class UnlockScreen(CaucusScreen[None]):
    """Asks who it is. While the passphrase is tried, keys keep working."""

    TITLE_WORDS = Unlocking.TITLE
    HELP = Unlocking.HELP
    ACTIONS = (
        Action("unlock", Doing.UNLOCK, "", Doing.UNLOCK_HELP),
        Action("recover", Doing.RECOVER, "f7", Doing.RECOVER_HELP, short="Recovery code"),
        Action("restore", Doing.RESTORE, "f8", Doing.RESTORE_HELP, short="Restore"),
    )

    BINDINGS = [Binding("enter", "next_field", show=False, priority=True)]

    def __init__(self) -> None:
        super().__init__()
        self._failed = 0
        self._busy = False
        self._said = ""

    def compose_content(self) -> ComposeResult:
        with Center(), Vertical(classes="box", id="unlock-box") as box:
            box.border_title = Unlocking.TITLE
            yield Label(Unlocking.NAME, markup=False, id="name-words")
            yield Input(id="name", value=self.app.asked_name, select_on_focus=False)
            yield Label(Unlocking.PASSPHRASE, markup=False)
            yield SecretInput(id="passphrase")
            yield Static(Unlocking.HINT, markup=False, id="hint")
            yield Static("", markup=False, id="message")
            with Horizontal(classes="dialog-buttons"):
                yield self.button("unlock", variant="primary")
                yield self.button("recover")

    def on_mount(self) -> None:
        self._focus_first_empty()
        # The library takes as long to load as the whole screen: after the box is painted.
        self.call_after_refresh(lambda: self.begin(self._prepare()))

    def _focus_first_empty(self) -> None:
        name = self.query_one("#name", Input)
        (self.query_one("#passphrase") if name.value else name).focus()

    # Getting ready ---------------------------------------------------------------------------

    async def _prepare(self) -> None:
        """Load the library, and see whether there is a vault of this version."""
        await self.app.open_vault()
        loading.done()
        if self.app.archive is not None:
            self._say_archive()
            return
        from vault import SchemaOlderError, VaultMissingError

        try:
            await self.app.ask(self.app.vault.require_ready)
        except VaultMissingError:
            await self._begin_anew()
            return
        except SchemaOlderError:
            self._say(Upgrading.WORKING)
            backup = await self.app.ask(self.app.vault.upgrade)
            self._say(Upgrading.DONE.format(file=backup or Upgrading.SERVER))
        for module in NEXT:
            # What comes after the passphrase is loaded while it is typed.
            await self.app.ask(import_module, module)

    def _say_archive(self) -> None:
        """Ask for whoever reads an archive. It has no recovery code and no backups."""
        self.query_one("#unlock-box").border_title = Reading.TITLE
        self.query_one("#name-words", Label).update(Reading.NAME)
        self.query_one("#hint", Static).update(Reading.HINT)
        self.query_one("#do-recover").disabled = True
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"recover", "restore"} and self.app.archive is not None:
            return False
        return super().check_action(action, parameters)

    async def _begin_anew(self) -> None:
        """Have a vault made."""
        from tui.app.first import FirstRun

        await self.app.push_screen(FirstRun())

    def expect(self, name: str) -> None:
        """Wait for the passphrase of somebody whose vault was just made."""
        self.query_one("#name", Input).value = name
        self._say("")
        self._focus_first_empty()

    # Unlocking -------------------------------------------------------------------------------

    def action_next_field(self) -> None:
        """Go on from the name at once: what is typed quickly after it must not be shown there."""
        if self.focused is not self.query_one("#name"):
            raise SkipAction
        self.set_focus(self.query_one("#passphrase"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "passphrase":
            self.action_unlock()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "passphrase" and event.value and not self._busy:
            loud = len(event.value) > 3 and event.value.isupper()  # noqa: PLR2004
            self._say(Unlocking.CAPITALS if loud else "", error=False)

    def action_unlock(self) -> None:
        name, field = self.query_one("#name", Input), self.query_one("#passphrase", SecretInput)
        if self._busy:
            return
        if not name.value.strip():
            self._say(Unlocking.NAME_NEEDED)
            name.focus()
        elif not self.app.may_enter(name.value):
            self._say(Unlocking.HELD)
        elif not field.value:
            self._say(Unlocking.PASSPHRASE_NEEDED)
            field.focus()
        else:
            self.begin(self._unlock(name.value, field.take()))

    async def _unlock(self, name: str, passphrase: str) -> None:
        self._busy = True
        self._say(Unlocking.WORKING, error=False)
        await self.app.open_vault()
        from tui.app.receive.telling import refusal
        from tui.failure import RefusedError, put_in_words
        from vault import PassphraseError, UnlockError

        place = self.app.archive or self.app.vault
        try:
            person = await self.app.ask(place.unlock, name, passphrase)
        except (OSError, RefusedError) as error:
            words = put_in_words(error)
            self._say(refusal(words) if words else "")
        except PassphraseError:
            # What cannot be a passphrase is nobody's.
            self._failed_once(0)
        except UnlockError as error:
            self._failed_once(error.damaged)
        else:
            self._failed = 0
            self._say("")
            await self.welcome(person, passphrase)
        finally:
            self._busy = False

    def _failed_once(self, damaged: int) -> None:
        self._failed += 1
        words = str(Unlocking.WRONG)
        if self.app.archive is not None:
            words = str(Reading.WRONG)
        elif damaged:
            words = f"{Unlocking.WRONG} {Unlocking.DAMAGED.format(count=damaged)}"
        elif self._failed >= TRIES_BEFORE_THE_SHEET:
            words = f"{Unlocking.WRONG} {Unlocking.WRONG_AGAIN}"
        self._say(words)
        self.query_one("#passphrase").focus()

    async def welcome(
        self, person: "UnlockedVault", passphrase: str = "", *, made: "Made | None" = None
    ) -> None:
        """Let somebody in. If the vault is older than it should be, ask what that means.

        Args:
            person: the vault with their keys.
            passphrase: theirs, if it is at hand: a recovery sheet that was begun goes on then.
            made: the recovery code that was just made for them, if one was.

        """
        if person.behind and await self._is_right(person):
            await self.app.ask(person.accept_older)
        archive = self.app.archive is not None
        self.app.tell(read_only=person.behind or archive)
        await self.app.enter(person)
        if not archive:
            await self._look_for_sheet(self.app.unlocked, passphrase, made)

    async def _is_right(self, person: "UnlockedVault") -> bool:
        """Ask whether an older vault is the right one."""
        question = Question(Older.TITLE, Older.EXPLAIN, stay=Older.LOOK, go=Older.ACCEPT)
        try:
            return await self.app.push_screen_wait(question) is True
        except BaseException:
            # Covered while it was asked: nobody was let in.
            self.app.run_worker(self.app.ask(person.lock))
            raise

    async def _look_for_sheet(
        self, person: "UnlockedVault", passphrase: str, made: "Made | None"
    ) -> None:
        """Say whether there is a recovery sheet; go on with one that was begun."""
        from tui.app.sheets import SheetState, begun, sheet_state
        from vault import identity_words

        state = sheet_state(self.app, identity_words(person.people.me.identity))
        self.app.tell(sheet_made=state is None)
        if made is None and (state is not SheetState.BEGUN or not passphrase or person.behind):
            return
        from tui.app.first.renewing import renewed
        from tui.app.first.sheet import SheetDialog
        from tui.app.first.words import Sheet

        lead = Sheet.USED
        if made is None:
            # The code that was made then may have been seen by nobody, or by anybody.
            lead = Sheet.RESUMED
            made = await self.app.ask(renewed, person, passphrase, partial(begun, self.app))
        await self.app.push_screen(SheetDialog(made, self.app.location, lead=lead))

    def action_recover(self) -> None:
        self.begin(self._recover())

    async def _recover(self) -> None:
        # The dialogue stands on the library, which may still be on its way.
        await self.app.open_vault()
        from tui.app.recovering import RecoverDialog

        await self.app.push_screen(RecoverDialog(self.query_one("#name", Input).value))

    def action_restore(self) -> None:
        self.begin(self._restore())

    async def _restore(self) -> None:
        await self.app.open_vault()
        from tui.app.upkeep import RestoreDialog

        await self.app.push_screen(RestoreDialog())

    # Locked ----------------------------------------------------------------------------------

    def locked(self, reason: str) -> None:
        """Say why the vault was locked."""
        self.app.asked_name = self.query_one("#name", Input).value
        self._say(f"{reason} {Unlocking.WELCOME_BACK}", error=False)
        self._focus_first_empty()

    async def clear_away(self, reason: str) -> None:
        """Take off whatever lies over the box, with every word in it, though nobody is unlocked.

        What was being made goes on from there: a vault from its first step, if there is none yet;
        a recovery sheet as soon as its owner unlocks.
        """
        self.workers.cancel_node(self)
        self._busy = False
        for room in reversed(self.app.screen_stack[1:]):
            if isinstance(room, Room):
                room.forget()
            await self.app.pop_screen()
        self.expect(self.query_one("#name", Input).value or self.app.asked_name)
        self.locked(reason)
        self.begin(self._prepare())

    def cannot_save(self, error: "VaultError") -> None:
        """Say that the screen is covered, and that the last words are not saved yet."""
        from tui.wording import describe

        self._say(Locking.UNSAVED.format(reason=describe(error).message))

    def forget(self) -> None:
        """The name stays: whoever was at work comes back with a passphrase alone."""
        self.query_one("#passphrase", SecretInput).forget()

    def _say(self, words: str, *, error: bool = True) -> None:
        message = self.query_one("#message", Static)
        message.set_class(error, "-error")
        if words != self._said:
            # The whole box is laid out anew for it: not for every letter of a passphrase.
            self._said = words
            message.update(plain(words))
