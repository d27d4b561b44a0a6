"""The end of keeping, on both engines: old visits go whole, and what was published stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update

from clinic_feedback.records import retaining
from clinic_feedback.records.models.base import Record
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.consultations import Consultation, Draft, Invitation
from clinic_feedback.records.models.follow_ups import FollowUp
from clinic_feedback.records.models.responses import FlagRow, PairRow, ResponseRow
from clinic_feedback.records.models.sealing import Block, BlockCell, ForgottenWeek, SealedUnit
from clinic_feedback.records.recounting import blocks_that_differ
from clinic_feedback.records.retaining import forget_old, months_before
from clinic_feedback.records.sealing import seal_due
from clinic_feedback.records.transaction import Records
from clinic_feedback.records.week_counts import week_counts
from forms.model import Side
from reports.published import View
from reports.release import Terms
from tests.clinic_feedback.records.closed_visits import Closed, take_in
from tests.clinic_feedback.records.setting import TestClock, begin, new_visit, send_side
from tests.forms.pairs import example


def count(records: Records, table: type[Record]) -> int:
    with records.read() as tx:
        return tx.session.scalar(select(func.count()).select_from(table)) or 0


def of_weeks(records: Records, clinic: str = "", profession: str = "") -> dict[str, tuple[int, int]]:
    """By week, visits that closed and those that are held back; weeks of early 2026 with any."""
    with records.read() as tx:
        found = week_counts(tx, View("2026-W01", "2026-W13", clinic, profession))
    return {one.week: (one.closed, one.held_back) for one in found if one.closed}


def forgotten(records: Records) -> list[dict[str, object]]:
    """All that is kept of deleted visits; of rows' numbers, what they lead to."""
    with records.read() as tx:
        rows = tx.session.execute(
            select(ForgottenWeek.__table__, Clinic.code).join(Clinic, Clinic.id == ForgottenWeek.clinic_id)
        )
        return [
            {name: value for name, value in row.items() if name not in {"id", "clinic_id"}}
            for row in rows.mappings()
        ]


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


def test_how_many_visits_there_were_is_told_after_they_are_gone(
    records: Records, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retaining, "_AT_ONCE", 3)
    early = [Closed("2026-W02", f"c{number % 4}") for number in range(5)]
    take_in(records, [*early, *(Closed("2026-W08", f"c{number % 4}") for number in range(8))])
    take_in(
        records,
        [Closed("2026-W02", "n", "nurse", "east"), Closed("2026-W02", "e", clinic="east")],
        name="few",
    )
    seal_due(records, Terms())
    take_in(records, [Closed("2026-W02", "c1"), Closed("2026-W02", "c2")], name="late")
    choices = [
        ("", ""),
        ("north", ""),
        ("", "nurse"),
        ("north", "physiotherapist"),
        ("east", "physiotherapist"),
    ]
    before = [of_weeks(records, *one) for one in choices]
    assert before == [
        {"2026-W02": (9, 4), "2026-W08": (8, 0)},
        {"2026-W02": (7, 2), "2026-W08": (8, 0)},
        {"2026-W02": (1, 1)},
        {"2026-W02": (7, 2), "2026-W08": (8, 0)},
        {"2026-W02": (1, 1)},
    ]
    for moment, gone in ((datetime(2028, 2, 10, tzinfo=UTC), 4), (datetime(2028, 3, 10, tzinfo=UTC), 13)):
        clock.moment = moment
        assert forget_old(records, 24) == gone
        assert [of_weeks(records, *one) for one in choices] == before
    assert count(records, Consultation) == 0


def test_of_a_visit_that_is_gone_week_clinic_and_profession_are_kept_and_nothing_else(
    records: Records, clock: TestClock
) -> None:
    take_in(records, [Closed("2026-W02", name, "nurse") for name in ("a", "b")])
    clock.moment = datetime(2028, 3, 10, tzinfo=UTC)
    assert forget_old(records, 24) == 2
    assert forgotten(records) == [
        {"week": "2026-W02", "code": "north", "profession": "nurse", "closed": 2, "held_back": 2}
    ]


def test_a_visit_is_told_in_the_week_in_which_it_closed_where_it_was_held(
    records: Records, clock: TestClock
) -> None:
    clock.moment = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)  # closes on Monday at 0:30 in Oslo
    for code in ("north", "west"):
        new_visit(records, code=code)
    records.write(
        lambda tx: tx.session.execute(
            update(Clinic).where(Clinic.code == "west").values(time_zone="America/New_York")
        )
    )
    clock.moment = datetime(2026, 3, 20, tzinfo=UTC)
    before = [of_weeks(records, code) for code in ("north", "west", "")]
    assert before == [{"2026-W11": (1, 1)}, {"2026-W10": (1, 1)}, {"2026-W10": (1, 1), "2026-W11": (1, 1)}]
    clock.moment = datetime(2028, 3, 20, tzinfo=UTC)
    assert forget_old(records, 24) == 2
    assert [of_weeks(records, code) for code in ("north", "west", "")] == before


def test_programs_that_delete_at_once_count_each_visit_once(
    records: Records, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retaining, "_AT_ONCE", 4)
    weeks = [f"2026-W{2 + number % 3:02}" for number in range(40)]
    take_in(records, [Closed(week, "c1", ("nurse", "doctor")[week > "2026-W03"]) for week in weeks])
    before = of_weeks(records)
    clock.moment = datetime(2028, 3, 10, tzinfo=UTC)
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: forget_old(records, 24), range(4))) == 40
    assert of_weeks(records) == before
