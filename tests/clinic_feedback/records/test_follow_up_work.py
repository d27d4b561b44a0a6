"""Follow-ups, on both engines: who sees how much of them, who may do what, and that nobody overwrites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from clinic_feedback.records.follow_up_lists import FollowUpSeen, Part, overdue_of_others, own_follow_ups
from clinic_feedback.records.follow_up_work import (
    Conflict,
    NotTheirsError,
    Turn,
    colleagues,
    finish,
    hand_on,
    plan,
)
from clinic_feedback.records.models.clinics import Clinic, Clinician, Profession
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.follow_ups import FollowUp, FollowUpState, How, Reason
from clinic_feedback.records.models.safety import AuditEntry
from clinic_feedback.records.models.staff import Membership, Role, User
from clinic_feedback.records.staff_members import StaffMember, member
from clinic_feedback.records.transaction import Records, Transaction
from forms.model import Side
from tests.clinic_feedback.records.setting import TestClock, Visit, begin, new_visit, send_side
from tests.forms.pairs import example

C08 = example("c08")
PATIENT: Mapping[str, Any] = C08["patient"]["answers"]
CLINICIAN: Mapping[str, Any] = C08["clinician"]["answers"]


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works where: Kari held the visit, Ola is her colleague, Eva the contact person; Siv is elsewhere."""

    kari: StaffMember
    ola: StaffMember
    eva: StaffMember
    siv: StaffMember


def employed(
    tx: Transaction, name: str, clinic: Clinic, role: Role, clinician: Clinician | None = None
) -> StaffMember:
    """Somebody who can sign in, with one post."""
    user = User(username=name.lower(), name=name, fs_uniquifier=name)
    tx.session.add(user)
    tx.session.flush()
    tx.session.add(
        Membership(
            user_id=user.id,
            clinic_id=clinic.id,
            role=role,
            clinician_id=clinician.id if clinician else None,
        )
    )
    tx.session.flush()
    return member(tx, user)


@pytest.fixture
def visit(records: Records) -> Visit:
    """A visit that Kari held, and nobody has answered."""
    return new_visit(records)


@pytest.fixture
def staff(records: Records, visit: Visit) -> Staff:
    """The people of the clinic, and one of another."""
    assert visit
    new_visit(records, code="south")

    def work(tx: Transaction) -> Staff:
        clinics = {clinic.code: clinic for clinic in tx.session.scalars(select(Clinic))}
        people = {one.code: one for one in tx.session.scalars(select(Clinician))}
        ola = Clinician(source="live", code="ola", name="Ola Dahl", profession=Profession.NURSE)
        tx.session.add(ola)
        tx.session.flush()
        north, south = clinics["north"], clinics["south"]
        return Staff(
            employed(tx, "Kari", north, Role.CLINICIAN, people["north-1"]),
            employed(tx, "Ola", north, Role.CLINICIAN, ola),
            employed(tx, "Eva", north, Role.CONTACT_PERSON),
            employed(tx, "Siv", south, Role.CLINICIAN, people["south-1"]),
        )

    return records.write(work)


def not_reassured(records: Records, visit: Visit) -> None:
    """Both sides answer, and the patient is not reassured."""
    begin(records, visit)
    send_side(records, visit, Side.PATIENT, PATIENT)
    send_side(records, visit, Side.CLINICIAN, CLINICIAN)


def wishes(records: Records, visit: Visit, who: str) -> None:
    """The patient asks to be contacted."""
    begin(records, visit)
    send_side(records, visit, Side.PATIENT, {"contact": who})


def own(records: Records, who: StaffMember) -> tuple[FollowUpSeen, ...]:
    with records.read() as tx:
        return own_follow_ups(tx, who)


def overdue(records: Records, who: StaffMember) -> tuple[FollowUpSeen, ...]:
    with records.read() as tx:
        return overdue_of_others(tx, who)


