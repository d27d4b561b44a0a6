"""What the files of a choice tell and do not tell, from visits in the records to the bytes."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Any

import pytest
from sqlalchemy import select

from clinic_feedback.quality.period_reading import FORMATS, PeriodRead, document_of, file_of, period_read
from clinic_feedback.records.engine import Database
from clinic_feedback.records.models.sealing import ClusterCell
from clinic_feedback.records.sealing import seal_due
from clinic_feedback.records.transaction import Records
from forms.catalogue import built_in
from forms.tally import Category, Family
from reports.document import Paragraph, Table
from reports.published import Cut, View
from reports.release import Terms
from tests.clinic_feedback.conftest import KEYS
from tests.clinic_feedback.records.closed_visits import Closed, take_in
from tests.clinic_feedback.records.setting import TestClock
from tests.databases import MakeUrl
from tests.pdf_checks import read_aloud
from tests.reports.test_consultation_files import squeezed

MOMENT = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)
UNCLEAR: dict[str, Any] = {"next_steps": "not_at_all"}
NEXT_STEPS = Family("patient:next_steps")


@pytest.fixture
def clock() -> TestClock:
    """Wednesday of week 11 of 2026."""
    return TestClock(MOMENT)


def of(  # noqa: PLR0913 - a visit's facts, most of them as usual
    profession: str,
    clinicians: int,
    visits: int,
    week: str = "2026-W10",
    clinic: str = "north",
    *,
    answers: tuple[dict[str, Any], ...] = ({}, {"next_steps": "completely"}),
) -> list[Closed]:
    """Visits of a profession, whose clinicians and answers take turns."""
    names = islice(cycle(range(clinicians)), visits)
    said = islice(cycle(answers), visits)
    return [
        Closed(week, f"{clinic} {profession} {name}", profession, clinic, answer)
        for name, answer in zip(names, said, strict=True)
    ]


def unanswered(profession: str, clinicians: int, clinic: str = "north") -> list[Closed]:
    """A visit each of some clinicians whose patients did not answer: so who answered is no secret of one."""
    return [
        Closed("2026-W10", f"{clinic} {profession} {name}", profession, clinic, None)
        for name in range(clinicians)
    ]


def read(
    records: Records, first: str = "2026-W10", last: str = "2026-W10", clinic: str = "", profession: str = ""
) -> PeriodRead | Cut:
    with records.read() as tx:
        return period_read(tx, View(first, last, clinic, profession))


def shown(records: Records, *choice: str) -> PeriodRead:
    found = read(records, *choice)
    assert isinstance(found, PeriodRead)
    return found


def files(found: PeriodRead, language: str = "en") -> Mapping[str, str]:
    """Every format as text: what a workbook holds, what a PDF reads aloud."""
    made = {name: file_of(found, name, language) for name in FORMATS}
    texts = {name: made[name].decode("utf-8-sig") for name in ("html", "csv", "json")}
    with zipfile.ZipFile(io.BytesIO(made["xlsx"])) as book:
        texts["xlsx"] = "".join(book.read(name).decode() for name in sorted(book.namelist()))
    texts["pdf"] = "".join(one.text + one.alternative for one in read_aloud(made["pdf"]))
    return texts


def block_rows(text: str) -> list[list[str]]:
    """A CSV file's first table, without its head."""
    rows = list(csv.reader(io.StringIO(text)))
    return rows[1 : rows.index([])]


def next_steps(found: PeriodRead) -> dict[str, str]:
    """What patients answered to one question, as the report's table says it."""
    document = document_of(found, "en")
    caption = f"{found.pack.texts['en'].label(_LINK)}: what patients answered ("
    (table,) = (one for one in document.annex if isinstance(one, Table) and one.caption.startswith(caption))
    return {row[0]: row[1] for row in table.rows}


_LINK = next(
    item.link_id for item in built_in().get("reassurance", "1.0").questionnaire.items if item.link_id == "next_steps"
)  # fmt: skip


