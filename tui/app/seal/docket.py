"""The docket: sealed records by their labels, and the requests to open them."""

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.app.screen import BACK, Action, CaucusScreen
from tui.app.seal.files import send_acknowledgement
from tui.app.seal.paths import FileDialog
from tui.app.seal.people import counted, joined, role_of
from tui.app.seal.waiver_words import Hub
from tui.app.seal.words import Docket
from tui.app.text import plain, plain_line
from tui.app.work.times import day
from tui.files import random_path
from tui.views import record_with_portions
from vault import DocketLine, Room, WaiverState, WaiverView

_STATES = {
    WaiverState.COLLECTING: "asking:",
    WaiverState.COMPLETE: "all agreed",
    WaiverState.OPENED: "opened",
    WaiverState.ENDED: "ended",
}


class DocketScreen(CaucusScreen[None]):
    """The sealed records of one session, and what was asked about them.

    Args:
        session: its id.

    """

    TITLE_WORDS = Docket.TITLE
    HELP = Docket.HELP
    AUTO_FOCUS = "#records"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("acknowledge", Docket.DO_ACKNOWLEDGE, "f5", Docket.HELP_ACKNOWLEDGE,
               short="Acknowledge", writes=True),
        Action("tick", Docket.DO_TICK, "space", Docket.HELP_TICK, short="Tick", writes=True),
        Action("send", Docket.DO_SEND, "", Docket.HELP_SEND),
        Action("ask", Docket.DO_ASK, "f8", Docket.HELP_ASK, short="Ask for a waiver",
               writes=True),
        Action("open_request", Docket.DO_REQUEST, "", Docket.HELP_REQUEST),
        BACK,
    )  # fmt: skip
    DEFAULT_CSS = """
    DocketScreen {
        #records { height: 1fr; min-height: 5; }
        #about { height: auto; max-height: 8; padding: 0 2; }
        #requests { height: auto; max-height: 6; margin-top: 1; }
        .heading { text-style: bold; padding: 0 1; }
        .empty { color: $text-muted; padding: 0 2; }
        #buttons { height: 1; margin: 1 0; padding: 0 2; }
        #buttons Button { margin-right: 1; }
    }
    """

    def __init__(self, session: bytes) -> None:
        super().__init__()
        self._session = session
        self._room: Room | None = None
        self._lines: list[DocketLine] = []
        self._ticked: set[bytes] = set()
        """Records, by their ids, of which alone something is to be signed."""
        self._requests: list[WaiverView] = []

    def compose_content(self) -> ComposeResult:
        yield Static(plain(Docket.RECORDS), classes="heading", id="heading")
        yield Static(plain(Docket.READING), id="empty", classes="empty")
        yield OptionList(id="records", markup=False)
        with VerticalScroll(id="about", can_focus=False):
            yield Static(id="record")
        yield Static(plain(Docket.REQUESTS), classes="heading")
        yield Static(id="no-requests", classes="empty")
        yield OptionList(id="requests", markup=False)
        with Horizontal(id="buttons"):
            yield self.button("acknowledge")
            yield self.button("tick")
            yield self.button("ask")
            yield self.button("send")

    def on_mount(self) -> None:
        self.query_one("#records").display = False
        self.query_one("#requests").display = False
        self.query_one("#do-send").display = False

    def on_screen_resume(self) -> None:
        self.begin(self._read(), group="docket", exclusive=True)

    async def _read(self) -> None:
        me = self.app.unlocked
        room = await self.app.ask(me.sessions.open, self._session)
        lines = await self.app.ask(me.docket.lines, self._session)
        requests = await self.app.ask(me.waivers.views, self._session)
        self._room, self._lines, self._requests = room, lines, requests
        self._ticked &= {line.record for line in lines}
        self._show_records(room)
        self._show_requests(room)
        self.query_one("#do-send").display = self.is_possible(self.action_of("send"))
        for name in ("acknowledge", "tick", "ask"):
            possible = self.check_action(name, ())
            self.query_one(f"#do-{name}").display = possible is not False
            self.query_one(f"#do-{name}").disabled = not possible
        self.refresh_bindings()

    # What is shown ---------------------------------------------------------------------------

    def _show_records(self, room: Room) -> None:
        listing, empty = self.query_one("#records", OptionList), self.query_one("#empty", Static)
        place = listing.highlighted or 0
        listing.clear_options()
        listing.add_options(Option(self._record_line(line, room)) for line in self._lines)
        listing.display, empty.display = bool(self._lines), not self._lines
        empty.update(plain(Docket.NONE))
        self.query_one("#about").display = bool(self._lines)
        self._show_ticked()
        if self._lines:
            listing.highlighted = min(place, len(self._lines) - 1)
            listing.focus()

    def _record_line(self, line: DocketLine, room: Room) -> Content:
        portions = counted(len(line.portions), Docket.PORTION, Docket.PORTIONS)
        sealed = Docket.SEALED.format(day=day(line.sealed))
        return Content.assemble(
            plain_line(f"{'[x]' if line.record in self._ticked else '[ ]'} {line.label}", "bold"),
            "\n    ",
            plain_line(f"{portions} · {sealed} · {_acknowledged(line, room)}"),
        )

    def _show_ticked(self) -> None:
        count = len(self._ticked)
        said = f"{Docket.RECORDS} · {Docket.TICKED.format(count=count)}"
        self.query_one("#heading", Static).update(plain(said if count else Docket.RECORDS))

    def _show_requests(self, room: Room) -> None:
        listing = self.query_one("#requests", OptionList)
        none = self.query_one("#no-requests", Static)
        listing.clear_options()
        listing.add_options(Option(request_line(view)) for view in self._requests)
        listing.display, none.display = bool(self._requests), not self._requests
        may_ask = room.is_mediator and not self.app.status.read_only
        none.update(plain(Docket.NO_REQUESTS_MEDIATOR if may_ask else Docket.NO_REQUESTS))

    @on(OptionList.OptionHighlighted, "#records")
    def _record_chosen(self, event: OptionList.OptionHighlighted) -> None:
        if self._room is not None and event.option_index < len(self._lines):
            about = holder_lines(self._lines[event.option_index], self._room)
            self.query_one("#record", Static).update(about)

    # What can be done ------------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#requests")
    def _request_chosen(self, event: OptionList.OptionSelected) -> None:
        self._enter(self._requests[event.option_index].id)

    def action_open_request(self) -> None:
        place = self.query_one("#requests", OptionList).highlighted
        self._enter(self._requests[place or 0].id)

    def _enter(self, waiver: bytes) -> None:
        from tui.app.seal.hub import WaiverHub

        self.app.push_screen(WaiverHub(waiver))

    @on(OptionList.OptionSelected, "#records")
    def action_tick(self) -> None:
        """Tick the record under the cursor, or take the tick off."""
        listing = self.query_one("#records", OptionList)
        place, room = listing.highlighted, self._room
        if place is None or room is None or not self.check_action("tick", ()):
            return
        line = self._lines[place]
        self._ticked ^= {line.record}
        listing.replace_option_prompt_at_index(place, self._record_line(line, room))
        # Exchanging the words of a line puts the cursor on the first one.
        listing.highlighted = place
        self._show_ticked()

    def action_acknowledge(self) -> None:
        self.begin(self._acknowledge())

    async def _acknowledge(self) -> None:
        # None ticked means all of them.
        await self.app.ask(
            self.app.unlocked.docket.acknowledge, self._session, tuple(self._ticked)
        )
        self._ticked.clear()
        self.app.notify(Docket.ACKNOWLEDGED_NOW, markup=False)
        await self._read()

    def action_send(self) -> None:
        send = partial(send_acknowledgement, self.app.unlocked, self._session)
        target = Path.home() / random_path("acknowledgement").name
        title = Docket.DO_SEND.rstrip("…")
        self.app.push_screen(FileDialog(title, Docket.EXPLAIN_SEND, target, send))

    def action_back(self) -> None:
        self.dismiss(None)

    def action_ask(self) -> None:
        self.begin(self._ask())

    async def _ask(self) -> None:
        from tui.app.seal.asking import AskDialog

        waiver = await self.app.push_screen_wait(AskDialog(self._session))
        if waiver is not None:
            self._enter(waiver)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        room = self._room
        if action == "ask" and room is not None and not room.is_mediator:
            return False
        if not super().check_action(action, parameters):
            return None
        if action == "tick" and self.focused is not None and self.focused.id == "requests":
            return None
        if action in {"acknowledge", "tick", "ask"}:
            return (room is not None and bool(self._lines)) or None
        if action == "send":
            mine = room is not None and any(
                room.seat.name in line.acknowledged for line in self._lines
            )
            # A mediator's own lies where all of it comes together.
            return room is not None and not room.is_mediator and (mine or None)
        return action != "open_request" or bool(self._requests) or None

    def forget(self) -> None:
        super().forget()
        self._room, self._lines, self._requests = None, [], []
        self._ticked.clear()


