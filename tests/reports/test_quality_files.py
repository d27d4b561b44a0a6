"""A period's report, however few or hostile what it is of: nothing broken, nothing of few, the same bytes."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.model import LinkId
from reports.document import Table
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
from tests.pdf_checks import read_aloud
from tests.reports.sealed import PACK, Held, block, published
from tests.reports.test_consultation_files import squeezed
from tests.reports.test_quality import visits
from tests.reports.test_quality_traced import TEXTS, said, texts_of


@pytest.fixture(scope="module")
def sums() -> Published:
    """Four hundred visits of 24 clinicians, and the quarter's tables."""
    return published([block("2026-W10", visits(400, 24))], quarter="2026-Q1", held_back=7)


@pytest.fixture(scope="module")
def large(sums: Published) -> Period:
    """The same, worked out."""
    return period(sums, sums, PACK.questionnaire)


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
    assert len(painted) > 20
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
    (text,) = (text for text in texts_of(document.annex) if text.startswith("Q1 2026: fewer than 50 pairs"))
    assert PACK.texts["en"].label(LinkId("impact")) in text
    assert PACK.texts["en"].label(LinkId("heard")) not in text
