"""Starting and ending fast: what loads by the thousand is neither collected nor taken apart."""

import atexit
import gc
import os
import sys


def begin() -> None:
    """Have the garbage collector rest: what is loaded stays, so looking through it is idle."""
    gc.disable()


def done() -> None:
    """Have it work again, on what is made from now on."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


class Ending:
    """Ends the process once every ``finally`` and every other handler has run.

    Python would then take each module apart, for a fifth of a second and to nobody's benefit.
    """

    def __init__(self) -> None:
        self.code: int | None = None
        """What to leave with; None lets Python end in its own way."""
        # Handlers run in the reverse order: registered first, this one is the last.
        atexit.register(self._leave)

    def _leave(self) -> None:
        if self.code is None:
            return
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:
            # Nobody reads any more. Python has an exit code of its own for that.
            return
        os._exit(self.code)
