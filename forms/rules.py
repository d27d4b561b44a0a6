"""What each pattern of a rule does with two sides' answers: one small function a pattern.

A rule fires only if every answer that it needs is there; those that it reads 'if there' soften it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms.model import Code, Item, LinkId, Scale, Side
from forms.questionnaire import Questionnaire
from forms.responses import Answer, Given
from forms.rule_model import (
    Answered,
    Bound,
    Difference,
    Levels,
    NotShared,
    OneNamesNothing,
    OneRecalls,
    OnOneItem,
    OnSeveral,
    Opposed,
    Rule,
    Severity,
    Softening,
)

Fires = Callable[[Given, Given], Severity | None]
Soften = Callable[[Given], Severity]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a bound rule looks at: the items that it needs of each side, and its verdict.

    `first`: the item that places its flags among others; `if_there`: what it reads besides, where
    it was answered.
    """

    first: LinkId
    patient: tuple[LinkId, ...]
    clinician: tuple[LinkId, ...]
    fires: Fires
    if_there: tuple[Bound, ...] = ()


def difference(pattern: Difference, item: Item, soften: Soften) -> Reading:
    """How far the clinician's guess lies from the patient's answer, on the good side."""
    link_id, good = item.link_id, _by_any_answer(item.choices.good)
    low = -math.inf if pattern.at_least is None else pattern.at_least
    high = math.inf if pattern.at_most is None else pattern.at_most
    urgent = pattern.urgent

    def fires(patient: Given, clinician: Given) -> Severity | None:
        p, c = good.get(patient.get(link_id)), good.get(clinician.get(link_id))
        if p is None or c is None or not low <= c - p <= high:
            return None
        if (
            urgent is not None
            and (urgent.at_least is None or c - p >= urgent.at_least)
            and (urgent.patient_at_most is None or p <= urgent.patient_at_most)
            and (urgent.clinician_at_least is None or c >= urgent.clinician_at_least)
        ):
            return Severity.ATTENTION
        return soften(patient)

    return Reading(link_id, (link_id,), (link_id,), fires)


def one_recalls(pattern: OneRecalls, item: Item, soften: Soften) -> Reading:
    """A thing that only one side says happened."""
    link_id, apart = item.link_id, item.choices.apart
    patient_recalls = pattern.side is Side.PATIENT

    def fires(patient: Given, clinician: Given) -> Severity | None:
        p, c = patient.get(link_id), clinician.get(link_id)
        if p is None or c is None:
            return None
        happened = (p not in apart, c not in apart)
        return soften(patient) if happened == (patient_recalls, not patient_recalls) else None

    return Reading(link_id, (link_id,), (link_id,), fires)


def answered(pattern: Answered, item: Item, soften: Soften) -> Reading:
    """Two codes that do not go together."""
    link_id = item.link_id

    def fires(patient: Given, clinician: Given) -> Severity | None:
        both = patient.get(link_id) in pattern.patient and clinician.get(link_id) in pattern.clinician
        return soften(patient) if both else None

    return Reading(link_id, (link_id,), (link_id,), fires)


def one_names_nothing(pattern: OneNamesNothing, item: Item, soften: Soften) -> Reading:
    """Nothing for one side, something for the other."""
    link_id, alone = item.link_id, item.choices.alone
    patient_names_nothing = pattern.side is Side.PATIENT

    def fires(patient: Given, clinician: Given) -> Severity | None:
        p, c = patient.get(link_id), clinician.get(link_id)
        if not p or not c:
            return None
        nothing = (not alone.isdisjoint(p), not alone.isdisjoint(c))
        return soften(patient) if nothing == (patient_names_nothing, not patient_names_nothing) else None

    return Reading(link_id, (link_id,), (link_id,), fires)


def not_shared(pattern: NotShared, item: Item, soften: Soften) -> Reading:
    """Something that the clinician names and the patient does not, where both name something."""
    link_id, alone = item.link_id, item.choices.alone

    def fires(patient: Given, clinician: Given) -> Severity | None:
        p, c = patient.get(link_id), clinician.get(link_id)
        if not p or not c or not alone.isdisjoint(p) or not alone.isdisjoint(c):
            return None
        if set(c) <= set(p):
            return None
        return soften(patient) if set(c).isdisjoint(p) else pattern.if_some_shared

    return Reading(link_id, (link_id,), (link_id,), fires)


