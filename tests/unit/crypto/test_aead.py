"""The AEAD: known answers, an independent reader, and every way a ciphertext can be wrong."""

import hashlib
import hmac
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings, strategies as st

from vault.crypto import aead
from vault.errors import DamagedError, WrongKeyError

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "cobblestone_256.json").read_text())
KEY, OTHER_KEY, CONTEXT = b"k" * 32, b"K" * 32, b"a place"
CHUNK = 16 * 1024


def why(key: bytes, context: bytes, ciphertext: bytes) -> type[BaseException]:
    with pytest.raises(DamagedError) as caught:
        aead.decrypt(key, context, ciphertext)
    return caught.type


def stream(key: bytes, context: bytes, ciphertext: bytes, sizes: list[int]) -> bytes:
    return b"".join(run(aead.Decryptor(key, context), ciphertext, sizes))


def run(machine: aead.Encryptor | aead.Decryptor, data: bytes, sizes: list[int]) -> list[bytes]:
    """Feed ``data`` in pieces of ``sizes``, over and over."""
    parts, place, turn = [], 0, 0
    while place < len(data):
        size = sizes[turn % len(sizes)]
        parts.append(machine.update(data[place : place + size]))
        place, turn = place + size, turn + 1
    return [*parts, machine.finalize()]


def derive(key: bytes, salt: bytes, context: bytes) -> tuple[bytes, bytes, bytes]:
    """Derive key, nonce and commitment from the text of the specification, with hmac alone."""
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context
    first = hmac.digest(key, info + b"\1", "sha512")
    output = first + hmac.digest(key, first + info + b"\2", "sha512")
    return output[:32], output[32:44], output[44:76]


def read_independently(key: bytes, context: bytes, ciphertext: bytes) -> bytes:
    inner, nonce, commitment = derive(key, ciphertext[:24], context)
    assert ciphertext[24:56] == commitment
    parts, place, counter = [], 56, 0
    while True:
        chunk = ciphertext[place : place + CHUNK + 16]
        this = (int.from_bytes(nonce, "big") ^ counter).to_bytes(12, "big")
        parts.append(AESGCM(inner).decrypt(this, chunk, None))
        place, counter = place + len(chunk), counter + 1
        if len(chunk) < CHUNK + 16:
            assert place == len(ciphertext)
            return b"".join(parts)


def published(vector: dict[str, Any]) -> tuple[bytes, bytes, bytes]:
    ciphertext = zlib.decompress(bytes.fromhex(vector["ct"]))
    return bytes.fromhex(vector["key"]), bytes.fromhex(vector["ctx"]), ciphertext


def expected_fault(vector: dict[str, Any], ciphertext: bytes) -> type[BaseException]:
    """A complete header that fails is a wrong key or place; every other fault is damage."""
    if "InvalidKeySize" in vector["flags"]:
        return ValueError
    header = "HeaderFailure" in vector["flags"] and len(ciphertext) >= aead.HEADER_BYTES
    return WrongKeyError if header else DamagedError


def cases(result: str) -> list[Any]:
    found = [v for v in VECTORS if v["result"] == result]
    return [pytest.param(v, id=f"tc{v['tcId']}") for v in found]


def test_the_constants_are_those_of_the_specification() -> None:
    assert (aead.HEADER_BYTES, aead.TAG_BYTES, aead.CHUNK_BYTES) == (56, 16, 16384)


@pytest.mark.parametrize("vector", cases("valid"))
def test_a_published_ciphertext_opens_whole_and_in_pieces(vector: dict[str, Any]) -> None:
    key, context, ciphertext = published(vector)
    plaintext = aead.decrypt(key, context, ciphertext)
    assert len(plaintext) == vector["msgLength"]
    assert hashlib.sha512(plaintext).hexdigest() == vector["msgSha512"]
    assert len(ciphertext) == aead.ciphertext_bytes(len(plaintext))
    assert stream(key, context, ciphertext, [7000, 1, 50_001]) == plaintext
    assert read_independently(key, context, ciphertext) == plaintext


@pytest.mark.parametrize("vector", cases("invalid"))
def test_a_published_fault_is_refused_for_its_reason(vector: dict[str, Any]) -> None:
    key, context, ciphertext = published(vector)
    with pytest.raises((DamagedError, ValueError)) as caught:
        aead.decrypt(key, context, ciphertext)
    assert caught.type is expected_fault(vector, ciphertext)


@pytest.mark.parametrize("vector", cases("invalid"))
@pytest.mark.parametrize("size", [1000, CHUNK + 16, 10**9])
def test_a_stream_gives_no_byte_beyond_the_valid_prefix(vector: dict[str, Any], size: int) -> None:
    key, context, ciphertext = published(vector)
    given_out = bytearray()

    def feed() -> None:
        decryptor = aead.Decryptor(key, context)
        for place in range(0, len(ciphertext), size):
            given_out.extend(decryptor.update(ciphertext[place : place + size]))
        decryptor.finalize()

    with pytest.raises((DamagedError, ValueError)) as caught:
        feed()
    assert caught.type is expected_fault(vector, ciphertext)
    assert len(given_out) in {0, vector.get("msgLength", 0)}
    if given_out:
        assert hashlib.sha512(given_out).hexdigest() == vector["msgSha512"]


