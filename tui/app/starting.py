"""Running the full screen, and what it leaves with."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tui.app.application import CaucusApp
from tui.setup import Setup

TURN_SECONDS = 0.0005
"""How long the thread that draws waits for the one that decrypts: keys are shown at once."""
YOUNG, MIDDLE, NEVER = 2_000, 10, 1_000_000
"""Old objects are looked through when nobody types (:meth:`CaucusApp.tick`): over ten thousand
notes that takes as long as seven frames."""


def run(setup: Setup, location: str, name: str) -> int:
    """Run the program until it ends. Returns the exit code."""
    app = CaucusApp(setup, location, name=name)
    with keys_first():
        app.run()
    return app.return_code or 0


@contextmanager
def keys_first() -> Iterator[None]:
    """Let what a key does go before everything else in this process."""
    usual = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(TURN_SECONDS)
    gc.set_threshold(YOUNG, MIDDLE, NEVER)
    try:
        yield
    finally:
        sys.setswitchinterval(usual[0])
        gc.set_threshold(*usual[1])
