"""The consultation's report as files: what the reader of the PDF and of the web page gets."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from forms.answers import consultation_from
from forms.catalogue import built_in
from forms.model import Side
from reports.consultation import PAGE_LIMIT, consultation_report
from reports.document import Cards, Document
from reports.figures.shapes import Words
from reports.html.renderer import render_html
from reports.pdf.renderer import render_pdf
from tests.forms.pairs import base, example
from tests.pdf_checks import check_pdf, outline_of, page_count, page_texts, read_aloud
from tests.reports.test_consultation import all_words

LOUDEST: dict[Side, dict[str, Any]] = {
    Side.PATIENT: {
        **dict.fromkeys(
            ("heard", "taken_seriously", "impact", "fits", "reassured", "next_steps"), "not_at_all"
        ),
        "explanation": "completely",
        "visual_aids": "more_worried",
        "test_results": "more_worried",
        "examination": "discouraged",
        "normalising": "discouraged",
        "disagreement": "unsaid",
        "worried": "extremely",
        "changed": ["nothing"],
        "outlook": "darker",
        "most_satisfied": "being_told_it_is_common",
        "least_satisfied": "test_results",
    },
    Side.CLINICIAN: {
        **dict.fromkeys(
            ("heard", "taken_seriously", "impact", "explanation", "fits", "next_steps"), "completely"
        ),
        **dict.fromkeys(("visual_aids", "test_results", "examination", "normalising"), "reassured"),
        "disagreement": "no_difference_of_view",
        "worried": "not_at_all",
        "outlook": "brighter",
        "changed": ["understanding", "thoughts", "actions"],
        "self_reassured": "mostly",
        "most_satisfied": "test_results",
        "least_satisfied": "being_told_it_is_common",
    },
}
"""The longest report that a search over all answers, one at a time, could find."""

TYPED = [
    ("<b>bold</b>", "mark-up"),
    ("<img src=x onerror=alert(1)>", "a picture that would run something"),
    ("&amp; &lt;", "entities"),
    ("</para><para>", "the renderer's own mark-up"),
    ("{p} %s %(x)s", "places"),
    ("x" * 2_000, "a word without an end"),
    ("Zażółć gęślą jaźń; Điều trị; Ελληνικά; Українська; ł ő ş ğ; “quotes” … → ≤ 5", "other alphabets"),
]


def raw(name: str) -> dict[str, Any]:
    """A consultation by name: an example, the loudest pair, the silent one, or one side."""
    if name == "loudest":
        loudest = base()
        for side, answers in LOUDEST.items():
            loudest[side]["answers"] = answers
        return loudest
    return {"silent": base(), "alone": {**example("c08"), "clinician": None}}.get(name) or example(name)


def report(consultation: dict[str, Any], language: str) -> Document:
    """Its report."""
    return consultation_report(consultation_from(consultation, built_in()), language)


def squeezed(text: str) -> str:
    """A text without white space, which every renderer sets in its own way."""
    return re.sub(r"\s", "", text)


NAMES = ["c08", "c18", "c09", "loudest", "silent", "alone"]


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("name", NAMES)
def test_the_structured_part_takes_two_pages_at_most_and_is_accessible(name: str, language: str) -> None:
    pdf = render_pdf(report(raw(name), language))
    check_pdf(pdf)
    assert page_count(pdf) <= PAGE_LIMIT


@pytest.mark.parametrize("language", ["en", "nb"])
def test_long_free_texts_follow_the_two_pages(language: str) -> None:
    loud = raw("loudest")
    for side in Side:
        loud[side]["answers"] = {
            **loud[side]["answers"],
            "comment": "word " * 400,
            "changed_text": "line\n" * 200,
        }
    pdf = render_pdf(report(loud, language))
    check_pdf(pdf)
    texts = page_texts(pdf)
    heading = {"en": "In their own words", "nb": "Med egne ord"}[language]
    before = [number for number, text in enumerate(texts) if heading in text]
    assert before[0] in (1, 2)
    page_of = {"en": "Page {n} of {total}", "nb": "Side {n} av {total}"}[language]
    for number, text in enumerate(texts, start=1):
        assert page_of.format(n=number, total=len(texts)) in text


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("name", NAMES)
def test_pdf_and_web_page_say_the_same_words(name: str, language: str) -> None:
    document = report(raw(name), language)
    pdf = render_pdf(document)
    aloud = squeezed("".join(read.text + read.alternative for read in read_aloud(pdf)))
    page = squeezed(html.unescape(re.sub(r"<[^>]*>", "", render_html(document))))
    for block in (*document.blocks, *document.annex):
        for text in all_words((block,)):
            alternatives_are_in_an_attribute = squeezed(html.unescape(render_html(document)))
            assert squeezed(text) in aloud or text in _picture_words(document)
            assert squeezed(text) in page or squeezed(text) in alternatives_are_in_an_attribute


def _picture_words(document: Document) -> set[str]:
    """Words inside pictures: their alternative text stands for them."""
    return {
        shape.text
        for block in document.blocks
        if isinstance(block, Cards)
        for card in block.cards
        for shape in card.picture.shapes
        if isinstance(shape, Words)
    }


@pytest.mark.parametrize(("typed", "why"), TYPED, ids=[why for _, why in TYPED])
def test_what_a_patient_typed_is_printed_as_typed(typed: str, why: str) -> None:
    document = report(base({"comment": typed}), "en")
    pdf = render_pdf(document)
    check_pdf(pdf)
    assert squeezed(typed) in squeezed("".join(read.text for read in read_aloud(pdf))), why
    assert html.escape(typed, quote=False) in render_html(document).replace("&#34;", '"').replace(
        "&#39;", "'"
    )


def test_a_line_from_right_to_left_is_announced_on_paper_and_stands_in_full_on_the_page() -> None:
    document = report(base({"comment": "First line\nالألم 7 من 10 (ليلا)\nלא"}), "en")
    pdf = render_pdf(document)
    check_pdf(pdf)
    aloud = "".join(read.text for read in read_aloud(pdf))
    assert "This line is written from right to left." in aloud
    assert "First line" in aloud
    assert "الألم" not in aloud
    assert "الألم 7 من 10 (ليلا)" in render_html(document)


def test_a_letter_that_no_font_has_is_printed_by_its_name() -> None:
    document = report(base({"comment": "दर्द 谢"}), "en")
    pdf = render_pdf(document)
    check_pdf(pdf)
    aloud = "".join(read.text for read in read_aloud(pdf))
    assert "devanagari letter da" in aloud
    assert "cjk unified ideograph-8c22" in aloud
    assert "printed by its name in [brackets]" in aloud
    assert "दर्द 谢" in render_html(document)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_bookmarks_lead_to_the_parts_of_the_report(language: str) -> None:
    titles = [title for _, title, _ in outline_of(render_pdf(report(example("c08"), language)))]
    first, by_item = {
        "en": ("What to look at first", "Question by question"),
        "nb": ("Det viktigste først", "Spørsmål for spørsmål"),
    }[language]
    assert [title for title in titles if title in (first, by_item)] == [first, by_item]


def test_the_files_name_nobody_and_nothing_of_the_answers() -> None:
    marked = base({"comment": "MARKER-q"})
    pdf = render_pdf(report(marked, "en"))
    properties = pdf[pdf.rindex(b"/Title") :]
    assert b"MARKER" not in properties
    assert b"anonymous" not in pdf
