"""Files that are whole to look at, and not what the program would have written."""

import io
import json
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from vault.crypto.digest import sha256
from vault.format import bag, statement
from vault.format.bag import Index, Member
from vault.format.jsonform import decode, encode_list, to_bytes, to_text
from vault.format.statement import Statement, StatementType
from vault.keys.identity import Identity
from vault.keys.statements import sign
from vault.mapper import archives as mapper

Line = tuple[str, bytes]
TAGS = (bag.BAGIT, bag.README, bag.READER)


def members_of(data: bytes) -> dict[str, bytes]:
    """What is in a ZIP file, by name without the folder, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {
            info.filename.removeprefix(bag.FOLDER): opened.read(info) for info in opened.infolist()
        }


def zip_of(members: Sequence[tuple[str, bytes]]) -> bytes:
    """Members in the one spelling, whatever they are called and however often."""
    out, listed = bytearray(), []
    for name, data in members:
        listed.append(Member(name, len(data), zlib.crc32(data), len(out)))
        out += bag.local_header(name, len(data), zlib.crc32(data)) + data
    return bytes(out + bag.directory(listed, len(out)))


def bag_of(
    payloads: dict[str, bytes], kind: str, parts: dict[str, tuple[str, ...]],
    texts: Sequence[bytes] = (bag.BAGIT_TEXT, b"README", b"reader"), **more: bytes,
) -> list[tuple[str, bytes]]:  # fmt: skip
    """The members of a bag whose manifests are right; ``signature`` goes behind them."""
    index = more.get("index", bag.index_bytes(Index(kind, parts)))
    listed = bag.manifest([(name, sha256(data)) for name, data in payloads.items()])
    files = [*zip(TAGS, texts, strict=True), (bag.INDEX, index), (bag.MANIFEST, listed)]
    tags = bag.manifest([(name, sha256(data)) for name, data in files])
    members = [*files[:3], *payloads.items(), *files[3:], (bag.TAG_MANIFEST, tags)]
    if "signature" in more:
        members.append((bag.SIGNATURE, more["signature"]))
    return members


def number(at: int) -> str:
    return f"data/{at:032x}"


@dataclass
class Proof:
    """A disclosure taken apart."""

    lines: list[Line]
    portions: list[bytes]
    extra: dict[str, list[bytes]] = field(default_factory=dict)
    """Further parts."""

    @classmethod
    def of(cls, data: bytes) -> "Proof":
        members = members_of(data)
        names = json.loads(members[bag.INDEX])["parts"]
        lines = [json.loads(line) for line in members[names["statements"][0]].splitlines()]
        return cls(
            [(word, to_bytes(text)) for word, text in lines],
            [members[name] for name in names["portions"]],
        )

    def file(self) -> bytes:
        said = b"".join(encode_list([word, to_text(data)]) + b"\n" for word, data in self.lines)
        named = {"statements": [said], "portions": self.portions} | self.extra
        payloads: dict[str, bytes] = {}
        parts = {}
        for what, contents in named.items():
            names = [number(len(payloads) + at) for at in range(len(contents))]
            payloads |= dict(zip(names, contents, strict=True))
            parts[what] = tuple(names)
        if "identity" in dict(self.lines):
            payloads[number(0)] = payloads.pop(number(0))  # Behind the portions that it signs.
        return zip_of(bag_of(payloads, bag.DISCLOSURE, parts))

    def at(self, word: str, which: int = 0) -> int:
        """Where the line of a statement stands."""
        return [at for at, line in enumerate(self.lines) if line[0] == word][which]

    def body(self, word: str, which: int = 0) -> Any:
        envelope = self.lines[self.at(word, which)][1]
        return decode(statement.decode(envelope, StatementType(word)).body)

    def put(self, word: str, by: Identity, body: Any, which: int = 0) -> None:
        """Put a statement in the place of one, signed properly."""
        self.lines[self.at(word, which)] = (word, signed(word, by, body))


def signed(word: str, by: Identity, body: Any) -> bytes:
    return statement.encode(sign(by, StatementType(word), body))


def resigned(envelope: bytes, word: str, signature: bytes) -> bytes:
    """The same statement with another signature."""
    made = statement.decode(envelope, StatementType(word))
    return statement.encode(Statement(made.type, made.body, made.signer, signature))


@dataclass
class Inside:
    """An archive taken apart by whoever can open it."""

    key: bytes
    lines: list[list[object]]
    members: dict[str, bytes]
    parts: dict[str, list[str]]

    @classmethod
    def of(cls, data: bytes, identity: Identity) -> "Inside":
        members = members_of(data)
        parts = json.loads(members[bag.INDEX])["parts"]
        key = mapper.unwrap_key(identity, members[parts["wraps"][0]])
        rows = [
            mapper.decrypt_part(key, at, members[name]) for at, name in enumerate(parts["rows"], 1)
        ]
        return cls(key, [json.loads(line) for line in b"".join(rows).splitlines()], members, parts)

    def rows(self, table: str) -> list[list[object]]:
        """The rows of a table, to be changed where they are."""
        return [line for line in self.lines if line[0] == table]

    def drop(self, row: list[object]) -> None:
        self.lines = [line for line in self.lines if line is not row]

    def file(self, identity: Identity, *, of: dict[str, object] | None = None) -> bytes:
        """The archive again, encrypted and signed by this person."""
        data = b"".join(encode_list(line) + b"\n" for line in self.lines)  # type: ignore[arg-type]
        rows = self.parts["rows"]
        named = {name: self.members[name] for part in self.parts.values() for name in part}
        named = {name: each for name, each in named.items() if name not in rows[1:]}
        named[rows[0]] = mapper.encrypt_part(self.key, 1, data)
        parts = {what: tuple(names) for what, names in self.parts.items()} | {"rows": (rows[0],)}
        texts = [self.members[name] for name in TAGS]
        members = bag_of(named, bag.ARCHIVE, parts, texts)
        _, _, made, sessions, *_ = self.lines[0]
        said = {"made": made, "sessions": sessions, "tagmanifest": to_text(sha256(members[-1][1]))}
        attested = sign(identity, StatementType.ARCHIVE, said | (of or {}))  # type: ignore[arg-type]
        members.append((bag.SIGNATURE, mapper.signature_cell(self.key, attested)))
        return zip_of(members)
