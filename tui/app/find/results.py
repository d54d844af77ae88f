"""What a search found: filtered, ordered, and the words in it that were looked for. No widgets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from typing import NamedTuple

from vault import Entry, Finder, Match, Revision

SHOWN_MAX = 100
"""Rows that are put on the screen; more are counted."""
_SHORTEST = 4
"""Shorter words are not guessed at: nearly everything is near them."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the matches is shown. Empty means everything."""

    hidden: frozenset[str] = frozenset()
    """Audiences that are left out."""
    kind: str = ""
    speaker: str = ""
    tag: str = ""

    def let_pass(self, latest: Revision) -> bool:
        """Tell whether a match is shown, by the newest revision of its entry."""
        header = latest.header
        return (
            latest.audience not in self.hidden
            and (not self.kind or header.kind == self.kind)
            and (not self.speaker or self.speaker in header.speakers)
            and (not self.tag or self.tag in header.tags)
        )


class Query(NamedTuple):
    """What is looked for, and what of it is shown."""

    words: str = ""
    filters: Filters = Filters()


class Hit(NamedTuple):
    """What somebody chose among what was found."""

    session: bytes
    entry: bytes
    words: str = ""


class Found(NamedTuple):
    """The answer to a query."""

    total: int = 0
    """How many entries have all words."""
    passed: int = 0
    """How many of them the filters let pass."""
    shown: tuple[Match, ...] = ()
    """Of those the newest."""
    speakers: tuple[str, ...] = ()
    """Whose words are among all that has the words looked for."""
    tags: tuple[str, ...] = ()


def look(finder: Finder, query: Query) -> Iterator[Found | None]:
    """Answer a query step by step, each on the vault's thread: None until the answer is there."""
    total, passed = 0, list[tuple[Revision, Match]]()
    speakers, tags = set[tuple[str, ...]](), set[tuple[str, ...]]()
    for some in finder.matches(query.words):
        matches = [(_latest(match.entry), match) for match in some]
        total += len(matches)
        passed += [each for each in matches if query.filters.let_pass(each[0])]
        speakers.update(latest.header.speakers for latest, _ in matches)
        tags.update(latest.header.tags for latest, _ in matches)
        yield None
    newest = nlargest(SHOWN_MAX, passed, key=lambda each: (each[0].header.made, each[1].entry.id))
    yield Found(
        total, len(passed), tuple(match for _, match in newest),
        tuple(sorted(set(chain(*speakers)))), tuple(sorted(set(chain(*tags)))),
    )  # fmt: skip


def _latest(entry: Entry) -> Revision:
    """Return the newest revision, without looking long where there is only one."""
    return entry.latest if len(entry.revisions) > 1 else entry.revisions[0]


def split_at(text: str, query: str) -> Iterator[tuple[str, bool]]:
    """Cut a text into pieces, each with whether it is one of the words that were looked for."""
    words = sorted({word.lstrip("@#") for word in query.split()} - {""}, key=len, reverse=True)
    if not words:
        yield text, False
        return
    at = 0
    for found in re.finditer("|".join(map(re.escape, words)), text, re.IGNORECASE):
        yield text[at : found.start()], False
        yield found[0], True
        at = found.end()
    yield text[at:], False


def place_of_words(text: str, query: str) -> tuple[int, int] | None:
    """Return the line and the column where the words that were looked for come first."""
    before = ""
    for piece, found in split_at(text, query):
        if found:
            return before.count("\n"), len(before) - before.rfind("\n") - 1
        before += piece
    return None


def near(query: str) -> list[str]:
    """Return the query with its last word as it may have been meant: one letter less, two swapped.

    A word is found wherever it is a part of another, so leaving a letter out is enough to find
    what was typed with one letter too many or, at the end, with a wrong one.
    """
    *before, last = query.split() or [""]
    if len(last) < _SHORTEST:
        return []
    less = [last[:at] + last[at + 1 :] for at in reversed(range(len(last)))]
    swapped = [last[:at] + last[at + 1] + last[at] + last[at + 2 :] for at in range(len(last) - 1)]
    return [" ".join([*before, word]) for word in dict.fromkeys([*swapped, *less]) if word != last]
