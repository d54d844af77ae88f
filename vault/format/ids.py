"""Ids as people see them: Crockford base32, which forgives a misread letter."""

from vault.errors import InvalidError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX_MIN = 6
"""The shortest prefix that a command accepts."""

_READ = {letter: value for value, letter in enumerate(ALPHABET)}
_READ |= {"O": 0, "I": 1, "L": 1}


def to_text(data: bytes) -> str:
    """Spell bytes in Crockford base32, most significant bit first, zero bits at the end."""
    bits = len(data) * 8
    length = -(-bits // 5)
    value = int.from_bytes(data, "big") << (length * 5 - bits)
    return "".join(ALPHABET[(value >> (5 * place)) & 31] for place in reversed(range(length)))


def normalise(text: str) -> str:
    """Return what was typed in the letters that :func:`to_text` uses, hyphens dropped.

    Raises:
        InvalidError: a character that no id has, or fewer than six of them.

    """
    try:
        text.encode("ascii")
        letters = [_READ[letter] for letter in text.strip().upper().replace("-", "")]
    except (KeyError, UnicodeEncodeError):
        raise InvalidError("id", "characters", text) from None
    if len(letters) < PREFIX_MIN:
        raise InvalidError("id", "short", text)
    return "".join(ALPHABET[letter] for letter in letters)


def prefix_range(letters: str, length: int) -> tuple[bytes, bytes]:
    """Return the lowest and the highest id of ``length`` bytes that begin with these letters.

    Raises:
        InvalidError: more letters than such an id has.

    """
    bits = length * 8
    total = -(-bits // 5)
    if len(letters) > total:
        raise InvalidError("id", "long", letters)
    value = 0
    for letter in letters:
        value = value << 5 | ALPHABET.index(letter)
    free = 5 * (total - len(letters))
    spare = total * 5 - bits
    low, high = value << free, ((value + 1) << free) - 1
    return (low >> spare).to_bytes(length, "big"), (high >> spare).to_bytes(length, "big")
