"""One key after another: each goes to where the one before it led, however quickly they come.

Textual hands a key to whatever has the cursor when it comes. To somebody who types ahead of the
screen that means: Enter moves on from a field, and the word after it lands in the field it left.
"""

import asyncio
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.dom import DOMNode
from textual.widgets import Input, TextArea

if TYPE_CHECKING:
    from tui.app.application import CaucusApp

REST_SECONDS = 0.3
"""A key waits no longer for what the one before it did."""
WAY_SECONDS = 2
"""Nor longer for a room that somebody opened: no more than this is lost if it is locked first."""
URGENT = ("lock", "cover", "quit")


class TypeAhead:
    """Holds the keys that come while the one before is at work, or a room is being opened."""

    def __init__(self, app: "CaucusApp") -> None:
        self._app = app
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._giving: asyncio.Task[None] | None = None
        self._last: DOMNode = app
        """What had the cursor when the last key was given."""
        self._typing = False
        """Whether that key was a letter in a field, of which nothing comes but the letter."""
        self._set_out = 0.0
        """When somebody opened a room that is not there yet; 0 if nobody did."""

    def holds(self, event: events.Key | events.Paste) -> bool:
        """Hold a key, if it is not its turn yet. Returns whether it is held."""
        if isinstance(event, events.Key) and self._is_urgent(event.key) and self._is_on_the_way:
            # Nobody waits to lock; the few keys for a room that is not there go.
            self.drop()
            return False
        if not self._waiting and self._giving is None and self._is_free(event):
            self._note(event)
            return False
        self._waiting.append(event)
        self._go_on()
        return True

    def set_out(self) -> None:
        """Hold every key from now on: a room is being opened, which they are meant for."""
        self._set_out = monotonic()
        self._app.set_timer(WAY_SECONDS, self._go_on)

    def arrive(self) -> None:
        """Give the keys that were held to whatever has the cursor now."""
        self._set_out = 0.0
        self._go_on()

    def drop(self) -> None:
        """Forget them: what they were meant for is gone."""
        self._waiting.clear()
        self._set_out = 0.0

    # Whose turn it is ------------------------------------------------------------------------

    def _is_urgent(self, key: str) -> bool:
        keys = self._app.preferences.keys
        return any(
            key in keys.get(action.name, action.key).split(",")
            for action in self._app.ACTIONS if action.name in URGENT
        )  # fmt: skip

    def _is_free(self, event: events.Key | events.Paste) -> bool:
        if self._is_on_the_way:
            return False
        return (self._typing and self._is_letter(event)) or not self._is_at_work

    def _is_letter(self, event: events.Key | events.Paste) -> bool:
        typed = isinstance(event, events.Paste) or event.is_printable
        return typed and isinstance(self._app.focused, Input | TextArea)

    @property
    def _is_on_the_way(self) -> bool:
        return bool(self._set_out) and monotonic() - self._set_out < WAY_SECONDS

    @property
    def _is_at_work(self) -> bool:
        """Whether anything that the last key may have told somebody is not heard yet."""
        now = self._app.focused or self._app.screen
        return any(
            node.message_queue_size
            for node in (*self._last.ancestors_with_self, *now.ancestors_with_self)
        )

    def _note(self, event: events.Key | events.Paste) -> None:
        self._last = self._app.focused or self._app.screen
        self._typing = self._is_letter(event)

    # Giving ----------------------------------------------------------------------------------

    def _go_on(self) -> None:
        if self._waiting and self._giving is None and not self._is_on_the_way:
            self._giving = asyncio.create_task(self._give_all())

    async def _give_all(self) -> None:
        try:
            while self._waiting and not self._is_on_the_way:
                await self._rest()
                if self._waiting and not self._is_on_the_way:
                    given = asyncio.Event()
                    if not self._app.call_later(self._give, self._waiting.popleft(), given):
                        return
                    await given.wait()
        finally:
            self._giving = None

    async def _rest(self) -> None:
        """Wait until the last key has done what it does, or for long enough."""
        end = monotonic() + REST_SECONDS
        while self._is_at_work and monotonic() < end:  # noqa: ASYNC110 (nobody tells it)
            await asyncio.sleep(0)

    async def _give(self, event: events.Key | events.Paste, given: asyncio.Event) -> None:
        try:
            self._note(event)
            await self._app.give(event)
        finally:
            given.set()
