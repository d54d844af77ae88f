"""Walking through the work screen: the tree, the list, and from there to the page."""

from textual import on
from textual.widgets import OptionList, Static, Tree

from tui.app.find.results import place_of_words
from tui.app.place import Place
from tui.app.scope import badge
from tui.app.text import plain, plain_line
from tui.app.work.contents import (
    Eyes,
    groups,
    sealed_words,
    session_words,
    sheet_of,
)
from tui.app.work.listing import MOST, Chosen, EntryList, Group
from tui.app.work.paper import Paper
from tui.app.work.recovering import Recovering
from tui.app.work.sheet import Sheet
from tui.app.work.tree import CaseTree, Spot
from tui.app.work.words import Cases, Paper as PaperWords
from tui.wording import describe
from vault import (
    NotFoundError,
    Room,
    VaultError,
)


class Walking(Recovering):
    """What is on the screen, and getting from one part of it to another."""

    def __init__(self) -> None:
        super().__init__()
        self.spot: Spot | None = None
        """What was chosen in the tree."""
        self.eyes = Eyes()
        self.mediated: set[bytes] = set()
        """Sessions that were opened here and in which this person is a mediator."""

    # Where it is -----------------------------------------------------------------------------

    @property
    def here(self) -> bytes:
        """The session that is on the screen: the page's, the chosen one, or a case's newest."""
        if self.paper.sheet is not None:
            return self.paper.sheet.session
        if self.spot is None:
            return b""
        if self.spot.session:
            return self.spot.session
        mine = [view for view in self.views if view.case.casefold() == self.case.casefold()]
        running = [view for view in mine if not view.closed]
        return next((view.id for view in (*running, *mine)), b"")

    @property
    def case(self) -> str:
        """The case that is on the screen."""
        return self.spot.case if self.spot is not None else ""

    @property
    def cases(self) -> CaseTree:
        """The tree."""
        return self.query_one(CaseTree)

    @property
    def entries(self) -> EntryList:
        """The list."""
        return self.query_one(EntryList)

    def wanted_entries(self) -> list[bytes]:
        """Return the entry on the page; from the list, those ticked or the one at the cursor."""
        sheet = self.paper.sheet
        if sheet is not None and self.focused is not self.entries:
            return [sheet.entry] if sheet.entry else []
        listed = self.listed_entry()
        return self.entries.ticked or ([listed] if listed else [])

    def listed_entry(self) -> bytes:
        """Return the entry at the cursor of the list."""
        chosen = self.entries.chosen
        return chosen.entry if chosen is not None else b""

    def untick(self) -> None:
        self.entries.untick()

    def action_tick(self) -> None:
        self.entries.tick()
        self.refresh_bindings()

    async def room_of(self, session: bytes) -> Room:
        """Return a session."""
        room = await super().room_of(session)
        if room.is_mediator:
            self.mediated.add(session)
        return room

    def mark_place(self) -> None:
        """Note where somebody is, by ids alone."""
        sheet = self.paper.sheet
        if sheet is not None:
            entry = sheet.entry or (sheet.id if sheet.kept else b"")
            cursor = self.paper.editor.cursor_location
            self.app.place = Place(sheet.session, self._audience(), entry, cursor)
        else:
            self.app.place = Place(self.here, self._audience())

    def _audience(self) -> str:
        return self.spot.audience if self.spot is not None else ""

    async def read_sessions(self) -> None:
        person = self.app.unlocked
        self.views = await self.app.ask(person.sessions.views)
        self.cases.fill(self.views)
        for _, error in person.sessions.refused:
            words = describe(error)
            said = Cases.REFUSED.format(message=words.message, hint=words.hint)
            self.notify(plain(said).plain, severity="warning", markup=False)
        if not self.views:
            self.entries.show([])
            self._say_empty(Cases.NO_CASES)

    # The tree --------------------------------------------------------------------------------

    @on(Tree.NodeSelected)
    def _tree_chosen(self, event: Tree.NodeSelected[Spot]) -> None:
        spot = event.node.data
        if spot is None:
            return
        event.node.expand()
        if spot.docket:
            self.spot = Spot(spot.case, spot.session)
            self.action_docket()
        else:
            self.begin(self._enter(spot))

    async def _enter(self, spot: Spot) -> None:
        await self.choose(spot)
        if not self.entries.has_nothing:
            self.entries.focus()

    @on(Tree.NodeExpanded)
    def _tree_opened(self, event: Tree.NodeExpanded[Spot]) -> None:
        spot = event.node.data
        if spot is not None and spot.session and self.cases.needs_room(spot.session):
            self.begin(self._show_room(spot))

    async def _show_room(self, spot: Spot) -> None:
        room = await self.room_of(spot.session)
        sealed = await self.app.ask(sealed_words, self.app.unlocked, spot.session)
        self.cases.show_room(spot, room, self.eyes.audiences(room), sealed)

    async def choose(self, spot: Spot) -> None:
        """List what belongs to a line of the tree; the page is put away."""
        await self.put_away()
        self.spot = spot
        if spot.session and self.cases.needs_room(spot.session):
            await self._show_room(Spot(spot.case, spot.session))
        self.cases.expand_session(spot.session)
        self.cases.go_to(spot.session, spot.audience)
        self.mark_place()
        await self._list(spot)

    async def _list(self, spot: Spot) -> None:
        person = self.app.unlocked
        found = await self.app.ask(groups, person, spot, self.views, self.eyes)
        if spot is not self.spot:
            return
        self.entries.show(found)
        count = sum(len(group.entries) for group in found)
        self._head(spot, found, count)
        self._say_empty(self._why_empty(spot) if self.entries.has_nothing else "")
        self.refresh_bindings()

    def _head(self, spot: Spot, found: list[Group], count: int) -> None:
        view = self.view_of(spot.session)
        words = plain_line(session_words(view) if view else spot.case, "bold")
        said = Cases.COUNT_ONE if count == 1 else Cases.COUNT.format(count=count)
        if count >= MOST and not spot.session:
            said = Cases.MANY.format(count=count)
        if view is None:
            said = f"{Cases.ALL}: {said}"
        elif view.closed:
            said = f"{Cases.CLOSED}, {said}"
        below = plain_line(said, "$text-muted")
        if spot.audience:
            room = found[0].room if found else None
            below = badge(spot.audience, room.roster if room else None) + "  " + below
        self.query_one("#heading", Static).update(words + "\n" + below)

    def _why_empty(self, spot: Spot) -> str:
        if self.app.status.read_only:
            return Cases.NO_ENTRIES_READ
        view = self.view_of(spot.session)
        closed = view is not None and view.closed
        return Cases.NO_ENTRIES_CLOSED if closed else Cases.NO_ENTRIES

    def _say_empty(self, words: str) -> None:
        self.query_one("#empty", Static).update(words)
        self.query_one("#empty").display = bool(words)
        self.entries.display = not words

    async def reload(self) -> None:
        """Show sessions, list and page again as they are now."""
        spot, sheet = self.spot, self.paper.sheet
        before = {view.id for view in self.views}
        await self.read_sessions()
        new = next((view for view in self.views if view.id not in before), None)
        if new is not None:
            await self.choose(Spot(new.case, new.id))
            return
        if spot is not None and spot.session:
            await self._show_room(Spot(spot.case, spot.session))
            self.cases.expand_session(spot.session)
            self.cases.go_to(spot.session, spot.audience)
        if spot is not None:
            await self._list(spot)
        if sheet is not None and sheet.entry and not sheet.kept:
            await self._look_again()

    async def _look_again(self) -> None:
        """Show the page's entry as it is now, or leave it if it is gone."""
        try:
            await self.reopen()
        except NotFoundError:
            self.paper.clear()
            self.turn_page(writing=False)

    @on(Paper.Saved)
    def _saved(self) -> None:
        if self.spot is not None:
            self.begin(self._list(self.spot), group="list", exclusive=True)

    # The list and the page -------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#list")
    def _list_chosen(self, event: OptionList.OptionSelected) -> None:
        chosen = self.entries.chosen_at(event.option_index)
        if chosen is not None:
            self.begin(self.open_chosen(chosen))

    @on(OptionList.OptionHighlighted, "#list")
    def _list_moved(self) -> None:
        self.refresh_bindings()

    async def go_to(self, session: bytes, chosen: Chosen) -> None:
        """Show an entry of a session."""
        view = self.view_of(session)
        if view is None:
            return
        if self.spot is None or self.spot.session != session:
            await self.choose(Spot(view.case, session))
        else:
            await self._list(self.spot)
        await self.open_chosen(chosen)

    def show_words(self, words: str) -> None:
        """Put the cursor where these words come first on the page."""
        place = place_of_words(self.paper.editor.text, words)
        if place is not None:
            self.paper.editor.move_cursor(place, center=True)

    async def open_chosen(self, chosen: Chosen, cursor: tuple[int, int] | None = None) -> None:
        present = self.paper.sheet
        if present is not None and chosen.entry and present.entry == chosen.entry:
            self.paper.editor.focus()
            return
        await self.put_away()
        sheet = await self.app.ask(sheet_of, self.app.unlocked, chosen)
        if cursor is not None:
            sheet.cursor = cursor
        self.entries.go_to(chosen)
        await self.show_sheet(sheet)

    async def show_sheet(self, sheet: Sheet) -> None:
        """Put a sheet on the page, and the cursor into it."""
        await self.put_away()
        room = await self.room_of(sheet.session)
        self.turn_page(writing=True)
        self.paper.show(sheet, room)
        self.paper.editor.focus()
        self.mark_place()
        self.refresh_bindings()
        self.app.ahead.arrive()

    def turn_page(self, *, writing: bool) -> None:
        self.set_class(writing, "-writing")

    async def settle(self) -> bool:
        """Save what is on the page. Returns whether it lies in the vault as a version."""
        failed = await self.paper.put_away()
        if failed is not None:
            self._say_kept(failed)
        return failed is None

    async def put_away(self) -> None:
        if self.paper.sheet is None:
            return
        await self.settle()
        self.paper.clear()
        self.turn_page(writing=False)

    def _say_kept(self, error: VaultError) -> None:
        words = describe(error)
        said = PaperWords.KEPT.format(message=words.message, hint=words.hint)
        self.notify(
            plain(said).plain, title=PaperWords.KEPT_TITLE, severity="warning", markup=False
        )

    def action_back(self) -> None:
        if self.paper.sheet is not None:
            self.begin(self._close_page())
        elif self.entries.has_focus:
            self.cases.focus()

    async def _close_page(self) -> None:
        await self.put_away()
        if self.spot is not None:
            await self._list(self.spot)
        self.entries.focus() if self.entries.display else self.cases.focus()
        self.mark_place()

    def action_new(self) -> None:
        if self.here:
            self.begin(self.ask_new(self.here))
        else:
            self.action_convene()

    def action_bring_in(self) -> None:
        self.begin(self.bring_in(self.here))

    def action_time(self) -> None:
        self.paper.insert_time()

    def action_who(self) -> None:
        self.paper.insert_speaker()

    def action_running(self) -> None:
        self.app.session_running = not self.app.session_running
        self.app.tell()
