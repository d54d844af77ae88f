"""A match as it stands in the list: letter, date, session, title, and the words around it."""

from textual.content import Content

from tui.app.find.results import split_at
from tui.app.find.words import Find
from tui.app.rows import TwoLines
from tui.app.scope import scope
from tui.app.text import plain_line
from tui.app.work.times import full
from vault import Match, SessionView

_INDENT = " " * 4


class FoundLine(TwoLines):
    """The two lines of one match, the words looked for in bold and ``>``…``<``."""

    def __init__(self, match: Match, view: SessionView, query: str, *, with_case: bool) -> None:
        self._match, self._query = match, query
        self._place = place_of(view, with_case=with_case)

    def content(self) -> Content:
        """Return the two lines."""
        latest = self._match.entry.latest
        header = latest.header
        shown = scope(latest.audience)
        told = " ".join(
            (*(f"@{name}" for name in header.speakers), *(f"#{tag}" for tag in header.tags))
        )
        return Content.assemble(
            Content.styled(f"[{shown.letter}]", shown.style),
            plain_line(f" {full(header.made)}  {self._place}  "),
            marked(header.title or Find.UNTITLED, self._query),
            f"\n{_INDENT}",
            marked(self._match.snippet, self._query),
            *((" ", marked(told, self._query)) if told else ()),
        )


def place_of(view: SessionView, *, with_case: bool) -> str:
    """Return how a session is called in a list."""
    title = view.title or full(view.convened)
    return f"{view.case} | {title}" if with_case else title


def marked(text: str, query: str) -> Content:
    """Return a text with the words that were looked for set off."""
    cleaned = plain_line(text).plain
    pieces = [
        Content.styled(f">{piece}<", "bold") if found else Content(piece)
        for piece, found in split_at(cleaned, query)
        if piece
    ]
    return Content.assemble(*pieces)
