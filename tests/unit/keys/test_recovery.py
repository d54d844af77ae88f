"""The recovery code: what is typed wrong is found where it is."""

import pytest
from hypothesis import given, strategies as st

from vault.errors import RecoveryCodeError
from vault.format.ids import ALPHABET
from vault.keys import recovery

CODES = st.binary(min_size=20, max_size=20)


@given(CODES)
def test_a_code_reads_back(code: bytes) -> None:
    text = recovery.spell(code)
    assert [len(group) for group in text.split("-")] == [5] * 8
    assert recovery.read(text) == code


@given(CODES, st.sampled_from(["-", "", " ", " - ", "\n"]))
def test_a_code_reads_however_it_is_spaced_and_in_small_letters(code: bytes, gap: str) -> None:
    text = recovery.spell(code)
    assert recovery.read(text.replace("-", gap).lower()) == code


@given(CODES)
def test_letters_that_are_misread_for_digits_are_forgiven(code: bytes) -> None:
    text = recovery.spell(code)
    for digit, letter in (("0", "O"), ("1", "I"), ("1", "l")):
        assert recovery.read(text.replace(digit, letter)) == code


@pytest.mark.parametrize(
    "code", [bytes(20), bytes(range(20)), b"\xff" * 20, b"caucus" * 3 + b"!!"]
)
def test_one_wrong_character_is_always_located_in_its_group(code: bytes) -> None:
    text = recovery.spell(code)
    unlocated = []
    for place, right in enumerate(text):
        if right == "-":
            continue
        for wrong in ALPHABET.replace(right, ""):
            try:
                recovery.read(text[:place] + wrong + text[place + 1 :])
            except RecoveryCodeError as error:
                if error.group == place // 6 + 1:
                    continue
            unlocated.append((place, wrong))
    assert unlocated == []


@given(CODES, st.integers(0, 39), st.sampled_from("!ü_U\N{FULLWIDTH DIGIT ONE}\0"))
def test_a_character_that_no_code_has_is_located(code: bytes, place: int, wrong: str) -> None:
    letters = list(recovery.spell(code).replace("-", ""))
    letters[place] = wrong
    with pytest.raises(RecoveryCodeError) as caught:
        recovery.read("".join(letters))
    assert caught.value.group == place // 5 + 1


@given(CODES)
def test_a_code_that_is_too_short_or_too_long_is_refused(code: bytes) -> None:
    text = recovery.spell(code)
    for wrong in (text[:-1], text[:-6], text + "-" + text[:5], ""):
        with pytest.raises(RecoveryCodeError):
            recovery.read(wrong)


def test_two_groups_changed_about_are_noticed() -> None:
    groups = recovery.spell(bytes(range(20))).split("-")
    groups[2], groups[3] = groups[3], groups[2]
    with pytest.raises(RecoveryCodeError):
        recovery.read("-".join(groups))


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_a_code_or_a_located_mistake(text: str) -> None:
    try:
        assert len(recovery.read(text)) == 20
    except RecoveryCodeError as error:
        assert 0 <= error.group <= 9  # noqa: PT017 (either outcome is right)


def test_new_codes_differ_and_each_opens_its_own_slot() -> None:
    codes = [recovery.read(recovery.generate()) for _ in range(10)]
    assert len({recovery.slot_secrets(code) for code in codes}) == 10
    tag, key = recovery.slot_secrets(codes[0])
    assert (len(tag), len(key)) == (16, 32)
