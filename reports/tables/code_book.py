"""What the codes in the files mean, in every language that the questionnaire has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.model import AnswerKind, Side
from forms.questionnaire import Questionnaire
from forms.tally import (
    ANSWERED,
    PAIRED,
    SHARING,
    Fired,
    Recognition,
    patient_family,
    recognition_family,
    rule_family,
)
from forms.texts import Texts
from reports.measures import FOLLOW_UP, RECOGNISED, Kept
from reports.wording import spoken_languages, words

_FIRED = ((Fired.ATTENTION, "col_attention"), (Fired.NOTICE, "col_notice"), (Fired.NOT, ""))

_OF_VISITS = (
    (ANSWERED, "yes", "step_sent"),
    (ANSWERED, "no", "answered_no"),
    (PAIRED, "yes", "step_paired"),
    (PAIRED, "no", "paired_no"),
    (FOLLOW_UP, Kept.IN_TIME, "follow_up_in_time"),
    (FOLLOW_UP, Kept.LATE, "follow_up_late"),
    (FOLLOW_UP, Kept.NOT_DUE, "follow_up_not_due"),
)

CodeBookRow = tuple[str, ...]
"""A question's name in the files, a code, and what it means in each language."""


def code_book_columns(texts: Mapping[str, Texts]) -> tuple[str, ...]:
    """The head of the code book."""
    return ("question", "answer", *_languages(texts))


def code_book(questionnaire: Questionnaire, texts: Mapping[str, Texts]) -> Iterator[CodeBookRow]:
    """A row a code; questions first with '' for the answer that was left open."""
    languages = _languages(texts)

    def said(key: str) -> tuple[str, ...]:
        return tuple(words(language)["quality"][key] for language in languages)

    for family, code, key in _OF_VISITS:
        yield (family, code, *said(key))
    for code in questionnaire.sharing.codes:
        yield (
            SHARING,
            code,
            *(texts[one].option(questionnaire.sharing, code, Side.PATIENT) for one in languages),
        )
    for item in questionnaire.items:
        if item.scale is None or Side.PATIENT not in item.sides:
            continue
        family = patient_family(item.link_id)
        if item.answer_kind is AnswerKind.SET:
            yield (family, "+", *said("several_joined"))
        yield (family, "", *(f"{texts[one].label(item.link_id)}: {_blank(one)}" for one in languages))
        for code in item.scale.codes:
            meaning = (
                f"{texts[one].label(item.link_id)}: {texts[one].option(item.scale, code, Side.PATIENT)}"
                for one in languages
            )
            yield (family, code, *meaning)
    yield from _judged(questionnaire, texts, languages)


def _judged(
    questionnaire: Questionnaire, texts: Mapping[str, Texts], languages: tuple[str, ...]
) -> Iterator[CodeBookRow]:
    for link_id in RECOGNISED:
        item = next((one for one in questionnaire.items if one.link_id == link_id), None)
        if item is not None:
            for code, key in zip(Recognition, ("seen", "unsure", "missed_label"), strict=True):
                labels = (
                    f"{texts[one].label(item.link_id)}: {words(one)['quality'][key]}" for one in languages
                )
                yield (recognition_family(item.link_id), code, *labels)
    seen = set()
    for rule in questionnaire.rules:
        for of_rule in rule.items or (None,):
            family = rule_family(rule.name, of_rule)
            if family in seen or not rule.can_count:
                continue
            seen.add(family)
            for fired, key in _FIRED:
                named = (
                    ": ".join(part for part in (texts[one].rules[rule.key].name, _said(one, key)) if part)
                    for one in languages
                )
                yield (family, fired, *named)


def _said(language: str, key: str) -> str:
    return words(language)["quality"][key] if key else "\u2013"


def _blank(language: str) -> str:
    return words(language)["quality"]["answers_blank"]


def _languages(texts: Mapping[str, Texts]) -> tuple[str, ...]:
    return tuple(language for language in spoken_languages() if language in texts)