def keys_of_colleagues(records: Records, who: StaffMember, public_id: str) -> list[str]:
    with records.read() as tx:
        return [one.key for one in colleagues(tx, who, public_id)]


def turn(who: StaffMember, seen: FollowUpSeen) -> Turn:
    return Turn(who, seen.public_id, seen.revision)


def test_the_clinician_of_the_visit_sees_why_and_where(records: Records, visit: Visit, staff: Staff) -> None:
    not_reassured(records, visit)
    (seen,) = own(records, staff.kari)
    assert (seen.reason, seen.visit, seen.owner) == (Reason.NOT_REASSURED, visit.public_id, "Kari Berg")
    assert (seen.part, seen.state, seen.overdue) == (Part.OWNER, FollowUpState.OPEN, False)
    assert (seen.due_on.isoformat(), seen.due_days, seen.held_at) == ("2026-03-05", 3, records.clock.now())
    for other in (staff.ola, staff.eva, staff.siv):
        assert (own(records, other), overdue(records, other)) == ((), ())


def test_a_follow_up_is_overdue_from_midnight_at_the_clinic(
    records: Records, visit: Visit, staff: Staff, clock: TestClock
) -> None:
    not_reassured(records, visit)
    found = []
    for minute in ("22:59", "23:00"):  # in Oslo it is an hour later
        clock.moment = clock.moment.fromisoformat(f"2026-03-05 {minute}+00:00")
        (seen,) = own(records, staff.kari)
        found.append((seen.overdue, len(overdue(records, staff.eva))))
    assert found == [(False, 0), (True, 1)]


def test_what_lies_too_long_reaches_the_contact_person_but_not_what_it_is(
    records: Records, visit: Visit, staff: Staff, clock: TestClock
) -> None:
    not_reassured(records, visit)
    clock.forward(days=10)
    (seen,) = overdue(records, staff.eva)
    assert (seen.reason, seen.visit, seen.held_at) == (None, None, None)
    assert (seen.owner, seen.part) == ("Kari Berg", Part.LOOKS_AFTER)
    assert overdue(records, staff.ola) == overdue(records, staff.siv) == ()


def test_a_wish_looks_to_the_contact_person_like_any_other_thing_that_lies_too_long(
    records: Records, visit: Visit, staff: Staff, clock: TestClock
) -> None:
    wishes(records, visit, "my_clinician")
    clock.forward(days=10)
    (seen,) = overdue(records, staff.eva)
    assert (seen.reason, seen.visit, seen.held_at, seen.for_other) == (None, None, None, False)
    (own_one,) = own(records, staff.kari)
    assert (own_one.reason, own_one.visit) == (Reason.CONTACT, visit.public_id)


def test_a_wish_for_somebody_else_is_the_contact_persons_alone(
    records: Records, visit: Visit, staff: Staff, clock: TestClock
) -> None:
    wishes(records, visit, "someone_else")
    (seen,) = own(records, staff.eva)
    assert (seen.reason, seen.for_other, seen.owner) == (Reason.CONTACT, True, None)
    assert seen.held_at is not None
    assert seen.visit is None  # she may not open it
    clock.forward(days=10)
    assert overdue(records, staff.eva) == ()
    assert [one.overdue for one in own(records, staff.eva)] == [True]
    for other in (staff.kari, staff.ola, staff.siv):
        assert (own(records, other), overdue(records, other)) == ((), ())


def test_planned_and_done_are_noted_with_who_and_on_the_trail(
    records: Records, visit: Visit, staff: Staff
) -> None:
    not_reassured(records, visit)
    (seen,) = own(records, staff.kari)
    assert records.write(lambda tx: plan(tx, turn(staff.kari, seen))) is None
    (planned,) = own(records, staff.kari)
    assert (planned.state, planned.revision) == (FollowUpState.PLANNED, seen.revision + 1)
    assert records.write(lambda tx: finish(tx, turn(staff.kari, planned), How.CALLED)) is None
    assert own(records, staff.kari) == ()
    with records.read() as tx:
        row = tx.session.scalars(select(FollowUp)).one()
        entries = [(one.actor, one.act, one.subject) for one in tx.session.scalars(select(AuditEntry))]
    assert (row.state, row.how, row.done_at, row.changed_by_id) == (
        "done",
        "called",
        records.clock.now(),
        staff.kari.user_id,
    )
    assert entries == [("kari", "follow_up_changed", seen.public_id)] * 2


