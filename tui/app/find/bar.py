"""What of the matches is left out: a box to tick for each audience, and three lists."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, ItemGrid, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Select

from tui.app.find.results import Filters, Found
from tui.app.find.words import Find
from tui.app.scope import scope
from tui.app.text import plain_line
from tui.app.tick import Tick
from vault import Kind

_NAMES = ("kind", "speaker", "tag")
_EVERY = (Find.EVERY_KIND, Find.EVERYBODY, Find.EVERY_TAG)
_TICK_WIDTH = 15


class FilterBar(Vertical):
    """Says with :class:`Changed` what is wanted now."""

    class Changed(Message):
        """Something else is left out now."""

        def __init__(self, filters: Filters) -> None:
            super().__init__()
            self.filters = filters

    def __init__(self) -> None:
        super().__init__()
        self.audiences: list[str] = []
        """Those there is a box for, in order."""
        self._offered: dict[str, tuple[str, ...]] = {}

    def compose(self) -> ComposeResult:
        yield ItemGrid(min_column_width=_TICK_WIDTH, regular=False, id="audiences")
        with Horizontal(id="filters"):
            for name, every in zip(_NAMES, _EVERY, strict=True):
                kinds = [kind.value for kind in Kind] if name == "kind" else []
                yield Select[str](_options(kinds), prompt=every, id=name, compact=True)

    async def offer_audiences(self, audiences: list[str]) -> None:
        """Show a box for each audience that can be read here, all ticked."""
        line = self.query_one("#audiences", ItemGrid)
        await line.remove_children()
        self.audiences = audiences
        for number, audience in enumerate(audiences):
            shown = scope(audience)
            label = Content.styled(f"{shown.letter} {shown.word}", shown.style)
            await line.mount(Tick(label, value=True, id=f"audience-{number}"))

    def offer(self, found: Found) -> None:
        """Offer the speakers and the tags that are among what was found."""
        for name, offered in (("speaker", found.speakers), ("tag", found.tags)):
            chosen = self._chosen(name)
            every = offered if not chosen or chosen in offered else (chosen, *offered)
            if every == self._offered.get(name):
                continue
            self._offered[name] = every
            select = self.query_one(f"#{name}", Select)
            with self.prevent(Select.Changed):
                select.set_options(_options(every))
                if chosen:
                    select.value = chosen

    @property
    def filters(self) -> Filters:
        """What is wanted now."""
        hidden = frozenset(
            audience
            for number, audience in enumerate(self.audiences)
            if not self.query_one(f"#audience-{number}", Tick).value
        )
        return Filters(hidden, *(self._chosen(name) for name in _NAMES))

    def _chosen(self, name: str) -> str:
        value = self.query_one(f"#{name}", Select).value
        return value if isinstance(value, str) else ""

    @on(Tick.Changed)
    @on(Select.Changed)
    def _changed(self) -> None:
        self.post_message(self.Changed(self.filters))

    def clear(self) -> None:
        """Leave nothing out."""
        with self.prevent(Tick.Changed, Select.Changed):
            for tick in self.query(Tick):
                tick.value = True
            for name in _NAMES:
                self.query_one(f"#{name}", Select).clear()
        self._changed()

    def forget(self) -> None:
        """Drop the names that were offered."""
        self._offered = {}
        for name in ("speaker", "tag"):
            self.query_one(f"#{name}", Select).set_options([])


def _options(values: Sequence[str]) -> list[tuple[Content, str]]:
    return [(plain_line(value), value) for value in values]
