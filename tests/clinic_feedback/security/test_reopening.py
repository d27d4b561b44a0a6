"""A link that is opened again, and by whom: it leads back to what was begun, in that browser alone."""

from __future__ import annotations

import pytest
from flask import Flask

from clinic_feedback.cookies import Cookie, cookie_name
from clinic_feedback.current import running_of
from clinic_feedback.records.tablets import enrol
from clinic_feedback.records.transaction import Records
from tests.clinic_feedback.browsing import Browser
from tests.clinic_feedback.clinician.house import House, house
from tests.clinic_feedback.people import TESTER
from tests.clinic_feedback.security.way_through import receipt_of, to_overview


@pytest.fixture
def there(records: Records) -> House:
    """A clinic and who works there."""
    return house(records)


def begins(browser: Browser, token: str) -> None:
    """Open a link and answer the first question."""
    browser.get(f"/p/{token}")
    browser.press("next")
    browser.press("next", sharing="clinician")
    browser.press("next", heard="mostly")


def test_a_phone_that_scans_again_goes_on_where_it_was(app: Flask, there: House) -> None:
    phone, visit = Browser(app), there.visit()
    begins(phone, visit.ticket.token)
    phone.get(f"/p/{visit.ticket.token}")
    to_overview(phone, {})
    assert phone.fields()["heard"] == "mostly"
    phone.press("send")
    receipt = receipt_of(phone)
    phone.get(f"/p/{visit.ticket.token}")
    assert receipt_of(phone) == receipt != ""


def test_two_forms_on_one_phone_go_on_side_by_side(app: Flask, there: House) -> None:
    phone, visits = Browser(app), [there.visit(), there.visit()]
    for visit in visits:
        begins(phone, visit.ticket.token)
    for visit in visits:
        phone.get(f"/form/{visit.public_id}/overview")
        assert phone.fields()["heard"] == "mostly"


def test_who_is_done_comes_back_to_a_closed_form_by_the_link_too(app: Flask, there: House) -> None:
    phone, visit = Browser(app), there.visit()
    begins(phone, visit.ticket.token)
    to_overview(phone, {})
    phone.press("send")
    phone.press("finish")
    phone.get(f"/p/{visit.ticket.token}")
    assert (phone.status, receipt_of(phone)) == (410, "")


def test_on_a_clinics_tablet_every_link_begins_anew_and_covers_itself(app: Flask, there: House) -> None:
    first, second = there.visit(), there.visit()
    credential = there.records.write(lambda tx: enrol(tx, TESTER, there.clinic_id, "Tablet"))
    tablet = Browser(app)
    name = cookie_name(Cookie.TABLET, running_of(app).settings.address)
    tablet.client.set_cookie(name, credential, domain="clinic.example", path="/feedback")
    begins(tablet, first.ticket.token)
    assert "data-idle-after" in tablet.page
    token = tablet.fields()["csrf"]
    tablet.get(f"/p/{second.ticket.token}")
    assert tablet.fields()["csrf"] != token
    tablet.get(f"/form/{first.public_id}/overview")
    assert tablet.status == 410
