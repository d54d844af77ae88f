"""Watching the clock: how long nobody touched anything, and whether the computer was asleep."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

SLEPT_SECONDS = 30
"""A wall clock that jumps by more than this between two ticks: the computer was asleep."""


@dataclass(slots=True)
class Watch:
    """Tells when to lock.

    Args:
        steady: seconds that only count up, for idleness.
        wall: seconds that go on while the computer sleeps.

    """

    steady: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    _touched: float = field(init=False)
    _ticked: float = field(init=False)

    def __post_init__(self) -> None:
        self.touch()
        self._ticked = self.wall()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self.steady()

    def left(self, allowed_seconds: int) -> int:
        """Return the seconds until it is time to lock, at least 0."""
        return max(0, round(allowed_seconds - (self.steady() - self._touched)))

    def slept(self) -> bool:
        """Tell whether the computer was asleep since this was asked last."""
        now = self.wall()
        jumped = abs(now - self._ticked) > SLEPT_SECONDS
        self._ticked = now
        return jumped
