"""Who asks for one of the staff's pages."""

from __future__ import annotations

from clinic_feedback.current import records
from clinic_feedback.records.staff_members import StaffMember, member_of_session
from clinic_feedback.staff_token import session_hmac, staff_token


def staff_of_request() -> StaffMember | None:
    """The member of staff whose sign-in this browser holds; None where it ended, or never began."""
    if not staff_token():
        return None
    with records().read() as tx:
        return member_of_session(tx, session_hmac())
