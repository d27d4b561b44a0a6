"""What arises from the responses to one visit: the pair, and its flags."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert

from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.responses import FlagRow, PairRow, ResponseRow
from clinic_feedback.records.stored_answers import coded_response_of
from clinic_feedback.records.transaction import Transaction
from forms.comparison import Flag, compare
from forms.loading.pack import Pack
from forms.model import Form, Sharing, Side
from forms.responses import Response

ENGINE = 1
"""Raised when a correction of the comparison changes results: older pairs can then be told and redone."""


Rows = Mapping[Side, ResponseRow]
"""The responses to one visit that are there."""


def pair_up(tx: Transaction, visit: Consultation, pack: Pack, rows: Rows) -> tuple[Flag, ...]:
    """Make the pair of two responses; returns the flags that its clinician may know of."""
    pair = PairRow(
        consultation_id=visit.id,
        patient_response_id=rows[Side.PATIENT].id,
        clinician_response_id=rows[Side.CLINICIAN].id,
        engine=ENGINE,
    )
    tx.session.add(pair)
    if visit.closed:  # the patient's side stood alone until now
        drop_flags(tx, visit)
    return keep_flags(tx, visit, pack, rows)


def keep_flags(tx: Transaction, visit: Consultation, pack: Pack, rows: Rows) -> tuple[Flag, ...]:
    """Compare what is there and keep the flags; returns them.

    Nothing arises from a patient's side that is not shared: not even that it is there.
    """
    sides = {side: coded_response_of(row) for side, row in rows.items()}
    flags = flags_of(pack, Form(visit.form), sides)
    if flags:
        tx.session.execute(insert(FlagRow), [flag_row(visit.id, flag) for flag in flags])
    return flags


def flags_of(pack: Pack, form: Form, sides: Mapping[Side, Response]) -> tuple[Flag, ...]:
    """The flags that may be kept of what is there."""
    patient = sides.get(Side.PATIENT)
    if patient is None or patient.sharing is not Sharing.CLINICIAN:
        return ()
    return compare(pack.questionnaire, form, patient, sides.get(Side.CLINICIAN)).flags


def drop_flags(tx: Transaction, visit: Consultation) -> None:
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
