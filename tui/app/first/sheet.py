"""The recovery sheet: made as files or copied by hand, then typed back in part."""

from contextlib import suppress
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, ContentSwitcher, Input, Label, Static

from tui.app.first.words import Sheet
from tui.app.screen import Action, Dialog
from tui.app.seal.lines import LINES_CSS, Line
from tui.app.sheets import SheetState, note_sheet
from tui.app.text import plain, plain_line
from tui.app.tick import Tick
from tui.app.typed import typed_path
from tui.files import require_new, write_whole
from tui.making import Made
from vault import ExistsError

PDF, TEXT = "recovery-sheet.pdf", "recovery-sheet.txt"
ASKED = 3
_HALF = 4
_MAKING, _BACK = "page-making", "page-back"
_MEANT = str.maketrans("OIL", "011")
"""What people read on paper, and what stands there: the code has none of these letters."""


class SheetDialog(Dialog[bool]):
    """Has a recovery code put on paper. Gives whether that was done, or put off.

    Args:
        made: whose code it is.
        location: where the vault is: it stands on the sheet.
        lead: what is said first: how it came to this code.
        title: what stands on the edge of the box.

    """

    TITLE_WORDS = Sheet.TITLE
    HELP = Sheet.HELP
    WIDTH = 78
    ALLOW_SELECT = False
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("make", Sheet.DO_MAKE, "", Sheet.MAKE_HELP),
        Action("show", Sheet.DO_SHOW, "", Sheet.SHOW_HELP),
        Action("paper", Sheet.DO_PAPER, "", Sheet.PAPER_HELP),
        Action("check", Sheet.DO_CHECK, "", Sheet.CHECK_HELP),
        Action("again", Sheet.DO_AGAIN, "", Sheet.AGAIN_HELP),
        Action("later", Sheet.DO_LATER, "", Sheet.LATER_HELP),
        Action("back", Sheet.DO_LATER, "escape", Sheet.LATER_HELP, button=False),
    )
    CSS = f"""
    {LINES_CSS}
    SheetDialog ContentSwitcher, SheetDialog ContentSwitcher > Vertical {{ height: auto; }}
    SheetDialog #folder {{ margin-top: 0; }}
    SheetDialog Label {{ margin-top: 1; }}
    SheetDialog #code {{ height: auto; margin-top: 1; }}
    SheetDialog #message {{ height: auto; margin-top: 1; text-style: bold; }}
    SheetDialog #groups {{
        layout: grid; grid-size: 2 {ASKED}; grid-columns: 10 16; grid-rows: 1; height: auto;
        margin: 1 2;
    }}
    """

    def __init__(self, made: Made, location: str, *, lead: str = "", title: str = "") -> None:
        super().__init__()
        self._made: Made | None = made
        self._location = location
        self._lead = lead
        self._title = title
        self._asked = sorted(sorted(range(8), key=lambda _: uuid4().bytes)[:ASKED])
        """Places of the groups that are typed back; random ones."""
        self._files: Path | None = None
        self._working = False
        self._warned = False

    def __repr__(self) -> str:
        return "SheetDialog()"

    def title_words(self) -> str:
        return self._title or Sheet.TITLE

    def compose_content(self) -> ComposeResult:
        with ContentSwitcher(initial=_MAKING):
            with Vertical(id=_MAKING):
                yield Static(plain(f"{self._lead}\n\n{Sheet.WHY}" if self._lead else Sheet.WHY))
                yield Label(Sheet.FOLDER, markup=False)
                yield Line(id="folder", limit=4096)
                yield Static(id="code")
            with Vertical(id=_BACK):
                yield Static(plain(Sheet.ASK_BACK))
                with Vertical(id="groups"):
                    for place in self._asked:
                        yield Static(plain(Sheet.GROUP.format(number=place + 1)))
                        yield Line(id=f"group-{place}", limit=12)
                yield Tick(Content(""), id="delete")
        yield Static(id="message")

    def on_mount(self) -> None:
        self.query_one("#folder", Input).value = str(Path.home())
        self.query_one("#code").display = False
        self._turn_to(_MAKING)

    # From page to page -----------------------------------------------------------------------

    @property
    def _page(self) -> str | None:
        return self.query_one(ContentSwitcher).current

    def _turn_to(self, page: str) -> None:
        self.query_one(ContentSwitcher).current = page
        making = page == _MAKING
        for name in ("make", "show", "paper"):
            self.query_one(f"#do-{name}").display = making
        for name in ("check", "again"):
            self.query_one(f"#do-{name}").display = not making
        title = self.title_words() if making or self._title else Sheet.TITLE_BACK
        self.query_one(".dialog").border_title = plain_line(title)
        self.say("")
        first = "#do-make" if making else f"#group-{self._asked[0]}"
        self.query_one(first).focus()

    def say(self, sentence: str) -> None:
        """Say something below the fields."""
        message = self.query_one("#message", Static)
        message.update(plain(sentence))
        message.display = bool(sentence)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"make", "show", "paper"} and self.is_mounted:
            return self._page == _MAKING
        if action in {"check", "again"} and self.is_mounted:
            return self._page == _BACK
        return super().check_action(action, parameters)

    # Onto paper ------------------------------------------------------------------------------

    @on(Input.Submitted, "#folder")
    def action_make(self) -> None:
        """Write the sheet as PDF and as text."""
        if self._files is not None:
            # Enter in the field once more: the sheet is written, and the next step is waiting.
            self.action_paper()
        elif not self._working and self._made is not None:
            self.begin(self._make(self._made))

    async def _make(self, made: Made) -> None:
        folder = typed_path(self.query_one("#folder", Input).value)
        self._working = True
        try:
            now = self.app.setup.clock()
            await self.app.ask(write_sheet, folder, made, self._location, now)
        except ExistsError as error:
            self.say(Sheet.TAKEN.format(file=error.name))
            return
        except OSError:
            self.say(Sheet.NO_FOLDER)
            return
        finally:
            self._working = False
        self._files = folder
        self.say(Sheet.MADE.format(pdf=folder / PDF))
        self.query_one("#do-make").disabled = True
        self.query_one("#do-paper").focus()

    def action_show(self) -> None:
        """Show the code to be copied by hand, or take it off again."""
        shown = self.query_one("#code", Static)
        shown.display = not shown.display
        shown.update(_by_hand(self._made.code) if shown.display and self._made else "")
        words = Sheet.DO_HIDE if shown.display else Sheet.DO_SHOW
        self.query_one("#do-show", Button).label = plain(words)

    def action_paper(self) -> None:
        """Ask for three groups, with the code off the screen."""
        if self.query_one("#code").display:
            self.action_show()
        tick = self.query_one("#delete", Tick)
        tick.display = self._files is not None
        if self._files is not None:
            tick.label = plain_line(Sheet.DELETE.format(pdf=PDF))
        self._turn_to(_BACK)

    def action_again(self) -> None:
        """Go back to the sheet."""
        self._turn_to(_MAKING)

    # Typed back ------------------------------------------------------------------------------

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        fields = [f"group-{place}" for place in self._asked]
        if event.input.id == fields[-1]:
            self.action_check()
        elif event.input.id in fields:
            self.focus_next(Line)

    def action_check(self) -> None:
        """Compare what was typed with the code."""
        if self._made is None:
            return
        groups = self._made.code.split("-")
        for place in self._asked:
            field = self.query_one(f"#group-{place}", Input)
            if "".join(field.value.upper().split()).translate(_MEANT) != groups[place]:
                self.say(Sheet.WRONG.format(number=place + 1))
                field.focus()
                return
        self.begin(self._finish())

    async def _finish(self) -> None:
        delete = self.query_one("#delete", Tick).value
        if self._files is not None:
            if delete:
                await self.app.ask(_delete, self._files)
            self.app.notify(Sheet.DELETED if delete else Sheet.LEFT, markup=False)
        self._leave(None)
        self.app.notify(Sheet.DONE, markup=False)

    def action_later(self) -> None:
        """Put the sheet off."""
        if self._working:
            return
        self._leave(SheetState.LATER)
        self.app.notify(Sheet.PUT_OFF, markup=False)

    def action_back(self) -> None:
        """Go a page back; from the first one put it off, but not by one slip of a finger."""
        if self._page == _BACK:
            self.action_again()
        elif self._warned:
            self.action_later()
        else:
            self._warned = True
            self.say(Sheet.LEAVING)

    def _leave(self, state: SheetState | None) -> None:
        made = self._made
        if made is not None and not note_sheet(self.app, made.check_words, state):
            self.app.notify(Sheet.UNREMEMBERED, markup=False)
        self.forget()
        self.dismiss(state is None)

    def forget(self) -> None:
        super().forget()
        self._made = None
        self.query_one("#code", Static).update("")


def write_sheet(folder: Path, made: Made, location: str, now: int) -> None:
    """Write the sheet as PDF and as text, or neither.

    Raises:
        ExistsError: one of them is there already.
        OSError: it cannot be written.

    """
    # What writes PDF takes a while to load.
    from tui.paper.sheet import recovery_sheet

    for name in (PDF, TEXT):
        require_new(folder / name)
    pdf, text = recovery_sheet(made.name, made.code, made.check_words, location, now)
    write_whole(folder / PDF, [pdf])
    try:
        write_whole(folder / TEXT, [text.encode()])
    except BaseException:
        (folder / PDF).unlink()
        raise


def _delete(folder: Path) -> None:
    for name in (PDF, TEXT):
        with suppress(OSError):
            (folder / name).unlink()


def _by_hand(code: str) -> Content:
    """Return the code in two rows of numbered groups."""
    groups = [f"{number}. {group}" for number, group in enumerate(code.split("-"), 1)]
    rows = ("   ".join(groups[:_HALF]), "   ".join(groups[_HALF:]))
    return Content("\n").join(
        [plain(Sheet.BY_HAND, "$text-muted"), *(plain_line(f"  {row}", "bold") for row in rows)]
    )
