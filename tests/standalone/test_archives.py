"""Archives that their own maker, or somebody whose rows are in them, has tampered with.

The program and the reader that stands alone open both the same file with the same passphrase.
"""

from collections.abc import Callable

import pytest

from tests.cast import passphrase_of
from tests.standalone.forge import Inside, members_of, zip_of
from tests.standalone.samples import MARA, NILS, NORA, Samples, opens
from vault.format import bag
from vault.format.jsonform import to_bytes, to_text

Change = Callable[[Inside], None]


def code(reader, data: bytes, name: str) -> int:
    """Return how the reader ends, asked in this process."""
    try:
        list(reader.Archive(reader.Bag(data), name, passphrase_of(name)).read())
    except reader.PassphraseError:
        return 3
    except Exception:  # noqa: BLE001 (as its main program: it is not verified)
        return 7
    return 0


def flipped(text: object, at: int) -> str:
    data = bytearray(to_bytes(str(text)))
    data[at] ^= 1
    return to_text(bytes(data))


def flip(table: str, column: int, at: int = -1, row: int = 0) -> Change:
    def change(inside: Inside) -> None:
        found = inside.rows(table)[row]
        found[column] = flipped(found[column], at)

    return change


def put(table: str, column: int, value: object) -> Change:
    return lambda inside: inside.rows(table)[0].__setitem__(column, value)


def without(table: str, row: int = 0) -> Change:
    return lambda inside: inside.drop(inside.rows(table)[row])


def without_all(table: str) -> Change:
    def change(inside: Inside) -> None:
        inside.lines = [line for line in inside.lines if line[0] != table]

    return change


def swap(table: str, column: int) -> Change:
    """Exchange a column of two rows."""

    def change(inside: Inside) -> None:
        first, second = inside.rows(table)[:2]
        first[column], second[column] = second[column], first[column]

    return change


def last_revision(inside: Inside) -> None:
    """A chain loses its newest row: its head says that there was one more."""
    rows = inside.rows("revision")
    (last,) = [row for row in rows if row[1] == rows[0][1]][-1:]
    inside.drop(last)


def destroyed(inside: Inside) -> None:
    """A row is emptied, and nobody said so."""
    row = next(row for row in inside.rows("revision") if row[4])
    row[4] = row[5] = ""


def renumbered(inside: Inside) -> None:
    inside.rows("revision")[0][2] = 9


def further_row(inside: Inside) -> None:
    row = list(inside.rows("revision")[-1])
    row[2], row[3] = int(str(row[2])) + 1, to_text(bytes(16))
    inside.lines.insert(inside.lines.index(inside.rows("revision")[-1]) + 1, row)


def other_word(inside: Inside) -> None:
    inside.lines.append(["answer", *inside.rows("waiver")[0][1:]])


def other_sessions(inside: Inside) -> None:
    inside.lines[0][3] = [to_text(bytes(32))]


def other_exporter(inside: Inside) -> None:
    inside.lines[0][1] = to_text(bytes(32))


def second_start(inside: Inside) -> None:
    inside.lines.append(list(inside.lines[0]))


def lost_stream(inside: Inside) -> None:
    inside.drop(inside.rows("stream")[0])
    gone = inside.parts["streams"].pop(0)
    del inside.members[gone]


def other_stream(inside: Inside) -> None:
    first, second = inside.parts["streams"][:2]
    inside.members[first], inside.members[second] = inside.members[second], inside.members[first]


DOCKET: dict[str, Change] = {
    "a manifest changed": flip("record", 3),
    "manifests exchanged": swap("record", 3),
    "a share gone": without("share"),
    "a share changed": flip("share", 3),
    "a request changed": flip("waiver", 3),
    "an outcome changed": flip("outcome", 2),
    "a pass changed": flip("pass", 3),
    "no passes": without_all("pass"),
    "an acknowledgement changed": flip("acknowledgement", 4),
    "base64 that is none": put("pass", 3, "A"),
}
"""Sealed records and requests: the reader says that it leaves them to the program."""
CHANGES: dict[str, Change] = {
    "a session that is not there": without("session"),
    "no grants": without_all("grant"),
    "another roster": flip("session", 2),
    "a chain gone": without("chain"),
    "another author": flip("chain", 4),
    "no head": put("chain", 5, ""),
    "another head": flip("chain", 5),
    "heads exchanged": swap("chain", 5),
    "audiences exchanged": swap("chain", 3),
    "a row gone": without("revision"),
    "the newest row gone": last_revision,
    "a text changed": flip("revision", 5),
    "texts exchanged": swap("revision", 5),
    "a header changed": flip("revision", 4),
    "a link changed": flip("revision", 6),
    "a row destroyed by nobody": destroyed,
    "a row renumbered": renumbered,
    "a row too many": further_row,
    "no word of a destruction": without_all("destruction"),
    "a destruction changed": flip("destruction", 4),
    "a piece changed": flip("chunk", 3),
    "a piece gone": without("chunk"),
    "a file gone": lost_stream,
    "files exchanged": other_stream,
    "a row of no kind": other_word,
    "other sessions": other_sessions,
    "another maker": other_exporter,
    "two first lines": second_start,
    "an integer that is none": put("grant", 2, True),
    "a column too many": lambda inside: inside.rows("grant")[0].append(1),
    "base64 of a grant that is none": put("grant", 3, "A"),
}


