"""A visit is begun in one step, once, by a clinician of a clinic that is live."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clinic_feedback.codes import new_public_id
from clinic_feedback.records.audit import Act, latest
from clinic_feedback.records.handing_over import hand_over
from clinic_feedback.records.invitations import link_for_code, visit_of_link
from clinic_feedback.records.live_visits import BegunVisit, NotBegun, begin, visit_places
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.transaction import Records, Transaction
from tests.clinic_feedback.clinician.house import House, Person, house, visit_row
from tests.clinic_feedback.records.setting import TestClock


def begun(
    there: House, public_id: str, by: Person | None = None, code: str = "north"
) -> BegunVisit | NotBegun:
    member = (by or there.kari).member
    return there.records.write(lambda tx: begin(tx, member, code, public_id))


def ways_of(found: BegunVisit | NotBegun) -> tuple[str, str]:
    assert isinstance(found, BegunVisit)
    assert found.ways is not None
    return found.ways.token, found.ways.code


def test_one_step_makes_a_visit_held_now_with_both_ways_in(records: Records, clock: TestClock) -> None:
    there = house(records)
    public_id = new_public_id()
    token, code = ways_of(begun(there, public_id))
    row = visit_row(records, public_id)
    assert (row.held_at, row.closes_at) == (clock.now(), clock.now() + timedelta(hours=72))
    assert (row.clinician_id, row.form, row.profession) == (
        there.kari.clinician_id,
        "full",
        "physiotherapist",
    )
    with records.read() as tx:
        assert visit_of_link(tx, token) == public_id
        assert latest(tx, 1)[0].act == Act.VISIT_MADE
    found = records.write(lambda tx: link_for_code(tx, code))  # type: ignore[arg-type] # as it was shown
    assert found is not None
    assert found[0] == public_id


def test_a_page_that_is_posted_again_makes_no_second_visit(records: Records) -> None:
    there = house(records)
    public_id = new_public_id()
    first, second = ways_of(begun(there, public_id)), ways_of(begun(there, public_id))
    assert first != second
    with records.read() as tx:
        assert tx.session.scalar(select(func.count(Consultation.id))) == 1
        assert visit_of_link(tx, second[0]) == public_id


def test_after_the_handing_over_no_way_in_is_shown_again(records: Records) -> None:
    there = house(records)
    public_id = new_public_id()
    begun(there, public_id)
    records.write(lambda tx: hand_over(tx, public_id, there.kari.member, b"no sign-in" * 3))
    assert begun(there, public_id) == BegunVisit(public_id, None)


def test_nobody_gets_a_way_in_to_anothers_visit(records: Records) -> None:
    there = house(records)
    visit = there.visit()
    assert begun(there, visit.public_id, there.ola) is NotBegun.NOT_THEIRS


def nothing_set(tx: Transaction, there: House) -> None:
    tx.session.get_one(Clinic, there.clinic_id).not_urgent = None


def left(tx: Transaction, there: House) -> None:
    tx.session.get_one(Clinician, there.kari.clinician_id).active = False


@pytest.mark.parametrize("change", [nothing_set, left])
def test_no_visit_begins_where_patients_could_not_be_helped(records: Records, change: object) -> None:
    there = house(records)
    records.write(lambda tx: change(tx, there))  # type: ignore[operator] # one of the two above
    public_id = new_public_id()
    assert begun(there, public_id) is NotBegun.NOT_LIVE
    with records.read() as tx:
        assert tx.session.scalars(select(Consultation)).all() == []


def test_a_clinic_that_is_not_ones_own_is_not_offered(records: Records) -> None:
    there, elsewhere = house(records), house(records, "south")
    with records.read() as tx:
        places = visit_places(tx, there.kari.member)
        assert [(place.clinic_code, place.missing) for place in places] == [("north", ())]
        assert visit_places(tx, there.contact.member) == ()
    assert begun(there, new_public_id(), code=elsewhere.code) is NotBegun.NOT_LIVE


def test_a_clinic_that_is_not_live_says_what_it_lacks(records: Records) -> None:
    there = house(records)
    records.write(lambda tx: nothing_set(tx, there))
    with records.read() as tx:
        (place,) = visit_places(tx, there.kari.member)
    assert place.missing == ("missing_not_urgent",)
