"""Making an archive: for whom, what goes in, read once more, written whole or not at all."""

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Button, Checkbox, ContentSwitcher, Input, Static

from tui.app.archive.plan import Prospect, Wish, account, prospect, readers, write_archive
from tui.app.archive.sessions import SessionsDialog, sessions_words
from tui.app.archive.words import Archive
from tui.app.scope import listed
from tui.app.screen import Action, Dialog
from tui.app.seal.lines import LINES_CSS, Line, Page
from tui.app.seal.people import role_of
from tui.app.text import plain, plain_line
from tui.app.tick import Tick
from tui.app.typed import typed_path
from tui.app.work.attaching import size_words
from tui.failure import reason_of
from tui.files import random_path
from tui.wording import describe
from vault import ArchivePlan, Room, Seat, SessionView, VaultError

CHOOSING, REVIEW = "page-choosing", "page-review"
_SECONDS_SHOWN = 0.2


class ArchiveDialog(Dialog[Path | None]):
    """Asks for whom, says what goes in, and writes the file. Gives where it lies.

    Args:
        session: the session that is chosen at first.

    """

    TITLE_WORDS = Archive.TITLE
    HELP = Archive.HELP
    WIDTH = 78
    AUTO_FOCUS = "#do-back"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("sessions", Archive.DO_SESSIONS, "f6", Archive.SESSIONS_HELP),
        Action("next", Archive.DO_NEXT, "", Archive.NEXT_HELP),
        Action("write", Archive.DO_WRITE, "", Archive.WRITE_HELP),
        Action("back", Archive.DO_BACK, "escape", Archive.BACK_HELP),
    )
    CSS = f"""
    {LINES_CSS}
    ArchiveDialog {{
        #pages, #readers {{ height: auto; }}
        #readers {{ max-height: 5; overflow-y: auto; }}
        #page-review {{ max-height: 36vh; }}
        #target {{ height: auto; margin-top: 1; }}
        #keyslot {{ margin-top: 1; }}
        #prospect {{ height: auto; margin-top: 1; }}
        .gap {{ margin-top: 1; }}
        .quiet {{ color: $text-muted; }}
        #message {{ height: auto; text-style: bold; margin-top: 1; }}
        #told {{ height: auto; text-style: bold; margin-top: 1; }}
    }}
    """

    def __init__(self, session: bytes) -> None:
        super().__init__()
        self._chosen: tuple[bytes, ...] = (session,)
        """The sessions that go in."""
        self._views: list[SessionView] = []
        self._room: Room | None = None
        """The first of them."""
        self._seats: list[Seat] = []
        """Whom it can be for: who else sits in all of them."""
        self._found: Prospect | None = None
        self._page = CHOOSING
        self._written = 0
        self._phase = Archive.WRITING
        self._shown: Timer | None = None
        self._working = False
        self._made: Path | None = None

    def compose_content(self) -> ComposeResult:
        with ContentSwitcher(initial=CHOOSING, id="pages"):
            with Page(id=CHOOSING):
                yield Static(id="sessions-said")
                yield Static(plain(Archive.FOR, "bold"), id="for")
                yield Vertical(id="readers")
                yield Static(plain(Archive.READING), id="prospect")
                yield Tick(plain(Archive.KEYSLOT), id="keyslot")
                yield Static(plain(Archive.KEYSLOT_WITHOUT), id="keyslot-why", classes="quiet")
            with Page(id=REVIEW):
                yield Static(id="review")
        with Vertical(id="target"):
            yield Static(plain(Archive.FILE))
            yield Line(id="file", limit=4096)
            yield Static(id="told")
            yield Line(id="word")
        yield Static(id="message")

    def on_mount(self) -> None:
        self.query_one("#file", Input).value = str(Path.home() / random_path("zip").name)
        self._turn_to(CHOOSING)
        self.begin(self._read())

    # Which sessions, for whom, and what goes in ----------------------------------------------

    async def _read(self) -> None:
        """Read the sessions that are chosen, and offer whoever sits in all of them."""
        me = self.app.unlocked
        try:
            self._views = await self.app.ask(me.sessions.views)
            self._room, self._seats = await self.app.ask(readers, me, self._chosen)
        except VaultError as error:
            self.dismiss(None)
            self.app.run_worker(self.app.show_error(error))
            return
        wanted = set(self._ticked_names())
        self.query_one("#sessions-said", Static).update(
            plain_line(sessions_words(self._views, self._chosen))
        )
        ticks = [
            Tick(plain_line(Archive.SEAT.format(name=seat.name, role=role_of(seat))),
                 value=seat.name in wanted, id=f"seat-{seat.number}")
            for seat in self._seats
        ]  # fmt: skip
        listing = self.query_one("#readers")
        await listing.remove_children()
        await listing.mount_all(ticks)
        said = Archive.FOR if ticks else Archive.NOBODY_ELSE
        self.query_one("#for", Static).update(plain(said, "bold"))
        self.query_one(f"#{ticks[0].id}" if ticks else "#do-next").focus()
        self._look()

    def action_sessions(self) -> None:
        """Choose which sessions go in."""
        self.begin(self._choose())

    async def _choose(self) -> None:
        chosen = await self.app.push_screen_wait(SessionsDialog(self._views, self._chosen))
        if chosen is not None:
            self._chosen = chosen
            await self._read()

    @property
    def _wish(self) -> Wish:
        return Wish(self._chosen, self._ticked_names())

    def _ticked_names(self) -> tuple[str, ...]:
        """Return whom it is for; nobody means oneself."""
        ticked = {tick.id for tick in self.query("#readers Tick").results(Tick) if tick.value}
        return tuple(seat.name for seat in self._seats if f"seat-{seat.number}" in ticked)

    @on(Checkbox.Changed)
    def _ticked(self, event: Checkbox.Changed) -> None:
        if event.checkbox.id == "keyslot":
            self._explain_keyslot()
        else:
            self._look()

    def _explain_keyslot(self) -> None:
        tick = self.query_one("#keyslot", Tick)
        others = bool(self._wish.names)
        if others:
            tick.value = False
        tick.disabled = others
        said = Archive.KEYSLOT_WHY if tick.value else Archive.KEYSLOT_WITHOUT
        shown = Archive.KEYSLOT_OTHERS if others else said
        self.query_one("#keyslot-why", Static).update(plain(shown))

    def _look(self) -> None:
        self._explain_keyslot()
        self.begin(self._plan(), group="plan", exclusive=True)

    async def _plan(self) -> None:
        """Say what would go in."""
        self._found = None
        self.query_one("#do-next").disabled = True
        shown = self.query_one("#prospect", Static)
        wish = self._wish
        try:
            found = await self.app.ask(prospect, self.app.unlocked, wish)
        except VaultError as error:
            shown.update(plain(describe(error).message, "$text-error"))
            return
        if self._room is None or wish != self._wish:
            return
        self._found = found
        shown.update(account(found, wish))
        self.query_one("#do-next").disabled = not found.plan.audiences

    # Read once more --------------------------------------------------------------------------

    def _turn_to(self, page: str) -> None:
        self._page = page
        choosing = page == CHOOSING
        self.query_one("#pages", ContentSwitcher).current = page
        title = Archive.TITLE if choosing else Archive.TITLE_READ
        self.query_one(".dialog").border_title = plain_line(title)
        self.query_one("#target").display = not choosing
        self.query_one("#do-next").display = choosing
        self.query_one("#do-sessions").display = choosing
        self.query_one("#do-write").display = not choosing
        self.say("")

    def action_next(self) -> None:
        """Say it once more, and ask where to."""
        found, room = self._found, self._room
        if found is None or room is None:
            return
        told = found.told
        review = [
            plain_line(sessions_words(self._views, self._chosen)),
            account(found, self._wish),
            *self._terms(found.plan, room),
        ]
        self.query_one("#review", Static).update(Content("\n").join(review))
        self.query_one("#told", Static).update(plain(told.sentence))
        self.query_one("#told").display = bool(told.word)
        self.query_one("#word").display = bool(told.word)
        self._turn_to(REVIEW)
        self.query_one("#word" if told.word else "#file").focus()
        self._typed()

    def _terms(self, plan: ArchivePlan, room: Room) -> list[Content]:
        lines = [Archive.OPENS_FOR.format(names=listed(list(plan.readers)))]
        if room.seat.name not in plan.readers:
            lines.append(Archive.NOT_YOU)
        if self.query_one("#keyslot", Tick).value:
            lines.append(Archive.KEYSLOT_WHY)
        return [plain(f"{' '.join(lines)} {Archive.HANDED_OVER}")]

    @property
    def _may_write(self) -> bool:
        if self._found is None or self._working or self._made is not None:
            return False
        told = self._found.told
        return not told.word or told.is_typed(self.query_one("#word", Input).value)

    @on(Input.Changed)
    def _typed(self) -> None:
        self.query_one("#do-write").disabled = not self._may_write
        self.refresh_bindings()

    @on(Input.Submitted)
    def _entered(self) -> None:
        # Enter alone writes nothing.
        self.query_one("#do-write" if self._may_write else "#do-back").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "next" and self.is_mounted:
            return self._page == CHOOSING and (self._found is not None or None)
        if action == "sessions" and self.is_mounted:
            return self._page == CHOOSING and (bool(self._views) or None)
        if action == "write" and self.is_mounted:
            return self._page == REVIEW and (self._may_write or None)
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """Go back a page, or leave."""
        if self._working:
            return
        if self._page == REVIEW and self._made is None:
            self._turn_to(CHOOSING)
            self.query_one("#do-next").focus()
        else:
            self.dismiss(self._made)

    # Writing ---------------------------------------------------------------------------------

    def action_write(self) -> None:
        """Write the archive."""
        if self._may_write:
            self.begin(self._write())

    async def _write(self) -> None:
        target = typed_path(self.query_one("#file", Input).value)
        keyslot = self.query_one("#keyslot", Tick).value
        self._working = True
        self._shown = self.set_interval(_SECONDS_SHOWN, self._show_progress)
        try:
            await self.app.ask(
                partial(write_archive, with_keyslot=keyslot), self.app.unlocked, target,
                self._wish, self._count,
            )  # fmt: skip
        except VaultError as error:
            words = describe(error)
            self.say(f"{words.message} {words.hint}")
            return
        except OSError as error:
            self.say(Archive.NO_FOLDER.format(reason=reason_of(error)))
            return
        finally:
            self._working = False
            self._shown.stop()
        self._made = target
        self._tell(target)

    def _count(self, phase: Archive, size: int) -> None:
        """Note how far it is. Called on the vault's thread, which must not wait for the screen."""
        self._written = size if phase is not self._phase else self._written + size
        self._phase = phase

    def _show_progress(self) -> None:
        self.say(self._phase.format(size=size_words(self._written)))

    def _tell(self, target: Path) -> None:
        self.query_one(".dialog").border_title = plain_line(Archive.TITLE_DONE)
        for name in ("#told", "#word", "#do-write"):
            self.query_one(name).display = False
        self.query_one("#file", Input).disabled = True
        back = self.query_one("#do-back", Button)
        back.label = plain_line(Archive.DO_CLOSE)
        back.refresh(layout=True)
        back.focus()
        self.say(Archive.DONE.format(size=size_words(target.stat().st_size)))

    def say(self, sentence: str) -> None:
        """Say something below the page."""
        message = self.query_one("#message", Static)
        message.update(plain(sentence))
        message.display = bool(sentence)

    def forget(self) -> None:
        super().forget()
        self._room = self._found = None
        self._views, self._seats = [], []
        for name in ("#sessions-said", "#prospect", "#review", "#told"):
            self.query_one(name, Static).update("")
