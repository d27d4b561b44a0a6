"""Handing over: the sign-in of one browser ends, and a way in to the patient's form is there."""

from __future__ import annotations

from clinic_feedback.keys import Purpose
from clinic_feedback.records.audit import Act, latest
from clinic_feedback.records.handing_over import hand_over
from clinic_feedback.records.patient_forms import Door, Ticket, patient_form
from clinic_feedback.records.staff_members import StaffMember, member_of_session
from clinic_feedback.records.staff_sessions import Account, begin_session
from clinic_feedback.records.transaction import Records
from tests.clinic_feedback.clinician.house import HASH, HOURS_SIGNED_IN, House, Person, house, visit_row
from tests.clinic_feedback.records.setting import TestClock, Visit


def handed(there: House, visit: Visit, by: Person) -> Ticket | None:
    session = session_of(there, by.token)
    return there.records.write(lambda tx: hand_over(tx, visit.public_id, by.member, session))


def session_of(there: House, token: str) -> bytes:
    return there.records.keys.digest(Purpose.STAFF_SESSION, token)


def who(there: House, token: str) -> StaffMember | None:
    with there.records.read() as tx:
        return member_of_session(tx, session_of(there, token))


def test_the_sign_in_ends_and_the_form_opens(records: Records) -> None:
    there = house(records)
    visit = there.visit()
    ticket = handed(there, visit, there.kari)
    assert ticket is not None
    assert who(there, there.kari.token) is None
    assert visit_row(records, visit.public_id).handed_over
    with records.read() as tx:
        form = patient_form(tx, visit.public_id, ticket)
        assert form is not None
        assert (form.door, form.begun) == (Door.OPEN, False)
        assert (latest(tx, 1)[0].act, latest(tx, 1)[0].subject) == (Act.HAND_OVER, visit.public_id)


def test_other_browsers_of_the_same_person_stay_signed_in(records: Records) -> None:
    there = house(records)
    account = Account(there.kari.member.user_id, there.kari.member.username, HASH, active=True)
    desk = records.write(lambda tx: begin_session(tx, account, HOURS_SIGNED_IN))
    assert desk is not None
    handed(there, there.visit(), there.kari)
    assert who(there, desk) is not None


def test_nothing_is_handed_over_that_is_anothers_or_closed(records: Records, clock: TestClock) -> None:
    there = house(records)
    visit = there.visit()
    assert handed(there, visit, there.ola) is None
    assert who(there, there.ola.token) is not None
    clock.forward(hours=5)
    old = there.visit(hours_ago=72)
    assert handed(there, old, there.kari) is None
    assert who(there, there.kari.token) is not None
    assert not visit_row(records, visit.public_id).handed_over


def test_every_handing_over_gives_a_key_and_a_link_of_its_own(records: Records) -> None:
    there = house(records)
    visit = there.visit()
    first, second = handed(there, visit, there.kari), handed(there, visit, there.kari)
    assert first is not None
    assert second is not None
    assert {first.key, first.token}.isdisjoint({second.key, second.token})
