"""Clinics and clinicians of an import: found, made, or asked for; and never somebody else's."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.staff import Membership, Role, User
from clinic_feedback.records.transaction import Records, Transaction
from tests.clinic_feedback.records.import_files import counted, import_all, paths, stored_visits, told, visit
from tests.clinic_feedback.records.setting import small_clinic


def post(records: Records, clinician: str = "c1", clinic: str = "north") -> None:
    """A user of the house who holds visits in a clinic."""

    def work(tx: Transaction) -> None:
        place, one = small_clinic(tx, clinic)
        one.code = clinician
        user = User(username=clinician, name="Kari", fs_uniquifier=clinician)
        tx.session.add(user)
        tx.session.flush()
        tx.session.add(
            Membership(user_id=user.id, clinic_id=place.id, role=Role.CLINICIAN, clinician_id=one.id)
        )

    records.write(work)


def test_unknown_clinics_and_clinicians_are_made_once_and_told(records: Records) -> None:
    lines = [
        visit("1"),
        told(visit("2"), clinician="c2", profession="nurse"),
        told(visit("3"), clinic="east"),
    ]
    tally, _ = import_all(records, lines)
    assert (tally.made_clinics, tally.made_clinicians) == (["north", "east"], ["c1", "c2"])
    with records.read() as tx:
        clinic = tx.session.scalars(select(Clinic).filter_by(code="north")).one()
        assert (clinic.time_zone, clinic.closing_hours, clinic.due_days) == ("Europe/Oslo", 72, 5)
        found = tx.session.execute(select(Clinician.source, Clinician.code, Clinician.profession))
        assert sorted(tuple(row) for row in found) == [
            ("import", "c1", "physiotherapist"),
            ("import", "c2", "nurse"),
        ]
    again, _ = import_all(records, [told(visit("4"), clinician="c2")])
    assert (again.made_clinics, again.made_clinicians) == ([], [])


def test_a_new_clinic_lies_where_the_house_does(records: Records) -> None:
    import_all(records, [visit("1")])

    def move(tx: Transaction) -> None:
        tx.session.scalars(select(Clinic)).one().time_zone = "Europe/Helsinki"

    records.write(move)
    import_all(records, [told(visit("2"), clinic="east")])
    with records.read() as tx:
        assert set(tx.session.scalars(select(Clinic.time_zone))) == {"Europe/Helsinki"}


def test_where_none_may_be_made_a_line_with_an_unknown_one_is_rejected(records: Records) -> None:
    import_all(records, [visit("1")])
    lines = [visit("2"), told(visit("3"), clinic="nort"), told(visit("4"), clinic="east", clinician="c9")]
    tally, rejected = import_all(records, lines, create=False)
    assert counted(tally) == (1, 1, 0, 2)
    assert paths(rejected[2]) == ["consultation.clinic"]
    assert "did you mean north?" in str(rejected[2])
    assert paths(rejected[3]) == ["consultation.clinic", "consultation.clinician"]
    with records.read() as tx:
        assert tx.session.scalars(select(Clinic.code)).all() == ["north"]


def test_a_rejected_line_makes_no_clinic(records: Records) -> None:
    tally, _ = import_all(records, [told(visit("1"), profession="surgeon")])
    assert (tally.rejected, tally.made_clinics, tally.made_clinicians) == (1, [], [])
    with records.read() as tx:
        assert tx.session.scalars(select(Clinic)).all() == []


def test_the_houses_own_code_counts_where_its_bearer_holds_visits_and_nowhere_else(records: Records) -> None:
    post(records)
    tally, _ = import_all(records, [visit("1"), told(visit("2"), clinic="east")])
    assert tally.made_clinicians == ["c1"]
    stored = stored_visits(records)
    assert stored["1"]["place"] == ("north", "live", "c1", "physiotherapist")
    assert stored["2"]["place"] == ("east", "import", "c1", "physiotherapist")
    assert counted(import_all(records, [visit("1")])[0]) == (0, 0, 1, 0)


def test_a_visit_keeps_its_clinician_when_the_house_gets_one_of_that_code(records: Records) -> None:
    import_all(records, [visit("1", "patient")], source="pas")
    with records.read() as tx:
        north = tx.session.scalars(select(Clinic.id)).one()

    def rename(tx: Transaction) -> None:
        tx.session.get_one(Clinic, north).code = "old"

    records.write(rename)
    post(records)  # another 'north'
    records.write(lambda tx: tx.session.scalars(select(Membership)).one().__setattr__("clinic_id", north))
    tally, _ = import_all(
        records, [told(visit("1"), clinic="old"), told(visit("2"), clinic="old")], source="pas"
    )
    assert counted(tally) == (1, 2, 0, 0)
    stored = stored_visits(records)
    assert [stored[name]["place"][1] for name in ("1", "2")] == ["pas", "live"]


@pytest.mark.parametrize("code", ["007", "1E5", "03-04", "TRUE", "Ålesund", "ward 3"])
def test_codes_that_look_like_numbers_dates_or_words_stay_what_they_are(records: Records, code: str) -> None:
    lines = [told(visit(reference), clinic=code, clinician=code) for reference in ("007", "7")]
    assert counted(import_all(records, lines)[0]) == (2, 2, 0, 0)
    assert counted(import_all(records, lines)[0]) == (0, 0, 2, 0)
    assert {one["place"][::2] for one in stored_visits(records).values()} == {(code, code)}
