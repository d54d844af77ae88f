"""Which characters stand on the page, in which font, and where a line may end between them.

Nothing is dropped: what no font has a letter for, and what would act unseen, is printed as its
code point.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tui.paper.bidi import levels, runs_left
from tui.paper.fonts import REGULAR, Face, coverage, faces_with

LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
TAB = "    "
_SPACES = " \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000"
_TOKENS = re.compile(
    # Words and the spaces between them; a word may end at a hyphen between two letters.
    rf"[{_SPACES}]+|(?:[^{_SPACES}\-–—]|[\-–—](?!(?<=[^\W\d_].)[^\W\d_]))*[\-–—]?"
)
_HELPING = frozenset("\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")
"""Unseen, but letters beside them are written or broken accordingly: shown by what they do."""
_JOINER = "\u200d"
_SELECTORS = ("\ufe00", "\ufe0f")
_SKIN = ("\U0001f3fb", "\U0001f3ff")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters without a form: a gap that is none."""
_STRETCH = 20_000
"""So much of a paragraph is taken at a time: one of megabytes needs no more memory."""
_CLUSTER_MAX = 24
"""Characters drawn on top of each other; more is not writing."""
_VIRAMA = 9
_NO_START = frozenset({"Pe", "Pf", "Po", "Lm"})
_NO_END = frozenset({"Ps", "Pi"})
"""Categories of what clings to the ideograph before it, and to the one after it."""
_SMALL_KANA = frozenset("ァィゥェォッャュョヮぁぃぅぇぉっゃゅょゎ")
_UNSPACED = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0xA4CF)),
    *((0xF900, 0xFAFF), (0xFF01, 0xFF60), (0x20000, 0x3FFFF)),
)
"""Scripts without spaces between words. Where Thai, Lao, Khmer and Burmese words end only a
dictionary knows: their lines may end after any syllable."""
_LEADING_VOWELS = frozenset("เแโใไ\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4")
_CLINGING = frozenset("ะาำๅๆฯ\u0eb0\u0eb2\u0eb3\u0ebd\u0ec6")
_BREAK_AFTER = frozenset("\u0f0b\u1361\u1362\u104a\u104b\u17d4\u17d5")


class Unit(NamedTuple):
    """Text of one font and one level that no line ends inside, unless it must."""

    text: str
    face: Face
    level: int
    glued: bool
    """Whether no line may end before it."""

    @property
    def space(self) -> bool:
        """Whether it is the room between words, which no line begins with."""
        return self.text[0] in _SPACES


def spelled(letter: str) -> str:
    """Return a character as its code point."""
    return f"[U+{ord(letter):04X}]"


def uncommon(text: str) -> set[str]:
    """Return the characters of a text that are printed as code points."""
    letters = set(LINE_ENDS.sub("", text)) - {"\t"}
    return {letter for letter in letters if _face(letter, REGULAR, REGULAR) is None}


def units(paragraph: str, first: Face, base: int) -> Iterator[Unit]:
    """Give the units of a paragraph in the order of reading."""
    paragraph = paragraph.replace("\t", TAB)
    for start in range(0, len(paragraph), _STRETCH):
        stretch = paragraph[start : start + _STRETCH]
        found = _units(stretch, first, base)
        if start and stretch[0] not in _SPACES and paragraph[start - 1] not in _SPACES:
            unit = next(found)
            yield unit._replace(glued=True)
        yield from found


def _units(text: str, first: Face, base: int) -> Iterator[Unit]:
    if not base and all(_plain(letter, first) for letter in set(text)):
        words = (match[0] for match in _TOKENS.finditer(text))
        return (Unit(word, first, 0, word[0] in _SPACES) for word in words if word)
    chosen = list(_with_faces(text, first))
    shown = "".join(cluster for cluster, _ in chosen)
    leftwards = base == 1 or runs_left(shown)
    return _merged(chosen, levels(shown, base) if leftwards else [0] * len(shown))


def clusters(text: str) -> Iterator[str]:
    """Split a text into what people take for one character."""
    start = 0
    for place in range(1, len(text) + 1):
        if (
            place == len(text)
            or place - start >= _CLUSTER_MAX
            or not _clings(text[place - 1], text[place])
        ):
            yield text[start:place]
            start = place


