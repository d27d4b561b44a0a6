"""From counts to measures: what counts, whose it is, and the week that it belongs to."""

from __future__ import annotations

import pytest

from forms.tally import Category, Family
from reports.intervals import BOTH_SIDES, PATIENTS_ALONE, Cluster
from reports.measures import (
    Primary,
    answered_one_of,
    clusters,
    points,
    primary_measures,
    totals,
)
from reports.published import Listed
from reports.release import Clinician
from tests.reports.sealed import PACK

BLANK, LITTLE, MOSTLY = Category(""), Category("a_little"), Category("mostly")
LOW = answered_one_of({"not_at_all", "a_little"})


def listed(week: str, **by_clinician: dict[Category, int]) -> Listed:
    """Counts of one family that are told under a week."""
    counts: dict[Category, int] = {}
    for own in by_clinician.values():
        for category, n in own.items():
            counts[category] = counts.get(category, 0) + n
    whose = {Clinician(name): own for name, own in by_clinician.items()}
    return Listed("north", ("doctor",), "core", week, week, sum(counts.values()), counts, whose)


@pytest.mark.parametrize(
    ("category", "adds"),
    [
        pytest.param(LITTLE, 1.0, id="what is looked for"),
        pytest.param(MOSTLY, 0.0, id="another answer counts and adds nothing"),
        pytest.param(BLANK, None, id="what was left open does not count at all"),
    ],
)
def test_a_question_left_open_is_no_answer(category: Category, adds: float | None) -> None:
    assert LOW(category) == adds


def test_a_clinician_s_visits_in_several_blocks_are_one_cluster() -> None:
    some = [listed("2026-W10", a={LITTLE: 2, BLANK: 3}, b={MOSTLY: 1}), listed("2026-W11", a={MOSTLY: 4})]
    assert clusters(some, LOW) == [Cluster(6, 2.0), Cluster(1, 0.0)]
    assert totals(some) == {LITTLE: 2, BLANK: 3, MOSTLY: 5}


def test_who_has_no_answer_is_no_cluster() -> None:
    assert clusters([listed("2026-W10", a={LITTLE: 1}, b={BLANK: 7})], LOW) == [Cluster(1, 1.0)]


def test_blocks_of_one_week_are_one_point_and_weeks_stand_in_their_order() -> None:
    some = [
        listed("2026-W11", a={LITTLE: 1, MOSTLY: 9}),
        listed("2025-W52", a={LITTLE: 3, BLANK: 2}),
        listed("2026-W11", b={LITTLE: 4, MOSTLY: 6}),
        listed("2026-W12", b={BLANK: 6}),
    ]
    assert [(one.label, one.x, one.n) for one in points(some, LOW)] == [
        ("2025-W52", 3, 3),
        ("2026-W11", 5, 20),
    ]


@pytest.mark.parametrize(
    ("name", "family", "counted", "not_counted", "rho"),
    [
        (Primary.NOT_REASSURED, "patient:reassured", ("not_at_all", "a_little"), "partly", PATIENTS_ALONE),
        (Primary.MISSED, "recognition:reassured", ("missed",), "unsure", BOTH_SIDES),
        (Primary.RESPONSE, "answered", ("yes",), "no", PATIENTS_ALONE),
    ],
)
def test_the_three_measures_are_those_that_were_fixed(
    name: Primary, family: str, counted: tuple[str, ...], not_counted: str, rho: float
) -> None:
    measures = primary_measures(PACK.questionnaire)
    assert list(measures) == list(Primary)
    measure = measures[name]
    assert (measure.family, measure.rho) == (Family(family), rho)
    assert [measure.weigh(Category(code)) for code in (*counted, not_counted)] == [*[1.0] * len(counted), 0.0]
