"""Members of staff for tests of pages: added as an administrator adds them, with a password that is known."""

from __future__ import annotations

from functools import cache

from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.clinics import ClinicChanges, NewClinicDefaults, set_clinic
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.staff_accounts import Person, add_user
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.sign_in.passwords import hashed
from tests.clinic_feedback.browsing import Browser

PASSWORD = "three owls on a tram"  # noqa: S105 - the tests' own
TESTER = Actor("the tests", Origin.COMMAND)
DEFAULTS = NewClinicDefaults(closing_hours=72, due_days=3)


@cache
def known_hash() -> str:
    """The stored form of the password: hashing takes its time."""
    return hashed(PASSWORD)


def add_clinic(records: Records, code: str = "north") -> None:
    """A clinic that is live but for its contact person."""
    changes = ClinicChanges(name=f"Clinic {code}", not_urgent="116 117")
    records.write(lambda tx: set_clinic(tx, TESTER, code, changes, DEFAULTS))


def add_person(
    records: Records, username: str, *roles: Role | tuple[Role, str], language: str = "en"
) -> None:
    """Somebody who can sign in. `roles`: with the clinic's code where it is held in one."""
    person = Person(
        f"Name of {username}",
        language,
        frozenset(role for role in roles if isinstance(role, Role)),
        frozenset(role for role in roles if not isinstance(role, Role)),
        "nurse",
    )

    def work(tx: Transaction) -> None:
        add_user(tx, TESTER, username, person).password = known_hash()

    records.write(work)


def sign_in(browser: Browser, username: str, password: str = PASSWORD) -> str:
    """Sign in on the page that asks for it."""
    browser.get("/staff/sign-in")
    return browser.press("go", username=username, password=password)
