"""Student's t distribution, for degrees of freedom that need not be whole.

The distribution comes from the regularised incomplete beta function by its continued fraction (DLMF
8.17.22, evaluated by Lentz's method as modified by Thompson and Barnett 1986); quantiles by bisection.
"""

from __future__ import annotations

import math
from functools import lru_cache

_TINY = 1e-300
_SMALL = 1e-16
_STEPS = 500
_HALVINGS = 200


def t_two_sided(t: float, freedom: float) -> float:
    """How likely |T| is at least |t|, from 0 to 1. `freedom`: degrees of freedom, above 0."""
    square = t * t
    # Near 0 the usual argument rounds to 1, and so does all that is left of it.
    if square < 1:
        return 1 - _incomplete_beta(0.5, freedom / 2, square / (freedom + square))
    return _incomplete_beta(freedom / 2, 0.5, freedom / (freedom + square))


@lru_cache(maxsize=1024)
def t_quantile(level: float, freedom: float) -> float:
    """The t that T stays below with a probability of `level`, from 0.5 to below 1."""
    tail, low, high = 2 * (1 - level), 0.0, 1.0
    while t_two_sided(high, freedom) > tail:
        high *= 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if t_two_sided(middle, freedom) > tail else (low, middle)
    return (low + high) / 2


def _incomplete_beta(a: float, b: float, x: float) -> float:
    if x <= 0 or x >= 1:
        return float(x >= 1)
    # The fraction converges quickly on this side of the mean; the other side is its mirror image.
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    return math.exp(a * math.log(x) + b * math.log1p(-x) - log_beta) / a * _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _away(1 + step * d)
            c = _away(1 + step / c)
            value *= c * d
        if abs(c * d - 1) < _SMALL:
            break
    return value


def _away(number: float) -> float:
    """Away from 0, by which nothing can be divided."""
    return number if abs(number) > _TINY else _TINY
