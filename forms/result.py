"""A comparison as plain JSON values, in the shape that other programs read."""

from __future__ import annotations

from typing import Any

from forms.comparison import Flag
from forms.consultation import Consultation
from forms.explaining import Explainer
from forms.faults import FaultyInputError
from forms.model import Side
from forms.responses import Given


def result_of(consultation: Consultation, language: str) -> dict[str, Any]:
    """Compare a consultation and put the outcome in JSON's values, its sentences in a language."""
    comparison = consultation.compared()
    pack = consultation.pack
    explainer = Explainer(pack.questionnaire, pack.texts[language])
    return {
        "pair": comparison.pair,
        "flags": [_flag(flag, explainer, consultation.answers(Side.CLINICIAN)) for flag in comparison.flags],
        "topics": [{"topic": t.name, "severity": t.severity} for t in comparison.topics],
        "follow_up": comparison.follow_up,
        "not_compared": list(comparison.not_compared),
    }


def faults_of(error: FaultyInputError) -> list[dict[str, str]]:
    """The faults of an input in JSON's values."""
    return [
        {"path": fault.path, "code": fault.kind.name.lower(), "message": fault.message}
        for fault in error.faults
    ]


def _flag(flag: Flag, explainer: Explainer, clinician: Given | None) -> dict[str, Any]:
    explanation = explainer.explain(flag, clinician)
    return {
        "rule": flag.rule.name,
        "item": flag.item,
        "kind": flag.kind,
        "severity": flag.severity,
        "topic": flag.topic,
        "leaning": flag.leaning,
        "patient": _listed(flag.patient),
        "clinician": _listed(flag.clinician),
        "text": explanation.text,
        "finding": explanation.finding,
        "suggestion": explanation.suggestion,
    }


def _listed(given: Given) -> dict[str, Any]:
    return {link_id: answer if isinstance(answer, str) else list(answer) for link_id, answer in given.items()}
