"""The check: a table that fills, then one sentence and one button."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from tui.app.saving import SaveDialog
from tui.app.screen import Action, CaucusScreen
from tui.app.text import plain
from tui.app.upkeep.copies import copies_in
from tui.app.upkeep.findings import (
    REPAIRABLE,
    Line,
    Stock,
    group_of,
    remedies,
    report,
    table,
    take_stock,
    total_damaged,
)
from tui.app.upkeep.folder import backup_folder
from tui.app.upkeep.words import Check, Group
from vault import Checked, VaultError

_WHAT, _COUNT = 34, 12
_SECONDS_SHOWN = 0.2
_ONE_BUTTON = ("back", "repair", "save")


class CheckScreen(CaucusScreen[None]):
    """Checks everything that one's keys reach, and says what to do about what it finds."""

    TITLE_WORDS = Check.TITLE
    HELP = Check.HELP
    ACTIONS: ClassVar = (
        Action("run", Check.RUN, "f5", Check.RUN_HELP, short=Check.RUN),
        Action("repair", Check.REPAIR, "f6", Check.REPAIR_HELP, writes=True),
        Action("save", Check.SAVE, "f7", Check.SAVE_HELP),
        Action("back", Check.BACK, "escape", Check.BACK_HELP, short="Back"),
    )
    CSS = """
    CheckScreen #why { padding: 0 2; color: $text-muted; }
    CheckScreen #table { padding: 1 2 0 2; height: auto; }
    CheckScreen #remedies { height: 1fr; padding: 0 2; margin-top: 1; }
    CheckScreen #remedies Static { height: auto; }
    CheckScreen #verdict { padding: 0 2; margin-top: 1; text-style: bold; height: auto; }
    CheckScreen .row { height: auto; padding: 0 2; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._stock: Stock | None = None
        self._checked: Checked | None = None
        self._busy = False
        self._rows = 0
        self._shown: Timer | None = None

    def compose_content(self) -> ComposeResult:
        yield Static(plain(Check.WHY), id="why")
        yield Static(plain(""), id="table")
        yield Static(plain(""), id="verdict")
        with VerticalScroll(id="remedies", can_focus=False):
            yield Static(plain(""), id="what-to-do")
        with Horizontal(classes="row"):
            for name in _ONE_BUTTON:
                yield self.button(name)

    def on_mount(self) -> None:
        self._offer(None)
        self.action_run()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "run":
            return None if self._busy else True
        if action == "save":
            return True if self._checked is not None else None
        if action == "repair" and not self._can_repair:
            return None
        return super().check_action(action, parameters)

    @property
    def _can_repair(self) -> bool:
        """Whether something is damaged that a repair may make again, and none was tried yet."""
        checked = self._checked
        if checked is None or checked.repaired or self._busy:
            return False
        return any(group_of(damage) in REPAIRABLE for damage in checked.damages)

    # Running ------------------------------------------------------------------------------------

    def action_run(self) -> None:
        """Look at everything."""
        if not self._busy:
            self.begin(self._run(self._check, Check.RUNNING))

    def action_repair(self) -> None:
        """Make again what can be made again."""
        if not self._busy:
            self.begin(self._run(self._repair, Check.REPAIRING))

    async def _check(self) -> Checked:
        return await self.app.ask(self.app.unlocked.checks.run, self._count)

    async def _repair(self) -> Checked:
        return await self.app.ask(self.app.unlocked.checks.repair)

    async def _run(self, work: Callable[[], object], sentence: str) -> None:
        self._busy, self._rows, self._checked = True, 0, None
        self._offer(None)
        self.query_one("#what-to-do", Static).update(plain(""))
        self._say(Check.COUNTING)
        try:
            self._stock = await self.app.ask(take_stock, self.app.unlocked)
            self._show_table(table(self._stock, None), known=False)
            self._shown = self.set_interval(
                _SECONDS_SHOWN, lambda: self._say(sentence.format(rows=f"{self._rows:,}"))
            )
            self._checked = await work()  # type: ignore[misc]
        except VaultError:
            self._say("")
            self._offer("back")
            raise
        finally:
            self._busy = False
            if self._shown is not None:
                self._shown.stop()
        await self._show()

    def _count(self, rows: int) -> None:
        """Note how far it is. Called on the vault's thread, which must not wait for the screen."""
        self._rows = rows

    # Showing ------------------------------------------------------------------------------------

    async def _show(self) -> None:
        """Show the table, one sentence, what to do, and one button."""
        stock, checked = self._stock, self._checked
        if stock is None or checked is None:
            return
        lines = table(stock, checked)
        damaged = total_damaged(lines)
        self._show_table(lines, known=True)
        folder = backup_folder(self.app.preferences, self.app.setup.places)
        copies = await self.app.ask(copies_in, folder)
        told = "\n".join(f"- {each}" for each in remedies(stock, checked, copies))
        self.query_one("#what-to-do", Static).update(plain(told))
        self.call_after_refresh(self._let_scroll)
        self._say(_verdict(checked, damaged))
        if not damaged:
            self._offer("back")
        else:
            self._offer("repair" if self._can_repair else "save")

    def _let_scroll(self) -> None:
        """Let the keyboard reach what to do, if that is longer than the window."""
        remedies = self.query_one("#remedies", VerticalScroll)
        remedies.can_focus = remedies.max_scroll_y > 0

    def _show_table(self, lines: list[Line], *, known: bool) -> None:
        head = f"{Check.WHAT:<{_WHAT}}{Check.COUNT:>{_COUNT}}   {Check.RESULT}"
        rows = [plain(head, "bold")]
        for line in lines:
            count = f"{line.total:,}" if line.total >= 0 else ""
            said = f"{_named(line.group):<{_WHAT}}{count:>{_COUNT}}   "
            result = line.result if known else Check.NOT_YET
            style = "bold $text-error" if line.damaged else ""
            rows.append(Content.assemble(plain(said), plain(result, style)))
        self.query_one("#table", Static).update(Content("\n").join(rows))

    def _say(self, sentence: str) -> None:
        self.query_one("#verdict", Static).update(plain(sentence))

    def _offer(self, name: str | None) -> None:
        """Show one button, or none while it runs."""
        for each in _ONE_BUTTON:
            self.query_one(f"#do-{each}").display = each == name
        if name is not None:
            self.query_one(f"#do-{name}").focus()
        self.refresh_bindings()

    # What can be done ---------------------------------------------------------------------------

    def action_save(self) -> None:
        """Write what was found to a text file."""
        if self._checked is not None:
            text = report(self._checked, self.app.setup.clock())
            self.app.push_screen(SaveDialog(Check.SAVE, Check.SAVE_HELP, text))

    def action_back(self) -> None:
        self.dismiss(None)

    def forget(self) -> None:
        super().forget()
        self._stock = self._checked = None
        self.query_one("#what-to-do", Static).update(plain(""))


def _named(group: Group) -> str:
    return group.value


def _verdict(checked: Checked, damaged: int) -> str:
    rows = f"{checked.rows:,}"
    repaired = Check.REPAIRED.format(count=checked.repaired) if checked.repaired else ""
    if not damaged:
        return f"{repaired}{Check.ALL_WELL.format(rows=rows)}"
    some = Check.SOME_ONE if damaged == 1 else Check.SOME
    return f"{repaired}{some.format(count=damaged, rows=rows)}"
