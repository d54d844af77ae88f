"""Bringing in a text file: chosen, looked into, and only then written."""

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import ContentSwitcher, Input, Static

from tui.app.screen import BACK, Action, Dialog
from tui.app.text import plain
from tui.app.words import Doing
from tui.app.work.attaching import size_words
from tui.app.work.editor import NoteEditor
from tui.app.work.incoming import Incoming, IncomingError, read_file
from tui.app.work.paths import PathChooser
from tui.app.work.words import IMPORT_PROBLEMS, Files, Import


class ImportDialog(Dialog[Incoming]):
    """Returns a file's text after it was shown."""

    TITLE_WORDS = Import.TITLE
    HELP = Import.WHY
    WIDTH = 78
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        BACK,
        Action("cancel", Files.CANCEL, "", Doing.BACK_HELP),
        Action("other", Import.BACK, "", Import.WHY),
        Action("look", Files.GO_READ, "", Import.WHY),
        Action("go", Import.GO, "", Import.GO_HELP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._found: Incoming | None = None

    def compose_content(self) -> ComposeResult:
        yield Static(Import.WHY, markup=False, classes="message")
        with ContentSwitcher(initial="choosing"):
            with Vertical(id="choosing"):
                yield PathChooser()
                yield Static("", id="problem", markup=False, classes="-error")
            with Vertical(id="looking"):
                yield Static("", id="found", markup=False)
                yield NoteEditor(read_only=True, id="preview")

    def on_mount(self) -> None:
        self._show(None)

    def _show(self, found: Incoming | None) -> None:
        self._found = found
        looking = found is not None
        self.query_one(ContentSwitcher).current = "looking" if looking else "choosing"
        for name, shown in (("other", looking), ("look", not looking), ("go", looking)):
            self.query_one(f"#do-{name}").display = shown
        if found is None:
            self.query_one("#path", Input).focus()
            return
        self.query_one("#found", Static).update(plain(_words(found)))
        self.query_one("#preview", NoteEditor).open_text(found.parts[0])
        self.query_one("#preview").focus()

    @on(Input.Submitted, "#path")
    def _typed(self) -> None:
        self.action_look()

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_other(self) -> None:
        self._show(None)

    def action_look(self) -> None:
        self.query_one("#problem", Static).update(Import.READING)
        self.begin(self._look(), group="reading", exclusive=True)

    async def _look(self) -> None:
        path = self.query_one(PathChooser).path
        try:
            found = await asyncio.to_thread(read_file, path)
        except IncomingError as error:
            self.query_one("#problem", Static).update(IMPORT_PROBLEMS[error.problem])
            return
        self.query_one("#problem", Static).update("")
        self._show(found)

    def action_go(self) -> None:
        if self._found is not None:
            self.dismiss(self._found)

    def forget(self) -> None:
        super().forget()
        self._found = None


def _words(found: Incoming) -> str:
    lines = sum(part.count("\n") + 1 for part in found.parts)
    size = size_words(sum(len(part.encode()) for part in found.parts))
    said = [Import.PREVIEW.format(name=found.name, lines=lines, size=size)]
    if len(found.parts) > 1:
        said.append(Import.PARTS.format(count=len(found.parts)))
    if found.wrapped:
        said.append(Import.WRAPPED.format(count=found.wrapped))
    if found.pictures:
        said.append(Import.PICTURES.format(count=found.pictures))
    return "\n".join(said)
