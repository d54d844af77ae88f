"""Passphrases as typed: one spelling, nothing trimmed, nothing cut, nothing without meaning."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from vault.errors import PassphraseError
from vault.keys.passphrase import STRENGTH_NEEDED, estimate, normalise, require_strong
from vault.keys.words import generate_passphrase


@given(st.text(st.characters(exclude_categories=["Cs", "Cn"]), min_size=1, max_size=60))
def test_composed_and_decomposed_spellings_are_one_passphrase(text: str) -> None:
    composed = normalise(unicodedata.normalize("NFC", text))
    assert normalise(unicodedata.normalize("NFD", text)) == composed


@pytest.mark.parametrize("text", [" x", "x ", "\tx\n", " ", "　x"])
def test_a_passphrase_is_never_trimmed(text: str) -> None:
    assert normalise(text) == unicodedata.normalize("NFC", text).encode()


def test_letters_of_another_case_or_width_are_other_passphrases() -> None:
    assert len({normalise(text) for text in ("abc", "Abc", "ａｂｃ")}) == 3


@pytest.mark.parametrize("text", ["x", "x" * 1024, "é" * 512, "e\u0301" * 512])
def test_one_to_1024_bytes_are_accepted(text: str) -> None:
    assert 1 <= len(normalise(text)) <= 1024


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("x" * 1025, "long"),
        ("é" * 513, "long"),
        ("x\u0378", "unassigned"),
        ("\U0003ffff", "unassigned"),
        ("\ud800", "unassigned"),
    ],
)
def test_what_cannot_be_a_passphrase_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(PassphraseError) as caught:
        normalise(text)
    assert caught.value.reason == reason


def test_a_weak_passphrase_is_refused_with_the_estimate_and_what_is_needed() -> None:
    with pytest.raises(PassphraseError) as caught:
        require_strong("letmein2024")
    error = caught.value
    assert error.reason == "weak"
    assert 0 < error.estimate < error.needed == STRENGTH_NEEDED


def test_known_words_make_a_passphrase_weaker() -> None:
    text = "MaraLindtHamburg"
    assert estimate(text, ("mara", "lindt", "hamburg")) < estimate(text)


def test_offered_passphrases_are_strong_and_never_twice_the_same() -> None:
    offered = {generate_passphrase() for _ in range(20)}
    assert len(offered) == 20
    for each in offered:
        require_strong(each)


def test_a_passphrase_of_the_greatest_length_is_estimated_at_once() -> None:
    require_strong("correct horse battery staple " * 35)
