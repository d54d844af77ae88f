"""The keyboard goes from hand to hand, and whoever holds it can do nothing but answer.

It is a mode of its own: the screens of work are not beneath it but elsewhere, and the way back
asks for the passphrase of whoever handed over. What somebody answered is not shown to whoever is
next: the thanks are the same, and everybody on the list is asked, whatever was said before.
"""

from typing import ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Middle
from textual.widgets import ContentSwitcher, Input

from tui.app.screen import Action, Room
from tui.app.seal.cards import BackCard, Card, PassCard, QuestionCard
from tui.app.seal.lines import LINES_CSS
from tui.app.seal.question import WordsField
from tui.app.seal.round import Said, Turn, is_same_person
from tui.app.seal.times import countdown
from tui.app.seal.tries import TRIES, Tries
from tui.app.seal.waiver_words import Agree, Handover
from tui.app.secret import SecretInput
from tui.wording import describe
from vault import AnswerKind, InvalidError, UnlockError, VaultError, WaiverView

IDLE_SECONDS = 60
PASS, QUESTION, BACK = "card-pass", "card-question", "card-back"


class HandoverScreen(Room[None]):
    """Asks people in turn on this machine.

    Args:
        asked: the request, as whoever hands over sees it.
        names: whom to ask, as the roster names them.
        mediator: who gets the keyboard back: their name in this vault.

    """

    TITLE_WORDS = Handover.TITLE
    HELP = Handover.HELP
    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    # The program's own actions are off here, moving the cursor among them. At once, as in every
    # room: a passphrase typed right after Tab or Enter must not be shown in the field before it.
    BINDINGS = [
        Binding("enter", "screen.next_line", show=False, id="next_line", priority=True),
        Binding("tab", "screen.next_field", show=False, id="next_field", priority=True),
        Binding(
            "shift+tab", "screen.previous_field", show=False, id="previous_field", priority=True
        ),
    ]  # fmt: skip
    CSS = LINES_CSS
    DEFAULT_CSS = """
    HandoverScreen { align: center middle; }
    HandoverScreen Middle { align-horizontal: center; }
    HandoverScreen ContentSwitcher { width: auto; height: auto; max-height: 100%; }
    """

    def __init__(self, asked: WaiverView, names: list[str], mediator: str) -> None:
        super().__init__()
        self._asked, self._names, self._mediator = asked, names, mediator
        self._place = 0
        self._card = PASS
        self._tries = Tries()
        self._busy = False

    def compose(self) -> ComposeResult:
        with Middle(), ContentSwitcher(initial=PASS):
            yield PassCard(Handover.TITLE, id=PASS)
            yield QuestionCard("", id=QUESTION)
            yield BackCard(Handover.TITLE, id=BACK)

    def on_mount(self) -> None:
        self.set_interval(1, self.second)
        self._next(thanks=False)

    def action_next_field(self) -> None:
        self.focus_next()

    def action_previous_field(self) -> None:
        self.focus_previous()

    def action_next_line(self) -> None:
        """Go on from the words or the name to the passphrase."""
        if self.focused not in {self.query_one("#words"), self.query_one("#own-name")}:
            raise SkipAction
        self.set_focus(self.query_one("#own-passphrase"))

    # Whose turn it is ------------------------------------------------------------------------

    def _next(self, *, thanks: bool) -> None:
        """Ask for the keyboard to be passed on: to the next on the list, at last back."""
        self._tries = Tries()
        self.query_one(QuestionCard).forget()
        if self._place < len(self._names):
            self._turn_to(PASS)
            self.query_one(PassCard).show(self._names[self._place], thanks=thanks)
        else:
            self._turn_to(BACK)
            self.query_one(BackCard).show(self._mediator)

    def _turn_to(self, card: str) -> None:
        self._card = card
        self.query_one(ContentSwitcher).current = card

    def action_hold(self) -> None:
        if self._card != PASS:
            return
        self._turn_to(QUESTION)
        card = self.query_one(QuestionCard)
        card.show(self._asked, self._names[self._place], self.app.setup.clock())

    def action_give_back(self) -> None:
        if self._card == PASS:
            self._place = len(self._names)
            self._next(thanks=False)

    def action_not_now(self) -> None:
        if self._card == QUESTION and not self._busy:
            self._place += 1
            self._next(thanks=True)

    def second(self) -> None:
        """Count a pause down, and begin again where a card was left alone."""
        if self not in self.app.screen_stack:
            return
        if self._tries.left:
            ended = self._tries.second()
            card = self._current()
            card.say("" if ended else self._pause())
            if ended:
                self._allow()
        if self._card == QUESTION and not self._busy and not self.app.idle.left(IDLE_SECONDS):
            self._next(thanks=False)
            self.query_one(PassCard).say(Handover.IDLE)

    def _pause(self) -> str:
        return Handover.PAUSE.format(tries=TRIES, left=countdown(self._tries.left))

    def _current(self) -> Card:
        return self.query_one(f"#{self._card}", Card)

    # Answering -------------------------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self) -> None:
        self._allow()

    @on(Input.Submitted, "#own-passphrase")
    def _passphrase_entered(self) -> None:
        # Enter alone never answers: it leads to the button that records nothing.
        self.query_one("#not-now").focus()
        self.query_one(QuestionCard).say(Handover.CHOOSE)

    def action_agree(self) -> None:
        self._consent(sign_only=False)

    def action_sign(self) -> None:
        self._consent(sign_only=True)

    def _consent(self, *, sign_only: bool) -> None:
        words = self.query_one(WordsField).agreed
        if words:
            self._answer(Said(AnswerKind.CONSENT, words, sign_only))
        else:
            self.query_one(QuestionCard).say(Agree.NEEDS_WORDS)

    def action_refuse(self) -> None:
        self._answer(Said(AnswerKind.REFUSAL))

    def _answer(self, said: Said) -> None:
        card = self.query_one(QuestionCard)
        if self._card != QUESTION or self._busy or self._tries.left:
            return
        if not card.query_one(SecretInput).value:
            card.say(Handover.UNSIGNED)
            card.query_one(SecretInput).focus()
            return
        self._busy = True
        name, passphrase = card.query_one("#own-name", Input).value, card.query_one(SecretInput)
        self.begin(self._give(said, name.strip(), passphrase.take()))

    async def _give(self, said: Said, name: str, passphrase: str) -> None:
        card = self.query_one(QuestionCard)
        turn = Turn(self._names[self._place], self._asked)
        self._allow()
        card.say(Handover.WORKING)
        try:
            await self.app.ask(turn.answer, self.app.vault, name, passphrase, said)
        except VaultError as error:
            self._busy = False
            self._say_why_not(card, error)
            return
        self._busy = False
        self._place += 1
        self._next(thanks=True)

    def _say_why_not(self, card: QuestionCard, error: VaultError) -> None:
        """Say on the card alone why nothing was recorded."""
        if isinstance(error, UnlockError):
            self._wrong(card, self._names[self._place])
        elif isinstance(error, InvalidError):
            card.say(Handover.CHANGED)
        else:
            words = describe(error)
            card.say(f"{words.message} {words.hint}")
        self._allow()
        card.query_one(SecretInput).focus()

    def _wrong(self, card: Card, name: str) -> None:
        self._tries.wrong()
        card.say(self._pause() if self._tries.left else Handover.WRONG.format(name=name))

    def _allow(self) -> None:
        busy = self._busy or bool(self._tries.left)
        if self._card == BACK:
            self.query_one(BackCard).allow(busy=busy)
        else:
            self.query_one(QuestionCard).allow(busy=busy)

    # Back to the mediator --------------------------------------------------------------------

    @on(Input.Submitted, "#back-passphrase")
    def action_take_back(self) -> None:
        card = self.query_one(BackCard)
        if self._card == BACK and not self._busy and not self._tries.left:
            self._busy = True
            self.begin(self._take_back(card.query_one(SecretInput).take()))

    async def _take_back(self, passphrase: str) -> None:
        card = self.query_one(BackCard)
        self._allow()
        card.say(Handover.WORKING)
        try:
            same = await self.app.ask(
                is_same_person, self.app.vault, self._mediator, passphrase, self.app.unlocked
            )
        finally:
            self._busy = False
        if same:
            # Not awaited here: this work belongs to the screen that goes.
            self.app.run_worker(self.app.take_back())
            return
        self._wrong(card, self._mediator)
        self._allow()
        card.query_one(SecretInput).focus()

    def forget(self) -> None:
        super().forget()
        if self.is_mounted:
            self.query_one(QuestionCard).forget()
