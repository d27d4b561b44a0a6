"""What arises from the responses to one visit: the pair, and its flags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Insert, Row, bindparam, delete, insert, literal, select

from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.models.responses import FlagRow, ResponseRow
from clinic_feedback.records.stored_answers import coded_response_of
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.visit_row import VisitRow
from forms.comparison import Flag, compare
from forms.loading.pack import Pack
from forms.model import Form, Sharing, Side
from forms.responses import Response

ENGINE = 1
"""Raised when a correction of the comparison changes results: older pairs can then be told and redone."""


Sides = Mapping[Side, Response]
"""What was answered by the responses to one visit that are there."""


def _pairs() -> Insert:
    responses = SCHEMA.tables["response"]
    patient, clinician = responses.alias().c, responses.alias().c
    both = select(patient.consultation_id, patient.id, clinician.id, literal(ENGINE)).where(
        patient.consultation_id.in_(bindparam("visit_ids", expanding=True)),
        clinician.consultation_id == patient.consultation_id,
        patient.side == Side.PATIENT,
        clinician.side == Side.CLINICIAN,
    )
    columns = ["consultation_id", "patient_response_id", "clinician_response_id", "engine"]
    return insert(SCHEMA.tables["pair"]).from_select(columns, both)


# Built once, and of tables: statements and objects take longer to build than rows to write.
_PAIRS = _pairs()
_FLAG = insert(SCHEMA.tables["flag"])


def sides_of(rows: Iterable[ResponseRow | Row[*tuple[Any, ...]]]) -> Sides:
    """What rules read of some responses."""
    return {Side(row.side): coded_response_of(row) for row in rows}


def make_pairs(tx: Transaction, visit_ids: Sequence[int]) -> None:
    """Make the pairs of visits whose responses are both there."""
    tx.connection.execute(_PAIRS, {"visit_ids": visit_ids})


def pair_up(tx: Transaction, visit: Consultation | VisitRow, pack: Pack, sides: Sides) -> tuple[Flag, ...]:
    """Make the pair of two responses; returns the flags that its clinician may know of."""
    make_pairs(tx, [visit.id])
    if visit.closed:  # the patient's side stood alone until now
        drop_flags(tx, visit)
    return keep_flags(tx, visit, pack, sides)


def keep_flags(tx: Transaction, visit: Consultation | VisitRow, pack: Pack, sides: Sides) -> tuple[Flag, ...]:
    """Compare what is there and keep the flags; returns them.

    Nothing arises from a patient's side that is not shared: not even that it is there.
    """
    flags = flags_of(pack, Form(visit.form), sides)
    if flags:
        tx.connection.execute(_FLAG, [flag_row(visit.id, flag) for flag in flags])
    return flags


def flags_of(pack: Pack, form: Form, sides: Sides) -> tuple[Flag, ...]:
    """The flags that may be kept of what is there."""
    patient = sides.get(Side.PATIENT)
    if patient is None or patient.sharing is not Sharing.CLINICIAN:
        return ()
    return compare(pack.questionnaire, form, patient, sides.get(Side.CLINICIAN)).flags


def drop_flags(tx: Transaction, visit: Consultation | VisitRow) -> None:
    """Leave no flag of a visit."""
    tx.session.execute(delete(FlagRow).filter_by(consultation_id=visit.id))


def flag_row(visit_id: int, flag: Flag) -> dict[str, object]:
    """A flag of a visit as its table holds it."""
    return {
        "consultation_id": visit_id,
        "rule": flag.rule.name,
        "item": flag.item or "",
        "severity": flag.severity,
        "topic": flag.topic,
        "leaning": flag.leaning or "",
    }
