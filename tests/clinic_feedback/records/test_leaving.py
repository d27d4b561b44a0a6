"""Somebody leaves: every sign-in ends, and what was open waits for somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from clinic_feedback.keys import Purpose
from clinic_feedback.records.audit import latest
from clinic_feedback.records.clinics import ClinicChanges, set_clinic
from clinic_feedback.records.closing import close_due
from clinic_feedback.records.leaving import activate, deactivate
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.models.follow_ups import FollowUp, FollowUpState, Reason
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.open_work import hand_on, open_work
from clinic_feedback.records.refused_fields import RefusedFieldsError
from clinic_feedback.records.staff_accounts import Person, add_user
from clinic_feedback.records.staff_members import member_of_session
from clinic_feedback.records.staff_names import user_of
from clinic_feedback.records.staff_sessions import account_of, begin_session
from clinic_feedback.records.transaction import Records, Transaction
from forms.model import Side
from tests.clinic_feedback.people import DEFAULTS, TESTER, add_person
from tests.clinic_feedback.records.setting import TestClock, Visit, begin, new_visit, send_side

PLACE = (Role.CLINICIAN, "north")


@pytest.fixture
def visit(records: Records) -> Visit:
    """A visit of Kari's with a follow-up; Kari signs in as kari."""
    made = new_visit(records)
    person = Person("Kari Berg", "en", places=frozenset({PLACE}), clinician="north-1")

    def work(tx: Transaction) -> None:
        add_user(tx, TESTER, "kari", person)
        clinic_id = tx.session.scalars(select(Consultation.clinic_id)).one()
        consultation = tx.session.scalars(select(Consultation)).one()
        tx.session.add(
            FollowUp(
                public_id="followup1",
                consultation_id=consultation.id,
                clinic_id=clinic_id,
                reason=Reason.CONTACT,
                owner_id=made.clinician_id,
                made_at=tx.now,
                due_on=tx.now.date(),
            )
        )

    records.write(work)
    return made


def leave(records: Records, name: str = "kari", successors: Mapping[str, str] | None = None) -> None:
    """Deactivate somebody."""

    def work(tx: Transaction) -> None:
        user = user_of(tx, name)
        assert user is not None
        deactivate(tx, TESTER, user, successors or {})

    records.write(work)


def owners(records: Records) -> tuple[int, int | None]:
    """Whose the visit and the follow-up are."""
    with records.read() as tx:
        return (
            tx.session.scalars(select(Consultation.clinician_id)).one(),
            tx.session.scalars(select(FollowUp.owner_id)).one(),
        )


def test_open_forms_and_follow_ups_go_to_the_colleague_who_is_chosen(records: Records, visit: Visit) -> None:
    add_person(records, "per", PLACE)
    leave(records, successors={"north": "per"})
    whose, owner = owners(records)
    assert whose == owner != visit.clinician_id
    with records.read() as tx:
        assert tx.session.scalars(select(Consultation.profession)).one() == "nurse"
        told = [(entry.act, entry.subject) for entry in latest(tx, 3)]
    assert told == [("user_deactivated", "kari"), ("handed_on", "followup1"), ("handed_on", "north")]


NO_SUCCESSORS: dict[str, dict[str, str]] = {
    "nobody is chosen": {},
    "who leaves is chosen": {"north": "kari"},
    "somebody of another clinic": {"north": "away"},
    "chosen for another clinic": {"south": "per"},
}
"""What is given and what is said, by why it does not fit."""


def test_nobody_leaves_before_somebody_who_works_there_takes_over(records: Records, visit: Visit) -> None:
    add_person(records, "per", PLACE)
    records.write(lambda tx: set_clinic(tx, TESTER, "south", ClinicChanges(), DEFAULTS))
    add_person(records, "away", (Role.CLINICIAN, "south"))
    told = {}
    for why, successors in NO_SUCCESSORS.items():
        with pytest.raises(RefusedFieldsError) as refused:
            leave(records, successors=successors)
        told[why] = str(refused.value)
    assert told == dict.fromkeys(NO_SUCCESSORS, "take_over-north: successor_missing")
    assert owners(records) == (visit.clinician_id, visit.clinician_id)


