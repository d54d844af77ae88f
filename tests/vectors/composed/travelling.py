"""The part of the composed vectors that is about files: letters, rows, bags and what is in them.

``do_…`` is what the library answers, ``…_cases`` makes the cases; :mod:`make` runs both.
"""

import io
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from tests.vectors.composed.common import (
    ANNA,
    BORIS,
    CHAIN,
    KEY,
    MARA,
    NOW,
    RECORD,
    REVISION,
    Values,
    W,
    case,
    fixed,
    h,
    hexed,
)
from vault.crypto import wrap
from vault.crypto.digest import Sha256, sha256
from vault.crypto.kdf import DEFAULT_COST, KdfCost
from vault.errors import VaultError
from vault.format import bag, disclosures, jsonform, own, padding, statement
from vault.format.bag import Index, Member
from vault.format.context import context
from vault.format.disclosures import GroundStatement, ReportStatement, SignedPortion
from vault.format.files import file_bytes, read_file
from vault.format.pae import pae
from vault.format.rosters import roster_object
from vault.format.sealed import (
    Acknowledgement,
    acknowledgement_object,
    manifest_object,
    portion_prefix,
)
from vault.format.statement import Statement, StatementType
from vault.format.waivers import (
    OPENED,
    Outcome,
    Released,
    answer_object,
    outcome_object,
    request_object,
)
from vault.keys import shares, statements
from vault.keys.identity import Identity
from vault.keys.keyring import Keyring, audience_commitment
from vault.keys.shares import HolderSecrets
from vault.mapper import (
    archives,
    lines,
    sealed as sealed_mapper,
    sessions as session_mapper,
    streams,
    waivers as waiver_mapper,
)
from vault.mapper.archives import Contents, LongStream, Signed
from vault.model import (
    Agreement,
    Answer,
    AnswerKind,
    DisclosedPortion,
    Ground,
    Holder,
    Kind,
    Manifest,
    Portion,
    PortionContent,
    RecipientKind,
    Request,
    RequestedRecord,
    Role,
    Roster,
    Seat,
    UnsavedText,
)
from vault.services import bags, exchange
from vault.services.bags import BagWriter, read_bag
from vault.services.desk import Desk
from vault.services.evidence import (
    Evidence,
    file_of,
    identity_line,
    read_court_report,
    read_disclosure,
    statement_lines,
)
from vault.services.mark import Mark
from vault.services.parcels import read_parcel, write_parcel
from vault.services.slots import Slots, add_profile
from vault.services.unlocked import UnlockedVault
from vault.services.unpacking import Unpacked
from vault.store.database import Store
from vault.store.migrate import upgrade
from vault.store.rows import (
    AcknowledgementRow,
    AnswerRow,
    ChainRow,
    ChunkRow,
    ClosingRow,
    DestructionRow,
    GrantRow,
    KeyslotRow,
    OutcomeRow,
    PassRow,
    RecordRow,
    RevisionRow,
    Row,
    SessionRow,
    SettingRow,
    ShareRow,
    VaultRow,
    WaiverRow,
)

Cases = Iterator[tuple[str, Values]]
REFUSED: Values = {"refused": True}
WORDS = {kind: word for word, kind in lines._KINDS.items()}


# What the library answers ----------------------------------------------------------------------


def _or_refused(answer: Callable[[Values], Values], v: Values) -> Values:
    try:
        return answer(v)
    except VaultError:
        return REFUSED


def _row(row: Row) -> list[Any]:
    return [WORDS[type(row)], *hexed(list(row))]


def do_lines(v: Values) -> Values:
    def answer(v: Values) -> Values:
        return {"rows": [_row(lines.read_row(each)) for each in lines.read_lines(h(v, "bytes"))]}

    return _or_refused(answer, v)


def do_part(v: Values) -> Values:
    return _or_refused(lambda v: _described(archives.read_part(h(v, "bytes"))), v)


def _described(found: Iterator[Row | LongStream | Contents]) -> Values:
    """Return the lines of an archive as the vectors spell them."""
    said: Values = {"contents": [], "streams": [], "rows": []}
    for each in found:
        if isinstance(each, Contents):
            said["contents"].append(hexed(list(each)))
        elif isinstance(each, LongStream):
            said["streams"].append(hexed(list(each)))
        else:
            said["rows"].append(_row(each))
    return said


def do_file(v: Values) -> Values:
    def answer(v: Values) -> Values:
        person, letter = Identity(h(v, "seed")), read_file(h(v, "file"))
        data = waiver_mapper.open_letter(person, exchange._PLACE, letter, "file")
        about, rows = exchange._read(data)
        return {
            "kind": about.kind, "session": about.session.hex(), "request": about.request.hex(),
            "rows": [_row(each) for each in rows],
        }  # fmt: skip

    return _or_refused(answer, v)


def do_unsaved(v: Values) -> Values:
    def answer(v: Values) -> Values:
        found = own.read_unsaved(bytes(16), h(v, "bytes"))
        return {
            "session": found.session.hex(), "audience": found.audience,
            "entry": found.entry.hex(), "base": found.base.hex(), "kind": found.kind.value,
            "title": found.title, "text": found.text, "speakers": list(found.speakers),
            "tags": list(found.tags), "cursor": list(found.cursor), "kept": found.kept,
        }  # fmt: skip

    return _or_refused(answer, v)


def do_own(v: Values) -> Values:
    def answer(v: Values) -> Values:
        value = jsonform.decode(h(v, "bytes"))
        if v["kind"] == "answered":
            return {"value": hexed(own.read_own_answer(value)._asdict())}
        read = own.read_away if v["kind"] == "away" else own.read_upload
        return {"value": hexed(read(value))}

    return _or_refused(answer, v)


