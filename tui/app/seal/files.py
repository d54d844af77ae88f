"""Requests and answers that travel as files between machines."""

from pathlib import Path

from tui.app.seal.words import Hub
from tui.files import write_whole
from vault import UnlockedVault


def send_request(person: UnlockedVault, waiver: bytes, target: Path) -> str:
    """Write a request as a file, the same for every holder. Returns what to tell."""
    write_whole(target, [person.exchange.request_file(waiver)])
    return Hub.SENT_REQUEST.format(path=target)


def send_answer(person: UnlockedVault, waiver: bytes, target: Path) -> str:
    """Write one's own answer as a file for the mediators. Returns what to tell."""
    write_whole(target, [person.exchange.answer_file(waiver)])
    return Hub.SENT_ANSWER.format(path=target)


def take_in(person: UnlockedVault, waiver: bytes, source: Path) -> str:
    """Take in what came as a file, and say whether it is about this request."""
    received = person.exchange.receive(source.read_bytes())
    if received.waiver and received.waiver != waiver:
        return Hub.RECEIVED_OTHER.format(words=received.check_words)
    return Hub.RECEIVED if received.new else Hub.RECEIVED_KNOWN
