"""Headers: 121 bytes and a list, strict but for what a later version may append."""

import json

import pytest

from tests.vectors.composed import make
from vault.errors import FormatError
from vault.format import jsonform
from vault.format.entries import header_bytes, read_header
from vault.model import Attachment, Header, Kind

FIXED_BYTES = 121
FILE = Attachment(b"s" * 16, "Plan.pdf", 12, b"d" * 32)
HEADER = Header(
    b"e" * 16, Kind.DRAFT, "The rota", ("Anna Berg",), ("rota", "Mondays"), make.NOW,
    (b"p" * 16, b"q" * 16), b"f" * 16, b"c" * 16, (FILE,), b"b" * 32, b"l" * 32,
)  # fmt: skip
BARE = Header(b"e" * 16, Kind.NOTE, "", (), (), 0, (), b"", b"", (), b"b" * 32, b"l" * 32)
LISTED = jsonform.decode_list(header_bytes(HEADER)[FIXED_BYTES:])


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("header", [HEADER, BARE], ids=["full", "bare"])
def test_a_header_is_read_as_it_was_written(header, kind):
    header = header._replace(kind=kind)
    assert read_header(header_bytes(header)) == header


def test_what_a_later_version_appended_is_left_alone():
    more = jsonform.encode_list([*LISTED, "urgent", [1, ["later"]]])
    assert read_header(header_bytes(HEADER)[:FIXED_BYTES] + more) == HEADER


@pytest.mark.parametrize("length", [*range(FIXED_BYTES + 2), -1])
def test_a_header_that_was_cut_is_refused(length):
    with pytest.raises(FormatError):
        read_header(header_bytes(HEADER)[:length])


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize(
    "value", [None, 1, True, "text", [1], [None], [[]], ["AA"], [[1, 2, 3, 4]]]
)
def test_a_header_with_an_item_of_another_shape_is_refused(place, value):
    listed = [*LISTED]
    listed[place] = value
    fits = (place == 0 and value == "text") or (place in {1, 2} and value == ["AA"])
    data = header_bytes(HEADER)[:FIXED_BYTES] + jsonform.encode_list(listed)
    if fits:
        assert read_header(data).entry == HEADER.entry
        return
    with pytest.raises(FormatError):
        read_header(data)


@pytest.mark.parametrize(
    "spelling",
    [b"[{}]", b'["",[],[],[],[],{"a":1}]', b'["",[],[],[],[],1.0]', b'["",[],[],[],[],NaN]',
     b'["",[],[],[],[]] ', b'["",[],[],[],[]]]', b'["\\ud800",[],[],[],[]]',
     b'["\\u0041",[],[],[],[]]', b'["\xff",[],[],[],[]]', b"", b"{}", b"[" * 100_000],
)  # fmt: skip
def test_a_list_that_could_do_harm_is_refused(spelling):
    with pytest.raises(FormatError):
        read_header(header_bytes(BARE)[:FIXED_BYTES] + spelling)


def test_a_title_with_a_control_character_comes_back():
    header = BARE._replace(title="a\x01b")
    assert read_header(header_bytes(header)) == header


@pytest.mark.parametrize("size", [2**53, 2**64, 10**300])
def test_a_file_larger_than_any_integer_of_the_format_is_refused(size):
    listed = [*LISTED[:4], [[LISTED[4][0][0], "Plan.pdf", size, LISTED[4][0][3]]]]
    spelt = json.dumps(listed, separators=(",", ":")).encode()
    with pytest.raises(FormatError):
        read_header(header_bytes(HEADER)[:FIXED_BYTES] + spelt)
