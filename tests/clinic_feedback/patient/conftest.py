"""A patient's browser before a visit's form."""

from __future__ import annotations

import pytest
from flask import Flask

from clinic_feedback.records.transaction import Records
from tests.clinic_feedback.browsing import Browser
from tests.clinic_feedback.records.setting import Visit, new_visit
from tests.databases import MakeUrl


@pytest.fixture
def new_database_url(sqlite_url: MakeUrl) -> MakeUrl:
    """One engine: what differs between them is tried in the records' own tests and in the journeys."""
    return sqlite_url


@pytest.fixture
def visit(records: Records) -> Visit:
    """A visit in full form that nobody has begun to answer."""
    return new_visit(records)


@pytest.fixture
def phone(app: Flask) -> Browser:
    """The patient's own phone."""
    return Browser(app)
