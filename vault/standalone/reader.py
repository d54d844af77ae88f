"""Verifies and reads an archive, a disclosure, a report or a parcel of Caucus. It stands alone.

    python3 reader.py FILE.zip                        what anybody can verify
    python3 reader.py FILE.zip --name NAME            open an archive with the keyslot in it
    python3 reader.py FILE.zip ... --extract FOLDER   write the files in it to a new folder

README.txt says what it needs, what it verifies, and what its exit codes mean. A passphrase is
asked for when there is a name or the file is a parcel, or read from what is piped in.
"""
# fmt: off
# ruff: noqa: ANN401, D103, PLR2004 (JSON has any type; names and README.txt say the rest)

import argparse
import base64
import getpass
import hashlib
import hmac
import io
import json
import os
import re
import struct
import sys
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.cobblestone import Cobblestone256Decryptor
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ed25519, mldsa, mlkem, x25519
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

Found = Iterator[str | tuple[str, str | bytes]]  # a line; or a text or a file, with its name
SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
PARCEL, IDENTITY = b"caucus parcel\n\1", b"caucus identity\n\1"
TAGS = ["bagit.txt", "README.txt", "reader.py", "caucus.json", "manifest-sha256.txt"]
URGENT = ["agency", "police", "emergency", "person at risk"]
TIMES = "answered asked convened made sealed time until"
# What may stand in JSON under which name; a number is that many bytes, as base64url.
TYPES = {name: kinds.split("|") for kinds, names in {
    "int": "by number opener portions seat sequence size " + TIMES, "int|any": "author",
    "int|32": "sessions", "flag": "reads_joint", "0|16": "corrects", "0|32": "follows",
    "any": "audience case label name purpose reason recipient reference side speakers title",
    "16": "chain entry record revision", "1216": "kem", "1984": "signing", "3373": "possession",
    "32": "ciphertext ciphertexts commitments digest key link manifest manifests nonce pairs "
          "request session tagmanifest wrap", "null|32": "contribution", "file|text": "form",
    "mediator|party|representative|nonparty": "role", "safety|claim|settlement|order": "ground",
    "consent|refusal|withdrawal": "answer", "full|partial|none|continuing": "agreement",
    "|".join(URGENT) + "|court|insurer|lawyer|professional body": "recipient_kind",
}.items() for name in names.split()}
FOUND_BY = {"session": 0, "grant": 0, "revision": 0, "chain": 1, "destruction": 1}  # columns
UNREAD = {"closing", "record", "share", "pass", "acknowledgement", "waiver", "outcome"}

class PassphraseError(Exception):
    """Nothing opens with this name and passphrase."""

def require(holds: object, what: str) -> None:
    if not holds:
        raise ValueError(what)

# Bytes, JSON, keys and ciphertexts ---------------------------------------------------------------

def pae(label: str, *fields: bytes | int) -> bytes:
    parts = [f"caucus/1/{label}".encode(), *fields]
    spelt = [each.to_bytes(8) if isinstance(each, int) else each for each in parts]
    return b"".join(len(each).to_bytes(4) + each for each in spelt)

def to_base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")

def from_base64(text: str) -> bytes:
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    require(to_base64(data) == text, "base64url")
    return data

def to_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

def parse(data: bytes, most: int = 2**20) -> Any:
    """Read JSON that is spelt canonically."""
    value = json.loads(data.decode())
    require(to_json(value) == data and len(data) <= most, "JSON")
    return value

def take(name: str, value: Any) -> Any:
    """Return a value with bytes in place of base64url, if it may stand under this name."""
    if isinstance(value, dict):
        return {x: take(x if x in TYPES else name, each) for x, each in value.items()}
    if isinstance(value, list):
        return [take(name, each) for each in value]
    kinds, plain = TYPES[name], {int: "int", bool: "flag", type(None): "null"}.get(type(value))
    if plain:
        require(plain in kinds and 0 <= (value or 0) < 2**53, name)
    elif "any" not in kinds and (value not in kinds or value.isdigit()):
        value = from_base64(value)
        require(str(len(value)) in kinds, name)
    return value

def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()

