"""Both sides of many visits sent at the same moment, by two processes; and one sending many times over."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Barrier

import pytest
from sqlalchemy import func, select

from clinic_feedback.records.engine import Database
from clinic_feedback.records.models.follow_ups import FollowUp
from clinic_feedback.records.models.responses import PairRow, ResponseRow
from clinic_feedback.records.sending import Outcome
from clinic_feedback.records.transaction import Records
from forms.catalogue import built_in
from forms.model import Side
from tests.clinic_feedback.conftest import KEYS, NOW
from tests.clinic_feedback.records.setting import TestClock, Visit, begin, new_visit, send_side

VISITS = 200
ANSWERS = {"reassured": "not_at_all", "worried": "very", "heard": "mostly"}

pytestmark = pytest.mark.slow


def counts(records: Records) -> list[int]:
    with records.read() as tx:
        tables = (ResponseRow, PairRow, FollowUp)
        return [tx.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def send_all(url: str, visits: Sequence[Visit], side: Side, barrier: Barrier) -> None:
    """A process of its own that sends one side of every visit, each at the same moment as the other."""
    records = Records(Database(url), KEYS, built_in(), TestClock(NOW))
    for visit in visits:
        barrier.wait(60)
        assert send_side(records, visit, side, ANSWERS) is Outcome.ACCEPTED


def test_both_sides_sent_at_the_same_moment_are_always_a_pair(records: Records) -> None:
    visits = [new_visit(records, code=f"c{number}") for number in range(VISITS)]
    for visit in visits:
        begin(records, visit)
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    url = records.database.url.render_as_string(hide_password=False)
    senders = [context.Process(target=send_all, args=(url, visits, side, barrier)) for side in Side]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(120)
    assert [sender.exitcode for sender in senders] == [0, 0]
    assert counts(records) == [2 * VISITS, VISITS, VISITS]


def test_one_sending_twenty_times_at_once_and_after_a_restart_is_one_response(records: Records) -> None:
    visit = new_visit(records)
    begin(records, visit)
    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(lambda _: send_side(records, visit, Side.PATIENT, ANSWERS), range(20)))
    assert sorted(outcomes) == sorted([Outcome.ACCEPTED] + 19 * [Outcome.REPEATED])
    url = records.database.url.render_as_string(hide_password=False)
    again = Records(Database(url), KEYS, built_in(), TestClock(NOW))
    assert send_side(again, visit, Side.PATIENT, ANSWERS) is Outcome.REPEATED
    again.database.close()
    assert counts(records) == [1, 0, 0]
