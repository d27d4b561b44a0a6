"""The patient's form of a visit: who may open it, what stands in it, and how it is begun, kept and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, select, update

from clinic_feedback.keys import Purpose
from clinic_feedback.records.drafts import Filled, PageTurned, Whose, forget, opened, turn
from clinic_feedback.records.follow_ups import promise, wished_for
from clinic_feedback.records.invitations import link_digest
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.consultations import Consultation, Invitation, PatientState
from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.models.follow_ups import FollowUp, Reason
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.patient_form_row import FormRow, form_row
from clinic_feedback.records.sending import locked_visit
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.visit_row import VisitRow, locked_row
from clinic_feedback.records.visits import pack_of
from forms.loading.pack import Pack
from forms.model import Form, Sharing, Side
from forms.responses import Given

# Built once: to build a statement takes longer than to ask it.
_INVITED = select(Invitation.id).where(
    Invitation.consultation_id == bindparam("visit_id"),
    Invitation.token_hmac == bindparam("link"),
    Invitation.expires_at > bindparam("now"),
)
_VISITS = SCHEMA.tables["consultation"]
_BEGIN = (
    update(_VISITS)
    .where(_VISITS.c.id == bindparam("visit_id"))
    .values(patient_key_hmac=bindparam("key"), patient_state=PatientState.BEGUN)
)
_WISHED = (
    select(FollowUp.id)
    .join(Consultation, Consultation.id == FollowUp.consultation_id)
    .where(Consultation.public_id == bindparam("public_id"), FollowUp.reason == Reason.CONTACT)
)


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
    found = form_row(tx, public_id, key, link_digest(tx, ticket.token))
    if found is None:
        return None
    holds = found.patient_key_hmac == key
    if not holds and not found.invited:
        return None
    return PatientForm(
        public_id,
        tx.catalogue.get(found.questionnaire, found.version),
        Form(found.form),
        ClinicFacts(found.clinic_name, found.clinic_code, found.not_urgent, found.contact),
        _door(found, holds=holds, now=tx.now),
        begun=holds,
        filled=opened(tx, public_id, Side.PATIENT, found.body_enc, found.lasts_until) if holds else None,
    )


def turn_page(tx: Transaction, public_id: str, ticket: Ticket, mode: Mode, page: PageTurned) -> Door:
    """Keep what a page brought; the first one begins the form and binds it to this browser.

    Where the form is not open nothing is kept.
    """
    visit, key = locked_row(tx, public_id), form_key(tx, public_id, ticket)
    if visit is None or not _is_ours(tx, visit, key, ticket):
        return Door.CLOSED
    door = _door(visit, holds=visit.patient_key_hmac == key, now=tx.now)
    if door is not Door.OPEN:
        return door
    if visit.patient_key_hmac is None:
        tx.connection.execute(_BEGIN, {"visit_id": visit.id, "key": key})
    turn(tx, visit, Whose(Side.PATIENT, key, mode), page)
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


def wished_contact(tx: Transaction, public_id: str) -> bool:
    """Whether somebody is to get in touch because the patient of a visit asked for it."""
    return tx.session.scalar(_WISHED, {"public_id": public_id}) is not None


def _ours(tx: Transaction, public_id: str, ticket: Ticket) -> tuple[Consultation, Clinic] | None:
    """The visit, locked, and its clinic, where the browser has anything to do with it."""
    locked = locked_visit(tx, public_id)
    ours = locked is not None and _is_ours(tx, locked[0], form_key(tx, public_id, ticket), ticket)
    return locked if ours else None


def _is_ours(tx: Transaction, visit: Consultation | VisitRow, key: bytes, ticket: Ticket) -> bool:
    """Whether a browser has anything to do with a visit's form: it began it, or was invited to."""
    if visit.patient_key_hmac is not None:
        return visit.patient_key_hmac == key
    asked = {"visit_id": visit.id, "link": link_digest(tx, ticket.token), "now": tx.now}
    return tx.session.scalar(_INVITED, asked) is not None


def _door(visit: VisitRow | FormRow, *, holds: bool, now: datetime) -> Door:
    state = visit.patient_state
    if state == PatientState.SENT and holds:
        return Door.SENT
    fresh = state == PatientState.OPEN and visit.patient_key_hmac is None
    ours = state == PatientState.BEGUN and holds
    return Door.OPEN if (fresh or ours) and visit.closes_at > now else Door.CLOSED
