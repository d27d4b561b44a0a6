"""A visit at a glance: the few answers that its clinician has to know first, side beside side."""

from __future__ import annotations

from dataclasses import dataclass

from clinic_feedback.records.visibility import Seen, VisitSeen
from forms.comparison import Comparison
from forms.consultation import Consultation
from forms.model import Item, LinkId, Side, View
from forms.questionnaire import Questionnaire
from forms.rule_model import Severity
from reports.wording import words

_MOST = 4


@dataclass(frozen=True, slots=True)
class Glance:
    """One question. `answers`: whose it is, and what it says; `remark`: how urgent it is, '' for nothing."""

    label: str
    remark: str
    urgent: bool
    answers: tuple[tuple[str, str], ...]


def at_a_glance(seen: VisitSeen, language: str) -> tuple[Glance, ...]:
    """What a follow-up would be for, whatever was answered, then what to look at first; () with no answer."""
    if seen.seen not in {Seen.PAIR, Seen.ONE_SIDED}:
        return ()
    answered = seen.answered
    comparison, items = answered.compared(), answered.pack.questionnaire.by_link_id
    wanted = [*_followed_up(answered.pack.questionnaire), *_looked_at_first(comparison)]
    shown = [items[link_id] for link_id in dict.fromkeys(wanted) if _is_shown(items[link_id], answered)]
    return tuple(_glance(item, answered, comparison, language) for item in shown[:_MOST])


def _followed_up(questionnaire: Questionnaire) -> list[LinkId]:
    """The questions that the whole visit is about: those whose answers can call for a follow-up."""
    return [link_id for rule in questionnaire.rules if rule.follow_up for link_id in rule.items]


def _looked_at_first(comparison: Comparison) -> list[LinkId]:
    flags = (flag for flag in comparison.flags if flag.severity is Severity.ATTENTION)
    return [flag.item for flag in flags if flag.item is not None]


def _is_shown(item: Item, answered: Consultation) -> bool:
    return item.mirrored and any(answered.answer(item, side) is not None for side in Side)


def _glance(item: Item, answered: Consultation, comparison: Comparison, language: str) -> Glance:
    said = words(language)
    severities = [flag.severity for flag in comparison.flags if flag.item == item.link_id]
    first = min(severities, key=lambda severity: severity.rank, default=Severity.INFO)
    return Glance(
        answered.pack.texts[language].label(item.link_id),
        "" if first is Severity.INFO else said["severities"][first],
        first is Severity.ATTENTION,
        tuple(
            (_whose(item, side, language), _answer(item, side, answered, language))
            for side in answered.sides(item)
        ),
    )


def _whose(item: Item, side: Side, language: str) -> str:
    own = side is Side.CLINICIAN and item.view is View.OWN
    return words(language)["sides"]["clinician_own" if own else side]


def _answer(item: Item, side: Side, answered: Consultation, language: str) -> str:
    texts, answer = answered.pack.texts[language], answered.answer(item, side)
    if answer is None:
        return words(language)["report"]["not_answered"]
    return texts.joined(texts.answer_words(item, answer, side))
