"""Whether those who signed a file are whom this person knows by these names and keys."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tui.phrases import Notice
from vault import Contact, Disclosure, UnlockedVault, identity_words


class Signer(NamedTuple):
    """Somebody who signed a file, as it names them."""

    name: str
    check_words: str
    """Of their public identity."""


def who_signed(said: Disclosure) -> list[Signer]:
    """Return who agreed to a disclosure, and who made it."""
    return [
        Signer(seat.name, seat.check_words)
        for seat in said.seats
        if seat.consented or seat.name == said.by
    ]


def exporter_of(me: UnlockedVault, sessions: Iterable[bytes], name: str) -> list[Signer]:
    """Return who made an archive, whose sessions are here now."""
    seats = (seat for each in sessions for seat in me.sessions.open(each).roster.seats)
    found = (Signer(name, identity_words(seat.identity)) for seat in seats if seat.name == name)
    return list(dict.fromkeys(found))


def cross_checked(me: UnlockedVault, file: str, signers: Iterable[Signer]) -> tuple[str, ...]:
    """Return what the address book says against a file, or asks of it."""
    own, others = me.people.me, me.people.contacts()
    return tuple(line for each in signers for line in _about(each, file, own, others))


def _about(signer: Signer, file: str, own: Contact, others: list[Contact]) -> Iterator[str]:
    name, words = signer
    called = next((each for each in (own, *others) if _same(each.name, name)), None)
    keys = next((each for each in (own, *others) if identity_words(each.identity) == words), None)
    if called is not None and called is not keys:
        yield Notice.OTHER_KEYS.format(file=file, name=name, words=words)
    if keys is None or keys is own:
        # What others call somebody is theirs to say.
        return
    if not _same(keys.name, name):
        yield Notice.OTHER_NAME.format(file=file, name=name, known=keys.name)
    if not keys.confirmed:
        yield Notice.NEVER_COMPARED.format(file=file, known=keys.name, words=words)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
