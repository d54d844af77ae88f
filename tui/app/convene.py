"""Convening a session: the case, and who sits where. Reconvening fills in last time's people."""

from string import ascii_uppercase
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.app.rows import Rows
from tui.app.scope import listed
from tui.app.screen import BACK, Action, Dialog
from tui.app.sentences import Convene
from tui.app.text import plain, plain_line
from tui.app.tick import Tick
from tui.app.work.times import full
from tui.references import seated_again
from tui.wording import describe
from vault import Contact, Invitation, Role, SessionView, UnlockedVault, VaultError

_NAME_WIDTH = 30
_LONGEST = 400


class Seating(NamedTuple):
    """As what somebody is to sit in the session; without a role, not at all."""

    role: Role | None = None
    side: str = ""
    reads_joint: bool = True

    @property
    def words(self) -> str:
        """What it is called."""
        if self.role is Role.NONPARTY:
            return Convene.READER if self.reads_joint else Convene.NONPARTY
        called = {
            Role.MEDIATOR: Convene.MEDIATOR,
            Role.PARTY: Convene.PARTY,
            Role.REPRESENTATIVE: Convene.REPRESENTATIVE,
        }
        word = called[self.role] if self.role is not None else Convene.NOT_SEATED
        return f"{word} {self.side}".rstrip()


NOT_SEATED = Seating()


def choices(taken: set[str]) -> list[Seating]:
    """Return what somebody can sit as, when these sides have a party already."""
    free = next((side for side in ascii_uppercase if side not in taken), "")
    sides = sorted(taken)
    return [
        *(Seating(Role.PARTY, side) for side in (*sides, free) if side),
        Seating(Role.MEDIATOR),
        *(Seating(Role.REPRESENTATIVE, side) for side in sides),
        Seating(Role.NONPARTY, reads_joint=False),
        Seating(Role.NONPARTY),
        NOT_SEATED,
    ]


class SeatDialog(Dialog[Seating | None]):
    """Asks as what somebody sits."""

    WIDTH = 48
    HELP = Convene.HELP
    ACTIONS = (BACK,)
    CSS = "SeatDialog #seats { height: auto; max-height: 14; }"

    def __init__(self, name: str, offered: list[Seating], now: Seating) -> None:
        super().__init__()
        self._who, self._offered, self._now = name, offered, now

    def title_words(self) -> str:
        return self._who

    def compose_content(self) -> ComposeResult:
        yield Rows(*(Option(plain(each.words)) for each in self._offered), id="seats")

    def on_mount(self) -> None:
        seats = self.query_one("#seats", Rows)
        seats.highlighted = self._offered.index(self._now) if self._now in self._offered else 0

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._offered[event.option_index])


