"""What keeps the records safe: the trail of acts, counted tries, withdrawn visits, enrolled tablets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinic_feedback.records.column_types import UtcDateTime
from clinic_feedback.records.models.base import Digest, Id, Moment, Name, Record, Word


class AuditEntry(Record):
    """Who did what to which record, when, and from where. Entries are added, never changed.

    They hold ids and words of the program, nothing that a patient wrote or did. `actor`: a user's
    name, or the command that was run; `subject`: a public id or code; `why`: a reason that the actor
    had to give.
    """

    __tablename__ = "audit"
    __table_args__ = (Index(None, "at"), Index(None, "subject_kind", "subject"))

    id: Mapped[Id]
    at: Mapped[Moment]
    actor: Mapped[Name]
    act: Mapped[Word]
    subject_kind: Mapped[Word]
    subject: Mapped[Name]
    origin: Mapped[Word]
    why: Mapped[str | None] = mapped_column(Text)


class Attempt(Record):
    """How often something was tried by one account or device within a stretch of time."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("action", "tried_by", "began_at"),)

    id: Mapped[Id]
    action: Mapped[Word]
    tried_by: Mapped[Digest]
    began_at: Mapped[Moment]
    count: Mapped[int]


class Tombstone(Record):
    """A side that was withdrawn or deleted: a digest keeps it from coming back, and nothing else is kept.

    `block_id`: the number of the sealed block that counts it for ever, if one does.
    """

    __tablename__ = "tombstone"
    __table_args__ = (UniqueConstraint("digest"),)

    id: Mapped[Id]
    digest: Mapped[Digest]
    made_at: Mapped[Moment]
    block_id: Mapped[int | None]


class Tablet(Record):
    """A browser that was named a clinic's tablet; it opens on the page for codes."""

    __tablename__ = "tablet"
    __table_args__ = (UniqueConstraint("public_id"), UniqueConstraint("credential_hmac"))

    id: Mapped[Id]
    public_id: Mapped[Word]
    clinic_id: Mapped[int] = mapped_column(ForeignKey("clinic.id"))
    name: Mapped[Name]
    credential_hmac: Mapped[Digest]
    enrolled_at: Mapped[Moment]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class KeyCheck(Record):
    """Which keys this database was written with, by their fingerprints, so that a wrong one is told."""

    __tablename__ = "key_check"
    __table_args__ = (UniqueConstraint("key_id"),)

    id: Mapped[Id]
    key_id: Mapped[Word]
    fingerprint: Mapped[Word]
