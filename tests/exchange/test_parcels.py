"""Files for somebody who has only a passphrase."""

import io

import pytest

from tests.cast import LOWEST_COST
from vault import (
    DamagedError,
    FormatError,
    LimitError,
    UnlockError,
    is_parcel,
    read_parcel,
    write_parcel,
)

WORDS = "copper lantern drift elbow tulip nine"


def parcel(data: bytes) -> bytes:
    target = io.BytesIO()
    write_parcel(io.BytesIO(data), len(data), target, WORDS, LOWEST_COST)
    return target.getvalue()


def opened(data: bytes, passphrase: str = WORDS) -> bytes:
    target = io.BytesIO()
    read_parcel(io.BytesIO(data), target, passphrase)
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, 16_384, 3_000_000])
def test_a_parcel_opens_with_its_passphrase_and_no_other(size):
    data = b"x" * size
    made = parcel(data)
    assert is_parcel(made)
    assert opened(made) == data
    with pytest.raises(UnlockError):
        opened(made, WORDS + " ten")


def test_no_changed_byte_is_accepted():
    made = parcel(b"words")
    for place in range(15, len(made), 37):
        changed = bytearray(made)
        changed[place] ^= 1
        with pytest.raises((UnlockError, DamagedError, LimitError, FormatError)):
            opened(bytes(changed))
    for length in range(0, len(made), 91):
        with pytest.raises((DamagedError, FormatError)):
            opened(made[:length])


def test_hostile_costs_are_refused_before_any_memory_is_taken():
    made = bytearray(parcel(b"words"))
    made[31:35] = (2**32 - 1).to_bytes(4, "big")
    with pytest.raises(LimitError):
        opened(bytes(made))
