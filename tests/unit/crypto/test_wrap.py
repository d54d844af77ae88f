"""Wrapping keys: published answers, an independent reader, and what a wrap is bound to."""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from hypothesis import given, settings, strategies as st

from vault.crypto import wrap
from vault.crypto.wrap import KemKey
from vault.errors import FormatError, WrongKeyError

VECTORS = Path(__file__).parents[2] / "vectors"
KEMS = json.loads((VECTORS / "mlkem768_x25519.json").read_text())
HPKE = json.loads((VECTORS / "hpke_mlkem768_x25519.json").read_text())
MLKEM = json.loads((VECTORS / "mlkem_768.json").read_text())
SMALL_ORDER = json.loads((VECTORS / "small_order.json").read_text())["x25519"]

SEED = b"\7" * 32
KEY, OTHER = KemKey(SEED), KemKey(b"\x08" * 32)
LABEL, CONTEXT, SECRET = b"caucus/1/grant", b"a place", b"s" * 32
WRAPPED = wrap.wrap(KEY.public, LABEL, CONTEXT, SECRET)
AES_256_GCM, CHACHA20_POLY1305 = 2, 3

# A reader written from the standards alone: X-Wing's combiner and the key schedule of RFC 9180
# §5.1, mode_base. It is proved on the published vectors, then turned on our own wraps.


def decapsulate(seed: bytes, sent: bytes) -> bytes:
    expanded = hashlib.shake_256(seed).digest(96)
    curve = X25519PrivateKey.from_private_bytes(expanded[64:])
    first = MLKEM768PrivateKey.from_seed_bytes(expanded[:64]).decapsulate(sent[:1088])
    second = curve.exchange(X25519PublicKey.from_public_bytes(sent[1088:]))
    public = curve.public_key().public_bytes_raw()
    return hashlib.sha3_256(first + second + sent[1088:] + public + rb"\.//^\\"[:6]).digest()


def schedule(shared: bytes, aead: int, info: bytes) -> tuple[bytes, bytes]:
    suite = b"HPKE" + bytes.fromhex("647a0001") + aead.to_bytes(2, "big")

    def extract(salt: bytes, label: bytes, material: bytes) -> bytes:
        labelled = b"HPKE-v1" + suite + label + material
        return hmac.digest(salt or bytes(32), labelled, "sha256")

    def expand(secret: bytes, label: bytes, context: bytes, length: int) -> bytes:
        labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context
        return hmac.digest(secret, labelled + b"\1", "sha256")[:length]

    context = b"\0" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(shared, b"secret", b"")
    return expand(secret, b"key", context, 32), expand(secret, b"base_nonce", context, 12)


def test_the_constants_are_those_of_the_suite() -> None:
    assert (wrap.PUBLIC_BYTES, wrap.ENCAPSULATION_BYTES, wrap.SEED_BYTES) == (1216, 1120, 32)
    assert len(KEY.public) == 1216
    assert len(WRAPPED) == len(SECRET) + wrap.OVERHEAD_BYTES == 1168


@pytest.mark.parametrize("vector", KEMS, ids=lambda v: v["seed"][:4])
def test_a_seed_gives_the_published_key_and_shared_secret(vector: dict[str, str]) -> None:
    seed = bytes.fromhex(vector["seed"])
    assert KemKey(seed).public.hex() == vector["encapsulation_key"]
    shared = decapsulate(seed, bytes.fromhex(vector["ciphertext"]))
    assert shared.hex() == vector["shared_secret"]


@pytest.mark.parametrize("vector", HPKE, ids=lambda v: v["suite_id"])
def test_the_independent_reader_gives_the_published_hpke_answers(vector: dict[str, Any]) -> None:
    seed = bytes.fromhex(vector["skRm"])
    assert KemKey(seed).public.hex() == vector["pkRm"]
    shared = decapsulate(seed, bytes.fromhex(vector["enc"]))
    assert shared.hex() == vector["shared_secret"]
    key, nonce = schedule(shared, vector["aead_id"], bytes.fromhex(vector["info"]))
    assert (key.hex(), nonce.hex()) == (vector["key"], vector["base_nonce"])
    assert vector["aead_id"] == CHACHA20_POLY1305
    for sequence, one in enumerate(vector["encryptions"]):
        this = (int.from_bytes(nonce, "big") ^ sequence).to_bytes(12, "big")
        parts = (bytes.fromhex(one[name]) for name in ("ct", "aad"))
        assert ChaCha20Poly1305(key).decrypt(this, *parts).hex() == one["pt"]


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.binary(max_size=2000))
def test_the_independent_reader_opens_our_wraps(seed: bytes, context: bytes, text: bytes) -> None:
    key = KemKey(seed)
    wrapped = wrap.wrap(key.public, LABEL, context, text)
    info = LABEL + hashlib.sha256(context).digest()
    inner, nonce = schedule(decapsulate(seed, wrapped[:1120]), AES_256_GCM, info)
    assert AESGCM(inner).decrypt(nonce, wrapped[1120:], b"") == text
    assert key.unwrap(LABEL, context, wrapped) == text


