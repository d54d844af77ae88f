"""The keys at the foot of a screen: few, the most wanted ones, each a button for the mouse."""

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tui.app.keys import short_key
from tui.app.screen import Action, Room

KEYS_MOST = 8
"""More are read by nobody."""


class KeyBar(Horizontal):
    """Shows the actions that have a short word: Help first, the lock last."""

    def __init__(self, room: Room[Any]) -> None:
        super().__init__()
        self._room = room

    def compose(self) -> ComposeResult:
        everywhere = [action for action in self._room.app.ACTIONS if action.short]
        own = [action for action in self._room.ACTIONS if action.short]
        for action in (everywhere[:1] + own + everywhere[1:])[: KEYS_MOST + 1]:
            yield KeyWord(self._room, action)

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._look())
        self._look()

    def _look(self) -> None:
        for word in self.query(KeyWord):
            word.look()


class KeyWord(Static):
    """One key and its word."""

    def __init__(self, room: Room[Any], action: Action) -> None:
        super().__init__(markup=False)
        self._room, self._action = room, action
        self._own = action in room.ACTIONS
        self._shown = ("", False)

    def look(self) -> None:
        """Show whether it can be done now."""
        owner = self._room if self._own else self._room.app
        possible = owner.check_action(self._action.name, ())
        self.display = possible is not False
        self.disabled = not possible
        key = short_key(self._room.app.preferences.keys.get(self._action.name, self._action.key))
        shown = key, bool(possible)
        if shown != self._shown:
            # The line is laid out anew for it: not for every letter of a search.
            self._shown = shown
            style = "bold" if possible else ""
            self.update(Content.assemble((key, style), " ", self._action.short))

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        namespace = "screen" if self._own else "app"
        await self.app.run_action(f"{namespace}.{self._action.name}", self._room)
