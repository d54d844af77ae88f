"""Reading a disclosure or a report: what was checked, what it says, and no more."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.app.disclosure.files import print_file, save_portion, verify_file
from tui.app.disclosure.locks import LeavingDialog
from tui.app.disclosure.words import Show
from tui.app.errand import NO_KEY, Key
from tui.app.notices import Notice
from tui.app.receive.asking import key_for
from tui.app.receive.telling import done_here, refusal
from tui.app.screen import Action, CaucusScreen
from tui.app.text import plain, plain_line
from tui.app.work.attaching import PathDialog, size_words
from tui.app.work.times import day
from tui.disclosure_views import caveats, disclosure_lines, report_lines
from tui.failure import RefusedError, put_in_words
from tui.files import random_path
from tui.signers import cross_checked, who_signed
from tui.verified import Verified
from vault import DisclosedPortion, VaultError


class OpenDialog(PathDialog):
    """Asks which disclosure or report to read."""

    TITLE_WORDS = Show.OPEN_TITLE
    WHY: ClassVar[str] = Show.OPEN_WHY
    HELP = Show.OPEN_WHY
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("take", Show.DO_OPEN, "", Show.OPEN_WHY),
        Action("back", Show.DO_BACK, "escape", Show.BACK_HELP),
    )


class DisclosureScreen(CaucusScreen[None]):
    """A disclosure or a report, checked before a word of it is shown.

    Args:
        path: the file.
        key: what opens it, if it is locked and that is known already.

    """

    TITLE_WORDS = Show.TITLE
    HELP = Show.HELP
    ALLOW_SELECT = False
    AUTO_FOCUS = "#page"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("pdf", Show.DO_PDF, "ctrl+s", Show.PDF_HELP, short="PDF"),
        Action("save_file", Show.DO_FILE, "", Show.FILE_HELP),
        Action("back", Show.DO_BACK, "escape", Show.BACK_HELP, short="Close"),
    )
    DEFAULT_CSS = """
    DisclosureScreen {
        #page { height: 1fr; padding: 1 2; }
        #page Static { height: auto; }
        .portion { margin-top: 1; }
        #buttons { height: 1; margin: 1 0; padding: 0 2; }
        #buttons Button { margin-right: 2; }
    }
    """

    def __init__(self, path: Path, key: Key = NO_KEY) -> None:
        super().__init__()
        self._path, self._key = path, key
        self._found: Verified | None = None

    def __repr__(self) -> str:
        return "DisclosureScreen()"

    def compose_content(self) -> ComposeResult:
        with VerticalScroll(id="page"):
            yield Static(plain_line(Show.READING.format(name=self._path.name)), id="head")
        with Horizontal(id="buttons"):
            for name in ("pdf", "save_file", "back"):
                yield self.button(name)

    def on_mount(self) -> None:
        self._show_buttons()
        self.begin(self._read())

    # Reading ---------------------------------------------------------------------------------

    async def _read(self) -> None:
        try:
            if self._key == NO_KEY:
                said = await key_for(self.app, self._path)
                if said is None:
                    self.action_back()
                    return
                self._key = said
            found = await self.app.ask(verify_file, self.app.setup, self._path, self._key)
        except (RefusedError, VaultError, OSError) as error:
            words = put_in_words(error)
            await self.app.push_screen_wait(Notice(Show.TITLE, refusal(words) if words else ""))
            self.action_back()
            return
        doubts = await self._doubts(found)
        self._found = found
        await self._show(found, doubts)

    async def _doubts(self, found: Verified) -> tuple[str, ...]:
        """Return what the address book of whoever reads it says against those who signed."""
        if not found.valid or found.evidence is None or self.app.person is None:
            return ()
        signers = who_signed(found.evidence.disclosure)
        said = await self.app.ask(cross_checked, self.app.unlocked, self._path.name, signers)
        return tuple(map(done_here, said))

    async def _show(self, found: Verified, doubts: tuple[str, ...]) -> None:
        self.query_one("#head", Static).update(_checks(found))
        page = self.query_one("#page")
        await page.mount_all(
            Static(plain(f"[!] {each}", "bold"), classes="portion doubt") for each in doubts
        )
        if found.valid and found.report is not None:
            await page.mount(Static(_lines(report_lines(found.report)), classes="portion"))
        if found.valid and found.evidence is not None:
            said = found.evidence.disclosure
            await page.mount(Static(_lines(disclosure_lines(said)), classes="portion"))
            for place, portion in enumerate(said.portions, 1):
                await page.mount_all(
                    Static(each, classes=f"portion-{at}") for at, each in
                    enumerate(_portion(place, portion))
                )  # fmt: skip
        if found.valid:
            lines = [plain(line, "$text-muted") for line in caveats(found)]
            await page.mount(Static(Content("\n").join(lines), classes="portion"))
        self._show_buttons()
        page.focus()

    @property
    def _files(self) -> list[tuple[int, DisclosedPortion]]:
        found = self._found
        if found is None or not found.valid or found.evidence is None:
            return []
        listed = enumerate(found.evidence.disclosure.portions, 1)
        return [(place, each) for place, each in listed if each.content.form == "file"]

    def _show_buttons(self) -> None:
        for name in ("pdf", "save_file"):
            self.query_one(f"#do-{name}").display = self.is_possible(self.action_of(name))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "pdf":
            return (self._found is not None and self._found.valid) or None
        if action == "save_file":
            return bool(self._files)
        return super().check_action(action, parameters)

    # Out of it -------------------------------------------------------------------------------

    def action_pdf(self) -> None:
        """Print it."""
        if self._found is not None and self._found.valid:
            target = Path.home() / random_path("pdf").name
            do = partial(print_file, self._found)
            self.app.push_screen(LeavingDialog(Show.PDF_TITLE, Show.PDF_WHY, target, do))

    def action_save_file(self) -> None:
        """Write the attached files of it, one after the other."""
        self.begin(self._save_files())

    async def _save_files(self) -> None:
        for place, portion in self._files:
            name = portion.content.name
            do = partial(save_portion, self.app.setup, self._path, self._key, place)
            why = Show.FILE_WHY.format(name=name)
            dialog = LeavingDialog(Show.FILE_TITLE, why, Path.home() / name, do)
            if not await self.app.push_screen_wait(dialog):
                return

    def action_back(self) -> None:
        self.forget()
        self.dismiss(None)

    def forget(self) -> None:
        super().forget()
        self._found, self._key = None, NO_KEY
        for each in self.query("#page Static").results(Static):
            each.update("")


def _checks(found: Verified) -> Content:
    """Return what was checked, each as passed or not."""
    head = plain(Show.HOLDS, "bold") if found.valid else plain(Show.HOLDS_NOT, "bold $text-error")
    lines = [
        plain(f"  {Show.PASSED if each.passed else Show.FAILED} {each.says}",
              "" if each.passed else "$text-error")
        for each in found.checks
    ]  # fmt: skip
    return Content("\n").join([head, *lines])


def _lines(said: list[str]) -> Content:
    head, *rest = said
    lines = [plain_line(line) for line in rest]
    return Content("\n").join([plain(Show.SAYS, "bold"), plain_line(head), *lines])


def _portion(place: int, portion: DisclosedPortion) -> Iterator[Content]:
    """Return a portion: what it is called, who wrote it, and its words."""
    content = portion.content
    head = Show.PORTION.format(place=place, label=portion.label, number=portion.number)
    yield plain_line(head, "bold")
    about = Show.ABOUT.format(title=content.title, author=content.author, day=day(content.made))
    speaking = Show.SPEAKING.format(names=", ".join(content.speakers)) if content.speakers else ""
    yield plain_line(", ".join(filter(None, (about, speaking))), "$text-muted")
    if content.form == "text":
        yield plain(f"{portion.text}\n")
    else:
        yield plain(f"{Show.FILE.format(name=content.name, size=size_words(content.size))}\n")
