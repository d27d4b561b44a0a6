"""Clinic tablets: named by whoever is signed in there, ended by an administrator."""

from __future__ import annotations

import pytest
from flask import Flask

from clinic_feedback.records.transaction import Records
from tests.clinic_feedback.browsing import ADDRESS, Browser
from tests.clinic_feedback.people import add_clinic, sign_in


@pytest.mark.parametrize(
    "who", [pytest.param("anna", id="a clinician"), pytest.param("odd", id="an administrator")]
)
def test_a_browser_that_is_named_a_tablet_opens_on_the_page_for_codes_and_nobody_is_signed_in(
    app: Flask, browser: Browser, who: str
) -> None:
    tablet, copied = Browser(app), Browser(app)
    sign_in(tablet, who)
    for name, value in tablet.cookies().items():
        copied.client.set_cookie(name, value, domain="clinic.example", path="/feedback/staff")
    tablet.get("/staff/tablet")
    tablet.press("enrol", clinic="north", name="Room 2")
    assert tablet.address == f"{ADDRESS}/code"
    copied.get("/staff/tablet")
    assert "/staff/sign-in" in copied.address
    tablet.get("/")
    assert tablet.address == f"{ADDRESS}/code"
    tablet.get("/staff/tablet")
    assert "/staff/sign-in" in tablet.address
    browser.get("/staff/admin/tablets")
    assert "Room 2" in browser.text()


def test_an_ended_tablet_is_listed_as_such(app: Flask, browser: Browser) -> None:
    tablet = Browser(app)
    sign_in(tablet, "anna")
    tablet.get("/staff/tablet")
    tablet.press("enrol", clinic="north", name="Room 2")
    browser.get("/staff/admin/tablets")
    (form,) = [form for form in browser.all("form") if (form.get("action") or "").endswith("/end")]
    fields = {"csrf": next(one.get("value", "") for one in form.iter("input"))}
    browser.post(str(form.get("action")), {"csrf": "guessed"})
    assert "Please press the button once more." in browser.text()
    browser.post(str(form.get("action")), fields)
    assert "Ended 2 March 2026" in browser.text()
    tablet.get("/")
    assert "/staff/sign-in" in tablet.address
    assert not [name for name in tablet.cookies() if name.endswith("tablet")]


def test_a_tablet_gets_its_cookie_anew_and_finds_a_way_on_from_a_closed_form(
    app: Flask, browser: Browser
) -> None:
    assert browser.address
    tablet = Browser(app)
    sign_in(tablet, "anna")
    tablet.get("/staff/tablet")
    tablet.press("enrol", clinic="north", name="Room 2")
    response = tablet.client.get("/", base_url=ADDRESS)
    assert "Max-Age=34560000" in response.headers["Set-Cookie"]
    tablet.get("/p/knownbynobody")
    assert tablet.status == 410
    (way_on,) = [one for one in tablet.all("a") if one.get("href") == "/feedback/"]
    assert way_on.text == "For staff: sign in"


def test_a_clinician_names_tablets_of_the_own_clinics_alone(
    app: Flask, browser: Browser, records: Records
) -> None:
    add_clinic(records, "south")
    anna = Browser(app)
    sign_in(anna, "anna")
    anna.get("/staff/tablet")
    anna.press("enrol", clinic="south", name="Room 2")
    assert anna.status == 422
    browser.get("/staff/tablet")
    browser.press("enrol", clinic="south", name="")
    assert "Give a name of at most 80 characters" in browser.text()
    assert browser.fields()["clinic"] == "south"
    browser.press("enrol", clinic="south", name="Room 2")
    assert browser.address == f"{ADDRESS}/code"


def test_there_is_nothing_to_end_under_another_name(browser: Browser) -> None:
    browser.get("/staff/tablet")
    for name in ("nothing", "%00"):
        browser.post(f"/staff/admin/tablets/{name}/end", {"csrf": browser.fields()["csrf"]})
        assert browser.status == 404
        browser.get("/staff/tablet")
