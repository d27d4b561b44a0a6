"""Who a user is in the visits: one clinician, the same one in every clinic."""

from __future__ import annotations

from sqlalchemy import select

from clinic_feedback.records.models.clinics import Clinician, Profession
from clinic_feedback.records.models.staff import Membership, User
from clinic_feedback.records.refused_fields import FieldFault, RefusedFieldsError, flush_or_refuse
from clinic_feedback.records.staff_names import as_stored, is_sound
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.visits import OWN_SOURCE


def clinician_of(tx: Transaction, user: User) -> Clinician | None:
    """The clinician that a user is; None for one who holds no visits."""
    return tx.session.scalars(
        select(Clinician).where(
            Clinician.id.in_(select(Membership.clinician_id).where(Membership.user_id == user.id))
        )
    ).first()


def clinician_for(tx: Transaction, user: User, code: str, profession: str) -> Clinician:
    """The clinician that a user is from now on: their own, the one that visits name so, or a new one.

    `code`: '' for the user name. One from elsewhere becomes a user's only by its code, given as such.
    Raises RefusedFieldsError.
    """
    found = clinician_of(tx, user) or _named(tx, user, code or user.username, from_elsewhere=bool(code))
    if found is None:
        return _new(tx, user, code or user.username, profession)
    if profession:
        found.profession = _known(profession)
    return found


def _named(tx: Transaction, user: User, code: str, *, from_elsewhere: bool) -> Clinician | None:
    """The clinician of a code that nobody else is."""
    if not is_sound(as_stored(code)):
        raise _refused("clinician", "user_wrong")
    found = tx.session.scalars(select(Clinician).filter_by(code=code)).all()
    meant = [one for one in found if one.source == OWN_SOURCE] or (found if from_elsewhere else [])
    if len(meant) > 1:
        raise _refused("clinician", "clinician_several")
    for one in meant:
        taken = select(Membership.id).where(Membership.clinician_id == one.id, Membership.user_id != user.id)
        if tx.session.scalar(taken.limit(1)) is not None:
            raise _refused("clinician", "clinician_taken")
    return meant[0] if meant else None


def _new(tx: Transaction, user: User, code: str, profession: str) -> Clinician:
    made = Clinician(source=OWN_SOURCE, code=code, name=user.name, profession=_known(profession))
    tx.session.add(made)
    flush_or_refuse(tx, FieldFault("clinician", "clinician_taken"))
    return made


def _known(profession: str) -> Profession:
    if profession not in set(Profession):
        raise _refused("profession", "profession_missing")
    return Profession(profession)


def _refused(field: str, key: str) -> RefusedFieldsError:
    return RefusedFieldsError([FieldFault(field, key)])
