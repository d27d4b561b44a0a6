"""ISO weeks and the quarters that they belong to."""

from __future__ import annotations

from datetime import date

import pytest

from reports.weeks import monday, quarter_is_over, quarter_of, sunday, week_after, week_of, weeks_between


@pytest.mark.parametrize(
    ("day", "week", "quarter"),
    [
        pytest.param(date(2026, 1, 1), "2026-W01", "2026-Q1", id="a Thursday: the year's first week"),
        pytest.param(date(2027, 1, 3), "2026-W53", "2026-Q4", id="days of January in the old year's week"),
        pytest.param(date(2024, 12, 30), "2025-W01", "2025-Q1", id="days of December in the new year's week"),
        pytest.param(date(2026, 3, 30), "2026-W14", "2026-Q2", id="its Thursday is in April"),
        pytest.param(date(2026, 3, 29), "2026-W13", "2026-Q1", id="the Sunday before"),
        pytest.param(date(2026, 6, 29), "2026-W27", "2026-Q3", id="a Monday of June, a Thursday of July"),
    ],
)
def test_a_week_belongs_to_the_quarter_of_its_thursday(day: date, week: str, quarter: str) -> None:
    assert (week_of(day), quarter_of(week)) == (week, quarter)
    assert monday(week) <= day <= sunday(week)


def test_weeks_are_counted_over_the_end_of_a_long_year() -> None:
    assert list(weeks_between("2026-W52", "2027-W02")) == ["2026-W52", "2026-W53", "2027-W01", "2027-W02"]
    assert (week_after("2027-W01", -1), week_after("2026-W50", 13)) == ("2026-W53", "2027-W10")
    assert list(weeks_between("2026-W10", "2026-W09")) == []


def test_a_quarter_is_over_with_its_last_week() -> None:
    assert not quarter_is_over("2026-Q1", "2026-W12")
    assert quarter_is_over("2026-Q1", "2026-W13")
    assert quarter_is_over("2026-Q1", "2026-W30")
