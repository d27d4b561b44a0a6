"""Clinicians by the code that a system calls them."""

from __future__ import annotations

from sqlalchemy import select

from clinic_feedback.records.models.clinics import Clinician
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.visits import OWN_SOURCE


def clinician_of_code(tx: Transaction, code: str, source: str = OWN_SOURCE) -> Clinician:
    """The clinician of a code. Raises NoResultFound where there is none."""
    return tx.session.scalars(select(Clinician).filter_by(source=source, code=code)).one()


def name_clinician(tx: Transaction, source: str, code: str, name: str) -> None:
    """Give a clinician of some system a name to be read by. Raises NoResultFound where there is none."""
    clinician_of_code(tx, code, source).name = name
