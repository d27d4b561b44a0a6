"""Every number of a period's first page: in a table behind it, in the files' cells, and back out of the PDF."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import openpyxl
import pytest

from reports.document import Block, Document, Figure, Paragraph, Table
from reports.figures.shapes import Words
from reports.html.renderer import render_html
from reports.pdf.renderer import render_pdf
from reports.period import Period
from reports.period_working import period
from reports.published import Published
from reports.quality import quality_report
from reports.quality_wording import Wording
from reports.tables.csv_file import csv_file
from reports.tables.json_file import json_file
from reports.tables.xlsx_file import xlsx_file
from tests.pdf_checks import page_texts, read_aloud
from tests.reports.sealed import PACK, block, published
from tests.reports.test_consultation_files import squeezed
from tests.reports.test_quality import NOT_FOR_JUDGING, visits

TEXTS = dict(PACK.texts)
LOW = ("not_at_all", "a_little")
NUMBERS = "The numbers of page 1"


@pytest.fixture(scope="module")
def sums() -> Published:
    """Blocks of 1,300 visits of 30 clinicians, and the quarter's tables: numbers of four digits."""
    blocks = [block(f"2026-W{4 * n:02}", visits(325 * n, 30, n)) for n in range(1, 4)]
    return published(blocks, quarter="2026-Q1", held_back=1_007)


@pytest.fixture(scope="module")
def large(sums: Published) -> Period:
    """The same, worked out and compared with itself."""
    return period(sums, sums, PACK.questionnaire)


def said(one: Period, language: str = "en") -> Document:
    return quality_report(one, Wording(language, PACK.questionnaire, PACK.texts[language], {}))


def texts_of(blocks: Sequence[Block]) -> Iterator[str]:
    """What a reader finds in blocks, cell by cell, and in the words that stand for pictures."""
    for one in blocks:
        if isinstance(one, Table):
            yield one.caption
            yield from one.head
            for row in one.rows:
                yield from row
        elif isinstance(one, Figure):
            yield one.picture.alternative
            yield from (shape.text for shape in one.picture.shapes if isinstance(shape, Words))
            yield from texts_of(one.words)
        elif isinstance(one, Paragraph):
            yield one.text
        else:
            yield getattr(one, "text", "")


def table(document: Document, caption: str) -> dict[str, tuple[str, ...]]:
    """A table of the detail, by its rows' names."""
    (found,) = (one for one in document.annex if isinstance(one, Table) and one.caption == caption)
    return {row[0]: row[1:] for row in found.rows}


CONSTANT = re.compile(
    r"weeks? \S+ to (week )?\S+|from \d+ \w+ 20\d\d to \d+ \w+ 20\d\d|\d+ (?=%$)"  # dates, an axis
    r"|in blocks of at least ten|19 times out of 20"
)
NUMBER = re.compile(r"\d[\d,]*\d|\d")


def test_no_number_of_the_first_page_is_without_its_cell_in_the_detail(large: Period) -> None:
    document = said(large)
    cells = {number for row in table(document, NUMBERS).values() for cell in row
             for number in NUMBER.findall(cell)}  # fmt: skip
    rates = [one for one in document.annex if isinstance(one, Table) and len(one.head) == 6]
    parted = large.parted
    assert parted is not None
    assert any(
        (int(row[3]) + int(row[4]), row[2]) == (parted.share.x, f"{parted.share.n:,}")
        for one in rates
        for row in one.rows
    )
    cells |= {f"{parted.share.x:,}", f"{parted.share.n:,}"}
    page = [CONSTANT.sub(" ", text) for text in texts_of(document.blocks)]
    numbers = {number for text in page for number in NUMBER.findall(text)}
    assert len(numbers) > 15
    assert numbers - cells == set()


def test_each_number_in_a_picture_is_that_of_its_row_in_the_detail(large: Period) -> None:
    document = said(large)
    rows = table(document, NUMBERS)
    from_visit_to_pair, low, expected = [
        one.picture.alternative for one in document.blocks if isinstance(one, Figure)
    ]
    steps = ("Visits held", "Counted here", "Patient answered", "Shared with the clinician", "Both answered")
    listed = ", ".join(f"{name} {rows[name][0]}" for name in steps)
    assert from_visit_to_pair == f"From visit to pair: {listed}."
    assert low == f"Little or no reassurance: {rows['Little or no reassurance'][2]}."
    names = [name for name in rows if name.startswith(("Seen", "Unsure", "Not seen"))]
    listed = ", ".join(f"{name}: {rows[name][0]}" for name in names)
    assert expected == f"Little or no reassurance: what the clinician expected: {listed}."


