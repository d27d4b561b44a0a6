"""All that a patient's page needs to know of its form, as one row: no page is asked for more often."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, select

from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.transaction import Transaction


class FormRow(NamedTuple):
    """A visit, its clinic, and the browser's draft; None stands for what is not there.

    `contact`: the name of the clinic's contact person; `invited`: whether the browser's link is valid.
    """

    questionnaire: str
    version: str
    form: str
    patient_state: str
    patient_key_hmac: bytes | None
    closes_at: datetime
    clinic_name: str
    clinic_code: str
    not_urgent: str | None
    contact: str | None
    body_enc: bytes | None
    lasts_until: datetime | None
    invited: bool


def _statement() -> Select[Any]:
    tables = SCHEMA.tables
    visit, version, clinic = tables["consultation"], tables["questionnaire_version"], tables["clinic"]
    user, draft, link = tables["staff_user"], tables["draft"], tables["invitation"]
    ours = and_(draft.c.consultation_id == visit.c.id, draft.c.key_hmac == bindparam("key"))
    valid = and_(
        link.c.consultation_id == visit.c.id,
        link.c.token_hmac == bindparam("link"),
        link.c.expires_at > bindparam("now"),
    )
    return (
        select(
            *(visit.c.questionnaire, version.c.version, visit.c.form, visit.c.patient_state),
            *(visit.c.patient_key_hmac, visit.c.closes_at, clinic.c.name, clinic.c.code, clinic.c.not_urgent),
            *(user.c.name, draft.c.body_enc, draft.c.lasts_until, link.c.id.is_not(None)),
        )
        .join_from(visit, version, version.c.id == visit.c.version_id)
        .join(clinic, clinic.c.id == visit.c.clinic_id)
        .outerjoin(user, user.c.id == clinic.c.contact_person_id)
        .outerjoin(draft, ours)
        .outerjoin(link, valid)
        .where(visit.c.public_id == bindparam("public_id"))
    )


# Built once, and of tables: statements and objects take longer to build than rows to read.
_FORM = _statement()


def form_row(tx: Transaction, public_id: str, key: bytes, link: bytes) -> FormRow | None:
    """The row of a visit's form. `key`: what the browser's form is known by; `link`: the link's digest."""
    asked = {"public_id": public_id, "key": key, "link": link, "now": tx.now}
    found = tx.connection.execute(_FORM, asked).one_or_none()
    return None if found is None else FormRow(*found)
