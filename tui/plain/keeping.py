"""Text that was typed and not saved: asked about as soon as its writer is unlocked."""

from collections.abc import Sequence
from contextlib import suppress

from tui.plain.desk import Choice, Desk
from tui.plain.lines import session_words, spoken
from tui.plain.notes import go_on_writing, save
from tui.plain.words import Kept, Notes
from tui.views import moment
from vault import DamagedError, NotFoundError, UnsavedText


def offer_kept(desk: Desk) -> None:
    """Ask about every text that was kept and never saved, what cannot be read first."""
    if damaged := desk.me.unsaved.damaged():
        _tell_damaged(desk, damaged)
    views = {view.id: view for view in desk.me.sessions.views()}
    for unsaved in desk.me.unsaved.all():
        if unsaved.session in views:
            with suppress(NotFoundError):
                _offer(desk, unsaved, session_words(views[unsaved.session]))


def _tell_damaged(desk: Desk, damaged: Sequence[bytes]) -> None:
    count = len(damaged)
    said = Kept.DAMAGED_ONE if count == 1 else Kept.DAMAGED.format(count=count)
    choices = (
        Choice(Kept.LATER, lambda: None),
        Choice(Kept.THROW, lambda: _throw(desk, *damaged)),
    )
    chosen = desk.choose(said, [each.words for each in choices])
    desk.attempt(choices[chosen].act)


def _offer(desk: Desk, unsaved: UnsavedText, place: str) -> None:
    heading = Kept.HEAD.format(
        time=moment(unsaved.kept), title=unsaved.title or Notes.UNTITLED,
        audience=spoken(unsaved.audience), session=place,
    )  # fmt: skip
    if unsaved.base and not unsaved.entry:
        heading = _as_correction(desk, heading, unsaved.base)
    for line in ("", heading, *unsaved.text.split("\n")):
        desk.say(line)
    choices = (
        Choice(Kept.SAVE, lambda: save(desk, unsaved)),
        Choice(Kept.GO_ON, lambda: go_on_writing(desk, unsaved)),
        Choice(Kept.LATER, lambda: None),
        Choice(Kept.THROW, lambda: _throw(desk, unsaved.id)),
    )
    chosen = desk.choose(heading, [each.words for each in choices])
    desk.attempt(choices[chosen].act)


def _as_correction(desk: Desk, heading: str, record: bytes) -> str:
    """Return the heading of a text that corrects a record."""
    try:
        header = desk.me.entries.show(record).revision.header
    except (NotFoundError, DamagedError):
        return Kept.CORRECTION_UNKNOWN.format(heading=heading)
    return Kept.CORRECTION.format(heading=heading, title=header.title or Notes.UNTITLED)


def _throw(desk: Desk, *unsaved: bytes) -> None:
    if desk.sure(Kept.SURE):
        for each in unsaved:
            desk.me.unsaved.drop(each)
