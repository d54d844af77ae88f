"""Makes the composed vectors with the library, and checks those that exist.

    python tests/vectors/composed/make.py           writes what is new, and what no longer holds
    python tests/vectors/composed/make.py --check   verifies the files that are there

Ciphertexts and signatures hold randomness: what is written anew differs in the fields that a case
lists as ``random``, and in nothing else. ``--check`` makes every case again, compares all other
inputs with the file bit for bit, and gives what the file holds to the library, whose answer must
be the one in the file. Once published, files are only ever added to.
"""

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

from tests.vectors.composed import travelling  # noqa: E402
from tests.vectors.composed.common import (  # noqa: E402
    ANNA,
    BORIS,
    CHAIN,
    KEY,
    MARA,
    NOW,
    RECORD,
    REVISION,
    SESSION,
    Values,
    W,
    case,
    fixed,
    h,
    hs,
)
from vault.crypto import aead  # noqa: E402
from vault.crypto.digest import Sha256, sha256  # noqa: E402
from vault.crypto.kdf import KdfCost  # noqa: E402
from vault.errors import (  # noqa: E402
    FormatError,
    InvalidError,
    RecoveryCodeError,
    VaultError,
)
from vault.format import ids, jsonform, padding, statement  # noqa: E402
from vault.format.context import context  # noqa: E402
from vault.format.entries import (  # noqa: E402
    Head,
    chain_start,
    head_object,
    header_bytes,
    read_header,
)
from vault.format.own import (  # noqa: E402
    Line,
    OwnSeat,
    Profile,
    Remembered,
    TouchedRow,
    line_object,
    profile_object,
)
from vault.format.pae import number, pae, split  # noqa: E402
from vault.format.people import identity_file, read_identity_file  # noqa: E402
from vault.format.rosters import roster_object  # noqa: E402
from vault.format.sealed import (  # noqa: E402
    Acknowledgement,
    acknowledgement_object,
    manifest_object,
    portion_prefix,
    read_manifest,
)
from vault.format.statement import Statement, StatementType  # noqa: E402
from vault.format.waivers import (  # noqa: E402
    EXPIRED,
    NOT_UNANIMOUS,
    OPENED,
    ContributionBytes,
    Outcome,
    Released,
    answer_object,
    contribution_bytes,
    outcome_object,
    read_contribution,
    read_request,
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
    attachment_place,
    attachment_stream,
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
    Revision,
    Role,
    Roster,
    Seat,
    check_text,
)
from vault.services import chains, opening, tally  # noqa: E402
from vault.services.docket import SealedRecord  # noqa: E402
from vault.services.mark import Mark  # noqa: E402
from vault.services.room import Room  # noqa: E402
from vault.services.sessions import _passed_as  # noqa: E402
from vault.services.slots import remembered_profile  # noqa: E402
from vault.store.database import Store  # noqa: E402
from vault.store.migrate import upgrade  # noqa: E402
from vault.store.rows import ChunkRow, GrantRow, OutcomeRow, ShareRow  # noqa: E402

HERE = Path(__file__).parent
RULES = {
    "body": padding.body_rule,
    "bucket": padding.bucket_rule,
    "letter": padding.letter_rule,
    "stream": padding.padme,
}


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


def do_recovery_check(v: Values) -> Values:
    return {"letter": recovery._check(v["group"], v["letters"])}


def do_recovery_typed(v: Values) -> Values:
    try:
        return {"code": recovery.read(v["typed"]).hex(), "group": None}
    except RecoveryCodeError as error:
        return {"code": None, "group": error.group}


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
            [each.nonce.hex(), each.name, each.size, each.digest.hex()]
            for each in header.attachments
        ],
    }


