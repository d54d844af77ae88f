"""Ticking sealed records and their portions: one circle of holders at a time."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.app.seal.people import counted
from tui.app.seal.waiver_words import Ask
from tui.app.seal.words import Seal
from tui.app.text import plain_line
from vault import DocketLine

WHOLE = 0
"""Stands for all portions of a record; they are numbered from 1."""


class Row(NamedTuple):
    """What one line of the list stands for."""

    record: bytes
    number: int


class PortionList(OptionList):
    """A tick for every record, and below it one for each of its portions.

    Once something is ticked, records that other people hold cannot be: one request goes to one
    circle of people.
    """

    BINDINGS = [Binding("space", "select", show=False, id="tick")]

    class Ticked(Message):
        """Something was ticked, or no longer is."""

    def __init__(self, lines: Sequence[DocketLine], *, id: str | None = None) -> None:  # noqa: A002
        self._docket = {line.record: line for line in lines}
        self._rows = [row for line in lines for row in _rows(line)]
        self._ticked: set[Row] = set()
        super().__init__(*(Option(self._shown(row)) for row in self._rows), id=id, markup=False)

    @property
    def chosen(self) -> dict[bytes, tuple[int, ...]]:
        """The ticked portions by record, in the order of the docket."""
        found = {
            record: tuple(n for n in line.portions if self._is_ticked(Row(record, n)))
            for record, line in self._docket.items()
        }
        return {record: numbers for record, numbers in found.items() if numbers}

    @property
    def holders(self) -> tuple[str, ...]:
        """Who must agree to what is ticked; nobody when nothing is."""
        return next((self._docket[record].holders for record in self.chosen), ())

    @property
    def barred(self) -> bool:
        """Whether some records cannot be ticked beside those that are."""
        holders = self.holders
        return bool(holders) and any(line.holders != holders for line in self._docket.values())

    def _is_ticked(self, row: Row) -> bool:
        return row in self._ticked or Row(row.record, WHOLE) in self._ticked

    @on(OptionList.OptionSelected)
    def _toggle(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        row = self._rows[event.option_index]
        portions = {Row(row.record, number) for number in self._docket[row.record].portions}
        whole = Row(row.record, WHOLE)
        ticked = {each for each in portions if self._is_ticked(each)}
        if row == whole:
            ticked = set() if ticked == portions else portions
        else:
            ticked ^= {row}
        self._ticked -= {whole, *portions}
        self._ticked |= {whole} if ticked == portions else ticked
        self._show_again()
        self.post_message(self.Ticked())

    def _show_again(self) -> None:
        """Show every tick, and grey out what other people hold."""
        holders, cursor = self.holders, self.highlighted
        for place, row in enumerate(self._rows):
            self.replace_option_prompt_at_index(place, self._shown(row))
            if holders and self._docket[row.record].holders != holders:
                self.disable_option_at_index(place)
            else:
                self.enable_option_at_index(place)
        # Exchanging the words of a line puts the cursor on the first one.
        self.highlighted = cursor

    def _shown(self, row: Row) -> Content:
        tick = "[x] " if self._is_ticked(row) else "[ ] "
        line = self._docket[row.record]
        if row.number != WHOLE:
            return plain_line(f"    {tick}{Ask.ONE.format(number=row.number)}")
        portions = counted(len(line.portions), Seal.PORTION, Seal.PORTIONS)
        words = Ask.ALL if len(line.portions) > 1 else Ask.WHOLE
        return plain_line(tick + words.format(label=line.label, portions=portions), "bold")


def _rows(line: DocketLine) -> list[Row]:
    portions = line.portions if len(line.portions) > 1 else ()
    return [Row(line.record, WHOLE), *(Row(line.record, number) for number in portions)]