@cache
def _plain(letter: str, face: Face) -> bool:
    """Return whether a letter stands by itself, runs to the right and is in that font."""
    return (
        ord(letter) in coverage(face)
        and unicodedata.category(letter)[0] in "LNPSZ"
        and unicodedata.category(letter) not in _UNSEEN
        and unicodedata.bidirectional(letter) not in {"R", "AL", "AN"}
    )


@cache
def _extends(letter: str) -> bool:
    return (
        unicodedata.category(letter)[0] == "M"
        or letter in {_JOINER, "\u200c"}
        or _SELECTORS[0] <= letter <= _SELECTORS[1]
        or _SKIN[0] <= letter <= _SKIN[1]
    )


def _clings(before: str, letter: str) -> bool:
    if _extends(letter):
        return not unicodedata.category(before).startswith(("C", "Z")) or before == _JOINER
    if before == _JOINER:
        return True
    return unicodedata.combining(before) == _VIRAMA and unicodedata.category(letter) == "Lo"


def _with_faces(paragraph: str, first: Face) -> Iterator[tuple[str, Face]]:
    """Give every cluster the font that shows it, or its code points instead."""
    before = first
    for cluster in clusters(paragraph):
        face = _face(cluster, first, before)
        if face is not None:
            before = face
            yield cluster, face
            continue
        for letter in cluster:
            alone = _face(letter, first, before)
            # Brackets and digits of a code point must not be torn from each other.
            yield (letter, alone) if alone is not None else (spelled(letter), first)


def _face(cluster: str, first: Face, before: Face) -> Face | None:
    seen = [letter for letter in cluster if not _helps(letter)]
    if any(_hides(letter) for letter in seen):
        return None
    codes = [ord(letter) for letter in seen]
    if not codes:
        return before
    for face in (first, before, *faces_with(codes[0])):
        if all(code in coverage(face) for code in codes):
            return face
    return None


@cache
def _helps(letter: str) -> bool:
    return letter in _HELPING or _SELECTORS[0] <= letter <= _SELECTORS[1]


@cache
def _hides(letter: str) -> bool:
    return letter in _BLANK or unicodedata.category(letter) in _UNSEEN


def _merged(chosen: list[tuple[str, Face]], depth: list[int]) -> Iterator[Unit]:
    """Put clusters together up to the next place where a line may end."""
    held = ""
    held_face, held_level, held_glued = chosen[0][1], 0, False
    place, before = 0, ""
    for cluster, face in chosen:
        level = depth[place]
        place += len(cluster)
        glued = bool(before) and not _may_end(before, cluster)
        if held and glued and (face, level) == (held_face, held_level):
            held += cluster
        else:
            if held:
                yield Unit(held, held_face, held_level, held_glued)
            held, held_face, held_level, held_glued = cluster, face, level, glued
        before = cluster
    if held:
        yield Unit(held, held_face, held_level, held_glued)


def _may_end(before: str, after: str) -> bool:
    """Return whether a line may end between two clusters."""
    if after[0] in _SPACES:
        return before[0] in _SPACES and before[0] != after[0]
    if before[0] in _SPACES:
        return True
    left, right = before[-1], after[0]
    if left in "-–—":
        return right.isalpha()
    if left in _BREAK_AFTER:
        return True
    if _clings_back(right) or left in _LEADING_VOWELS or unicodedata.category(left) in _NO_END:
        return False
    return _unspaced(before[0]) and _unspaced(right)


def _clings_back(letter: str) -> bool:
    return (
        letter in _CLINGING or letter in _SMALL_KANA or (unicodedata.category(letter) in _NO_START)
    )


@cache
def _unspaced(letter: str) -> bool:
    return any(start <= ord(letter) <= end for start, end in _UNSPACED)


def readable(text: str) -> str:
    """Return a text as one line of plain text in which nothing acts unseen."""
    return "".join(
        spelled(letter) if _hides(letter) and not _helps(letter) else letter for letter in text
    )
