"""What can be read beyond the help of a screen: the same pages as at the command line."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.app.screen import Action, Dialog
from tui.app.text import plain
from tui.app.words import Ask, Helping
from tui.topics import TOPICS


class TopicsDialog(Dialog[None]):
    """A list of topics, and what each says."""

    TITLE_WORDS = Helping.TOPICS
    HELP = Helping.TOPICS_HELP
    WIDTH = 80
    AUTO_FOCUS = "#topics"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("back", Ask.CLOSE, "escape", Helping.TOPICS_BACK),
    )
    CSS = """
    TopicsDialog { .dialog { padding: 0 1; } }
    TopicsDialog #topics { height: auto; max-height: 14; border: none; padding: 0; }
    TopicsDialog #topic { height: auto; max-height: 18; }
    TopicsDialog #topic-text { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._names = sorted(TOPICS)

    def compose_content(self) -> ComposeResult:
        yield OptionList(
            *(Option(plain(name.replace("-", " "))) for name in self._names), id="topics",
            markup=False,
        )  # fmt: skip
        with VerticalScroll(id="topic"):
            yield Static(id="topic-text")

    def on_mount(self) -> None:
        self._turn(reading=False)

    def _turn(self, *, reading: bool) -> None:
        self.query_one("#topics").display = not reading
        self.query_one("#topic").display = reading
        self.query_one("#topic" if reading else "#topics").focus()

    @on(OptionList.OptionSelected, "#topics")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        name = self._names[event.option_index]
        self.query_one("#topic-text", Static).update(plain(TOPICS[name].rstrip()))
        self.query_one("#topic").scroll_home(animate=False)
        self._turn(reading=True)

    def action_back(self) -> None:
        """Back to the list, or out of it."""
        if self.query_one("#topic").display:
            self._turn(reading=False)
        else:
            self.dismiss(None)
