"""The web program as a quality team finds it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.sealing import seal_due
from clinic_feedback.records.transaction import Records
from reports.release import Terms
from tests.clinic_feedback.browsing import Browser
from tests.clinic_feedback.people import add_clinic, add_person, sign_in
from tests.clinic_feedback.records.closed_visits import Closed, take_in
from tests.clinic_feedback.records.setting import TestClock
from tests.databases import MakeUrl


@pytest.fixture
def new_database_url(sqlite_url: MakeUrl) -> MakeUrl:
    """One engine is enough for pages: the services below them run on both."""
    return sqlite_url


@pytest.fixture
def clock() -> TestClock:
    """Wednesday of week 13 of 2026."""
    return TestClock(datetime(2026, 3, 25, 10, 0, tzinfo=UTC))


@pytest.fixture
def browser(app: Flask, records: Records) -> Browser:
    """Kim, of the quality team; 40 visits of eight doctors and one nurse's are sealed, another waits."""
    add_clinic(records)
    add_person(records, "kim", Role.QUALITY)
    add_person(records, "anna", (Role.CLINICIAN, "north"))
    add_person(records, "odd", Role.ADMINISTRATOR)
    low = {"reassured": "a_little"}
    doctors = [
        Closed("2026-W10", f"d{number % 8}", "doctor", patient=low if number % 4 == 0 else {})
        for number in range(40)
    ]
    take_in(records, [*doctors, Closed("2026-W10", "n", "nurse")])
    seal_due(records, Terms())
    take_in(records, [Closed("2026-W11", "d1", "doctor")], name="late")
    opened = Browser(app)
    sign_in(opened, "kim")
    return opened
