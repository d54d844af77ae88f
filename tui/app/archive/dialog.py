"""Making an archive: for whom, what goes in, read once more, written whole or not at all."""

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Button, ContentSwitcher, Input, Static

from tui.app.archive.choosing import Choosing
from tui.app.archive.plan import prospect, readers, write_archive
from tui.app.archive.sessions import SessionsDialog
from tui.app.archive.words import Archive
from tui.app.screen import Action, Dialog
from tui.app.seal.lines import LINES_CSS, Line, Page
from tui.app.text import plain, plain_line
from tui.app.typed import typed_path
from tui.app.work.attaching import size_words
from tui.failure import reason_of
from tui.files import random_path
from tui.wording import describe
from vault import VaultError

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
        #pages {{ height: auto; }}
        #page-review {{ max-height: 36vh; }}
        #target {{ height: auto; margin-top: 1; }}
        #message {{ height: auto; text-style: bold; margin-top: 1; }}
        #told {{ height: auto; text-style: bold; margin-top: 1; }}
    }}
    """

    def __init__(self, session: bytes) -> None:
        super().__init__()
        self._session = session
        self._page = CHOOSING
        self._written = 0
        self._phase = Archive.WRITING
        self._shown: Timer | None = None
        self._working = False
        self._made: Path | None = None

    def compose_content(self) -> ComposeResult:
        with ContentSwitcher(initial=CHOOSING, id="pages"):
            yield Choosing(self._session, id=CHOOSING)
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

    @property
    def _choosing(self) -> Choosing:
        return self.query_one(Choosing)

    async def _read(self) -> None:
        """Read the sessions that are chosen, and offer whoever sits in all of them."""
        me, page = self.app.unlocked, self._choosing
        try:
            views = await self.app.ask(me.sessions.views)
            room, seats = await self.app.ask(readers, me, page.chosen)
        except VaultError as error:
            self.dismiss(None)
            self.app.run_worker(self.app.show_error(error))
            return
        await page.offer(views, room, seats)
        if not seats:
            self.query_one("#do-next").focus()
        self._look()

    def action_sessions(self) -> None:
        """Choose which sessions go in."""
        self.begin(self._choose())

    async def _choose(self) -> None:
        page = self._choosing
        chosen = await self.app.push_screen_wait(SessionsDialog(page.views, page.chosen))
        if chosen is not None:
            page.chosen = chosen
            await self._read()

    @on(Choosing.Wished)
    def _look(self) -> None:
        self.begin(self._plan(), group="plan", exclusive=True)

    async def _plan(self) -> None:
        """Say what would go in."""
        page = self._choosing
        page.found = None
        self.query_one("#do-next").disabled = True
        wish = page.wish
        try:
            found = await self.app.ask(prospect, self.app.unlocked, wish)
        except VaultError as error:
            page.refuse(describe(error).message)
            return
        if page.room is None or wish != page.wish:
            return
        page.show(found)
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
        found, room = self._choosing.found, self._choosing.room
        if found is None or room is None:
            return
        told = found.told
        self.query_one("#review", Static).update(self._choosing.review(found, room))
        self.query_one("#told", Static).update(plain(told.sentence))
        self.query_one("#told").display = bool(told.word)
        self.query_one("#word").display = bool(told.word)
        self._turn_to(REVIEW)
        self.query_one("#word" if told.word else "#file").focus()
        self._typed()

    @property
    def _may_write(self) -> bool:
        found = self._choosing.found
        if found is None or self._working or self._made is not None:
            return False
        told = found.told
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
            return self._page == CHOOSING and (self._choosing.found is not None or None)
        if action == "sessions" and self.is_mounted:
            return self._page == CHOOSING and (bool(self._choosing.views) or None)
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
        self._working = True
        self._shown = self.set_interval(_SECONDS_SHOWN, self._show_progress)
        try:
            await self.app.ask(
                partial(write_archive, with_keyslot=self._choosing.with_keyslot),
                self.app.unlocked, target, self._choosing.wish, self._count,
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
        self._choosing.forget()
        for name in ("#review", "#told"):
            self.query_one(name, Static).update("")
