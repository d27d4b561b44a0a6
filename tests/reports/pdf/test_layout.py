"""What stands where: pages kept, cards side by side and whole, nothing outside the column."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pikepdf
import pytest

from reports.document import Block, Box, Card, Cards, Document, Heading, Paragraph, Quotation, Role
from reports.figures.shapes import Picture, Rect
from tests.pdf_checks import Word, page_count, page_texts, read_aloud, words_on_pages
from tests.reports.pdf.documents import NOTICES, card, document, everything, picture, rendered

LEFT, RIGHT = 42.0, 595.28 - 42.0
TOP, BOTTOM = 42.0, 841.89 - 42.0
LONG = "x" * 400


def in_column(data: bytes) -> list[Word]:
    """All words but those of head and foot."""
    return [word for word in words_on_pages(data) if word.top > TOP - 6 and word.bottom < BOTTOM + 6]


def find(data: bytes, text: str) -> Word:
    return next(word for word in words_on_pages(data) if word.text == text)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(Heading(2, LONG), id="a heading"),
        pytest.param(Heading(2, "Seen differently", LONG), id="a remark"),
        pytest.param(Paragraph(LONG), id="a paragraph"),
        pytest.param(Paragraph("No", lead=LONG), id="a lead"),
        pytest.param(Quotation("x" * 2000), id="a quotation without a space"),
        pytest.param(Quotation("https://clinic.example/" + "study" * 32), id="an address"),
        pytest.param(Quotation("W" * 500 + "\u8c22" * 50), id="wide letters and names"),
        pytest.param(Box((Heading(2, LONG), Paragraph(LONG))), id="a box"),
        pytest.param(Quotation(" " * 900 + "x"), id="nothing but spaces, then a letter"),
    ],
)
def test_no_letter_leaves_the_column(block: Block) -> None:
    data = rendered(document(block))
    words = in_column(data)
    assert min(word.left for word in words) >= LEFT - 0.1
    assert max(word.right for word in words) <= RIGHT + 0.1
    assert max(word.bottom for word in words) <= BOTTOM + 3


def test_a_long_word_of_one_card_does_not_touch_its_neighbour() -> None:
    long = Card(Heading(3, LONG, LONG), card(1).picture, (Paragraph(LONG),))
    data = rendered(document(Heading(2, "All"), Cards((long, long))))
    middle = (LEFT + RIGHT) / 2
    for word in in_column(data):
        assert word.right < middle or word.left > middle


@pytest.mark.parametrize(
    "running",
    [
        pytest.param("Klinikk" + "x" * 120, id="a clinic's long name"),
        pytest.param("\u0627\u0644\u0623\u0644\u0645 " * 30, id="a name that is printed by names"),
    ],
)
def test_a_long_running_head_is_cut_and_says_so(running: str) -> None:
    head = [word for word in words_on_pages(rendered(document(running=running))) if word.top < 30]
    assert head[-1].text.endswith("\u2026")
    assert max(word.right for word in head) <= RIGHT + 0.1


def test_head_and_foot_are_on_each_page_and_are_not_read() -> None:
    data = rendered(everything())
    total = page_count(data)
    assert total > 1
    for number, text in enumerate(page_texts(data), start=1):
        assert text.count("Visit 2 March 2026\n") == 1
        assert f"Page {number} of {total}" in text
    assert not [
        read for read in read_aloud(data) if "Page " in read.text or read.text == "Visit 2 March 2026"
    ]


def test_cards_stand_two_by_two_with_their_pictures_at_one_height() -> None:
    long = Card(Heading(3, "A question that takes more than one line of its column"), card(2).picture, ())
    data = rendered(document(Heading(2, "All"), Cards((card(1), long, card(3)))))
    left, right, below = [word for word in words_on_pages(data) if word.text == "Completely"]
    assert left.top == pytest.approx(right.top)
    assert left.right < (LEFT + RIGHT) / 2 < right.left
    assert below.left == pytest.approx(left.left)
    assert below.top > right.bottom


def test_cards_are_read_one_after_the_other() -> None:
    data = rendered(document(Heading(2, "All"), Cards((card(1, "one"), card(2, "two"), card(3, "three")))))
    reads = [
        read
        for read in read_aloud(data)
        if read.tag in {"H3", "Figure"} or read.text in {"one", "two", "three"}
    ]
    assert [read.tag for read in reads] == ["H3", "Figure", "P"] * 3
    assert [read.text for read in reads if read.tag == "P"] == ["one", "two", "three"]


def test_no_card_is_broken_over_pages() -> None:
    data = rendered(
        document(Heading(2, "All"), Cards(tuple(card(number, f"words{number}") for number in range(40))))
    )
    assert page_count(data) > 2
    words = words_on_pages(data)
    questions = [word.page for word in words if word.text == "Question"]
    answers = [word.page for word in words if word.text.startswith("words")]
    assert len(questions) == 40
    assert questions == answers


def test_a_card_that_no_page_can_hold_is_broken_after_all() -> None:
    giant = Card(Heading(3, "Giant"), card(1).picture, tuple(Paragraph(f"line{n}") for n in range(200)))
    data = rendered(document(Heading(2, "All"), Cards((giant, card(2)))))
    assert page_count(data) > 2
    assert {f"line{n}" for n in range(200)} <= {word.text for word in in_column(data)}


@pytest.mark.parametrize("size", [(2000, 50), (50, 2000), (3000, 3000)])
def test_a_picture_that_is_too_large_is_made_smaller(size: tuple[float, float]) -> None:
    large = Picture(*size, "A large picture.", (Rect(0, 0, *size),))
    data = rendered(
        document(Heading(2, "All"), Cards((Card(Heading(3, "One"), large, (Paragraph("below"),)),)))
    )
    assert find(data, "below").bottom < BOTTOM
    with pikepdf.open(BytesIO(data)) as pdf:
        (figure,) = [kid for kid in pdf.Root.StructTreeRoot.K.K if str(kid.S) == "/Figure"]
        left, bottom, right, _ = (float(value) for value in figure.A.BBox)
    assert left >= LEFT - 0.1
    assert right < (LEFT + RIGHT) / 2
    assert bottom > 42


def test_no_line_stands_alone_at_the_foot_or_head_of_a_page() -> None:
    text = " ".join(f"word{number}" for number in range(60))
    for above in range(46, 53):
        data = rendered(document(Quotation("\n".join("a" * above)), Paragraph(text)))
        lines = Counter((word.page, word.top) for word in in_column(data) if word.text.startswith("word"))
        assert len(lines) == 5
        assert Counter(page for page, _ in lines).most_common()[-1][1] >= 2


def test_a_heading_is_never_the_last_on_its_page() -> None:
    for lines in range(40, 45):
        blocks = [Paragraph(f"line{number}", Role.SMALL) for number in range(lines)]
        data = rendered(document(*blocks, Heading(2, "Afterwards"), Paragraph("follows")))
        pages = [word.page for word in words_on_pages(data) if word.text in {"Afterwards", "follows"}]
        assert len(set(pages)) == 1


def test_a_legend_stays_with_the_pictures_that_it_explains() -> None:
    for lines in range(37, 45):
        blocks = [Paragraph(f"line{number}", Role.SMALL) for number in range(lines)]
        legend = Paragraph("legend", Role.SMALL)
        data = rendered(document(*blocks, Heading(2, "Pictures"), legend, Cards((card(1),))))
        pages = {
            word.page for word in words_on_pages(data) if word.text in {"Pictures", "legend", "Question"}
        }
        assert len(pages) == 1


def test_a_box_stands_whole_on_the_next_page_if_it_must() -> None:
    lines = [Paragraph(f"line{number}") for number in range(30)]
    data = rendered(document(*lines, Box(tuple(Paragraph(f"boxed{number}") for number in range(10)))))
    assert {word.page for word in words_on_pages(data) if word.text.startswith("boxed")} == {1}


def test_white_space_shows_what_belongs_together() -> None:
    data = rendered(
        document(Paragraph("before"), Heading(2, "Heading"), Heading(3, "below"), Paragraph("after"))
    )
    before, heading, below, after = in_column(data)[2:]
    assert heading.top - before.bottom > 2 * (below.top - heading.bottom) > 0
    assert heading.top - before.bottom > 2 * (after.top - below.bottom) > 0


@pytest.mark.parametrize(
    "before",
    [pytest.param(Paragraph("before"), id="a paragraph"), pytest.param(Heading(2, "before"), id="a heading")],
)
def test_a_box_touches_nothing(before: Block) -> None:
    data = rendered(document(before, Box((Paragraph("inside"),)), Paragraph("after")))
    with pikepdf.open(BytesIO(data)) as pdf:
        painted = pikepdf.parse_content_stream(pdf.pages[0])
        (border,) = [step.operands for step in painted if str(step.operator) == "re"]
    lower = 841.89 - float(str(border[1]))
    upper = lower - float(str(border[3]))
    above, below = find(data, "before"), find(data, "after")
    inside = find(data, "inside")
    assert above.bottom + 2 < upper < inside.top < inside.bottom < lower < below.top - 2


def limited(limit: int | None, questions: int) -> Document:
    cards = Cards(tuple(card(number) for number in range(questions)))
    return document(Heading(2, "All"), cards, annex=(Heading(2, "Annex"), Quotation("so")), page_limit=limit)


def body_size(data: bytes) -> float:
    word = find(data, "Patient:")
    return (word.bottom - word.top) / 1.362  # the font's ascent and descent


@pytest.mark.parametrize(
    ("limit", "questions", "size"),
    [
        pytest.param(None, 30, 9.5, id="no limit"),
        pytest.param(2, 8, 9.5, id="room enough"),
        pytest.param(2, 32, 8.5, id="closer"),
        pytest.param(2, 60, 7.5, id="too much for any: the closest, not an error"),
    ],
)
def test_a_page_limit_is_kept_by_setting_closer(limit: int | None, questions: int, size: float) -> None:
    data = rendered(limited(limit, questions))
    assert body_size(data) == pytest.approx(size, abs=0.05)
    if limit is not None and questions < 60:
        assert max(word.page for word in words_on_pages(data) if word.text == "Patient:") < limit


def test_the_annex_does_not_count_for_the_limit_and_follows_at_once() -> None:
    long = Quotation("\n".join(["so"] * 200))
    data = rendered(document(Heading(2, "All"), annex=(Heading(2, "Annex"), long), page_limit=1))
    assert page_count(data) > 3
    assert find(data, "Annex").page == 0
    assert (find(data, "so").bottom - find(data, "so").top) / 1.362 == pytest.approx(9.5, abs=0.05)


def test_names_in_brackets_are_explained_once_at_the_end() -> None:
    data = rendered(document(Paragraph("\u8c22\u8c22"), annex=(Quotation("\u8c22"), Paragraph("end"))))
    reads = [read.text for read in read_aloud(data)]
    assert reads.count(NOTICES.letter_by_name) == 1
    assert reads[-2:] == ["end", NOTICES.letter_by_name]


def test_names_in_a_picture_are_explained_too() -> None:
    from_picture = Card(Heading(3, "One"), picture("\u8c22"), ())
    data = rendered(document(Heading(2, "All"), Cards((from_picture,))))
    assert read_aloud(data)[-1].text == NOTICES.letter_by_name


def test_without_names_nothing_is_explained() -> None:
    data = rendered(document(Quotation("takk 😀 [melting face]")))
    assert NOTICES.letter_by_name not in [read.text for read in read_aloud(data)]


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(Paragraph(""), id="no text"),
        pytest.param(Paragraph(" \u200d\ufe0f\n"), id="nothing to be seen"),
        pytest.param(Heading(2, ""), id="no heading"),
        pytest.param(Quotation("\n \n"), id="nothing typed"),
        pytest.param(Cards(()), id="no cards"),
        pytest.param(Box(()), id="nothing in the box"),
        pytest.param(Box((Paragraph(""),)), id="no text in the box"),
    ],
)
def test_what_says_nothing_leaves_no_trace(block: Block) -> None:
    assert read_aloud(rendered(document(block))) == read_aloud(rendered(document()))
