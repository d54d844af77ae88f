"""A second reader of the format, written from vault/FORMAT.md alone.

It imports nothing of the program: only the standard library, cryptography and argon2. Run as a
program it verifies every vector beside it:

    python tests/vectors/composed/reader.py
"""

import base64
import hashlib
import hmac
import json
import sys
import unicodedata
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
        self.fingerprint = fingerprint(self.kem.public, self.signing)


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


def body_of(envelope: bytes, expected: str, people: list[Person]) -> tuple[Values, bytes, int]:
    """Return a verified body, the statement's hash and the seat of who signed."""
    signer = unpae(envelope, "statement", 4)[2]
    seats = [seat for seat, each in enumerate(people) if each.fingerprint == signer]
    require(len(seats) == 1)
    person = people[seats[0]]
    body, found = open_statement(envelope, expected, person.kem.public, person.signing)
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
    people, session = [Person(each) for each in hs(v, "seeds")], h(v, "session")
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
    agreed = []
    if type_ == "opening":
        listed = [
            (exactly(each, "key", "number", "record")["record"], each["number"])
            for each in said["released"]
        ]
        require(by == opener and listed == [(wanted["record"], j) for j in wanted["portions"]])
        agreed = consents_of(envelopes, asked, request["until"], people)
        require(agreed == [each["seat"] for each in manifest["holders"]])
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
        "reason": said["reason"], "by": by, "time": said["time"], "agreed": agreed,
        "portions": portions,
    }  # fmt: skip


def consents_of(
    envelopes: list[bytes], asked: bytes, until: int, people: list[Person]
) -> list[int]:
    """Return the seats whose consent to this request, given in time, is among these answers."""
    agreed = []
    for each in envelopes:
        answer, _, seat = body_of(each, "answer", people)
        exactly(answer, "answer", "answered", "contribution", "request", "seat")
        counts = unspell(answer["request"], 32) == asked and answer["seat"] == seat
        if counts and answer["answered"] <= until and answer["answer"] == "consent":
            agreed.append(seat)
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
