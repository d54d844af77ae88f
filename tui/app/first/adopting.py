"""A vault from an archive: its owner's keys come out of it, and what it holds is taken in."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label, Static

from tui.app.archive.words import Look
from tui.app.errand import Errand
from tui.app.first.words import Adopt, First
from tui.app.receive.telling import cautions, refusal, told
from tui.app.screen import Action, Dialog
from tui.app.seal.lines import LINES_CSS, LineBefore, SecretLine
from tui.app.secret import SecretInput
from tui.app.sheets import SheetState, remember_sheet
from tui.app.text import plain
from tui.app.work.attaching import PathDialog
from tui.app.work.paths import PathChooser
from tui.app.work.words import Files
from tui.failure import RefusedError, reason_of
from tui.file_words import other_file
from tui.files import plain as plain_file
from tui.forms import Form, require_form
from tui.making import Made, make_with
from tui.setup import Setup
from tui.taking import ARCHIVE, Arrival, Taking, blamed_on
from tui.wording import describe
from vault import PassphraseError, UnlockedVault, UnlockError, Vault, VaultError, read_bag


class Adopted(NamedTuple):
    """Who came with an archive, with their new recovery code, and what it brought."""

    made: Made
    brought: str

    def __repr__(self) -> str:
        return "Adopted()"


class ArchiveFileDialog(PathDialog):
    """Asks which archive. Gives one that is whole and has keys in it."""

    TITLE_WORDS = Adopt.TITLE
    WHY: ClassVar[str] = Adopt.WHICH
    HELP = Adopt.HELP
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("take", Adopt.DO_NEXT, "", Adopt.NEXT_HELP),
        Action("back", Adopt.BACK, "escape", Adopt.BACK_HELP),
    )

    def action_take(self) -> None:
        path = self.query_one(PathChooser).path
        if path.is_file():
            self.begin(self._look(path), group="look", exclusive=True)
        else:
            self._say(Files.NO_SUCH)

    async def _look(self, path: Path) -> None:
        # Before any passphrase is asked for: what is damaged is of no use to anybody.
        self._say(Look.WORKING.format(file=path.name))
        reason = await self.app.ask(why_not, path)
        if reason:
            self._say(reason)
        else:
            self.dismiss(path)

    def _say(self, sentence: str) -> None:
        self.query_one("#problem", Static).update(plain(sentence))


class AdoptDialog(Dialog[Adopted | None]):
    """Asks for the name and passphrase of whoever made an archive, and makes the vault.

    Args:
        path: the archive; it has keys in it.

    """

    TITLE_WORDS = Adopt.TITLE
    HELP = Adopt.HELP
    WIDTH = 74
    AUTO_FOCUS = "#adopt-name"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("make", First.DO_MAKE, "", Adopt.MAKE_HELP),
        Action("back", Adopt.BACK, "escape", Adopt.BACK_HELP),
    )
    CSS = f"""
    {LINES_CSS}
    AdoptDialog Label {{ margin-top: 1; }}
    AdoptDialog #message {{ height: auto; margin-top: 1; text-style: bold; }}
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._working = False

    def compose_content(self) -> ComposeResult:
        yield Static(plain(Adopt.WHO.format(file=self._path.name)))
        yield Label(Adopt.NAME, markup=False)
        yield LineBefore(id="adopt-name")
        yield Label(Adopt.PASSPHRASE, markup=False)
        yield SecretLine(id="adopt-passphrase")
        yield Static(id="message")

    def on_mount(self) -> None:
        self.query_one("#adopt-name", Input).value = self.app.asked_name

    @on(Input.Submitted, "#adopt-passphrase")
    def action_make(self) -> None:
        """Make the vault."""
        name = self.query_one("#adopt-name", Input).value.strip()
        field = self.query_one("#adopt-passphrase", SecretInput)
        if self._working:
            return
        if not name or not field.value:
            self._say(Adopt.NEEDED)
            (field if name else self.query_one("#adopt-name")).focus()
            return
        self._working = True
        self.begin(self._make(name, field.take()))

    async def _make(self, name: str, passphrase: str) -> None:
        self.app.asked_name = name
        self._say(Adopt.WORKING)
        # See the first run: a code is about to be made that nobody has seen yet.
        note = partial(remember_sheet, self.app, state=SheetState.BEGUN)
        setup, location = self.app.setup, self.app.location
        try:
            done = await self.app.ask(
                vault_from, setup, location, self._path, name, passphrase, note
            )
        except (UnlockError, PassphraseError):
            self._say(Adopt.WRONG)
            self.query_one("#adopt-passphrase").focus()
        except RefusedError as error:
            self._say(refusal(error.words))
        except VaultError as error:
            words = describe(error)
            self._say(f"{words.message} {words.hint}")
        except OSError as error:
            self._say(First.NOT_WRITABLE.format(reason=reason_of(error)))
        else:
            self.forget()
            self.dismiss(done)
        finally:
            self._working = False

    def action_back(self) -> None:
        if not self._working:
            self.forget()
            self.dismiss(None)

    def _say(self, sentence: str) -> None:
        self.query_one("#message", Static).update(plain(sentence))


def why_not(path: Path) -> str:
    """Return why no vault can be made from a file; nothing if one can."""
    try:
        with blamed_on(path), plain_file(path) as source:
            require_form(source, path.name, Form.BAG, ARCHIVE)
            found = read_bag(source)
            if found.index.kind != ARCHIVE:
                raise other_file(path.name, found.index.kind, ARCHIVE)
            return "" if found.part("keyslots") else Adopt.NO_KEYS.format(file=path.name)
    except RefusedError as error:
        return refusal(error.words)


def vault_from(
    setup: Setup, location: str, path: Path, name: str, passphrase: str,
    note: Callable[[str], object],
) -> Adopted:  # fmt: skip
    """Make a vault for whoever made an archive, and take the archive in. All of it, or nothing.

    Raises:
        UnlockError: name and passphrase do not open the keys in it.
        RefusedError: the archive cannot be taken in.
        VaultError: the vault cannot be made there.
        OSError: likewise.

    """
    arrivals: list[Arrival] = []

    def come(place: Vault) -> tuple[UnlockedVault, str]:
        with path.open("rb") as source:
            person, code = place.adopt(source, name, passphrase)
            try:
                with blamed_on(path):
                    arrivals.append(Taking(Errand(setup), person).archive(path, source))
            except BaseException:
                person.lock()
                raise
        return person, code

    made = make_with(setup, location, come, note)
    [arrival] = arrivals
    return Adopted(made, " ".join((told(arrival), *cautions(arrival))))
