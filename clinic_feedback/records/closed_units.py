"""Closed visits as they are counted: those that wait for a block, and those of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select
from sqlalchemy.orm import aliased

from clinic_feedback.clock import iso_week, local_date
from clinic_feedback.keys import Keyring, Purpose
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.consultations import Consultation, PatientState, QuestionnaireVersion
from clinic_feedback.records.models.follow_ups import FollowUp
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.models.sealing import SealedUnit
from clinic_feedback.records.stored_answers import coded_response_of
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.week_ends import Ends
from forms.model import Form, Side
from forms.tally import Category, Family, tally
from reports.release import Clinician, Unit

FOLLOW_UP = Family("follow_up")
"""Whether what was promised a patient was done by its day."""

IN_TIME, NOT_DUE, LATE = "in_time", "not_due", "late"
_WORSE = (IN_TIME, NOT_DUE, LATE)

_KEY_LENGTH = 16
_AT_ONCE = 500


class Part(NamedTuple):
    """Visits that wait: of one clinician in one clinic, asking one version in one form."""

    clinic_id: int
    place: str
    profession: str
    clinician_id: int
    version_id: int
    questionnaire: str
    version: str
    structure_hash: str
    form: str
    answered: int


class ClosedUnit(NamedTuple):
    """One visit. `week`: of its closing."""

    visit_id: int
    week: str
    unit: Unit


def waiting_parts(tx: Transaction, ends: Ends) -> Iterator[Part]:
    """All that waits at the end of a week, with how many patients answered."""
    answered = func.sum(case((Consultation.patient_state == PatientState.SENT, 1), else_=0))
    alike = (
        *(Consultation.clinic_id, Clinic.code, Consultation.profession, Consultation.clinician_id),
        *(Consultation.version_id, QuestionnaireVersion.questionnaire, QuestionnaireVersion.version),
        *(QuestionnaireVersion.structure_hash, Consultation.form),
    )
    for clinic_id, end in ends.items():
        rows = tx.session.execute(
            select(*alike, answered)
            .join(Clinic, Clinic.id == Consultation.clinic_id)
            .join(QuestionnaireVersion, QuestionnaireVersion.id == Consultation.version_id)
            .outerjoin(SealedUnit, SealedUnit.consultation_id == Consultation.id)
            .where(_waits_in(clinic_id, end))
            .group_by(*alike)
        )
        yield from (Part(*row) for row in rows)


def waiting_units(tx: Transaction, ends: Ends, parts: Sequence[Part], last_day: date) -> list[ClosedUnit]:
    """The visits of some parts, one by one, locked so that no import adds a side to them meanwhile.

    `last_day`: the day by which a follow-up was in time, or was not.
    """
    found: list[ClosedUnit] = []
    for clinic_id in sorted({part.clinic_id for part in parts}):
        own = [part for part in parts if part.clinic_id == clinic_id]
        for form in sorted({part.form for part in own}):
            of_form = [part for part in own if part.form == form]
            which = _of(clinic_id, ends[clinic_id], of_form)
            locked = _locked(tx, which)
            found += [one for one in _units(tx, _rows(which), last_day) if one.visit_id in locked]
    return found


def counted_units(tx: Transaction, block_id: int, last_day: date) -> list[ClosedUnit]:
    """The visits of a block as they are now."""
    return list(_units(tx, _rows(SealedUnit.block_id == block_id), last_day))


def _waits_in(clinic_id: int, end: datetime) -> ColumnElement[bool]:
    closed = Consultation.closes_at < end
    return and_(Consultation.clinic_id == clinic_id, closed, SealedUnit.consultation_id.is_(None))


def _of(clinic_id: int, end: datetime, parts: Iterable[Part]) -> ColumnElement[bool]:
    parts = list(parts)
    return and_(
        _waits_in(clinic_id, end),
        Consultation.profession.in_({part.profession for part in parts}),
        Consultation.version_id.in_({part.version_id for part in parts}),
        Consultation.form.in_({part.form for part in parts}),
    )


def _locked(tx: Transaction, which: ColumnElement[bool]) -> set[int]:
    """Lock visits, by a statement of its own: what is read with the lock may be older than the lock."""
    return set(
        tx.session.scalars(
            select(Consultation.id)
            .outerjoin(SealedUnit, SealedUnit.consultation_id == Consultation.id)
            .where(which)
            .order_by(Consultation.id)
            .with_for_update(of=Consultation)
        )
    )


def _rows(which: ColumnElement[bool]) -> Select[Consultation, str, ResponseRow, ResponseRow]:
    patient, clinician = aliased(ResponseRow), aliased(ResponseRow)
    return (
        select(Consultation, Clinic.time_zone, patient, clinician)
        .join(Clinic, Clinic.id == Consultation.clinic_id)
        .outerjoin(SealedUnit, SealedUnit.consultation_id == Consultation.id)
        .outerjoin(patient, _side_of(patient, Side.PATIENT))
        .outerjoin(clinician, _side_of(clinician, Side.CLINICIAN))
        .where(which)
        .order_by(Consultation.id)
        .execution_options(populate_existing=True)
    )


def _units(
    tx: Transaction, query: Select[Consultation, str, ResponseRow, ResponseRow], last_day: date
) -> Iterator[ClosedUnit]:
    rows = tx.session.execute(query).all()
    promised = _follow_ups(tx, [row[0].id for row in rows], last_day)
    for row in rows:
        yield _unit(tx, row, promised)


def _side_of(response: type[ResponseRow], side: Side) -> ColumnElement[bool]:
    return and_(response.consultation_id == Consultation.id, response.side == side)


def _unit(
    tx: Transaction, row: Row[Consultation, str, ResponseRow, ResponseRow], promised: Mapping[int, str]
) -> ClosedUnit:
    visit, time_zone, patient, clinician = row
    questionnaire = tx.catalogue.get(visit.questionnaire, visit.pinned.version).questionnaire
    sides = [coded_response_of(side) if side is not None else None for side in (patient, clinician)]
    counted = dict(tally(questionnaire, Form(visit.form), *sides))
    if visit.id in promised:
        counted[FOLLOW_UP] = Category(promised[visit.id])
    unit = Unit(
        clinician_key(tx.keys, visit.clinician_id),
        patient is not None,
        patient.mode if patient is not None else "",
        counted,
    )
    return ClosedUnit(visit.id, iso_week(visit.closes_at, time_zone), unit)


def clinician_key(keys: Keyring, clinician_id: int) -> Clinician:
    """What a clinician is in the tables of sums: nobody who has only these can tell who it is."""
    return Clinician(keys.digest(Purpose.CLUSTER, str(clinician_id)).hex()[:_KEY_LENGTH])


def _follow_ups(tx: Transaction, visit_ids: Sequence[int], last_day: date) -> Mapping[int, str]:
    """How it stands with what was promised, by visit: the worst of what there is."""
    found: dict[int, str] = {}
    for start in range(0, len(visit_ids), _AT_ONCE):
        some = visit_ids[start : start + _AT_ONCE]
        rows = tx.session.execute(
            select(FollowUp.consultation_id, FollowUp.due_on, FollowUp.done_at, Clinic.time_zone)
            .join(Clinic, Clinic.id == FollowUp.clinic_id)
            .where(FollowUp.consultation_id.in_(some))
        )
        for visit_id, due_on, done_at, time_zone in rows:
            state = _kept(due_on, local_date(done_at, time_zone) if done_at else None, last_day)
            found[visit_id] = max(found.get(visit_id, state), state, key=_WORSE.index)
    return found


def _kept(due_on: date, done_on: date | None, last_day: date) -> str:
    if done_on is not None and done_on <= due_on:
        return IN_TIME
    return LATE if due_on <= last_day else NOT_DUE
