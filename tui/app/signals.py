"""What the system asks of the program: to end, to go to the background, that the terminal went."""

import asyncio
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from tui.app.words import Locking

if TYPE_CHECKING:
    from tui.app.application import CaucusApp

SIGNALLED = 128
if sys.platform == "win32":
    ENDING: tuple[signal.Signals, ...] = (signal.SIGTERM,)
else:
    ENDING = (signal.SIGTERM, signal.SIGHUP)


def listen(app: "CaucusApp") -> None:
    """Save and lock before ending, and before going to the background."""
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError, RuntimeError, ValueError):
        for number in ENDING:
            loop.add_signal_handler(number, app.leave, SIGNALLED + number)
        if sys.platform != "win32" and not app.is_headless:
            app.stop_process = signal.getsignal(signal.SIGTSTP)
            loop.add_signal_handler(signal.SIGTSTP, app.action_suspend)


def ignore() -> None:
    """Let nothing interrupt the way out: it saves and locks already."""
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError, RuntimeError, ValueError):
        for number in ENDING:
            loop.remove_signal_handler(number)


async def suspend(app: "CaucusApp") -> None:
    """Lock, then stop as the terminal driver does."""
    await app.lock(Locking.SUSPENDED).wait()
    if sys.platform != "win32" and callable(app.stop_process):
        app.stop_process(signal.SIGTSTP, None)
        # Here the process goes on, perhaps a day later, in a terminal that shows something else.
        app.refresh(layout=True)
