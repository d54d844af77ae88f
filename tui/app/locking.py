"""Locking and the way back. Locking never costs a word, and no dialogue can stand in its way."""

import asyncio
import gc
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import UnknownModeError
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.app.place import Place
from tui.app.state import Status
from tui.app.words import Locking

if TYPE_CHECKING:
    from tui.app.application import CaucusApp
    from vault import UnlockedVault, VaultError

LOCKED, WORK, HANDOVER = "locked", "work", "handover"
RETRY_SECONDS = 5
END_SECONDS = 20


class Lock:
    """Takes a person's work off the screen and their keys out of memory, in that order."""

    def __init__(self, app: "CaucusApp") -> None:
        self._app = app
        self._turn = asyncio.Lock()
        self._last = ""
        """Who was at work last: nobody else comes to the place where they were."""
        self._held = False
        """Whether the screen is covered but words could not be saved, so that the keys stay."""

    async def lock(self, reason: str) -> None:
        """Cover, save, wipe, drop the keys. If saving fails, stay covered and try again."""
        self._app.ahead.drop()
        async with self._turn:
            if self._app.person is None:
                # A vault is being made, or a code typed: there are no keys, but there are words.
                await self._app.unlock_screen.clear_away(reason)
                return
            if self._has_open_box:
                reason = f"{reason} {Locking.BOX}"
            await self._app.switch_mode(LOCKED)
            self._app.unlock_screen.locked(reason)
            await self._save_and_drop(reason)

    @property
    def _has_open_box(self) -> bool:
        """Whether something was typed in a dialogue: it goes with the lock, and that is said."""
        boxes = [room for room in self._app.screen_stack if isinstance(room, ModalScreen)]
        return any(field.value for box in boxes for field in box.query(Input))

    async def _save_and_drop(self, reason: str) -> None:
        failed = await self.save()
        if failed is not None:
            self._held = True
            self._app.unlock_screen.cannot_save(failed)
            self._app.set_timer(RETRY_SECONDS, lambda: self._app.run_worker(self._retry(reason)))
            return
        self._held = False
        self._app.unlock_screen.locked(reason)
        await self._drop()

    async def _retry(self, reason: str) -> None:
        async with self._turn:
            if self._held:
                await self._save_and_drop(reason)

    async def save(self) -> "VaultError | None":
        """Save what is unsaved in every room. Returns the first error, after trying them all."""
        failed: VaultError | None = None
        for room in tuple(self._app.rooms):
            try:
                await room.flush()
            except Exception as error:
                # Loaded only now: nothing that can fail comes before the library.
                import vault

                if not isinstance(error, vault.VaultError):
                    raise
                failed = failed or error
        return failed

    async def _drop(self) -> None:
        """Take every word off the screen, and the keys out of memory whatever happens."""
        app = self._app
        person, app.person = app.person, None
        app.status = replace(app.status, saved=0, unsaved=False, kind="", version=0)
        try:
            for room in tuple(app.rooms):
                room.forget()
            app.clear_notifications()
            if app.clipboard:
                app.copy_to_clipboard("")
            for mode in (HANDOVER, WORK):
                with suppress(UnknownModeError):
                    await app.remove_mode(mode)
        finally:
            if person is not None:
                await app.ask(person.lock)
            if app.archive is not None:
                await app.ask(app.archive.close)
            # What was on the screens holds itself in circles, and words with it.
            gc.collect()

    async def enter(self, person: "UnlockedVault") -> None:
        """Go to work with somebody's keys."""
        app = self._app
        async with self._turn:
            app.idle.touch()
            if self._held and app.person is not None:
                # Their words are still on their screens; those screens have their keys.
                self._held = False
                await app.ask(person.lock)
            else:
                if person.name != self._last:
                    app.place, app.status = Place(), Status(read_only=app.status.read_only)
                app.person, self._last = person, person.name
                app.add_mode(WORK, app.make_work_screen)
            await app.switch_mode(WORK)

    def may_enter(self, name: str) -> bool:
        """Tell whether somebody of this name can be let in: not while another's words are held."""
        held = self._app.person
        return held is None or held.name.casefold() == name.strip().casefold()

    async def quit(self, code: int) -> None:
        """Save, lock and end. A person is told if it cannot be saved; a signal cannot be asked."""
        failed = await self.save()
        # Asked outside the turn: a question must not keep the vault from being locked meanwhile.
        if failed is not None and not code and not await self._app.ask_to_leave(failed):
            return
        async with self._turn:
            await self._app.switch_mode(LOCKED)
            await self._drop()
            self._app.exit(code, return_code=code)

    async def end(self) -> bool:
        """Save and lock on the way out, however it came to that. Returns whether all was saved."""
        saved = False
        # Whatever is wrong with what could not be saved, the keys go.
        with suppress(Exception):
            async with asyncio.timeout(END_SECONDS):
                saved = await self.save() is None
        person, self._app.person = self._app.person, None
        if person is not None:
            await self._app.ask(person.lock)
        await self._app.close_vault()
        return saved
