"""What one visit adds to the counts: in each family that it belongs to, the category that it falls into.

A family is one table of counts, such as a question's answers or how often a rule fired where it could.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, NewType

from forms.binding import BoundRule, bind
from forms.model import Form, Item, LinkId, Side
from forms.questionnaire import Questionnaire
from forms.responses import Answer, Response, codes_of

Family = NewType("Family", str)
"""What is counted, as `patient:reassured`."""

BLANK = ""
"""What stands for a question that was left open."""


class Category(NamedTuple):
    """Where a visit falls in a family. `c`: the clinician's side, in families that read both."""

    p: str
    c: str = ""

    @property
    def is_answer(self) -> bool:
        """Whether anything was answered here."""
        return self.p != BLANK


Tally = Mapping[Family, Category]
"""What one visit adds: one in each family that it belongs to."""

ANSWERED, PAIRED, SHARING = Family("answered"), Family("paired"), Family("sharing")
YES, NO = Category("yes"), Category("no")


class Recognition(StrEnum):
    """What the clinician of a patient who was not well had expected."""

    SEEN = "seen"
    UNSURE = "unsure"
    MISSED = "missed"


class Fired(StrEnum):
    """What a rule said of a visit that it could read."""

    ATTENTION = "attention"
    NOTICE = "notice"
    NOT = "not"


_LOW, _HIGH = 2, 4


def patient_family(link_id: LinkId) -> Family:
    """The patients' answers to an item, paired or not."""
    return Family(f"patient:{link_id}")


def mirror_family(link_id: LinkId) -> Family:
    """Both answers to an item, over pairs; blank where either was left open."""
    return Family(f"mirror:{link_id}")


def recognition_family(link_id: LinkId) -> Family:
    """What the clinician expected of patients at the bad end of an item."""
    return Family(f"recognition:{link_id}")


def unpaired_family(link_id: LinkId) -> Family:
    """The patients' answers to an item asked of both, where the clinician gave none."""
    return Family(f"unpaired:{link_id}")


def unrecognised_family(link_id: LinkId) -> Family:
    """The same, told as at the bad end or not."""
    return Family(f"unrecognised:{link_id}")


_LEFT = {"mirror": unpaired_family, "recognition": unrecognised_family}


def complement(family: Family) -> Family | None:
    """What is left of the patients' answers when a family is taken from them; None for most.

    Such families are counted to judge what may be told, and are told nowhere.
    """
    name, _, item = family.partition(":")
    return _LEFT[name](LinkId(item)) if name in _LEFT else None


def is_left_over(family: Family) -> bool:
    """Whether a family is one that others leave."""
    return family.startswith(("unpaired:", "unrecognised:"))


def rule_family(rule: str, item: LinkId | None) -> Family:
    """How often a rule fired on an item, where all was answered that it needs."""
    return Family(f"rule:{rule}:{item or ''}")


def tally(
    questionnaire: Questionnaire,
    form: Form,
    patient: Response | None,
    clinician: Response | None,
    recognised: Container[LinkId] = (),
) -> Tally:
    """What a visit adds, whatever was answered; what a patient keeps from the clinician counts as well.

    `recognised`: items on which it is counted whether the clinician saw that a patient was not well.
    """
    found: dict[Family, Category] = {
        ANSWERED: YES if patient else NO,
        PAIRED: YES if patient and clinician else NO,
    }
    if patient is None:
        return found
    found[SHARING] = Category(patient.sharing or "")
    for item in _coded(questionnaire, form):
        found[patient_family(item.link_id)] = Category(_text(patient.answers.get(item.link_id)))
    for item in questionnaire.mirrored(form):
        if clinician is not None:
            found.update(_mirrored(item, patient, clinician, is_recognised=item.link_id in recognised))
        if clinician is None or item.link_id not in clinician.answers:
            found.update(_unpaired(item, patient, is_recognised=item.link_id in recognised))
    found.update(_rules(questionnaire, form, patient, clinician))
    return found


def _coded(questionnaire: Questionnaire, form: Form) -> Iterator[Item]:
    return (item for item in questionnaire.offered(form, Side.PATIENT) if item.scale is not None)


def _text(answer: Answer | None) -> str:
    return "+".join(codes_of(answer))


def _mirrored(
    item: Item, patient: Response, clinician: Response, *, is_recognised: bool
) -> Iterator[tuple[Family, Category]]:
    p, c = (_text(side.answers.get(item.link_id)) for side in (patient, clinician))
    yield mirror_family(item.link_id), Category(p, c) if p and c else Category(BLANK)
    if is_recognised and p and c:
        good = {str(code): value for code, value in item.choices.good.items()}
        if good[p] <= _LOW:
            yield recognition_family(item.link_id), Category(_recognition(good[c]))


def _unpaired(item: Item, patient: Response, *, is_recognised: bool) -> Iterator[tuple[Family, Category]]:
    p = _text(patient.answers.get(item.link_id))
    if p:
        yield unpaired_family(item.link_id), Category(p)
    if p and is_recognised:
        good = {str(code): value for code, value in item.choices.good.items()}
        yield unrecognised_family(item.link_id), YES if good[p] <= _LOW else NO


def _recognition(expected: int) -> Recognition:
    if expected <= _LOW:
        return Recognition.SEEN
    return Recognition.MISSED if expected >= _HIGH else Recognition.UNSURE


def _rules(
    questionnaire: Questionnaire, form: Form, patient: Response, clinician: Response | None
) -> Mapping[Family, Category]:
    p, c = patient.answers, clinician.answers if clinician else {}
    found: dict[Family, Category] = {}
    for rule, family in _bound(questionnaire, form):
        needs = rule.needs
        if any(i not in p for i in needs[Side.PATIENT]) or any(i not in c for i in needs[Side.CLINICIAN]):
            continue
        severity = rule.fires(p, c)
        said = Fired(severity) if severity is not None and severity.counts else Fired.NOT
        if found.get(family, _QUIET) == _QUIET:  # two rules of one name lean two ways; at most one fires
            found[family] = Category(said)
    return found


_QUIET = Category(Fired.NOT)


@lru_cache(maxsize=64)
def _bound(questionnaire: Questionnaire, form: Form) -> tuple[tuple[BoundRule, Family], ...]:
    bound = bind(questionnaire, form)
    return tuple((one, rule_family(one.rule.name, one.item)) for one in bound if one.rule.can_count)
