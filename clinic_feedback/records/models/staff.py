"""People who sign in, what they may do where, and their sessions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic_feedback.records.column_types import UtcDateTime
from clinic_feedback.records.models.base import Digest, Id, Moment, Name, Record, Word, one_of


class Role(StrEnum):
    """What somebody may do; each names one way through the program."""

    CLINICIAN = "clinician"
    CONTACT_PERSON = "contact_person"
    QUALITY = "quality"
    ADMINISTRATOR = "administrator"


CLINIC_ROLES = (Role.CLINICIAN, Role.CONTACT_PERSON)
"""Held in a clinic, by a membership; the others are held in the whole organisation."""

_held = Table(
    "staff_user_role",
    Record.metadata,
    Column("user_id", ForeignKey("staff_user.id"), primary_key=True),
    Column("role_id", ForeignKey("staff_role.id"), primary_key=True),
)


class StaffRole(RoleMixin, Record):
    """A role that is held in the whole organisation, as the sign-in library reads it."""

    __tablename__ = "staff_role"
    __table_args__ = (UniqueConstraint("name"), one_of("name", Role))

    id: Mapped[Id]
    name: Mapped[Word]
    description: Mapped[str | None] = mapped_column(Text)


class User(UserMixin, Record):
    """Somebody who signs in by a user name. `password` is a hash, '' before the first one is chosen."""

    __tablename__ = "staff_user"
    __table_args__ = (UniqueConstraint("username"), UniqueConstraint("fs_uniquifier"))

    id: Mapped[Id]
    username: Mapped[Name]
    name: Mapped[Name]
    email: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[Word] = mapped_column(default="en")
    password: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[Word]
    roles: Mapped[list[RoleMixin]] = relationship(StaffRole, secondary=_held, lazy="selectin")


class Membership(Record):
    """A role that somebody holds in one clinic; a clinician's names who that is in the visits."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "clinic_id", "role"),
        one_of("role", CLINIC_ROLES),
        CheckConstraint("(role = 'clinician') = (clinician_id IS NOT NULL)", name="clinician_named"),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    clinic_id: Mapped[int] = mapped_column(ForeignKey("clinic.id"))
    role: Mapped[Word]
    clinician_id: Mapped[int | None] = mapped_column(ForeignKey("clinician.id"))


class StaffSession(Record):
    """A sign-in in one browser. It ends by time, by signing out, or when the browser is handed over."""

    __tablename__ = "staff_session"
    __table_args__ = (UniqueConstraint("session_hmac"), Index(None, "user_id"))

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    session_hmac: Mapped[Digest]
    began_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SetUpLink(Record):
    """A link by which somebody chooses a password, once."""

    __tablename__ = "set_up_link"
    __table_args__ = (UniqueConstraint("token_hmac"), Index(None, "user_id"))

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    token_hmac: Mapped[Digest]
    expires_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
