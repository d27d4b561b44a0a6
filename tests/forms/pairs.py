"""Pairs of answers for tests: the silent base pair, random ones, and the study's cases."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from forms.model import AnswerKind, Form, Side
from forms.questionnaire import Questionnaire

EXAMPLES = Path(__file__).parents[2] / "examples"

_ALIKE = {
    "heard": "mostly",
    "taken_seriously": "mostly",
    "impact": "mostly",
    "visual_aids": "did_not_happen",
    "test_results": "did_not_happen",
    "examination": "reassured",
    "normalising": "did_not_happen",
    "explanation": "mostly",
    "fits": "mostly",
    "disagreement": "no_difference_of_view",
    "reassured": "mostly",
    "worried": "slightly",
    "changed": ["understanding"],
    "outlook": "same",
    "next_steps": "mostly",
    "most_satisfied": "explanation",
    "least_satisfied": "none_of_these",
}
_CORE = (
    "impact",
    "explanation",
    "test_results",
    "examination",
    "disagreement",
    "reassured",
    "next_steps",
    "changed",
)


def base(
    patient: dict[str, Any] | None = None, clinician: dict[str, Any] | None = None, form: str = "full"
) -> dict[str, Any]:
    """The pair that fires no flag, with some answers changed; None takes an answer out."""
    kept = _ALIKE if form == "full" else {k: v for k, v in _ALIKE.items() if k in _CORE}
    p = {**kept, "contact": "no", **(patient or {})}
    c = {**kept, "self_reassured": "mostly", **(clinician or {})}
    return {
        "questionnaire": "reassurance",
        "version": "1.0",
        "form": form,
        "patient": {
            "language": "en",
            "sharing": "clinician",
            "answers": {k: v for k, v in p.items() if v is not None},
        },
        "clinician": {"answers": {k: v for k, v in c.items() if v is not None}},
    }


def example(name: str) -> dict[str, Any]:
    """One of the study's three consultations, as the examples give it."""
    raw: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    return raw


def random_answers(
    questionnaire: Questionnaire, side: Side, chance: random.Random, form: Form = Form.FULL
) -> dict[str, Any]:
    """One side's answers: each question left open one time in five."""
    answers: dict[str, Any] = {}
    for item in questionnaire.offered(form, side):
        if item.answer_kind is AnswerKind.TEXT or chance.random() < 0.2:
            continue
        codes = item.choices.codes
        if item.answer_kind is AnswerKind.CHOICE:
            answers[item.link_id] = chance.choice(codes)
        elif chance.random() < 0.3:
            answers[item.link_id] = [next(code for code in codes if code in item.choices.alone)]
        else:
            named = [code for code in codes if code not in item.choices.alone]
            chosen = chance.sample(named, chance.randint(1, len(named)))
            answers[item.link_id] = [code for code in codes if code in chosen]
    return answers
