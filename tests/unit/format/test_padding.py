"""Padding: it comes off exactly, it hides what it says, and no bit of it can be used."""

from math import log2

import pytest
from hypothesis import given, strategies as st

from vault.errors import FormatError
from vault.format.padding import (
    BODY_MIN_BYTES,
    BUCKET_BYTES,
    LETTER_BYTES,
    PREFIX_BYTES,
    Rule,
    body_rule,
    bucket_rule,
    letter_rule,
    pad,
    padme,
    unpad,
)

RULES = {"attachment": padme, "body": body_rule, "header": bucket_rule, "letter": letter_rule}
rules = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def test_the_constants_are_those_of_the_design() -> None:
    assert (PREFIX_BYTES, BODY_MIN_BYTES, BUCKET_BYTES) == (8, 512, 256)
    assert LETTER_BYTES == 4096


@pytest.mark.parametrize(
    ("length", "padded"), [(1, 4096), (8, 4096), (4096, 4096), (4097, 8192), (8193, 12288)]
)
def test_letters_come_in_steps_of_four_kibibytes(length: int, padded: int) -> None:
    assert letter_rule(length) == padded


@pytest.mark.parametrize(
    ("length", "padded"),
    [  # Worked by hand from the paper's rule: E = ⌊log2 L⌋, S = ⌊log2 E⌋ + 1, E - S low bits zero.
        (0, 0), (1, 1), (2, 2), (7, 7), (8, 8), (9, 10), (16, 16), (17, 18), (33, 36),
        (100, 104), (129, 144), (512, 512), (513, 544), (1000, 1024), (1025, 1088),
        (65_537, 67_584), (1_000_000, 1_015_808),
    ],
)  # fmt: skip
def test_padme_is_the_rule_of_the_paper(length: int, padded: int) -> None:
    assert padme(length) == padded


@given(st.integers(2, 2**50))
def test_padme_grows_by_at_most_12_percent_and_tells_few_bits(length: int) -> None:
    padded = padme(length)
    assert length <= padded <= length * 1.12
    assert padme(padded) == padded
    # At most ⌊log2 E⌋ + 1 bits after the leading one are free.
    low = (padded & -padded).bit_length() - 1
    exponent = padded.bit_length() - 1
    assert exponent - low <= int(log2(max(exponent, 1))) + 1


def test_every_rule_is_monotonous_and_never_shrinks() -> None:
    for rule in RULES.values():
        sizes = [rule(length) for length in range(70_000)]
        assert all(size >= length for length, size in enumerate(sizes))
        assert sizes == sorted(sizes)
    assert all(padme(length) <= 1.12 * length for length in range(1, 70_000))


def test_the_sizes_that_show_are_few() -> None:
    assert {len(pad(b"x" * n, body_rule)) for n in range(505)} == {512}
    assert {len(pad(b"x" * n, bucket_rule)) for n in range(249)} == {256}
    assert {len(pad(b"x" * n, bucket_rule)) for n in range(249, 505)} == {512}
    assert len({body_rule(n) for n in range(1_000_000)}) < 250


@rules
@given(data=st.binary(max_size=3000))
def test_unpad_gives_back_what_was_padded(rule: Rule, data: bytes) -> None:
    padded = pad(data, rule)
    assert len(padded) == rule(PREFIX_BYTES + len(data))
    assert padded[:8] == len(data).to_bytes(8, "big")
    assert unpad(padded, rule) == data


@rules
@pytest.mark.parametrize("size", [0, 1, 25, 247, 248, 249, 503, 504, 505, 700])
def test_every_pad_byte_that_is_not_zero_is_refused(rule: Rule, size: int) -> None:
    padded = pad(b"\xff" * size, rule)
    for place in range(PREFIX_BYTES + size, len(padded)):
        for bit in (0x01, 0x80, 0xFF):
            changed = bytearray(padded)
            changed[place] = bit
            with pytest.raises(FormatError):
                unpad(bytes(changed), rule)


@rules
@pytest.mark.parametrize("size", [0, 1, 248, 300, 504, 600])
def test_another_length_is_refused(rule: Rule, size: int) -> None:
    padded = pad(b"x" * size, rule)
    for cut in range(len(padded)):
        with pytest.raises(FormatError):
            unpad(padded[:cut], rule)
    for more in (1, 8, 255, 256, 512):
        with pytest.raises(FormatError):
            unpad(padded + bytes(more), rule)


@rules
@pytest.mark.parametrize("length", [2**64 - 1, 2**63, 2**32, 505, 10_000])
def test_a_length_beyond_the_end_is_refused(rule: Rule, length: int) -> None:
    with pytest.raises(FormatError):
        unpad(length.to_bytes(8, "big") + bytes(504), rule)


@given(st.binary(max_size=600))
def test_what_unpads_pads_to_the_same_bytes(data: bytes) -> None:
    for rule in RULES.values():
        for tried in (data, len(data).to_bytes(8, "big") + data):
            try:
                content = unpad(tried, rule)
            except FormatError:
                continue
            assert pad(content, rule) == tried
