"""Canonical JSON: one value, one spelling, and every other spelling refused."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from vault.errors import FormatError
from vault.format import jsonform
from vault.format.jsonform import (
    Json,
    decode,
    decode_list,
    encode,
    encode_list,
    to_bytes,
    to_text,
)

MAX = 2**53 - 1
texts = st.text('aAbé\u2028\uffff😀\\"/\n\0\x1f\x7f', max_size=6)
leaves = st.none() | st.booleans() | st.integers(-MAX, MAX) | texts
values: st.SearchStrategy[Json] = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=12,
)  # fmt: skip
objects = st.dictionaries(texts, values, max_size=4)


def nested(depth: int, *, lists: bool = False) -> dict[str, Any]:
    """An object ``depth`` levels deep, itself counted."""
    value: Any = [] if lists else {}
    for _ in range(depth - 2):
        value = [value] if lists else {"a": value}
    return {"a": value} if depth > 1 else {}


def levels(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max([levels(item) for item in value.values()], default=0)
    if isinstance(value, list):
        return 1 + max([levels(item) for item in value], default=0)
    return 0


def test_the_limits_are_those_of_the_design() -> None:
    assert (jsonform.MAX_BYTES, jsonform.MAX_DEPTH) == (1_048_576, 8)
    assert jsonform.MAX_INTEGER == MAX == 9_007_199_254_740_991


@pytest.mark.parametrize(
    ("value", "spelling"),
    [
        ({}, "{}"),
        ({"b": 1, "a": [True, False, None]}, '{"a":[true,false,null],"b":1}'),
        ({"B": 1, "a": 2, "": 3, "aa": 4}, '{"":3,"B":1,"a":2,"aa":4}'),
        ({"a": "é\u2028😀\x7f/"}, '{"a":"é\u2028😀\x7f/"}'),
        ({"a": '"\\\n\r\t\b\f\0\x1f'}, '{"a":"\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001f"}'),
        ({"a": MAX, "b": -MAX, "c": 0}, '{"a":9007199254740991,"b":-9007199254740991,"c":0}'),
        # Keys in the order of their code points, which is not the order of UTF-16 units.
        ({"\U00010000": 1, "\uffff": 2}, '{"\uffff":2,"\U00010000":1}'),
    ],
)
def test_a_value_has_this_one_spelling(value: dict[str, Json], spelling: str) -> None:
    assert encode(value) == spelling.encode()
    assert decode(spelling.encode()) == value


@given(objects)
def test_every_value_comes_back(value: dict[str, Json]) -> None:
    if levels(value) > jsonform.MAX_DEPTH:
        with pytest.raises(FormatError):
            encode(value)
        return
    data = encode(value)
    assert decode(data) == value
    assert encode(dict(reversed([*value.items()]))) == data


lists = st.lists(st.recursive(leaves, lambda inner: st.lists(inner, max_size=3), max_leaves=12))


@given(lists)
def test_every_list_comes_back(value: list[Json]) -> None:
    if levels(value) > jsonform.MAX_DEPTH:
        with pytest.raises(FormatError):
            encode_list(value)
        return
    data = encode_list(value)
    assert decode_list(data) == value
    if levels(value) < jsonform.MAX_DEPTH:
        assert encode({"a": value}) == b'{"a":' + data + b"}"


spellings = st.builds(
    json.dumps,
    objects,
    ensure_ascii=st.booleans(),
    sort_keys=st.booleans(),
    indent=st.sampled_from([None, None, 0, 2]),
    separators=st.sampled_from([(",", ":"), (",", ":"), (", ", ": "), (",", ": ")]),
)


@given(spellings | objects.map(lambda value: json.dumps(value, separators=(",", ":"))))
def test_parsing_and_encoding_again_is_the_identity_or_an_error(spelling: str) -> None:
    data = spelling.encode()
    try:
        value = decode(data)
    except FormatError:
        plain = json.loads(spelling)
        assert levels(plain) > jsonform.MAX_DEPTH or encode(plain) != data
        return
    assert encode(value) == data


@given(st.binary(max_size=40) | st.text('{}[]",:\\ue0123 -.tfn', max_size=20).map(str.encode))
def test_any_bytes_are_the_one_spelling_or_an_error(data: bytes) -> None:
    try:
        value = decode(data)
    except FormatError:
        return
    assert encode(value) == data


@pytest.mark.parametrize(
    "spelling",
    [
        # not an object, or not JSON
        b"", b"null", b"[]", b'"a"', b"1", b"{", b"}", b"{a:1}", b"{'a':1}", b'{"a"}', b'{"a":}',
        b'{"a":1,}', b'{,"a":1}', b"{1:1}", b'{"a":True}', b'{"a":undefined}', b"// x\n{}",
        # floats and what is not a number
        b'{"a":1.0}', b'{"a":0.5}', b'{"a":1e2}', b'{"a":1E2}', b'{"a":-0.0}', b'{"a":1e999}',
        b'{"a":NaN}', b'{"a":Infinity}', b'{"a":-Infinity}',
        # integers with another spelling, or too big
        b'{"a":-0}', b'{"a":01}', b'{"a":+1}', b'{"a":0x1}', b'{"a":1_0}',
        b'{"a":9007199254740992}', b'{"a":-9007199254740992}', b'{"a":1' + b"0" * 5000 + b"}",
        # keys
        b'{"a":1,"a":1}', b'{"a":1,"a":2}', b'{"a":{"b":1,"b":1}}', b'{"a":1,"\\u0061":1}',
        b'{"b":1,"a":2}', b'{"a":1,"B":2}', b'{"a":{"d":1,"c":1}}', b'{"a":[{"d":1,"c":1}]}',
        # white space
        b' {"a":1}', b'{"a":1} ', b'{"a":1}\n', b'{"a": 1}', b'{"a" :1}', b'{ "a":1}', b"{ }",
        b'{"a":[1, 2]}', b'\xef\xbb\xbf{"a":1}', b'{"a":1}\xc2\xa0', b'{"a":1}\0',
        # escapes that are not needed, or are spelt another way
        b'{"a":"\\u0061"}', b'{"a":"\\/"}', b'{"a":"\\u00e9"}', b'{"a":"\\u000a"}',
        b'{"a":"\\u001F"}', b'{"a":"\\u0022"}', b'{"a":"\\ud83d\\ude00"}', b'{"a":"\\u007f"}',
        b'{"\\u0061":1}', b'{"a":"\\x41"}', b'{"a":"\\u12"}', b'{"a":"\n"}', b'{"a":"\0"}',
        # lone surrogates and bytes that are not UTF-8
        b'{"a":"\\ud800"}', b'{"a":"\\udc00"}', b'{"a":"\\udc00\\ud800"}', b'{"\\ud800":1}',
        b'{"a":"\xed\xa0\x80"}', b'{"a":"\xff"}', b'{"a":"\xc0\xaf"}', b'{"a":"\xc3"}',
        '{"a":1}'.encode("utf-16"),
        # more after the end
        b"{}{}", b'{"a":1}x', b"{},", b"{}null",
    ],
)  # fmt: skip
def test_another_spelling_is_refused(spelling: bytes) -> None:
    with pytest.raises(FormatError):
        decode(spelling)


def test_a_change_of_any_byte_is_another_value_or_refused() -> None:
    value: dict[str, Json] = {"a": [1, "é", None], "b": {"c": True}, "d": "x\\y"}
    data = encode(value)
    for place in range(len(data)):
        for byte in (0x00, 0x20, 0x22, 0x30, 0x5C, 0x7D, 0xFF):
            changed = data[:place] + bytes([byte]) + data[place + 1 :]
            if changed == data:
                continue
            try:
                assert decode(changed) != value
            except FormatError:
                continue


@pytest.mark.parametrize("lists", [False, True])
def test_eight_levels_are_accepted_and_nine_are_not(lists: bool) -> None:
    for depth in range(1, 9):
        value = nested(depth, lists=lists)
        assert levels(value) == depth
        assert decode(encode(value)) == value
    for depth in (9, 10, 500):
        with pytest.raises(FormatError):
            encode(nested(depth, lists=lists))
        with pytest.raises(FormatError):
            decode(json.dumps(nested(depth, lists=lists), separators=(",", ":")).encode())


@pytest.mark.parametrize("depth", [5_000, 100_000, 500_000])
@pytest.mark.parametrize("opening", [b'{"a":', b"[", b'{"a":['])
def test_a_tower_of_brackets_is_refused_and_not_a_crash(depth: int, opening: bytes) -> None:
    closing = b"".join({b"{": b"}", b"[": b"]"}.get(opening[n : n + 1], b"") for n in range(6))
    for data in (opening * depth, opening * depth + b"0" + closing[::-1] * depth):
        with pytest.raises(FormatError):
            decode(data)


def test_more_than_a_mebibyte_is_refused_both_ways() -> None:
    room = jsonform.MAX_BYTES - len('{"a":""}')
    assert decode(encode({"a": "x" * room})) == {"a": "x" * room}
    with pytest.raises(FormatError):
        encode({"a": "x" * (room + 1)})
    with pytest.raises(FormatError):
        encode({"a": "é" * (room // 2 + 1)})
    with pytest.raises(FormatError):
        decode(b'{"a":"' + b"x" * (room + 1) + b'"}')


@pytest.mark.parametrize(
    "value",
    [
        {"a": 1.0}, {"a": float("nan")}, {"a": float("inf")}, {"a": b"x"}, {"a": {1}},
        {"a": MAX + 1}, {"a": -MAX - 1}, {"a": 2**64}, {1: 1}, {None: 1}, {"a": {2: 1}},
        {"a": "\ud800"}, {"\udfff": 1}, {"a": object()}, {"a": [[1.5]]},
    ],
)  # fmt: skip
def test_a_value_without_a_spelling_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(FormatError):
        encode(value)


@pytest.mark.parametrize(
    "spelling",
    [
        b"{}", b"", b"\xff", b"1", b"[{}]", b'[{"a":1}]', b"[1.5]", b"[NaN]", b"[1]]", b"[1] ",
        b" [1]", b'["\\u0041"]', b'["\\ud800"]', b"[" * 100_000, b"[" + b"9" * 5_000 + b"]",
    ],
)  # fmt: skip
def test_a_list_is_refused_where_it_is_ambiguous_or_could_do_harm(spelling: bytes) -> None:
    with pytest.raises(FormatError):
        decode_list(spelling)


@pytest.mark.parametrize("value", [[1.0], [b"x"], [MAX + 1], ["\ud800"], [object()], [{1: 1}]])
def test_a_list_without_a_spelling_is_refused(value: list[Any]) -> None:
    with pytest.raises(FormatError):
        encode_list(value)


@given(st.binary(max_size=70))
def test_bytes_come_back_from_base64url(data: bytes) -> None:
    text = to_text(data)
    assert text == base64.urlsafe_b64encode(data).decode().replace("=", "")
    assert to_bytes(text) == to_bytes(text, len(data)) == data
    for length in {0, len(data) - 1, len(data) + 1, 16, 32} - {len(data), -1}:
        with pytest.raises(FormatError):
            to_bytes(text, length)


@pytest.mark.parametrize(
    ("data", "text"),
    [  # Source: RFC 4648 §10, without padding; then the two characters of §5.
        (b"", ""), (b"f", "Zg"), (b"fo", "Zm8"), (b"foo", "Zm9v"), (b"foob", "Zm9vYg"),
        (b"fooba", "Zm9vYmE"), (b"foobar", "Zm9vYmFy"), (b"\xfb\xff\xfe", "-__-"),
    ],
)  # fmt: skip
def test_base64url_is_that_of_rfc_4648(data: bytes, text: str) -> None:
    assert to_text(data) == text
    assert to_bytes(text) == data


@pytest.mark.parametrize(
    "text",
    [
        "Zg==", "Zg=", "Zm8=", "=", "====", "Z", "Zm9vY", "Zh", "Zm9", "Zm9vYh", "+//+", "-_+/",
        "Zm 9v", " Zm9v", "Zm9v ", "Zm9v\n", "\nZm9v", "Zm9v\0", "Zm.v", "Zm9é", "Ｚｇ",
        "\ud800", "Zm9v=Zm9v", None, True, 5, [], {}, ["Zg"], b"Zg",
    ],
)  # fmt: skip
def test_another_spelling_of_bytes_is_refused(text: Any) -> None:
    with pytest.raises(FormatError):
        to_bytes(text)


@given(st.text("AQgw-_+/=Zz09\n ", max_size=9))
def test_what_reads_as_bytes_spells_the_same(text: str) -> None:
    try:
        data = to_bytes(text)
    except FormatError:
        return
    assert to_text(data) == text