def opposed(pattern: Opposed, questionnaire: Questionnaire, soften: Soften) -> Reading:
    """One part of the visit, at the two ends of two lists."""
    mine, theirs = pattern.clinician, pattern.patient
    alone = questionnaire.by_link_id[mine].choices.alone

    def fires(patient: Given, clinician: Given) -> Severity | None:
        part = clinician.get(mine)
        if part is None or part != patient.get(theirs) or part in alone:
            return None
        torn = clinician.get(theirs) == part or patient.get(mine) == part
        return None if torn else soften(patient)

    other_two = (Bound(Side.PATIENT, mine), Bound(Side.CLINICIAN, theirs))
    return Reading(mine, (theirs,), (mine,), fires, other_two)


def levels(pattern: Levels, questionnaire: Questionnaire, soften: Soften) -> Reading:
    """Answers that lie where somebody should act, or that explain why."""
    holding = [_holds(bound, questionnaire) for bound in pattern.bounds]
    excepted = [_holds(bound, questionnaire) for bound in pattern.unless]

    def fires(patient: Given, clinician: Given) -> Severity | None:
        if not all(holds(patient, clinician) for holds in holding):
            return None
        return None if any(holds(patient, clinician) for holds in excepted) else soften(patient)

    needed = {side: tuple(b.item for b in pattern.bounds if b.side is side) for side in Side}
    return Reading(
        pattern.bounds[0].item, needed[Side.PATIENT], needed[Side.CLINICIAN], fires, pattern.unless
    )


# Which pattern each function takes is its key: types cannot say that of a table.
ON_ONE_ITEM: Mapping[type[OnOneItem], Callable[[Any, Item, Soften], Reading]] = {
    Difference: difference,
    OneRecalls: one_recalls,
    Answered: answered,
    OneNamesNothing: one_names_nothing,
    NotShared: not_shared,
}
ON_SEVERAL: Mapping[type[OnSeveral], Callable[[Any, Questionnaire, Soften], Reading]] = {
    Opposed: opposed,
    Levels: levels,
}


def reading_of(rule: Rule, item: Item | None, questionnaire: Questionnaire) -> Reading:
    """What a rule looks at on one of its items, or on the several that its pattern names.

    Raises ValueError where its pattern reads one item and there is none.
    """
    soften = _softening(rule, questionnaire)
    pattern = rule.pattern
    if isinstance(pattern, OnSeveral):
        reading = ON_SEVERAL[type(pattern)](pattern, questionnaire, soften)
    elif item is not None:
        reading = ON_ONE_ITEM[type(pattern)](pattern, item, soften)
    else:
        message = f"rule {rule.name}: its pattern reads an item"
        raise ValueError(message)
    softening = (Bound(Side.PATIENT, step.item, step.at_least, step.at_most) for step in rule.softened)
    return replace(reading, if_there=(*reading.if_there, *softening))


def _softening(rule: Rule, questionnaire: Questionnaire) -> Soften:
    steps = [(s, _values_within(questionnaire.by_link_id[s.item].choices, s)) for s in rule.softened]
    if not steps:
        return lambda _patient: rule.severity

    def soften(patient: Given) -> Severity:
        for step, codes in steps:
            if patient.get(step.item) in codes:
                return step.severity
        return rule.severity

    return soften


def _holds(bound: Bound, questionnaire: Questionnaire) -> Callable[[Given, Given], bool]:
    item, codes = bound.item, _values_within(questionnaire.by_link_id[bound.item].choices, bound)
    if bound.side is Side.PATIENT:
        return lambda patient, _clinician: patient.get(item) in codes
    return lambda _patient, clinician: clinician.get(item) in codes


def _by_any_answer(values: Mapping[Code, int]) -> Mapping[Answer | None, int]:
    return dict[Answer | None, int](values.items())


def _values_within(scale: Scale, bounds: Bound | Softening) -> frozenset[Answer]:
    low, high = bounds.at_least, bounds.at_most
    return frozenset(
        code
        for code, value in scale.values.items()
        if (low is None or value >= low) and (high is None or value <= high)
    )
