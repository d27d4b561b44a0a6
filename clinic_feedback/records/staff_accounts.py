"""Who works here: people who may sign in, and what each may do where."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from clinic_feedback.records.audit import Act, Actor, note
from clinic_feedback.records.clinician_of_user import clinician_for, clinician_of
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.staff import CLINIC_ROLES, Membership, Role, StaffRole, User
from clinic_feedback.records.open_work import open_work
from clinic_feedback.records.refused_fields import FieldFault, flush_or_refuse, refuse
from clinic_feedback.records.staff_names import as_stored, is_sound, user_of
from clinic_feedback.records.transaction import Transaction
from forms.free_text import first_sign, tidy
from forms.wording import spoken

LONGEST_NAME = 200

Place = tuple[Role, str]
"""A role and the code of the clinic where it is held."""


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody is to be. `roles`: held everywhere; `places`: held in a clinic.

    `profession`, `clinician`: for those who hold visits; the latter is the code by which visits name
    them, '' for the user name.
    """

    name: str
    language: str
    roles: frozenset[Role] = frozenset()
    places: frozenset[Place] = frozenset()
    profession: str = ""
    clinician: str = ""

    @property
    def holds_visits(self) -> bool:
        """Whether they are a clinician anywhere."""
        return any(role is Role.CLINICIAN for role, _ in self.places)


def add_user(tx: Transaction, actor: Actor, typed_name: str, person: Person) -> User:
    """Somebody new, who cannot sign in before they choose a password. Raises RefusedFieldsError."""
    username = as_stored(typed_name)
    refuse([*_name_faults(tx, username), *_faults(tx, person)])
    user = User(username=username, name=person.name, fs_uniquifier=uuid.uuid4().hex, roles=[])
    tx.session.add(user)
    flush_or_refuse(tx, FieldFault("user", "user_taken"))
    _make(tx, user, person)
    note(tx, actor, Act.USER_ADDED, "user", username)
    return user


def change_user(tx: Transaction, actor: Actor, user: User, person: Person) -> None:
    """Make somebody what is wanted; what is not named is taken away. Raises RefusedFieldsError."""
    refuse([*_faults(tx, person), *_lost_faults(tx, user, person)])
    _make(tx, user, person)
    note(tx, actor, Act.USER_CHANGED, "user", user.username)


def everybody(tx: Transaction) -> Sequence[User]:
    """All users: those who may sign in first."""
    return tx.session.scalars(select(User).order_by(User.active.desc(), User.username)).all()


def person_of(tx: Transaction, user: User) -> Person:
    """What somebody is now."""
    clinician = clinician_of(tx, user)
    return Person(
        user.name,
        user.language,
        frozenset(Role(role.name) for role in user.roles),
        _places(tx, user),
        clinician.profession if clinician else "",
        clinician.code if clinician else "",
    )


def is_last_administrator(tx: Transaction, user: User) -> bool:
    """Whether nobody else who may sign in is an administrator. Asked in the transaction that takes one away.

    One such question waits for another one: else two administrators could end each other.
    """
    tx.session.execute(select(StaffRole.id).filter_by(name=Role.ADMINISTRATOR).with_for_update())
    administrators = tx.session.scalars(
        select(User.id).join(User.roles).where(User.active.is_(True), StaffRole.name == Role.ADMINISTRATOR)
    ).all()
    return list(administrators) == [user.id]


def _places(tx: Transaction, user: User) -> frozenset[Place]:
    rows = tx.session.execute(
        select(Membership.role, Clinic.code)
        .join(Clinic, Clinic.id == Membership.clinic_id)
        .where(Membership.user_id == user.id)
    )
    return frozenset((Role(role), code) for role, code in rows)


def _make(tx: Transaction, user: User, person: Person) -> None:
    """Give somebody exactly what is wanted; its faults were looked for before."""
    user.name, user.language = tidy(person.name), person.language
    user.roles = [_role(tx, role) for role in sorted(person.roles)]
    clinician = clinician_for(tx, user, person.clinician, person.profession) if person.holds_visits else None
    if clinician is not None:
        clinician.name = user.name
    wanted, held = person.places, _places(tx, user)
    ids = {clinic.code: clinic.id for clinic in tx.session.scalars(select(Clinic))}
    for role, code in held - wanted:
        tx.session.execute(delete(Membership).filter_by(user_id=user.id, clinic_id=ids[code], role=role))
    tx.session.add_all(_membership(user, ids[code], role, clinician) for role, code in wanted - held)
    tx.session.flush()


def _membership(user: User, clinic_id: int, role: Role, clinician: Clinician | None) -> Membership:
    named = clinician.id if clinician and role is Role.CLINICIAN else None
    return Membership(user_id=user.id, clinic_id=clinic_id, role=role, clinician_id=named)


def _role(tx: Transaction, role: Role) -> StaffRole:
    row = tx.session.scalars(select(StaffRole).filter_by(name=role)).one_or_none()
    if row is None:
        row = StaffRole(name=role)
        tx.session.add(row)
        tx.session.flush()
    return row


def _name_faults(tx: Transaction, username: str) -> Iterator[FieldFault]:
    if not is_sound(username):
        yield FieldFault("user", "user_wrong")
    elif user_of(tx, username) is not None:
        yield FieldFault("user", "user_taken")


def _faults(tx: Transaction, person: Person) -> Iterator[FieldFault]:
    """What is wrong whoever it is for."""
    name = tidy(person.name)
    if not name:
        yield FieldFault("name", "name_missing")
    elif len(name) > LONGEST_NAME or first_sign(name) or len(name.splitlines()) > 1:
        yield FieldFault("name", "line_wrong", {"limit": LONGEST_NAME})
    if person.language not in spoken("clinic_feedback"):
        yield FieldFault("language", "choice_wrong")
    if not person.roles and not person.places:
        yield FieldFault("roles", "roles_missing")
    known = set(tx.session.scalars(select(Clinic.code)))
    if any(role not in CLINIC_ROLES or code not in known for role, code in person.places):
        yield FieldFault("roles", "clinic_wrong")


def _lost_faults(tx: Transaction, user: User, person: Person) -> Iterator[FieldFault]:
    """What somebody cannot lose yet, since others would wait for them in vain."""
    if Role.ADMINISTRATOR not in person.roles and is_last_administrator(tx, user):
        yield FieldFault("roles", "last_administrator")
    lost = _places(tx, user) - person.places
    for clinic in tx.session.scalars(select(Clinic).filter_by(contact_person_id=user.id)):
        if (Role.CONTACT_PERSON, clinic.code) in lost:
            yield FieldFault("roles", "is_contact_person", {"clinic": clinic.name})
    for work in open_work(tx, user):
        if (Role.CLINICIAN, work.clinic_code) in lost:
            yield FieldFault("roles", "has_open_work", {"clinic": work.clinic_name})
