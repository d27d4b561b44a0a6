"""Shares and means over visits of several clinicians, and how sure they are.

One clinician answers for many patients in a habit of the own: intervals that ignore it hold the true
value half as often as they say. All variances here are between clinicians.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports.quantiles import t_quantile, t_two_sided

FEWEST_FOR_PERCENT = 30
FEWEST_CLINICIANS = 8
FEW_CLINICIANS = 20
PATIENTS_ALONE, BOTH_SIDES = 0.05, 0.20
"""How alike the answers about one clinician are taken to be where all of them are the same (rho)."""

_LEVEL = 0.975
FEW_OF_A_KIND = 5
"""Of fewer the width of an interval would tell a colleague whose patients they were."""


class NotShown(StrEnum):
    """Why a number is not there."""

    FEW_ANSWERS = "few_answers"
    FEW_CLINICIANS = "few_clinicians"
    LITTLE_VARIATION = "little_variation"
    WAITS = "waits"
    NO_LONGER_KEPT = "no_longer_kept"
    NOBODY = "nobody"
    NOTHING_BEFORE = "nothing_before"
    CUT_BEFORE = "cut_before"
    OTHER_VERSION = "other_version"


@dataclass(frozen=True, slots=True)
class Cluster:
    """One clinician's visits: `n` that count, and `x`, the sum of what is looked at over them."""

    n: int
    x: float


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where, with 95 % confidence. `approximate`: of fewer than 20 clinicians."""

    low: float
    high: float
    approximate: bool


@dataclass(frozen=True, slots=True)
class Share:
    """`x` of `n`, of so many clinicians.

    `value`: from 0 to 1, None under 30; `interval`: None where `why_not` says why.
    """

    x: int
    n: int
    clinicians: int
    value: float | None
    interval: Interval | None
    why_not: NotShown | None


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over `n` visits, such as a leaning from -1 to 1 or a difference in steps."""

    value: float | None
    n: int
    clinicians: int
    interval: Interval | None
    why_not: NotShown | None


def share(clusters: Sequence[Cluster], rho: float) -> Share:
    """A share with its modified Wilson interval.

    A ratio estimate with its design effect (Rao and Scott 1992), an effective n and as many degrees of
    freedom as clinicians less one (Korn and Graubard 1998), as 'modified Wilson' in SAS SURVEYFREQ. Where
    fewer than five are counted, or all but fewer than five, the design effect is
    1 + (sum n_j^2 / N - 1) rho; of one it is what chance brings on the average.
    """
    some = [one for one in clusters if one.n]
    n, x, k = sum(one.n for one in some), round(sum(one.x for one in some)), len(some)
    value = x / n if n >= FEWEST_FOR_PERCENT else None
    why_not = _why_not(n, k) if n else NotShown.WAITS
    if why_not is not None:
        return Share(x, n, k, value, None, why_not)
    effective = n / max(1.0, _design_effect(some, n, x, rho))
    return Share(x, n, k, value, _wilson(x / n, effective, k), None)


def described(x: int, n: int) -> Share:
    """A share of which it is no longer known whose visits they were: without an interval."""
    value = x / n if n >= FEWEST_FOR_PERCENT else None
    return Share(x, n, 0, value, None, NotShown.NO_LONGER_KEPT)


def _why_not(n: int, k: int) -> NotShown | None:
    if n < FEWEST_FOR_PERCENT:
        return NotShown.FEW_ANSWERS
    return NotShown.FEW_CLINICIANS if k < FEWEST_CLINICIANS else None


def _design_effect(clusters: Sequence[Cluster], n: int, x: float, rho: float) -> float:
    p, rare = x / n, min(x, n - x)
    if rare == 1:
        # As chance places it: whose patient it was must not be read from a width.
        k = len(clusters)
        return k / (k - 1) * sum(one.n * (n - one.n) for one in clusters) / (n * (n - 1))
    if rare < FEW_OF_A_KIND:
        return 1 + (sum(one.n**2 for one in clusters) / n - 1) * rho
    return _variance(clusters, n, x) / (p * (1 - p) / n)


