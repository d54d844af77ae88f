"""The read view: one page, and everything there is to know about it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.app.scope import CSS as SCOPE_CSS, reads, scope
from tui.app.screen import BACK, Action, CaucusScreen
from tui.app.text import plain
from tui.app.work import times
from tui.app.work.attaching import size_words
from tui.app.work.editor import NoteEditor
from tui.app.work.sheet import Sheet
from tui.app.work.words import Paper, Reading
from vault import Room


class ReadingScreen(CaucusScreen[None]):
    """Shows a sheet as it stands, changes that are not saved yet included."""

    TITLE_WORDS = Reading.TITLE
    HELP = Reading.HELP
    CSS = SCOPE_CSS
    CSS_PATH = "work.tcss"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        BACK,
        Action("leave", Reading.TITLE, "f7", Reading.HELP, button=False),
    )

    def __init__(self, room: Room, sheet: Sheet, corrected: str = "") -> None:
        super().__init__()
        self._room, self._sheet, self._corrected = room, sheet, corrected

    def compose_content(self) -> ComposeResult:
        sheet, roster = self._sheet, self._room.roster
        shown = scope(sheet.audience)
        words = reads(sheet.audience, roster, self._room.seat)
        banner = f"[{shown.letter}] {shown.word.upper()}: {words}"
        yield Static(plain(banner), id="banner", classes=shown.css)
        with Vertical(id="page"):
            yield Static(plain(sheet.name, "bold"), id="page-title")
            yield Static(plain("\n".join(self._lines()), "$text-muted"), id="page-about")
            yield NoteEditor(read_only=True, id="page-text")

    def _lines(self) -> list[str]:
        sheet = self._sheet
        lines: list[str] = []
        if sheet.shown is None:
            lines.append(Paper.NEW.format(kind=sheet.kind.value))
        else:
            revision = sheet.shown.revision
            author = self._room.roster.seat(revision.author).name
            signed = Reading.SIGNED if revision.signed else Reading.UNSIGNED
            by = Reading.BY.format(author=author, time=times.full(revision.header.made))
            version = (
                Paper.FINAL if sheet.is_final
                else Paper.VERSION.format(kind=sheet.kind.value, number=sheet.number)
            )  # fmt: skip
            lines += [f"{by} · {version}", signed]
            lines += [Reading.UNSAVED] if sheet.differs else []
        if sheet.speakers:
            lines.append(Reading.SPEAKERS.format(names=", ".join(sheet.speakers)))
        if sheet.tags:
            lines.append(Reading.TAGS.format(names=", ".join(sheet.tags)))
        if sheet.shown is not None:
            header = sheet.shown.revision.header
            lines += [Reading.FILE.format(name=each.name, size=size_words(each.size))
                      for each in header.attachments]  # fmt: skip
            lines += [Reading.CARRIED] if header.carried_from else []
        if sheet.corrects:
            lines.append(Reading.CORRECTS.format(title=self._corrected or Paper.CORRECTS))
        return lines

    def on_mount(self) -> None:
        text = self.query_one("#page-text", NoteEditor)
        text.open_text(self._sheet.text)
        text.focus()

    def action_back(self) -> None:
        self.dismiss(None)

    def action_leave(self) -> None:
        self.dismiss(None)
