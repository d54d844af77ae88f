"""Verifies and reads an archive, a disclosure or a report of Caucus. It stands alone.

    python3 reader.py FILE.zip                              what anybody can verify
    python3 reader.py FILE.zip --name NAME --passphrase     open an archive that has a keyslot
    python3 reader.py FILE.zip … --extract FOLDER           write the files in it to a new folder

Needs Python 3.11 and the package cryptography, 50 or later. README.txt explains what is done; a
sign like §14 refers to FORMAT.md of Caucus. Exit codes: 0 verified, 1 verified but not written,
2 used wrongly, 3 wrong name or passphrase, 7 not verified.
"""
# It goes into every file that is made, so it is kept short:
# fmt: off
# ruff: noqa: ANN401, D102, D103, PLR2004, SIM905 (JSON has any type; names and §§ say the rest)

import argparse
import base64
import codecs
import getpass
import hashlib
import hmac
import io
import itertools
import json
import os
import re
import struct
import sys
import unicodedata
import warnings
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ed25519, mldsa, mlkem, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

# What JSON holds: statements (§9), what is in them, rows (§18). A number is so many bytes as
# base64url, [x] a list of x, {x} an object of x by any name, x,y one of these words.
SHAPES = dict(each.split(maxsplit=1) for each in """
index format:int kind:archive,disclosure parts:{[text]};
roster case:text commitments:{32} convened:int follows:0|32 nonce:32 seats:[seat] title:text;
seat keys:[key] name:text reads_joint:flag role:mediator,party,representative,nonparty side:text;
key kem:1216 possession:3373 signing:1984; closing by:int session:32 time:int;
head audience:text author:int chain:16 link:32 sequence:one session:32 time:int;
destruction by:int reason:text rows:[gone] session:32 time:int; gone chain:16 link:32 sequence:one;
manifest corrects:0|16 holders:[holder] label:text pairs:[32] portions:[sealed] record:16
    sealed:int session:32; holder seat:int wrap:32; sealed ciphertext:32 commitments:[32];
acknowledgement manifests:[32] seat:int session:32 time:int;
request asked:int nonce:32 opener:int purpose:text recipient:text records:[asked] session:32
    until:int; asked ciphertexts:[32] manifest:32 portions:[one] record:16;
answer answer:consent,refusal,withdrawal answered:int contribution:null|32 request:32 seat:int;
opening by:int reason:opened, released:[released] request:32 time:int;
ending by:int reason:not_unanimous,expired released:[released] request:32 time:int;
released key:32 number:one record:16; archive made:int sessions:[32] tagmanifest:32;
portion audience:text author:text form:text,file made:int name:text size:int speakers:[text]
    title:text;
disclosure convened:int ground:safety,claim,settlement,order made:int name:text nonce:32
    portions:[disclosed] recipient:text reference:text session:32 side:text
    recipient_kind:agency,police,emergency,person_at_risk,court,insurer,lawyer,professional_body
    role:mediator,party,representative,nonparty;
disclosed digest:32 entry:16 number:one revision:16;
report agreement:full,partial,none,continuing attended:[attended] case:text made:int name:text
    nonce:32 sessions:[int];
attended name:text role:mediator,party,representative,nonparty side:text;
keyslots settings:[row:setting] slots:[row:keyslot]; author author:int;
row:setting id:16 salt:32 memory:int passes:int lanes:int;
row:keyslot id:16 owner:16 kind:passphrase,recovery setting:0|16 tag:16 wrapped:bytes checksum:32;
row:header title:text speakers:[text] tags:[text] parents:[16] files:[row:file];
row:file nonce:16 name:text size:int digest:32; row:stream id:16 payload:text digest:32;
row:archive exporter:32 made:int sessions:[32] entries:int records:int;
row:session id:32 cell:bytes; row:closing session:32 cell:bytes;
row:grant session:32 seat:int wrapped:bytes; row:chunk stream:16 number:one data:bytes;
row:chain id:16 session:32 tag:16 cell:bytes head:bytes;
row:revision chain:16 sequence:one id:16 header:bytes body:bytes link:32 mark:32;
row:destruction id:16 session:32 tag:16 cell:bytes; row:record id:16 session:32 cell:bytes;
row:share record:16 seat:int wrapped:bytes; row:pass item:16 tag:16 cell:bytes;
row:acknowledgement id:16 session:32 tag:16 cell:bytes; row:waiver id:16 session:32 cell:bytes;
row:outcome waiver:16 cell:bytes
""".split(";"))
P, MEBI, LONG = 2**255 - 19, 2**20, 2**32 - 1
Y8 = 2707385501144840649318225287225658788936804267575313519463743609750303402022
SMALL_Y = {0, 1, P - 1, P, P + 1, Y8, P - Y8}  # points of small order; below, those of X25519
SMALL_X = {0, 1, P - 1, P, P + 1, *((1 + y) * pow(1 - y, -1, P) % P for y in (Y8, P - Y8))}
SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
COBBLESTONE = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"
Read: TypeAlias = Callable[[int], bytes]
Stream: TypeAlias = Iterator[bytes]
Begin: TypeAlias = Callable[[], Iterator[bytes]]
Found: TypeAlias = Iterator[str | tuple[str, Begin]]  # a line; a file's name or "", and its bytes

class RefusedError(Exception):
    """The file is not what it should be; the word says where."""

class PassphraseError(Exception):
    """No keyslot opens with this name and passphrase."""

def require(holds: object, what: str) -> None:
    if not holds:
        raise RefusedError(what)

# §2 to §4: conventions, primitives, ciphertexts --------------------------------------------------

