"""Who may open what: every endpoint stands here, or a test fails, and nobody gets in by default."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.staff_members import StaffMember


class Open(StrEnum):
    """Ways in that need no sign-in. PATIENT: the view itself asks for the form's own key."""

    TO_ALL = "to_all"
    PATIENT = "patient"


Visitors = Open | frozenset[Role]
"""Who may open an endpoint: everybody, a patient with a key, or those who hold one of some roles."""

EVERY_ROLE = frozenset(Role)

ACCESS: Mapping[str, Visitors] = {
    # everywhere
    "static": Open.TO_ALL,
    "front.start": Open.TO_ALL,
    "health.alive": Open.TO_ALL,
    "health.ready": Open.TO_ALL,
    # the patient's wing
    # signing in
    # the clinician's wing
    # the administrator's wing
}


def may_open(endpoint: str, member: StaffMember | None) -> bool:
    """Whether somebody may open an endpoint, None standing for one who is not signed in."""
    visitors = ACCESS.get(endpoint, frozenset())
    if isinstance(visitors, Open):
        return True
    return member is not None and not visitors.isdisjoint(member.roles)


def needs_sign_in(endpoint: str) -> bool:
    """Whether an endpoint is for staff: then, and only then, their cookie is looked at."""
    return not isinstance(ACCESS.get(endpoint, frozenset()), Open)
