"""Visits, what they ask, the ways in to the patient's form, and forms that are being filled in."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic_feedback.records.models.base import Digest, Id, Moment, Record, Sealed, Word, one_of
from clinic_feedback.records.models.clinics import Profession
from forms.model import Form, Side


class VersionState(StrEnum):
    """Whether new visits may ask a version."""

    OFFERED = "offered"
    RETIRED = "retired"


class PatientState(StrEnum):
    """How far the patient's side has come."""

    OPEN = "open"
    BEGUN = "begun"
    STOPPED = "stopped"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class ClinicianState(StrEnum):
    """How far the clinician's side has come."""

    OPEN = "open"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class InvitationKind(StrEnum):
    """How a patient comes in: by a link (a QR code) or by a short code that is typed."""

    LINK = "link"
    CODE = "code"


class QuestionnaireVersion(Record):
    """A version of a questionnaire that some visit asked, known by its structure."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("questionnaire", "version"), one_of("state", VersionState))

    id: Mapped[Id]
    questionnaire: Mapped[Word]
    version: Mapped[Word]
    structure_hash: Mapped[Word]
    state: Mapped[Word] = mapped_column(default=VersionState.OFFERED.value)


class Consultation(Record):
    """A visit. Both sides answer the version and form that it pins. `week`: as 2026-W53, where it was held.

    `ref_hmac`, `ref_enc`: what the caller calls it, to look it up by and to read.
    `patient_key_hmac`: the browser that began the patient's form; no other may go on with it.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        UniqueConstraint("public_id"),
        UniqueConstraint("source", "ref_hmac", "questionnaire"),
        Index(None, "clinic_id", "week"),
        Index(None, "clinician_id", "clinician_state"),
        Index(None, "closes_at"),
        one_of("form", Form),
        one_of("profession", Profession),
        one_of("patient_state", PatientState),
        one_of("clinician_state", ClinicianState),
    )

    id: Mapped[Id]
    public_id: Mapped[Word]
    clinic_id: Mapped[int] = mapped_column(ForeignKey("clinic.id"))
    clinician_id: Mapped[int] = mapped_column(ForeignKey("clinician.id"))
    profession: Mapped[Word]
    questionnaire: Mapped[Word]
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    pinned: Mapped[QuestionnaireVersion] = relationship(lazy="joined", innerjoin=True)
    form: Mapped[Word]
    held_at: Mapped[Moment]
    week: Mapped[Word]
    closes_at: Mapped[Moment]
    source: Mapped[Word]
    ref_hmac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    ref_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    patient_state: Mapped[Word] = mapped_column(default=PatientState.OPEN.value)
    clinician_state: Mapped[Word] = mapped_column(default=ClinicianState.OPEN.value)
    patient_key_hmac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    handed_over: Mapped[bool] = mapped_column(default=False)
    closed: Mapped[bool] = mapped_column(default=False)


class Invitation(Record):
    """A way in to a visit's patient form. It says nothing about how far that form has come."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("token_hmac"),
        Index(None, "consultation_id"),
        one_of("kind", InvitationKind),
    )

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    kind: Mapped[Word]
    token_hmac: Mapped[Digest]
    expires_at: Mapped[Moment]


class Draft(Record):
    """A form that is being filled in, sealed; gone when it is sent or given up, or after its time."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("key_hmac"), Index(None, "consultation_id"), one_of("side", Side))

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    side: Mapped[Word]
    key_hmac: Mapped[Digest]
    body_enc: Mapped[Sealed]
    touched_at: Mapped[Moment]
    lasts_until: Mapped[Moment]
