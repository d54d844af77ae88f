"""What one version changed in another, line by line."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

ADDED, REMOVED, SAME, GAP = "+", "-", " ", "…"
CONTEXT = 2


class Change(NamedTuple):
    """One line of a comparison. The sign stands in its first column, so colour is not needed."""

    sign: str
    text: str

    def __repr__(self) -> str:
        return f"Change({self.sign!r})"


def compare(before: str, after: str) -> list[Change]:
    """Return the lines that went and came, with a little of what stayed around them."""
    old, new = before.split("\n"), after.split("\n")
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle = _changed(old[start : len(old) - end], new[start : len(new) - end])
    lines = [Change(SAME, text) for text in old[:start]]
    lines += middle
    lines += [Change(SAME, text) for text in old[len(old) - end :]] if end else []
    return list(_folded(lines))


def _common(old: list[str], new: list[str]) -> int:
    """Return how many lines both begin with: most edits touch one place of a long text."""
    count = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        count += 1
    return count


def _changed(old: list[str], new: list[str]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield from (Change(SAME, text) for text in old[i:j])
        else:
            yield from (Change(REMOVED, text) for text in old[i:j])
            yield from (Change(ADDED, text) for text in new[k:m])


def _folded(lines: list[Change]) -> Iterator[Change]:
    """Leave out what stayed the same far from any change; one line says that it was left out."""
    changed = [at for at, line in enumerate(lines) if line.sign != SAME]
    near = {
        at for each in changed for at in range(each - CONTEXT, each + CONTEXT + 1)
    }  # fmt: skip
    skipped = False
    for at, line in enumerate(lines):
        if at in near:
            skipped = False
            yield line
        elif not skipped:
            skipped = True
            yield Change(GAP, "")
