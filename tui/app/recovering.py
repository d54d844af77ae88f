"""The way in with the recovery code: a new passphrase, and a new code that goes onto paper."""

from collections.abc import Callable
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label, Static

from tui.app.notices import Question
from tui.app.people.choosing import NewPassphrase
from tui.app.screen import BACK, Action, Dialog
from tui.app.seal.lines import LINES_CSS, LineBefore
from tui.app.sheets import SheetState, remember_sheet
from tui.app.text import plain
from tui.app.words import Ask, Doing, Older, Recovering, Unlocking
from tui.making import Made, made_for
from tui.wording import describe
from vault import ReadOnlyError, UnlockedVault, Vault, VaultError


class RecoverDialog(Dialog[None]):
    """Asks for the code. It is shown while it is typed: it is copied from paper."""

    TITLE_WORDS = Recovering.TITLE
    HELP = Recovering.EXPLAIN
    WIDTH = 76
    ACTIONS = (
        BACK,
        Action("recover", Recovering.TITLE, "", Doing.RECOVER_HELP),
        Action("cancel", Ask.CANCEL, "", Doing.BACK_HELP),
    )
    CSS = f"""
    {LINES_CSS}
    RecoverDialog NewPassphrase {{ margin-top: 1; }}
    RecoverDialog #message {{ margin-top: 1; text-style: bold; }}
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._who = name
        self._busy = False

    def compose_content(self) -> ComposeResult:
        yield Static(Recovering.EXPLAIN, markup=False, classes="message")
        yield Label(Unlocking.NAME, markup=False)
        yield LineBefore(id="name")
        yield Label(Recovering.CODE, markup=False)
        yield LineBefore(id="code")
        yield NewPassphrase((self._who,))
        yield Static("", markup=False, id="message")

    def on_mount(self) -> None:
        self.query_one("#name", Input).value = self._who
        self.query_one("#code" if self._who else "#name").focus()

    @on(Input.Changed, "#name")
    def _named(self, event: Input.Changed) -> None:
        self.query_one(NewPassphrase).known = (event.value.strip(),)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        last = "again" if self.query_one("#again").display else "first"
        if event.input.id == last:
            self.action_recover()
        else:
            self.query_one("#again").focus()

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_recover(self) -> None:
        """Set the new passphrase with the code."""
        if not self._busy:
            self.begin(self._recover())

    async def _recover(self) -> None:
        name, code = (self.query_one(f"#{each}", Input).value for each in ("name", "code"))
        # Typed before the code is used: what is opened from now on, somebody has in their fingers.
        passphrase, wrong = self.query_one(NewPassphrase).take()
        if wrong:
            self._say(wrong)
            return
        self._busy = True
        self._say(Recovering.WORKING)
        note = partial(remember_sheet, self.app, state=SheetState.BEGUN)
        try:
            person, made = await self._open(code, name, passphrase, note)
        except VaultError as error:
            words = describe(error)
            self._say(f"{words.message} {words.hint}")
            return
        finally:
            self._busy = False
        below = self.app.unlock_screen
        self.forget()
        self.dismiss(None)
        below.begin(below.welcome(person, made=made))

    async def _open(
        self, code: str, name: str, passphrase: str, note: Callable[[str], object]
    ) -> tuple[UnlockedVault, Made]:
        """Use the code; if the vault is older than its owner remembers it, ask first."""
        use = partial(recover, self.app.vault, code, name, passphrase, note)
        try:
            return await self.app.ask(use)
        except ReadOnlyError:
            question = Question(Older.TITLE, Older.RECOVER, stay=Older.LEAVE, go=Older.ACCEPT)
            if await self.app.push_screen_wait(question) is not True:
                raise
        return await self.app.ask(use, accept_older=True)

    def _say(self, words: str) -> None:
        self.query_one("#message", Static).update(plain(words))

    def forget(self) -> None:
        super().forget()
        self.query_one(NewPassphrase).forget()


def recover(
    place: Vault,
    code: str,
    name: str,
    passphrase: str,
    note: Callable[[str], object],
    *,
    accept_older: bool = False,
) -> tuple[UnlockedVault, Made]:
    """Set a new passphrase with a recovery code. Returns the vault, and the code that replaces it.

    Args:
        place: the vault.
        code: as it stands on the sheet.
        name: whose it is.
        passphrase: the new one; strong enough.
        note: told their check words once there is a code that nobody has seen yet.
        accept_older: their word that a vault older than they remember it is the right one.

    Raises:
        VaultError: the code is mistyped, or opens nothing here.

    """
    person, fresh = place.recover(code, name, passphrase, accept_older=accept_older)
    made = made_for(person, fresh)
    note(made.check_words)
    return person, made
