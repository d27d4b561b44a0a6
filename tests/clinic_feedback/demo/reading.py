"""Visits of the demo as `compare` reads them, and how their ratings vary."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from statistics import mean, variance
from typing import Any

from clinic_feedback.demo.lines import import_lines
from clinic_feedback.demo.setting import DemoVisit
from forms.answers import consultation_from
from forms.catalogue import built_in
from forms.comparison import Comparison
from forms.consultation import Consultation
from forms.responses import Given
from forms.rule_model import Severity

EXTENT = {"not_at_all": 1, "a_little": 2, "partly": 3, "mostly": 4, "completely": 5}
OF_IMPORT_ALONE = ("sent_at", "mode")


def compared_form(line: str) -> dict[str, Any]:
    """A line of `import` without what `compare` does not know."""
    raw: dict[str, Any] = json.loads(line)
    del raw["consultation"]
    for side in ("patient", "clinician"):
        if side in raw:
            raw[side] = {name: value for name, value in raw[side].items() if name not in OF_IMPORT_ALONE}
    return raw


def consultation(visit: DemoVisit) -> Consultation | None:
    """A visit as it is read from its line; None where neither side answered."""
    (line,) = import_lines([visit])
    raw = compared_form(line)
    return consultation_from(raw, built_in()) if "patient" in raw or "clinician" in raw else None


def share(found: Iterable[bool]) -> float:
    """The share of what is so, from 0 to 1."""
    return mean(map(float, found))


def flagged(comparison: Comparison) -> bool:
    """Whether something stands out: attention or notice, as rates count it."""
    return any(flag.severity.counts for flag in comparison.flags)


def alarming(comparison: Comparison) -> bool:
    """Whether something asks for attention."""
    return any(flag.severity is Severity.ATTENTION for flag in comparison.flags)


def rating(answers: Given) -> float | None:
    """The mean of a side's answers from 'not at all' (1) to 'completely' (5), but for the own view."""
    values = [
        EXTENT[str(code)] for item, code in answers.items() if code in EXTENT and item != "self_reassured"
    ]
    return mean(values) if values else None


def between(groups: Sequence[Sequence[float]]) -> float:
    """The share of the variance that lies between groups (one-way ANOVA estimate, groups of a mean size)."""
    within = mean(variance(group) for group in groups)
    size = mean(len(group) for group in groups)
    part = max(0.0, variance([mean(group) for group in groups]) - within / size)
    return part / (part + within)