def pae(label: str, *fields: bytes | int) -> bytes:
    parts = [f"caucus/1/{label}".encode(), *fields]
    spelt = [each.to_bytes(8) if isinstance(each, int) else each for each in parts]
    return b"".join(len(each).to_bytes(4) + each for each in spelt)

def unpae(data: bytes, label: str) -> list[bytes]:
    fields, at = list[bytes](), 0
    while at < len(data):
        at, begin = at + 4 + int.from_bytes(data[at : at + 4]), at + 4
        fields.append(data[begin:at])
    require(pae(label, *fields[1:]) == data, label)
    return fields[1:]

def base64url(data: bytes) -> str:
    return base64.b64encode(data, b"-_").decode().rstrip("=")

def parse(data: bytes, most: int = MEBI) -> Any:
    """Read JSON that is spelt canonically; what may be in it, its shape says."""
    value = json.loads(data.decode())
    again = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    require(again.encode() == data and len(data) <= most, "JSON")
    return value

def shaped(value: Any, shape: str) -> Any:
    """Return a value with bytes in place of base64url, if it has exactly this shape."""
    if shape in SHAPES:
        fields = [each.split(":", 1) for each in SHAPES[shape].split()]
        if shape.startswith("row:") and isinstance(value, list):
            value = dict(zip([name for name, _ in fields], value, strict=True))
        require(isinstance(value, dict) and value.keys() == dict(fields).keys(), shape)
        return {name: shaped(value[name], each) for name, each in fields}
    if shape[0] == "[" and isinstance(value, list):
        return [shaped(each, shape[1:-1]) for each in value]
    if shape[0] == "{" and isinstance(value, dict):
        return {name: shaped(each, shape[1:-1]) for name, each in value.items()}
    if shape in {"int", "one"}:
        require(type(value) is int and (shape == "one") <= value < 2**53, shape)
    elif shape == "flag" or value is None:
        require(isinstance(value, bool) or shape.startswith("null"), shape)
    elif shape == "text" or "," in shape:
        words = shape.replace("_", " ").split(",")
        require(isinstance(value, str) and (shape == "text" or value in words), shape)
    else:
        data = base64.b64decode(value + "=" * (-len(value) % 4), b"-_", validate=True)
        require(base64url(data) == value, shape)
        require(shape == "bytes" or str(len(data)) in shape.split("|"), shape)
        return data
    return value

def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()

