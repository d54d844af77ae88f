"""Wrapping keys to a person: HPKE, one-shot base mode, post-quantum hybrid.

Base mode authenticates nobody: whatever matters is bound by ``context`` and by a signed
statement that holds the hash of the wrap.

Source: RFC 9180 (HPKE), KEM MLKEM768-X25519 (draft-ietf-hpke-pq; FIPS 203 and RFC 7748),
HKDF-SHA256, AES-256-GCM.
"""

import hashlib
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from vault.errors import FormatError, WrongKeyError

PUBLIC_BYTES = 1216
"""ML-KEM-768 encapsulation key (1184) ‖ X25519 public key (32)."""
ENCAPSULATION_BYTES = 1120
OVERHEAD_BYTES = ENCAPSULATION_BYTES + 16
SEED_BYTES = 32

_MLKEM_PUBLIC_BYTES = 1184
_MLKEM_SEED_BYTES = 64
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_PRIME = 2**255 - 19

# Every X25519 u-coordinate of small order, as integers modulo 2^255 (RFC 7748 §6.1, and the
# list in "May the Fourth Be With You", appendix). A peer with one learns every "shared" secret.
_SMALL_ORDER_X25519 = frozenset({
    0,
    1,
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
    _PRIME - 1,
    _PRIME,
    _PRIME + 1,
})  # fmt: skip


class KemKey:
    """A person's unwrapping key, made from a 32-byte seed."""

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise FormatError("key agreement seed")
        # X-Wing's expansion: SHAKE256 to ML-KEM's d ‖ z (64) and the X25519 scalar (32).
        material = hashlib.shake_256(seed).digest(_MLKEM_SEED_BYTES + 32)
        kem = MLKEM768PrivateKey.from_seed_bytes(material[:_MLKEM_SEED_BYTES])
        curve = X25519PrivateKey.from_private_bytes(material[_MLKEM_SEED_BYTES:])
        self._key = MLKEM768X25519PrivateKey(kem, curve)
        self.public: bytes = (
            kem.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
        )

    def unwrap(self, label: bytes, context: bytes, wrapped: bytes) -> bytes:
        """Return what was wrapped to this key for that place.

        Raises:
            WrongKeyError: wrapped to someone else, for another place, or changed.

        """
        try:
            return _SUITE.decrypt(wrapped, self._key, info=_info(label, context))
        except (InvalidTag, ValueError):
            raise WrongKeyError("wrap") from None


def check_public(public: bytes) -> None:
    """Refuse a public key that is malformed or of small order.

    Raises:
        FormatError: not 1216 bytes, not a valid ML-KEM key, or a small-order X25519 key.

    """
    if len(public) != PUBLIC_BYTES:
        raise FormatError("key agreement key")
    curve = int.from_bytes(public[_MLKEM_PUBLIC_BYTES:], "little") % 2**255
    if curve in _SMALL_ORDER_X25519:
        raise FormatError("key agreement key")
    _load_public(public)


def wrap(public: bytes, label: bytes, context: bytes, secret: bytes) -> bytes:
    """Wrap ``secret`` to a public key for one place: 1136 bytes longer than ``secret``.

    Raises:
        FormatError: a key that :func:`check_public` would have refused.

    """
    try:
        return _SUITE.encrypt(secret, _load_public(public), info=_info(label, context))
    except ValueError:
        raise FormatError("key agreement key") from None


@lru_cache(maxsize=256)
def _load_public(public: bytes) -> MLKEM768X25519PublicKey:
    try:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC_BYTES]),
            X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC_BYTES:]),
        )
    except ValueError:
        raise FormatError("key agreement key") from None


def _info(label: bytes, context: bytes) -> bytes:
    return label + hashlib.sha256(context).digest()
