"""What a print declares, PDF/A-2b, is checked clause by clause; and its words copy out whole."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DictionaryObject,
    IndirectObject,
    StreamObject,
)

from tests.paper.conftest import MADE, WORDS, disclosed, portion, texts
from tests.paper.test_scripts import SAMPLES
from tui.paper.disclosure import disclosure_pdf
from tui.paper.report import report_pdf
from tui.paper.sheet import recovery_sheet
from vault import CourtReport, Role

SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
FORBIDDEN = {
    *("/JavaScript", "/JS", "/AA", "/Launch", "/Encrypt", "/EmbeddedFiles", "/AF", "/XFA"),
    *("/SMask", "/Group", "/BM", "/CA", "/ca", "/RichMedia", "/Movie", "/Sound", "/PS"),
}
"""What no document for keeping may have, or may have only if it says more than these do."""
CODE = "7K2MQ-9XTRW-0B4HN-ZC8YD-3FJ6P-VSE1G-5AN0T-QRW7X"
PRINTS = ("disclosure", "report", "sheet")


@pytest.fixture(scope="module")
def prints() -> dict[str, bytes]:
    """One print of each kind; the disclosure has every script."""
    every = replace(disclosed(), portions=(portion("\n".join(SAMPLES.values())),))
    attended = (("Mara Lindt", Role.MEDIATOR, ""), ("Anna Berg", Role.PARTY, "A"))
    report = CourtReport(
        case="Berg and Falk", sessions=(MADE - 9000,), attended=attended, agreement="partial",
        by="Mara Lindt", made=MADE, check_words=WORDS,
    )  # fmt: skip
    return {
        "disclosure": disclosure_pdf(every),
        "report": report_pdf(report),
        "sheet": recovery_sheet("Mara Lindt", CODE, WORDS, "/vaults/mara.caucus", MADE)[0],
    }


@pytest.fixture(params=PRINTS)
def pdf(request, prints) -> bytes:
    """Each print in turn."""
    return prints[request.param]


@pytest.fixture
def read(pdf) -> PdfReader:
    """The print as a strict reader takes it."""
    return PdfReader(BytesIO(pdf), strict=True)


def objects(read: PdfReader) -> Iterator[object]:
    """Everything that can be reached in a document, each once."""
    waiting: list[object] = [read.trailer]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        yield one
        if isinstance(one, DictionaryObject):
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            waiting += list(one)


def fonts(read: PdfReader) -> dict[int, DictionaryObject]:
    """The fonts of all pages by the number of their object."""
    found = {}
    for page in read.pages:
        for name in page["/Resources"]["/Font"]:
            reference = page["/Resources"]["/Font"].raw_get(name)
            found[reference.idnum] = reference.get_object()
    return found


def widths(inner: DictionaryObject) -> dict[int, float]:
    """The widths that a font's dictionary gives, by code."""
    found: dict[int, float] = {}
    listed = list(inner["/W"])
    while listed:
        first, second = int(listed.pop(0)), listed.pop(0)
        if isinstance(second, ArrayObject):
            found |= {first + place: float(width) for place, width in enumerate(second)}
        else:
            found |= dict.fromkeys(range(first, int(second) + 1), float(listed.pop(0)))
    return found


def shown(read: PdfReader) -> dict[int, set[int]]:
    """The codes that pages show, by font."""
    found: dict[int, set[int]] = {}
    for page in read.pages:
        known = page["/Resources"]["/Font"]
        font = 0
        for operands, operator in ContentStream(page.get_contents(), read).operations:
            if operator == b"Tf":
                font = known.raw_get(operands[0]).idnum
            elif operator == b"TJ":
                for each in operands[0]:
                    if not isinstance(each, (int, float)):
                        data = each.original_bytes
                        codes = zip(data[::2], data[1::2], strict=True)
                        found.setdefault(font, set()).update(a << 8 | b for a, b in codes)
    return found


def test_the_file_begins_and_ends_as_asked_and_has_an_id(pdf, read):
    assert pdf.startswith(b"%PDF-1.7\n%")
    assert all(byte > 127 for byte in pdf[10:14])
    assert pdf.endswith((b"%%EOF", b"%%EOF\n"))
    assert pdf.count(b"startxref") == 1
    first, second = read.trailer["/ID"]
    assert first == second
    assert len(first.original_bytes) >= 16
    assert not read.is_encrypted


def test_nothing_in_it_acts_moves_is_hidden_or_seen_through(read):
    for one in objects(read):
        if isinstance(one, DictionaryObject):
            assert not FORBIDDEN & set(one)
            assert one.get("/S") not in {"/JavaScript", "/Launch", "/URI", "/GoToR"}
        if isinstance(one, StreamObject):
            assert not {"/F", "/FFilter", "/FDecodeParms"} & set(one)
            assert one.get("/Filter") in {None, "/FlateDecode"}
    assert not any("/Annots" in page for page in read.pages)