@pytest.fixture
def north_and_east(records: Records) -> Records:
    """Twelve of doctors, nine of physiotherapists, six of them unclear, 14 of nurses; east: 12 of nurses."""
    nine = of("physiotherapist", 3, 9, answers=(UNCLEAR, UNCLEAR, {}))
    others = [*of("doctor", 4, 12), *of("nurse", 4, 14), *of("nurse", 3, 12, clinic="east")]
    silent = [*unanswered("doctor", 4), *unanswered("nurse", 4), *unanswered("nurse", 3, "east")]
    take_in(records, [*nine, *others, *silent])
    seal_due(records, Terms())
    return records


def test_an_answer_that_only_a_hidden_group_gave_is_in_no_file(
    north_and_east: Records, clock: TestClock
) -> None:
    choices: tuple[tuple[str, ...], ...] = (("", ""), ("north", ""), ("north", "doctor"), ("", "nurse"))
    for choice in choices:
        found = shown(north_and_east, "2026-W10", "2026-W10", *choice)
        assert "Visits held back to protect people: " in files(found)["html"]
        assert [
            row for row in block_rows(files(found)["csv"]) if row[6:8] == [NEXT_STEPS, "not_at_all"]
        ] == []
        given = json.loads(files(found)["json"])["blocks"]
        assert {row["answer"] for row in given if row["question"] == NEXT_STEPS} == {"mostly", "completely"}
        assert list(next_steps(found).values())[:3] == ["0"] * 3
    assert clock.moment == MOMENT


def test_a_group_that_is_held_back_alone_shows_nothing_but_how_many_wait(north_and_east: Records) -> None:
    found = shown(north_and_east, "2026-W10", "2026-W10", "north", "physiotherapist")
    assert block_rows(files(found)["csv"]) == []
    assert json.loads(files(found)["json"])["held_back"] == 9
    for name in ("pdf", "html"):
        assert squeezed("Visits held back to protect people: 9.") in squeezed(files(found)[name])
    assert document_of(found, "en").annex == ()


def test_a_week_more_changes_the_weeks_and_how_many_wait_and_nothing_else(
    north_and_east: Records, clock: TestClock
) -> None:
    one_week = files(shown(north_and_east, "2026-W10", "2026-W10", "north"))
    take_in(north_and_east, of("doctor", 4, 1, "2026-W11"), name="eleven")
    clock.forward(days=7)
    seal_due(north_and_east, Terms())
    two_weeks = files(shown(north_and_east, "2026-W10", "2026-W11", "north"))
    assert block_rows(one_week["csv"]) == block_rows(two_weeks["csv"])
    before, after = (json.loads(text["json"]) for text in (one_week, two_weeks))
    assert {key for key in before if before[key] != after[key]} == {"held", "held_back", "weeks", "view"}
    assert (before["held_back"], after["held_back"]) == (9, 10)


def test_all_clinics_without_one_are_the_other_one(north_and_east: Records) -> None:
    choices = ("", "north", "east")
    every, north, east = (
        shown(north_and_east, "2026-W10", "2026-W10", choice).published for choice in choices
    )

    def added(found: Any) -> dict[tuple[str, Category], int]:
        counts: dict[tuple[str, Category], int] = {}
        for family, listed in found.families.items():
            for one in listed:
                for category, n in one.counts.items():
                    counts[family, category] = counts.get((family, category), 0) + n
        return counts

    left = {key: n - added(north).get(key, 0) for key, n in added(every).items()}
    assert {key: n for key, n in left.items() if n} == added(east)
    assert sum(block.units for block in east.blocks) == 12 + 3


