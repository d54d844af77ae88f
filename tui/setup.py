"""What the program is put together from: chosen once, where it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.paths import Places
from tui.terminal import Terminal

if TYPE_CHECKING:
    # The library takes as long to load as a screen takes to appear: it is loaded when used.
    from vault import KdfCost, Vault


@dataclass(frozen=True, slots=True)
class Setup:
    """The parts that every front end is given."""

    clock: Callable[[], int]
    """The time in seconds UTC."""
    places: Places
    terminal: Terminal
    cost: "KdfCost | None" = None
    """What a new passphrase costs to try; None: the default of the library."""

    def vault(self, location: str) -> "Vault":
        """Return the vault at a place, locked; its folders are made."""
        from vault import DEFAULT_COST, Vault

        self.places.prepare(location)
        return Vault(
            location, marks=self.places.marks, clock=self.clock, cost=self.cost or DEFAULT_COST
        )
