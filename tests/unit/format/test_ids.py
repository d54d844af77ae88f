"""Ids as people see them: one spelling out, a forgiving one in."""

import pytest
from hypothesis import given, strategies as st

from vault.errors import InvalidError
from vault.format.ids import ALPHABET, PREFIX_MIN, normalise, to_text

ids = st.binary(min_size=16, max_size=16)


def read(text: str, count: int) -> bytes:
    """Read an id back, bit by bit."""
    bits = "".join(f"{ALPHABET.index(letter):05b}" for letter in text)
    assert set(bits[count * 8 :]) <= {"0"}
    return int(bits[: count * 8], 2).to_bytes(count, "big")


def test_the_alphabet_is_crockfords() -> None:
    assert ALPHABET == "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    assert len({*ALPHABET}) == 32
    assert not {*"ILOU"} & {*ALPHABET}
    assert PREFIX_MIN == 6


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\0", "00"),
        (b"\xff", "ZW"),
        (b"\x08\x42\x10\x84\x21", "11111111"),
        (b"foobar", "CSQPYRK1E8"),  # RFC 4648 §10's MZXW6YTBOI in Crockford's letters
        (b"\0" * 16, "0" * 26),
        (b"\xff" * 16, "Z" * 25 + "W"),
    ],
)
def test_bytes_are_spelt_from_the_most_significant_bit(data: bytes, text: str) -> None:
    assert to_text(data) == text


@given(ids)
def test_an_id_comes_back(data: bytes) -> None:
    text = to_text(data)
    assert len(text) == 26
    assert read(text, 16) == data
    assert normalise(text) == text


@given(ids, ids)
def test_two_ids_never_share_a_spelling(one: bytes, two: bytes) -> None:
    assert (to_text(one) == to_text(two)) is (one == two)
    assert (to_text(one) < to_text(two)) is (one < two)


@given(ids, st.integers(PREFIX_MIN, 26), st.data())
def test_what_people_mistype_is_forgiven(data: bytes, length: int, draw: st.DataObject) -> None:
    text = to_text(data)[:length]
    spellings = {"0": "0Oo", "1": "1IiLl"}
    typed = ""
    for letter in text:
        choices = spellings.get(letter, letter + letter.lower())
        typed += draw.draw(st.sampled_from(choices)) + draw.draw(st.sampled_from(["", "", "-"]))
    assert normalise(f" {typed}\n") == text


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("abc-def", "ABCDEF"),
        ("OoIiLl", "001111"),
        ("--12-34-56--", "123456"),
        ("\t7ZZZZZ ", "7ZZZZZ"),
    ],
)
def test_normalise_gives_the_letters_that_are_stored(typed: str, read_as: str) -> None:
    assert normalise(typed) == read_as
    assert normalise(read_as) == read_as


@pytest.mark.parametrize("typed", ["", "-", "      ", "1", "12345", "1-2-3-4-5", "-----------"])
def test_a_short_prefix_is_refused(typed: str) -> None:
    with pytest.raises(InvalidError) as caught:
        normalise(typed)
    assert (caught.value.field, caught.value.reason) == ("id", "short")


@pytest.mark.parametrize(
    "typed",
    [
        "UUUUUU",
        "12345u",
        "123 456",
        "1234567*",
        "12345é",
        "１２３４５６",
        "12345\0",
        "123456%",
        "123_456",
    ],
)
def test_a_letter_that_no_id_has_is_refused(typed: str) -> None:
    with pytest.raises(InvalidError) as caught:
        normalise(typed)
    assert (caught.value.field, caught.value.reason) == ("id", "characters")
    assert caught.value.value == typed
