"""The page that F1 shows: what the screen is for, and its keys."""

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui.app.keys import key_words
from tui.app.screen import BACK, Action, Dialog, Room
from tui.app.text import plain
from tui.app.words import Ask, Doing, Helping

_KEY_COLUMN = 14
_HELP_COLUMN = 50


class HelpDialog(Dialog[None]):
    """Made from the actions of the screen below, so that it cannot be out of date."""

    TITLE_WORDS = Doing.HELP
    ACTIONS = (
        BACK,
        Action("topics", Helping.TOPICS, "", Helping.TOPICS_HELP),
        Action("close", Ask.CLOSE, "", Doing.BACK_HELP),
    )

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self._below = screen

    def title_words(self) -> str:
        title = self._below.TITLE_WORDS if isinstance(self._below, Room) else ""
        return f"{Doing.HELP}: {title}" if title else Doing.HELP

    def compose_content(self) -> ComposeResult:
        below = self._below
        actions = [
            each
            for each in (below.ACTIONS if isinstance(below, Room) else ())
            if below.check_action(each.name, ()) is not False
        ]
        with VerticalScroll(id="help"):
            yield Static(plain(below.HELP or Helping.NO_HELP), classes="message")
            if actions:
                yield Static(Helping.KEYS, markup=False, classes="heading")
                yield Static(self._table(actions))
            yield Static(Helping.EVERYWHERE, markup=False, classes="heading")
            yield Static(self._table(self.app.ACTIONS))

    def on_mount(self) -> None:
        self.query_one("#help").focus()

    def action_topics(self) -> None:
        from tui.app.topics import TopicsDialog

        self.app.push_screen(TopicsDialog())

    def action_close(self) -> None:
        self.dismiss(None)

    def _table(self, actions: Iterable[Action]) -> Content:
        lines = []
        for action in actions:
            keys = key_words(self.app, action)
            explained = wrap(action.help, _HELP_COLUMN)
            lines.append(
                Content.assemble(
                    (keys.ljust(_KEY_COLUMN), "bold $text-accent"), (action.title, "bold"),
                    *((f"\n{' ' * _KEY_COLUMN}{line}", "$text-muted") for line in explained),
                )
            )  # fmt: skip
        return Content("\n").join(lines)
