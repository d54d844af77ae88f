"""What can be done on the work screen as things stand: everything else is grey in the menu."""

from collections.abc import Callable
from typing import NamedTuple

from tui.app.work.sheet import Sheet


class Standing(NamedTuple):
    """How things stand."""

    sheet: Sheet | None
    """What is on the page."""
    writable: bool
    closed: bool
    """Whether the page's session was closed."""
    here: bytes
    """The session on the screen, or an empty id."""
    entry: bytes
    """The saved entry that an act would be about, or an empty id."""
    listed: bytes
    """The saved entry under the cursor of the list, or an empty id."""
    mediator: bool

    def __repr__(self) -> str:
        return "Standing()"


def _has_files(now: Standing) -> bool:
    shown = now.sheet.shown if now.sheet is not None else None
    return shown is not None and bool(shown.revision.header.attachments)


def _is_correctable(now: Standing) -> bool:
    return now.sheet is not None and now.sheet.is_final and not now.closed


def _is_forked(now: Standing) -> bool:
    return now.sheet is not None and bool(now.sheet.others) and now.writable


def _is_convened_by_them(now: Standing) -> bool:
    return bool(now.here) and now.mediator


_NEEDS: dict[str, Callable[[Standing], bool]] = {
    "time": lambda now: now.writable,
    "who": lambda now: now.writable,
    "save": lambda now: now.writable,
    "details": lambda now: now.writable,
    "attach": lambda now: now.writable,
    "read": lambda now: now.sheet is not None,
    "history": lambda now: now.sheet is not None and bool(now.sheet.entry),
    "extract": _has_files,
    "correct": _is_correctable,
    "merge": _is_forked,
    "carry": lambda now: bool(now.entry),
    "destroy": lambda now: bool(now.entry),
    "disclose": lambda now: bool(now.entry),
    "seal": lambda now: bool(now.entry) and now.mediator,
    "tick": lambda now: bool(now.listed),
    "docket": lambda now: bool(now.here),
    "roster": lambda now: bool(now.here),
    "bring_in": lambda now: bool(now.here),
    "archive": lambda now: bool(now.here),
    "reconvene": _is_convened_by_them,
    "report": _is_convened_by_them,
    "close_session": _is_convened_by_them,
    "destroy_session": _is_convened_by_them,
    "party_view": _is_convened_by_them,
}


def is_possible(action: str, now: Standing) -> bool:
    """Tell whether an act is possible. What is not listed always is."""
    needs = _NEEDS.get(action)
    return needs is None or needs(now)
