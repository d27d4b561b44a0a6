"""A document as a PDF, as readers with eyes and with ears meet it: the faults that others met."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pikepdf
import pytest

from reports.document import Card, Cards, Heading, Led, Paragraph, Quotation, Role
from reports.pdf.renderer import render_pdf
from tests.pdf_checks import outline_of, page_count, page_texts, read_aloud, words_on_pages
from tests.reports.pdf.documents import NOTICES, card, document, everything, picture, quoted, rendered

ARABIC = "الألم 7 من 10 (ليلا)"
HEBREW = "כאב 7 מתוך 10"


def read_lines(data: bytes) -> list[str]:
    return [read.text for read in read_aloud(data)]


# A long comment: no PDF at all


def test_two_thousand_letters_without_a_space_are_all_there() -> None:
    text = "x" * 2000
    data = rendered(quoted(text, text))
    assert read_lines(data)[2:] == [text, text]


def test_two_hundred_lines_are_all_there_on_numbered_pages() -> None:
    lines = [chr(ord("a") + number % 26) for number in range(200)]
    data = rendered(quoted("\n".join(lines)))
    assert read_lines(data)[2:] == lines
    total = page_count(data)
    assert total > 3
    assert [f"Page {number} of {total}" in text for number, text in enumerate(page_texts(data), 1)] == [
        True
    ] * total


def test_a_paragraph_over_two_pages_is_one_paragraph_to_readers() -> None:
    text = " ".join(f"word{number}" for number in range(1200))
    data = rendered(document(Paragraph(text)))
    assert page_count(data) > 1
    assert read_lines(data) == ["Two views", text]


# Letters missing: black boxes, or nothing where a word was


def test_letters_of_many_scripts_are_printed_as_typed() -> None:
    text = "Zażółć gęślą jaźń; Điều trị; Ελληνικά; Українська; ł ő ş ğ; “quotes” … → ≤ 5"
    data = rendered(quoted(text))
    assert read_lines(data)[2:] == [text]
    assert text in page_texts(data)[0]


def test_letters_that_no_font_has_are_printed_by_their_names() -> None:
    data = rendered(quoted("谢谢 दर्द 안녕"))
    names = (
        "[cjk unified ideograph-8c22][cjk unified ideograph-8c22]"
        " [devanagari letter da][devanagari letter ra, devanagari sign virama, devanagari letter da]"
        " [hangul syllable an][hangul syllable nyeong]"
    )
    assert read_lines(data)[2:] == [names, NOTICES.letter_by_name]


def test_emoji_are_drawn_and_can_be_copied() -> None:
    data = rendered(quoted("Takk 😀 👍🏽 🇳🇴 🫠"))
    assert read_lines(data)[2:] == ["Takk 😀 👍🏽 🇳🇴 🫠"]
    assert "😀" in page_texts(data)[0]


# Arabic and Hebrew backwards and unjoined: announced, not drawn


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param(ARABIC, [NOTICES.right_to_left], id="Arabic"),
        pytest.param(HEBREW, [NOTICES.right_to_left], id="Hebrew"),
        pytest.param(f"{ARABIC}\n{HEBREW}", [NOTICES.right_to_left], id="several lines are announced once"),
        pytest.param(
            f"before\n{HEBREW}\nafter\n{ARABIC}",
            ["before", NOTICES.right_to_left, "after", NOTICES.right_to_left],
            id="the lines around them stay",
        ),
        pytest.param(
            "pain \u0663 and \u05d0",
            ["pain [arabic-indic digit three] and [hebrew letter alef]", NOTICES.letter_by_name],
            id="a foreign letter takes no line away",
        ),
        pytest.param("\u200fpain\u200e", ["pain"], id="a mark of direction alone is not"),
    ],
)
def test_a_line_from_right_to_left_is_announced_in_its_place(typed: str, read: list[str]) -> None:
    assert read_lines(rendered(quoted(typed)))[2:] == read


def test_right_to_left_letters_elsewhere_are_printed_by_their_names() -> None:
    named = Card(Heading(3, "א"), picture(label="א"), (Paragraph("א", lead="א"),))
    data = rendered(document(Heading(2, "א", "א"), Cards((named,)), running="Klinikk א"))
    name = "[hebrew letter alef]"
    texts = read_lines(data)
    assert texts[1:3] == [name, f"\u2002\u2002{name}"]
    assert texts[3] == name
    assert name in texts[4]
    assert texts[5] == f"{name}: {name}"
    assert page_texts(data)[0].startswith(f"Klinikk {name}")
    assert outline_of(data)[1][1] == "א", "bookmarks are drawn by the reader, which can"


# A NUL or half an emoji; an override


def test_controls_are_named_and_an_override_turns_nothing_around() -> None:
    data = rendered(quoted("a\x00b \ud83d \x0b \u202eabc def"))
    assert read_lines(data)[2] == "a[U+0000]b [U+D83D] [U+000B] abc def"
    words = {word.text: word.left for word in words_on_pages(data)}
    assert words["abc"] < words["def"]


def test_tabs_and_line_ends_are_kept_in_quotations() -> None:
    assert read_lines(rendered(quoted("one\n\tindented\r\n\r\n\r\nlast")))[2:] == [
        "one",
        "    indented",
        "last",
    ]


def test_half_an_emoji_in_titles_and_alternatives_breaks_nothing() -> None:
    broken = Card(Heading(3, "\ud83d\x00"), picture(alternative="\ud83d\x00א"), ())
    data = rendered(
        document(Heading(2, "All"), Cards((broken,)), title="a\x00\ud83d<b>", running="\ud83d\x00")
    )
    with pikepdf.open(BytesIO(data)) as pdf:
        assert str(pdf.docinfo.Title) == "a\ufffd\ufffd<b>"


# A PDF that a screen reader cannot use, called '(anonymous)'


def test_the_file_says_what_it_is_and_names_nobody() -> None:
    data = rendered(everything())
    assert b"nonymous" not in data
    with pikepdf.open(BytesIO(data)) as pdf:
        info = {str(key): str(value) for key, value in pdf.docinfo.items()}
        assert info == {
            "/Title": "Two views of one visit",
            "/Author": "",
            "/Subject": "",
            "/Keywords": "",
            "/Creator": "clinic-feedback",
            "/Producer": "clinic-feedback",
            "/CreationDate": "D:20260302000000+00'00'",
            "/ModDate": "D:20260302000000+00'00'",
            "/Trapped": "/False",
        }
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Two views of one visit"
            assert metadata["xmp:CreateDate"] == "2026-03-02T00:00:00+00:00"
            assert "dc:creator" not in metadata


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        pytest.param("Besøk & <b>“samtale”</b>", "Besøk & <b>“samtale”</b>", id="signs of mark-up"),
        pytest.param(" \n", "clinic-feedback", id="never none"),
    ],
)
def test_the_title_is_shown_as_given(title: str, shown: str) -> None:
    data = rendered(document(title=title))
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_metadata() as metadata:
        assert str(pdf.docinfo.Title) == metadata["dc:title"] == shown


def test_without_a_date_the_file_has_a_fixed_one() -> None:
    with pikepdf.open(BytesIO(rendered(document(made_on=None)))) as pdf:
        assert str(pdf.docinfo.CreationDate) == "D:20000101000000+00'00'"


def test_each_heading_is_a_bookmark_that_leads_to_its_page() -> None:
    cards = Cards(tuple(card(number) for number in range(16)))
    data = rendered(document(Heading(2, "First", "a remark"), cards, Heading(2, "Last")))
    marks = outline_of(data)
    assert marks[:3] == [(0, "Two views", 0), (1, "First", 0), (2, "Question 0", 0)]
    assert marks[-1] == (1, "Last", page_count(data) - 1)
    heading_pages = {word.text: word.page for word in words_on_pages(data)}
    assert marks[-1][2] == heading_pages["Last"]


def test_a_bookmark_leads_to_its_heading_also_in_the_lower_card() -> None:
    data = rendered(document(Heading(2, "All"), Cards(tuple(card(number) for number in range(4)))))
    tops = [841.89 - word.top for word in words_on_pages(data) if word.text == "Question"]
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        questions = outline.root[0].children[0].children
        places = [item.destination for item in questions if isinstance(item.destination, pikepdf.Array)]
        assert [float(place[3]) for place in places] == pytest.approx(tops, abs=3)


def test_a_document_that_skips_a_level_still_gets_its_outline() -> None:
    data = render_pdf(document(Heading(4, "Deep"), Heading(2, "Up"), Heading(3, "Down")))
    assert [(level, title) for level, title, _ in outline_of(data)] == [
        (0, "Two views"),
        (1, "Deep"),
        (1, "Up"),
        (2, "Down"),
    ]


def test_everything_is_read_in_order_and_figures_by_their_words() -> None:
    reads = read_aloud(
        rendered(
            document(
                Paragraph("Both answered.", Role.STATEMENT),
                Heading(2, "Question by question", "all of them"),
                Cards((card(1),)),
                annex=(Heading(2, "Own words"), Quotation("so\nand so")),
            )
        )
    )
    assert [(read.tag, read.alternative or read.text) for read in reads] == [
        ("H1", "Two views"),
        ("P", "Both answered."),
        ("H2", "Question by question"),
        ("P", "\u2002\u2002all of them"),
        ("H3", "Question 1"),
        ("P", "\u2002\u2002from “not at all” to “completely”"),
        ("Figure", "The patient answered “mostly”."),
        ("P", "Patient: mostly."),
        ("P", "Clinician: A little"),
        ("H2", "Own words"),
        ("P", "so"),
        ("P", "and so"),
    ]


def test_an_urgent_remark_is_white_on_a_filled_plate_and_a_calm_one_is_outlined() -> None:
    def painted(*, urgent: bool) -> bytes:
        data = rendered(document(Heading(2, "First", "Look here", urgent=urgent)))
        with pikepdf.open(BytesIO(data)) as pdf:
            return pdf.pages[0].Contents.read_bytes()

    plain = rendered(document(Heading(2, "First", "Look here")))
    assert [read.text for read in read_aloud(plain)][-1].strip() == "Look here"
    filled, outlined = painted(urgent=True), painted(urgent=False)
    assert b"1 1 1 rg" in filled
    assert b"1 1 1 rg" not in outlined
    assert filled.count(b" c\n") == outlined.count(b" c\n") > 0, "both have round corners"


def test_what_follows_a_lead_on_the_same_lines_is_read_with_it() -> None:
    both = Paragraph("It was so.", lead="From the study", further=(Led("Ask.", "What could help"),))
    (read,) = [read.text for read in read_aloud(rendered(document(both))) if "study" in read.text]
    assert " ".join(read.split()) == "From the study: It was so. What could help: Ask."


def test_a_quotation_says_which_language_it_is_in() -> None:
    data = rendered(document(annex=(Quotation("så\nא", "nb"),)))
    with pikepdf.open(BytesIO(data)) as pdf:
        marked = [
            (str(element.S), str(element.Lang))
            for element in pdf.objects
            if isinstance(element, pikepdf.Dictionary)
            and element.get("/Type") == "/StructElem"
            and "/Lang" in element
        ]
    assert marked == [("/P", "nb")], "the typed line, and not the sentence that stands for a line"


def test_a_quotation_is_announced_as_one() -> None:
    with pikepdf.open(BytesIO(rendered(quoted("one\ntwo")))) as pdf:
        quotation = pdf.Root.StructTreeRoot.K.K[-1]
        assert str(quotation.S) == "/BlockQuote"
        assert [str(kid.S) for kid in quotation.K] == ["/P", "/P"]


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_any_day_can_be_written(day: date) -> None:
    rendered(document(made_on=day))
