"""Members of staff on the administrator's pages: added, changed, leaving."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.staff_accounts import person_of
from clinic_feedback.records.staff_names import user_of
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.versions import newest
from clinic_feedback.records.visits import NewVisit, make
from forms.model import Form
from tests.clinic_feedback.browsing import ADDRESS, Browser
from tests.clinic_feedback.people import add_person, sign_in

NEW_PASSWORD = "four green kites in march"  # noqa: S105 - the tests' own


def link_in(browser: Browser) -> str:
    """The link that the page shows."""
    (shown,) = [element.text or "" for element in browser.all("code")]
    return shown


def test_somebody_new_chooses_a_password_by_a_link_that_is_shown_once(app: Flask, browser: Browser) -> None:
    browser.get("/staff/admin/new-staff")
    browser.press(
        "save", user="Per", name="Per Dahl", language="nb", places="clinician north", profession="doctor"
    )
    link = link_in(browser)
    assert link.startswith(f"{ADDRESS}/staff/set-up/")

    per = Browser(app)
    per.get(link.removeprefix(ADDRESS))
    per.press("go", password=NEW_PASSWORD, again=NEW_PASSWORD)
    sign_in(per, "per", NEW_PASSWORD)
    assert per.address == f"{ADDRESS}/staff/today"
    browser.get("/staff/admin/staff")
    assert "Per Dahl per" in browser.text()
    assert "Clinician, Clinic north" in browser.text()
    assert link not in browser.page


def test_what_does_not_fit_is_said_at_its_field_and_what_was_ticked_stays_ticked(browser: Browser) -> None:
    browser.get("/staff/admin/new-staff")
    browser.press(
        "save", user="anna", name="", places=["clinician north", "contact_person north"], roles="quality"
    )
    assert browser.status == 422
    said = browser.text()
    assert said.count("There is a user with this name already.") == 2
    assert said.count("Give a name.") == 2
    assert browser.fields()["places"] == ["clinician north", "contact_person north"]
    assert (browser.fields()["roles"], browser.fields()["user"]) == ("quality", "anna")


def test_invented_roles_and_clinics_are_no_roles(browser: Browser, records: Records) -> None:
    browser.get("/staff/admin/new-staff")
    browser.press("save", user="per", name="Per", places=["quality north", "boss north", "clinician east"])
    assert browser.status == 422
    browser.press("save", user="per", name="Per", places="boss north", roles="clinician")
    assert "Choose at least one role." in browser.text()
    with records.read() as tx:
        assert user_of(tx, "per") is None


def test_roles_are_changed_at_once(app: Flask, browser: Browser) -> None:
    anna = Browser(app)
    sign_in(anna, "anna")
    browser.get("/staff/admin/staff/anna")
    assert browser.fields()["places"] == "clinician north"
    browser.press("save", places=[], roles="administrator")
    assert "Saved." in browser.text()
    anna.get("/staff/admin/clinics")
    assert anna.status == 200
    anna.get("/staff/today")
    assert anna.status == 403


def test_the_last_administrator_cannot_leave_by_any_door(browser: Browser) -> None:
    browser.get("/staff/admin/staff/odd")
    browser.press("save", roles="quality")
    assert "This is the last administrator." in browser.text()
    browser.get("/staff/admin/staff/odd/leaving")
    browser.press("leave")
    assert (browser.status, "This is the last administrator." in browser.text()) == (422, True)


def test_who_leaves_is_signed_out_everywhere_and_a_colleague_takes_over(
    app: Flask, browser: Browser, records: Records
) -> None:
    def visit(tx: Transaction) -> str:
        clinic = tx.session.scalars(select(Clinic)).one()
        clinician = tx.session.scalars(select(Clinician)).one()
        new = NewVisit(clinic, clinician, newest(tx, "reassurance"), Form.CORE, tx.now, timedelta(hours=72))
        return make(tx, new).public_id

    public_id = records.write(visit)
    add_person(records, "per", (Role.CLINICIAN, "north"))
    anna, per = Browser(app), Browser(app)
    sign_in(anna, "anna")
    sign_in(per, "per")
    per.get(f"/staff/visits/{public_id}")
    assert per.status == 404

    browser.get("/staff/admin/staff/anna/leaving")
    assert "Who takes over at Clinic north? Open forms: 1. Open follow-ups: 0." in browser.text()
    assert public_id not in browser.page
    browser.press("leave")
    assert "Choose who takes over here." in browser.text()
    browser.press("leave", **{"take_over-north": "per"})
    assert browser.address == f"{ADDRESS}/staff/admin/staff"
    assert "Name of anna anna Deactivated" in browser.text()

    per.get(f"/staff/visits/{public_id}")
    assert per.status == 200
    anna.get("/staff/today")
    assert "/staff/sign-in" in anna.address
    sign_in(anna, "anna")
    assert anna.status == 422


def test_who_comes_back_signs_in_again(app: Flask, browser: Browser, records: Records) -> None:
    browser.get("/staff/admin/staff/anna/leaving")
    browser.press("leave")
    browser.get("/staff/admin/staff/anna")
    browser.post("/staff/admin/staff/anna/return", {"csrf": browser.fields()["csrf"]})
    anna = Browser(app)
    sign_in(anna, "anna")
    assert anna.address == f"{ADDRESS}/staff/today"
    with records.read() as tx:
        user = user_of(tx, "anna")
        assert user is not None
        assert person_of(tx, user).places == {(Role.CLINICIAN, "north")}


def test_a_new_link_is_made_for_those_who_may_sign_in(browser: Browser) -> None:
    browser.get("/staff/admin/staff/anna")
    token = browser.fields()["csrf"]
    browser.post("/staff/admin/staff/anna/link", {"csrf": token})
    assert link_in(browser)
    browser.get("/staff/admin/staff/anna/leaving")
    browser.press("leave")
    browser.post("/staff/admin/staff/anna/link", {"csrf": token})
    assert browser.all("code") == []


def test_there_is_no_page_for_nobody(browser: Browser) -> None:
    for name in ("nobody", "%00", "a b"):
        browser.get(f"/staff/admin/staff/{name}")
        assert browser.status == 404
        browser.get(f"/staff/admin/staff/{name}/leaving")
        assert browser.status == 404
