"""The unlocked keys of one person, in one place that can be emptied."""

from vault.crypto.digest import equal, hmac_sha256, sha256
from vault.crypto.kdf import expand
from vault.errors import DamagedError, LockedError
from vault.format.pae import pae
from vault.keys.identity import TAG_BYTES, Identity
from vault.model import PRIVATE, Roster

ROSTER_KEY = "roster"
"""Granted to every seat: reads the roster and the closing."""
SEAT_KEY_PREFIX = "seat:"
"""Granted to one seat and to the mediators: brings that seat its part of the docket."""


class Keyring:
    """Holds an identity and the session keys that were verified against rosters.

    ``empty`` drops them all. Python cannot promise that the memory is wiped.
    """

    def __init__(self, identity: Identity) -> None:
        self._identity: Identity | None = identity
        self._sessions: dict[bytes, dict[str, bytes]] = {}

    def __repr__(self) -> str:
        return f"Keyring(unlocked={self._identity is not None})"

    @property
    def identity(self) -> Identity:
        """The person. Raises LockedError once emptied."""
        if self._identity is None:
            raise LockedError
        return self._identity

    def require_unlocked(self) -> None:
        """Raise LockedError once emptied."""
        if self._identity is None:
            raise LockedError

    def empty(self) -> None:
        """Drop every key."""
        self._identity = None
        self._sessions.clear()

    def add_session(self, session: bytes, keys: dict[str, bytes]) -> None:
        """Keep the verified keys of a session, and the private one beside them."""
        self._sessions[session] = {**keys, PRIVATE: self.identity.private_key(session)}

    def session_keys(self, session: bytes) -> dict[str, bytes]:
        """Return the keys this person has in a session, by audience. Empty if none."""
        self.require_unlocked()
        return self._sessions.get(session, {})

    def own_mark(self, link: bytes) -> bytes:
        """Return the mark that this person's program puts on a row it wrote: 32 bytes."""
        return hmac_sha256(expand(self.identity.self_key, pae("own rows")), link)


def audience_tag(key: bytes, session: bytes) -> bytes:
    """Return how an audience's rows are found by who has its key: 16 bytes."""
    return expand(key, pae("audience tag", session), TAG_BYTES)


def reader_tag(key: bytes, session: bytes) -> bytes:
    """Return how what was brought to one seat, or to the mediators, is found: 16 bytes."""
    return expand(key, pae("reader tag", session), TAG_BYTES)


def audience_commitment(nonce: bytes, audience: str, key: bytes) -> bytes:
    """Return the commitment that the roster lists for a key."""
    return sha256(pae("audience commitment", nonce, audience.encode(), key))


def check_keys(roster: Roster, keys: dict[str, bytes]) -> None:
    """Refuse granted keys that the signed roster does not commit to. Raises DamagedError."""
    for audience, key in keys.items():
        listed = roster.commitments.get(audience, b"")
        if not equal(audience_commitment(roster.nonce, audience, key), listed):
            raise DamagedError("grant")
