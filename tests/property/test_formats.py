"""Every codec: what is written is read, what is read is written the same, the rest is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.property import strategies
from vault.errors import FormatError, UnsupportedVersionError
from vault.format import (
    bag,
    disclosures,
    entries,
    files,
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
from vault.mapper import archives, lines

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
    "away": Codec(st.lists(strategies.ids, max_size=3), own.away_object, own.read_away),
    "disclosure": Codec(
        strategies.grounds(), disclosures.ground_object, disclosures.read_ground
    ),
    "report": Codec(strategies.reports, disclosures.report_object, disclosures.read_report),
    "archive": Codec(strategies.signed_archives, archives.signed_object, archives.read_signed),
    "index": Codec(
        strategies.indexes(), lambda index: jsonform.decode(bag.index_bytes(index)),
        lambda value: bag.read_index(jsonform.encode(value)),
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
    "file": files.read_file,
    "local header": bag.read_local_header,
    "member": lambda data: bag.read_member(0, data),
    "index": bag.read_index,
    "rows": lambda data: [lines.read_row(each) for each in lines.read_lines(data)],
    "part": lambda data: list(archives.read_part(data)),
    "keyslots": archives.read_keyslots,
    "unsaved": lambda data: own.read_unsaved(bytes(16), data),
    **{kind.value: lambda data, kind=kind: statement.decode(data, kind) for kind in StatementType},  # type: ignore[misc]
}
BEGINNINGS = [
    b"", b"{", b'{"records":[', b"caucus identity\n\1", pae.pae("letter"), pae.pae("statement"),
    pae.pae("label", b"x"), bytes(8), b"\0\0\0\2{}", b"\0" * 7 + b"\5", b"[" * 2000,
    b'{"a":' * 500, b"caucus file\n\1", b"PK\3\4\24\0", b'["archive",', b'["stream",', b'["pass",',
    pae.pae("unsaved"), b'{"settings":[[', b'{"format":1,"kind":"archive","parts":{',
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
@given(strategies.unsaved_texts)
def test_an_unsaved_text_reads_back(unsaved: Any) -> None:
    data = own.unsaved_bytes(unsaved)
    assert own.read_unsaved(unsaved.id, data) == unsaved
    for wrong in (data[:-1], data + b"\0"):
        with pytest.raises(FormatError):
            own.read_unsaved(unsaved.id, wrong)


@ORDINARY
@given(st.lists(strategies.travelling, max_size=5), st.data())
def test_rows_that_travel_read_back_and_changed_ones_are_other_rows_or_refused(
    rows: list[Any], data: Any
) -> None:
    spelt = lines.lines(rows)
    assert [lines.read_row(each) for each in lines.read_lines(spelt)] == rows
    at = data.draw(st.integers(0, len(spelt)))
    other = spelt[:at] + data.draw(st.binary(max_size=2)) + spelt[at + 1 :]
    try:
        read = [lines.read_row(each) for each in lines.read_lines(other)]
    except FormatError:
        return
    # What an AEAD vouches for may be spelt otherwise; what was read is written in one spelling.
    assert [lines.read_row(each) for each in lines.read_lines(lines.lines(read))] == read


@ORDINARY
@given(
    strategies.archive_contents, st.lists(strategies.long_streams, max_size=2),
    st.lists(strategies.travelling, max_size=3),
)  # fmt: skip
def test_a_part_of_an_archive_reads_back(contents: Any, streams: Any, rows: Any) -> None:
    spelt = archives.contents_line(contents) + lines.lines(rows)
    spelt += b"".join(archives.stream_line(each) for each in streams)
    assert list(archives.read_part(spelt)) == [contents, *rows, *streams]


@ORDINARY
@given(st.lists(st.binary(min_size=1, max_size=3 * 1024 * 1024), max_size=6))
def test_an_archive_is_cut_between_lines_once_a_part_is_long_enough(found: list[bytes]) -> None:
    parts = list(archives.parts(found))
    assert b"".join(parts) == b"".join(found)
    assert all(len(each) >= archives.PART_BYTES for each in parts[:-1])
    ends = {sum(map(len, found[:count])) for count in range(len(found) + 1)}
    assert {sum(map(len, parts[:count])) for count in range(len(parts) + 1)} <= ends


@ORDINARY
@given(st.lists(strategies.settings_rows, max_size=3), st.lists(strategies.slot_rows, max_size=2))
def test_keyslots_that_travel_read_back_in_their_order(settings_: Any, slots: Any) -> None:
    expected = [each._replace(position=at) for at, each in enumerate(settings_, 1)]
    data = archives.keyslots_bytes(settings_, slots)
    assert archives.read_keyslots(data) == (expected, slots)


@ORDINARY
@given(st.binary(max_size=40))
def test_a_file_between_machines_reads_back(letter: bytes) -> None:
    data = files.file_bytes(letter)
    assert files.read_file(data) == letter
    for version in (0, 2, 255):
        with pytest.raises(UnsupportedVersionError):
            files.read_file(data[:12] + bytes([version]) + data[13:])
    with pytest.raises(FormatError):
        files.read_file(data[1:])


sizes = st.one_of(
    st.integers(0, 2**20), st.sampled_from([2**32 - 2, 2**32 - 1, 2**32]), st.integers(0, 2**40)
)


@ORDINARY
@given(strategies.payloads, sizes, st.integers(0, 2**32 - 1), sizes, st.data())
def test_a_local_header_reads_back_and_no_other_spelling_does(
    name: str, size: int, crc: int, offset: int, data: Any
) -> None:
    header = bag.local_header(name, size, crc)
    found = bag.read_member(offset, header)
    assert found == bag.Member(name, size, crc, offset)
    assert found.start == offset + len(header)
    at = data.draw(st.integers(0, len(header) - 1))
    other = header[:at] + bytes([header[at] ^ data.draw(st.integers(1, 255))]) + header[at + 1 :]
    try:
        read = bag.read_member(offset, other)
    except FormatError:
        return
    assert bag.local_header(read.name, read.size, read.crc) == other


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
