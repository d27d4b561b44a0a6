"""Whether a patient can read a pack's texts with ease: each question, and each screen with its answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from forms.authoring.readability import flesch_kincaid_grade, lix
from forms.faults import Fault, FaultKind
from forms.loading.coverage import Words, dotted
from forms.loading.text_slots import TextPath
from forms.model import Scale, Side
from forms.questionnaire import Questionnaire

_FRAMES: tuple[tuple[str, ...], ...] = (
    ("intro_title", "intro"),
    ("intro_title", "intro_full"),
    ("overview_sharing",),
    ("sharing_drops_text",),
    ("text_not_sent",),
    ("privacy_title", "privacy"),
    ("not_urgent",),
    ("not_urgent_phone",),
)
"""Texts around the questions that are read in one go; the last one's path stands for them."""

_SHARING = (("frame", "sharing"), ("frame", "sharing_hint"))
_PLACE = re.compile(r"\{\w*\}")  # what fills it is not known: one short word, whatever its name
_ENDS = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Formula:
    """A measure and its limit. `stems`: it is held against each question alone, too."""

    name: str
    measure: Callable[[str], float]
    fits: Callable[[float], bool]
    limit: str
    stems: bool


HIGHEST_GRADE = 6.0
LIX_STAYS_UNDER = 35.0

GRADE = Formula(
    "a Flesch-Kincaid grade",
    flesch_kincaid_grade,
    lambda grade: grade <= HIGHEST_GRADE,
    f"{HIGHEST_GRADE:g}",
    stems=True,
)
LIX = Formula(
    "a LIX", lix, lambda value: value < LIX_STAYS_UNDER, f"just under {LIX_STAYS_UNDER:g}", stems=False
)

FORMULAS: Mapping[str, Formula] = {"en": GRADE, **dict.fromkeys(("nb", "nn", "no", "da", "sv"), LIX)}
"""The formula of each language that has one."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that a patient reads in one go. `answers`: the options are among them."""

    path: TextPath
    text: str
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """How hard a passage is."""

    passage: Passage
    formula: Formula
    value: float


def levels(questionnaire: Questionnaire, language: str, words: Words) -> list[Measured]:
    """How hard each passage of a language is; none where the language has no formula."""
    formula = FORMULAS.get(language.partition("-")[0])
    if formula is None:
        return []
    held_against = (
        p for p in passages(questionnaire, words) if p.answers or formula.stems or p.path[0] == "frame"
    )
    return [
        Measured(passage, formula, formula.measure(_PLACE.sub("12", passage.text)))
        for passage in held_against
        if any(map(str.isalnum, passage.text))
    ]


def reading_faults(questionnaire: Questionnaire, language: str, words: Words) -> Iterator[Fault]:
    """The passages that are too hard."""
    for one in levels(questionnaire, language, words):
        if not one.formula.fits(one.value):
            with_answers = ", with its answers" if one.passage.answers else ""
            found = f"{one.formula.name} of {one.value:.2f}{with_answers}"
            yield Fault(dotted(one.passage.path), FaultKind.TOO_HARD, found, one.formula.limit)


def passages(questionnaire: Questionnaire, words: Words) -> Iterator[Passage]:
    """What a patient reads in one go: each question alone and with its answers, and the texts around.

    Each option counts as a sentence, and never stands alone: 'Completely' by itself scores 20.
    """
    for item in questionnaire.items:
        if Side.PATIENT in item.sides:
            path = ("items", item.link_id, Side.PATIENT)
            yield from _question(path, words.get(path, ""), item.scale, words)
    asked = " ".join(_closed(words.get(path, "")) for path in _SHARING)
    yield from _question(_SHARING[0], asked, questionnaire.sharing, words)
    for keys in _FRAMES:
        yield Passage(("frame", keys[-1]), " ".join(_closed(words.get(("frame", key), "")) for key in keys))


def _question(path: TextPath, stem: str, scale: Scale | None, words: Words) -> Iterator[Passage]:
    yield Passage(path, stem)
    paths = [("options", scale.name, code, Side.PATIENT) for code in scale.codes] if scale else []
    options = [words.get(option, "") for option in paths]
    yield Passage(path, " ".join(map(_closed, [stem, *options])), answers=True)


def _closed(text: str) -> str:
    return text if text.rstrip("”»\"'").endswith(_ENDS) else f"{text}."