def _variance(clusters: Sequence[Cluster], n: int, x: float) -> float:
    """Of the ratio x / N, the sums over the clusters: K / (K - 1) sum (x_j - n_j x / N)^2 / N^2."""
    k = len(clusters)
    # Multiplied by N whole sums stay exact: a rounding of the ratio must not pass for variation.
    return k / (k - 1) * math.fsum((one.x * n - one.n * x) ** 2 for one in clusters) / n**4


def _wilson(p: float, n: float, k: int) -> Interval:
    t2 = t_quantile(_LEVEL, k - 1) ** 2
    middle = (p + t2 / (2 * n)) / (1 + t2 / n)
    half = math.sqrt(t2 * (p * (1 - p) / n + t2 / (4 * n * n))) / (1 + t2 / n)
    # At the ends the formula misses 0 or 1 by a rounding alone.
    low, high = (0.0 if p == 0 else middle - half), (1.0 if p == 1 else middle + half)
    return Interval(max(0.0, low), min(1.0, high), k < FEW_CLINICIANS)


def mean(clusters: Sequence[Cluster], lowest: float, highest: float) -> Mean:
    """A mean with its t interval, cut off at the lowest and highest that it can be."""
    some = [one for one in clusters if one.n]
    n, k = sum(one.n for one in some), len(some)
    x = math.fsum(one.x for one in some)
    value = x / n if n >= FEWEST_FOR_PERCENT else None
    why_not = _why_not(n, k)
    if value is None or why_not is not None:
        return Mean(value, n, k, None, why_not)
    variance = _variance(some, n, x)
    if variance == 0:
        return Mean(value, n, k, None, NotShown.LITTLE_VARIATION)
    half = t_quantile(_LEVEL, k - 1) * math.sqrt(variance)
    interval = Interval(max(lowest, value - half), min(highest, value + half), k < FEW_CLINICIANS)
    return Mean(value, n, k, interval, None)


def bounds(x: int, answered: int, held: int) -> tuple[float, float] | None:
    """The share among all that were held: if none, or all, of those who did not answer were counted.

    None where nothing was held. Without any assumption (Manski's bounds).
    """
    return (x / held, (x + held - answered) / held) if held else None


@dataclass(frozen=True, slots=True)
class Difference:
    """Between two shares. `p_value`: how often chance alone brings one as large."""

    value: float
    p_value: float


def difference(before: Sequence[Cluster], now: Sequence[Cluster]) -> Difference | NotShown:
    """How far a share has moved, by Welch's t over clinicians; or why that is not told."""
    parts = []
    for clusters in (before, now):
        some = [one for one in clusters if one.n]
        n, k = sum(one.n for one in some), len(some)
        why_not = _why_not(n, k)
        if why_not is not None:
            return why_not
        x = math.fsum(one.x for one in some)
        parts.append((x / n, _variance(some, n, x), k - 1))
    (p0, v0, f0), (p1, v1, f1) = parts
    if v0 + v1 == 0:
        return NotShown.LITTLE_VARIATION
    freedom = (v0 + v1) ** 2 / (v0**2 / f0 + v1**2 / f1)
    return Difference(p1 - p0, t_two_sided((p1 - p0) / math.sqrt(v0 + v1), freedom))


def holm(p_values: Mapping[str, float], level: float = 0.05) -> frozenset[str]:
    """Which of several measures moved beyond chance, all of them together erring at `level` (Holm 1979)."""
    found = set()
    ordered = sorted(p_values.items(), key=lambda item: item[1])
    for number, (name, p_value) in enumerate(ordered):
        if p_value > level / (len(ordered) - number):
            break
        found.add(name)
    return frozenset(found)


def whole_percent(value: float) -> int:
    """A share in whole per cent, halves upwards: 0.125 is 13. Never below 0 nor above 100."""
    # 23 of 40 times 100 is a hair below 57.5.
    return min(100, max(0, math.floor(round(value * 100, 9) + 0.5)))
