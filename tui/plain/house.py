"""What can be done outside any session: choosing one, people, and looking after the vault."""

from functools import partial

from tui.files import random_path
from tui.plain.desk import Choice, Desk
from tui.plain.lines import session_words
from tui.plain.notes import find
from tui.plain.session import in_session
from tui.plain.words import House


def in_house(desk: Desk) -> None:
    """Offer the sessions and all else until somebody leaves; first of all where they were."""
    views = {view.id: view for view in desk.me.sessions.views()}
    desk.report(())
    if desk.here in views:
        in_session(desk, views[desk.here])
    desk.menu(House.SESSIONS.format(name=desk.me.name), lambda: _choices(desk), leave=True)


def _choices(desk: Desk) -> list[Choice]:
    views = desk.me.sessions.views()
    found = [Choice(session_words(view), partial(in_session, desk, view)) for view in views]
    if views:
        ids = [view.id for view in views]
        found.append(Choice(House.FIND, lambda: find(desk, ids)))
    return [
        *found,
        Choice(House.CONVENE, lambda: _convene(desk)),
        Choice(House.PEOPLE, lambda: desk.menu(House.PEOPLE, lambda: _people(desk))),
        Choice(House.RECEIVE, lambda: _receive(desk)),
        Choice(House.UPKEEP, lambda: desk.menu(House.UPKEEP, lambda: _upkeep(desk))),
    ]


def _convene(desk: Desk) -> None:
    title = desk.ask(House.TITLE)
    desk.do("session", "convene", *([f"--title={title}"] if title else []))


def _people(desk: Desk) -> list[Choice]:
    return [
        Choice(House.PEOPLE_READ, lambda: desk.do("person", "list")),
        Choice(House.ENROL, lambda: desk.do("person", "enrol")),
        Choice(House.CONFIRM, lambda: desk.do("person", "confirm")),
        Choice(House.EXPORT_SELF, lambda: _write(desk, "identity", "person", "export")),
    ]


def _upkeep(desk: Desk) -> list[Choice]:
    return [
        Choice(House.CHECK, lambda: desk.do("check")),
        Choice(House.BACKUP, lambda: _write(desk, "backup", "backup")),
        Choice(House.PASSPHRASE, lambda: desk.do("person", "passphrase")),
        Choice(House.ACTIVITY, lambda: desk.do("activity")),
    ]


def _receive(desk: Desk) -> None:
    if path := desk.file(House.FILE_IN):
        desk.do("receive", "--", path)


def _write(desk: Desk, kind: str, *command: str) -> None:
    """Run a command that writes one file, under a name that says nothing unless one is given."""
    usual = random_path(kind)
    path = desk.file(House.FILE_OUT.format(path=usual.absolute())) or str(usual)
    desk.do(*command, f"--output={path}")
