"""From a text to lines of a width, each a row of shaped runs as they stand on the page."""

from collections.abc import Iterator
from typing import NamedTuple

from tui.paper.bidi import base_level, visual
from tui.paper.characters import LINE_ENDS, Unit, clusters, units
from tui.paper.fonts import REGULAR, Face
from tui.paper.shaping import Run, Shaper

_EM = 1000
_ELLIPSIS = "…"


class Line(NamedTuple):
    """One line, its width in thousandths of the font size."""

    runs: tuple[Run, ...]
    width: float
    leftwards: bool
    """Whether its paragraph runs to the left."""

    @property
    def leading(self) -> float:
        """How much more room than a line of Latin it takes."""
        return max((run.face.leading for run in self.runs), default=1.0)


class _Measured(NamedTuple):
    unit: Unit
    run: Run


class Setter:
    """Sets text in lines, for one document."""

    def __init__(self) -> None:
        self._shaper = Shaper()

    def lines(self, text: str, size: float, width: float, face: Face = REGULAR) -> Iterator[Line]:
        """Give the lines of a text. An empty paragraph is an empty line."""
        room = width / size * _EM
        for paragraph in LINE_ENDS.split(text):
            base = base_level(paragraph)
            yield from self._fill(units(paragraph, face, base), room, leftwards=base == 1)

    def one(self, text: str, size: float, width: float, face: Face = REGULAR) -> Line:
        """Give the first line of a text, shortened visibly if there is more."""
        text = " ".join(text.split())
        room = width / size * _EM
        base = base_level(text)
        measured = [self._measure(unit) for unit in units(text, face, base)]
        used = sum(part.run.width for part in measured)
        if used > room:
            room -= self._shaper.shape(face, _ELLIPSIS).width
            measured = list(self._within(measured, room))
            measured.append(self._measure(Unit(_ELLIPSIS, face, base, glued=True)))
        return self._line(measured, leftwards=base == 1)

    def _measure(self, unit: Unit) -> _Measured:
        leftwards = unit.level % 2 == 1
        return _Measured(unit, self._shaper.shape(unit.face, unit.text, leftwards=leftwards))

    def _within(self, measured: list[_Measured], room: float) -> Iterator[_Measured]:
        """Give what fits, to the character."""
        for part in measured:
            if part.run.width > room:
                yield from next(self._torn([part], room), [])
                return
            room -= part.run.width
            yield part

    def _fill(self, found: Iterator[Unit], room: float, *, leftwards: bool) -> Iterator[Line]:
        line: list[_Measured] = []
        spaces: list[_Measured] = []
        used = 0.0
        for word in self._words(found):
            width = sum(part.run.width for part in word)
            if word[0].unit.space:
                spaces += word
                continue
            gap = sum(part.run.width for part in spaces)
            if used + gap + width <= room:
                line += spaces + word
                used += gap + width
            else:
                if line:
                    yield self._line(line, leftwards=leftwards)
                    line, used = [], 0.0
                for torn in self._torn(word, room) if width > room else [word]:
                    if line:
                        yield self._line(line, leftwards=leftwards)
                    line = torn
                    used = sum(part.run.width for part in torn)
            spaces = []
        yield self._line(line, leftwards=leftwards)

    def _words(self, found: Iterator[Unit]) -> Iterator[list[_Measured]]:
        """Group units that no line may end between; spaces by themselves."""
        word: list[_Measured] = []
        for unit in found:
            if word and (not unit.glued or unit.space != word[0].unit.space):
                yield word
                word = []
            word.append(self._measure(unit))
        if word:
            yield word

    def _torn(self, word: list[_Measured], room: float) -> Iterator[list[_Measured]]:
        """Break a word that no line has room for, between characters."""
        line: list[_Measured] = []
        used = 0.0
        for unit in (part.unit for part in word):
            held: list[str] = []
            for cluster in clusters(unit.text):
                width = self._width(unit.face, cluster, unit.level)
                if used + width > room and (line or held):
                    if held:
                        line.append(self._measure(unit._replace(text="".join(held))))
                    yield line
                    line, held, used = [], [], 0.0
                held.append(cluster)
                used += width
            line.append(self._measure(unit._replace(text="".join(held))))
        yield line

    def _width(self, face: Face, text: str, level: int) -> float:
        return self._shaper.shape(face, text, leftwards=level % 2 == 1).width

    def _line(self, measured: list[_Measured], *, leftwards: bool) -> Line:
        parts = measured
        if any(part.unit.level for part in measured):
            parts = visual(measured, [part.unit.level for part in measured])
        runs = tuple(part.run for part in parts)
        return Line(runs, sum(run.width for run in runs), leftwards)
