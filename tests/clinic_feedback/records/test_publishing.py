"""What may be shown of a choice, on both engines: whole blocks, or a wider choice, and quarters once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Any
from zoneinfo import available_timezones

import pytest

from clinic_feedback.records import publishing, week_counts
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.publishing import published
from clinic_feedback.records.sealing import seal_due
from clinic_feedback.records.transaction import Records
from forms.tally import Category, Family
from reports.published import Cut, Published, View
from reports.release import Terms
from tests.clinic_feedback.records.closed_visits import Closed, take_in
from tests.clinic_feedback.records.setting import TestClock, new_visit

REASSURED = Family("patient:reassured")
LOW: dict[str, Any] = {"reassured": "a_little"}


@pytest.fixture
def clock() -> TestClock:
    """Wednesday of week 11 of 2026."""
    return TestClock(datetime(2026, 3, 11, 10, 0, tzinfo=UTC))


def of(
    profession: str, clinicians: int, visits: int, week: str = "2026-W10", clinic: str = "north"
) -> list[Closed]:
    """Visits of a profession, whose clinicians take turns; one patient in three is not reassured."""
    names = islice(cycle(range(clinicians)), visits)
    answers = islice(cycle([LOW, {}, {"reassured": "completely"}]), visits)
    return [
        Closed(week, f"{clinic} {profession} {name}", profession, clinic, answer)
        for name, answer in zip(names, answers, strict=True)
    ]


def seen(records: Records, first: str, last: str, clinic: str = "", profession: str = "") -> Published | Cut:
    with records.read() as tx:
        return published(tx, View(first, last, clinic, profession))


def numbers(found: Published | Cut) -> tuple[int, int, int]:
    """Visits that closed, that are in blocks, and that are held back."""
    assert isinstance(found, Published)
    return (
        sum(week.closed for week in found.weeks),
        sum(block.units for block in found.blocks),
        sum(week.held_back for week in found.weeks),
    )


@pytest.fixture
def three_weeks(records: Records, clock: TestClock) -> Records:
    """North: 12 of four doctors, 9 of three physiotherapists, 14 of four nurses; east: 12 of three nurses."""
    take_in(
        records,
        [
            *of("doctor", 4, 12),
            *of("physiotherapist", 3, 9),
            *of("nurse", 4, 14),
            *of("nurse", 3, 12, clinic="east"),
        ],
    )
    seal_due(records, Terms())
    assert clock.moment
    return records


def test_a_group_of_nine_is_seen_in_no_total_and_in_no_difference(
    three_weeks: Records, clock: TestClock
) -> None:
    records = three_weeks
    assert numbers(seen(records, "2026-W10", "2026-W10", "north", "doctor")) == (12, 12, 0)
    assert numbers(seen(records, "2026-W10", "2026-W10", "", "nurse")) == (26, 26, 0)
    assert numbers(seen(records, "2026-W10", "2026-W10", "north", "physiotherapist")) == (9, 0, 9)
    assert numbers(seen(records, "2026-W10", "2026-W10", "north")) == (35, 26, 9)
    assert numbers(seen(records, "2026-W10", "2026-W10")) == (47, 38, 9)
    before = seen(records, "2026-W10", "2026-W10", "north")
    take_in(records, of("doctor", 4, 1, "2026-W11"), name="eleven")
    clock.forward(days=7)
    seal_due(records, Terms())
    longer = seen(records, "2026-W10", "2026-W11", "north")
    assert numbers(longer) == (36, 26, 10)
    assert isinstance(longer, Published)
    assert isinstance(before, Published)
    assert longer.families == before.families
    take_in(records, of("physiotherapist", 3, 1, "2026-W12"), name="twelve")
    clock.forward(days=7)
    seal_due(records, Terms())
    together = seen(records, "2026-W10", "2026-W12", "north", "physiotherapist")
    assert numbers(together) == (10, 10, 0)
    assert isinstance(together, Published)
    assert [(block.first_week, block.last_week) for block in together.blocks] == [("2026-W10", "2026-W12")]


@pytest.mark.parametrize(
    ("choice", "wider"),
    [
        pytest.param(("north", "doctor"), ("north", ""), id="a profession counted with another one"),
        pytest.param(("north", "psychologist"), ("north", ""), id="the other one"),
        pytest.param(("", "doctor"), ("", ""), id="in all clinics"),
        pytest.param(("small1", ""), ("", ""), id="a clinic that is counted with other small ones"),
        pytest.param(("small1", "nurse"), ("", ""), id="and a profession of it"),
    ],
)
def test_a_choice_that_cuts_a_block_shows_nothing_and_names_the_wider_one(
    records: Records, choice: tuple[str, str], wider: tuple[str, str]
) -> None:
    take_in(
        records,
        [
            *of("doctor", 2, 20),
            *of("psychologist", 1, 15),
            *of("nurse", 4, 14),
            *of("nurse", 2, 10, clinic="small1"),
            *of("nurse", 2, 10, clinic="small2"),
        ],
    )
    seal_due(records, Terms())
    found = seen(records, "2026-W10", "2026-W10", *choice)
    assert isinstance(found, Cut)
    assert (found.wider.clinic, found.wider.profession) == wider
    assert isinstance(seen(records, "2026-W10", "2026-W10", *wider), Published)
    assert isinstance(seen(records, "2026-W10", "2026-W10", "north", "nurse"), Published)


def test_a_block_belongs_to_the_period_of_its_last_week(records: Records, clock: TestClock) -> None:
    take_in(records, [*of("nurse", 4, 6, "2026-W09"), *of("nurse", 4, 8, "2026-W10")])
    clock.forward(days=14)
    seal_due(records, Terms())
    assert numbers(seen(records, "2026-W09", "2026-W09")) == (6, 0, 0)
    assert numbers(seen(records, "2026-W10", "2026-W10")) == (8, 14, 0)


def test_tables_of_both_sides_are_of_whole_quarters_that_are_over(records: Records, clock: TestClock) -> None:
    visits = [one for week in range(2, 14) for one in of("nurse", 6, 12, f"2026-W{week:02}")]
    take_in(records, visits)
    clock.moment = datetime(2026, 3, 30, 10, tzinfo=UTC)
    seal_due(records, Terms())

    def quarters(first: str, last: str) -> list[str]:
        found = seen(records, first, last)
        assert isinstance(found, Published)
        return [quarter.name for quarter in found.quarters]

    assert quarters("2026-W01", "2026-W13") == ["2026-Q1"]
    assert quarters("2026-W02", "2026-W13") == []
    assert quarters("2026-W01", "2026-W12") == []
    found = seen(records, "2026-W01", "2026-W13")
    assert isinstance(found, Published)
    (quarter,) = found.quarters
    pairs = quarter.by_mode[Family("mirror:reassured")]["import"].values()
    assert sum(one.get(Category("a_little", "mostly"), 0) for one in pairs) == 48


def test_the_quarter_that_is_not_over_has_no_table(records: Records, clock: TestClock) -> None:
    take_in(records, [one for week in range(2, 12) for one in of("nurse", 6, 12, f"2026-W{week:02}")])
    clock.moment = datetime(2026, 3, 25, 10, tzinfo=UTC)
    seal_due(records, Terms())
    found = seen(records, "2026-W01", "2026-W13")
    assert isinstance(found, Published)
    assert found.quarters == ()


def test_what_is_published_names_nobody_and_holds_no_time(records: Records) -> None:
    silent = [replace(one, patient=None) for one in of("doctor", 4, 4)]
    take_in(records, [*of("doctor", 4, 12), *silent])
    seal_due(records, Terms())
    found = seen(records, "2026-W10", "2026-W10")
    assert isinstance(found, Published)
    listed = found.families[REASSURED]
    assert [(one.place, one.professions, one.last_week) for one in listed] == [
        ("north", ("doctor",), "2026-W10")
    ]
    assert all("north" not in key for one in listed for key in one.clusters)


def test_an_empty_database_publishes_nothing(records: Records) -> None:
    found = seen(records, "2026-W01", "2026-W13")
    assert isinstance(found, Published)
    assert (found.through, found.blocks, found.families, found.quarters) == (None, (), {}, ())


def test_a_visit_counts_from_the_moment_at_which_it_closes(records: Records, clock: TestClock) -> None:
    new_visit(records)
    clock.forward(hours=71, minutes=59)
    assert numbers(seen(records, "2026-W10", "2026-W12")) == (0, 0, 0)
    clock.forward(minutes=1)
    assert numbers(seen(records, "2026-W10", "2026-W12")) == (1, 0, 1)


@pytest.mark.slow
def test_ten_years_of_many_clinics_are_no_more_than_a_database_takes(records: Records) -> None:
    zones = sorted(zone for zone in available_timezones() if zone.startswith("Europe/"))[:40]
    clinics = [
        Clinic(code=f"c{number}", name=zone, time_zone=zone, questionnaire="reassurance")
        for number, zone in enumerate(zones)
    ]
    records.write(lambda tx: tx.session.add_all(clinics))
    take_in(records, of("nurse", 2, 3, "2021-W10", "c7"))
    found = seen(records, "2016-W01", "2026-W02")
    assert isinstance(found, Published)
    assert len(found.weeks) == 523
    assert [(one.week, one.closed) for one in found.weeks if one.closed] == [("2021-W10", 3)]
    assert numbers(seen(records, "2016-W01", "2026-W02", "c7", "nurse")) == (3, 0, 3)
    assert numbers(seen(records, "2016-W01", "2026-W02", "c8")) == (0, 0, 0)


def test_a_choice_too_large_for_one_statement_is_read_in_parts(
    three_weeks: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = [
        ("2026-W08", "2026-W11"),
        ("2026-W08", "2026-W11", "north"),
        ("2026-W10", "2026-W10", "", "nurse"),
    ]
    whole = [seen(three_weeks, *choice) for choice in choices]
    for module in (publishing, week_counts):
        monkeypatch.setattr(module, "_AT_ONCE", 1)
    assert [seen(three_weeks, *choice) for choice in choices] == whole
