"""Which font draws what, and what is printed by its name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.pdf.characters import cleaned
from reports.pdf.faces import typefaces
from reports.pdf.fallback import spelled

TEXT, MATH, SYMBOLS, EMOJI = (face.fontName for face in typefaces().regular)

CASES = [
    pytest.param("Zażółć, Điều trị", [(TEXT, "Zażółć, Điều trị")], id="Latin"),
    pytest.param("Ελληνικά Українська", [(TEXT, "Ελληνικά Українська")], id="Greek and Cyrillic"),
    pytest.param("a ≤ b", [(TEXT, "a "), (MATH, "≤"), (TEXT, " b")], id="spaces stay with the text"),
    pytest.param("☑★", [(SYMBOLS, "☑★")], id="symbols"),
    pytest.param("😀🫠", [(EMOJI, "😀🫠")], id="emoji"),
    pytest.param("👩\u200d⚕\ufe0f", [(EMOJI, "👩⚕")], id="a joined emoji as its parts"),
    pytest.param("👋🏽", [(EMOJI, "👋🏽")], id="a skin tone beside its hand"),
    pytest.param("🇳🇴", [(EMOJI, "🇳🇴")], id="a flag as its letters"),
    pytest.param("谢", [(TEXT, "[cjk unified ideograph-8c22]")], id="a letter that no font has"),
    pytest.param(
        "मु",
        [(TEXT, "[devanagari letter ma, devanagari vowel sign u]")],
        id="a syllable that no font has",
    ),
    pytest.param(
        "x\u0303y",
        [(TEXT, "x"), (TEXT, "[combining tilde]"), (TEXT, "y")],
        id="an accent that needs shaping",
    ),
    pytest.param("\u0301a", [(TEXT, "[combining acute accent]"), (TEXT, "a")], id="an accent on nothing"),
    pytest.param("1\ufe0f\u20e3", [(TEXT, "1"), (TEXT, "[combining enclosing keycap]")], id="a keycap"),
    pytest.param("\ue000", [(TEXT, "[U+E000]")], id="private use has no name"),
    pytest.param("\U000fe4e5", [(TEXT, "[U+FE4E5]")], id="nor has it where a font uses it"),
    pytest.param("\x00\x1b", [(TEXT, "[U+0000][U+001B]")], id="controls"),
    pytest.param("\ud83d", [(TEXT, "[U+D83D]")], id="half an emoji"),
    pytest.param("א", [(TEXT, "[hebrew letter alef]")], id="right to left"),
    pytest.param(
        "\U0001ee00", [(TEXT, "[arabic mathematical alef]")], id="right to left, though a font has it"
    ),
    pytest.param("a\u3000b", [(TEXT, "a b")], id="a wide space is a space"),
    pytest.param("a\u00a0b", [(TEXT, "a\u00a0b")], id="an unbreakable space stays one"),
]


@pytest.mark.parametrize(("typed", "expected"), CASES)
def test_each_letter_comes_from_the_first_font_that_draws_it_right(
    typed: str, expected: list[tuple[str, str]]
) -> None:
    runs = spelled(cleaned(typed), typefaces().regular)
    assert [(run.face.fontName, run.text) for run in runs] == expected
    assert [run.named for run in runs] == [text.startswith("[") for _, text in expected]


def test_bold_text_is_bold_where_a_font_is() -> None:
    runs = spelled("tak 😀", typefaces().bold)
    assert [run.face.fontName for run in runs] == ["NotoSans-Bold", EMOJI]


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_is_lost_and_nothing_is_a_box(typed: str) -> None:
    text = cleaned(typed)
    runs = spelled(text, typefaces().regular)
    printed = "".join(run.text for run in runs)
    assert all(run.face.letters.issuperset(run.text) for run in runs)
    for character in text:
        name = unicodedata.name(character, "").lower() or f"U+{ord(character):04X}"
        assert character in printed or name in printed or unicodedata.category(character) == "Zs"
