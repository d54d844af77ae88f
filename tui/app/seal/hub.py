"""The room of one request: who has agreed, what can be done next, and opening it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, ProgressBar, Static
from textual.widgets.option_list import Option

from tui.app.notices import Question
from tui.app.screen import BACK, Action, CaucusScreen
from tui.app.seal.answer import AnswerDialog
from tui.app.seal.files import send_answer, send_request, take_in
from tui.app.seal.handover import HandoverScreen
from tui.app.seal.paths import FileDialog
from tui.app.seal.people import role_of
from tui.app.seal.question import check_line, facts
from tui.app.seal.round import Said
from tui.app.seal.standing import POSSIBLE, asked_next, holder_mark, holder_words, state_words
from tui.app.seal.waiver_words import Hub, Opened, Stop
from tui.app.seal.words import Button as Words
from tui.app.text import plain, plain_line
from tui.files import random_path
from vault import AnswerKind, Room, WaiverState, WaiverView

POLL_SECONDS = 2
_ROLE_COLUMNS = 17
"""For the role behind a name."""
_OPEN = {WaiverState.COLLECTING, WaiverState.COMPLETE}


class WaiverHub(CaucusScreen[None]):
    """Everything about one request, on one page that keeps itself up to date.

    Args:
        waiver: its id.

    """

    TITLE_WORDS = Hub.TITLE
    HELP = Hub.HELP
    AUTO_FOCUS = "#holders"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("answer", Hub.DO_ANSWER, "f5", Hub.HELP_ANSWER, short="Answer", writes=True),
        Action(
            "hand_over",
            Hub.DO_HAND_OVER,
            "f6",
            Hub.HELP_HAND_OVER,
            short="Pass keyboard",
            writes=True,
        ),
        Action("hand_in", Hub.DO_HAND_IN, "f7", Hub.HELP_HAND_IN, short="My part", writes=True),
        Action("send", Hub.DO_SEND, "", Hub.HELP_SEND),
        Action("take_in", Hub.DO_TAKE_IN, "", Hub.HELP_TAKE_IN, writes=True),
        Action("send_answer", Hub.DO_SEND_ANSWER, "", Hub.HELP_SEND_ANSWER),
        Action("stop", Hub.DO_STOP, "", Hub.HELP_STOP, writes=True),
        Action("open", Hub.DO_OPEN, "f8", Hub.HELP_OPEN, short="Open"),
        BACK,
    )
    DEFAULT_CSS = """
    WaiverHub {
        #page { height: 1fr; padding: 1 2 0 2; overflow-y: auto; }
        .gap { margin-top: 1; }
        .quiet { color: $text-muted; }
        #holders { height: auto; max-height: 8; border: none; padding: 0; margin-top: 1;
                   background: $background; }
        #progress { height: auto; margin-top: 1; }
        #progress ProgressBar, #progress Bar { width: 40; }
        #progress Static { width: auto; margin-left: 2; text-style: bold; }
        #state { margin-top: 1; text-style: bold; }
        #buttons { height: 1; margin: 1 0; padding: 0 2; }
        #buttons Button { margin-right: 1; }
    }
    """

    def __init__(self, waiver: bytes) -> None:
        super().__init__()
        self._waiver = waiver
        self._view: WaiverView | None = None
        self._room: Room | None = None
        self._polling = False

    def compose_content(self) -> ComposeResult:
        with Vertical(id="page"):
            yield Static(plain(Hub.READING), id="facts")
            yield Static(id="check")
            yield OptionList(id="holders", markup=False)
            with Horizontal(id="progress"):
                yield ProgressBar(show_eta=False, show_percentage=False)
                yield Static(id="count")
            yield Static(id="state")
            yield Static(id="more", classes="quiet gap")
        with Horizontal(id="buttons"):
            for action in self.ACTIONS:
                if action.button:
                    yield self.button(action.name)

    def on_mount(self) -> None:
        self.query_one("#progress").display = False
        self.set_interval(POLL_SECONDS, self.look_again)

    def on_screen_resume(self) -> None:
        self.look_again()

    # What is known ---------------------------------------------------------------------------

    def look_again(self) -> None:
        """Look whether answers came, unless a look is on its way or nobody would see it."""
        if self.is_current and self.app.person is not None and not self._polling:
            self._polling = True
            self.begin(self._read())

    async def _read(self) -> None:
        me = self.app.unlocked
        try:
            if self._room is None:
                first = await self.app.ask(me.waivers.show, self._waiver)
                self._room = await self.app.ask(me.sessions.open, first.session)
            view = await self.app.ask(me.waivers.show, self._waiver)
        finally:
            self._polling = False
        self._show(view)

    def _show(self, view: WaiverView) -> None:
        if self._room is None or not self.is_mounted:
            return
        before, self._view = self._view, view
        # The countdown goes on; the rest is left alone unless something happened.
        self.query_one("#facts", Static).update(facts(view, self.app.setup.clock()))
        if before == view:
            return
        self.query_one("#check", Static).update(check_line(view))
        self._show_holders(view, self._room)
        self._show_progress(view, self._room)
        self.query_one("#state", Static).update(plain(state_words(view, self._room)))
        self.query_one("#more", Static).update(plain(self._more(view, self._room)))
        self._show_buttons()

    def _show_holders(self, view: WaiverView, room: Room) -> None:
        listing = self.query_one("#holders", OptionList)
        place = listing.highlighted
        seats = {seat.name: seat for seat in room.roster.seats}
        listing.clear_options()
        longest = max(len(each) for each in view.needed) + _ROLE_COLUMNS
        for name in view.needed:
            seat = seats[name]
            you = f", {Hub.YOU}" if seat == room.seat else ""
            who = f"{name} ({role_of(seat)}{you})"
            said = holder_words(view, room, name)
            listing.add_option(Option(Content.assemble(
                plain_line(f"{holder_mark(view, room, name)} {who:<{longest}}", "bold"),
                plain_line(f" {said}"),
            )))  # fmt: skip
        listing.highlighted = place if place is not None else self._first_waiting(view)

    def _first_waiting(self, view: WaiverView) -> int:
        left = view.missing or view.to_hand_over
        waiting = [place for place, name in enumerate(view.needed) if name in left]
        return waiting[0] if waiting else 0

    def _show_progress(self, view: WaiverView, room: Room) -> None:
        # Whoever is no mediator does not know who has agreed, and how many is as telling.
        known = view.state in _OPEN and (room.is_mediator or view.state is WaiverState.COMPLETE)
        self.query_one("#progress").display = known
        done, total = len(view.consented), len(view.needed)
        self.query_one(ProgressBar).update(total=total, progress=done)
        self.query_one("#count", Static).update(plain(Hub.PROGRESS.format(done=done, total=total)))

    def _more(self, view: WaiverView, room: Room) -> str:
        parts = [self._answered(view)]
        everybody = view.state in {WaiverState.COMPLETE, WaiverState.OPENED}
        if view.own_answer and not everybody and not room.is_mediator:
            parts.append(Hub.OWN_ELSEWHERE)
        return " ".join(filter(None, parts))

    def _answered(self, view: WaiverView) -> str:
        if view.state not in _OPEN:
            return ""
        if view.own_to_hand_over:
            last = view.state is WaiverState.COMPLETE
            return Hub.OWN_SIGNED_LAST if last else Hub.OWN_SIGNED
        if view.own_answer == AnswerKind.CONSENT and view.state is WaiverState.COLLECTING:
            return Hub.OWN_CONSENT
        return ""

    def _show_buttons(self) -> None:
        """Show what can be done, and nothing that cannot."""
        for action in self.ACTIONS:
            if action.button:
                self.query_one(f"#do-{action.name}").display = self.is_possible(action)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        view, room = self._view, self._room
        allowed = super().check_action(action, parameters)
        if action not in POSSIBLE or not allowed:
            return allowed
        if view is None or room is None or self.app.person is None:
            return None
        return POSSIBLE[action](view, room) or None

    # Answering -------------------------------------------------------------------------------

    def action_answer(self) -> None:
        self.begin(self._answer())

    def action_hand_in(self) -> None:
        # Whoever signed first consents once more: the same question.
        self.begin(self._answer())

    async def _answer(self) -> None:
        if self._view is None:
            return
        said = await self.app.push_screen_wait(AnswerDialog(self._view))
        if said is not None:
            await self._say(said)

    def action_stop(self) -> None:
        self.begin(self._stop())

    async def _stop(self) -> None:
        """End the request: a consent is withdrawn, or the answer is no."""
        if self._view is None:
            return
        agreed = self._view.own_answer == AnswerKind.CONSENT
        words = Stop.WITHDRAW if agreed else Stop.REFUSE
        question = Question(Stop.TITLE, f"{words} {Stop.AGAIN}", stay=Words.BACK, go=Words.END)
        if await self.app.push_screen_wait(question):
            await self._say(Said(AnswerKind.WITHDRAWAL if agreed else AnswerKind.REFUSAL))

    async def _say(self, said: Said) -> None:
        waivers = self.app.unlocked.waivers
        view = await self.app.ask(
            waivers.answer, self._waiver, said.kind, said.words, sign_only=said.sign_only
        )
        self._show(view)

    # The keyboard goes round -----------------------------------------------------------------

    def _waiting(self) -> list[str]:
        """Return who can be asked here, but for oneself."""
        if self._view is None or self._room is None:
            return []
        return asked_next(self._view, self._room)

    @on(OptionList.OptionSelected, "#holders")
    def _holder_chosen(self, event: OptionList.OptionSelected) -> None:
        if self._view is None or self._room is None:
            return
        name = self._view.needed[event.option_index]
        if name == self._room.seat.name:
            if self.check_action("answer", ()) or self.check_action("hand_in", ()):
                self.action_answer()
        elif name in self._waiting() and self.check_action("hand_over", ()):
            self.begin(self._hand_over([name]))

    def action_hand_over(self) -> None:
        self.begin(self._hand_over(self._waiting()))

    async def _hand_over(self, names: list[str]) -> None:
        view, mediator = self._view, self.app.unlocked.name
        if view is not None and names:
            await self.app.hand_over(lambda: HandoverScreen(view, names, mediator))

    # Opening ---------------------------------------------------------------------------------

    def action_open(self) -> None:
        self.begin(self._open())

    async def _open(self) -> None:
        from tui.app.seal.opened import OpenedScreen

        view = self._view
        if view is None:
            return
        if view.state is WaiverState.COMPLETE:
            question = Question(
                Opened.CONFIRM_TITLE, Opened.CONFIRM.format(total=len(view.needed)),
                stay=Words.BACK, go=Words.OPEN,
            )  # fmt: skip
            if not await self.app.push_screen_wait(question):
                return
        opened = await self.app.ask(self.app.unlocked.opening.open, self._waiver)
        await self.app.push_screen(OpenedScreen(opened, view.check_words))

    # By file ---------------------------------------------------------------------------------

    def action_send(self) -> None:
        send = partial(send_request, self.app.unlocked, self._waiver)
        self._ask_file(Hub.DO_SEND, Hub.EXPLAIN_SEND, "request", send)

    def action_send_answer(self) -> None:
        send = partial(send_answer, self.app.unlocked, self._waiver)
        self._ask_file(Hub.DO_SEND_ANSWER, Hub.EXPLAIN_SEND_ANSWER, "answer", send)

    def action_take_in(self) -> None:
        take = partial(take_in, self.app.setup, self.app.unlocked, self._waiver)
        self._ask_file(Hub.DO_TAKE_IN, Hub.EXPLAIN_TAKE_IN, "", take)

    def _ask_file(self, title: str, explain: str, kind: str, do: Callable[[Path], str]) -> None:
        suggested = Path.home() / (random_path(kind).name if kind else "")
        self.app.push_screen(FileDialog(title.rstrip("…"), explain, suggested, do))

    def action_back(self) -> None:
        self.dismiss(None)

    def forget(self) -> None:
        super().forget()
        self._view = self._room = None
