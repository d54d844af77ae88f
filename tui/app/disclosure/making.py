"""Disclosing alone: what must be told on another ground than a waiver, by whoever must tell it."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, ContentSwitcher, Input, Select, Static

from tui.app.disclosure.files import why_not
from tui.app.disclosure.ground import GroundForm
from tui.app.disclosure.leaving import audiences, disclose, planned, what_leaves
from tui.app.disclosure.locks import LockChoice, Way, lock_words
from tui.app.disclosure.picking import Chosen, PortionPicker
from tui.app.disclosure.words import Disclose
from tui.app.leaving import ToldAlone
from tui.app.screen import Action, Dialog
from tui.app.seal.lines import LINES_CSS, Line, Page
from tui.app.text import plain, plain_line
from tui.app.typed import typed_path
from tui.failure import RefusedError
from tui.files import random_path
from tui.locked import Lock
from vault import Room, VaultError

CHOOSING, GROUND, REVIEW = "page-choosing", "page-ground", "page-review"
_PAGES = (CHOOSING, GROUND, REVIEW)
_TITLES = {
    CHOOSING: Disclose.TITLE, GROUND: Disclose.TITLE_GROUND, REVIEW: Disclose.TITLE_REVIEW,
}  # fmt: skip


class DiscloseDialog(Dialog[Path | None]):
    """Asks what leaves, why and to whom; reads it once more; writes it. Gives where it lies.

    Args:
        entries: of one session.

    """

    TITLE_WORDS = Disclose.TITLE
    HELP = Disclose.HELP
    WIDTH = 78
    AUTO_FOCUS = "#do-back"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("next", Disclose.DO_NEXT, "", Disclose.NEXT_HELP),
        Action("act", Disclose.DO_ACT, "", Disclose.ACT_HELP),
        Action("back", Disclose.DO_BACK, "escape", Disclose.BACK_HELP),
    )
    CSS = f"""
    {LINES_CSS}
    DiscloseDialog {{
        #pages, #page-choosing {{ height: auto; }}
        #page-review {{ max-height: 30vh; }}
        #target {{ height: auto; margin-top: 1; }}
        #picker {{ height: auto; min-height: 3; max-height: 40vh; margin-top: 1; }}
        #told {{ height: auto; text-style: bold; margin-top: 1; }}
        #message {{ height: auto; text-style: bold; margin-top: 1; }}
    }}
    """

    def __init__(self, entries: list[bytes]) -> None:
        super().__init__()
        self._entries = list(dict.fromkeys(entries))
        self._room: Room | None = None
        self._page = CHOOSING
        self._working = False
        self._made: Path | None = None

    def __repr__(self) -> str:
        return "DiscloseDialog()"

    def compose_content(self) -> ComposeResult:
        with ContentSwitcher(initial=CHOOSING, id="pages"):
            with Vertical(id=CHOOSING):
                yield Static(plain(Disclose.READING), id="choose")
            yield GroundForm(id=GROUND)
            with Page(id=REVIEW):
                yield Static(id="review")
        with Vertical(id="target"):
            yield Static(plain(Disclose.FILE))
            yield Line(id="file", limit=4096)
            yield LockChoice(Way.PASSPHRASE)
            yield Static(id="told")
            yield Line(id="word")
        yield Static(id="message")

    def on_mount(self) -> None:
        self.query_one("#file", Input).value = str(Path.home() / random_path("disclosure").name)
        self._turn_to(CHOOSING)
        self.begin(self._read())

    async def _read(self) -> None:
        try:
            self._room, found = await self.app.ask(planned, self.app.unlocked, self._entries)
        except VaultError as error:
            self.dismiss(None)
            self.app.run_worker(self.app.show_error(error))
            return
        heading = self.query_one("#choose", Static)
        heading.update(plain(Disclose.CHOOSE, "bold"))
        picker = PortionPicker(found, id="picker")
        await self.query_one(f"#{CHOOSING}").mount(picker, after=heading)
        picker.focus()
        self._said()

    # What was said ---------------------------------------------------------------------------

    @property
    def _chosen(self) -> Chosen:
        return next((each.chosen for each in self.query(PortionPicker)), {})

    def _missing(self, page: str) -> str:
        """Return what a page still needs, or an empty text."""
        if page == CHOOSING:
            return "" if self._chosen else Disclose.NOT_YET_PORTION
        if page == GROUND:
            return self.query_one(GroundForm).missing
        told = self._told
        typed = self.query_one("#word", Input).value
        return Disclose.NOT_YET_WORD if told.word and not told.is_typed(typed) else ""

    @property
    def _told(self) -> ToldAlone:
        room = self._room
        if room is None:
            raise RuntimeError("nothing was read yet")
        return ToldAlone(audiences(self._chosen), room.roster, room.seat)

    @on(Input.Changed)
    @on(Select.Changed)
    @on(PortionPicker.Ticked)
    def _said(self) -> None:
        if self._room is None or self._made is not None:
            return
        missing = self._missing(self._page)
        self.say(missing)
        self.query_one("#do-next").disabled = bool(missing)
        self.query_one("#do-act").disabled = bool(missing) or self._working
        self.refresh_bindings()

    @on(Input.Submitted)
    def _entered(self) -> None:
        # Enter alone lets nothing out.
        self.focus_next()

    def say(self, sentence: str) -> None:
        """Say something below the page."""
        message = self.query_one("#message", Static)
        message.update(plain(sentence))
        message.display = bool(sentence)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"next", "act"} and self.is_mounted:
            if (action == "act") != (self._page == REVIEW) or self._made is not None:
                return False
            return (self._room is not None and not self._missing(self._page)) or None
        return super().check_action(action, parameters)

    # From page to page -----------------------------------------------------------------------

    def _turn_to(self, page: str) -> None:
        self._page = page
        self.query_one("#pages", ContentSwitcher).current = page
        self.query_one(".dialog").border_title = plain_line(_TITLES[page])
        self.query_one("#target").display = page == REVIEW
        self.query_one("#do-next").display = page != REVIEW
        self.query_one("#do-act").display = page == REVIEW
        self._said()

    def action_next(self) -> None:
        """Go to the next page."""
        if self._missing(self._page):
            return
        page = _PAGES[_PAGES.index(self._page) + 1]
        if page == REVIEW:
            self._review()
        self._turn_to(page)
        self.query_one("#ground" if page == GROUND else "#do-back").focus()

    def action_back(self) -> None:
        """Go a page back, or leave."""
        if self._working:
            return
        if self._page == CHOOSING or self._made is not None:
            self.forget()
            self.dismiss(self._made)
        else:
            self._turn_to(_PAGES[_PAGES.index(self._page) - 1])
            self.query_one("#do-back").focus()

    def _review(self) -> None:
        disclosing, told = self.query_one(GroundForm).disclosing, self._told
        if disclosing is not None:
            self.query_one("#review", Static).update(what_leaves(self._chosen, disclosing))
        self.query_one("#told", Static).update(plain(told.sentence))
        for name in ("#told", "#word"):
            self.query_one(name).display = bool(told.word)

    # Writing ---------------------------------------------------------------------------------

    def action_act(self) -> None:
        """Write it."""
        ready = self._room is not None and not self._missing(REVIEW)
        if ready and not self._working and self._made is None:
            self._working = True
            self.begin(self._act())

    async def _act(self) -> None:
        target = typed_path(self.query_one("#file", Input).value)
        disclosing = self.query_one(GroundForm).disclosing
        self.say(Disclose.WORKING)
        try:
            if disclosing is None:
                return
            lock = self.query_one(LockChoice).chosen_lock(self.app.setup.cost)
            words = await self.app.ask(
                disclose, self.app.unlocked, self._chosen, disclosing, target, lock
            )
        except (RefusedError, VaultError, OSError) as error:
            self.say(why_not(error, Disclose.NO_FOLDER))
            return
        finally:
            self._working = False
        self._made = target
        self._tell(target, words, lock)

    def _tell(self, target: Path, words: str, lock: Lock) -> None:
        """Say what was written; the passphrase is shown this once."""
        self.query_one(".dialog").border_title = plain_line(Disclose.TITLE_DONE)
        self.query_one("#target").display = False
        lines = [
            plain(Disclose.DONE.format(path=target), "bold"),
            plain(Disclose.DONE_WORDS.format(words=words)),
            plain(""),
            *lock_words(lock),
        ]
        self.query_one("#review", Static).update(Content("\n").join(lines))
        self.query_one("#do-act").display = False
        back = self.query_one("#do-back", Button)
        back.label = plain_line(Disclose.DO_CLOSE)
        back.refresh(layout=True)
        back.focus()
        self.say("")

    def forget(self) -> None:
        super().forget()
        self._room = None
        for picker in self.query(PortionPicker):
            picker.forget()
        for name in ("#review", "#told"):
            self.query_one(name, Static).update("")
