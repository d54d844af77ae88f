"""What is typed before words that one side said alone go into a file."""

from collections.abc import Iterable

from tui.app.scope import listed, parties_of
from tui.app.sentences import Leaving
from vault import Roster, Seat


class ToldAlone:
    """Whose confidences a file would hold, and the word that is typed so that nobody overlooks it.

    Args:
        audiences: what of a session would be in the file.
        roster: who sits where.
        me: who is at the keyboard.

    """

    def __init__(self, audiences: Iterable[str], roster: Roster, me: Seat) -> None:
        self._me = me
        self.names: list[str] = []
        self.add(audiences, roster)

    def add(self, audiences: Iterable[str], roster: Roster) -> None:
        """Count in what of a further session would be in the file."""
        names = (name for each in audiences for name in parties_of(each, roster))
        self.names = list(dict.fromkeys([*self.names, *names]))

    @property
    def word(self) -> str:
        """What is to be typed: the last names in capitals, or nothing if nobody's words are in."""
        return " ".join(name.split()[-1].upper() for name in self.names if name.split())

    @property
    def sentence(self) -> str:
        """What is said above the field."""
        if not self.names:
            return ""
        own = self.names == [self._me.name] or self._me.side
        said = Leaving.OWN if own else Leaving.TOLD
        return said.format(names=listed(self.names), word=self.word)

    def is_typed(self, typed: str) -> bool:
        """Tell whether the word was typed; capitals and spacing aside."""
        return typed.casefold().split() == self.word.casefold().split()
