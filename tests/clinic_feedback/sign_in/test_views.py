"""Signing in and out, as somebody at a browser notices it."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from clinic_feedback.records.audit import latest
from clinic_feedback.records.models.safety import Attempt
from clinic_feedback.records.models.staff import StaffSession
from clinic_feedback.records.staff_names import as_stored, user_of
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.settings import Settings
from tests.clinic_feedback.browsing import ADDRESS, Browser
from tests.clinic_feedback.people import PASSWORD, sign_in
from tests.clinic_feedback.records.setting import TestClock


def acts(records: Records) -> list[str]:
    """What the trail says, newest first."""
    with records.read() as tx:
        return [f"{entry.actor} {entry.act}" for entry in latest(tx, 100)]


def test_a_clinician_signs_in_and_comes_to_their_own_first_page(browser: Browser, records: Records) -> None:
    sign_in(browser, "anna")
    assert (browser.status, browser.address) == (200, f"{ADDRESS}/staff/today")
    assert acts(records)[0] == "anna sign_in"


def test_capitals_and_blanks_around_a_user_name_make_no_difference(browser: Browser) -> None:
    sign_in(browser, " Anna ")
    assert browser.address == f"{ADDRESS}/staff/today"


@pytest.mark.parametrize(
    ("username", "password"),
    [
        pytest.param("anna", "wrong", id="a wrong password"),
        pytest.param("anna", PASSWORD.upper(), id="other capitals in the password"),
        pytest.param("nobody", PASSWORD, id="nobody of that name"),
        pytest.param("", "", id="nothing at all"),
        pytest.param("an\0na", "\0", id="signs that no database takes"),
        pytest.param("anna", "x" * 100_000, id="an endless password"),
    ],
)
def test_whatever_is_wrong_the_page_says_the_same_and_keeps_the_name_alone(
    browser: Browser, username: str, password: str
) -> None:
    page = sign_in(browser, username, password)
    assert browser.status == 422
    assert "The user name and the password do not fit." in page
    assert browser.fields()["username"] == username.replace("\0", "�")
    assert not browser.fields()["password"]
    assert browser.get("/staff/today")
    assert "/staff/sign-in" in browser.address


def test_somebody_who_never_chose_a_password_cannot_sign_in(browser: Browser, records: Records) -> None:
    def forget(tx: Transaction) -> None:
        user = user_of(tx, "anna")
        assert user is not None
        user.password = ""

    records.write(forget)
    sign_in(browser, "anna", "")
    assert browser.status == 422


def test_the_page_asked_for_comes_after_the_sign_in(browser: Browser) -> None:
    browser.get("/staff/today?page=2")
    browser.press("go", username="anna", password=PASSWORD)
    assert browser.address == f"{ADDRESS}/staff/today?page=2"


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param("https://evil.example/staff/today", id="another site"),
        pytest.param("//evil.example/staff/today", id="another site without a scheme"),
        pytest.param("/\\evil.example", id="what browsers read as another site"),
        pytest.param("/staff/../form/x/intro", id="out of the staff's pages"),
        pytest.param("/staff/nowhere", id="no page of ours"),
        pytest.param("/receipt", id="a patient's page"),
        pytest.param("/staff/sign-out", id="no page to look at"),
        pytest.param("/staff/signed-out", id="what says the contrary"),
        pytest.param("/staff/today\r\nSet-Cookie: a=b", id="more than an address"),
    ],
)
def test_no_sign_in_leads_anywhere_else(app: Flask, elsewhere: str) -> None:
    browser = Browser(app)
    browser.get("/staff/sign-in")
    browser.press("go", username="anna", password=PASSWORD, next=elsewhere)
    assert browser.address == f"{ADDRESS}/staff/today"


def test_who_is_signed_in_is_not_asked_again(browser: Browser) -> None:
    sign_in(browser, "anna")
    browser.get("/staff/sign-in?next=/staff/today?page=3")
    assert browser.address.startswith(f"{ADDRESS}/staff/today")


def test_signing_out_ends_the_copied_cookie_too_and_no_other_browser(app: Flask, records: Records) -> None:
    here, copied, other = Browser(app), Browser(app), Browser(app)
    sign_in(here, "anna")
    sign_in(other, "anna")
    for name, value in here.cookies().items():
        copied.client.set_cookie(name, value, domain="clinic.example", path="/feedback/staff")
    copied.get("/staff/today")
    assert copied.address == f"{ADDRESS}/staff/today"

    here.get("/staff/today")
    (token,) = [one.get("value", "") for one in here.all("input") if one.get("name") == "csrf"]
    here.post("/staff/sign-out", {"csrf": token})

    assert "You are signed out." in here.page
    assert not [name for name in here.cookies() if "staff" in name]
    for browser, ends_at in ((here, "sign-in"), (copied, "sign-in"), (other, "today")):
        browser.get("/staff/today")
        assert browser.address.partition("?")[0] == f"{ADDRESS}/staff/{ends_at}"
    assert acts(records)[0] == "anna sign_out"


def test_another_site_cannot_sign_somebody_out(browser: Browser) -> None:
    sign_in(browser, "anna")
    browser.post("/staff/sign-out", {"csrf": "guessed"})
    browser.get("/staff/today")
    assert browser.address == f"{ADDRESS}/staff/today"


def test_a_sign_in_ends_by_itself(browser: Browser, clock: TestClock) -> None:
    sign_in(browser, "anna")
    clock.forward(hours=9, minutes=59)
    browser.get("/staff/today")
    assert browser.address == f"{ADDRESS}/staff/today"
    clock.forward(minutes=2)
    browser.get("/staff/today")
    assert "/staff/sign-in" in browser.address


def test_the_cookie_is_no_key_to_the_records(browser: Browser, records: Records) -> None:
    sign_in(browser, "anna")
    with browser.client.session_transaction("/staff/", base_url=ADDRESS) as session:
        token = session["token"]
    with records.read() as tx:
        (stored,) = tx.session.scalars(select(StaffSession.session_hmac)).all()
    assert token.encode() not in stored


def test_a_sign_in_page_that_lost_its_cookie_is_shown_again_with_the_name(browser: Browser) -> None:
    browser.get("/staff/sign-in")
    browser.client._cookies.clear()  # type: ignore[union-attr] # noqa: SLF001 - no other way to lose them
    page = browser.press("go", username="anna", password=PASSWORD)
    assert "Please press the button once more." in page
    assert browser.fields()["username"] == "anna"


def test_a_guesser_is_stopped_with_a_time_and_nobody_else_is(
    app: Flask, browser: Browser, clock: TestClock
) -> None:
    for _ in range(3):
        sign_in(browser, "anna", "wrong")
        assert browser.status == 422
    page = sign_in(browser, "anna")
    assert browser.status == 429
    assert "Too many tries. Try again at 11:15" in browser.text()  # a quarter of an hour, in Oslo
    assert browser.fields()["username"] == "anna"
    assert PASSWORD not in page

    forged = Browser(app)
    forged.get("/staff/sign-in")
    fields = {**forged.fields(), "username": "ANNA", "password": PASSWORD}
    forged.post("/staff/sign-in", fields, headers={"X-Forwarded-For": "10.9.8.7"})
    assert forged.status == 429

    colleague = Browser(app)
    sign_in(colleague, "odd")
    assert colleague.status == 200

    clock.forward(minutes=15)
    sign_in(browser, "anna")
    assert browser.status == 200


def test_unknown_users_are_stopped_alike(browser: Browser) -> None:
    for _ in range(3):
        sign_in(browser, "nobody", "wrong")
    sign_in(browser, "nobody", "wrong")
    assert browser.status == 429


def test_the_refusal_speaks_the_readers_language(browser: Browser) -> None:
    for _ in range(4):
        browser.get("/staff/sign-in", headers={"Accept-Language": "nb"})
        fields = {**browser.fields(), "username": "ukjent", "password": "feil"}
        browser.post("/staff/sign-in", fields, headers={"Accept-Language": "nn-NO,nn;q=0.9"})
    assert "For mange forsøk. Prøv igjen klokken 11:15" in browser.text()


def test_a_right_password_takes_the_wrong_tries_back(browser: Browser, records: Records) -> None:
    for _ in range(2):
        sign_in(browser, "anna", "wrong")
    sign_in(browser, "anna")
    with records.read() as tx:
        assert tx.session.scalars(select(Attempt)).all() == []


def test_wrong_tries_stand_on_the_trail_but_never_what_was_typed_for_nobody(
    browser: Browser, records: Records
) -> None:
    sign_in(browser, "anna", "wrong")
    sign_in(browser, PASSWORD, "anna")
    assert acts(records)[0] == "anna sign_in_refused"
    assert not [act for act in acts(records) if PASSWORD in act]


def test_a_role_is_no_key_to_another_ones_pages(app: Flask) -> None:
    anna, odd = Browser(app), Browser(app)
    sign_in(anna, "anna")
    sign_in(odd, "odd")
    for browser, path in ((anna, "/staff/admin/clinics"), (odd, "/staff/today")):
        browser.get(path)
        assert browser.status == 403
    assert "Du har ikke tilgang" in odd.text()


@given(typed=st.text(max_size=300))
def test_a_name_that_was_looked_up_is_looked_up_alike_again(typed: str) -> None:
    assert as_stored(as_stored(typed)) == as_stored(typed)


def test_blanks_that_are_no_blanks_do_not_dodge_the_limit_of_tries(
    browser: Browser, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.__dict__, "throttle_account", 3)
    for blanks in range(5):
        sign_in(browser, f"anna{' ' * (252 - blanks)}\u00a8", "wrong")
    assert browser.status == 429
    sign_in(browser, "anna")
    assert browser.address == f"{ADDRESS}/staff/today"
