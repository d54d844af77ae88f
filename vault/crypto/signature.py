"""Signatures: Ed25519 *and* ML-DSA-65 over the same bytes; both must verify.

Source: RFC 8032 (Ed25519), FIPS 204 (ML-DSA-65, pure, empty context).
"""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey

from vault.errors import FormatError, SignatureError

ED25519_PUBLIC_BYTES = 32
MLDSA_PUBLIC_BYTES = 1952
PUBLIC_BYTES = ED25519_PUBLIC_BYTES + MLDSA_PUBLIC_BYTES
ED25519_SIGNATURE_BYTES = 64
MLDSA_SIGNATURE_BYTES = 3309
SIGNATURE_BYTES = ED25519_SIGNATURE_BYTES + MLDSA_SIGNATURE_BYTES

_PRIME = 2**255 - 19
# The y-coordinates of Ed25519's eight points of small order (RFC 8032 §5.1 curve), which
# "verify" signatures over every message. Compared modulo 2^255 with the sign bit dropped, and
# in their non-canonical spellings too, so that all fourteen encodings are caught.
_SMALL_ORDER_Y = frozenset({
    0,
    1,
    2707385501144840649318225287225658788936804267575313519463743609750303402022,
    55188659117513257062467267217118295137698188065244968500265048394206261417927,
    _PRIME - 1,
    _PRIME,
    _PRIME + 1,
})  # fmt: skip


class SigningKey:
    """A person's two signing keys, from a 32-byte seed each."""

    def __init__(self, ed25519_seed: bytes, mldsa_seed: bytes) -> None:
        self._ed25519 = Ed25519PrivateKey.from_private_bytes(ed25519_seed)
        self._mldsa = MLDSA65PrivateKey.from_seed_bytes(mldsa_seed)
        self.public: bytes = (
            self._ed25519.public_key().public_bytes_raw()
            + self._mldsa.public_key().public_bytes_raw()
        )

    def sign(self, message: bytes) -> bytes:
        """Return ``Ed25519 (64) ‖ ML-DSA-65 (3309)``."""
        return self._ed25519.sign(message) + self._mldsa.sign(message)


def check_public(public: bytes) -> None:
    """Refuse a public key that is malformed or of small order. Raises FormatError.

    It does not prove that anybody has the key: a possession statement does.
    """
    if len(public) != PUBLIC_BYTES:
        raise FormatError("signing key")
    if _is_small_order(public):
        raise FormatError("signing key")
    _load(public)


def _is_small_order(public: bytes) -> bool:
    return int.from_bytes(public[:ED25519_PUBLIC_BYTES], "little") % 2**255 in _SMALL_ORDER_Y


def verify(public: bytes, message: bytes, signature: bytes) -> None:
    """Check both signatures; return only if both hold.

    Raises:
        SignatureError: either one fails, or is missing.
        FormatError: a key that :func:`check_public` refuses.

    """
    if len(signature) != SIGNATURE_BYTES:
        raise SignatureError("signature")
    if _is_small_order(public):
        raise FormatError("signing key")
    ed25519, mldsa = _load(public)
    try:
        ed25519.verify(signature[:ED25519_SIGNATURE_BYTES], message)
        mldsa.verify(signature[ED25519_SIGNATURE_BYTES:], message)
    except InvalidSignature:
        raise SignatureError("signature") from None


@lru_cache(maxsize=256)
def _load(public: bytes) -> tuple[Ed25519PublicKey, MLDSA65PublicKey]:
    try:
        return (
            Ed25519PublicKey.from_public_bytes(public[:ED25519_PUBLIC_BYTES]),
            MLDSA65PublicKey.from_public_bytes(public[ED25519_PUBLIC_BYTES:]),
        )
    except ValueError:
        raise FormatError("signing key") from None
