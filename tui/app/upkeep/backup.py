"""Making a backup in one key, and seeing that what was written is a whole vault."""

from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input, Label, Static

from tui.app.screen import Action, Dialog
from tui.app.secret import SecretInput
from tui.app.text import plain
from tui.app.typed import typed_path
from tui.app.upkeep.copies import copies_in
from tui.app.upkeep.folder import backup_folder
from tui.app.upkeep.proof import prove_for, prove_vault
from tui.app.upkeep.words import Backup
from tui.app.work.times import full
from tui.files import random_path
from tui.wording import describe
from vault import VaultError

_KIB = 1024
_SECONDS_SHOWN = 0.2


class BackupDialog(Dialog[Path | None]):
    """Copies the vault and opens the copy. Gives the file."""

    TITLE_WORDS = Backup.TITLE
    HELP = Backup.HELP
    WIDTH = 76
    ACTIONS: ClassVar = (
        Action("make", Backup.MAKE, "", Backup.MAKE_HELP),
        Action("prove", Backup.PROVE_ACT, "", Backup.PROVE),
        Action("back", Backup.CLOSE, "escape", Backup.CLOSE_HELP),
    )
    CSS = """
    BackupDialog Label, BackupDialog #here { margin-top: 1; }
    BackupDialog #result { height: auto; text-style: bold; margin-top: 1; }
    BackupDialog #prove-lead { height: auto; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._made: Path | None = None
        self._working = False
        self._rows = 0
        self._shown: Timer | None = None

    def compose_content(self) -> ComposeResult:
        folder = backup_folder(self.app.preferences, self.app.setup.places)
        yield Static(plain(Backup.WHY, "$text-muted"))
        yield Label(Backup.FOLDER, markup=False)
        yield Input(str(folder), id="folder", select_on_focus=False)
        yield Static(plain(""), id="here")
        yield Static(plain(""), id="result")
        yield Static(plain(Backup.PROVE, "$text-muted"), id="prove-lead")
        yield SecretInput(Backup.TYPE, id="passphrase")

    def on_mount(self) -> None:
        for name in ("#prove-lead", "#passphrase", "#do-prove"):
            self.query_one(name).display = False
        self.query_one("#do-make").focus()
        self._look_in_folder()

    @property
    def _folder(self) -> Path:
        return typed_path(self.query_one("#folder", Input).value)

    @on(Input.Changed, "#folder")
    def _look_in_folder(self) -> None:
        self.begin(self._tell_folder(), group="folder", exclusive=True)

    async def _tell_folder(self) -> None:
        """Say which backups lie in the folder."""
        copies = await self.app.ask(copies_in, self._folder)
        if not copies:
            said: str = Backup.NONE_YET
        elif len(copies) == 1:
            said = Backup.ONE_HERE.format(made=full(copies[0].made))
        else:
            said = Backup.MANY_HERE.format(count=len(copies), made=full(copies[0].made))
        self.query_one("#here", Static).update(plain(said))

    def _say(self, sentence: str) -> None:
        self.query_one("#result", Static).update(plain(sentence))

    # Making it ----------------------------------------------------------------------------------

    @on(Input.Submitted, "#folder")
    def action_make(self) -> None:
        """Copy the vault, and open the copy."""
        if not self._working and self._made is None:
            self.begin(self._make())

    async def _make(self) -> None:
        target = self._folder / random_path("backup").name
        self._working = True
        self._say(Backup.WRITING)
        try:
            usual = backup_folder(self.app.preferences, self.app.setup.places)
            await self.app.ask(_prepare, self._folder, usual=usual)
            rows = await self.app.ask(self.app.unlocked.backups.write, target)
            self._say(Backup.OPENING)
            await self.app.ask(prove_vault, self.app.setup, target)
        except VaultError as error:
            if target.exists():
                self._say(Backup.FAILED.format(reason=describe(error).message))
            else:
                self._say(describe(error).message)
            return
        except OSError:
            self._say(Backup.FOLDER_MISSING)
            return
        finally:
            self._working = False
        self._made = target
        self._say(await self.app.ask(_told, target, rows, Path(self.app.location)))
        self.app.tell(backup=self.app.setup.clock())
        self._offer_proof()

    def _offer_proof(self) -> None:
        """Ask for the passphrase, with which the copy can be read to its end."""
        for name in ("#prove-lead", "#passphrase", "#do-prove"):
            self.query_one(name).display = True
        self.query_one("#do-make").display = False
        self.query_one("#folder").display = False
        self.query_one(Label).display = False
        self.query_one("#here").display = False
        self.query_one("#do-back").focus()

    # Proving it ---------------------------------------------------------------------------------

    @on(Input.Submitted, "#passphrase")
    def action_prove(self) -> None:
        """Unlock the copy, and check all of it."""
        if not self._working and self._made is not None:
            self.begin(self._prove(self._made))

    async def _prove(self, made: Path) -> None:
        passphrase = self.query_one("#passphrase", SecretInput).take()
        self._working, self._rows = True, 0
        self._shown = self.set_interval(_SECONDS_SHOWN, self._show_progress)
        try:
            checked = await self.app.ask(
                prove_for, self.app.setup, made, self.app.unlocked.name, passphrase, self._count
            )
        except VaultError as error:
            self._say(describe(error).message)
            return
        finally:
            self._working = False
            self._shown.stop()
        for name in ("#prove-lead", "#passphrase", "#do-prove"):
            self.query_one(name).display = False
        self.query_one("#do-back").focus()
        if checked.damages:
            self._say(Backup.PROVED_DAMAGED.format(count=len(checked.damages)))
        else:
            self._say(Backup.PROVED.format(rows=f"{checked.rows:,}"))

    def _count(self, rows: int) -> None:
        """Note how far it is. Called on the vault's thread, which must not wait for the screen."""
        self._rows = rows

    def _show_progress(self) -> None:
        self._say(Backup.READING.format(rows=f"{self._rows:,}"))

    def action_back(self) -> None:
        self.dismiss(self._made)


def _prepare(folder: Path, *, usual: Path) -> None:
    """Make the usual folder if it is not there yet; another one must be there. Raises OSError."""
    if folder == usual:
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700, parents=True)
    if not folder.is_dir():
        raise NotADirectoryError


def _told(made: Path, rows: int, vault: Path) -> str:
    """Return what was made, and whether one broken disk would take both."""
    status = made.stat()
    said = f"{Backup.MADE.format(rows=f'{rows:,}', size=_size(status.st_size))}\n{made}"
    together = vault.exists() and vault.stat().st_dev == status.st_dev
    return f"{said}\n{Backup.SAME_DISK}" if together else said


def _size(size: float) -> str:
    """Return a file's size as people say it."""
    for unit in ("bytes", "KB", "MB"):
        if size < _KIB:
            return f"{size:.0f} {unit}"
        size /= _KIB
    return f"{size:.1f} GB"
