"""Fields put end to end: no two lists give the same bytes, and split is the exact inverse."""

import pytest
from hypothesis import assume, given, strategies as st

from vault.errors import FormatError
from vault.format.pae import LABEL_PREFIX, LENGTH_BYTES, number, pae, split, split_all

labels = st.text("aé/ 01", max_size=12)
fields = st.lists(st.binary(max_size=40), max_size=5).map(tuple)
# Fields that look like other fields' lengths, which a careless encoding would confuse.
tricky = st.lists(
    st.sampled_from([b"", b"\0", b"\0\0\0\0", b"\0\0\0\1", b"\0\0\0\1a", b"a", b"aa"]), max_size=4
).map(tuple)


def test_the_bytes_are_those_of_the_design() -> None:
    expected = b"\0\0\0\x0ecaucus/1/place\0\0\0\2ab\0\0\0\0"
    assert pae("place", b"ab", b"") == expected
    assert pae("") == b"\0\0\0\x09caucus/1/"
    assert (LABEL_PREFIX, LENGTH_BYTES) == (b"caucus/1/", 4)
    assert number(258) == b"\0\0\0\0\0\0\1\2"


@given(labels, fields | tricky)
def test_split_is_the_inverse_of_pae(label: str, parts: tuple[bytes, ...]) -> None:
    assert split(pae(label, *parts), label, len(parts)) == parts


@given(labels, fields | tricky, labels, fields | tricky)
def test_pae_is_injective(
    label: str, parts: tuple[bytes, ...], other_label: str, other: tuple[bytes, ...]
) -> None:
    same = (label, parts) == (other_label, other)
    assert (pae(label, *parts) == pae(other_label, *other)) is same


@given(st.binary(max_size=60), labels, st.integers(0, 4))
def test_what_splits_encodes_to_the_same_bytes(data: bytes, label: str, count: int) -> None:
    for tried in (data, pae(label)[: len(data)] + data, pae(label) + data):
        try:
            parts = split(tried, label, count)
        except FormatError:
            continue
        assert pae(label, *parts) == tried


@given(labels, fields, labels)
def test_another_label_or_count_is_refused(
    label: str, parts: tuple[bytes, ...], other: str
) -> None:
    assume(label != other)
    data = pae(label, *parts)
    with pytest.raises(FormatError):
        split(data, other, len(parts))
    for count in {0, len(parts) - 1, len(parts) + 1, len(parts) + 100} - {len(parts), -1}:
        with pytest.raises(FormatError):
            split(data, label, count)


@given(fields, st.binary(min_size=1, max_size=9))
def test_every_cut_and_every_leftover_is_refused(parts: tuple[bytes, ...], more: bytes) -> None:
    data = pae("x", *parts)
    for cut in range(len(data)):
        with pytest.raises(FormatError):
            split(data[:cut], "x", len(parts))
    with pytest.raises(FormatError):
        split(data + more, "x", len(parts))


@pytest.mark.parametrize(
    "data",
    [b"", b"\0", b"\0\0\0", b"\xff\xff\xff\xff", b"\0\0\0\1", pae("x") + b"\xff\xff\xff\xffa"],
)
def test_a_length_beyond_the_end_is_refused(data: bytes) -> None:
    for count in (0, 1, 2):
        with pytest.raises(FormatError):
            split(data, "x", count)


@given(st.integers(0, 2**64 - 1))
def test_a_number_is_eight_bytes_in_order(value: int) -> None:
    assert len(number(value)) == 8
    assert int.from_bytes(number(value), "big") == value


@pytest.mark.parametrize("value", [-1, 2**64])
def test_a_number_that_does_not_fit_is_refused(value: int) -> None:
    with pytest.raises(FormatError):
        number(value)


@given(labels, fields | tricky)
def test_all_fields_are_given_however_many_there_are(label: str, parts: tuple[bytes, ...]) -> None:
    assert split_all(pae(label, *parts), label) == parts


@given(labels, fields, labels)
def test_all_fields_of_another_label_are_refused(
    label: str, parts: tuple[bytes, ...], other: str
) -> None:
    assume(label != other)
    with pytest.raises(FormatError):
        split_all(pae(label, *parts), other)
