"""Every request that somebody can see, whatever session it is about: what waits comes first."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.app.screen import BACK, Action, CaucusScreen
from tui.app.seal.docket import request_line
from tui.app.seal.waiver_words import Requests
from tui.app.text import plain, plain_line
from tui.app.work.contents import session_words
from vault import SessionView, WaiverState, WaiverView

_WAITING = {WaiverState.COLLECTING, WaiverState.COMPLETE}


class RequestsScreen(CaucusScreen[None]):
    """The requests of all sessions; Enter on one leads into its room."""

    TITLE_WORDS = Requests.TITLE
    HELP = Requests.HELP
    AUTO_FOCUS = "#requests"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("open_request", Requests.DO_OPEN, "", Requests.HELP_OPEN),
        BACK,
    )
    DEFAULT_CSS = """
    RequestsScreen #requests { height: 1fr; border: none; padding: 0 1; }
    RequestsScreen #empty { padding: 1 2; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._requests: list[WaiverView] = []

    def compose_content(self) -> ComposeResult:
        yield Static(plain(Requests.READING), id="empty")
        yield OptionList(id="requests", markup=False)

    def on_screen_resume(self) -> None:
        self.begin(self._read(), group="requests", exclusive=True)

    async def _read(self) -> None:
        me = self.app.unlocked
        sessions = {view.id: view for view in await self.app.ask(me.sessions.views)}
        found = await self.app.ask(me.waivers.views)
        # What still waits for somebody comes first; the order stays by age otherwise.
        self._requests = sorted(found, key=lambda view: view.state not in _WAITING)
        listing, empty = self.query_one("#requests", OptionList), self.query_one("#empty", Static)
        place = listing.highlighted or 0
        listing.clear_options()
        listing.add_options(Option(_line(each, sessions)) for each in self._requests)
        empty.update(plain(Requests.NONE))
        listing.display, empty.display = bool(found), not found
        if found:
            listing.highlighted = min(place, len(found) - 1)
            listing.focus()
        self.refresh_bindings()

    @on(OptionList.OptionSelected, "#requests")
    def action_open_request(self) -> None:
        from tui.app.seal.hub import WaiverHub

        place = self.query_one("#requests", OptionList).highlighted
        if place is not None:
            self.app.push_screen(WaiverHub(self._requests[place].id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "open_request" and not self._requests:
            return None
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        self.dismiss(None)

    def forget(self) -> None:
        super().forget()
        self._requests = []
        self.query_one("#requests", OptionList).clear_options()


def _line(view: WaiverView, sessions: dict[bytes, SessionView]) -> Content:
    session = sessions.get(view.session)
    place = f"{session.case} · {session_words(session)}" if session is not None else ""
    return Content("\n").join([request_line(view), plain_line(f"    {place}", "$text-muted")])
