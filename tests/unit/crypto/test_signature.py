"""Signatures: both halves must hold, whatever is done to either."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from vault.crypto import signature
from vault.crypto.signature import SigningKey
from vault.errors import FormatError, SignatureError

VECTORS = Path(__file__).parents[2] / "vectors"
ED25519 = json.loads((VECTORS / "ed25519.json").read_text())
MLDSA = json.loads((VECTORS / "mldsa_65.json").read_text())
SMALL_ORDER = json.loads((VECTORS / "small_order.json").read_text())["ed25519"]

KEY = SigningKey(b"\1" * 32, b"\2" * 32)
OTHER = SigningKey(b"\3" * 32, b"\4" * 32)
MESSAGE = b"a statement"
SIGNED = KEY.sign(MESSAGE)


def holds(public: bytes, message: bytes, signed: bytes) -> bool:
    try:
        signature.verify(public, message, signed)
    except SignatureError:
        return False
    return True


def test_the_constants_are_those_of_the_standards() -> None:
    assert (signature.ED25519_PUBLIC_BYTES, signature.MLDSA_PUBLIC_BYTES) == (32, 1952)
    assert (signature.ED25519_SIGNATURE_BYTES, signature.MLDSA_SIGNATURE_BYTES) == (64, 3309)
    assert (len(KEY.public), len(SIGNED)) == (1984, 3373)
    assert (signature.PUBLIC_BYTES, signature.SIGNATURE_BYTES) == (1984, 3373)


@pytest.mark.parametrize("vector", ED25519["sign"], ids=lambda v: f"{len(v['msg']) // 2}-bytes")
def test_ed25519_signs_as_rfc_8032_does(vector: dict[str, str]) -> None:
    key = SigningKey(bytes.fromhex(vector["seed"]), b"\2" * 32)
    message = bytes.fromhex(vector["msg"])
    assert key.public[:32].hex() == vector["pk"]
    assert key.sign(message)[:64].hex() == vector["sig"]
    signature.verify(key.public, message, key.sign(message))


@pytest.mark.parametrize("vector", ED25519["verify"], ids=lambda v: f"tc{v['tcId']}")
def test_ed25519_verifies_as_published(vector: dict[str, Any]) -> None:
    public = bytes.fromhex(vector["pk"]) + KEY.public[32:]
    message = bytes.fromhex(vector["msg"])
    signed = bytes.fromhex(vector["sig"]) + KEY.sign(message)[64:]
    if "SmallOrderPublicKey" in vector["flags"]:  # "acceptable" there; no key of ours
        with pytest.raises(FormatError):
            signature.check_public(public)
        return
    signature.check_public(public)
    assert holds(public, message, signed) is (vector["result"] == "valid")


@pytest.mark.parametrize("vector", MLDSA["keys"], ids=lambda v: f"tc{v['first_tcId']}")
def test_an_mldsa_seed_gives_the_published_key(vector: dict[str, str]) -> None:
    key = SigningKey(b"\1" * 32, bytes.fromhex(vector["privateSeed"]))
    assert key.public[32:].hex() == vector["publicKey"]
    signature.check_public(key.public)
    signature.verify(key.public, MESSAGE, key.sign(MESSAGE))


@pytest.mark.parametrize(
    ("public", "vector"),
    [
        pytest.param(group["publicKey"], test, id=f"tc{test['tcId']}")
        for group in MLDSA["verify"]
        for test in group["tests"]
    ],
)
def test_mldsa_verifies_as_published(public: str, vector: dict[str, Any]) -> None:
    message = bytes.fromhex(vector["msg"])
    signed = KEY.sign(message)[:64] + bytes.fromhex(vector["sig"])
    # A signature made for another context is valid there and must not be valid here.
    valid = vector["result"] == "valid" and not vector.get("ctx")
    assert holds(KEY.public[:32] + bytes.fromhex(public), message, signed) is valid


@pytest.mark.parametrize("message", [b"", b"\0", b"x" * 100_000])
def test_what_was_signed_verifies_and_nothing_else_does(message: bytes) -> None:
    signed = KEY.sign(message)
    signature.verify(KEY.public, message, signed)
    assert not holds(OTHER.public, message, signed)
    assert not holds(KEY.public, message + b"\0", signed)
    assert not holds(KEY.public, b"another", signed)


ED, ML = SIGNED[:64], SIGNED[64:]
OTHER_ED, OTHER_ML = OTHER.sign(MESSAGE)[:64], OTHER.sign(MESSAGE)[64:]
LATE = KEY.sign(MESSAGE + b"!")


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(ED, id="ed25519 alone"),
        pytest.param(ML, id="ml-dsa alone"),
        pytest.param(ML + ED, id="halves swapped"),
        pytest.param(bytes(64) + ML, id="ed25519 blanked"),
        pytest.param(ED + bytes(3309), id="ml-dsa blanked"),
        pytest.param(OTHER_ED + ML, id="ed25519 of another"),
        pytest.param(ED + OTHER_ML, id="ml-dsa of another"),
        pytest.param(LATE[:64] + ML, id="ed25519 of another message"),
        pytest.param(ED + LATE[64:], id="ml-dsa of another message"),
        pytest.param(SIGNED + b"\0", id="longer"),
        pytest.param(SIGNED[:-1], id="shorter"),
        pytest.param(b"\0" + SIGNED, id="shifted"),
    ],
)
def test_a_half_stripped_swapped_or_replaced_is_refused(forged: bytes) -> None:
    assert not holds(KEY.public, MESSAGE, forged)


def test_a_changed_byte_anywhere_is_refused() -> None:
    places = [*range(64), *range(64, len(SIGNED), 41), len(SIGNED) - 1]
    for place in places:
        changed = bytearray(SIGNED)
        changed[place] ^= 0x01
        assert not holds(KEY.public, MESSAGE, bytes(changed)), place


def test_the_keys_of_two_people_cannot_be_mixed() -> None:
    for public in (KEY.public[:32] + OTHER.public[32:], OTHER.public[:32] + KEY.public[32:]):
        signature.check_public(public)
        assert not holds(public, MESSAGE, SIGNED)


def test_the_plain_ed25519_malleability_is_refused() -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    scalar = int.from_bytes(SIGNED[32:64], "little") + order
    assert not holds(KEY.public, MESSAGE, SIGNED[:32] + scalar.to_bytes(32, "little") + ML)


@pytest.mark.parametrize("encoding", SMALL_ORDER)
def test_a_small_order_key_is_refused_in_every_encoding(encoding: str) -> None:
    with pytest.raises(FormatError):
        signature.check_public(bytes.fromhex(encoding) + KEY.public[32:])


def test_the_small_order_list_is_needed() -> None:
    """The library verifies this "signature" over any message for the identity point."""
    identity = (1).to_bytes(32, "little")
    message = b"anything at all"
    forged = identity + bytes(32)
    Ed25519PublicKey.from_public_bytes(identity).verify(forged, message)
    with pytest.raises(FormatError):
        signature.check_public(identity + KEY.public[32:])
    with pytest.raises(FormatError):
        signature.verify(identity + KEY.public[32:], message, forged + KEY.sign(message)[64:])


def test_ordinary_keys_are_accepted() -> None:
    for number in range(50):
        public = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32).public_key()
        signature.check_public(public.public_bytes_raw() + KEY.public[32:])


@pytest.mark.parametrize("public", [b"", KEY.public[:-1], KEY.public + b"\0", KEY.public[32:]])
def test_a_public_key_of_another_length_is_refused(public: bytes) -> None:
    with pytest.raises(FormatError):
        signature.check_public(public)


@pytest.mark.parametrize("seeds", [(b"", b"\2" * 32), (b"\1" * 32, b"\2" * 31), (b"", b"")])
def test_a_seed_of_another_length_is_refused(seeds: tuple[bytes, bytes]) -> None:
    with pytest.raises(ValueError, match="32"):
        SigningKey(*seeds)


def test_a_key_shows_nothing_of_its_secret() -> None:
    text = repr(SigningKey(b"\1" * 32, b"\2" * 32)) + str(KEY)
    assert "\\x01" not in text
    assert "01010101" not in text
