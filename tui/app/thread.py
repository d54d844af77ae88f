"""The thread on which the vault is used: calls happen in order, and never block the screen.

Beside it stands a second one for unsaved text alone, which is kept within two seconds however long
an act of the first takes.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class VaultThread:
    """Runs calls one after another, away from the event loop."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vault")
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="unsaved")
        self._last: Future[Any] | None = None
        self._closed = False

    async def ask(
        self, call: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs
    ) -> Answer:
        """Await a call. Whoever gives up waiting gives up the answer; the call itself goes on.

        Raises whatever the call raises; CancelledError once the program ends.
        """
        if self._closed:
            raise asyncio.CancelledError
        asked = self._last = self._executor.submit(call, *args, **kwargs)
        return await asyncio.wrap_future(asked)

    async def ask_beside(
        self, call: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs
    ) -> Answer:
        """Await a call about unsaved text as :meth:`ask` does; only such calls go before it."""
        if self._closed:
            raise asyncio.CancelledError
        return await asyncio.wrap_future(self._beside.submit(call, *args, **kwargs))

    @property
    def is_busy(self) -> bool:
        """Whether a call of :meth:`ask` would have to wait."""
        return self._last is not None and not self._last.done()

    async def quiet(self) -> None:
        """Wait for the calls that were made so far."""
        await self.ask(lambda: None)

    def close(self) -> None:
        """Wait for the calls that were made, and take no more."""
        self._closed = True
        self._beside.shutdown(wait=True)
        self._executor.shutdown(wait=True)