@pytest.fixture
def cells(sums: Published) -> Callable[[str, str], int]:
    """How often a CSV file's rows count an answer."""
    found: Counter[tuple[str, str]] = Counter()
    for row in csv.reader(io.StringIO(csv_file(sums, PACK.questionnaire, TEXTS, "en").decode("utf-8-sig"))):
        if not row:
            break
        if row[8].isdigit():
            found[row[6], row[7]] += int(row[8])
    return lambda question, answer: found[question, answer]


def test_each_cell_of_that_table_is_a_sum_of_the_files_cells(
    large: Period, sums: Published, cells: Callable[[str, str], int]
) -> None:
    rows = {
        name: [int(cell.replace(",", "")) if cell != "\u2013" else None for cell in row[:2]]
        for name, row in table(said(large), NUMBERS).items()
    }
    low = sum(cells("patient:reassured", code) for code in LOW)
    answered = {code: cells("patient:reassured", code) for code in EXTENT}
    others = cells("answered", "yes") + cells("answered", "no") - sum(answered.values())
    seen, unsure, missed = (cells("recognition:reassured", one) for one in ("seen", "unsure", "missed"))
    all_visits = cells("answered", "yes") + cells("answered", "no")
    held = sum(week.closed for week in sums.weeks)
    assert rows == {
        "Visits held": [held, None],
        "Visits held back": [1_007, held],
        "Counted here": [all_visits, None],
        "Patient answered": [cells("answered", "yes"), all_visits],
        "Shared with the clinician": [cells("sharing", "clinician"), cells("answered", "yes")],
        "Both answered": [cells("paired", "yes"), all_visits],
        "Little or no reassurance": [low, sum(answered.values())],
        "The same, if all who did not answer felt reassured": [low, all_visits],
        "The same, if all who did not answer felt little or no reassurance": [low + others, all_visits],
        "Seen: the clinician expected it": [seen, seen + unsure + missed],
        "Unsure: the clinician answered in the middle": [unsure, seen + unsure + missed],
        "Not seen: the clinician expected the opposite": [missed, seen + unsure + missed],
    }
    assert held == 1_950 + 1_007


EXTENT = ("not_at_all", "a_little", "partly", "mostly", "completely")


def test_all_formats_give_the_same_numbers(large: Period, sums: Published) -> None:
    in_json = [tuple(row.values()) for row in json.loads(json_file(sums, large))["blocks"]]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file(sums, PACK.questionnaire, TEXTS)))
    assert [tuple(cell if cell is not None else "" for cell in row) for row in book["blocks"].values][
        1:
    ] == in_json
    for language, separator in (("en", ","), ("nb", ";")):
        text = csv_file(sums, PACK.questionnaire, TEXTS, language).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
        assert [tuple(row) for row in rows[1 : rows.index([])]] == [tuple(map(str, row)) for row in in_json]


@pytest.mark.parametrize(
    ("language", "thousands", "decimal", "day"),
    [
        pytest.param("en", ",", ".", "29 December 2025", id="English"),
        pytest.param("nb", "\u00a0", ",", "29. desember 2025", id="Bokmål"),
    ],
)
def test_numbers_are_read_back_out_of_the_pdf_as_the_language_writes_them(
    large: Period, language: str, thousands: str, decimal: str, day: str
) -> None:
    document = said(large, language)
    data = render_pdf(document)
    pages = page_texts(data)
    first = squeezed(pages[0])
    for one in document.blocks:
        if isinstance(one, Paragraph):
            assert squeezed(one.text) in first
    assert squeezed(f"2{thousands}957 ") in first
    assert squeezed(day) in first
    aloud = squeezed("".join(read.text + read.alternative for read in read_aloud(data)))
    for one in document.annex:
        for row in one.rows if isinstance(one, Table) else ():
            assert squeezed("".join(row)) in aloud
    steps = [row[-1] for one in document.annex if isinstance(one, Table) for row in one.rows]
    other = "," if decimal == "." else "."
    assert any(re.search(rf"\d\{decimal}\d\d\b", cell) for cell in steps)
    assert not any(re.search(rf"\d\{other}\d\d\b(?!\d)", cell) for cell in steps)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_no_page_is_without_the_word_that_nobody_is_judged_by_it(large: Period, language: str) -> None:
    document = said(large, language)
    pages = page_texts(render_pdf(document))
    assert len(pages) > 3
    for page in pages:
        assert NOT_FOR_JUDGING[language] in page
    assert NOT_FOR_JUDGING[language] in render_html(document)
