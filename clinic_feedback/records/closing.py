"""Closing: what happens by itself when a visit's time is over. It tells nobody who answered."""

from __future__ import annotations

from sqlalchemy import select

from clinic_feedback.records.drafts import forget_stale
from clinic_feedback.records.follow_ups import called_for, promise
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.pairing import keep_flags, sides_of
from clinic_feedback.records.sending import responses_to
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.visits import pack_of
from forms.catalogue import UnknownPackError
from forms.model import Side

_AT_ONCE = 100


def close_due(records: Records) -> int:
    """Close every visit whose time is over, some at a time; how many there were."""
    records.write(forget_stale)
    closed = 0
    while some := records.write(_close_some):
        closed += some
    return closed


def _close_some(tx: Transaction) -> int:
    due = (
        select(Consultation, Clinic)
        .join(Clinic, Clinic.id == Consultation.clinic_id)
        .where(Consultation.closed.is_(False), Consultation.closes_at <= tx.now)
        .order_by(Consultation.id)
        .limit(_AT_ONCE)
        .with_for_update(of=Consultation, skip_locked=True)
    )
    found = tx.session.execute(due).all()
    for visit, clinic in found:
        close(tx, visit, clinic, follow_up=True)
    return len(found)


def close(tx: Transaction, visit: Consultation, clinic: Clinic, *, follow_up: bool) -> None:
    """Close one visit: a patient's side that is shared and stands alone now speaks for itself.

    Where its questionnaire is not there nothing is compared, and the visit closes all the same.
    """
    visit.closed = True
    rows = responses_to(tx, visit)
    if len(rows) == len(Side):
        return
    try:
        pack = pack_of(tx, visit)
    except UnknownPackError:
        return
    flags = keep_flags(tx, visit, pack, sides_of(rows.values()))
    if follow_up:
        promise(tx, visit, clinic, called_for(flags, visit.clinician_id))
