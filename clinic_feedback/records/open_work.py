"""What would wait in vain for somebody who leaves: own forms that are not sent, and open follow-ups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from clinic_feedback.records.audit import Act, Actor, note
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.consultations import ClinicianState, Consultation, PatientState
from clinic_feedback.records.models.follow_ups import FollowUp, FollowUpState
from clinic_feedback.records.models.staff import Membership, Role, User
from clinic_feedback.records.transaction import Transaction


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What somebody has open in a clinic, and the colleagues who could take it over."""

    clinic_id: int
    clinic_code: str
    clinic_name: str
    visits: tuple[Consultation, ...]
    follow_ups: tuple[FollowUp, ...]
    colleagues: tuple[Clinician, ...]


def open_work(tx: Transaction, user: User) -> tuple[OpenWork, ...]:
    """All that somebody has open, by clinic; () where there is nothing."""
    mine = set(
        tx.session.scalars(
            select(Membership.clinician_id).where(
                Membership.user_id == user.id, Membership.clinician_id.is_not(None)
            )
        )
    )
    visits, follow_ups = _visits(tx, mine), _follow_ups(tx, mine)
    clinics = {visit.clinic_id for visit in visits} | {one.clinic_id for one in follow_ups}
    found = tx.session.scalars(select(Clinic).where(Clinic.id.in_(clinics)).order_by(Clinic.code))
    return tuple(
        OpenWork(
            clinic.id,
            clinic.code,
            clinic.name,
            tuple(visit for visit in visits if visit.clinic_id == clinic.id),
            tuple(one for one in follow_ups if one.clinic_id == clinic.id),
            tuple(_colleagues(tx, clinic.id, mine)),
        )
        for clinic in found
    )


def hand_on(tx: Transaction, actor: Actor, work: OpenWork, to: Clinician | None) -> None:
    """Give a clinic's open work to a colleague.

    A visit whose patient has begun stays as it is: its answers are meant for the clinician whom the
    patient saw. The trail says that work was handed on, and not which visits: that would tell who
    answered. `to`: None where there is no colleague: follow-ups are then the contact person's.
    """
    if to is not None and work.visits:
        for visit in work.visits:
            # As it is now: a patient may have begun since it was listed.
            tx.session.refresh(visit, with_for_update=True)
            if visit.patient_state == PatientState.OPEN:
                visit.clinician_id, visit.profession = to.id, to.profession
        note(tx, actor, Act.HANDED_ON, "clinic", work.clinic_code)
    changed_by = tx.session.scalar(select(User.id).filter_by(username=actor.name))
    for follow_up in work.follow_ups:
        follow_up.owner_id = to.id if to is not None else None
        follow_up.revision += 1
        follow_up.changed_by_id = changed_by or follow_up.changed_by_id
        note(tx, actor, Act.HANDED_ON, "follow_up", follow_up.public_id)


def _visits(tx: Transaction, clinician_ids: Iterable[int | None]) -> Sequence[Consultation]:
    return tx.session.scalars(
        select(Consultation)
        .where(
            Consultation.clinician_id.in_(clinician_ids),
            Consultation.clinician_state == ClinicianState.OPEN,
            Consultation.closes_at > tx.now,
        )
        .order_by(Consultation.id)
    ).all()


def _follow_ups(tx: Transaction, clinician_ids: Iterable[int | None]) -> Sequence[FollowUp]:
    return tx.session.scalars(
        select(FollowUp)
        .where(FollowUp.owner_id.in_(clinician_ids), FollowUp.state != FollowUpState.DONE)
        .order_by(FollowUp.id)
    ).all()


def _colleagues(tx: Transaction, clinic_id: int, mine: set[int | None]) -> Sequence[Clinician]:
    return tx.session.scalars(
        select(Clinician)
        .join(Membership, Membership.clinician_id == Clinician.id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.clinic_id == clinic_id,
            Membership.role == Role.CLINICIAN,
            User.active.is_(True),
            Clinician.active.is_(True),
            Clinician.id.not_in(mine),
        )
        .order_by(Clinician.name, Clinician.id)
    ).all()
