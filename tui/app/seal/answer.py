"""Somebody answers in their own program, with their keys at hand."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from tui.app.screen import Action, Dialog
from tui.app.seal.lines import LINES_CSS, Page
from tui.app.seal.question import WordsField, facts
from tui.app.seal.words import Agree, Button as Words
from tui.app.text import plain, plain_line
from vault import AnswerKind, WaiverView


class AnswerDialog(Dialog[tuple[AnswerKind, str] | None]):
    """Asks for an answer. Dismisses with it and the repeated check words; None is no answer."""

    TITLE_WORDS = Agree.TITLE
    HELP = Agree.HELP
    WIDTH = 76
    AUTO_FOCUS = "#do-back"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("agree", Words.AGREE, "", Agree.HELP_AGREE),
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

    def compose_content(self) -> ComposeResult:
        yield Static(plain_line(Agree.ASKED.format(opener=self._view.opener)))
        with Page(id="asked-for"):
            yield Static(facts(self._view, self.app.setup.clock()), classes="gap")
            yield Static(plain(f"{Agree.EXACT} {Agree.RECALL} {Agree.NO}"), classes="gap")
        yield WordsField(classes="gap")

    def on_mount(self) -> None:
        self.query_one(WordsField).show(self._view.check_words)
        self._said()

    @on(Input.Changed)
    def _said(self) -> None:
        self.query_one("#do-agree").disabled = not self.query_one(WordsField).agreed

    @on(Input.Submitted)
    def _entered(self) -> None:
        # Enter alone never consents.
        self.query_one("#do-back").focus()

    def action_agree(self) -> None:
        words = self.query_one(WordsField).agreed
        if words:
            self.dismiss((AnswerKind.CONSENT, words))

    def action_refuse(self) -> None:
        self.dismiss((AnswerKind.REFUSAL, ""))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "agree":
            return bool(self.query_one(WordsField).agreed) or None
        return super().check_action(action, parameters)
