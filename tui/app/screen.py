"""What every room stands on: one list of actions gives its keys, its menu, its buttons, its help.

A room is a :class:`CaucusScreen` (or a :class:`Dialog`) with

* ``ACTIONS``: everything that can be done there. ``action_<name>`` does it;
* ``TITLE_WORDS``: what it is called, ``HELP``: what it is for (F1 shows both with the keys);
* ``compose_content``: its widgets, between the bar above and the status line below;
* ``flush``: saves what is unsaved, when the vault is about to be locked;
* ``forget``: takes every word off the screen, when it was.

Vault calls are awaited in work that was begun with :meth:`Room.begin`: an error of the vault is
then shown in words, and the keys keep working meanwhile::

    def action_seal(self) -> None:
        self.begin(self._seal())

    async def _seal(self) -> None:
        lines = await self.app.ask(self.app.unlocked.docket.lines, self.session)
"""

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, Input, Static, TextArea

from tui.app.text import plain_line
from tui.app.words import Doing, OnlyRead, Window

if TYPE_CHECKING:
    from tui.app.application import CaucusApp

Result = TypeVar("Result")

WIDTH_LEAST, HEIGHT_LEAST = 80, 24


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done, in words a mediator uses.

    Args:
        name: ``action_<name>`` does it; also the name by which settings give it another key.
        title: in the menu, the list of all commands and on a button: "Seal…".
        key: Textual's name of its key or keys ("f8", "ctrl+p,f9"), or an empty text.
        help: one sentence: what it does, and what it does not.
        button: whether the menu shows it.
        short: the word beside its key at the foot of the screen; empty: not there.
        writes: whether it changes what is in the vault; grey where that is only read.
        also: other words by which the list of all commands finds it.

    """

    name: str
    title: str
    key: str
    help: str
    button: bool = True
    short: str = ""
    writes: bool = False
    also: str = ""

    @property
    def binding(self) -> Binding | None:
        """Its key, which works wherever the cursor is unless it is a key for typing."""
        if not self.key:
            return None
        first = self.key.partition(",")[0]
        return Binding(
            self.key, self.name, self.short or self.title, show=bool(self.short), id=self.name,
            tooltip=self.help, priority=_is_command_key(first),
        )  # fmt: skip


def _is_command_key(key: str) -> bool:
    """Tell a key that no field uses for typing or moving from one that some do."""
    return (key[:1] == "f" and key[1:].isdigit()) or key in {
        "ctrl+f", "ctrl+l", "ctrl+p", "ctrl+q", "ctrl+s",
    }  # fmt: skip


BACK = Action("back", Doing.BACK, "escape", Doing.BACK_HELP, button=False, short="Back")


def bindings_of(actions: tuple[Action, ...]) -> list[Binding]:
    """Return the keys of actions."""
    return [binding for action in actions if (binding := action.binding) is not None]


class SmallWindow(Static):
    """Covers a screen whose window is too small to show it whole."""

    def __init__(self) -> None:
        super().__init__("", markup=False)

    def tell(self, width: int, height: int) -> None:
        """Say how large the window is and must be."""
        self.update(plain_line(Window.SMALL.format(width=width, height=height)))


class Room(Screen[Result]):
    """What screens and dialogues have in common."""

    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    TITLE_WORDS: ClassVar[str] = ""
    HELP: ClassVar[str | None] = None
    AUTO_FOCUS = "*"
    # At once, before the next key is looked at: what is typed quickly after Tab, such as a
    # passphrase, must not land in the field that was left.
    BINDINGS = [
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]

    def __init_subclass__(cls, **more: Any) -> None:  # noqa: ANN401
        if "ACTIONS" in cls.__dict__:
            own = cls.__dict__.get("BINDINGS", [])
            cls.BINDINGS = [*bindings_of(cls.ACTIONS), *own]
        super().__init_subclass__(**more)

    @property
    def app(self) -> "CaucusApp":  # type: ignore[override] # this class of program, not any
        """The program."""
        return cast("CaucusApp", super().app)

    def compose_content(self) -> ComposeResult:
        """Give the widgets of this room."""
        yield from ()

    # Textual calls the handlers of every class of a screen, whether they call super() or not.

    def _on_mount(self, _: events.Mount) -> None:
        self.app.rooms.append(self)
        self.app.check_keys(self)
        self.call_after_refresh(self.app.ahead.arrive)

    def _on_unmount(self) -> None:
        self.app.rooms.remove(self)

    async def _on_resize(self, event: events.Resize) -> None:
        small = event.size.width < WIDTH_LEAST or event.size.height < HEIGHT_LEAST
        for notice in self.query(SmallWindow):
            notice.tell(event.size.width, event.size.height)
        self.set_class(small, "-small")

    def begin(
        self, work: Coroutine[Any, Any, None], *, group: str = "default", exclusive: bool = False
    ) -> None:
        """Do work that awaits the vault or a dialogue, and say in words what goes wrong.

        Args:
            work: a coroutine. It ends when this screen does.
            group: with ``exclusive``, earlier work of this name is given up.
            exclusive: see above; for work like searching, where only the last one counts.

        """
        self.run_worker(self.app.guarded(work), group=group, exclusive=exclusive)

    async def flush(self) -> None:
        """Save what is unsaved. Called before locking, closing and leaving; may raise VaultError.

        It must not ask anything, and must work while another screen is shown.
        """

    def forget(self) -> None:
        """Empty every field. Called when locking, after :meth:`flush`.

        A screen that shows what is read from the vault in other widgets is removed afterwards;
        one that keeps values of its own drops them here too.
        """
        for area in self.query(TextArea):
            area.load_text("")
        for field in self.query(Input):
            field.clear()
        self.clear_selection()

    def action_of(self, name: str) -> Action:
        """Return one of the actions by its name."""
        return next(each for each in self.ACTIONS if each.name == name)

    def button(self, name: str, *, variant: str = "default", flat: bool = False) -> "ActionButton":
        """Return a button for one of the actions."""
        return ActionButton(self.action_of(name), variant=variant, flat=flat)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Rooms say what is possible there; nothing that writes is where a vault is only read."""
        return None if self.is_withheld(action) else super().check_action(action, parameters)

    def is_withheld(self, action: str) -> bool:
        """Tell whether an action would write into a vault that is only read."""
        writes = any(each.writes for each in self.ACTIONS if each.name == action)
        return writes and self.app.status.read_only

    def is_possible(self, action: Action) -> bool:
        """Tell whether an action can be done now: its menu entry and button are grey otherwise."""
        return bool(self.check_action(action.name, ()))


