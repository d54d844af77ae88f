"""The search screen: what is typed on top, what is left out below it, and what was found."""

import asyncio
from contextlib import suppress
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.app.find.bar import FilterBar
from tui.app.find.results import SHOWN_MAX, Found, Hit, Query, look, near
from tui.app.find.rows import FoundLine
from tui.app.find.words import Find
from tui.app.rows import Rows
from tui.app.screen import BACK, Action, CaucusScreen
from tui.app.text import plain
from vault import (
    JOINT,
    MEDIATORS,
    PRIVATE,
    Finder,
    SessionView,
    UnlockedVault,
    VaultError,
)

KEY_SECONDS = 0.065
"""Between two keys of somebody who types fast."""


class FindScreen(CaucusScreen[Hit | None]):
    """Finds entries as somebody types. Gives what was chosen.

    Args:
        case: only the sessions of this case; None for every session.

    """

    TITLE_WORDS = Find.TITLE
    HELP = Find.HELP
    ACTIONS: ClassVar = (
        Action("words", Find.DO_WORDS, "ctrl+f", Find.DO_WORDS_HELP, short=Find.SHORT_WORDS),
        Action("near", Find.DO_NEAR, "f4", Find.DO_NEAR_HELP),
        Action("wider", Find.DO_WIDER, "f6", Find.DO_WIDER_HELP, short=Find.SHORT_WIDER),
        Action("everything", Find.DO_EVERYTHING, "f7", Find.DO_EVERYTHING_HELP),
        BACK,
    )
    BINDINGS = [Binding("down", "to_results", show=False, id="to_results")]
    CSS = """
    FindScreen #query { margin: 0; }
    FilterBar { height: auto; }
    FilterBar #audiences { height: auto; padding: 0 1; }
    FilterBar #filters { height: 1; padding: 0 1; }
    FilterBar #filters Select { width: 1fr; margin-right: 2; }
    FindScreen #said { height: auto; padding: 0 1; margin-top: 1; }
    FindScreen #found { padding: 0 1; }
    FindScreen #left-out { height: auto; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, case: str | None = None) -> None:
        super().__init__()
        self._case = case or ""
        self._only_case = bool(case)
        self._finder: Finder | None = None
        self._views: dict[bytes, SessionView] = {}
        self._wanted = Query()
        self._answered: Query | None = None
        self._searching = False
        self._open_first = False
        """Whether Enter was pressed before the answer was there."""
        self._found = Found()
        self._near = ""

    @property
    def _person(self) -> UnlockedVault:
        return self.app.unlocked

    def compose_content(self) -> ComposeResult:
        yield Input(placeholder=Find.PLACEHOLDER, id="query")
        yield FilterBar()
        yield Static(plain(Find.READING), id="said")
        yield Rows(id="found")
        yield Static(plain(Find.SEALED_NONE), id="left-out")

    def on_mount(self) -> None:
        self.query_one("#found").display = False
        self.begin(self._prepare(), group="prepare", exclusive=True)

    # Reading what can be searched ---------------------------------------------------------------

    async def _prepare(self) -> None:
        """Read everything once, so that the first key is answered as fast as the others."""
        self._finder, self._answered = None, None
        self._say(Find.READING)
        person = self._person
        views = await self.app.ask(person.sessions.views, self._case if self._only_case else "")
        self._views = {view.id: view for view in views}
        sessions, audiences, unread = await self.app.ask(_readable, person, views)
        finder = await self.app.ask(person.search.finder, sessions)
        while await self.app.ask(finder.read_some):
            pass
        self._finder = finder
        bar = self.query_one(FilterBar)
        await bar.offer_audiences(audiences)
        self._wanted = self._wanted._replace(filters=bar.filters)
        self._search_again()
        await self._count_left_out(sessions, unread + len(finder.damages))

    async def _count_left_out(self, sessions: list[bytes], unread: int) -> None:
        """Say how much was not searched. One session after another: a key pressed goes first."""
        count = 0
        damaged = plain(f"  {Find.DAMAGED.format(count=unread)}", "bold") if unread else ""
        for session in sessions:
            with suppress(VaultError):
                count += len(await self.app.ask(self._person.docket.lines, session))
        sealed = Find.SEALED.format(count=count) if count else Find.SEALED_NONE
        self.query_one("#left-out", Static).update(Content.assemble(plain(sealed), damaged))

    # Answering what is typed --------------------------------------------------------------------

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        self._wanted = self._wanted._replace(words=" ".join(event.value.split()))
        self._open_first = False
        self._search_again()

    def _search_again(self) -> None:
        if not self._searching and self._finder is not None:
            self.begin(self._search())

    async def _search(self) -> None:
        """Answer the newest query; what is typed meanwhile ends the search for what was before."""
        self._searching = True
        try:
            while (finder := self._finder) is not None and self._answered != self._wanted:
                query = self._wanted
                steps, found = look(finder, query), None
                # Painting what is found takes longer than a key may: it waits for the next one.
                pause = asyncio.create_task(asyncio.sleep(KEY_SECONDS))
                while found is None and query == self._wanted and finder is self._finder:
                    found = await self.app.ask(next, steps)
                await pause
                if found is not None and query == self._wanted and finder is self._finder:
                    self._answered, self._found = query, found
                    self._show()
                    if self._open_first:
                        self._entered()
        finally:
            self._searching = False
        if self._wanted.words and not self._found.total:
            self.begin(self._look_near(self._wanted.words), group="near", exclusive=True)

    async def _look_near(self, query: str) -> None:
        """Look whether the word was meant otherwise, for as long as nothing else is typed."""
        for candidate in near(query):
            if self._finder is None or self._wanted.words != query:
                return
            found = await self.app.ask(self._finder.find, candidate)
            if found and self._wanted.words == query:
                self._near = candidate
                self._say(f"{self._nothing(query)} {Find.NEAR.format(word=candidate)}")
                self.refresh_bindings()
                return

    # Showing it ---------------------------------------------------------------------------------

    def _show(self) -> None:
        """Put what was found on the screen."""
        self._near = ""
        self.query_one(FilterBar).offer(self._found)
        shown = self._found.shown
        rows = self.query_one("#found", Rows)
        rows.clear_options()
        rows.add_options(
            Option(FoundLine(
                match, self._views[match.entry.latest.session], self._wanted.words,
                with_case=not self._only_case,
            ))
            for match in shown
        )  # fmt: skip
        rows.display = bool(shown)
        rows.highlighted = 0 if shown else None
        self._say(self._count())
        self.refresh_bindings()

    def _count(self) -> str:
        """Say how much was found, and how much of it is shown."""
        words, found = self._wanted.words, self._found
        if not words:
            return Find.EMPTY
        if not found.total:
            return self._nothing(words)
        if not found.passed:
            return Find.NOTHING_SHOWN.format(count=found.total, query=words)
        if found.passed > SHOWN_MAX:
            return Find.FOUND_FIRST.format(count=f"{found.passed:,}", shown=SHOWN_MAX)
        return Find.FOUND_ONE if found.passed == 1 else Find.FOUND.format(count=found.passed)

    def _nothing(self, words: str) -> str:
        if self._only_case:
            return Find.NOTHING_CASE.format(query=words, case=self._case)
        return Find.NOTHING.format(query=words)

    def _say(self, sentence: str) -> None:
        self.query_one("#said", Static).update(plain(sentence))

    @on(FilterBar.Changed)
    def _filtered(self, event: FilterBar.Changed) -> None:
        self._wanted = self._wanted._replace(filters=event.filters)
        self._search_again()

    # What can be done ---------------------------------------------------------------------------

    @on(Input.Submitted, "#query")
    def _entered(self) -> None:
        listed = self.query_one("#found", Rows)
        self._open_first = self._answered != self._wanted
        if not self._open_first and listed.highlighted is not None:
            self._open(listed.highlighted)

    @on(OptionList.OptionSelected, "#found")
    def _open_chosen(self, event: OptionList.OptionSelected) -> None:
        self._open(event.option_index)

    def _open(self, index: int) -> None:
        chosen = self._found.shown[index].entry
        self.dismiss(Hit(chosen.latest.session, chosen.id, self._wanted.words))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "near":
            return True if self._near else None
        if action == "wider":
            return True if self._case else None
        return super().check_action(action, parameters)

    def action_words(self) -> None:
        """Go back to what is looked for."""
        self.query_one("#query", Input).focus()

    def action_to_results(self) -> None:
        if self._found.shown:
            self.query_one("#found", Rows).focus()

    def action_near(self) -> None:
        """Look for the word that may have been meant."""
        self.query_one("#query", Input).value = self._near

    def action_wider(self) -> None:
        """Search every case, or this one again."""
        self._only_case = not self._only_case
        self.begin(self._prepare(), group="prepare", exclusive=True)

    def action_everything(self) -> None:
        """Leave nothing out."""
        self.query_one(FilterBar).clear()

    def action_back(self) -> None:
        self.dismiss(None)

    def forget(self) -> None:
        super().forget()
        self._finder, self._found, self._views = None, Found(), {}
        self._wanted, self._answered, self._near, self._case = Query(), None, "", ""
        self.query_one("#found", Rows).clear_options()
        self.query_one(FilterBar).forget()


def _readable(
    person: UnlockedVault, views: list[SessionView]
) -> tuple[list[bytes], list[str], int]:
    """Return the sessions that open, their audiences, and how many sessions do not open."""
    sessions: list[bytes] = []
    audiences: dict[str, None] = {}
    for view in views:
        with suppress(VaultError):
            room = person.sessions.open(view.id)
            audiences |= dict.fromkeys(room.audiences)
            sessions.append(view.id)
    return sessions, sorted(audiences, key=_order), len(views) - len(sessions)


def _order(audience: str) -> tuple[int, str]:
    """Return where an audience stands in a row: from one's own to everybody's."""
    fixed = (PRIVATE, MEDIATORS, "", JOINT)
    return (fixed.index(audience) if audience in fixed else fixed.index(""), audience)
