"""The first page of making an archive: which sessions go in, for whom, and what that holds."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Checkbox, Static

from tui.app.archive.plan import Prospect, Wish, account
from tui.app.archive.sessions import sessions_words
from tui.app.archive.words import Archive
from tui.app.scope import listed
from tui.app.seal.lines import Page
from tui.app.seal.people import role_of
from tui.app.text import plain, plain_line
from tui.app.tick import Tick
from vault import Room, Seat, SessionView


class Choosing(Page):
    """A tick for everybody whom it can be for, one for the keyslot, and an account of the whole.

    Args:
        session: the session that is chosen at first.

    """

    DEFAULT_CSS = """
    Choosing {
        #readers { height: auto; max-height: 5; overflow-y: auto; }
        #keyslot { margin-top: 1; }
        #keyslot-why { color: $text-muted; }
        #prospect { height: auto; margin-top: 1; }
    }
    """

    class Wished(Message):
        """Somebody was ticked, or no longer is: it would hold something else."""

    def __init__(self, session: bytes, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.chosen: tuple[bytes, ...] = (session,)
        """The sessions that go in."""
        self.views: list[SessionView] = []
        self.room: Room | None = None
        """The first of them."""
        self.seats: list[Seat] = []
        """Whom it can be for: who else sits in all of them."""
        self.found: Prospect | None = None
        """What it would hold, once that was read."""

    def __repr__(self) -> str:
        return "Choosing()"

    def compose(self) -> ComposeResult:
        yield Static(id="sessions-said")
        yield Static(plain(Archive.FOR, "bold"), id="for")
        yield Vertical(id="readers")
        yield Static(plain(Archive.READING), id="prospect")
        yield Tick(plain(Archive.KEYSLOT), id="keyslot")
        yield Static(plain(Archive.KEYSLOT_WITHOUT), id="keyslot-why")

    # What is wished --------------------------------------------------------------------------

    @property
    def wish(self) -> Wish:
        """Which sessions, and for whom; nobody means oneself."""
        ticked = {tick.id for tick in self.query("#readers Tick").results(Tick) if tick.value}
        names = (seat.name for seat in self.seats if f"seat-{seat.number}" in ticked)
        return Wish(self.chosen, tuple(names))

    @property
    def with_keyslot(self) -> bool:
        """Whether one's own way in goes along."""
        return self.query_one("#keyslot", Tick).value

    @on(Checkbox.Changed)
    def _ticked(self, event: Checkbox.Changed) -> None:
        event.stop()
        self._explain_keyslot()
        if event.checkbox.id != "keyslot":
            self.post_message(self.Wished())

    def _explain_keyslot(self) -> None:
        tick = self.query_one("#keyslot", Tick)
        others = bool(self.wish.names)
        if others:
            tick.value = False
        tick.disabled = others
        said = Archive.KEYSLOT_WHY if tick.value else Archive.KEYSLOT_WITHOUT
        shown = Archive.KEYSLOT_OTHERS if others else said
        self.query_one("#keyslot-why", Static).update(plain(shown))

    # What is shown ---------------------------------------------------------------------------

    async def offer(self, views: list[SessionView], room: Room, seats: Sequence[Seat]) -> None:
        """Say which sessions are chosen, and offer whoever sits in all of them."""
        wanted = set(self.wish.names)
        self.views, self.room, self.seats = views, room, list(seats)
        self.query_one("#sessions-said", Static).update(self._sessions_said())
        ticks = [
            Tick(plain_line(Archive.SEAT.format(name=seat.name, role=role_of(seat))),
                 value=seat.name in wanted, id=f"seat-{seat.number}")
            for seat in self.seats
        ]  # fmt: skip
        listing = self.query_one("#readers")
        await listing.remove_children()
        await listing.mount_all(ticks)
        said = Archive.FOR if ticks else Archive.NOBODY_ELSE
        self.query_one("#for", Static).update(plain(said, "bold"))
        self._explain_keyslot()
        if ticks:
            ticks[0].focus()

    def show(self, found: Prospect) -> None:
        """Say what it would hold."""
        self.found = found
        self.query_one("#prospect", Static).update(account(found, self.wish))

    def refuse(self, reason: str) -> None:
        """Say why nobody can tell what it would hold."""
        self.query_one("#prospect", Static).update(plain(reason, "$text-error"))

    def review(self, found: Prospect, room: Room) -> Content:
        """Return all of it once more, with whom it opens for."""
        readers = found.plan.readers
        terms = [Archive.OPENS_FOR.format(names=listed(list(readers)))]
        if room.seat.name not in readers:
            terms.append(Archive.NOT_YOU)
        if self.with_keyslot:
            terms.append(Archive.KEYSLOT_WHY)
        return Content("\n").join([
            self._sessions_said(),
            account(found, self.wish),
            plain(f"{' '.join(terms)} {Archive.HANDED_OVER}"),
        ])  # fmt: skip

    def _sessions_said(self) -> Content:
        return plain_line(sessions_words(self.views, self.chosen))

    def forget(self) -> None:
        """Take every word off the screen."""
        self.room = self.found = None
        self.views, self.seats = [], []
        for name in ("#sessions-said", "#prospect"):
            self.query_one(name, Static).update("")