class CaucusScreen(Room[Result]):
    """A room that fills the window: a bar above, a status line and the keys below."""

    def compose(self) -> ComposeResult:
        from tui.app.keybar import KeyBar
        from tui.app.status import StatusLine, TitleBar

        yield TitleBar(self.TITLE_WORDS)
        if self.app.status.read_only:
            words = OnlyRead.OLDER if self.app.archive is None else OnlyRead.ARCHIVE
            yield Static(plain_line(words), classes="only-read")
        with Vertical(id="content"):
            yield from self.compose_content()
        yield StatusLine()
        yield KeyBar(self)
        yield SmallWindow()


class Dialog(Room[Result], ModalScreen[Result]):
    """A box over the room it belongs to. Esc leaves it with nothing done.

    ``compose_content`` gives what stands in the box, ``compose_buttons`` the row at its foot. The
    first field, or else the first button, has the cursor: put the safe one first.
    """

    WIDTH: ClassVar[int] = 72
    ACTIONS: ClassVar[tuple[Action, ...]] = (BACK,)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = plain_line(self.title_words())
            box.styles.width = self.WIDTH
            with Vertical(classes="dialog-content"):
                yield from self.compose_content()
            with Horizontal(classes="dialog-buttons"):
                yield from self.compose_buttons()
        yield SmallWindow()

    def title_words(self) -> str:
        """Return what stands on the edge of the box."""
        return self.TITLE_WORDS

    def compose_buttons(self) -> ComposeResult:
        """Give the buttons: one for each action that has one."""
        for action in self.ACTIONS:
            if action.button:
                yield ActionButton(action)

    def action_back(self) -> None:
        self.dismiss(None)


class ActionButton(Button):
    """A button that does one of its screen's actions."""

    def __init__(self, action: Action, *, variant: str = "default", flat: bool = False) -> None:
        super().__init__(
            plain_line(action.title), variant=variant, id=f"do-{action.name}", flat=flat,  # type: ignore[arg-type]
            action=f"screen.{action.name}", tooltip=Content(action.help),
        )  # fmt: skip
        self._action = action

    def on_mount(self) -> None:
        room = self.screen
        if isinstance(room, Room) and room.is_withheld(self._action.name):
            self.disabled = True
