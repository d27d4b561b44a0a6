"""A patient who sent answers and comes back with the receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask

from clinic_feedback.codes import Receipt, derived_receipt
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.patient_forms import form_key
from clinic_feedback.records.sending import Outcome, Submission, send
from clinic_feedback.records.transaction import Records, Transaction
from forms.model import Sharing, Side
from tests.clinic_feedback.browsing import Browser
from tests.clinic_feedback.records.setting import Visit, begin, new_visit, response
from tests.databases import MakeUrl

Sent = Callable[..., Receipt]


@pytest.fixture
def new_database_url(sqlite_url: MakeUrl) -> MakeUrl:
    """One engine: what differs between them is tried in the records' own tests."""
    return sqlite_url


@pytest.fixture
def visit(records: Records) -> Visit:
    """A visit that its patient has begun to answer."""
    made = new_visit(records)
    begin(records, made)
    return made


@pytest.fixture
def sent(records: Records, visit: Visit) -> Sent:
    """Sends the patient's answers and gives the receipt."""

    def work(
        answers: Mapping[str, Any], mode: Mode = Mode.PHONE, sharing: Sharing = Sharing.CLINICIAN
    ) -> Receipt:
        code = derived_receipt(visit.public_id.encode().ljust(32))

        def accept(tx: Transaction) -> Outcome:
            key, given = form_key(tx, visit.public_id, visit.ticket), response(records, Side.PATIENT, answers)
            given = type(given)(given.answers, given.language, sharing)
            return send(
                tx, Submission(visit.public_id, Side.PATIENT, "one", given, mode, receipt=code, key_hmac=key)
            )

        assert records.write(accept) is Outcome.ACCEPTED
        return code

    return work


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser that was never here before."""
    return Browser(app)