def do_revisions(v: Values) -> Values:
    sides, letters = {"party": "A", "representative": "A"}, iter(range(64))
    anybody = Identity(MARA).public
    seats = tuple(
        Seat(next(letters), Role(role), sides.get(role, ""), role, (anybody,), reads_joint=True)
        for role in v["roles"]
    )
    roster = Roster("", "", seats, {}, bytes(32), b"", NOW)
    contents = chains.Contents()
    for each in v["revisions"]:
        parents = tuple(hs(each, "parents"))
        header = Header(
            h(each, "entry"), Kind(each["kind"]), "", (), (), each["made"], parents, b"", b"", (),
            b"", b"",
        )  # fmt: skip
        contents.revisions.append(
            Revision(
                h(each, "id"), SESSION, each["audience"], each["author"], CHAIN, each["sequence"],
                header, signed=True,
            )
        )  # fmt: skip
    chains._refuse_foreign(roster, contents)
    return {
        "entries": [
            {
                "entry": entry.id.hex(),
                "revisions": [each.id.hex() for each in entry.revisions],
                "versions": [each.id.hex() for each in entry.versions],
            }
            for entry in contents.entries()
        ],
        "foreign": sorted(damage.row for damage in contents.damages),
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


def do_standing(v: Values) -> Values:
    requested = RequestedRecord(RECORD, bytes(32), (1,), (bytes(32),))
    request = Request(SESSION, 0, (requested,), "", "", v["until"], 0, bytes(32))
    given = [
        Answer(W, each["seat"], AnswerKind(each["answer"]), each["answered"], b"")
        for each in v["answers"]
    ]
    found = tally.standing(request, v["holders"], given, v["now"])
    return {
        "state": found.state.value,
        "reason": found.reason,
        "consented": list(found.consented),
    }


def do_outcome(v: Values) -> Values:
    try:
        return _concluded(v)
    except VaultError:
        return {"refused": True}


def _concluded(v: Values) -> Values:
    """Read an outcome, and the portions that it gives the keys of, from rows in a database."""
    room, session = _room(v), h(v, "session")
    made = statement.decode(h(v, "request"), StatementType.REQUEST)
    opener = tally.signing_seat(room.roster, made, Role.MEDIATOR)
    request, found = (
        read_request(statements.verify(made, opener.identity)),
        statements.statement_hash(made),
    )
    sealed = statement.decode(h(v, "manifest"), StatementType.MANIFEST)
    sealer = tally.signing_seat(room.roster, sealed, Role.MEDIATOR)
    manifest = read_manifest(statements.verify(sealed, sealer.identity))
    digest = statements.statement_hash(sealed)
    record = SealedRecord(manifest, digest, sealer.number, h(v, "record_key"))
    waiver, key = waiver_mapper.waiver_id(found), h(v, "request_key")
    asked = tally.Asked(waiver, request, found, key, (record,))
    with TemporaryDirectory() as folder:
        store = Store(str(Path(folder) / "rows"))
        try:
            upgrade(store)
            with store.write() as tx:
                tx.add(OutcomeRow(waiver, h(v, "cell")))
                for each in v["portions"]:
                    stream = sealed_mapper.portion_stream(
                        record.key, manifest.record, each["number"]
                    )
                    tx.add(ChunkRow(stream, 1, h(each, "ciphertext")))
            with store.read() as tx:
                conclusion = tally.read_evidence(tx, room, asked)
                if conclusion is None or request.session != session:
                    raise FormatError("outcome")
                outcome = conclusion.outcome
                portions = []
                for released in outcome.released:
                    content, pieces = opening.opened_portion(tx, room, record, released)
                    portions.append(
                        {
                            "number": released.number,
                            "content": {**content._asdict(), "speakers": list(content.speakers)},
                            "data": b"".join(pieces).hex(),
                        }
                    )
        finally:
            store.close()
    return {
        "reason": outcome.reason, "by": outcome.by, "time": outcome.time,
        "agreed": list(conclusion.consented),
        "acknowledged": sorted(map(list, conclusion.acknowledged.items())), "portions": portions,
    }  # fmt: skip


def _room(v: Values) -> Room:
    """Return the session of three seats in which an outcome was reached."""
    roles = (Role.MEDIATOR, Role.MEDIATOR, Role.PARTY)
    seats = tuple(
        Seat(
            at, role, "A" if role is Role.PARTY else "", f"{at}", (Identity(seed).public,),
            reads_joint=True,
        )
        for at, (role, seed) in enumerate(zip(roles, hs(v, "seeds"), strict=True))
    )  # fmt: skip
    session = h(v, "session")
    own = OwnSeat(session, 0, "", "", NOW, b"", {}, {})
    roster = Roster("", "", seats, {}, bytes(32), b"", NOW)
    return Room(session, roster, seats[0], {}, False, own, bytes(16))


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
        place = Place(h(v, "session"), "joint", h(v, "key"))
        found = attachment_stream(place, h(v, "nonce"))
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
    for name, function in [*globals().items(), *vars(travelling).items()]
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


def cases() -> dict[str, list[Values]]:
    """Return every case by kind, without answers."""
    made: dict[str, list[Values]] = {}
    for part in (
        _plain_cases, _people_cases, _entry_cases, _sealed_cases, _waiver_cases, _standing_cases,
        _outcome_cases, travelling.file_cases, travelling.own_cases, travelling.bag_cases,
        travelling.archive_cases, travelling.disclosure_cases, travelling.parcel_cases,
    ):  # fmt: skip
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
    for group, letters in ((0, "0000"), (7, "ZZZZ"), (2, "SQ7Q"), (2, "QS7Q"), (5, "RS89")):
        yield "recovery_check", case(f"{letters} in group {group}", group=group, letters=letters)
    whole = recovery.spell(fixed("code", 20))
    groups = whole.split("-")
    one, other = groups[2], groups[5]
    wrong = "1" if one[1] != "1" else "2"
    for name, spelt in (
        ("right", whole),
        ("one letter wrong", whole.replace(one, one[0] + wrong + one[2:])),
        ("the check letter wrong", whole.replace(other, other[:4] + ("A", "B")[other[4] == "A"])),
        ("two neighbours exchanged", whole.replace(one, one[1] + one[0] + one[2:])),
        ("a letter and the check letter exchanged",
         whole.replace(other, other[:3] + other[4] + other[3])),
        ("two groups exchanged", "-".join([*groups[:2], other, *groups[3:5], one, *groups[6:]])),
        ("a letter that no code has", whole.replace(other, "U" + other[1:])),
        ("a group missing", "-".join(groups[:7])), ("a group too many", whole + "-" + one),
        ("cut in a group", whole[:-2]), ("nothing", ""),
    ):  # fmt: skip
        yield "recovery_typed", case(name, typed=spelt)
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


def _profile() -> Profile:
    slots = ((fixed("slot recovery", 16), fixed("checksum")),)
    return Profile("Mara Lindt", fixed("vault 0", 16), 3, slots)


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
         jsonform.encode(profile_object(_profile()))),
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
        attachment = Attachment(fixed("nonce", 16), "Plan “é”.pdf", 12345, fixed("file digest"))
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
    yield from _revision_cases()
    for name, size in (("empty", 0), ("exactly one chunk", 16376), ("two chunks", 20000)):
        nonce = fixed(f"nonce {name}", 16)
        if attachment_place(place, nonce) != context("attachment", SESSION, nonce):
            raise FormatError("attachment")
        yield _stream(name, size, "attachment", nonce, [], "stream")
    yield _stream("a short portion", 40, "portion", RECORD, [number(2)], "body")
    for name, at, cut in (
        ("two frames", 0, 0), ("a frame cut by a crash", 1, 5),
        ("a frame cut in its first bytes", 2, 300), ("a frame cut in its length", 3, 330),
    ):  # fmt: skip
        yield "mark", _mark(name, at, cut)


