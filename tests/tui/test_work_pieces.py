"""The parts of the work screen that need none: scope, speakers, versions, files that come in."""

import io
import zipfile

import pytest

from tui.app.scope import badge, reads, scope
from tui.app.work.diff import ADDED, GAP, REMOVED, SAME, compare
from tui.app.work.editor import shown_line
from tui.app.work.incoming import (
    FILE_BYTES,
    NOTE_BYTES,
    IncomingError,
    Problem,
    read_file,
    split,
    wrap,
)
from tui.app.work.merging import both
from tui.app.work.paths import completed, matches
from tui.app.work.sheet import first_line
from tui.app.work.speakers import capture, handles, named_in, speaker_of
from vault import JOINT, MEDIATORS, PRIVATE, caucus

AUDIENCES = (PRIVATE, MEDIATORS, caucus("A"), caucus("B"), caucus("C"), JOINT)


@pytest.fixture
def room(cast):
    return cast.mediator.sessions.open(cast.session)


# Scope -------------------------------------------------------------------------------------------


def test_every_audience_has_a_letter_a_word_and_a_colour_of_its_own_label():
    labels = [scope(audience).label for audience in AUDIENCES]
    assert labels == [
        "[P] private", "[M] mediators", "[A] caucus A", "[B] caucus B", "[C] caucus C",
        "[J] joint",
    ]  # fmt: skip
    assert all(scope(audience).css.startswith("scope-") for audience in AUDIENCES)
    assert len({scope(audience).style for audience in AUDIENCES}) == len(AUDIENCES)


def test_a_side_whose_letter_is_another_audiences_has_two_letters():
    assert scope(caucus("J")).label == "[cJ] caucus J"
    assert scope(caucus("P")).label != scope(PRIVATE).label


def test_a_badge_names_the_side_whose_caucus_it_is(room):
    assert badge(caucus("A"), room.roster).plain == "[A] caucus A Anna Berg"
    assert badge(JOINT, room.roster).plain == "[J] joint"


def test_who_reads_is_said_by_name(room):
    def said(audience):
        return reads(audience, room.roster, room.seat)

    assert said(PRIVATE) == "you only"
    assert said(MEDIATORS) == "you only"
    assert said(caucus("A")) == "you and Anna Berg only"
    assert said(JOINT) == "everybody: you, Anna Berg and Boris Falk"


# Speakers ----------------------------------------------------------------------------------------


def test_a_person_is_typed_by_the_last_word_of_their_name(room):
    assert handles(room.roster) == {
        "Lindt": "Mara Lindt", "Berg": "Anna Berg", "Falk": "Boris Falk",
    }  # fmt: skip


def test_a_speaker_is_found_by_any_word_of_their_name_and_kept_as_typed_if_unknown(room):
    assert speaker_of("berg", room.roster) == "Anna Berg"
    assert speaker_of("Boris", room.roster) == "Boris Falk"
    assert speaker_of("landlord", room.roster) == "landlord"


def test_a_captured_line_gets_its_time_speakers_and_tags(room):
    captured = capture("  @Berg #money would take   3 instalments ", "14:05", room.roster)
    assert captured.text == "14:05 @Berg #money would take 3 instalments"
    assert captured.speakers == ("Anna Berg",)
    assert captured.tags == ("money",)


def test_an_address_is_no_speaker_and_a_number_no_tag(room):
    assert named_in("write to anna@example.org about item #3", room.roster) == ((), ())


# Versions ----------------------------------------------------------------------------------------


def test_a_comparison_puts_signs_in_front_and_leaves_out_what_is_far_away():
    before = "\n".join(f"line {number}" for number in range(20))
    after = before.replace("line 9", "line nine")
    signs = [change.sign for change in compare(before, after)]
    assert signs == [GAP, SAME, SAME, REMOVED, ADDED, SAME, SAME, GAP]


def test_texts_that_are_the_same_differ_nowhere():
    assert [change.sign for change in compare("a\nb", "a\nb")] == [GAP]


def test_a_text_of_both_has_every_line_once():
    assert both("one\ntwo\nthree", "one\n2\nthree\nfour") == "one\ntwo\n2\nthree\nfour"


def test_an_entry_is_called_by_its_first_line():
    assert first_line("\n# Caucus with Ms Berg\n\ntext") == "Caucus with Ms Berg"
    assert first_line("x" * 200) == "x" * 72
    assert first_line("") == ""


def test_a_drawn_line_is_as_long_as_it_is_and_holds_no_control_character():
    line = "a\x1b[31m\u202eb\x9b\tc"
    drawn = shown_line(line)
    assert len(drawn) == len(line)
    assert drawn == "a␛[31m�b�\tc"


# Files that come in ------------------------------------------------------------------------------


