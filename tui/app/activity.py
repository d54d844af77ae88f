"""The list of one's own acts: what was changed and when, never what it said."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from tui.app.rows import Rows
from tui.app.saving import SaveDialog
from tui.app.screen import BACK, Action, CaucusScreen
from tui.app.sentences import ACTS, Activity
from tui.app.text import plain, plain_line
from tui.app.work.times import full
from tui.views import moment, short
from vault import JournalLine, SessionView, UnlockedVault

_ACT_WIDTH = 30


class ActivityScreen(CaucusScreen[None]):
    """One's own journal, newest first."""

    TITLE_WORDS = Activity.TITLE
    HELP = Activity.HELP
    ACTIONS: ClassVar = (
        Action("save", Activity.SAVE, "f6", Activity.SAVE_HELP, short=Activity.SAVE),
        BACK,
    )
    CSS = """
    ActivityScreen #why { padding: 0 1; color: $text-muted; }
    ActivityScreen #lines { margin-top: 1; }
    ActivityScreen .row { height: 1; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[JournalLine] = []

    def compose_content(self) -> ComposeResult:
        yield Static(plain(Activity.WHY), id="why")
        yield Rows(id="lines")
        with Horizontal(classes="row"):
            yield self.button("save")

    def on_mount(self) -> None:
        self.begin(self._read())

    async def _read(self) -> None:
        self._lines, views = await self.app.ask(_journal, self.app.unlocked)
        places = {view.id: view for view in views}
        shown = self.query_one("#lines", Rows)
        shown.add_options(Option(_row(line, places)) for line in reversed(self._lines))
        if not self._lines:
            self.query_one("#why", Static).update(plain(Activity.EMPTY))
        shown.focus()

    def action_save(self) -> None:
        """Write times and acts to a text file."""
        text = as_text(self._lines, self.app.setup.clock())
        self.app.push_screen(SaveDialog(Activity.SAVE, Activity.SAVE_HELP, text))

    def action_back(self) -> None:
        self.dismiss(None)

    def forget(self) -> None:
        super().forget()
        self._lines = []
        self.query_one("#lines", Rows).clear_options()


def as_text(lines: list[JournalLine], now: int) -> str:
    """Return a journal as text for a file: times, acts and short session ids, no names."""
    head = Activity.HEAD.format(count=len(lines), made=moment(now))
    body = [
        f"{line.sequence:>6}  {moment(line.time)}  {line.act}"
        f"{f'  session {short(line.session)}' if line.session else ''}"
        for line in lines
    ]
    return "\n".join([head, "", *body, ""])


def _journal(person: UnlockedVault) -> tuple[list[JournalLine], list[SessionView]]:
    return person.checks.activity(), person.sessions.views()


def _row(line: JournalLine, places: dict[bytes, SessionView]) -> Content:
    """Return one act in words, and in which session it was done."""
    view = places.get(line.session)
    place = "" if view is None else ", ".join(filter(None, (view.title, view.case)))
    act = ACTS.get(line.act, line.act)
    return Content.assemble(
        plain(f" {full(line.time)}  "), plain_line(f"{act:<{_ACT_WIDTH}}"),
        plain_line(place),
    )  # fmt: skip
