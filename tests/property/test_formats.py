"""Every codec: what is written is read, what is read is written the same, the rest is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.property import strategies
from vault.errors import FormatError
from vault.format import (
    entries,
    ids,
    jsonform,
    letters,
    own,
    padding,
    pae,
    people,
    rosters,
    sealed,
    statement,
    waivers,
)
from vault.format.statement import StatementType

ORDINARY = settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@dataclass(frozen=True)
class Codec:
    """A value as a JSON object and back."""

    values: Any
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


CODECS = {
    "roster": Codec(strategies.rosters(), rosters.roster_object, rosters.read_roster),
    "identity": Codec(strategies.identities, people.identity_object, people.read_identity),
    "contact": Codec(strategies.contacts, people.contact_object, people.read_contact),
    "head": Codec(strategies.heads, entries.head_object, entries.read_head),
    "destruction": Codec(
        strategies.destructions, entries.destruction_object, entries.read_destruction
    ),
    "manifest": Codec(strategies.manifests(), sealed.manifest_object, sealed.read_manifest),
    "acknowledgement": Codec(
        strategies.acknowledgements, sealed.acknowledgement_object, sealed.read_acknowledgement
    ),
    "request": Codec(strategies.requests(), waivers.request_object, waivers.read_request),
    "answer": Codec(strategies.answers, waivers.answer_object, waivers.read_answer),
    "outcome": Codec(strategies.outcomes, waivers.outcome_object, waivers.read_outcome),
    "profile": Codec(strategies.profiles, own.profile_object, own.read_profile),
    "own seat": Codec(strategies.own_seats, own.seat_object, own.read_seat),
    "own answer": Codec(strategies.own_answers, own.answer_object, own.read_own_answer),
    "line": Codec(strategies.lines, own.line_object, own.read_line),
    "upload": Codec(
        st.lists(strategies.ids, max_size=3), own.upload_object, own.read_upload
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CODECS)
@ORDINARY
@given(data=st.data())
def test_what_is_written_is_read(name: str, data: Any) -> None:
    codec = CODECS[name]
    value = data.draw(codec.values)
    spelt = jsonform.encode(codec.write(value))
    assert codec.read(jsonform.decode(spelt)) == value


@pytest.mark.parametrize("name", CODECS)
@ORDINARY
@given(data=st.data())
def test_what_was_changed_is_refused_or_is_another_value_written_the_same(
    name: str, data: Any
) -> None:
    codec = CODECS[name]
    value = data.draw(strategies.changed(codec.write(data.draw(codec.values))))
    try:
        spelt = jsonform.encode(value)
        read = codec.read(jsonform.decode(spelt))
    except FormatError:
        return
    written = codec.write(read)
    assert written == value


@pytest.mark.parametrize("name", CODECS)
@ORDINARY
@given(value=st.dictionaries(strategies.texts, strategies.json_values, max_size=4))
def test_any_object_is_read_or_refused(name: str, value: dict[str, Any]) -> None:
    try:
        CODECS[name].read(value)
    except FormatError:
        return
    assert name == "keys"


PARSERS: dict[str, Callable[[bytes], object]] = {
    "header": entries.read_header,
    "json": jsonform.decode,
    "json list": jsonform.decode_list,
    "base64url": lambda data: jsonform.to_bytes(data.decode("latin-1")),
    "letter": letters.read_letter,
    "identity file": people.read_identity_file,
    "portion": sealed.read_portion,
    "contribution": lambda data: waivers.read_contribution(data, 2),
    "mark": own.read_remembered,
    "padding": lambda data: padding.unpad(data, padding.body_rule),
    "bucket": lambda data: padding.unpad(data, padding.bucket_rule),
    "letter's text": lambda data: padding.unpad(data, padding.letter_rule),
    "pae": lambda data: pae.split(data, "label", 2),
    "pae of any length": lambda data: pae.split_all(data, "label"),
    **{kind.value: lambda data, kind=kind: statement.decode(data, kind) for kind in StatementType},  # type: ignore[misc]
}
BEGINNINGS = [
    b"", b"{", b'{"records":[', b"caucus identity\n\1", pae.pae("letter"), pae.pae("statement"),
    pae.pae("label", b"x"), bytes(8), b"\0\0\0\2{}", b"\0" * 7 + b"\5", b"[" * 2000,
    b'{"a":' * 500,
]  # fmt: skip


@pytest.mark.parametrize("name", PARSERS)
@ORDINARY
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=600))
def test_no_bytes_do_more_than_be_refused(name: str, begun: bytes, rest: bytes) -> None:
    """R12."""
    try:
        PARSERS[name](begun + rest)
    except FormatError as error:
        assert error.what  # noqa: PT017


@ORDINARY
@given(strategies.statements, st.sampled_from(list(StatementType)))
def test_a_statement_reads_back_as_its_own_type_only(made: Any, expected: StatementType) -> None:
    data = statement.encode(made)
    if expected is made.type:
        assert statement.decode(data, expected) == made
        for wrong in (data[:-1], data + b"\0", data[1:]):
            with pytest.raises(FormatError):
                statement.decode(wrong, expected)
    else:
        with pytest.raises(FormatError):
            statement.decode(data, expected)


@ORDINARY
@given(strategies.headers, st.data())
def test_a_header_reads_back_and_a_changed_one_is_refused_or_another_header(
    header: Any, data: Any
) -> None:
    spelt = entries.header_bytes(header)
    assert entries.read_header(spelt) == header
    at = data.draw(st.integers(0, len(spelt) - 1))
    byte = data.draw(st.binary(max_size=2))
    other = spelt[:at] + byte + spelt[at + data.draw(st.integers(0, 2)) :]
    try:
        read = entries.read_header(other)
    except FormatError:
        return
    assert entries.read_header(entries.header_bytes(read)) == read


@ORDINARY
@given(strategies.contents, st.binary(max_size=50))
def test_a_portion_reads_back(content: Any, text: bytes) -> None:
    data = sealed.portion_prefix(content) + text
    found, start = sealed.read_portion(data)
    assert (found, data[start:]) == (content, text)
    assert sealed.portion_prefix_bytes(data) == start
    with pytest.raises(FormatError):
        sealed.read_portion(data[: start - 1])


@ORDINARY
@given(strategies.contributions())
def test_a_contribution_reads_back_for_the_right_number_of_holders(made: Any) -> None:
    parts, others = made
    data = waivers.contribution_bytes(parts)
    assert waivers.read_contribution(data, others) == parts
    if parts:
        with pytest.raises(FormatError):
            waivers.read_contribution(data, others + 1)


@ORDINARY
@given(st.lists(st.binary(max_size=20), max_size=4))
def test_fields_read_back_however_many_there_are(fields: list[bytes]) -> None:
    data = pae.pae("label", *fields)
    assert pae.split_all(data, "label") == tuple(fields)
    for wrong in (data[:-1], data + b"\0", b""):
        with pytest.raises(FormatError):
            pae.split_all(wrong, "label")


@ORDINARY
@given(strategies.remembered)
def test_a_mark_reads_back(remembered: Any) -> None:
    data = own.remembered_bytes(remembered)
    assert own.read_remembered(data) == remembered
    with pytest.raises(FormatError):
        own.read_remembered(data + b"\0")


@ORDINARY
@given(strategies.identities)
def test_an_identity_file_reads_back(identity: Any) -> None:
    data = people.identity_file(identity)
    read = people.read_identity_file(data)
    assert read == identity
    assert people.identity_file(read) == data
    for wrong in (data[:-1], data + b"\0"):
        with pytest.raises(FormatError):
            people.read_identity_file(wrong)


@ORDINARY
@given(
    st.lists(st.binary(min_size=1168, max_size=1168), min_size=1, max_size=4),
    st.binary(max_size=99),
)
def test_a_letter_reads_back(wraps: list[bytes], body: bytes) -> None:
    assert letters.read_letter(letters.letter(wraps, body)) == (wraps, body)


def test_a_letter_for_nobody_or_for_too_many_is_refused() -> None:
    for count in (0, letters.READERS_MAX + 1):
        with pytest.raises(FormatError):
            letters.read_letter(letters.letter([bytes(1168)] * count, b""))


@ORDINARY
@given(st.binary(min_size=1, max_size=32), st.data())
def test_an_id_is_within_the_range_of_each_of_its_prefixes(value: bytes, data: Any) -> None:
    letters_ = ids.to_text(value)
    cut = data.draw(st.integers(1, len(letters_)))
    low, high = ids.prefix_range(letters_[:cut], len(value))
    assert low <= value <= high


@pytest.mark.long
@pytest.mark.parametrize("name", CODECS)
@settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_much_that_was_changed_is_refused_or_written_the_same(name: str, data: Any) -> None:
    test_what_was_changed_is_refused_or_is_another_value_written_the_same.hypothesis.inner_test(  # type: ignore[attr-defined]
        name, data
    )
