"""Promises to get in touch: how they arise, who keeps them, and how they end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, insert, select

from clinic_feedback.clock import local_date, working_days_after
from clinic_feedback.codes import new_public_id
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.models.follow_ups import Reason
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.visit_row import ClinicRow, VisitRow
from forms.comparison import Flag
from forms.loading.pack import Pack
from forms.model import Code
from forms.responses import Given

DUE_DAYS = 5
"""Working days to get in touch, for a clinic that has not set its own (an imported one)."""

OWN_CLINICIAN = Code("my_clinician")
"""Whom the patient asks for; any other wish for contact goes to the clinic's contact person."""


# Built once, and of the table: statements and objects take longer to build than rows to write.
_FOLLOW_UPS = SCHEMA.tables["follow_up"]
_REASONS = select(_FOLLOW_UPS.c.reason).where(_FOLLOW_UPS.c.consultation_id == bindparam("visit_id"))
_CLINICIANS = SCHEMA.tables["clinician"]
_HERE = select(_CLINICIANS.c.id).where(
    _CLINICIANS.c.id.in_(bindparam("owners", expanding=True)), _CLINICIANS.c.active
)
_FOLLOW_UP = insert(_FOLLOW_UPS)

Promised = Mapping[Reason, int | None]
"""Why somebody is to get in touch, and which clinician; None: the clinic's contact person."""


def wished_for(pack: Pack, answers: Given, clinician_id: int) -> Promised:
    """What a patient's wish to be contacted promises: it needs no answer, and no sharing."""
    for item in pack.questionnaire.items:
        if item.no_contact is not None and answers.get(item.link_id, item.no_contact) != item.no_contact:
            return {Reason.CONTACT: clinician_id if answers[item.link_id] == OWN_CLINICIAN else None}
    return {}


def called_for(flags: Iterable[Flag], clinician_id: int) -> Promised:
    """What the flags of a shared response promise: that a patient who is not reassured is heard."""
    asked = any(flag.asks_for_follow_up for flag in flags)
    return {Reason.NOT_REASSURED: clinician_id} if asked else {}


def promise(
    tx: Transaction, visit: Consultation | VisitRow, clinic: Clinic | ClinicRow, promised: Promised
) -> None:
    """Open what is promised, each reason once: what was done since is left as it is.

    What would be a clinician's who has left is the contact person's.
    """
    if not promised:
        return
    there = set(tx.connection.scalars(_REASONS, {"visit_id": visit.id}))
    here = set(tx.connection.scalars(_HERE, {"owners": [one for one in promised.values() if one]}))
    due_on = working_days_after(local_date(tx.now, clinic.time_zone), clinic.due_days or DUE_DAYS)
    new = [
        {
            "public_id": new_public_id(),
            "consultation_id": visit.id,
            "clinic_id": clinic.id,
            "reason": reason,
            "owner_id": owner_id if owner_id in here else None,
            "made_at": tx.now,
            "due_on": due_on,
        }
        for reason, owner_id in promised.items()
        if reason not in there
    ]
    if new:
        tx.connection.execute(_FOLLOW_UP, new)