def do_member(v: Values) -> Values:
    members = [Member(*each) for each in v["members"]]
    headers = [bag.local_header(each.name, each.size, each.crc) for each in members]
    for each, header in zip(members, headers, strict=True):
        if bag.read_member(each.offset, header) != each:
            return {}
    return {
        "headers": [each.hex() for each in headers],
        "starts": [each.start for each in members],
        "directory": bag.directory(members, v["end"]).hex(),
    }


def do_bag(v: Values) -> Values:
    def answer(v: Values) -> Values:
        found = read_bag(io.BytesIO(h(v, "file")))
        return {
            "kind": found.index.kind,
            "parts": {what: list(names) for what, names in found.index.parts.items()},
            "payloads": {
                name: sha256(found.read(name)).hex()
                for name in found.members
                if bag.is_payload(name)
            },
            "tagmanifest": found.tag_digest.hex(),
            "whole": found.digest.hex(),
        }

    return _or_refused(answer, v)


def do_archive(v: Values) -> Values:
    return _or_refused(_unpacked, v)


def _unpacked(v: Values) -> Values:
    """Unpack an archive at the desk of somebody who has confirmed Mara and knows nobody else."""
    person, mara = Identity(h(v, "seed")), Identity(MARA)
    with TemporaryDirectory() as folder:
        store = Store(str(Path(folder) / "desk"))
        try:
            upgrade(store)
            with store.write() as tx:
                tx.add(VaultRow(CHAIN, 1))
            mark = Mark(Path(folder), person, CHAIN)
            desk = Desk(store, Keyring(person), lambda: NOW, mark)
            with desk.change("unpacking") as change:
                add_profile(change, person, "somebody", CHAIN, [])
            unlocked = UnlockedVault(desk, Slots(store, DEFAULT_COST), "somebody")
            if person.public != mara.public:
                unlocked.people.add("Mara Lindt", mara.public, confirmed=True)
            found = Unpacked(desk, unlocked.sessions, read_bag(io.BytesIO(h(v, "file"))))
            said = _described(found._lines())
        finally:
            store.close()
        carried = found._bag.part("keyslots")
        said["keyslots"] = _keyslots(found._bag.read(carried[0])) if carried else None
        return {**said, "exporter": found.exporter, "own": found.is_own}


def _keyslots(data: bytes) -> Values:
    settings, slots = archives.read_keyslots(data)
    return {"settings": hexed(settings), "slots": hexed(slots)}


def do_keyslots(v: Values) -> Values:
    return _or_refused(lambda v: _keyslots(h(v, "bytes")), v)


def do_parcel(v: Values) -> Values:
    def answer(v: Values) -> Values:
        target = io.BytesIO()
        read_parcel(io.BytesIO(h(v, "file")), target, v["passphrase"])
        return {"data": target.getvalue().hex()}

    return _or_refused(answer, v)


def do_disclosure(v: Values) -> Values:
    def answer(v: Values) -> Values:
        source = io.BytesIO(h(v, "file"))
        return _report(source) if v["what"] == "report" else _disclosed(source)

    return _or_refused(answer, v)


def _report(source: io.BytesIO) -> Values:
    found = read_court_report(source)
    return {
        "case": found.case, "sessions": list(found.sessions),
        "attended": [list(each) for each in found.attended],
        "agreement": found.agreement.value, "name": found.by, "made": found.made,
        "check_words": found.check_words,
    }  # fmt: skip


def _disclosed(source: io.BytesIO) -> Values:
    evidence = read_disclosure(source)
    found = evidence.disclosure
    return {
        "ground": found.ground, "case": found.case, "title": found.session,
        "convened": found.convened, "purpose": found.purpose, "recipient": found.recipient,
        "recipient_kind": found.recipient_kind,
        "reference": found.reference, "by": found.by, "check_words": found.check_words,
        "asked": found.asked, "until": found.until, "made": found.made,
        "portions": [
            _portion(evidence, at, each) for at, each in enumerate(found.portions, 1)
        ],
        "seats": [
            [each.name, each.role.value, each.side, each.check_words, each.acknowledged,
             each.consented]
            for each in found.seats
        ],
    }  # fmt: skip


def _portion(evidence: Evidence, at: int, portion: DisclosedPortion) -> Values:
    content, pieces = file_of(evidence, at)
    data = b"".join(pieces)
    if content.form == "text" and portion.text.encode() != data:
        data = b"another text"
    return {
        "label": portion.label, "number": portion.number, "data": data.hex(),
        "content": {**content._asdict(), "speakers": list(content.speakers)},
        "digest": portion.digest.hex(),
    }  # fmt: skip


# Rows, files between machines, what only its owner reads ---------------------------------------


ROWS: tuple[Row, ...] = (
    SessionRow(W, b"roster"), ClosingRow(W, b"closing"), GrantRow(W, 0, b"wrapped"),
    ChainRow(CHAIN, W, fixed("tag", 16), b"author", b""),
    RevisionRow(CHAIN, 1, REVISION, b"header", b"body", fixed("link"), fixed("mark")),
    ChunkRow(fixed("stream", 16), 2**31 - 1, b"\xff\xfe"),
    DestructionRow(REVISION, W, fixed("tag", 16), b"gone"), RecordRow(RECORD, W, b"manifest"),
    ShareRow(RECORD, 63, b"share"), PassRow(RECORD, fixed("tag", 16), b"pass"),
    AcknowledgementRow(REVISION, W, fixed("tag", 16), b"said"), WaiverRow(W[:16], W, b"request"),
    AnswerRow(REVISION, W[:16], b"letter", b"contribution"), OutcomeRow(W[:16], b"outcome"),
)  # fmt: skip


