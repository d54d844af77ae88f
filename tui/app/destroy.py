"""Destroying entries, or a session's: what goes, what stays, and which backups still hold it."""

from abc import abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from tui.app.scope import listed, scope
from tui.app.screen import Action, Dialog
from tui.app.sentences import Destroy
from tui.app.text import plain, plain_line
from tui.app.upkeep.copies import Copy, copies_in, made_since
from tui.app.upkeep.folder import backup_folder
from tui.app.work.times import full
from tui.wording import describe
from vault import Entry, UnlockedVault, VaultError

_SHOWN = 4
DONE = True
"""What a dialogue gives that destroyed something."""
_SHOWN_COPIES = 2


@dataclass(frozen=True, slots=True)
class _Losses:
    """What destroying would mean."""

    case: str = field(repr=False)
    entries: tuple[Entry, ...]
    readers: tuple[str, ...] = field(repr=False)
    sealed: int
    copies: tuple[Copy, ...]

    @property
    def written(self) -> int:
        """When the oldest of it was written."""
        return min((entry.first.header.made for entry in self.entries), default=0)


class _DestroyDialog(Dialog[bool | None]):
    """Lists what would go, and goes on only when the name of the case is typed."""

    WIDTH = 78
    HELP = Destroy.HELP
    CLOSES = False
    ACTIONS: ClassVar = (
        Action("back", Destroy.CANCEL, "escape", Destroy.CANCEL_HELP),
        Action("destroy", Destroy.ACT, "", Destroy.UNDONE),
    )
    CSS = """
    #losses { height: auto; max-height: 11; }
    #losses Static { height: auto; }
    #type-case { margin-top: 1; text-style: bold; height: auto; }
    #message { height: auto; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._losses: _Losses | None = None
        self._working = False

    def compose_content(self) -> ComposeResult:
        with VerticalScroll(id="losses"):
            yield Static(plain(""), id="list")
        yield Static(plain(""), id="type-case")
        yield Input(id="case")
        yield Static(plain(""), id="message")

    def on_mount(self) -> None:
        self.query_one("#do-destroy").disabled = True
        for name in ("#case", "#message"):
            self.query_one(name).display = False
        self.query_one("#do-back").focus()
        self.begin(self._prepare())

    async def _prepare(self) -> None:
        folder = backup_folder(self.app.preferences, self.app.setup.places)
        losses = await self.app.ask(self.read, self.app.unlocked, folder)
        if not losses.entries:
            self.query_one("#list", Static).update(plain(Destroy.NOTHING))
            return
        self._losses = losses
        self.query_one("#list", Static).update(_account(losses, folder, closes=self.CLOSES))
        asked = f"{Destroy.UNDONE} {Destroy.TYPE.format(case=losses.case)}"
        self.query_one("#type-case", Static).update(plain(asked))
        self.query_one("#case").display = True
        # Typing goes there at once; Enter there destroys nothing.
        self.query_one("#case").focus()

    @abstractmethod
    def read(self, person: UnlockedVault, folder: Path) -> _Losses:
        """Return what would go. Called on the vault's thread."""

    @abstractmethod
    def destroy(self, person: UnlockedVault) -> None:
        """Destroy it. Called on the vault's thread."""

    @property
    def _is_typed(self) -> bool:
        """Whether the name of the case was typed, capitals and spacing aside."""
        typed = self.query_one("#case", Input).value.casefold().split()
        return self._losses is not None and typed == self._losses.case.casefold().split()

    @on(Input.Changed, "#case")
    def _typed(self) -> None:
        self.query_one("#do-destroy").disabled = not self._is_typed or self._working

    @on(Input.Submitted, "#case")
    def _entered(self) -> None:
        self.query_one("#do-destroy" if self._is_typed else "#case").focus()

    def action_destroy(self) -> None:
        """Destroy it, if the name of the case was typed."""
        if self._is_typed and not self._working:
            self._working = True
            self.begin(self._destroy())

    async def _destroy(self) -> None:
        self._say(Destroy.WORKING)
        try:
            await self.app.ask(self.destroy, self.app.unlocked)
        except VaultError as error:
            self._say(describe(error).message)
            return
        finally:
            self._working = False
        if self.app.unlocked.traces_remain:
            self.app.notify(Destroy.TRACES, markup=False)
        self.dismiss(DONE)

    def action_back(self) -> None:
        if not self._working:
            self.dismiss(None)

    def _say(self, sentence: str) -> None:
        message = self.query_one("#message", Static)
        message.update(plain(sentence))
        message.display = bool(sentence)

    def forget(self) -> None:
        super().forget()
        self._losses = None
        for name in ("#list", "#type-case"):
            self.query_one(name, Static).update(plain(""))


