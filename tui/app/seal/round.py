"""One holder's turn at the keyboard: unlock, see the same request, answer, lock."""

from dataclasses import dataclass, field
from typing import NamedTuple

from vault import (
    AnswerKind,
    InvalidError,
    NotFoundError,
    PassphraseError,
    UnlockedVault,
    UnlockError,
    Vault,
    VaultError,
    WaiverView,
)


class Said(NamedTuple):
    """What somebody says to a request."""

    kind: AnswerKind
    words: str = ""
    """The check words, repeated."""
    sign_only: bool = False
    """Whether their part of the keys is kept back."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, and what was on the card that they read."""

    seat: str = field(repr=False)
    """The name in the roster."""
    asked: WaiverView

    def answer(self, vault: Vault, name: str, passphrase: str, said: Said) -> None:
        """Sign this person's answer with their own keys, which are locked again at once.

        Args:
            vault: where their keyslot is.
            name: theirs in this vault.
            passphrase: theirs.
            said: what they say.

        Raises:
            UnlockError: the passphrase opens nothing, or somebody else's keys.
            InvalidError: their own keys read the request differently from what the card said.
            VaultError: whatever else the vault refuses.

        """
        person = unlocked(vault, name, passphrase)
        try:
            self._require_seat(person)
            if terms(person.waivers.show(self.asked.id)) != terms(self.asked):
                raise InvalidError("check words", "different")
            person.waivers.answer(self.asked.id, said.kind, said.words, sign_only=said.sign_only)
        finally:
            person.lock()

    def _require_seat(self, person: UnlockedVault) -> None:
        """Refuse the keys of anybody who does not sit where the card says."""
        try:
            room = person.sessions.open(self.asked.session)
        except NotFoundError:
            reasons: dict[bytes, VaultError] = dict(person.sessions.refused)
            # A session that names them and was not accepted says why; else it is not theirs.
            raise reasons.get(self.asked.session, UnlockError()) from None
        if room.seat.name != self.seat:
            raise UnlockError


def unlocked(vault: Vault, name: str, passphrase: str) -> UnlockedVault:
    """Unlock somebody's keys. Raises UnlockError."""
    try:
        return vault.unlock(name, passphrase)
    except PassphraseError:
        # What cannot be a passphrase is nobody's.
        raise UnlockError from None


def is_same_person(vault: Vault, name: str, passphrase: str, person: UnlockedVault) -> bool:
    """Tell whether this passphrase is the one of somebody whose keys are at hand."""
    try:
        other = unlocked(vault, name, passphrase)
    except UnlockError:
        return False
    try:
        return other.people.me.identity == person.people.me.identity
    finally:
        other.lock()


def terms(view: WaiverView) -> tuple[object, ...]:
    """Return what a consent binds, as far as it can be read."""
    return (view.hash, view.portions, view.purpose, view.recipient, view.until, view.check_words)
