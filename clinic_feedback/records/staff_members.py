"""Members of staff as the program's pages know them: who they are, and what they may do where."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.staff import Membership, Role, StaffSession, User
from clinic_feedback.records.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Post:
    """A role that is held in a clinic. `clinician_id`: who that is in the clinic's visits."""

    role: Role
    clinic_id: int
    clinic_code: str
    clinic_name: str
    time_zone: str
    clinician_id: int | None


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who is signed in. `organisation_roles`: held everywhere; `posts`: held in a clinic."""

    user_id: int
    username: str
    name: str
    language: str
    organisation_roles: frozenset[Role]
    posts: tuple[Post, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """Every role that is held anywhere."""
        return self.organisation_roles | {post.role for post in self.posts}

    @property
    def clinician_ids(self) -> frozenset[int]:
        """Who this is in visits, in any clinic."""
        return frozenset(post.clinician_id for post in self.posts if post.clinician_id is not None)

    def posts_as(self, role: Role) -> tuple[Post, ...]:
        """The clinics where a role is held."""
        return tuple(post for post in self.posts if post.role is role)


def member_of_session(tx: Transaction, session_hmac: bytes) -> StaffMember | None:
    """Whose sign-in this is; None where it ended, or its owner may not sign in any more."""
    user = tx.session.scalars(
        select(User)
        .join(StaffSession, StaffSession.user_id == User.id)
        .where(
            StaffSession.session_hmac == session_hmac,
            StaffSession.ended_at.is_(None),
            StaffSession.ends_at > tx.now,
            User.active.is_(True),
        )
    ).one_or_none()
    return None if user is None else member(tx, user)


def member(tx: Transaction, user: User) -> StaffMember:
    """Somebody with all the roles that they hold."""
    held = tx.session.execute(
        select(Membership, Clinic)
        .join(Clinic, Clinic.id == Membership.clinic_id)
        .where(Membership.user_id == user.id)
        .order_by(Clinic.code, Membership.role)
    )
    posts = tuple(
        Post(Role(post.role), clinic.id, clinic.code, clinic.name, clinic.time_zone, post.clinician_id)
        for post, clinic in held
    )
    roles = frozenset(Role(role.name) for role in user.roles)
    return StaffMember(user.id, user.username, user.name, user.language, roles, posts)
