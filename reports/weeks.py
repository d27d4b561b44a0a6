"""ISO weeks as text, which sorts as time does, and the calendar quarters that they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

_THURSDAY, _SUNDAY = 4, 7
_MONTHS_OF_A_QUARTER = 3


def week_of(day: date) -> str:
    """The ISO 8601 week of a day, as 2026-W53, with the year that the week belongs to."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def monday(week: str) -> date:
    """The day on which a week begins. Raises ValueError for what is no week."""
    return date.fromisoformat(f"{week}-1")


def sunday(week: str) -> date:
    """The last day of a week."""
    return date.fromisoformat(f"{week}-{_SUNDAY}")


def week_after(week: str, weeks: int = 1) -> str:
    """The week so many weeks later; earlier where there are fewer than none."""
    return week_of(monday(week) + timedelta(weeks=weeks))


def weeks_between(first: str, last: str) -> Iterator[str]:
    """Every week from one to another, both with them."""
    while first <= last:
        yield first
        first = week_after(first)


def quarter_of(week: str) -> str:
    """The calendar quarter of a week, as 2026-Q1: that of its Thursday."""
    thursday = date.fromisoformat(f"{week}-{_THURSDAY}")
    return f"{thursday.year:04}-Q{(thursday.month - 1) // _MONTHS_OF_A_QUARTER + 1}"


def quarter_is_over(quarter: str, through: str) -> bool:
    """Whether every week of a quarter has come by the end of a week."""
    return quarter_of(week_after(through)) > quarter
