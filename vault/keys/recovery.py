"""The recovery code: 160 random bits on paper, with a check character in every group.

Eight groups of five: four characters of Crockford base32 (20 bits) and one check character,
so that a typing mistake is located in its group.
"""

from vault.crypto.kdf import expand, extract_and_expand
from vault.crypto.random import random_bytes
from vault.errors import InvalidError, RecoveryCodeError
from vault.format import ids
from vault.format.pae import pae

CODE_BYTES = 20
GROUPS = 8
GROUP_CHARACTERS = 4


def generate() -> str:
    """Return a new code as people read it: eight groups of five, hyphens between."""
    return spell(random_bytes(CODE_BYTES))


def spell(code: bytes) -> str:
    """Spell 20 bytes as a code."""
    letters = ids.to_text(code)
    groups = [
        letters[start : start + GROUP_CHARACTERS]
        for start in range(0, len(letters), GROUP_CHARACTERS)
    ]
    return "-".join(group + _check(place, group) for place, group in enumerate(groups))


def read(text: str) -> bytes:
    """Return the 20 bytes of a code as typed.

    Raises:
        RecoveryCodeError: with the group that has the mistake, counted from 1.

    """
    typed = "".join(text.split()).replace("-", "")
    width = GROUP_CHARACTERS + 1
    groups = [typed[start : start + width] for start in range(0, len(typed), width)]
    value = 0
    for place, group in enumerate(groups[:GROUPS]):
        try:
            letters = ids.normalise(group.ljust(ids.PREFIX_MIN, "0"))[:width]
        except InvalidError:
            raise RecoveryCodeError("characters", place + 1) from None
        if len(group) < width:
            raise RecoveryCodeError("length", place + 1)
        if _check(place, letters[:GROUP_CHARACTERS]) != letters[GROUP_CHARACTERS]:
            raise RecoveryCodeError("check", place + 1)
        for letter in letters[:GROUP_CHARACTERS]:
            value = value << 5 | ids.ALPHABET.index(letter)
    if len(groups) != GROUPS:
        raise RecoveryCodeError("length", min(len(groups) + 1, GROUPS + 1))
    return value.to_bytes(CODE_BYTES, "big")


def slot_secrets(code: bytes) -> tuple[bytes, bytes]:
    """Return the tag (16 bytes) and wrapping key (32 bytes) of the recovery keyslot.

    HKDF alone: 160 random bits need no slow hash.
    """
    key = extract_and_expand(b"", code, pae("recovery"))
    return expand(key, pae("slot tag"), 16), expand(key, pae("slot key"))


def _check(place: int, group: str) -> str:
    """Return a group's check character.

    Linear over GF(32), so that no single mistyped letter and no two exchanged neighbours go
    unseen. Places differ, so whole groups can't change places.
    """
    value = place + 1
    for letter in group:
        value = _double(value) ^ ids.ALPHABET.index(letter)
    return ids.ALPHABET[_double(value)]


def _double(value: int) -> int:
    """Multiply by x in GF(32) = GF(2)[x] / (x^5 + x^2 + 1), whose generator x is."""
    return value << 1 ^ (0b100101 if value & 16 else 0)
