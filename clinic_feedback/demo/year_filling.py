"""The generated year, taken in as a clinic's own earlier visits would be: by import."""

from __future__ import annotations

from collections.abc import Iterable

from clinic_feedback.demo import year
from clinic_feedback.demo.filling import ACTOR, add_contact_person
from clinic_feedback.demo.lines import import_lines
from clinic_feedback.demo.setting import DemoClinic, DemoVisit
from clinic_feedback.records.clinicians import name_clinician
from clinic_feedback.records.clinics import ClinicChanges, NewClinicDefaults, set_clinic
from clinic_feedback.records.import_terms import Terms
from clinic_feedback.records.importing import Line, import_lots
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.visits import MADE_UP_SOURCE


def fill_year(records: Records, visits: Iterable[DemoVisit], password_hash: str) -> None:
    """Two further clinics with their people, and a year of visits. Nobody is asked to follow them up."""
    clinics = year.clinics()
    records.write(lambda tx: _open_clinics(tx, clinics, password_hash))
    terms = Terms(MADE_UP_SOURCE, NewClinicDefaults(72, None), create=True, follow_up=False)
    lines: list[Line] = [(number, line.encode()) for number, line in enumerate(import_lines(visits), start=1)]
    for lot in import_lots(records, ACTOR, terms, lines):
        for rejected in lot.rejected:
            raise rejected.why
    records.write(lambda tx: _name_clinicians(tx, clinics))


def _open_clinics(tx: Transaction, clinics: Iterable[DemoClinic], password_hash: str) -> None:
    for clinic in clinics:
        defaults = NewClinicDefaults(clinic.closing_hours, clinic.due_days, clinic.time_zone)
        changes = ClinicChanges(clinic.name, clinic.time_zone, clinic.form, not_urgent=clinic.not_urgent)
        set_clinic(tx, ACTOR, clinic.code, changes, defaults)
        add_contact_person(tx, clinic, password_hash, defaults)


def _name_clinicians(tx: Transaction, clinics: Iterable[DemoClinic]) -> None:
    for clinic in clinics:
        for one in clinic.clinicians:
            name_clinician(tx, MADE_UP_SOURCE, one.code, one.name)
