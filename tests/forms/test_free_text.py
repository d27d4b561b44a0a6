"""Free text, counted and cleaned as its reader sees it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.free_text import first_sign, length_over, reader_length, tidy

FLAG = "\U0001f1f3\U0001f1f4"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


@pytest.mark.parametrize(
    ("text", "length", "why"),
    [
        ("", 0, "nothing"),
        ("hei", 3, "letters"),
        ("\u0061\u030a", 1, "a letter and its ring are one"),
        (FAMILY, 1, "a family is one picture"),
        ("\U0001f1f3\U0001f1f4", 1, "a flag is one"),
        ("a\r\nb", 3, "a line end is one, however it is written"),
        ("नि", 1, "a consonant with its vowel sign is one"),
        ("a" + "\u0301" * 500, 501, "stacked marks are no way round the limit"),
    ],
)
def test_characters_are_counted_as_a_reader_counts_them(text: str, length: int, why: str) -> None:
    assert reader_length(text) == length, why


@pytest.mark.parametrize(
    ("text", "length", "why"),
    [
        ("x" * 2_000, None, "just fits"),
        ("x" * 2_001, 2_001, "one too many"),
        (FAMILY * 2_000, None, "two thousand pictures fit, though they are 14,000 code points"),
        (FLAG * 2_001, 2_001, "flags are counted, too"),
        (FLAG * 400_000, 800_000, "a huge row of flags is refused without being counted"),
        ("a" + "\u0315\u0300" * 400_000, 800_001, "as are a million stacked marks"),
    ],
    ids=["fits", "one over", "pictures", "flags", "many flags", "many marks"],
)
def test_a_text_over_the_limit_is_told_at_once(text: str, length: int | None, why: str) -> None:
    assert length_over(text, 2_000) == length, why


@pytest.mark.parametrize(
    ("text", "name", "before"),
    [
        ("a\x00b", "U+0000", "a"),
        ("\ud83d", "U+D83D", ""),
        ("one two three four five\x0bsix", "U+000B", " two three four five"),
        ("\x7f", "U+007F", ""),
        ("a\ufdd0", "U+FDD0", "a"),
        ("\U0010ffff", "U+10FFFF", ""),
    ],
)
def test_a_character_that_cannot_be_stored_is_named_with_what_stands_before_it(
    text: str, name: str, before: str
) -> None:
    sign = first_sign(text)
    assert sign is not None
    assert (sign.name, sign.before) == (name, before)


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "\u202eabc", "😀 ł ő 谢谢", "<b>&amp;</para>"])
def test_line_ends_tabs_and_any_script_can_be_stored(text: str) -> None:
    assert first_sign(text) is None


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
