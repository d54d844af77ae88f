"""Check words and offered passphrases."""

import pytest
from hypothesis import given, strategies as st

from vault.keys.identity import Identity, generate_seed, identity_words
from vault.keys.words import (
    CHECK_WORDS,
    WORD_COUNT,
    check_words,
    generate_passphrase,
    same_words,
    word_list,
)


def test_the_list_has_7776_different_words_in_order() -> None:
    words = word_list()
    assert len(words) == len(set(words)) == WORD_COUNT
    assert (words[0], words[-1]) == ("abacus", "zoom")
    assert list(words) == sorted(words)


@given(st.binary(min_size=32, max_size=32))
def test_check_words_are_six_words_that_spell_the_start_of_the_hash(digest: bytes) -> None:
    words, spelt = word_list(), check_words(digest)
    places = [words.index(word) for word in spelt.split(" ")]
    assert len(places) == CHECK_WORDS
    value = sum(place * WORD_COUNT**power for power, place in enumerate(places))
    assert value == int.from_bytes(digest[:16], "big") % WORD_COUNT**CHECK_WORDS


@pytest.mark.parametrize("byte", range(6, 16))
def test_another_hash_has_other_check_words(byte: int) -> None:
    digest = bytearray(32)
    before = check_words(bytes(digest))
    digest[byte] ^= 1
    assert check_words(bytes(digest)) != before


def test_words_compare_as_people_type_them() -> None:
    assert same_words("Yo-Yo  zoom ABACUS", "yo yo zoom abacus")
    assert same_words("ｚoom", "ｚoom")
    assert same_words("Yo-Yo, zoom,\nabacus.", "yo-yo zoom abacus")
    assert not same_words("zoom abacus", "abacus zoom")
    assert not same_words("zoom", "zoom zoom")
    assert not same_words("zoom 1", "zoom")
    assert not same_words("", "zoom")


def test_two_people_have_different_words_and_one_person_always_the_same() -> None:
    seed = generate_seed()
    assert identity_words(Identity(seed).public) == identity_words(Identity(seed).public)
    assert identity_words(Identity(seed).public) != identity_words(
        Identity(generate_seed()).public
    )


def test_an_offered_passphrase_is_six_words_of_the_list() -> None:
    words = generate_passphrase().split(" ")
    assert len(words) == 6
    assert set(words) <= set(word_list())
