"""Values as the formats know them, for tests that want any of them."""

from itertools import combinations, pairwise
from typing import Any, get_type_hints

from hypothesis import strategies as st

from vault.format.bag import KINDS, Index
from vault.format.disclosures import GroundStatement, ReportStatement, SignedPortion
from vault.format.entries import DestroyedRow, Destruction, Head
from vault.format.jsonform import MAX_INTEGER, to_text
from vault.format.own import (
    Line,
    OwnAnswer,
    OwnSeat,
    Profile,
    Remembered,
    TouchedRow,
)
from vault.format.sealed import Acknowledgement
from vault.format.statement import Statement, StatementType
from vault.format.waivers import ContributionBytes, Outcome, Released
from vault.mapper.archives import Contents, LongStream, Signed
from vault.model import (
    Agreement,
    Answer,
    AnswerKind,
    Attachment,
    Contact,
    Ground,
    Header,
    Holder,
    Kind,
    Manifest,
    Portion,
    PortionContent,
    PublicIdentity,
    RecipientKind,
    Request,
    RequestedRecord,
    Role,
    Roster,
    Seat,
    UnsavedText,
)
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
    SessionRow,
    SettingRow,
    ShareRow,
    WaiverRow,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=8)
integers = st.integers(0, MAX_INTEGER)
ids = st.binary(min_size=16, max_size=16)
digests = st.binary(min_size=32, max_size=32)
optional_ids = st.one_of(st.just(b""), ids)
named_ids = st.one_of(st.just(b""), ids.filter(any))
optional_digests = st.one_of(st.just(b""), digests)
audiences = st.sampled_from(["private", "mediators", "joint", "caucus:A", "caucus:B"])


def some(values: Any, most: int = 3) -> Any:
    """Return tuples of up to so many of these."""
    return st.lists(values, max_size=most).map(tuple)


def _bytes(size: int) -> Any:
    return st.binary(min_size=4, max_size=4).map(lambda start: start.ljust(size, b"\x5a"))


identities = st.builds(PublicIdentity, _bytes(1216), _bytes(1984), _bytes(3373))
contacts = st.builds(Contact, texts, identities, st.booleans())


@st.composite
def rosters(draw: Any) -> Roster:
    people = draw(
        st.lists(
            identities, min_size=1, max_size=4, unique_by=(lambda i: i.kem, lambda i: i.signing)
        )
    )
    seats = []
    for number, identity in enumerate(people):
        role = draw(st.sampled_from(list(Role))) if number else Role.MEDIATOR
        sided = role in {Role.PARTY, Role.REPRESENTATIVE}
        side = draw(st.sampled_from("ABZ")) if sided else ""
        reads = draw(st.booleans()) if role is Role.NONPARTY else True
        seats.append(Seat(number, role, side, draw(texts), (identity,), reads))
    return Roster(
        draw(texts), draw(texts), tuple(seats), draw(st.dictionaries(texts, digests, max_size=3)),
        draw(digests), draw(optional_digests), draw(integers),
    )  # fmt: skip


attachments = st.builds(Attachment, ids, texts, integers, digests)
headers = st.builds(
    Header, ids, st.sampled_from(list(Kind)), texts, some(texts), some(texts), integers, some(ids),
    named_ids, named_ids, some(attachments, 2), digests, digests,
)  # fmt: skip
heads = st.builds(
    Head, digests, audiences, integers, ids, st.integers(1, MAX_INTEGER), digests, integers
)
destroyed = st.builds(DestroyedRow, ids, st.integers(1, MAX_INTEGER), digests)
destructions = st.builds(
    Destruction, digests, integers,
    st.sampled_from(["destroyed", "sealed", "session destroyed"]), some(destroyed), integers,
)  # fmt: skip


@st.composite
def manifests(draw: Any) -> Manifest:
    seats = sorted(draw(st.sets(st.integers(0, 63), min_size=2, max_size=4)))
    holders = tuple(Holder(seat, draw(digests)) for seat in seats)
    pairs = tuple(draw(digests) for _ in combinations(seats, 2))
    portions = tuple(
        Portion(number, draw(digests), tuple(draw(digests) for _ in seats))
        for number in range(1, draw(st.integers(1, 3)) + 1)
    )
    return Manifest(
        draw(digests), draw(ids), draw(texts), holders, pairs, portions, draw(optional_ids),
        draw(integers),
    )  # fmt: skip


contents = st.builds(
    PortionContent, st.sampled_from(["text", "file"]), texts, texts, audiences, texts, some(texts),
    integers, integers,
)  # fmt: skip
acknowledgements = st.builds(Acknowledgement, digests, integers, some(digests), integers)


@st.composite
def requests(draw: Any) -> Request:
    records = []
    for record in draw(st.lists(ids, min_size=1, max_size=3, unique=True)):
        numbers = tuple(sorted(draw(st.sets(st.integers(1, 999), min_size=1, max_size=3))))
        found = tuple(draw(digests) for _ in numbers)
        records.append(RequestedRecord(record, draw(digests), numbers, found))
    return Request(
        draw(digests), draw(integers), tuple(records), draw(texts), draw(texts), draw(integers),
        draw(integers), draw(digests),
    )  # fmt: skip


answers = st.builds(
    Answer, digests, integers, st.sampled_from(list(AnswerKind)), integers, optional_digests
)
released = st.builds(Released, ids, st.integers(1, 999), digests)
outcomes = st.one_of(
    st.builds(
        Outcome, digests, integers, st.just("opened"),
        st.lists(released, min_size=1, max_size=3).map(tuple), integers,
    ),
    st.builds(
        Outcome, digests, integers, st.sampled_from(["not unanimous", "expired"]), st.just(()),
        integers,
    ),
)  # fmt: skip