@pytest.mark.parametrize("vector", MLKEM["decapsulate"], ids=lambda v: f"tc{v['tcId']}")
def test_mlkem_under_us_gives_the_published_answer(vector: dict[str, str]) -> None:
    def run() -> tuple[str, str]:
        key = MLKEM768PrivateKey.from_seed_bytes(bytes.fromhex(vector["seed"]))
        shared = key.decapsulate(bytes.fromhex(vector["c"]))
        return key.public_key().public_bytes_raw().hex(), shared.hex()

    if vector["result"] == "valid":
        assert run() == (vector["ek"], vector["K"])
    else:
        with pytest.raises(ValueError, match=r"(?i)ciphertext|bytes|seed"):
            run()


@pytest.mark.parametrize("vector", MLKEM["refused_keys"], ids=lambda v: f"tc{v['tcId']}")
def test_a_published_bad_mlkem_key_is_refused(vector: dict[str, str]) -> None:
    public = bytes.fromhex(vector["ek"]) + KEY.public[1184:]
    with pytest.raises(FormatError):
        wrap.check_public(public)
    with pytest.raises(FormatError):
        wrap.wrap(public, LABEL, CONTEXT, SECRET)


@pytest.mark.parametrize("vector", SMALL_ORDER, ids=lambda v: f"tc{v['tcId']}")
def test_a_small_order_x25519_key_is_refused_in_every_encoding(vector: dict[str, str]) -> None:
    curve = bytes.fromhex(vector["public"])
    with pytest.raises(FormatError):
        wrap.check_public(KEY.public[:1184] + curve)
    forged = WRAPPED[:1088] + curve + WRAPPED[1120:]
    with pytest.raises(WrongKeyError):
        KEY.unwrap(LABEL, CONTEXT, forged)


def test_ordinary_keys_are_accepted() -> None:
    for number in range(30):
        wrap.check_public(KemKey(bytes([number]) * 32).public)


@pytest.mark.parametrize("public", [b"", KEY.public[:-1], KEY.public + b"\0", KEY.public[:1184]])
def test_a_public_key_of_another_length_is_refused(public: bytes) -> None:
    with pytest.raises(FormatError):
        wrap.check_public(public)


def test_a_seed_always_gives_the_same_key_and_another_seed_another() -> None:
    assert KemKey(SEED).public == KEY.public
    assert KemKey(SEED[:-1] + b"\6").public != KEY.public


@pytest.mark.parametrize("size", [0, 1, 32, 64, 5000])
def test_what_was_wrapped_comes_back(size: int) -> None:
    secret = b"\xa5" * size
    wrapped = wrap.wrap(KEY.public, LABEL, CONTEXT, secret)
    assert len(wrapped) == size + wrap.OVERHEAD_BYTES
    assert KEY.unwrap(LABEL, CONTEXT, wrapped) == secret


def test_the_same_secret_is_never_wrapped_the_same_way() -> None:
    wraps = {wrap.wrap(KEY.public, LABEL, CONTEXT, SECRET) for _ in range(20)}
    assert len({one[:1120] for one in wraps}) == 20


@pytest.mark.parametrize(
    ("key", "label", "context"),
    [
        pytest.param(OTHER, LABEL, CONTEXT, id="another person"),
        pytest.param(KEY, b"caucus/1/share", CONTEXT, id="another label"),
        pytest.param(KEY, LABEL[:-1], CONTEXT, id="a shorter label"),
        pytest.param(KEY, b"", CONTEXT, id="no label"),
        pytest.param(KEY, LABEL, b"another place", id="another context"),
        pytest.param(KEY, LABEL, CONTEXT + b"\0", id="a longer context"),
        pytest.param(KEY, LABEL, b"", id="no context"),
        pytest.param(KEY, LABEL + CONTEXT, b"", id="label and context joined"),
    ],
)
def test_a_wrap_opens_for_its_person_label_and_context_only(
    key: KemKey, label: bytes, context: bytes
) -> None:
    with pytest.raises(WrongKeyError):
        key.unwrap(label, context, WRAPPED)


def test_a_changed_byte_anywhere_is_refused() -> None:
    for place in [*range(0, 1088, 17), *range(1088, len(WRAPPED))]:
        changed = bytearray(WRAPPED)
        # The top bit of an X25519 key is ignored by RFC 7748 but bound by the KEM's combiner.
        changed[place] ^= 0x80 if place == 1119 else 0x01
        with pytest.raises(WrongKeyError):
            KEY.unwrap(LABEL, CONTEXT, bytes(changed))


def test_a_cut_or_lengthened_wrap_is_refused() -> None:
    for cut in [*range(0, 1088, 97), *range(1088, len(WRAPPED))]:
        with pytest.raises(WrongKeyError):
            KEY.unwrap(LABEL, CONTEXT, WRAPPED[:cut])
    with pytest.raises(WrongKeyError):
        KEY.unwrap(LABEL, CONTEXT, WRAPPED + b"\0")


def test_a_long_context_is_no_trouble() -> None:
    context = b"c" * 200_000
    wrapped = wrap.wrap(KEY.public, LABEL, context, SECRET)
    assert KEY.unwrap(LABEL, context, wrapped) == SECRET


def test_a_key_shows_nothing_of_its_secret() -> None:
    assert SEED.hex() not in repr(KEY)
    assert repr(SEED) not in repr(KEY)
