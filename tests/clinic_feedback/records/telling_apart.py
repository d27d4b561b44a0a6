"""Which visits no difference of published sums tells apart, and whether they are enough to hide anybody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from tests.clinic_feedback.records.own_counts import Counted, Fell

Units = frozenset[str]
OF_OTHERS, ALIKE, ALIKE_LEFT, ANSWERS = 5, 20, 10, 10
REST = ("unpaired:", "unrecognised:")
"""What is left of patients' answers when those that clinicians answered, too, are taken away."""
BLOCKS = "visits in blocks"
"""What stands for a family where visits alone are counted."""


@dataclass(frozen=True)
class ToldApart:
    """Visits of a class that hides too little, and why."""

    family: str
    units: Units
    why: str


def told_apart(family: str, sums: AbstractSet[Units], counted: Mapping[str, Counted]) -> Iterator[ToldApart]:
    """The classes that are too small. `sums`: the sets of visits over which a sum was published.

    A visit's column says in which of them it is. Whoever adds and subtracts what was published finds
    whole classes of equal columns and nothing finer.
    """
    classes: dict[frozenset[Units], list[str]] = defaultdict(list)
    for unit in frozenset[str]().union(*sums):
        classes[frozenset(one for one in sums if unit in one)].append(unit)
    for units in classes.values():
        why = _too_few(family, [counted[one] for one in units])
        if why:
            yield ToldApart(family, frozenset(units), why)


def _too_few(family: str, visits: Sequence[Counted]) -> str:
    """Why a class hides too little; '' where it hides enough."""
    answered = sum(one.answered for one in visits)
    if answered < ANSWERS:
        return f"{answered} answered"
    for clinician in {"", *(one.clinician for one in visits)}:
        others = [one for one in visits if one.clinician != clinician]
        if sum(one.answered for one in others) < OF_OTHERS:
            return f"few answered of others than {clinician!r}"
        told = Counter(one.fell[family] for one in others if tells(one, family))
        if family.startswith(REST) and not any(tells(one, family) for one in visits):
            continue  # nothing is left of which anything could be told
        alike = ALIKE_LEFT if family.startswith(REST) else ALIKE
        few = told.total() < OF_OTHERS or (_all_gave_one(told) and told.total() < alike)
        if family != BLOCKS and few:
            return f"of others than {clinician!r}: {dict(told)}"
    return ""


def _all_gave_one(told: Counter[Fell]) -> bool:
    """Whether there is an answer, or a thing that was picked among others, that all of them gave."""
    return any(
        all(code in p.split("+") and (not c or len(told) == 1) for p, c in told)
        for one, _ in told
        for code in one.split("+")
    )


def tells(one: Counted, family: str) -> bool:
    """Whether a visit answered anything in a family; what was left open is no answer."""
    return bool(one.fell.get(family, ("", ""))[0])
