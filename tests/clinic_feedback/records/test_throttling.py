"""Counted tries: so many are answered within a window, whoever asks and from wherever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from clinic_feedback.records.engine import Database
from clinic_feedback.records.models.safety import Attempt
from clinic_feedback.records.throttling import Action, Limit, allowed, count, forget
from clinic_feedback.records.transaction import Records
from tests.clinic_feedback.conftest import KEYS
from tests.clinic_feedback.records.setting import TestClock

LIMIT = Limit(3, timedelta(minutes=15))
ENDS_AT = datetime(2026, 3, 2, 10, 15, tzinfo=UTC)


def try_once(records: Records, subject: str = "anna", action: Action = Action.SIGN_IN) -> datetime | None:
    """Count a try."""
    return records.write(lambda tx: count(tx, action, subject, LIMIT))


def when_allowed(records: Records, subject: str = "anna", action: Action = Action.SIGN_IN) -> datetime | None:
    """When the next try is answered."""
    with records.read() as tx:
        return allowed(tx, action, subject, LIMIT)


def test_tries_are_answered_up_to_the_limit_and_then_a_time_is_named(records: Records) -> None:
    assert [try_once(records) for _ in range(3)] == [None, None, None]
    assert when_allowed(records) == ENDS_AT
    assert try_once(records) == ENDS_AT


def test_the_next_window_begins_anew_and_leaves_nothing_of_the_last(
    records: Records, clock: TestClock
) -> None:
    for _ in range(5):
        try_once(records)
    clock.forward(minutes=14, seconds=59)
    assert when_allowed(records) == ENDS_AT
    clock.forward(seconds=1)
    assert when_allowed(records) is None
    assert try_once(records) is None
    with records.read() as tx:
        assert len(tx.session.scalars(select(Attempt)).all()) == 1


def test_nobody_else_is_stopped(records: Records) -> None:
    for _ in range(5):
        try_once(records)
    assert when_allowed(records, "odd") is None
    assert when_allowed(records, action=Action.CODE) is None


def test_a_restart_forgets_nothing(records: Records, clock: TestClock) -> None:
    for _ in range(3):
        try_once(records)
    again = Database(records.database.url.render_as_string(hide_password=False))
    try:
        assert when_allowed(Records(again, KEYS, records.catalogue, clock)) == ENDS_AT
    finally:
        again.close()


def test_whoever_proves_to_be_right_starts_anew(records: Records) -> None:
    for _ in range(2):
        try_once(records)
    records.write(lambda tx: forget(tx, Action.SIGN_IN, "anna"))
    assert [try_once(records) for _ in range(4)] == [None, None, None, ENDS_AT]


def test_who_tried_stands_nowhere(records: Records) -> None:
    try_once(records, "a password typed as a name")
    with records.read() as tx:
        assert b"password" not in tx.session.scalars(select(Attempt.tried_by)).one()


def test_of_many_tries_at_once_no_more_are_answered(records: Records) -> None:
    with ThreadPoolExecutor(8) as threads:
        answered = list(threads.map(lambda _: try_once(records), range(24)))
    assert answered.count(None) == LIMIT.tries
