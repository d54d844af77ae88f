"""What a registry takes in: every page stamped, everything in it, nothing beside it."""

import hashlib
import subprocess
import sys
import time
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.paper.conftest import DIGEST, MADE, WORDS, pages, pieces, portion, seat, texts
from tui.paper.disclosure import disclosure_pdf
from vault import Role

LONG = "Anna Berg says that the heating was never repaired. " * 400
NUMBERS = 71.0
"""To the left of this stands nothing but the numbers of lines."""


def one_text(pdf: bytes) -> str:
    return " ".join(texts(pdf))


def test_every_page_carries_the_stamp_the_digest_the_check_words_and_its_number(disclosure):
    found = texts(disclosure_pdf(replace(disclosure, portions=(portion(LONG),) * 2)))
    assert len(found) > 5
    for number, text in enumerate(found, 1):
        assert "Released by waiver of all parties and the mediator" in text
        assert "These portions, this purpose, this recipient – nothing else is affected" in text
        assert f"{DIGEST.hex()[:16]}…" in text
        assert WORDS in text
        assert f"Page {number} of {len(found)}" in text


def test_the_first_page_says_what_for_to_whom_and_who_agreed_when(disclosure):
    first = texts(disclosure_pdf(disclosure))[0]
    for said in (
        *("Berg and Falk", "Second sitting", "Evidence in case T 112-26"),
        *("Nordhamn District Court", "Opened by Mara Lindt", "2026-03-03 14:05:09 UTC"),
        *("Anna Berg Party, side A 2026-03-03 14:04:09", "Boris Falk Party, side B"),
        "stays confidential",
    ):
        assert said in first
    assert "Ruth Adler" not in first


def test_the_certificate_names_every_seat_and_the_whole_digest(disclosure):
    last = texts(disclosure_pdf(disclosure))[-1]
    assert DIGEST.hex() in last.replace(" ", "")
    for who in ("Mara Lindt", "Anna Berg", "Ruth Adler", "Boris Falk"):
        assert f"{who} ·" in last
        assert " ".join([who.split()[0].lower()] * 6) in last
    assert "Representative, side A" in last
    assert "Not needed" in last
    assert "What they do not show" in last
    assert "sha256sum FILE" in last
    assert "caucus disclosure verify FILE" in last


def test_a_portion_says_where_it_comes_from(disclosure):
    released = portion(audience="caucus:A", number=3, label="Costs")
    found = one_text(disclosure_pdf(replace(disclosure, portions=(released,))))
    for said in (
        *("Portion 3", "Label Costs", "Title Morning", "Written by Mara Lindt"),
        *("Words of Anna Berg", "Side A and the mediators, in caucus"),
        "Written 2026-03-02 13:05:09 UTC",
    ):
        assert said in found
    assert hashlib.sha256(released.text.encode()).hexdigest() in found.replace(" ", "")


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        ("private", "The author alone"),
        ("mediators", "The mediators"),
        ("joint", "Everybody in the joint session"),
        ("later", "Audience “later”"),
    ],
)
def test_an_audience_is_said_in_plain_words(audience, words, disclosure):
    released = replace(disclosure, portions=(portion(audience=audience),))
    assert words in one_text(disclosure_pdf(released))


def test_a_file_is_named_with_its_size_and_digest_and_not_printed(disclosure):
    photograph = portion("\x00bytes", form="file", name="boiler.jpg", size=2_481_733)
    found = one_text(disclosure_pdf(replace(disclosure, portions=(photograph,))))
    assert "boiler.jpg" in found
    assert "2,481,733 bytes" in found
    assert photograph.digest.hex() in found.replace(" ", "")
    assert "A file is not printed." in found


@pytest.mark.parametrize(
    ("ground", "words"),
    [
        ("safety", "Disclosed to avert danger, by decision of whoever is named within"),
        ("claim", "Disclosed for a claim or complaint about the mediation"),
        ("settlement", "Disclosed on the ground of a signed settlement"),
        ("order", "Disclosed under an order"),
    ],
)
def test_without_a_waiver_the_stamp_says_so_and_no_page_speaks_of_agreement(
    ground, words, disclosure
):
    alone = replace(
        disclosure,
        ground=ground,
        reference="5 U 19/26",
        asked=0,
        until=0,
        seats=disclosure.seats[:1],
    )
    found = texts(disclosure_pdf(alone))
    for text in found:
        assert f"{words}, without a waiver" in text
        assert "Released by" not in text
        assert "Agreed" not in text
    assert "5 U 19/26" in found[0]
    assert "Disclosed by Mara Lindt" in found[0]
    assert "Asked for" not in found[0]
    assert "Nobody waived anything." in one_text(disclosure_pdf(alone))


def test_the_stamp_counts_mediators_and_names_other_holders(disclosure):
    two = (*disclosure.seats, seat("Ines Roth", Role.MEDIATOR))
    assert "all parties and the mediators" in one_text(
        disclosure_pdf(replace(disclosure, seats=two))
    )
    expert = (*disclosure.seats, seat("Paul Kern", Role.NONPARTY))
    assert "the mediator and every other holder of the records" in one_text(
        disclosure_pdf(replace(disclosure, seats=expert))
    )


