"""Counts by clinician after the end of keeping, on both engines: of whole quarters, and no more exact."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import and_, func, select

from clinic_feedback.records.models.sealing import Block, BlockCell, ClusterCell, Listing
from clinic_feedback.records.publishing import published
from clinic_feedback.records.recounting import blocks_that_differ
from clinic_feedback.records.retaining import forget_old
from clinic_feedback.records.rolling_up import roll_up
from clinic_feedback.records.sealing import seal_due
from clinic_feedback.records.transaction import Records
from reports.document import Paragraph
from reports.intervals import NotShown, Share
from reports.period import Period
from reports.period_working import period
from reports.published import Published, View
from reports.quality import quality_report
from reports.quality_wording import Wording
from reports.release import Terms
from tests.clinic_feedback.records.closed_visits import Closed, take_in
from tests.clinic_feedback.records.own_counts import PACKS, QUESTIONNAIRE
from tests.clinic_feedback.records.setting import TestClock

QUARTER = ("2026-W01", "2026-W13")
LOW = {"reassured": "a_little"}


@pytest.fixture
def sealed(records: Records, clock: TestClock) -> Records:
    """Blocks of two quarters, from every other week: nine clinicians, a visit or two each."""
    weeks = (*range(2, 14, 2), *range(15, 27, 3))
    take_in(
        records,
        [
            Closed(f"2026-W{week:02}", f"c{number % 9}", patient=LOW if number % 3 else {})
            for week in weeks
            for number in range(14)
        ],
    )
    clock.moment = datetime(2026, 9, 1, 10, tzinfo=UTC)
    seal_due(records, Terms())
    return records


def seen(
    records: Records, first: str, last: str, clinic: str = "", profession: str = ""
) -> tuple[Published, Period]:
    with records.read() as tx:
        found = published(tx, View(first, last, clinic, profession))
    assert isinstance(found, Published)
    return found, period(found, None, QUESTIONNAIRE)


def cells(records: Records) -> list[tuple[object, ...]]:
    with records.read() as tx:
        rows = tx.session.scalars(select(ClusterCell))
        return sorted(
            (row.block_id, row.family, row.clinician_key, row.mode, row.p, row.c, row.n) for row in rows
        )


def without_intervals(share: Share) -> tuple[int, int, float | None]:
    return share.x, share.n, share.value


def told(records: Records, clinic: str, profession: str) -> tuple[int, int, str]:
    """Of the first quarter: visits held, visits held back, and the report's sentence on how many there were."""
    found = seen(records, *QUARTER, clinic, profession)[1]
    wording = Wording("en", QUESTIONNAIRE, PACKS.get("reassurance", "1.0").texts["en"], {"north": "North"})
    first = quality_report(found, wording).blocks
    sentence = next(
        (one.text for one in first if isinstance(one, Paragraph) and " held from " in one.text), ""
    )
    return found.held, found.held_back, sentence


def forget_the_first_quarter(records: Records, clock: TestClock) -> None:
    clock.moment = datetime(2028, 4, 10, 10, tzinfo=UTC)
    assert forget_old(records, 24) > 0


def test_nothing_is_added_up_while_a_quarter_has_visits(sealed: Records, clock: TestClock) -> None:
    before = cells(sealed)
    assert roll_up(sealed) == 0
    clock.moment = datetime(2028, 2, 10, 10, tzinfo=UTC)  # a part of the first quarter is two years old
    assert forget_old(sealed, 24) > 0
    assert roll_up(sealed) == 0
    assert cells(sealed) == before


def test_a_whole_quarter_shows_what_it_showed(sealed: Records, clock: TestClock) -> None:
    both, one = (seen(sealed, *QUARTER), seen(sealed, "2026-W01", "2026-W26"))
    forget_the_first_quarter(sealed, clock)
    assert roll_up(sealed) == 1
    for (_, before), now in ((both, seen(sealed, *QUARTER)), (one, seen(sealed, "2026-W01", "2026-W26"))):
        assert before.low.interval is not None
        assert (now[1].low, now[1].rates, now[1].charts, now[1].quarters) == (
            before.low,
            before.rates,
            before.charts,
            before.quarters,
        )
    assert blocks_that_differ(sealed) == ()


@pytest.mark.parametrize(
    ("choice", "held", "held_back"),
    [
        pytest.param(("", ""), 89, 5, id="all"),
        pytest.param(("north", ""), 86, 2, id="a clinic"),
        pytest.param(("", "physiotherapist"), 87, 3, id="a profession"),
        pytest.param(("north", "physiotherapist"), 84, 0, id="a profession of a clinic"),
        pytest.param(("north", "nurse"), 2, 2, id="a profession that is in no block"),
    ],
)
def test_how_many_visits_were_held_stays_what_it_was(
    sealed: Records, clock: TestClock, choice: tuple[str, str], held: int, held_back: int
) -> None:
    few = [("nurse", "north")] * 2 + [("physiotherapist", "east")] * 3
    take_in(sealed, [Closed("2026-W05", "somebody", *one) for one in few], name="few")
    before = told(sealed, *choice)
    assert before[:2] == (held, held_back)
    assert (f"{held} visits were held from" in before[2]) is (held > held_back)
    forget_the_first_quarter(sealed, clock)
    roll_up(sealed)
    assert told(sealed, *choice) == before


def test_a_choice_that_cuts_it_shows_shares_without_intervals(sealed: Records, clock: TestClock) -> None:
    parts = (("2026-W01", "2026-W08"), ("2026-W09", "2026-W13"), ("2026-W09", "2026-W26"))
    before = [seen(sealed, *part)[1].low for part in parts]
    forget_the_first_quarter(sealed, clock)
    roll_up(sealed)
    for part, share in zip(parts, before, strict=True):
        now = seen(sealed, *part)[1].low
        assert without_intervals(now) == without_intervals(share)
        assert (now.interval, now.why_not) == (None, NotShown.NO_LONGER_KEPT)


def test_afterwards_nobody_can_tell_in_which_block_a_clinician_had_visits(
    sealed: Records, clock: TestClock
) -> None:
    forget_the_first_quarter(sealed, clock)
    with sealed.read() as tx:
        sums = tx.session.scalar(select(func.sum(BlockCell.n)))
    roll_up(sealed)
    with sealed.read() as tx:
        rows = tx.session.execute(
            select(ClusterCell.family, func.count(ClusterCell.block_id.distinct()))
            .join(
                Listing,
                and_(Listing.block_id == ClusterCell.block_id, Listing.family == ClusterCell.family),
            )
            .join(Block, Block.id == Listing.listed_id)
            .where(Block.last_week <= QUARTER[1])
            .group_by(ClusterCell.family)
        )
        assert {n for _, n in rows} == {1}
        assert tx.session.scalar(select(func.sum(BlockCell.n))) == sums
        assert tx.session.scalar(select(func.sum(ClusterCell.n))) == sums


def test_once_is_enough(sealed: Records, clock: TestClock) -> None:
    forget_the_first_quarter(sealed, clock)
    assert roll_up(sealed) == 1
    once = cells(sealed)
    assert roll_up(sealed) == 0
    assert cells(sealed) == once
