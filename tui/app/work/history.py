"""The versions of an entry: which there are, what each changed, and bringing one back."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.app.rows import Line
from tui.app.scope import badge
from tui.app.screen import BACK, Action, CaucusScreen
from tui.app.text import plain, plain_line
from tui.app.work import times
from tui.app.work.diff import ADDED, GAP, REMOVED, SAME, Change, compare
from tui.app.work.words import History
from vault import Entry, Revision, Room, Shown

_SIGN = 2
"""Columns of the sign and what keeps it apart."""
_STYLES = {ADDED: "$text-success", REMOVED: "$text-error", GAP: "$text-muted", SAME: ""}


class Compared(Visual):
    """A comparison: the sign alone in the first column, however long a line is; colour besides."""

    def __init__(self, lines: list[Change]) -> None:
        self._lines = lines

    def _rows(self, width: int) -> list[Content]:
        rows: list[Content] = []
        for line in self._lines:
            style = _STYLES[line.sign]
            wrapped = plain_line(line.text, style).wrap(max(1, width - _SIGN)) or [Content("")]
            signs = [line.sign, *(" " for _ in wrapped[1:])]
            rows += [
                Content.assemble(plain_line(f"{sign} ", style), row)
                for sign, row in zip(signs, wrapped, strict=True)
            ]
        return rows

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        shown = Content("\n").join(self._rows(width))
        return shown.render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        return len(self._rows(width))


class HistoryScreen(CaucusScreen[int]):
    """Returns the number of the version that was brought back, or None.

    Args:
        room: the session.
        entry: whose versions.
        writable: whether one can be brought back.

    """

    TITLE_WORDS = History.TITLE
    HELP = History.HELP
    CSS_PATH = "work.tcss"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("restore", History.RESTORE, "", History.RESTORE_HELP),
        BACK,
    )

    def __init__(self, room: Room, entry: Entry, *, writable: bool) -> None:
        super().__init__()
        self._room, self._entry, self._writable = room, entry, writable
        self._numbers = {each.id: at for at, each in enumerate(entry.revisions, 1)}

    def compose_content(self) -> ComposeResult:
        latest = self._entry.latest
        title = plain_line(latest.header.title, "bold")
        yield Static(badge(latest.audience, self._room.roster) + "  " + title, id="history-title")
        with Horizontal():
            options = [Option(Line(self._words(each))) for each in reversed(self._entry.revisions)]
            yield OptionList(*options, id="versions", markup=False)
            with Vertical(id="change"):
                yield Static("", id="change-words", markup=False)
                with VerticalScroll(id="change-scroll"):
                    yield Static("", id="diff", markup=False)
                with Horizontal(classes="dialog-buttons"):
                    yield self.button("restore")

    def _words(self, revision: Revision) -> Content:
        author = self._room.roster.seat(revision.author).name
        newest = f" ({History.NEWEST})" if revision in self._entry.versions else ""
        return Content.assemble(
            (f"v{self._numbers[revision.id]}", "bold"),
            plain_line(f"  {times.day_and_hour(revision.header.made)}{newest}"),
            "\n  ", plain_line(author, "$text-muted"),
        )  # fmt: skip

    def on_mount(self) -> None:
        versions = self.query_one("#versions", OptionList)
        versions.highlighted = 0
        versions.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "restore":
            return True if self._writable and len(self._entry.revisions) > 1 else None
        return super().check_action(action, parameters)

    def _revision(self) -> Revision:
        at = self.query_one("#versions", OptionList).highlighted or 0
        return self._entry.revisions[-1 - at]

    @on(OptionList.OptionHighlighted, "#versions")
    def _looked_at(self) -> None:
        self.begin(self._show(self._revision()), group="diff", exclusive=True)

    async def _show(self, revision: Revision) -> None:
        number = self._numbers[revision.id]
        after = await self._text(number)
        parents = [self._numbers[each] for each in revision.header.parents
                   if each in self._numbers]  # fmt: skip
        words, diff = self.query_one("#change-words", Static), self.query_one("#diff", Static)
        if not parents:
            only = len(self._entry.revisions) == 1
            words.update(History.FIRST if only else History.ALL_NEW)
            diff.update(plain(after))
            return
        before = await self._text(parents[-1])
        if before == after:
            words.update(History.SAME)
            diff.update("")
            return
        words.update(plain(History.CHANGED.format(number=number, before=parents[-1])))
        diff.update(Compared(compare(before, after)))

    async def _text(self, number: int) -> str:
        shown: Shown = await self.app.ask(self.app.unlocked.entries.show, self._entry.id, number)
        return shown.text

    @on(OptionList.OptionSelected, "#versions")
    def _chosen(self) -> None:
        self.action_restore()

    def action_restore(self) -> None:
        revision = self._revision()
        if not self._writable:
            self.notify(History.READ_ONLY, markup=False)
        elif self._entry.versions == (revision,):
            self.notify(History.IS_NEWEST, markup=False)
        else:
            self.begin(self._restore(revision))

    async def _restore(self, revision: Revision) -> None:
        number, header = self._numbers[revision.id], revision.header
        text = await self._text(number)
        await self.app.ask(
            self.app.unlocked.entries.edit, self._entry.id, text, title=header.title,
            tags=header.tags, speakers=header.speakers,
        )  # fmt: skip
        self.dismiss(number)

    def action_back(self) -> None:
        self.dismiss(None)