@st.composite
def contributions(draw: Any) -> tuple[list[ContributionBytes], int]:
    others = draw(st.integers(1, 3))
    parts = [
        ContributionBytes(
            draw(ids), tuple(draw(digests) for _ in range(others)),
            tuple(draw(digests) for _ in range(others)), draw(st.binary(max_size=200)),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    return parts, others


profiles = st.builds(
    Profile, texts, ids, st.integers(1, MAX_INTEGER), some(st.tuples(ids, digests))
)  # fmt: skip
own_seats = st.builds(
    OwnSeat, digests, integers, texts, texts, integers, optional_digests,
    st.dictionaries(texts, digests, max_size=3), st.dictionaries(texts, ids, max_size=3),
)  # fmt: skip
own_answers = st.builds(
    OwnAnswer, digests, st.sampled_from([kind.value for kind in AnswerKind]), integers, ids,
    st.booleans(),
)  # fmt: skip
unsaved_texts = st.builds(
    UnsavedText, st.just(bytes(16)), digests, audiences, optional_ids, optional_ids,
    st.sampled_from(list(Kind)), texts, texts, some(texts), some(texts),
    st.tuples(integers, integers), integers,
)  # fmt: skip
recipients = st.one_of(
    st.tuples(st.sampled_from([each for each in Ground if each is not Ground.SAFETY]),
              st.sampled_from(list(RecipientKind))),
    st.tuples(st.just(Ground.SAFETY),
              st.sampled_from([each for each in RecipientKind if each.averts_harm])),
)  # fmt: skip
signed_portions = st.builds(SignedPortion, ids, ids, st.integers(1, MAX_INTEGER), digests)


@st.composite
def grounds(draw: Any) -> GroundStatement:
    ground, kind = draw(recipients)
    portions = draw(st.lists(signed_portions, min_size=1, max_size=3))
    return GroundStatement(
        ground, draw(texts), kind, draw(texts), draw(digests), draw(integers), tuple(portions),
        draw(texts), draw(st.sampled_from(list(Role))), draw(texts), draw(integers), draw(digests),
    )  # fmt: skip


attended = st.tuples(texts, st.sampled_from(list(Role)), texts)
reports = st.builds(
    ReportStatement, texts, st.lists(integers, min_size=1, max_size=3).map(tuple), some(attended),
    st.sampled_from(list(Agreement)), texts, integers, digests,
)  # fmt: skip
signed_archives = st.builds(Signed, integers, some(digests), digests)
payloads = ids.map(lambda name: f"data/{name.hex()}")


@st.composite
def indexes(draw: Any) -> Index:
    names = draw(st.lists(payloads, max_size=6, unique=True))
    cuts = sorted(draw(st.lists(st.integers(0, len(names)), max_size=3)))
    bounds = [0, *cuts, len(names)]
    parts = [tuple(names[start:end]) for start, end in pairwise(bounds)]
    words_ = draw(st.lists(words, min_size=len(parts), max_size=len(parts), unique=True))
    return Index(draw(st.sampled_from(sorted(KINDS))), dict(zip(words_, parts, strict=True)))


small = st.integers(0, 2**31 - 1)
travelling = st.one_of([
    st.builds(kind, **{
        name: small if type_ is int else st.binary(max_size=40)
        for name, type_ in get_type_hints(kind).items()
    })
    for kind in (
        SessionRow, ClosingRow, GrantRow, ChainRow, RevisionRow, ChunkRow, DestructionRow,
        RecordRow, ShareRow, PassRow, AcknowledgementRow, WaiverRow, AnswerRow, OutcomeRow,
    )
])  # fmt: skip
archive_contents = st.builds(Contents, digests, integers, some(digests), integers, integers)
long_streams = st.builds(LongStream, ids, payloads, digests)
settings_rows = st.builds(SettingRow, ids, small, digests, small, small, small)
slot_rows = st.builds(
    KeyslotRow, ids, ids, words, optional_ids, ids, st.binary(max_size=40), digests
)
touched = st.builds(TouchedRow, words, st.binary(max_size=48), optional_digests)
lines = st.builds(Line, texts, optional_digests, integers, digests, some(touched))
remembered = st.lists(st.builds(Remembered, ids, st.integers(0, 2**64 - 1), digests), max_size=4)
statements = st.builds(
    Statement, st.sampled_from(list(StatementType)), st.binary(max_size=60), digests, _bytes(3373)
)

json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(2**60), 2**60), texts,
        st.binary(max_size=40).map(to_text), digests.map(to_text), ids.map(to_text),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=5,
)  # fmt: skip


@st.composite
def changed(draw: Any, value: Any) -> Any:
    """Return a JSON value with one thing in it replaced, left out, doubled or put in."""
    if isinstance(value, dict) and value and draw(st.integers(0, 9)):
        key = draw(st.sampled_from(sorted(value)))
        act = draw(st.sampled_from(["into", "into", "replace", "leave out", "put in"]))
        if act == "leave out":
            return {name: item for name, item in value.items() if name != key}
        if act == "put in":
            return {**value, draw(texts): draw(json_values)}
        inner = draw(changed(value[key])) if act == "into" else draw(json_values)
        return {**value, key: inner}
    if isinstance(value, list) and value and draw(st.integers(0, 9)):
        at = draw(st.integers(0, len(value) - 1))
        act = draw(st.sampled_from(["into", "into", "leave out", "double", "turn about"]))
        if act == "leave out":
            return value[:at] + value[at + 1 :]
        if act == "double":
            return [*value, value[at]]
        if act == "turn about":
            return value[::-1]
        return [*value[:at], draw(changed(value[at])), *value[at + 1 :]]
    return draw(json_values)
