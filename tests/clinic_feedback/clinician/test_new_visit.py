"""A new visit: one press of a button, and its ways in are shown once."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.test import TestResponse

from clinic_feedback.app import create_app
from clinic_feedback.clinician import new_visit
from clinic_feedback.public_address import public_address
from clinic_feedback.qr_codes import qr_svg
from clinic_feedback.records.handing_over import hand_over
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.settings import Settings
from tests.clinic_feedback.clinician.browser import Browser, path_of
from tests.clinic_feedback.clinician.conftest import SignedIn
from tests.clinic_feedback.clinician.house import House
from tests.clinic_feedback.records.setting import TestClock

CODE = re.compile(r"<bdi>([0-9A-Z]{4}-[0-9A-Z]{4})</bdi>")
LINK = re.compile(r"http\S+/p/[0-9a-z]{26}")


def made(kari: Browser) -> TestResponse:
    return kari.press(kari.get("/staff/today"), "clinic")


def visits(there: House) -> list[str]:
    with there.records.read() as tx:
        return list(tx.session.scalars(select(Consultation.public_id)))


def test_the_page_shows_a_code_and_a_picture_that_opens_the_patients_form(
    there: House, browser: SignedIn, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def note_and_draw(link: str) -> Markup:
        drawn.append(link)
        return qr_svg(link)

    monkeypatch.setattr(new_visit, "qr_svg", note_and_draw)
    page = made(browser(there.kari))
    (link,), (visit,) = drawn, visits(there)
    assert CODE.search(page.text)
    assert "<svg" in page.text
    assert link not in page.text
    assert link.startswith("https://clinic.example/feedback/p/")
    phone = Browser(app)
    opened = phone.get(link.removeprefix("https://clinic.example/feedback"), follow=False)
    assert opened.location == f"/feedback/form/{visit}/intro"


def test_reloading_makes_no_second_visit_and_gives_other_ways_in(there: House, browser: SignedIn) -> None:
    kari = browser(there.kari)
    today = kari.get("/staff/today")
    first, again = kari.press(today, "clinic"), kari.press(today, "clinic")
    assert len(visits(there)) == 1
    codes = [CODE.findall(page.text) for page in (first, again)]
    assert [len(found) for found in codes] == [1, 1]
    assert codes[0] != codes[1]


def test_once_handed_over_it_shows_no_way_in_any_more(there: House, browser: SignedIn) -> None:
    kari = browser(there.kari)
    today = kari.get("/staff/today")
    kari.press(today, "clinic")
    (visit,) = visits(there)
    there.records.write(lambda tx: hand_over(tx, visit, there.kari.member, b"another browser's"))
    page = kari.press(today, "clinic")
    assert path_of(page).startswith(f"/staff/visits/{visit}/form")
    assert not CODE.search(page.text)
    assert "<svg" not in page.text


def test_coming_back_to_its_address_shows_no_way_in(there: House, browser: SignedIn) -> None:
    kari = browser(there.kari)
    page = kari.get(path_of(made(kari)))
    assert page.status_code == 200
    assert not CODE.search(page.text)


def test_a_page_of_an_older_sign_in_makes_nothing(there: House, browser: SignedIn) -> None:
    today = browser(there.kari).get("/staff/today")
    page = browser(there.again(there.kari)).press(today, "clinic")
    assert path_of(page) == "/staff/today"
    assert visits(there) == []


@pytest.mark.parametrize("public_id", ["short", "UPPERCASE0000000", "0" * 17, "ilou000000000000"])
def test_no_visit_gets_an_id_that_is_not_of_our_making(
    public_id: str, there: House, browser: SignedIn
) -> None:
    kari = browser(there.kari)
    token = kari.token_of(kari.get("/staff/today"))
    address = f"/staff/visits/{public_id}/new"
    assert kari.post(address, {"csrf": token, "clinic": "north"}).status_code == 404
    assert visits(there) == []


def test_anothers_visit_is_not_given_away(there: House, browser: SignedIn) -> None:
    visit, ola = there.visit(), browser(there.ola)
    token = ola.token_of(ola.get("/staff/today"))
    page = ola.post(f"/staff/visits/{visit.public_id}/new", {"csrf": token, "clinic": "north"})
    assert page.status_code == 404


def test_a_clinic_of_others_is_led_back(there: House, browser: SignedIn) -> None:
    kari = browser(there.kari)
    token = kari.token_of(kari.get("/staff/today"))
    page = kari.post(f"/staff/visits/{'0' * 16}/new", {"csrf": token, "clinic": "south"})
    assert path_of(page) == "/staff/today"
    assert visits(there) == []


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        pytest.param(None, "The address that phones reach is not set", id="no address: no link can be made"),
        pytest.param(
            "http://127.0.0.1:8080", "This address works on this computer alone", id="a phone is no loopback"
        ),
    ],
)
def test_no_picture_leads_where_no_phone_gets(
    address: str | None, shown: str, settings: Settings, clock: TestClock, there: House
) -> None:
    found = public_address(address) if address else None
    app = create_app(settings.model_copy(update={"address": found}), clock)
    page = made(Browser(app, there.kari.token, home=address or "http://localhost", prefix=""))
    assert shown in page.text
    assert "<svg" not in page.text
    assert CODE.search(page.text)
    assert len(LINK.findall(page.text)) == (1 if address else 0)


def test_whoever_left_the_page_gets_another_code_from_the_first_page_and_from_the_visits_own(
    there: House, browser: SignedIn
) -> None:
    kari = browser(there.kari)
    first = CODE.findall(made(kari).text)
    again = kari.press(kari.get("/staff/today"), "ways")
    assert CODE.findall(again.text) != first
    assert len(visits(there)) == 1
    (visit,) = visits(there)
    with there.records.read() as tx:
        assert tx.session.scalar(select(Consultation.handed_over)) is False
    there.records.write(lambda tx: hand_over(tx, visit, there.kari.member, b"no session"))
    assert 'name="ways"' not in kari.get("/staff/today").text