def test_who_comes_second_is_told_who_was_first_and_changes_nothing(
    records: Records, visit: Visit, staff: Staff
) -> None:
    wishes(records, visit, "someone_else")
    (seen,) = own(records, staff.eva)
    records.write(lambda tx: finish(tx, turn(staff.eva, seen), How.WROTE))
    second = turn(staff.eva, seen)
    assert records.write(lambda tx: plan(tx, second)) == Conflict("Eva")
    assert records.write(lambda tx: finish(tx, second, How.CALLED)) == Conflict("Eva")
    with records.read() as tx:
        row = tx.session.scalars(select(FollowUp)).one()
        assert (row.state, row.how, row.revision) == ("done", "wrote", 2)
        assert len(tx.session.scalars(select(AuditEntry)).all()) == 1


def test_what_was_handed_on_meanwhile_names_who_did_it(records: Records, visit: Visit, staff: Staff) -> None:
    not_reassured(records, visit)
    (seen,) = own(records, staff.kari)
    assert records.write(lambda tx: hand_on(tx, turn(staff.kari, seen), "live:ola")) is None
    assert records.write(lambda tx: plan(tx, turn(staff.kari, seen))) == Conflict("Kari")


def test_who_takes_over_that_a_patient_is_not_reassured_sees_that_and_not_what(
    records: Records, visit: Visit, staff: Staff
) -> None:
    not_reassured(records, visit)
    (seen,) = own(records, staff.kari)
    records.write(lambda tx: plan(tx, turn(staff.kari, seen)))
    (planned,) = own(records, staff.kari)
    records.write(lambda tx: hand_on(tx, turn(staff.kari, planned), "live:ola"))
    assert own(records, staff.kari) == ()
    (theirs,) = own(records, staff.ola)
    assert (theirs.reason, theirs.visit, theirs.held_at, theirs.for_other) == (None, None, None, False)
    assert (theirs.owner, theirs.state, theirs.due_on) == ("Ola Dahl", FollowUpState.OPEN, seen.due_on)
    assert keys_of_colleagues(records, staff.ola, seen.public_id) == ["live:north-1"]


def test_a_wish_is_handed_on_to_anybody_but_the_visits_clinician(
    records: Records, visit: Visit, staff: Staff
) -> None:
    wishes(records, visit, "someone_else")
    (seen,) = own(records, staff.eva)
    assert keys_of_colleagues(records, staff.eva, seen.public_id) == ["live:ola"]
    with pytest.raises(NotTheirsError):
        records.write(lambda tx: hand_on(tx, turn(staff.eva, seen), "live:north-1"))
    records.write(lambda tx: hand_on(tx, turn(staff.eva, seen), "live:ola"))
    (theirs,) = own(records, staff.ola)
    assert (theirs.reason, theirs.visit, theirs.held_at) == (Reason.CONTACT, None, records.clock.now())
    with records.read() as tx:
        assert [one.act for one in tx.session.scalars(select(AuditEntry))] == ["handed_on"]


