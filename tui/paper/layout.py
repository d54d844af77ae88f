"""Where things stand on A4: margins, headings, tables, numbered lines, and what repeats."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tui.paper.canvas import HEIGHT, WIDTH, Canvas, Filled, Mark, Ruled, Written
from tui.paper.fonts import BOLD, REGULAR, Face
from tui.paper.lines import Line, Setter
from tui.paper.words import Everywhere

LEFT, RIGHT = 92.0, WIDTH - 72.0
"""The edges of the text; the numbers of lines stand to the left of it."""
COLUMN = RIGHT - LEFT
_NUMBERS = LEFT - 20.0
_TOP, _TOP_STAMPED, _BOTTOM = 84.0, 116.0, HEIGHT - 80.0
_FOOT = HEIGHT - 52.0
_STAMP_TOP, _STAMP_HEIGHT = 40.0, 52.0
_GREY, _PALE = 0.35, 0.6
_LABELS = 122.0
BODY, SMALL, TINY = 10.5, 9.0, 7.5
_LEADING = 1.42


@dataclass(frozen=True, slots=True)
class Stamp:
    """What stands in a frame at the head of every page."""

    ground: str
    limit: str
    proof: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its head and its share of the width."""

    head: str
    share: float
    face: Face = REGULAR


@dataclass(slots=True)
class _Leaf:
    marks: list[Mark] = field(default_factory=list)


