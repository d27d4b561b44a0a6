"""The clinician's own form of a visit: filled in page by page, kept between them, sent once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, select

from clinic_feedback.keys import Purpose
from clinic_feedback.records.audit import Act, Actor, Origin, note
from clinic_feedback.records.drafts import Filled, PageTurned, Whose, opened, turn
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.consultations import ClinicianState, Consultation, Draft
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.sending import Outcome, Submission, locked_visit, send
from clinic_feedback.records.staff_members import StaffMember
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.visits import pack_of
from forms.loading.pack import Pack
from forms.model import Form, Side
from forms.responses import Response


class OwnDoor(StrEnum):
    """How the own form of a visit stands. CLOSED: its time was over before it was sent."""

    OPEN = "open"
    SENT = "sent"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class OwnForm:
    """A clinician's own form. `filled`: None before its first page was turned, or after its time."""

    public_id: str
    pack: Pack
    form: Form
    time_zone: str
    held_at: datetime
    closes_at: datetime
    handed_over: bool
    door: OwnDoor
    filled: Filled | None


def own_form(tx: Transaction, public_id: str, member: StaffMember) -> OwnForm | None:
    """The own form of a visit that somebody held; None where there is no such visit of theirs.

    Nothing of the patient's is looked at. Raises MissingKeyError, UnreadableError.
    """
    mine = and_(Draft.consultation_id == Consultation.id, Draft.key_hmac == own_key(tx, public_id, member))
    found = tx.session.execute(
        select(Consultation, Clinic.time_zone, Draft.body_enc, Draft.lasts_until)
        .join(Clinic, Clinic.id == Consultation.clinic_id)
        .outerjoin(Draft, mine)
        .where(Consultation.public_id == public_id, Consultation.clinician_id.in_(member.clinician_ids))
    ).one_or_none()
    if found is None:
        return None
    visit, time_zone, body_enc, lasts_until = found
    return OwnForm(
        visit.public_id,
        pack_of(tx, visit),
        Form(visit.form),
        time_zone,
        visit.held_at,
        visit.closes_at,
        visit.handed_over,
        _door(visit, tx.now),
        opened(tx, public_id, Side.CLINICIAN, body_enc, lasts_until),
    )


def turn_own_page(tx: Transaction, public_id: str, member: StaffMember, page: PageTurned) -> OwnDoor | None:
    """Keep what a page brought, and nothing where the form is not open; None: no such visit of theirs."""
    visit = _held_by(tx, public_id, member)
    if visit is None:
        return None
    door = _door(visit, tx.now)
    if door is OwnDoor.OPEN:
        key = own_key(tx, public_id, member)
        turn(tx, visit, Whose(Side.CLINICIAN, key, Mode.BROWSER), page)
    return door


def send_own(
    tx: Transaction,
    public_id: str,
    member: StaffMember,
    response: Response,
    started_at: datetime | None,
) -> Outcome | None:
    """Accept the own form, once and for good; None: no such visit of theirs.

    Whoever sends it again, from any browser and after any restart, sends the same submission.
    """
    if _held_by(tx, public_id, member) is None:
        return None
    name = tx.keys.digest(Purpose.SUBMISSION, f"{Side.CLINICIAN}\n{public_id}\n{member.user_id}").hex()
    outcome = send(
        tx,
        Submission(public_id, Side.CLINICIAN, name, response, Mode.BROWSER, started_at=started_at),
    )
    if outcome is Outcome.ACCEPTED:
        note(tx, Actor(member.username, Origin.BROWSER), Act.OWN_FORM_SENT, "visit", public_id)
    return outcome


def own_key(tx: Transaction, public_id: str, member: StaffMember) -> bytes:
    """What somebody's own form of a visit is known by: the same in each browser where they sign in."""
    return tx.keys.digest(Purpose.FORM_KEY, f"{Side.CLINICIAN}\n{public_id}\n{member.user_id}")


def _held_by(tx: Transaction, public_id: str, member: StaffMember) -> Consultation | None:
    """A visit of theirs that nobody else changes until this transaction ends."""
    locked = locked_visit(tx, public_id)
    return locked[0] if locked is not None and locked[0].clinician_id in member.clinician_ids else None


def _door(visit: Consultation, now: datetime) -> OwnDoor:
    if visit.clinician_state == ClinicianState.SENT:
        return OwnDoor.SENT
    is_open = visit.clinician_state == ClinicianState.OPEN and visit.closes_at > now
    return OwnDoor.OPEN if is_open else OwnDoor.CLOSED