def test_the_contact_person_can_give_away_what_lies_too_long_and_no_more(
    records: Records, visit: Visit, staff: Staff, clock: TestClock
) -> None:
    not_reassured(records, visit)
    (fresh,) = own(records, staff.kari)
    with pytest.raises(NotTheirsError):
        records.write(lambda tx: hand_on(tx, turn(staff.eva, fresh), "live:ola"))
    assert keys_of_colleagues(records, staff.eva, fresh.public_id) == []
    clock.forward(days=10)
    (seen,) = overdue(records, staff.eva)
    with pytest.raises(NotTheirsError):
        records.write(lambda tx: plan(tx, turn(staff.eva, seen)))
    with pytest.raises(NotTheirsError):
        records.write(lambda tx: finish(tx, turn(staff.eva, seen), How.CALLED))
    assert keys_of_colleagues(records, staff.eva, seen.public_id) == ["live:ola"]
    assert records.write(lambda tx: hand_on(tx, turn(staff.eva, seen), "live:ola")) is None


def closed(_: Transaction, row: FollowUp) -> None:
    row.state, row.how = "done", "called"


def gone(tx: Transaction, row: FollowUp) -> None:
    tx.session.delete(row)


def left_alone(_: Transaction, __: FollowUp) -> None:
    """Nothing happens to it."""


@pytest.mark.parametrize("new_database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("who", "happening", "revision", "reason"),
    [
        ("ola", left_alone, 1, "a colleague's is not theirs"),
        ("siv", left_alone, 1, "nor is another clinic's"),
        ("siv", left_alone, 7, "who is told nothing, whatever they post"),
        ("kari", left_alone, 7, "a number that no page showed"),
        ("kari", closed, 1, "what is done is done"),
        ("kari", gone, 1, "the patient took it back"),
    ],
)
def test_nobody_changes_what_is_not_theirs_to_change(  # noqa: PLR0913, PLR0917 - a row of the table
    records: Records,
    visit: Visit,
    staff: Staff,
    who: str,
    happening: Callable[[Transaction, FollowUp], None],
    revision: int,
    reason: str,
) -> None:
    not_reassured(records, visit)
    (seen,) = own(records, staff.kari)
    records.write(lambda tx: happening(tx, tx.session.scalars(select(FollowUp)).one()))
    wanted = Turn(getattr(staff, who), seen.public_id, revision)
    with pytest.raises(NotTheirsError):
        records.write(lambda tx: plan(tx, wanted))
    assert reason


def test_who_is_not_of_the_clinic_is_not_even_told_who_changed_it(
    records: Records, visit: Visit, staff: Staff
) -> None:
    not_reassured(records, visit)
    (seen,) = own(records, staff.kari)
    records.write(lambda tx: plan(tx, turn(staff.kari, seen)))
    assert records.write(lambda tx: plan(tx, turn(staff.ola, seen))) == Conflict("Kari")
    with pytest.raises(NotTheirsError):
        records.write(lambda tx: plan(tx, turn(staff.siv, seen)))


def test_only_colleagues_who_can_sign_in_take_over(records: Records, visit: Visit, staff: Staff) -> None:
    not_reassured(records, visit)
    (seen,) = own(records, staff.kari)
    assert keys_of_colleagues(records, staff.kari, seen.public_id) == ["live:ola"]

    def leaves(tx: Transaction) -> None:
        tx.session.get_one(User, staff.ola.user_id).active = False

    records.write(leaves)
    assert keys_of_colleagues(records, staff.kari, seen.public_id) == []
    with pytest.raises(NotTheirsError):
        records.write(lambda tx: hand_on(tx, turn(staff.kari, seen), "live:ola"))


def test_the_first_due_comes_first(records: Records, visit: Visit, staff: Staff) -> None:
    not_reassured(records, visit)
    (seen,) = own(records, staff.kari)

    def another(tx: Transaction) -> None:
        row = tx.session.scalars(select(FollowUp)).one()
        sooner = FollowUp(
            public_id="sooner",
            consultation_id=tx.session.scalars(select(Consultation.id)).first(),
            clinic_id=row.clinic_id,
            reason=Reason.CONTACT,
            owner_id=row.owner_id,
            made_at=tx.now,
            due_on=row.due_on - timedelta(days=1),
        )
        tx.session.add(sooner)

    records.write(another)
    assert [one.public_id for one in own(records, staff.kari)] == ["sooner", seen.public_id]