MEDIATOR, COLLEAGUE, PARTY, LAWYER = range(4)


def _revision(
    name: str, entry: str = "", *parents: str, by: int = MEDIATOR, kind: str = "note",
    audience: str = "joint", made: int = NOW, sequence: int = 1,
) -> Values:  # fmt: skip
    return {
        "id": fixed(name, 16), "entry": fixed(entry or name, 16), "audience": audience,
        "author": by, "kind": kind, "made": made, "sequence": sequence,
        "parents": [fixed(each, 16) for each in parents],
    }  # fmt: skip


def _revision_cases() -> Iterator[tuple[str, Values]]:
    """The rules of who may revise what, and in which order revisions stand."""
    first, roles = "first", ["mediator", "mediator", "party", "representative"]
    draft, record = {"kind": "draft"}, {"kind": "record"}
    for name, found in (
        ("one revision each", [_revision("a"), _revision("b", made=NOW - 1)]),
        ("a line of three", [
            _revision("third", first, "second", made=NOW - 2), _revision(first),
            _revision("second", first, first, made=NOW - 1),
        ]),
        ("dated before the first", [_revision(first), _revision("early", first, made=1)]),
        ("two made from one", [
            _revision(first), _revision("left", first, first, made=NOW + 9, by=COLLEAGUE),
            _revision("right", first, first, made=NOW + 8),
        ]),
        ("the same time: by sequence, then by id", [
            _revision("x", made=5, sequence=2), _revision("y", made=5, sequence=1),
            _revision("z", made=5, sequence=1),
        ]),
        ("a mediator's note, revised by the other and by a party", [
            _revision(first), _revision("colleague", first, first, by=COLLEAGUE),
            _revision("party", first, first, by=PARTY),
        ]),
        ("a party's note, revised by themselves, a mediator and their lawyer", [
            _revision(first, by=PARTY), _revision("own", first, first, by=PARTY),
            _revision("mediator", first, first), _revision("lawyer", first, first, by=LAWYER),
        ]),
        ("a draft is everybody's", [
            _revision(first, **draft), _revision("party", first, first, by=PARTY, **draft),
            _revision("lawyer", first, "party", by=LAWYER, **draft),
        ]),
        ("a record is nobody's", [
            _revision(first, **record), _revision("again", first, first, **record),
        ]),
        ("another audience", [
            _revision(first), _revision("elsewhere", first, first, audience="mediators"),
        ]),
        ("another kind", [_revision(first), _revision("made final", first, first, **record)]),
        ("the first is gone", [
            _revision("second", first, first, by=PARTY),
            _revision("third", first, "second", by=COLLEAGUE, made=NOW + 1),
            _revision("elsewhere", first, first, audience="mediators", made=NOW + 2),
        ]),
        ("a circle of parents", [
            _revision("one", first, "two", by=MEDIATOR), _revision("two", first, "one", made=1),
            _revision(first, made=NOW + 1),
        ]),
    ):  # fmt: skip
        yield "revisions", case(name, roles=roles, revisions=found)


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
        ("a nonce that is too long", spelt((4, [[attachment[3], *attachment[1:]]]))),
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
        person = Identity(ANNA)
        row = own_mapper.profile_row(person, fixed("own", 16), _profile())
        row = row._replace(cell=fixed("profile cell", 328))
        mark = Mark(Path(folder), person, vault_id)
        mark.remember([
            Remembered(CHAIN, 1, fixed("l1")), Remembered(person.owner, 9, fixed("l2")),
            remembered_profile(row, 3), _passed_as(SESSION, 4),
        ])  # fmt: skip
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
    label = "portion stream"
    yield "stream_id", case(label, label=label, key=KEY, record=RECORD, number=2)
    label, nonce = "attachment stream", fixed("nonce", 16)
    yield "stream_id", case(label, label=label, key=KEY, session=SESSION, nonce=nonce)


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
    place = shares.place_of(SESSION, RECORD)
    given = [shares.portion_share(secret.share, place, j) for secret in secrets]
    return _ciphertext(shares.portion_key(given, place, j), RECORD, j)


