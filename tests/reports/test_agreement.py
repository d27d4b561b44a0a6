"""Agreement of two sides: printed examples, another program, and what it must not depend on."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from reports.agreement import (
    Pairs,
    Weights,
    kappa,
    linear,
    quadratic,
    standard_error,
    unweighted,
    weighted_kappa,
    yes_no,
)
from reports.intervals import NotShown

Rows = Sequence[Sequence[int]]

NINETEEN: Rows = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
HUNDRED: Rows = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
IMPACT = Counter([(1, 1), (1, 4), (4, 4), (5, 5), (1, 1), (5, 1), (4, 5), (1, 1), (4, 4), (5, 5)])
HEARD = Counter({(4, 4): 3, (2, 2): 1, (4, 2): 1, (2, 4): 1})


def pairs(rows: Rows) -> Pairs:
    return {(i, j): n for i, row in enumerate(rows) for j, n in enumerate(row)}


@pytest.mark.parametrize(
    ("rows", "weights", "farthest", "value", "error"),
    [
        pytest.param(NINETEEN, unweighted, 1, 0.4842, 0.1380, id="SAS's printout"),
        pytest.param(NINETEEN, linear, 2, 0.4701, 0.1457, id="SAS's printout, linear weights"),
        pytest.param(HUNDRED, unweighted, 1, 0.7964, 0.0589, id="irrCAC's overview"),
        pytest.param(HUNDRED, quadratic, 4, 0.8922, 0.0354, id="irrCAC's weighting vignette"),
    ],
)
def test_printed_examples_are_met(
    rows: Rows, weights: Weights, farthest: float, value: float, error: float
) -> None:
    found = kappa(pairs(rows), weights)
    assert found is not None
    assert round(found, 4) == value
    assert round(standard_error(pairs(rows), weights, farthest), 4) == error


@pytest.mark.parametrize(
    ("cells", "overall", "chance_corrected", "positive", "negative"),
    [
        pytest.param((40, 9, 6, 45), 0.85, 0.70, 0.842, 0.857, id="balanced"),
        pytest.param((80, 10, 5, 5), 0.85, 0.32, 0.914, 0.400, id="the same agreement, and half the kappa"),
    ],
)
def test_yes_and_no_are_told_apart(
    cells: tuple[int, int, int, int],
    overall: float,
    chance_corrected: float,
    positive: float,
    negative: float,
) -> None:
    both, first, second, neither = cells
    found = yes_no(*cells)
    assert found.positive is not None
    assert found.negative is not None
    assert (found.overall, round(found.positive, 3), round(found.negative, 3)) == (
        overall,
        positive,
        negative,
    )
    table = {(1, 1): both, (1, 0): first, (0, 1): second, (0, 0): neither}
    assert round(kappa(table) or 0, 2) == chance_corrected


def test_what_nobody_said_has_no_agreement() -> None:
    assert (yes_no(5, 0, 0, 0).negative, yes_no(0, 0, 0, 5).positive) == (None, None)


def test_an_answer_that_nobody_chose_keeps_its_place_on_the_scale() -> None:
    assert round(kappa(IMPACT) or 0, 3) == 0.579
    by_rank = {1: 0, 4: 1, 5: 2}
    shortened: Counter[tuple[float, float]] = Counter()
    for (p, c), n in IMPACT.items():
        shortened[by_rank[p], by_rank[c]] += n
    assert round(kappa(shortened) or 0, 3) == 0.565
    found = weighted_kappa([IMPACT] * 10)
    assert (round(found.value or 0, 3), found.n) == (0.579, 100)


@pytest.mark.parametrize(
    ("by_clinician", "why_not"),
    [
        pytest.param([IMPACT], NotShown.FEW_ANSWERS, id="ten pairs"),
        pytest.param([HEARD] * 10, NotShown.FEW_ANSWERS, id="sixty pairs"),
        pytest.param([IMPACT + IMPACT] * 7, NotShown.FEW_CLINICIANS, id="140 pairs of seven clinicians"),
        pytest.param(
            [Counter({(4, 4): 18, (4, 3): 1, (3, 4): 1})] * 8,
            NotShown.LITTLE_VARIATION,
            id="nearly everybody says the same",
        ),
        pytest.param([Counter({(4, 4): 20})] * 8, NotShown.LITTLE_VARIATION, id="everybody says the same"),
    ],
)
def test_a_kappa_that_would_mislead_is_not_shown_and_says_why(
    by_clinician: list[Pairs], why_not: NotShown
) -> None:
    found = weighted_kappa(by_clinician)
    assert (found.value, found.interval, found.why_not) == (None, None, why_not)


@pytest.mark.parametrize(
    "by_clinician",
    [
        pytest.param([IMPACT] * 10, id="all clinicians alike"),
        pytest.param([IMPACT, *[IMPACT + IMPACT] * 3, *[IMPACT] * 6], id="alike but for their number"),
        pytest.param([Counter({(1, 1): 7, (4, 4): 8})] * 8, id="no pair differs"),
        pytest.param(
            [Counter({(2, 2): 20}), *[Counter({(1, 1): 12})] * 8], id="all hangs on one clinician's pairs"
        ),
        pytest.param(
            [Counter({(2, 2): 20, (1, 2): 3}), *(Counter({(1, 1): 10 + k}) for k in range(8))],
            id="without one clinician there is no kappa",
        ),
    ],
)
def test_a_kappa_whose_clinicians_say_nothing_of_its_error_stands_alone(by_clinician: list[Pairs]) -> None:
    found = weighted_kappa(by_clinician)
    assert found.value is not None
    assert (found.interval, found.why_not) == (None, NotShown.LITTLE_VARIATION)


@pytest.mark.parametrize(
    ("weights", "farthest", "low", "high"),
    [
        pytest.param(unweighted, 1, 0.2137, 0.7547, id="SAS's printout"),
        pytest.param(linear, 2, 0.1845, 0.7558, id="SAS's printout, linear weights"),
    ],
)
def test_printed_limits_are_met(weights: Weights, farthest: float, low: float, high: float) -> None:
    half = NormalDist().inv_cdf(0.975) * standard_error(pairs(NINETEEN), weights, farthest)
    found = kappa(pairs(NINETEEN), weights)
    assert found is not None
    assert (round(found - half, 4), round(found + half, 4)) == (low, high)


def test_open_answers_beside_the_pairs_change_nothing() -> None:
    assert (kappa(HEARD), sum(HEARD.values())) == (0.25, 6)


def test_where_nothing_can_differ_there_is_no_kappa() -> None:
    assert kappa({}) is None
    assert kappa({(4, 4): 9}) is None


tables = st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=4, max_size=4)


@given(rows=tables)
def test_kappa_and_its_error_are_those_of_another_program(rows: list[list[int]]) -> None:
    found = kappa(pairs(rows))
    if found is None or abs(found) == 1:
        return
    with np.errstate(all="ignore"):
        oracle = cohens_kappa(np.array(rows), wt="fc")
    assert found == pytest.approx(oracle.kappa, abs=1e-9)
    assert standard_error(pairs(rows), quadratic, 9) ** 2 == pytest.approx(oracle.var_kappa, abs=1e-12)


@given(rows=tables)
def test_kappa_knows_no_categories_that_nobody_chose(rows: list[list[int]]) -> None:
    longer: Rows = [*([*row, 0] for row in rows), [0] * 5]
    assert kappa(pairs(longer)) == kappa(pairs(rows))


@given(rows=tables)
def test_kappa_is_the_same_whoever_is_called_the_first(rows: list[list[int]]) -> None:
    turned = {(c, p): n for (p, c), n in pairs(rows).items()}
    assert kappa(turned) == (pytest.approx(found) if (found := kappa(pairs(rows))) is not None else None)


def test_the_jackknife_leaves_out_one_clinician_at_a_time() -> None:
    tables = [Counter({(1, 1): 5 + k, (1, 3): k % 3, (3, 1): (k + 1) % 2, (3, 3): 6}) for k in range(9)]
    found = weighted_kappa(tables)
    without = [kappa(sum((t for i, t in enumerate(tables) if i != j), Counter())) or 0 for j in range(9)]
    centre = sum(without) / 9
    error = math.sqrt(8 / 9 * sum((one - centre) ** 2 for one in without))
    assert found.interval is not None
    assert found.value is not None
    assert found.interval.high - found.value == pytest.approx(2.306004135 * error, rel=1e-6)
