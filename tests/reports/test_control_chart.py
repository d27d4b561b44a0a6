"""A rate over time: which wanderings are called a change, and how seldom a quiet process is."""

from __future__ import annotations

import math
import random

import pytest
from scipy import stats

from reports.control_chart import (
    Chart,
    NoChart,
    Point,
    Signal,
    chart,
    fewest_usual_crossings,
    longest_usual_run,
    runs,
)


def points(*counts: int, n: int = 20) -> list[Point]:
    return [Point(f"2026-W{number:02}", n, x) for number, x in enumerate(counts, start=1)]


def drawn(*counts: int, n: int = 20) -> Chart:
    found = chart(points(*counts, n=n))
    assert isinstance(found, Chart)
    return found


@pytest.mark.parametrize(
    ("useful", "longest", "crossings"),
    [(12, 7, 3), (16, 7, 4), (20, 7, 6), (24, 8, 8), (52, 9, 20), (10_001, 16, 4918)],
)
def test_the_limits_of_the_run_rules_grow_with_the_points(useful: int, longest: int, crossings: int) -> None:
    assert longest_usual_run(useful) == longest
    assert fewest_usual_crossings(useful) == crossings == stats.binom.ppf(0.05, useful - 1, 0.5)


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        pytest.param([1, 3, 1, 3], (1, 3, 4), id="each point crosses"),
        pytest.param([3, 3, 1, 1, 1], (3, 1, 5), id="two runs"),
        pytest.param([3, 2, 3, 1, 2, 1], (2, 1, 4), id="points on the median are left out"),
        pytest.param([2, 2], (0, 0, 0), id="nothing but the median"),
    ],
)
def test_runs_and_crossings_are_counted_without_points_on_the_median(
    rates: list[float], expected: tuple[int, int, int]
) -> None:
    assert runs(rates, 2) == expected


def test_a_rate_that_rises_for_good_gives_a_run_and_few_crossings() -> None:
    found = drawn(*[3, 2, 4, 3, 2, 4, 3, 2, 3, 2], *[9, 8, 9, 10, 8, 9, 8, 9, 10, 9])
    assert {Signal.RUN, Signal.CROSSINGS} <= found.signals
    assert (found.longest_run, found.crossings) == (10, 1)


def test_a_single_week_far_out_is_named() -> None:
    found = drawn(*[4, 5, 3, 4, 5, 4, 3, 5, 4, 3] * 2, 19)
    assert (set(found.signals), list(found.outliers)) == ({Signal.OUTLIER}, ["2026-W21"])


def test_a_point_outside_one_of_the_two_limits_alone_is_no_signal() -> None:
    weeks_vary = [*[200, 60, 190, 70, 210, 50, 180, 80, 205, 65] * 2, 240]
    found = drawn(*weeks_vary, n=400)
    exact = stats.binom.ppf(0.99865, 400, sum(weeks_vary) / (400 * 21)) / 400
    assert found.points[-1].rate > exact
    assert found.outliers == ()


@pytest.mark.parametrize(
    ("some", "why"),
    [
        pytest.param(points(2, 3, n=4), NoChart.SMALL_POINTS, id="eight answers in all"),
        pytest.param(points(*[0] * 12, n=20), NoChart.FEW_EVENTS, id="nothing ever happens"),
        pytest.param(points(*[20] * 12, n=20), NoChart.FEW_EVENTS, id="it always happens"),
        pytest.param([], NoChart.FEW_EVENTS, id="no points"),
    ],
)
def test_where_the_rules_would_fail_there_is_no_chart(some: list[Point], why: NoChart) -> None:
    assert chart(some) is why


@pytest.mark.parametrize(
    ("some", "sizes", "labels"),
    [
        pytest.param(points(3, 3, n=12), [12, 12], ["2026-W01", "2026-W02"], id="large enough"),
        pytest.param(points(2, 2, 2, 2, n=6), [12, 12], ["2026-W02", "2026-W04"], id="two by two"),
        pytest.param(points(2, 2, 2, n=6), [18], ["2026-W03"], id="what is left goes to the last one"),
        pytest.param(
            points(1, 1, 1, 1, n=20), [40, 40], ["2026-W02", "2026-W04"], id="two are to be expected"
        ),
    ],
)
def test_small_points_are_put_together(some: list[Point], sizes: list[int], labels: list[str]) -> None:
    found = chart(some)
    assert isinstance(found, Chart)
    assert [(point.n, point.label) for point in found.points] == list(zip(sizes, labels, strict=True))


def test_below_twelve_points_no_rule_is_applied_and_below_twenty_no_limit() -> None:
    few, more = drawn(*[4, 6, 3, 7] * 2), drawn(*[4, 6, 3, 7] * 4)
    assert (few.why_not, few.signals, few.limits) == (NoChart.FEW_POINTS, frozenset(), ())
    assert (more.why_not, more.limits) == (None, ())
    assert len(drawn(*[4, 6, 3, 7] * 5).limits) == 20


@pytest.mark.parametrize(
    ("x", "n"),
    [(2, 10), (3, 14), (2, 40), (40, 200), (10, 200), (190, 200), (2_000, 10_000), (9_998, 10_000)],
)
def test_limits_are_the_wider_of_exact_and_three_sigma(x: int, n: int) -> None:
    p = x / n
    half = 3 * math.sqrt(p * (1 - p) / n)
    low, high = stats.binom.ppf([0.00135, 0.99865], n, p) / n
    for limits in drawn(*[x] * 20, n=n).limits:
        assert limits.low == pytest.approx(max(0, min(low, p - half)), abs=1e-12)
        assert limits.high == pytest.approx(min(1, max(high, p + half)), abs=1e-12)


def false_alarms(
    charts: int, length: int, seed: int, sizes: tuple[int, int] = (12, 16), sd: float = 0
) -> float:
    """How often a process that never moves is called moved: at 20 %, give or take `sd` a week."""
    chance, alarms = random.Random(seed), 0
    for _ in range(charts):
        some = []
        for _ in range(length):
            n, p = chance.randint(*sizes), 0.2 + sd * chance.gauss(0, 1)
            some.append(Point("", n, sum(chance.random() < p for _ in range(n))))
        found = chart(some)
        alarms += isinstance(found, Chart) and bool(found.signals)
    return alarms / charts


def test_a_quiet_process_is_seldom_called_moved() -> None:
    assert 0.005 <= false_alarms(400, 24, seed=7) <= 0.06


@pytest.mark.slow
@pytest.mark.parametrize(("length", "least", "most"), [(24, 0.02, 0.045), (52, 0.05, 0.095)])
def test_false_alarms_are_as_rare_as_said(length: int, least: float, most: float) -> None:
    assert least <= false_alarms(2_000, length, seed=length) <= most


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "least", "most"),
    [
        pytest.param(40, 0.13, 0.22, id="three sigma alone would alarm in 77 of 100"),
        pytest.param(200, 0.11, 0.20, id="three sigma alone would alarm in each"),
    ],
)
def test_weeks_that_differ_by_themselves_seldom_count_as_a_change(
    size: int, least: float, most: float
) -> None:
    assert least <= false_alarms(1_000, 52, size, (size, size), 0.06) <= most


def test_a_lasting_rise_is_found_in_about_a_third_of_short_charts() -> None:
    chance, found = random.Random(5), 0
    for _ in range(300):
        rates = [0.20] * 12 + [0.35] * 12
        one = chart([Point("", 14, sum(chance.random() < p for _ in range(14))) for p in rates])
        found += isinstance(one, Chart) and bool(one.signals)
    assert 0.2 <= found / 300 <= 0.45
