"""The report on a period: its first page, every number on it, and the files that it becomes."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from forms.model import LinkId
from reports.by_mode import ItemByMode, ModeShare
from reports.document import Document, Figure, Heading, Paragraph, Table
from reports.html.renderer import render_html
from reports.pdf.renderer import render_pdf
from reports.period import Period, Promises
from reports.period_working import period
from reports.quality import quality_report
from reports.quality_wording import Wording
from tests.pdf_checks import check_pdf, outline_of, page_count, page_texts
from tests.reports.sealed import PACK, Held, block, published

CODES = ("not_at_all", "a_little", "partly", "mostly", "completely")
NOT_FOR_JUDGING = {"en": "Not for judging individuals", "nb": "Ikke til vurdering av enkeltpersoner"}
HOSTILE = '=cmd|"/c calc"!A1 <b>\u202ebold & "north"'


def visits(number: int, clinicians: int, seed: int = 1) -> list[Held]:
    """Visits as people answer: skewed, alike within a pair, some sides missing, some questions open."""
    chance, found = random.Random(seed), []
    for place in range(number):
        patient = {
            item: None if chance.random() < 0.1 else chance.choices(CODES, (1, 2, 3, 8, 4))[0]
            for item in ("heard", "impact", "explanation", "fits", "reassured", "next_steps")
        }
        other = {
            item: code if chance.random() < 0.6 else chance.choice(CODES) for item, code in patient.items()
        }
        answered, paired = chance.random() < 0.8, chance.random() < 0.85
        found.append(Held(f"c{place % clinicians}", patient if answered else None, other if paired else None))
    return found


@pytest.fixture(scope="module")
def large() -> Period:
    """Four blocks of 100 visits of 24 clinicians, and the quarter's tables."""
    blocks = [block(f"2026-W{3 * n:02}", visits(100, 24, n)) for n in range(1, 5)]
    return period(published(blocks, quarter="2026-Q1", held_back=7), None, PACK.questionnaire)


def said(one: Period, language: str = "en", clinics: dict[str, str] | None = None) -> Document:
    names = {"north": "North clinic"} if clinics is None else clinics
    return quality_report(one, Wording(language, PACK.questionnaire, PACK.texts[language], names))


def words(document: Document) -> str:
    """All running text of the first page."""
    return " ".join(block.text for block in document.blocks if isinstance(block, Paragraph))


def tables(document: Document) -> list[Table]:
    return [block for block in document.annex if isinstance(block, Table)]


def test_the_first_page_says_how_many_how_sure_and_what_was_expected(large: Period) -> None:
    low, seen = large.low, large.recognised
    assert low.interval is not None
    text = words(said(large))
    percent = [round(100 * part) for part in (low.value or 0, low.interval.low, low.interval.high)]
    assert (
        f"{low.x} of {low.n} patients felt little or no reassurance ({percent[0]} %; in visits like these "
        f"between {percent[1]} and {percent[2]} %)." in text
    )
    assert f"Of {seen.share_missed.n} patients who felt little or no reassurance" in text
    assert f"the clinician expected {seen.missed} to be reassured" in text
    assert "Visits held back to protect people: 7." in text
    assert "407 visits were held from 29 December 2025 to 29 March 2026." in text


def test_numbers_are_written_as_the_language_writes_them(large: Period) -> None:
    many = [block("2026-W10", visits(1_300, 30))]
    counted = period(published(many), None, PACK.questionnaire)
    assert "1,300 visits were held" in words(said(counted))
    norwegian = words(said(counted, "nb"))
    assert "1\u00a0300 konsultasjoner" in norwegian or "1 300 konsultasjoner" in norwegian
    assert "29. desember 2025" in norwegian
    assert "Steps" not in words(said(large, "nb"))


@pytest.mark.parametrize(
    ("held", "sentence", "never"),
    [
        pytest.param(visits(24, 8), "Too few for a percentage.", "% ", id="few answers"),
        pytest.param(
            visits(90, 5), "Few clinicians: a description, not an estimate.", "between", id="few clinicians"
        ),
        pytest.param(
            visits(300, 12), "Approximate: fewer than 20 clinicians", "nan", id="not so many clinicians"
        ),
    ],
)
def test_small_numbers_have_sentences_of_their_own(held: list[Held], sentence: str, never: str) -> None:
    text = words(said(period(published([block("2026-W10", held)]), None, PACK.questionnaire)))
    assert sentence in text
    assert never not in text


def test_every_number_of_the_first_page_stands_in_a_table_behind_it(large: Period) -> None:
    document = said(large)
    by_caption = {table.caption: table for table in tables(document)}
    reassured = by_caption[f"Feeling reassured: what patients answered (n = {large.low.n})"]
    counts = {row[0]: int(row[1].replace(",", "")) for row in reassured.rows}
    low = sum(counts[PACK.texts["en"].options["extent"][code].patient or ""] for code in PACK_LOW)
    assert low == large.low.x
    assert sum(counts.values()) - counts["Left open"] == large.low.n
    names = {row[0] for row in by_caption["How often each difference was found"].rows}
    assert PACK.texts["en"].rules["gap:clinician_rosier"].name in names
    assert PACK.texts["en"].rules["not_reassured"].name not in names  # the same under other blocks
    response = by_caption["Patients who answered, of visits in completed blocks"]
    assert [int(row[1]) for row in response.rows] == [large.counted]


PACK_LOW = PACK.questionnaire.by_link_id[LinkId("reassured")].choices.codes[:2]


