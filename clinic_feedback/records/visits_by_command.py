"""Visits that another program begins for a clinician, such as a patient administration system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from clinic_feedback.records.audit import Act, Actor, note
from clinic_feedback.records.clinics import all_clinics, clinic_of_code, missing_in
from clinic_feedback.records.invitations import WaysIn, invite
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.staff import Membership, Role
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.versions import newest
from clinic_feedback.records.visits import OWN_SOURCE, NewVisit, make, reference_digest
from forms.model import Form


@dataclass(frozen=True, slots=True)
class WantedVisit:
    """A visit to be begun. `held_at`: None for now; `reference`: what the other program calls it."""

    clinic: str
    clinician: str
    held_at: datetime | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class BegunVisit:
    """A visit that was begun, and the ways in to its patient's form, shown this once."""

    public_id: str
    ways: WaysIn
    closes_at: datetime


class Reason(StrEnum):
    """Why no visit was begun."""

    NO_CLINIC = "no_clinic"
    NOT_LIVE = "not_live"
    NO_CLINICIAN = "no_clinician"
    REFERENCE_TAKEN = "reference_taken"


class NotBegunError(Exception):
    """No visit was begun. `named`: which clinics or clinicians there are, or what a clinic lacks."""

    def __init__(self, reason: Reason, named: tuple[str, ...] = ()) -> None:
        """Keep the reason."""
        self.reason, self.named = reason, named
        super().__init__(reason)


def begin_for(tx: Transaction, actor: Actor, wanted: WantedVisit) -> BegunVisit:
    """Begin a visit as its clinician would. Raises NotBegunError, with nothing made."""
    clinic = clinic_of_code(tx, wanted.clinic)
    if clinic is None:
        raise NotBegunError(Reason.NO_CLINIC, tuple(one.code for one in all_clinics(tx)))
    missing = missing_in(tx, clinic)
    if missing:
        raise NotBegunError(Reason.NOT_LIVE, missing)
    clinician = _clinician(tx, clinic, wanted.clinician)
    new = NewVisit(
        clinic,
        clinician,
        newest(tx, clinic.questionnaire),
        Form(clinic.form),
        wanted.held_at or tx.now,
        timedelta(hours=clinic.closing_hours),
        reference=wanted.reference,
    )
    visit = _made(tx, new)
    note(tx, actor, Act.VISIT_MADE, "visit", visit.public_id)
    return BegunVisit(visit.public_id, invite(tx, visit), visit.closes_at)


def _clinician(tx: Transaction, clinic: Clinic, code: str) -> Clinician:
    """Who holds visits in a clinic under a code; the house's own codes come first."""
    there = tx.session.scalars(
        select(Clinician)
        .join(Membership, Membership.clinician_id == Clinician.id)
        .where(
            Membership.clinic_id == clinic.id,
            Membership.role == Role.CLINICIAN,
            Clinician.active.is_(True),
        )
        .order_by(Clinician.source != OWN_SOURCE, Clinician.code, Clinician.id)
    ).all()
    found = next((one for one in there if one.code == code), None)
    if found is None:
        raise NotBegunError(Reason.NO_CLINICIAN, tuple(one.code for one in there))
    return found


def _made(tx: Transaction, new: NewVisit) -> Consultation:
    """The visit, where no other one bears its reference, be it made at the same moment."""
    if new.reference is not None:
        taken = select(Consultation.id).filter_by(
            source=new.source, ref_hmac=reference_digest(tx, new.source, new.reference)
        )
        if tx.session.scalar(taken.limit(1)) is not None:
            raise NotBegunError(Reason.REFERENCE_TAKEN)
    try:
        return make(tx, new)
    except IntegrityError:
        raise NotBegunError(Reason.REFERENCE_TAKEN) from None
