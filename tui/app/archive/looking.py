"""Looking into an archive without taking anything in: whether it is whole, and who made it."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from tui.app.archive.words import Look
from tui.app.receive.telling import refusal
from tui.app.screen import Action, Dialog
from tui.app.text import plain
from tui.app.work.attaching import PathDialog
from tui.app.work.times import full
from tui.failure import RefusedError
from tui.file_words import describe_file
from tui.files import plain as plain_file
from tui.taking import held
from vault import UnlockedVault, VaultError, WrongKeyError, read_bag


class LookDialog(PathDialog):
    """Asks which archive to look into."""

    TITLE_WORDS = Look.TITLE
    WHY: ClassVar[str] = Look.WHY
    HELP = Look.WHY
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("take", Look.DO, "", Look.WHY),
        Action("back", Look.BACK, "escape", Look.BACK_HELP),
    )


class LookedDialog(Dialog[None]):
    """Says what was found in an archive.

    Args:
        path: the archive.

    """

    TITLE_WORDS = Look.TITLE
    HELP = Look.HELP
    ACTIONS: ClassVar[tuple[Action, ...]] = (Action("back", Look.CLOSE, "escape", Look.BACK_HELP),)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def compose_content(self) -> ComposeResult:
        yield Static(plain(Look.WORKING.format(file=self._path.name)), id="found")

    def on_mount(self) -> None:
        self.begin(self._look())

    async def _look(self) -> None:
        told = await self.app.ask(look_into, self.app.unlocked, self._path)
        self.query_one("#found", Static).update(plain(told))


def look_into(person: UnlockedVault, path: Path) -> str:
    """Return in words what an archive is; nothing of it is taken in."""
    try:
        with plain_file(path) as source:
            if read_bag(source).index.kind != "archive":
                return Look.OTHER.format(file=path.name)
            source.seek(0)
            try:
                taken = person.archives.look(source)
            except WrongKeyError:
                return Look.NOT_YOURS.format(file=path.name)
    except (OSError, RefusedError, VaultError) as error:
        return refusal(describe_file(error, path.name))
    holds = held(len(taken.sessions), taken.entries, taken.records)
    return Look.FOUND.format(
        file=path.name, name=taken.exporter, made=full(taken.made), holds=holds
    )
