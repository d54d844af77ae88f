"""Text that was typed and not saved: asked about as soon as its writer is unlocked."""

from contextlib import suppress

from tui.plain.desk import Choice, Desk
from tui.plain.lines import session_words, spoken
from tui.plain.notes import go_on_writing, save
from tui.plain.words import Kept, Notes
from tui.views import moment
from vault import NotFoundError, UnsavedText


def offer_kept(desk: Desk) -> None:
    """Ask about every text that was kept and never saved."""
    if damaged := len(desk.me.unsaved.damaged()):
        desk.say(Kept.DAMAGED.format(count=damaged))
    views = {view.id: view for view in desk.me.sessions.views()}
    for unsaved in desk.me.unsaved.all():
        if unsaved.session in views:
            with suppress(NotFoundError):
                _offer(desk, unsaved, session_words(views[unsaved.session]))


def _offer(desk: Desk, unsaved: UnsavedText, place: str) -> None:
    heading = Kept.HEAD.format(
        time=moment(unsaved.kept), title=unsaved.title or Notes.UNTITLED,
        audience=spoken(unsaved.audience), session=place,
    )  # fmt: skip
    for line in ("", heading, *unsaved.text.split("\n")):
        desk.say(line)
    choices = (
        Choice(Kept.SAVE, lambda: save(desk, unsaved)),
        Choice(Kept.GO_ON, lambda: go_on_writing(desk, unsaved)),
        Choice(Kept.LATER, lambda: None),
        Choice(Kept.THROW, lambda: _throw(desk, unsaved)),
    )
    chosen = desk.choose(heading, [each.words for each in choices])
    desk.attempt(choices[chosen].act)


def _throw(desk: Desk, unsaved: UnsavedText) -> None:
    if desk.sure(Kept.SURE):
        desk.me.unsaved.drop(unsaved.id)
