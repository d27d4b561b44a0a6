"""The rules of a questionnaire, bound once to a form: comparing a pair is then a row of look-ups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.model import Form, LinkId, Side
from forms.questionnaire import Questionnaire
from forms.rule_model import Rule
from forms.rules import Fires, Reading, reading_of


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A rule on one item (or none), ready to run.

    `patient` and `clinician`: all that it reads; `needs`: those of them without which it cannot fire.
    """

    rule: Rule
    item: LinkId | None
    topic: str
    place: int
    patient: tuple[LinkId, ...]
    clinician: tuple[LinkId, ...]
    needs: Mapping[Side, tuple[LinkId, ...]]
    fires: Fires


def bind(questionnaire: Questionnaire, form: Form) -> tuple[BoundRule, ...]:
    """Every rule that this form can fire, in the order of flags of one severity.

    That order is: topic, place of the first item read, the table's own order.
    """
    bound = [one for rule in questionnaire.rules for one in _bound(rule, questionnaire, form)]
    topics = {topic: rank for rank, topic in enumerate(questionnaire.topics)}
    return tuple(sorted(bound, key=lambda one: (topics[one.topic], one.place)))


def _bound(rule: Rule, questionnaire: Questionnaire, form: Form) -> Iterator[BoundRule]:
    for link_id in rule.items or (None,):
        item = None if link_id is None else questionnaire.by_link_id[link_id]
        reading = reading_of(rule, item, questionnaire)
        if not _offered(reading, questionnaire, form):
            continue
        topic = rule.topic or (item.topic if item else None) or ""
        patient, clinician = (
            _in_order(questionnaire, needed, [bound.item for bound in reading.if_there if bound.side is side])
            for side, needed in ((Side.PATIENT, reading.patient), (Side.CLINICIAN, reading.clinician))
        )
        place = questionnaire.places[reading.first]
        needs = {Side.PATIENT: reading.patient, Side.CLINICIAN: reading.clinician}
        yield BoundRule(rule, link_id, topic, place, patient, clinician, needs, reading.fires)


def _offered(reading: Reading, questionnaire: Questionnaire, form: Form) -> bool:
    asked = ((Side.PATIENT, reading.patient), (Side.CLINICIAN, reading.clinician))
    return all(questionnaire.by_link_id[i].offered(form, side) for side, items in asked for i in items)


def _in_order(questionnaire: Questionnaire, *groups: tuple[LinkId, ...] | list[LinkId]) -> tuple[LinkId, ...]:
    return tuple(sorted({i for group in groups for i in group}, key=questionnaire.places.__getitem__))
