"""The shapes of the screen, read once: Textual reads them all again for each new kind of part."""

from textual.css.stylesheet import Stylesheet

KEPT = 1024
"""More pieces than the program has. Textual keeps 64, and then none of them for long."""


class Shapes(Stylesheet):
    """A stylesheet that reads each of its pieces once for each set of colours."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache.grow(KEPT)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other colours; those that it has already change nothing."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Read what was not read with these colours yet."""
        self.parse()
