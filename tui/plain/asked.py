"""One request to open: read, answered, passed round, opened, and its receipt."""

from functools import partial
from pathlib import Path

from tui.files import random_path, write_whole
from tui.plain.desk import Choice, Desk
from tui.plain.waiting import PutAwayError
from tui.plain.words import Asked, Way
from tui.receipt import receipt_of
from vault import AnswerKind, Room, WaiverState, WaiverView, spell_id


def requests(desk: Desk, room: Room, session: str) -> None:
    """Read the requests of a session out; each can be looked at."""

    def choices() -> list[Choice]:
        views = desk.me.waivers.views(room.id)
        if not views:
            desk.say(Asked.NONE)
        return [
            Choice(
                Asked.REQUEST.format(
                    state=view.state, purpose=view.purpose, recipient=view.recipient
                ),
                partial(_request, desk, room, view.id),
            )
            for view in views
        ]

    desk.menu(Asked.LIST.format(session=session), choices)


def _request(desk: Desk, room: Room, waiver: bytes) -> None:
    reference = spell_id(waiver)
    desk.do("waiver", "show", reference)
    view = desk.me.waivers.show(waiver)
    heading = Asked.HEAD.format(purpose=view.purpose, recipient=view.recipient)
    desk.menu(heading, lambda: _acts(desk, room, desk.me.waivers.show(waiver)))


def _acts(desk: Desk, room: Room, view: WaiverView) -> list[Choice]:
    """Return what can be done about a request now."""
    reference = spell_id(view.id)

    found = [Choice(Asked.READ, lambda: desk.do("waiver", "show", reference))]
    if view.state is WaiverState.COLLECTING:
        found += _answers(desk, view)
        if room.is_mediator:
            found += [
                Choice(Asked.ROUND, lambda: _pass_round(desk, reference)),
                Choice(Asked.SEND, lambda: desk.do("waiver", "send", reference)),
            ]
    elif view.state is WaiverState.COMPLETE and view.opener == room.seat.name:
        found.append(Choice(Asked.OPEN, lambda: _open(desk, view)))
    elif view.state is WaiverState.OPENED:
        found += [
            Choice(Asked.AGAIN, lambda: desk.do("waiver", "open", reference)),
            Choice(Asked.RECEIPT, lambda: _receipt(desk, view)),
            Choice(Asked.DISCLOSE, lambda: _disclose(desk, reference)),
            Choice(Asked.FILES, lambda: _files(desk, reference)),
        ]
    return found


def _answers(desk: Desk, view: WaiverView) -> list[Choice]:
    reference = spell_id(view.id)
    if view.own_answer == AnswerKind.CONSENT:
        return [Choice(Asked.WITHDRAW, lambda: _sure(desk, Asked.WITHDRAW_SURE, "withdraw", view))]
    return [
        Choice(Asked.AGREE, lambda: desk.do("waiver", "consent", reference)),
        Choice(Asked.REFUSE, lambda: _sure(desk, Asked.REFUSE_SURE, "refuse", view)),
    ]


def _pass_round(desk: Desk, reference: str) -> None:
    """Ask everybody here in turn. Raises PutAwayError.

    However it ends, the keyboard is in somebody else's hands then: work goes on with a passphrase.
    """
    if not desk.attempt(lambda: desk.do("waiver", "ceremony", reference)):
        desk.say(Asked.ROUND_ENDED)
    desk.say("")
    raise PutAwayError(Way.GIVE_BACK.format(name=desk.me.name))


def _sure(desk: Desk, question: str, act: str, view: WaiverView) -> None:
    if desk.sure(question):
        desk.do("waiver", act, spell_id(view.id))


def _open(desk: Desk, view: WaiverView) -> None:
    if desk.sure(Asked.OPEN_SURE):
        desk.do("waiver", "open", spell_id(view.id))


def _receipt(desk: Desk, view: WaiverView) -> None:
    receipt = receipt_of(desk.me.opening.open(view.id), view.check_words)
    for line in receipt.lines:
        desk.say(line)
    if typed := desk.file(Asked.RECEIPT_FILE):
        path = Path(typed)
        write_whole(path, [receipt.text.encode()])
        desk.say(Asked.RECEIPT_SAVED.format(file=path))


def _disclose(desk: Desk, reference: str) -> None:
    path = desk.file(Asked.FILE.format(path=random_path("disclosure")))
    if path:
        desk.do("waiver", "open", f"--output={path}", reference)


def _files(desk: Desk, reference: str) -> None:
    if path := desk.file(Asked.FOLDER):
        desk.do("waiver", "open", f"--files={path}", reference)
