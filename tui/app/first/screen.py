"""The first run, step by step. The vault is made at the end of the third; nothing is before."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, Horizontal, Vertical
from textual.widgets import Button, ContentSwitcher, Input, Label, Static

from tui.app.first.adopting import AdoptDialog, ArchiveFileDialog
from tui.app.first.sheet import SheetDialog
from tui.app.first.words import Adopt, First
from tui.app.people.choosing import NewPassphrase
from tui.app.preferences import is_folder
from tui.app.screen import Action, CaucusScreen
from tui.app.seal.lines import LINES_CSS, Line, LineBefore, SecretLine
from tui.app.secret import SecretInput
from tui.app.sheets import SheetState, remember_sheet
from tui.app.text import plain, plain_line
from tui.app.typed import typed_path
from tui.app.upkeep.folder import backup_folder
from tui.failure import reason_of
from tui.making import Made, make_vault
from tui.wording import describe
from vault import InvalidError, PassphraseError, UnlockError, VaultError

WHAT, WHO, WHERE, SHEET, TRY = range(1, 6)
_TITLES = {
    WHAT: First.WHAT, WHO: First.WHO, WHERE: First.WHERE, SHEET: First.SHEET, TRY: First.TRY,
}  # fmt: skip
_GO_ON = {WHAT: First.DO_BEGIN, WHO: First.DO_NEXT, WHERE: First.DO_MAKE, TRY: First.DO_OPEN}
_TRIES_BEFORE_THE_CODE = 2


def step_title(step: int) -> str:
    """Return what stands on the edge of a step's box."""
    return First.STEP.format(number=step, title=_TITLES[step])


