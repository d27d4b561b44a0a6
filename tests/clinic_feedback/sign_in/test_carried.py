"""A form that is sent after the sign-in ended comes back with all that was filled in, and nothing happens unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from clinic_feedback.records.clinics import all_clinics
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.versions import newest
from clinic_feedback.records.visits import NewVisit, make
from forms.model import Form
from tests.clinic_feedback.browsing import ADDRESS, Browser
from tests.clinic_feedback.people import PASSWORD, sign_in
from tests.clinic_feedback.records.setting import TestClock


@pytest.fixture
def visit(records: Records) -> str:
    """A visit of Anna's."""

    def work(tx: Transaction) -> str:
        clinic, clinician = (
            tx.session.scalars(select(Clinic)).one(),
            tx.session.scalars(select(Clinician)).one(),
        )
        new = NewVisit(clinic, clinician, newest(tx, "reassurance"), Form.FULL, tx.now, timedelta(hours=72))
        return make(tx, new).public_id

    return records.write(work)


def test_the_own_form_that_was_left_open_all_day_comes_back_after_the_sign_in(
    browser: Browser, clock: TestClock, records: Records, visit: str
) -> None:
    sign_in(browser, "anna")
    browser.get(f"/staff/visits/{visit}/form/overview")
    assert browser.status == 200
    fields = {**browser.fields(), "comment": "MARKER-cs <b>&", "send": "yes"}
    clock.forward(hours=11)

    page = browser.post(f"/staff/visits/{visit}/form/overview", fields)
    assert browser.status == 200
    assert "You were signed out after a while." in browser.text()
    assert "MARKER-cs &lt;b&gt;&amp;" in page
    assert "MARKER" not in browser.address

    page = browser.press("go", username="anna", password=PASSWORD)
    assert "MARKER-cs &lt;b&gt;&amp;" in page
    assert "Nothing is sent before you press the button there." in browser.text()

    browser.press("go")
    assert browser.address == f"{ADDRESS}/staff/visits/{visit}/form/overview"
    assert browser.fields()["comment"] == "MARKER-cs <b>&"
    with records.read() as tx:
        assert tx.session.scalars(select(ResponseRow)).all() == []
    browser.press("send")
    with records.read() as tx:
        assert len(tx.session.scalars(select(ResponseRow)).all()) == 1


def test_a_wrong_password_on_the_way_loses_nothing(browser: Browser, clock: TestClock) -> None:
    sign_in(browser, "odd")
    browser.get("/staff/admin/new-clinic")
    fields = {**browser.fields(), "code": "south", "name": "MARKER"}
    clock.forward(hours=11)
    browser.post("/staff/admin/new-clinic", fields)
    browser.press("go", username="odd", password="wrong")  # noqa: S106 - no password
    assert browser.status == 422
    browser.press("go", username="odd", password=PASSWORD)
    browser.press("go")
    assert browser.fields()["name"] == "MARKER"
    assert "Trykk på knappen én gang til" in browser.text()


def test_what_was_carried_waits_for_its_own_button(
    browser: Browser, clock: TestClock, records: Records
) -> None:
    sign_in(browser, "odd")
    browser.get("/staff/admin/new-clinic")
    fields = {**browser.fields(), "code": "south", "name": "South"}
    clock.forward(hours=11)
    browser.post("/staff/admin/new-clinic", fields)
    browser.press("go", username="odd", password=PASSWORD)
    browser.press("go")
    with records.read() as tx:
        assert [clinic.code for clinic in all_clinics(tx)] == ["north"]
    browser.press("save")
    with records.read() as tx:
        assert [clinic.code for clinic in all_clinics(tx)] == ["north", "south"]


@pytest.mark.parametrize(
    ("target", "fields"),
    [
        pytest.param("https://evil.example/staff/admin/new-clinic", {"kept.name": "x"}, id="another site"),
        pytest.param("/form/x/overview", {"kept.name": "x"}, id="a patient's page"),
        pytest.param("/staff/today", {"kept.name": "x"}, id="a page that takes no form"),
        pytest.param("/staff/admin/new-clinic", {}, id="no field"),
        pytest.param("/staff/admin/new-clinic", {"kept.name": "x" * 90_000}, id="more than any form of ours"),
        pytest.param(
            "/staff/admin/new-clinic", {f"kept.{n}": "" for n in range(301)}, id="more fields than any"
        ),
    ],
)
def test_nothing_else_is_carried(app: Flask, target: str, fields: dict[str, str]) -> None:
    browser = Browser(app)
    browser.get("/staff/sign-in")
    browser.press("go", username="odd", password=PASSWORD, next=target, **fields)
    assert "/staff/sign-in" not in browser.address
    assert "You are signed in" not in browser.text()


def test_a_token_is_never_carried(browser: Browser, clock: TestClock) -> None:
    sign_in(browser, "odd")
    browser.get("/staff/admin/new-clinic")
    old = str(browser.fields()["csrf"])
    clock.forward(hours=11)
    page = browser.post("/staff/admin/new-clinic", browser.fields())
    assert old not in page
    browser.press("go", username="odd", password=PASSWORD)
    assert "csrf" not in browser.fields()


def test_another_site_can_start_nothing(browser: Browser) -> None:
    browser.post("/staff/admin/new-clinic", {"name": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert browser.status == 403
