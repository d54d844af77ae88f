"""Choosing a file or a place for one: typed with completion, or picked from a list."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.suggester import Suggester
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui.app.text import plain_line
from tui.app.typed import typed_path
from tui.app.work.words import Files

_SHOWN = 200


def matches(text: str) -> list[str]:
    """Return what the path could go on as, folders with a slash behind them; hidden ones last."""
    folder = typed_path(text if text.endswith(("/", os.sep)) else str(Path(text).parent))
    start = "" if text.endswith(("/", os.sep)) or not text else Path(text).name.casefold()
    try:
        found = sorted(_within(folder, start), key=lambda name: (name[:1] == ".", name.casefold()))
    except OSError:
        return []
    return found


def _within(folder: Path, start: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.casefold().startswith(start):
                yield f"{entry.name}/" if entry.is_dir() else entry.name


def completed(text: str, name: str) -> str:
    """Return the typed path with its last part replaced by a name from the list."""
    if text.endswith(("/", os.sep)) or not text:
        return text + name
    return str(Path(text).with_name(name.rstrip("/"))) + ("/" if name.endswith("/") else "")


class _Suggestions(Suggester):
    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        if not value:
            return None
        found = await asyncio.to_thread(matches, value)
        exact = (name for name in found if completed(value, name).startswith(value))
        name = next(exact, None)
        return completed(value, name) if name else None


class PathChooser(Vertical):
    """A field for a path, and a list of what it could be; both lead to the same."""

    def __init__(self, start: str = "") -> None:
        super().__init__(id="chooser")
        self._start = start or f"{Path.home()}{os.sep}"

    def compose(self) -> ComposeResult:
        yield Input(
            self._start, placeholder=Files.PATH, suggester=_Suggestions(), id="path",
            select_on_focus=False,
        )  # fmt: skip
        yield OptionList(id="matches", markup=False)

    @property
    def path(self) -> Path:
        """What is in the field."""
        return typed_path(self.field.value)

    @property
    def field(self) -> Input:
        """The field."""
        return self.query_one("#path", Input)

    @on(Input.Changed, "#path")
    def _changed(self, event: Input.Changed) -> None:
        self.run_worker(self._list(event.value), group="paths", exclusive=True)

    async def _list(self, text: str) -> None:
        found = await asyncio.to_thread(matches, text)
        options = [Option(plain_line(name)) for name in found[:_SHOWN]]
        if len(found) > _SHOWN:
            more = Files.MORE.format(count=len(found) - _SHOWN)
            options.append(Option(plain_line(more, "$text-muted"), disabled=True))
        self._names = found[:_SHOWN]
        # None of it is there any more if the dialog was closed while the folder was being read.
        for listed in self.query("#matches").results(OptionList):
            listed.clear_options()
            listed.add_options(options)

    @on(OptionList.OptionSelected, "#matches")
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        name = self._names[event.option_index]
        self.field.value = completed(self.field.value, name)
        self.field.cursor_position = len(self.field.value)
        if not name.endswith("/"):
            self.field.focus()
