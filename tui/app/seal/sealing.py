"""The sealing dialogue: every consequence is on the screen before anything changes."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Checkbox, ContentSwitcher, Input, ProgressBar, Select, Static

from tui.app.screen import Action, Dialog
from tui.app.seal.lines import LINES_CSS
from tui.app.seal.people import counted
from tui.app.seal.sealing_pages import HoldersPage, MeaningPage, PortionsPage, SpeakersPage
from tui.app.seal.words import Button as Words, Seal
from tui.app.text import plain, plain_line
from vault import Plan, Room, VaultError

PORTIONS, SPEAKERS, HOLDERS, MEANING, WORKING = (
    "page-portions", "page-speakers", "page-holders", "page-meaning", "page-working",
)  # fmt: skip
_TITLES = {
    PORTIONS: Seal.TITLE,
    SPEAKERS: Seal.TITLE_SPEAKERS,
    HOLDERS: Seal.TITLE_HOLDERS,
    MEANING: Seal.TITLE_MEANING,
    WORKING: Seal.TITLE_WORKING,
}


class SealDialog(Dialog[list[bytes] | None]):
    """Seals entries of one session. Dismisses with the new sealed records, or None.

    Args:
        entries: their ids.

    """

    TITLE_WORDS = Seal.TITLE
    HELP = Seal.HELP
    WIDTH = 76
    AUTO_FOCUS = "#do-back"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("next", Words.NEXT, "", Seal.HELP_NEXT),
        Action("seal", Words.SEAL, "", Seal.HELP_SEAL),
        Action("back", Words.BACK, "escape", Seal.HELP_BACK),
    )
    CSS = LINES_CSS
    DEFAULT_CSS = """
    SealDialog {
        .above { margin-top: 1; }
        .below { margin-bottom: 1; }
        #pages, #page-working { height: auto; }
        #missing { color: $text-muted; margin-top: 1; }
    }
    """

    def __init__(self, entries: list[bytes]) -> None:
        super().__init__()
        self._entries = list(dict.fromkeys(entries))
        self._plans: list[Plan] = []
        self._room: Room | None = None
        self._page = PORTIONS
        self._asks_speakers = False

    def compose_content(self) -> ComposeResult:
        with ContentSwitcher(initial=PORTIONS, id="pages"):
            yield PortionsPage(id=PORTIONS)
            yield SpeakersPage(id=SPEAKERS)
            yield HoldersPage(id=HOLDERS)
            yield MeaningPage(id=MEANING)
            with Vertical(id=WORKING):
                yield Static(id="working")
                yield ProgressBar(show_eta=False, show_percentage=False)
                yield Static(plain(Seal.ALL_OR_NONE), classes="above")
        yield Static(id="missing")

    def on_mount(self) -> None:
        self._turn_to(PORTIONS)
        self.begin(self._read(), group="plans", exclusive=True)

    # What it would be ------------------------------------------------------------------------

    async def _read(self) -> None:
        """Ask the vault what sealing each entry would do; show it once all is known."""
        self._plans = []
        self._say_missing()
        page = self.query_one(PortionsPage)
        whole, speakers = page.whole, self.query_one(SpeakersPage).answers()
        me = self.app.unlocked
        plans: list[Plan] = []
        try:
            for done, entry in enumerate(self._entries):
                page.reading(done, len(self._entries))
                plans.append(
                    await self.app.ask(me.sealing.plan, entry, whole=whole, speakers=speakers)
                )
            self._room = await self.app.ask(me.sessions.open, plans[0].entry.latest.session)
        except VaultError as error:
            # There is nothing to show then: the dialogue goes, and the reason stays.
            self.dismiss(None)
            self.app.run_worker(self.app.show_error(error))
            return
        page.show(plans, self._room.roster)
        await self._show_consequences(plans, self._room)
        self._plans = plans
        self._say_missing()

    async def _show_consequences(self, plans: list[Plan], room: Room) -> None:
        unknown = tuple(dict.fromkeys(name for plan in plans for name in plan.unknown_speakers))
        if unknown:
            self._asks_speakers = True
            await self.query_one(SpeakersPage).ask(unknown, room.roster)
        self.query_one(HoldersPage).show(plans, room.seat)

    @on(Checkbox.Changed, "#whole")
    @on(Select.Changed)
    def _choice_changed(self) -> None:
        self.begin(self._read(), group="plans", exclusive=True)

    @on(Input.Changed)
    @on(Checkbox.Changed)
    def _said_changed(self) -> None:
        self._say_missing()

    @on(Input.Submitted, "#label")
    def _label_typed(self) -> None:
        """Enter goes on to the button: who holds it stands between, to be read."""
        self.query_one("#do-next").focus()

    @on(Input.Submitted, "#word")
    def _word_typed(self) -> None:
        """Enter goes on to the button once nothing is missing: it alone seals nothing."""
        if not self._missing():
            self.query_one("#do-seal").focus()

    # From page to page -----------------------------------------------------------------------

    def _pages(self) -> list[str]:
        speakers = [SPEAKERS] if self._asks_speakers else []
        return [PORTIONS, *speakers, HOLDERS, MEANING]

    def action_next(self) -> None:
        if not self._missing():
            pages = self._pages()
            self._turn_to(pages[pages.index(self._page) + 1])

    def action_back(self) -> None:
        if self._page == WORKING:
            return
        pages = self._pages()
        place = pages.index(self._page)
        if place:
            self._turn_to(pages[place - 1])
        else:
            self.dismiss(None)

    def _turn_to(self, page: str) -> None:
        self._page = page
        if page == MEANING:
            self.query_one(MeaningPage).show(self._plans, self.query_one(HoldersPage).label)
        self.query_one("#pages", ContentSwitcher).current = page
        self.query_one(".dialog").border_title = plain_line(_TITLES[page])
        self.query_one("#do-next").display = page not in {MEANING, WORKING}
        self.query_one("#do-seal").display = page == MEANING
        self.query_one("#do-back").display = page != WORKING
        # Never on the button that goes on: whoever presses Enter without reading goes back.
        self.query_one("#do-back").focus()
        self._say_missing()

    def _missing(self) -> str:
        """Return what is still needed before this page can be left, or an empty text."""
        if not self._plans:
            return Seal.NOT_YET_READ
        if self._page == SPEAKERS:
            open_names = self.query_one(SpeakersPage).unanswered()
            return Seal.NOT_YET_SPEAKERS.format(names=", ".join(open_names)) if open_names else ""
        if self._page == HOLDERS and not self.query_one(HoldersPage).label:
            return Seal.NOT_YET_LABEL
        if self._page != MEANING:
            return ""
        meaning = self.query_one(MeaningPage)
        if not meaning.considered:
            return Seal.NOT_YET_SAFETY
        return "" if meaning.meant else Seal.NOT_YET_WORD

    def _say_missing(self) -> None:
        missing = self._missing() if self._page != WORKING else ""
        ready = Seal.READY if self._page == MEANING else ""
        line = self.query_one("#missing", Static)
        line.update(plain(missing or ready))
        line.display = bool(missing or ready)
        self.query_one("#do-next").disabled = bool(missing)
        self.query_one("#do-seal").disabled = bool(missing)

    # Sealing ---------------------------------------------------------------------------------

    def action_seal(self) -> None:
        if self._page == MEANING and not self._missing():
            self.begin(self._seal())

    async def _seal(self) -> None:
        label = self.query_one(HoldersPage).label
        count = len(self._entries)
        sentence = counted(count, Seal.WORKING_ONE, Seal.WORKING)
        self.query_one("#working", Static).update(plain(sentence))
        self._turn_to(WORKING)
        try:
            records = await self.app.ask(
                self.app.unlocked.sealing.seal, self._entries, label, safety_reviewed=True,
                whole=self.query_one(PortionsPage).whole,
                speakers=self.query_one(SpeakersPage).answers(),
            )  # fmt: skip
        except VaultError as error:
            self._turn_to(MEANING)
            await self.app.show_error(error)
            return
        self.app.notify(Seal.DONE.format(label=label), markup=False)
        self.dismiss(records)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"next", "seal"}:
            wanted = self._page == MEANING if action == "seal" else self._page != MEANING
            return wanted and self._page != WORKING and (not self._missing() or None)
        return super().check_action(action, parameters)
