"""The work screen itself: how it is laid out, and coming to it and leaving it."""

from contextlib import suppress
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from tui.app.place import Place
from tui.app.scope import CSS as SCOPE_CSS
from tui.app.screen import Action
from tui.app.text import plain_line
from tui.app.work.actions import ACTIONS, IN_NO_ARCHIVE, IN_PARTY_VIEW
from tui.app.work.contents import Eyes
from tui.app.work.listing import Chosen, EntryList
from tui.app.work.paper import Paper
from tui.app.work.party_view import PartyViewDialog
from tui.app.work.possible import Standing, is_possible
from tui.app.work.tree import CaseTree, Spot
from tui.app.work.walking import Walking
from tui.app.work.words import Cases, Paper as PaperWords, PartyView
from vault import (
    NotFoundError,
    Seat,
)

_WIDE = 110
"""From here on there is room for a list between the tree and a page that can be read."""


class WorkScreen(Walking):
    """Cases, entries and the page. It opens everything else, and everything returns to it."""

    TITLE_WORDS = Cases.TITLE
    HELP = Cases.HELP
    ACTIONS: ClassVar[tuple[Action, ...]] = ACTIONS
    CSS = SCOPE_CSS
    CSS_PATH = "work.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]
    AUTO_FOCUS = "#tree"

    def compose_content(self) -> ComposeResult:
        yield Static("", id="party-banner", markup=False)
        with Horizontal(id="work"):
            yield CaseTree()
            with Vertical(id="entries"):
                yield Static("", id="heading", markup=False)
                yield Static(Cases.WAIT, id="empty", markup=False)
                yield EntryList()
            yield Paper()
            only_read = self.app.status.read_only
            nothing = PaperWords.NOTHING_READ if only_read else PaperWords.NOTHING
            yield Static(nothing, id="nothing", markup=False)

    # Coming and going ------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.query_one("#party-banner").display = False
        self.turn_page(writing=False)
        self.begin(self._arrive())

    async def _arrive(self) -> None:
        place = self.app.place
        await self.read_sessions()
        returning = self.view_of(place.session) is not None
        if returning:
            await self._return_to(place)
        elif (spot := self.cases.first()) is not None:
            await self.choose(spot)
        if not returning:
            await self.recover()

    async def _return_to(self, place: Place) -> None:
        """Show what was on the screen when it was locked."""
        view = self.view_of(place.session)
        if view is None:
            return
        await self.choose(Spot(view.case, view.id, place.audience))
        if not place.entry:
            return
        unsaved = await self.app.ask(self.app.unlocked.unsaved.all)
        known = {each.id for each in unsaved}
        chosen = Chosen(b"", place.entry) if place.entry in known else Chosen(place.entry)
        # Somebody else may have destroyed it meanwhile.
        with suppress(NotFoundError):
            await self.open_chosen(chosen, place.cursor)

    async def flush(self) -> None:
        if not self.is_mounted:
            return
        self.mark_place()
        # Where no version can be written it is kept unsaved, and found again under its entry.
        await self.paper.put_away()
        self.mark_place()

    def forget(self) -> None:
        if not self.is_mounted:
            return
        self.paper.clear()
        self.entries.forget()
        self.cases.clear()
        for name in ("#heading", "#empty", "#party-banner"):
            self.query_one(name, Static).update("")
        self.views, self.spot = [], None
        super().forget()

    # Party view ------------------------------------------------------------------------------

    def action_party_view(self) -> None:
        self.begin(self._end_party_view() if self.eyes.seat else self._begin_party_view())

    async def _begin_party_view(self) -> None:
        await self.put_away()
        session = self.here
        view = self.view_of(session)
        if view is None:
            self.notify(PartyView.NONE, markup=False)
            return
        dialog = PartyViewDialog(await self.room_of(session))
        seat: Seat | None = await self.app.push_screen_wait(dialog)
        if seat is None:
            return
        self.eyes = Eyes(seat)
        self.entries.forget()
        self.cases.fill([view])
        banner = self.query_one("#party-banner", Static)
        banner.update(plain_line(PartyView.BANNER.format(name=seat.name)))
        banner.display = True
        await self.choose(Spot(view.case, session))
        self.refresh_bindings()

    async def _end_party_view(self) -> None:
        await self.put_away()
        self.eyes = Eyes()
        self.query_one("#party-banner").display = False
        await self.reload()
        self.refresh_bindings()

    # What is possible ------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.eyes.seat is not None and any(each.name == action for each in ACTIONS):
            return action in IN_PARTY_VIEW
        if action in IN_NO_ARCHIVE and self.app.archive is not None:
            return None
        if not self.is_mounted or is_possible(action, self._standing()):
            return super().check_action(action, parameters)
        return None

    def _standing(self) -> Standing:
        room = self.paper.room
        return Standing(
            self.paper.sheet, self.paper.writable, room is not None and room.closed, self.here,
            next(iter(self.wanted_entries()), b""), self.listed_entry(),
            self.here in self.mediated,
        )  # fmt: skip
