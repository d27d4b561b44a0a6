"""When a week is over: in every clinic by its own calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clinic_feedback.clock import iso_week
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.transaction import Transaction
from reports.weeks import monday, week_after

Ends = Mapping[int, datetime]
"""By clinic, the moment at which a week is over there."""


def end_of(week: str, time_zone: str) -> datetime:
    """When a week is over in a time zone, in UTC."""
    midnight = datetime.combine(monday(week_after(week)), time.min, ZoneInfo(time_zone))
    return midnight.astimezone(UTC)


def ends_of(tx: Transaction, week: str) -> Ends:
    """When a week is over in every clinic."""
    clinics = tx.session.execute(select(Clinic.id, Clinic.time_zone))
    return {clinic_id: end_of(week, time_zone) for clinic_id, time_zone in clinics}


def last_week_over(tx: Transaction) -> str | None:
    """The last week that is over in every clinic; None where there is no clinic."""
    zones = tx.session.scalars(select(Clinic.time_zone).distinct())
    return min((week_after(iso_week(tx.now, zone), -1) for zone in zones), default=None)
