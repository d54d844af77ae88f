"""Who speaks, as it is typed: short names for the people of a session, and one captured line."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from vault import Roster

NAMED = re.compile(r"(?<![\w@#])([@#])([^\W\d_](?:[\w'’.-]*[\w'’])?)")
"""``@who`` or ``#tag``, not in the middle of a word such as an address."""


class Captured(NamedTuple):
    """One line of live capture."""

    text: str
    """The line as it goes into the note, time first."""
    speakers: tuple[str, ...]
    tags: tuple[str, ...]

    def __repr__(self) -> str:
        return "Captured()"


def handles(roster: Roster) -> dict[str, str]:
    """Return what to type for each person of a session, in roster order: short name to name.

    The last word of a name, or the first, whichever only one person has; else the whole name
    without its spaces.
    """
    words = {seat.name: _words(seat.name) for seat in roster.seats}
    counted = Counter(word.casefold() for each in words.values() for word in set(each))
    found: dict[str, str] = {}
    for name, each in words.items():
        alone = [word for word in (*each[-1:], *each[:1]) if counted[word.casefold()] == 1]
        found[alone[0] if alone else "".join(each)] = name
    return {handle: name for handle, name in found.items() if handle}


def _words(name: str) -> list[str]:
    return ["".join(re.findall(r"[\w'’-]", word)) for word in name.split()]


def speaker_of(typed: str, roster: Roster) -> str:
    """Return the name of the one person of a session meant by ``typed``, or it itself."""
    wanted = typed.casefold()
    for handle, name in handles(roster).items():
        if handle.casefold() == wanted:
            return name
    meant = [
        seat.name
        for seat in roster.seats
        if wanted in {word.casefold() for word in (*_words(seat.name), "".join(_words(seat.name)))}
    ]
    return meant[0] if len(meant) == 1 else typed


def named_in(text: str, roster: Roster) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the speakers and the tags that a text names, each once."""
    found = NAMED.findall(text)
    speakers = (speaker_of(word, roster) for sign, word in found if sign == "@")
    tags = (word for sign, word in found if sign == "#")
    return tuple(dict.fromkeys(speakers)), tuple(dict.fromkeys(tags))


def capture(typed: str, time: str, roster: Roster) -> Captured:
    """Return the line that was typed during a session, with its time, speakers and tags."""
    speakers, tags = named_in(typed, roster)
    return Captured(f"{time} {' '.join(typed.split())}", speakers, tags)


def joined(before: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """Return both, each name once whatever its capitals."""
    found: dict[str, str] = {}
    for name in (*before, *more):
        found.setdefault(name.casefold(), name)
    return tuple(found.values())
