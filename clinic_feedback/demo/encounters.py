"""One visit as its two sides saw it: the patient's view, and what the clinician takes it to be.

Doctors' ratings of a visit differ mostly by who rates: 76 of 100 parts of their variance lie between
doctors, and 3 of 100 parts of the variance of patients' ratings between the doctors whom they met
(Kenny and others, Social Science & Medicine 70, 2010). So a clinician here has a habit, sees some of
what the patient felt, and on the whole a rosier picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from clinic_feedback.demo.answer_model import Viewpoint, likely

_TOOK_PLACE = {"visual_aids": 0.5, "test_results": 0.55, "examination": 0.75, "normalising": 0.5}
_RECALL = 0.95
_ROSIER, _INSIGHT, _ASTRAY = 0.5, 0.4, 0.25
_SAID, _HINTED, _UNSAID = 3, 4, 3
_AGREED = "no_difference_of_view"
_NOTICED = {"said": 0.8, "hinted": 0.45, "unsaid": 0.15, _AGREED: 0.05}


@dataclass(frozen=True, slots=True)
class Temper:
    """What a clinician brings to every visit, in standard deviations of ordinary patients.

    `habit`: how well visits look to them; `touch`: how much better patients fare with them.
    """

    habit: float
    touch: float


@dataclass(frozen=True, slots=True)
class Encounter:
    """Both sides' views of one visit."""

    patient: Viewpoint
    clinician: Viewpoint


def encounter(chance: Random, mood: float, temper: Temper) -> Encounter:
    """How a visit is seen by both, where patients' levels lie around `mood`."""
    level = mood + temper.touch + chance.gauss()
    seen = _ROSIER + temper.habit + _INSIGHT * level + _ASTRAY * chance.gauss()
    happened = [element for element, share in _TOOK_PLACE.items() if chance.random() < share]
    voice = _voice(chance, level)
    return Encounter(
        patient=Viewpoint(level, 0.6, _recalled(chance, happened), voice, blank=0.02),
        clinician=Viewpoint(seen, 0.4, _recalled(chance, happened), _heard(chance, voice), blank=0.01),
    )


def _recalled(chance: Random, happened: list[str]) -> frozenset[str]:
    return frozenset(element for element in happened if chance.random() < _RECALL)


def _voice(chance: Random, level: float) -> str:
    """Whether the patient saw things differently, and said so: most do not say it outright."""
    if not likely(chance, -2.4 - 0.9 * level):
        return _AGREED
    return chance.choices(["said", "hinted", "unsaid"], [_SAID, _HINTED, _UNSAID])[0]


def _heard(chance: Random, voice: str) -> str:
    """What the clinician noticed of it: what was said mostly, what was not said seldom."""
    if chance.random() >= _NOTICED[voice]:
        return _AGREED
    return "said" if voice == _AGREED else voice