def _acknowledged(line: DocketLine, room: Room) -> str:
    if not room.is_mediator:
        mine = room.seat.name in line.acknowledged
        return Docket.ACKNOWLEDGED_YOU if mine else Docket.NOT_ACKNOWLEDGED_YOU
    if len(line.acknowledged) == len(line.holders):
        return Docket.ACKNOWLEDGED_ALL
    return Docket.ACKNOWLEDGED.format(count=len(line.acknowledged), total=len(line.holders))


def holder_lines(line: DocketLine, room: Room) -> Content:
    """Return who must agree to open a record, and what each has done about it."""
    seats = {seat.name: seat for seat in room.roster.seats}
    lines = [plain_line(f"{Docket.OPENS}: {joined(line.holders)}")]
    for name in line.holders:
        seat = seats[name]
        known = room.is_mediator or seat == room.seat
        checked = name in line.acknowledged
        mark = "[x]" if checked else "[ ]"
        said = Docket.CHECKED if checked else Docket.NOT_CHECKED
        you = f", {Docket.YOU}" if seat == room.seat else ""
        lines.append(
            plain_line(
                f" {mark if known else '[-]'} {name} ({role_of(seat)}{you}): "
                f"{said if known else Docket.UNSEEN}"
            )
        )
    if line.corrects:
        lines.append(plain_line(Docket.CORRECTS, "$text-muted"))
    return Content("\n").join(lines)


def request_line(view: WaiverView) -> Content:
    """Return a request in a list: where it stands, what it is about, what for."""
    progress = ""
    if view.state is WaiverState.COLLECTING and view.missing:
        progress = " " + Hub.PROGRESS.format(done=len(view.consented), total=len(view.needed))
    return Content.assemble(
        plain_line(f"{_STATES[view.state]}{progress}", "bold"),
        plain_line(f"   {about_records(view)}"),
        "\n",
        plain_line(f"    {view.purpose}, for {view.recipient}"),
    )


def about_records(view: WaiverView) -> str:
    """Return which portions of which records a request is about."""
    found: dict[tuple[bytes, str], list[int]] = {}
    for each in view.portions:
        found.setdefault((each.record, each.label), []).append(each.number)
    return "; ".join(record_with_portions(label, n) for (_, label), n in found.items())
