"""The web program with a house of people in it, and browsers that are signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from clinic_feedback.records.transaction import Records
from tests.clinic_feedback.clinician.browser import Browser
from tests.clinic_feedback.clinician.house import House, Person, house
from tests.databases import MakeUrl

SignedIn = Callable[[Person], Browser]


@pytest.fixture
def new_database_url(sqlite_url: MakeUrl) -> MakeUrl:
    """One engine is enough for pages: the services below them run on both."""
    return sqlite_url


@pytest.fixture
def there(records: Records) -> House:
    """A live clinic with two clinicians and a contact person."""
    return house(records)


@pytest.fixture
def browser(app: Flask) -> SignedIn:
    """Opens a browser in which somebody is signed in."""

    def opened(person: Person) -> Browser:
        return Browser(app, person.token)

    return opened
