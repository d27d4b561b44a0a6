"""Shares, means and their intervals: printed examples, another program, edges, and a simulation."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from reports import intervals
from reports.intervals import (
    BOTH_SIDES,
    PATIENTS_ALONE,
    Cluster,
    Difference,
    NotShown,
    bounds,
    difference,
    holm,
    mean,
    share,
    whole_percent,
)

EIGHT_OF_FIVE = (5,) * 8


def clusters(sizes: Sequence[int], counts: Sequence[float]) -> list[Cluster]:
    return [Cluster(n, x) for n, x in zip(sizes, counts, strict=True)]


@pytest.mark.parametrize(
    ("counts", "rho", "low", "high"),
    [
        pytest.param([0] * 8, PATIENTS_ALONE, 0, 14, id="nobody of forty: an interval all the same"),
        pytest.param([5] * 8, PATIENTS_ALONE, 86, 100, id="everybody is its mirror image"),
        pytest.param([1] + [0] * 7, PATIENTS_ALONE, 0, 17, id="one of forty"),
        pytest.param([0] * 8, BOTH_SIDES, 0, 20, id="wider where a clinician's own habit is in the answer"),
        pytest.param([5] * 8, BOTH_SIDES, 80, 100, id="and its mirror image"),
    ],
)
def test_at_the_edges_an_interval_is_neither_nothing_nor_outside(
    counts: list[int], rho: float, low: int, high: int
) -> None:
    found = share(clusters(EIGHT_OF_FIVE, counts), rho).interval
    assert found is not None
    assert (whole_percent(found.low), whole_percent(found.high)) == (low, high)


@pytest.mark.parametrize("n", [5, 9, 23, 49])
def test_nobody_starts_at_nothing_and_everybody_ends_at_all(n: int) -> None:
    nobody, everybody = (share([Cluster(n, x)] * 9, PATIENTS_ALONE).interval for x in (0, n))
    assert nobody is not None
    assert everybody is not None
    assert (nobody.low, everybody.high) == (0, 1)


def test_a_share_of_ten_clinicians_who_all_did_alike_is_as_sure_as_its_number() -> None:
    found = share([Cluster(6, 4)] * 10, BOTH_SIDES)
    assert (found.x, found.n, found.clinicians) == (40, 60, 10)
    assert found.interval is not None
    assert [whole_percent(v) for v in (found.value or 0, found.interval.low, found.interval.high)] == [
        67,
        52,
        79,
    ]


@pytest.mark.parametrize(
    ("sizes", "value", "why_not"),
    [
        pytest.param([5] * 5, None, NotShown.FEW_ANSWERS, id="25 answers: no percentage"),
        pytest.param([5] * 7, 0.2, NotShown.FEW_CLINICIANS, id="seven clinicians: a description"),
        pytest.param([5] * 7 + [0], 0.2, NotShown.FEW_CLINICIANS, id="an eighth without answers is none"),
        pytest.param([5] * 8, 0.2, None, id="eight are enough"),
        pytest.param([], None, NotShown.WAITS, id="nothing at all, as where a family waits"),
    ],
)
def test_small_numbers_are_told_without_what_they_cannot_carry(
    sizes: list[int], value: float | None, why_not: NotShown | None
) -> None:
    found = share(clusters(sizes, [n / 5 for n in sizes]), PATIENTS_ALONE)
    assert found.value == (pytest.approx(value) if value is not None else None)
    assert found.why_not is why_not
    assert (found.interval is None) == (why_not is not None)


def test_from_twenty_clinicians_on_an_interval_is_not_called_approximate() -> None:
    some = [Cluster(5, number % 3) for number in range(20)]
    few, many = share(some[:19], PATIENTS_ALONE).interval, share(some, PATIENTS_ALONE).interval
    assert few is not None
    assert few.approximate
    assert many is not None
    assert not many.approximate


def test_without_clustering_and_with_many_clinicians_it_is_wilsons_interval() -> None:
    chance = random.Random(3)
    singles = [Cluster(1, chance.random() < 0.3) for _ in range(20_000)]
    found = share(singles, PATIENTS_ALONE)
    low, high = proportion_confint(found.x, found.n, method="wilson")
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=1e-4)


sizes_and_counts = st.lists(
    st.integers(1, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), min_size=8, max_size=30
)


@given(some=sizes_and_counts, rho=st.sampled_from([PATIENTS_ALONE, BOTH_SIDES]))
def test_an_interval_holds_its_share_and_turns_over_with_it(some: list[tuple[int, int]], rho: float) -> None:
    yes = share([Cluster(n, x) for n, x in some], rho)
    assert share([Cluster(0, 0), *(Cluster(n, x) for n, x in some), Cluster(0, 0)], rho) == yes
    no = share([Cluster(n, n - x) for n, x in some], rho)
    if yes.interval is None or no.interval is None or yes.value is None:
        return
    assert 0 <= yes.interval.low <= yes.value <= yes.interval.high <= 1
    assert (yes.interval.low, yes.interval.high) == pytest.approx(
        (1 - no.interval.high, 1 - no.interval.low), abs=1e-12
    )


def test_a_mean_has_the_variance_between_clinicians() -> None:
    leanings = [3, -1, 2, 0, 4, -2, 1, 1]
    found = mean(clusters(EIGHT_OF_FIVE, leanings), -1, 1)
    value = sum(leanings) / 40
    error = (8 / 7 * sum((x - 5 * value) ** 2 for x in leanings)) ** 0.5 / 40
    assert found.value == pytest.approx(0.2)
    assert found.interval is not None
    assert found.interval.high - value == pytest.approx(2.3646242516 * error)


@example(n=49, x=1)
@given(n=st.integers(4, 400), x=st.integers(-4, 4))
def test_a_mean_in_which_nothing_varies_has_no_interval_and_says_why(n: int, x: int) -> None:
    found = mean([Cluster(n, x)] * 8, -1, 1)
    assert (found.interval, found.why_not) == (None, NotShown.LITTLE_VARIATION)


def test_an_interval_of_a_mean_ends_where_the_mean_can_be() -> None:
    found = mean(clusters(EIGHT_OF_FIVE, [5, 5, 5, 5, 5, 5, 5, 0]), -1, 1).interval
    assert found is not None
    assert found.high == 1


def test_who_did_not_answer_moves_the_share_between_two_bounds() -> None:
    assert bounds(6, 30, 50) == (0.12, 0.52)
    assert bounds(6, 30, 30) == (0.2, 0.2)
    assert bounds(0, 0, 0) is None


def test_a_share_that_moved_beyond_chance_is_told_from_one_that_did_not() -> None:
    low, high = (
        [Cluster(10, 1 + number % 3) for number in range(12)],
        [Cluster(10, 6)] * 6 + [Cluster(10, 5)] * 6,
    )
    far, near = difference(low, high), difference(low, low)
    assert isinstance(far, Difference)
    assert isinstance(near, Difference)
    assert (round(far.value, 2), near.value) == (0.35, 0)
    assert far.p_value < 0.001
    assert near.p_value == 1


def test_a_difference_of_clinicians_with_as_many_visits_is_that_of_another_program() -> None:
    before, now = [1, 2, 0, 3, 1, 2, 1, 0, 2], [9, 1, 4, 0, 8, 2, 5, 0, 3, 7, 1, 6]
    found = difference(clusters([10] * 9, before), clusters([10] * 12, now))
    assert isinstance(found, Difference)
    assert found.p_value == pytest.approx(stats.ttest_ind(before, now, equal_var=False).pvalue, rel=1e-9)


@pytest.mark.parametrize(
    ("before", "why_not"),
    [
        pytest.param([Cluster(10, 1)] * 2, NotShown.FEW_ANSWERS, id="few answers before"),
        pytest.param([Cluster(10, 1)] * 4, NotShown.FEW_CLINICIANS, id="few clinicians before"),
        pytest.param([Cluster(10, 1)] * 8, NotShown.LITTLE_VARIATION, id="no clinician differs from another"),
    ],
)
def test_periods_that_cannot_be_compared_say_why(before: list[Cluster], why_not: NotShown) -> None:
    assert difference(before, [Cluster(10, 2)] * 8) is why_not


@example(n=49, before=1, now=2)
@given(n=st.integers(4, 400), before=st.integers(0, 4), now=st.integers(0, 4))
def test_a_rounding_is_not_taken_for_a_variation_that_proves_a_change(n: int, before: int, now: int) -> None:
    assert difference([Cluster(n, before)] * 8, [Cluster(n, now)] * 8) is NotShown.LITTLE_VARIATION


@settings(max_examples=25)  # the other program collects garbage at each call
@example(values=[0.01, 0.02, 0.04])
@given(values=st.lists(st.floats(0, 0.1), min_size=1, max_size=3))
def test_several_measures_err_together_as_seldom_as_one(values: list[float]) -> None:
    named = {str(number): value for number, value in enumerate(values)}
    rejected = multipletests(values, alpha=0.05, method="holm")[0]
    assert holm(named) == {str(number) for number, is_rejected in enumerate(rejected) if is_rejected}


@pytest.mark.parametrize(
    ("value", "percent"),
    [
        (0.125, 13),
        (23 / 40, 58),
        (57 / 200, 29),
        (0.005, 1),
        (0.0049, 0),
        (1.0, 100),
        (-1e-18, 0),
        (1.0000001, 100),
    ],
)
def test_per_cents_are_whole_and_never_outside(value: float, percent: int) -> None:
    assert whole_percent(value) == percent


@given(x=st.integers(0, 400), more=st.integers(0, 400))
def test_halves_of_a_per_cent_go_up_whatever_their_binary_fraction(x: int, more: int) -> None:
    n = max(1, x + more)
    assert whole_percent(x / n) == math.floor(Fraction(x, n) * 100 + Fraction(1, 2))


def a_period(chance: random.Random, clinicians: int, truth: float, correlation: float) -> list[Cluster]:
    """Visits of clinicians who differ by a beta distribution with this intra-class correlation."""
    spread, found = 1 / correlation - 1, []
    for _ in range(clinicians):
        n, p = chance.randint(5, 25), chance.betavariate(truth * spread, (1 - truth) * spread)
        found.append(Cluster(n, sum(chance.random() < p for _ in range(n))))
    return found


def coverage(
    clinicians: int, worlds: int, seed: int, truth: float = 0.25, correlation: float = 0.10
) -> float:
    """How often the interval holds the truth, where clinicians differ as ratings of doctors do."""
    chance, held = random.Random(seed), 0
    for _ in range(worlds):
        interval = share(a_period(chance, clinicians, truth, correlation), BOTH_SIDES).interval
        held += interval is not None and interval.low <= truth <= interval.high
    return held / worlds


@pytest.mark.parametrize("clinicians", [8, 12, 30])
def test_of_a_hundred_intervals_about_ninety_five_hold_the_truth(clinicians: int) -> None:
    assert 0.90 <= coverage(clinicians, 600, seed=clinicians) <= 0.975


@pytest.mark.slow
@pytest.mark.parametrize("clinicians", [8, 12, 30])
@pytest.mark.parametrize(("truth", "correlation"), [(0.10, 0.05), (0.10, 0.20), (0.50, 0.05), (0.50, 0.20)])
def test_they_hold_it_where_it_is_rare_and_where_clinicians_differ_more(
    clinicians: int, truth: float, correlation: float
) -> None:
    """Of a handful the width comes from the number alone, and errs on the wide side."""
    most = 0.985 if truth < 0.2 else 0.975
    assert 0.90 <= coverage(clinicians, 1_000, clinicians, truth, correlation) <= most


@pytest.mark.slow
@pytest.mark.parametrize("clinicians", [8, 12, 30])
def test_two_periods_that_are_alike_are_seldom_told_apart(clinicians: int) -> None:
    chance, told = random.Random(clinicians), 0
    for _ in range(1_000):
        before, now = (a_period(chance, clinicians, 0.10, 0.10) for _ in range(2))
        found = difference(before, now)
        told += isinstance(found, Difference) and found.p_value < 0.05
    assert 0.02 <= told / 1_000 <= 0.08


def test_intervals_that_ignore_the_clinician_would_hold_it_far_less_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(intervals, "_design_effect", lambda *_: 1.0)
    assert coverage(12, 600, seed=12) < 0.85


@pytest.mark.parametrize("x", [0, 1, 2, 4])
def test_no_width_tells_whose_patients_a_few_were(x: int) -> None:
    """Eight clinicians of one to five patients each; whoever the few belong to, the interval is one."""
    sizes = [1, 5, 4, 4, 4, 4, 4, 5]
    found = set()
    for rare in itertools.combinations(range(len(sizes)), min(x, 2)):
        owns = [0.0] * len(sizes)
        for one in rare:
            owns[one] = min(sizes[one], x / len(rare))
        if sum(owns) == x:
            found.add(share(clusters(sizes, owns), PATIENTS_ALONE).interval)
    assert len(found) == 1
