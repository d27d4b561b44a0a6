"""Members of staff: added, changed, and what cannot be taken from them yet."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from clinic_feedback.records.clinician_of_user import clinician_of
from clinic_feedback.records.clinics import ClinicChanges, set_clinic
from clinic_feedback.records.models.clinics import Clinician, Profession
from clinic_feedback.records.models.staff import Role, User
from clinic_feedback.records.refused_fields import RefusedFieldsError
from clinic_feedback.records.staff_accounts import Person, add_user, change_user, person_of
from clinic_feedback.records.staff_members import member
from clinic_feedback.records.staff_names import user_of
from clinic_feedback.records.transaction import Records, Transaction
from tests.clinic_feedback.people import DEFAULTS, TESTER, add_clinic, add_person
from tests.clinic_feedback.records.setting import new_visit

CLINICIAN, CONTACT = Role.CLINICIAN, Role.CONTACT_PERSON
NURSE = Person("Anna Vik", "nb", places=frozenset({(CLINICIAN, "north")}), profession="nurse")


@pytest.fixture(autouse=True)
def clinics(records: Records) -> None:
    """Two clinics."""
    add_clinic(records, "north")
    add_clinic(records, "south")


def user(tx: Transaction, name: str) -> User:
    """A user who is there."""
    found = user_of(tx, name)
    assert found is not None
    return found


def add(records: Records, username: str, person: Person) -> None:
    """Add somebody."""
    records.write(lambda tx: add_user(tx, TESTER, username, person))


def _slots(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in person.__slots__}


def changed(records: Records, name: str, person: Person) -> None:
    """Make somebody what is wanted."""
    records.write(lambda tx: change_user(tx, TESTER, user(tx, name), person))


def test_a_clinician_of_two_clinics_is_one_clinician_in_both(records: Records) -> None:
    both = frozenset({(CLINICIAN, "north"), (CLINICIAN, "south"), (CONTACT, "south")})
    person = Person("Anna Vik", "nb", places=both, profession="nurse", clinician="anna")
    add(records, " Anna", person)
    with records.read() as tx:
        assert person_of(tx, user(tx, "anna")) == person
        staff = member(tx, user(tx, "anna"))
        assert len(staff.clinician_ids) == 1
        assert {(post.role, post.clinic_code) for post in staff.posts} == both


def test_roles_of_the_whole_house_need_no_clinic(records: Records) -> None:
    add_person(records, "odd", Role.ADMINISTRATOR, Role.QUALITY)
    with records.read() as tx:
        assert member(tx, user(tx, "odd")).roles == {Role.ADMINISTRATOR, Role.QUALITY}


MISFITS: dict[str, tuple[str, dict[str, Any], str]] = {
    "no user name": ("", {}, "user: user_wrong"),
    "a blank in it": ("anna vik", {}, "user: user_wrong"),
    "an address": ("../admin", {}, "user: user_wrong"),
    "an endless one": ("a" * 65, {}, "user: user_wrong"),
    "somebody else's, in capitals": ("TAKEN", {}, "user: user_taken"),
    "no name": ("anna", {"name": " "}, "name: name_missing"),
    "a name on two lines": ("anna", {"name": "a\nb"}, "name: line_wrong"),
    "a language not spoken here": ("anna", {"language": "xx"}, "language: choice_wrong"),
    "no role": ("anna", {"places": frozenset()}, "roles: roles_missing"),
    "no such clinic": ("anna", {"places": {(CLINICIAN, "east")}}, "roles: clinic_wrong"),
    "no profession": ("anna", {"profession": ""}, "profession: profession_missing"),
    "another user's code": ("anna", {"clinician": "taken"}, "clinician: clinician_taken"),
    "what no database takes": ("anna", {"clinician": "a\0"}, "clinician: user_wrong"),
    "two sources' code": ("anna", {"clinician": "twice"}, "clinician: clinician_several"),
    "all faults at once": ("", {"name": ""}, "user: user_wrong, name: name_missing"),
}
"""What is given and what is said, by why it does not fit."""


def test_what_does_not_fit_is_told_by_field_and_nobody_is_added(records: Records) -> None:
    add_person(records, "taken", (CLINICIAN, "north"))
    rows = [
        Clinician(source=source, code="twice", name="T", profession=Profession.NURSE)
        for source in ("one", "other")
    ]
    records.write(lambda tx: tx.session.add_all(rows))
    told = {}
    for why, (username, more, _) in MISFITS.items():
        person = Person(**(_slots(NURSE) | more))
        with pytest.raises(RefusedFieldsError) as refused:
            add(records, username, person)
        told[why] = str(refused.value)
    assert told == {why: said for why, (*_, said) in MISFITS.items()}
    with records.read() as tx:
        assert [one.username for one in tx.session.scalars(select(User))] == ["taken"]


def test_a_clinician_from_an_import_becomes_a_user_by_the_code_alone(records: Records) -> None:
    row = Clinician(source="import", code="k7", name="K7", profession=Profession.DOCTOR)
    records.write(lambda tx: tx.session.add(row))
    add(records, "anna", Person(**{**_slots(NURSE), "clinician": "k7", "profession": ""}))
    add_person(records, "k7", (CLINICIAN, "north"))
    with records.read() as tx:
        own, imported = clinician_of(tx, user(tx, "k7")), clinician_of(tx, user(tx, "anna"))
        assert own is not None
        assert imported is not None
        assert (own.source, imported.source) == ("live", "import")
        assert (imported.name, imported.profession) == ("Anna Vik", "doctor")


def test_of_two_who_add_the_same_user_at_once_one_is_told(records: Records) -> None:
    def is_added(_: int) -> bool:
        try:
            add(records, "anna", NURSE)
        except RefusedFieldsError as error:
            assert "user_taken" in str(error)  # noqa: PT017 - in a thread
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(is_added, range(4))).count(True) == 1


def test_what_is_not_named_any_more_is_taken_away(records: Records) -> None:
    add_person(records, "anna", (CLINICIAN, "north"), (CONTACT, "north"), Role.QUALITY)
    changed(records, "anna", NURSE)
    with records.read() as tx:
        assert member(tx, user(tx, "anna")).roles == {CLINICIAN}
        assert (user(tx, "anna").name, user(tx, "anna").language) == ("Anna Vik", "nb")


def test_the_last_administrator_stays_one(records: Records) -> None:
    add_person(records, "odd", Role.ADMINISTRATOR)
    with pytest.raises(RefusedFieldsError, match="roles: last_administrator"):
        changed(records, "odd", Person("Odd", "en", frozenset({Role.QUALITY})))
    add_person(records, "eva", Role.ADMINISTRATOR)
    changed(records, "odd", Person("Odd", "en", frozenset({Role.QUALITY})))


def test_a_clinics_contact_person_stays_one_until_there_is_another(records: Records) -> None:
    add_person(records, "kari", (CONTACT, "north"), Role.QUALITY)
    changes = ClinicChanges(contact_person="kari")
    records.write(lambda tx: set_clinic(tx, TESTER, "north", changes, DEFAULTS))
    with pytest.raises(RefusedFieldsError, match="roles: is_contact_person"):
        changed(records, "kari", Person("Kari", "en", frozenset({Role.QUALITY})))


def test_a_clinician_with_an_open_form_stays_one_in_that_clinic(records: Records) -> None:
    visit = new_visit(records, code="west")
    person = Person("Kari", "en", places=frozenset({(CLINICIAN, "west")}), clinician="west-1")
    add(records, "kari", person)
    assert visit.clinician_id
    with pytest.raises(RefusedFieldsError, match="roles: has_open_work"):
        changed(records, "kari", Person("Kari", "en", frozenset({Role.QUALITY})))
