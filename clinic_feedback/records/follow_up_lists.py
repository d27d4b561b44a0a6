"""Follow-ups as people see them: who sees which one, and how much of it.

Two things are kept from everybody but the visit's clinician: that a patient is not reassured, and which
visit a follow-up is about where one may not open that visit. Whoever else meets such a follow-up sees
that there is one, and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Row, and_, or_, select

from clinic_feedback.clock import local_date
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.follow_ups import FollowUp, FollowUpState, Reason
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.staff_members import StaffMember
from clinic_feedback.records.transaction import Transaction


class Part(StrEnum):
    """What somebody has to do with a follow-up: it is theirs, or its owner lets it lie."""

    OWNER = "owner"
    LOOKS_AFTER = "looks_after"


@dataclass(frozen=True, slots=True)
class FollowUpSeen:
    """A follow-up as its reader may see it.

    `reason`, `held_at`: None where the reader may only know *that* there is one. `visit`: the visit's id,
    where the reader may open it. `owner`: a name, None where it is the contact person's. `for_other`:
    the patient asked for somebody other than the visit's clinician. `due_days`: working days that there
    are in all; None where the clinic has not said.
    """

    public_id: str
    part: Part
    clinic_name: str
    time_zone: str
    reason: Reason | None
    visit: str | None
    held_at: datetime | None
    due_on: date
    overdue: bool
    state: FollowUpState
    owner: str | None
    for_other: bool
    due_days: int | None
    revision: int


def own_follow_ups(tx: Transaction, member: StaffMember) -> tuple[FollowUpSeen, ...]:
    """What somebody has to follow up, as a clinician or as a contact person, the first due first."""
    return tuple(_seen(tx, member, Part.OWNER, found) for found in _found(tx, _owned_by(member)))


def overdue_of_others(tx: Transaction, member: StaffMember) -> tuple[FollowUpSeen, ...]:
    """What is past its day in the clinics that somebody is the contact person of, and not their own."""
    clinics = _contact_clinics(member)
    theirs = and_(FollowUp.clinic_id.in_(clinics), FollowUp.owner_id.is_not(None))
    found = (one for one in _found(tx, theirs) if one[0].owner_id not in member.clinician_ids)
    seen = (_seen(tx, member, Part.LOOKS_AFTER, one) for one in found)
    return tuple(one for one in seen if one.overdue)


def part_in(member: StaffMember, row: FollowUp) -> Part | None:
    """What somebody has to do with a follow-up; None: nothing."""
    is_contact = row.clinic_id in _contact_clinics(member)
    if row.owner_id is None:
        return Part.OWNER if is_contact else None
    if row.owner_id in member.clinician_ids:
        return Part.OWNER
    return Part.LOOKS_AFTER if is_contact else None


def is_overdue(tx: Transaction, row: FollowUp, clinic: Clinic) -> bool:
    """Whether its day is over on the clinic's calendar."""
    return row.due_on < local_date(tx.now, clinic.time_zone)


def _contact_clinics(member: StaffMember) -> frozenset[int]:
    return frozenset(post.clinic_id for post in member.posts_as(Role.CONTACT_PERSON))


def _owned_by(member: StaffMember) -> ColumnElement[bool]:
    unowned = and_(FollowUp.owner_id.is_(None), FollowUp.clinic_id.in_(_contact_clinics(member)))
    return or_(FollowUp.owner_id.in_(member.clinician_ids), unowned)


Found = Row[FollowUp, Consultation, Clinic, str]
"""A follow-up and what belongs to it; the name is None where nobody owns it."""


def _found(tx: Transaction, which: ColumnElement[bool]) -> Sequence[Found]:
    return tx.session.execute(
        select(FollowUp, Consultation, Clinic, Clinician.name)
        .join(Consultation, Consultation.id == FollowUp.consultation_id)
        .join(Clinic, Clinic.id == FollowUp.clinic_id)
        .outerjoin(Clinician, Clinician.id == FollowUp.owner_id)
        .where(which, FollowUp.state != FollowUpState.DONE)
        .order_by(FollowUp.due_on, FollowUp.id)
    ).all()


def _seen(tx: Transaction, member: StaffMember, part: Part, found: Found) -> FollowUpSeen:
    row, visit, clinic, owner = found
    opens = visit.clinician_id in member.clinician_ids
    knows = part is Part.OWNER and (opens or row.reason == Reason.CONTACT)
    return FollowUpSeen(
        row.public_id,
        part,
        clinic.name,
        clinic.time_zone,
        Reason(row.reason) if knows else None,
        visit.public_id if knows and opens else None,
        visit.held_at if knows else None,
        row.due_on,
        is_overdue(tx, row, clinic),
        FollowUpState(row.state),
        owner,
        for_other=knows and row.owner_id is None,
        due_days=clinic.due_days,
        revision=row.revision,
    )
