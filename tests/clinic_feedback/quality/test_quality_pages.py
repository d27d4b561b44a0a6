"""A period on screen and as files, as somebody of the quality team notices it."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from clinic_feedback.records.audit import latest
from clinic_feedback.records.staff_names import user_of
from clinic_feedback.records.transaction import Records, Transaction
from tests.clinic_feedback.browsing import ADDRESS, Browser
from tests.clinic_feedback.people import sign_in

FORMATS = {
    "pdf": "application/pdf",
    "html": "text/html",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
WEEKS = "from=2026-03-04&to=2026-03-11"


def test_the_first_page_is_the_year_that_is_sealed(browser: Browser) -> None:
    browser.get("/")
    said = browser.text()
    assert "10 of 41 patients felt little or no reassurance (24 %" in said
    assert "Visits held back to protect people: 1." in said
    assert "Blocks are completed up to week 2026-W12." in said
    assert said.count("Not for judging individuals") >= 1
    assert browser.fields()["from"] == "2025-03-24"


def test_a_choice_is_widened_to_whole_weeks_and_stands_in_the_address(browser: Browser) -> None:
    page = browser.get(f"/staff/quality?{WEEKS}&clinic=north")
    assert "Whole weeks are shown: 2 March 2026 to 15 March 2026." in browser.text()
    (pdf,) = [a.get("href") or "" for a in browser.all("a") if "report.pdf" in (a.get("href") or "")]
    assert parse_qs(urlsplit(pdf).query) == {
        "from": ["2026-03-04"],
        "to": ["2026-03-11"],
        "clinic": ["north"],
    }
    assert 'value="2026-03-04"' in page


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_seen_is_given_as_a_file_and_noted(browser: Browser, records: Records, format_: str) -> None:
    response = browser.client.get(f"/staff/quality/report.{format_}?{WEEKS}", base_url=ADDRESS)
    assert response.status_code == 200
    assert response.mimetype == FORMATS[format_]
    name = f"2026-w10-2026-w11.{format_}"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["Cache-Control"] == "no-store"
    with records.read() as tx:
        told = [(entry.actor, entry.act, entry.subject) for entry in latest(tx, 1)]
    assert told == [("kim", "quality_read", "2026-W10 2026-W11")]


def test_looking_at_the_page_is_not_noted_and_counts_nothing(browser: Browser, records: Records) -> None:
    with records.read() as tx:
        before = [entry.act for entry in latest(tx, 100)]
    browser.get("/staff/quality")
    with records.read() as tx:
        assert [entry.act for entry in latest(tx, 100)] == before


@pytest.mark.parametrize("profession", ["doctor", "nurse"])
def test_a_choice_that_cuts_a_block_shows_no_number_and_leads_to_a_wider_one(
    browser: Browser, profession: str
) -> None:
    browser.get(f"/staff/quality?{WEEKS}&clinic=north&profession={profession}")
    said = browser.text()
    assert "This choice would cut a block in two and is not shown." in said
    assert "visits were held" not in said
    browser.get(f"/staff/quality/report.json?{WEEKS}&clinic=north&profession={profession}")
    assert browser.status == 422
    assert "This choice would cut a block in two and is not shown." in browser.text()
    browser.get(f"/staff/quality?{WEEKS}&clinic=north&profession={profession}")
    (wider,) = [a for a in browser.all("a") if a.text == "Show the wider choice"]
    browser.get(wider.get("href") or "")
    assert "patients felt little or no reassurance" in browser.text()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param("from=yesterday", "Give a day, as 2026-03-31.", id="no day"),
        pytest.param("from=2026-02-30", "Give a day, as 2026-03-31.", id="a day that is not"),
        pytest.param("to=9999-12-31", "Give a day, as 2026-03-31.", id="the end of time"),
        pytest.param("from=2026-03-10&to=2026-03-01", "Give a day after the first one", id="backwards"),
        pytest.param("from=2000-01-01&to=2026-03-01", "at most ten years later", id="too long"),
        pytest.param("clinic=south", "There is no such clinic.", id="no clinic"),
        pytest.param("clinic=%00%ff", "There is no such clinic.", id="no text"),
        pytest.param("profession=<b>dentist", "Choose a profession from the list.", id="no profession"),
    ],
)
def test_a_choice_that_cannot_be_is_told_at_its_field(browser: Browser, query: str, said: str) -> None:
    page = browser.get(f"/staff/quality?{query}")
    assert browser.status == 422
    assert browser.text().count(said) == 2  # in the summary, and at the field
    assert "<b>dentist" not in page
    assert "felt little" not in page
    browser.get(f"/staff/quality/report.csv?{query}")
    assert browser.status == 422
    assert said in browser.text()


def test_no_file_has_another_ending(browser: Browser) -> None:
    for ending in ("exe", "PDF", "pdf.html", ""):
        browser.get(f"/staff/quality/report.{ending}")
        assert browser.status == 404


def test_a_clinician_sees_the_same_and_an_administrator_nothing(app: Flask, browser: Browser) -> None:
    anna, odd = Browser(app), Browser(app)
    sign_in(anna, "anna")
    sign_in(odd, "odd")
    one, other = (opened.get(f"/staff/quality/report.json?{WEEKS}") for opened in (browser, anna))
    assert one == other
    assert json.loads(one)["n"] == 41
    odd.get(f"/staff/quality/report.json?{WEEKS}")
    assert odd.status == 403


def test_in_norwegian_everything_is_norwegian(app: Flask, records: Records, browser: Browser) -> None:
    assert browser.address

    def speak(tx: Transaction) -> None:
        user = user_of(tx, "kim")
        assert user is not None
        user.language = "nb"

    records.write(speak)
    opened = Browser(app)
    sign_in(opened, "kim")
    opened.get("/staff/quality")
    said = opened.text()
    assert "10 av 41 pasienter var lite eller ikke beroliget (24 %" in said
    assert "Ikke til vurdering av enkeltpersoner" in said
