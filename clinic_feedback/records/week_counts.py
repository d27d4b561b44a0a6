"""How many visits closed in a week, and how many of them no block has counted: also once they are deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy import Select, String, column, exists, func, select, values
from sqlalchemy.dialects import postgresql, sqlite

from clinic_feedback.clock import iso_week
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.sealing import ForgottenWeek, SealedUnit
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.week_ends import end_of
from reports.published import View, WeekCount
from reports.weeks import week_after, weeks_between

_AT_ONCE = 2_000
_NEXT_MOMENT = timedelta(microseconds=1)

Extent = tuple[str, str, datetime, datetime]
"""A week, a time zone, and from when to when the week is there, without its end."""
Numbers = tuple[str, int, int]
"""A week, visits that closed in it, and those of them that no block has counted."""


def week_counts(tx: Transaction, view: View) -> Sequence[WeekCount]:
    """The two numbers of every week of a view."""
    closed, held_back = Counter[str](), Counter[str]()
    for week, visits, waits in chain(_kept(tx, view), _forgotten(tx, view)):
        closed[week] += visits
        held_back[week] += waits
    weeks = weeks_between(view.first_week, view.last_week)
    return [WeekCount(week, closed[week], held_back[week]) for week in weeks]


def count_forgotten(tx: Transaction, visit_ids: Sequence[int]) -> None:
    """Add visits to the numbers of their weeks; who deletes them does so in the same transaction."""
    closed, held_back = Counter[tuple[str, int, str]](), Counter[tuple[str, int, str]]()
    rows = tx.session.execute(
        select(
            *(Consultation.closes_at, Clinic.time_zone, Consultation.clinic_id, Consultation.profession),
            SealedUnit.id.is_(None),
        )
        .join(Clinic, Clinic.id == Consultation.clinic_id)
        .outerjoin(SealedUnit, SealedUnit.consultation_id == Consultation.id)
        .where(Consultation.id.in_(visit_ids))
    )
    for closes_at, time_zone, clinic_id, profession, waits in rows:
        key = (iso_week(closes_at, time_zone), clinic_id, profession)
        closed[key] += 1
        held_back[key] += waits
    if closed:
        _add(tx, [(*key, closed[key], held_back[key]) for key in sorted(closed)])


def _add(tx: Transaction, rows: Sequence[tuple[str, int, str, int, int]]) -> None:
    """Add to what is there. `rows`: in their order, so that of two who add at once neither waits in vain."""
    key, numbers = ("week", "clinic_id", "profession"), ("closed", "held_back")
    insert = (sqlite if tx.session.get_bind().dialect.name == "sqlite" else postgresql).insert
    new = insert(ForgottenWeek).values([dict(zip((*key, *numbers), row, strict=True)) for row in rows])
    there = ForgottenWeek.__table__.c
    sums = {name: there[name] + new.excluded[name] for name in numbers}
    tx.session.execute(new.on_conflict_do_update(index_elements=key, set_=sums))


def _kept(tx: Transaction, view: View) -> Iterator[Numbers]:
    """Of the visits that are there."""
    extents = list(_extents(tx, view))
    for start in range(0, len(extents), _AT_ONCE):
        rows = tx.session.execute(_closed_in(extents[start : start + _AT_ONCE], view))
        yield from ((week, visits, waits) for week, visits, waits in rows)


def _extents(tx: Transaction, view: View) -> Iterator[Extent]:
    """The weeks of a view that have begun, by time zone; that which is not over ends now."""
    zones = select(Clinic.time_zone).distinct()
    if view.clinic:
        zones = zones.where(Clinic.code == view.clinic)
    for zone in tx.session.scalars(zones).all():
        begins = end_of(week_after(view.first_week, -1), zone)
        for week in weeks_between(view.first_week, view.last_week):
            ends = end_of(week, zone)
            if begins <= tx.now:
                yield week, zone, begins, min(ends, tx.now + _NEXT_MOMENT)
            begins = ends


def _closed_in(extents: Sequence[Extent], view: View) -> Select[str, int, int]:
    """The two numbers of each extent, one after the other: joined, they would be held against every visit."""
    moment = Consultation.closes_at.type
    week = (
        values(
            *(column("name", String), column("time_zone", String)),
            *(column("begins", moment), column("ends", moment)),
        )
        .data(list(extents))
        .cte("week")
    )
    closed = (
        select(func.count())
        .select_from(Consultation)
        # Without the sum SQLite looks visits up by their clinic: all that it ever had, for every week.
        .join(Clinic, Clinic.id == Consultation.clinic_id + 0)
        .where(Clinic.time_zone == week.c.time_zone)
        .where(Consultation.closes_at >= week.c.begins, Consultation.closes_at < week.c.ends)
    )
    if view.clinic:
        closed = closed.where(Clinic.code == view.clinic)
    if view.profession:
        closed = closed.where(Consultation.profession == view.profession)
    waits = closed.where(~exists().where(SealedUnit.consultation_id == Consultation.id))
    both = (one.correlate(week).scalar_subquery() for one in (closed, waits))
    return select(week.c.name, *both)


def _forgotten(tx: Transaction, view: View) -> Iterator[Numbers]:
    """Of the visits that were deleted."""
    query = (
        select(ForgottenWeek.week, func.sum(ForgottenWeek.closed), func.sum(ForgottenWeek.held_back))
        .join(Clinic, Clinic.id == ForgottenWeek.clinic_id)
        .where(ForgottenWeek.week.between(view.first_week, view.last_week))
        .group_by(ForgottenWeek.week)
    )
    if view.clinic:
        query = query.where(Clinic.code == view.clinic)
    if view.profession:
        query = query.where(ForgottenWeek.profession == view.profession)
    for week, visits, waits in tx.session.execute(query):
        yield week, int(visits), int(waits)
