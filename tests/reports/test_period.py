"""A period's numbers: what counts in each, what is said of few, and what is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from forms.model import LinkId
from forms.tally import ANSWERED, Category, patient_family
from reports.control_chart import Chart, NoChart
from reports.intervals import NotShown, whole_percent
from reports.measures import FOLLOW_UP, REASSURED, Primary
from reports.period import Moved, Period
from reports.period_working import period
from reports.published import Published, View
from reports.release import Clinician
from reports.since_last import last_view
from tests.reports.sealed import PACK, VIEW, Held, block, published

Pair = tuple[dict[str, Any] | None, dict[str, Any] | None]

LOW: dict[str, Any] = {"reassured": "a_little"}
ALIKE: Pair = ({"heard": None}, {})


def worked_out(now: Published, before: Published | None = None) -> Period:
    return period(now, before, PACK.questionnaire)


def of_clinicians(number: int, each: Sequence[Pair]) -> list[Held]:
    """The same visits for each of some clinicians."""
    return [Held(f"c{one}", patient, other) for one in range(number) for patient, other in each]


def test_the_share_not_reassured_is_among_those_who_answered_the_question() -> None:
    visits = of_clinicians(8, [(LOW, {}), ({}, {}), ({}, None), ({"reassured": None}, {}), (None, {})])
    found = worked_out(published([block("2026-W10", visits)]))
    assert (found.low.x, found.low.n) == (8, 24)
    assert (found.held, found.counted, found.answered.x, found.paired.x) == (40, 40, 32, 24)
    assert found.low_bounds == (8 / 40, 24 / 40)


def test_of_those_who_were_not_well_it_is_counted_what_their_clinicians_expected() -> None:
    expected = [{"reassured": code} for code in ("not_at_all", "a_little", "partly", "mostly", "completely")]
    visits = of_clinicians(
        8, [(LOW, one) for one in expected] + [({}, {"reassured": "not_at_all"}), (LOW, None)]
    )
    found = worked_out(published([block("2026-W10", visits)])).recognised
    assert (found.seen, found.unsure, found.missed) == (16, 8, 16)
    assert (found.share_missed.x, found.share_missed.n) == (16, 40)


def test_rates_are_of_the_visits_in_which_a_rule_could_fire() -> None:
    gap = ({"impact": "a_little"}, {"impact": "mostly"})
    visits = of_clinicians(8, [gap, ({}, {}), ({"impact": None}, {})])
    rates = {(one.rule, one.item): one for one in worked_out(published([block("2026-W10", visits)])).rates}
    rate = rates["gap:clinician_rosier", LinkId("impact")]
    assert (rate.share.x, rate.share.n, rate.attention, rate.notice) == (8, 16, 8, 0)


def test_where_the_two_parted_most_needs_thirty_visits_to_be_named() -> None:
    seldom: Pair = ({"heard": "not_at_all"}, {"heard": "completely"})
    often: Pair = ({"fits": "a_little", "heard": None}, {"fits": "mostly"})
    found = worked_out(published([block("2026-W10", of_clinicians(10, [seldom, often, *[ALIKE] * 3]))]))
    assert found.parted is not None
    assert found.parted.item == "fits"


def test_a_clinic_of_few_clinicians_gets_a_description_and_few_answers_no_percentage() -> None:
    some = worked_out(published([block("2026-W10", of_clinicians(7, [(LOW, {}), *[({}, {})] * 4]))]))
    assert (some.low.value, some.low.interval, some.low.why_not) == (0.2, None, NotShown.FEW_CLINICIANS)
    few = worked_out(published([block("2026-W10", of_clinicians(5, [({}, {})] * 5))]))
    assert (few.low.value, few.low.why_not) == (None, NotShown.FEW_ANSWERS)


@pytest.mark.parametrize(
    ("visits", "low", "high"),
    [
        pytest.param([({}, {})] * 5, 0, 14, id="nobody of forty"),
        pytest.param([(LOW, {})] * 5, 86, 100, id="everybody of forty"),
    ],
)
def test_nobody_and_everybody_have_an_interval(visits: list[Pair], low: int, high: int) -> None:
    found = worked_out(published([block("2026-W10", of_clinicians(8, visits))])).low.interval
    assert found is not None
    assert (whole_percent(found.low), whole_percent(found.high)) == (low, high)


def test_one_of_forty_has_an_interval_that_does_not_reach_below_nothing() -> None:
    visits = [*of_clinicians(8, [({}, {})] * 5)[1:], Held("c0", LOW, {})]
    found = worked_out(published([block("2026-W10", visits)])).low
    assert (found.x, found.n) == (1, 40)
    assert found.interval is not None
    assert (whole_percent(found.interval.low), whole_percent(found.interval.high)) == (0, 17)


@pytest.mark.parametrize(
    ("pair", "x", "low", "high"),
    [
        pytest.param(({}, {}), 0, 0, 20, id="in none of forty"),
        pytest.param(
            ({"impact": "not_at_all"}, {"impact": "completely"}), 40, 80, 100, id="in each of forty"
        ),
    ],
)
def test_what_both_sides_answered_is_taken_to_be_more_alike(pair: Pair, x: int, low: int, high: int) -> None:
    rates = worked_out(published([block("2026-W10", of_clinicians(8, [pair] * 5))])).rates
    (rate,) = (one for one in rates if one.rule.startswith("gap") and one.item == LinkId("impact"))
    assert (rate.attention, rate.share.n) == (x, 40)
    assert rate.share.interval is not None
    ends = rate.share.interval.low, rate.share.interval.high
    assert tuple(map(whole_percent, ends)) == (low, high)


def test_answers_that_wait_for_the_next_block_are_counted_as_waiting() -> None:
    sums = published([block("2026-W10", of_clinicians(8, [(LOW, {}), ({}, {})]))])
    assert worked_out(sums).low_waits == 0
    families = {family: listed for family, listed in sums.families.items() if family != "patient:reassured"}
    found = worked_out(replace(sums, families=families))
    assert (found.low_waits, found.low_held, found.low.n, found.counted) == (16, 0, 0, 16)
    assert found.low.why_not is NotShown.WAITS


def test_answers_that_are_told_under_a_later_block_wait_no_more() -> None:
    visits = of_clinicians(8, [(LOW, {}), ({}, {})])
    sums = published([block(week, visits) for week in ("2026-W08", "2026-W09", "2026-W10")])
    first, second, _ = sums.families[patient_family(REASSURED)]
    together = replace(second, first_week=first.first_week, units=32)
    found = worked_out(replace(sums, families={**sums.families, patient_family(REASSURED): (together,)}))
    assert found.low_waits == 16


def test_three_measures_are_compared_with_the_last_period_and_no_others() -> None:
    def visits(low: int) -> list[Held]:
        return [
            Held(f"c{one}", LOW if number < low + one % 2 else {}, {})
            for one in range(10)
            for number in range(8)
        ]

    before = published([block("2025-W45", visits(0))])
    now = published([block("2026-W10", visits(5))])
    found = worked_out(now, before).moved
    assert set(found) == set(Primary)
    assert found[Primary.NOT_REASSURED] is Moved.MORE
    assert worked_out(before, now).moved[Primary.NOT_REASSURED] is Moved.FEWER
    assert worked_out(now, now).moved[Primary.NOT_REASSURED] is Moved.NO_MORE_THAN_CHANCE
    assert set(worked_out(now, None).moved.values()) == {NotShown.CUT_BEFORE}
    waits = replace(before, families={})
    assert set(worked_out(now, waits).moved.values()) == {NotShown.WAITS}
    assert set(worked_out(replace(now, families={}), before).moved.values()) == {NotShown.WAITS}
    other = replace(before, blocks=tuple(replace(one, structure_hash="x") for one in before.blocks))
    assert set(worked_out(now, other).moved.values()) == {NotShown.OTHER_VERSION}
    assert set(worked_out(now, published([])).moved.values()) == {NotShown.NOTHING_BEFORE}


def test_where_counts_by_clinician_are_cut_there_are_shares_but_no_intervals_and_no_comparison() -> None:
    week = block("2026-W10", of_clinicians(8, [(LOW, {}), *[({}, {})] * 4]))
    whole = published([week])
    cut = replace(
        whole,
        families={
            family: tuple(replace(one, clusters={}) for one in listed)
            for family, listed in whole.families.items()
        },
    )
    found = worked_out(cut, whole)
    assert (found.low.x, found.low.n, found.low.value) == (8, 40, 0.2)
    assert (found.low.interval, found.low.why_not) == (None, NotShown.NO_LONGER_KEPT)
    assert set(found.moved.values()) == {NotShown.NO_LONGER_KEPT}


def test_what_was_promised_is_counted_when_its_day_was_over() -> None:
    sums = published([block("2026-W10", of_clinicians(8, [({}, {})] * 5))])
    kept = {Category("in_time"): 24, Category("late"): 8, Category("not_due"): 8}
    clusters = {
        Clinician(f"c{one}"): {Category("in_time"): 3, Category("late"): 1, Category("not_due"): 1}
        for one in range(8)
    }
    (example,) = sums.families[ANSWERED]
    listed = replace(example, counts=kept, clusters=clusters)
    found = worked_out(replace(sums, families={**sums.families, FOLLOW_UP: (listed,)})).promises
    assert found is not None
    assert (found.in_time, found.late, found.not_due) == (24, 8, 8)
    assert (found.share.x, found.share.n, found.share.clinicians) == (24, 32, 8)
    assert worked_out(sums).promises is None


def test_the_period_before_is_as_many_weeks_long() -> None:
    assert last_view(View("2026-W01", "2026-W13", "north", "doctor")) == View(
        "2025-W40", "2025-W52", "north", "doctor"
    )


def test_charts_have_a_point_a_week_in_which_blocks_were_completed() -> None:
    some: list[Pair] = [(LOW, {}), *[({}, {})] * 3]
    blocks = [block(f"2026-W{number:02}", of_clinicians(4, some)) for number in range(1, 14)]
    chart = worked_out(published(blocks)).charts[Primary.NOT_REASSURED]
    assert isinstance(chart, Chart)
    assert [(point.label, point.n, point.x) for point in chart.points][:2] == [
        ("2026-W01", 16, 4),
        ("2026-W02", 16, 4),
    ]
    nobody = worked_out(published([block("2026-W01", of_clinicians(4, [({}, {})] * 4))]))
    assert nobody.charts[Primary.NOT_REASSURED] is NoChart.FEW_EVENTS


def test_what_patients_answered_is_counted_by_answer_and_a_set_by_each_of_its_codes() -> None:
    visits = of_clinicians(
        5,
        [
            ({"changed": ["understanding", "actions"]}, {}),
            ({"changed": ["nothing"]}, {}),
            ({"changed": None}, {}),
        ],
    )
    found = {one.link_id: one for one in worked_out(published([block("2026-W10", visits)])).answers}
    changed = found[LinkId("changed")]
    assert dict(changed.counts) == {"understanding": 5, "thoughts": 0, "actions": 5, "nothing": 5}
    assert changed.blank == 5


def test_where_nothing_is_published_everything_is_empty_and_nothing_is_made_up() -> None:
    found = worked_out(published([], held_back=9))
    assert found.is_empty
    assert (found.held, found.held_back, found.counted) == (9, 9, 0)
    assert (found.low.value, found.low_bounds, found.parted, found.rates) == (None, None, None, ())
    assert found.view == VIEW
