"""Repeating check words: every word, in order, by at least its first letters.

A consent repeats all six words, not the first two. Two words are 26 bits: somebody who wants a
request to pass for another can try until the first two fit; six are 77. Reading all of them is the
point, typing them out is not: three letters of each show that it was read, and in which order.
"""

LETTERS = 3
"""As much of a word as must be typed; a shorter word is typed whole."""


def words_of(check_words: str) -> list[str]:
    """Return the words, one by one; those with a hyphen are two."""
    return check_words.casefold().replace("-", " ").split()


def repeated(check_words: str, typed: str) -> int | None:
    """Return how many words were typed as they are shown, or None where one differs.

    The last word typed may still be on its way: it counts once enough of it is there.
    """
    wanted = words_of(check_words)
    given = words_of(typed.replace(",", " "))
    if len(given) > len(wanted):
        return None
    done = 0
    for place, word in enumerate(given):
        if not wanted[place].startswith(word):
            return None
        if len(word) >= min(LETTERS, len(wanted[place])):
            done += 1
        elif place < len(given) - 1:
            return None
    return done


def is_repeated(check_words: str, typed: str) -> bool:
    """Tell whether every word was repeated."""
    return repeated(check_words, typed) == len(words_of(check_words))
