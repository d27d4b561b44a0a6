"""The end of keeping, on both engines: old visits go whole, and what was published stays."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from clinic_feedback.records.models.base import Record
from clinic_feedback.records.models.consultations import Consultation, Draft, Invitation
from clinic_feedback.records.models.follow_ups import FollowUp
from clinic_feedback.records.models.responses import FlagRow, PairRow, ResponseRow
from clinic_feedback.records.models.sealing import Block, BlockCell, SealedUnit
from clinic_feedback.records.recounting import blocks_that_differ
from clinic_feedback.records.retaining import forget_old, months_before
from clinic_feedback.records.sealing import seal_due
from clinic_feedback.records.transaction import Records
from forms.model import Side
from reports.release import Terms
from tests.clinic_feedback.records.closed_visits import Closed, take_in
from tests.clinic_feedback.records.setting import TestClock, begin, new_visit, send_side
from tests.forms.pairs import example


def count(records: Records, table: type[Record]) -> int:
    with records.read() as tx:
        return tx.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        pytest.param((2026, 3, 31), 1, (2026, 2, 28), id="a shorter month"),
        pytest.param((2024, 3, 31), 1, (2024, 2, 29), id="a leap year"),
        pytest.param((2026, 1, 15), 1, (2025, 12, 15), id="over the year's end"),
        pytest.param((2026, 12, 31), 24, (2024, 12, 31), id="two years"),
        pytest.param((2026, 5, 31), 6, (2025, 11, 30), id="half a year"),
    ],
)
def test_months_are_those_of_the_calendar(
    day: tuple[int, int, int], months: int, earlier: tuple[int, int, int]
) -> None:
    assert months_before(datetime(*day, 10, tzinfo=UTC), months) == datetime(*earlier, 10, tzinfo=UTC)


def test_an_old_visit_goes_with_all_that_hangs_on_it_and_a_young_one_stays(
    records: Records, clock: TestClock
) -> None:
    old = new_visit(records, code="old")
    begin(records, old)
    for side in Side:
        send_side(records, old, side, example("c08")[side]["answers"])
    clock.forward(days=100)
    young = new_visit(records, code="young")
    begin(records, young)
    clock.moment = datetime(2026, 3, 5, 9, 59, tzinfo=UTC).replace(year=2028)
    assert forget_old(records, 24) == 0
    clock.forward(minutes=2)
    assert forget_old(records, 24) == 1
    gone = (ResponseRow, PairRow, FlagRow, FollowUp)
    assert {table.__tablename__: count(records, table) for table in gone} == dict.fromkeys(
        (table.__tablename__ for table in gone), 0
    )
    assert (count(records, Consultation), count(records, Invitation), count(records, Draft)) == (1, 2, 1)


def test_visits_of_a_sealed_block_go_together_and_its_sums_stay(records: Records, clock: TestClock) -> None:
    early = [Closed("2026-W02", f"c{number % 4}") for number in range(5)]
    take_in(records, [*early, *(Closed("2026-W08", f"c{number % 4}") for number in range(8))])
    seal_due(records, Terms())
    sums = count(records, BlockCell)
    clock.moment = datetime(2028, 2, 10, tzinfo=UTC)  # the early ones are two years old, the others are not
    assert forget_old(records, 24) == 0
    clock.moment = datetime(2028, 3, 10, tzinfo=UTC)
    assert forget_old(records, 24) == 13
    assert (count(records, SealedUnit), count(records, Block), count(records, BlockCell)) == (0, 1, sums)
    assert blocks_that_differ(records) == ()
