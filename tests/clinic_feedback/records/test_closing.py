"""Closing, on both engines: nobody goes unheard because the other side never answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from clinic_feedback.records.closing import close_due
from clinic_feedback.records.models.consultations import Draft
from clinic_feedback.records.models.follow_ups import FollowUp
from clinic_feedback.records.models.responses import FlagRow
from clinic_feedback.records.transaction import Records
from forms.catalogue import Catalogue
from forms.model import Sharing, Side
from tests.clinic_feedback.records.setting import TestClock, Visit, begin, new_visit, send_side

UNHEARD: Mapping[str, Any] = {"reassured": "not_at_all", "worried": "very", "explanation": "mostly"}


@pytest.fixture
def visit(records: Records) -> Visit:
    """A visit whose patient has begun."""
    made = new_visit(records)
    begin(records, made)
    return made


def flags(records: Records) -> set[tuple[str, str]]:
    with records.read() as tx:
        return {(flag.rule, flag.severity) for flag in tx.session.scalars(select(FlagRow))}


def tasks(records: Records) -> list[FollowUp]:
    with records.read() as tx:
        return list(tx.session.scalars(select(FollowUp)))


def test_a_shared_side_that_stands_alone_gets_its_flags_and_a_follow_up_at_closing(
    records: Records, clock: TestClock, visit: Visit
) -> None:
    send_side(records, visit, Side.PATIENT, UNHEARD)
    clock.forward(hours=71)
    assert close_due(records) == 0
    assert tasks(records) == []
    clock.forward(hours=1)
    assert close_due(records) == 1
    assert flags(records) == {("not_reassured", "attention"), ("understood_not_reassured", "notice")}
    assert [(task.reason, task.owner_id) for task in tasks(records)] == [
        ("not_reassured", visit.clinician_id)
    ]


def test_closing_again_changes_nothing(records: Records, clock: TestClock, visit: Visit) -> None:
    send_side(records, visit, Side.PATIENT, UNHEARD)
    clock.forward(hours=72)
    close_due(records)
    before = [task.id for task in tasks(records)]
    assert close_due(records) == 0
    assert [task.id for task in tasks(records)] == before


def test_closing_tells_nothing_of_a_side_that_is_not_shared(
    records: Records, clock: TestClock, visit: Visit
) -> None:
    send_side(records, visit, Side.PATIENT, UNHEARD, Sharing.TOTALS_ONLY)
    clock.forward(hours=72)
    assert close_due(records) == 1
    assert (flags(records), tasks(records)) == (set(), [])


def test_a_pair_keeps_the_flags_that_it_has(records: Records, clock: TestClock, visit: Visit) -> None:
    send_side(records, visit, Side.PATIENT, UNHEARD)
    send_side(records, visit, Side.CLINICIAN, {"reassured": "mostly"})
    before = flags(records)
    clock.forward(hours=72)
    close_due(records)
    assert flags(records) == before
    assert ("gap", "attention") in before


def test_closing_clears_forms_that_were_left(records: Records, clock: TestClock, visit: Visit) -> None:
    assert visit
    clock.forward(hours=72)
    close_due(records)
    with records.read() as tx:
        assert tx.session.scalar(select(func.count(Draft.id))) == 0


def test_a_visit_whose_questionnaire_is_not_there_closes_and_keeps_no_other_from_closing(
    records: Records, clock: TestClock, visit: Visit
) -> None:
    other = new_visit(records, code="other")
    begin(records, other)
    for one in (visit, other):
        send_side(records, one, Side.PATIENT, UNHEARD)
    clock.forward(hours=73)
    empty = replace(records, catalogue=Catalogue({}))
    assert close_due(empty) == 2
    assert tasks(records) == []


def test_what_lasted_too_long_is_forgotten_even_where_closing_fails(
    records: Records, clock: TestClock, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert visit.public_id
    clock.forward(hours=73)
    monkeypatch.setattr("clinic_feedback.records.closing._close_some", _fail)
    with pytest.raises(RuntimeError):
        close_due(records)
    with records.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(Draft)) == 0


def _fail(_: object) -> int:
    raise RuntimeError
