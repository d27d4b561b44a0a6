"""Whatever somebody typed, anywhere: printed as typed or named, never an error, never read as mark-up."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.document import Box, Card, Cards, Heading, Paragraph, Quotation
from reports.pdf.characters import cleaned, is_right_to_left
from reports.pdf.faces import typefaces
from tests.pdf_checks import page_texts, read_aloud
from tests.reports.pdf.documents import document, picture, quoted, rendered

MARK_UP = [
    "<b>",
    "</para>",
    "<img src=x>",
    "&amp;",
    "&#8;",
    "a < b && c > d",
    "<font color=red>",
    "<!--",
    "]]>",
    "(\\)",
    "\\",
    "%s {n}",
    "/P <</MCID 0>> BDC",
    "endstream endobj",
]
TYPED = st.lists(
    st.one_of(
        st.sampled_from(
            [*MARK_UP, "\n", "\t", " ", "x" * 300, "😀", "👩\u200d⚕\ufe0f", "🇳🇴", "\u202e", "\u0301", "谢"]
        ),
        st.text(st.characters(exclude_categories=()), max_size=20),
    ),
    max_size=12,
).map("".join)
DRAWN = st.text(
    st.sampled_from(sorted(typefaces().regular[0].letters - {"\u00a0"})), min_size=1, max_size=200
)


def printed(data: bytes) -> str:
    return "".join("".join(read.text for read in read_aloud(data)).split())


@pytest.mark.parametrize("text", MARK_UP)
def test_signs_of_mark_up_are_printed_as_typed_everywhere(text: str) -> None:
    named = Card(Heading(3, text, text), picture(text, text), (Paragraph(text, lead=text),))
    data = rendered(
        document(
            Heading(2, text, text),
            Box((Paragraph(text),)),
            Cards((named,)),
            annex=(Quotation(text),),
            running=text,
            title=text,
        )
    )
    bare = "".join(text.split())
    assert printed(data).count(bare) == 9
    assert page_texts(data)[0].startswith(text)


@given(TYPED)
@settings(max_examples=40)
def test_nothing_that_is_typed_is_an_error_or_lost(text: str) -> None:
    shown = printed(rendered(quoted(text)))
    for line in cleaned(text).split("\n"):
        if is_right_to_left(line):
            continue
        for character in line:
            name = unicodedata.name(character, "").lower() or f"U+{ord(character):04X}"
            assert character.isspace() or character in shown or "".join(name.split()) in shown


@given(TYPED)
@settings(max_examples=25)
def test_nothing_is_an_error_in_headings_cards_and_boxes(text: str) -> None:
    named = Card(Heading(3, text, text), picture(text), (Paragraph(text, lead=text),))
    boxed = Box((Heading(3, text), Paragraph(text)))
    rendered(document(Heading(2, "All" + text), boxed, Cards((named, named)), title=text, running=text))


@pytest.mark.parametrize("number", range(4))
def test_every_letter_of_every_font_is_drawn_and_read_back(number: int) -> None:
    letters = "".join(sorted(typefaces().regular[number].letters))
    text = "".join(letter for letter in letters if cleaned(letter) == letter and not letter.isspace())
    assert printed(rendered(quoted(text))) == f"TwoviewsIntheirownwords{text}"


@given(DRAWN)
@settings(max_examples=25)
def test_letters_that_the_font_has_are_printed_as_typed(text: str) -> None:
    shown = printed(rendered(quoted(text)))
    assert shown == "".join(("Two views" + "In their own words" + cleaned(text)).split())
