"""The whole web program, a clinic in it, and somebody of every role who is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.clinics import ClinicChanges, NewClinicDefaults, set_clinic
from clinic_feedback.records.models.staff import CLINIC_ROLES, Role
from clinic_feedback.records.staff_accounts import Person, add_user
from clinic_feedback.records.staff_sessions import Account, begin_session
from clinic_feedback.records.transaction import Records, Transaction
from tests.databases import MakeUrl

ACTOR = Actor("tests", Origin.COMMAND)
CLINIC = "south"

Tokens = Mapping[Role, str]
"""The secret of a sign-in of somebody who holds one role alone."""


@pytest.fixture
def new_database_url(sqlite_url: MakeUrl) -> MakeUrl:
    """One engine: who may open what does not depend on it."""
    return sqlite_url


def person_of(role: Role, clinic: str) -> Person:
    """Somebody who holds one role."""
    if role in CLINIC_ROLES:
        return Person(f"One {role}", "en", places=frozenset({(role, clinic)}), profession="nurse")
    return Person(f"One {role}", "en", roles=frozenset({role}))


def signed_in(tx: Transaction, role: Role, clinic: str = CLINIC) -> str:
    """A new user of one role, signed in; the secret of that."""
    user = add_user(tx, ACTOR, f"{role}-{clinic}", person_of(role, clinic))
    token = begin_session(tx, Account(user.id, user.username, user.password, active=True), timedelta(hours=8))
    assert token is not None
    return token


@pytest.fixture
def tokens(records: Records) -> Tokens:
    """Somebody of each role, in a clinic of their own."""

    def work(tx: Transaction) -> Tokens:
        set_clinic(tx, ACTOR, CLINIC, ClinicChanges(), NewClinicDefaults(72, 3))
        return {role: signed_in(tx, role) for role in Role}

    return records.write(work)
