"""How far two sides' answers to one question lie apart, over pairs.

A table of pairs holds every category of the scale with its value, answered or not: to leave out what
nobody chose would shorten the scale and change every weight.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reports.intervals import FEWEST_CLINICIANS, Interval, NotShown
from reports.jackknife import jackknife

FEWEST_FOR_KAPPA = 100
_FEWEST_IN_A_CATEGORY, _CATEGORIES_IN_USE, _IN_USE = 10, 2, 0.10

Pairs = Mapping[tuple[float, float], int] | Mapping[tuple[int, int], int]
"""How many pairs: by the value of the first answer and that of the second."""

Weights = Callable[[float, float], float]
"""How far two values count as apart; 0 where they are equal."""


def quadratic(first: float, second: float) -> float:
    """Twice as far counts four times."""
    return (first - second) ** 2


def linear(first: float, second: float) -> float:
    """Twice as far counts twice."""
    return abs(first - second)


def unweighted(first: float, second: float) -> float:
    """Not equal is not equal."""
    return float(first != second)


def kappa(pairs: Pairs, weights: Weights = quadratic) -> float | None:
    """Cohen's weighted kappa: 1 less the observed over the expected distance (Cohen 1968).

    None where nothing could differ: one side, or both, always answered the same.
    """
    n = sum(pairs.values())
    if not n:
        return None
    rows, columns = _margins(pairs)
    observed = math.fsum(count * weights(p, c) for (p, c), count in pairs.items()) / n
    expected = math.fsum(a * b * weights(p, c) for p, a in rows.items() for c, b in columns.items()) / n**2
    return 1 - observed / expected if expected > 0 else None


def _margins(pairs: Pairs) -> tuple[dict[float, int], dict[float, int]]:
    rows: dict[float, int] = {}
    columns: dict[float, int] = {}
    for (p, c), count in pairs.items():
        rows[p] = rows.get(p, 0) + count
        columns[c] = columns.get(c, 0) + count
    return rows, columns


def standard_error(pairs: Pairs, weights: Weights, farthest: float) -> float:
    """The large-sample error of kappa for pairs that do not depend on each other.

    Fleiss, Cohen and Everitt 1969, as statsmodels and SAS print it. `farthest`: the weight of the two
    ends of the scale, by which distances become agreements from 0 to 1.
    """
    n = sum(pairs.values())
    rows, columns = _margins(pairs)
    p = {value: count / n for value, count in rows.items()}
    q = {value: count / n for value, count in columns.items()}

    def agree(first: float, second: float) -> float:
        return 1 - weights(first, second) / farthest

    row = {i: math.fsum(q[j] * agree(i, j) for j in q) for i in p}
    column = {j: math.fsum(p[i] * agree(i, j) for i in p) for j in q}
    observed = math.fsum(count / n * agree(i, j) for (i, j), count in pairs.items())
    expected = math.fsum(p[i] * q[j] * agree(i, j) for i in p for j in q)
    spread = math.fsum(
        count / n * (agree(i, j) * (1 - expected) - (row[i] + column[j]) * (1 - observed)) ** 2
        for (i, j), count in pairs.items()
    )
    middle = observed * expected - 2 * expected + observed
    return math.sqrt(max(0.0, spread - middle**2) / n) / (1 - expected) ** 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """Quadratic-weighted kappa. `value`, or `interval` alone, is None where `why_not` says why."""

    value: float | None
    n: int
    clinicians: int
    interval: Interval | None
    why_not: NotShown | None


def weighted_kappa(by_clinician: Sequence[Pairs]) -> Agreement:
    """Kappa over the pairs of several clinicians, with its delete-one-clinician jackknife interval."""
    some = [pairs for pairs in by_clinician if sum(pairs.values())]
    together = _added(some)
    n, k = sum(together.values()), len(some)
    why_not = _why_not(together, n, k)
    value = None if why_not else kappa(together)
    if value is None:
        return Agreement(None, n, k, None, why_not or NotShown.LITTLE_VARIATION)
    interval = jackknife(some, lambda parts: kappa(_added(parts)), -1, 1)
    return Agreement(value, n, k, interval, None if interval else NotShown.LITTLE_VARIATION)


def _why_not(pairs: Pairs, n: int, k: int) -> NotShown | None:
    if n < FEWEST_FOR_KAPPA:
        return NotShown.FEW_ANSWERS
    if k < FEWEST_CLINICIANS:
        return NotShown.FEW_CLINICIANS
    for margin in _margins(pairs):
        least = max(_IN_USE * n, _FEWEST_IN_A_CATEGORY)
        if sum(count >= least for count in margin.values()) < _CATEGORIES_IN_USE:
            return NotShown.LITTLE_VARIATION
    return None


def _added(tables: Sequence[Pairs]) -> Pairs:
    found: dict[tuple[float, float], int] = {}
    for pairs in tables:
        for answers, count in pairs.items():
            found[answers] = found.get(answers, 0) + count
    return found


@dataclass(frozen=True, slots=True)
class YesNoAgreement:
    """Of a two by two table: the share that agrees, and how alike the two are on yes and on no.

    None where nobody said so.
    """

    overall: float
    positive: float | None
    negative: float | None


def yes_no(both: int, first: int, second: int, neither: int) -> YesNoAgreement:
    """From how many both, the first alone, the second alone, and neither said yes.

    Cicchetti and Feinstein 1990: 2a / (2a + b + c), and 2d / (2d + b + c).
    """
    apart = first + second
    return YesNoAgreement(
        (both + neither) / (both + apart + neither),
        2 * both / (2 * both + apart) if both + apart else None,
        2 * neither / (2 * neither + apart) if neither + apart else None,
    )
