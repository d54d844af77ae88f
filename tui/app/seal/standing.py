"""Where one request stands: what may be said of it to whom, and what can be done about it."""

from collections.abc import Callable

from tui.app.scope import listed
from tui.app.seal.waiver_words import Hub
from vault import AnswerKind, Room, WaiverState, WaiverView


def _may_stop(view: WaiverView, room: Room) -> bool:
    if room.seat.name not in view.needed or view.own_answer not in {"", AnswerKind.CONSENT}:
        return False
    return view.state is WaiverState.COLLECTING


def _may_answer(view: WaiverView, room: Room) -> bool:
    mine = room.seat.name in view.needed and not view.own_answer
    return mine and view.state is WaiverState.COLLECTING


def _may_hand_in(view: WaiverView, room: Room) -> bool:
    return room.seat.name in view.needed and view.own_to_hand_over


def asked_next(view: WaiverView, room: Room) -> list[str]:
    """Return who else can be asked now: to answer or, when all have signed, to hand over."""
    return [name for name in view.missing or view.to_hand_over if name != room.seat.name]


def _is_waiting(view: WaiverView) -> bool:
    """Tell whether something must still come from somebody."""
    signed = view.state is WaiverState.COMPLETE and bool(view.to_hand_over)
    return signed or view.state is WaiverState.COLLECTING


def _may_hand_over(view: WaiverView, room: Room) -> bool:
    return room.is_mediator and _is_waiting(view) and bool(asked_next(view, room))


def _may_open(view: WaiverView, room: Room) -> bool:
    mine = view.opener == room.seat.name and not view.to_hand_over
    return view.state is WaiverState.OPENED or (mine and view.state is WaiverState.COMPLETE)


def _may_travel(view: WaiverView, room: Room) -> bool:
    return room.is_mediator and _is_waiting(view)


def _may_send_answer(view: WaiverView, room: Room) -> bool:
    return bool(view.own_answer) and not room.is_mediator


POSSIBLE: dict[str, Callable[[WaiverView, Room], bool]] = {
    "answer": _may_answer,
    "hand_in": _may_hand_in,
    "hand_over": _may_hand_over,
    "send": _may_travel,
    "take_in": _may_travel,
    "send_answer": _may_send_answer,
    "stop": _may_stop,
    "open": _may_open,
}
"""By the names of the actions of the room: whether each can be done now."""


def holder_mark(view: WaiverView, room: Room, name: str) -> str:
    """Return the box before a name; an empty place where the answer is not this person's to know.

    Once a request has ended, nobody's answer is shown: by elimination it would name who refused,
    and parties may be looking at the same screen.
    """
    if view.state is WaiverState.ENDED or not _is_known(view, room, name):
        return "   "
    return "[x]" if name in view.consented else "[ ]"


def holder_words(view: WaiverView, room: Room, name: str) -> str:
    """Return what is known of one holder, and the next thing to do."""
    mine = name == room.seat.name
    if view.state is WaiverState.ENDED:
        return ""
    if not _is_known(view, room, name):
        return Hub.UNSEEN
    if name in view.to_hand_over:
        following = Hub.NEXT_SIGNED if mine else Hub.NEXT_OTHER
        return Hub.SIGNED if view.missing else f"{Hub.SIGNED} · {following}"
    if name in view.consented:
        return Hub.AGREED
    if view.state is not WaiverState.COLLECTING:
        return Hub.WAITING
    return f"{Hub.WAITING} · {Hub.NEXT_SELF if mine else Hub.NEXT_OTHER}"


def _is_known(view: WaiverView, room: Room, name: str) -> bool:
    everything = view.state in {WaiverState.COMPLETE, WaiverState.OPENED}
    return everything or room.is_mediator or name == room.seat.name


def state_words(view: WaiverView, room: Room) -> str:
    """Return where a request stands, in a sentence."""
    total = len(view.needed)
    match view.state:
        case WaiverState.COLLECTING:
            return Hub.STAYS if room.is_mediator else f"{Hub.STAYS} {Hub.STAYS_PARTY}"
        case WaiverState.COMPLETE if view.to_hand_over:
            return Hub.SIGNED_ALL.format(total=total, names=listed(list(view.to_hand_over)))
        case WaiverState.COMPLETE if view.opener == room.seat.name:
            return Hub.COMPLETE_OPENER.format(total=total)
        case WaiverState.COMPLETE:
            return Hub.COMPLETE.format(total=total, opener=view.opener)
        case WaiverState.OPENED:
            return Hub.OPENED
        case _:
            return Hub.EXPIRED if view.reason == "expired" else Hub.ENDED