class Paper:
    """Pages in the making. What repeats on them is added once their number is known."""

    def __init__(self, foot: str, stamp: Stamp | None = None, scale: float = 1.0) -> None:
        """Begin with an empty page.

        Args:
            foot: stands at the foot of every page, on the left, shortened to one line.
            stamp: stands at the head of every page.
            scale: of all letters and the room between lines.

        """
        self.setter = Setter()
        self._foot, self._stamp, self._scale = foot, stamp, scale
        self._leaves: list[_Leaf] = []
        self._y = 0.0
        self._number = 0
        self.page_break()

    @property
    def pages(self) -> int:
        """How many pages there are so far."""
        return len(self._leaves)

    def page_break(self) -> None:
        """Go on on a new page, on which lines are numbered from 1."""
        self._leaves.append(_Leaf())
        self._y = _TOP_STAMPED if self._stamp else _TOP
        self._number = 0

    def room(self, height: float) -> None:
        """Go on on a new page unless there is so much room on this one."""
        if self._y + height * self._scale > _BOTTOM:
            self.page_break()

    def space(self, height: float) -> None:
        """Leave room, but none at the head of a page."""
        if self._leaves[-1].marks:
            self._y += height * self._scale

    def title(self, head: str, under: str) -> None:
        """Write what the document is."""
        self._block(head, 26, BOLD, leading=1.2)
        self._block(under, 12.5, grey=_GREY)
        self.space(10)
        self.rule(1.2)
        self.space(6)

    def heading(self, text: str, *, with_room: float = 60) -> None:
        """Begin a part, together with the first lines of it."""
        self.space(14)
        self.room(with_room + 24)
        self._block(text, 13.5, BOLD)
        self.space(4)

    def paragraph(
        self, text: str, size: float = BODY, *, face: Face = REGULAR, soft: bool = False
    ) -> None:
        """Write a text in the full width."""
        self._block(text, size, face, grey=_GREY if soft else 0.0)
        self.space(size * 0.45)

    def points(self, texts: Iterable[str], *, numbered: bool = False) -> None:
        """Write sentences one below another, each with a dash or its number before it."""
        size = SMALL + 0.2
        for number, text in enumerate(texts, 1):
            self.room(size * _LEADING)
            mark = self.setter.one(f"{number}." if numbered else "–", self._size(size), 20)
            self._put(mark, LEFT, self._y + self._size(size) * _LEADING - 3, size)
            self._block(text, size, indent=16)
            self.space(size * 0.35)

    def rows(self, pairs: Iterable[tuple[str, str]], size: float = BODY) -> None:
        """Write labels, each with what it says beside it. Those that say nothing are left out."""
        for label, text in pairs:
            if text:
                self._row(label, text, size)

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
        """Write a table. A row stays together; the heads come again on each page."""
        self.room(70)
        self._heads(columns)
        for row in rows:
            cells = [
                list(
                    self.setter.lines(
                        text, self._size(SMALL), COLUMN * column.share - 10, column.face
                    )
                )
                for text, column in zip(row, columns, strict=True)
            ]
            height = max(sum(map(self._small_leading, lines)) for lines in cells) + 9
            if self._y + height > _BOTTOM:
                self.page_break()
                self._heads(columns)
            x = LEFT
            for lines, column in zip(cells, columns, strict=True):
                y = self._y
                for line in lines:
                    y += self._small_leading(line)
                    self._put(line, x, y - 2, SMALL)
                x += COLUMN * column.share
            self._y += height
            self._mark(Ruled(LEFT, self._y - 3, RIGHT, self._y - 3, 0.3, _PALE))
        self.space(4)

    def numbered(self, text: str, size: float = BODY) -> None:
        """Write released text: every line has its number in the margin."""
        for line in self.setter.lines(text, self._size(size), COLUMN):
            height = self._size(size) * _LEADING * line.leading
            if self._y + height > _BOTTOM:
                self.page_break()
            self._y += height
            self._number += 1
            number = self.setter.one(str(self._number), TINY, 40)
            shift = number.width * TINY / 1000
            self._mark(Written(_NUMBERS - shift, self._y - 3, number, TINY, _GREY))
            x = RIGHT - line.width * self._size(size) / 1000 if line.leftwards else LEFT
            self._put(line, x, self._y - 3, size)

    def rule(self, width: float = 0.4, grey: float = 0.0) -> None:
        """Draw a line across the text."""
        self._mark(Ruled(LEFT, self._y, RIGHT, self._y, width, grey))

    def writing_line(self, label: str, share: float = 1.0, *, at: float = 0.0) -> None:
        """Draw a line to write on by hand, with its label below, and stay at its height."""
        x = LEFT + COLUMN * at
        self._mark(Ruled(x, self._y, x + COLUMN * share, self._y, 0.5))
        line = self.setter.one(label, SMALL, COLUMN * share)
        self._mark(Written(x, self._y + 12, line, SMALL, _GREY))

    def at(self, text: str, x: float, y: float, size: float, face: Face = REGULAR) -> None:
        """Write one line at a place: to the right and down from where the text stands now."""
        line = self.setter.one(text, size, RIGHT - LEFT - x, face)
        self._mark(Written(LEFT + x, self._y + y, line, size))

    def boxes(self, places: Iterable[tuple[float, float]], side: float) -> None:
        """Fill squares at places, to the right and down from where the text stands now."""
        for x, y in places:
            self._mark(Filled(LEFT + x, self._y + y, side, side))

    def choice(self, text: str, *, chosen: bool) -> None:
        """Write a line with a box before it, crossed if it is the one that applies."""
        side = self._size(9)
        top = self._y + 3
        corners = [(LEFT, top), (LEFT + side, top), (LEFT + side, top + side), (LEFT, top + side)]
        for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
            self._mark(Ruled(*start, *end, 0.8))
        if chosen:
            self._mark(Ruled(*corners[0], *corners[2], 1.4))
            self._mark(Ruled(*corners[1], *corners[3], 1.4))
        self._block(text, BODY, BOLD if chosen else REGULAR, indent=20)
        self.space(3)

    def finish(self, metadata: str, made: int) -> bytes:
        """Return the document as PDF."""
        canvas = Canvas(metadata, made)
        for number, leaf in enumerate(self._leaves, 1):
            canvas.page_of([*self._repeated(number), *leaf.marks])
        return canvas.finished()

    def _repeated(self, number: int) -> list[Mark]:
        words = Everywhere.PAGE.format(page=number, pages=self.pages)
        page = self.setter.one(words, TINY + 0.5, COLUMN)
        width = page.width * (TINY + 0.5) / 1000
        foot = self.setter.one(self._foot, TINY + 0.5, COLUMN - width - 20)
        marks: list[Mark] = [
            Ruled(LEFT, _FOOT - 14, RIGHT, _FOOT - 14, 0.4, _PALE),
            Written(LEFT, _FOOT, foot, TINY + 0.5, _GREY),
            Written(RIGHT - width, _FOOT, page, TINY + 0.5),
        ]
        if self._stamp:
            marks += self._stamped(self._stamp)
        return marks

    def _stamped(self, stamp: Stamp) -> list[Mark]:
        left, top, bottom = LEFT - 10, _STAMP_TOP, _STAMP_TOP + _STAMP_HEIGHT
        right = RIGHT + 10
        room = COLUMN
        return [
            Ruled(left, top, right, top, 0.9),
            Ruled(left, bottom, right, bottom, 0.9),
            Ruled(left, top, left, bottom, 0.9),
            Ruled(right, top, right, bottom, 0.9),
            Written(LEFT, top + 16, self.setter.one(stamp.ground, 9, room, BOLD), 9),
            Written(LEFT, top + 29, self.setter.one(stamp.limit, 8.5, room), 8.5),
            Written(LEFT, top + 42, self.setter.one(stamp.proof, TINY, room), TINY, _GREY),
        ]

    def _row(self, label: str, text: str, size: float) -> None:
        real = self._size(size)
        head = self.setter.one(label, self._size(SMALL), _LABELS - 10)
        for place, line in enumerate(self.setter.lines(text, real, COLUMN - _LABELS)):
            height = real * _LEADING * line.leading
            if self._y + height > _BOTTOM:
                self.page_break()
            self._y += height
            if not place:
                self._put(head, LEFT, self._y - 3, SMALL, _GREY)
            self._put(line, LEFT + _LABELS, self._y - 3, size)
        self.space(size * 0.35)

    def _heads(self, columns: Sequence[Column]) -> None:
        x = LEFT
        for column in columns:
            line = self.setter.one(column.head, self._size(TINY + 0.5), COLUMN * column.share - 8)
            self._put(line, x, self._y + self._size(TINY + 2), TINY + 0.5, _GREY)
            x += COLUMN * column.share
        self._y += self._size(TINY + 8)
        self._mark(Ruled(LEFT, self._y - 1, RIGHT, self._y - 1, 0.8))
        self._y += 2

    def _block(
        self,
        text: str,
        size: float,
        face: Face = REGULAR,
        *,
        grey: float = 0.0,
        indent: float = 0.0,
        leading: float = _LEADING,
    ) -> None:
        real = self._size(size)
        for line in self.setter.lines(text, real, COLUMN - indent, face):
            height = real * leading * line.leading
            if self._y + height > _BOTTOM:
                self.page_break()
            self._y += height
            self._put(line, LEFT + indent, self._y - 3, size, grey)

    def _small_leading(self, line: Line) -> float:
        return self._size(SMALL) * _LEADING * line.leading

    def _size(self, size: float) -> float:
        return size * self._scale

    def _put(self, line: Line, x: float, y: float, size: float, grey: float = 0.0) -> None:
        self._mark(Written(x, y, line, self._size(size), grey))

    def _mark(self, mark: Mark) -> None:
        self._leaves[-1].marks.append(mark)
