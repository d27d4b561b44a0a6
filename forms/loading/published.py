"""A questionnaire's structure in plain values, as its hash is taken: this is a published format.

Stored answers point to the hash of what this makes of a pack. So its names are written out, each
by itself, and are the names that packs use: a part of the model can be renamed, these cannot. What
says nothing (None, False, no entries) is left out, so that the model may grow new parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from forms.model import Item, Scale, Screen
from forms.questionnaire import Questionnaire
from forms.rule_model import (
    Answered,
    Bound,
    Difference,
    Levels,
    NotShared,
    OneNamesNothing,
    OneRecalls,
    Opposed,
    Pattern,
    Rule,
    Softening,
    Urgent,
)

Plain = Mapping[str, Any]
"""Values as JSON has them."""


def structure_of(questionnaire: Questionnaire) -> Plain:
    """All that decides what can be answered and which flags arise from it, each in its order.

    Left out are the name and version that a hash is stored beside, the languages (one may be
    added), and the sources: they tell a reader where a question comes from, and no answer depends
    on them.
    """
    scales = dict.fromkeys(item.scale for item in questionnaire.items if item.scale is not None)
    return {
        "topics": list(questionnaire.topics),
        "scales": {scale.name: _scale(scale) for scale in (*scales, questionnaire.sharing)},
        "items": [_item(item) for item in questionnaire.items],
        "screens": [_screen(screen) for screen in questionnaire.screens],
        "rules": [_rule(rule) for rule in questionnaire.rules],
    }


def _scale(scale: Scale) -> Plain:
    options = [
        _said(code=option.code, value=option.value, apart=option.apart, alone=option.alone)
        for option in scale.options
    ]
    return _said(level=scale.level.value, options=options, good_is_low=scale.good_is_low)


def _item(item: Item) -> Plain:
    return _said(
        link_id=item.link_id,
        scale=item.scale.name if item.scale else None,
        sides=sorted(side.value for side in item.sides),
        core=item.core,
        view=item.view.value if item.view else None,
        topic=item.topic,
        no_contact=item.no_contact,
    )


def _screen(screen: Screen) -> Plain:
    return _said(form=screen.form.value, items=list(screen.items))


def _rule(rule: Rule) -> Plain:
    pattern, parts = PATTERNS[type(rule.pattern)]
    said = _said(
        name=rule.name,
        kind=rule.kind.value,
        severity=rule.severity.value,
        leaning=rule.leaning.value if rule.leaning else None,
        items=list(rule.items),
        topic=rule.topic,
        softened=[_softening(step) for step in rule.softened],
        finding=rule.finding,
        follow_up=rule.follow_up,
    )
    # A pattern stands under its name, which tells apart two that have the same parts.
    return {**said, pattern: parts(rule.pattern)}


def _softening(step: Softening) -> Plain:
    return _said(item=step.item, severity=step.severity.value, at_least=step.at_least, at_most=step.at_most)


def _difference(pattern: Difference) -> Plain:
    urgent = None if pattern.urgent is None else _urgent(pattern.urgent)
    return _said(at_least=pattern.at_least, at_most=pattern.at_most, urgent=urgent)


def _urgent(urgent: Urgent) -> Plain:
    return _said(
        at_least=urgent.at_least,
        patient_at_most=urgent.patient_at_most,
        clinician_at_least=urgent.clinician_at_least,
    )


def _side(pattern: OneRecalls | OneNamesNothing) -> Plain:
    return _said(side=pattern.side.value)


def _answered(pattern: Answered) -> Plain:
    return _said(patient=sorted(pattern.patient), clinician=sorted(pattern.clinician))


def _not_shared(pattern: NotShared) -> Plain:
    return _said(if_some_shared=pattern.if_some_shared.value)


def _opposed(pattern: Opposed) -> Plain:
    return _said(clinician=pattern.clinician, patient=pattern.patient)


def _levels(pattern: Levels) -> Plain:
    return _said(bounds=list(map(_bound, pattern.bounds)), unless=list(map(_bound, pattern.unless)))


def _bound(bound: Bound) -> Plain:
    return _said(side=bound.side.value, item=bound.item, at_least=bound.at_least, at_most=bound.at_most)


def _said(**parts: Any) -> Plain:  # noqa: ANN401 - JSON values are of any type
    return {
        name: part for name, part in parts.items() if part is not None and part is not False and part != []
    }


PATTERNS: Mapping[type[Pattern], tuple[str, Callable[[Any], Plain]]] = {
    Difference: ("difference", _difference),
    OneRecalls: ("one_recalls", _side),
    Answered: ("answered", _answered),
    OneNamesNothing: ("one_names_nothing", _side),
    NotShared: ("not_shared", _not_shared),
    Opposed: ("opposed", _opposed),
    Levels: ("levels", _levels),
}
"""Each pattern's name in a pack, and its parts."""
