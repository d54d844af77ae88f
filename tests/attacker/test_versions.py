"""No file or vault is read as another version of itself, nor as a weaker one."""

import io
import time
from collections.abc import Callable

import pytest

from tests.attacker.owner import Attacker, with_values
from tests.cast import LOWEST_COST, MEDIATOR, passphrase_of
from vault import (
    FormatError,
    LimitError,
    UnsupportedVersionError,
    VaultError,
    read_parcel,
    write_parcel,
)
from vault.format import files, letters, people
from vault.services import parcels

COSTS_AT_LEAST = 500
WORDS = "copper lantern drift elbow tulip nine"
REFUSED = (FormatError, UnsupportedVersionError)


def parcel() -> bytes:
    target = io.BytesIO()
    write_parcel(io.BytesIO(b"words"), 5, target, WORDS, LOWEST_COST)
    return target.getvalue()


def opened(data: bytes) -> None:
    read_parcel(io.BytesIO(data), io.BytesIO(), WORDS)


def every_other_byte(data: bytes, end: int) -> list[bytes]:
    """The data with each of its first bytes, one at a time, become each of the 255 others."""
    return [
        data[:at] + bytes([other]) + data[at + 1 :]
        for at in range(end)
        for other in range(256)
        if other != data[at]
    ]


@pytest.mark.parametrize("kind", ["file", "identity file", "parcel"])
def test_no_other_beginning_is_accepted(kind, cast):
    """All of them, and before anything is decrypted, verified or derived."""
    made: tuple[bytes, bytes, Callable[[bytes], object]] = {
        "file": (
            files.MAGIC, files.file_bytes(letters.letter([bytes(1168)], b"x")), files.read_file
        ),
        "identity file": (
            people.IDENTITY_MAGIC, cast.mediator.people.export_file(), people.read_identity_file
        ),
        "parcel": (parcels.MAGIC, parcel(), opened),
    }[kind]  # fmt: skip
    magic, data, read = made
    read(data)
    started = time.process_time()
    others = every_other_byte(data, len(magic) + 1)
    for other in others:
        with pytest.raises(REFUSED):
            read(other)
    # One derivation alone would take more.
    assert (time.process_time() - started) / len(others) < 0.01


def weaker(m: int, t: int, p: int) -> bool:
    return not (65_536 <= m <= 2**20 and 1 <= t <= 16 and 1 <= p <= 16 and m * t <= 2**22)


def test_no_parcel_of_other_costs_is_even_tried():
    data, start = parcel(), len(parcels.MAGIC) + 1 + 16
    changed = [
        data[:start] + b"".join(each.to_bytes(4, "big") for each in (m, t, p)) + data[start + 12 :]
        for m in (0, 1, 8, 1_024, 65_535, 65_536, 262_144, 2**20, 2**20 + 1, 2**31, 2**32 - 1)
        for t in (0, 1, 3, 4, 5, 16, 17, 255, 2**31, 2**32 - 1)
        for p in (0, 1, 4, 16, 17, 2**24, 2**32 - 1)
        if weaker(m, t, p)
    ]
    assert len(changed) >= COSTS_AT_LEAST
    for other in changed:
        started = time.process_time()
        with pytest.raises(LimitError):
            opened(other)
        assert time.process_time() - started < 0.05


@pytest.mark.parametrize("version", [0, 2, 255, 2**31 - 1])
def test_a_vault_that_says_it_is_of_another_format_is_not_unlocked(cast, version):
    """R12. Whoever wrote it may mean something else by the same rows."""
    with Attacker(cast.location) as attacker:
        place, row = next(each for each in attacker.dump().items() if each[0][0] == "vault")
        attacker.put("vault", with_values("vault", row, format=version))
        with pytest.raises(VaultError):
            cast.new_vault().unlock(MEDIATOR, passphrase_of(MEDIATOR))
        attacker.put("vault", row)
    assert place[0] == "vault"
    cast.new_vault().unlock(MEDIATOR, passphrase_of(MEDIATOR))
