"""Carrying entries into another session or audience, after seeing who gains sight of them."""

from dataclasses import dataclass, field
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Select, Static
from textual.widgets.option_list import Option

from tui.app.rows import Rows
from tui.app.scope import badge, listed
from tui.app.screen import Action, Dialog
from tui.app.sentences import Carry
from tui.app.text import plain, plain_line
from tui.app.work.times import full
from tui.wording import describe
from vault import (
    PRIVATE,
    Entry,
    ForbiddenError,
    InvalidError,
    Room,
    SessionView,
    UnlockedVault,
    VaultError,
)

_CAUCUS = "caucus:"
_SHOWN_NAMES = 7


@dataclass(frozen=True, slots=True)
class _Source:
    """An entry that is to be carried."""

    entry: bytes
    session: bytes
    audience: str
    title: str = field(repr=False)
    readers: tuple[str, ...] = field(repr=False)
    has_files: bool


@dataclass(frozen=True, slots=True)
class _Target:
    """Where it may go."""

    view: SessionView
    room: Room
    readers: dict[str, tuple[str, ...]] = field(repr=False)
    """By audience, who could read it there."""


class CarryDialog(Dialog[list[bytes] | None]):
    """Shows who can see entries now and who could after, and copies them. Gives the new entries.

    Args:
        entries: the entries, of one case.

    """

    TITLE_WORDS = Carry.TITLE
    HELP = Carry.HELP
    WIDTH = 76
    ACTIONS: ClassVar = (
        Action("carry", Carry.ACT, "", Carry.WHY),
        Action("back", Carry.CANCEL, "escape", Carry.CANCEL_HELP),
    )
    CSS = """
    CarryDialog #where { height: 1; margin-top: 1; }
    CarryDialog #where Static { width: 14; }
    CarryDialog #session { width: 1fr; }
    CarryDialog #sight { height: auto; max-height: 9; margin-top: 1; }
    CarryDialog .column { width: 1fr; height: auto; padding-right: 1; }
    CarryDialog #audience { height: auto; max-height: 7; }
    CarryDialog .column Static { text-wrap: nowrap; text-overflow: ellipsis; }
    CarryDialog #verdict { height: auto; min-height: 2; margin-top: 1; }
    """

    def __init__(self, entries: list[bytes]) -> None:
        super().__init__()
        self._entries = list(dict.fromkeys(entries))
        self._sources: list[_Source] = []
        self._targets: list[_Target] = []
        self._audiences: list[str] = []
        """In the order of the list on the screen."""
        self._carrying = False

    def compose_content(self) -> ComposeResult:
        yield Static(id="subject")
        yield Static(plain(Carry.WHY, "$text-muted"))
        with Horizontal(id="where"):
            yield Static(plain(Carry.SESSION))
            yield Select[int]([], id="session", compact=True, prompt="")
        with Horizontal(id="sight"):
            with Vertical(classes="column"):
                yield Static(plain(Carry.AUDIENCE, "bold"))
                yield Rows(id="audience")
            with Vertical(classes="column"):
                yield Static(id="now")
            with Vertical(classes="column"):
                yield Static(id="after")
        yield Static(id="verdict")
        yield Input(placeholder=Carry.WORD, id="word")

    def on_mount(self) -> None:
        self.query_one("#word").display = False
        self.query_one("#do-carry").disabled = True
        self.begin(self._prepare())

    async def _prepare(self) -> None:
        person = self.app.unlocked
        self._sources, self._targets = await self.app.ask(_read, person, self._entries)
        first = self._sources[0]
        one, many = Carry.ONE, Carry.MANY
        said = (one if len(self._sources) == 1 else many).format(
            count=len(self._sources), title=first.title
        )
        badges = [badge(each) for each in dict.fromkeys(s.audience for s in self._sources)]
        subject = Content("  ").join([plain_line(said, "bold"), *badges])
        self.query_one("#subject", Static).update(subject)
        options = [(_spoken(target), number) for number, target in enumerate(self._targets)]
        places = [target.view.id for target in self._targets]
        select = self.query_one("#session", Select)
        select.set_options(options)
        select.value = places.index(first.session) if first.session in places else 0

    # Where it goes ------------------------------------------------------------------------------

    @property
    def _target(self) -> _Target | None:
        value = self.query_one("#session", Select).value
        return self._targets[value] if isinstance(value, int) else None

    @property
    def _audience(self) -> str:
        chosen = self.query_one("#audience", Rows).highlighted
        return self._audiences[chosen] if chosen is not None else ""

    @on(Select.Changed, "#session")
    def _session_chosen(self) -> None:
        target = self._target
        if target is None:
            return
        room = target.room
        self._audiences = [PRIVATE] if room.closed else list(room.audiences)
        shown = self.query_one("#audience", Rows)
        shown.clear_options()
        for audience in self._audiences:
            reason = self._reason_against(target, audience)
            prompt = badge(audience)
            if reason:
                prompt = Content.assemble(prompt, plain(f" {Carry.REFUSED}"))
            shown.add_option(Option(prompt))
        shown.highlighted = 0
        self._show()

    @on(OptionList.OptionHighlighted, "#audience")
    def _audience_chosen(self) -> None:
        self._show()

    def _reason_against(self, target: _Target, audience: str) -> str:
        """Return in words why the entries cannot go there, or an empty text."""
        if any(source.has_files for source in self._sources):
            return describe(InvalidError("entry", "attachments")).message
        if any(_across(source.audience, audience) for source in self._sources):
            return describe(ForbiddenError("carry")).message
        places = {(source.session, source.audience) for source in self._sources}
        return Carry.SAME_PLACE if places == {(target.view.id, audience)} else ""

    # Who sees it --------------------------------------------------------------------------------

    @property
    def _now(self) -> list[str]:
        return list(dict.fromkeys(name for source in self._sources for name in source.readers))

    def _gaining(self, target: _Target, audience: str) -> list[str]:
        """Return who can read it there and cannot read all of it now."""
        return [
            name
            for name in target.readers[audience]
            if any(name not in source.readers for source in self._sources)
        ]

    def _show(self) -> None:
        """Show both lists of names, and what the choice means."""
        target, audience = self._target, self._audience
        if target is None or not audience:
            return
        gaining = self._gaining(target, audience)
        self.query_one("#now", Static).update(_people(Carry.NOW, self._now, []))
        after = list(dict.fromkeys([*self._now, *target.readers[audience]]))
        self.query_one("#after", Static).update(_people(Carry.AFTER, after, gaining))
        reason = self._reason_against(target, audience)
        word = self.query_one("#word", Input)
        word.display = bool(gaining) and not reason
        if reason:
            self._verdict(reason)
        elif gaining:
            self._verdict(Carry.WIDER.format(names=listed(gaining)), "bold")
        else:
            self._verdict(Carry.NARROW)
        self._allow()

    def _verdict(self, sentence: str, style: str = "") -> None:
        self.query_one("#verdict", Static).update(plain(sentence, style))

    @on(Input.Changed, "#word")
    def _allow(self) -> None:
        self.query_one("#do-carry").disabled = not self._may_carry()

    def _may_carry(self) -> bool:
        target, audience = self._target, self._audience
        if self._carrying or target is None or not audience:
            return False
        if self._reason_against(target, audience):
            return False
        typed = self.query_one("#word", Input).value.strip()
        return not self._gaining(target, audience) or typed.upper() == Carry.WORD

    # Doing it -----------------------------------------------------------------------------------

    @on(Input.Submitted, "#word")
    def action_carry(self) -> None:
        """Copy the entries to where the screen says."""
        target, audience = self._target, self._audience
        if target is not None and self._may_carry():
            self._carrying = True
            self._allow()
            self.begin(self._carry(target.view.id, audience))

    async def _carry(self, session: bytes, audience: str) -> None:
        made: list[bytes] = []
        try:
            for source in self._sources:
                revision = await self.app.ask(
                    self.app.unlocked.entries.carry, source.entry, session, audience
                )
                made.append(revision.header.entry)
        except VaultError as error:
            some = Carry.SOME.format(done=len(made), count=len(self._sources)) if made else ""
            self._verdict(f"{some}{describe(error).message}", "bold")
            return
        self.app.notify(Carry.DONE.format(count=len(made)), markup=False)
        self.dismiss(made)

    def forget(self) -> None:
        super().forget()
        self._sources, self._targets, self._audiences = [], [], []
        self.query_one("#session", Select).set_options([])
        self.query_one("#audience", Rows).clear_options()