class DestroyDialog(_DestroyDialog):
    """Destroys entries of one session. Gives True if it did.

    Args:
        entries: the entries.

    """

    TITLE_WORDS = Destroy.TITLE

    def __init__(self, entries: list[bytes]) -> None:
        super().__init__()
        self._entries = list(dict.fromkeys(entries))

    def read(self, person: UnlockedVault, folder: Path) -> _Losses:
        room, found = person.entries.find_all(self._entries)
        return _losses(person, room.id, found, folder)

    def destroy(self, person: UnlockedVault) -> None:
        person.entries.destroy(self._entries)


class DestroySessionDialog(_DestroyDialog):
    """Destroys every entry of a session that a mediator can read, and closes it.

    Args:
        session: the session.

    """

    TITLE_WORDS = Destroy.TITLE_SESSION
    CLOSES = True

    def __init__(self, session: bytes) -> None:
        super().__init__()
        self._session = session

    def read(self, person: UnlockedVault, folder: Path) -> _Losses:
        person.sessions.open(self._session).require_mediator("destroy session")
        listing = person.entries.listing(self._session)
        return _losses(person, self._session, list(listing.entries), folder)

    def destroy(self, person: UnlockedVault) -> None:
        person.entries.destroy_session(self._session)


def _losses(person: UnlockedVault, session: bytes, entries: list[Entry], folder: Path) -> _Losses:
    case = next(view.case for view in person.sessions.views() if view.id == session)
    audiences = dict.fromkeys(entry.latest.audience for entry in entries)
    readers = [name for each in audiences for name in person.entries.readers(session, each)]
    try:
        sealed = len(person.docket.lines(session))
    except VaultError:
        # What is wrong with a sealed record is for the check to say.
        sealed = 0
    found = _Losses(case, tuple(entries), tuple(dict.fromkeys(readers)), sealed, ())
    return _Losses(
        case, found.entries, found.readers, sealed,
        tuple(made_since(copies_in(folder), found.written)),
    )  # fmt: skip


def _account(losses: _Losses, folder: Path, *, closes: bool) -> Content:
    """Return the three lists: what goes, what stays, and where it is still held."""
    lines = [plain(Destroy.GOES, "bold")]
    lines += [_entry(entry) for entry in losses.entries[:_SHOWN]]
    if len(losses.entries) > _SHOWN:
        lines.append(plain(f"  {Destroy.MORE.format(count=len(losses.entries) - _SHOWN)}"))
    lines.append(plain(f"  {Destroy.FOR.format(names=listed(list(losses.readers)))}"))
    if closes:
        lines.append(plain(f"  {Destroy.CLOSES}"))
    sealed = Destroy.STAYS_SEALED if losses.sealed else Destroy.STAYS_SEALED_NONE
    stays = (
        sealed.format(count=losses.sealed), Destroy.STAYS_CARRIED, Destroy.STAYS_OTHERS,
        Destroy.STAYS_PLACE,
    )  # fmt: skip
    lines.append(plain(Destroy.HELD, "bold"))
    if not losses.copies:
        lines.append(plain(f"  {Destroy.HELD_NONE}"))
    for copy in losses.copies[:_SHOWN_COPIES]:
        held = Destroy.HELD_ONE.format(file=copy.path.name, made=full(copy.made))
        lines.append(plain_line(f"  {held}"))
    if len(losses.copies) > _SHOWN_COPIES:
        more = Destroy.HELD_MORE.format(count=len(losses.copies) - _SHOWN_COPIES, folder=folder)
        lines.append(plain_line(f"  {more}"))
    lines += [plain(Destroy.STAYS, "bold"), *(plain(f"  {each}") for each in stays)]
    return Content("\n").join(lines)


def _entry(entry: Entry) -> Content:
    """Return one entry that goes, with its letter."""
    shown = scope(entry.latest.audience)
    revisions = len(entry.revisions)
    files = len(entry.latest.header.attachments)
    said = Destroy.ENTRY.format(
        title=entry.latest.header.title,
        revisions=Destroy.VERSION if revisions == 1 else Destroy.VERSIONS.format(count=revisions),
        files="" if not files else Destroy.WITH_FILES.format(count=files),
    )
    return Content.assemble(
        "  ", Content.styled(f"[{shown.letter}]", shown.style), " ", plain_line(said)
    )
