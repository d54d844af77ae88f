"""The report to a court has no room for free text; the recovery sheet never has the passphrase."""

from io import BytesIO

import pytest
import segno
from pypdf import PdfReader

from tests.paper.conftest import MADE, WORDS, pages, texts
from tui.paper.report import report_pdf
from tui.paper.sheet import recovery_sheet
from vault import CourtReport, Role

CODE = "7K2MQ-9XTRW-0B4HN-ZC8YD-3FJ6P-VSE1G-5AN0T-QRW7X"
ATTENDED = (
    ("Mara Lindt", Role.MEDIATOR, ""),
    ("Anna Berg", Role.PARTY, "A"),
    ("Ruth Adler", Role.REPRESENTATIVE, "A"),
    ("Boris Falk", Role.PARTY, "B"),
)


def report(agreement: str = "partial", **changes: object) -> CourtReport:
    fields = {
        "case": "Berg and Falk",
        "sessions": (MADE - 900_000, MADE - 100_000),
        "attended": ATTENDED,
        "by": "Mara Lindt",
        "made": MADE,
        "check_words": WORDS,
    }
    return CourtReport(agreement=agreement, **(fields | changes))


def sheet(name: str = "Mara Lindt") -> tuple[bytes, str]:
    return recovery_sheet(name, CODE, WORDS, "/vaults/mara.caucus", MADE)


def test_a_report_is_one_page_with_dates_attendance_and_outcome():
    (text,) = texts(report_pdf(report()))
    for said in (
        *("Berg and Falk", "2026-02-21 04:05:09 UTC", "2026-03-02 10:18:29 UTC"),
        *("Ruth Adler Representative, side A", "Boris Falk Party, side B", WORDS),
        *("The parties reached an agreement on part of the matter.", "Signature", "Page 1 of 1"),
    ):
        assert said in text


@pytest.mark.parametrize("agreement", ["full", "partial", "none", "continuing"])
def test_the_answer_that_applies_is_the_one_that_is_crossed(agreement, fonts_of):
    answers = ["full agreement", "on part of the matter", "no agreement", "mediation continues"]
    place = ["full", "partial", "none", "continuing"].index(agreement)
    content = pages(report_pdf(report(agreement)))[0].get_contents().get_data().decode("latin-1")
    strokes = [line for line in content.splitlines() if line.endswith(" S") and "1.40 w" in line]
    assert len(strokes) == 2
    (text,) = texts(report_pdf(report(agreement)))
    assert all(answer in text for answer in answers)
    crossed = float(strokes[0].split()[5])
    boxes = [
        float(line.split()[5])
        for line in content.splitlines()
        if line.endswith(" S") and "0.80 w" in line and line.split()[4] == "92.00"
    ]
    tops = sorted(set(boxes), reverse=True)[-8::2]
    assert tops.index(crossed) == place


def test_many_sessions_and_people_still_fit_one_page():
    many = report(sessions=tuple(MADE - 86_400 * day for day in range(20)), attended=ATTENDED * 5)
    (text,) = texts(report_pdf(many))
    assert text.count("Ruth Adler") == 5


def test_what_no_page_has_room_for_goes_on_and_is_not_left_out():
    found = texts(report_pdf(report(attended=ATTENDED * 60)))
    assert len(found) > 1
    assert " ".join(found).count("Ruth Adler") == 60


def test_reports_and_sheets_are_the_same_bytes_each_time():
    assert report_pdf(report()) == report_pdf(report())
    assert sheet() == sheet()


def test_a_sheet_is_one_page_with_the_code_in_groups():
    pdf, text = sheet()
    (page,) = texts(pdf)
    for number, group in enumerate(CODE.split("-"), 1):
        assert group in page
        assert f"Group {number}" in page
        assert f"{number}. {group}" in text
    for said in ("Mara Lindt", "/vaults/mara.caucus", WORDS, "Print, then delete this file"):
        assert said in page
        assert said in text
    assert CODE in text


def test_the_square_for_a_scanner_says_the_code():
    content = pages(sheet()[0])[0].get_contents().get_data().decode("latin-1")
    squares = [
        tuple(map(float, line.split()[2:6]))
        for line in content.splitlines()
        if line.endswith(" re f")
    ]
    side = squares[0][2]
    left = min(x for x, *_ in squares)
    top = max(y for _, y, *_ in squares)
    found = {(round((x - left) / side), round((top - y) / side)) for x, y, *_ in squares}
    matrix = segno.make(CODE, error="q", micro=False).matrix
    assert found == {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}


def test_a_name_cannot_smuggle_anything_into_the_text_of_the_sheet():
    pdf, text = sheet("Mara\x1b]0;x\x07\u202e\nLindt")
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "For: Mara[U+001B]]0;x[U+0007][U+202E][U+000A]Lindt" in text
    assert len(pages(pdf)) == 1


def test_neither_names_anybody_in_what_is_about_the_file():
    for pdf in (report_pdf(report()), sheet()[0]):
        reader = PdfReader(BytesIO(pdf))
        packet = reader.trailer["/Root"]["/Metadata"].get_data().decode()
        assert "Lindt" not in packet
        assert "2026-03-03T14:05:09Z" in packet


def test_every_font_is_embedded(fonts_of):
    for pdf in (report_pdf(report()), sheet()[0]):
        found = list(fonts_of(pdf))
        assert found
        assert all(embedded for _, embedded in found)
