"""What a consultation report may show at all: the same for every reason to show nothing."""

from __future__ import annotations

from forms.consultation import Consultation
from forms.model import Sharing


def nothing_to_show(consultation: Consultation) -> bool:
    """Whether the patient did not answer, did not share, or left every question open.

    The three look alike, so that none can be told from the others. A wish for contact is passed
    on by itself and is no answer.
    """
    patient = consultation.patient
    if patient is None or patient.sharing is not Sharing.CLINICIAN:
        return True
    items = consultation.pack.questionnaire.by_link_id
    return all(items[link_id].no_contact is not None for link_id in patient.answers)
