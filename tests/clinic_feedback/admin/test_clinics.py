"""Clinics on the administrator's pages."""

from __future__ import annotations

from clinic_feedback.records.clinics import all_clinics
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.transaction import Records
from tests.clinic_feedback.browsing import ADDRESS, Browser
from tests.clinic_feedback.people import add_person


def test_the_list_says_first_what_a_clinic_still_needs(browser: Browser) -> None:
    browser.get("/staff/admin/clinics")
    assert "This clinic is not open yet Still missing: a contact person." in browser.text()


def test_a_new_clinic_is_made_and_set_until_it_is_open(browser: Browser, records: Records) -> None:
    browser.get("/staff/admin/new-clinic")
    browser.press("save", code="south", name="South & East", closing_hours="48")
    assert browser.address == f"{ADDRESS}/staff/admin/clinics/south"
    said = browser.text()
    assert "South & East" in said
    assert "Still missing: a contact person, days until a follow-up is due, the phone number" in said

    add_person(records, "kari", (Role.CONTACT_PERSON, "south"))
    browser.get("/staff/admin/clinics/south")
    assert browser.fields()["closing_hours"] == "48"
    browser.press("save", due_days="4", not_urgent="116 117", contact_person="kari")
    assert "Saved. This clinic is open." in browser.text()
    assert browser.fields()["contact_person"] == "kari"


def test_what_does_not_fit_is_said_at_its_field_and_the_rest_is_kept(
    browser: Browser, records: Records
) -> None:
    browser.get("/staff/admin/new-clinic")
    page = browser.press(
        "save", code="North!", name="<b>", time_zone="Oslo", closing_hours="a week", due_days="9" * 50
    )
    assert browser.status == 422
    said = browser.text()
    for sentence in (
        "Use small letters, digits and hyphens",
        "There is no such time zone.",
        "Give a whole number from 24 to 168.",
        "Give a whole number from 1 to 60.",
    ):
        assert said.count(sentence) == 2  # in the summary, and at the field
    assert "&lt;b&gt;" in page
    assert (browser.fields()["code"], browser.fields()["closing_hours"]) == ("North!", "a week")
    with records.read() as tx:
        assert len(all_clinics(tx)) == 1


def test_a_code_that_is_there_makes_no_second_clinic_and_changes_none(
    browser: Browser, records: Records
) -> None:
    browser.get("/staff/admin/new-clinic")
    browser.press("save", code="north", name="Another")
    assert "There is a clinic with this code already." in browser.text()
    with records.read() as tx:
        assert [clinic.name for clinic in all_clinics(tx)] == ["Clinic north"]


def test_there_is_no_page_for_a_clinic_that_is_not_there(browser: Browser) -> None:
    for code in ("nowhere", "%00", "a" * 100):
        browser.get(f"/staff/admin/clinics/{code}")
        assert browser.status == 404


def test_a_page_without_its_token_changes_nothing_and_keeps_what_was_typed(
    browser: Browser, records: Records
) -> None:
    browser.get("/staff/admin/clinics/north")
    browser.press("save", name="Changed", csrf="guessed")
    assert browser.status == 200
    assert "Please press the button once more." in browser.text()
    assert browser.fields()["name"] == "Changed"
    with records.read() as tx:
        assert [clinic.name for clinic in all_clinics(tx)] == ["Clinic north"]


def test_a_number_that_is_emptied_is_asked_for_again(browser: Browser) -> None:
    browser.get("/staff/admin/clinics/north")
    browser.press("save", due_days="4")
    browser.press("save", due_days="", closing_hours=" ")
    assert browser.status == 422
    assert "Give a whole number from 24 to 168." in browser.text()
    assert "Give a whole number from 1 to 60." in browser.text()