def test_the_chunk_counter_passes_one_byte() -> None:
    plaintext = hashlib.shake_128(b"long").digest(257 * CHUNK + 1)
    ciphertext = aead.encrypt(KEY, CONTEXT, plaintext)
    assert read_independently(KEY, CONTEXT, ciphertext) == plaintext
    assert aead.decrypt(KEY, CONTEXT, ciphertext) == plaintext


@pytest.mark.parametrize(
    "size", [0, 1, 15, 16, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK, 3 * CHUNK + 5]
)
def test_every_size_comes_back_and_another_reader_agrees(size: int) -> None:
    plaintext = hashlib.shake_128(b"plaintext").digest(size)
    ciphertext = aead.encrypt(KEY, CONTEXT, plaintext)
    assert len(ciphertext) == aead.ciphertext_bytes(size)
    assert aead.decrypt(KEY, CONTEXT, ciphertext) == plaintext
    assert read_independently(KEY, CONTEXT, ciphertext) == plaintext


def test_the_same_message_never_has_the_same_ciphertext() -> None:
    heads = {aead.encrypt(KEY, CONTEXT, b"")[:24] for _ in range(100)}
    assert len(heads) == 100


def test_a_wrong_key_and_a_wrong_place_are_told_from_damage_at_every_byte() -> None:
    ciphertext = aead.encrypt(KEY, CONTEXT, b"x" * 200)
    assert why(OTHER_KEY, CONTEXT, ciphertext) is WrongKeyError
    for context in (b"", b"a plac", b"a place\0", b"a placf"):
        assert why(KEY, context, ciphertext) is WrongKeyError
    for place in range(len(ciphertext)):
        changed = bytearray(ciphertext)
        changed[place] ^= 1 << (place % 8)
        expected = WrongKeyError if place < aead.HEADER_BYTES else DamagedError
        assert why(KEY, CONTEXT, bytes(changed)) is expected, place


def test_a_wrong_key_is_told_even_when_the_rest_is_cut_or_damaged() -> None:
    ciphertext = aead.encrypt(KEY, CONTEXT, b"x" * 200)
    for cut in (56, 57, 100, len(ciphertext) - 1):
        assert why(OTHER_KEY, CONTEXT, ciphertext[:cut]) is WrongKeyError


def test_truncation_is_damage_at_every_length() -> None:
    ciphertext = aead.encrypt(KEY, CONTEXT, b"x" * 300)
    for cut in range(len(ciphertext)):
        assert why(KEY, CONTEXT, ciphertext[:cut]) is DamagedError, cut


def test_truncation_of_many_chunks_is_damage_at_and_around_every_boundary() -> None:
    ciphertext = aead.encrypt(KEY, CONTEXT, b"x" * (2 * CHUNK + 50))
    edges = [56 + n * (CHUNK + 16) for n in range(3)]
    cuts = {edge + near for edge in edges for near in range(-18, 19)} | {*range(0, 32900, 1009)}
    for cut in sorted(cut for cut in cuts if 0 <= cut < len(ciphertext)):
        assert why(KEY, CONTEXT, ciphertext[:cut]) is DamagedError, cut
        with pytest.raises(DamagedError):
            stream(KEY, CONTEXT, ciphertext[:cut], [5000])


