"""Verifies and reads what Caucus wrote. README.txt, which goes with it, says how it is used."""
# fmt: off
# ruff: noqa: ANN401, D101, D102, D103, E401, I001, PLR2004, SIM905 (names say the rest)

import argparse, base64, getpass, hashlib, hmac, io, json, os, re, sys, unicodedata, zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.cobblestone import Cobblestone256Decryptor
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ed25519, mldsa, mlkem, x25519
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

# What may stand in JSON under which name: a number is that many bytes, as base64url.
TYPES = """int: by number opener portions seat sequence size; int|any: author; flag: reads_joint;
int: answered asked convened made sealed time until; int|32: sessions; any: audience case label
name purpose reason recipient reference side speakers title; 16: chain entry record revision;
0|16: corrects; 0|32: follows; null|32: contribution; 32: ciphertext ciphertexts commitments digest
key link manifest manifests nonce pairs request session tagmanifest wrap; 1216: kem; 1984: signing;
3373: possession; file|text: form; full|partial|none|continuing: agreement;
mediator|party|representative|nonparty: role; consent|refusal|withdrawal: answer;
safety|claim|settlement|order: ground;
agency|police|emergency|person at risk|court|insurer|lawyer|professional body: recipient_kind"""
KINDS = {name: kinds.strip().split("|") for kinds, names in (
         each.split(":") for each in TYPES.split(";")) for name in names.split()}
TIMES = {"answered", "asked", "convened", "made", "sealed", "sessions", "time", "until"}
TAGS = ["bagit.txt", "README.txt", "reader.py", "caucus.json", "manifest-sha256.txt"]
LAST, SIGNED = "tagmanifest-sha256.txt", "signature.bin"
FOUND_BY = {"chain": 1, "destruction": 1, "record": 1}  # a column of a row: else, the first
UNREAD = {*"acknowledgement chunk closing outcome pass record share stream waiver".split()}
SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)

class PassphraseError(Exception):
    """Nothing opens with this name and passphrase."""

def require(holds: object) -> None:
    if not holds:
        raise ValueError

# Bytes, JSON, keys and ciphertexts ---------------------------------------------------------------
def pae(label: str, *fields: bytes | int) -> bytes:
    spelt = [each.to_bytes(8) if isinstance(each, int) else each for each in fields]
    return b"".join(len(x).to_bytes(4) + x for x in (f"caucus/1/{label}".encode(), *spelt))

def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
def expand(key: bytes, label: str, *fields: bytes | int) -> bytes:
    return hmac.digest(key, pae(label, *fields) + b"\1", "sha512")[:32]  # HKDF-Expand
def to_base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
def from_base64(text: str) -> bytes:
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    require(to_base64(data) == text)
    return data

def take(name: str, value: Any) -> Any:
    """Return a value with bytes in place of base64url, if it may stand under this name."""
    if isinstance(value, dict):
        return {x: take(x if x in KINDS else name, each) for x, each in value.items()}
    if isinstance(value, list):
        return [take(name, each) for each in value]
    kinds, plain = KINDS[name], {int: "int", bool: "flag", type(None): "null"}.get(type(value))
    if plain:
        require(plain in kinds and 0 <= (value or 0) < 2**53)
    elif "any" not in kinds and (value not in kinds or value.isdigit()):
        value = from_base64(value)
        require(str(len(value)) in kinds)
    return value
def to_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
def canonical(data: bytes, most: int = 2**20) -> Any:
    value = json.loads(data)
    require(to_json(value) == data and len(data) <= most)
    return value