def _ciphertext(key: bytes, record: bytes, j: int) -> bytes:
    text = TEXTS[j - 1].encode()
    content = PortionContent(
        "text", "The rota", "", "joint", "Mara Lindt", ("Anna Berg",), NOW, len(text)
    )
    data = portion_prefix(content) + text
    pieces = streams.encrypt_stream(
        key, sealed_mapper.portion_place(SESSION, record, j), len(data), [data], Sha256(),
        rule=padding.body_rule,
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


def _standing_cases() -> Iterator[tuple[str, Values]]:
    yes, no, back = "consent", "refusal", "withdrawal"
    for name, now, given in (
        ("nobody has answered", 20, []), ("one has", 20, [(0, yes, 5)]),
        ("everybody has", 20, [(2, yes, 9), (0, yes, 5), (1, yes, 7)]),
        ("a refusal", 20, [(0, yes, 5), (1, no, 6)]),
        ("a withdrawal", 20, [(0, yes, 5), (0, back, 6)]),
        ("a withdrawal with the last consent", 20,
         [(0, yes, 5), (1, yes, 6), (2, yes, 9), (0, back, 9)]),
        ("a withdrawal after the last consent", 20,
         [(0, yes, 5), (1, yes, 6), (2, yes, 9), (0, back, 10)]),
        ("a refusal after the last consent", 20,
         [(0, yes, 5), (1, yes, 6), (2, yes, 9), (2, no, 10)]),
        ("a second consent does not put off the completion", 20,
         [(0, yes, 5), (1, yes, 6), (2, yes, 9), (0, yes, 15), (1, back, 12)]),
        ("a seat that is no holder", 20, [(3, no, 5), (0, yes, 6)]),
        ("a consent after the end", 40, [(0, yes, 5), (1, yes, 6), (2, yes, 31)]),
        ("a refusal after the end", 20, [(0, yes, 5), (1, no, 31)]),
        ("in the last second", 30, [(0, yes, 5), (1, yes, 6), (2, yes, 30)]),
        ("complete, and too late", 31, [(0, yes, 5), (1, yes, 6), (2, yes, 30)]),
        ("refused, and too late", 31, [(1, no, 6)]),
    ):  # fmt: skip
        answers = [{"seat": seat, "answer": kind, "answered": at} for seat, kind, at in given]
        yield "standing", case(name, until=30, now=now, holders=[0, 1, 2], answers=answers)


def _outcome_cases() -> Iterator[tuple[str, Values]]:
    """Openings with portion keys and consents, right ones and such as are to be refused."""
    record, secrets, number_of = fixed("opened record", 16), _three(), (1, 3)
    place, seeds = shares.place_of(SESSION, record), (MARA, BORIS, ANNA)
    given = {
        j: [shares.portion_share(each.share, place, j) for each in secrets] for j in (1, 2, 3)
    }
    keys = {j: shares.portion_key(each, place, j) for j, each in given.items()}
    sealed = {j: _ciphertext(keys[j], record, j) for j in keys}
    manifest = Manifest(
        SESSION, record, "The rota",
        tuple(Holder(seat, fixed(f"wrap {seat}")) for seat in range(3)),
        shares.pair_commitments(place, secrets),
        tuple(
            Portion(j, sha256(sealed[j]), tuple(
                shares.share_commitment(place, i, j, each) for i, each in enumerate(given[j])
            ))
            for j in keys
        ),
        b"", NOW,
    )  # fmt: skip
    made = statements.sign(Identity(MARA), StatementType.MANIFEST, manifest_object(manifest))
    digests = tuple(sha256(sealed[j]) for j in number_of)
    requested = RequestedRecord(record, statements.statement_hash(made), number_of, digests)
    request = Request(
        SESSION, 0, (requested,), "a rota complaint", "the grievance panel", NOW + 86_400, NOW,
        fixed("request nonce"),
    )  # fmt: skip
    asked = statements.sign(Identity(MARA), StatementType.REQUEST, request_object(request))
    found = statements.statement_hash(asked)
    yes = [_answer(found, seat) for seat in range(3)]
    whole = [Released(record, j, keys[j]) for j in number_of]
    wrong_key = [whole[0], Released(record, 3, keys[2])]
    late, other = _answer(found, 2, NOW + 86_401), _answer(W, 2)
    refusal = _answer(found, 2, kind=AnswerKind.REFUSAL)
    digest = statements.statement_hash(made)
    acks = [_acknowledged(seat, [digest]) for seat in range(3)]
    for name, by, reason, released, beside in (
        ("opened", 0, OPENED, whole, yes), ("not unanimous", 1, NOT_UNANIMOUS, [], []),
        ("expired", 0, EXPIRED, [], []), ("by another than the opener", 1, OPENED, whole, yes),
        ("a consent missing", 0, OPENED, whole, yes[:2]),
        ("no consent", 0, OPENED, whole, []),
        ("one consent twice for another", 0, OPENED, whole, [*yes[:2], yes[1]]),
        ("consents in another order", 0, OPENED, whole, yes[::-1]),
        ("a consent after the end", 0, OPENED, whole, [*yes[:2], late]),
        ("a consent to another request", 0, OPENED, whole, [*yes[:2], other]),
        ("a refusal for a consent", 0, OPENED, whole, [*yes[:2], refusal]),
        ("a portion that was not asked for", 0, OPENED,
         [whole[0], Released(record, 2, keys[2]), whole[1]], yes),
        ("a portion too few", 0, OPENED, whole[:1], yes),
        ("portions in another order", 0, OPENED, whole[::-1], yes),
        ("the key of another portion", 0, OPENED, wrong_key, yes),
        ("nothing released", 0, OPENED, [], yes),
        ("with acknowledgements", 0, OPENED, whole, [*yes, acks[0], acks[2]]),
        ("acknowledged twice: the first counts", 0, OPENED, whole,
         [*yes, _acknowledged(1, [digest], at=9), acks[1]]),
        ("an acknowledgement of another record", 0, OPENED, whole,
         [*yes, _acknowledged(2, [fixed("manifest")])]),
        ("an acknowledgement of this record and another", 0, OPENED, whole,
         [*yes, _acknowledged(2, [digest, fixed("manifest")])]),
        ("an acknowledgement of the roster alone", 0, OPENED, whole, [*yes, _acknowledged(2, [])]),
        ("an acknowledgement in another session", 0, OPENED, whole,
         [*yes, _acknowledged(2, [digest], session=fixed("other session"))]),
        ("an acknowledgement for another seat", 0, OPENED, whole,
         [*yes, _acknowledged(2, [digest], seat=1)]),
        ("acknowledgements and too few consents", 0, OPENED, whole, [*yes[:2], *acks]),
        ("an ending with an acknowledgement", 0, EXPIRED, [], acks[:1]),
    ):  # fmt: skip
        body = outcome_object(Outcome(found, by, reason, tuple(released), NOW + 200))
        type_ = StatementType.OPENING if reason == OPENED else StatementType.ENDING
        said = statements.sign(Identity(seeds[by]), type_, body)
        waiver = waiver_mapper.waiver_id(found)
        row = waiver_mapper.outcome_row(fixed("request key"), SESSION, waiver, said, beside)
        opened = number_of if reason == OPENED else ()
        random = ("request", "manifest", "cell", *(["portions"] if opened else []))
        yield "outcome", case(
            name, random, seeds=seeds, session=SESSION, record_key=fixed("record key"),
            request_key=fixed("request key"), request=statement.encode(asked),
            manifest=statement.encode(made), cell=row.cell,
            portions=[{"number": j, "ciphertext": sealed[j]} for j in opened],
        )  # fmt: skip


def _answer(
    of: bytes, seat: int, answered: int = NOW + 60, kind: AnswerKind = AnswerKind.CONSENT
) -> Statement:
    body = answer_object(Answer(of, seat, kind, answered + seat, fixed(f"letter {seat}")))
    signer = Identity((MARA, BORIS, ANNA)[seat])
    return statements.sign(signer, StatementType.ANSWER, body)


def _acknowledged(
    signer: int, manifests: list[bytes], *, session: bytes = SESSION, seat: int | None = None,
    at: int = 0,
) -> Statement:  # fmt: skip
    said = Acknowledgement(
        session, signer if seat is None else seat, tuple(manifests), NOW + 30 + signer + at
    )
    person = Identity((MARA, BORIS, ANNA)[signer])
    return statements.sign(person, StatementType.ACKNOWLEDGEMENT, acknowledgement_object(said))


# Writing and checking --------------------------------------------------------------------------


def write() -> int:
    """Write every file; a case that is there and holds stays as it is. Returns how many cases."""
    count = 0
    for kind, made in cases().items():
        known = {each["name"]: each for each in stored(kind)}
        found = []
        for each in made:
            old = known.get(each["name"])
            if old is not None and not differences(kind, each, old):
                found.append(old)
                continue
            found.append({**each, "out": LIBRARY[kind](each["in"])})
        count += len(found)
        text = json.dumps({"kind": kind, "cases": found}, indent=1, ensure_ascii=True)
        (HERE / f"{kind}.json").write_text(f"{text}\n", "utf-8")
    return count


def stored(kind: str) -> list[Values]:
    """Return the cases of a kind that are there."""
    path = HERE / f"{kind}.json"
    return json.loads(path.read_text("utf-8"))["cases"] if path.exists() else []


def check() -> list[str]:
    """Verify the files that are there. Returns what is wrong."""
    wrong = []
    made = cases()
    there = {path.stem for path in HERE.glob("*.json")}
    if set(made) != there:
        wrong.append(f"files: {sorted(set(made) ^ there)}")
    for kind in set(made) & there:
        kept = stored(kind)
        if [each["name"] for each in made[kind]] != [each["name"] for each in kept]:
            wrong.append(f"{kind}: other cases")
            continue
        for fresh, old in zip(made[kind], kept, strict=True):
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
