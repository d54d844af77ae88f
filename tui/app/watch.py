"""Watching the clock: how long nobody touched anything, and whether the computer was asleep."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

SLEPT_SECONDS = 30
"""A wall clock that jumps by more than this between two ticks: the computer was asleep."""

REST_SECONDS = 2
"""Nobody who is typing pauses for longer between two keys of a word."""


@dataclass(slots=True)
class Watch:
    """Tells when to lock, and when there is time for what would hold up a key.

    Args:
        steady: seconds that only count up, for idleness.
        wall: seconds that go on while the computer sleeps.

    """

    steady: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    _touched: float = field(init=False)
    _ticked: float = field(init=False)
    _rested: bool = field(init=False)

    def __post_init__(self) -> None:
        self.touch()
        self._ticked = self.wall()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched, self._rested = self.steady(), False

    def rests(self) -> bool:
        """Tell, once after every touch, that nobody has touched anything for a moment."""
        if self._rested or self.steady() - self._touched < REST_SECONDS:
            return False
        self._rested = True
        return True

    def left(self, allowed_seconds: int) -> int:
        """Return the seconds until it is time to lock, at least 0."""
        return max(0, round(allowed_seconds - (self.steady() - self._touched)))

    def slept(self) -> bool:
        """Tell whether the computer was asleep since this was asked last."""
        now = self.wall()
        jumped = abs(now - self._ticked) > SLEPT_SECONDS
        self._ticked = now
        return jumped
