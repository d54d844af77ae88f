"""Makes the composed vectors with the library, and checks those that exist.

    python tests/vectors/composed/make.py           writes the files anew
    python tests/vectors/composed/make.py --check   verifies the files that are there

Ciphertexts and signatures hold randomness: what is written anew differs in the fields that a case
lists as ``random``, and in nothing else. ``--check`` makes every case again, compares all other
inputs with the file bit for bit, and gives what the file holds to the library, whose answer must
be the one in the file. Once published, files are only ever added to.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[3]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from vault.crypto import aead  # noqa: E402
from vault.crypto.digest import Sha256, sha256  # noqa: E402
from vault.crypto.kdf import KdfCost  # noqa: E402
from vault.errors import FormatError, InvalidError, VaultError  # noqa: E402
from vault.format import ids, jsonform, padding, statement  # noqa: E402
from vault.format.context import context  # noqa: E402
from vault.format.entries import (  # noqa: E402
    Head,
    chain_start,
    head_object,
    header_bytes,
    read_header,
)
from vault.format.own import Line, Remembered, TouchedRow, line_object  # noqa: E402
from vault.format.pae import number, pae, split  # noqa: E402
from vault.format.people import identity_file, read_identity_file  # noqa: E402
from vault.format.rosters import roster_object  # noqa: E402
from vault.format.sealed import manifest_object, portion_prefix  # noqa: E402
from vault.format.statement import StatementType  # noqa: E402
from vault.format.waivers import (  # noqa: E402
    ContributionBytes,
    answer_object,
    contribution_bytes,
    read_contribution,
    request_object,
)
from vault.keys import keyslot, recovery, shares, statements, words  # noqa: E402
from vault.keys.identity import Identity, check_identity, fingerprint, identity_words  # noqa: E402
from vault.keys.keyring import (  # noqa: E402
    Keyring,
    audience_commitment,
    audience_tag,
    reader_tag,
)
from vault.keys.keyslot import Keyslot, SlotSecrets, SlotSetting  # noqa: E402
from vault.keys.shares import Contribution, HolderSecrets  # noqa: E402
from vault.mapper import (  # noqa: E402
    cells,
    own as own_mapper,
    sealed as sealed_mapper,
    sessions as session_mapper,
    streams,
    waivers as waiver_mapper,
)
from vault.mapper.entries import (  # noqa: E402
    BodyCells,
    ChainCells,
    Place,
)
from vault.model import (  # noqa: E402
    Answer,
    AnswerKind,
    Attachment,
    Header,
    Holder,
    Kind,
    Manifest,
    Portion,
    PortionContent,
    Request,
    RequestedRecord,
    Role,
    Roster,
    Seat,
    check_text,
)
from vault.services.mark import Mark  # noqa: E402
from vault.store.rows import GrantRow, ShareRow  # noqa: E402

HERE = Path(__file__).parent
Values = dict[str, Any]
RULES = {"body": padding.body_rule, "bucket": padding.bucket_rule, "stream": padding.padme}
NOW = 1_790_000_000


def fixed(name: str, length: int = 32) -> bytes:
    """Return bytes that are the same in every run."""
    return hashlib.shake_256(f"caucus vectors {name}".encode()).digest(length)


def h(values: Values, name: str) -> bytes:
    """Return an input that is bytes."""
    return bytes.fromhex(values[name])


def hs(values: Values, name: str) -> list[bytes]:
    """Return an input that is a list of bytes."""
    return [bytes.fromhex(each) for each in values[name]]


# What the library answers ----------------------------------------------------------------------


def do_pae(v: Values) -> Values:
    made = pae(v["label"], *hs(v, "fields"))
    if list(split(made, v["label"], len(v["fields"]))) != hs(v, "fields"):
        raise FormatError("pae")
    return {"bytes": made.hex()}


def do_context(v: Values) -> Values:
    return {"bytes": context(v["kind"], h(v, "scope"), h(v, "row"), *hs(v, "parts")).hex()}


def do_padded_length(v: Values) -> Values:
    return {"padded": [RULES[v["rule"]](8 + each) for each in v["lengths"]]}


def do_pad(v: Values) -> Values:
    return {"padded": padding.pad(h(v, "data"), RULES[v["rule"]]).hex()}


def do_unpad(v: Values) -> Values:
    try:
        return {"data": padding.unpad(h(v, "padded"), RULES[v["rule"]]).hex()}
    except FormatError:
        return {"data": None}


def do_json(v: Values) -> Values:
    return {"bytes": jsonform.encode(v["value"]).hex()}


def do_json_bytes(v: Values) -> Values:
    try:
        jsonform.decode(h(v, "bytes"))
    except FormatError:
        return {"refused": True}
    return {"refused": False}


def do_base64url(v: Values) -> Values:
    try:
        return {"bytes": jsonform.to_bytes(v["text"]).hex()}
    except FormatError:
        return {"bytes": None}


def do_crockford(v: Values) -> Values:
    return {"text": ids.to_text(h(v, "bytes"))}


def do_check_words(v: Values) -> Values:
    return {"words": words.check_words(h(v, "digest"))}


def do_recovery(v: Values) -> Values:
    code = recovery.read(v["typed"])
    tag, key = recovery.slot_secrets(code)
    return {
        "code": code.hex(), "text": recovery.spell(code), "tag": tag.hex(), "key": key.hex()
    }  # fmt: skip


def do_slot(v: Values) -> Values:
    cost = KdfCost(v["memory_kib"], v["passes"], v["lanes"])
    setting = SlotSetting(bytes(16), h(v, "setting_salt"), cost)
    salts: list[bytes] = []
    kept = keyslot.argon2id

    def listening(secret: bytes, salt: bytes, at: KdfCost) -> bytes:
        salts.append(salt)
        return kept(secret, salt, at)

    keyslot.argon2id = listening  # the salt is no result of its own
    try:
        secrets = keyslot.passphrase_secrets(setting, v["name"], v["passphrase"])
    finally:
        keyslot.argon2id = kept
    return {"salt": salts[0].hex(), "tag": secrets.tag.hex(), "key": secrets.key.hex()}


def do_keyslot(v: Values) -> Values:
    secrets = SlotSecrets(v["kind"], h(v, "setting"), h(v, "tag"), h(v, "key"))
    slot = Keyslot(
        h(v, "id"), h(v, "owner"), v["kind"], h(v, "setting"), h(v, "tag"), h(v, "wrapped"), b""
    )
    return {
        "checksum": keyslot._checksum(slot).hex(),
        "seed": keyslot.open_slot(secrets, slot).hex(),
    }


def do_identity(v: Values) -> Values:
    person = Identity(h(v, "seed"))
    return {
        "kem": person.public.kem.hex(),
        "signing": person.public.signing.hex(),
        "fingerprint": person.fingerprint.hex(),
        "check_words": identity_words(person.public),
        "self_key": person.self_key.hex(),
        "owner": person.owner.hex(),
        "private_key": person.private_key(h(v, "session")).hex(),
    }


def do_identity_file(v: Values) -> Values:
    public = read_identity_file(h(v, "file"))
    check_identity(public)
    return {"fingerprint": fingerprint(public).hex()}


def do_statement(v: Values) -> Values:
    made = statement.decode(h(v, "envelope"), StatementType(v["type"]))
    body = statements.verify(made, Identity(h(v, "signer_seed")).public)
    return {"body": body, "hash": statements.statement_hash(made).hex()}


def do_audience(v: Values) -> Values:
    return {
        "commitment": audience_commitment(h(v, "nonce"), v["audience"], h(v, "key")).hex(),
        "tag": audience_tag(h(v, "key"), h(v, "session")).hex(),
        "reader_tag": reader_tag(h(v, "key"), h(v, "session")).hex(),
    }


def do_grant(v: Values) -> Values:
    row = GrantRow(h(v, "session"), v["seat"], h(v, "wrapped"))
    keys = session_mapper.read_grant(Identity(h(v, "seed")), row)
    return {"keys": {name: key.hex() for name, key in keys.items()}}


def do_cell(v: Values) -> Values:
    place = context(v["kind"], h(v, "scope"), h(v, "row"), *hs(v, "parts"))
    data = cells.decrypt_bytes(h(v, "key"), place, h(v, "ciphertext"), v["kind"], RULES[v["rule"]])
    return {"data": data.hex()}


def do_header(v: Values) -> Values:
    place = Place(h(v, "session"), v["audience"], h(v, "key"))
    chain, revision = h(v, "chain"), h(v, "revision")
    rows = ChainCells(place, chain)
    link = rows._link_of(v["sequence"], revision, h(v, "header"))
    header = rows.read(v["sequence"], revision, h(v, "header"), link)
    start = chain_start(h(v, "session"), v["audience"], v["author"], chain)
    person = Identity(fixed("mara"))
    if person.self_key != h(v, "self_key"):
        raise FormatError("self key")
    return {
        "header": described(header),
        "text": BodyCells(place).read(revision, h(v, "body"), header.body_digest),
        "start": sha256(start).hex(),
        "link": link.hex(),
        "mark": Keyring(person).own_mark(link).hex(),
    }


def do_header_bytes(v: Values) -> Values:
    try:
        return {"header": described(read_header(h(v, "bytes")))}
    except FormatError:
        return {"header": None}


def described(header: Header) -> Values:
    """Return a header as the vectors spell it."""
    return {
        "entry": header.entry.hex(),
        "body": header.body_digest.hex(),
        "previous": header.previous.hex(),
        "carried_from": header.carried_from.hex(),
        "corrects": header.corrects.hex(),
        "made": header.made,
        "kind": header.kind.value,
        "title": header.title,
        "speakers": list(header.speakers),
        "tags": list(header.tags),
        "parents": [each.hex() for each in header.parents],
        "attachments": [
            [each.stream.hex(), each.name, each.size, each.digest.hex()]
            for each in header.attachments
        ],
    }


def do_name(v: Values) -> Values:
    try:
        check_text("name", v["text"])
    except InvalidError:
        return {"refused": True}
    return {"refused": False}


def do_row(v: Values) -> Values:
    columns: list[Any] = []
    for each in v["columns"]:
        value = next(iter(each.values()))
        columns.append(bytes.fromhex(value) if "bytes" in each else value)
    kind = own_mapper.KINDS[v["kind"]]
    return {"digest": own_mapper.row_digest(kind(*columns)).hex()}


def do_sealing(v: Values) -> Values:
    place = shares.place_of(h(v, "session"), h(v, "record"))
    secrets = holders_secrets(hs(v, "shares"), hs(v, "pairs"))
    given = [
        [shares.portion_share(secret.share, place, j) for secret in secrets]
        for j in range(1, v["portions"] + 1)
    ]
    listed = {
        j: [shares.share_commitment(place, i, j, each) for i, each in enumerate(row)]
        for j, row in enumerate(given, 1)
    }
    pairs = shares.pair_commitments(place, secrets)
    for i, secret in enumerate(secrets):
        shares.check_secrets(place, i, secret, pairs, listed)
    return {
        "place": place.hex(),
        "portion_shares": [[each.hex() for each in row] for row in given],
        "commitments": [[each.hex() for each in row] for row in listed.values()],
        "keys": [shares.portion_key(row, place, j).hex() for j, row in enumerate(given, 1)],
        "pair_commitments": [each.hex() for each in pairs],
    }


def do_share(v: Values) -> Values:
    row = ShareRow(h(v, "record"), v["seat"], h(v, "wrapped"))
    digest = sha256(row.wrapped)
    secrets = sealed_mapper.read_share(
        Identity(h(v, "seed")), h(v, "session"), row, digest, v["holders"]
    )
    return {
        "share": secrets.share.hex(),
        "pairs": [each.hex() for each in secrets.pairs],
        "digest": digest.hex(),
    }


def do_gate(v: Values) -> Values:
    made = shares.gate(h(v, "pair"), h(v, "request"), h(v, "record"), v["box"], v["giver"])
    return {"gate": made.hex()}


def do_box(v: Values) -> Values:
    opened = shares._open_box(
        h(v, "request"), h(v, "record"), v["holder"], h(v, "box"), hs(v, "gates"), v["portions"]
    )
    return {"portion_shares": [each.hex() for each in opened]}


def do_opening(v: Values) -> Values:
    session, record, request = h(v, "session"), h(v, "record"), h(v, "request")
    place, given = shares.place_of(session, record), []
    for data in hs(v, "contributions"):
        (part,) = read_contribution(data, len(v["contributions"]) - 1)
        given.append(Contribution(part.gates, part.expected, part.box))
    wanted = {each["number"]: hs(each, "commitments") for each in v["portions"]}
    keys = shares.combine(request, record, place, given, wanted)
    opened = []
    for each in v["portions"]:
        ciphertext, key = h(each, "ciphertext"), keys[each["number"]]
        content, pieces = sealed_mapper.open_portion(
            streams.decrypt_stream(
                key, sealed_mapper.portion_place(session, record, each["number"]),
                [ciphertext], sha256(ciphertext), "portion", rule=padding.body_rule,
            )
        )  # fmt: skip
        described = {**content._asdict(), "speakers": list(content.speakers)}
        opened.append({"key": key.hex(), "content": described, "data": b"".join(pieces).hex()})
    return {"opened": opened}


def do_letter(v: Values) -> Values:
    place = context(v["kind"], h(v, "session"), h(v, "request"))
    data = waiver_mapper.open_letter(Identity(h(v, "seed")), place, h(v, "letter"), v["kind"])
    return {"data": data.hex()}


def do_stream(v: Values) -> Values:
    place = context(v["kind"], h(v, "scope"), h(v, "row"), *hs(v, "parts"))
    pieces = hs(v, "pieces")
    digest = sha256(b"".join(pieces))
    opened = streams.decrypt_stream(
        h(v, "key"), place, pieces, digest, v["kind"], rule=RULES[v["rule"]]
    )
    data = b"".join(opened)
    return {"size": len(data), "plaintext": sha256(data).hex(), "digest": digest.hex()}


def do_stream_id(v: Values) -> Values:
    if v["label"] == "portion stream":
        found = sealed_mapper.portion_stream(h(v, "key"), h(v, "record"), v["number"])
    else:
        found = sealed_mapper.released_stream(
            h(v, "key"), h(v, "request"), h(v, "record"), v["number"]
        )
    return {"id": found.hex()}


def do_mark(v: Values) -> Values:
    with TemporaryDirectory() as folder:
        mark = Mark(Path(folder), Identity(h(v, "seed")), h(v, "vault"))
        mark._path.write_bytes(h(v, "file"))
        mark.load()
        if mark.damaged:
            raise FormatError("mark")
        seen = {each.chain.hex(): [each.sequence, each.link.hex()] for each in mark.all()}
        return {"name": mark._path.name, "seen": seen}


LIBRARY: dict[str, Callable[[Values], Values]] = {
    name.removeprefix("do_"): function
    for name, function in list(globals().items())
    if name.startswith("do_")
}


# The cases -------------------------------------------------------------------------------------


def holders_secrets(own: list[bytes], pairs: list[bytes]) -> list[HolderSecrets]:
    """Return the holders' secrets from all shares and all pair secrets in order."""
    listed = dict(zip(combinations(range(len(own)), 2), pairs, strict=True))
    return [
        HolderSecrets(
            share,
            tuple(listed[min(i, k), max(i, k)] for k in range(len(own)) if k != i),
        )
        for i, share in enumerate(own)
    ]


