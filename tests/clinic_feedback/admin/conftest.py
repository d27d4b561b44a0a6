"""The web program as its administrator finds it."""

from __future__ import annotations

import pytest
from flask import Flask

from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.transaction import Records
from tests.clinic_feedback.browsing import Browser
from tests.clinic_feedback.people import add_clinic, add_person, sign_in
from tests.databases import MakeUrl


@pytest.fixture
def new_database_url(sqlite_url: MakeUrl) -> MakeUrl:
    """One engine is enough for pages: the services below them run on both."""
    return sqlite_url


@pytest.fixture
def browser(app: Flask, records: Records) -> Browser:
    """A browser in which Odd is signed in, who administers; Anna holds visits in the one clinic."""
    add_clinic(records)
    add_person(records, "anna", (Role.CLINICIAN, "north"))
    add_person(records, "odd", Role.ADMINISTRATOR)
    opened = Browser(app)
    sign_in(opened, "odd")
    return opened
