"""How somebody answers the questionnaire: one feeling behind all answers, and chance beside it.

People's answers lean to the good end and go together: who is reassured also understood. So each side
has one level for the whole visit, in standard deviations of ordinary patients, and each answer is
that level, the question's own ease and some noise, cut into the codes of its scale.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from random import Random

from clinic_feedback.demo.setting import QUESTIONNAIRE, VERSION
from forms.catalogue import built_in
from forms.model import Form, Item, Side

_CUTS: Mapping[str, tuple[float, ...]] = {
    "extent": (-2.2, -1.5, -0.75, 0.6),
    "worry": (-2.2, -1.5, -0.6, 0.6),
    "reception": (-2.0, -1.5, -0.55),
    "outlook": (-1.7, 0.6),
}
_FROM_WORST: Mapping[str, tuple[str, ...]] = {
    "extent": ("not_at_all", "a_little", "partly", "mostly", "completely"),
    "worry": ("extremely", "very", "moderately", "slightly", "not_at_all"),
    "reception": ("more_worried", "discouraged", "no_difference", "reassured"),
    "outlook": ("darker", "same", "brighter"),
}
_EASE: Mapping[str, float] = {
    "heard": 0.35,
    "taken_seriously": 0.3,
    "impact": -0.1,
    "visual_aids": 0.3,
    "normalising": -0.3,
    "explanation": 0.25,
    "fits": -0.15,
    "reassured": -0.05,
    "worried": -0.1,
    "self_reassured": 0.4,
}
_CHANGES: Mapping[str, float] = {"understanding": 0.75, "thoughts": 0.35, "actions": 0.5}
_BEST: Mapping[str, float] = {
    "telling_my_story": 5,
    "explanation": 5,
    "examination": 4,
    "plan": 3,
    "visual_aids": 2,
    "test_results": 2,
    "being_told_it_is_common": 1,
    "none_of_these": 2,
}
_WORST: Mapping[str, float] = {
    "being_told_it_is_common": 3,
    "test_results": 3,
    "plan": 2,
    "examination": 2,
    "explanation": 1,
    "visual_aids": 1,
    "telling_my_story": 1,
}


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """How one side saw the visit.

    `level`: how well it went, 0 for an ordinary visit; `noise`: how far single answers stray from
    it; `took_place`: what the side recalls of the ways to reassure; `voice`: what it says of a
    difference of view; `blank`: the share of questions left open.
    """

    level: float
    noise: float
    took_place: frozenset[str]
    voice: str
    blank: float


def answers(chance: Random, form: Form, side: Side, view: Viewpoint) -> dict[str, str | list[str]]:
    """One side's answers to a form, by linkId; a question left open is not in them."""
    return {
        item.link_id: _ANSWERS[item.choices.name](chance, item.link_id, view)
        for item in _coded(form, side)
        if chance.random() >= view.blank
    }


def likely(chance: Random, log_odds: float) -> bool:
    """Whether something happens whose odds have this logarithm: 0 for one time in two."""
    return chance.random() < 1 / (1 + exp(-log_odds))


@cache
def _coded(form: Form, side: Side) -> Sequence[Item]:
    questionnaire = built_in().get(QUESTIONNAIRE, VERSION).questionnaire
    return [item for item in questionnaire.offered(form, side) if item.scale is not None]


def _ordered(scale: str) -> Callable[[Random, str, Viewpoint], str]:
    """An answer on a scale with an order."""

    def answer(chance: Random, link_id: str, view: Viewpoint) -> str:
        felt = view.level + _EASE.get(link_id, 0) + view.noise * chance.gauss()
        return _FROM_WORST[scale][bisect(_CUTS[scale], felt)]

    return answer


_received = _ordered("reception")


def _reception(chance: Random, link_id: str, view: Viewpoint) -> str:
    return _received(chance, link_id, view) if link_id in view.took_place else "did_not_happen"


def _voice(_chance: Random, _link_id: str, view: Viewpoint) -> str:
    return view.voice


def _change(chance: Random, _link_id: str, view: Viewpoint) -> list[str]:
    if likely(chance, -2.2 - 1.1 * view.level):
        return ["nothing"]
    return [code for code, share in _CHANGES.items() if chance.random() < share] or ["understanding"]


def _part(chance: Random, link_id: str, view: Viewpoint) -> str:
    if link_id == "most_satisfied":
        return _one_of(chance, _BEST)
    return "none_of_these" if likely(chance, 1 + view.level) else _one_of(chance, _WORST)


def _contact(chance: Random, _link_id: str, view: Viewpoint) -> str:
    if not likely(chance, -3.6 - 0.7 * view.level):
        return "no"
    return "my_clinician" if chance.random() < 0.7 else "someone_else"  # noqa: PLR2004  a share


def _one_of(chance: Random, weights: Mapping[str, float]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


_ANSWERS: Mapping[str, Callable[[Random, str, Viewpoint], str | list[str]]] = {
    "extent": _ordered("extent"),
    "worry": _ordered("worry"),
    "outlook": _ordered("outlook"),
    "reception": _reception,
    "voice": _voice,
    "change": _change,
    "part": _part,
    "contact": _contact,
}
