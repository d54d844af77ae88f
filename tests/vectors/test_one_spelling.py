"""Both readers hold to what FORMAT.md says of files that leave: there is no other spelling.

"A reader refuses what must not be; it never repairs, guesses or skips."
"""

import io

import pytest

from tests.vectors.composed import make, reader, travelling
from tests.vectors.composed.common import ANNA, MARA, NOW, fixed
from vault.format import bag
from vault.keys.identity import Identity
from vault.mapper import archives
from vault.services.evidence import statement_lines

READERS = pytest.mark.parametrize(
    "by", [make.LIBRARY, reader.READERS], ids=["library", "second reader"]
)
REFUSED = {"refused": True}


@pytest.fixture(scope="module")
def one() -> travelling.Opened:
    return travelling.opened()


def asked(by, file: bytes, what: str = "disclosure"):
    return by["disclosure"]({"what": what, "file": file.hex()})


def right(one: travelling.Opened) -> list[tuple[str, bytes]]:
    said = [*one.head, *one.consents, *one.acknowledged, one.opening]
    return travelling.enveloped(said)


@READERS
def test_a_disclosure_as_it_must_be_is_read(by, one):
    file = travelling.numbered(one.portions, statement_lines(right(one)))
    assert [each["number"] for each in asked(by, file)["portions"]] == [1, 3]


@READERS
@pytest.mark.parametrize(
    "order",
    [
        (1, 0, 2, 3, 4, 5, 6, 7),
        (0, 2, 1, 3, 4, 5, 6, 7),
        (0, 1, 2, 5, 3, 4, 6, 7),
        (0, 1, 2, 3, 4, 6, 5, 7),
        (0, 1, 2, 7, 3, 4, 5, 6),
    ],
    ids=["roster", "request", "acknowledgement first", "seats descending", "opening"],
)
def test_the_statements_of_a_disclosure_stand_in_one_order(order, by, one):
    """FORMAT §25, and §14: consents, then acknowledgements ascending by seat."""
    said = right(one)
    file = travelling.numbered(one.portions, statement_lines([said[at] for at in order]))
    assert asked(by, file) == REFUSED


@READERS
def test_the_payloads_of_a_disclosure_are_named_by_their_number(by, one):
    """FORMAT §25."""
    names = [f"data/{fixed(f'other {at}', 16).hex()}" for at in range(3)]
    payloads = dict(zip(names, [statement_lines(right(one)), *one.portions], strict=True))
    parts = {"portions": tuple(names[1:]), "statements": (names[0],)}
    file = travelling.written(bag.DISCLOSURE, parts, payloads)
    assert asked(by, file) == REFUSED


@READERS
def test_a_disclosure_has_no_part_that_nothing_vouches_for(by, one):
    """FORMAT §25: the parts are portions and statements."""
    names = [f"data/{at:032x}" for at in range(4)]
    contents = [statement_lines(right(one)), *one.portions, b"Believe this as well."]
    parts = {"more": (names[3],), "portions": tuple(names[1:3]), "statements": (names[0],)}
    file = travelling.written(bag.DISCLOSURE, parts, dict(zip(names, contents, strict=True)))
    assert asked(by, file) == REFUSED


@READERS
@pytest.mark.parametrize("extra", ["a portion", "a line"])
def test_a_report_says_nothing_but_its_closed_answers(extra, by):
    """FORMAT §25: identity and report, no portions."""
    (_, found) = next(each for each in travelling._report_cases())
    with io.BytesIO(bytes.fromhex(found["in"]["file"])) as source:
        read = travelling.read_bag(source)
        said = read.read(read.part("statements")[0])
    portions = [b"A remark."] if extra == "a portion" else []
    more = statement_lines([("remark", b"A remark.")]) if extra == "a line" else b""
    assert asked(by, travelling.numbered(portions, said + more), "report") == REFUSED


@READERS
def test_an_archive_has_no_part_that_is_not_named(by):
    """FORMAT §24: wraps, rows, streams, and perhaps keyslots."""
    session, rows = travelling._frame()
    _, plain = travelling._archive("", ANNA, session, rows)
    assert by["archive"](plain["in"])["exporter"] == "Mara Lindt"
    _, more = travelling._archive("", ANNA, session, rows, more=b"Believe this as well.")
    assert by["archive"](more["in"]) == REFUSED


@READERS
@pytest.mark.parametrize("value", ["true", "-1"])
def test_the_first_line_of_an_archive_counts_in_plain_numbers(value, by):
    """FORMAT §22: integers are plain."""
    contents = archives.Contents(Identity(MARA).fingerprint, NOW, (fixed("convened"),), 3, 1)
    line = archives.contents_line(contents).replace(b",3,1]", f",{value},1]".encode())
    assert by["part"]({"bytes": line.hex()}) == REFUSED


@READERS
def test_an_acknowledgement_by_somebody_who_holds_nothing_is_refused(by):
    """FORMAT §14: acknowledgements of holders."""
    one = travelling.opened(guest=True)
    for heard in (2, 3):
        said = [*one.head, *one.consents, *one.acknowledged[:heard], one.opening]
        lines = statement_lines(travelling.enveloped(said))
        answer = asked(by, travelling.numbered(one.portions, lines))
        assert (answer == REFUSED) is (heard == 3)