class ConveneDialog(Dialog[bytes | None]):
    """Convenes a session. Gives its id.

    Args:
        follows: the session whose people are filled in; empty for a new roster.

    """

    HELP = Convene.HELP
    WIDTH = 78
    ACTIONS: ClassVar = (
        Action("convene", Convene.ACT, "", Convene.ROSTER),
        Action("back", Convene.CANCEL, "escape", Convene.CANCEL_HELP),
    )
    CSS = """
    ConveneDialog #named { height: auto; }
    ConveneDialog #named Input { width: 1fr; }
    ConveneDialog #people { height: auto; max-height: 7; }
    ConveneDialog #seals { margin-top: 1; color: $text-muted; }
    ConveneDialog #unconfirmed { text-style: bold; }
    ConveneDialog #message { text-style: bold; }
    """

    def __init__(self, follows: bytes = b"") -> None:
        super().__init__()
        self._follows = follows
        self._people: list[Contact] = []
        self._seats: dict[str, Seating] = {}
        self._me = ""
        self._working = False

    def title_words(self) -> str:
        return Convene.TITLE_AGAIN if self._follows else Convene.TITLE

    def compose_content(self) -> ComposeResult:
        with Horizontal(id="named"):
            yield Input(placeholder=Convene.CASE, id="case", max_length=_LONGEST)
            yield Input(placeholder=Convene.SITTING, id="title", max_length=_LONGEST)
        yield Static(plain(Convene.ROSTER), id="lead")
        yield Rows(id="people")
        yield Static(plain(""), id="seals")
        yield Static(plain(""), id="unconfirmed")
        yield Tick(plain(Convene.GO_ON), id="go-on")
        yield Static(plain(""), id="message")

    def on_mount(self) -> None:
        self.query_one("#go-on").display = False
        self.begin(self._prepare())

    async def _prepare(self) -> None:
        person = self.app.unlocked
        self._me = person.name
        self._people = await self.app.ask(person.people.contacts)
        views = await self.app.ask(person.sessions.views)
        cases = sorted({view.case for view in views})
        self.query_one("#case", Input).suggester = SuggestFromList(cases, case_sensitive=False)
        if self._follows:
            await self._fill_in(next(view for view in views if view.id == self._follows))
        self._show()

    async def _fill_in(self, last: SessionView) -> None:
        """Seat the people of the last session."""
        invited = await self.app.ask(_invited_again, self.app.unlocked, last.id)
        known = {contact.name for contact in self._people}
        self._seats = {
            each.name: Seating(each.role, each.side, each.reads_joint)
            for each in invited
            if each.name in known
        }
        gone = [each.name for each in invited if each.name not in known | {self._me}]
        self.query_one("#case", Input).value = last.case
        said = Convene.FOLLOWS.format(made=full(last.convened))
        lost = f"\n{Convene.GONE.format(names=listed(gone))}" if gone else ""
        self.query_one("#lead", Static).update(plain(f"{said}{lost}"))
        self.query_one("#title", Input).focus()

    # Who sits where -----------------------------------------------------------------------------

    def _show(self) -> None:
        """Show everybody with their seat, who must agree later, and who was never compared."""
        people = self.query_one("#people", Rows)
        at = people.highlighted
        people.clear_options()
        people.add_option(Option(plain_line(Convene.YOU.format(name=self._me)), disabled=True))
        people.add_options(Option(self._line(contact)) for contact in self._people)
        if self._people:
            people.highlighted = at or 1
        self.query_one("#seals", Static).update(plain(self._who_agrees()))
        unconfirmed = self._unconfirmed
        sentence = Convene.ASK_UNCONFIRMED.format(names=listed(unconfirmed)) if unconfirmed else ""
        warning, tick = self.query_one("#unconfirmed", Static), self.query_one("#go-on", Tick)
        warning.update(plain(sentence))
        warning.display = tick.display = bool(unconfirmed)
        if not unconfirmed:
            tick.value = False

    def _line(self, contact: Contact) -> Content:
        seating = self._seats.get(contact.name, NOT_SEATED)
        name = plain_line(contact.name).truncate(_NAME_WIDTH, ellipsis=True, pad=True)
        seated = plain_line(f"  {seating.words:<22}", "bold" if seating.role else "")
        doubt = "" if contact.confirmed else plain(Convene.UNCONFIRMED, "$text-warning")
        return Content.assemble(name, seated, doubt)

    def _who_agrees(self) -> str:
        if not self._people:
            return Convene.NOBODY
        holding = [
            name
            for name, seating in self._seats.items()
            if seating.role in {Role.MEDIATOR, Role.PARTY}
        ]
        if not any(seating.role is Role.PARTY for seating in self._seats.values()):
            return Convene.SEALS_NONE
        return Convene.SEALS.format(names=listed([self._me, *holding]))

    @property
    def _unconfirmed(self) -> list[str]:
        """The seated people whose check words were never compared."""
        return [
            contact.name
            for contact in self._people
            if not contact.confirmed and self._seats.get(contact.name, NOT_SEATED).role
        ]

    @on(OptionList.OptionSelected, "#people")
    def _ask_seat(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.begin(self._seat(self._people[event.option_index - 1].name))

    async def _seat(self, name: str) -> None:
        now = self._seats.get(name, NOT_SEATED)
        taken = {
            seating.side
            for other, seating in self._seats.items()
            if seating.role is Role.PARTY and other != name
        }
        chosen = await self.app.push_screen_wait(SeatDialog(name, choices(taken), now))
        if chosen is not None:
            self._seats[name] = chosen
            self._show()

    # Doing it -----------------------------------------------------------------------------------

    @on(Input.Submitted)
    def _next_field(self, event: Input.Submitted) -> None:
        """Enter in a field goes on to the next: a roster is never signed by a slip."""
        self.query_one("#title" if event.input.id == "case" else "#people").focus()

    def action_convene(self) -> None:
        """Sign the list, and give everybody their keys."""
        if not self._working:
            self.begin(self._convene())

    async def _convene(self) -> None:
        case = self.query_one("#case", Input).value.strip()
        if not case:
            self._say(Convene.NO_CASE)
            self.query_one("#case").focus()
            return
        accepted = self.query_one("#go-on", Tick).value
        if self._unconfirmed and not accepted:
            self._say(Convene.TICK_FIRST)
            self.query_one("#go-on").focus()
            return
        self._working = True
        self._say(Convene.WORKING)
        try:
            made = await self.app.ask(
                self.app.unlocked.sessions.convene, case,
                self.query_one("#title", Input).value.strip(), self._invitations(),
                accept_unconfirmed=accepted, follows=self._follows,
            )  # fmt: skip
        except VaultError as error:
            self._say(describe(error).message)
            return
        finally:
            self._working = False
        self.dismiss(made)

    def _invitations(self) -> list[Invitation]:
        return [
            Invitation(seating.role, name, seating.side, seating.reads_joint)
            for name, seating in self._seats.items()
            if seating.role is not None
        ]

    def _say(self, sentence: str) -> None:
        self.query_one("#message", Static).update(plain(sentence))

    def forget(self) -> None:
        super().forget()
        self._people, self._seats, self._me = [], {}, ""
        self.query_one("#case", Input).suggester = None
        self.query_one("#people", Rows).clear_options()


def _invited_again(person: UnlockedVault, session: bytes) -> list[Invitation]:
    return seated_again(person, person.sessions.open(session).roster)