def file_cases() -> Cases:
    """Rows as lines, and the three files between machines."""
    yield "lines", case("every table that travels", bytes=lines.lines(ROWS))
    yield "lines", case("nothing", bytes=b"")
    grant = lines.row_line(GrantRow(W, 3, b"\0")).decode()
    for name, text in (
        ("no line end", grant[:-1]), ("an empty line", grant + "\n"),
        ("a number too large", _put(grant, "2147483648")),
        ("a number below zero", _put(grant, "-1")), ("a truth for a number", _put(grant, "true")),
        ("a text for a number", _put(grant, '"3"')), ("a float", _put(grant, "3.0")),
        ("a number for bytes", grant.replace('"AA"', "0")),
        ("none", grant.replace('"AA"', "null")),
        ("bytes spelt otherwise", grant.replace('"AA"', '"AB"')),
        ("padded bytes", grant.replace('"AA"', '"AA=="')),
        ("a column too many", grant.replace("]", ",0]")),
        ("a column too few", grant.replace(',"AA"', "")), ("no column", '["grant"]\n'),
        ("a table that stays", grant.replace("grant", "keyslot")),
        ("another table", grant.replace("grant", "diary")), ("an empty list", "[]\n"),
        ("an object", '{"grant":3}\n'), ("a list for the table", f"[[{grant[1:-2]}]]\n"),
        ("a line end of two", grant[:-1] + "\r\n"),
    ):  # fmt: skip
        yield "lines", case(name, bytes=text.encode())
    yield "lines", case("not UTF-8", bytes=b'["grant","\xff",3,""]\n')
    readers = [Identity(MARA), Identity(BORIS)]
    for kind, of, rows in (
        ("request", W, [*ROWS[:3], *ROWS[7:10], ROWS[11], ROWS[9]]), ("answer", W, [ROWS[12]]),
        ("acknowledgement", b"", [ROWS[10], ROWS[10]]),
    ):  # fmt: skip
        for seed in (MARA, BORIS):
            yield _file(f"{kind} to {'Mara' if seed == MARA else 'Boris'}", seed, readers,
                        [kind, CONVENED, of], rows)  # fmt: skip
    yield _file("somebody else's", ANNA, readers, ["request", CONVENED, W], ROWS[:1])
    for name, first in (
        ("another kind", ["archive", CONVENED, W]), ("no kind", [CONVENED, W]),
        ("a request of nothing", ["request", CONVENED, b""]),
        ("an acknowledgement of something", ["acknowledgement", CONVENED, W]),
        ("an item too many", ["answer", CONVENED, W, 0]),
        ("a short session", ["answer", CHAIN, W]),
        ("no first line", []),
    ):  # fmt: skip
        yield _file(name, MARA, readers[:1], first, [])
    whole = bytes.fromhex(
        _file("", MARA, readers[:1], ["answer", CONVENED, W], [])[1]["in"]["file"]
    )
    for name, data in (
        ("another version", whole[:12] + b"\2" + whole[13:]),
        ("another beginning", b"C" + whole[1:]),
        ("no letter", whole[:13]), ("cut", whole[:-1]), ("a byte more", whole + b"\0"),
    ):  # fmt: skip
        yield "file", case(name, ("file",), seed=MARA, file=data)


CONVENED = fixed("convened")


def _put(line: str, number: str) -> str:
    return line.replace(",3,", f",{number},")


def _file(
    name: str, seed: bytes, readers: list[Identity], first: list[Any], rows: Any
) -> tuple[str, Values]:
    spelt = [jsonform.to_text(each) if isinstance(each, bytes) else each for each in first]
    data = jsonform.encode_list(spelt) + b"\n" + lines.lines(rows) if first else b""
    public = [each.public for each in readers]
    letter = waiver_mapper.write_letter(public, context("file", b"", b""), data)
    return "file", case(name, ("file",), seed=seed, file=file_bytes(letter))


def parcel_cases() -> Cases:
    """Files for somebody who has only a passphrase."""
    words = "caf\u00e9 au lait, six times"
    whole = _parcel(b"What was released.", words)
    for name, passphrase, data in (
        ("a short file", words, whole), ("no bytes", words, _parcel(b"", words)),
        ("two chunks", words, _parcel(fixed("parcel", 20_000), words)),
        ("accents in pieces", "cafe\u0301 au lait, six times", whole),
        ("another passphrase", words + " ", whole), ("cut", words, whole[:-1]),
        ("other passes", words, whole[:38] + b"\2" + whole[39:]),
        ("too little memory", words, whole[:31] + (65_535).to_bytes(4, "big") + whole[35:]),
        ("another version", words, whole[:14] + b"\2" + whole[15:]),
        ("another beginning", words, b"C" + whole[1:]), ("only its beginning", words, whole[:30]),
    ):  # fmt: skip
        yield "parcel", case(name, ("file",), passphrase=passphrase, file=data)


def _parcel(data: bytes, passphrase: str) -> bytes:
    target = io.BytesIO()
    write_parcel(io.BytesIO(data), len(data), target, passphrase, KdfCost(65536, 1, 1))
    return target.getvalue()


