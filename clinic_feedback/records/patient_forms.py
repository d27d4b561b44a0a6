"""The patient's form of a visit: who may open it, what stands in it, and how it is begun, kept and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Row, and_, select

from clinic_feedback.keys import Purpose
from clinic_feedback.records.drafts import Filled, PageTurned, forget, keep, opened
from clinic_feedback.records.follow_ups import promise, wished_for
from clinic_feedback.records.invitations import link_digest
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.consultations import (
    Consultation,
    Draft,
    Invitation,
    PatientState,
)
from clinic_feedback.records.models.follow_ups import FollowUp, Reason
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.models.staff import User
from clinic_feedback.records.sending import locked_visit
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.visits import pack_of
from forms.loading.pack import Pack
from forms.model import Form, Sharing, Side
from forms.responses import Given


class Door(StrEnum):
    """How a patient's form stands to the browser that asks for it."""

    OPEN = "open"
    SENT = "sent"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a browser shows to get in: its own key, and the link that it came by.

    The key is random and stays in that browser; with the visit's id it makes the form's key.
    """

    key: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class ClinicFacts:
    """What a patient's pages say about the clinic. `not_urgent`: whom to call for help."""

    name: str
    code: str
    not_urgent: str | None
    contact: str | None


@dataclass(frozen=True, slots=True)
class PatientForm:
    """A form as its browser may see it. `filled`: None before it was begun, or after its time."""

    public_id: str
    pack: Pack
    form: Form
    clinic: ClinicFacts
    door: Door
    begun: bool
    filled: Filled | None

    @property
    def sharing(self) -> Sharing | None:
        """What the patient chose; None before that."""
        return self.filled.sharing if self.filled else None


def form_key(tx: Transaction, public_id: str, ticket: Ticket) -> bytes:
    """What a browser's form of a visit is known by."""
    return tx.keys.digest(Purpose.FORM_KEY, f"{public_id}\n{ticket.key}")


def patient_form(tx: Transaction, public_id: str, ticket: Ticket) -> PatientForm | None:
    """A visit's form for a browser; None where that browser has nothing to do with it.

    From its first page on, a form opens for the browser that began it alone; another one with the
    same link is told that it is closed, and no more. Raises MissingKeyError, UnreadableError.
    """
    key = form_key(tx, public_id, ticket)
    row = _row(tx, public_id, key, link_digest(tx, ticket.token))
    if row is None:
        return None
    visit, clinic, contact, draft, invited = row
    holds = visit.patient_key_hmac == key
    if not holds and not invited:
        return None
    return PatientForm(
        visit.public_id,
        pack_of(tx, visit),
        Form(visit.form),
        ClinicFacts(clinic.name, clinic.code, clinic.not_urgent, contact),
        _door(visit, holds=holds, now=tx.now),
        begun=holds,
        filled=opened(tx, draft, public_id) if holds else None,
    )


def turn_page(tx: Transaction, public_id: str, ticket: Ticket, mode: Mode, page: PageTurned) -> Door:
    """Keep what a page brought; the first one begins the form and binds it to this browser.

    Where the form is not open nothing is kept.
    """
    ours = _ours(tx, public_id, ticket)
    if ours is None:
        return Door.CLOSED
    visit, key = ours[0], form_key(tx, public_id, ticket)
    door = _door(visit, holds=visit.patient_key_hmac == key, now=tx.now)
    if door is not Door.OPEN:
        return door
    if visit.patient_key_hmac is None:
        visit.patient_key_hmac = key
        visit.patient_state = PatientState.BEGUN
    draft = tx.session.scalars(select(Draft).filter_by(key_hmac=key)).one_or_none()
    filled = opened(tx, draft, public_id) or Filled(mode, tx.now)
    keep(tx, visit, Side.PATIENT, key, page.on(filled))
    return Door.OPEN


def stop(tx: Transaction, public_id: str, ticket: Ticket, wishes: Given) -> None:
    """End a form without sending it, for good; a wish for contact is passed on all the same."""
    ours = _ours(tx, public_id, ticket)
    if ours is None or ours[0].patient_state not in {PatientState.OPEN, PatientState.BEGUN}:
        return
    visit, clinic = ours
    visit.patient_state = PatientState.STOPPED
    forget(tx, visit, Side.PATIENT)
    if visit.closes_at > tx.now:
        promise(tx, visit, clinic, wished_for(pack_of(tx, visit), wishes, visit.clinician_id))


def abandon(tx: Transaction, public_id: str, ticket: Ticket) -> None:
    """Leave nothing of a form that nobody touches any more. It was begun, and is not sent."""
    ours = _ours(tx, public_id, ticket)
    if ours is not None:
        forget(tx, ours[0], Side.PATIENT)


Found = Row[Consultation, Clinic, str, Draft, bool]
"""A visit and what belongs to it; name and draft are None where they are not there."""


def wished_contact(tx: Transaction, public_id: str) -> bool:
    """Whether somebody is to get in touch because the patient of a visit asked for it."""
    asked = (
        select(FollowUp.id)
        .join(Consultation, Consultation.id == FollowUp.consultation_id)
        .where(Consultation.public_id == public_id, FollowUp.reason == Reason.CONTACT)
    )
    return tx.session.scalar(asked) is not None


def _row(tx: Transaction, public_id: str, key: bytes, link: bytes) -> Found | None:
    invited = and_(
        Invitation.consultation_id == Consultation.id,
        Invitation.token_hmac == link,
        Invitation.expires_at > tx.now,
    )
    return tx.session.execute(
        select(Consultation, Clinic, User.name, Draft, Invitation.id.is_not(None))
        .join(Clinic, Clinic.id == Consultation.clinic_id)
        .outerjoin(User, User.id == Clinic.contact_person_id)
        .outerjoin(Draft, and_(Draft.consultation_id == Consultation.id, Draft.key_hmac == key))
        .outerjoin(Invitation, invited)
        .where(Consultation.public_id == public_id)
    ).one_or_none()


def _ours(tx: Transaction, public_id: str, ticket: Ticket) -> tuple[Consultation, Clinic] | None:
    """The visit, locked, and its clinic, where the browser has anything to do with it."""
    locked = locked_visit(tx, public_id)
    if locked is None:
        return None
    visit = locked[0]
    if visit.patient_key_hmac is not None:
        return locked if visit.patient_key_hmac == form_key(tx, public_id, ticket) else None
    invited = tx.session.scalar(
        select(Invitation.id).where(
            Invitation.consultation_id == visit.id,
            Invitation.token_hmac == link_digest(tx, ticket.token),
            Invitation.expires_at > tx.now,
        )
    )
    return locked if invited is not None else None


def _door(visit: Consultation, *, holds: bool, now: datetime) -> Door:
    state = visit.patient_state
    if state == PatientState.SENT and holds:
        return Door.SENT
    fresh = state == PatientState.OPEN and visit.patient_key_hmac is None
    ours = state == PatientState.BEGUN and holds
    return Door.OPEN if (fresh or ours) and visit.closes_at > now else Door.CLOSED
