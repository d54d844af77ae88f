"""A mediator's report to a court: closed answers, and no field for words of one's own."""

from contextlib import ExitStack
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Checkbox, Input, Select, Static

from tui.app.disclosure.files import why_not
from tui.app.disclosure.locks import LockChoice, Way, lock_words
from tui.app.disclosure.words import Report
from tui.app.screen import Action, Dialog
from tui.app.seal.lines import LINES_CSS, Line, Page
from tui.app.seal.people import role_of
from tui.app.text import plain, plain_line
from tui.app.tick import Tick
from tui.app.typed import typed_path
from tui.app.work.times import day
from tui.failure import RefusedError
from tui.files import random_path
from tui.locked import Lock
from tui.paper.words import AGREEMENTS
from vault import Agreement, Room, UnlockedVault, VaultError, read_court_report


class Answers(NamedTuple):
    """What a report says."""

    sessions: tuple[bytes, ...]
    attended: tuple[str, ...]
    agreement: Agreement

    def __repr__(self) -> str:
        return "Answers()"


class ReportDialog(Dialog[Path | None]):
    """Asks the closed questions, and writes the report. Gives where it lies.

    Args:
        session: one of the case; the others can go along.

    """

    TITLE_WORDS = Report.TITLE
    HELP = Report.HELP
    WIDTH = 78
    AUTO_FOCUS = "#do-back"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("write", Report.DO_WRITE, "", Report.WRITE_HELP),
        Action("back", Report.DO_BACK, "escape", Report.BACK_HELP),
    )
    CSS = f"""
    {LINES_CSS}
    ReportDialog {{
        #questions {{ max-height: 44vh; }}
        #answers {{ height: auto; margin-top: 1; }}
        .ticks {{ height: auto; max-height: 5; overflow-y: auto; }}
        .gap {{ margin-top: 1; }}
        #message {{ height: auto; text-style: bold; margin-top: 1; }}
    }}
    """

    def __init__(self, session: bytes) -> None:
        super().__init__()
        self._session = session
        self._rooms: list[Room] = []
        """Of the case, those in which this person is a mediator; oldest first."""
        self._names: list[str] = []
        self._working = False
        self._made: Path | None = None

    def __repr__(self) -> str:
        return "ReportDialog()"

    def compose_content(self) -> ComposeResult:
        with Page(id="questions"):
            yield Static(plain(Report.WHY))
            yield Static(plain(Report.SESSIONS, "bold"), classes="gap")
            yield Vertical(id="sessions", classes="ticks")
            yield Static(plain(Report.ATTENDED, "bold"), classes="gap")
            yield Vertical(id="people", classes="ticks")
        with Vertical(id="answers"):
            yield Static(plain(Report.OUTCOME, "bold"))
            yield Select[str](
                [(plain(words), value) for value, words in AGREEMENTS.items()], id="outcome",
                prompt=Report.CHOOSE_ONE, compact=True,
            )  # fmt: skip
            yield Static(plain(Report.FILE, "bold"))
            yield Line(id="file", limit=4096)
            yield LockChoice(Way.CLEAR)
            yield Tick(plain(Report.PRINTED), value=True, id="printed")
        yield Static(id="message")

    def on_mount(self) -> None:
        self.query_one("#file", Input).value = str(Path.home() / random_path("report").name)
        self.query_one("#do-write").disabled = True
        self.begin(self._read())

    async def _read(self) -> None:
        try:
            self._rooms = await self.app.ask(mediated, self.app.unlocked, self._session)
        except VaultError as error:
            self.dismiss(None)
            self.app.run_worker(self.app.show_error(error))
            return
        for at, room in enumerate(self._rooms):
            title = room.roster.title or Report.UNTITLED
            said = Report.SESSION.format(day=day(room.roster.convened), title=title)
            tick = Tick(plain_line(said), value=room.id == self._session, id=f"session-{at}")
            await self.query_one("#sessions").mount(tick)
        seats = {s.name.casefold(): s for room in self._rooms for s in room.roster.seats}
        self._names = [seat.name for seat in seats.values()]
        for at, seat in enumerate(seats.values()):
            said = Report.SEAT.format(name=seat.name, role=role_of(seat))
            tick = Tick(plain_line(said), value=False, id=f"person-{at}")
            await self.query_one("#people").mount(tick)
        self._look()

    # The answers -----------------------------------------------------------------------------

    def _is_ticked(self, name: str) -> bool:
        return self.query_one(f"#{name}", Tick).value

    @property
    def _answers(self) -> Answers | str:
        """What was answered, or what is still needed."""
        sessions = tuple(
            room.id for at, room in enumerate(self._rooms) if self._is_ticked(f"session-{at}")
        )
        attended = tuple(
            name for at, name in enumerate(self._names) if self._is_ticked(f"person-{at}")
        )
        outcome = self.query_one("#outcome", Select).value
        if not sessions:
            return Report.NOT_YET_SESSION
        if not attended:
            return Report.NOT_YET_ATTENDED
        if not isinstance(outcome, str):
            return Report.NOT_YET_OUTCOME
        return Answers(sessions, attended, Agreement(outcome))

    @on(Checkbox.Changed)
    @on(Select.Changed)
    def _look(self) -> None:
        if not self._names or self._made is not None:
            return
        answers = self._answers
        self.say(answers if isinstance(answers, str) else "")
        self.query_one("#do-write").disabled = isinstance(answers, str)
        self.refresh_bindings()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.query_one("#do-back").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "write" and self.is_mounted:
            ready = self._names and not isinstance(self._answers, str)
            return bool(ready and self._made is None) or None
        return super().check_action(action, parameters)

    def say(self, sentence: str) -> None:
        """Say something below the questions."""
        message = self.query_one("#message", Static)
        message.update(plain(sentence))
        message.display = bool(sentence)

    # Writing ---------------------------------------------------------------------------------

    def action_write(self) -> None:
        """Sign and write the report."""
        answers = self._answers
        if not isinstance(answers, str) and not self._working and self._made is None:
            self._working = True
            self.begin(self._write(answers))

    async def _write(self, answers: Answers) -> None:
        target = typed_path(self.query_one("#file", Input).value)
        files = [target]
        if self.query_one("#printed", Tick).value:
            files.append(target.with_name(f"{target.name}.pdf"))
        self.say(Report.WORKING)
        try:
            lock = self.query_one(LockChoice).chosen_lock(self.app.setup.cost)
            words = await self.app.ask(write_report, self.app.unlocked, answers, files, lock)
        except (RefusedError, VaultError, OSError) as error:
            self.say(why_not(error, Report.NO_FOLDER))
            return
        finally:
            self._working = False
        self._made = target
        self._tell(files, words, lock)

    def _tell(self, files: list[Path], words: str, lock: Lock) -> None:
        self.query_one(".dialog").border_title = plain_line(Report.TITLE_DONE)
        for name in ("#questions", "#answers"):
            self.query_one(name).display = False
        self.query_one("#do-write").display = False
        back = self.query_one("#do-back", Button)
        back.label = plain_line(Report.DO_CLOSE)
        back.refresh(layout=True)
        back.focus()
        listed = ", ".join(str(each) for each in files)
        self.query_one("#message", Static).update(
            Content("\n").join([
                plain(Report.DONE.format(files=listed)),
                plain(Report.DONE_WORDS.format(words=words)), *lock_words(lock),
            ])
        )  # fmt: skip
        self.query_one("#message").display = True

    def action_back(self) -> None:
        if not self._working:
            self.dismiss(self._made)

    def forget(self) -> None:
        super().forget()
        self._rooms, self._names = [], []
        for ticks in self.query(".ticks"):
            ticks.remove_children()


def mediated(person: UnlockedVault, session: bytes) -> list[Room]:
    """Return the sessions of a case in which somebody is a mediator, oldest first.

    Raises:
        ForbiddenError: in this one they are none.

    """
    first = person.sessions.open(session)
    first.require_mediator("report")
    case = first.roster.case.casefold()
    # The report names one case, spelt in one way.
    views = [view.id for view in person.sessions.views() if view.case.casefold() == case]
    rooms = [person.sessions.open(each) for each in views]
    mine = [r for r in rooms if r.is_mediator and r.roster.case == first.roster.case]
    return sorted(mine, key=lambda room: room.roster.convened)


def write_report(
    person: UnlockedVault, answers: Answers, files: list[Path], lock: Lock
) -> str:  # fmt: skip
    """Write a report and perhaps its print, read back before either gets its name.

    Returns its check words.
    """
    with ExitStack() as opened:
        file, *prints = [opened.enter_context(lock.file(each)) for each in files]
        person.disclosures.report(answers.sessions, answers.agreement, file, answers.attended)
        file.seek(0)
        made = read_court_report(file)
        for each in prints:
            # What writes PDF takes a while to load.
            from tui.paper.report import report_pdf

            each.write(report_pdf(made))
        return made.check_words
