"""What is done with a follow-up: planned, done, handed on. Who comes second is told, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from clinic_feedback.records.audit import Act, Actor, Origin, note
from clinic_feedback.records.follow_up_lists import Part, is_overdue, part_in
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.follow_ups import FollowUp, FollowUpState, How, Reason
from clinic_feedback.records.models.staff import Membership, Role, User
from clinic_feedback.records.staff_members import StaffMember
from clinic_feedback.records.transaction import Transaction


class NotTheirsError(Exception):
    """There is no such follow-up that this person may do this with."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody changed it since the page was shown, so nothing was done. `name`: who."""

    name: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's wish to change a follow-up, as their page showed it: `revision` is that page's."""

    member: StaffMember
    public_id: str
    revision: int


@dataclass(frozen=True, slots=True)
class Colleague:
    """A clinician who can take a follow-up over. `key`: what a form posts for them."""

    key: str
    name: str


def plan(tx: Transaction, turn: Turn) -> Conflict | None:
    """Note that a follow-up is planned; None: it is noted. Raises NotTheirsError."""

    def planned(row: FollowUp) -> None:
        row.state = FollowUpState.PLANNED

    return _changed(tx, turn, Act.FOLLOW_UP_CHANGED, planned)


def finish(tx: Transaction, turn: Turn, how: How) -> Conflict | None:
    """Note that a follow-up is done, and how; None: it is noted. Raises NotTheirsError."""

    def finished(row: FollowUp) -> None:
        row.state, row.how, row.done_at = FollowUpState.DONE, how, tx.now

    return _changed(tx, turn, Act.FOLLOW_UP_CHANGED, finished)


def hand_on(tx: Transaction, turn: Turn, colleague: str) -> Conflict | None:
    """Give a follow-up to another clinician of its clinic, who begins anew; its day stays.

    `colleague`: the key of one of those who may take it over. None: it is theirs now. Raises
    NotTheirsError.
    """

    def handed_on(row: FollowUp) -> None:
        found = _takers(tx, turn.member, row).get(colleague)
        if found is None:
            raise NotTheirsError
        row.owner_id, row.state = found.id, FollowUpState.OPEN

    return _changed(tx, turn, Act.HANDED_ON, handed_on)


def colleagues(tx: Transaction, member: StaffMember, public_id: str) -> tuple[Colleague, ...]:
    """Who may take a follow-up over from its reader, by name; nobody where it is not theirs to give."""
    row = tx.session.scalars(select(FollowUp).filter_by(public_id=public_id)).one_or_none()
    if row is None or not _may(tx, member, row, Act.HANDED_ON):
        return ()
    takers = _takers(tx, member, row).items()
    return tuple(sorted((Colleague(key, one.name) for key, one in takers), key=lambda one: one.name))


def _changed(tx: Transaction, turn: Turn, act: Act, change: Callable[[FollowUp], None]) -> Conflict | None:
    row = tx.session.scalars(
        select(FollowUp).filter_by(public_id=turn.public_id).with_for_update()
    ).one_or_none()
    if row is None or row.clinic_id not in {post.clinic_id for post in turn.member.posts}:
        raise NotTheirsError
    if row.revision != turn.revision and row.changed_by_id is not None:
        return Conflict(tx.session.get_one(User, row.changed_by_id).name)
    if (
        row.revision != turn.revision
        or row.state == FollowUpState.DONE
        or not _may(tx, turn.member, row, act)
    ):
        raise NotTheirsError
    change(row)
    row.revision += 1
    row.changed_by_id = turn.member.user_id
    note(tx, Actor(turn.member.username, Origin.BROWSER), act, "follow_up", row.public_id)
    return None


def _may(tx: Transaction, member: StaffMember, row: FollowUp, act: Act) -> bool:
    """An owner may do everything; who looks after the clinic's may give away what lies too long."""
    part = part_in(member, row)
    if part is Part.LOOKS_AFTER:
        clinic = tx.session.get_one(Clinic, row.clinic_id)
        return act is Act.HANDED_ON and is_overdue(tx, row, clinic)
    return part is Part.OWNER


def _takers(tx: Transaction, member: StaffMember, row: FollowUp) -> dict[str, Clinician]:
    """Clinicians of the clinic who can sign in, by key.

    A wish for contact never goes to the visit's clinician: it may be them whom the patient did not want.
    Nor does what somebody gives away without knowing what it is: the list would tell.
    """
    not_to = {row.owner_id}
    if row.reason == Reason.CONTACT or part_in(member, row) is Part.LOOKS_AFTER:
        not_to.add(tx.session.get_one(Consultation, row.consultation_id).clinician_id)
    found = tx.session.scalars(
        select(Clinician)
        .join(Membership, Membership.clinician_id == Clinician.id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.clinic_id == row.clinic_id,
            Membership.role == Role.CLINICIAN,
            Clinician.active.is_(True),
            User.active.is_(True),
        )
    )
    return {f"{one.source}:{one.code}": one for one in found if one.id not in not_to}
