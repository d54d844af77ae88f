"""The order of text that runs to the left, against another implementation of the same rules."""

import sys

import pytest
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection
from hypothesis import example, given, settings, strategies as st

from tui.paper.bidi import base_level, levels, visual

LETTERS = "ab \u05d0\u05d1\u0627\u0644\u0661\u066212+-,.%€$()[]!\u0301\u064b\u200e\u200f"


@settings(max_examples=600, deadline=None)
@example("\u05d0[1]\u064b", 0)
@example("\u05d0(a\u05d0)[\u05d0]", 0)
@given(st.text(LETTERS, min_size=1, max_size=14), st.sampled_from([0, 1]))
def test_levels_are_those_of_the_standard(text, base):
    direction = TextDirection.RTL if base else TextDirection.LTR
    other = BidiParagraph(text, base_direction=direction, preserve_bn_chars=True)
    assert levels(text, base) == [letter.embedding_level for letter in other.characters]


@pytest.mark.parametrize(
    ("text", "base"), [("abc א", 0), ("א abc", 1), ("12 ا", 1), ("12 .", 0), ("", 0)]
)
def test_a_paragraph_runs_as_its_first_letter_does(text, base):
    assert base_level(text) == base


def test_pieces_are_turned_from_the_deepest_level_up():
    assert visual("abcdef", [0, 1, 2, 2, 1, 0]) == list("aecdbf")
    assert visual("abc", [1, 1, 1]) == list("cba")
    assert visual("", []) == []


def test_long_stretches_without_a_direction_need_no_deep_calls():
    text = "א" + "-" * 4 * sys.getrecursionlimit() + "a"
    assert levels(text, 1)[:2] == [1, 1]
