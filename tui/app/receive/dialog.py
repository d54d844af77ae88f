"""Choosing files, taking them in, and saying of each what it was."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.app.errand import NO_KEY, Errand, Key
from tui.app.notices import Question
from tui.app.receive.asking import NameDialog, key_for
from tui.app.receive.telling import cautions, refusal, told
from tui.app.receive.words import DestroyToo, Receive
from tui.app.screen import Action, Dialog
from tui.app.seal.lines import Page
from tui.app.seal.people import counted
from tui.app.text import plain, plain_line
from tui.app.work.paths import PathChooser
from tui.failure import RefusedError
from tui.forms import Form, form_of
from tui.locked import unlocked_file
from tui.setup import Setup
from tui.taking import Arrival, Taking, blamed_on, is_of
from tui.wording import Words
from vault import UnlockedVault

_IDENTITY_MAX_BYTES = 64 * 1024
_TO_READ = frozenset({"disclosure", "report"})
_SHOWN = 4


class ReceiveDialog(Dialog[None]):
    """Takes in files from other machines.

    Args:
        files: what is chosen already.

    """

    TITLE_WORDS = Receive.TITLE
    HELP = Receive.HELP
    WIDTH = 78
    AUTO_FOCUS = "#path"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("take", Receive.DO_TAKE, "", Receive.TAKE_HELP),
        Action("read", Receive.DO_READ, "", Receive.READ_HELP),
        Action("drop", Receive.DO_DROP, "", Receive.DROP_HELP),
        Action("back", Receive.DO_BACK, "escape", Receive.BACK_HELP),
    )
    CSS = """
    ReceiveDialog {
        #chooser { height: auto; margin-top: 1; }
        #matches { height: 6; }
        #chosen { height: auto; margin-top: 1; }
        #came { max-height: 14; }
        #message { height: auto; text-style: bold; }
    }
    """

    def __init__(self, files: tuple[Path, ...] = ()) -> None:
        super().__init__()
        self._files = list(dict.fromkeys(files))
        self._keys: dict[Path, Key] = {}
        self._to_read: Path | None = None
        self._working = False

    def __repr__(self) -> str:
        return "ReceiveDialog()"

    def compose_content(self) -> ComposeResult:
        with Vertical(id="choosing"):
            yield Static(plain(Receive.WHY), id="why")
            yield PathChooser()
            yield Static(id="chosen")
        with Page(id="came"):
            yield Static(id="told")
        yield Static(id="message")

    def on_mount(self) -> None:
        self.query_one("#choosing").styles.height = "auto"
        self._turn(choosing=True)

    # Choosing --------------------------------------------------------------------------------

    def _turn(self, *, choosing: bool) -> None:
        self.query_one("#choosing").display = choosing
        self.query_one("#came").display = not choosing
        self.query_one("#do-take").display = choosing
        self.query_one("#do-drop").display = choosing
        self.query_one("#do-read").display = not choosing and self._to_read is not None
        self._show_chosen()

    def _show_chosen(self) -> None:
        count = len(self._files)
        said = counted(count, Receive.CHOSEN_ONE, Receive.CHOSEN) if count else Receive.CHOSEN_NONE
        names = [plain_line(f"  {path.name}", "bold") for path in self._files[-_SHOWN:]]
        self.query_one("#chosen", Static).update(Content("\n").join([plain(said), *names]))
        self.query_one("#do-take").disabled = not self._files
        self.query_one("#do-drop").disabled = not self._files
        self.refresh_bindings()

    @on(Input.Submitted, "#path")
    def _add(self) -> None:
        """Add what was typed. Enter on what is chosen already goes on to the button."""
        path = self.query_one(PathChooser).path
        if path in self._files:
            self.query_one("#do-take").focus()
        elif path.is_file():
            self._files.append(path)
            self._say("")
            self._show_chosen()
        else:
            self._say(Receive.NO_FILE)

    def action_drop(self) -> None:
        """Choose anew."""
        self._files = []
        self._say("")
        self._show_chosen()
        self.query_one("#path").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"take", "drop"}:
            return (bool(self._files) and not self._working) or None
        if action == "read":
            return self._to_read is not None
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        if not self._working:
            self.forget()
            self.dismiss(None)

    # Taking in -------------------------------------------------------------------------------

    def action_take(self) -> None:
        """Take in what was chosen."""
        if self._files and not self._working:
            self._working = True
            self.begin(self._take())

    async def _take(self) -> None:
        try:
            done = await self._take_all(self._files)
        finally:
            self._working = False
        self._to_read = next(
            (path for path, each in done.items() if _kind(each) in _TO_READ), None
        )
        self._say("")
        self.query_one("#told", Static).update(_account(done))
        self._turn(choosing=False)
        self.query_one("#do-read" if self._to_read is not None else "#do-back").focus()

    async def _ask(self, files: list[Path]) -> dict[Path, str]:
        """Ask what has to be known. Returns what is to be taken in, with whose identity it is."""
        names: dict[Path, str] = {}
        setup, me = self.app.setup, self.app.unlocked
        for path in files:
            key = await key_for(self.app, path)
            if key is None:
                continue
            if key != NO_KEY:
                self._keys[path] = key
            name: str | None = ""
            if await self.app.ask(is_stranger, setup, me, path, key):
                name = await self.app.push_screen_wait(NameDialog(path.name))
            if name is not None:
                names[path] = name
        return names

    async def _take_all(self, files: list[Path]) -> dict[Path, Arrival | Words]:
        names = await self._ask(files)
        left = list(names)
        self._say(Receive.WORKING.format(name=left[0].name) if left else "")
        # Whoever has a name now comes first, each by themselves: the others may be about them.
        done = {path: await self._take_one(path, name) for path, name in names.items() if name}
        plain_ones = [path for path in left if path not in done and path not in self._keys]
        found = await self.app.ask(take_in, self.app.setup, self.app.unlocked, plain_ones)
        done |= dict(zip(plain_ones, found, strict=True))
        for path in left:
            if path not in done:
                done[path] = await self._take_one(path)
            done[path] = await self._destroyed(path, done[path])
        return {path: done[path] for path in left}

    async def _take_one(
        self, path: Path, name: str = "", *, destroy: bool = False
    ) -> Arrival | Words:
        [done] = await self.app.ask(
            take_in, self.app.setup, self.app.unlocked, [path], name,
            key=self._keys.get(path, NO_KEY), destroy=destroy,
        )  # fmt: skip
        return done

    async def _destroyed(self, path: Path, done: Arrival | Words) -> Arrival | Words:
        """Ask whether what was destroyed elsewhere goes here too."""
        kept = 0 if isinstance(done, Words) else done.found.get("kept", 0)
        if not isinstance(kept, int) or not kept:
            return done
        count = counted(kept, DestroyToo.ONE, DestroyToo.MANY)
        question = Question(
            DestroyToo.TITLE, DestroyToo.TEXT.format(file=path.name, count=count),
            stay=DestroyToo.STAY, go=DestroyToo.GO,
        )  # fmt: skip
        if not await self.app.push_screen_wait(question):
            return done
        return await self._take_one(path, destroy=True)

    def action_read(self) -> None:
        """Show the disclosure that came."""
        from tui.app.disclosure import DisclosureScreen

        if self._to_read is not None:
            key = self._keys.get(self._to_read, NO_KEY)
            self.app.push_screen(DisclosureScreen(self._to_read, key))

    def _say(self, sentence: str) -> None:
        message = self.query_one("#message", Static)
        message.update(plain(sentence))
        message.display = bool(sentence)

    def forget(self) -> None:
        super().forget()
        self._files, self._keys = [], {}
        self.query_one("#told", Static).update("")


def is_stranger(setup: Setup, person: UnlockedVault, path: Path, key: Key) -> bool:
    """Tell whether a file, locked or not, is the identity of somebody who has no name here yet."""
    try:
        if path.stat().st_size > _IDENTITY_MAX_BYTES:
            return False
        with blamed_on(path), unlocked_file(
            Errand(setup, key.passphrase), path, key.identity
        ) as (source, _):  # fmt: skip
            if form_of(source) is not Form.IDENTITY:
                return False
            data = source.read(_IDENTITY_MAX_BYTES)
    except (OSError, RefusedError):
        # What is wrong with it is said when it is taken in.
        return False
    return not any(is_of(each, data) for each in (person.people.me, *person.people.contacts()))


def take_in(
    setup: Setup, person: UnlockedVault, paths: list[Path], name: str = "", *,
    key: Key = NO_KEY, destroy: bool = False,
) -> list[Arrival | Words]:  # fmt: skip
    """Take in files. Returns what each brought, or why it was refused.

    Args:
        setup: how the program is put together.
        person: for whom.
        paths: the files.
        name: whose identity the one file is, if it is one.
        key: what opens the one file, if it is locked.
        destroy: whether what was destroyed elsewhere is destroyed here too.

    """
    errand = Errand(setup, key.passphrase)
    names = [name] if name else []
    return Taking(errand, person, names, destroy=destroy, identity=key.identity).all(paths)


def _kind(done: Arrival | Words) -> object:
    return None if isinstance(done, Words) else done.found["kind"]


def _account(done: dict[Path, Arrival | Words]) -> Content:
    """Return what came, file by file."""
    lines = [plain(Receive.DONE, "bold")]
    for path, each in done.items():
        refused = isinstance(each, Words)
        said = refusal(each) if isinstance(each, Words) else told(each)
        doubts = () if isinstance(each, Words) else cautions(each)
        mark = "[!]" if refused or doubts else "[x]"
        lines += [
            plain_line(f"{mark} {path.name}", "bold"),
            plain(said, "$text-error" if refused else ""),
            *(plain(doubt, "bold $text-warning") for doubt in doubts),
        ]
    return Content("\n").join(lines)