def test_what_its_colours_mean_is_in_it(read):
    (intent,) = read.root_object["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    profile = intent["/DestOutputProfile"]
    data = profile.get_data()
    assert int.from_bytes(data[:4]) == len(data)
    assert data[36:40] == b"acsp"
    assert data[8] in {2, 4}
    assert (data[12:16], data[16:20], profile["/N"]) == (b"mntr", b"RGB ", 3)
    operators = {
        operator
        for page in read.pages
        for _, operator in ContentStream(page.get_contents(), read).operations
    }
    # Grey alone, which any output intent gives a meaning; no state that could mix it.
    assert not operators & {b"k", b"K", b"cs", b"CS", b"sc", b"scn", b"gs", b"sh", b"Do", b"BI"}


def test_every_font_is_embedded_and_has_every_letter_in_the_width_that_it_says(read):
    used = shown(read)
    found = fonts(read)
    assert set(used) == set(found)
    for number, font in found.items():
        (inner,) = (each.get_object() for each in font["/DescendantFonts"])
        assert (font["/Subtype"], font["/Encoding"]) == ("/Type0", "/Identity-H")
        assert inner["/Subtype"] == "/CIDFontType2"
        assert font["/BaseFont"] == inner["/BaseFont"] == inner["/FontDescriptor"]["/FontName"]
        assert re.fullmatch(r"/[A-Z]{6}\+.+", font["/BaseFont"])
        assert font["/ToUnicode"].get_data()
        program = TTFont(BytesIO(inner["/FontDescriptor"]["/FontFile2"].get_data()))
        order, advances = program.getGlyphOrder(), program["hmtx"].metrics
        glyph_of = inner["/CIDToGIDMap"].get_data()
        said = widths(inner)
        for code in used[number]:
            glyph = int.from_bytes(glyph_of[2 * code : 2 * code + 2])
            assert glyph, f"code {code} of {font['/BaseFont']} shows no glyph"
            real = advances[order[glyph]][0] * 1000 / program["head"].unitsPerEm
            assert abs(said.get(code, float(inner["/DW"])) - real) <= 1


def test_its_metadata_declares_it_and_agrees_with_what_else_it_says_of_itself(read):
    stream = read.root_object["/Metadata"]
    assert (stream["/Type"], stream["/Subtype"], stream.get("/Filter")) == (
        "/Metadata", "/XML", None,
    )  # fmt: skip
    data = stream.get_data()
    assert data.startswith('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'.encode())
    assert data.rstrip().endswith(b'<?xpacket end="w"?>')
    said = ET.fromstring(data.decode().lstrip("\ufeff")).find(".//rdf:Description", SPACES)
    assert said.findtext("pdfaid:part", namespaces=SPACES) == "2"
    assert said.findtext("pdfaid:conformance", namespaces=SPACES) == "B"
    assert said.findtext("dc:title/rdf:Alt/rdf:li", namespaces=SPACES)
    language = said.findtext("dc:language/rdf:Bag/rdf:li", namespaces=SPACES)
    assert language == read.root_object["/Lang"]
    assert said.findtext("xmp:CreateDate", namespaces=SPACES) == "2026-03-03T14:05:09Z"
    # There is no second place that could say otherwise.
    assert "/Info" not in read.trailer


@pytest.mark.parametrize("kind", PRINTS)
def test_copied_words_stay_apart_whatever_reads_the_page(kind, prints):
    for page in PdfReader(BytesIO(prints[kind])).pages:
        lines = [line for line in _written(page) if line.strip()]
        assert lines
        for line in lines:
            assert line.endswith(" ") or _runs_leftwards(line), line


def test_a_large_line_and_the_small_one_below_it_are_copied_as_two_words(prints):
    found = " ".join(texts(prints["disclosure"]))
    assert "Disclosure of portions of confidential mediation records" in found
    assert "Certificate of what was signed" in found


def _written(page) -> list[str]:
    """The text objects of a page, each as it is copied out by itself."""
    found: list[str] = [""]
    places: list[tuple[float, float]] = []

    def see(text: str, _cm: object, tm: list[float], *_: object) -> None:
        place = (tm[4], tm[5])
        if places and place != places[-1]:
            found.append("")
        places.append(place)
        found[-1] += text.replace("\n", "")

    page.extract_text(visitor_text=see)
    return found


def _runs_leftwards(line: str) -> bool:
    return any("\u0590" <= letter <= "\u08ff" for letter in line)
