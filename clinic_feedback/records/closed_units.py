"""Closed visits as they are counted: those that wait for a block, and those of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row, select

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
from forms.tally import Category, tally
from reports.measures import FOLLOW_UP, RECOGNISED, Kept
from reports.release import Clinician, Unit

_WORSE = tuple(Kept)

_KEY_LENGTH = 16
_AT_ONCE = 500


class WaitingVisit(NamedTuple):
    """A closed visit that no block has counted. `answered`: whether its patient did."""

    visit_id: int
    clinic_id: int
    place: str
    profession: str
    clinician_id: int
    questionnaire: str
    structure_hash: str
    form: str
    answered: bool


class ClosedUnit(NamedTuple):
    """One visit. `week`: of its closing."""

    visit_id: int
    week: str
    unit: Unit


def waiting_visits(tx: Transaction, ends: Ends) -> Iterator[WaitingVisit]:
    """All that waits at the end of a week."""
    for clinic_id, end in ends.items():
        rows = tx.session.execute(
            select(
                *(Consultation.id, Consultation.clinic_id, Clinic.code, Consultation.profession),
                *(Consultation.clinician_id, QuestionnaireVersion.questionnaire),
                *(QuestionnaireVersion.structure_hash, Consultation.form),
                Consultation.patient_state == PatientState.SENT,
            )
            .join(Clinic, Clinic.id == Consultation.clinic_id)
            .join(QuestionnaireVersion, QuestionnaireVersion.id == Consultation.version_id)
            .outerjoin(SealedUnit, SealedUnit.consultation_id == Consultation.id)
            .where(Consultation.clinic_id == clinic_id, Consultation.closes_at < end)
            .where(SealedUnit.consultation_id.is_(None))
        )
        yield from (WaitingVisit(*row) for row in rows)


def locked_units(tx: Transaction, visit_ids: Iterable[int], last_day: date) -> list[ClosedUnit]:
    """Visits as they are now, locked so that no import adds a side to them meanwhile.

    `last_day`: the day by which a follow-up was in time, or was not. The lock is a statement of its own:
    what is read with it may be older than it.
    """
    found: list[ClosedUnit] = []
    for some in _some(sorted(visit_ids)):
        these = select(Consultation.id).where(Consultation.id.in_(some)).order_by(Consultation.id)
        found += _units(tx, tx.session.scalars(these.with_for_update()).all(), last_day)
    return found


def counted_units(tx: Transaction, block_id: int, last_day: date) -> list[ClosedUnit]:
    """The visits of a block as they are now."""
    counted = select(SealedUnit.consultation_id).filter_by(block_id=block_id)
    visit_ids = sorted(tx.session.scalars(counted))
    return [unit for some in _some(visit_ids) for unit in _units(tx, some, last_day)]


def _some(visit_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """A part at a time: a statement takes so many and no more."""
    return (visit_ids[start : start + _AT_ONCE] for start in range(0, len(visit_ids), _AT_ONCE))


def _units(tx: Transaction, visit_ids: Sequence[int], last_day: date) -> Iterator[ClosedUnit]:
    """Columns alone: to make objects of these rows would take as long as to count them."""
    visits = tx.session.execute(
        select(
            *(Consultation.id, Consultation.clinician_id, Consultation.form, Consultation.closes_at),
            *(QuestionnaireVersion.questionnaire, QuestionnaireVersion.version, Clinic.time_zone),
        )
        .join(Clinic, Clinic.id == Consultation.clinic_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Consultation.version_id)
        .where(Consultation.id.in_(visit_ids))
        .order_by(Consultation.id)
    )
    sides, promised = _sides(tx, visit_ids), _follow_ups(tx, visit_ids, last_day)
    for visit_id, clinician_id, form, closes_at, name, version, time_zone in visits:
        patient, clinician = (sides.get((visit_id, side)) for side in Side)
        counted = dict(
            tally(
                tx.catalogue.get(name, version).questionnaire,
                Form(form),
                coded_response_of(patient) if patient else None,
                coded_response_of(clinician) if clinician else None,
                RECOGNISED,
            )
        )
        if visit_id in promised:
            counted[FOLLOW_UP] = Category(promised[visit_id])
        mode = patient.mode if patient else ""
        unit = Unit(clinician_key(tx.keys, clinician_id), patient is not None, mode, counted)
        yield ClosedUnit(visit_id, iso_week(closes_at, time_zone), unit)


def _sides(tx: Transaction, visit_ids: Sequence[int]) -> Mapping[tuple[int, str], Row[*tuple[Any, ...]]]:
    """What is there of visits' responses, by visit and side."""
    rows = tx.session.execute(
        select(
            *(ResponseRow.consultation_id, ResponseRow.side, ResponseRow.answers),
            *(ResponseRow.language, ResponseRow.sharing, ResponseRow.mode),
        ).where(ResponseRow.consultation_id.in_(visit_ids))
    )
    return {(row.consultation_id, row.side): row for row in rows}


def clinician_key(keys: Keyring, clinician_id: int) -> Clinician:
    """What a clinician is in the tables of sums: nobody who has only these can tell who it is."""
    return Clinician(keys.digest(Purpose.CLUSTER, str(clinician_id)).hex()[:_KEY_LENGTH])


def _follow_ups(tx: Transaction, visit_ids: Sequence[int], last_day: date) -> Mapping[int, Kept]:
    """How it stands with what was promised, by visit: the worst of what there is."""
    found: dict[int, Kept] = {}
    rows = tx.session.execute(
        select(FollowUp.consultation_id, FollowUp.due_on, FollowUp.done_at, Clinic.time_zone)
        .join(Clinic, Clinic.id == FollowUp.clinic_id)
        .where(FollowUp.consultation_id.in_(visit_ids))
    )
    for visit_id, due_on, done_at, time_zone in rows:
        state = _kept(due_on, local_date(done_at, time_zone) if done_at else None, last_day)
        found[visit_id] = max(found.get(visit_id, state), state, key=_WORSE.index)
    return found


def _kept(due_on: date, done_on: date | None, last_day: date) -> Kept:
    if done_on is not None and done_on <= due_on:
        return Kept.IN_TIME
    return Kept.LATE if due_on <= last_day else Kept.NOT_DUE
