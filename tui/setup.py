"""What the program is put together from: chosen once, where it starts."""

from collections.abc import Callable
from dataclasses import dataclass

from tui.paths import Places
from tui.terminal import Terminal
from vault import DEFAULT_COST, KdfCost


@dataclass(frozen=True, slots=True)
class Setup:
    """The parts that every command is given."""

    clock: Callable[[], int]
    """The time in seconds UTC."""
    places: Places
    terminal: Terminal
    cost: KdfCost = DEFAULT_COST
