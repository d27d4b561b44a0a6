"""Every number of a period's first page: in a table behind it, in the files' cells, and back out of the PDF."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.model import LinkId
from reports.document import Block, Document, Figure, Paragraph, Table
from reports.figures.shapes import Words
from reports.html.renderer import render_html
from reports.intervals import FEWEST_FOR_PERCENT
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
from tests.reports.sealed import PACK, Held, block, published
from tests.reports.test_consultation_files import squeezed
from tests.reports.test_quality import NOT_FOR_JUDGING, visits

TEXTS = dict(PACK.texts)
LOW = ("not_at_all", "a_little")


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
    r"|in blocks of at least ten|19 times of 20"
)
NUMBER = re.compile(r"\d[\d,]*\d|\d")


def test_no_number_of_the_first_page_is_without_its_cell_in_the_detail(large: Period) -> None:
    document = said(large)
    cells = {number for row in table(document, "The first page in numbers").values() for cell in row
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
    rows = table(document, "The first page in numbers")
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
        for name, row in table(said(large), "The first page in numbers").items()
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
        "The same, if none of them did": [low + others, all_visits],
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


BROKEN = re.compile(
    r"\bnan\b|\binf\b|(?<![\w\u2013])[-\u2212]0(?![.,]\d*[1-9]|\d)|NoneType|[{}]", re.IGNORECASE
)


@settings(max_examples=25)
@given(
    number=st.integers(0, 60),
    clinicians=st.integers(1, 25),
    seed=st.integers(0, 99),
    quarter=st.sampled_from(["", "2026-Q1"]),
    language=st.sampled_from(["en", "nb"]),
)
def test_however_few_there_are_no_number_is_broken_and_none_of_few_is_a_per_cent(
    number: int, clinicians: int, seed: int, quarter: str, language: str
) -> None:
    some = [block("2026-W10", visits(number, clinicians, seed))] if number else []
    one = period(published(some, quarter=quarter), None, PACK.questionnaire)
    document = said(one, language)
    everything = [*texts_of(document.blocks), *texts_of(document.annex)]
    assert [text for text in everything if BROKEN.search(text)] == []
    own = PACK.texts[language]
    methods = Wording(language, PACK.questionnaire, own, {}).said["methods_primary"]
    if one.counted < FEWEST_FOR_PERCENT:
        assert [text for text in everything if "%" in text and text != methods] == []
    for found in document.annex:
        for row in found.rows if isinstance(found, Table) else ():
            if any("%" in cell for cell in row):
                assert any(cell.isdigit() and int(cell) >= FEWEST_FOR_PERCENT for cell in row), row


def test_json_has_a_reason_wherever_a_number_is_not_known(large: Period, sums: Published) -> None:
    few = published([block("2026-W10", visits(25, 4))], quarter="2026-Q1")
    for one, behind in ((large, sums), (period(few, None, PACK.questionnaire), few)):
        text = json_file(behind, one).decode()
        assert "NaN" not in text
        assert not re.search(r"-0(\.0)?\b(?!\.?\d)", text)

        def walk(value: Any) -> Iterator[dict[str, Any]]:
            if isinstance(value, dict):
                if {"value", "interval", "why_not"} <= set(value):
                    yield value
                for inside in value.values():
                    yield from walk(inside)
            elif isinstance(value, list):
                for inside in value:
                    yield from walk(inside)

        found = list(walk(json.loads(text)))
        assert len(found) > 10
        for number in found:
            assert (number["interval"] is None) is (number["why_not"] is not None)


@pytest.mark.parametrize("seed", range(5))
def test_neither_the_order_of_visits_nor_who_a_key_stands_for_changes_a_byte(seed: int) -> None:
    """Keys of clinicians are random: an order by them would show in the last digit of a sum."""
    chance = random.Random(seed)
    held = visits(400, 12)
    keys = [f"{chance.getrandbits(64):x}" for _ in range(12)]
    again = [Held(keys[int(one.clinician[1:])], one.patient, one.other) for one in held]
    chance.shuffle(again)
    made = []
    for some in (held, again):
        sums = published([block("2026-W10", some)], quarter="2026-Q1", held_back=3)
        numbers = period(sums, sums, PACK.questionnaire)
        made.append(
            (
                json_file(sums, numbers),
                csv_file(sums, PACK.questionnaire, TEXTS, "nb"),
                xlsx_file(sums, PACK.questionnaire, TEXTS),
                render_html(said(numbers)),
                render_pdf(said(numbers)) if seed == 0 else b"",
            )
        )
    assert made[0] == made[1]
    assert not any(key in made[1][0].decode() + made[1][3] for key in keys)


def test_in_print_and_on_screen_every_colour_of_a_picture_is_a_grey(large: Period) -> None:
    page = render_html(said(large))
    painted = re.findall(r'(?:fill|stroke)="#(\w+)"', page)
    assert len(painted) > 50
    assert [colour for colour in painted if not re.fullmatch(r"(..)\1\1", colour)] == []


@pytest.mark.parametrize(
    ("name", "in_pdf"),
    [
        pytest.param("=cmd()", "=cmd()", id="a formula"),
        pytest.param("<b>bold</b> & <script>", "<b>bold</b> & <script>", id="mark-up"),
        pytest.param("<para>{0} %s", "<para>{0} %s", id="places and a printer's mark-up"),
        pytest.param("\u202egnp.exe", "gnp.exe", id="a sign that turns the line round"),
        pytest.param("عيادة الشمال", "", id="right to left"),
        pytest.param("a\u0000b\u000bc", "", id="signs that no file may hold"),
    ],
)
def test_a_hostile_name_is_printed_and_does_nothing(name: str, in_pdf: str) -> None:
    one = period(published([block("2026-W10", visits(90, 9))]), None, PACK.questionnaire)
    wording = Wording("en", PACK.questionnaire, PACK.texts["en"], {"north": name})
    document = quality_report(one, wording)
    page = render_html(document)
    assert not re.search(r"<(b|script|para)>", page)
    assert not re.search("[\u0000\u000b]", page)
    aloud = squeezed("".join(read.text for read in read_aloud(render_pdf(document))))
    assert squeezed(in_pdf) in aloud


def test_a_question_that_waits_is_said_to_wait() -> None:
    sums = published([block("2026-W10", visits(40, 9))])
    families = {family: listed for family, listed in sums.families.items() if "reassured" not in family}
    waits = Published(sums.view, sums.through, sums.blocks, families, sums.weeks, ())
    text = " ".join(texts_of(said(period(waits, None, PACK.questionnaire)).blocks))
    assert "Feeling reassured: answers of 40 visits in completed blocks wait for the next block" in text
    told = " ".join(texts_of(said(period(sums, None, PACK.questionnaire)).blocks))
    assert "wait for the next block" not in told


def test_questions_of_too_few_pairs_are_named_with_the_reason() -> None:
    held = [Held(f"c{n % 10}", {"impact": "mostly" if n < 10 else None}, {}) for n in range(60)]
    document = said(period(published([block("2026-W10", held)], quarter="2026-Q1"), None, PACK.questionnaire))
    (text,) = (text for text in texts_of(document.annex) if text.startswith("2026-Q1: fewer than 50 pairs"))
    assert PACK.texts["en"].label(LinkId("impact")) in text
    assert PACK.texts["en"].label(LinkId("heard")) not in text
