"""The two dialogues in which a passphrase is chosen. A recovery code goes onto a sheet at once."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from tui.app.first.renewing import renewed
from tui.app.first.sheet import SheetDialog
from tui.app.first.words import Sheet
from tui.app.people.choosing import NewPassphrase
from tui.app.people.words import Change, Enrol, Recovery
from tui.app.screen import Action, Dialog
from tui.app.seal.lines import LINES_CSS, LineBefore
from tui.app.sheets import SheetState, begun, note_sheet, remember_sheet
from tui.app.text import plain
from tui.app.tick import Tick
from tui.introductions import enrol_beside, require_unknown
from tui.making import Made, made_for
from tui.wording import describe
from vault import UnlockedVault, Vault, VaultError

DONE = True
"""What a dialogue gives that made something."""


class _SecretDialog(Dialog[bool | None]):
    """A passphrase is chosen. Gives True once it counts."""

    WIDTH = 76
    CSS = f"""
    {LINES_CSS}
    EnrolDialog Line, EnrolDialog NewPassphrase, ChangeDialog NewPassphrase, ChangeDialog Tick {{
        margin-top: 1;
    }}
    EnrolDialog #message, ChangeDialog #message {{ margin-top: 1; text-style: bold; }}
    """

    def __init__(self) -> None:
        super().__init__()
        self._working = False

    def compose_content(self) -> ComposeResult:
        yield from self.compose_fields()
        yield Static(plain(""), id="message")

    def compose_fields(self) -> ComposeResult:
        """Give the fields."""
        yield from ()

    def say(self, sentence: str) -> None:
        """Say something below the fields."""
        self.query_one("#message", Static).update(plain(sentence))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "make":
            return None if self._working else True
        return super().check_action(action, parameters)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        again = self.query_one("#again")
        if event.input.id == "first" and again.display:
            again.focus()
        else:
            self.action_make()

    def action_make(self) -> None:
        """Do what the dialogue is for."""
        if not self._working:
            self.begin(self._attempt())

    async def _attempt(self) -> None:
        self._working = True
        try:
            await self.work()
        except VaultError as error:
            self.say(describe(error).message)
        finally:
            self._working = False

    async def work(self) -> None:
        """Do what the dialogue is for, and leave it."""

    async def put_on_paper(self, made: Made, lead: str) -> None:
        """Have a recovery code put on paper, in the place of this dialogue."""
        note_sheet(self.app, made.check_words, SheetState.BEGUN)
        self.forget()
        self.query_one(".dialog").display = False
        await self.app.push_screen_wait(SheetDialog(made, self.app.location, lead=lead))

    def action_back(self) -> None:
        if not self._working:
            self._leave(None)

    def _leave(self, answer: bool | None) -> None:
        """Close the dialogue; nothing of what was typed in it stays in memory longer."""
        self.forget()
        self.dismiss(answer)

    def forget(self) -> None:
        super().forget()
        self.query_one(NewPassphrase).forget()


class EnrolDialog(_SecretDialog):
    """Enrols somebody who sits here. Gives True if somebody was."""

    TITLE_WORDS = Enrol.TITLE
    HELP = Enrol.HELP
    ACTIONS: ClassVar = (
        Action("make", Enrol.ACT, "", Enrol.WHY),
        Action("back", Enrol.CANCEL, "escape", Enrol.CANCEL_HELP),
    )

    def compose_fields(self) -> ComposeResult:
        yield Static(plain(Enrol.WHY, "$text-muted"))
        yield LineBefore(placeholder=Enrol.NAME, id="name")
        yield NewPassphrase()

    @on(Input.Changed, "#name")
    def _named(self, event: Input.Changed) -> None:
        self.query_one(NewPassphrase).known = (event.value.strip(),)

    async def work(self) -> None:
        name = self.query_one("#name", Input).value.strip()
        await self.app.ask(require_unknown, self.app.unlocked, name)
        passphrase, wrong = self.query_one(NewPassphrase).take()
        if not name or wrong:
            self.say(wrong if name else Enrol.NAME_NEEDED)
            return
        self.say(Enrol.WORKING)
        note = partial(remember_sheet, self.app, state=SheetState.BEGUN)
        made = await self.app.ask(
            _enrol, self.app.vault, self.app.unlocked, name, passphrase, note
        )
        await self.put_on_paper(made, Sheet.ENROLLED.format(name=made.name))
        self._leave(DONE)


class ChangeDialog(_SecretDialog):
    """Changes one's own passphrase, with a new recovery code or without. Gives True if it did.

    Args:
        renew: whether the box for a new recovery code is ticked.

    """

    HELP = Change.HELP
    ACTIONS: ClassVar = (
        Action("make", Change.ACT, "", Change.WHY),
        Action("back", Enrol.CANCEL, "escape", Enrol.CANCEL_HELP),
    )

    def __init__(self, *, renew: bool = False) -> None:
        super().__init__()
        self._renew = renew

    def title_words(self) -> str:
        return Recovery.TITLE if self._renew else Change.TITLE

    def compose_fields(self) -> ComposeResult:
        yield Static(plain(Recovery.WHY if self._renew else Change.WHY, "$text-muted"))
        yield NewPassphrase((self.app.unlocked.name,))
        yield Tick(plain(Change.RENEW), value=self._renew, id="renew")

    async def work(self) -> None:
        passphrase, wrong = self.query_one(NewPassphrase).take()
        if wrong:
            self.say(wrong)
            return
        self.say(Change.WORKING)
        me = self.app.unlocked
        if self.query_one("#renew", Tick).value:
            made = await self.app.ask(renewed, me, passphrase, partial(begun, self.app))
            await self.put_on_paper(made, f"{Change.DONE} {Sheet.RENEWED}")
        else:
            await self.app.ask(me.change_passphrase, passphrase)
            self.app.notify(Change.DONE, markup=False)
        self._leave(DONE)


def _enrol(
    place: Vault, me: UnlockedVault, name: str, passphrase: str, note: Callable[[str], object]
) -> Made:
    """Enrol somebody and lock their keys again; their check words are noted on the way."""
    new, code = enrol_beside(place, me, name, passphrase)
    try:
        made = made_for(new, code)
        note(made.check_words)
        return made
    finally:
        new.lock()