@pytest.mark.parametrize(
    ("doctors", "professions", "cut"),
    [
        pytest.param(
            2,
            [("doctor", "psychologist"), ("nurse",)],
            ["doctor", "psychologist"],
            id="two doctors and a psychologist are three",
        ),
        pytest.param(
            1,
            [("doctor", "nurse", "psychologist")],
            ["doctor", "psychologist", "nurse"],
            id="a doctor and a psychologist are two",
        ),
    ],
)
def test_a_group_of_one_clinician_is_in_no_file_and_no_choice(
    records: Records, doctors: int, professions: list[tuple[str, ...]], cut: list[str]
) -> None:
    take_in(
        records,
        [
            *of("psychologist", 1, 15, clinic="south"),
            *of("doctor", doctors, 20, clinic="south"),
            *of("nurse", 4, 30, clinic="south"),
        ],
    )
    seal_due(records, Terms())
    found = shown(records, "2026-W10", "2026-W10", "south")
    assert sorted(block.professions for block in found.published.blocks) == professions
    assert sum(block.units for block in found.published.blocks) == 65
    for profession in cut:
        refused = read(records, "2026-W10", "2026-W10", "south", profession)
        assert isinstance(refused, Cut)
        assert refused.wider == View("2026-W10", "2026-W10", "south")
    with records.read() as tx:
        keys = set(tx.session.scalars(select(ClusterCell.clinician_key)))
    assert len(keys) == 5 + doctors
    for name, text in files(found).items():
        assert not re.search(r"south (doctor|nurse|psychologist) \d", text), name
        assert not [key for key in keys if len(key) > 4 and key in text], name


def test_answers_all_alike_wait_for_the_next_block_and_the_reader_is_told(
    records: Records, clock: TestClock
) -> None:
    alike = of("nurse", 4, 10, answers=({"reassured": "mostly"},))
    silent = unanswered("nurse", 4)
    take_in(records, [*alike, *silent])
    seal_due(records, Terms())
    found = shown(records)
    assert (found.period.units, found.period.low.n, found.period.low_waits) == (14, 0, 14)
    said = " ".join(one.text for one in document_of(found, "en").blocks if isinstance(one, Paragraph))
    assert "answers of 14 visits in completed blocks wait for the next block" in said
    assert [row for row in block_rows(files(found)["csv"]) if row[6] == "patient:reassured"] == []
    more = of("nurse", 4, 12, "2026-W11", answers=({"reassured": "mostly"}, {"reassured": "a_little"}))
    take_in(records, [*more, *(replace(one, week="2026-W11") for one in silent)], name="more")
    clock.forward(days=7)
    seal_due(records, Terms())
    later = shown(records, "2026-W11", "2026-W11").period
    assert (later.low.x, later.low.n, later.low_waits) == (6, 22, 0)


def test_nothing_can_be_joined_by_order_time_or_id(new_database_url: MakeUrl) -> None:
    """Two databases that took in the same visits, the second one backwards and under other references."""
    made = []
    for backwards in (False, True):
        database = Database(new_database_url())
        records = Records(database, KEYS, built_in(), TestClock(MOMENT))
        visits = [*of("nurse", 4, 12), *of("doctor", 4, 12), *of("doctor", 3, 12, clinic="east")]
        shared = [
            Closed(one.week, one.clinician, one.profession, one.clinic, one.patient, sharing="totals_only")
            if number % 4 == 0
            else one
            for number, one in enumerate(visits)
        ]
        references = take_in(records, shared[::-1] if backwards else shared, name=f"ref{backwards}x")
        seal_due(records, Terms())
        found = shown(records)
        texts = files(found)
        for name, text in texts.items():
            assert not [reference for reference in references if reference in text], name
            assert not re.search(r"\b[0-9a-f]{8}-[0-9a-f]{4}-|\d\d:\d\d:\d\d(?!Z)", text), name
        made.append({name: file_of(found, name, "nb") for name in FORMATS})
        assert all(int(row[8]) <= 12 for row in block_rows(texts["csv"]))
        database.close()
    assert made[0] == made[1]
