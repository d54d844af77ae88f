"""Asking before something is written: for whom, what, and under which name."""

from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, RadioButton, RadioSet, Static
from textual.widgets.option_list import Option

from tui.app.rows import Line
from tui.app.scope import reads, scope
from tui.app.screen import BACK, Action, Dialog
from tui.app.text import plain, plain_line
from tui.app.work.act_words import Acts
from tui.app.work.speakers import joined
from tui.app.work.words import Details, New
from vault import PRIVATE, Kind, Room

_KINDS = {Kind.NOTE: New.NOTE, Kind.DRAFT: New.DRAFT, Kind.RECORD: New.RECORD}
TITLE_MOST = 400


class Wanted(NamedTuple):
    """What somebody is about to write."""

    audience: str
    kind: Kind
    title: str

    def __repr__(self) -> str:
        return "Wanted()"


class KindButton(RadioButton):
    """A choice that shows without colour whether it is the chosen one."""

    @property
    def _button(self) -> Content:
        return Content("(•)" if self.value else "( )")


class NewDialog(Dialog[Wanted]):
    """Asks for the audience first, and chooses none for anybody.

    Args:
        room: the session.
        called: what the session is called.
        title: a first suggestion.
        kind: the only kind possible, if there is only one.
        correcting: the title of the record that is corrected.

    """

    HELP = New.HELP
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        BACK,
        Action("cancel", New.CANCEL, "", New.CANCEL_HELP),
        Action("write", New.WRITE, "", New.WRITE_HELP),
    )

    def __init__(
        self, room: Room, called: str, *, title: str = "", kind: Kind | None = None,
        correcting: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self._room, self._called, self._title = room, called, title
        self._kind, self._correcting = kind, correcting
        self._audiences = (PRIVATE,) if room.closed else room.audiences

    def title_words(self) -> str:
        return New.TITLE.format(session=self._called)

    def compose_content(self) -> ComposeResult:
        if self._correcting:
            yield Static(plain(New.CORRECTING.format(title=self._correcting)))
        yield Static(New.CLOSED if self._room.closed else New.AUDIENCE, markup=False)
        options = [Option(Line(self._words(audience))) for audience in self._audiences]
        yield OptionList(*options, id="audiences", markup=False)
        with RadioSet(id="kinds"):
            for kind, words in _KINDS.items():
                if self._kind in {None, kind}:
                    chosen = kind in {self._kind, Kind.NOTE}
                    yield KindButton(words, value=chosen, name=kind.value)
        yield Static(New.NAME, markup=False, classes="hint")
        yield Input(self._title, id="title", max_length=TITLE_MOST)
        yield Static("", id="problem", markup=False, classes="-error")

    def _words(self, audience: str) -> Content:
        shown = scope(audience)
        words = reads(audience, self._room.roster, self._room.seat)
        return Content.assemble((shown.label, shown.style), "  ", plain_line(words))

    def on_mount(self) -> None:
        audiences = self.query_one("#audiences", OptionList)
        audiences.highlighted = None
        audiences.focus()
        self.query_one("#problem").display = False

    @on(OptionList.OptionSelected, "#audiences")
    def _chosen(self) -> None:
        self.query_one("#title", Input).focus()

    @on(OptionList.OptionHighlighted, "#audiences")
    def _looked_at(self) -> None:
        self.query_one("#problem").display = False

    @on(Input.Submitted, "#title")
    def _named(self) -> None:
        self.action_write()

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_write(self) -> None:
        audiences = self.query_one("#audiences", OptionList)
        at = audiences.highlighted
        if at is None:
            problem = self.query_one("#problem", Static)
            problem.update(New.CHOOSE)
            problem.display = True
            audiences.focus()
            return
        pressed = self.query_one("#kinds", RadioSet).pressed_button
        kind = Kind(pressed.name) if pressed is not None and pressed.name else Kind.NOTE
        title = self.query_one("#title", Input).value.strip()
        # What is typed next is for the page.
        self.app.ahead.set_out()
        self.dismiss(Wanted(self._audiences[at], kind, title))


class About(NamedTuple):
    """What an entry is called, and what it says of itself."""

    title: str
    speakers: tuple[str, ...]
    tags: tuple[str, ...]

    def __repr__(self) -> str:
        return "About()"


class DetailsDialog(Dialog[About]):
    """Title, speakers and tags of what is on the desk."""

    TITLE_WORDS = Details.TITLE
    HELP = Acts.DETAILS_HELP
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        BACK,
        Action("cancel", New.CANCEL, "", New.CANCEL_HELP),
        Action("use", Details.OK, "", Details.OK_HELP),
    )

    def __init__(self, about: About) -> None:
        super().__init__()
        self._about = about

    def compose_content(self) -> ComposeResult:
        for name, words, value in (
            ("title", Details.NAME, self._about.title),
            ("speakers", Details.SPEAKERS, ", ".join(self._about.speakers)),
            ("tags", Details.TAGS, " ".join(f"#{tag}" for tag in self._about.tags)),
        ):
            yield Static(words, markup=False, classes="hint")
            yield Input(value, id=name, max_length=4 * TITLE_MOST)

    def on_mount(self) -> None:
        self.query_one("#title", Input).focus()

    @on(Input.Submitted)
    def _finished(self) -> None:
        self.action_use()

    def _typed(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_use(self) -> None:
        speakers = [each.strip().lstrip("@") for each in self._typed("speakers").split(",")]
        tags = [each.strip("#,") for each in self._typed("tags").split()]
        self.dismiss(
            About(
                self._typed("title"),
                joined((), filter(None, speakers)),
                joined((), filter(None, tags)),
            )
        )
