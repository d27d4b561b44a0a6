"""How much lies between clinicians: the estimate by hand, its ends, what is too little, and by simulation."""

from __future__ import annotations

import random
import statistics

import pytest

from reports.intervals import Cluster, NotShown
from reports.measures import Primary
from reports.period_working import period
from reports.variation import Variation, intraclass_correlation, variation
from tests.reports.sealed import PACK, Held, block, published


def test_the_estimate_is_that_of_an_analysis_of_variance() -> None:
    """Two clinicians of four visits, 1 and 3 of them: MSB 0.5, MSW 1/4, n0 4, so (0.5 - 0.25) / 1.25."""
    assert intraclass_correlation([Cluster(4, 1), Cluster(4, 3)]) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("clusters", "expected"),
    [
        pytest.param([Cluster(5, 0), Cluster(5, 5)], 1.0, id="nothing but the clinician matters"),
        pytest.param([Cluster(4, 2)] * 5, -1 / 3, id="clinicians more alike than chance makes them"),
        pytest.param([Cluster(4, 0)] * 3, None, id="nobody"),
        pytest.param([Cluster(1, 1), Cluster(1, 0)], None, id="a visit each"),
        pytest.param([Cluster(9, 4)], None, id="one clinician"),
    ],
)
def test_its_ends_and_where_there_is_none(clusters: list[Cluster], expected: float | None) -> None:
    found = intraclass_correlation(clusters)
    assert found == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("clusters", "why_not"),
    [
        pytest.param([Cluster(9, 4)] * 11, NotShown.FEW_ANSWERS, id="99 visits"),
        pytest.param([Cluster(20, 9)] * 7, NotShown.FEW_CLINICIANS, id="seven clinicians"),
        pytest.param([Cluster(20, 1)] * 10, NotShown.LITTLE_VARIATION, id="hardly ever"),
        pytest.param([Cluster(20, 19)] * 10, NotShown.LITTLE_VARIATION, id="nearly always"),
    ],
)
def test_of_too_little_it_says_why_it_is_not_shown(clusters: list[Cluster], why_not: NotShown) -> None:
    found = variation(clusters)
    assert (found.value, found.interval, found.why_not) == (None, None, why_not)


def test_it_finds_the_correlation_that_was_put_in_and_tells_two_decimals() -> None:
    """A beta distribution of clinicians' own rates: its correlation is 1 / (a + b + 1)."""
    chance, found = random.Random(20261125), list[Variation]()
    for _ in range(200):
        rates = [chance.betavariate(1.8, 7.2) for _ in range(40)]
        found.append(
            variation([Cluster(40, sum(chance.random() < rate for _ in range(40))) for rate in rates])
        )
    values = [one.value for one in found if one.value is not None]
    assert len(values) == 200
    assert statistics.fmean(values) == pytest.approx(0.1, abs=0.01)
    assert all(value == round(value, 2) for value in values)
    held = sum(one.interval is not None and one.interval.low <= 0.1 <= one.interval.high for one in found)
    assert held / 200 > 0.85


def test_a_quarter_tells_it_of_the_primary_measures() -> None:
    visits = [
        Held(f"c{one}", {"reassured": "a_little" if number < one else "mostly"}, {})
        for one in range(10)
        for number in range(12)
    ]
    found = period(published([block("2026-W10", visits)], quarter="2026-Q1"), None, PACK.questionnaire)
    (quarter,) = found.quarters
    told = quarter.variations[Primary.NOT_REASSURED]
    assert (told.n, told.clinicians) == (120, 10)
    assert told.value is not None
    assert 0.1 < told.value < 0.3
    assert quarter.variations[Primary.RESPONSE].why_not is NotShown.LITTLE_VARIATION