def docx(tmp_path, **members):
    """A word processor's file with these members, as an archive."""
    path = tmp_path / "minutes.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return path


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def document(tmp_path, body):
    """A minimal document with this body."""
    path = tmp_path / "minutes.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        )
    return path


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_text_file_comes_in_whatever_wrote_it(tmp_path):
    for data in (
        "Åsa\r\nBérg".encode("cp1252"),
        "Åsa\nBérg".encode(),
        "Åsa\nBérg".encode("utf-16"),
    ):
        path = tmp_path / "note.txt"
        path.write_bytes(data)
        assert read_file(path).parts == ("Åsa\nBérg",)


def test_what_comes_in_can_do_nothing_to_a_terminal(tmp_path):
    path = tmp_path / "note.md"
    path.write_text("\x1b[31mred\x1b[0m \u202eturned", encoding="utf-8")
    assert read_file(path).parts == ("red turned",)


def test_a_word_file_comes_in_without_escapes(tmp_path):
    path = document(tmp_path, paragraph("1. Deposit - 50 % (by Friday)") + paragraph("Rota [/b]"))
    assert read_file(path).parts == ("1. Deposit - 50 % (by Friday)\n\nRota [/b]",)


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("gone.txt", None, Problem.MISSING),
        ("photo.jpg", b"x", Problem.KIND),
        ("big.txt", b"x" * (FILE_BYTES + 1), Problem.SIZE),
        ("program.txt", b"\x7fELF\0\0", Problem.NOT_TEXT),
        ("empty.md", b" \n", Problem.EMPTY),
        ("broken.docx", b"PK no", Problem.BROKEN),
    ],
)
def test_a_file_that_cannot_become_a_note_says_why(tmp_path, name, data, problem):
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(IncomingError) as caught:
        read_file(path)
    assert caught.value.problem is problem


def test_an_archive_that_inflates_without_end_is_refused(tmp_path):
    path = docx(tmp_path, word__document=b"\0" * (64 * 1024 * 1024))
    assert path.stat().st_size < FILE_BYTES
    with pytest.raises(IncomingError) as caught:
        read_file(path)
    assert caught.value.problem is Problem.SIZE


def test_an_archive_that_lies_about_its_sizes_is_not_believed(tmp_path):
    path = docx(tmp_path, word__document=b"\0" * (64 * 1024 * 1024))
    data = bytearray(path.read_bytes())
    true = (64 * 1024 * 1024).to_bytes(4, "little")
    assert data.count(true) == 2
    path.write_bytes(bytes(data).replace(true, (100).to_bytes(4, "little")))
    with pytest.raises(IncomingError) as caught:
        read_file(path)
    assert caught.value.problem in {Problem.SIZE, Problem.BROKEN}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_document_that_defines_entities_is_refused(tmp_path, encoding):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'.encode(encoding)
    with pytest.raises(IncomingError) as caught:
        read_file(docx(tmp_path, word__document=bomb))
    assert caught.value.problem is Problem.BROKEN


def test_a_document_nested_without_end_is_refused(tmp_path):
    body = "<w:p>" * 20_000 + "</w:p>" * 20_000
    with pytest.raises(IncomingError) as caught:
        read_file(document(tmp_path, body))
    assert caught.value.problem is Problem.BROKEN


def test_an_endless_line_is_broken_between_words():
    text, count = wrap("word " * 10_000)
    assert count == 1
    assert max(len(line) for line in text.split("\n")) <= 2000
    assert text.replace("\n", " ").split() == ["word"] * 10_000


def test_a_line_without_any_space_is_broken_all_the_same():
    text, count = wrap("x" * 5000)
    assert (count, text.replace("\n", "")) == (1, "x" * 5000)


def test_a_long_text_becomes_parts_that_hold_everything():
    text = "\n\n".join(f"Absatz {number} äöü" for number in range(60_000))
    parts = split(text)
    assert len(parts) > 1
    assert all(len(part.encode()) <= NOTE_BYTES for part in parts)
    assert "\n\n".join(parts) == text


def test_a_path_is_completed_from_what_is_there(tmp_path):
    (tmp_path / "minutes.docx").touch()
    (tmp_path / "Minutes old").mkdir()
    assert matches(f"{tmp_path}/min") == ["Minutes old/", "minutes.docx"]
    assert matches(f"{tmp_path}/nothing") == []
    assert matches(f"{tmp_path}/none/x") == []
    assert completed(f"{tmp_path}/min", "Minutes old/") == f"{tmp_path}/Minutes old/"
    assert completed(f"{tmp_path}/", "minutes.docx") == f"{tmp_path}/minutes.docx"


def test_counting_out_leaves_nothing_but_texts(tmp_path):
    from tui.app.work.incoming import _counted_out

    path = document(tmp_path, paragraph("text"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/media/image1.png", b"\x89PNG")
    with zipfile.ZipFile(_counted_out(path.read_bytes())) as counted:
        assert sorted(counted.namelist()) == ["_rels/.rels", "word/document.xml"]
        assert io.BytesIO(counted.read("word/document.xml")).read().startswith(b"<w:document")
