"""Clinics: made and changed, and what each still needs before patients are asked there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select

from clinic_feedback.clock import is_time_zone
from clinic_feedback.records.audit import Act, Actor, note
from clinic_feedback.records.models.clinics import LONGEST_CLOSING_HOURS, SHORTEST_CLOSING_HOURS, Clinic
from clinic_feedback.records.models.staff import Membership, Role, User
from clinic_feedback.records.readiness import missing_keys
from clinic_feedback.records.refused_fields import FieldFault, flush_or_refuse, refuse
from clinic_feedback.records.staff_names import as_stored, user_of
from clinic_feedback.records.transaction import Transaction
from forms.free_text import first_sign, tidy
from forms.model import Form

QUESTIONNAIRE = "reassurance"
"""What a new clinic asks, in its newest version."""

LONGEST_NAME, LONGEST_LINE, MOST_DUE_DAYS = 200, 200, 60

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class ClinicChanges:
    """What is to be set; None leaves a setting as it is. `contact_person`: a user name.

    `not_urgent`: the line that tells patients where to call when it cannot wait. '' takes a setting
    away where it may be missing.
    """

    name: str | None = None
    time_zone: str | None = None
    form: str | None = None
    closing_hours: int | None = None
    due_days: int | None = None
    not_urgent: str | None = None
    contact_person: str | None = None


@dataclass(frozen=True, slots=True)
class NewClinicDefaults:
    """What a new clinic gets where nothing is said."""

    closing_hours: int
    due_days: int | None
    time_zone: str = "Europe/Oslo"


def set_clinic(
    tx: Transaction, actor: Actor, code: str, changes: ClinicChanges, defaults: NewClinicDefaults
) -> Clinic:
    """Make the clinic of this code, or change it. Raises RefusedFieldsError, with nothing changed."""
    clinic = clinic_of_code(tx, code)
    code_faults = () if clinic else _code_faults(code)  # an imported clinic keeps the code that it came with
    refuse([*code_faults, *_faults(changes), *_contact_faults(tx, clinic, changes)])
    if clinic is None:
        clinic = Clinic(
            code=code,
            name=code,
            time_zone=defaults.time_zone,
            questionnaire=QUESTIONNAIRE,
            closing_hours=defaults.closing_hours,
            due_days=defaults.due_days,
        )
        tx.session.add(clinic)
    for name, value in asdict(changes).items():
        if value is not None and name != "contact_person":
            setattr(clinic, name, (tidy(value) or None) if isinstance(value, str) else value)
    if changes.contact_person is not None:
        clinic.contact_person_id = _user_id(tx, changes.contact_person)
    flush_or_refuse(tx, FieldFault("code", "code_taken"))
    note(tx, actor, Act.CLINIC_SET, "clinic", code)
    return clinic


def missing_before_live(clinic: Clinic, *, keys_fit: bool = True) -> tuple[str, ...]:
    """What a clinic needs before it is live, by the keys of the texts that name it; () where it is."""
    needed = {
        "missing_contact_person": clinic.contact_person_id is not None,
        "missing_due_days": clinic.due_days is not None,
        "missing_not_urgent": clinic.not_urgent is not None,
        "missing_keys": keys_fit,
    }
    return tuple(key for key, there in needed.items() if not there)


def missing_in(tx: Transaction, clinic: Clinic) -> tuple[str, ...]:
    """The same, with the keys of these records looked at, too."""
    return missing_before_live(clinic, keys_fit=not missing_keys(tx))


def is_live(tx: Transaction, clinic: Clinic) -> bool:
    """Whether visits may begin in a clinic."""
    return not missing_in(tx, clinic)


def all_clinics(tx: Transaction) -> Sequence[Clinic]:
    """Every clinic, in the order of their codes."""
    return tx.session.scalars(select(Clinic).order_by(Clinic.code)).all()


def clinic_of_code(tx: Transaction, code: str) -> Clinic | None:
    """The clinic of a code; None where there is none."""
    if first_sign(code):
        return None
    return tx.session.scalars(select(Clinic).filter_by(code=code)).one_or_none()


def house_time_zone(tx: Transaction) -> str:
    """Where the clock hangs for who belongs to no clinic: as in the first one; UTC before there is one."""
    return tx.session.scalar(select(Clinic.time_zone).order_by(Clinic.id).limit(1)) or "UTC"


def contact_people(tx: Transaction, clinic_id: int) -> Sequence[User]:
    """Those who may be a clinic's contact person."""
    return tx.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.clinic_id == clinic_id,
            Membership.role == Role.CONTACT_PERSON,
            User.active.is_(True),
        )
        .order_by(User.username)
    ).all()


def _code_faults(code: str) -> Iterator[FieldFault]:
    if not _CODE.fullmatch(code):
        yield FieldFault("code", "code_wrong")


def _faults(changes: ClinicChanges) -> Iterator[FieldFault]:
    """What is wrong whatever clinic it is for."""
    if changes.name is not None and not tidy(changes.name):
        yield FieldFault("name", "name_missing")
    for field, longest in (("name", LONGEST_NAME), ("not_urgent", LONGEST_LINE)):
        text = getattr(changes, field) or ""
        if len(text) > longest or first_sign(text) or len(text.splitlines()) > 1:
            yield FieldFault(field, "line_wrong", {"limit": longest})
    if changes.time_zone is not None and not is_time_zone(changes.time_zone):
        yield FieldFault("time_zone", "time_zone_wrong")
    if changes.form is not None and changes.form not in set(Form):
        yield FieldFault("form", "choice_wrong")
    hours, days = changes.closing_hours, changes.due_days
    if hours is not None and not SHORTEST_CLOSING_HOURS <= hours <= LONGEST_CLOSING_HOURS:
        yield _range("closing_hours", SHORTEST_CLOSING_HOURS, LONGEST_CLOSING_HOURS)
    if days is not None and not 1 <= days <= MOST_DUE_DAYS:
        yield _range("due_days", 1, MOST_DUE_DAYS)


def _range(field: str, least: int, most: int) -> FieldFault:
    return FieldFault(field, "number_wrong", {"least": least, "most": most})


def _contact_faults(tx: Transaction, clinic: Clinic | None, changes: ClinicChanges) -> Iterator[FieldFault]:
    if not changes.contact_person:
        return
    name = as_stored(changes.contact_person)
    people = [] if clinic is None else contact_people(tx, clinic.id)
    if name not in {person.username for person in people}:
        yield FieldFault("contact_person", "contact_person_wrong")


def _user_id(tx: Transaction, username: str) -> int | None:
    user = user_of(tx, username)
    return None if user is None else user.id
