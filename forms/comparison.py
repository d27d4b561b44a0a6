"""Two filled-in forms of one consultation, compared by the questionnaire's rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from forms.binding import BoundRule, bind
from forms.model import Code, Form, LinkId, Sharing
from forms.questionnaire import Questionnaire
from forms.responses import Given, Response
from forms.rule_model import Kind, Leaning, Rule, Severity


class Pair(StrEnum):
    """Which sides there are."""

    BOTH = "both"
    PATIENT_ONLY = "patient_only"
    CLINICIAN_ONLY = "clinician_only"


@dataclass(frozen=True, slots=True)
class Flag:
    """One rule that fired. `patient` and `clinician` hold exactly the answers that it read."""

    rule: Rule
    item: LinkId | None
    severity: Severity
    topic: str
    patient: Given
    clinician: Given

    @property
    def kind(self) -> Kind:
        """Mismatch, concern or detail."""
        return self.rule.kind

    @property
    def leaning(self) -> Leaning | None:
        """Which way the clinician's guess missed, where the rule says so."""
        return self.rule.leaning

    @property
    def asks_for_follow_up(self) -> bool:
        """Whether somebody should get in touch, if the patient shares the answers."""
        return self.rule.follow_up and self.severity is Severity.ATTENTION


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that something stands out in, with its most urgent flag's severity."""

    name: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that two sides' answers say together.

    `flags` from most to least urgent; `topics` in the same order; `alike` and `not_compared`:
    mirrored items answered the same, and left blank by at least one of two sides;
    `nothing_compared`: each of them was left blank by one.
    """

    pair: Pair
    flags: tuple[Flag, ...]
    topics: tuple[Topic, ...]
    follow_up: bool
    alike: tuple[LinkId, ...]
    not_compared: tuple[LinkId, ...]
    nothing_compared: bool


def compare(
    questionnaire: Questionnaire, form: Form, patient: Response | None, clinician: Response | None
) -> Comparison:
    """Compare two sides that answered the same form; one of them may be missing, not both.

    Raises ValueError where there is no side at all.
    """
    if patient is None and clinician is None:
        message = "nothing to compare: both sides are missing"
        raise ValueError(message)
    p: Given = patient.answers if patient else {}
    c: Given = clinician.answers if clinician else {}
    plan = _plan(questionnaire, form)
    flags = _flags(plan.rules, p, c)
    both = patient is not None and clinician is not None
    mirrored = plan.mirrored if both else ()
    return Comparison(
        pair=Pair.BOTH if both else Pair.PATIENT_ONLY if patient else Pair.CLINICIAN_ONLY,
        flags=flags,
        topics=_topics(flags),
        follow_up=patient is not None and _follow_up(plan, patient, flags),
        alike=tuple([i for i in mirrored if i in p and p[i] == c.get(i)]),
        not_compared=(blank := tuple([i for i in mirrored if i not in p or i not in c])),
        nothing_compared=len(blank) == len(mirrored),
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What comparing one form needs, worked out once: a pair then costs a row of look-ups."""

    rules: tuple[BoundRule, ...]
    mirrored: tuple[LinkId, ...]
    no_contact: tuple[tuple[LinkId, Code], ...]


@lru_cache(maxsize=64)
def _plan(questionnaire: Questionnaire, form: Form) -> _Plan:
    return _Plan(
        rules=bind(questionnaire, form),
        mirrored=tuple(item.link_id for item in questionnaire.mirrored(form)),
        no_contact=tuple(
            (item.link_id, item.no_contact) for item in questionnaire.items if item.no_contact is not None
        ),
    )


def _flags(rules: tuple[BoundRule, ...], p: Given, c: Given) -> tuple[Flag, ...]:
    fired = []
    for one in rules:
        severity = one.fires(p, c)
        if severity is not None:
            of_patient = {i: p[i] for i in one.patient if i in p}
            of_clinician = {i: c[i] for i in one.clinician if i in c}
            fired.append(Flag(one.rule, one.item, severity, one.topic, of_patient, of_clinician))
    return tuple(sorted(fired, key=_rank))


def _rank(flag: Flag) -> int:
    return flag.severity.rank


def _topics(flags: tuple[Flag, ...]) -> tuple[Topic, ...]:
    worst: dict[str, Severity] = {}
    for flag in flags:
        if flag.severity.counts:
            worst.setdefault(flag.topic, flag.severity)
    return tuple([Topic(name, severity) for name, severity in worst.items()])


def _follow_up(plan: _Plan, patient: Response, flags: tuple[Flag, ...]) -> bool:
    if any(patient.answers.get(link_id, none) != none for link_id, none in plan.no_contact):
        return True
    return patient.sharing is Sharing.CLINICIAN and any(flag.asks_for_follow_up for flag in flags)
