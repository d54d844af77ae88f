"""Canonical JSON: one value, one spelling.

UTF-8, keys sorted, no white space, no floats, no duplicate keys, no lone surrogates, integers
below 2^53 in size, bytes as unpadded base64url, at most 1 MiB and 8 levels deep.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, NoReturn, TypeAlias

from vault.errors import FormatError

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 8
MAX_INTEGER = 2**53 - 1

Json: TypeAlias = "None | bool | int | str | list[Json] | dict[str, Json]"
JsonObject: TypeAlias = dict[str, Json]


def encode(value: Mapping[str, Json]) -> bytes:
    """Return the one spelling of ``value``. Raises FormatError if it has none."""
    _check(value, MAX_DEPTH)
    try:
        text = _ENCODER.encode(value)
        data = text.encode()
    except (UnicodeEncodeError, TypeError, ValueError):
        raise FormatError("json") from None
    if len(data) > MAX_BYTES:
        raise FormatError("json")
    return data


def decode(data: bytes) -> JsonObject:
    """Return the object that ``data`` spells. Raises FormatError for any other spelling."""
    if len(data) > MAX_BYTES:
        raise FormatError("json")
    try:
        value = _DECODER.decode(data.decode())
    except (ValueError, RecursionError):
        raise FormatError("json") from None
    # Encoding again catches what a parser forgives: order, spacing, escapes, duplicates, depth.
    if not isinstance(value, dict) or encode(value) != data:
        raise FormatError("json")
    return value


def encode_list(value: list[Json]) -> bytes:
    """Return the one spelling of a list: for what an AEAD covers and nothing signs."""
    _check(value, MAX_DEPTH)
    try:
        return _ENCODER.encode(value).encode()
    except (UnicodeEncodeError, TypeError, ValueError):
        raise FormatError("json") from None


def decode_list(data: bytes) -> list[Any]:
    """Return a list of texts, integers and lists, without proving the spelling canonical.

    Only for plaintext that an AEAD has just vouched for: the rows of a listing, ten thousand at
    a time. What could hurt later is refused all the same: objects, floats, bytes left over, and
    whatever an escape could bring in.
    """
    try:
        text = data.decode()
        value, end = _SCAN(text, 0)
    except (ValueError, RecursionError):
        raise FormatError("json") from None
    if end != len(text) or type(value) is not list:
        raise FormatError("json")
    if b"\\u" in data and encode_list(value) != data:
        raise FormatError("json")
    return value


def to_text(data: bytes) -> str:
    """Spell bytes: unpadded base64url. Source: RFC 4648 §5."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def to_bytes(text: Json, length: int | None = None) -> bytes:
    """Read bytes spelt by :func:`to_text`. Raises FormatError for any other spelling or length."""
    if not isinstance(text, str):
        raise FormatError("base64url")
    try:
        spelt = text.encode("ascii").translate(_STANDARD) + b"=" * (-len(text) % 4)
        data = binascii.a2b_base64(spelt, strict_mode=True)
    except ValueError:
        raise FormatError("base64url") from None
    # Only the last group can be spelt in several ways: by the bits that it has too many.
    last = len(text) & ~3
    if to_text(data[last // 4 * 3 :]) != text[last:]:
        raise FormatError("base64url")
    if length is not None and len(data) != length:
        raise FormatError("base64url")
    return data


def _check(value: object, depth: int) -> None:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise FormatError("json")
        return
    if depth == 0:
        raise FormatError("json")
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise FormatError("json")
            _check(item, depth - 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check(item, depth - 1)
    else:
        raise FormatError("json")


def _refuse(_: str) -> NoReturn:
    raise FormatError("json")


def _refuse_object(_: JsonObject) -> NoReturn:
    raise FormatError("json")


def _unique(pairs: list[tuple[str, Json]]) -> JsonObject:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise FormatError("json")
    return value


_STANDARD = bytes.maketrans(b"-_+/=", b"+/!!!")
"""To the alphabet that the library reads; what only that has, to what it refuses."""
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)
_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_refuse, parse_constant=_refuse)
# A list of lists has no keys that could be doubled, so objects are refused rather than checked.
_SCAN = json.JSONDecoder(
    object_hook=_refuse_object, parse_float=_refuse, parse_constant=_refuse
).raw_decode
