"""Choosing a password by a link that works once."""

from __future__ import annotations

import pytest
from flask import Flask

from clinic_feedback.codes import Token
from clinic_feedback.records.set_up_links import make_link, set_up_path
from clinic_feedback.records.staff_names import user_of
from clinic_feedback.records.transaction import Records, Transaction
from tests.clinic_feedback.browsing import ADDRESS, Browser
from tests.clinic_feedback.people import TESTER, sign_in
from tests.clinic_feedback.records.setting import TestClock

NEW = "seven grey boats at noon"


@pytest.fixture
def link(records: Records) -> str:
    """A link for Anna."""
    return new_link(records)


def new_link(records: Records) -> str:
    """One more link for Anna."""

    def work(tx: Transaction) -> Token:
        user = user_of(tx, "anna")
        assert user is not None
        return make_link(tx, TESTER, user)

    return set_up_path(records.write(work))


def test_looking_at_the_link_spends_nothing_and_choosing_spends_it(
    app: Flask, browser: Browser, link: str
) -> None:
    for _ in range(3):
        browser.get(link)
        assert "Name of anna" in browser.text()
    browser.press("go", password=NEW, again=NEW)
    assert browser.address == f"{ADDRESS}/staff/sign-in"
    sign_in(browser, "anna", NEW)
    assert browser.address == f"{ADDRESS}/staff/today"

    later = Browser(app)
    later.get(link)
    assert (later.status, "This link was used or is too old." in later.text()) == (410, True)
    later.post(link, {"password": NEW, "again": NEW})
    assert later.status == 410


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        pytest.param("short", "short", "Use 12 to 128 characters.", id="too short"),
        pytest.param("password1234", "password1234", "easy to guess", id="what everybody takes"),
        pytest.param("nameofanna123", "nameofanna123", "easy to guess", id="the own name"),
        pytest.param(NEW, NEW.upper(), "The two passwords are not the same.", id="two of them"),
    ],
)
def test_a_password_that_will_not_do_is_answered_at_its_field_and_shown_nowhere(
    browser: Browser, link: str, password: str, again: str, said: str
) -> None:
    browser.get(link)
    page = browser.press("go", password=password, again=again)
    assert browser.status == 422
    assert said in browser.text()
    assert password not in page
    browser.press("go", password=NEW, again=NEW)
    assert browser.address == f"{ADDRESS}/staff/sign-in"


def test_a_link_ends_after_a_week_and_when_a_newer_one_is_made(
    browser: Browser, link: str, records: Records, clock: TestClock
) -> None:
    newer = new_link(records)
    browser.get(link)
    assert browser.status == 410
    clock.forward(days=6, hours=23)
    browser.get(newer)
    assert browser.status == 200
    clock.forward(hours=2)
    browser.get(newer)
    assert browser.status == 410


def test_a_new_password_ends_every_sign_in_that_the_old_one_opened(
    app: Flask, browser: Browser, link: str
) -> None:
    elsewhere = Browser(app)
    sign_in(elsewhere, "anna")
    browser.get(link)
    browser.press("go", password=NEW, again=NEW)
    elsewhere.get("/staff/today")
    assert "/staff/sign-in" in elsewhere.address


def test_the_page_lost_its_cookie_and_asks_to_press_again(browser: Browser, link: str) -> None:
    browser.get(link)
    browser.post(link, {**browser.fields(), "csrf": "x", "password": NEW, "again": NEW})
    assert "Please press the button once more." in browser.text()
