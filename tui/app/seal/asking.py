"""A mediator asks everybody: what, what for, for whom, until when; and reads it once more."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import ContentSwitcher, Input, Static

from tui.app.screen import Action, Dialog
from tui.app.seal.lines import LINES_CSS, Line, Page
from tui.app.seal.people import counted, joined
from tui.app.seal.portion_list import PortionList
from tui.app.seal.times import ahead, parse_until, spoken_date
from tui.app.seal.waiver_words import Ask
from tui.app.seal.words import Button as Words, Seal
from tui.app.text import plain, plain_line
from tui.views import record_with_portions
from vault import DocketLine, VaultError

CHOOSING, REVIEW = "page-choosing", "page-review"
_TITLES = {CHOOSING: Ask.TITLE, REVIEW: Ask.TITLE_REVIEW}


class AskDialog(Dialog[bytes | None]):
    """Makes a request. Dismisses with its id, or None.

    Args:
        session: the session whose sealed records are asked for.

    """

    TITLE_WORDS = Ask.TITLE
    HELP = Ask.HELP
    WIDTH = 76
    AUTO_FOCUS = "#do-back"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("next", Words.NEXT, "", Ask.HELP_NEXT),
        Action("ask", Words.ASK, "", Ask.HELP_ASK),
        Action("back", Words.BACK, "escape", Ask.HELP_BACK),
    )
    CSS = LINES_CSS
    DEFAULT_CSS = """
    AskDialog {
        #pages, #page-choosing, #fields { height: auto; }
        #portions { height: auto; min-height: 3; max-height: 30vh; }
        #circle { color: $text-muted; }
        #fields { layout: grid; grid-size: 2; grid-columns: 22 1fr; grid-rows: auto;
                  margin-top: 1; }
        #means { column-span: 2; color: $text-muted; height: auto; }
        #missing { color: $text-muted; }
    }
    """

    def __init__(self, session: bytes) -> None:
        super().__init__()
        self._session = session
        self._lines: list[DocketLine] = []
        self._page = CHOOSING

    def compose_content(self) -> ComposeResult:
        with ContentSwitcher(initial=CHOOSING, id="pages"):
            with Vertical(id=CHOOSING):
                yield Static(plain(Ask.READING), id="choose")
                yield Static(id="circle")
                with Vertical(id="fields"):
                    yield Static(plain_line(Ask.PURPOSE, "bold"))
                    yield Line(id="purpose", placeholder=Ask.PURPOSE_HINT)
                    yield Static(plain_line(Ask.RECIPIENT, "bold"))
                    yield Line(id="recipient", placeholder=Ask.RECIPIENT_HINT)
                    yield Static(plain_line(Ask.UNTIL, "bold"))
                    yield Line(id="until", placeholder=Ask.UNTIL_HINT)
                    yield Static(id="means")
            with Page(id=REVIEW):
                yield Static(id="review")
        yield Static(id="missing")

    def on_mount(self) -> None:
        self._turn_to(CHOOSING)
        self.begin(self._read())

    async def _read(self) -> None:
        try:
            self._lines = await self.app.ask(self.app.unlocked.docket.lines, self._session)
        except VaultError as error:
            self.dismiss(None)
            self.app.run_worker(self.app.show_error(error))
            return
        heading = self.query_one("#choose", Static)
        heading.update(plain(Ask.CHOOSE if self._lines else Ask.EMPTY, "bold"))
        if self._lines:
            portions = PortionList(self._lines, id="portions")
            await self.mount(portions, after=heading)
            # Nothing is asked on this page, so that the first key may count.
            portions.focus()
        self._say_missing()

    @on(Input.Submitted)
    def _next_field(self) -> None:
        """Enter goes on to the next field, and from the last to a button."""
        self.focus_next()

    # What was said ---------------------------------------------------------------------------

    @property
    def _portions(self) -> PortionList | None:
        return next(iter(self.query(PortionList)), None)

    def _said(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value.strip()

    def _until(self) -> int | None:
        """Return the end that was typed, or None while it cannot be understood."""
        try:
            return parse_until(self._said("until"), self.app.setup.clock())
        except ValueError:
            return None

    @on(Input.Changed)
    @on(PortionList.Ticked)
    def _said_changed(self) -> None:
        self._say_circle()
        self._say_until()
        self._say_missing()

    def _say_circle(self) -> None:
        """Say how much is chosen, and why some records are grey."""
        portions = self._portions
        if portions is None:
            return
        count = sum(len(numbers) for numbers in portions.chosen.values())
        words = counted(count, Seal.PORTION, Seal.PORTIONS).format(count=count)
        said = Ask.CHOSEN.format(portions=words) if count else Ask.CHOSEN_NONE
        more = f" {Ask.SAME_HOLDERS}" if portions.barred else ""
        self.query_one("#circle", Static).update(plain(said + more))

    def _say_until(self) -> None:
        until, now = self._until(), self.app.setup.clock()
        words = ""
        if until is not None:
            words = Ask.UNTIL_MEANS.format(date=spoken_date(until), ahead=ahead(until, now))
        self.query_one("#means", Static).update(plain(words))

    def _missing(self) -> str:
        portions = self._portions
        if portions is None or not portions.chosen:
            return Ask.NOT_YET_CHOSEN if self._lines else ""
        if not self._said("purpose"):
            return Ask.NOT_YET_PURPOSE
        if not self._said("recipient"):
            return Ask.NOT_YET_RECIPIENT
        return "" if self._until() is not None else self._why_no_end()

    def _why_no_end(self) -> str:
        try:
            parse_until(self._said("until"), self.app.setup.clock())
        except ValueError as error:
            return Ask.UNTIL_PAST if error.args == ("past",) else Ask.UNTIL_UNCLEAR
        return ""

    def _say_missing(self) -> None:
        missing = self._missing()
        self.query_one("#missing", Static).update(plain(missing))
        self.query_one("#do-next").disabled = bool(missing) or not self._lines
        self.query_one("#do-ask").disabled = bool(missing)

    # From page to page -----------------------------------------------------------------------

    def action_next(self) -> None:
        portions, until = self._portions, self._until()
        if portions is not None and until is not None and not self._missing():
            self.query_one("#review", Static).update(self._review(portions, until))
            self._turn_to(REVIEW)

    def action_back(self) -> None:
        if self._page == REVIEW:
            self._turn_to(CHOOSING)
        else:
            self.dismiss(None)

    def _turn_to(self, page: str) -> None:
        self._page = page
        self.query_one("#pages", ContentSwitcher).current = page
        self.query_one(".dialog").border_title = plain_line(_TITLES[page])
        self.query_one("#do-next").display = page == CHOOSING
        self.query_one("#do-ask").display = page == REVIEW
        first = self._portions if page == CHOOSING else None
        (first or self.query_one("#do-back")).focus()
        self._say_missing()

    def _review(self, portions: PortionList, until: int) -> Content:
        """Return everything that people will be asked to sign, as they will read it."""
        labels = {line.record: line.label for line in self._lines}
        date, far = spoken_date(until), ahead(until, self.app.setup.clock())
        facts = [
            *(
                ("What", record_with_portions(labels[record], numbers))
                for record, numbers in portions.chosen.items()
            ),
            (Ask.PURPOSE, self._said("purpose")),
            (Ask.RECIPIENT, self._said("recipient")),
            (Ask.UNTIL, Ask.UNTIL_MEANS.format(date=date, ahead=far)),
        ]
        return Content("\n").join([
            *(Content.assemble((f"{head:<22}", "bold"), plain_line(said)) for head, said in facts),
            Content(""),
            plain(Ask.NEEDED.format(people=joined(portions.holders))),
            Content(""),
            plain(f"{Ask.NEEDS_ALL} {Ask.OPENS_NOTHING} {Ask.EXACT}"),
        ])  # fmt: skip

    # Asking ----------------------------------------------------------------------------------

    def action_ask(self) -> None:
        if self._page == REVIEW:
            self.begin(self._ask(), group="ask", exclusive=True)

    async def _ask(self) -> None:
        portions, until = self._portions, self._until()
        if portions is None or until is None:
            self._turn_to(CHOOSING)
            return
        view = await self.app.ask(
            self.app.unlocked.waivers.request, portions.chosen, self._said("purpose"),
            self._said("recipient"), until,
        )  # fmt: skip
        self.dismiss(view.id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"next", "ask"}:
            right_page = (self._page == REVIEW) == (action == "ask")
            return right_page and ((bool(self._lines) and not self._missing()) or None)
        return super().check_action(action, parameters)

    def forget(self) -> None:
        super().forget()
        self._lines = []