class FirstRun(CaucusScreen[None]):
    """Makes a vault with its first person. It lies over the unlock screen, and ends there."""

    TITLE_WORDS = First.BAR
    HELP = First.HELP
    AUTO_FOCUS = "#do-go_on"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("back", First.DO_BACK, "escape", First.BACK_HELP, short=First.DO_BACK),
        Action("archive", First.DO_ARCHIVE, "f6", First.ARCHIVE_HELP, short="Archive"),
        Action("go_on", First.DO_NEXT, "", First.NEXT_HELP),
    )
    CSS = f"""
    {LINES_CSS}
    FirstRun #step {{ width: 76; margin-top: 0; }}
    FirstRun ContentSwitcher, FirstRun ContentSwitcher > Vertical {{ height: auto; }}
    FirstRun .quiet {{ color: $text-muted; }}
    FirstRun .gap {{ margin-top: 1; }}
    FirstRun #vault-file {{ text-style: bold; padding: 0 2; }}
    FirstRun #message {{ height: auto; text-style: bold; margin-top: 1; }}
    """

    def __init__(self) -> None:
        super().__init__()
        self._step = WHAT
        self._made: Made | None = None
        self._failed = 0
        self._working = False

    def compose_content(self) -> ComposeResult:
        with Center(), Vertical(classes="box", id="step"):
            with ContentSwitcher(initial=f"step-{WHAT}"):
                yield from self._pages()
            yield Static(id="message")
            with Horizontal(classes="dialog-buttons"):
                yield self.button("archive")
                yield self.button("back")
                yield self.button("go_on", variant="primary")

    def _pages(self) -> ComposeResult:
        with Vertical(id=f"step-{WHAT}"):
            yield Static(plain(First.WELCOME))
            yield Static(plain(First.FIVE), classes="gap")
            yield Static(plain(First.OTHERWISE), classes="quiet gap")
        with Vertical(id=f"step-{WHO}"):
            yield Label(First.NAME, markup=False)
            yield LineBefore(id="name")
            yield NewPassphrase()
            yield Static(plain(First.NOBODY_CAN), classes="gap")
        with Vertical(id=f"step-{WHERE}"):
            yield from self._places()
        with Vertical(id=f"step-{TRY}"):
            yield Static(plain(First.TRY_TEXT))
            yield Static(id="try-who", classes="gap")
            yield SecretLine(id="passphrase")

    def _places(self) -> ComposeResult:
        is_server = "://" in self.app.location
        yield Static(plain(First.SERVER if is_server else First.VAULT))
        yield Static(plain_line(self.app.location), id="vault-file")
        yield Static(plain(First.ELSEWHERE), classes="quiet")
        yield Label(First.BACKUPS, markup=False, classes="gap")
        folder = backup_folder(self.app.preferences, self.app.setup.places)
        yield Line(id="folder", limit=4096)
        yield Static(plain(First.BACKUPS_WHY), classes="quiet")
        yield Static(plain(First.NOW), classes="gap")
        self._usual = folder

    def on_mount(self) -> None:
        self.query_one("#folder", Input).value = str(self._usual)
        self.query_one("#name", Input).value = self.app.asked_name
        self._turn_to(WHAT)

    # From step to step -----------------------------------------------------------------------

    def _turn_to(self, step: int) -> None:
        self._step = step
        self.query_one(ContentSwitcher).current = f"step-{step}"
        self.query_one("#step").border_title = plain_line(step_title(step))
        go_on = self.query_one("#do-go_on", Button)
        go_on.label = plain_line(_GO_ON[step])
        go_on.refresh(layout=True)
        self.query_one("#do-back").display = step != WHAT
        self.query_one("#do-archive").display = step == WHAT
        self.say("")
        fields = {WHO: "#name", TRY: "#passphrase"}
        if step == WHO and self.query_one("#name", Input).value:
            fields[WHO] = "#first"
        self.query_one(fields.get(step, "#do-go_on")).focus()
        self.refresh_bindings()

    def say(self, sentence: str) -> None:
        """Say something below the page."""
        message = self.query_one("#message", Static)
        message.update(plain(sentence))
        message.display = bool(sentence)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "back":
            return self._step != WHAT
        if action == "archive":
            return self._step == WHAT
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """Go to the step before; from the last one to the unlock screen."""
        if self._working:
            return
        if self._step == TRY:
            self._leave()
        elif self._step != WHAT:
            self._turn_to(self._step - 1)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        again = self.query_one("#again")
        if event.input.id == "name":
            self.query_one("#first").focus()
        elif event.input.id == "first" and again.display:
            again.focus()
        else:
            self.action_go_on()

    def action_go_on(self) -> None:
        """Do what this step is for, and go to the next."""
        if self._working:
            return
        match self._step:
            case 1:
                self._turn_to(WHO)
            case 2:
                self._choose()
            case 3:
                self.begin(self._make())
            case 5:
                self.begin(self._try())

    # Name and passphrase ---------------------------------------------------------------------

    @property
    def _typed_name(self) -> str:
        return self.query_one("#name", Input).value.strip()

    @on(Input.Changed, "#name")
    def _named(self) -> None:
        self.query_one(NewPassphrase).known = (self._typed_name,)

    def _choose(self) -> None:
        passphrase, wrong = self.query_one(NewPassphrase).take()
        if not self._typed_name:
            self.say(First.NAME_NEEDED)
            self.query_one("#name").focus()
        elif not passphrase:
            self.say(wrong)
            self.query_one("#first").focus()
        else:
            self._turn_to(WHERE)

    # The vault -------------------------------------------------------------------------------

    async def _make(self) -> None:
        """Make the vault: the one moment at which something comes to be on the disk."""
        passphrase, _ = self.query_one(NewPassphrase).take()
        if not passphrase:
            self._turn_to(WHO)
            return
        folder = typed_path(self.query_one("#folder", Input).value)
        if folder != self._usual and not self._use_folder(folder):
            self.say(First.BACKUPS_WRONG)
            return
        self._working = True
        # Before there is a vault: a program that is covered meanwhile asks for their passphrase.
        self.app.asked_name = self._typed_name
        self.say(First.WORKING)
        # A code is about to be made that nobody has seen yet. Not asked of this screen, which may
        # be covered meanwhile: the vault is made all the same.
        note = partial(remember_sheet, self.app, state=SheetState.BEGUN)
        try:
            self._made = await self.app.ask(
                make_vault, self.app.setup, self.app.location, self._typed_name, passphrase, note
            )
        except InvalidError as error:
            self._turn_to(WHO)
            self.say(describe(error).message)
            return
        except VaultError as error:
            words = describe(error)
            self.say(f"{words.message} {words.hint}")
            return
        except OSError as error:
            self.say(First.NOT_WRITABLE.format(reason=reason_of(error)))
            return
        finally:
            self._working = False
        await self._onto_paper(self._made)

    def _use_folder(self, folder: Path) -> bool:
        whole = str(folder.absolute())
        if not folder.is_dir() or not is_folder(whole):
            return False
        # Written down together with the sheet that is still to be made.
        self.app.use(replace(self.app.preferences, backup_folder=whole))
        return True

    # From an archive -------------------------------------------------------------------------

    def action_archive(self) -> None:
        """Make the vault from an archive with one's keys in it."""
        self.begin(self._from_archive())

    async def _from_archive(self) -> None:
        path: Path | None = await self.app.push_screen_wait(ArchiveFileDialog())
        if path is None:
            return
        done = await self.app.push_screen_wait(AdoptDialog(path))
        if done is not None:
            self._made = done.made
            await self._onto_paper(done.made, Adopt.LEAD.format(brought=done.brought))

    # The sheet, and trying it ----------------------------------------------------------------

    async def _onto_paper(self, made: Made, lead: str = "") -> None:
        self.query_one(NewPassphrase).forget()
        self.query_one("#try-who", Static).update(plain_line(First.TRY_WHO.format(name=made.name)))
        self._turn_to(TRY)
        # One step at a time: this one waits behind the sheet.
        self.query_one("#step").display = False
        await self.app.push_screen_wait(
            SheetDialog(made, self.app.location, lead=lead, title=step_title(SHEET))
        )
        self.query_one("#step").display = True
        self.query_one("#passphrase").focus()

    async def _try(self) -> None:
        passphrase = self.query_one("#passphrase", SecretInput).take()
        if self._made is None or not passphrase:
            return
        self._working = True
        self.say(First.OPENING)
        try:
            person = await self.app.ask(self.app.vault.unlock, self._made.name, passphrase)
        except (UnlockError, PassphraseError):
            self._failed += 1
            again = self._failed >= _TRIES_BEFORE_THE_CODE
            self.say(f"{First.NOT_THIS} {First.NOT_THIS_AGAIN if again else ''}")
            return
        finally:
            self._working = False
        self._leave()
        below = self.app.unlock_screen
        below.begin(below.welcome(person))

    def _leave(self) -> None:
        """Return to the unlock screen, which knows the name."""
        name = self.app.asked_name
        self.forget()
        self.dismiss(None)
        self.app.unlock_screen.expect(name)

    def forget(self) -> None:
        super().forget()
        self.query_one(NewPassphrase).forget()
        self._made = None
