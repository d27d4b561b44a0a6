"""Whose visits are counted together in a clinic: fixed for a quarter when its first visit closes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.sealing import Staffing
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.week_ends import Ends, ends_of
from reports.release import Clinician
from reports.staffing import Group, groups
from reports.weeks import quarter_of, week_after

_WEEKS_BEFORE = 13

ByClinic = Mapping[int, Mapping[str, Group]]
"""The group of each profession, by clinic; a clinic in which no visit of the quarter closed is not in it."""


def fixed_groups(tx: Transaction, week: str, ends: Ends) -> ByClinic:
    """The groups of the week's quarter, fixed now for clinics whose first visit of it closed in this week."""
    quarter = quarter_of(week)
    found = _fixed(tx, quarter)
    began, window = ends_of(tx, week_after(week, -1)), ends_of(tx, week_after(week, -_WEEKS_BEFORE))
    for clinic_id, end in ends.items():
        if clinic_id in found or not _staff(tx, clinic_id, began[clinic_id], end):
            continue
        found[clinic_id] = groups(_staff(tx, clinic_id, window[clinic_id], end))
        tx.session.add_all(
            Staffing(
                quarter=quarter,
                clinic_id=clinic_id,
                profession=profession,
                small=group.small,
                professions="+".join(group.professions),
            )
            for profession, group in found[clinic_id].items()
        )
    return found


def _fixed(tx: Transaction, quarter: str) -> dict[int, Mapping[str, Group]]:
    found: dict[int, dict[str, Group]] = defaultdict(dict)
    for row in tx.session.scalars(select(Staffing).filter_by(quarter=quarter)):
        professions = tuple(row.professions.split("+")) if row.professions else ()
        found[row.clinic_id][row.profession] = Group(professions, row.small)
    return dict(found)


def _staff(tx: Transaction, clinic_id: int, after: datetime, end: datetime) -> Mapping[str, set[Clinician]]:
    """Who held visits that closed in some time, by profession."""
    held = (
        select(Consultation.profession, Consultation.clinician_id)
        .where(
            Consultation.clinic_id == clinic_id, Consultation.closes_at >= after, Consultation.closes_at < end
        )
        .distinct()
    )
    found: dict[str, set[Clinician]] = defaultdict(set)
    for profession, clinician in tx.session.execute(held):
        found[profession].add(Clinician(str(clinician)))
    return found