def test_what_cannot_be_shown_says_why(large: Period) -> None:
    nothing = "Not compared with weeks 2025-W40 to 2025-W52: that would cut a block in two."
    assert words(said(large)).count(nothing) == 1
    document = said(period(published([block("2026-W10", visits(60, 9))]), None, PACK.questionnaire))
    annex = " ".join(block.text for block in document.annex if isinstance(block, Paragraph))
    assert "No tables of both sides' answers for Q1 2026" in annex
    few = period(published([block("2026-W10", visits(45, 9))], quarter="2026-Q1"), None, PACK.questionnaire)
    annex = " ".join(block.text for block in said(few).annex if isinstance(block, Paragraph))
    assert "Tables of both sides' answers are shown once a calendar quarter" in annex


def test_what_waits_for_the_next_block_is_never_said_to_be_nobody() -> None:
    sums = published([block("2026-W10", visits(60, 9))])
    kept = {f: one for f, one in sums.families.items() if f in {"patient:heard", "patient:impact"}}
    text = words(said(period(replace(sums, families=kept), None, PACK.questionnaire)))
    assert "come from 60 visits, in blocks" in text
    assert (
        "How many of these patients answered, and for how many visits both sides did, can be shown only"
        in text
    )
    assert "it cannot be told yet what the clinicians expected" in text
    assert re.search(r"\b0 (of|visits|patients)", text) is None
    kept = {f: one for f, one in sums.families.items() if f != "paired"}
    text = words(said(period(replace(sums, families=kept), None, PACK.questionnaire)))
    assert (
        "of these patients answered; the number of visits for which both sides answered can be shown" in text
    )


@pytest.mark.parametrize(
    ("expected", "verdict"),
    [
        pytest.param("completely", "Not where it matters most: ", id="hardly ever noticed"),
        pytest.param("not_at_all", "Mostly: ", id="hardly ever missed"),
        pytest.param(None, "Not always: ", id="as often as not"),
    ],
)
def test_the_title_is_answered_where_the_numbers_can_answer_it(expected: str | None, verdict: str) -> None:
    def guess(number: int) -> str:
        return expected or ("completely" if number % 2 else "not_at_all")

    held = [Held(f"c{n % 9}", {"reassured": "a_little"}, {"reassured": guess(n)}) for n in range(90)]
    text = words(said(period(published([block("2026-W10", held)]), None, PACK.questionnaire)))
    assert verdict in text
    few = period(published([block("2026-W10", held[:25])]), None, PACK.questionnaire)
    assert verdict not in words(said(few))


def test_what_was_promised_and_where_patients_answered_have_tables(large: Period) -> None:
    share = replace(large.answered, x=12, n=40, value=0.3)
    low = ItemByMode(
        LinkId("reassured"), (ModeShare(("tablet",), share), ModeShare(("phone", "paper"), share))
    )
    (quarter,) = large.quarters
    one = replace(large, promises=Promises(12, 28, 3, share), quarters=(replace(quarter, by_mode=(low,)),))
    by_caption = {table.caption: table.rows for table in tables(said(one))}
    promised = by_caption["What patients were promised, as it stood when their visits were counted"]
    assert [row[:2] for row in promised] == [
        ("Done by its day", "12"), ("Not done by its day", "28"), ("Not due yet", "3")
    ]  # fmt: skip
    modes = by_caption[
        "Q1 2026, the whole organisation: one of the two least favourable answers, by where the patients answered"
    ]
    assert [row[1:3] for row in modes] == [
        ("On the clinic's tablet", "40"),
        ("On the patient's own phone / On paper", "40"),
    ]


def test_where_nothing_is_published_it_says_so_and_how_many_wait() -> None:
    document = said(period(published([], held_back=9), None, PACK.questionnaire))
    assert "Nothing can be shown for this choice yet" in words(document)
    assert "Visits held back to protect people: 9." in words(document)
    assert document.annex == ()
    assert page_count(render_pdf(document)) == 1


@pytest.mark.parametrize("language", ["en", "nb"])
def test_as_a_pdf_it_is_accessible_and_its_numbers_can_be_read_back(large: Period, language: str) -> None:
    document = said(large, language)
    data = render_pdf(document)
    check_pdf(data)
    pages = page_texts(data)
    assert all(NOT_FOR_JUDGING[language] in page for page in pages)
    first = re.sub(r"\s+", " ", pages[0])
    for number in (large.low.x, large.low.n, large.answered.x, large.recognised.missed, large.paired.x):
        assert str(number) in first
    assert data == render_pdf(said(large, language))
    titles = [block.text for block in (*document.blocks, *document.annex) if isinstance(block, Heading)]
    assert [title for _, title, _ in outline_of(data)] == titles


def test_no_word_of_a_score_or_a_ranking_and_no_broken_number(large: Period) -> None:
    for language in ("en", "nb"):
        page = render_html(said(large, language))
        text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
        assert re.findall(r"\bnan\b|-0 |-0[.,]00|[{}]|\bNotShown\b", text) == []
    assert "agreement" not in words(said(large)).lower()


def test_no_picture_is_without_its_words_and_its_number(large: Period) -> None:
    document = said(large)
    figures = [block for block in (*document.blocks, *document.annex) if isinstance(block, Figure)]
    assert len(figures) >= 4
    for figure in figures:
        assert re.search(r"\d", figure.picture.alternative)


def test_the_name_of_a_clinic_is_harmless_wherever_it_stands(large: Period) -> None:
    document = said(large, clinics={"north": HOSTILE})
    page = render_html(document)
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
    check_pdf(render_pdf(document))