def _across(source: str, target: str) -> bool:
    """Tell what the vault will refuse, before anybody asks it."""
    return source.startswith(_CAUCUS) and target.startswith(_CAUCUS) and source != target


def _read(person: UnlockedVault, entries: list[bytes]) -> tuple[list[_Source], list[_Target]]:
    """Return what is to be carried, and the sessions of its case. Raises NotFoundError."""
    sources = [_source(person, entry) for entry in entries]
    case = next(v.case for v in person.sessions.views() if v.id == sources[0].session)
    targets = []
    for view in person.sessions.views(case):
        room = person.sessions.open(view.id)
        readers = {each: person.entries.readers(view.id, each) for each in room.audiences}
        targets.append(_Target(view, room, readers))
    return sources, targets


def _source(person: UnlockedVault, entry: bytes) -> _Source:
    found: Entry = person.entries.find(entry)[1]
    latest = found.latest
    return _Source(
        entry, latest.session, latest.audience, latest.header.title,
        person.entries.readers(latest.session, latest.audience), bool(latest.header.attachments),
    )  # fmt: skip


def _spoken(target: _Target) -> Content:
    closed = f" ({Carry.CLOSED})" if target.view.closed else ""
    return plain_line(f"{target.view.title or full(target.view.convened)}{closed}")


def _people(title: str, names: list[str], gaining: list[str]) -> Content:
    """Return a column of names; who gains sight is marked with a sign and in words."""
    lines = [Content.styled(title, "bold")]
    for name in names[:_SHOWN_NAMES]:
        new = name in gaining
        said = f"+ {name} ({Carry.NEW})" if new else f"  {name}"
        lines.append(plain_line(said, "bold" if new else ""))
    if len(names) > _SHOWN_NAMES:
        lines.append(plain(Carry.MORE.format(count=len(names) - _SHOWN_NAMES)))
    return Content("\n").join(lines)