def expand(key: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-Expand with SHA-512, up to 64 bytes."""
    return hmac.digest(key, info + b"\1", "sha512")[:length]

def stretched(typed: str, salt: bytes, memory: int, passes: int, lanes: int) -> bytes:
    """Argon2id, if its costs are such that whoever chose them does no harm."""
    require(2**16 <= memory <= 2**20 and memory * passes <= 2**22, "costs")
    require(1 <= passes <= 16 and 1 <= lanes <= 16, "costs")
    kdf = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    return kdf.derive(unicodedata.normalize("NFC", typed).encode())

def unpadded(data: bytes, rule: str) -> bytes:
    end = 8 + int.from_bytes(data[:8])
    exponent = end.bit_length() - 1
    mask = 255 if rule == "bucket" else 2 ** (exponent - exponent.bit_length()) - 1
    length = max((end + mask) & ~mask, 512 if rule == "body" else 0)
    require(len(data) == length and not data[end:].strip(b"\0"), "padding")
    return data[8:end]

def cell(key: bytes, rule: str, data: bytes, *place: bytes | int) -> bytes:
    """Decrypt what belongs to this place: Cobblestone-256 commits to the key and to the place."""
    decryptor = Cobblestone256Decryptor(key, pae("context", *place))
    return unpadded(decryptor.update(data) + decryptor.finalize(), rule)

# The ZIP file, and the bag in it -----------------------------------------------------------------

class Bag:
    """The ZIP file written again must give the same bytes; every member is hashed."""

    def __init__(self, data: bytes) -> None:
        again, self.members = io.BytesIO(), dict[str, bytes]()
        with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(again, "w") as written:
            require(sum(each.file_size for each in read.infolist()) < len(data), "ZIP")
            for each in read.infolist():
                require(each.compress_type == zipfile.ZIP_STORED, "ZIP")
                member, content = zipfile.ZipInfo(each.filename), read.read(each)
                member.create_system, member.external_attr = 3, 0x81800000
                written.writestr(member, content)
                self.members[each.filename.removeprefix("caucus/")] = content
        require(again.getvalue() == data and len(self.members) <= 20000, "ZIP")
        require([f"caucus/{name}" for name in self.members] == read.namelist(), "members")
        self.digests = {name: sha256(each).hex() for name, each in self.members.items()}
        index = parse(self.members["caucus.json"])
        self.kind, self.parts = index["kind"], index["parts"]
        known = to_json({"format": 1, "kind": self.kind, "parts": self.parts})
        require(to_json(index) == known and self.kind in {"archive", "disclosure"}, "index")
        last = ["tagmanifest-sha256.txt", *["signature.bin"] * (self.kind == "archive")]
        payloads = [name for name in self.members if re.fullmatch("data/[0-9a-f]{32}", name)]
        require([*self.members] == [*TAGS[:3], *payloads, *TAGS[3:], *last], "members")
        listed = sorted(name for names in self.parts.values() for name in names)
        require(listed == sorted(payloads), "parts")
        for name, members in ((TAGS[4], payloads), (last[0], TAGS)):
            lines = [f"{self.digests[each]}  {each}\n" for each in members]
            require(self.members[name] == "".join(lines).encode(), name)
        bagit = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        require(self.members["bagit.txt"] == bagit, "bagit.txt")

# People and what they sign -----------------------------------------------------------------------

def verify(signing: bytes, signed: bytes, signature: bytes) -> None:
    ed25519.Ed25519PublicKey.from_public_bytes(signing[:32]).verify(signature[:64], signed)
    mldsa.MLDSA65PublicKey.from_public_bytes(signing[32:]).verify(signature[64:], signed)

def dice(digest: bytes) -> str:
    """Return check words by their numbers in the EFF large word list, five dice each."""
    digits = "".join(str(int.from_bytes(digest[:16]) // 6**at % 6 + 1) for at in range(30))
    return " ".join(digits[at : at + 5][::-1] for at in range(0, 30, 5))

def identity(kem: bytes, signing: bytes, possession: bytes) -> dict[str, Any]:
    """Verify a public identity; returns its fingerprint and its check words as dice."""
    keys = {"ed25519": signing[:32], "kem": kem, "mldsa65": signing[32:]}
    said = to_json({name: to_base64(key) for name, key in keys.items()})
    verify(signing, pae("possession", said), possession)
    return {"signing": signing, "key": dice(sha256(pae("check words", kem, signing))),
            "id": sha256(pae("identity", kem, signing))}

def statement(word: str, envelope: bytes, seats: list[Any], session: bytes = b"") -> Any:
    """Verify a statement of any type: what it says, its hash, and the seat that signed it."""
    body, signer = envelope[30 + len(word) : -3413], envelope[-3409:-3377]
    require(pae("statement", word.encode(), body, signer, envelope[-3373:]) == envelope, word)
    if word == "roster":  # It brings the keys itself, and its hash is the session.
        listed = take("", parse(body))["seats"]
        seats += [seat | identity(**key) for seat in listed for key in seat["keys"]]
        require(len(seats) == len(listed) <= 64 and seats[0]["id"] == signer, word)
    (by,) = (number for number, seat in enumerate(seats) if seat["id"] == signer)
    verify(seats[by]["signing"], pae(word, body), envelope[-3373:])
    said = take("", parse(body))
    require(not session or said.get("session", session) == session, word)
    require({said[x] for x in ("author", "by", "opener", "seat") if x in said} <= {by}, word)
    theirs = word in {"roster", "manifest", "request"}
    require(not theirs or seats[by]["role"] == "mediator", word)
    return said | {"hash": sha256(pae(word, body)), "signer": by}

def told(what: str, said: Any) -> Found:
    """Give the texts, numbers and times of an object, and of the people in it."""
    shown = [f"{name} {when(int(value)) if name in TIMES.split() else value}"
             for name, value in said.items() if isinstance(value, str | int)]
    yield f"{what}: {'; '.join(shown)}"
    for each in said.get("attended", said.get("seats", ())):
        yield from told("  Present", each)

# Disclosures and reports -------------------------------------------------------------------------

def portion(data: bytes) -> Found:
    """Give what a portion says of itself, and its text or its file."""
    start = 4 + int.from_bytes(data[:4])
    about, content = take("", parse(data[4:start])), data[start:]
    require(len(content) == about["size"], "portion")
    yield from told("Portion", about | {"speakers": ", ".join(about["speakers"])})
    yield about["name"], content.decode() if about["form"] == "text" else content

def read_disclosure(bag: Bag) -> Found:
    names = [f"data/{number:032x}" for number in range(len(bag.parts.get("portions", ())) + 1)]
    require(bag.parts == {"statements": names[:1], "portions": names[1:]}, "parts")
    *lines, last = bag.members[names[0]].split(b"\n")
    said = [(word, from_base64(text)) for word, text in (parse(line, 2**32) for line in lines)]
    words = " ".join(word for word, _ in said)
    alone = words in {"identity disclosure", "identity report"}
    order = "roster( manifest)+ request( answer)+( acknowledgement)* opening"
    require(last == b"" and (alone or re.fullmatch(order, words)), "statements")
    require([*bag.members][3:-3] == names[alone:] + names[:alone], "payloads")
    return (by_one if alone else by_waiver)(bag, names[1:], said)

def by_waiver(bag: Bag, names: list[str], said: list[tuple[str, bytes]]) -> Found:
    """Verify that every holder agreed to exactly what was opened, and open it."""
    seats, found = list[Any](), dict[str, list[Any]](acknowledgement=[])
    roster = statement(*said[0], seats)
    for word, envelope in said[1:]:
        found.setdefault(word, []).append(statement(word, envelope, seats, roster["hash"]))
    (asked,), (opened,), wanted = found["request"], found["opening"], []
    held = [each["seat"] for each in found["manifest"][0]["holders"]]
    bound = {i for i, seat in enumerate(seats) if seat["role"] in {"mediator", "party"}}
    require(held == sorted(bound | {*held}) and len(held) > 1, "holders")
    for each, record in zip(asked["records"], found["manifest"], strict=True):
        numbers, listed = each["portions"], [one["ciphertext"] for one in record["portions"]]
        exact = {"record": record["record"], "manifest": record["hash"],
                 "portions": sorted({*numbers}), "ciphertexts": [listed[j - 1] for j in numbers]}
        require(numbers and each == exact and min(numbers) > 0, "request")
        require([one["seat"] for one in record["holders"]] == held, "holders")
        wanted += [(record["record"], j, listed[j - 1].hex()) for j in numbers]
    manifests = {each["record"]: each["manifest"] for each in asked["records"]}
    agreed = [each["seat"] for each in found["answer"] if each["answer"] == "consent"
              and each["request"] == asked["hash"] and each["answered"] <= asked["until"]]
    require(agreed == held and len(manifests) == len(asked["records"]), "consents")
    knew = [each["seat"] for each in found["acknowledgement"]]
    require(knew == sorted(knew) and {*knew} <= {*held}, "acknowledgements")
    for each in found["acknowledgement"]:
        require(set() < {*each["manifests"]} <= {*manifests.values()}, "acknowledgements")
    right = {"by": asked["opener"], "request": asked["hash"], "reason": "opened"}
    require(opened | right == opened, "opening")
    yield "A disclosure by a waiver: everybody whose agreement was needed gave it."
    yield from told("Session", roster | {"seats": seats})
    yield f"Request {dice(asked['hash'])}; agreed: {', '.join(seats[i]['name'] for i in held)}"
    yield from told("  It says", asked)
    for one, place, name in zip(opened["released"], wanted, names, strict=True):
        require((one["record"], one["number"], bag.digests[name]) == place, "portion")
        context = b"portion", roster["hash"], one["record"], one["number"]
        yield from portion(cell(one["key"], "body", bag.members[name], *context))

def by_one(bag: Bag, names: list[str], said: list[tuple[str, bytes]]) -> Found:
    """Verify what one person signed alone."""
    (_, person), (word, envelope) = said
    require(len(person) == 6590 and person.startswith(IDENTITY), "identity")
    seat = identity(person[17:1233], person[1233:3217], person[3217:])
    body = statement(word, envelope, [seat])
    listed = [each["digest"].hex() for each in body.get("portions", ())]
    require(listed == [bag.digests[name] for name in names] and len(listed) <= 1000, word)
    yield f"A {word} that one person signed alone: nothing else proves it. Key {seat['key']}"
    yield from told("It says", body)
    if word == "report":
        require(body["sessions"], word)
        yield "Sessions: " + "; ".join(map(when, body["sessions"]))
    else:
        require(listed and (body["ground"] != "safety" or body["recipient_kind"] in URGENT), word)
    for name in names:
        yield from portion(bag.members[name])

# Parcels, and archives opened with the keyslot in them -------------------------------------------

def read_parcel(data: bytes, phrase: str) -> Found:
    salt, costs = data[15:31], data[31:43]
    key = expand(stretched(phrase, salt, *struct.unpack(">3I", costs)), pae("parcel key"))
    yield "A parcel. What is in it is to be read by itself:"
    try:
        yield "parcel.zip", cell(key, "stream", data[43:], b"parcel", b"", salt, costs)
    except InvalidTag:
        raise PassphraseError from None

def unlocked(slots: Any, name: str, phrase: str) -> bytes:
    """Return the seed in the slot of this name and passphrase."""
    folded = unicodedata.normalize("NFKC", name).casefold().encode()
    for _, drawn, *costs in slots["settings"][:3]:
        salt = hmac.digest(from_base64(drawn), pae("slot salt", folded), "sha256")[:16]
        root = stretched(phrase, salt, *costs)
        mine = ["passphrase", to_base64(expand(root, pae("slot tag"), 16))]
        for id_, _, kind, _, tag, wrapped, _ in slots["slots"]:
            if [kind, tag] == mine:
                place = b"keyslot", b"", from_base64(id_), b"passphrase"
                return cell(expand(root, pae("slot key")), "bucket", from_base64(wrapped), *place)
    raise PassphraseError

class Archive:
    """An archive, its lines read; only :meth:`read` verifies what they say."""

    def __init__(self, bag: Bag, name: str, phrase: str) -> None:
        (wraps,), (slots,), self.bag = bag.parts["wraps"], bag.parts["keyslots"], bag
        seed = unlocked(parse(bag.members[slots]), name, phrase)
        self.self_key, drawn = expand(seed, pae("self key")), expand(seed, pae("kem seed"))
        drawn, wrapped = hashlib.shake_256(drawn).digest(96), bag.members[wraps]
        self.kem = MLKEM768X25519PrivateKey(mlkem.MLKEM768PrivateKey.from_seed_bytes(drawn[:64]),
                                            x25519.X25519PrivateKey.from_private_bytes(drawn[64:]))
        each = [wrapped[at : at + 1168] for at in range(0, len(wrapped), 1168)]
        self.key = max(self.unwrap("letter", one, b"archive key", b"", b"") for one in each)
        self.rows, self.streams = dict[tuple[str, bytes], list[Any]](), dict[bytes, bytes]()
        parts = [cell(self.key, "stream", bag.members[name], b"archive", b"", b"", number)
                 for number, name in enumerate(bag.parts["rows"], 1)]
        lines = [parse(line, 2**32) for part in parts for line in part.splitlines()]
        _, self.exporter, *self.about = lines[0]
        for word, *columns in lines[1:]:
            if word in {"stream", "chunk"}:
                _, name, said = columns
                stream = bag.members[name] if word == "stream" else from_base64(said)
                require(word == "chunk" or sha256(stream) == from_base64(said), "stream")
                self.streams[sha256(stream)] = stream
            elif word not in UNREAD:
                row = [from_base64(x) if isinstance(x, str) else x for x in columns]
                self.rows.setdefault((word, row[FOUND_BY[word]]), []).append(row)

    def unwrap(self, label: str, wrapped: bytes, *place: bytes | int) -> bytes:
        """Return what was wrapped to this person, or nothing."""
        info = f"caucus/1/{label}".encode() + sha256(pae("context", *place))
        try:
            return SUITE.decrypt(wrapped, self.kem, info=info)
        except (InvalidTag, ValueError):
            return b""

    def read(self) -> Found:
        """Verify everything but sealed records and requests, and give what it says."""
        yield "Sealed records and requests in it are left to the program."
        for session in self.about[1]:
            yield from self._session(from_base64(session))
        require(not self.rows, "rows left over")

    def _session(self, id_: bytes) -> Found:
        seats, keys, me, person = list[Any](), dict[str, bytes](), -1, from_base64(self.exporter)
        for _, seat, wrapped in self.rows.pop(("grant", id_)):
            if data := self.unwrap("grant", wrapped, b"grant", id_, seat, person):
                keys, me = take("key", parse(unpadded(data, "bucket"))), seat
        ((_, data),) = self.rows.pop(("session", id_))
        data = cell(keys["roster"], "body", data, b"roster", id_, id_)
        roster, sealed = statement("roster", data, seats), self.bag.members["signature.bin"]
        data = cell(self.key, "body", sealed, b"archive signature", b"", b"")
        said, tags = statement("archive", data, seats), self.bag.digests["tagmanifest-sha256.txt"]
        require((roster["hash"], said["signer"]) == (id_, me), "session")
        require([said["made"], [*map(to_base64, said["sessions"])]] == self.about[:2], "signature")
        require(said["tagmanifest"].hex() == tags, "signature")
        yield f"Signed by {seats[me]['name']}"
        yield from told("Session", roster | {"seats": seats})
        keys["private"] = expand(self.self_key, pae("private audience", id_))
        names = {expand(keys[name], pae("audience tag", id_), 16): name for name in keys}
        heads, gone = list[Any](), set[Any]()
        for chain, _, tag, author, head in self.rows.pop(("chain", id_), []):
            right, key = {"chain": chain, "audience": names[tag]}, keys[names[tag]]
            data = cell(key, "bucket", author, b"chain", id_, chain, names[tag].encode())
            said = statement("head", cell(key, "body", head, b"head", id_, chain), seats, id_)
            require(said | right | parse(data) == said, "head")
            heads.append(said | {"key": key})
        for row, _, tag, sealed in self.rows.pop(("destruction", id_), []):
            data = cell(keys[names[tag]], "body", sealed, b"destruction", id_, row)
            said = statement("destruction", data, seats, id_)
            mine = {each["chain"] for each in heads if each["audience"] == names[tag] and (
                each["author"] == said["by"] or seats[said["by"]]["role"] == "mediator")}
            gone |= {(each["chain"], each["sequence"], each["link"]) for each in said["rows"]
                     if each["chain"] in mine}
        found = [each for head in heads for each in self._chain(id_, head, gone)]
        for each in sorted(found, key=lambda one: (one["made"], one["sequence"])):
            yield from told("Entry", each | {"author": seats[each["author"]]["name"]})
            yield from each["content"]

    def _chain(self, id_: bytes, head: Any, gone: set[Any]) -> Iterator[Any]:
        """Verify every row of a chain up to its signed head; gives the revisions."""
        chain, author, key, audience = (head[x] for x in ("chain", "author", "key", "audience"))
        link = sha256(pae("chain start", id_, audience.encode(), author, chain))
        rows = sorted(self.rows.pop(("revision", chain)), key=lambda row: row[1])
        for at, (_, sequence, id_row, header, body, linked, _) in enumerate(rows, 1):
            previous, link = link, linked
            require(sequence == at, "chain")
            if not header:
                require((chain, at, link) in gone and not body, "destroyed")
                continue
            place = b"revision", id_, id_row
            data = cell(key, "bucket", header, *place, b"header", chain, at)
            require(link == sha256(pae("link", chain, at, id_row, sha256(header))), "link")
            require(data[16:80] == sha256(body) + previous, "header")
            title, speakers, tags, _, files = json.loads(data[121:].decode())[:5]
            content: list[Any] = [("", cell(key, "body", body, *place, b"body").decode())]
            for nonce, name, size, digest in files:
                stream = self.streams[from_base64(digest)]
                file = cell(key, "stream", stream, b"attachment", id_, from_base64(nonce))
                require(len(file) == size, "attachment")
                content.append((name, file))
            yield {"audience": audience, "author": author, "made": int.from_bytes(data[112:120]),
                   "kind": ("note", "draft", "record")[data[120]], "title": title,
                   "speakers": ", ".join(speakers), "tags": ", ".join(tags), "sequence": at,
                   "content": content}
        require((head["sequence"], head["link"]) == (len(rows), link), "head")

# What a person sees ------------------------------------------------------------------------------

def when(time: int) -> str:
    return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M} UTC" if time < 2**37 else str(time)

def say(text: str, keep: str = "") -> None:
    """Print without what would move the cursor or turn the direction of writing."""
    shown = "".join(x if x.isprintable() or x in keep else "\ufffd" for x in text)
    shown = shown.replace("\n", "\n    | ") + "\n"
    sys.stdout.buffer.write(shown.encode(sys.stdout.encoding, "replace"))

def show(found: Iterable[str | tuple[str, str | bytes]], folder: Path | None) -> None:
    """Print lines and texts; write files, each under a number and what is harmless of its name."""
    number = 0
    for each in found:
        if isinstance(each, str):
            say(each)
        elif isinstance(each[1], str):
            say("    | " + re.sub("\r\n?", "\n", each[1]), "\n\t")
        else:
            number += 1
            target = f"{number:03}-{re.sub(r'[^A-Za-z0-9. -]', '_', each[0])[-60:]}"
            say(f"    a file of {len(each[1])} bytes, {target}: {each[0]}")
            if folder:
                with (folder / target).open("xb") as file:
                    file.write(each[1])
    sys.stdout.flush()

def passphrase() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Passphrase: ")
    return sys.stdin.buffer.readline().removesuffix(b"\n").decode()

def examined(data: bytes, name: str | None) -> Found:
    if data.startswith(PARCEL):
        return read_parcel(data, passphrase())
    bag = Bag(data)
    if bag.kind == "disclosure":
        return read_disclosure(bag)
    require(bag.parts.keys() - {"keyslots"} == {"rows", "streams", "wraps"}, "parts")
    if name is not None and "keyslots" in bag.parts:
        return Archive(bag, name, passphrase()).read()
    return iter(["A sealed archive. Nothing in it was opened: nor is it known who made it."])

def main() -> int:
    parser = argparse.ArgumentParser(allow_abbrev=False, description="Verify a file of Caucus.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--name", help="whose keyslot opens the archive")
    parser.add_argument("--extract", type=Path, help="a new folder, for the files in it")
    options = parser.parse_args()
    try:
        data = options.file.read_bytes()
    except OSError as error:
        parser.error(str(error))
    try:
        found = ["VERIFIED", *examined(data, options.name)]
    except PassphraseError:
        sys.stderr.write("Wrong name or passphrase.\n")
        return 3
    except Exception:  # noqa: BLE001 (whatever goes wrong, it was not verified)
        sys.stderr.write("NOT VERIFIED: this file is damaged, cut or forged.\n")
        return 7
    try:
        if options.extract:
            options.extract.mkdir(mode=0o700)
        show(found, options.extract)
    except OSError as error:
        sys.stderr.write(f"Verified, but not all of it was written: {error.strerror}.\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # What is still waiting goes nowhere.
        return 1
    return 0

if __name__ == "__main__":
    sys.exit(main())
