"""The one thread on which the vault is used: calls happen in order, and never block the screen."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class VaultThread:
    """Runs calls one after another, away from the event loop."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vault")
        self._closed = False

    async def ask(
        self, call: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs
    ) -> Answer:
        """Await a call. Whoever gives up waiting gives up the answer; the call itself goes on.

        Raises whatever the call raises; CancelledError once the program ends.
        """
        if self._closed:
            raise asyncio.CancelledError
        return await asyncio.wrap_future(self._executor.submit(call, *args, **kwargs))

    def close(self) -> None:
        """Wait for the calls that were made, and take no more."""
        self._closed = True
        self._executor.shutdown(wait=True)
