"""Somebody leaves: the account ends in every browser, and nothing is left waiting for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from clinic_feedback.records.audit import Act, Actor, note
from clinic_feedback.records.clinician_of_user import clinician_of
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.staff import User
from clinic_feedback.records.open_work import OpenWork, hand_on, open_work
from clinic_feedback.records.refused_fields import FieldFault, refuse
from clinic_feedback.records.staff_accounts import is_last_administrator
from clinic_feedback.records.staff_sessions import end_all_sessions
from clinic_feedback.records.transaction import Transaction

FIELD = "take_over"
"""What a choice of colleague is called, before the clinic's code."""


def deactivate(tx: Transaction, actor: Actor, user: User, successors: Mapping[str, str]) -> None:
    """End somebody's account; their open work goes to a colleague in each clinic.

    `successors`: a clinician's code by clinic's code. Raises RefusedFieldsError.
    """
    work = open_work(tx, user)
    refuse([*_needed_faults(tx, user), *_successor_faults(work, successors)])
    for one in work:
        chosen = successors.get(one.clinic_code)
        hand_on(tx, actor, one, next((c for c in one.colleagues if c.code == chosen), None))
    _set_active(tx, user, active=False)
    end_all_sessions(tx, user.id)
    note(tx, actor, Act.USER_DEACTIVATED, "user", user.username)


def activate(tx: Transaction, actor: Actor, user: User) -> None:
    """Let somebody come back, with the roles that they had."""
    _set_active(tx, user, active=True)
    note(tx, actor, Act.USER_CHANGED, "user", user.username)


def _set_active(tx: Transaction, user: User, *, active: bool) -> None:
    user.active = active
    clinician = clinician_of(tx, user)
    if clinician is not None:
        clinician.active = active


def _needed_faults(tx: Transaction, user: User) -> Iterator[FieldFault]:
    if is_last_administrator(tx, user):
        yield FieldFault("user", "last_administrator")
    for clinic in tx.session.scalars(select(Clinic).filter_by(contact_person_id=user.id)):
        yield FieldFault("user", "is_contact_person", {"clinic": clinic.name})


def _successor_faults(work: tuple[OpenWork, ...], successors: Mapping[str, str]) -> Iterator[FieldFault]:
    for one in work:
        codes = {colleague.code for colleague in one.colleagues}
        if codes and successors.get(one.clinic_code) not in codes:
            yield FieldFault(f"{FIELD}-{one.clinic_code}", "successor_missing")
