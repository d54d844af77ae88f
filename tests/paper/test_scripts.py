"""Any script can be printed and copied out again, and what cannot be is not dropped."""

import unicodedata
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import example, given, settings, strategies as st

from tests.paper.conftest import portion, texts
from tui.paper.characters import LINE_ENDS, spelled, uncommon
from tui.paper.disclosure import disclosure_pdf
from tui.paper.fonts import BOLD, REGULAR, coverage
from tui.paper.lines import Line, Setter
from tui.paper.shaping import Shaper

SAMPLES = {
    "latin": "Příliš žluťoučký kůň – “façade”, fjord, ﬁne, ğ ș ỹ",
    "greek": "Η κυρία είπε ότι η θέρμανση χάλασε",
    "cyrillic": "Арендатор сказал, что отопление сломано",
    "armenian": "Վարձակալը ասաց",
    "georgian": "მოიჯარემ თქვა",
    "hebrew": "הדייר אמר שהחימום מקולקל",
    "arabic": "قال المستأجر إن التدفئة معطلة",
    "persian": "مستأجر گفت که گرمایش خراب است",
    "devanagari": "किरायेदार ने कहा क्षत्रिय स्त्री",
    "bengali": "ভাড়াটিয়া বলেছেন",
    "gujarati": "ભાડૂતે કહ્યું",
    "gurmukhi": "ਕਿਰਾਏਦਾਰ ਨੇ ਕਿਹਾ",
    "tamil": "வாடகைதாரர் கூறினார்",
    "telugu": "అద్దెదారు చెప్పారు",
    "kannada": "ಬಾಡಿಗೆದಾರ ಹೇಳಿದರು",
    "malayalam": "വാടകക്കാരൻ പറഞ്ഞു",
    "sinhala": "කුලී නිවැසියා කීවේය",
    "thai": "ผู้เช่ากล่าวว่าเครื่องทำความร้อนเสีย",
    "lao": "ຜູ້ເຊົ່າກ່າວວ່າ",
    "khmer": "អ្នកជួលបាននិយាយ",
    "burmese": "အိမ်ငှားက ပြောသည်",
    "tibetan": "བོད་ཡིག་གི་སྐད",
    "amharic": "ተከራዩ ተናገረ",
    "chinese": "租客说暖气坏了。",
    "japanese": "暖房が壊れていると言った。",
    "korean": "난방이 고장났다고 말했다",
    "emoji": "👍 😀 🦊 ⚖ ❤",
    "symbols": "½ § € ₽ ≤ ∑ → ✓ ☐ ①",
}
SOON = {"latin", "greek", "cyrillic", "hebrew", "arabic", "devanagari", "thai", "chinese", "emoji"}
"""From these the letters are taken out of a page each time; from all of them, in the long run."""


def runs(text: str, width: float = 400) -> list[Line]:
    return list(Setter().lines(text, 10, width))


def shown(lines: list[Line]) -> str:
    return "".join(glyph.characters for line in lines for run in line.runs for glyph in run.glyphs)


@pytest.mark.parametrize("script", SAMPLES)
def test_every_script_has_its_letters_and_no_glyph_is_missing(script):
    lines = runs(SAMPLES[script])
    assert not uncommon(SAMPLES[script])
    assert all(glyph.number for line in lines for run in line.runs for glyph in run.glyphs)
    assert "[U+" not in shown(lines)


@pytest.mark.parametrize(
    "script",
    [each if each in SOON else pytest.param(each, marks=pytest.mark.long) for each in SAMPLES],
)
def test_every_script_can_be_copied_out_of_the_page(script, disclosure):
    sample = SAMPLES[script]
    pdf = disclosure_pdf(replace(disclosure, portions=(portion(sample),)))
    found = Counter("".join(texts(pdf)))
    wanted = Counter(letter for letter in sample if not letter.isspace())
    assert not wanted - found


def test_arabic_letters_are_joined_and_run_to_the_left():
    shaper = Shaper()
    (line,) = runs("سلام")
    (run,) = line.runs
    alone = {shaper.shape(run.face, letter).glyphs[0].number for letter in "سلام"}
    assert line.leftwards
    assert shown([line]) == "مالس"
    assert len({glyph.number for glyph in run.glyphs} - alone) >= 3


