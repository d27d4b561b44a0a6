"""When a Norwegian clinic is open: no weekends, no public holidays, few visits in the quiet weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

_SATURDAY = 5
_FIXED = ((1, 1), (5, 1), (5, 17), (12, 24), (12, 25), (12, 26), (12, 31))
_FROM_EASTER = (-3, -2, 1, 39, 50)
"""Maundy Thursday, Good Friday, Easter Monday, Ascension, Whit Monday: days after Easter Sunday."""

_QUIET_WEEKS = {8: 0.75, 26: 0.7, 27: 0.45, 28: 0.3, 29: 0.25, 30: 0.3, 31: 0.45, 32: 0.7, 40: 0.75}
"""The share of an ordinary week's visits by ISO week: winter, summer and autumn holidays."""

_BETWEEN_THE_YEARS = 0.5
_BEFORE_EASTER = 0.5


def open_days(first: date, end: date) -> Iterator[date]:
    """Every day that a clinic is open, from the first to the one before the end."""
    days = (first + timedelta(days=number) for number in range((end - first).days))
    return (day for day in days if is_open(day))


def is_open(day: date) -> bool:
    """Whether a day is neither at a weekend nor a public holiday."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def season(day: date) -> float:
    """The share of an ordinary day's visits that an open day has, from 0 to 1."""
    if (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 3):
        return _BETWEEN_THE_YEARS
    if timedelta(0) < easter_sunday(day.year) - day < timedelta(days=7):
        return _BEFORE_EASTER
    return _QUIET_WEEKS.get(day.isocalendar().week, 1)


def easter_sunday(year: int) -> date:
    """Easter Sunday from 1900 to 2099, by Gauss's rule with its two exceptions."""
    golden = year % 19
    moon = (19 * golden + 24) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    late = weekday == 6 and (moon == 29 or (moon == 28 and golden > 10))  # noqa: PLR2004  the rule's numbers
    return date(year, 3, 22) + timedelta(days=moon + weekday - 7 * late)


@cache
def _holidays(year: int) -> frozenset[date]:
    easter = easter_sunday(year)
    moving = [easter + timedelta(days=days) for days in _FROM_EASTER]
    return frozenset([*moving, *(date(year, month, day) for month, day in _FIXED)])
