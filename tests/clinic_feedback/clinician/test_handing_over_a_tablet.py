"""A tablet goes from staff to patient: nothing of the staff's stays in it, on no page and in no cookie."""

from __future__ import annotations

import pytest
from flask import Flask

from clinic_feedback.access import ACCESS, needs_sign_in
from clinic_feedback.records.engine import Database, NotStoredError
from tests.clinic_feedback.clinician.browser import HOME, PREFIX, Browser, path_of
from tests.clinic_feedback.clinician.conftest import SignedIn
from tests.clinic_feedback.clinician.house import House, visit_row
from tests.clinic_feedback.clinician.patients import shares


def staff_addresses(app: Flask, public_id: str) -> list[str]:
    """Every address that is for staff and can be asked for."""
    values = {"public_id": public_id, "page": "questions-1"}
    found = []
    for rule in app.url_map.iter_rules():
        if needs_sign_in(rule.endpoint) and rule.endpoint in ACCESS and "GET" in (rule.methods or ()):
            given = {name: values.get(name, "1") for name in rule.arguments}
            with app.test_request_context(base_url=HOME + PREFIX):
                found.append(str(rule.build(given)[1]))  # type: ignore[index] # it was given all it needs
    return found


def test_every_staff_page_asks_to_sign_in_for_a_copied_cookie_too(
    there: House, browser: SignedIn, app: Flask
) -> None:
    visit = there.visit()
    shares(there.records, there.visit(there.kari))
    kari, copy = browser(there.kari), browser(there.kari)
    assert copy.get("/staff/today").status_code == 200
    kari.press(kari.get(f"/staff/visits/{visit.public_id}"), "handover")
    addresses = staff_addresses(app, visit.public_id)
    assert "/staff/today" in addresses
    for someone in (kari, copy):
        for address in addresses:
            page = someone.get(address)
            assert path_of(page) == "/staff/sign-in", address
            assert "Kari" not in page.text


def test_the_patients_form_opens_and_the_staff_cookie_is_gone(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    start = kari.get(f"/staff/visits/{visit.public_id}")
    opened = kari.press(start, "handover", follow=False)
    assert (opened.status_code, opened.location) == (303, f"/feedback/form/{visit.public_id}/intro")
    cookies = "\n".join(opened.headers.getlist("Set-Cookie"))
    assert "cf_feedback_staff=;" in cookies
    assert "Path=/feedback/form" in cookies
    page = kari.get(f"/form/{visit.public_id}/intro")
    assert page.status_code == 200
    assert "How was the visit" in page.text
    assert visit_row(there.records, visit.public_id).handed_over


def test_the_form_goes_on_after_the_handing_over_and_is_for_a_tablet(there: House, browser: SignedIn) -> None:
    visit, kari = there.visit(), browser(there.kari)
    page = kari.press(kari.get(f"/staff/visits/{visit.public_id}"), "handover")
    page = kari.press(page, "next")
    assert path_of(page) == f"/form/{visit.public_id}/sharing"
    assert "data-idle-after" in page.text


def test_the_visits_page_shows_no_way_in_afterwards(there: House, browser: SignedIn) -> None:
    visit = there.visit()
    kari = browser(there.kari)
    kari.press(kari.get(f"/staff/visits/{visit.public_id}"), "handover")
    page = browser(there.again(there.kari)).get(f"/staff/visits/{visit.public_id}")
    assert "The patient&#39;s form is closed." in page.text
    assert "<svg" not in page.text
    assert "/p/" not in page.text


def test_what_could_not_be_handed_over_says_so_and_stays_with_the_staff(
    there: House, browser: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, kari = there.visit(), browser(there.kari)
    start = kari.get(f"/staff/visits/{visit.public_id}")
    with monkeypatch.context() as patched:
        patched.setattr(Database, "write", full)
        refused = kari.press(start, "handover")
    assert refused.status_code == 503
    assert "You are still signed in. Try again." in refused.text
    assert not visit_row(there.records, visit.public_id).handed_over
    assert path_of(kari.press(refused, "handover")) == f"/form/{visit.public_id}/intro"


def full(*_: object) -> None:
    raise NotStoredError


def test_a_page_of_an_older_sign_in_hands_nothing_over(there: House, browser: SignedIn) -> None:
    visit = there.visit()
    old = browser(there.kari).get(f"/staff/visits/{visit.public_id}")
    page = browser(there.again(there.kari)).press(old, "handover")
    assert path_of(page).startswith("/staff/visits/")
    assert not visit_row(there.records, visit.public_id).handed_over


def test_nobody_hands_over_anothers_visit(there: House, browser: SignedIn) -> None:
    visit, ola = there.visit(), browser(there.ola)
    token = ola.token_of(ola.get("/staff/today"))
    page = ola.post(f"/staff/visits/{visit.public_id}/hand-over", {"csrf": token, "handover": "yes"})
    assert page.status_code == 404
    assert ola.get("/staff/today").status_code == 200


def test_another_site_hands_nothing_over(there: House, app: Flask) -> None:
    visit, kari = there.visit(), Browser(app, there.kari.token)
    token = kari.token_of(kari.get("/staff/today"))
    page = kari.client.post(
        f"{PREFIX}/staff/visits/{visit.public_id}/hand-over",
        base_url=HOME,
        data={"csrf": token, "handover": "yes"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert page.status_code == 403
