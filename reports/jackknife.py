"""How sure an estimate over several clinicians is that no formula knows: by leaving each of them out once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

from reports.intervals import FEW_CLINICIANS, Interval
from reports.quantiles import t_quantile

Part = TypeVar("Part")

_LEVEL = 0.975
_ROUNDING = 1e-12
"""What floating-point sums differ by where nothing differs."""


def jackknife(
    parts: Sequence[Part], estimate: Callable[[Sequence[Part]], float | None], lowest: float, highest: float
) -> Interval | None:
    """The 95 % interval of an estimate; one part a clinician, cut off at the lowest and highest value.

    se^2 = (K - 1) / K sum (estimate without j - their mean)^2, with t of K - 1. None where no clinician
    makes a difference, or one of them all of it.
    """
    value, k = estimate(parts), len(parts)
    without = [estimate([*parts[:j], *parts[j + 1 :]]) for j in range(k)]
    known = [one for one in without if one is not None]
    if value is None or len(known) < k or max(known) - min(known) < _ROUNDING:
        return None
    mean = math.fsum(known) / k
    error = math.sqrt((k - 1) / k * math.fsum((one - mean) ** 2 for one in known))
    half = t_quantile(_LEVEL, k - 1) * error
    return Interval(max(lowest, value - half), min(highest, value + half), k < FEW_CLINICIANS)