def own_cases() -> Cases:
    """Own answers, records that are away, unsaved texts."""
    answer = own.answer_object(own.OwnAnswer(W, "consent", NOW, REVISION, handed=True))
    away, none = own.away_object([RECORD, CHAIN]), own.away_object([])
    for name, kind, value in (
        ("an answer", "answered", answer),
        ("one that handed nothing over", "answered", {**answer, "handed": False}),
        ("handed is a number", "answered", {**answer, "handed": 1}),
        ("without its row", "answered", {k: v for k, v in answer.items() if k != "row"}),
        ("an empty row", "answered", {**answer, "row": ""}),
        ("two records", "away", away), ("no record", "away", none),
        ("a short record", "away", {"records": ["AA"]}),
        ("a field more", "away", {**away, "since": 1}),
        ("no list", "away", {"records": "AA"}), ("streams", "upload", own.upload_object([CHAIN])),
        ("records for streams", "upload", away),
    ):  # fmt: skip
        yield "own", case(name, kind=kind, bytes=jsonform.encode(value))
    new = UnsavedText(
        bytes(16), CONVENED, "caucus:A", b"", b"", Kind.NOTE, "The rota", "Mondays,\nperhaps",
        ("Anna Berg",), ("rota",), (1, 7), NOW,
    )  # fmt: skip
    revised = UnsavedText(
        bytes(16), CONVENED, "joint", REVISION, CHAIN, Kind.DRAFT, "", "", kept=NOW
    )
    whole = own.unsaved_bytes(new)
    _, about, text = _fields(whole)
    for name, data in (
        ("a new note", whole), ("a draft that is being revised", own.unsaved_bytes(revised)),
        ("not UTF-8", pae("unsaved", about, b"\xff")), ("no text", pae("unsaved", about)),
        ("another label", pae("mark key", about, text)), ("a byte more", whole + b"\0"),
        *(
            (f"{field}: {value!r}", pae("unsaved", _with(about, field, value), text))
            for field, value in (
                ("kind", "diary"), ("cursor", [1]), ("cursor", [1, -1]), ("cursor", [1, True]),
                ("base", "AA"), ("kept", -1), ("speakers", ""), ("row", 1),
            )
        ),
    ):  # fmt: skip
        yield "unsaved", case(name, bytes=data)