def test_a_visit_whose_patient_has_begun_is_nobody_elses(records: Records, visit: Visit) -> None:
    add_person(records, "per", PLACE)
    begin(records, visit)
    leave(records, successors={"north": "per"})
    whose, follow_up = owners(records)
    assert whose == visit.clinician_id
    assert follow_up != visit.clinician_id


def test_where_nobody_else_works_the_contact_person_follows_up(records: Records, visit: Visit) -> None:
    leave(records)
    assert owners(records) == (visit.clinician_id, None)


def test_what_is_done_or_closed_stays_where_it_was(records: Records, visit: Visit, clock: TestClock) -> None:
    def finish(tx: Transaction) -> None:
        follow_up = tx.session.scalars(select(FollowUp)).one()
        follow_up.state, follow_up.how = FollowUpState.DONE, "called"

    records.write(finish)
    clock.forward(hours=73)
    add_person(records, "per", PLACE)
    leave(records)
    assert owners(records) == (visit.clinician_id, visit.clinician_id)


def test_every_sign_in_ends_and_none_begins_until_they_come_back(records: Records, visit: Visit) -> None:
    with records.read() as tx:
        account = account_of(tx, "kari")
    assert account is not None
    token = records.write(lambda tx: begin_session(tx, account, timedelta(hours=10)))
    assert token is not None
    leave(records)
    digest = records.keys.digest(Purpose.STAFF_SESSION, token)
    with records.read() as tx:
        assert member_of_session(tx, digest) is None
    assert records.write(lambda tx: begin_session(tx, account, timedelta(hours=10))) is None

    def come_back(tx: Transaction) -> None:
        user = user_of(tx, "kari")
        assert user is not None
        activate(tx, TESTER, user)

    records.write(come_back)
    with records.read() as tx:
        assert member_of_session(tx, digest) is None
    assert records.write(lambda tx: begin_session(tx, account, timedelta(hours=10))) is not None
    assert visit


def test_the_last_administrator_and_a_contact_person_cannot_leave_yet(records: Records, visit: Visit) -> None:
    add_person(records, "odd", Role.ADMINISTRATOR)
    add_person(records, "liv", (Role.CONTACT_PERSON, "north"))
    changes = ClinicChanges(contact_person="liv")
    records.write(lambda tx: set_clinic(tx, TESTER, "north", changes, DEFAULTS))
    with pytest.raises(RefusedFieldsError, match="user: last_administrator"):
        leave(records, "odd")
    with pytest.raises(RefusedFieldsError, match="user: is_contact_person"):
        leave(records, "liv")
    assert visit


def test_open_work_is_counted_by_clinic(records: Records, visit: Visit) -> None:
    with records.read() as tx:
        user = user_of(tx, "kari")
        assert user is not None
        (work,) = open_work(tx, user)
    assert (work.clinic_code, len(work.visits), len(work.follow_ups), work.colleagues) == ("north", 1, 1, ())
    assert visit


def test_what_arises_after_somebody_left_is_the_contact_persons(
    records: Records, clock: TestClock, visit: Visit
) -> None:
    begin(records, visit)
    leave(records)
    send_side(records, visit, Side.PATIENT, {"reassured": "not_at_all"})
    clock.forward(hours=73)
    close_due(records)
    with records.read() as tx:
        query = select(FollowUp.owner_id).filter_by(reason=Reason.NOT_REASSURED)
        assert tx.session.scalars(query).all() == [None]


def test_a_patient_who_begins_while_work_is_handed_on_keeps_the_clinician(
    records: Records, visit: Visit
) -> None:
    add_person(records, "per", PLACE)

    def work(tx: Transaction) -> None:
        user = user_of(tx, "kari")
        assert user is not None
        (listed,) = open_work(tx, user)
        # Past the session, as what somebody else has written in between.
        tx.connection.execute(update(SCHEMA.tables["consultation"]).values(patient_state="begun"))
        hand_on(tx, TESTER, listed, listed.colleagues[0])

    records.write(work)
    assert owners(records)[0] == visit.clinician_id
