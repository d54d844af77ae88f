"""One session, line by line."""

from tui.plain.asked import requests
from tui.plain.desk import Choice, Desk
from tui.plain.lines import session_words
from tui.plain.notes import all_of, browse, find, write, write_other
from tui.plain.sealed import ask, docket, seal
from tui.plain.words import Notes, Session
from vault import Room, SessionView, spell_id


def in_session(desk: Desk, view: SessionView) -> None:
    """Offer what can be done in a session until somebody goes back."""
    desk.here = view.id
    name = session_words(view)
    desk.menu(name, lambda: _choices(desk, desk.me.sessions.open(view.id), name))
    desk.here = b""


def _choices(desk: Desk, room: Room, name: str) -> list[Choice]:
    entries = len(desk.me.entries.listing(room.id).entries)
    found = [
        Choice(Session.NOTES.format(count=entries), lambda: _notes(desk, room, name)),
        Choice(Session.WRITE, lambda: write(desk, room)),
        Choice(Session.FIND, lambda: find(desk, [room.id])),
        Choice(Session.WHO, lambda: desk.do("session", "show", spell_id(room.id))),
    ]
    if not room.closed:
        found.insert(2, Choice(Session.WRITE_OTHER, lambda: write_other(desk, room)))
    return found + _sealed(desk, room, name) + (_mediators(desk, room) if room.is_mediator else [])


def _notes(desk: Desk, room: Room, name: str) -> None:
    browse(desk, room, Notes.LIST.format(session=name), lambda: all_of(desk, room))


def _sealed(desk: Desk, room: Room, name: str) -> list[Choice]:
    records = len(desk.me.docket.lines(room.id))
    asked = len(desk.me.waivers.views(room.id))
    found = [Choice(Session.DOCKET.format(count=records), lambda: docket(desk, room, name))]
    if room.is_mediator:
        found.insert(0, Choice(Session.SEAL, lambda: seal(desk, room)))
        found.append(Choice(Session.ASK, lambda: ask(desk, room)))
    found.append(Choice(Session.REQUESTS.format(count=asked), lambda: requests(desk, room, name)))
    return found


def _mediators(desk: Desk, room: Room) -> list[Choice]:
    """Return what only a mediator does with a whole session."""
    reference = spell_id(room.id)
    found = [
        Choice(Session.HAND, lambda: _hand(desk, reference)),
        Choice(Session.RECONVENE, lambda: desk.do("session", "reconvene", reference)),
    ]
    if not room.closed:
        found.append(Choice(Session.CLOSE, lambda: _close(desk, reference)))
    return found


def _hand(desk: Desk, reference: str) -> None:
    whom = desk.ask(Session.HAND_WHOM)
    readers = [f"--for={whom}"] if whom else []
    desk.do("archive", "export", "--session", reference, *readers)


def _close(desk: Desk, reference: str) -> None:
    if desk.sure(Session.CLOSE_SURE):
        desk.do("session", "close", reference)