def test_hebrew_runs_to_the_left_and_numbers_and_latin_in_it_to_the_right():
    (line,) = runs("שלום (abc) 123")
    assert shown([line]) == "123 )abc( םולש"
    assert line.leftwards


def test_a_bracket_in_text_that_runs_to_the_left_is_mirrored():
    (line,) = runs("(א)")
    drawn = [glyph.number for run in line.runs for glyph in run.glyphs]
    (plain,) = runs("()")
    opening, closing = (glyph.number for run in plain.runs for glyph in run.glyphs)
    assert (drawn[0], drawn[-1]) == (opening, closing)
    assert shown([line]) == ")א("


def test_hebrew_in_a_latin_line_does_not_turn_the_line():
    (line,) = runs("he said שלום, twice")
    assert shown([line]) == "he said םולש, twice"
    assert not line.leftwards


def test_devanagari_forms_conjuncts_and_puts_its_vowel_before():
    (line,) = runs("क्षि")
    glyphs = [glyph for run in line.runs for glyph in run.glyphs]
    assert len(glyphs) == 2
    assert shown([line]) == "क्षि"


def test_thai_marks_stand_above_their_letter():
    (line,) = runs("ที่")
    glyphs = [glyph for run in line.runs for glyph in run.glyphs]
    assert [glyph.advance > 0 for glyph in glyphs] == [True, False, False]


def test_a_line_of_thai_or_chinese_ends_between_syllables_but_not_before_what_clings():
    for sample, clinging in (("เครื่องทำความร้อน" * 9, "ะาำ\u0e31\u0e48\u0e49"), ("好。" * 60, "。")):
        lines = runs(sample, 200)
        assert len(lines) > 2
        assert not [line for line in lines if shown([line])[0] in clinging]
        assert shown(lines) == sample


@pytest.mark.parametrize(
    "letter", ["\x00", "\x1b", "\u202e", "\u2067", "\ue000", "\U000e0041", "\u3164", "\U0001f9ff"]
)
def test_what_has_no_form_or_acts_unseen_is_printed_as_its_code_point(letter, disclosure):
    pdf = disclosure_pdf(replace(disclosure, portions=(portion(f"before{letter}after"),)))
    assert f"before[U+{ord(letter):04X}]after" in " ".join(texts(pdf))


def test_a_lone_surrogate_is_printed_as_its_code_point():
    assert shown(runs("a\ud800b")) == "a[U+D800]b"


def test_a_command_of_direction_is_printed_and_not_obeyed():
    assert shown(runs("a\u202eb\u202cc")) == "a[U+202E]b[U+202C]c"


def test_a_cluster_that_no_one_font_has_is_printed_letter_by_letter():
    found = shown(runs("a\u0e31 \u05d0\u0301 \u0915\u0334"))
    assert Counter(found.replace(" ", "")) == Counter("a\u0e31\u05d0\u0301\u0915\u0334")


def test_every_line_end_and_tab_is_kept():
    lines = runs("a\r\nb\rc\n\nd\u2028e\x85f\tg")
    assert [shown([line]) for line in lines] == ["a", "b", "c", "", "d", "e", "f    g"]


def test_bold_has_what_regular_has():
    assert coverage(BOLD) == coverage(REGULAR)


@settings(deadline=None, max_examples=150)
@example("ש" * 3 + "-" * 3000)
@example("(" * 2000 + "ש" + ")" * 2000)
@example("ا" + "\u0301" * 500)
@example("a" * 30_000 + " b")
@given(
    st.one_of(
        st.text(max_size=120),
        st.text(
            st.sampled_from(
                "ab-– .(12)\u05d0\u0627\u0644\u0915\u094d\u0e01\u0e34中。👍\u200d\u202e\t\n\xa0"
            )
        ),
    )
)
def test_whatever_is_written_nothing_is_lost_and_every_line_fits(text):
    lines = runs(text, 300)
    expected = Counter[str]()
    hidden = uncommon(text)
    for letter in LINE_ENDS.sub("", text):
        expected.update(spelled(letter) if letter in hidden else letter)
    found = Counter(shown(lines))
    for counted in (expected, found):
        for letter in list(counted):
            if unicodedata.category(letter) == "Zs" or letter in "\t\u200b":
                del counted[letter]
    assert found == expected
    assert all(line.width <= 30_000 for line in lines)
    assert all(glyph.number for line in lines for run in line.runs for glyph in run.glyphs)
