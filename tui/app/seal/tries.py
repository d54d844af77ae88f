"""Counting wrong passphrases: after five, a pause that everybody can see."""

TRIES = 5
PAUSE_SECONDS = 30


class Tries:
    """The wrong passphrases of one card, and the seconds until the next may be typed."""

    def __init__(self) -> None:
        self._wrong = 0
        self.left = 0
        """Seconds of the pause that are still to come."""

    def wrong(self) -> None:
        """One more was wrong; the fifth begins a pause."""
        self._wrong += 1
        if self._wrong >= TRIES:
            self._wrong = 0
            self.left = PAUSE_SECONDS

    def second(self) -> bool:
        """A second went by. Tells whether the pause ended with it."""
        if not self.left:
            return False
        self.left -= 1
        return not self.left
