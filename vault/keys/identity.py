"""A person: a random seed, the keys derived from it, and the public half that others know."""

from functools import lru_cache

from vault.crypto import signature, wrap
from vault.crypto.digest import sha256
from vault.crypto.kdf import expand
from vault.crypto.random import random_key
from vault.errors import FormatError
from vault.format import jsonform
from vault.format.pae import pae
from vault.format.statement import StatementType, signed_bytes
from vault.keys.words import check_words
from vault.model import PublicIdentity

SEED_BYTES = 32
TAG_BYTES = 16


class Identity:
    """An unlocked person. It signs, unwraps and derives; it has no telling ``repr``."""

    def __init__(self, seed: bytes) -> None:
        self.seed = seed
        self._kem = wrap.KemKey(expand(seed, pae("kem seed")))
        self._signing = signature.SigningKey(
            expand(seed, pae("ed25519 seed")), expand(seed, pae("mldsa seed"))
        )
        self.self_key = expand(seed, pae("self key"))
        self.owner = expand(self.self_key, pae("owner tag"), TAG_BYTES)
        """Whose rows are whose: 16 bytes that only this person can derive."""
        self.public = PublicIdentity(
            self._kem.public,
            self._signing.public,
            self.sign(_possession(self._kem.public, self._signing.public)),
        )
        self.fingerprint = fingerprint(self.public)

    def __repr__(self) -> str:
        return "Identity()"

    def sign(self, message: bytes) -> bytes:
        """Return both signatures over ``message``: 3373 bytes."""
        return self._signing.sign(message)

    def unwrap(self, label: bytes, context: bytes, wrapped: bytes) -> bytes:
        """Return what was wrapped to this person for that place. Raises WrongKeyError."""
        return self._kem.unwrap(label, context, wrapped)

    def private_key(self, session: bytes) -> bytes:
        """Return the key of this person's private audience in a session; it is never granted."""
        return expand(self.self_key, pae("private audience", session))


def generate_seed() -> bytes:
    """Return a new person's seed: 32 random bytes. A passphrase only ever unlocks it."""
    return random_key()


def fingerprint(public: PublicIdentity) -> bytes:
    """Return the hash that stands for an identity: 32 bytes."""
    return sha256(pae("identity", public.kem, public.signing))


def identity_words(public: PublicIdentity) -> str:
    """Return an identity's check words: six, compared by voice."""
    return check_words(sha256(pae("check words", public.kem, public.signing)))


def check_identity(public: PublicIdentity) -> None:
    """Refuse an identity that nobody can safely be known by.

    Raises:
        FormatError: keys malformed or of small order.
        SignatureError: no possession statement by all its keys.

    """
    _check(public.kem, public.signing, public.possession)


@lru_cache(maxsize=1024)
def _check(kem: bytes, signing: bytes, possession: bytes) -> None:
    wrap.check_public(kem)
    signature.check_public(signing)
    if len(possession) != signature.SIGNATURE_BYTES:
        raise FormatError("possession statement")
    signature.verify(signing, _possession(kem, signing), possession)


def _possession(kem: bytes, signing: bytes) -> bytes:
    body = jsonform.encode({
        "ed25519": jsonform.to_text(signing[: signature.ED25519_PUBLIC_BYTES]),
        "kem": jsonform.to_text(kem),
        "mldsa65": jsonform.to_text(signing[signature.ED25519_PUBLIC_BYTES :]),
    })  # fmt: skip
    return signed_bytes(StatementType.POSSESSION, body)
