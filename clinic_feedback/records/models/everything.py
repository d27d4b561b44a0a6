"""Every table at once, for those who handle the whole schema."""

from __future__ import annotations

from clinic_feedback.records.models import (
    clinics,
    consultations,
    follow_ups,
    responses,
    safety,
    sealing,
    staff,
)
from clinic_feedback.records.models.base import Record

THEMES = (clinics, consultations, follow_ups, responses, safety, sealing, staff)

SCHEMA = Record.metadata
