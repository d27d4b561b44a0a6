"""Clinics, and the clinicians who hold visits there."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinic_feedback.records.models.base import Id, Name, Record, Word, one_of
from forms.model import Form

SHORTEST_CLOSING_HOURS, LONGEST_CLOSING_HOURS = 24, 168


class Profession(StrEnum):
    """What a clinician works as."""

    DOCTOR = "doctor"
    PHYSIOTHERAPIST = "physiotherapist"
    OCCUPATIONAL_THERAPIST = "occupational_therapist"
    NURSE = "nurse"
    PSYCHOLOGIST = "psychologist"


class Clinic(Record):
    """A clinic and its settings. A setting that is None is still missing: the clinic is not live."""

    __tablename__ = "clinic"
    __table_args__ = (
        UniqueConstraint("code"),
        one_of("form", Form),
        CheckConstraint(
            f"closing_hours BETWEEN {SHORTEST_CLOSING_HOURS} AND {LONGEST_CLOSING_HOURS}",
            name="closing_hours_range",
        ),
        CheckConstraint("due_days > 0", name="due_days_positive"),
    )

    id: Mapped[Id]
    code: Mapped[Word]
    name: Mapped[Name]
    time_zone: Mapped[Word]
    questionnaire: Mapped[Word]
    form: Mapped[Word] = mapped_column(default=Form.CORE.value)
    closing_hours: Mapped[int] = mapped_column(default=72)
    due_days: Mapped[int | None]
    not_urgent: Mapped[str | None] = mapped_column(Text)
    contact_person_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))


class Clinician(Record):
    """Somebody who holds visits; not yet somebody who can sign in. `source`: which system names the code."""

    __tablename__ = "clinician"
    __table_args__ = (UniqueConstraint("source", "code"), one_of("profession", Profession))

    id: Mapped[Id]
    source: Mapped[Word]
    code: Mapped[Word]
    name: Mapped[Name]
    profession: Mapped[Word]
    active: Mapped[bool] = mapped_column(default=True)
