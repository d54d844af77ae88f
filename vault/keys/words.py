"""Words that people compare by voice, and passphrases made of them (EFF large list)."""

from functools import cache
from importlib.resources import files

from vault.crypto.random import random_below

WORD_COUNT = 7776
CHECK_WORDS = 6
PASSPHRASE_WORDS = 6
_HASH_BYTES = 16


@cache
def word_list() -> tuple[str, ...]:
    """Return the 7776 words in dice order."""
    text = files("vault.keys").joinpath("eff_large_wordlist.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))


def check_words(digest: bytes) -> str:
    """Return six words from the start of a hash: 77 bits, to be compared by voice.

    The first 16 bytes as a big-endian integer, written in base 7776, least digit first.
    """
    words = word_list()
    value = int.from_bytes(digest[:_HASH_BYTES], "big")
    chosen = []
    for _ in range(CHECK_WORDS):
        value, place = divmod(value, WORD_COUNT)
        chosen.append(words[place])
    return " ".join(chosen)


_BETWEEN = str.maketrans("-,.", "   ")


def same_words(left: str, right: str) -> bool:
    """Compare check words as people type them: case, spacing, commas and full stops aside."""
    return _bare(left) == _bare(right)


def _bare(words: str) -> list[str]:
    return words.casefold().translate(_BETWEEN).split()


def generate_passphrase() -> str:
    """Return six random words: 77.5 bits. Source: EFF's dice method."""
    words = word_list()
    return " ".join(words[random_below(WORD_COUNT)] for _ in range(PASSPHRASE_WORDS))
