"""A recovery sheet later: a new code for it, under the passphrase that somebody has."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label, Static

from tui.app.first.sheet import SheetDialog
from tui.app.first.words import NewSheet
from tui.app.screen import Action, Dialog
from tui.app.secret import SecretInput
from tui.app.sheets import SheetState, begun, note_sheet
from tui.app.text import plain
from tui.making import Made, made_for
from tui.wording import describe
from vault import PassphraseError, UnlockedVault, UnlockError, Vault, VaultError, identity_words

Begins = Callable[[str], AbstractContextManager[None]]


class NewSheetDialog(Dialog[None]):
    """Asks for the passphrase, makes a new code, and turns to the sheet."""

    TITLE_WORDS = NewSheet.TITLE
    HELP = NewSheet.HELP
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("renew", NewSheet.DO, "", NewSheet.WHY),
        Action("back", NewSheet.CANCEL, "escape", NewSheet.CANCEL_HELP),
    )
    CSS = "NewSheetDialog #message { height: auto; margin-top: 1; text-style: bold; }"

    def __init__(self) -> None:
        super().__init__()
        self._working = False

    def compose_content(self) -> ComposeResult:
        yield Static(plain(NewSheet.WHY), classes="message")
        yield Label(NewSheet.ASK, markup=False)
        yield SecretInput(id="passphrase")
        yield Static(id="message")

    @on(Input.Submitted)
    def action_renew(self) -> None:
        """Make the new code."""
        if not self._working:
            self.begin(self._renew())

    async def _renew(self) -> None:
        passphrase = self.query_one("#passphrase", SecretInput).take()
        self._working = True
        self._say(NewSheet.WORKING)
        try:
            made = await self.app.ask(
                renew, self.app.vault, self.app.unlocked, passphrase, partial(begun, self.app)
            )
        except (UnlockError, PassphraseError):
            self._say(NewSheet.WRONG)
            return
        except VaultError as error:
            self._say(describe(error).message)
            return
        finally:
            self._working = False
        note_sheet(self.app, made.check_words, SheetState.BEGUN)
        await self.app.push_screen_wait(SheetDialog(made, self.app.location))
        self.dismiss(None)

    def action_back(self) -> None:
        if not self._working:
            self.dismiss(None)

    def _say(self, sentence: str) -> None:
        self.query_one("#message", Static).update(plain(sentence))


def renew(place: Vault, person: UnlockedVault, passphrase: str, begins: Begins) -> Made:
    """Make a new recovery code under the passphrase that somebody has.

    Raises:
        UnlockError: it is another one.

    """
    # A slip of the finger must not become the new passphrase.
    place.unlock(person.name, passphrase).lock()
    return renewed(person, passphrase, begins)


def renewed(person: UnlockedVault, passphrase: str, begins: Begins) -> Made:
    """Make a new recovery code, together with a passphrase that somebody knows.

    Args:
        person: whose code it is.
        passphrase: theirs from now on; they have typed it.
        begins: told their check words; holds while the code is made.

    """
    with begins(identity_words(person.people.me.identity)):
        return made_for(person, person.change_passphrase(passphrase, renew_code=True))
