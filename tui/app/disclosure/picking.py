"""Ticking the portions of entries that are to leave."""

from collections.abc import Sequence

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.app.disclosure.words import Disclose
from tui.app.text import plain
from tui.app.work.attaching import size_words
from vault import PlannedPortion

Chosen = dict[bytes, tuple[PlannedPortion, ...]]
"""Portions by entry."""


class PortionPicker(OptionList):
    """A tick for every portion, with its words. Nothing is ticked at first."""

    # Enter goes on, as it does elsewhere: what leaves is not changed by it.
    BINDINGS = [
        Binding("space", "select", show=False, id="tick"),
        Binding("enter", "app.focus_next", show=False, id="tick-next"),
    ]

    class Ticked(Message):
        """Something was ticked, or no longer is."""

    def __init__(self, planned: Chosen, *, id: str | None = None) -> None:  # noqa: A002
        self._planned = planned
        self._rows = [(entry, each) for entry, some in planned.items() for each in some]
        self._ticked: set[int] = set()
        super().__init__(*(Option(self._shown(at)) for at in range(len(self._rows))), id=id,
                         markup=False)  # fmt: skip

    def __repr__(self) -> str:
        return "PortionPicker()"

    @property
    def chosen(self) -> Chosen:
        """What is ticked."""
        found = {
            entry: tuple(
                each for at, (of, each) in enumerate(self._rows)
                if of == entry and at in self._ticked
            )
            for entry in self._planned
        }  # fmt: skip
        return {entry: some for entry, some in found.items() if some}

    @on(OptionList.OptionSelected)
    def _toggle(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        at = event.option_index
        self._ticked ^= {at}
        self.replace_option_prompt_at_index(at, self._shown(at))
        # Exchanging the words of a line puts the cursor on the first one.
        self.highlighted = at
        self.post_message(self.Ticked())

    def _shown(self, at: int) -> Content:
        portion = self._rows[at][1]
        tick = "[x] " if at in self._ticked else "[ ] "
        return Content.assemble(plain(f"{tick}{portion.number}  "), plain(words_of(portion)))

    def forget(self) -> None:
        """Take every word off the screen."""
        self.clear_options()
        self._planned, self._rows, self._ticked = {}, [], set()


def words_of(portion: PlannedPortion) -> str:
    """Return what a portion says, or which file it is."""
    if portion.attachment is None:
        return portion.text
    content = portion.content
    return Disclose.FILE_PORTION.format(name=content.name, size=size_words(content.size))


def numbers_of(chosen: Chosen) -> Sequence[tuple[bytes, Sequence[int]]]:
    """Return what is chosen by its numbers."""
    return [(entry, [each.number for each in some]) for entry, some in chosen.items()]