SESSION, RECORD, CHAIN = fixed("session"), fixed("record", 16), fixed("chain", 16)
REVISION, W, KEY = fixed("revision", 16), fixed("request"), fixed("key")
MARA, ANNA, BORIS = (fixed(name) for name in ("mara", "anna", "boris"))


def case(name: str, random: tuple[str, ...] = (), **values: Any) -> Values:
    """Return one case; bytes become hex."""
    return {"name": name, "random": list(random), "in": _hexed(values)}


def _hexed(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {key: _hexed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_hexed(item) for item in value]
    return value


def cases() -> dict[str, list[Values]]:
    """Return every case by kind, without answers."""
    made: dict[str, list[Values]] = {}
    for part in (_plain_cases, _people_cases, _entry_cases, _sealed_cases, _waiver_cases):
        for kind, one in part():
            made.setdefault(kind, []).append(one)
    return made


def _plain_cases() -> Iterator[tuple[str, Values]]:
    for name, label, fields in (
        ("no field", "self key", []), ("an empty field", "identity", [b"", b"\0"]),
        ("a field that looks like two", "place", [b"\0\0\0\1a\0\0\0\1b"]),
        ("a number and an id", "portion", [SESSION, number(258)]),
        ("a long field", "statement", [fixed("long", 300)]),
    ):  # fmt: skip
        yield "pae", case(name, label=label, fields=fields)
    yield "context", case("no part", kind="manifest", scope=SESSION, row=RECORD, parts=[])
    yield (
        "context",
        case("an empty scope", kind="keyslot", scope=b"", row=RECORD, parts=[b"recovery"]),
    )
    yield "context", case(
        "three parts", kind="revision", scope=SESSION, row=REVISION,
        parts=[b"header", CHAIN, number(7)],
    )  # fmt: skip
    lengths = [0, 1, 2, 8, 56, 57, 120, 247, 248, 249, 500, 504, 505, 1000, 1015, 1016, 1017, 9999]
    lengths += [16375, 16376, 16377, 65528, 65529, 10**6, 10**9]
    for rule in RULES:
        yield "padded_length", case(f"the {rule} rule", rule=rule, lengths=lengths)
    yield "pad", case("an empty text", rule="stream", data=b"")
    yield "pad", case("a short body", rule="body", data=b"a short text")
    yield "pad", case("a header that fills its bucket", rule="bucket", data=fixed("h", 248))
    yield "pad", case("one byte into the next bucket", rule="bucket", data=fixed("h", 249))
    whole = padding.pad(b"data", padding.bucket_rule)
    for name, spelt in (
        ("whole", whole), ("a filling byte that is not zero", whole[:-1] + b"\1"),
        ("a bucket too many", whole + bytes(256)), ("cut", whole[:-1]), ("too short", whole[:7]),
        ("a length beyond the end", b"\xff" * 8 + whole[8:]),
    ):  # fmt: skip
        yield "unpad", case(name, rule="bucket", padded=spelt)
    for name, value in (
        ("empty", {}),
        (
            "keys in order of code points",
            {"b": 1, "a": 2, "é": 3, "B": 4, "": 5, "\U0001f600": 6, "\uff5e": 7},
        ),
        ("escapes", {"text": '"\\/\b\t\n\f\r\x00\x1f\x7f\u2028é\U0001f600'}),
        ("integers", {"list": [0, -1, 2**53 - 1, 1 - 2**53]}),
        ("the other values", {"a": None, "b": True, "c": False, "d": [], "e": {}}),
    ):  # fmt: skip
        yield "json", case(name, value=value)
    deep = b'{"a":' * 9 + b"1" + b"}" * 9
    for name, data in (
        ("right", b'{"a":[1,"b"]}'), ("a space", b'{"a": 1}'),
        ("keys out of order", b'{"b":1,"a":2}'), ("a doubled key", b'{"a":1,"a":1}'),
        ("a float", b'{"a":1.0}'), ("an exponent", b'{"a":1e2}'),
        ("minus zero", b'{"a":-0}'), ("too large an integer", b'{"a":9007199254740992}'),
        ("a needless escape", b'{"a":"\\u0041"}'), ("an upper-case escape", b'{"a":"\\u001F"}'),
        ("a lone surrogate", b'{"a":"\\ud800"}'), ("not UTF-8", b'{"a":"\xff"}'),
        ("no object", b"[1]"), ("a byte left over", b'{"a":1}\n'), ("nine levels", deep),
        ("eight levels", b'{"a":' * 8 + b"1" + b"}" * 8), ("not a number", b'{"a":NaN}'),
    ):  # fmt: skip
        yield "json_bytes", case(name, bytes=data)
    for name, text in (
        ("nothing", ""), ("one byte", "_w"), ("three bytes", "-_-_"), ("padded", "_w=="),
        ("bits left over", "_x"), ("the other alphabet", "+/+/"), ("one letter", "A"),
        ("a line break", "AAAA\n"),
    ):  # fmt: skip
        yield "base64url", case(name, text=text)
    yield "crockford", case("an id", bytes=RECORD)
    yield "crockford", case("a session", bytes=SESSION)
    for name, digest in (
        ("zeros", bytes(32)), ("ones", b"\xff" * 32), ("a hash", W),
        ("only the first 16 bytes count", W[:16] + bytes(16)),
    ):  # fmt: skip
        yield "check_words", case(name, digest=digest)


def _people_cases() -> Iterator[tuple[str, Values]]:
    for at, code in enumerate((bytes(20), b"\xff" * 20, fixed("code", 20)), 1):
        yield "recovery", case(f"code {at}", typed=recovery.spell(code))
    typed = recovery.spell(fixed("code", 20)).lower().replace("-", " ").replace("0", "o")
    yield "recovery", case("as people type", typed=typed.replace("1", "l"))
    salt = fixed("setting salt")
    for name, who, passphrase, lanes in (
        ("plain", "Mara Lindt", "correct horse battery staple", 1),
        ("a name in other letters", "ＭＡＲＡ ＬＩＮＤＴ", "correct horse battery staple", 1),
        ("accents in pieces", "Åsa Groß", "cafe\u0301 au lait", 1),
        ("accents in one", "ÅSA GROSS", "caf\u00e9 au lait", 2),
    ):
        values = {"name": who, "passphrase": passphrase, "memory_kib": 65536, "passes": 1}
        one = case(name, setting_salt=salt, lanes=lanes)
        yield "slot", {**one, "in": {**one["in"], **values}}
    for kind, setting in ((keyslot.PASSPHRASE, fixed("setting", 16)), (keyslot.RECOVERY, b"")):
        slot_id, key = fixed(f"slot {kind}", 16), fixed(f"slot key {kind}")
        owner = Identity(MARA).owner
        wrapped = aead.encrypt(
            key, context("keyslot", b"", slot_id, kind.encode()),
            padding.pad(MARA, padding.bucket_rule),
        )  # fmt: skip
        yield "keyslot", case(
            f"a {kind} slot", ("wrapped",), id=slot_id, owner=owner, kind=kind, setting=setting,
            tag=fixed(f"slot tag {kind}", 16), key=key, wrapped=wrapped,
        )  # fmt: skip
    for name, seed in (("mara", MARA), ("anna", ANNA), ("zeros", bytes(32))):
        yield "identity", case(name, seed=seed, session=SESSION)
        if name != "zeros":
            file = identity_file(Identity(seed).public)
            yield "identity_file", case(name, ("file",), file=file)


def _roster() -> Roster:
    people = ((Role.MEDIATOR, "", "Mara Lindt", MARA), (Role.PARTY, "A", "Anna Berg", ANNA))
    seats = tuple(
        Seat(at, role, side, name, (Identity(seed).public,), reads_joint=True)
        for at, (role, side, name, seed) in enumerate(people)
    )
    nonce = fixed("nonce")
    names = ("roster", "mediators", "caucus:A", "joint", "seat:1")
    commitments = {name: audience_commitment(nonce, name, fixed(name)) for name in names}
    return Roster("Berg and Falk", "First sitting", seats, commitments, nonce, b"", NOW)


def _signed(name: str, seed: bytes, type_: StatementType, body: Any) -> tuple[str, Values]:
    made = statements.sign(Identity(seed), type_, body)
    random = ("envelope",)
    return "statement", case(
        name, random, signer_seed=seed, type=type_.value, envelope=statement.encode(made)
    )


def _entry_cases() -> Iterator[tuple[str, Values]]:
    roster = roster_object(_roster())
    yield _signed("a roster: the session's id", MARA, StatementType.ROSTER, roster)
    head = Head(SESSION, "joint", 0, CHAIN, 3, fixed("link"), NOW)
    yield _signed("a head", MARA, StatementType.HEAD, head_object(head))
    for audience in ("roster", "mediators", "caucus:A", "joint", "seat:1"):
        yield (
            "audience",
            case(
                audience,
                nonce=fixed("nonce"),
                audience=audience,
                key=fixed(audience),
                session=SESSION,
            ),
        )
    for name, seed, seat, granted in (
        ("a mediator", MARA, 0, ("roster", "mediators", "caucus:A", "joint", "seat:1")),
        ("a party", ANNA, 1, ("roster", "caucus:A", "joint", "seat:1")),
    ):
        keys = {audience: fixed(audience) for audience in granted}
        row = session_mapper.grant_row(SESSION, seat, Identity(seed).public, keys)
        yield (
            "grant",
            case(name, ("wrapped",), seed=seed, session=SESSION, seat=seat, wrapped=row.wrapped),
        )
    owner = Identity(MARA).owner
    line = Line("note written", SESSION, NOW, bytes(32), (TouchedRow("revision", REVISION, W),))
    for name, kind, scope, row_id, parts, rule, data in (
        ("a chain", "chain", SESSION, CHAIN, [b"joint"], "bucket", b'{"author":0}'),
        ("a pass", "pass", SESSION, RECORD, [fixed("tag", 16)], "bucket", fixed("own key")),
        ("a journal line", "journal", owner, number(1), [], "bucket",
         jsonform.encode(line_object(line))),
        ("a profile", "profile", owner, fixed("own", 16), [], "bucket",
         b'{"name":"Mara Lindt","passed":"","slots":[]}'),
        ("a text", "revision", SESSION, REVISION, [b"body"], "body", b"What was said.\n"),
        ("an empty text", "revision", SESSION, REVISION, [b"body"], "body", b""),
        ("an upload", "upload", owner, fixed("own", 16), [], "bucket", b'{"streams":[]}'),
        ("a roster's place", "roster", SESSION, SESSION, [], "body", fixed("r", 3000)),
        ("a text of two chunks", "revision", SESSION, REVISION, [b"body"], "body",
         fixed("t", 17000)),
    ):  # fmt: skip
        place = context(kind, scope, row_id, *parts)
        yield "cell", case(
            name, ("ciphertext",), key=KEY, kind=kind, scope=scope, row=row_id, parts=parts,
            rule=rule, ciphertext=cells.encrypt_bytes(KEY, place, data, RULES[rule]),
        )  # fmt: skip
    place = Place(SESSION, "joint", KEY)
    for at, sequence in enumerate((1, 300)):
        body = BodyCells(place).encrypt(REVISION, f"The text of row {sequence}.")
        previous = sha256(chain_start(SESSION, "joint", 0, CHAIN)) if sequence == 1 else W
        attachment = Attachment(fixed("stream", 16), "Plan “é”.pdf", 12345, fixed("file digest"))
        header = Header(
            REVISION, Kind.DRAFT if at else Kind.NOTE, "The rota", ("Anna Berg",) * at, ("rota",),
            NOW, (fixed("parent", 16),) * at, b"", fixed("corrects", 16) if at else b"",
            (attachment,) * at, sha256(body), previous,
        )  # fmt: skip
        row = ChainCells(place, CHAIN).row(sequence, REVISION, header, body)
        yield "header", case(
            f"row {sequence}", ("header", "body"), session=SESSION, audience="joint", author=0,
            key=KEY, self_key=Identity(MARA).self_key, chain=CHAIN, sequence=sequence,
            revision=REVISION, header=row.header, body=row.body,
        )  # fmt: skip
    yield (
        "row",
        case(
            "a grant",
            kind="grant",
            columns=[{"bytes": SESSION}, {"int": 3}, {"bytes": b"wrapped"}],
        ),
    )
    own = [{"bytes": RECORD}, {"bytes": owner}, {"text": "contact"}, {"bytes": b"cell"}]
    yield "row", case("an own row", kind="own", columns=own)
    yield from _header_cases(header._replace(body_digest=fixed("body")))
    for name, size in (("empty", 0), ("exactly one chunk", 16376), ("two chunks", 20000)):
        stream = fixed(f"stream {name}", 16)
        yield _stream(name, size, "attachment", stream, [], "stream")
    yield _stream("a short portion", 40, "portion", RECORD, [number(2)], "body")
    yield _stream("a released portion", 40, "released", W, [RECORD, number(2)], "body")
    for name, at, cut in (
        ("two frames", 0, 0), ("a frame cut by a crash", 1, 5),
        ("a frame cut in its first bytes", 2, 300), ("a frame cut in its length", 3, 330),
    ):  # fmt: skip
        yield "mark", _mark(name, at, cut)


def _header_cases(header: Header) -> Iterator[tuple[str, Values]]:
    whole = header_bytes(header)
    fixed_part, listed = whole[:121], json.loads(whole[121:])

    def spelt(*changes: tuple[int, Any]) -> bytes:
        changed = [dict(changes).get(at, item) for at, item in enumerate(listed)]
        return fixed_part + json.dumps(changed, separators=(",", ":")).encode()

    attachment = listed[4][0]
    later = fixed_part + jsonform.encode_list([*listed, "urgent", ["of", "a", "later"]])
    empty = header._replace(parents=(), attachments=(), tags=(), speakers=(), corrects=b"")
    for name, data in (
        ("right", whole),
        ("as little as can be", header_bytes(empty._replace(title="", kind=Kind.RECORD))),
        ("items of a later version", later),
        ("nothing", b""), ("cut in the fixed fields", whole[:120]), ("no list", fixed_part),
        ("an item missing", fixed_part + jsonform.encode_list(listed[:4])),
        ("another kind", whole[:120] + b"\3" + whole[121:]),
        ("a time that is too large", whole[:112] + number(2**53) + whole[120:]),
        ("the largest time", whole[:112] + number(2**53 - 1) + whole[120:]),
        ("a byte left over", whole + b"]"),
        ("an object", spelt((1, [{}]))), ("an object for a list", spelt((2, {}))),
        ("a float", fixed_part + b'["",[],[],[],[],1.5]'),
        ("not a number", fixed_part + b'["",[],[],[],[],NaN]'),
        ("a lone surrogate", fixed_part + b'["\\ud800",[],[],[],[]]'),
        ("not UTF-8", fixed_part + b'["\xff",[],[],[],[]]'),
        ("a title that is no text", spelt((0, None))),
        ("speakers that are a text", spelt((1, "Anna"))),
        ("speakers that are none", spelt((1, ""))),
        ("a speaker that is no text", spelt((1, [1]))), ("a tag that is none", spelt((2, [None]))),
        ("a parent that is too short", spelt((3, ["AA"]))),
        ("a parent spelt otherwise", spelt((3, ["A!A?"]))),
        ("a parent that is none", spelt((3, [None]))), ("parents that are none", spelt((3, None))),
        ("an attachment that is none", spelt((4, [[]]))),
        ("an attachment with five items", spelt((4, [[*attachment, 1]]))),
        ("a size below zero", spelt((4, [[*attachment[:2], -1, attachment[3]]]))),
        ("a size that is a truth", spelt((4, [[*attachment[:2], True, attachment[3]]]))),
        ("a digest that is too short", spelt((4, [[*attachment[:3], attachment[0]]]))),
        ("a stream that is too long", spelt((4, [[attachment[3], *attachment[1:]]]))),
        ("a file without a name", spelt((4, [[attachment[0], 1, *attachment[2:]]]))),
    ):  # fmt: skip
        yield "header_bytes", case(name, bytes=data)
    for name, text in (
        ("a name", "Mara Lindt"), ("another script", "\u041c\u0430\u0440\u0430"),
        ("joined letters", "\u0646\u200c\u0627"), ("nothing", ""), ("white space", " \u2003"),
        ("a line break", "Mara\nLindt"), ("a lone surrogate", "Mara\ud800"),
        ("unassigned", "Mara\u0378"), ("turned around", "Mara\u202e"),
        ("isolated", "\u2067Mara\u2069"), ("as long as can be", "a" * 400),
        ("too long", "a" * 401),
    ):  # fmt: skip
        yield "name", case(name, text=text)


def _stream(
    name: str, size: int, kind: str, row: bytes, parts: list[bytes], rule: str
) -> tuple[str, Values]:
    data, place = fixed(f"file {name}", size), context(kind, SESSION, row, *parts)
    pieces = streams.encrypt_stream(KEY, place, size, [data], Sha256(), rule=RULES[rule])
    return "stream", case(
        name, ("pieces",), key=KEY, kind=kind, scope=SESSION, row=row, parts=parts, rule=rule,
        pieces=list(pieces),
    )  # fmt: skip


def _mark(name: str, at: int, cut: int) -> Values:
    vault_id = fixed(f"vault {at}", 16)
    with TemporaryDirectory() as folder:
        mark = Mark(Path(folder), Identity(ANNA), vault_id)
        mark.remember([Remembered(CHAIN, 1, fixed("l1")), Remembered(RECORD, 9, fixed("l2"))])
        mark.remember([Remembered(CHAIN, 2, fixed("l3"))])
        data = mark._path.read_bytes()
    return case(name, ("file",), seed=ANNA, vault=vault_id, file=data[: len(data) - cut])


TEXTS = ("The rota changes on Mondays.", "Nobody is blamed.", "Ünïcode — too.")


def _sealed_cases() -> Iterator[tuple[str, Values]]:
    for holders, portions in ((2, 1), (3, 3), (5, 2)):
        own = [fixed(f"share {holders} {i}") for i in range(holders)]
        pairs = [fixed(f"pair {holders} {i} {k}") for i, k in combinations(range(holders), 2)]
        yield "sealing", case(
            f"{holders} holders", session=SESSION, record=RECORD, shares=own, pairs=pairs,
            portions=portions,
        )  # fmt: skip
    secrets = _three()
    for seat, seed in ((0, MARA), (1, ANNA)):
        row = sealed_mapper.share_row(SESSION, RECORD, seat, Identity(seed).public, secrets[seat])
        yield "share", case(
            f"seat {seat}", ("wrapped",), seed=seed, session=SESSION, record=RECORD, seat=seat,
            holders=3, wrapped=row.wrapped,
        )  # fmt: skip
    manifest = _manifest(secrets)
    yield _signed("a manifest", MARA, StatementType.MANIFEST, manifest_object(manifest))
    for label in ("portion stream", "released stream"):
        yield "stream_id", case(label, label=label, key=KEY, request=W, record=RECORD, number=2)


def _three() -> list[HolderSecrets]:
    own = [fixed(f"share 3 {i}") for i in range(3)]
    return holders_secrets(own, [fixed(f"pair 3 {i} {k}") for i, k in combinations(range(3), 2)])


def _manifest(secrets: list[HolderSecrets]) -> Manifest:
    place = shares.place_of(SESSION, RECORD)
    return Manifest(
        SESSION, RECORD, "The rota",
        tuple(Holder(seat, fixed(f"wrap {seat}")) for seat in range(3)),
        shares.pair_commitments(place, secrets),
        tuple(Portion(j, fixed(f"portion {j}"), _commitments(secrets, j)) for j in (1, 2, 3)),
        b"", NOW,
    )  # fmt: skip


def _commitments(secrets: list[HolderSecrets], j: int) -> tuple[bytes, ...]:
    place = shares.place_of(SESSION, RECORD)
    return tuple(
        shares.share_commitment(place, i, j, shares.portion_share(secret.share, place, j))
        for i, secret in enumerate(secrets)
    )


def _sealed_portion(secrets: list[HolderSecrets], j: int) -> bytes:
    text = TEXTS[j - 1].encode()
    content = PortionContent(
        "text", "The rota", "", "joint", "Mara Lindt", ("Anna Berg",), NOW, len(text)
    )
    place, data = shares.place_of(SESSION, RECORD), portion_prefix(content) + text
    given = [shares.portion_share(secret.share, place, j) for secret in secrets]
    pieces = streams.encrypt_stream(
        shares.portion_key(given, place, j), sealed_mapper.portion_place(SESSION, RECORD, j),
        len(data), [data], Sha256(), rule=padding.body_rule,
    )  # fmt: skip
    return b"".join(pieces)


def _contributions(secrets: list[HolderSecrets], portions: list[int]) -> list[Contribution]:
    place = shares.place_of(SESSION, RECORD)
    return [
        shares.contribute(W, RECORD, place, i, secret, portions)
        for i, secret in enumerate(secrets)
    ]


def _contribution_bytes(made: Contribution) -> bytes:
    return contribution_bytes([ContributionBytes(RECORD, made.gates, made.expected, made.box)])


def _waiver_cases() -> Iterator[tuple[str, Values]]:
    secrets = _three()
    requested = RequestedRecord(RECORD, fixed("manifest"), (1, 3), (fixed("p1"), fixed("p3")))
    request = Request(
        SESSION, 0, (requested,), "a rota complaint", "the grievance panel", NOW + 86_400, NOW,
        fixed("request nonce"),
    )  # fmt: skip
    yield _signed("a request: W", MARA, StatementType.REQUEST, request_object(request))
    for i, k in ((0, 1), (1, 0), (2, 0)):
        pair = secrets[i].pair_with(i, k)
        yield (
            "gate",
            case(
                f"to the box of {i}, given by {k}",
                pair=pair,
                request=W,
                record=RECORD,
                box=i,
                giver=k,
            ),
        )
    made = _contributions(secrets, [1, 3])
    for i, each in enumerate(made):
        gates = shares._gates_to(i, made)
        yield "box", case(
            f"the box of {i}", ("box",), request=W, record=RECORD, holder=i, gates=gates,
            portions=2, box=each.box,
        )  # fmt: skip
    for portions in ([1, 3], [2]):
        given = [_contribution_bytes(each) for each in _contributions(secrets, portions)]
        asked = [
            {"number": j, "commitments": list(_commitments(secrets, j)),
             "ciphertext": _sealed_portion(secrets, j)}
            for j in portions
        ]  # fmt: skip
        yield "opening", case(
            f"portions {portions}", ("contributions", "portions"), session=SESSION, record=RECORD,
            request=W, contributions=given, portions=asked,
        )  # fmt: skip
    mediators = [Identity(MARA).public, Identity(BORIS).public]
    for kind in AnswerKind:
        answer = Answer(W, 1, kind, NOW + 60, fixed("letter"))
        signed = statements.sign(Identity(ANNA), StatementType.ANSWER, answer_object(answer))
        yield _signed(f"a {kind.value}", ANNA, StatementType.ANSWER, answer_object(answer))
        letter = waiver_mapper.answer_letter(mediators, SESSION, W, signed)
        reader = BORIS if kind is AnswerKind.REFUSAL else MARA
        yield "letter", case(
            f"a {kind.value} to two mediators", ("letter",), seed=reader, kind="answer",
            session=SESSION, request=W, letter=letter,
        )  # fmt: skip
    signed_first = answer_object(Answer(W, 1, AnswerKind.CONSENT, NOW + 60, b""))
    yield _signed(
        "a consent whose contribution comes later", ANNA, StatementType.ANSWER, signed_first
    )
    letter = waiver_mapper.contribution_letter(
        Identity(MARA).public, SESSION, W, _contribution_bytes(made[0])
    )
    yield "letter", case(
        "a contribution to the opener", ("letter",), seed=MARA, kind="contribution",
        session=SESSION, request=W, letter=letter,
    )  # fmt: skip


# Writing and checking --------------------------------------------------------------------------


def write() -> int:
    """Write every file anew. Returns how many cases."""
    count = 0
    for kind, found in cases().items():
        for each in found:
            each["out"] = LIBRARY[kind](each["in"])
            count += 1
        text = json.dumps({"kind": kind, "cases": found}, indent=1, ensure_ascii=True)
        (HERE / f"{kind}.json").write_text(f"{text}\n", "utf-8")
    return count


def check() -> list[str]:
    """Verify the files that are there. Returns what is wrong."""
    wrong = []
    made = cases()
    stored = {
        path.stem: json.loads(path.read_text("utf-8"))["cases"] for path in HERE.glob("*.json")
    }
    if set(made) != set(stored):
        wrong.append(f"files: {sorted(set(made) ^ set(stored))}")
    for kind in set(made) & set(stored):
        if [each["name"] for each in made[kind]] != [each["name"] for each in stored[kind]]:
            wrong.append(f"{kind}: other cases")
            continue
        for fresh, old in zip(made[kind], stored[kind], strict=True):
            wrong += [f"{kind}: {old['name']}: {each}" for each in differences(kind, fresh, old)]
    return wrong


def differences(kind: str, fresh: Values, old: Values) -> list[str]:
    """Return how a stored case differs from one made now, randomness aside."""
    random = set(fresh["random"])
    if set(old["random"]) != random or set(old["in"]) != set(fresh["in"]):
        return ["other fields"]
    found = [
        name for name, value in fresh["in"].items()
        if name not in random and value != old["in"][name]
    ]  # fmt: skip
    try:
        if LIBRARY[kind](old["in"]) != old["out"]:
            found.append("another answer")
    except VaultError as error:
        found.append(type(error).__name__)
    return found


def main() -> int:
    if sys.argv[1:] == ["--check"]:
        wrong = check()
        sys.stdout.write("".join(f"{line}\n" for line in [*wrong, f"{len(wrong)} wrong"]))
        return 1 if wrong else 0
    sys.stdout.write(f"{write()} cases\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
