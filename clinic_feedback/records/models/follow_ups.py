"""Promises to get in touch with a patient."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinic_feedback.records.column_types import UtcDateTime
from clinic_feedback.records.models.base import Id, Moment, Record, Word, one_of


class Reason(StrEnum):
    """Why somebody should get in touch."""

    CONTACT = "contact"
    NOT_REASSURED = "not_reassured"


class FollowUpState(StrEnum):
    """How far it has come."""

    OPEN = "open"
    PLANNED = "planned"
    DONE = "done"


class How(StrEnum):
    """What was done. Its content stands in the patient's record, not here."""

    CALLED = "called"
    WROTE = "wrote"
    NEW_APPOINTMENT = "new_appointment"
    NOTHING_NEEDED = "nothing_needed"


class FollowUp(Record):
    """Somebody is to get in touch by a day. Without an owner it is the clinic's contact person's.

    `revision` counts changes, so that of two people who change it at once the second is told.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("public_id"),
        UniqueConstraint("consultation_id", "reason"),
        Index(None, "clinic_id", "state"),
        Index(None, "owner_id", "state"),
        one_of("reason", Reason),
        one_of("state", FollowUpState),
        one_of("how", How),
        CheckConstraint("(state = 'done') = (how IS NOT NULL)", name="done_says_how"),
    )

    id: Mapped[Id]
    public_id: Mapped[Word]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    clinic_id: Mapped[int] = mapped_column(ForeignKey("clinic.id"))
    reason: Mapped[Word]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("clinician.id"))
    state: Mapped[Word] = mapped_column(default=FollowUpState.OPEN.value)
    how: Mapped[Word | None]
    made_at: Mapped[Moment]
    due_on: Mapped[date]
    revision: Mapped[int] = mapped_column(default=1)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
