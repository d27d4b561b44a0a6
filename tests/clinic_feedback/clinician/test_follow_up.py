"""Following up: planned, done, passed on, and two people who do it at once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from clinic_feedback.records.models.follow_ups import FollowUp
from tests.clinic_feedback.clinician.browser import forms_of, path_of
from tests.clinic_feedback.clinician.conftest import SignedIn
from tests.clinic_feedback.clinician.house import House
from tests.clinic_feedback.clinician.patients import (
    answers_own_form,
    asks_for_another,
    asks_for_contact,
    shares,
)
from tests.clinic_feedback.records.setting import TestClock


@pytest.fixture
def follow_up(there: House) -> str:
    """The address of a request for contact that Kari has to follow up."""
    asks_for_contact(there.records, there.visit())
    return f"/staff/follow-ups/{row(there).public_id}"


def row(there: House) -> FollowUp:
    with there.records.read() as tx:
        (found,) = tx.session.scalars(select(FollowUp)).all()
        tx.session.expunge(found)
        return found


def test_it_is_planned_and_then_done(there: House, browser: SignedIn, follow_up: str) -> None:
    kari = browser(there.kari)
    page = kari.press(kari.get(follow_up), "plan")
    assert "Planned" in page.text
    assert row(there).state == "planned"
    page = kari.press(page, "how", "called")
    assert path_of(page) == "/staff/today"
    assert "Nothing to follow up." in page.text
    assert (row(there).state, row(there).how) == ("done", "called")


def test_the_first_page_and_the_visits_page_lead_to_it(
    there: House, browser: SignedIn, follow_up: str
) -> None:
    kari = browser(there.kari)
    assert f'href="/feedback{follow_up}"' in kari.get("/staff/today").text
    with there.records.read() as tx:
        visit = tx.session.get_one(FollowUp, row(there).id).consultation_id
    assert visit


def test_a_visit_that_asks_for_it_offers_what_can_be_done(there: House, browser: SignedIn) -> None:
    visit = there.visit()
    shares(there.records, visit)
    answers_own_form(there.records, visit)
    kari = browser(there.kari)
    kari.press(kari.get(f"/staff/visits/{visit.public_id}"), "how", "new_appointment")
    assert row(there).how == "new_appointment"


def test_it_is_passed_on_to_a_colleague(there: House, browser: SignedIn, follow_up: str) -> None:
    kari = browser(there.kari)
    page = kari.press(kari.get(follow_up), "hand_on", colleague="live:ola-north")
    assert "Nothing to follow up." in page.text
    assert kari.get(follow_up).status_code == 404
    ola = browser(there.ola).get(follow_up)
    assert "The patient would like to be contacted" in ola.text


def test_what_somebody_else_changed_is_told_and_not_overwritten(
    there: House, browser: SignedIn, follow_up: str
) -> None:
    one, two = browser(there.kari), browser(there.again(there.kari))
    shown = two.get(follow_up)
    one.press(one.get(follow_up), "plan")
    late = two.press(shown, "how", "wrote")
    assert late.status_code == 409
    assert "Kari-North changed this a moment ago." in late.text
    assert row(there).state == "planned"
    assert path_of(two.press(late, "how", "wrote")) == "/staff/today"


def test_what_is_gone_meanwhile_is_told_too(there: House, browser: SignedIn, follow_up: str) -> None:
    one, two = browser(there.kari), browser(there.again(there.kari))
    shown = two.get(follow_up)
    one.press(one.get(follow_up), "how", "called")
    late = two.press(shown, "plan")
    assert late.status_code == 409
    assert "changed this a moment ago" in late.text
    assert [form for form in forms_of(late) if form.buttons] == []


def test_others_have_nothing_to_do_with_it(there: House, browser: SignedIn, follow_up: str) -> None:
    token_page = browser(there.kari).get(follow_up)
    for somebody in (browser(there.ola), browser(there.contact)):
        assert somebody.get(follow_up).status_code == 404
        csrf = somebody.token_of(somebody.get("/staff/today"))
        for act in ("plan", "done", "hand-on"):
            sent = {"csrf": csrf, "revision": "1", "how": "called", "colleague": "live:ola-north"}
            assert somebody.post(f"{follow_up}/{act}", sent).status_code == 404
    assert token_page.status_code == 200
    assert row(there).state == "open"


@pytest.mark.parametrize(
    "sent",
    [{"how": "forgot"}, {"how": ""}, {"how": "called", "revision": "x"}, {"how": "called", "csrf": "x"}],
)
def test_a_form_that_is_not_ours_changes_nothing(
    sent: dict[str, str], there: House, browser: SignedIn, follow_up: str
) -> None:
    kari = browser(there.kari)
    whole = {"csrf": kari.token_of(kari.get(follow_up)), "revision": "1"} | sent
    kari.post(f"{follow_up}/done", whole)
    assert row(there).state == "open"


def test_a_contact_person_takes_care_of_who_asked_for_somebody_else(there: House, browser: SignedIn) -> None:
    visit = there.visit()
    asks_for_another(there.records, visit)
    anne = browser(there.contact)
    page = anne.get(f"/staff/follow-ups/{row(there).public_id}")
    assert "by someone other than the clinician" in page.text
    assert visit.public_id not in page.text
    assert "Kari" not in page.text
    anne.press(page, "how", "called")
    assert row(there).how == "called"


def test_what_is_overdue_can_be_given_away_without_knowing_what_it_is(
    there: House, browser: SignedIn, follow_up: str, clock: TestClock
) -> None:
    clock.forward(days=5)
    anne = browser(there.again(there.contact))
    page = anne.get(follow_up)
    assert "What it is about is shown to Kari-North alone." in page.text
    assert [name for form in forms_of(page) for name, _ in form.buttons] == ["hand_on"]
    anne.press(page, "hand_on", colleague="live:ola-north")
    assert "Nothing to follow up." in browser(there.again(there.kari)).get("/staff/today").text
