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
CLINICIANS = frozenset({Role.CLINICIAN})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
WHO_ENROLS = frozenset({Role.CLINICIAN, Role.ADMINISTRATOR})
WHO_READS_TOTALS = EVERY_ROLE - ADMINISTRATORS
WHO_FOLLOWS_UP = frozenset({Role.CLINICIAN, Role.CONTACT_PERSON})

ACCESS: Mapping[str, Visitors] = {
    # everywhere
    "static": Open.TO_ALL,
    "front.start": Open.TO_ALL,
    "front.staff_start": EVERY_ROLE,
    "health.alive": Open.TO_ALL,
    "health.ready": Open.TO_ALL,
    # the patient's wing
    "patient.link": Open.TO_ALL,
    "patient.code": Open.TO_ALL,
    "patient.typed_code": Open.TO_ALL,
    "patient.done": Open.TO_ALL,
    "patient.page": Open.PATIENT,
    "patient.turned_page": Open.PATIENT,
    "patient.stop": Open.PATIENT,
    "patient.stopped": Open.PATIENT,
    "patient.finish": Open.PATIENT,
    "patient.idle": Open.PATIENT,
    "patient.privacy": Open.PATIENT,
    # receipts
    "receipt.start": Open.TO_ALL,
    "receipt.used": Open.TO_ALL,
    "receipt.left": Open.TO_ALL,
    # signing in
    "sign_in.sign_in": Open.TO_ALL,
    "sign_in.signed_in": Open.TO_ALL,
    "sign_in.sign_out": Open.TO_ALL,
    "sign_in.signed_out": Open.TO_ALL,
    "sign_in.set_up": Open.TO_ALL,
    "sign_in.chosen": Open.TO_ALL,
    # the clinician's wing
    "clinician.today": WHO_FOLLOWS_UP,
    "clinician.code": WHO_ENROLS,
    "clinician.typed_code": WHO_ENROLS,
    "clinician.new_visit": CLINICIANS,
    "clinician.new_visit_left": CLINICIANS,
    "clinician.hand_over": CLINICIANS,
    "clinician.visit": CLINICIANS,
    "clinician.pdf": CLINICIANS,
    "clinician.html": CLINICIANS,
    "clinician.own_form": CLINICIANS,
    "clinician.turned_own_form": CLINICIANS,
    "clinician.follow_up": WHO_FOLLOWS_UP,
    "clinician.plan_follow_up": WHO_FOLLOWS_UP,
    "clinician.finish_follow_up": WHO_FOLLOWS_UP,
    "clinician.hand_on_follow_up": WHO_FOLLOWS_UP,
    # the quality team's wing
    "quality.start": WHO_READS_TOTALS,
    "quality.report": WHO_READS_TOTALS,
    # the administrator's wing
    "admin.clinics": ADMINISTRATORS,
    "admin.new_clinic": ADMINISTRATORS,
    "admin.made_clinic": ADMINISTRATORS,
    "admin.clinic": ADMINISTRATORS,
    "admin.changed_clinic": ADMINISTRATORS,
    "admin.people": ADMINISTRATORS,
    "admin.new_person": ADMINISTRATORS,
    "admin.added_person": ADMINISTRATORS,
    "admin.person": ADMINISTRATORS,
    "admin.changed_person": ADMINISTRATORS,
    "admin.new_link": ADMINISTRATORS,
    "admin.leaving": ADMINISTRATORS,
    "admin.left": ADMINISTRATORS,
    "admin.returned": ADMINISTRATORS,
    "admin.tablets": ADMINISTRATORS,
    "admin.revoked": ADMINISTRATORS,
    "admin.enrol": WHO_ENROLS,
    "admin.enrolled": WHO_ENROLS,
    "admin.audit": ADMINISTRATORS,
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
