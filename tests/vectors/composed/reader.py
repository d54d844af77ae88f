"""A second reader of the format, written from vault/FORMAT.md alone.

It imports nothing of the program: only the standard library, cryptography and argon2. Run as a
program it verifies every vector beside it:

    python tests/vectors/composed/reader.py
"""

import base64
import hashlib
import hmac
import json
import re
import sys
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HERE = Path(__file__).parent
WORD_LIST = HERE.parents[2] / "vault" / "keys" / "eff_large_wordlist.txt"
Values = dict[str, Any]


class RefusedError(Exception):
    """What the format says must be refused."""


def require(holds: bool) -> None:
    if not holds:
        raise RefusedError


# 2 Conventions ---------------------------------------------------------------------------------


def u64(value: int) -> bytes:
    return value.to_bytes(8, "big")


def pae(label: str, *fields: bytes) -> bytes:
    parts = [b"caucus/1/" + label.encode(), *fields]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def unpae(data: bytes, label: str, count: int | None) -> list[bytes]:
    parts, at = [], 0
    while at < len(data):
        end = at + 4 + int.from_bytes(data[at : at + 4], "big")
        require(at + 4 <= len(data) and end <= len(data))
        parts.append(data[at + 4 : end])
        at = end
    require(len(parts) >= 1 and count in {None, len(parts) - 1})
    require(parts[0] == b"caucus/1/" + label.encode())
    return parts[1:]


def context(kind: str, scope: bytes, row: bytes, *parts: bytes) -> bytes:
    return pae("context", kind.encode(), scope, row, *parts)


def spell(data: bytes) -> str:
    return base64.b64encode(data, b"-_").decode().rstrip("=")


def unspell(text: Any, length: int | None = None) -> bytes:
    require(isinstance(text, str) and set(text) <= set(BASE64URL))
    require(len(text) % 4 != 1)
    data = base64.b64decode(text + "=" * (-len(text) % 4), b"-_")
    require(spell(data) == text and length in {None, len(data)})
    return data


BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f"}
ESCAPES |= {"\r": "\\r"}


def canonical(value: Any, depth: int = 8) -> str:
    if isinstance(value, str):
        require(not any(0xD800 <= ord(letter) < 0xE000 for letter in value))
        return '"' + "".join(ESCAPES.get(c) or _plain(c) for c in value) + '"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        require(abs(value) < 2**53)
        return str(value)
    require(depth > 0 and isinstance(value, dict | list))
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, depth - 1) for item in value) + "]"
    pairs = [f"{canonical(k)}:{canonical(value[k], depth - 1)}" for k in sorted(value)]
    return "{" + ",".join(pairs) + "}"


def _plain(letter: str) -> str:
    return letter if letter >= " " else f"\\u{ord(letter):04x}"


def parse(data: bytes) -> Values:
    require(len(data) <= 2**20)
    try:
        value = json.loads(data.decode())
        require(isinstance(value, dict) and canonical(value).encode() == data)
    except (ValueError, RecursionError):
        raise RefusedError from None
    return value


def exactly(value: Any, *names: str) -> Values:
    require(isinstance(value, dict) and set(value) == set(names))
    return value


CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def crockford(data: bytes) -> str:
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return "".join(CROCKFORD[int(bits[at : at + 5], 2)] for at in range(0, len(bits), 5))


def check_words(digest: bytes) -> str:
    text = WORD_LIST.read_text("utf-8")
    words = [line for line in text.splitlines() if not line.startswith("#")]
    value, chosen = int.from_bytes(digest[:16], "big"), []
    for _ in range(6):
        chosen.append(words[value % 7776])
        value //= 7776
    return " ".join(chosen)


# 3 Primitives ----------------------------------------------------------------------------------


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def expand(key: bytes, info: bytes, length: int = 32) -> bytes:
    output, last, counter = b"", b"", 1
    while len(output) < length:
        last = hmac.digest(key, last + info + bytes([counter]), "sha512")
        output, counter = output + last, counter + 1
    return output[:length]


def hkdf(salt: bytes, material: bytes, info: bytes) -> bytes:
    return expand(hmac.digest(salt or bytes(64), material, "sha512"), info)


def verify(signing: bytes, message: bytes, signature: bytes) -> None:
    require(len(signing) == 1984 and len(signature) == 3373)
    Ed25519PublicKey.from_public_bytes(signing[:32]).verify(signature[:64], message)
    MLDSA65PublicKey.from_public_bytes(signing[32:]).verify(signature[64:], message)


def cobblestone_keys(key: bytes, place: bytes, salt: bytes) -> tuple[bytes, int, bytes]:
    name = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM"
    derived = expand(key, name + b"\0" + salt + place, 76)
    return derived[:32], int.from_bytes(derived[32:44], "big"), derived[44:]


def is_begun(key: bytes, place: bytes, ciphertext: bytes) -> bool:
    """Tell whether the first 56 bytes commit to this key and place."""
    *_, commitment = cobblestone_keys(key, place, ciphertext[:24])
    return hmac.compare_digest(commitment, ciphertext[24:56])


def cobblestone(key: bytes, place: bytes, ciphertext: bytes) -> bytes:
    require(is_begun(key, place, ciphertext))
    inner, base, _ = cobblestone_keys(key, place, ciphertext[:24])
    parts, at, number = [], 56, 0
    while True:
        chunk = ciphertext[at : at + 16384 + 16]
        parts.append(AESGCM(inner).decrypt((base ^ number).to_bytes(12, "big"), chunk, None))
        at, number = at + len(chunk), number + 1
        if len(chunk) < 16384 + 16:
            return b"".join(parts)


class Kem:
    """A person's unwrapping key."""

    def __init__(self, seed: bytes) -> None:
        material = hashlib.shake_256(seed).digest(96)
        self.first = MLKEM768PrivateKey.from_seed_bytes(material[:64])
        self.second = X25519PrivateKey.from_private_bytes(material[64:])
        self.curve = self.second.public_key().public_bytes_raw()
        self.public = self.first.public_key().public_bytes_raw() + self.curve

    def unwrap(self, label: str, place: bytes, wrapped: bytes) -> bytes:
        lattice, point = wrapped[:1088], wrapped[1088:1120]
        shared = self.first.decapsulate(lattice)
        shared += self.second.exchange(X25519PublicKey.from_public_bytes(point))
        shared = hashlib.sha3_256(shared + point + self.curve + bytes.fromhex("5c2e2f2f5e5c"))
        key, nonce = schedule(shared.digest(), label.encode() + sha256(place))
        return AESGCM(key).decrypt(nonce, wrapped[1120:], b"")


def schedule(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    """RFC 9180 §5.1, mode_base."""
    suite = b"HPKE" + bytes.fromhex("647a00010002")

    def extract(salt: bytes, label: bytes, material: bytes) -> bytes:
        return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, "sha256")

    def derive(secret: bytes, label: bytes, length: int) -> bytes:
        labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + bound
        return hmac.digest(secret, labelled + b"\1", "sha256")[:length]

    bound = b"\0" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(shared, b"secret", b"")
    return derive(secret, b"key", 32), derive(secret, b"base_nonce", 12)


# 4 Ciphertexts and padding ---------------------------------------------------------------------


def padme(length: int) -> int:
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    mask = 2 ** (exponent - (exponent.bit_length() - 1) - 1) - 1
    return (length + mask) // (mask + 1) * (mask + 1)


RULES: dict[str, Callable[[int], int]] = {
    "body": lambda length: max(512, padme(length)),
    "bucket": lambda length: (length + 255) // 256 * 256,
    "letter": lambda length: (length + 4095) // 4096 * 4096,
    "stream": padme,
}


