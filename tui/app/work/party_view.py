"""Choosing for whose eyes the screen is, before somebody looks on."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.app.screen import BACK, Action, Dialog
from tui.app.text import plain_line
from tui.app.words import Doing
from tui.app.work.words import Files, PartyView
from vault import Role, Room, Seat


class PartyViewDialog(Dialog[Seat]):
    """Returns the seat that may look on."""

    TITLE_WORDS = PartyView.TITLE
    HELP = PartyView.HELP
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        BACK,
        Action("cancel", Files.CANCEL, "", Doing.BACK_HELP),
        Action("show", PartyView.GO, "", PartyView.GO_HELP),
    )

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._seats = [seat for seat in room.roster.seats if seat.role is not Role.MEDIATOR]

    def compose_content(self) -> ComposeResult:
        yield Static(PartyView.WHY, markup=False, classes="message")
        options = [Option(plain_line(f"{seat.side or ' '}  {seat.name}")) for seat in self._seats]
        yield OptionList(*options, id="seats", markup=False)
        yield Static("", markup=False, id="message")

    def on_mount(self) -> None:
        seats = self.query_one("#seats", OptionList)
        seats.highlighted = None
        seats.focus()

    @on(OptionList.OptionSelected, "#seats")
    def _chosen(self) -> None:
        self.action_show()

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_show(self) -> None:
        at = self.query_one("#seats", OptionList).highlighted
        if at is None:
            # The first is not taken for granted: it could be the wrong side.
            self.query_one("#message", Static).update(PartyView.CHOOSE)
        else:
            self.dismiss(self._seats[at])
