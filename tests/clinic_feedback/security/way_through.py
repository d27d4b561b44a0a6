"""The way of a browser through a form, also when the program behind it begins anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from clinic_feedback.records.models.responses import PairRow, ResponseRow
from clinic_feedback.records.transaction import Records
from tests.clinic_feedback.browsing import ADDRESS, Browser
from tests.clinic_feedback.clinician.house import Person
from tests.clinic_feedback.clinician.patients import CLINICIAN, PATIENT
from tests.clinic_feedback.records.setting import Visit

LONG = ("الألم 7 من 10 😀 " * 140)[:1_990].strip()
TEXTS = {"changed": ["understanding"], "changed_text": f"{LONG}MARKER", "comment": f"MARKER{LONG}"}
ALL: Mapping[str, Any] = {**PATIENT, **TEXTS}
OWN: Mapping[str, Any] = {**CLINICIAN, **TEXTS}


def staff_browser(app: Flask, person: Person) -> Browser:
    """A browser in which somebody is signed in."""
    browser = Browser(app)
    with browser.client.session_transaction(base_url=f"{ADDRESS}/staff/") as session:
        session["token"] = person.token
    return browser


def carried(browser: Browser, app: Flask) -> Browser:
    """The same browser, with its cookies and its page, before a program that began anew."""
    same = Browser(app)
    same.client._cookies = dict(browser.client._cookies or {})  # noqa: SLF001 - no other way to copy them
    same.address, same.page, same.status = browser.address, browser.page, browser.status
    return same


def to_question(patient: Browser, visit: Visit, link_id: str) -> None:
    """Open the link, and answer up to a question."""
    patient.get(f"/p/{visit.ticket.token}")
    patient.press("next")
    patient.press("next", sharing="clinician")
    while f'name="{link_id}"' not in patient.page:
        go_on(patient)


def to_overview(browser: Browser, answers: Mapping[str, Any] = ALL) -> None:
    """Answer everything that is left."""
    while not browser.address.endswith("/overview"):
        go_on(browser, answers)


def go_on(browser: Browser, answers: Mapping[str, Any] = ALL) -> None:
    """Answer what the page asks, and turn it."""
    browser.press(
        "next", **{name: value for name, value in answers.items() if f'name="{name}"' in browser.page}
    )


def receipt_of(browser: Browser) -> str:
    """The receipt that is shown; '' where none is."""
    shown = (one for tag in ("p", "div", "span", "strong") for one in browser.all(tag))
    return next(("".join(one.itertext()) for one in shown if one.get("id") == "receipt"), "")


def counts(records: Records) -> list[int]:
    """How many responses and pairs there are."""
    with records.read() as tx:
        tables = (ResponseRow, PairRow)
        return [tx.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
