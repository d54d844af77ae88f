"""Hashes against their standards, and what can be said of randomness from outside."""

import pytest
from hypothesis import given, strategies as st

from vault.crypto import digest, random


@pytest.mark.parametrize(
    ("data", "expected"),
    [  # Source: FIPS 180-4 examples (NIST CSRC, SHA256.pdf).
        (b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
    ],
)
def test_sha256_gives_the_published_answer(data: bytes, expected: str) -> None:
    assert digest.sha256(data).hex() == expected
    assert len(digest.sha256(data)) == digest.DIGEST_BYTES


@pytest.mark.parametrize(
    ("key", "data", "expected"),
    [  # Source: RFC 4231 §4.2, §4.3 and §4.7.
        (
            b"\x0b" * 20,
            b"Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        ),
        (
            b"Jefe",
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            b"\xaa" * 131,
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
    ],
)
def test_hmac_sha256_gives_the_published_answer(key: bytes, data: bytes, expected: str) -> None:
    assert digest.hmac_sha256(key, data).hex() == expected


@given(st.lists(st.binary(max_size=300), max_size=8))
def test_a_running_hash_equals_the_hash_of_the_whole(parts: list[bytes]) -> None:
    running = digest.Sha256()
    for part in parts:
        running.update(part)
    assert running.digest() == digest.sha256(b"".join(parts)) == running.digest()


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_equal_says_what_equality_says(left: bytes, right: bytes) -> None:
    assert digest.equal(left, right) is (left == right)
    assert digest.equal(left, bytes(left))


def test_the_constants_are_those_of_the_design() -> None:
    assert (random.ID_BYTES, random.KEY_BYTES, digest.DIGEST_BYTES) == (16, 32, 32)
    assert len(random.random_id()) == 16
    assert len(random.random_key()) == 32
    assert [len(random.random_bytes(n)) for n in (0, 1, 160)] == [0, 1, 160]


def test_ids_and_keys_never_meet_and_are_not_biased() -> None:
    ids = [random.random_id() for _ in range(4000)]
    keys = [random.random_key() for _ in range(4000)]
    assert len({*ids}) == len({*keys}) == 4000
    ones = sum(byte.bit_count() for id_ in ids for byte in id_)
    assert abs(ones - 4000 * 64) < 6 * 358  # six standard deviations of 512,000 coin tosses


def test_random_below_reaches_every_value_and_no_other() -> None:
    assert {random.random_below(6) for _ in range(2000)} == {0, 1, 2, 3, 4, 5}
    assert random.random_below(1) == 0
    with pytest.raises(ValueError, match="positive"):
        random.random_below(0)
