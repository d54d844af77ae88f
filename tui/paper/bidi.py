"""Text that runs to the left: the Unicode Bidirectional Algorithm (UAX 9) without its commands.

Characters that command a direction are printed as code points, never obeyed: on a page that is
evidence, nobody may choose in what order somebody else's words appear. So a paragraph is one
isolating run, and every step is linear, whatever is written.
"""

import unicodedata
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_LEFTWARDS = frozenset({"R", "AL", "AN"})
_STRONG = frozenset({"L", "R", "AL"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})
_OPEN = "([{⟨⟦｢「『【〈《\u3014\uff08\uff3b\uff5b"
_CLOSE = ")]}⟩⟧｣」』】〉》\u3015\uff09\uff3d\uff5d"
_OPENING = dict(zip(_OPEN, _CLOSE, strict=True))
_CLOSING = frozenset(_CLOSE)
_OPEN_MAX = 63
"""As UAX 9 says: deeper brackets are no pairs."""


def runs_left(text: str) -> bool:
    """Return whether any of these characters belongs to a script that runs to the left."""
    return any(unicodedata.bidirectional(letter) in _LEFTWARDS for letter in set(text))


def base_level(text: str) -> int:
    """Return 1 if the first letter of a paragraph runs to the left, else 0 (rules P2 and P3)."""
    for letter in text:
        found = unicodedata.bidirectional(letter)
        if found in _STRONG:
            return int(found != "L")
    return 0


def levels(text: str, base: int) -> list[int]:
    """Return the level of each character, odd for what runs to the left."""
    classes = [found or "L" for found in map(unicodedata.bidirectional, text)]
    _weak(classes, "R" if base else "L")
    _brackets(text, classes, "R" if base else "L")
    _neutral(classes, "R" if base else "L")
    added = ({"L": 0, "R": 1, "AN": 2, "EN": 2}, {"L": 1, "R": 0, "AN": 1, "EN": 1})[base]
    return [base + added[found] for found in classes]


def visual(pieces: Sequence[T], depth: Sequence[int]) -> list[T]:
    """Put the pieces of one line into the order in which they stand on the page (rule L2)."""
    order = list(range(len(pieces)))
    odd = [level for level in depth if level % 2]
    for level in range(max(depth, default=0), min(odd, default=1) - 1, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and depth[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end + 1
    return [pieces[place] for place in order]


def _weak(classes: list[str], base: str) -> None:
    """Rules W1, W2 and W4, and the others by what they call: marks and numbers."""
    before, strong = base, base
    for place, found in enumerate(classes):
        now = found
        if now in {"NSM", "BN"}:  # UAX 9, 5.2: a boundary neutral goes with what is before it
            now = before
        if now in {"L", "R", "AL"}:
            strong = now
        if now == "EN" and strong == "AL":
            now = "AN"
        classes[place] = before = now
    for place in range(1, len(classes) - 1):
        left, now, right = classes[place - 1 : place + 2]
        same = left == right
        if same and ((now == "ES" and left == "EN") or (now == "CS" and left in {"EN", "AN"})):
            classes[place] = left
    _terminators(classes)
    _leftovers(classes, base)


def _leftovers(classes: list[str], base: str) -> None:
    """Rules W3, W6 and W7: Arabic letters, signs that went with no number, European numbers."""
    strong = base
    for place, found in enumerate(classes):
        if found == "AL":
            classes[place] = "R"
        elif found in {"ES", "CS", "ET"}:
            classes[place] = "ON"
        elif found == "EN" and strong == "L":
            classes[place] = "L"
        if classes[place] in {"L", "R"}:
            strong = classes[place]


def _terminators(classes: list[str]) -> None:
    """Rule W5: a currency or percent sign goes with the number beside it."""
    place = 0
    while place < len(classes):
        end = place
        while end < len(classes) and classes[end] == "ET":
            end += 1
        if end > place:
            beside = (classes[place - 1] if place else "", *classes[end : end + 1])
            if "EN" in beside:
                classes[place:end] = ["EN"] * (end - place)
        place = end + 1


def _side(found: str) -> str:
    """Return the direction that a class counts as beside neutral characters, or nothing."""
    return "R" if found in {"R", "AN", "EN"} else "L" if found == "L" else ""


def _brackets(text: str, classes: list[str], base: str) -> None:
    """Rule N0: both brackets of a pair go the same way, and the marks on them."""
    closings = _pairs(text, classes)
    if not closings:
        return
    sides = [_side(found) for found in classes]
    inside = {side: _counts(sides, side) for side in "LR"}
    ways: dict[int, str] = {}
    last = base
    for place, letter in enumerate(text):
        closing = closings.get(place)
        if closing is not None:
            there = {side for side in "LR" if inside[side][closing] > inside[side][place + 1]}
            if there:
                opposite = "L" if base == "R" else "R"
                way = base if base in there or last == base else opposite
                ways[place] = ways[closing] = way
        elif place - 1 in ways and unicodedata.bidirectional(letter) == "NSM":
            ways[place] = ways[place - 1]
        if place in ways:
            classes[place] = ways[place]
        last = _side(classes[place]) or last


def _pairs(text: str, classes: list[str]) -> dict[int, int]:
    """Return where the bracket closes that opens at a place (definition BD16)."""
    waiting: list[tuple[str, int]] = []
    found = {}
    for place, letter in enumerate(text):
        if classes[place] != "ON":
            continue
        if letter in _OPENING:
            if len(waiting) == _OPEN_MAX:
                break
            waiting.append((_OPENING[letter], place))
        elif letter in _CLOSING:
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == letter:
                    found[waiting[depth][1]] = place
                    del waiting[depth:]
                    break
    return found


def _counts(sides: list[str], wanted: str) -> list[int]:
    """Return for each place how often a direction stands before it."""
    found = [0]
    for side in sides:
        found.append(found[-1] + (side == wanted))
    return found


def _neutral(classes: list[str], base: str) -> None:
    """Rules N1 and N2: what has no direction takes that of both its neighbours, or the base."""
    place, before = 0, base
    while place < len(classes):
        end = place
        while end < len(classes) and classes[end] in _NEUTRAL:
            end += 1
        if end > place:
            after = _side(classes[end]) if end < len(classes) else base
            classes[place:end] = [before if before == after else base] * (end - place)
        if end < len(classes):
            before = _side(classes[end]) or before
        place = end + 1
