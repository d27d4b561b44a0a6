"""Visits that are begun by the clinician who holds them: in one step, now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select

from clinic_feedback.records.audit import Act, Actor, Origin, note
from clinic_feedback.records.clinics import is_live, missing_in
from clinic_feedback.records.invitations import WaysIn, invite
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.sending import locked_visit
from clinic_feedback.records.staff_members import Post, StaffMember
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.versions import newest
from clinic_feedback.records.visits import NewVisit, make
from forms.model import Form


@dataclass(frozen=True, slots=True)
class VisitPlace:
    """A clinic where somebody holds visits. `missing`: what it needs before it is live; () where it is."""

    clinic_code: str
    clinic_name: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BegunVisit:
    """A visit of theirs. `ways`: to be shown once; None where the patient has the form already."""

    public_id: str
    ways: WaysIn | None


class NotBegun(StrEnum):
    """Why no visit was begun: it is somebody else's, or there is no clinic of theirs that is live."""

    NOT_THEIRS = "not_theirs"
    NOT_LIVE = "not_live"


def visit_places(tx: Transaction, member: StaffMember) -> tuple[VisitPlace, ...]:
    """The clinics where somebody holds visits, in the order of their codes."""
    found = tx.session.scalars(
        select(Clinic)
        .where(Clinic.id.in_(post.clinic_id for post in member.posts_as(Role.CLINICIAN)))
        .order_by(Clinic.code)
    )
    return tuple(VisitPlace(clinic.code, clinic.name, missing_in(tx, clinic)) for clinic in found.all())


def begin(tx: Transaction, member: StaffMember, clinic_code: str, public_id: str) -> BegunVisit | NotBegun:
    """Make the visit of this id, which its page chose, and the ways in to the patient's form.

    A page that is posted again gets new ways in to the visit that it made before.
    """
    post = next((post for post in member.posts_as(Role.CLINICIAN) if post.clinic_code == clinic_code), None)
    # Locked, so that a button that is pressed twice makes one visit.
    clinician = tx.session.get(Clinician, post.clinician_id, with_for_update=True) if post else None
    there = locked_visit(tx, public_id)
    if there is not None:
        return _again(tx, member, there[0])
    if post is None or clinician is None or not clinician.active:
        return NotBegun.NOT_LIVE
    return _made(tx, member, post, clinician, public_id)


def _made(
    tx: Transaction, member: StaffMember, post: Post, clinician: Clinician, public_id: str
) -> BegunVisit | NotBegun:
    clinic = tx.session.get_one(Clinic, post.clinic_id)
    if not is_live(tx, clinic):
        return NotBegun.NOT_LIVE
    pack, open_for = newest(tx, clinic.questionnaire), timedelta(hours=clinic.closing_hours)
    new = NewVisit(clinic, clinician, pack, Form(clinic.form), tx.now, open_for, public_id=public_id)
    visit = make(tx, new)
    note(tx, Actor(member.username, Origin.BROWSER), Act.VISIT_MADE, "visit", public_id)
    return BegunVisit(public_id, invite(tx, visit))


def _again(tx: Transaction, member: StaffMember, visit: Consultation) -> BegunVisit | NotBegun:
    if visit.clinician_id not in member.clinician_ids:
        return NotBegun.NOT_THEIRS
    over = visit.handed_over or visit.closes_at <= tx.now
    return BegunVisit(visit.public_id, None if over else invite(tx, visit))
