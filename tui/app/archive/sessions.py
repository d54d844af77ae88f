"""Which sessions go into an archive: a tick for each, a whole case at once, any case."""

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.app.archive.words import Archive, Sessions
from tui.app.screen import Action, Dialog
from tui.app.text import plain, plain_line
from tui.app.work.contents import session_words
from vault import SessionView

_NAMED = 2


def sessions_words(views: Sequence[SessionView], chosen: Collection[bytes]) -> str:
    """Return which sessions are chosen, as far as there is room."""
    found = [each for each in views if each.id in chosen]
    names = [session_words(each) for each in found]
    if len(names) == 1:
        return Archive.SESSION.format(name=names[0])
    if len({each.case.casefold() for each in found}) > 1:
        names = [f"{each.case}: {name}" for each, name in zip(found, names, strict=True)]
    shown = "; ".join(names[:_NAMED])
    if len(names) > _NAMED:
        shown = Archive.MORE.format(names=shown, count=len(names) - _NAMED)
    return Archive.SESSIONS_CHOSEN.format(count=len(names), names=shown)


class SessionList(OptionList):
    """A tick for every session."""

    BINDINGS = [Binding("space", "select", show=False, id="tick")]

    class Ticked(Message):
        """Something was ticked, or no longer is."""

    def __init__(self, views: Sequence[SessionView], chosen: Collection[bytes]) -> None:
        self.views = list(views)
        self.ticked = set(chosen)
        super().__init__(
            *(Option(self._shown(each)) for each in self.views), id="sessions", markup=False
        )

    @property
    def case(self) -> str:
        """The case of the session under the cursor."""
        return self.views[self.highlighted or 0].case.casefold()

    @on(OptionList.OptionSelected)
    def _toggle(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(self.ticked ^ {self.views[event.option_index].id})

    def tick_case(self) -> None:
        """Tick every session of the case under the cursor; once all are, tick none of them."""
        case = {each.id for each in self.views if each.case.casefold() == self.case}
        self._take(self.ticked - case if case <= self.ticked else self.ticked | case)

    def _take(self, ticked: set[bytes]) -> None:
        cursor, before = self.highlighted, self.ticked
        self.ticked = ticked
        for place, view in enumerate(self.views):
            if view.id in before ^ ticked:
                self.replace_option_prompt_at_index(place, self._shown(view))
        # Exchanging the words of a line puts the cursor on the first one.
        self.highlighted = cursor
        self.post_message(self.Ticked())

    def _shown(self, view: SessionView) -> Content:
        tick = "[x]" if view.id in self.ticked else "[ ]"
        return Content.assemble(
            plain_line(f"{tick} {view.case}", "bold"), plain_line(f" · {session_words(view)}")
        )


class SessionsDialog(Dialog[tuple[bytes, ...] | None]):
    """Asks which sessions. Gives them, in the order of the list; nothing if it was left.

    Args:
        views: the sessions there are.
        chosen: what is ticked already.

    """

    TITLE_WORDS = Sessions.TITLE
    HELP = Sessions.HELP
    WIDTH = 78
    AUTO_FOCUS = "#sessions"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("take", Sessions.DO_TAKE, "f5", Sessions.TAKE_HELP),
        Action("case", Sessions.DO_CASE, "f6", Sessions.CASE_HELP),
        Action("back", Sessions.DO_BACK, "escape", Sessions.BACK_HELP),
    )
    CSS = """
    SessionsDialog #sessions { height: auto; max-height: 48vh; }
    SessionsDialog #count { height: auto; margin-top: 1; }
    """

    def __init__(self, views: Sequence[SessionView], chosen: Collection[bytes]) -> None:
        super().__init__()
        self._views, self._chosen = views, chosen

    def compose_content(self) -> ComposeResult:
        yield Static(plain(Sessions.WHICH, "bold"))
        yield SessionList(self._views, self._chosen)
        yield Static(id="count")

    def on_mount(self) -> None:
        listing = self.query_one(SessionList)
        listing.highlighted = next(
            (place for place, each in enumerate(self._views) if each.id in self._chosen), 0
        )
        self._say_count()

    @on(SessionList.Ticked)
    def _say_count(self) -> None:
        count = len(self.query_one(SessionList).ticked)
        said = Sessions.COUNT.format(count=count) if count else Sessions.NONE
        self.query_one("#count", Static).update(plain(said))
        self.query_one("#do-take").disabled = not count
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "take" and self.is_mounted:
            return bool(self.query_one(SessionList).ticked) or None
        return super().check_action(action, parameters)

    def action_take(self) -> None:
        """Give what is ticked."""
        listing = self.query_one(SessionList)
        self.dismiss(tuple(each.id for each in listing.views if each.id in listing.ticked))

    def action_case(self) -> None:
        """Tick the whole case."""
        self.query_one(SessionList).tick_case()

    def forget(self) -> None:
        super().forget()
        self._views = ()
        listing = self.query_one(SessionList)
        listing.clear_options()
        listing.views = []
