"""Sending: the one transaction by which a response is accepted, and a pair comes to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Update, bindparam, insert, select, update

from clinic_feedback.keys import Purpose
from clinic_feedback.records.drafts import forget
from clinic_feedback.records.follow_ups import called_for, promise, wished_for
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.consultations import ClinicianState, Consultation, PatientState
from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.pairing import pair_up, sides_of
from clinic_feedback.records.stored_answers import Stored, stored
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.visit_row import VisitRow, locked_row
from forms.loading.pack import Pack
from forms.model import Side
from forms.responses import Response

_OVER: frozenset[str] = frozenset({PatientState.STOPPED, PatientState.WITHDRAWN, ClinicianState.WITHDRAWN})

# Built once: to build a statement takes longer than to ask it.
_LOCKED = (
    select(Consultation, Clinic)
    .join(Clinic, Clinic.id == Consultation.clinic_id)
    .where(Consultation.public_id == bindparam("public_id"))
    .with_for_update(of=Consultation)
    .execution_options(populate_existing=True)  # what is locked is read as it stands now
)
_VISITS = SCHEMA.tables["consultation"]
_CHANGED = update(_VISITS).where(_VISITS.c.id == bindparam("visit_id"))
_SENT: Mapping[Side, Update] = {
    Side.PATIENT: _CHANGED.values(patient_state=PatientState.SENT),
    Side.CLINICIAN: _CHANGED.values(clinician_state=ClinicianState.SENT),
}
_TABLE = SCHEMA.tables["response"]
_RESPONSE = insert(_TABLE)
_THERE = select(
    *(_TABLE.c.side, _TABLE.c.submission_id, _TABLE.c.content_hmac),
    *(_TABLE.c.language, _TABLE.c.sharing, _TABLE.c.answers),
).where(_TABLE.c.consultation_id == bindparam("visit_id"))
_RESPONSES = select(ResponseRow).where(ResponseRow.consultation_id == bindparam("visit_id"))


class Outcome(StrEnum):
    """What became of a sending. Only ACCEPTED and REPEATED mean that these answers are there."""

    ACCEPTED = "accepted"
    REPEATED = "repeated"
    OTHERS_SENT = "others_sent"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Submission:
    """One side's form as it was sent. The same `submission_id` comes with each repetition.

    `receipt`: the patient's code to take the answers back by; `key_hmac`: the patient's browser.
    """

    consultation: str
    side: Side
    submission_id: str
    response: Response
    mode: Mode
    started_at: datetime | None = None
    receipt: str | None = None
    key_hmac: bytes | None = None


def send(tx: Transaction, submission: Submission) -> Outcome:
    """Accept a response, once, and pair it where the other side is there.

    The visit is locked first: else, of two sides sent at once, neither would see the other one.
    """
    visit = locked_row(tx, submission.consultation)
    if visit is None:
        return Outcome.CLOSED
    side, pack = submission.side, tx.catalogue.get(visit.questionnaire, visit.version)
    kept = stored(tx.keys, pack, submission.response, side, visit.public_id)
    rows = {row.side: row for row in tx.connection.execute(_THERE, {"visit_id": visit.id})}
    if side in rows:
        return _again(rows[side], submission.submission_id, kept)
    if not _is_open(visit, submission, tx.now):
        return Outcome.CLOSED
    tx.connection.execute(_RESPONSE, _row(tx, visit, submission, pack, kept))
    tx.connection.execute(_SENT[side], {"visit_id": visit.id})
    forget(tx, visit, side)
    sides = {**sides_of(rows.values()), side: submission.response}
    flags = pair_up(tx, visit, pack, sides) if len(sides) == len(Side) else ()
    wished = wished_for(pack, submission.response.answers, visit.clinician_id)
    promise(tx, visit, visit.clinic, {**wished, **called_for(flags, visit.clinician_id)})
    return Outcome.ACCEPTED


def locked_visit(tx: Transaction, public_id: str) -> tuple[Consultation, Clinic] | None:
    """A visit that nobody else changes until this transaction ends, with its clinic; None: no such."""
    found = tx.session.execute(_LOCKED, {"public_id": public_id}).one_or_none()
    return None if found is None else (found[0], found[1])


def responses_to(tx: Transaction, visit: Consultation) -> Mapping[Side, ResponseRow]:
    """The responses to a visit that are there, by side."""
    rows = tx.session.scalars(_RESPONSES, {"visit_id": visit.id})
    return {Side(row.side): row for row in rows}


def _row(
    tx: Transaction, visit: VisitRow, submission: Submission, pack: Pack, kept: Stored
) -> dict[str, object]:
    """A response that is accepted now, as its table holds it."""
    response, receipt = submission.response, submission.receipt
    return {
        "consultation_id": visit.id,
        "side": submission.side,
        "submission_id": submission.submission_id,
        "content_hmac": kept.content_hmac,
        "language": response.language,
        "text_hash": pack.text_hashes.get(response.language or ""),
        "sharing": response.sharing,
        "answers": kept.answers,
        "texts_enc": kept.texts_enc,
        "receipt_hmac": tx.keys.digest(Purpose.RECEIPT, receipt) if receipt else None,
        "mode": submission.mode,
        "started_at": submission.started_at,
        "sent_at": tx.now,
        "received_at": tx.now,
    }


def _again(row: Row[*tuple[Any, ...]], submission_id: str, kept: Stored) -> Outcome:
    same = row.submission_id == submission_id and row.content_hmac == kept.content_hmac
    return Outcome.REPEATED if same else Outcome.OTHERS_SENT


def _is_open(visit: VisitRow, submission: Submission, now: datetime) -> bool:
    patient = submission.side is Side.PATIENT
    state = visit.patient_state if patient else visit.clinician_state
    if state in _OVER or visit.closes_at <= now:
        return False
    return not patient or visit.patient_key_hmac == submission.key_hmac
