"""Reading what was opened: for half an hour at most, with nothing to copy; then the receipt."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.app.disclosure.files import save_opened
from tui.app.disclosure.locks import LeavingDialog
from tui.app.disclosure.words import Out
from tui.app.screen import Action, CaucusScreen
from tui.app.seal.paths import FileDialog
from tui.app.seal.receipt import ReceiptScreen
from tui.app.seal.times import countdown
from tui.app.seal.waiver_words import Opened as Words
from tui.app.text import plain, plain_line
from tui.app.work.times import day, hour
from tui.files import random_path, require_new, write_whole
from tui.receipt import receipt_of
from vault import Opened, ReleasedPortion, UnlockedVault, check_file_name

OPEN_SECONDS = 30 * 60


class OpenedScreen(CaucusScreen[None]):
    """The released portions, read-only, until Esc or the end of half an hour.

    Args:
        opened: what was released.
        check_words: of the request, for the receipt.

    """

    TITLE_WORDS = Words.TITLE
    HELP = Words.HELP
    ALLOW_SELECT = False
    AUTO_FOCUS = "#portions"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("save_files", Words.DO_FILES, "", Words.HELP_FILES),
        Action("save", Out.DO, "ctrl+s", Out.HELP, short="Save"),
        Action("back", Words.DO_CLOSE, "escape", Words.HELP_CLOSE, short="Close"),
    )
    DEFAULT_CSS = """
    OpenedScreen {
        #banner { height: 1; text-align: center; text-style: bold; width: 1fr;
                  background: $warn-background; color: $warn-foreground; }
        #portions { height: 1fr; padding: 1 2; }
        .portion-head { text-style: bold; }
        .portion-about { color: $text-muted; margin-bottom: 1; }
        .portion-text { margin-bottom: 1; }
        #others { color: $text-muted; }
        #buttons { height: 1; margin: 1 0; padding: 0 2; }
        #buttons Button { margin-right: 2; }
    }
    """

    def __init__(self, opened: Opened, check_words: str) -> None:
        super().__init__()
        self._opened: Opened | None = opened
        self._receipt = receipt_of(opened, check_words)
        self._left = OPEN_SECONDS
        self._shown_at = 0

    def compose_content(self) -> ComposeResult:
        yield Static(id="banner")
        with VerticalScroll(id="portions"):
            for portion in self._opened.portions if self._opened else ():
                yield from _portion(portion)
            yield Static(plain(Words.OTHERS), id="others")
        with Horizontal(id="buttons"):
            yield self.button("save_files")
            yield self.button("save")
            yield self.button("back")

    def on_mount(self) -> None:
        self._shown_at = self.app.setup.clock()
        self.query_one("#do-save_files").display = bool(self._files())
        self._say()
        self.set_interval(1, self.second)

    def second(self) -> None:
        """Count down, and close at the end, whatever lies above."""
        if self not in self.app.screen_stack:
            # It was locked meanwhile: there is nothing left to close.
            return
        self._left -= 1
        self._say()
        if self._left == 0:
            self._close()

    def _say(self) -> None:
        words = Words.BANNER.format(clock=hour(self._shown_at), left=countdown(self._left))
        self.query_one("#banner", Static).update(plain_line(words))

    def action_back(self) -> None:
        self._close()

    def _close(self) -> None:
        """Take the words off the screen, and leave the receipt."""
        self._wipe()
        while self.app.screen is not self:
            self.app.pop_screen()
        self.app.switch_screen(ReceiptScreen(self._receipt))

    def _wipe(self) -> None:
        self._opened = None
        if self.is_mounted:
            for each in self.query("#portions Static").results(Static):
                each.update(Content(""))

    def forget(self) -> None:
        super().forget()
        self._wipe()

    # Files -----------------------------------------------------------------------------------

    def _files(self) -> list[ReleasedPortion]:
        portions = self._opened.portions if self._opened else ()
        return [each for each in portions if each.content.form != "text"]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "save_files":
            return bool(self._files())
        return super().check_action(action, parameters)

    def action_save_files(self) -> None:
        if self._opened is not None:
            save = partial(save_files, self.app.unlocked, self._opened.waiver, self._files())
            self.app.push_screen(FileDialog(Words.DO_FILES, Words.FOLDER, Path.home(), save))

    def action_save(self) -> None:
        """Save what was opened, with the evidence."""
        if self._opened is not None:
            save = partial(save_opened, self.app.unlocked, self._opened.waiver)
            target = Path.home() / random_path("disclosure").name
            self.app.push_screen(LeavingDialog(Out.TITLE, Out.WHY, target, save))


def _portion(portion: ReleasedPortion) -> Iterator[Static]:
    content = portion.content
    head = Words.PORTION.format(label=portion.label, number=portion.number)
    yield Static(plain_line(head), classes="portion-head")
    about = Words.ABOUT.format(title=content.title, author=content.author, day=day(content.made))
    speaking = Words.SPEAKING.format(names=", ".join(content.speakers)) if content.speakers else ""
    yield Static(plain_line(", ".join(filter(None, (about, speaking)))), classes="portion-about")
    if content.form == "text":
        text = portion.data.decode()
    else:
        text = Words.FILE.format(name=content.name, size=f"{content.size:,}")
    yield Static(plain(text), classes="portion-text")


def save_files(
    person: UnlockedVault, waiver: bytes, files: list[ReleasedPortion], folder: Path
) -> str:
    """Write released files under their own names, or none where a name is taken."""
    targets = [(folder / check_file_name(each.content.name), each) for each in files]
    for target, _ in targets:
        require_new(target)
    for target, each in targets:
        write_whole(target, person.opening.file(waiver, each.record, each.number))
    return Words.SAVED_FILES.format(count=len(targets), path=folder)