@pytest.fixture(scope="module")
def whole(samples: Samples) -> bytes:
    """A small archive with something of everything in it, with its maker's keyslot."""
    return samples.archive(samples.mara, sessions=[samples.first], with_keyslot=True)


def test_an_archive_put_together_again_opens(samples, whole, reader):
    identity = samples.mara.lend_identity()
    data = Inside.of(whole, identity).file(identity)
    assert (code(reader, data, MARA), opens(data, MARA)) == (0, 0)


FEW = (
    "a row gone", "the newest row gone", "texts exchanged", "heads exchanged",
    "a row destroyed by nobody", "no word of a destruction", "files exchanged",
    "another maker", "a row of no kind",
)  # fmt: skip
"""The others take minutes: each opens a whole archive."""
LONG = [pytest.param(what, marks=pytest.mark.long) for what in CHANGES if what not in FEW]


@pytest.mark.parametrize("what", [*FEW, *LONG])
def test_what_was_changed_inside_is_refused(samples, whole, reader, what):
    identity = samples.mara.lend_identity()
    inside = Inside.of(whole, identity)
    CHANGES[what](inside)
    assert code(reader, inside.file(identity), MARA) == 7


@pytest.mark.long
@pytest.mark.parametrize("what", [*CHANGES, *DOCKET])
def test_what_was_changed_inside_is_refused_by_the_program_too(samples, whole, what):
    identity = samples.mara.lend_identity()
    inside = Inside.of(whole, identity)
    (CHANGES | DOCKET)[what](inside)
    assert opens(inside.file(identity), MARA) == 7


@pytest.mark.parametrize("what", ["a row gone", "a share changed"])
def test_a_few_of_them_are_shown_to_the_program_at_once(samples, whole, what):
    identity = samples.mara.lend_identity()
    inside = Inside.of(whole, identity)
    (CHANGES | DOCKET)[what](inside)
    assert opens(inside.file(identity), MARA) == 7


SIGNATURES: dict[str, dict[str, object]] = {
    "another time": {"made": 1},
    "another session": {"sessions": [to_text(bytes(32))]},
    "another tag manifest": {"tagmanifest": to_text(bytes(32))},
}


@pytest.mark.parametrize("what", SIGNATURES)
def test_the_maker_signs_exactly_this_file(samples, whole, reader, what):
    identity = samples.mara.lend_identity()
    data = Inside.of(whole, identity).file(identity, of=SIGNATURES[what])
    assert code(reader, data, MARA) == 7


def test_somebody_elses_signature_does_not_do(samples, whole, reader):
    mine = Inside.of(whole, samples.mara.lend_identity())
    data = mine.file(samples.cast.people[NILS].lend_identity())
    assert (code(reader, data, MARA), opens(data, MARA)) == (7, 7)


def test_a_signature_of_another_archive_does_not_do(samples, whole, reader):
    other = members_of(samples.owned[MARA])[bag.SIGNATURE]
    members = members_of(whole) | {bag.SIGNATURE: other}
    data = zip_of(list(members.items()))
    assert (code(reader, data, MARA), opens(data, MARA)) == (7, 7)


def test_another_persons_keyslot_opens_nothing(samples, reader):
    """The keyslots of one archive in another: it says so, and does not open."""
    mine, theirs = (Inside.of(samples.owned[name], samples.cast.people[name].lend_identity())
                    for name in (MARA, NORA))  # fmt: skip
    (slots,), (others,) = mine.parts["keyslots"], theirs.parts["keyslots"]
    mine.members[slots] = theirs.members[others]
    data = mine.file(samples.mara.lend_identity())
    assert (code(reader, data, MARA), code(reader, data, NORA)) == (3, 7)
    assert (opens(data, MARA), opens(data, NORA)) == (3, 7)
