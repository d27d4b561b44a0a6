"""The clinician's own form, on both engines: kept, opened again, sent once."""

from __future__ import annotations

from sqlalchemy import select

from clinic_feedback.records.audit import Act, latest
from clinic_feedback.records.drafts import PageTurned
from clinic_feedback.records.models.consultations import Draft
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.own_forms import OwnDoor, OwnForm, own_form, send_own, turn_own_page
from clinic_feedback.records.sending import Outcome
from clinic_feedback.records.transaction import Records
from forms.model import LinkId, Side
from forms.responses import Response
from tests.clinic_feedback.clinician.house import House, Person, house
from tests.clinic_feedback.records.setting import TestClock, Visit, begin, send_side

HEARD, WORRIED = LinkId("heard"), LinkId("worried")


def opened(there: House, visit: Visit, by: Person | None = None) -> OwnForm | None:
    with there.records.read() as tx:
        return own_form(tx, visit.public_id, (by or there.kari).member)


def answers(there: House, visit: Visit, by: Person | None = None) -> object:
    form = opened(there, visit, by)
    assert form is not None
    return form.filled and form.filled.answers


def turn(there: House, visit: Visit, page: PageTurned, by: Person | None = None) -> OwnDoor | None:
    member = (by or there.kari).member
    return there.records.write(lambda tx: turn_own_page(tx, visit.public_id, member, page))


def sent(there: House, visit: Visit, response: Response, by: Person | None = None) -> Outcome | None:
    member = (by or there.kari).member
    return there.records.write(lambda tx: send_own(tx, visit.public_id, member, response, None))


def test_each_page_changes_its_own_answers_alone(records: Records) -> None:
    there = house(records)
    visit = there.visit()
    assert answers(there, visit) is None
    turn(there, visit, PageTurned({HEARD: "mostly"}))
    turn(there, visit, PageTurned({WORRIED: "very"}))
    turn(there, visit, PageTurned({HEARD: None}))
    assert answers(there, visit) == {WORRIED: "very"}


def test_a_form_is_nobody_elses(records: Records) -> None:
    there = house(records)
    visit = there.visit()
    turn(there, visit, PageTurned({HEARD: "mostly"}))
    assert opened(there, visit, there.ola) is None
    assert turn(there, visit, PageTurned({HEARD: "partly"}), there.ola) is None
    assert sent(there, visit, Response({}, "en"), there.ola) is None
    assert answers(there, visit) == {HEARD: "mostly"}


def test_what_is_filled_in_is_kept_for_half_a_day_and_sealed(records: Records, clock: TestClock) -> None:
    there = house(records)
    visit = there.visit()
    turn(there, visit, PageTurned({LinkId("comment"): "MARKER-cs"}))
    with records.read() as tx:
        (draft,) = tx.session.scalars(select(Draft)).all()
        assert draft.side == Side.CLINICIAN
        assert b"MARKER" not in draft.body_enc
    clock.forward(hours=11, minutes=59)
    assert answers(there, visit) == {"comment": "MARKER-cs"}
    clock.forward(minutes=1)
    assert answers(there, visit) is None


def test_a_form_is_sent_once_and_sending_it_again_says_so(records: Records) -> None:
    there = house(records)
    visit = there.visit()
    turn(there, visit, PageTurned({HEARD: "mostly"}))
    response = Response({HEARD: "mostly"}, "en")
    assert sent(there, visit, response) is Outcome.ACCEPTED
    assert sent(there, visit, response) is Outcome.REPEATED
    assert sent(there, visit, Response({HEARD: "partly"}, "en")) is Outcome.OTHERS_SENT
    assert turn(there, visit, PageTurned({HEARD: "partly"})) is OwnDoor.SENT
    with records.read() as tx:
        (row,) = tx.session.scalars(select(ResponseRow)).all()
        assert (row.answers, row.mode, row.side) == ({HEARD: "mostly"}, Mode.BROWSER, Side.CLINICIAN)
        assert [entry.act for entry in latest(tx, 9)].count(Act.OWN_FORM_SENT) == 1
        assert tx.session.scalars(select(Draft)).all() == []


def test_a_form_closes_with_its_visit(records: Records, clock: TestClock) -> None:
    there = house(records)
    visit = there.visit()
    clock.forward(hours=72)
    form = opened(there, visit)
    assert form is not None
    assert form.door is OwnDoor.CLOSED
    assert turn(there, visit, PageTurned({HEARD: "mostly"})) is OwnDoor.CLOSED
    assert sent(there, visit, Response({HEARD: "mostly"}, "en")) is Outcome.CLOSED
    assert answers(there, visit) is None


def test_the_own_form_is_the_same_whatever_the_patient_did(records: Records) -> None:
    there = house(records)
    silent, sharing = there.visit(), there.visit()
    begin(records, sharing)
    send_side(records, sharing, Side.PATIENT, {"reassured": "not_at_all", "worried": "very"})
    looks = []
    for visit in (silent, sharing):
        form = opened(there, visit)
        assert form is not None
        looks.append((form.door, form.filled, form.handed_over, form.closes_at))
    assert looks[0] == looks[1]
