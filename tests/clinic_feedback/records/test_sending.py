"""Sending, on both engines: a response is there once, and two of them are a pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import event, func, select

from clinic_feedback.records.models.base import Record
from clinic_feedback.records.models.consultations import Consultation, Draft
from clinic_feedback.records.models.follow_ups import FollowUp
from clinic_feedback.records.models.responses import FlagRow, PairRow, ResponseRow
from clinic_feedback.records.sending import Outcome
from clinic_feedback.records.transaction import Records
from forms.model import Sharing, Side
from tests.clinic_feedback.records.setting import TestClock, Visit, begin, new_visit, send_side
from tests.forms.pairs import example

C08 = example("c08")
PATIENT: Mapping[str, Any] = C08["patient"]["answers"]
CLINICIAN: Mapping[str, Any] = C08["clinician"]["answers"]


def rows(records: Records, table: type[Record]) -> int:
    with records.read() as tx:
        return tx.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def visit(records: Records) -> Visit:
    """A visit whose patient has begun."""
    made = new_visit(records)
    begin(records, made)
    return made


@pytest.mark.parametrize("first", list(Side))
def test_two_sides_are_a_pair_whichever_comes_first(records: Records, visit: Visit, first: Side) -> None:
    for side in sorted(Side, key=lambda side: side is not first):
        answers = PATIENT if side is Side.PATIENT else CLINICIAN
        assert send_side(records, visit, side, answers) is Outcome.ACCEPTED
    assert rows(records, PairRow) == 1
    with records.read() as tx:
        attention = {
            (flag.rule, flag.item)
            for flag in tx.session.scalars(select(FlagRow).filter_by(severity="attention"))
        }
    assert attention == {
        ("not_reassured", "reassured"),
        ("silent_disagreement", "disagreement"),
        ("gap", "impact"),
        ("gap", "fits"),
        ("backfired", "normalising"),
        ("nothing_changed", "changed"),
    }


def test_the_same_sending_again_changes_nothing_and_is_no_fault(records: Records, visit: Visit) -> None:
    send_side(records, visit, Side.PATIENT, PATIENT)
    assert send_side(records, visit, Side.PATIENT, PATIENT) is Outcome.REPEATED
    assert rows(records, ResponseRow) == 1


@pytest.mark.parametrize(
    ("answers", "submission_id", "reason"),
    [
        ({**PATIENT, "reassured": "mostly"}, None, "other answers under the same id"),
        (PATIENT, "another", "the same answers from another form"),
        ({}, None, "all of them taken back"),
    ],
)
def test_another_sending_for_the_same_side_is_refused(
    records: Records, visit: Visit, answers: Mapping[str, Any], submission_id: str | None, reason: str
) -> None:
    send_side(records, visit, Side.PATIENT, PATIENT)
    outcome = send_side(records, visit, Side.PATIENT, answers, submission_id=submission_id)
    assert outcome is Outcome.OTHERS_SENT, reason
    with records.read() as tx:
        (row,) = tx.session.scalars(select(ResponseRow))
    assert row.answers["reassured"] == "a_little"


def test_a_visit_that_closed_takes_nothing_more(records: Records, visit: Visit, clock: TestClock) -> None:
    clock.forward(hours=72)
    assert send_side(records, visit, Side.PATIENT, PATIENT) is Outcome.CLOSED
    assert send_side(records, visit, Side.CLINICIAN, CLINICIAN) is Outcome.CLOSED
    assert rows(records, ResponseRow) == 0


def test_a_browser_that_did_not_begin_the_form_cannot_send_it(records: Records) -> None:
    visit = new_visit(records)
    assert send_side(records, visit, Side.PATIENT, PATIENT) is Outcome.CLOSED
    assert rows(records, ResponseRow) == 0


def test_totals_only_leaves_no_flag_no_task_and_no_text(records: Records, visit: Visit) -> None:
    answers = {**PATIENT, "comment": "MARKER"}
    send_side(records, visit, Side.PATIENT, answers, Sharing.TOTALS_ONLY)
    send_side(records, visit, Side.CLINICIAN, CLINICIAN)
    assert [rows(records, table) for table in (PairRow, FlagRow, FollowUp)] == [1, 0, 0]
    with records.read() as tx:
        row = tx.session.scalars(select(ResponseRow).filter_by(side="patient")).one()
    assert row.texts_enc is None
    assert "comment" not in row.answers


@pytest.mark.parametrize(
    ("wish", "owned", "reason"),
    [
        ("my_clinician", True, "it is for the clinician of the visit"),
        ("someone_else", False, "it is for the clinic's contact person"),
    ],
)
def test_a_wish_for_contact_is_passed_on_at_once_whatever_is_shared(
    records: Records, visit: Visit, wish: str, owned: bool, reason: str
) -> None:
    send_side(records, visit, Side.PATIENT, {"contact": wish}, Sharing.TOTALS_ONLY)
    with records.read() as tx:
        (task,) = tx.session.scalars(select(FollowUp))
    assert task.reason == "contact"
    assert (task.owner_id == visit.clinician_id) is owned, reason


def test_a_patient_who_is_not_reassured_is_followed_up_once_the_pair_is_there(
    records: Records, visit: Visit
) -> None:
    send_side(records, visit, Side.PATIENT, PATIENT)
    assert rows(records, FollowUp) == 0
    send_side(records, visit, Side.CLINICIAN, CLINICIAN)
    with records.read() as tx:
        (task,) = tx.session.scalars(select(FollowUp))
    assert (task.reason, task.owner_id, task.due_on.isoformat()) == (
        "not_reassured",
        visit.clinician_id,
        "2026-03-05",
    )


def test_sending_leaves_no_draft(records: Records, visit: Visit) -> None:
    assert rows(records, Draft) == 1
    send_side(records, visit, Side.PATIENT, PATIENT)
    assert rows(records, Draft) == 0


def test_completing_a_pair_takes_one_commit_and_at_most_twelve_statements(
    records: Records, visit: Visit
) -> None:
    send_side(records, visit, Side.CLINICIAN, {**CLINICIAN, "comment": "a text"})
    statements: list[str] = []
    commits: list[object] = []
    event.listen(records.database.writer, "before_cursor_execute", lambda *args: statements.append(args[2]))
    event.listen(records.database.writer, "commit", commits.append)
    answers = {**PATIENT, "comment": "a text", "contact": "my_clinician"}
    assert send_side(records, visit, Side.PATIENT, answers) is Outcome.ACCEPTED
    assert len(commits) == 1
    assert len([s for s in statements if not s.startswith("BEGIN")]) <= 12, "\n".join(statements)


def test_what_is_written_and_what_the_caller_calls_the_visit_is_unreadable_on_disk(
    records: Records, visit: Visit, bytes_of_database: Any
) -> None:
    if not records.database.is_sqlite:
        pytest.skip("reads the files of SQLite")
    send_side(records, visit, Side.PATIENT, {**PATIENT, "comment": "MARKER-text"})
    with records.read() as tx:
        assert tx.session.scalars(select(Consultation)).one().patient_state == "sent"
    data = bytes_of_database(records.database)
    assert b"a_little" in data
    assert b"MARKER" not in data
