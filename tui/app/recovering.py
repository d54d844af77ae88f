"""The way in with the recovery code: a new passphrase, and a new code to write down."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input, Label, Static

from tui.app.screen import BACK, Action, Dialog
from tui.app.secret import SecretInput
from tui.app.text import plain
from tui.app.words import Ask, Doing, Recovering, Unlocking

if TYPE_CHECKING:
    from tui.app.unlock import UnlockScreen
    from vault import UnlockedVault


class RecoverDialog(Dialog[None]):
    """Asks for the code. It is shown while it is typed: it is copied from paper."""

    TITLE_WORDS = Recovering.TITLE
    HELP = Recovering.EXPLAIN
    ACTIONS = (
        BACK,
        Action("recover", Recovering.TITLE, "", Doing.RECOVER_HELP),
        Action("cancel", Ask.CANCEL, "", Doing.BACK_HELP),
    )

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._busy = False

    def compose_content(self) -> ComposeResult:
        yield Static(Recovering.EXPLAIN, markup=False, classes="message")
        yield Label(Unlocking.NAME, markup=False)
        yield Input(self._name, id="name", select_on_focus=False, compact=True)
        yield Label(Recovering.CODE, markup=False)
        yield Input(id="code", select_on_focus=False, compact=True)
        yield Label(Recovering.NEW, markup=False)
        yield SecretInput(id="new", compact=True)
        yield Label(Recovering.AGAIN, markup=False)
        yield SecretInput(id="again", compact=True)
        yield Static("", markup=False, id="message")

    def on_mount(self) -> None:
        self.query_one("#code" if self._name else "#name").focus()

    def on_input_submitted(self) -> None:
        self.focus_next(Input)

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_recover(self) -> None:
        if not self._busy:
            self.begin(self._recover())

    async def _recover(self) -> None:
        from tui.wording import describe
        from vault import VaultError, generate_passphrase, require_strong

        name, code = (self.query_one(f"#{each}", Input).value for each in ("name", "code"))
        typed, again = (self.query_one(f"#{each}", SecretInput).value for each in ("new", "again"))
        if typed != again:
            self._say(Recovering.DIFFERENT)
            return
        self._busy = True
        try:
            if typed:
                await self.app.ask(require_strong, typed, (name,))
            passphrase = typed or generate_passphrase()
            self._say(Recovering.WORKING)
            person, fresh = await self.app.ask(self.app.vault.recover, code, name, passphrase)
        except VaultError as error:
            words = describe(error)
            self._say(f"{words.message} {words.hint}")
        else:
            await self._done(person, fresh, "" if typed else passphrase)
        finally:
            self._busy = False

    async def _done(self, person: "UnlockedVault", code: str, passphrase: str) -> None:
        self.forget()
        await self.app.push_screen_wait(WrittenDialog(code, passphrase))
        below: UnlockScreen = self.app.unlock_screen
        self.dismiss(None)
        below.begin(below.welcome(person))

    def _say(self, words: str) -> None:
        self.query_one("#message", Static).update(plain(words))


class WrittenDialog(Dialog[None]):
    """Shows the new code, and the passphrase if it was generated, once."""

    TITLE_WORDS = Recovering.DONE_TITLE
    ALLOW_SELECT = False
    ACTIONS = (Action("written", Recovering.WRITTEN, "", Recovering.DONE),)

    def __init__(self, code: str, passphrase: str) -> None:
        super().__init__()
        self._code, self._passphrase = code, passphrase

    def compose_content(self) -> ComposeResult:
        yield Static(Recovering.DONE, markup=False, classes="message")
        yield Label(Recovering.NEW_CODE, markup=False)
        yield Static(plain(self._code), classes="secret", id="code")
        if self._passphrase:
            yield Label(Recovering.NEW_PASSPHRASE, markup=False)
            yield Static(plain(self._passphrase), classes="secret", id="passphrase")

    def action_written(self) -> None:
        self.forget()
        self.dismiss(None)

    def action_back(self) -> None:
        """Esc alone does not make somebody lose what is shown once."""

    def forget(self) -> None:
        self._code = self._passphrase = ""
        for shown in self.query(".secret").results(Static):
            shown.update("")
