"""The web program with one clinic, a clinician and an administrator."""

from __future__ import annotations

import pytest
from flask import Flask

from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.transaction import Records
from clinic_feedback.settings import Settings
from tests.clinic_feedback.browsing import Browser
from tests.clinic_feedback.people import add_clinic, add_person
from tests.databases import MakeUrl


@pytest.fixture
def new_database_url(sqlite_url: MakeUrl) -> MakeUrl:
    """One engine is enough for pages: the services below them run on both."""
    return sqlite_url


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Three wrong passwords are enough for a test: each takes its time."""
    return settings.model_copy(update={"throttle_account": 3})


@pytest.fixture(autouse=True)
def staffed(records: Records) -> None:
    """A clinic where Anna holds visits, and Odd, who administers everything."""
    add_clinic(records)
    add_person(records, "anna", (Role.CLINICIAN, "north"))
    add_person(records, "odd", Role.ADMINISTRATOR, language="nb")


@pytest.fixture
def browser(app: Flask) -> Browser:
    """An empty browser."""
    return Browser(app)
