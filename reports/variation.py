"""How much of what differs between visits lies between clinicians: told once a quarter, of everybody."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forms.questionnaire import Questionnaire
from reports.intervals import FEWEST_CLINICIANS, Cluster, Interval, NotShown
from reports.jackknife import jackknife
from reports.measures import Primary, clusters_of, primary_measures
from reports.published import Quarter

FEWEST_VISITS = 100
_ENOUGH = 2
"""Visits a clinician, on either side of a share: of fewer it says nothing how they lie."""


@dataclass(frozen=True, slots=True)
class Variation:
    """An intraclass correlation: 0 where it does not matter who the clinician is, 1 where nothing else does.

    `value`: to two decimals, None where `why_not` says why.
    """

    value: float | None
    n: int
    clinicians: int
    interval: Interval | None
    why_not: NotShown | None


def variation(clusters: Sequence[Cluster]) -> Variation:
    """Of visits by clinician, `x` of which something happened in."""
    some = [one for one in clusters if one.n]
    n, k = sum(one.n for one in some), len(some)
    why_not = _why_not(n, sum(one.x for one in some), k)
    value = None if why_not else intraclass_correlation(some)
    if value is None:
        return Variation(None, n, k, None, why_not or NotShown.LITTLE_VARIATION)
    # To the last digit it would tell of single clinicians.
    return Variation(round(value, 2) + 0.0, n, k, jackknife(some, intraclass_correlation, -1, 1), None)


def _why_not(n: int, x: float, k: int) -> NotShown | None:
    if n < FEWEST_VISITS:
        return NotShown.FEW_ANSWERS
    if k < FEWEST_CLINICIANS:
        return NotShown.FEW_CLINICIANS
    return NotShown.LITTLE_VARIATION if min(x, n - x) < _ENOUGH * k else None


def intraclass_correlation(clusters: Sequence[Cluster]) -> float | None:
    """The analysis-of-variance estimate for yes and no (Ridout, Demetrio and Firth 1999).

    (MSB - MSW) / (MSB + (n0 - 1) MSW), n0 = (N - sum n_j^2 / N) / (K - 1). None of one visit a clinician,
    or where all visits are alike.
    """
    n, k = sum(one.n for one in clusters), len(clusters)
    if n <= k or k < 2:  # noqa: PLR2004 - nothing varies between fewer
        return None
    p = math.fsum(one.x for one in clusters) / n
    between = math.fsum(one.n * (one.x / one.n - p) ** 2 for one in clusters) / (k - 1)
    within = math.fsum(one.x * (one.n - one.x) / one.n for one in clusters) / (n - k)
    size = (n - sum(one.n**2 for one in clusters) / n) / (k - 1)
    whole = between + (size - 1) * within
    return (between - within) / whole if whole > 0 else None


def variations(quarter: Quarter, questionnaire: Questionnaire) -> Iterator[tuple[Primary, Variation]]:
    """How much each of the primary measures depends on the clinician."""
    for name, measure in primary_measures(questionnaire).items():
        tallied = quarter.clusters(measure.family)
        if tallied:
            yield name, variation(clusters_of([tallied], measure.weigh))