@pytest.mark.parametrize("size", [0, 10, CHUNK - 1, CHUNK, CHUNK + 1])
def test_extension_is_damage(size: int) -> None:
    ciphertext = aead.encrypt(KEY, CONTEXT, b"x" * size)
    last = ciphertext[56 + (size // CHUNK) * (CHUNK + 16) :]
    for more in (b"\0", b"\0" * 16, b"\0" * 17, last, ciphertext, b"\0" * 2 * CHUNK):
        assert why(KEY, CONTEXT, ciphertext + more) is DamagedError
        with pytest.raises(DamagedError):
            stream(KEY, CONTEXT, ciphertext + more, [4096])


def test_chunks_cannot_change_places_or_messages() -> None:
    one, two = (aead.encrypt(KEY, CONTEXT, bytes([n]) * (2 * CHUNK + 9)) for n in (1, 2))
    first, second = slice(56, 56 + CHUNK + 16), slice(56 + CHUNK + 16, 56 + 2 * (CHUNK + 16))
    swapped = one[:56] + one[second] + one[first] + one[second.stop :]
    spliced = one[:56] + two[first] + one[first.stop :]
    dropped = one[:56] + one[second.start :]
    for forged in (swapped, spliced, dropped):
        assert why(KEY, CONTEXT, forged) is DamagedError
    assert why(KEY, CONTEXT, two[:56] + one[56:]) is DamagedError


sizes = st.lists(st.integers(1, 3 * CHUNK), min_size=1, max_size=6)
lengths = st.integers(0, 3 * CHUNK + 2) | st.sampled_from([0, CHUNK, 2 * CHUNK, CHUNK - 1])


@settings(max_examples=60, deadline=None)
@given(lengths, sizes, sizes)
def test_a_stream_equals_one_shot_whatever_the_pieces(
    length: int, written: list[int], read: list[int]
) -> None:
    plaintext = hashlib.shake_128(bytes([length % 251])).digest(length)
    streamed = b"".join(run(aead.Encryptor(KEY, CONTEXT), plaintext, written))
    assert len(streamed) == aead.ciphertext_bytes(length)
    assert aead.decrypt(KEY, CONTEXT, streamed) == plaintext
    whole = aead.encrypt(KEY, CONTEXT, plaintext)
    assert stream(KEY, CONTEXT, whole, read) == plaintext


@pytest.mark.parametrize("pieces", [[1], [55, 1], [56, 1], [57, 3], [24, 32, 5], [10**6]])
def test_a_stream_tells_a_wrong_key_from_damage_wherever_the_header_is_split(
    pieces: list[int],
) -> None:
    ciphertext = aead.encrypt(KEY, CONTEXT, b"x" * 100)
    with pytest.raises(WrongKeyError):
        stream(OTHER_KEY, CONTEXT, ciphertext, pieces)
    with pytest.raises(DamagedError) as caught:
        stream(KEY, CONTEXT, ciphertext[:-1] + bytes([ciphertext[-1] ^ 1]), pieces)
    assert caught.type is DamagedError


# A ciphertext that two keys open under plain AES-GCM.
# GHASH of blocks B_1 … B_m and the length block L is Σ B_j·H^(m+2-j) + L·H in GF(2^128). With
# one block X left free, both keys' tags are equal where X·(H1^e + H2^e) = the known rest, so X
# is one division away (NIST SP 800-38D §6; "invisible salamanders", Dodis et al., 2018).

POLYNOMIAL = 0xE1 << 120


def times(x: int, y: int) -> int:
    product = 0
    for bit in range(127, -1, -1):
        if (y >> bit) & 1:
            product ^= x
        x = (x >> 1) ^ (POLYNOMIAL if x & 1 else 0)
    return product


def power(x: int, exponent: int) -> int:
    product = 1 << 127
    while exponent:
        product = times(product, x) if exponent & 1 else product
        x, exponent = times(x, x), exponent >> 1
    return product


def one_block(key: bytes, block: bytes) -> int:
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return int.from_bytes(encryptor.update(block) + encryptor.finalize(), "big")


def ghash(secret: int, blocks: list[int]) -> int:
    total = 0
    for block in [*blocks, len(blocks) * 128]:
        total = times(total ^ block, secret)
    return total


def collide(keys: list[tuple[bytes, bytes]], blocks: list[int]) -> bytes:
    """Return ``blocks``, the first one replaced, with a tag that both (key, nonce) accept."""
    secrets = [one_block(key, bytes(16)) for key, _ in keys]
    masks = [one_block(key, nonce + b"\0\0\0\1") for key, nonce in keys]
    rest = [ghash(h, [0, *blocks[1:]]) ^ m for h, m in zip(secrets, masks, strict=True)]
    exponent = len(blocks) + 1
    divisor = power(secrets[0], exponent) ^ power(secrets[1], exponent)
    free = times(rest[0] ^ rest[1], power(divisor, 2**128 - 2))
    made = [free, *blocks[1:]]
    tag = ghash(secrets[0], made) ^ masks[0]
    return b"".join(block.to_bytes(16, "big") for block in [*made, tag])


def test_a_ciphertext_that_two_keys_open_under_plain_gcm_opens_under_one_key_only() -> None:
    salt = b"s" * 24
    derived = [derive(key, salt, CONTEXT) for key in (KEY, OTHER_KEY)]
    both = collide([(key, nonce) for key, nonce, _ in derived], [0, 1, 2, 3])
    texts = [AESGCM(key).decrypt(nonce, both, None) for key, nonce, _ in derived]
    assert texts[0] != texts[1]  # plain AES-GCM: one ciphertext, two plaintexts
    with pytest.raises(InvalidTag):
        AESGCM(b"3" * 32).decrypt(derived[0][1], both, None)
    for mine, other, (_, _, commitment), text in zip(
        (KEY, OTHER_KEY), (OTHER_KEY, KEY), derived, texts, strict=True
    ):
        forged = salt + commitment + both
        assert aead.decrypt(mine, CONTEXT, forged) == text
        assert why(other, CONTEXT, forged) is WrongKeyError
        with pytest.raises(WrongKeyError):
            stream(other, CONTEXT, forged, [64])
