"""What a receipt leads to, and to whom the answers are shown again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from clinic_feedback.keys import Keyring
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.receipts import Receipted, own_answers, receipted
from clinic_feedback.records.transaction import Records
from forms.model import Form, LinkId, Sharing, Side
from tests.clinic_feedback.records.setting import Visit, begin, new_visit, send_side

WROTE = {"reassured": "mostly", "comment": "MARKER"}
NEW_KEY = b"n" * 32


@pytest.fixture
def send(records: Records) -> Callable[..., str]:
    """Sends answers from somewhere, and gives the receipt."""

    def sent(answers: dict[str, Any], mode: Mode, sharing: Sharing | None = None) -> str:
        visit: Visit = new_visit(records)
        begin(records, visit)
        send_side(records, visit, Side.PATIENT, answers, sharing)
        records.write(lambda tx: tx.session.execute(update(ResponseRow).values(mode=mode)))
        return f"receipt of {visit.public_id}"

    return sent


def test_what_was_sent_by_an_own_phone_is_shown_there_again_with_its_texts(
    records: Records, send: Callable[..., str]
) -> None:
    code = send(WROTE, Mode.PHONE)
    with records.read() as tx:
        assert receipted(tx, code) == Receipted(may_see=True, shared=True, contact_wished=False)
        shown = own_answers(tx, code)
    assert shown is not None
    assert dict(shown.response.answers) == WROTE
    assert (shown.form, shown.texts_closed) == (Form.FULL, False)


@pytest.mark.parametrize("new_database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("mode", [Mode.TABLET, Mode.PAPER, Mode.IMPORT])
def test_what_came_otherwise_is_shown_to_nobody(
    records: Records, send: Callable[..., str], mode: Mode
) -> None:
    code = send({**WROTE, "contact": "someone_else"}, mode, Sharing.TOTALS_ONLY)
    with records.read() as tx:
        assert own_answers(tx, code) is None
        assert receipted(tx, code) == Receipted(may_see=False, shared=False, contact_wished=True)


def test_a_receipt_of_nobody_leads_nowhere(records: Records, send: Callable[..., str]) -> None:
    code = send(WROTE, Mode.PHONE)
    with records.read() as tx:
        assert receipted(tx, f"{code}x") is None
        assert own_answers(tx, f"{code}x") is None


@pytest.mark.parametrize("new_database_url", ["sqlite"], indirect=True)
def test_a_text_whose_key_is_missing_is_told_and_the_answers_are_shown(
    records: Records, send: Callable[..., str]
) -> None:
    code = send(WROTE, Mode.PHONE)
    keys: Keyring = replace(records.keys, data_keys=(NEW_KEY,))
    with replace(records, keys=keys).read() as tx:
        shown = own_answers(tx, code)
    assert shown is not None
    assert shown.texts_closed
    assert dict(shown.response.answers) == {LinkId("reassured"): "mostly"}
