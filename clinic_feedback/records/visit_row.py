"""A visit as one row, locked: what turning a page and sending need of it, without the cost of an object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ClinicRow:
    """What a promise depends on."""

    id: int
    time_zone: str
    due_days: int | None


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit, the version that it pins, and its clinic."""

    clinic: ClinicRow
    id: int
    public_id: str
    clinician_id: int
    questionnaire: str
    version: str
    form: str
    patient_state: str
    clinician_state: str
    patient_key_hmac: bytes | None
    closes_at: datetime
    closed: bool


def _statement() -> Select[Any]:
    visit, version, clinic = (
        SCHEMA.tables[name].c for name in ("consultation", "questionnaire_version", "clinic")
    )
    return (
        select(
            *(clinic.id, clinic.time_zone, clinic.due_days),
            *(
                visit.id,
                visit.public_id,
                visit.clinician_id,
                visit.questionnaire,
                version.version,
                visit.form,
            ),
            *(
                visit.patient_state,
                visit.clinician_state,
                visit.patient_key_hmac,
                visit.closes_at,
                visit.closed,
            ),
        )
        .where(
            visit.public_id == bindparam("public_id"),
            version.id == visit.version_id,
            clinic.id == visit.clinic_id,
        )
        .with_for_update(of=SCHEMA.tables["consultation"])
    )


# Built once, and of tables: statements and objects take longer to build than rows to read.
_LOCKED = _statement()


def locked_row(tx: Transaction, public_id: str) -> VisitRow | None:
    """A visit that nobody else changes until this transaction ends; None: no such.

    It is read as it stands now, with what this transaction changed before.
    """
    tx.session.flush()
    found = tx.connection.execute(_LOCKED, {"public_id": public_id}).one_or_none()
    return None if found is None else VisitRow(ClinicRow(*found[:3]), *found[3:])
