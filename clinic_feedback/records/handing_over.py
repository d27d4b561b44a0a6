"""Handing a browser over to the patient: the sign-in ends, and the patient's form opens, or neither."""

from __future__ import annotations

from dataclasses import dataclass

from clinic_feedback.codes import ShortCode, new_token
from clinic_feedback.records.audit import Act, Actor, Origin, note
from clinic_feedback.records.invitations import another_link, link_for_code
from clinic_feedback.records.patient_forms import Ticket
from clinic_feedback.records.sending import locked_visit
from clinic_feedback.records.staff_members import StaffMember
from clinic_feedback.records.staff_sessions import end_session
from clinic_feedback.records.transaction import Transaction


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """A patient's form, and what lets a browser into it."""

    public_id: str
    ticket: Ticket


def hand_over(tx: Transaction, public_id: str, member: StaffMember, session_hmac: bytes) -> Ticket | None:
    """End a sign-in and give its browser a way in to the patient's form of a visit.

    `session_hmac`: the sign-in of this browser alone. None: no such visit of theirs that is still open.
    """
    locked = locked_visit(tx, public_id)
    if locked is None:
        return None
    visit = locked[0]
    if visit.clinician_id not in member.clinician_ids or visit.closes_at <= tx.now:
        return None
    visit.handed_over = True
    end_session(tx, session_hmac)
    note(tx, Actor(member.username, Origin.BROWSER), Act.HAND_OVER, "visit", public_id)
    return Ticket(new_token(), another_link(tx, visit))


def hand_over_by_code(
    tx: Transaction, code: ShortCode, member: StaffMember, session_hmac: bytes
) -> OpenedForm | None:
    """End a sign-in and give its browser the form of a typed code, whoever holds the visit; None: no such."""
    way_in = link_for_code(tx, code)
    if way_in is None:
        return None
    public_id, token = way_in
    locked = locked_visit(tx, public_id)
    if locked is not None:
        locked[0].handed_over = True
    end_session(tx, session_hmac)
    note(tx, Actor(member.username, Origin.BROWSER), Act.HAND_OVER, "visit", public_id)
    return OpenedForm(public_id, Ticket(new_token(), token))
