"""The two dialogues in which a passphrase and a recovery code are made."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.app.people.choosing import NewPassphrase
from tui.app.people.code import CodeShown
from tui.app.people.words import Change, Enrol, Recovery
from tui.app.screen import Action, Dialog
from tui.app.text import plain
from tui.app.tick import Tick
from tui.introductions import enrol_beside, require_unknown
from tui.wording import describe
from vault import UnlockedVault, Vault, VaultError, identity_words

DONE = True
"""What a dialogue gives that made something."""


class _SecretDialog(Dialog[bool | None]):
    """A passphrase is chosen on the first page; what is shown once stands on the second."""

    WIDTH = 76
    CSS = """
    .page { height: auto; }
    .page Input, .page NewPassphrase { margin-top: 1; }
    .page NewPassphrase Input { margin-top: 0; }
    #message { height: auto; margin-top: 1; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._working = False
        self._warned = False

    def compose_content(self) -> ComposeResult:
        with Vertical(classes="page", id="first-page"):
            yield from self.compose_first()
        with Vertical(classes="page", id="second-page"):
            yield Static(plain(""), id="about")
            yield CodeShown()
        yield Static(plain(""), id="message")

    def compose_first(self) -> ComposeResult:
        """Give the fields of the first page."""
        yield from ()

    def on_mount(self) -> None:
        self.query_one("#second-page").display = False
        self.query_one("#do-written").display = False

    def say(self, sentence: str) -> None:
        """Say something below the fields."""
        self.query_one("#message", Static).update(plain(sentence))

    def show_code(self, about: str, code: str) -> None:
        """Turn to the second page."""
        self.query_one(NewPassphrase).forget()
        self.query_one("#first-page").display = False
        self.query_one("#second-page").display = True
        self.query_one("#do-make").display = False
        self.query_one("#do-back").display = False
        written = self.query_one("#do-written")
        written.display, written.disabled = True, True
        self.query_one("#about", Static).update(plain(about))
        self.query_one(CodeShown).show(code)
        self.say("")

    @property
    def _shows_code(self) -> bool:
        return bool(self.query_one("#second-page").display)

    @on(CodeShown.Written)
    def _is_written(self) -> None:
        button = self.query_one("#do-written")
        button.disabled = False
        button.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "make":
            return None if self._working else True
        return super().check_action(action, parameters)

    def action_written(self) -> None:
        """Leave, if the code is on paper."""
        shown = self.query_one(CodeShown)
        if shown.is_written:
            self.app.tell(sheet_made=True)
            self._leave(DONE)
        else:
            self.say(shown.wrong())

    def action_back(self) -> None:
        """Leave; but not by one slip of a finger while a code is shown that comes only once."""
        if self._working:
            return
        if self._shows_code and not self._warned:
            self._warned = True
            self.say(Recovery.LEAVING)
            return
        if self._shows_code:
            self.app.tell(sheet_made=False)
        self._leave(DONE if self._shows_code else None)

    def _leave(self, answer: bool | None) -> None:
        """Close the dialogue; nothing of what was shown in it stays in memory longer."""
        self.forget()
        self.dismiss(answer)

    async def attempt(self, sentence: str) -> None:
        """Do what the dialogue is for, and say in it what went wrong."""
        self._working = True
        self.say(sentence)
        try:
            await self.work()
        except VaultError as error:
            self.say(describe(error).message)
        finally:
            self._working = False

    async def work(self) -> None:
        """Do what the dialogue is for."""

    def forget(self) -> None:
        super().forget()
        self.query_one(NewPassphrase).forget()
        self.query_one(CodeShown).forget()
        self.query_one("#about", Static).update(plain(""))


class EnrolDialog(_SecretDialog):
    """Enrols somebody who sits here. Gives True if somebody was."""

    TITLE_WORDS = Enrol.TITLE
    HELP = Enrol.HELP
    ACTIONS: ClassVar = (
        Action("make", Enrol.ACT, "", Enrol.WHY),
        Action("written", Enrol.WRITTEN, "", Recovery.KEEP),
        Action("back", Enrol.CANCEL, "escape", Enrol.CANCEL_HELP),
    )

    def compose_first(self) -> ComposeResult:
        yield Static(plain(Enrol.WHY, "$text-muted"))
        yield Input(placeholder=Enrol.NAME, id="name", max_length=400)
        yield NewPassphrase()

    @on(Input.Changed, "#name")
    def _named(self, event: Input.Changed) -> None:
        self.query_one(NewPassphrase).known = (event.value.strip(),)

    @on(Input.Submitted)
    def action_make(self) -> None:
        """Enrol them."""
        if self._shows_code:
            self.action_written()
        elif not self._working:
            self.begin(self.attempt(Enrol.WORKING))

    async def work(self) -> None:
        name = self.query_one("#name", Input).value.strip()
        await self.app.ask(require_unknown, self.app.unlocked, name)
        passphrase, wrong = self.query_one(NewPassphrase).take()
        if not name or wrong:
            self.say(wrong if name else Enrol.NAME_NEEDED)
            return
        words, code = await self.app.ask(
            _enrol, self.app.vault, self.app.unlocked, name, passphrase
        )
        about = f"{Enrol.SHOWN_ONCE.format(name=name)}\n\n{Enrol.CHECK_WORDS}: {words}"
        self.show_code(f"{about}\n{Enrol.CODE}:", code)


class ChangeDialog(_SecretDialog):
    """Changes one's own passphrase, with a new recovery code or without. Gives True if it did.

    Args:
        renew: whether the box for a new recovery code is ticked.

    """

    HELP = Change.HELP
    ACTIONS: ClassVar = (
        Action("make", Change.ACT, "", Change.WHY),
        Action("written", Recovery.ACT, "", Recovery.KEEP),
        Action("back", Enrol.CANCEL, "escape", Enrol.CANCEL_HELP),
    )

    def __init__(self, *, renew: bool = False) -> None:
        super().__init__()
        self._renew = renew

    def title_words(self) -> str:
        return Recovery.TITLE if self._renew else Change.TITLE

    def compose_first(self) -> ComposeResult:
        yield Static(plain(Recovery.WHY if self._renew else Change.WHY, "$text-muted"))
        yield NewPassphrase((self.app.unlocked.name,))
        yield Tick(plain(Change.RENEW), value=self._renew, id="renew")

    @on(Input.Submitted)
    def action_make(self) -> None:
        """Change it."""
        if self._shows_code:
            self.action_written()
        elif not self._working:
            self.begin(self.attempt(Change.WORKING))

    async def work(self) -> None:
        passphrase, wrong = self.query_one(NewPassphrase).take()
        if wrong:
            self.say(wrong)
            return
        code = await self.app.ask(
            self.app.unlocked.change_passphrase, passphrase,
            renew_code=self.query_one("#renew", Tick).value,
        )  # fmt: skip
        self.app.notify(Change.DONE, markup=False)
        if code:
            self.show_code(f"{Change.DONE}\n\n{Recovery.SHOWN_ONCE}", code)
        else:
            self._leave(DONE)


def _enrol(place: Vault, me: UnlockedVault, name: str, passphrase: str) -> tuple[str, str]:
    """Enrol somebody and lock their keys again. Returns their check words and their code."""
    new, code = enrol_beside(place, me, name, passphrase)
    try:
        return identity_words(new.people.me.identity), code
    finally:
        new.lock()
