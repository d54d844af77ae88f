"""What counts as a passphrase, and how strong a chosen one looks."""

import unicodedata

from vault.crypto.kdf import PASSPHRASE_MAX_BYTES
from vault.errors import PassphraseError

STRENGTH_NEEDED = 14.0
"""zxcvbn's ``guesses_log10``: an estimate, not a measurement."""
_ESTIMATED_CHARACTERS = 72
"""zxcvbn refuses longer input; what lies behind only makes a passphrase stronger."""


def normalise(passphrase: str) -> bytes:
    """Return a passphrase as the bytes that the KDF takes: NFC, never trimmed or cut.

    Unassigned code points are refused, because a later Unicode could normalise them otherwise.

    Raises:
        PassphraseError: empty, longer than 1024 bytes, or with a character that has no meaning.

    """
    if not passphrase:
        raise PassphraseError("empty")
    if any(unicodedata.category(letter) in {"Cn", "Cs"} for letter in passphrase):
        raise PassphraseError("unassigned")
    data = unicodedata.normalize("NFC", passphrase).encode()
    if len(data) > PASSPHRASE_MAX_BYTES:
        raise PassphraseError("long")
    return data


def estimate(passphrase: str, known: tuple[str, ...] = ()) -> float:
    """Return the estimated guesses, log10, that somebody who knows ``known`` words needs."""
    # It takes a tenth of a second to import: only when somebody chooses a passphrase.
    from zxcvbn import zxcvbn  # noqa: PLC0415

    inputs = list(known)
    return float(zxcvbn(passphrase[:_ESTIMATED_CHARACTERS], user_inputs=inputs)["guesses_log10"])


def require_strong(passphrase: str, known: tuple[str, ...] = ()) -> None:
    """Refuse a chosen passphrase that looks weak. Raises PassphraseError."""
    normalise(passphrase)
    guesses = estimate(passphrase, known)
    if guesses < STRENGTH_NEEDED:
        raise PassphraseError("weak", estimate=guesses, needed=STRENGTH_NEEDED)