def test_lines_of_released_text_are_numbered_from_one_on_each_page(disclosure):
    numbered = 0
    for page in pages(disclosure_pdf(replace(disclosure, portions=(portion(LONG),) * 2))):
        numbers = [int(text) for x, _, text in pieces(page) if x < NUMBERS]
        assert numbers == list(range(1, len(numbers) + 1))
        numbered += bool(numbers)
    assert numbered > 2


@pytest.mark.long
def test_the_same_disclosure_gives_the_same_bytes_in_another_process(disclosure):
    script = (
        "import hashlib, pickle, sys\n"
        "from tui.paper.disclosure import disclosure_pdf\n"
        "given = pickle.load(sys.stdin.buffer)\n"
        "print(hashlib.sha256(disclosure_pdf(given)).hexdigest())\n"
    )
    import pickle

    many = replace(disclosure, portions=(portion("שלום 中文 नमस्ते 👍 " + LONG),))
    here = hashlib.sha256(disclosure_pdf(many)).hexdigest()
    there = subprocess.run(
        [sys.executable, "-c", script], input=pickle.dumps(many), capture_output=True, check=True
    )
    assert there.stdout.decode().strip() == here


def test_the_file_dates_itself_by_the_disclosure_and_names_nobody(disclosure):
    reader = PdfReader(BytesIO(disclosure_pdf(disclosure)))
    assert reader.xmp_metadata is not None
    about = reader.xmp_metadata
    assert about.xmp_create_date == about.xmp_modify_date
    assert about.xmp_create_date is not None
    assert about.xmp_create_date.timestamp() == MADE - _offset()
    assert about.dc_title == {"x-default": "Disclosure of mediation records"}
    assert not about.dc_creator
    assert reader.trailer["/Root"]["/Lang"] == "en"
    packet = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert not [name for name in ("Lindt", "Berg", "Falk", "Nordhamn") if name in packet]


def _offset() -> float:
    """What pypdf's dates without a zone are taken for, being UTC."""
    return time.mktime(time.gmtime(MADE)) - MADE if time.localtime(MADE).tm_gmtoff else 0


def test_there_is_no_script_no_link_and_no_attachment(disclosure):
    hostile = portion("https://example.org <script>alert(1)</script> (x) Tj ET \\")
    pdf = disclosure_pdf(replace(disclosure, portions=(hostile,)))
    reader = PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert not {"/Names", "/AcroForm", "/AA", "/OpenAction"} & set(root) - {"/OpenAction"}
    assert isinstance(root["/OpenAction"], list)
    assert not [page for page in reader.pages if "/Annots" in page or "/AA" in page]
    assert b"/JavaScript" not in pdf
    assert b"/URI" not in pdf
    assert hostile.text in one_text(pdf)


def test_every_font_is_embedded(disclosure, fonts_of):
    mixed = portion("Latin, עברית, العربية, देवनागरी, ไทย, 中文, 한국어, 🦊")
    found = set(fonts_of(disclosure_pdf(replace(disclosure, portions=(mixed,)))))
    assert all(embedded for _, embedded in found)
    assert len(found) == 8


def test_hostile_fields_change_neither_the_stamp_nor_the_number_of_its_lines(disclosure):
    evil = "x\u202e\n\x00" + "W" * 390
    pdf = disclosure_pdf(
        replace(
            disclosure,
            **dict.fromkeys(("case", "session", "purpose", "recipient", "by"), evil),
            check_words=evil,
            asked=2**53,
            until=2**53,
            convened=-1,
            made=2**53,
            portions=(portion(evil, title=evil, author=evil, speakers=(evil,) * 5, label=evil),),
        )
    )
    for page in pages(pdf):
        head = sorted({round(y) for x, y, _ in pieces(page) if y > 750}, reverse=True)
        assert len(head) == 3
        assert all(x < 524 for x, _, _ in pieces(page))
    found = one_text(pdf)
    assert "[U+202E]" in found
    assert "9007199254740992 seconds after 1970-01-01" in found


def test_code_points_that_were_printed_are_explained_by_name(disclosure):
    hidden = portion("see \u202egnp.exe and \U0001f9ff")
    found = one_text(disclosure_pdf(replace(disclosure, portions=(hidden,))))
    assert "see [U+202E]gnp.exe and [U+1F9FF]" in found
    assert "[U+202E] RIGHT-TO-LEFT OVERRIDE" in found
    assert "[U+1F9FF] NAZAR AMULET" in found
    assert "printed as code points" not in one_text(disclosure_pdf(disclosure))


def test_a_disclosure_without_text_or_portions_can_be_printed(disclosure):
    assert "This portion is empty." in one_text(
        disclosure_pdf(replace(disclosure, portions=(portion(" \n "),)))
    )
    bare = replace(disclosure, portions=(), seats=(), case="", session="", check_words="")
    assert len(pages(disclosure_pdf(bare))) == 3


@pytest.mark.benchmark
@pytest.mark.parametrize("sample", ["the tenant said so ", "הדייר אמר (כך) ", "租客说", "w"])
def test_four_megabytes_take_less_than_a_minute_of_this_processor(sample, disclosure):
    text = sample * (4_000_000 // len(sample.encode()))
    began = time.process_time()
    pdf = disclosure_pdf(replace(disclosure, portions=(portion(text),)))
    assert time.process_time() - began < 60
    assert len(pdf) > 100_000