def pad(data: bytes, rule: str) -> bytes:
    total = RULES[rule](8 + len(data))
    return (u64(len(data)) + data).ljust(total, b"\0")


def unpad(padded: bytes, rule: str) -> bytes:
    require(len(padded) >= 8)
    data = padded[8 : 8 + int.from_bytes(padded[:8], "big")]
    require(pad(data, rule) == padded)
    return data


def cell(key: bytes, place: bytes, ciphertext: bytes, rule: str) -> bytes:
    return unpad(cobblestone(key, place, ciphertext), rule)


def letter(kem: Kem, place: bytes, data: bytes) -> bytes:
    wraps, body = unpae(data, "letter", 2)
    require(len(wraps) % 1168 == 0 and 1 <= len(wraps) // 1168 <= 64)
    for at in range(0, len(wraps), 1168):
        try:
            key = kem.unwrap("caucus/1/letter", place, wraps[at : at + 1168])
        except Exception:  # noqa: BLE001
            continue
        return cell(key, place, body, "letter")
    raise RefusedError


# 7 People, 8 Unlocking -------------------------------------------------------------------------


class Public:
    """The public half of a person."""

    def __init__(self, kem: bytes, signing: bytes) -> None:
        self.kem, self.signing = kem, signing
        self.fingerprint = fingerprint(kem, signing)
        self.words = check_words(sha256(pae("check words", kem, signing)))


class Person:
    """All that comes from a seed."""

    def __init__(self, seed: bytes) -> None:
        self.kem = Kem(expand(seed, pae("kem seed")))
        curve = Ed25519PrivateKey.from_private_bytes(expand(seed, pae("ed25519 seed")))
        lattice = MLDSA65PrivateKey.from_seed_bytes(expand(seed, pae("mldsa seed")))
        self.signing = (
            curve.public_key().public_bytes_raw() + lattice.public_key().public_bytes_raw()
        )
        self.self_key = expand(seed, pae("self key"))
        self.owner = expand(self.self_key, pae("owner tag"), 16)
        self.public = Public(self.kem.public, self.signing)
        self.fingerprint = self.public.fingerprint


def fingerprint(kem: bytes, signing: bytes) -> bytes:
    return sha256(pae("identity", kem, signing))


def check_possession(kem: bytes, signing: bytes, possession: bytes) -> None:
    body = {"ed25519": spell(signing[:32]), "kem": spell(kem), "mldsa65": spell(signing[32:])}
    verify(signing, pae("possession", canonical(body).encode()), possession)


def times_x(value: int) -> int:
    """Multiply in GF(32) = GF(2)[x] / (x^5 + x^2 + 1)."""
    return 2 * value if value < 16 else (2 * value) ^ 0b100101


def recovery_letter(group: int, letters: str) -> str:
    value = group + 1
    for each in letters:
        value = times_x(value) ^ CROCKFORD.index(each)
    return CROCKFORD[times_x(value)]


def misspelt_group(typed: str) -> int | None:
    """Return the first group that is wrong, counted from 1, or None."""
    groups = [typed[at : at + 5] for at in range(0, len(typed), 5)]
    for at, group in enumerate(groups[:8]):
        if not set(group) <= set(CROCKFORD) or len(group) < 5:
            return at + 1
        if recovery_letter(at, group[:4]) != group[4]:
            return at + 1
    return None if len(groups) == 8 else min(len(groups) + 1, 9)


def slot_keys(root: bytes) -> Values:
    tag = expand(root, pae("slot tag"), 16)
    return {"tag": tag.hex(), "key": expand(root, pae("slot key")).hex()}


# 9 Statements ----------------------------------------------------------------------------------


def open_statement(
    envelope: bytes, expected: str, kem: bytes, signing: bytes
) -> tuple[bytes, bytes]:
    """Return a verified body and the statement's hash."""
    type_, body, signer, signature = unpae(envelope, "statement", 4)
    require(type_ == expected.encode() and signer == fingerprint(kem, signing))
    verify(signing, pae(expected, body), signature)
    parse(body)
    return body, sha256(pae(expected, body))


# What each kind of vector asks. In: hex for bytes, else what JSON says. Out: the same. ----------


def h(values: Values, name: str) -> bytes:
    return bytes.fromhex(values[name])


def hs(values: Values, name: str) -> list[bytes]:
    return [bytes.fromhex(each) for each in values[name]]


def read_pae(v: Values) -> Values:
    made = pae(v["label"], *hs(v, "fields"))
    require(unpae(made, v["label"], len(v["fields"])) == hs(v, "fields"))
    return {"bytes": made.hex()}


def read_context(v: Values) -> Values:
    return {"bytes": context(v["kind"], h(v, "scope"), h(v, "row"), *hs(v, "parts")).hex()}


def read_padded_length(v: Values) -> Values:
    return {"padded": [RULES[v["rule"]](8 + each) for each in v["lengths"]]}


def read_pad(v: Values) -> Values:
    made = pad(h(v, "data"), v["rule"])
    require(unpad(made, v["rule"]) == h(v, "data"))
    return {"padded": made.hex()}


def read_unpad(v: Values) -> Values:
    try:
        return {"data": unpad(h(v, "padded"), v["rule"]).hex()}
    except RefusedError:
        return {"data": None}


def read_json(v: Values) -> Values:
    return {"bytes": canonical(v["value"]).encode().hex()}


def read_json_bytes(v: Values) -> Values:
    try:
        parse(h(v, "bytes"))
    except RefusedError:
        return {"refused": True}
    return {"refused": False}


def read_base64url(v: Values) -> Values:
    try:
        return {"bytes": unspell(v["text"]).hex()}
    except RefusedError:
        return {"bytes": None}


def read_crockford(v: Values) -> Values:
    return {"text": crockford(h(v, "bytes"))}


def read_check_words(v: Values) -> Values:
    return {"words": check_words(h(v, "digest"))}


def typed_letters(text: str) -> str:
    typed = "".join(text.split()).replace("-", "").upper()
    return typed.replace("O", "0").replace("I", "1").replace("L", "1")


def code_of(typed: str) -> bytes:
    require(misspelt_group(typed) is None)
    value = 0
    for at, each in enumerate(typed):
        value = value if at % 5 == 4 else value * 32 + CROCKFORD.index(each)
    return value.to_bytes(20, "big")


def read_recovery(v: Values) -> Values:
    typed = typed_letters(v["typed"])
    code = code_of(typed)
    root = hkdf(b"", code, pae("recovery"))
    text = "-".join(typed[at : at + 5] for at in range(0, 40, 5))
    return {"code": code.hex(), "text": text, **slot_keys(root)}


def read_recovery_check(v: Values) -> Values:
    return {"letter": recovery_letter(v["group"], v["letters"])}


def read_recovery_typed(v: Values) -> Values:
    typed = typed_letters(v["typed"])
    group = misspelt_group(typed)
    return {"code": code_of(typed).hex() if group is None else None, "group": group}


def read_slot(v: Values) -> Values:
    name = unicodedata.normalize("NFKC", v["name"]).casefold().encode()
    salt = hmac.digest(h(v, "setting_salt"), pae("slot salt", name), "sha256")[:16]
    secret = unicodedata.normalize("NFC", v["passphrase"]).encode()
    root = hash_secret_raw(
        secret, salt, v["passes"], v["memory_kib"], v["lanes"], 32, Type.ID, 0x13
    )
    return {"salt": salt.hex(), **slot_keys(root)}


def read_keyslot(v: Values) -> Values:
    kind = v["kind"].encode()
    fields = (h(v, "id"), h(v, "owner"), kind, h(v, "setting"), h(v, "tag"), h(v, "wrapped"))
    place = context("keyslot", b"", h(v, "id"), kind)
    return {
        "checksum": sha256(pae("slot checksum", *fields)).hex(),
        "seed": cell(h(v, "key"), place, h(v, "wrapped"), "bucket").hex(),
    }


def read_identity(v: Values) -> Values:
    person = Person(h(v, "seed"))
    words = sha256(pae("check words", person.kem.public, person.signing))
    private = expand(person.self_key, pae("private audience", h(v, "session")))
    return {
        "kem": person.kem.public.hex(),
        "signing": person.signing.hex(),
        "fingerprint": person.fingerprint.hex(),
        "check_words": check_words(words),
        "self_key": person.self_key.hex(),
        "owner": person.owner.hex(),
        "private_key": private.hex(),
    }


def read_identity_file(v: Values) -> Values:
    data = h(v, "file")
    require(len(data) == 6590 and data.startswith(b"caucus identity\n\x01"))
    kem, signing, possession = data[17:1233], data[1233:3217], data[3217:]
    check_possession(kem, signing, possession)
    return {"fingerprint": fingerprint(kem, signing).hex()}


def read_statement(v: Values) -> Values:
    signer = Person(h(v, "signer_seed"))
    body, found = open_statement(h(v, "envelope"), v["type"], signer.kem.public, signer.signing)
    return {"body": json.loads(body), "hash": found.hex()}


def read_audience(v: Values) -> Values:
    commitment = sha256(
        pae("audience commitment", h(v, "nonce"), v["audience"].encode(), h(v, "key"))
    )
    tags = [
        expand(h(v, "key"), pae(label, h(v, "session")), 16).hex()
        for label in ("audience tag", "reader tag")
    ]
    return {"commitment": commitment.hex(), "tag": tags[0], "reader_tag": tags[1]}


def read_grant(v: Values) -> Values:
    person = Person(h(v, "seed"))
    place = context("grant", h(v, "session"), u64(v["seat"]), person.fingerprint)
    secret = person.kem.unwrap("caucus/1/grant", place, h(v, "wrapped"))
    keys = parse(unpad(secret, "bucket"))
    return {"keys": {name: unspell(key, 32).hex() for name, key in keys.items()}}


def read_cell(v: Values) -> Values:
    place = context(v["kind"], h(v, "scope"), h(v, "row"), *hs(v, "parts"))
    return {"data": cell(h(v, "key"), place, h(v, "ciphertext"), v["rule"]).hex()}


KINDS = ("note", "draft", "record")


def header_of(data: bytes) -> Values:
    """Read a header: what stands behind the attachments is of a later version."""
    require(len(data) > 121 and data[120] < len(KINDS))
    made, listed = int.from_bytes(data[112:120], "big"), list_of(data[121:])
    require(made < 2**53 and len(listed) >= 5 and isinstance(listed[0], str))
    require(all(isinstance(each, list) for each in listed[1:5]))
    title, speakers, tags, parents, attachments = listed[:5]
    require(all(isinstance(each, str) for each in (*speakers, *tags)))
    for each in attachments:
        require(isinstance(each, list) and len(each) == 4)
        require(isinstance(each[1], str) and isinstance(each[2], int) and each[2] is not True)
        require(each[2] is not False and each[2] >= 0)
    return {
        "entry": data[:16].hex(),
        "body": data[16:48].hex(),
        "previous": data[48:80].hex(),
        "carried_from": data[80:96].hex() if any(data[80:96]) else "",
        "corrects": data[96:112].hex() if any(data[96:112]) else "",
        "made": made,
        "kind": KINDS[data[120]],
        "title": title,
        "speakers": speakers,
        "tags": tags,
        "parents": [unspell(each, 16).hex() for each in parents],
        "attachments": [
            [unspell(nonce, 16).hex(), name, size, unspell(digest, 32).hex()]
            for nonce, name, size, digest in attachments
        ],
    }


def list_of(data: bytes) -> list[Any]:
    """Read a canonical list; other spellings are refused, though a header's need not be."""
    try:
        value = json.loads(data.decode())
        require(isinstance(value, list) and canonical(value).encode() == data)
    except (ValueError, RecursionError):
        raise RefusedError from None
    require(not holds_object(value))
    return value


def holds_object(value: Any) -> bool:
    if isinstance(value, list):
        return any(holds_object(each) for each in value)
    return isinstance(value, dict)


def read_header_bytes(v: Values) -> Values:
    try:
        return {"header": header_of(h(v, "bytes"))}
    except RefusedError:
        return {"header": None}


def is_foreign(first: Values, revision: Values, roles: list[str]) -> bool:
    """Tell whether a revision may not follow the first of its entry."""
    if (first["audience"], first["kind"]) != (revision["audience"], revision["kind"]):
        return True
    if first["kind"] == "record":
        return True
    authors = {first["author"], revision["author"]}
    if first["kind"] == "draft" or len(authors) == 1:
        return False
    return {roles[each] for each in authors} != {"mediator"}


def read_revisions(v: Values) -> Values:
    """Put revisions together to entries, each in its order; say which are foreign."""
    firsts = {each["id"]: each for each in v["revisions"] if each["id"] == each["entry"]}
    foreign, grouped = [], {}
    for each in v["revisions"]:
        first = firsts.get(each["entry"])
        if first is not None and first is not each and is_foreign(first, each, v["roles"]):
            foreign.append(each["id"])
        else:
            grouped.setdefault((each["entry"], each["audience"]), []).append(each)
    entries = []
    for (entry, _), found in grouped.items():
        ordered = in_order(entry, found)
        parents = {parent for each in found for parent in each["parents"]}
        ids = [each["id"] for each in ordered]
        versions = [each for each in ids if each not in parents] or ids[-1:]
        entries.append((age(ordered[0]), {"entry": entry, "revisions": ids, "versions": versions}))
    entries.sort(key=lambda each: each[0])
    return {"entries": [each for _, each in entries], "foreign": sorted(foreign)}


def age(revision: Values) -> tuple[int, int, str]:
    return revision["made"], revision["sequence"], revision["id"]


def in_order(entry: str, found: list[Values]) -> list[Values]:
    left, ordered = list(found), []
    ids = {each["id"] for each in found}
    while left:
        placed = {each["id"] for each in ordered}
        may_follow = [each for each in left if ids & set(each["parents"]) <= placed] or left
        chosen = min(may_follow, key=lambda each: (each["id"] != entry, age(each)))
        ordered.append(chosen)
        left.remove(chosen)
    return ordered


def read_name(v: Values) -> Values:
    """Tell whether something can be a name."""
    turning = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
    fits = 1 <= len(v["text"]) <= 400 and bool(v["text"].strip())
    for letter in v["text"]:
        fits = fits and unicodedata.category(letter) not in {"Cc", "Cs", "Cn"}
        fits = fits and ord(letter) not in turning
    return {"refused": not fits}


def read_header(v: Values) -> Values:
    chain, sequence, revision = h(v, "chain"), u64(v["sequence"]), h(v, "revision")
    place = context("revision", h(v, "session"), revision, b"header", chain, sequence)
    header = header_of(cell(h(v, "key"), place, h(v, "header"), "bucket"))
    start = pae("chain start", h(v, "session"), v["audience"].encode(), u64(v["author"]), chain)
    link = sha256(pae("link", chain, sequence, revision, sha256(h(v, "header"))))
    mark = hmac.digest(expand(h(v, "self_key"), pae("own rows")), link, "sha256")
    require(header["body"] == sha256(h(v, "body")).hex())
    spot = context("revision", h(v, "session"), revision, b"body")
    return {
        "header": header,
        "text": cell(h(v, "key"), spot, h(v, "body"), "body").decode(),
        "start": sha256(start).hex(),
        "link": link.hex(),
        "mark": mark.hex(),
    }


def read_row(v: Values) -> Values:
    columns = []
    for each in v["columns"]:
        if "bytes" in each:
            columns.append(bytes.fromhex(each["bytes"]))
        else:
            columns.append(u64(each["int"]) if "int" in each else each["text"].encode())
    return {"digest": sha256(pae("row", v["kind"].encode(), *columns)).hex()}


def share_of(share: bytes, place: bytes, portion: int) -> bytes:
    return expand(share, pae("portion share", place, u64(portion)))


def key_of(given: list[bytes], place: bytes, portion: int) -> bytes:
    salt = sha256(pae("portion", place, u64(portion)))
    return hkdf(salt, b"".join(given), pae("portion key", place, u64(portion)))


def commitment_of(place: bytes, holder: int, portion: int, share: bytes) -> bytes:
    return sha256(pae("share commitment", place, u64(holder), u64(portion), share))


def read_sealing(v: Values) -> Values:
    place = pae("place", h(v, "session"), h(v, "record"))
    shares, pairs = hs(v, "shares"), hs(v, "pairs")
    given, commitments, keys = [], [], []
    for portion in range(1, v["portions"] + 1):
        row = [share_of(share, place, portion) for share in shares]
        given.append([each.hex() for each in row])
        commitments.append(
            [commitment_of(place, i, portion, each).hex() for i, each in enumerate(row)]
        )
        keys.append(key_of(row, place, portion).hex())
    listed = zip(combinations(range(len(shares)), 2), pairs, strict=True)
    return {
        "place": place.hex(),
        "portion_shares": given,
        "commitments": commitments,
        "keys": keys,
        "pair_commitments": [
            sha256(pae("pair commitment", place, u64(i), u64(k), secret)).hex()
            for (i, k), secret in listed
        ],
    }


def read_share(v: Values) -> Values:
    person = Person(h(v, "seed"))
    place = context("share", h(v, "session"), h(v, "record"), u64(v["seat"]))
    secret = person.kem.unwrap("caucus/1/share", place, h(v, "wrapped"))
    require(len(secret) == 32 * v["holders"])
    parts = [secret[at : at + 32].hex() for at in range(0, len(secret), 32)]
    return {"share": parts[0], "pairs": parts[1:], "digest": sha256(h(v, "wrapped")).hex()}


def read_gate(v: Values) -> Values:
    info = pae("gate", h(v, "request"), h(v, "record"), u64(v["box"]), u64(v["giver"]))
    return {"gate": expand(h(v, "pair"), info).hex()}


def open_box(request: bytes, record: bytes, i: int, gates: list[bytes], box: bytes) -> list[bytes]:
    key = hkdf(request, b"".join(gates), pae("gate key", record, u64(i)))
    data = cobblestone(key, context("box", request, record, u64(i)), box)
    return [data[at : at + 32] for at in range(0, len(data), 32)]


def read_box(v: Values) -> Values:
    request, record = h(v, "request"), h(v, "record")
    found = open_box(request, record, v["holder"], hs(v, "gates"), h(v, "box"))
    return {"portion_shares": [each.hex() for each in found]}


def read_opening(v: Values) -> Values:
    """From every holder's contribution to the plaintext of the requested portions."""
    request, session = h(v, "request"), h(v, "session")
    record, parts = h(v, "record"), []
    for text in v["contributions"]:
        read = exactly(parse(bytes.fromhex(text)), "records")["records"]
        require(len(read) == 1)
        part = exactly(read[0], "box", "expected", "gates", "record")
        require(unspell(part["record"], 16) == record)
        parts.append(part)
    place, shares = pae("place", session, record), []
    for i, mine in enumerate(parts):
        others = [k for k in range(len(parts)) if k != i]
        gates = [unspell(parts[k]["gates"][i if i < k else i - 1], 32) for k in others]
        require([unspell(each, 32) for each in mine["expected"]] == [sha256(g) for g in gates])
        shares.append(open_box(request, record, i, gates, unspell(mine["box"])))
    opened = []
    for at, portion in enumerate(v["portions"]):
        given = [each[at] for each in shares]
        listed = [bytes.fromhex(each) for each in portion["commitments"]]
        number = portion["number"]
        found = [commitment_of(place, i, number, each) for i, each in enumerate(given)]
        require(found == listed)
        key = key_of(given, place, number)
        sealed = context("portion", session, record, u64(number))
        data = cell(key, sealed, bytes.fromhex(portion["ciphertext"]), "body")
        content, text = split_portion(data)
        opened.append({"key": key.hex(), "content": content, "data": text.hex()})
    return {"opened": opened}


def read_standing(v: Values) -> Values:
    """Count the answers to a request."""
    counted = [
        each for each in v["answers"]
        if each["seat"] in v["holders"] and each["answered"] <= v["until"]
    ]  # fmt: skip
    earliest: dict[int, int] = {}
    for each in counted:
        if each["answer"] == "consent":
            known = earliest.get(each["seat"], each["answered"])
            earliest[each["seat"]] = min(known, each["answered"])
    complete = set(earliest) == set(v["holders"])
    others = [each["answered"] for each in counted if each["answer"] != "consent"]
    if complete:
        others = [each for each in others if each <= max(earliest.values())]
    state, reason = ("complete" if complete else "collecting"), ""
    if others:
        state, reason = "ended", "not unanimous"
    elif v["now"] > v["until"]:
        state, reason = "ended", "expired"
    return {"state": state, "reason": reason, "consented": sorted(earliest)}


def body_of(envelope: bytes, expected: str, people: list[Public]) -> tuple[Values, bytes, int]:
    """Return a verified body, the statement's hash and the seat of who signed."""
    signer = unpae(envelope, "statement", 4)[2]
    seats = [seat for seat, each in enumerate(people) if each.fingerprint == signer]
    require(len(seats) == 1)
    person = people[seats[0]]
    body, found = open_statement(envelope, expected, person.kem, person.signing)
    return parse(body), found, seats[0]


def opened_outcome(key: bytes, session: bytes, waiver: bytes, data: bytes) -> tuple[str, bytes]:
    """Return which of the two types of outcome a cell holds, and its plaintext."""
    for type_ in ("opening", "ending"):
        place = context("outcome", session, waiver, type_.encode())
        if is_begun(key, place, data):
            return type_, cell(key, place, data, "body")
    raise RefusedError


def read_outcome(v: Values) -> Values:
    try:
        return outcome(v)
    except Exception:  # noqa: BLE001 (whatever goes wrong, it is refused)
        return {"refused": True}


def outcome(v: Values) -> Values:
    """From the row that says how a request ended to the plaintext of what was released.

    Seats 0 and 1 are mediators, 2 is a party; all three hold the record.
    """
    people, session = [Person(each).public for each in hs(v, "seeds")], h(v, "session")
    request, asked, opener = body_of(h(v, "request"), "request", people)
    manifest, sealed, _ = body_of(h(v, "manifest"), "manifest", people)
    require(request["opener"] == opener and unspell(request["session"], 32) == session)
    (wanted,) = request["records"]
    require(unspell(wanted["manifest"], 32) == sealed and wanted["record"] == manifest["record"])
    type_, data = opened_outcome(h(v, "request_key"), session, asked[:16], h(v, "cell"))
    envelope, *envelopes = unpae(data, "outcome", None)
    said, _, by = body_of(envelope, type_, people)
    exactly(said, "by", "reason", "released", "request", "time")
    require(unspell(said["request"], 32) == asked and said["by"] == by and by < 2)
    reasons = {"opened"} if type_ == "opening" else {"not unanimous", "expired"}
    require(said["reason"] in reasons and bool(said["released"]) == (type_ == "opening"))
    agreed: dict[int, int] = {}
    seen: dict[int, int] = {}
    require(type_ == "opening" or not envelopes)
    if type_ == "opening":
        listed = [
            (exactly(each, "key", "number", "record")["record"], each["number"])
            for each in said["released"]
        ]
        require(by == opener and listed == [(wanted["record"], j) for j in wanted["portions"]])
        holders = [each["seat"] for each in manifest["holders"]]
        agreed, seen = beside(envelopes, request, asked, holders, people)
    portions = []
    for each in said["released"]:
        sealed_ = {one["number"]: h(one, "ciphertext") for one in v["portions"]}[each["number"]]
        entry = manifest["portions"][each["number"] - 1]
        require(sha256(sealed_) == unspell(entry["ciphertext"], 32))
        record = unspell(each["record"], 16)
        place = context("portion", session, record, u64(each["number"]))
        text, end = split_portion(cell(unspell(each["key"], 32), place, sealed_, "body"))
        portions.append({"number": each["number"], "content": text, "data": end.hex()})
    return {
        "reason": said["reason"], "by": by, "time": said["time"], "agreed": list(agreed),
        "acknowledged": sorted(map(list, seen.items())), "portions": portions,
    }  # fmt: skip


def beside(
    envelopes: list[bytes], request: Values, asked: bytes, holders: list[int],
    people: list[Public],
) -> tuple[dict[int, int], dict[int, int]]:  # fmt: skip
    """Return by seat who consented when, and who had acknowledged when, behind an opening."""
    types = [unpae(each, "statement", 4)[0] for each in envelopes]
    answers = types.count(b"answer")
    require(types == [b"answer"] * answers + [b"acknowledgement"] * (len(types) - answers))
    agreed = consents_of(envelopes[:answers], asked, request["until"], people)
    require(list(agreed) == holders)
    listed, seen, last = {each["manifest"] for each in request["records"]}, {}, 0
    for each in envelopes[answers:]:
        said, _, seat = body_of(each, "acknowledgement", people)
        exactly(said, "manifests", "seat", "session", "time")
        require(said["seat"] == seat >= last and seat in holders)
        require(said["session"] == request["session"])
        require(bool(said["manifests"]) and set(said["manifests"]) <= listed)
        seen[seat], last = min(said["time"], seen.get(seat, said["time"])), seat
    return agreed, seen


def consents_of(
    envelopes: list[bytes], asked: bytes, until: int, people: list[Public]
) -> dict[int, int]:
    """Return the seats that consented to this request in time, in the order of these answers."""
    agreed: dict[int, int] = {}
    for each in envelopes:
        answer, _, seat = body_of(each, "answer", people)
        exactly(answer, "answer", "answered", "contribution", "request", "seat")
        counts = unspell(answer["request"], 32) == asked and answer["seat"] == seat
        if counts and answer["answered"] <= until and answer["answer"] == "consent":
            require(seat not in agreed)
            agreed[seat] = answer["answered"]
    return agreed


def split_portion(data: bytes) -> tuple[Values, bytes]:
    """Return what a portion says of itself, and its text or file."""
    end = 4 + int.from_bytes(data[:4], "big")
    require(end <= 4 + 2**20)
    content = parse(data[4:end])
    require(content["size"] == len(data) - end)
    return content, data[end:]


def read_letter(v: Values) -> Values:
    kem = Person(h(v, "seed")).kem
    place = context(v["kind"], h(v, "session"), h(v, "request"))
    return {"data": letter(kem, place, h(v, "letter")).hex()}


def read_stream(v: Values) -> Values:
    ciphertext = b"".join(hs(v, "pieces"))
    place = context(v["kind"], h(v, "scope"), h(v, "row"), *hs(v, "parts"))
    data = cell(h(v, "key"), place, ciphertext, v["rule"])
    return {
        "size": len(data), "plaintext": sha256(data).hex(), "digest": sha256(ciphertext).hex()
    }  # fmt: skip


def read_stream_id(v: Values) -> Values:
    if v["label"] == "attachment stream":
        info = pae(v["label"], h(v, "session"), h(v, "nonce"))
    else:
        info = pae(v["label"], h(v, "record"), u64(v["number"]))
    return {"id": expand(h(v, "key"), info, 16).hex()}


def frames(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Return each frame's cell, as far as it is there, with the length that it should have."""
    at = 0
    while at + 4 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 4 + length], length
        at += 4 + length


def read_mark(v: Values) -> Values:
    person = Person(h(v, "seed"))
    key = expand(person.self_key, pae("mark key"))
    seen = {}
    for each, length in frames(h(v, "file")):
        place = context("mark", person.owner, h(v, "vault"), u64(length))
        if len(each) < length:
            require(len(each) < 56 or is_begun(key, place, each))
            break
        data = cell(key, place, each, "bucket")
        require(len(data) % 56 == 0)
        for at in range(0, len(data), 56):
            row = data[at : at + 56]
            seen[row[:16].hex()] = [int.from_bytes(row[16:24], "big"), row[24:].hex()]
    name = expand(person.self_key, pae("mark name", h(v, "vault")), 16)
    return {"name": name.hex(), "seen": seen}


# 15 What only its owner reads ------------------------------------------------------------------


def or_refused(answer: Callable[[Values], Values], v: Values) -> Values:
    try:
        return answer(v)
    except Exception:  # noqa: BLE001 (whatever goes wrong, it is refused)
        return {"refused": True}


def count_of(value: Any, least: int = 0) -> int:
    require(isinstance(value, int) and not isinstance(value, bool) and value >= least)
    return int(value)


def text_of(value: Any) -> str:
    require(isinstance(value, str))
    return str(value)


def list_item(value: Any) -> list[Any]:
    require(isinstance(value, list))
    return list(value)


def read_own(v: Values) -> Values:
    return or_refused(own, v)


def own(v: Values) -> Values:
    said = parse(h(v, "bytes"))
    if v["kind"] == "answered":
        exactly(said, "handed", "kind", "request", "row", "time")
        require(isinstance(said["handed"], bool))
        return {"value": {
            "handed": said["handed"], "kind": text_of(said["kind"]),
            "request": unspell(said["request"], 32).hex(), "row": unspell(said["row"], 16).hex(),
            "time": count_of(said["time"]),
        }}  # fmt: skip
    name = {"away": "records", "upload": "streams"}[v["kind"]]
    found = list_item(exactly(said, name)[name])
    return {"value": [unspell(each, 16).hex() for each in found]}


def read_unsaved(v: Values) -> Values:
    return or_refused(unsaved, v)


UNSAVED = ("audience", "base", "cursor", "entry", "kept", "kind", "session", "speakers", "tags")


def unsaved(v: Values) -> Values:
    about, text = unpae(h(v, "bytes"), "unsaved", 2)
    said = exactly(parse(about), *UNSAVED, "title")
    require(said["kind"] in KINDS and len(list_item(said["cursor"])) == 2)
    base, entry = unspell(said["base"]), unspell(said["entry"])
    require(len(base) in {0, 16} and len(entry) in {0, 16})
    return {
        "session": unspell(said["session"], 32).hex(), "audience": text_of(said["audience"]),
        "entry": entry.hex(), "base": base.hex(), "kind": said["kind"],
        "title": text_of(said["title"]), "text": text.decode(),
        "speakers": [text_of(each) for each in list_item(said["speakers"])],
        "tags": [text_of(each) for each in list_item(said["tags"])],
        "cursor": [count_of(each) for each in said["cursor"]], "kept": count_of(said["kept"]),
    }  # fmt: skip


# 22 Files between machines ---------------------------------------------------------------------


TABLES = {
    "session": "bb", "closing": "bb", "grant": "bib", "chain": "bbbbb", "revision": "bibbbbb",
    "chunk": "bib", "destruction": "bbbb", "record": "bbb", "share": "bib", "pass": "bbb",
    "acknowledgement": "bbbb", "waiver": "bbb", "answer": "bbbb", "outcome": "bb",
}  # fmt: skip
"""The columns of the tables that travel: bytes or integers."""


def lines_of(data: bytes) -> list[list[Any]]:
    require(not data or data.endswith(b"\n"))
    found = [list_of(line) for line in data.split(b"\n")[:-1]]
    require(all(each and isinstance(each[0], str) for each in found))
    return found


def row_of(line: list[Any]) -> list[Any]:
    table, *columns = line
    require(table in TABLES and len(columns) == len(TABLES[table]))
    row = [table]
    for form, column in zip(TABLES[table], columns, strict=True):
        row.append(unspell(column).hex() if form == "b" else count_of(column))
        require(form == "b" or column < 2**31)
    return row


def read_lines(v: Values) -> Values:
    def answer(v: Values) -> Values:
        return {"rows": [row_of(each) for each in lines_of(h(v, "bytes"))]}

    return or_refused(answer, v)


def read_file(v: Values) -> Values:
    return or_refused(file, v)


def file(v: Values) -> Values:
    data, kem = h(v, "file"), Person(h(v, "seed")).kem
    require(data.startswith(b"caucus file\n\x01") and len(data) <= 2**26)
    first, *rows = lines_of(letter(kem, context("file", b"", b""), data[13:]))
    kind, session, request = first
    require(kind in {"request", "answer", "acknowledgement"})
    return {
        "kind": kind, "session": unspell(session, 32).hex(),
        "request": unspell(request, 0 if kind == "acknowledgement" else 32).hex(),
        "rows": [row_of(each) for each in rows],
    }  # fmt: skip


# 23 Bags ---------------------------------------------------------------------------------------


FILE, FILES, LONG = b"PK\3\4", b"PK\1\2", 2**32 - 1
BEFORE, INDEX = ["bagit.txt", "README.txt", "reader.py"], "caucus.json"
MANIFESTS = ["manifest-sha256.txt", "tagmanifest-sha256.txt"]
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = re.compile(r"data/[0-9a-f]{32}")


def small(*values: tuple[int, int]) -> bytes:
    """Return integers, each in so many bytes, little-endian."""
    return b"".join(value.to_bytes(length, "little") for value, length in values)


def about_member(name: str, size: int, crc: int, *, long: bool, extra: int) -> bytes:
    """Return what a local header and a central entry have in common."""
    shown = min(LONG, size)
    return small(
        (45 if long else 20, 2), (0, 2), (0, 2), (0, 2), (0x21, 2), (crc, 4), (shown, 4),
        (shown, 4), (len("caucus/" + name), 2), (extra, 2),
    )  # fmt: skip


def local_header(name: str, size: int, crc: int) -> bytes:
    long = size >= LONG
    extra = small((1, 2), (16, 2), (size, 8), (size, 8)) if long else b""
    about = about_member(name, size, crc, long=long, extra=len(extra))
    return FILE + about + ("caucus/" + name).encode() + extra


def central_entry(name: str, size: int, crc: int, offset: int) -> bytes:
    fields = small((size, 8), (size, 8)) if size >= LONG else b""
    fields += small((offset, 8)) if offset >= LONG else b""
    extra = small((1, 2), (len(fields), 2)) + fields if fields else b""
    about = about_member(name, size, crc, long=bool(fields), extra=len(extra))
    made_by = small((0x032D if fields else 0x0314, 2))
    rest = small((0, 2), (0, 2), (0, 2), (0x81800000, 4), (min(offset, LONG), 4))
    return FILES + made_by + about + rest + ("caucus/" + name).encode() + extra


def directory(members: list[Any], end: int) -> bytes:
    entries = b"".join(central_entry(*each) for each in members)
    count, size = len(members), len(entries)
    long = b""
    if count >= 0xFFFF or size >= LONG or end >= LONG:
        long = b"PK\6\6" + small(
            (44, 8), (0x032D, 2), (45, 2), (0, 4), (0, 4), (count, 8), (count, 8), (size, 8),
            (end, 8),
        )  # fmt: skip
        long += b"PK\6\7" + small((0, 4), (end + size, 8), (1, 4))
        count, size, end = 0xFFFF, LONG, LONG
    last = small((0, 2), (0, 2), (count, 2), (count, 2), (size, 4), (end, 4), (0, 2))
    return entries + long + b"PK\5\6" + last


def read_member(v: Values) -> Values:
    headers = [local_header(name, size, crc) for name, size, crc, _ in v["members"]]
    ends = zip(v["members"], headers, strict=True)
    return {
        "headers": [each.hex() for each in headers],
        "starts": [offset + len(header) for (*_, offset), header in ends],
        "directory": directory(v["members"], v["end"]).hex(),
    }


class Bag:
    """A bag that is as it must be: parts, payloads, and what a signature would be over."""

    def __init__(self, data: bytes) -> None:
        self.files: dict[str, bytes] = {}
        members, at = [], 0
        while data[at : at + 4] == FILE:
            length = int.from_bytes(data[at + 26 : at + 28], "little")
            name = data[at + 30 : at + 30 + length].decode().removeprefix("caucus/")
            size, crc = (
                int.from_bytes(data[at + 22 : at + 26], "little"),
                int.from_bytes(data[at + 14 : at + 18], "little"),
            )
            if size == LONG:
                long_size = data[at + 34 + length : at + 42 + length]
                size = int.from_bytes(long_size, "little")
            header = local_header(name, size, crc)
            content = data[at + len(header) : at + len(header) + size]
            require(data[at : at + len(header)] == header and len(content) == size)
            require(zlib.crc32(content) == crc and name not in self.files)
            members.append((name, size, crc, at))
            self.files[name] = content
            at += len(header) + size
        require(data[at:] == directory(members, at) and len(members) <= 65000)
        self.payloads = [name for name in self.files if PAYLOAD.fullmatch(name)]
        self.check()

    def check(self) -> None:
        index = exactly(parse(self.files[INDEX]), "format", "kind", "parts")
        require(count_of(index["format"]) == 1 and index["kind"] in {"archive", "disclosure"})
        self.kind, self.parts = index["kind"], index["parts"]
        require(isinstance(self.parts, dict))
        after = [INDEX, *MANIFESTS, *(["signature.bin"] if self.kind == "archive" else [])]
        require(list(self.files) == [*BEFORE, *self.payloads, *after])
        listed = [name for names in self.parts.values() for name in list_item(names)]
        require(sorted(listed) == sorted(self.payloads) and self.files["bagit.txt"] == BAGIT)
        require(all(len(self.files[name]) <= 2**24 for name in (*BEFORE, *after)))
        require(self.files[MANIFESTS[0]] == self.manifest(self.payloads))
        require(self.files[MANIFESTS[1]] == self.manifest([*BEFORE, INDEX, MANIFESTS[0]]))
        self.tags = sha256(self.files[MANIFESTS[1]])

    def manifest(self, names: list[str]) -> bytes:
        return "".join(f"{sha256(self.files[each]).hex()}  {each}\n" for each in names).encode()

    def only(self, what: str) -> bytes:
        (name,) = self.parts[what]
        return self.files[name]


def read_bag(v: Values) -> Values:
    def answer(v: Values) -> Values:
        bag = Bag(h(v, "file"))
        return {
            "kind": bag.kind, "parts": bag.parts, "tagmanifest": bag.tags.hex(),
            "payloads": {name: sha256(bag.files[name]).hex() for name in bag.payloads},
            "whole": sha256(h(v, "file")).hex(),
        }  # fmt: skip

    return or_refused(answer, v)


# 24 Archives -----------------------------------------------------------------------------------


def read_part(v: Values) -> Values:
    return or_refused(lambda v: part(lines_of(h(v, "bytes"))), v)


def part(lines: list[list[Any]]) -> Values:
    said: Values = {"contents": [], "streams": [], "rows": []}
    for word, *rest in lines:
        if word == "archive":
            exporter, made, sessions, entries, records = rest
            said["contents"].append([
                unspell(exporter, 32).hex(), count_of(made),
                [unspell(each, 32).hex() for each in list_item(sessions)], count_of(entries),
                count_of(records),
            ])  # fmt: skip
        elif word == "stream":
            stream, name, digest = rest
            found = [unspell(stream, 16).hex(), text_of(name), unspell(digest, 32).hex()]
            said["streams"].append(found)
        else:
            said["rows"].append(row_of([word, *rest]))
    return said


def read_keyslots(v: Values) -> Values:
    return or_refused(lambda v: keyslots(h(v, "bytes")), v)


def keyslots(data: bytes) -> Values:
    said = exactly(parse(data), "settings", "slots")
    settings = [
        [unspell(row, 16).hex(), at, unspell(salt, 32).hex(), count_of(m), count_of(t),
         count_of(p)]
        for at, (row, salt, m, t, p) in enumerate(said["settings"], 1)
    ]  # fmt: skip
    slots = [
        [unspell(row, 16).hex(), unspell(owner, 16).hex(), text_of(kind), unspell(setting).hex(),
         unspell(tag, 16).hex(), unspell(wrapped).hex(), unspell(checksum, 32).hex()]
        for row, owner, kind, setting, tag, wrapped, checksum in said["slots"]
    ]  # fmt: skip
    return {"settings": settings, "slots": slots}


def read_archive(v: Values) -> Values:
    return or_refused(archive, v)


def archive(v: Values) -> Values:
    """Open an archive, verify who made it, and return every line."""
    person, bag = Person(h(v, "seed")), Bag(h(v, "file"))
    require(bag.kind == "archive" and set(bag.parts) <= {"wraps", "rows", "streams", "keyslots"})
    key, lines = archive_key(person, bag.only("wraps")), []
    for number, name in enumerate(bag.parts["rows"], 1):
        place = context("archive", b"", b"", u64(number))
        lines += lines_of(cell(key, place, bag.files[name], "stream"))
    require(lines[0][0] == "archive")
    said = part(lines)
    (contents,) = said["contents"]
    exporter, made, sessions, *_ = contents
    rows = {row[1]: row for row in said["rows"] if row[0] == "session"}
    require(sorted(rows) == sorted(sessions) and bool(rows))
    require(sorted(each[1] for each in said["streams"]) == sorted(bag.parts["streams"]))
    for session in sessions:
        roster = roster_of(person, session, rows[session][2], said["rows"])
        (seat,) = [each for each in roster if each["public"].fingerprint.hex() == exporter]
    place = context("archive signature", b"", b"")
    envelope = cell(key, place, bag.files["signature.bin"], "body")
    body, _, _ = body_of(envelope, "archive", [seat["public"]])
    exactly(body, "made", "sessions", "tagmanifest")
    require(unspell(body["tagmanifest"], 32) == bag.tags and body["made"] == made)
    require([unspell(each, 32).hex() for each in body["sessions"]] == sessions)
    found = keyslots(bag.only("keyslots")) if "keyslots" in bag.parts else None
    own_ = exporter == person.fingerprint.hex()
    return {**said, "keyslots": found, "exporter": seat["name"], "own": own_}


def archive_key(person: Person, wraps: bytes) -> bytes:
    require(len(wraps) % 1168 == 0 and 1 <= len(wraps) // 1168 <= 64)
    for at in range(0, len(wraps), 1168):
        place = context("archive key", b"", b"")
        try:
            return person.kem.unwrap("caucus/1/letter", place, wraps[at : at + 1168])
        except Exception:  # noqa: BLE001 (another reader's)
            continue
    raise RefusedError


def roster_of(person: Person, session: str, roster: str, rows: list[list[Any]]) -> list[Values]:
    """Return the seats of a session in which this person has one, from their grant."""
    scope = bytes.fromhex(session)
    for _, of, number, wrapped in (row for row in rows if row[0] == "grant"):
        place = context("grant", scope, u64(number), person.fingerprint)
        try:
            secret = person.kem.unwrap("caucus/1/grant", place, bytes.fromhex(wrapped))
        except Exception:  # noqa: BLE001 (another reader's)
            continue
        require(of == session)
        keys = {name: unspell(key, 32) for name, key in parse(unpad(secret, "bucket")).items()}
        place = context("roster", scope, scope)
        envelope = cell(keys["roster"], place, bytes.fromhex(roster), "body")
        body, seats = verified_roster(envelope, scope)
        require(seats[number]["public"].fingerprint == person.fingerprint)
        for name, key in keys.items():
            nonce = unspell(body["nonce"], 32)
            commitment = sha256(pae("audience commitment", nonce, name.encode(), key))
            require(unspell(body["commitments"][name], 32) == commitment)
        return seats
    raise RefusedError


ROLES = ("mediator", "party", "representative", "nonparty")


def verified_roster(envelope: bytes, session: bytes | None) -> tuple[Values, list[Values]]:
    """Return a roster's body and its seats, signed by the first of them."""
    body = unpae(envelope, "statement", 4)[1]
    said = exactly(
        parse(body), "case", "commitments", "convened", "follows", "nonce", "seats", "title"
    )
    seats = []
    for seat in said["seats"]:
        exactly(seat, "keys", "name", "reads_joint", "role", "side")
        (identity,) = seat["keys"]
        exactly(identity, "kem", "possession", "signing")
        kem, signing = unspell(identity["kem"], 1216), unspell(identity["signing"], 1984)
        check_possession(kem, signing, unspell(identity["possession"], 3373))
        require(seat["role"] in ROLES)
        seats.append({**seat, "public": Public(kem, signing)})
    require(seats[0]["role"] == "mediator")
    require(len({each["public"].fingerprint for each in seats}) == len(seats))
    _, found, _ = body_of(envelope, "roster", [seats[0]["public"]])
    require(session in {None, found})
    return said, seats


# 25 Disclosures, reports and parcels -----------------------------------------------------------


def read_disclosure(v: Values) -> Values:
    return or_refused(disclosure, v)


def disclosure(v: Values) -> Values:
    bag = Bag(h(v, "file"))
    require(bag.kind == "disclosure" and set(bag.parts) == {"portions", "statements"})
    count = len(bag.parts["portions"])
    require(bag.parts["statements"] == [f"data/{0:032x}"])
    require(bag.parts["portions"] == [f"data/{at + 1:032x}" for at in range(count)])
    said = lines_of(bag.only("statements"))
    words = " ".join(word for word, _ in said)
    payloads = [name for name in bag.files if name.startswith("data/")]
    proof, parts = bag.parts["statements"], bag.parts["portions"]
    require(payloads == ([*parts, *proof] if "identity" in words else [*proof, *parts]))
    envelopes = [unspell(data) for _, data in said]
    portions = [bag.files[name] for name in bag.parts["portions"]]
    if v["what"] == "report":
        require(words == "identity report" and not portions)
        return report(*envelopes)
    if words == "identity disclosure":
        return ground(*envelopes, portions)
    order = r"roster( manifest)+ request( answer)+( acknowledgement)* opening"
    require(re.fullmatch(order, words) is not None)
    return released(words.split(), envelopes, portions)


def released(words: list[str], envelopes: list[bytes], portions: list[bytes]) -> Values:
    """Verify an opening and what led to it, and open its portions."""
    roster, seats = verified_roster(envelopes[0], None)
    session = sha256(pae("roster", unpae(envelopes[0], "statement", 4)[1]))
    people = [each["public"] for each in seats]
    at = words.index("request")
    request, asked, opener = body_of(envelopes[at], "request", people)
    require(request["opener"] == opener and unspell(request["session"], 32) == session)
    require(seats[opener]["role"] == "mediator")
    manifests = [verified_manifest(each, session, seats) for each in envelopes[1:at]]
    holders = [each["seat"] for each in manifests[0][0]["holders"]]
    require(len(manifests) == len(request["records"]))
    for (manifest, found), wanted in zip(manifests, request["records"], strict=True):
        require(wanted["record"] == manifest["record"] and unspell(wanted["manifest"]) == found)
        digests = [manifest["portions"][j - 1]["ciphertext"] for j in wanted["portions"]]
        require(wanted["ciphertexts"] == digests and min(wanted["portions"]) >= 1)
        require([each["seat"] for each in manifest["holders"]] == holders)
    opening, _, by = body_of(envelopes[-1], "opening", people)
    exactly(opening, "by", "reason", "released", "request", "time")
    listed = [(each["record"], each["number"]) for each in opening["released"]]
    wanted_ = [(each["record"], j) for each in request["records"] for j in each["portions"]]
    require(by == opener == opening["by"] and opening["reason"] == "opened")
    require(unspell(opening["request"], 32) == asked and listed == wanted_)
    agreed, seen = beside(envelopes[at + 1 : -1], request, asked, holders, people)
    labels = {manifest["record"]: manifest for manifest, _ in manifests}
    opened = []
    for each, sealed in zip(opening["released"], portions, strict=True):
        manifest, number = labels[each["record"]], each["number"]
        digest = manifest["portions"][number - 1]["ciphertext"]
        require(sha256(sealed) == unspell(digest, 32))
        place = context("portion", session, unspell(each["record"], 16), u64(number))
        data = cell(unspell(each["key"], 32), place, sealed, "body")
        opened.append(shown(manifest["label"], number, data))
    return {
        "ground": "waiver", "case": roster["case"], "title": roster["title"],
        "convened": roster["convened"], "purpose": request["purpose"],
        "recipient": request["recipient"], "recipient_kind": "", "reference": "",
        "by": seats[by]["name"],
        "check_words": check_words(asked), "asked": request["asked"], "until": request["until"],
        "made": opening["time"], "portions": opened,
        "seats": [
            [each["name"], each["role"], each["side"], each["public"].words, seen.get(at, 0),
             agreed.get(at, 0)]
            for at, each in enumerate(seats)
        ],
    }  # fmt: skip


def verified_manifest(
    envelope: bytes, session: bytes, seats: list[Values]
) -> tuple[Values, bytes]:
    """Return a manifest of this session and its hash."""
    people = [each["public"] for each in seats]
    said, found, by = body_of(envelope, "manifest", people)
    exactly(said, "corrects", "holders", "label", "pairs", "portions", "record", "sealed",
            "session")  # fmt: skip
    holders = [exactly(each, "seat", "wrap")["seat"] for each in said["holders"]]
    must = {at for at, each in enumerate(seats) if each["role"] in {"mediator", "party"}}
    require(seats[by]["role"] == "mediator" and unspell(said["session"], 32) == session)
    require(holders == sorted(set(holders)) and must <= set(holders) <= set(range(len(seats))))
    require(len(holders) >= 2 and any(seats[at]["role"] == "party" for at in holders))
    return said, found


def shown(label: str | None, number: int, data: bytes) -> Values:
    content, text = split_portion(data)
    return {
        "label": content["title"] if label is None else label, "number": number,
        "data": text.hex(), "content": content, "digest": sha256(text).hex(),
    }  # fmt: skip


def signed_alone(file: bytes, envelope: bytes, type_: str) -> tuple[Values, Public, bytes]:
    """Return what somebody signed whose identity file is beside it."""
    require(len(file) == 6590 and file.startswith(b"caucus identity\n\x01"))
    kem, signing, possession = file[17:1233], file[1233:3217], file[3217:]
    check_possession(kem, signing, possession)
    by = Public(kem, signing)
    said, found, _ = body_of(envelope, type_, [by])
    return said, by, found


HARM = {"agency", "police", "emergency", "person at risk"}
RECIPIENTS = HARM | {"court", "insurer", "lawyer", "professional body"}


def ground(file: bytes, envelope: bytes, portions: list[bytes]) -> Values:
    said, by, found = signed_alone(file, envelope, "disclosure")
    exactly(said, "convened", "ground", "made", "name", "nonce", "portions", "recipient",
            "recipient_kind", "reference", "role", "session", "side")  # fmt: skip
    require(said["ground"] in {"safety", "claim", "settlement", "order"})
    require(said["recipient_kind"] in (HARM if said["ground"] == "safety" else RECIPIENTS))
    require(said["role"] in ROLES and 1 <= len(said["portions"]) <= 1000)
    opened = []
    for each, data in zip(said["portions"], portions, strict=True):
        exactly(each, "digest", "entry", "number", "revision")
        require(sha256(data) == unspell(each["digest"], 32))
        opened.append(shown(None, count_of(each["number"], 1), data))
    seat = [said["name"], said["role"], said["side"], by.words, 0, 0]
    return {
        "ground": said["ground"], "case": "", "title": "", "convened": said["convened"],
        "purpose": "", "recipient_kind": said["recipient_kind"], "recipient": said["recipient"],
        "reference": said["reference"], "by": said["name"], "check_words": check_words(found),
        "asked": 0, "until": 0, "made": said["made"], "portions": opened, "seats": [seat],
    }  # fmt: skip


def report(file: bytes, envelope: bytes) -> Values:
    said, _, found = signed_alone(file, envelope, "report")
    exactly(said, "agreement", "attended", "case", "made", "name", "nonce", "sessions")
    require(said["agreement"] in {"full", "partial", "none", "continuing"})
    attended = [exactly(each, "name", "role", "side") for each in said["attended"]]
    require(all(each["role"] in ROLES for each in attended) and bool(said["sessions"]))
    return {
        "case": said["case"], "sessions": [count_of(each) for each in said["sessions"]],
        "attended": [[each["name"], each["role"], each["side"]] for each in attended],
        "agreement": said["agreement"], "name": said["name"], "made": said["made"],
        "check_words": check_words(found),
    }  # fmt: skip


def read_parcel(v: Values) -> Values:
    return or_refused(parcel, v)


def parcel(v: Values) -> Values:
    data, secret = h(v, "file"), unicodedata.normalize("NFC", v["passphrase"]).encode()
    require(data.startswith(b"caucus parcel\n\x01") and len(data) > 43)
    salt, costs = data[15:31], data[31:43]
    m, t, p = (int.from_bytes(costs[at : at + 4], "big") for at in (0, 4, 8))
    require(2**16 <= m <= 2**20 and 1 <= t <= 16 and 1 <= p <= 16 and m * t <= 2**22)
    root = hash_secret_raw(secret, salt, t, m, p, 32, Type.ID, 0x13)
    key = expand(root, pae("parcel key"))
    place = context("parcel", b"", salt, costs)
    return {"data": cell(key, place, data[43:], "stream").hex()}


READERS: dict[str, Callable[[Values], Values]] = {
    name.removeprefix("read_"): function
    for name, function in list(globals().items())
    if name.startswith("read_")
}


def vectors() -> Iterator[tuple[str, Values]]:
    """Return every vector with the kind it is of."""
    for path in sorted(HERE.glob("*.json")):
        for case in json.loads(path.read_text("utf-8"))["cases"]:
            yield path.stem, case


def main() -> int:
    wrong = [
        f"{kind}: {case['name']}" for kind, case in vectors()
        if READERS[kind](case["in"]) != case["out"]
    ]  # fmt: skip
    count = sum(1 for _ in vectors())
    lines = [*wrong, f"{count} read, {len(wrong)} wrong"]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
