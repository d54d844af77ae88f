"""Who can open a file that leaves: whoever has it, who is told a passphrase, or age."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Select, Static

from tui import age
from tui.app.disclosure.words import Locks
from tui.app.notices import Notice
from tui.app.seal.lines import LINES_CSS, Line
from tui.app.seal.paths import FileDialog
from tui.app.text import plain
from tui.locked import Lock
from vault import DEFAULT_COST, KdfCost, generate_passphrase


class Way(StrEnum):
    """How a file is locked."""

    PASSPHRASE = "passphrase"  # noqa: S105 (a way, not a secret)
    AGE = "age"
    CLEAR = "clear"


_WORDS = {Way.PASSPHRASE: Locks.WORDS, Way.AGE: Locks.AGE, Way.CLEAR: Locks.CLEAR}
_TOLD = {Way.PASSPHRASE: Locks.TOLD_WORDS, Way.AGE: "", Way.CLEAR: Locks.TOLD_CLEAR}


class LockChoice(Vertical):
    """Asks how a file is locked before it leaves.

    Args:
        way: what is chosen at first.

    """

    DEFAULT_CSS = """
    LockChoice { height: auto; }
    LockChoice #means-of-lock { color: $text-muted; height: auto; }
    LockChoice.-clear #means-of-lock { color: $text-warning; }
    """

    def __init__(self, way: Way) -> None:
        super().__init__(id="locks")
        self._first = way

    def compose(self) -> ComposeResult:
        yield Select[str](
            [(plain(words), way.value) for way, words in _WORDS.items()], id="lock",
            value=self._first.value, allow_blank=False, compact=True,
        )  # fmt: skip
        yield Line(id="recipients", placeholder=Locks.RECIPIENTS, limit=4096)
        yield Static(id="means-of-lock")

    def on_mount(self) -> None:
        self._chosen()

    @property
    def way(self) -> Way:
        """What is chosen."""
        return Way(str(self.query_one("#lock", Select).value))

    @on(Select.Changed, "#lock")
    def _chosen(self) -> None:
        told = _TOLD[self.way]
        self.set_class(self.way is Way.CLEAR, "-clear")
        self.query_one("#recipients").display = self.way is Way.AGE
        means = self.query_one("#means-of-lock", Static)
        means.update(plain(told))
        means.display = bool(told)

    def chosen_lock(self, cost: KdfCost | None) -> Lock:
        """Return the lock; a passphrase is made now.

        Raises:
            RefusedError: what is named is no recipient of age, or nothing speaks it here.

        """
        match self.way:
            case Way.PASSPHRASE:
                return Lock(generate_passphrase(), generated=True, cost=cost or DEFAULT_COST)
            case Way.AGE:
                named = self.query_one("#recipients", Line).value.replace(",", "\n").splitlines()
                # With none at all it would be written in clear.
                return Lock(recipients=age.recipients([each for each in named if each] or [""]))
            case Way.CLEAR:
                return Lock()


class LeavingDialog(FileDialog):
    """Asks where a file goes and how it is locked, and writes it.

    Args:
        title: what it is about.
        explanation: what is written.
        suggested: what stands in the field at first.
        write: what writes it, locked like that; returns what to tell.

    """

    CSS = LINES_CSS

    def __init__(
        self, title: str, explanation: str, suggested: Path, write: Callable[[Path, Lock], str]
    ) -> None:
        super().__init__(
            title, explanation, suggested, lambda path: write(path, self._chosen_lock)
        )
        self._chosen_lock = Lock()

    def compose_content(self) -> ComposeResult:
        *fields, said = super().compose_content()
        yield from fields
        yield LockChoice(Way.CLEAR)
        yield said

    async def work(self, path: Path) -> str:
        self._chosen_lock = self.query_one(LockChoice).chosen_lock(self.app.setup.cost)
        told = await super().work(path)
        if self._chosen_lock.generated:
            await self.app.push_screen_wait(passphrase_notice(path.name, self._chosen_lock))
        return told

    def forget(self) -> None:
        super().forget()
        self._chosen_lock = Lock()


def passphrase_notice(name: str, lock: Lock) -> Notice:
    """Return what shows the passphrase that was made for a file, this once."""
    return Notice(Locks.TITLE, f"{Locks.SHOWN.format(file=name)}\n\n    {lock.passphrase}")


def lock_words(lock: Lock) -> list[Content]:
    """Return how a file that was written is locked; a passphrase that was made is shown once."""
    match lock.kind:
        case "passphrase":
            return [plain(Locks.DONE_WORDS), plain(f"    {lock.passphrase}", "bold")]
        case "age":
            return [plain(Locks.DONE_AGE)]
        case _:
            return [plain(Locks.DONE_CLEAR)]
