"""Tables in a PDF: rows whole, numbers to the right, every cell tagged with what heads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Pdf

from reports.document import Block, Document, Figure, Heading, Notices, Paragraph, Table
from reports.figures.shapes import Ink, Picture, Rect
from reports.pdf.renderer import render_pdf
from tests.pdf_checks import check_pdf, page_count, page_texts, words_on_pages

LONG = "A name that is long enough to be broken over more than one line of its narrow column, and then some"


def document(*blocks: Block) -> Document:
    notices = Notices("Page {n} of {total}", "right to left", "by name")
    return Document("Title", "en", "running", (Heading(1, "Title"), *blocks, Paragraph("After")), (), notices)


def table(rows: int) -> Table:
    return Table(
        "What it holds",
        ("Name", "A long head of numbers", "Share"),
        tuple(
            (f"{LONG} {number}" if number % 7 == 0 else f"Row {number}", f"{number}", "15 %")
            for number in range(rows)
        ),
    )


def elements(data: bytes, tag: str) -> Iterator[pikepdf.Object]:
    with Pdf.open(BytesIO(data)) as pdf:

        def walk(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
            if str(element.S) == f"/{tag}":
                yield element
            for kid in list(element.K) if isinstance(element.K, Array) else [element.K]:
                if isinstance(kid, Dictionary) and "/S" in kid:
                    yield from walk(kid)

        yield from walk(pdf.Root.StructTreeRoot.K)


@pytest.mark.parametrize("rows", [1, 3, 120])
def test_a_table_is_sound_however_long(rows: int) -> None:
    data = render_pdf(document(table(rows)))
    check_pdf(data)
    assert (page_count(data) > 1) is (rows > 100)
    together = " ".join(page_texts(data))
    for number in range(rows):
        assert f"Row {number} " in together.replace("\n", " ") + " " or number % 7 == 0


def test_each_header_says_what_it_heads() -> None:
    data = render_pdf(document(table(3)))
    scopes = [str(cell.A.Scope) for cell in elements(data, "TH")]
    assert scopes == ["/Column"] * 3 + ["/Row"] * 3
    assert len(list(elements(data, "TD"))) == 6
    assert [len(list(row.K)) for row in elements(data, "TR")] == [3, 3, 3, 3]
    assert len(list(elements(data, "Caption"))) == 1


def test_a_name_in_a_table_is_never_torn_over_two_pages() -> None:
    pages = page_texts(render_pdf(document(table(120))))
    for page in pages:
        flat = " ".join(page.split())
        assert flat.count("A name that is long") == flat.count("and then some")


@pytest.mark.parametrize("names", [1, 2])
def test_numbers_end_on_one_line_at_the_right_and_names_begin_on_one_at_the_left(names: int) -> None:
    rows = tuple((f"Row{number}", "word" * (number + 1), "7" * (number + 1)) for number in range(4))
    data = render_pdf(document(Table("What it holds", ("Name", "Second", "Number"), rows, names)))
    words = words_on_pages(data)

    def ends(texts: list[str]) -> tuple[int, int]:
        """How many places the words begin at, and end at."""
        found = [word for word in words if word.text in texts]
        assert len(found) == len(texts)
        return len({round(word.left) for word in found}), len({round(word.right) for word in found})

    assert ends([row[0] for row in rows])[0] == 1
    assert ends([row[2] for row in rows]) == (4, 1)
    assert ends([row[1] for row in rows]) == ((4, 1) if names == 1 else (1, 4))


def test_the_head_of_a_table_stays_with_its_first_row() -> None:
    notices = Notices("Page {n} of {total}", "right to left", "by name")
    for lines in range(30, 48):
        before = [Paragraph(f"Line {number}") for number in range(lines)]
        one = Document("T", "en", "r", (Heading(1, "T"), *before, table(3)), (), notices)
        for page in page_texts(render_pdf(one)):
            assert ("What it holds" in page) is (
                "A long head" in page.replace("\n", " ") and "and then some" in page
            )


def test_a_wide_figure_stays_with_its_words() -> None:
    picture = Picture(500, 300, "What it shows.", (Rect(0, 0, 500, 300, fill=Ink.SOFT),))
    figure = Figure(picture, (Paragraph("In words."),))
    data = render_pdf(document(*[figure] * 5))
    check_pdf(data)
    for page in page_texts(data):
        assert page.count("In words.") <= 2


def test_a_figure_without_words_is_not_tied_to_what_follows() -> None:
    picture = Picture(500, 200, "What it shows.", (Rect(0, 0, 500, 200, fill=Ink.SOFT),))
    blocks: tuple[Block, ...] = (
        Figure(picture),
        *[Paragraph(LONG)] * 3,
        Figure(picture),
        Heading(2, "Next"),
        table(30),
    )
    data = render_pdf(document(*blocks))
    first = page_texts(data)[0]
    assert "Next" in first or "Row 1" not in first
    assert page_texts(data)[0].count("running") == 1
    with Pdf.open(BytesIO(data)) as pdf:
        on_first = [one for one in pdf.Root.StructTreeRoot.K.K if str(one.S) == "/Figure"]
        assert [str(one.Pg.objgen) for one in on_first] == [str(pdf.pages[0].objgen)] * 2


def test_each_page_of_a_long_table_begins_with_its_head_which_is_read_aloud_once() -> None:
    data = render_pdf(document(table(120)))
    pages = [" ".join(page.split()) for page in page_texts(data)]
    assert len(pages) > 2
    assert all("A long head of numbers" in page for page in pages)
    assert sum(1 for _ in elements(data, "TH")) == 3 + 120


def test_a_short_table_and_the_last_two_rows_of_a_long_one_are_not_torn_apart() -> None:
    for above in range(30, 60):
        filler = [Paragraph(f"Line {number}") for number in range(above)]
        pages = page_texts(render_pdf(document(*filler, table(8))))
        assert sum("Row 1" in page for page in pages) == 1
        assert [number for number, page in enumerate(pages) if "Row 1" in page] == [
            number for number, page in enumerate(pages) if "Row 6" in page
        ]


def test_what_stands_apart_begins_on_a_page_of_its_own() -> None:
    whole = replace(document(), annex=(Heading(2, "Further"),), annex_apart=True)
    assert ["Further" in page for page in page_texts(render_pdf(whole))] == [False, True]
    assert page_count(render_pdf(replace(whole, annex_apart=False))) == 1


def test_many_wide_columns_leave_the_first_one_room() -> None:
    wide = Table("What it holds", ("Name", *[f"{LONG} {n}" for n in range(5)], "n"), (("Row", *"123456"),))
    check_pdf(render_pdf(document(wide)))
    assert "Row" in " ".join(page_texts(render_pdf(document(wide))))
