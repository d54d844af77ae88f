"""A work screen of the tests, so that the frame is tested without any room of the program."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, Static, TextArea

from tests.cast import Cast
from tests.tui.staging import setup_of, unlock
from tui.app.application import CaucusApp
from tui.app.place import Place
from tui.app.screen import BACK, Action, CaucusScreen, Dialog
from tui.app.text import plain
from vault import StorageFullError

SECRET_OF_THE_CRASH = "ZQX-CANARY-LOCAL"


class Desk(CaucusScreen[None]):
    """Something to type in, and something that fails."""

    TITLE_WORDS = "Desk"
    HELP = "A desk to write at."
    ACTIONS = (
        Action("write", "Write a note", "f2", "Puts the cursor into the text.", short="Write"),
        Action("crash", "Make a mistake", "f8", "Fails as only a mistake does.", short="Crash"),
        Action("refuse", "Do what is not possible", "", "Is always grey."),
        Action("ask", "Ask something", "f4", "Opens a box.", short="Ask"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.saved: list[str] = []
        self.full = False

    def compose_content(self) -> ComposeResult:
        yield Static(plain("[b]not bold[/b] [@click=app.quit]no link[/]"), id="title")
        yield Input(id="find")
        yield TextArea(id="text")

    def on_mount(self) -> None:
        self.query_one("#text").focus()
        self.query_one(TextArea).cursor_location = self.app.place.cursor

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if action == "refuse" else super().check_action(action, parameters)

    async def flush(self) -> None:
        if self.full:
            raise StorageFullError("write")
        area = self.query_one(TextArea)
        self.app.place = Place(entry=b"entry", cursor=area.cursor_location)
        await self.app.ask(self.app.desk_drawer.append, area.text)

    def action_write(self) -> None:
        self.query_one("#text").focus()

    def action_crash(self) -> None:
        passphrase = SECRET_OF_THE_CRASH
        raise RuntimeError(passphrase[:0] + "a message that names nobody")

    def action_refuse(self) -> None:
        raise AssertionError

    def action_ask(self) -> None:
        self.app.push_screen(Box())


class Box(Dialog[None]):
    """A dialogue that is open when the lock comes."""

    TITLE_WORDS = "A box"
    ACTIONS = (BACK, Action("go", "Go on", "", "Does it."))

    def compose_content(self) -> ComposeResult:
        yield Input(id="asked")

    def action_go(self) -> None:
        self.dismiss(None)


class StandIn(CaucusApp):
    """The program, with a desk for its work."""

    def __init__(self, cast: Cast, name: str = "") -> None:
        super().__init__(setup_of(cast), cast.location, name=name)
        self.desk_drawer: list[str] = []
        """What was saved, the latest last."""

    def make_work_screen(self) -> Desk:
        return Desk()

    @property
    def desk(self) -> Desk:
        return next(room for room in self.rooms if isinstance(room, Desk))


@asynccontextmanager
async def at_desk(cast: Cast, name: str = "", **more) -> AsyncIterator[tuple[StandIn, Pilot]]:
    """Run the program, unlocked as somebody (the mediator, if nobody is named)."""
    name = name or cast.mediators[0]
    app = StandIn(cast, name)
    async with app.run_test(size=(80, 24), **more) as pilot:
        await unlock(app, pilot, name)
        yield app, pilot
