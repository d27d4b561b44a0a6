"""What is dropped, kept and noticed before any font is asked."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.pdf.characters import cleaned, for_properties, is_right_to_left, on_one_line

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # half an emoji, too


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("a\tb\nc", "a\tb\nc", id="tab and line end are fine"),
        pytest.param("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne", id="every line end is one"),
        pytest.param("e\u0301 A\u030a", "\u00e9 \u00c5", id="composed"),
        pytest.param("\u202eabc\u202c \u2067d\u2069", "abc d", id="an override turns nothing around"),
        pytest.param("\u200eabc\u200f", "abc", id="nor does a mark"),
        pytest.param("\U0001f469\u200d\u2695\ufe0f", "\U0001f469\u2695", id="a joined emoji falls apart"),
        pytest.param("Reh\u00adabi\u200bli", "Rehabili", id="breaks that are never seen"),
        pytest.param("a\x00b\x07", "a\x00b\x07", id="controls are kept: they are named later"),
        pytest.param("\ud83d", "\ud83d", id="so is half an emoji"),
    ],
)
def test_text_is_cleaned_of_nothing_that_can_be_seen(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


@given(ANY_TEXT)
def test_cleaned_text_is_composed_and_has_no_bidi_controls(typed: str) -> None:
    text = cleaned(typed)
    assert unicodedata.is_normalized("NFC", text)
    assert not {unicodedata.bidirectional(character) for character in text} & {"RLO", "LRO", "RLE", "RLI"}
    assert "\r" not in text


def test_a_heading_has_no_line_end_and_no_tab() -> None:
    assert on_one_line("one\ttwo\r\nthree") == "one two three"


@given(ANY_TEXT)
def test_a_title_can_be_written_into_every_file(typed: str) -> None:
    title = for_properties(typed)
    assert title.encode("utf-8").decode("utf-8") == title
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in title)


def test_a_title_keeps_the_letters_that_no_font_has() -> None:
    assert for_properties("\u05d0\u05d1 \u8c22\x07") == "\u05d0\u05d1 \u8c22\ufffd"


@pytest.mark.parametrize(
    ("text", "noticed"),
    [
        pytest.param("pain 7 of 10", False, id="Latin"),
        pytest.param("\u0627\u0644\u0623\u0644\u0645", True, id="Arabic"),
        pytest.param("pain \u05d0", False, id="one Hebrew letter in a line"),
        pytest.param("\u05d0 pain of mine", True, id="a line that begins from the right"),
        pytest.param("MRI: \u0627\u0644\u0623\u0644\u0645", True, id="a line mostly from the right"),
        pytest.param("\u0663 of 5", False, id="an Arabic digit"),
        pytest.param("\U0001ee00", True, id="an Arabic sign of mathematics"),
        pytest.param("\u0378 \U000efffd", False, id="characters that do not exist"),
        pytest.param("\ue000", False, id="private use"),
        pytest.param("\ud83d", False, id="half an emoji"),
        pytest.param("\u8c22\u0926 \U0001f600", False, id="other scripts"),
    ],
)
def test_a_line_from_right_to_left_is_noticed(text: str, noticed: bool) -> None:
    assert is_right_to_left(text) is noticed


@given(st.text(st.characters(exclude_categories=["Cn", "Co", "Cs"])))
def test_a_line_that_begins_from_the_right_is_noticed_as_the_standard_says(text: str) -> None:
    directions = [unicodedata.bidirectional(character) for character in text]
    strong = [direction for direction in directions if direction in {"L", "R", "AL"}]
    if strong and strong[0] != "L":
        assert is_right_to_left(text)
    if not set(strong) - {"L"}:
        assert not is_right_to_left(text)