def _fields(data: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(data):
        end = at + 4 + int.from_bytes(data[at : at + 4], "big")
        found.append(data[at + 4 : end])
        at = end
    return found


def _with(about: bytes, field: str, value: Any) -> bytes:
    return jsonform.encode({**json.loads(about), field: value})


# Bags ------------------------------------------------------------------------------------------


SHIPPED = {bag.README: b"A text that explains.\n", bag.READER: b"print('a program')\n"}
NAMES = [f"data/{fixed(f'payload {at}', 16).hex()}" for at in range(5)]


def writer(target: io.BytesIO) -> BagWriter:
    """Return a writer of bags that ship two texts which never change."""
    kept = bags._shipped
    bags._shipped = SHIPPED.__getitem__
    try:
        return BagWriter(target)
    finally:
        bags._shipped = kept


def written(
    kind: str, parts: dict[str, tuple[str, ...]], payloads: dict[str, bytes],
    sign: Callable[[bytes], bytes] | None = None,
) -> bytes:  # fmt: skip
    """Return a bag as the program writes it."""
    target = io.BytesIO()
    made = writer(target)
    for name, data in payloads.items():
        made.add_sized(name, (data,), len(data))
    made.finish(Index(kind, parts), sign)
    return target.getvalue()


def zipped(members: list[tuple[str, bytes]]) -> bytes:
    """Return any members as a ZIP file in the one spelling, whatever they are."""
    data, listed = b"", []
    for name, content in members:
        listed.append(Member(name, len(content), zlib.crc32(content), len(data)))
        data += bag.local_header(name, len(content), listed[-1].crc) + content
    return data + bag.directory(listed, len(data))


def composed(
    payloads: dict[str, bytes], index: bytes, **changed: bytes | None
) -> list[tuple[str, bytes]]:
    """Return the members of a bag whose manifests fit; ``changed`` replaces or leaves out some."""
    texts = {bag.BAGIT: bag.BAGIT_TEXT, **SHIPPED, bag.INDEX: index}
    texts[bag.MANIFEST] = bag.manifest([(name, sha256(data)) for name, data in payloads.items()])
    known = {"bagit": bag.BAGIT, "manifest": bag.MANIFEST}
    texts |= {known[key]: data for key, data in changed.items() if key in known and data}
    tags = bag.manifest([(name, sha256(texts[name])) for name in bag.LISTED])
    texts[bag.TAG_MANIFEST] = changed.get("tagmanifest") or tags
    texts[bag.SIGNATURE] = changed.get("signature") or b""
    order = [*bag.BEFORE, *payloads, *bag.AFTER[: None if texts[bag.SIGNATURE] else -1]]
    return [(name, (texts | payloads)[name]) for name in order]


def bag_cases() -> Cases:
    """The spelling of bags, right ones and such as are to be refused."""
    edge, crc = 2**32 - 1, 0x01020304
    for name, members, end in (
        ("no member", [], 0), ("one", [(bag.README, 5, crc, 0)], 53),
        ("a payload and a signature",
         [(NAMES[0], 2**20, crc, 0), (bag.SIGNATURE, 0, 0, 2**20 + 74)], 2**20 + 123),
        ("one byte below a long size", [(NAMES[0], edge - 1, crc, 0)], edge + 73),
        ("a long size", [(NAMES[0], edge, crc, 0)], edge + 94),
        ("a long size and a long offset",
         [(NAMES[0], 2**33, 0, 7), (NAMES[1], 1, crc, 2**33 + 101), (NAMES[2], 2**40, crc, 2**34)],
         2**41),
        ("an offset below and at the edge",
         [(NAMES[0], 0, 0, edge - 1), (NAMES[1], 0, 0, edge)], edge + 74),
        ("members beside a long end", [(bag.INDEX, 3, crc, 9)], edge),
    ):  # fmt: skip
        yield "member", case(name, members=members, end=end)
    payloads = {name: fixed(f"content {name}", 20 * at) for at, name in enumerate(NAMES)}
    disclosed = {"portions": tuple(NAMES[1:4]), "statements": (NAMES[0], NAMES[4])}
    right = written(bag.DISCLOSURE, disclosed, payloads)
    index = bag.index_bytes(Index(bag.DISCLOSURE, disclosed))
    if zipped(composed(payloads, index)) != right:
        raise ValueError(right)
    yield "bag", case("a disclosure", file=right)
    yield "bag", case("nothing in it", file=written(bag.DISCLOSURE, {}, {}))
    archived = {
        "wraps": (NAMES[4],),
        "rows": (NAMES[0], NAMES[3]),
        "streams": (NAMES[1], NAMES[2]),
    }
    signed = written(bag.ARCHIVE, archived, payloads, lambda digest: b"signed: " + digest)
    yield "bag", case("an archive", file=signed)
    yield from _wrong_bags(payloads, index, right)


def _wrong_bags(payloads: dict[str, bytes], index: bytes, right: bytes) -> Cases:
    whole = composed(payloads, index)
    listed = json.loads(index)
    elsewhere = {**listed["parts"], "more": [NAMES[0][:-1] + "0"]}
    for name, members in (
        ("payloads in another order", [*whole[:3], *whole[3:8][::-1], *whole[8:]]),
        ("the index first", [whole[8], *whole[:8], *whole[9:]]),
        ("no reader", whole[:2] + whole[3:]), ("a payload missing", whole[:4] + whole[5:]),
        ("a payload twice", [*whole[:4], *whole[3:]]),
        ("a payload too many", [*whole[:3], (NAMES[0][:-1] + "x", b""), *whole[3:]]),
        ("a payload in capitals", [(n.upper() if n == NAMES[1] else n, d) for n, d in whole]),
        ("another file", [*whole, ("notes.txt", b"")]),
        ("a signed disclosure", composed(payloads, index, signature=b"signed")),
        ("an archive without a signature", composed(payloads, _index(listed, kind="archive"))),
        ("another kind", composed(payloads, _index(listed, kind="diary"))),
        ("another format", composed(payloads, _index(listed, format=2))),
        ("an index with a space", composed(payloads, index.replace(b",", b", ", 1))),
        ("a payload in two parts",
         composed(payloads, _index(listed, parts={**listed["parts"], "more": [NAMES[0]]}))),
        ("a payload in no part",
         composed(payloads, _index(listed, parts={"portions": NAMES[:4]}))),
        ("a part that is not there",
         composed(payloads, _index(listed, parts=elsewhere))),
        ("a part that is no list", composed(payloads, _index(listed, parts={"portions": "data"}))),
        ("another BagIt text", composed(payloads, index, bagit=bag.BAGIT_TEXT + b"\n")),
        ("a manifest in another order",
         composed(payloads, index, manifest=_sorted_manifest(payloads))),
        ("a manifest with a star",
         composed(payloads, index, manifest=dict(whole)[bag.MANIFEST].replace(b"  ", b" *"))),
        ("a tag manifest that lists itself not right",
         composed(payloads, index, tagmanifest=dict(whole)[bag.TAG_MANIFEST][:-1])),
        ("an empty file", []),
    ):  # fmt: skip
        yield "bag", case(name, file=zipped(members))
    start = right.index(NAMES[2].encode())
    central, end = right.rindex(b"PK\1\2"), right.rindex(b"PK\5\6")
    for name, data in (
        ("a byte behind", right + b"\0"), ("cut", right[:-1]), ("a byte before", b"\0" + right),
        ("only its beginning", right[:200]), ("no bytes", b""),
        ("another time", _xor(right, start - len(bag.FOLDER) - 20)),
        ("a flag", _xor(right, start - len(bag.FOLDER) - 24)),
        ("another checksum", _xor(right, start - len(bag.FOLDER) - 16)),
        ("another content", _xor(right, start + len(NAMES[2]))),
        ("another folder", _xor(right, start - 2)),
        ("another central date", _xor(right, central + 14)),
        ("other attributes", _xor(right, central + 40)),
        ("another offset", _xor(right, central + 42)),
        ("another count", _xor(right, end + 10)), ("a comment", right[:-2] + b"\1\0 "),
    ):  # fmt: skip
        yield "bag", case(name, file=data)


def _index(listed: Values, **changed: Any) -> bytes:
    return jsonform.encode({**listed, **changed})


def _sorted_manifest(payloads: dict[str, bytes]) -> bytes:
    return bag.manifest([(name, sha256(payloads[name])) for name in sorted(payloads)][::-1])


def _xor(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


# Archives --------------------------------------------------------------------------------------


def _convened(*, guest: bool = False) -> tuple[Roster, Statement, dict[str, bytes]]:
    """Return a roster of Mara, Anna and perhaps a nonparty as Mara signed it, and its keys."""
    people = [(Role.MEDIATOR, "", "Mara Lindt", MARA), (Role.PARTY, "A", "Anna Berg", ANNA)]
    people += [(Role.NONPARTY, "", "Boris Falk", BORIS)] * guest
    seats = tuple(
        Seat(at, role, side, name, (Identity(seed).public,), reads_joint=True)
        for at, (role, side, name, seed) in enumerate(people)
    )
    keys = {name: fixed(name) for name in ("roster", "mediators", "caucus:A", "joint", "seat:1")}
    nonce = fixed("nonce")
    commitments = {name: audience_commitment(nonce, name, key) for name, key in keys.items()}
    roster = Roster("Berg and Falk", "First sitting", seats, commitments, nonce, b"", NOW)
    made = statements.sign(Identity(MARA), StatementType.ROSTER, roster_object(roster))
    return roster, made, keys


def _frame() -> tuple[bytes, list[Row]]:
    """Return a session, and the rows by which its two people find their seats."""
    roster, made, keys = _convened()
    session = statements.statement_hash(made)
    granted = (tuple(keys), ("roster", "caucus:A", "joint", "seat:1"))
    return session, [
        session_mapper.session_row(keys["roster"], session, made),
        *(
            session_mapper.grant_row(
                session, seat.number, seat.identity, {name: keys[name] for name in names}
            )
            for seat, names in zip(roster.seats, granted, strict=True)
        ),
    ]


SETTINGS = [SettingRow(fixed("setting", 16), 1, fixed("setting salt"), 65536, 1, 1)]
SLOTS = [
    KeyslotRow(
        fixed("slot", 16), fixed("owner", 16), "passphrase", fixed("setting", 16),
        fixed("slot tag", 16), fixed("wrapped", 344), fixed("checksum"),
    ),
    KeyslotRow(
        fixed("slot 2", 16), fixed("owner", 16), "recovery", b"", fixed("slot tag 2", 16),
        fixed("wrapped 2", 344), fixed("checksum 2"),
    ),
]  # fmt: skip


def archive_cases() -> Cases:
    """Parts of an archive, keyslots, and whole archives."""
    contents = Contents(Identity(MARA).fingerprint, NOW, (CONVENED,), 3, 1)
    stream = LongStream(fixed("stream", 16), NAMES[0], fixed("digest"))
    whole = archives.contents_line(contents) + lines.lines(ROWS) + archives.stream_line(stream)
    first, along = archives.contents_line(contents), archives.stream_line(stream)
    listed_session = b'["' + jsonform.to_text(CONVENED).encode() + b'"]'
    for name, data in (
        ("the first part", whole), ("an empty part", b""), ("a further part", along),
        ("a short exporter", first.replace(jsonform.to_text(contents.exporter).encode(), b"AA")),
        ("a short session", first.replace(jsonform.to_text(CONVENED).encode(), b"AA")),
        ("sessions that are none", first.replace(listed_session, b'""')),
        ("an item too many", first.replace(b"1]\n", b"1,1]\n")),
        ("a count that is a text", first.replace(b"1]\n", b'"1"]\n')),
        ("a short digest", along.replace(jsonform.to_text(stream.digest).encode(), b"AA")),
        ("a payload that is no name", along.replace(NAMES[0].encode(), b"").replace(b'""', b"0")),
        ("a table that stays", b'["own","","","",""]\n'),
    ):  # fmt: skip
        yield "part", case(name, bytes=data)
    slots = archives.keyslots_bytes(SETTINGS, SLOTS)
    listed = json.loads(slots)
    for name, data in (
        ("a setting and two slots", slots), ("none", archives.keyslots_bytes([], [])),
        ("a field more", jsonform.encode({**listed, "code": ""})),
        ("a short salt", slots.replace(jsonform.to_text(SETTINGS[0].salt).encode(), b"AA")),
        ("a memory that is a text", slots.replace(b"65536", b'"65536"')),
        ("an item too few", jsonform.encode({**listed, "settings": [listed["settings"][0][:4]]})),
        ("no lists", jsonform.encode({"settings": [], "slots": [{}]})),
    ):  # fmt: skip
        yield "keyslots", case(name, bytes=data)
    session, rows = _frame()
    yield _archive("a party's", ANNA, session, rows)
    yield _archive("one's own, with keyslots", MARA, session, rows, slots=slots)
    yield _archive("somebody else's", BORIS, session, rows)
    yield _archive("signed by another", ANNA, session, rows, signer=ANNA)
    yield _archive("signed for another bag", ANNA, session, rows, tags=fixed("tags"))
    yield _archive("signed at another time", ANNA, session, rows, made=NOW + 1)
    yield _archive("another session named", ANNA, session, rows, named=CONVENED)
    yield _archive("without its session", ANNA, session, rows[1:])
    yield _archive("without a grant", ANNA, session, rows[:2])
    yield _archive("a first line twice", ANNA, session, rows, doubled=True)


def _archive(
    name: str, seed: bytes, session: bytes, rows: list[Row], *, slots: bytes = b"",
    signer: bytes = MARA, tags: bytes = b"", made: int = NOW, named: bytes = b"",
    doubled: bool = False, more: bytes = b"",
) -> tuple[str, Values]:  # fmt: skip
    """Return an archive by Mara for Mara and Anna."""
    readers = [Identity(MARA).public, Identity(ANNA).public]
    contents = Contents(Identity(MARA).fingerprint, NOW, (named or session,), 1, 0)
    place = context("archive key", b"", b"")
    wraps = b"".join(wrap.wrap(each.kem, b"caucus/1/letter", place, KEY) for each in readers)
    data = archives.contents_line(contents) * (1 + doubled) + lines.lines([*rows, *ROWS[3:6]])
    parts = {"wraps": (NAMES[0],), "rows": (NAMES[1],), "streams": ()}
    payloads = {NAMES[0]: wraps, NAMES[1]: archives.encrypt_part(KEY, 1, data)}
    if slots:
        parts["keyslots"], payloads[NAMES[2]] = (NAMES[2],), slots
    if more:
        parts["more"], payloads[NAMES[3]] = (NAMES[3],), more

    def sign(digest: bytes) -> bytes:
        body = archives.signed_object(Signed(made, (named or session,), tags or digest))
        said = statements.sign(Identity(signer), StatementType.ARCHIVE, body)
        return archives.signature_cell(KEY, said)

    file = written(bag.ARCHIVE, parts, payloads, sign)
    return "archive", case(name, ("file",), seed=seed, file=file)


# Disclosures and reports -----------------------------------------------------------------------


def disclosure_cases() -> Cases:
    """What a waiver released, what was disclosed alone, a report."""
    yield from _waiver_cases()
    yield from _ground_cases()
    yield from _report_cases()


def numbered(portions: list[bytes], statements_: bytes) -> bytes:
    """Return a disclosure with payloads named by their number.

    The statements stand first; where somebody discloses alone, last.
    """
    names = [f"data/{at:032x}" for at in range(len(portions) + 1)]
    payloads = dict(zip(names, [statements_, *portions], strict=True))
    if statements_.startswith(b'["identity"'):
        payloads[names[0]] = payloads.pop(names[0])
    parts = {"portions": tuple(names[1:]), "statements": (names[0],)}
    return written(bag.DISCLOSURE, parts, payloads)


def _disclosure(
    name: str, portions: list[bytes], said: list[tuple[str, bytes]], what: str = "disclosure"
) -> tuple[str, Values]:
    file = numbered(portions, statement_lines(said))
    return "disclosure", case(name, ("file",), what=what, file=file)


class Opened(NamedTuple):
    """An opening of two portions of one record by Mara and Anna, with what leads to it."""

    session: bytes
    manifest: bytes
    request: bytes
    head: list[Statement]
    """Roster, manifest, request."""
    consents: list[Statement]
    acknowledged: list[Statement]
    opening: Statement
    portions: list[bytes]
    keys: dict[int, bytes]


def opened(*, guest: bool = False) -> Opened:
    """Return what the disclosure of an opened waiver is made of.

    A nonparty who holds nothing sits in the third seat, if asked for, and acknowledges as well.
    """
    _, convened, _ = _convened(guest=guest)
    session = statements.statement_hash(convened)
    secrets = [HolderSecrets(fixed(f"share 2 {i}"), (fixed("pair 2 0 1"),)) for i in range(2)]
    place = shares.place_of(session, RECORD)
    given = {
        j: [shares.portion_share(each.share, place, j) for each in secrets] for j in (1, 2, 3)
    }
    keys = {j: shares.portion_key(each, place, j) for j, each in given.items()}
    cells = {j: _sealed(session, j, key) for j, key in keys.items()}
    manifest = Manifest(
        session, RECORD, "The rota", tuple(Holder(at, fixed(f"wrap {at}")) for at in range(2)),
        shares.pair_commitments(place, secrets),
        tuple(
            Portion(j, sha256(cells[j]), tuple(
                shares.share_commitment(place, i, j, each) for i, each in enumerate(given[j])
            ))
            for j in keys
        ),
        b"", NOW + 10,
    )  # fmt: skip
    listed = _by(MARA, StatementType.MANIFEST, manifest_object(manifest))
    digest = statements.statement_hash(listed)
    wanted = RequestedRecord(RECORD, digest, (1, 3), (sha256(cells[1]), sha256(cells[3])))
    request = Request(
        session, 0, (wanted,), "a rota complaint", "the grievance panel", NOW + 900, NOW + 30,
        fixed("request nonce"),
    )  # fmt: skip
    asked = _by(MARA, StatementType.REQUEST, request_object(request))
    found = statements.statement_hash(asked)
    released = (Released(RECORD, 1, keys[1]), Released(RECORD, 3, keys[3]))
    return Opened(
        session, digest, found, [convened, listed, asked],
        [_consent(found, at) for at in range(2)],
        [_seen(session, digest, at) for at in range(2 + guest)], _opening(found, released),
        [cells[1], cells[3]], keys,
    )  # fmt: skip


def _waiver_cases() -> Cases:
    """A disclosure by waiver, and one fault in each further."""
    one = opened()
    head, yes, two = one.head, one.consents, one.portions
    seen, roster = one.acknowledged[1], _convened()[0]
    wrong = (Released(RECORD, 1, one.keys[1]), Released(RECORD, 3, one.keys[2]))
    by_anna = _by(ANNA, StatementType.ROSTER, roster_object(roster))
    for name, portions, said in (
        ("opened", two, [*head, *yes, seen, one.opening]),
        ("opened, acknowledged by nobody", two, [*head, *yes, one.opening]),
        ("a consent missing", two, [*head, yes[0], one.opening]),
        ("a consent to another request", two, [*head, yes[0], _consent(W, 1), one.opening]),
        ("an acknowledgement of another record", two,
         [*head, *yes, _seen(one.session, fixed("manifest"), 1), one.opening]),
        ("a roster signed by another", two, [by_anna, *head[1:], *yes, one.opening]),
        ("the key of another portion", two, [*head, *yes, _opening(one.request, wrong)]),
        ("portions exchanged", two[::-1], [*head, *yes, one.opening]),
        ("a portion missing", two[:1], [*head, *yes, one.opening]),
        ("not opened", two, [*head, *yes]),
    ):  # fmt: skip
        yield _disclosure(name, portions, enveloped(said))


def enveloped(said: list[Statement]) -> list[tuple[str, bytes]]:
    """Return statements as a disclosure lists them."""
    return [(each.type.value, statement.encode(each)) for each in said]


def _sealed(session: bytes, j: int, key: bytes) -> bytes:
    text = f"Sentence {j}: “Mondays”.".encode()
    content = PortionContent(
        "text" if j < 3 else "file", "The rota", "" if j < 3 else "rota.txt", "joint",
        "Mara Lindt", ("Anna Berg",) * (j < 3), NOW + j, len(text),
    )  # fmt: skip
    data = portion_prefix(content) + text
    pieces = streams.encrypt_stream(
        key, sealed_mapper.portion_place(session, RECORD, j), len(data), [data], Sha256(),
        rule=padding.body_rule,
    )  # fmt: skip
    return b"".join(pieces)


def _by(seed: bytes, type_: StatementType, body: Any) -> Statement:
    return statements.sign(Identity(seed), type_, body)


def _consent(of: bytes, seat: int) -> Statement:
    answer = Answer(of, seat, AnswerKind.CONSENT, NOW + 40 + seat, fixed(f"letter {seat}"))
    return _by((MARA, ANNA)[seat], StatementType.ANSWER, answer_object(answer))


def _seen(session: bytes, manifest: bytes, seat: int) -> Statement:
    said = Acknowledgement(session, seat, (manifest,), NOW + 20 + seat)
    return _by(
        (MARA, ANNA, BORIS)[seat], StatementType.ACKNOWLEDGEMENT, acknowledgement_object(said)
    )


def _opening(of: bytes, released: tuple[Released, ...]) -> Statement:
    return _by(
        MARA, StatementType.OPENING, outcome_object(Outcome(of, 0, OPENED, released, NOW + 50))
    )


def _ground_cases() -> Cases:
    texts = [b"He said: I struck the child.", b"%PDF-1.7 \xff"]
    portions = [
        portion_prefix(PortionContent(
            form, "Afterwards", name, "caucus:B", "Mara Lindt", ("Boris Falk",), NOW, len(text)
        )) + text
        for form, name, text in (("text", "", texts[0]), ("file", "plan.pdf", texts[1]))
    ]  # fmt: skip
    made = GroundStatement(
        Ground.SAFETY, "Child protection", RecipientKind.AGENCY, "CP-1", CONVENED, NOW,
        tuple(
            SignedPortion(REVISION, CHAIN, at, sha256(each)) for at, each in enumerate(portions, 1)
        ),
        "Mara Lindt", Role.MEDIATOR, "", NOW + 60, fixed("disclosure nonce"),
    )  # fmt: skip
    court = made._replace(recipient_kind=RecipientKind.COURT)
    for name, found, brought, signer, by in (
        ("for safety", made, portions, MARA, MARA),
        ("by order", court._replace(ground=Ground.ORDER), portions, MARA, MARA),
        ("for safety, to a court", court, portions, MARA, MARA),
        ("another's keys", made, portions, MARA, ANNA),
        ("portions exchanged", made, portions[::-1], MARA, MARA),
        ("a portion too few", made, portions[:1], MARA, MARA),
        ("a word changed", made, [portions[0][:-1] + b"?", portions[1]], MARA, MARA),
        ("nothing disclosed", made._replace(portions=()), [], MARA, MARA),
    ):  # fmt: skip
        said = _by(signer, StatementType.DISCLOSURE, disclosures.ground_object(found))
        proof = [identity_line(Identity(by).public), ("disclosure", statement.encode(said))]
        yield _disclosure(name, brought, proof)
    body = disclosures.ground_object(made)
    for field, value in (("ground", "gossip"), ("recipient_kind", "neighbour"), ("role", "judge")):
        said = _by(MARA, StatementType.DISCLOSURE, {**body, field: value})
        proof = [identity_line(Identity(MARA).public), ("disclosure", statement.encode(said))]
        yield _disclosure(f"{field}: {value}", portions, proof)


def _report_cases() -> Cases:
    made = ReportStatement(
        "Berg and Falk", (NOW, NOW + 86_400),
        (("Mara Lindt", Role.MEDIATOR, ""), ("Anna Berg", Role.PARTY, "A")), Agreement.PARTIAL,
        "Mara Lindt", NOW + 90_000, fixed("report nonce"),
    )  # fmt: skip
    body = disclosures.report_object(made)
    for name, said in (
        ("a report", body), ("nobody attended", {**body, "attended": []}),
        ("no session", {**body, "sessions": []}),
        ("a remark", {**body, "remark": "They quarrelled."}),
        ("another agreement", {**body, "agreement": "unlikely"}),
        ("another role", {**body, "attended": [{"name": "Anna", "role": "judge", "side": ""}]}),
    ):  # fmt: skip
        signed = _by(MARA, StatementType.REPORT, said)
        proof = [identity_line(Identity(MARA).public), ("report", statement.encode(signed))]
        yield _disclosure(name, [], proof, "report")
    both = [identity_line(Identity(MARA).public)]
    both += [("report", statement.encode(_by(MARA, StatementType.REPORT, body)))] * 2
    yield _disclosure("two reports", [], both, "report")
    for type_, value in (
        (StatementType.REPORT, body),
        (StatementType.ARCHIVE, archives.signed_object(Signed(NOW, (CONVENED,), fixed("tags")))),
    ):
        signed = _by(MARA, type_, value)
        yield "statement", case(
            f"an {type_.value}" if type_ is StatementType.ARCHIVE else f"a {type_.value}",
            ("envelope",), signer_seed=MARA, type=type_.value, envelope=statement.encode(signed),
        )  # fmt: skip
    ground = GroundStatement(
        Ground.CLAIM, "The insurer", RecipientKind.INSURER, "", CONVENED, NOW,
        (SignedPortion(REVISION, CHAIN, 2, fixed("p1")),), "Anna Berg", Role.PARTY, "A", NOW,
        fixed("disclosure nonce"),
    )  # fmt: skip
    signed = _by(ANNA, StatementType.DISCLOSURE, disclosures.ground_object(ground))
    yield "statement", case(
        "a disclosure", ("envelope",), signer_seed=ANNA, type="disclosure",
        envelope=statement.encode(signed),
    )  # fmt: skip