def stretched(typed: str, salt: bytes, memory: int, passes: int, lanes: int) -> bytes:
    """Argon2id, if its costs are such that whoever chose them does no harm."""
    require({passes, lanes} <= {*range(1, 17)} and 2**16 <= memory <= min(2**20, 2**22 // passes))
    kdf = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    return kdf.derive(unicodedata.normalize("NFC", typed).encode())

def unpadded(data: bytes, rule: str) -> bytes:
    end = 8 + int.from_bytes(data[:8])
    exponent = end.bit_length() - 1
    mask = 255 if rule == "bucket" else 2 ** (exponent - exponent.bit_length()) - 1
    length = max((end + mask) & ~mask, 512 if rule == "body" else 0)
    require(len(data) == length and not data[end:].strip(b"\0"))
    return data[8:end]

def cell(key: bytes, rule: str, data: bytes, *place: bytes | int) -> bytes:
    """Decrypt what belongs to this place: Cobblestone-256 commits to the key and to the place."""
    decryptor = Cobblestone256Decryptor(key, pae("context", *place))
    return unpadded(decryptor.update(data) + decryptor.finalize(), rule)

# The ZIP file, and the bag in it -----------------------------------------------------------------
class Bag:
    def __init__(self, data: bytes) -> None:
        """Read what is in the file: all of it, written again, must give the same bytes."""
        with zipfile.ZipFile(io.BytesIO(data)) as read:
            require(sum(each.file_size for each in read.infolist()) < len(data))
            found = {name.removeprefix("caucus/"): read.read(name) for name in read.namelist()}
        self.kind, self.parts = (json.loads(found["caucus.json"])[x] for x in ("kind", "parts"))
        found["caucus.json"] = to_json({"format": 1, "kind": self.kind, "parts": self.parts})
        payloads = [name for name in found if re.fullmatch("data/[0-9a-f]{32}", name)]
        require(sorted(x for names in self.parts.values() for x in names) == sorted(payloads))
        found["bagit.txt"] = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        for name, listed in ((TAGS[4], payloads), (LAST, TAGS)):
            lines = [f"{sha256(found[each]).hex()}  {each}\n" for each in listed]
            found[name] = "".join(lines).encode()
        signed, again = {"archive": [SIGNED], "disclosure": []}[self.kind], io.BytesIO()
        self.members = {x: found[x] for x in [*TAGS[:3], *payloads, *TAGS[3:], LAST, *signed]}
        with zipfile.ZipFile(again, "w") as written:
            for name, content in self.members.items():
                member = zipfile.ZipInfo(f"caucus/{name}")
                member.create_system, member.external_attr = 3, 0x81800000
                written.writestr(member, content)
                require(len(content) <= 2**24 or name in payloads)
        require(again.getvalue() == data and len(self.members) <= 20000)

# People and what they sign -----------------------------------------------------------------------
def verify(signing: bytes, said: bytes, signature: bytes) -> None:
    ed25519.Ed25519PublicKey.from_public_bytes(signing[:32]).verify(signature[:64], said)
    mldsa.MLDSA65PublicKey.from_public_bytes(signing[32:]).verify(signature[64:], said)

def dice(digest: bytes) -> str:
    """Return check words by their numbers in the EFF large word list, five dice each."""
    digits = "".join(str(int.from_bytes(digest[:16]) // 6**at % 6 + 1) for at in range(30))
    return " ".join(digits[at : at + 5][::-1] for at in range(0, 30, 5))

def verified_identity(kem: bytes, signing: bytes, possession: bytes) -> dict[str, Any]:
    keys = {"ed25519": signing[:32], "kem": kem, "mldsa65": signing[32:]}
    said = to_json({name: to_base64(key) for name, key in keys.items()})
    verify(signing, pae("possession", said), possession)
    return {"signing": signing, "id": sha256(pae("identity", kem, signing)),
            "key": dice(sha256(pae("check words", kem, signing)))}

def statement(word: str, envelope: bytes, seats: list[Any], session: bytes = b"") -> Any:
    """Verify a statement of any type: what it says, its hash, and the seat that signed it."""
    body, signer = envelope[30 + len(word) : -3413], envelope[-3409:-3377]
    require(pae("statement", word.encode(), body, signer, envelope[-3373:]) == envelope)
    if word == "roster":  # It brings the keys itself, and its hash is the session.
        listed = take("", canonical(body))["seats"]
        seats += [seat | verified_identity(**key) for seat in listed for key in seat["keys"]]
        require(len(seats) == len(listed) <= 64 and seats[0]["id"] == signer)
    (by,) = (number for number, seat in enumerate(seats) if seat["id"] == signer)
    verify(seats[by]["signing"], pae(word, body), envelope[-3373:])
    said = take("", canonical(body))
    require(not session or said.get("session", session) == session)
    require({said.get(name, by) for name in ("author", "by", "opener", "seat")} == {by})
    require(word not in {"roster", "manifest", "request"} or seats[by]["role"] == "mediator")
    return said | {"hash": sha256(pae(word, body)), "signer": by}

def told(what: str, said: Any) -> Iterator[Any]:
    lists = {name: value if isinstance(value, list) else [value] for name, value in said.items()}
    shown = [f"{name} {datetime.fromtimestamp(min(int(x), 2**37), UTC) if name in TIMES else x}"
             for name in lists for x in lists[name] if isinstance(x, str | int)]
    yield f"{what}: {'; '.join(shown)}"
    for each in said.get("attended", said.get("seats", ())):
        yield from told("  Present", each)

# Disclosures and reports -------------------------------------------------------------------------
def portion(data: bytes) -> Iterator[Any]:
    start = 4 + int.from_bytes(data[:4])
    about, content = take("", canonical(data[4:start])), data[start:]
    require(len(content) == about["size"])
    yield from told("Portion", about)
    yield f"    | {content.decode()}" if about["form"] == "text" else (about["name"], content)

def read_disclosure(bag: Bag) -> Iterator[Any]:
    names = [f"data/{number:032x}" for number in range(len(bag.parts["portions"]) + 1)]
    require(bag.parts == {"statements": names[:1], "portions": names[1:]})
    *lines, last = bag.members[names[0]].split(b"\n")
    said = [(word, from_base64(text)) for word, text in (canonical(x, 2**32) for x in lines)]
    words = " ".join(word for word, _ in said)
    alone = words in {"identity disclosure", "identity report"}
    order = "roster( manifest)+ request( answer)+( acknowledgement)* opening"
    require(last == b"" and (alone or re.fullmatch(order, words)))
    require([*bag.members][3:-3] == names[alone:] + names[:alone])
    return (by_one_person if alone else by_waiver)([bag.members[name] for name in names[1:]], said)

def by_one_person(portions: list[bytes], said: list[tuple[str, bytes]]) -> Iterator[Any]:
    (_, person), (word, envelope) = said
    require(len(person) == 6590 and person.startswith(b"caucus identity\n\1"))
    seat = verified_identity(person[17:1233], person[1233:3217], person[3217:])
    body = statement(word, envelope, [seat])
    listed = [each["digest"] for each in body.get("portions", ())]
    require(listed == [sha256(data) for data in portions] and len(listed) <= 1000)
    averts_harm = body.get("recipient_kind") in KINDS["recipient_kind"][:4]
    require((listed or body.get("sessions")) and (averts_harm or body.get("ground") != "safety"))
    yield from told(f"A {word} that nothing proves but one signature. Key {seat['key']}", body)
    for data in portions:
        yield from portion(data)

def by_waiver(portions: list[bytes], said: list[tuple[str, bytes]]) -> Iterator[Any]:
    """Verify that every holder agreed to exactly what was opened, and open it."""
    seats, wanted = list[Any](), list[Any]()
    roster = statement(*said[0], seats)
    records, (asked,), answers, known, (opened,) = (
        [statement(*each, seats, roster["hash"]) for each in said if each[0] == word]
        for word in ("manifest", "request", "answer", "acknowledgement", "opening"))
    bound = {at for at, seat in enumerate(seats) if seat["role"] in {"mediator", "party"}}
    held = sorted(bound | {each["seat"] for each in records[0]["holders"]})
    for each, record in zip(asked["records"], records, strict=True):
        numbers, listed = each["portions"], [one["ciphertext"] for one in record["portions"]]
        due = {"record": record["record"], "manifest": record["hash"],
               "portions": sorted({*numbers}), "ciphertexts": [listed[j - 1] for j in numbers]}
        require(each == due and numbers[0] > 0 and [x["seat"] for x in record["holders"]] == held)
        wanted += [(record["record"], j, listed[j - 1]) for j in numbers]
    agreed = [each["seat"] for each in answers if each["answer"] == "consent"
              and each["request"] == asked["hash"] and each["answered"] <= asked["until"]]
    require(agreed == held and len({each["record"] for each in records}) == len(records))
    knew, hashes = [each["seat"] for each in known], {each["hash"] for each in records}
    require(knew == sorted(knew) and len({each["hash"] for each in known}) == len(known))
    for each in known:
        require(each["seat"] in held and set() < {*each["manifests"]} <= hashes)
    right = {"by": asked["opener"], "request": asked["hash"], "reason": "opened"}
    require(opened | right == opened and len(held) > 1)
    yield "A disclosure by a waiver: everybody whose agreement was needed gave it."
    yield from told("Session", roster | {"seats": seats})
    names = ", ".join(seats[at]["name"] for at in held)
    yield from told(f"Request {dice(asked['hash'])}; agreed: {names}", asked)
    for one, place, data in zip(opened["released"], wanted, portions, strict=True):
        require((one["record"], one["number"], sha256(data)) == place)
        yield from portion(cell(one["key"], "body", data, b"portion", roster["hash"], *place[:2]))

# Parcels, and archives opened with the keyslot in them -------------------------------------------
def read_parcel(data: bytes, phrase: str) -> Iterator[Any]:
    salt, costs = data[15:31], data[31:43]
    numbers = (int.from_bytes(costs[at : at + 4]) for at in (0, 4, 8))
    key = expand(stretched(phrase, salt, *numbers), "parcel key")
    with suppress(InvalidTag):
        held = cell(key, "stream", data[43:], b"parcel", b"", salt, costs)
        return iter(["A parcel. What is in it is to be read by itself:", ("parcel.zip", held)])
    raise PassphraseError

def seed_in(slots: Any, name: str, phrase: str) -> bytes:
    folded = unicodedata.normalize("NFKC", name).casefold().encode()
    for _, drawn, *costs in slots["settings"][:3]:
        salt = hmac.digest(from_base64(drawn), pae("slot salt", folded), "sha256")[:16]
        root = stretched(phrase, salt, *costs)
        mine = "passphrase", to_base64(expand(root, "slot tag")[:16])
        for slot, _, kind, _, tag, wrapped, _ in slots["slots"]:
            if (kind, tag) == mine:
                place = b"keyslot", b"", from_base64(slot), b"passphrase"
                return cell(expand(root, "slot key"), "bucket", from_base64(wrapped), *place)
    raise PassphraseError

class Archive:
    def __init__(self, bag: Bag, name: str, phrase: str) -> None:
        (wraps,), (slots,), self.bag = bag.parts["wraps"], bag.parts["keyslots"], bag
        seed = seed_in(canonical(bag.members[slots]), name, phrase)
        info = b"caucus/1/letter" + sha256(pae("context", b"archive key", b"", b""))
        drawn, wrapped = hashlib.shake_256(expand(seed, "kem seed")).digest(96), bag.members[wraps]
        self.kem = MLKEM768X25519PrivateKey(mlkem.MLKEM768PrivateKey.from_seed_bytes(drawn[:64]),
                                            x25519.X25519PrivateKey.from_private_bytes(drawn[64:]))
        for at in range(0, len(wrapped), 1168):
            with suppress(InvalidTag, ValueError):
                self.key = SUITE.decrypt(wrapped[at : at + 1168], self.kem, info=info)
        parts = [cell(self.key, "stream", bag.members[name], b"archive", b"", b"", number)
                 for number, name in enumerate(bag.parts["rows"], 1)]
        lines = [canonical(line, 2**32) for part in parts for line in part.splitlines()]
        _, self.exporter, *self.about = lines[0]
        self.self_key, self.rows = expand(seed, "self key"), dict[tuple[str, bytes], list[Any]]()
        for word, *columns in lines[1:]:
            row = [bag.members.get(x) or from_base64(x) if isinstance(x, str) else x
                   for x in columns]  # A "stream" names the payload in which it lies.
            self.rows.setdefault((word, row[FOUND_BY.get(word, 0)]), []).append(row)

    def signed(self, word: str, key: bytes, data: bytes, row: bytes) -> Any:
        data = cell(key, "body", data, word.encode(), self.session, row)
        return statement(word, data, self.seats, self.session)

    def read(self) -> Iterator[Any]:
        yield "Sealed records and requests in it are left to the program."
        for session in self.about[1]:
            yield from self._session(from_base64(session))
        require({word for word, _ in self.rows} <= UNREAD)

    def _session(self, id_: bytes) -> Iterator[Any]:
        self.session, self.seats, keys, me = id_, list[Any](), dict[str, bytes](), -1
        for _, seat, wrapped in self.rows.pop(("grant", id_)):
            with suppress(InvalidTag, ValueError):
                context = pae("context", b"grant", id_, seat, from_base64(self.exporter))
                data = SUITE.decrypt(wrapped, self.kem, info=b"caucus/1/grant" + sha256(context))
                keys, me = take("key", canonical(unpadded(data, "bucket"))), seat
        ((_, data),) = self.rows.pop(("session", id_))
        roster, sealed = self.signed("roster", keys["roster"], data, id_), self.bag.members[SIGNED]
        data = cell(self.key, "body", sealed, b"archive signature", b"", b"")
        said, tags = statement("archive", data, self.seats), sha256(self.bag.members[LAST])
        require([said["made"], [*map(to_base64, said["sessions"])]] == self.about[:2])
        require((said["tagmanifest"], said["signer"], roster["hash"]) == (tags, me, id_))
        yield from told(f"Signed by {self.seats[me]['name']}", roster | {"seats": self.seats})
        keys["private"] = expand(self.self_key, "private audience", id_)
        audiences = {expand(keys[name], "audience tag", id_)[:16]: name for name in keys}
        mediators = {at for at, seat in enumerate(self.seats) if seat["role"] == "mediator"}
        gone = set[tuple[Any, ...]]()
        for row, _, tag, data in self.rows.pop(("destruction", id_), []):
            said = self.signed("destruction", keys[audiences[tag]], data, row)
            gone |= {(tag, said["by"], *each.values()) for each in said["rows"]}
        for chain, _, tag, author, data in self.rows.pop(("chain", id_), []):
            audience, key = audiences[tag], keys[audiences[tag]]
            head = self.signed("head", key, data, chain)
            said = canonical(cell(key, "bucket", author, b"chain", id_, chain, audience.encode()))
            require(head | said | {"audience": audience, "chain": chain} == head)
            rightly = {(tag, by) for by in {*mediators, head["author"]}}
            yield from self._chain(head, key, {each[2:] for each in gone if each[:2] in rightly})

    def _chain(self, head: Any, key: bytes, gone: set[Any]) -> Iterator[Any]:
        """Verify every row of a chain up to its signed head, and give what it says."""
        id_, chain, audience = self.session, head["chain"], head["audience"]
        link = sha256(pae("chain start", id_, audience.encode(), head["author"], chain))
        rows = sorted(self.rows.pop(("revision", chain)), key=lambda row: row[1])
        about = {"audience": audience, "author": self.seats[head["author"]]["name"]}
        for at, (_, sequence, row, header, body, linked, _) in enumerate(rows, 1):
            previous, link, place = link, linked, (b"revision", id_, row)
            require(sequence == at and (header or ((chain, link, at) in gone and not body)))
            if not header:
                continue
            data = cell(key, "bucket", header, *place, b"header", chain, at)
            require(link == sha256(pae("link", chain, at, row, sha256(header))))
            require(data[16:80] == sha256(body) + previous)
            title, speakers, tags, _, files = json.loads(data[121:])[:5]
            about |= {"title": title, "speakers": speakers, "tags": tags}
            about["made"] = int.from_bytes(data[112:120])
            yield from told(("Note", "Draft", "Record")[data[120]], about)
            yield f"    | {cell(key, 'body', body, *place, b'body').decode()}"
            for drawn, name, size, digest in files:
                nonce = from_base64(drawn)
                stream = expand(key, "attachment stream", id_, nonce)[:16]
                lies = (self.rows.get(("stream", stream)) or self.rows["chunk", stream])[0]
                data = lies[2] if lies[1] == 1 else lies[1]
                content = cell(key, "stream", data, b"attachment", id_, nonce)
                require(sha256(data) == from_base64(digest) and len(content) == size)
                yield name, content
        require((head["sequence"], head["link"]) == (len(rows), link))

# What a person sees ------------------------------------------------------------------------------
def show(found: list[Any], folder: Path | None) -> None:
    """Print what can't move the cursor; write files under what is harmless of their names."""
    number = 0
    for each in found:
        line = each
        if isinstance(each, tuple):
            (name, content), number = each, number + 1
            target = f"{number:03}-{re.sub(r'[^A-Za-z0-9. -]', '_', name)[-60:]}"
            line = f"    a file of {len(content)} bytes, {target}: {name}"
            if folder:
                with (folder / target).open("xb") as file:
                    file.write(content)
        line = re.sub("\r\n?|\n", "\n    | ", line) + "\n"
        shown = "".join(x if x.isprintable() or x in "\n\t" else "\ufffd" for x in line)
        sys.stdout.buffer.write(shown.encode(sys.stdout.encoding, "replace"))
    sys.stdout.flush()

def passphrase() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Passphrase: ")
    return sys.stdin.buffer.readline().removesuffix(b"\n").decode()

def examined(data: bytes, name: str | None) -> Iterator[Any]:
    if data.startswith(b"caucus parcel\n\1"):
        return read_parcel(data, passphrase())
    bag = Bag(data)
    if bag.kind == "disclosure":
        return read_disclosure(bag)
    require(bag.parts.keys() - {"keyslots"} == {"rows", "streams", "wraps"})
    if name is not None and "keyslots" in bag.parts:
        return Archive(bag, name, passphrase()).read()
    return iter(["A sealed archive. Nothing in it was opened: nor is it known who made it."])

def main() -> int:
    parser = argparse.ArgumentParser(allow_abbrev=False, description="Verify a file of Caucus.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--name", help="whose keyslot opens the archive")
    parser.add_argument("--extract", type=Path, help="a new folder, for the files in it")
    options, code, why = parser.parse_args(), 2, "The file could not be read"
    try:
        found = ["VERIFIED", *examined(options.file.read_bytes(), options.name)]
        code, why = 1, "Verified, but not all of it was written"
        if options.extract:
            options.extract.mkdir(mode=0o700)
        show(found, options.extract)
        code, why = 0, ""
    except PassphraseError:
        code, why = 3, "Wrong name or passphrase"
    except OSError as error:
        why += f": {error.strerror}"
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # What is still waiting goes nowhere.
    except Exception:  # noqa: BLE001 (whatever goes wrong, it was not verified)
        code, why = 7, "NOT VERIFIED: this file is damaged, cut or forged"
    sys.stderr.write(why and f"{why}.\n")
    return code

if __name__ == "__main__":
    sys.exit(main())
