"""Weeks, days and closing times as a clinic's calendar has them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_feedback.clock import (
    closing_time,
    is_time_zone,
    iso_week,
    local_date,
    local_time,
    system_clock,
    working_days_after,
)

OSLO = "Europe/Oslo"


def test_the_machines_clock_tells_utc_and_says_so() -> None:
    before = datetime.now(UTC)
    now = system_clock.now()
    assert now.utcoffset() == timedelta(0)
    assert before <= now <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("moment", "week", "why"),
    [
        ("2026-03-01T23:50+01:00", "2026-W09", "Sunday, ten minutes before midnight"),
        ("2026-03-02T00:10+01:00", "2026-W10", "Monday here, still Sunday in UTC"),
        ("2026-03-29T01:59+01:00", "2026-W13", "the last minute of winter time"),
        ("2026-03-29T03:01+02:00", "2026-W13", "two minutes later, in summer time"),
        ("2026-03-29T23:30+02:00", "2026-W13", "Sunday evening after the change"),
        ("2026-03-30T00:30+02:00", "2026-W14", "Monday here, Sunday in UTC"),
        ("2026-04-05T23:30+02:00", "2026-W14", "Sunday evening"),
        ("2026-04-06T00:30+02:00", "2026-W15", "Monday here, Sunday in UTC"),
        ("2026-07-01T23:30:00Z", "2026-W27", "given in UTC: 2 July here"),
        ("2026-12-31T12:00+01:00", "2026-W53", "a year of 53 weeks"),
        ("2027-01-03T12:00+01:00", "2026-W53", "its last Sunday lies in the next year"),
        ("2024-12-30T12:00+01:00", "2025-W01", "a Monday that belongs to the next year"),
    ],
)
def test_a_visit_belongs_to_the_week_of_its_clinics_calendar(moment: str, week: str, why: str) -> None:
    held_at = datetime.fromisoformat(moment)
    assert iso_week(held_at, OSLO) == week, why
    assert iso_week(held_at.astimezone(UTC), OSLO) == week, "however the moment was given"


def test_a_clinic_reads_its_own_time() -> None:
    moment = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert f"{local_time(moment, OSLO):%d %B %Y %H:%M}" == "02 July 2026 01:30"
    assert local_date(moment, OSLO) == date(2026, 7, 2)
    assert local_date(moment, "America/New_York") == date(2026, 7, 1)


def test_a_time_without_offset_is_refused_and_never_taken_for_this_machines() -> None:
    naive = datetime(2026, 3, 1, 12, 0)  # noqa: DTZ001  the fault that is tested
    for ask in (
        lambda: local_time(naive, OSLO),
        lambda: iso_week(naive, OSLO),
        lambda: closing_time(naive, 72),
    ):
        with pytest.raises(ValueError, match="offset"):
            ask()


@pytest.mark.parametrize(
    ("name", "known"),
    [
        pytest.param("Europe/Oslo", True, id="a zone"),
        pytest.param("UTC", True, id="no zone's zone"),
        pytest.param("Europe/Olso", False, id="misspelt"),
        pytest.param("Europe", False, id="a folder of zones"),
        pytest.param("", False, id="nothing"),
        pytest.param("../../etc/passwd", False, id="a way out"),
        pytest.param("/etc/localtime", False, id="a path"),
        pytest.param("a\0b", False, id="NUL"),
        pytest.param("\ud83d", False, id="half an emoji"),
        pytest.param("x" * 5_000, False, id="longer than any file name"),
    ],
)
def test_a_zone_is_known_or_it_is_not(name: str, known: bool) -> None:
    assert is_time_zone(name) is known


def test_an_unknown_zone_is_told() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        local_time(datetime(2026, 3, 1, tzinfo=UTC), "Europe/Olso")


def test_forms_close_after_hours_that_pass_also_when_the_clocks_change() -> None:
    friday = datetime(2026, 3, 27, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    closes = closing_time(friday, 72)
    assert closes == datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
    assert closes.utcoffset() == timedelta(0)
    assert f"{local_time(closes, OSLO):%H:%M}" == "11:00", "an hour was left out that Sunday"


@pytest.mark.parametrize(
    ("day", "days", "ends", "why"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3), "Monday, tomorrow"),
        (date(2026, 3, 6), 1, date(2026, 3, 9), "Friday: over the weekend"),
        (date(2026, 3, 7), 1, date(2026, 3, 9), "Saturday: Monday is the first working day"),
        (date(2026, 3, 8), 2, date(2026, 3, 10), "Sunday: Tuesday is the second"),
        (date(2026, 3, 4), 5, date(2026, 3, 11), "a week"),
        (date(2026, 3, 5), 12, date(2026, 3, 23), "over two weekends"),
    ],
)
def test_a_follow_up_is_due_on_a_working_day(day: date, days: int, ends: date, why: str) -> None:
    assert working_days_after(day, days) == ends, why


@given(
    day=st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)),
    days=st.integers(min_value=1, max_value=60),
)
def test_working_days_are_those_that_one_counts_on_a_calendar(day: date, days: int) -> None:
    counted, one = 0, day
    while counted < days:
        one += timedelta(days=1)
        counted += one.isoweekday() <= 5
    assert working_days_after(day, days) == one


@pytest.mark.parametrize("days", [0, -1])
def test_there_is_no_noughth_working_day(days: int) -> None:
    with pytest.raises(ValueError, match="from 1"):
        working_days_after(date(2026, 3, 2), days)
