"""Visits: made in one step, by people, by an import, or by the demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from clinic_feedback.clock import iso_week
from clinic_feedback.codes import new_public_id
from clinic_feedback.keys import Place, Purpose
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.versions import pinned
from forms.loading.pack import Pack
from forms.model import Form

OWN_SOURCE = "live"
"""The source of visits that were made here; others bear the name of where they came from."""

MADE_UP_SOURCE = "demo"
"""The source of visits that nobody held: every report on one of them says so."""


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit to be made. `reference`: what its source calls it; None where it does not."""

    clinic: Clinic
    clinician: Clinician
    pack: Pack
    form: Form
    held_at: datetime
    open_for: timedelta
    source: str = OWN_SOURCE
    reference: str | None = None
    public_id: str | None = None


def make(tx: Transaction, new: NewVisit) -> Consultation:
    """Make a visit that pins its questionnaire, version and form, and the week of its own place."""
    public_id = new.public_id or new_public_id()
    visit = Consultation(
        public_id=public_id,
        clinic_id=new.clinic.id,
        clinician_id=new.clinician.id,
        profession=new.clinician.profession,
        questionnaire=new.pack.questionnaire.name,
        pinned=pinned(tx, new.pack),
        form=new.form,
        held_at=new.held_at,
        week=iso_week(new.held_at, new.clinic.time_zone),
        closes_at=new.held_at + new.open_for,
        source=new.source,
    )
    if new.reference is not None:
        visit.ref_hmac = reference_digest(tx, new.source, new.reference)
        visit.ref_enc = tx.keys.seal(new.reference, Place("consultation", "ref_enc", public_id))
    tx.session.add(visit)
    tx.session.flush()
    return visit


def reference_digest(tx: Transaction, source: str, reference: str) -> bytes:
    """What a visit is looked up by that its source calls by this reference."""
    return tx.keys.digest(Purpose.REFERENCE, f"{source}\n{reference}")


def pack_of(tx: Transaction, visit: Consultation) -> Pack:
    """The pack that a visit pins. Raises UnknownPackError where it is not there any more."""
    return tx.catalogue.get(visit.questionnaire, visit.pinned.version)


def find(tx: Transaction, name: str) -> Consultation | None:
    """The visit of a public id, or of SOURCE:REFERENCE; None where there is none."""
    source, colon, reference = name.partition(":")
    query = select(Consultation)
    if colon:
        query = query.filter_by(source=source, ref_hmac=reference_digest(tx, source, reference))
    else:
        query = query.filter_by(public_id=name)
    return tx.session.scalars(query).first()
