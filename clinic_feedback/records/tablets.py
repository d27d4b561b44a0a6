"""Browsers that were named a clinic's tablet: where short codes are taken, until somebody revokes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from clinic_feedback.codes import Token, new_public_id, new_token
from clinic_feedback.keys import Purpose
from clinic_feedback.records.audit import Act, Actor, note
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.safety import Tablet
from clinic_feedback.records.refused_fields import FieldFault, refuse
from clinic_feedback.records.transaction import Transaction
from forms.free_text import first_sign, tidy

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class TabletFacts:
    """A tablet. `revoked_at`: since when it is one no more."""

    public_id: str
    name: str
    clinic_id: int
    clinic_name: str
    time_zone: str
    enrolled_at: datetime
    revoked_at: datetime | None


def enrol(tx: Transaction, actor: Actor, clinic_id: int, name: str) -> Token:
    """Name a browser a clinic's tablet; returns what it keeps to prove it. Raises RefusedFieldsError."""
    name = tidy(name)
    sound = name and len(name) <= LONGEST_NAME and not first_sign(name) and len(name.splitlines()) == 1
    refuse([] if sound else [FieldFault("name", "tablet_name_wrong", {"limit": LONGEST_NAME})])
    credential, public_id = new_token(), new_public_id()
    tx.session.add(
        Tablet(
            public_id=public_id,
            clinic_id=clinic_id,
            name=name,
            credential_hmac=tx.keys.digest(Purpose.TABLET, credential),
            enrolled_at=tx.now,
        )
    )
    note(tx, actor, Act.TABLET_ENROLLED, "tablet", public_id)
    return credential


def tablet_of(tx: Transaction, credential: str) -> TabletFacts | None:
    """The tablet that a browser proves to be; None where it is none, or none any more."""
    row = tx.session.execute(
        select(Tablet, Clinic)
        .join(Clinic, Clinic.id == Tablet.clinic_id)
        .where(
            Tablet.credential_hmac == tx.keys.digest(Purpose.TABLET, credential),
            Tablet.revoked_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else _facts(row[0], row[1])


def all_tablets(tx: Transaction) -> Sequence[TabletFacts]:
    """Every tablet that was ever enrolled: those in use first, the newest first among them."""
    rows = tx.session.execute(
        select(Tablet, Clinic)
        .join(Clinic, Clinic.id == Tablet.clinic_id)
        .order_by(Tablet.revoked_at.is_not(None), Tablet.enrolled_at.desc(), Tablet.id.desc())
    )
    return [_facts(tablet, clinic) for tablet, clinic in rows]


def revoke(tx: Transaction, actor: Actor, public_id: str) -> bool:
    """Make a tablet an ordinary browser again. False where there is no such tablet; twice does no harm."""
    tablet = tx.session.scalars(select(Tablet).filter_by(public_id=public_id).with_for_update()).one_or_none()
    if tablet is None:
        return False
    if tablet.revoked_at is None:
        tablet.revoked_at = tx.now
        note(tx, actor, Act.TABLET_REVOKED, "tablet", public_id)
    return True


def _facts(tablet: Tablet, clinic: Clinic) -> TabletFacts:
    return TabletFacts(
        tablet.public_id,
        tablet.name,
        clinic.id,
        clinic.name,
        clinic.time_zone,
        tablet.enrolled_at,
        tablet.revoked_at,
    )
