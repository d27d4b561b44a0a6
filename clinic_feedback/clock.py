"""What time it is, asked of somebody who can be replaced; weeks, days and closing times from it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NewType, Protocol
from zoneinfo import ZoneInfo

Week = NewType("Week", str)
"""An ISO week as it is stored and compared: `2026-W53`."""

_DAYS_OF_A_WEEK = 7
_WORKING_DAYS_OF_A_WEEK = 5


class Clock(Protocol):
    """Whoever knows what time it is."""

    def now(self) -> datetime:
        """The present moment, in UTC and saying so."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The present moment, in UTC and saying so."""
        return datetime.now(UTC)


system_clock: Clock = SystemClock()


def is_time_zone(name: str) -> bool:
    """Whether a name such as Europe/Oslo is a time zone here."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such zone; no name of a zone; the name of a folder of them
        return False
    return True


def local_time(moment: datetime, time_zone: str) -> datetime:
    """A moment as the clocks on a clinic's wall show it.

    Raises ValueError for a moment without offset, ZoneInfoNotFoundError for an unknown zone.
    """
    if moment.utcoffset() is None:
        raise ValueError("a moment needs an offset: without one nobody knows when it was")
    return moment.astimezone(ZoneInfo(time_zone))


def local_date(moment: datetime, time_zone: str) -> date:
    """The day on a clinic's calendar. Raises as `local_time` does."""
    return local_time(moment, time_zone).date()


def iso_week(moment: datetime, time_zone: str) -> Week:
    """The ISO 8601 week on a clinic's calendar, with the year that the week belongs to.

    Raises as `local_time` does.
    """
    year, week, _ = local_date(moment, time_zone).isocalendar()
    return Week(f"{year:04}-W{week:02}")


def closing_time(held_at: datetime, closing_hours: int) -> datetime:
    """When a visit's forms close, in UTC: so many hours as they pass, whatever the clocks are set to."""
    if held_at.utcoffset() is None:
        raise ValueError("a visit's time needs an offset: without one nobody knows when it was")
    return held_at.astimezone(UTC) + timedelta(hours=closing_hours)


def working_days_after(day: date, days: int) -> date:
    """The day that so many working days after another one ends, from Monday to Friday.

    Public holidays count as working days: which ones a clinic keeps is not known here. Raises
    ValueError where `days` is below 1.
    """
    if days < 1:
        raise ValueError(f"working days are counted from 1, not from {days}")
    last_working = day - timedelta(days=max(0, day.weekday() - _WORKING_DAYS_OF_A_WEEK + 1))
    weeks, rest = divmod(days, _WORKING_DAYS_OF_A_WEEK)
    over_weekend = last_working.weekday() + rest >= _WORKING_DAYS_OF_A_WEEK
    weekend = _DAYS_OF_A_WEEK - _WORKING_DAYS_OF_A_WEEK if over_weekend else 0
    return last_working + timedelta(days=weeks * _DAYS_OF_A_WEEK + rest + weekend)