def expand(key: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-Expand with SHA-512, up to 128 bytes."""
    first = hmac.digest(key, info + b"\1", "sha512")
    return (first + hmac.digest(key, first + info + b"\2", "sha512"))[:length]

def decrypted(key: bytes, place: bytes, read: Read) -> Stream:
    """Decrypt Cobblestone-256. It is whole only once the iteration has come to its end."""
    salt, commitment, chunk, number = read(24), read(32), bytes(16400), 0
    keys = expand(key, COBBLESTONE + salt + place, 76)
    require(hmac.compare_digest(keys[44:], commitment), "key or place")
    while len(chunk) == 16400:
        chunk, nonce = read(16400), int.from_bytes(keys[32:44]) ^ number
        yield AESGCM(keys[:32]).decrypt(nonce.to_bytes(12), chunk, None)
        number += 1

def padded(length: int, rule: str) -> int:
    exponent = max(length, 2).bit_length() - 1
    mask = 255 if rule == "bucket" else 2 ** (exponent - exponent.bit_length()) - 1
    return max((length + mask) & ~mask, 512 if rule == "body" else 0)

def unpadded(chunks: Stream, rule: str) -> Stream:
    """Take the padding off; it is verified once the iteration has come to its end."""
    first = next(chunks)
    size, seen = int.from_bytes(first[:8]), -8
    for chunk in itertools.chain([first], chunks):
        begin, end = max(-seen, 0), min(max(size - seen, 0), len(chunk))
        require(not chunk[end:].strip(b"\0"), "padding")
        yield chunk[begin:end]
        seen += len(chunk)
    require(seen >= 0 and padded(8 + size, rule) == 8 + seen, "padding")

def opened(key: bytes, rule: str, read: Callable[[], Read], *place: bytes | int) -> Stream:
    return unpadded(decrypted(key, pae("context", *place), read()), rule)

def reading(data: bytes) -> Read:
    return io.BytesIO(data).read

def cell(key: bytes, rule: str, data: bytes, *place: bytes | int) -> bytes:
    return b"".join(opened(key, rule, partial(reading, data), *place))

# §23: the ZIP file and the bag in it -------------------------------------------------------------

def headers(name: bytes, size: int, crc: int, offset: int) -> tuple[bytes, bytes]:
    """Return what stands before a member, and what the directory says of it."""
    size_ = struct.pack("<2Q", size, size) if size >= LONG else b""
    longs = [size_, size_ + (struct.pack("<Q", offset) if offset >= LONG else b"")]
    extra = [struct.pack("<2H", 1, len(each)) + each if each else b"" for each in longs]
    local, central = (
        struct.pack("<5H3I2H", 45 if each else 20, 0, 0, 0, 0x21, crc, *[min(size, LONG)] * 2,
                    len(name), len(each)) for each in extra
    )
    after = struct.pack("<3H2I", 0, 0, 0, 0x81800000, min(offset, LONG))
    made = b"\x2d\3" if extra[1] else b"\x14\3"
    return (b"PK\3\4" + local + name + extra[0],
            b"PK\1\2" + made + central + after + name + extra[1])

def directory_end(number: int, size: int, offset: int) -> bytes:
    counts, long = (number, number, size, offset), b""
    if max(size, offset) >= LONG:
        long = b"PK\6\6" + struct.pack("<Q2H2I4Q", 44, 0x032D, 45, 0, 0, *counts)
        long += b"PK\6\7" + struct.pack("<IQI", 0, offset + size, 1)
        counts = (0xFFFF, 0xFFFF, LONG, LONG)
    return long + b"PK\5\6" + struct.pack("<4H2IH", 0, 0, *counts, 0)

class Bag:
    """Every byte around the members is built again and compared, every member is hashed."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.members, directory = file, dict[str, tuple[int, int, str]](), bytearray()
        while (mark := file.read(4)) == b"PK\3\4":
            offset, head = file.tell() - 4, file.read(26)
            crc, size, named, more = struct.unpack("<10xI4xI2H", head)
            spelt, extra = file.read(named), file.read(more)
            size = int.from_bytes(extra[4:12], "little") if size == LONG else size
            local, central = headers(spelt, size, crc, offset)
            name, start = spelt.decode("ascii").removeprefix("caucus/"), file.tell()
            require(mark + head + spelt + extra == local and name not in self.members, "ZIP")
            require(size <= 16 * MEBI or name.startswith("data/"), "size")
            digest, found, self.members[name] = hashlib.sha256(), 0, (start, size, "")
            for piece in self.pieces(name):
                digest.update(piece)
                found = zlib.crc32(piece, found)
            require(found == crc and spelt.startswith(b"caucus/"), "CRC-32")
            self.members[name] = (start, size, digest.hexdigest())
            directory += central
            require(len(self.members) <= 20000, "members")
        directory += directory_end(len(self.members), len(directory), file.tell() - len(mark))
        require(mark + file.read(len(directory)) == directory, "ZIP")
        self._check()

    def _check(self) -> None:
        index = shaped(parse(self.read("caucus.json")), "index")
        self.kind, self.parts = index["kind"], index["parts"]
        payloads = [name for name in self.members if re.fullmatch("data/[0-9a-f]{32}", name)]
        tags = ["bagit.txt", "README.txt", "reader.py", "caucus.json", "manifest-sha256.txt"]
        last = ["tagmanifest-sha256.txt", *["signature.bin"] * (self.kind == "archive")]
        require(list(self.members) == [*tags[:3], *payloads, *tags[3:], *last], "members")
        require(sorted(itertools.chain(*self.parts.values())) == sorted(payloads), "parts")
        for name, members in ((tags[4], payloads), (last[0], tags)):
            lines = [f"{self.members[each][2]}  {each}\n" for each in members]
            require(self.read(name) == "".join(lines).encode(), name)
        bagit = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        require(self.read("bagit.txt") == bagit, "bagit.txt")
        require(index["format"] == 1, "a version this reader does not know")

    def reader(self, name: str) -> Read:
        """Return a function that gives the next bytes of a member, at most so many."""
        start, size, _ = self.members[name]
        place, end = start, start + size
        def read(most: int) -> bytes:
            nonlocal place
            self.file.seek(place)
            data = self.file.read(min(most, end - place))
            place += len(data)
            return data
        return read

    def pieces(self, name: str) -> Stream:
        return iter(partial(self.reader(name), MEBI), b"")

    def read(self, name: str) -> bytes:
        return b"".join(self.pieces(name))

# §7, §9: people and what they sign ---------------------------------------------------------------

def identity(kem: bytes, signing: bytes, possession: bytes) -> dict[str, Any]:
    """Verify a public identity; returns its fingerprint and its check words as dice."""
    points = [int.from_bytes(each, "little") % 2**255 for each in (signing[:32], kem[1184:])]
    require(points[0] not in SMALL_Y and points[1] not in SMALL_X, "key")
    mlkem.MLKEM768PublicKey.from_public_bytes(kem[:1184])
    keys = {"ed25519": signing[:32], "kem": kem, "mldsa65": signing[32:]}
    said = json.dumps({name: base64url(key) for name, key in keys.items()}, separators=(",", ":"))
    verify(signing, pae("possession", said.encode()), possession)
    words = dice(sha256(pae("check words", kem, signing)))
    found = sha256(pae("identity", kem, signing))
    return {"kem": kem, "signing": signing, "words": words, "fingerprint": found}

def verify(signing: bytes, signed: bytes, signature: bytes) -> None:
    require(len(signature) == 3373, "signature")
    ed25519.Ed25519PublicKey.from_public_bytes(signing[:32]).verify(signature[:64], signed)
    mldsa.MLDSA65PublicKey.from_public_bytes(signing[32:]).verify(signature[64:], signed)

def statement(word: str, envelope: bytes, seats: list[dict[str, Any]]) -> tuple[Any, bytes, int]:
    """Return what a statement says, its hash, and the seat that signed it."""
    kind, said, signer, signature = unpae(envelope, "statement")
    (by,) = (number for number, seat in enumerate(seats) if seat["fingerprint"] == signer)
    require(kind == word.encode(), word)
    verify(seats[by]["signing"], pae(word, said), signature)
    return shaped(parse(said), word), sha256(pae(word, said)), by

def dice(digest: bytes) -> str:
    """Return check words (§2) by their numbers in the EFF large word list, five dice each."""
    value, words = int.from_bytes(digest[:16]), []
    for _ in range(6):
        value, word = divmod(value, 6**5)
        words.append("".join(str(word // 6**place % 6 + 1) for place in (4, 3, 2, 1, 0)))
    return " ".join(words)

class Session:
    """A session (§10), its sealed records (§13), and the requests to open them (§14)."""

    def __init__(self, envelope: bytes) -> None:
        body = shaped(parse(unpae(envelope, "statement")[1]), "roster")
        self.seats = [each | identity(*_keys(each)) for each in body["seats"]]
        for seat in self.seats:
            sided = seat["role"] in {"party", "representative"}
            require(re.fullmatch("[A-Z]" if sided else "", seat["side"]), "seat")
            require(seat["reads_joint"] or seat["role"] == "nonparty", "seat")
        for what in ("kem", "signing"):
            require(len({seat[what] for seat in self.seats}) == len(self.seats) <= 64, "roster")
        self.said, self.id, by = statement("roster", envelope, self.seats)
        require(by == 0 and self.seats[0]["role"] == "mediator", "roster")
        self.records = dict[bytes, Any]()

    def signed(self, word: str, envelope: bytes, who: str, *roles: str) -> tuple[Any, bytes]:
        """Return a statement of this session by the seat that it names, and its hash."""
        said, digest, by = statement(word, envelope, self.seats)
        require(said.get("session", self.id) == self.id and said.get(who, by) == by, word)
        require(not roles or self.seats[by]["role"] in roles, word)
        return said, digest

    def manifest(self, envelope: bytes) -> Any:
        said, digest = self.signed("manifest", envelope, "", "mediator")
        held, portions = [each["seat"] for each in said["holders"]], said["portions"]
        bound = {i for i, each in enumerate(self.seats) if each["role"] in {"mediator", "party"}}
        require(held == sorted(bound | set(held)) and held[-1] < len(self.seats), "holders")
        require(any(self.seats[i]["role"] == "party" for i in held) and len(held) > 1, "holders")
        require(len(said["pairs"]) == len(held) * (len(held) - 1) // 2, "manifest")
        require(all(len(each["commitments"]) == len(held) for each in portions), "manifest")
        require(1 <= len(portions) <= 1000 and said["record"] not in self.records, "manifest")
        self.records[said["record"]] = said | {"held": held, "hash": digest}
        return self.records[said["record"]]

    def request(self, envelope: bytes) -> Any:
        said, digest = self.signed("request", envelope, "opener", "mediator")
        records = [self.records[each["record"]] for each in said["records"]]
        require(1 <= len({each["hash"] for each in records}) == len(records) <= 1000, "request")
        for each, record in zip(said["records"], records, strict=True):
            numbers = each["portions"]
            sealed = [record["portions"][j - 1]["ciphertext"] for j in numbers]
            require(numbers and numbers == sorted(set(numbers)), "request")
            require((each["manifest"], each["ciphertexts"]) == (record["hash"], sealed), "request")
            require(record["held"] == records[0]["held"], "request")
        manifests = {each["hash"] for each in records}
        return said | {"hash": digest, "held": records[0]["held"], "manifests": manifests}

    def opening(self, asked: Any, envelope: bytes, beside: list[bytes]) -> Any:
        """Verify that everybody agreed to exactly what was opened; returns that."""
        said, _ = self.signed("opening", envelope, "by")
        wanted = [(each["record"], j) for each in asked["records"] for j in each["portions"]]
        given = [(each["record"], each["number"]) for each in said["released"]]
        require((said["by"], said["request"]) == (asked["opener"], asked["hash"]), "opening")
        agreed, knew = list[int](), list[int]()
        for each in beside:
            if unpae(each, "statement")[0] == b"acknowledgement":
                known, _ = self.signed("acknowledgement", each, "seat")
                knew.append(known["seat"])
                require(set() < set(known["manifests"]) <= asked["manifests"], "acknowledgement")
                continue
            answer, _, by = statement("answer", each, self.seats)
            mine = (answer["seat"], answer["request"]) == (by, asked["hash"]) and not knew
            if mine and answer["answer"] == "consent" and answer["answered"] <= asked["until"]:
                agreed.append(by)
        require(agreed == asked["held"] and wanted == given, "consents")
        require(knew == sorted(knew) and set(knew) <= set(agreed), "acknowledgement")
        return said["released"]

    def released(self, one: Any, read: Callable[[], Read]) -> Found:
        record, j = self.records[one["record"]], one["number"]
        place = (b"portion", self.id, one["record"], j)
        begin = partial(opened, one["key"], "body", read, *place)
        return portion(f'Portion {j} of "{record["label"]}"', begin)

    def described(self, asked: Any = None) -> Iterator[str]:
        said, names = self.said, [seat["name"] for seat in self.seats]
        if not asked:
            yield f"Case: {said['case']}; session: {said['title']}, {when(said['convened'])}"
            for each in self.seats:
                yield f"  {each['role']} {each['side']} {each['name']}; key {each['words']}"
            return
        yield f"Request {dice(asked['hash'])} by {names[asked['opener']]}, {when(asked['asked'])}"
        yield f"  Purpose: {asked['purpose']}; recipient: {asked['recipient']}"
        yield f"  By {when(asked['until'])} all had to agree: {names_of(self, asked['held'])}"

def _keys(seat: Any) -> tuple[bytes, bytes, bytes]:
    (keys,) = seat["keys"]
    return keys["kem"], keys["signing"], keys["possession"]

def names_of(session: Session, seats: list[int]) -> str:
    return ", ".join(session.seats[each]["name"] for each in seats)

def content(stream: Stream) -> Stream:
    """Give what a portion says of itself (§13), then what it holds."""
    data, end = b"", 4
    for chunk in stream:
        data += chunk
        end = 4 + int.from_bytes(data[:4])
        require(end <= 4 + MEBI, "portion")
        if len(data) >= max(end, 4):
            break
    yield data[4:end]
    yield data[end:]
    yield from stream

def portion(label: str, begin: Begin) -> Found:
    """Read a portion once through, so that what is shown later has been verified."""
    parts, size, decoder = content(begin()), 0, codecs.getincrementaldecoder("utf-8")()
    about = shaped(parse(next(parts)), "portion")
    for data in itertools.chain(parts, [b""]):
        size += len(data)
        if about["form"] == "text":
            decoder.decode(data, final=data == b"")
    require(size == about["size"], "portion")
    who = "; ".join([about["author"], *(f"speaker {name}" for name in about["speakers"])])
    yield f"{label}: {about['title']} ({about['audience']}; {when(about['made'])}; {who})"
    name = "" if about["form"] == "text" else about["name"] or "file"
    yield name, lambda: itertools.islice(content(begin()), 1, None)

# §25: disclosures and reports --------------------------------------------------------------------

def read_disclosure(bag: Bag) -> Found:
    payloads = [f"data/{number:032x}" for number in range(len(bag.parts.get("portions", ())) + 1)]
    require(bag.parts == {"statements": payloads[:1], "portions": payloads[1:]}, "parts")
    *lines, last = bag.read(payloads[0]).split(b"\n")
    said = [(word, shaped(each, "bytes")) for word, each in (parse(line, LONG) for line in lines)]
    words = " ".join(word for word, _ in said)
    alone, names = words in {"identity disclosure", "identity report"}, list(bag.members)[3:-3]
    wanted = payloads[1:] + payloads[:1] if alone else payloads
    require(last == b"" and names == wanted, "statements")
    if alone:
        yield from signed_alone(bag, said[0][1], *said[1])
        return
    order = "roster( manifest)+ request( answer)+( acknowledgement)* opening"
    require(re.fullmatch(order, words), "statements")
    session, at = Session(said[0][1]), words.split().index("request")
    records = [session.manifest(envelope)["record"] for _, envelope in said[1:at]]
    asked = session.request(said[at][1])
    require([each["record"] for each in asked["records"]] == records, "request")
    released = session.opening(asked, said[-1][1], [each for _, each in said[at + 1 : -1]])
    require(len(released) == len(payloads) - 1, "portions")
    yield "A disclosure by a waiver: everybody whose agreement was needed gave it."
    yield from itertools.chain(session.described(), session.described(asked))
    for one, name in zip(released, payloads[1:], strict=True):
        listed = session.records[one["record"]]["portions"][one["number"] - 1]["ciphertext"]
        require(listed.hex() == bag.members[name][2], "portion")
        yield from session.released(one, partial(bag.reader, name))

def signed_alone(bag: Bag, person: bytes, word: str, envelope: bytes) -> Found:
    payloads = bag.parts["portions"]
    require(len(person) == 6590 and person.startswith(b"caucus identity\n\1"), "identity")
    seat = identity(person[17:1233], person[1233:3217], person[3217:])
    said, _, _ = statement(word, envelope, [seat])
    listed = said.get("portions", [])
    digests = [each["digest"].hex() for each in listed]
    require(digests == [bag.members[name][2] for name in payloads], word)
    if word == "report":
        require(said["sessions"], word)
        yield f"A report by {said['name']}, {when(said['made'])}; case: {said['case']}"
        yield f"Agreement: {said['agreement']}; sessions: {'; '.join(map(when, said['sessions']))}"
        for each in said["attended"]:
            yield f"Attended: {each['role']} {each['side']} {each['name']}"
    else:
        urgent = said["recipient_kind"] in {"agency", "police", "emergency", "person at risk"}
        require(1 <= len(listed) <= 1000 and (urgent or said["ground"] != "safety"), word)
        yield f"A disclosure by {said['name']} ({said['role']} {said['side']}) alone"
        yield f"Made {when(said['made'])} of a session of {when(said['convened'])}"
        yield f"Ground: {said['ground']}; for {said['recipient']} ({said['recipient_kind']})"
        yield f"Reference: {said['reference']}"
        yield "It is the word of who signed: nothing proves that a note says this."
    yield f"Signed with the key {seat['words']}"
    for each, name in zip(listed, payloads, strict=True):
        yield from portion(f"Portion {each['number']}", partial(bag.pieces, name))

# §8, §24: an archive that is opened with the keyslot in it ---------------------------------------

def unlocked(slots: Any, name: str, phrase: str) -> bytes:
    """Return the seed in the slot of this name and passphrase."""
    for each in slots["slots"]:
        *fields, checksum = [x.encode() if isinstance(x, str) else x for x in each.values()]
        require(sha256(pae("slot checksum", *fields)) == checksum, "keyslot")
    typed = unicodedata.normalize("NFC", phrase)
    if not typed or any(unicodedata.category(c) in {"Cn", "Cs"} for c in name + typed):
        raise PassphraseError
    folded, secret = unicodedata.normalize("NFKC", name).casefold().encode(), typed.encode()
    require(len(slots["settings"]) <= 3, "keyslot")
    for _, drawn, memory, passes, lanes in (each.values() for each in slots["settings"]):
        require(2**16 <= memory <= MEBI and 1 <= passes <= 16 and 1 <= lanes <= 16, "keyslot")
        require(memory * passes <= 4 * MEBI, "keyslot")
        salt = hmac.digest(drawn, pae("slot salt", folded), "sha256")[:16]
        stretched = Argon2id(
            salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory,
        ).derive(secret)
        for each in slots["slots"]:
            tag, key = expand(stretched, pae("slot tag"), 16), expand(stretched, pae("slot key"))
            if (each["kind"], each["tag"]) == ("passphrase", tag):
                place = (b"keyslot", b"", each["id"], b"passphrase")
                return cell(key, "bucket", each["wrapped"], *place)
    raise PassphraseError

class Archive:
    """An archive, its lines read; only :meth:`read` verifies what they say."""

    def __init__(self, bag: Bag, name: str, phrase: str) -> None:
        (wraps,), (slots,), self.bag = bag.parts["wraps"], bag.parts["keyslots"], bag
        seed = unlocked(shaped(parse(bag.read(slots)), "keyslots"), name, phrase)
        self.self_key = expand(seed, pae("self key"))
        drawn = hashlib.shake_256(expand(seed, pae("kem seed"))).digest(96)
        lattice = mlkem.MLKEM768PrivateKey.from_seed_bytes(drawn[:64])
        curve = x25519.X25519PrivateKey.from_private_bytes(drawn[64:])
        self.kem, self.key = MLKEM768X25519PrivateKey(lattice, curve), b""
        wrapped = bag.read(wraps)
        require(0 < len(wrapped) <= 64 * 1168 and len(wrapped) % 1168 == 0, "wraps")
        for at in range(0, len(wrapped), 1168):
            with suppress(InvalidTag, ValueError):
                self.key = self.unwrap("letter", wrapped[at : at + 1168], b"archive key", b"", b"")
        require(self.key, "its keyslot does not open this archive")
        self.part = lru_cache(1)(self._part)
        self.rows = defaultdict[str, dict[bytes, dict[Any, Any]]](lambda: defaultdict(dict))
        self.streams, self.used = dict[bytes, tuple[bytes, Callable[[], Read]]](), set[bytes]()
        self.about: dict[str, Any] = {}
        for number in range(1, len(bag.parts["rows"]) + 1):
            at, data = 0, self.part(number)
            while at < len(data):
                begin, at = at, data.index(b"\n", at) + 1
                self._add(parse(data[begin : at - 1], LONG), number, slice(begin, at - 1))

    def unwrap(self, label: str, wrapped: bytes, *place: bytes | int) -> bytes:
        info = f"caucus/1/{label}".encode() + sha256(pae("context", *place))
        return SUITE.decrypt(wrapped, self.kem, info=info)

    def _part(self, number: int) -> bytes:
        data = self.bag.read(self.bag.parts["rows"][number - 1])
        return cell(self.key, "stream", data, b"archive", b"", b"", number)

    def _chunk(self, number: int, place: Any) -> Read:
        return reading(shaped(parse(self.part(number)[place], LONG)[3], "bytes"))

    def _add(self, line: list[Any], number: int, place: Any) -> None:
        word, *columns = line
        row = shaped(columns, f"row:{word}")
        require((word == "archive") != bool(self.about), "rows")
        if word == "archive":
            self.about = row
        elif word == "stream":
            name = row["payload"]
            require(name in self.bag.parts["streams"], "stream")
            require(row["digest"].hex() == self.bag.members[name][2], "stream")
            self.streams[row["id"]] = row["digest"], partial(self.bag.reader, name)
        elif word == "chunk":
            require(row["number"] == 1, "stream")
            self.streams[row["stream"]] = sha256(row["data"]), partial(self._chunk, number, place)
        else:
            values = tuple(row.values())
            key = values[: 2 if word in {"grant", "revision", "share", "pass"} else 1]
            same = self.rows[word][row.get("session", values[0])].setdefault(key, row)
            require(same == row, word)

    def take(self, word: str, of: bytes) -> list[Any]:
        return list(self.rows[word].pop(of, {}).values())

    def read(self) -> Found:
        """Verify everything in the archive, and give what it says."""
        require(self.rows["session"].keys() == set(self.about["sessions"]), "sessions")
        yield f"An archive, made {when(self.about['made'])}"
        for session in self.about["sessions"]:
            yield from self._session(session)
        require(not any(self.rows.values()) and self.used == self.streams.keys(), "rows left over")

    def _session(self, id_: bytes) -> Found:
        (row,), me, seat = self.take("session", id_), self.about["exporter"], -1
        granted = dict[str, bytes]()
        for each in self.take("grant", id_):
            with suppress(InvalidTag, ValueError):
                data = self.unwrap("grant", each["wrapped"], b"grant", id_, each["seat"], me)
                granted = shaped(parse(b"".join(unpadded(iter([data]), "bucket"))), "{32}")
                seat = each["seat"]
        session = Session(cell(granted["roster"], "body", row["cell"], b"roster", id_, id_))
        require(session.id == id_ and session.seats[seat]["fingerprint"] == me, "roster")
        for name, key in granted.items():
            made = sha256(pae("audience commitment", session.said["nonce"], name.encode(), key))
            require(session.said["commitments"][name] == made, "grant")
        sealed, place = self.bag.read("signature.bin"), (b"archive signature", b"", b"")
        said, _, by = statement("archive", cell(self.key, "body", sealed, *place), session.seats)
        tags = self.bag.members["tagmanifest-sha256.txt"][2]
        require(by == seat and said["tagmanifest"].hex() == tags, "signature")
        require(all(said[name] == self.about[name] for name in ("made", "sessions")), "signature")
        yield f"Signed by {session.seats[by]['name']}"
        yield from session.described()
        for each in self.take("closing", id_):
            closed = cell(granted["roster"], "body", each["cell"], b"closing", id_, id_)
            said, _ = session.signed("closing", closed, "by", "mediator")
            yield f"The session was closed, {when(said['time'])}"
        granted["private"] = expand(self.self_key, pae("private audience", id_))
        audiences, readers = dict[bytes, tuple[str, bytes]](), dict[bytes, bytes]()
        for name, key in granted.items():
            if name == "mediators" or name.startswith("seat:"):
                readers[expand(key, pae("reader tag", id_), 16)] = key
            if name != "roster" and not name.startswith("seat:"):
                audiences[expand(key, pae("audience tag", id_), 16)] = name, key
        yield from self._entries(session, audiences)
        yield from self._docket(session, readers)

    def _entries(self, session: Session, audiences: dict[bytes, tuple[str, bytes]]) -> Found:
        chains, gone = dict[bytes, Any](), set[tuple[bytes, int, bytes]]()
        for row in self.take("chain", session.id):
            name, key = audiences[row["tag"]]
            place = (b"chain", session.id, row["id"], name.encode())
            author = shaped(parse(cell(key, "bucket", row["cell"], *place)), "author")
            chains[row["id"]] = row | author | {"audience": name, "key": key}
        for row in self.take("destruction", session.id):
            _, key = audiences[row["tag"]]
            destroyed = cell(key, "body", row["cell"], b"destruction", session.id, row["id"])
            said, _ = session.signed("destruction", destroyed, "by")
            for each in said["rows"]:
                chain, by = chains.get(each["chain"], {}), said["by"]
                may = session.seats[by]["role"] == "mediator" or chain.get("author") == by
                if may and chain.get("tag") == row["tag"]:
                    gone.add((each["chain"], each["sequence"], each["link"]))
        found = [each for chain in chains.values() for each in self._chain(session, chain, gone)]
        firsts = {each["id"]: each for each in found}
        parents = {parent for each in found for parent in each["parents"]}
        for each in sorted(found, key=lambda one: (one["made"], one["sequence"], one["id"])):
            first, who = firsts.get(each["entry"], each), session.seats[each["author"]]
            mediators = who["role"] == session.seats[first["author"]]["role"] == "mediator"
            may = first["kind"] != 2 and (mediators or each["author"] == first["author"])
            require(may or first["kind"] == 1 or each is first, "a revision by somebody else")
            require(all(first[x] == each[x] for x in ("kind", "audience")), "a foreign revision")
            if each["id"] not in parents:
                kind = ("note", "draft", "record")[each["kind"]]
                yield f"{each['audience']}, a {kind} of {who['name']}, {when(each['made'])}"
                yield f"  {'; '.join([each['title'], *each['speakers'], *each['tags']])}"
                yield from [("", each["text"]), *each["attached"]]

    def _chain(self, session: Session, chain: Any, gone: set[Any]) -> Iterator[dict[str, Any]]:
        id_, key, audience, author = (chain[name] for name in ("id", "key", "audience", "author"))
        link = sha256(pae("chain start", session.id, audience.encode(), author, id_))
        rows = sorted(self.take("revision", id_), key=lambda row: row["sequence"])
        for at, row in enumerate(rows, 1):
            previous, link = link, row["link"]
            require(row["sequence"] == at, "chain")
            if not row["header"]:
                require((id_, at, link) in gone and not row["body"], "destroyed")
                continue
            place = (b"revision", session.id, row["id"])
            data = cell(key, "bucket", row["header"], *place, b"header", id_, at)
            require(link == sha256(pae("link", id_, at, row["id"], sha256(row["header"]))), "link")
            require(data[16:80] == sha256(row["body"]) + previous and data[120] < 3, "header")
            text = partial(opened, key, "body", partial(reading, row["body"]), *place, b"body")
            b"".join(text()).decode()
            about = shaped(json.loads(data[121:].decode())[:5], "row:header")
            attached = [self._file(session, key, each) for each in about["files"]]
            yield about | {
                "id": row["id"], "entry": data[:16], "made": int.from_bytes(data[112:120]),
                "sequence": at, "kind": data[120], "text": text, "attached": attached,
                "author": author, "audience": audience,
            }
        head = cell(key, "body", chain["head"], b"head", session.id, id_)
        said, _ = session.signed("head", head, "author")
        wanted = {"audience": audience, "author": author, "chain": id_, "link": link}
        require(said | wanted == said and said["sequence"] == len(rows), "head")

    def _file(self, session: Session, key: bytes, file: Any) -> tuple[str, Begin]:
        stream = expand(key, pae("attachment stream", session.id, file["nonce"]), 16)
        digest, read = self.streams[stream]
        begin = partial(opened, key, "stream", read, b"attachment", session.id, file["nonce"])
        known = stream in self.used or sum(len(data) for data in begin()) == file["size"]
        require(digest == file["digest"] and known, "attachment")
        self.used.add(stream)
        return file["name"] or "file", begin

    def _docket(self, session: Session, readers: dict[bytes, bytes]) -> Found:
        def item(kind: str, row: dict[str, Any]) -> tuple[bytes, bytes]:
            passes, place = self.take("pass", row["id"]), (session.id, row["id"])
            (key,) = {
                cell(readers[each["tag"]], "bucket", each["cell"], b"pass", *place, each["tag"])
                for each in passes
            }
            return key, cell(key, "body", row["cell"], kind.encode(), *place)
        reads = dict[tuple[bytes, int], Callable[[], Read]]()
        for row in self.take("record", session.id):
            key, envelope = item("manifest", row)
            record, shares = session.manifest(envelope), self.take("share", row["id"])
            held = [(each["seat"], each["wrap"]) for each in record["holders"]]
            given = sorted((each["seat"], sha256(each["wrapped"])) for each in shares)
            require(record["record"] == row["id"] and given == held, "manifest")
            for j, each in enumerate(record["portions"], 1):
                stream = expand(key, pae("portion stream", row["id"], j), 16)
                if stream in self.streams:
                    digest, reads[row["id"], j] = self.streams[stream]
                    require(digest == each["ciphertext"], "portion")
                    self.used.add(stream)
            held_by = names_of(session, record["held"])
            yield f'Sealed: "{record["label"]}" in {len(record["portions"])} portions; {held_by}'
        for row in self.take("acknowledgement", session.id):
            place = (b"acknowledgement", session.id, row["id"])
            known = cell(readers[row["tag"]], "body", row["cell"], *place)
            session.signed("acknowledgement", known, "seat")
        for row in self.take("waiver", session.id):
            key, envelope = item("request", row)
            asked = session.request(envelope)
            require(asked["hash"][:16] == row["id"], "request")
            yield from session.described(asked)
            for each in self.take("outcome", row["id"]):
                for one in self._outcome(session, asked, key, each):
                    yield from session.released(one, reads[one["record"], one["number"]])

    def _outcome(self, session: Session, asked: Any, key: bytes, row: Any) -> Any:
        place = (b"outcome", session.id, row["waiver"])
        try:
            said, *beside = unpae(cell(key, "body", row["cell"], *place, b"opening"), "outcome")
        except RefusedError:
            (said,) = unpae(cell(key, "body", row["cell"], *place, b"ending"), "outcome")
            ended, _ = session.signed("ending", said, "by", "mediator")
            require(ended["request"] == asked["hash"] and not ended["released"], "ending")
            return []
        return session.opening(asked, said, beside)

# What a person sees ------------------------------------------------------------------------------

def when(time: int) -> str:
    return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M} UTC" if time < 2**37 else str(time)

def say(text: str, keep: str = "") -> None:
    """Print without what would move the cursor or turn the direction of writing."""
    bad = {"Cc", "Cs", "Cn", "Zl", "Zp", *"LRE RLE LRO RLO PDF LRI RLI FSI PDI".split()}
    hidden = {ord(each): "\ufffd" for each in set(text) - set(keep)
              if {unicodedata.category(each), unicodedata.bidirectional(each)} & bad}
    shown = text.translate(hidden).replace("\n", "\n    | ")
    sys.stdout.buffer.write(shown.encode(sys.stdout.encoding, "replace"))

def show(found: list[str | tuple[str, Begin]], folder: Path | None) -> None:
    """Print lines and texts; write files, each under a number and what is harmless of its name."""
    numbers = itertools.count(1)
    for each in found:
        if isinstance(each, str):
            say(each)
        elif each[0]:
            target = f"{next(numbers):03}-{re.sub(r'[^A-Za-z0-9. -]', '_', each[0])[-60:]}"
            say(f"    a file of {sum(len(data) for data in each[1]())} bytes, {target}: {each[0]}")
            if folder:
                with (folder / target).open("xb") as file:
                    file.writelines(each[1]())
        else:
            decoder = codecs.getincrementaldecoder("utf-8")()
            lines = io.IncrementalNewlineDecoder(decoder, translate=True)
            say("    | ")
            for data in itertools.chain(each[1](), [b""]):
                say(lines.decode(data, final=data == b""), "\n\t")
        sys.stdout.buffer.write(b"\n")
    sys.stdout.flush()

def examined(bag: Bag, options: argparse.Namespace, parser: argparse.ArgumentParser) -> Found:
    if bag.kind == "disclosure":
        return read_disclosure(bag) if options.name is None else parser.error("it has no keyslot")
    carries = "keyslots" in bag.parts
    require(bag.parts.keys() - {"keyslots"} == {"rows", "streams", "wraps"}, "parts")
    if options.name is None:
        readers = bag.members[bag.parts["wraps"][0]][1] // 1168
        keyslot = "with" if carries else "without"
        return iter([f"A sealed archive for {readers} people, {keyslot} a keyslot, undamaged.",
                     "Nothing in it was opened, and by whom it was made was not verified."])
    if not carries:
        parser.error("this archive has no keyslot")
    try:
        if options.passphrase_fd is None:
            warnings.simplefilter("error")  # A passphrase that would be shown is refused.
            typed = getpass.getpass("Passphrase: ")
        else:
            with os.fdopen(options.passphrase_fd, "rb") as file:
                typed = file.readline().removesuffix(b"\n").decode()
    except (OSError, ValueError, EOFError, Warning):
        parser.error("no passphrase could be read")
    return Archive(bag, options.name, typed).read()

def main() -> int:
    parser = argparse.ArgumentParser(allow_abbrev=False, description="Verify a file of Caucus.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--name", help="whose keyslot opens the archive")
    parser.add_argument("--passphrase", action="store_true", help="ask for the passphrase")
    parser.add_argument("--passphrase-fd", type=int, help="read it from an open file")
    parser.add_argument("--extract", type=Path, help="a new folder, for the files in it")
    options = parser.parse_args()
    if (options.name is None) == (options.passphrase or options.passphrase_fd is not None):
        parser.error("--name goes with --passphrase or --passphrase-fd")
    if options.extract and os.path.lexists(options.extract):
        parser.error("the folder is there already")
    verified = False
    try:
        file = options.file.open("rb")
    except OSError as error:
        parser.error(str(error))
    try:
        found = list(examined(Bag(file), options, parser))
        verified = True
        if options.extract:
            options.extract.mkdir(mode=0o700)
        show(["VERIFIED", *found], options.extract)
    except PassphraseError:
        sys.stderr.write("Wrong name or passphrase.\n")
        return 3
    except Exception as error:  # noqa: BLE001 (whatever goes wrong, it was not verified)
        if verified and isinstance(error, OSError):
            sys.stderr.write(f"Verified, but not all of it was written: {error.strerror}.\n")
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # What is still waiting goes nowhere.
            return 1
        where = f" ({error})" if isinstance(error, RefusedError) else ""
        sys.stderr.write(f"NOT VERIFIED: this file is damaged, cut or forged{where}.\n")
        return 7
    return 0

if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
