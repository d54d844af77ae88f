"""Putting the program together, protecting it, and running it."""

import os
import signal
import sys
import time
from contextlib import suppress
from types import FrameType, TracebackType
from typing import NoReturn

from tui.loading import Ending
from tui.paths import user_places
from tui.program import program
from tui.setup import Setup
from tui.terminal import ControllingTerminal

_SIGNALLED = 128


def run() -> NoReturn:
    """Run ``caucus``."""
    _protect()
    setup = Setup(lambda: int(time.time()), user_places(), ControllingTerminal())
    ending = Ending()
    try:
        program.main(prog_name="caucus", obj=setup)
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            ending.code = ended.code or 0
        raise


def _protect() -> None:
    """Keep files private, leave no dump of memory behind, and lock even when told to end."""
    os.umask(0o077)
    sys.excepthook = _say_where
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGHUP, _leave)
    signal.signal(signal.SIGTERM, _leave)
    for stream in (sys.stdout, sys.stderr):
        # A file name or a lone surrogate must not keep a message from being shown.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _say_where(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Say one line about what nothing else caught."""
    from tui.failure import hook

    hook(kind, error, trace)


def _leave(number: int, _: FrameType | None) -> NoReturn:
    """End by way of every ``finally``, so that keys are dropped and heads are signed."""
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(_SIGNALLED + number)
