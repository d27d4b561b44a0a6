"""Clinics: made, changed, and what each needs before it is live."""

from __future__ import annotations

from typing import Any

import pytest

from clinic_feedback.records.audit import latest
from clinic_feedback.records.clinics import (
    ClinicChanges,
    NewClinicDefaults,
    clinic_of_code,
    house_time_zone,
    is_live,
    missing_in,
    set_clinic,
)
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.safety import KeyCheck
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.refused_fields import RefusedFieldsError
from clinic_feedback.records.transaction import Records, Transaction
from tests.clinic_feedback.people import DEFAULTS, TESTER, add_person


def change(records: Records, code: str = "north", **changes: Any) -> tuple[str, ...]:
    """Set a clinic; what is missing then."""

    def work(tx: Transaction) -> tuple[str, ...]:
        return missing_in(tx, set_clinic(tx, TESTER, code, ClinicChanges(**changes), DEFAULTS))

    return records.write(work)


def test_a_clinic_is_live_once_nothing_is_missing(records: Records) -> None:
    assert change(records) == ("missing_contact_person", "missing_not_urgent")
    assert change(records, not_urgent="116 117") == ("missing_contact_person",)
    add_person(records, "kari", (Role.CONTACT_PERSON, "north"))
    assert change(records, contact_person="Kari") == ()
    with records.read() as tx:
        clinic = clinic_of_code(tx, "north")
        assert clinic is not None
        assert is_live(tx, clinic)
        assert (clinic.name, clinic.time_zone, clinic.questionnaire) == (
            "north",
            "Europe/Oslo",
            "reassurance",
        )
        assert [entry.act for entry in latest(tx, 1)] == ["clinic_set"]


@pytest.mark.parametrize("code", ["007", "1E5", "03-04", "TRUE", "Nord vest"])
def test_a_clinic_that_came_by_import_is_set_by_the_code_that_it_came_with(
    records: Records, code: str
) -> None:
    records.write(lambda tx: tx.session.add(imported_clinic(code)))
    assert change(records, code, not_urgent="116 117") == ("missing_contact_person", "missing_due_days")


def imported_clinic(code: str) -> Clinic:
    """A clinic as the import makes it where it knows none of this code."""
    return Clinic(code=code, name=code, time_zone="UTC", questionnaire="reassurance", closing_hours=72)


def test_without_its_keys_no_clinic_is_live(records: Records) -> None:
    change(records, not_urgent="116 117")
    records.write(lambda tx: tx.session.add(KeyCheck(key_id="0badcafe", fingerprint="of another key")))
    assert change(records) == ("missing_contact_person", "missing_keys")


def test_a_new_clinic_takes_what_the_settings_say_and_keeps_its_own(records: Records) -> None:
    change(records, closing_hours=48)
    defaults = NewClinicDefaults(closing_hours=100, due_days=None)
    records.write(lambda tx: set_clinic(tx, TESTER, "north", ClinicChanges(name="North"), defaults))
    with records.read() as tx:
        clinic = clinic_of_code(tx, "north")
        assert clinic is not None
        assert (clinic.name, clinic.closing_hours, clinic.due_days) == ("North", 48, 3)


MISFITS: dict[str, tuple[dict[str, Any], str]] = {
    "a code with blanks": ({"code": "North Clinic"}, "code: code_wrong"),
    "a sign that no database takes": ({"code": "a\0b"}, "code: code_wrong"),
    "no name": ({"name": " "}, "name: name_missing"),
    "an endless name": ({"name": "x" * 201}, "name: line_wrong"),
    "two lines": ({"not_urgent": "116\n117"}, "not_urgent: line_wrong"),
    "no such zone": ({"time_zone": "Europe/Atlantis"}, "time_zone: time_zone_wrong"),
    "no such form": ({"form": "long"}, "form: choice_wrong"),
    "closes too soon": ({"closing_hours": 23}, "closing_hours: number_wrong"),
    "due at once": ({"due_days": 0}, "due_days: number_wrong"),
    "no such user": ({"contact_person": "nobody"}, "contact_person: contact_person_wrong"),
    "not their role": ({"contact_person": "anna"}, "contact_person: contact_person_wrong"),
}
"""What is given and what is said, by why it does not fit."""


def test_what_does_not_fit_is_told_by_field_and_nothing_changes(records: Records) -> None:
    change(records)
    add_person(records, "anna", (Role.CLINICIAN, "north"))
    told = {}
    for why, (changes, _) in MISFITS.items():
        with pytest.raises(RefusedFieldsError) as refused:
            change(records, **{"due_days": 9, **changes})
        told[why] = str(refused.value)
    assert told == {why: said for why, (_, said) in MISFITS.items()}
    with records.read() as tx:
        clinic = clinic_of_code(tx, "north")
        assert clinic is not None
        assert clinic.due_days == 3


def test_a_contact_person_of_another_clinic_is_none_here(records: Records) -> None:
    change(records)
    change(records, "south")
    add_person(records, "kari", (Role.CONTACT_PERSON, "south"))
    with pytest.raises(RefusedFieldsError, match="contact_person_wrong"):
        change(records, contact_person="kari")


def test_the_house_keeps_the_time_of_its_first_clinic(records: Records) -> None:
    with records.read() as tx:
        assert house_time_zone(tx) == "UTC"
    change(records, time_zone="America/Lima")
    change(records, "south")
    with records.read() as tx:
        assert house_time_zone(tx) == "America/Lima"
