"""A clinician's first page: what waits, and that no patient shows in it."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import update

from clinic_feedback.languages import date_text
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.staff import Membership, User
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.visit_lists import VISITS_OF_A_PAGE
from tests.clinic_feedback.clinician.conftest import SignedIn
from tests.clinic_feedback.clinician.house import House, house
from tests.clinic_feedback.clinician.patients import (
    NOTHING_TO_SEE,
    answers_own_form,
    asks_for_another,
    asks_for_contact,
    shares,
)
from tests.clinic_feedback.records.setting import TestClock

NEW = re.compile(r"/visits/[0-9a-z]{16}/new")


def without_chance(page: str) -> str:
    """A page without the id that it chose for a visit that is not made yet."""
    return NEW.sub("/visits/ID/new", page)


def test_forms_that_wait_stand_first_the_oldest_on_top_with_their_closing(
    there: House, browser: SignedIn
) -> None:
    young, old = there.visit(), there.visit(hours_ago=24)
    page = browser(there.kari).get("/staff/today").text
    assert page.index(old.public_id) < page.index(young.public_id)
    assert page.index("Your forms to fill in") < page.index("Follow-up") < page.index("Your visits")
    assert f"{date_text(date(2026, 3, 1), 'en')} at" in page
    assert "The form closes 4 March 2026 11:00." in page


def test_times_are_those_of_the_clinics_clock(there: House, browser: SignedIn, clock: TestClock) -> None:
    clock.moment = clock.moment.replace(month=7, day=1, hour=23, minute=30)
    there.visit()
    assert (
        "Visit 2 July 2026 01:30, Clinic north" in browser(there.again(there.kari)).get("/staff/today").text
    )


def test_the_page_is_the_same_whatever_the_patient_did(there: House, browser: SignedIn) -> None:
    kari, happenings = browser(there.kari), (*NOTHING_TO_SEE, shares)
    visits = [there.visit() for _ in happenings]
    before = without_chance(kari.get("/staff/today").text)
    assert all(visit.public_id in before for visit in visits)
    for happening, visit in zip(happenings, visits, strict=True):
        happening(there.records, visit)
        assert without_chance(kari.get("/staff/today").text) == before, happening.__doc__


def test_it_stays_the_same_after_the_own_form_and_after_closing(
    there: House, browser: SignedIn, clock: TestClock
) -> None:
    visits = [there.visit() for _ in NOTHING_TO_SEE]
    for happening, visit in zip(NOTHING_TO_SEE, visits, strict=True):
        happening(there.records, visit)
        answers_own_form(there.records, visit)
    for hours in (0, 100):
        clock.forward(hours=hours)
        page = browser(there.again(there.kari)).get("/staff/today").text
        rows = rows_of(page)
        assert rows.keys() == {visit.public_id for visit in visits}
        assert len(set(rows.values())) == 1
        assert "Nothing to follow up." in page


def rows_of(page: str) -> dict[str, str]:
    """What stands in a list of visits, by id."""
    return dict(
        re.findall(r'<li><a class="cf-row-main" href="/feedback/staff/visits/(\w+)">(.*?)</a></li>', page)
    )


def test_a_request_for_contact_is_there_at_once_without_an_answer(there: House, browser: SignedIn) -> None:
    visit = there.visit()
    asks_for_contact(there.records, visit)
    kari = browser(there.kari)
    page = kari.get("/staff/today").text
    assert "The patient would like to be contacted" in page
    assert "The patient would like" not in browser(there.ola).get("/staff/today").text
    assert "The patient would like" not in browser(there.contact).get("/staff/today").text


def test_a_contact_person_sees_who_asked_for_somebody_else(there: House, browser: SignedIn) -> None:
    visit = there.visit()
    asks_for_another(there.records, visit)
    anne = browser(there.contact).get("/staff/today").text
    assert "The patient would like to be contacted" in anne
    assert visit.public_id not in anne
    assert "New visit" not in anne
    assert "Nothing to follow up." in browser(there.kari).get("/staff/today").text


def test_a_contact_person_sees_that_something_is_overdue_and_not_what(
    there: House, browser: SignedIn, clock: TestClock
) -> None:
    visit = there.visit()
    asks_for_contact(there.records, visit)
    assert "past its due date" not in browser(there.contact).get("/staff/today").text
    clock.forward(days=4)
    page = browser(there.again(there.contact)).get("/staff/today").text
    due = date_text(date(2026, 3, 5), "en")
    assert f"A follow-up assigned to Kari-North was due {due}." in page
    assert "contacted" not in page
    assert visit.public_id not in page


def test_long_lists_have_pages(there: House, browser: SignedIn) -> None:
    visits = [there.visit(hours_ago=100 + hour).public_id for hour in range(VISITS_OF_A_PAGE + 1)]
    kari = browser(there.kari)
    first, second = kari.get("/staff/today").text, kari.get("/staff/today?page=2").text
    assert list(rows_of(first)) == visits[:-1]
    assert list(rows_of(second)) == visits[-1:]
    assert ("Older visits" in first, "Newer visits" in first) == (True, False)
    assert ("Older visits" in second, "Newer visits" in second) == (False, True)
    for odd in ("0", "-1", "x", "9" * 40):
        assert kari.get(f"/staff/today?page={odd}").status_code == 200


def test_who_works_in_two_clinics_begins_a_visit_in_either(
    records: Records, there: House, browser: SignedIn
) -> None:
    south = house(records, "south")

    def both(tx: Transaction) -> None:
        tx.session.execute(
            update(Membership)
            .where(Membership.user_id == south.kari.member.user_id)
            .values(user_id=there.kari.member.user_id)
        )

    records.write(both)
    page = browser(there.kari).get("/staff/today").text
    assert "New visit in Clinic north" in page
    assert "New visit in Clinic south" in page


def test_who_has_no_live_clinic_is_told_whom_to_ask(
    records: Records, there: House, browser: SignedIn
) -> None:
    records.write(lambda tx: tx.session.execute(update(Clinic).values(due_days=None)))
    page = browser(there.kari).get("/staff/today").text
    assert "Clinic north is not open yet, so no visit can begin there. Ask your administrator." in page
    assert "/new" not in page


def test_it_speaks_the_readers_language(records: Records, there: House, browser: SignedIn) -> None:
    records.write(lambda tx: tx.session.execute(update(User).values(language="nb")))
    there.visit()
    page = browser(there.kari).get("/staff/today").text
    assert '<html lang="nb"' in page
    assert f"Konsultasjon {date_text(date(2026, 3, 2), 'nb')} klokken" in page
    assert "Visit" not in page
