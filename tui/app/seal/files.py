"""Requests, answers and acknowledgements that travel as files between machines."""

from pathlib import Path

from tui.app.errand import Errand
from tui.app.receive.telling import cautions, told
from tui.app.seal.waiver_words import Hub
from tui.app.seal.words import Docket
from tui.files import write_whole
from tui.setup import Setup
from tui.taking import Taking
from vault import UnlockedVault, spell_id


def send_request(person: UnlockedVault, waiver: bytes, target: Path) -> str:
    """Write a request as a file, the same for every holder. Returns what to tell."""
    write_whole(target, [person.exchange.request_file(waiver)])
    return Hub.SENT_REQUEST.format(path=target)


def send_answer(person: UnlockedVault, waiver: bytes, target: Path) -> str:
    """Write one's own answer as a file for the mediators. Returns what to tell."""
    write_whole(target, [person.exchange.answer_file(waiver)])
    return Hub.SENT_ANSWER.format(path=target)


def send_acknowledgement(person: UnlockedVault, session: bytes, target: Path) -> str:
    """Write what one acknowledged as a file for the mediators. Returns what to tell."""
    write_whole(target, [person.exchange.acknowledgement_file(session)])
    return Docket.SENT.format(path=target)


def take_in(setup: Setup, person: UnlockedVault, waiver: bytes, source: Path) -> str:
    """Take in what came as a file, and say whether it is about this request.

    Raises:
        RefusedError: the file is refused; it is named in the reason.

    """
    arrival = Taking(Errand(setup), person).one(source)
    about = arrival.found.get("waiver", "")
    if not about:
        return " ".join((told(arrival), *cautions(arrival)))
    if about != spell_id(waiver):
        return Hub.RECEIVED_OTHER.format(words=arrival.found["check_words"])
    return Hub.RECEIVED if arrival.found["new"] else Hub.RECEIVED_KNOWN
