"""What sets strips apart from the rest of a page: a border around them, a bar beside them, rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# How far above and below its strips a border stands, in points.
BORDER_OUTSET = 6.0

# How far below its strip a rule is, in points.
RULE_BELOW = 1.5


class Edge(StrEnum):
    """What is drawn around, beside or under strips to set them apart."""

    BORDER = "border"
    BAR = "bar"
    RULES = "rules"


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """An edge that several strips share; `left` from the page's left, in points."""

    edge: Edge
    left: float
    width: float
