"""Files into the vault and out of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.app.screen import BACK, Action, Dialog
from tui.app.text import plain, plain_line
from tui.app.words import Doing
from tui.app.work.paths import PathChooser
from tui.app.work.words import Files
from vault import Attachment

_KIB = 1024


def size_words(size: int) -> str:
    """Return a size as people say it."""
    for unit in ("bytes", "KB", "MB"):
        if size < _KIB:
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 10 else f"{size:.1f} {unit}"  # noqa: PLR2004
        size = size / _KIB  # type: ignore[assignment]
    return f"{size:.1f} GB"


class PathDialog(Dialog[Path]):
    """Asks for a file that is there."""

    TITLE_WORDS: ClassVar[str] = Files.ATTACH
    WHY: ClassVar[str] = Files.ATTACH_WHY
    HELP: ClassVar[str | None] = Files.ATTACH_WHY
    WIDTH = 74
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        BACK,
        Action("cancel", Files.CANCEL, "", Doing.BACK_HELP),
        Action("take", Files.GO_ATTACH, "", Files.ATTACH_WHY),
    )

    def compose_content(self) -> ComposeResult:
        yield Static(self.WHY, markup=False, classes="message")
        yield PathChooser()
        yield Static("", id="problem", markup=False, classes="-error")

    def on_mount(self) -> None:
        self.query_one("#path", Input).focus()

    def action_cancel(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted, "#path")
    def _typed(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        path = self.query_one(PathChooser).path
        if path.is_file():
            self.dismiss(path)
        else:
            self.query_one("#problem", Static).update(Files.NO_SUCH)


class Extraction(NamedTuple):
    """Which file goes where."""

    name: str
    path: Path


class ExtractDialog(Dialog[Extraction]):
    """Asks which file, and where to; says that it leaves the vault."""

    TITLE_WORDS = Files.EXTRACT
    HELP = Files.EXTRACT_WHY
    WIDTH = 74
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        BACK,
        Action("cancel", Files.CANCEL, "", Doing.BACK_HELP),
        Action("take", Files.GO_EXTRACT, "", Files.EXTRACT_WHY),
    )

    def __init__(self, attachments: Sequence[Attachment]) -> None:
        super().__init__()
        self._attachments = attachments

    def compose_content(self) -> ComposeResult:
        yield Static(Files.WHICH, markup=False)
        lines = [f"{each.name}  ({size_words(each.size)})" for each in self._attachments]
        yield OptionList(*(Option(plain_line(line)) for line in lines), id="files", markup=False)
        yield Static(Files.EXTRACT_WHY, markup=False, classes="message")
        yield PathChooser(str(Path.home() / self._attachments[0].name))
        yield Static("", id="problem", markup=False, classes="-error")

    def on_mount(self) -> None:
        files = self.query_one("#files", OptionList)
        files.highlighted = 0
        files.focus()

    @on(OptionList.OptionHighlighted, "#files")
    def _looked_at(self, event: OptionList.OptionHighlighted) -> None:
        field = self.query_one(PathChooser).field
        field.value = str(Path(field.value).with_name(self._attachments[event.option_index].name))

    @on(OptionList.OptionSelected, "#files")
    def _chosen(self) -> None:
        self.query_one("#path", Input).focus()

    @on(Input.Submitted, "#path")
    def _typed(self) -> None:
        self.action_take()

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_take(self) -> None:
        at = self.query_one("#files", OptionList).highlighted
        path = self.query_one(PathChooser).path
        problem = ""
        if path.is_dir():
            path /= self._attachments[at or 0].name
        if path.is_symlink() or path.exists():
            problem = Files.TAKEN
        elif not path.parent.is_dir():
            problem = Files.NO_FOLDER
        if problem or at is None:
            self.query_one("#problem", Static).update(plain(problem))
            return
        self.dismiss(Extraction(self._attachments[at].name, path))
