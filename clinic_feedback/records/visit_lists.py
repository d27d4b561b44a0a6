"""A clinician's own visits as lists. Nothing in them depends on what a patient did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.consultations import ClinicianState, Consultation
from clinic_feedback.records.transaction import Transaction

VISITS_OF_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit in a list.

    `closes_at`: until when forms can be sent; `handed_over`: a tablet was given to the patient.
    """

    public_id: str
    clinic_name: str
    time_zone: str
    held_at: datetime
    closes_at: datetime
    handed_over: bool


@dataclass(frozen=True, slots=True)
class VisitPage:
    """A page of own visits. `number` counts from 1; `goes_on`: an older one follows."""

    rows: tuple[VisitRow, ...]
    number: int
    goes_on: bool


def own_forms(tx: Transaction, clinician_ids: frozenset[int]) -> tuple[VisitRow, ...]:
    """The visits whose clinician can still fill in the own form, the oldest first."""
    waiting = (
        _of(clinician_ids)
        .where(Consultation.clinician_state == ClinicianState.OPEN, Consultation.closes_at > tx.now)
        .order_by(Consultation.held_at, Consultation.id)
    )
    return _rows(tx, waiting)


def own_visits(tx: Transaction, clinician_ids: frozenset[int], number: int = 1) -> VisitPage:
    """A page of all visits of a clinician, the newest first; an empty one where there are fewer."""
    number = max(1, number)
    newest = _of(clinician_ids).order_by(Consultation.held_at.desc(), Consultation.id.desc())
    start = (number - 1) * VISITS_OF_A_PAGE
    rows = _rows(tx, newest.offset(start).limit(VISITS_OF_A_PAGE + 1))
    return VisitPage(rows[:VISITS_OF_A_PAGE], number, len(rows) > VISITS_OF_A_PAGE)


OfVisits = Select[str, str, str, datetime, datetime, bool]


def _of(clinician_ids: frozenset[int]) -> OfVisits:
    # Single columns: the state of the patient's side is not even fetched.
    return (
        select(
            Consultation.public_id,
            Clinic.name,
            Clinic.time_zone,
            Consultation.held_at,
            Consultation.closes_at,
            Consultation.handed_over,
        )
        .join(Clinic, Clinic.id == Consultation.clinic_id)
        .where(Consultation.clinician_id.in_(clinician_ids))
    )


def _rows(tx: Transaction, query: OfVisits) -> tuple[VisitRow, ...]:
    return tuple(VisitRow(*row) for row in tx.session.execute(query))
