"""A rate over time: whether it moved, or wanders as chance lets it.

Two run rules on the median (Anhøj and Olesen 2014; Anhøj and Wentzel-Larsen 2020), and one outlier rule
that needs both the exact binomial limit and Laney's p' (2002). Other rules would call a quiet process
moved in four of ten charts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean, median

POINTS_FOR_RUNS, POINTS_FOR_LIMITS = 12, 20
FEWEST_IN_A_POINT, FEWEST_EXPECTED = 10, 2
_TAIL = 0.00135
_CROSSING_TAIL = 0.05
_SIGMAS = 3
_MOVING_RANGE = 1.128
"""The mean distance of two neighbours of a normal process, in sigmas."""


class Signal(StrEnum):
    """What a chart says."""

    RUN = "run"
    CROSSINGS = "crossings"
    OUTLIER = "outlier"


class NoChart(StrEnum):
    """Why there is no chart, or why its rules say nothing yet."""

    SMALL_POINTS = "small_points"
    FEW_EVENTS = "few_events"
    FEW_POINTS = "few_points"


@dataclass(frozen=True, slots=True)
class Point:
    """`x` of `n` in one block or several that were listed together. `label`: its last week."""

    label: str
    n: int
    x: int

    @property
    def rate(self) -> float:
        """From 0 to 1."""
        return self.x / self.n


@dataclass(frozen=True, slots=True)
class Limits:
    """Outside of these a point is rare; both kinds together."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Points with their median. `limits`: one a point, () before there are enough.

    `longest_run`, `crossings`: as counted; `outliers`: labels; `why_not`: why no rule is applied yet.
    """

    points: tuple[Point, ...]
    centre: float
    limits: tuple[Limits, ...]
    signals: frozenset[Signal]
    longest_run: int
    crossings: int
    outliers: tuple[str, ...]
    why_not: NoChart | None


def chart(points: Sequence[Point]) -> Chart | NoChart:
    """A chart of points in order of time, or why there can be none; small points are put together."""
    total = sum(point.n for point in points)
    p = sum(point.x for point in points) / total if total else 0.0
    if p in (0, 1):
        return NoChart.FEW_EVENTS
    points = put_together(points, max(FEWEST_IN_A_POINT, FEWEST_EXPECTED / min(p, 1 - p)))
    if not points:
        return NoChart.SMALL_POINTS
    centre = median(point.rate for point in points)
    longest, crossed, useful = runs([point.rate for point in points], centre)
    signals = set()
    if useful >= POINTS_FOR_RUNS:
        if longest > longest_usual_run(useful):
            signals.add(Signal.RUN)
        if crossed < fewest_usual_crossings(useful):
            signals.add(Signal.CROSSINGS)
    limits = _limits(points) if len(points) >= POINTS_FOR_LIMITS else ()
    outside = tuple(
        point.label
        for point, limit in zip(points, limits, strict=False)
        if not limit.low <= point.rate <= limit.high
    )
    if outside:
        signals.add(Signal.OUTLIER)
    few = NoChart.FEW_POINTS if useful < POINTS_FOR_RUNS else None
    return Chart(tuple(points), centre, limits, frozenset(signals), longest, crossed, outside, few)


def put_together(points: Sequence[Point], least: float) -> list[Point]:
    """Neighbours as one point until it holds enough; what is left at the end goes to the last one."""
    found: list[Point] = []
    n = x = 0
    for point in points:
        n, x = n + point.n, x + point.x
        if n >= least:
            found.append(Point(point.label, n, x))
            n = x = 0
    if n and found:
        last = found[-1]
        found[-1] = Point(points[-1].label, last.n + n, last.x + x)
    return found


def runs(rates: Sequence[float], centre: float) -> tuple[int, int, int]:
    """The longest run on one side of the median, how often it is crossed, and how many points count.

    Points on the median are left out.
    """
    above = [rate > centre for rate in rates if rate != centre]
    longest = current = 0
    for number, side in enumerate(above):
        current = current + 1 if number and side == above[number - 1] else 1
        longest = max(longest, current)
    crossings = sum(one != other for one, other in pairwise(above))
    return longest, crossings, len(above)


def longest_usual_run(useful: int) -> int:
    """round(log2 n + 3): a longer run is a signal."""
    return round(math.log2(useful) + 3)


def fewest_usual_crossings(useful: int) -> int:
    """The 5 % quantile of a binomial over n - 1 with p = 1/2: fewer crossings are a signal."""
    return _binomial_quantile(_CROSSING_TAIL, useful - 1, 0.5)


def _limits(points: Sequence[Point]) -> tuple[Limits, ...]:
    """For each point the wider of two limits: exact binomial at 0.135 %, and Laney's p' at three sigma."""
    p = sum(point.x for point in points) / sum(point.n for point in points)
    z = [(point.rate - p) / math.sqrt(p * (1 - p) / point.n) for point in points]
    moving = fmean(abs(one - other) for one, other in pairwise(z))
    sigma = max(1.0, moving / _MOVING_RANGE)
    found = []
    for point in points:
        half = _SIGMAS * sigma * math.sqrt(p * (1 - p) / point.n)
        low = _binomial_quantile(_TAIL, point.n, p) / point.n
        high = _binomial_quantile(1 - _TAIL, point.n, p) / point.n
        found.append(Limits(max(0.0, min(low, p - half)), min(1.0, max(high, p + half))))
    return tuple(found)


_FAR, _FARTHER = 8, 20
"""Standard deviations, and visits more: what is left beyond both is less than 1e-15."""


def _binomial_quantile(level: float, n: int, p: float) -> int:
    """The least k with P(X <= k) >= level."""
    # What lies this far below the mean adds nothing; of ten million visits it is nearly all.
    first = max(0, math.floor(n * p - _FAR * math.sqrt(n * p * (1 - p))) - _FARTHER)
    below = 0.0
    for k in range(first, n + 1):
        below += math.exp(
            math.lgamma(n + 1)
            - math.lgamma(k + 1)
            - math.lgamma(n - k + 1)
            + k * math.log(p)
            + (n - k) * math.log1p(-p)
        )
        if below >= level:
            return k
    return n
