"""Putting a backup back as a vault of its own, beside the one that is there."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label, Static

from tui.app.screen import Action, Dialog
from tui.app.text import plain
from tui.app.typed import typed_path
from tui.app.upkeep.copies import copies_in
from tui.app.upkeep.folder import backup_folder
from tui.app.upkeep.proof import prove_vault
from tui.app.upkeep.words import Restore
from tui.setup import Setup
from tui.wording import describe
from vault import VaultError


class RestoreDialog(Dialog[Path | None]):
    """Tries a backup, or makes a vault of it in a new file. Gives that file. Needs no keys."""

    TITLE_WORDS = Restore.TITLE
    HELP = Restore.HELP
    WIDTH = 76
    ACTIONS: ClassVar = (
        Action("try", Restore.TRY, "", Restore.SOUND),
        Action("put", Restore.PUT, "", Restore.WHY),
        Action("back", Restore.CLOSE, "escape", Restore.CLOSE_HELP),
    )
    CSS = """
    RestoreDialog Label { margin-top: 1; }
    RestoreDialog #message { height: auto; margin-top: 1; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._made: Path | None = None
        self._working = False

    def compose_content(self) -> ComposeResult:
        copies = copies_in(backup_folder(self.app.preferences, self.app.setup.places))
        newest = str(copies[0].path) if copies else ""
        yield Static(plain(Restore.WHY, "$text-muted"))
        yield Label(Restore.FILE, markup=False)
        yield Input(newest, id="file", select_on_focus=False)
        yield Label(Restore.TARGET, markup=False)
        yield Input(id="target")
        yield Static(plain(""), id="message")

    @on(Input.Submitted)
    def _entered(self) -> None:
        """Enter goes on to the next field, and from the last to a button."""
        self.focus_next()

    def _path(self, name: str) -> Path:
        return typed_path(self.query_one(f"#{name}", Input).value)

    def _say(self, sentence: str) -> None:
        self.query_one("#message", Static).update(plain(sentence))

    def action_try(self) -> None:
        """Open the backup, and write nothing."""
        if not self._working:
            self.begin(self._attempt(self._try()))

    def action_put(self) -> None:
        """Make a vault of it."""
        if not self._working:
            self.begin(self._attempt(self._put()))

    async def _attempt(self, work) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        self._working = True
        try:
            await work
        except VaultError as error:
            self._say(describe(error).message)
        except OSError:
            self._say(Restore.NO_FOLDER)
        finally:
            self._working = False

    async def _try(self) -> None:
        backup = self._path("file")
        if not backup.is_file():
            self._say(Restore.NO_FILE)
            return
        self._say(Restore.TRYING)
        await self.app.ask(prove_vault, self.app.setup, backup)
        self._say(Restore.SOUND)

    async def _put(self) -> None:
        backup, target = self._path("file"), self._path("target")
        refused = _refusal(backup, target)
        if refused:
            self._say(refused)
            return
        self._say(Restore.PUTTING)
        rows = await self.app.ask(_restore, self.app.setup, backup, target)
        self._made = target
        for name in ("#do-try", "#do-put"):
            self.query_one(name).display = False
        self.query_one("#do-back").focus()
        self._say(f"{Restore.DONE.format(rows=f'{rows:,}', file=target)}\n{Restore.OLDER}")

    def action_back(self) -> None:
        self.dismiss(self._made)


def _refusal(backup: Path, target: Path) -> str:
    """Return why this can't be done, or an empty text."""
    if not backup.is_file():
        return Restore.NO_FILE
    if target.is_symlink() or target.exists():
        return Restore.TAKEN
    return "" if target.name and target.parent.is_dir() else Restore.NO_FOLDER


def _restore(setup: Setup, backup: Path, target: Path) -> int:
    """Make a vault of a backup, and open it once. Returns its rows. Raises VaultError."""
    place = setup.vault(str(target))
    try:
        rows = place.restore(backup)
        place.require_ready()
    finally:
        place.close()
    return rows
