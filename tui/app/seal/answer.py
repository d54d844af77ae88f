"""Somebody answers in their own program, with their keys at hand."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Input, Static

from tui.app.notices import Question
from tui.app.screen import Action, Dialog
from tui.app.seal.lines import LINES_CSS, Page
from tui.app.seal.question import WordsField, asked_words, facts
from tui.app.seal.round import Said
from tui.app.seal.waiver_words import Agree, Stop
from tui.app.seal.words import Button as Words
from tui.app.text import plain, plain_line
from vault import AnswerKind, WaiverView


class AnswerDialog(Dialog[Said | None]):
    """Asks for an answer. Dismisses with it; None is no answer.

    Whoever signed first and kept their part of the keys back is asked to hand it over instead.
    """

    TITLE_WORDS = Agree.TITLE
    HELP = Agree.HELP
    WIDTH = 76
    # In the field, where Enter alone never consents: words typed at once are seen.
    AUTO_FOCUS = "#words"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("agree", Words.AGREE, "", Agree.HELP_AGREE),
        Action("sign", Words.SIGN_ONLY, "f7", Agree.HELP_SIGN),
        Action("refuse", Words.NO, "", Agree.HELP_NO),
        Action("back", Words.NOT_NOW, "escape", Agree.HELP_NOT_NOW),
    )
    CSS = LINES_CSS
    DEFAULT_CSS = """
    AnswerDialog .gap { margin-top: 1; }
    AnswerDialog #asked-for { max-height: 46vh; }
    """

    def __init__(self, view: WaiverView) -> None:
        super().__init__()
        self._view = view
        self._handing = view.own_to_hand_over

    def compose_content(self) -> ComposeResult:
        yield Static(plain(asked_words(self._view, handing=self._handing)))
        with Page(id="asked-for"):
            yield Static(facts(self._view, self.app.setup.clock()), classes="gap")
            if not self._handing:
                said = f"{Agree.EXACT} {Agree.RECALL} {Agree.NO} {Agree.SIGN}"
                yield Static(plain(said), classes="gap")
        yield WordsField(classes="gap")

    def title_words(self) -> str:
        return Agree.TITLE_HAND_IN if self._handing else Agree.TITLE

    def on_mount(self) -> None:
        if self._handing:
            self.query_one("#do-agree", Button).label = plain_line(Words.HAND_IN)
            for name in ("sign", "refuse"):
                self.query_one(f"#do-{name}").display = False
        self.query_one(WordsField).show(self._view.check_words)
        self._said()

    @on(Input.Changed)
    def _said(self) -> None:
        for name in ("agree", "sign"):
            self.query_one(f"#do-{name}").disabled = not self.query_one(WordsField).agreed
        self.refresh_bindings()

    def action_agree(self) -> None:
        words = self.query_one(WordsField).agreed
        if words:
            self.dismiss(Said(AnswerKind.CONSENT, words))

    def action_sign(self) -> None:
        words = self.query_one(WordsField).agreed
        if words:
            self.dismiss(Said(AnswerKind.CONSENT, words, sign_only=True))

    def action_refuse(self) -> None:
        self.begin(self._refuse())

    async def _refuse(self) -> None:
        """Ask once more: the button is beside those that agree, and a No cannot be taken back."""
        words = f"{Stop.REFUSE} {Stop.AGAIN}"
        question = Question(Stop.TITLE, words, stay=Words.BACK, go=Words.END)
        if await self.app.push_screen_wait(question):
            self.dismiss(Said(AnswerKind.REFUSAL))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"sign", "refuse"} and self._handing:
            return False
        if action in {"agree", "sign"}:
            return bool(self.query_one(WordsField).agreed) or None
        return super().check_action(action, parameters)
