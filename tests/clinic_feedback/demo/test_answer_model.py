"""Generated answers lean, go together and differ between people as published answers do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from statistics import correlation, mean
from typing import NamedTuple

import pytest

from clinic_feedback.demo.answer_model import Viewpoint, answers
from clinic_feedback.demo.encounters import encounter
from clinic_feedback.demo.staffing import manners, practices
from forms.answers import answers_from
from forms.catalogue import built_in
from forms.comparison import Comparison, compare
from forms.model import Form, LinkId, Sharing, Side
from forms.responses import Given, Response
from tests.clinic_feedback.demo.reading import EXTENT, alarming, between, flagged, rating, share

QUESTIONNAIRE = built_in().get("reassurance", "1.0").questionnaire
PAIRS_OF_EACH = 120


class Met(NamedTuple):
    """A visit that both sides answered about in full."""

    clinician: str
    patients: Given
    clinicians: Given

    @property
    def compared(self) -> Comparison:
        """What the two sides say together."""
        patient = Response(self.patients, "en", Sharing.CLINICIAN)
        return compare(QUESTIONNAIRE, Form.FULL, patient, Response(self.clinicians))


def accepted(raw: dict[str, str | list[str]], side: Side) -> Given:
    """Answers as the questionnaire takes them."""
    given, faults = answers_from(raw, QUESTIONNAIRE, Form.FULL, side)
    assert faults == []
    return given


def meetings(place: int) -> Iterator[Met]:
    """Many full pairs of each clinician of a clinic: the first is the pain clinic."""
    practice, chance = practices()[place], Random(2026)
    for code, manner in manners(chance, practice).items():
        for _ in range(PAIRS_OF_EACH):
            seen = encounter(chance, practice.mood, manner.temper)
            yield Met(
                code,
                accepted(answers(chance, Form.FULL, Side.PATIENT, seen.patient), Side.PATIENT),
                accepted(answers(chance, Form.FULL, Side.CLINICIAN, seen.clinician), Side.CLINICIAN),
            )


@cache
def pain_clinic() -> Sequence[Met]:
    """Full pairs of the pain clinic."""
    return tuple(meetings(0))


@cache
def satisfied_clinic() -> Sequence[Met]:
    """Full pairs of the ordinary clinic."""
    return tuple(meetings(1))


def test_in_a_pain_clinic_nothing_stands_out_in_four_of_ten_full_pairs() -> None:
    compared = [met.compared for met in pain_clinic()]
    assert 0.34 < 1 - share(map(flagged, compared)) < 0.46
    assert share(map(alarming, compared)) < 0.5


def test_in_a_satisfied_clinic_nothing_stands_out_in_six_of_ten_full_pairs() -> None:
    compared = [met.compared for met in satisfied_clinic()]
    assert 0.54 < 1 - share(map(flagged, compared)) < 0.66
    assert share(map(alarming, compared)) < 0.33


def test_answers_lean_to_the_good_end_and_use_the_whole_scale() -> None:
    found = Counter(met.patients.get(LinkId("reassured")) for met in satisfied_clinic())
    assert found["mostly"] + found["completely"] > 0.6 * found.total()
    assert found["mostly"] > found["partly"] > found["a_little"] > found["not_at_all"] > 0


def test_who_is_reassured_also_understood() -> None:
    pairs = [
        (EXTENT[str(met.patients[LinkId("reassured")])], EXTENT[str(met.patients[LinkId("explanation")])])
        for met in pain_clinic()
        if LinkId("reassured") in met.patients and LinkId("explanation") in met.patients
    ]
    assert correlation(*zip(*pairs, strict=True)) > 0.5


def ratings(met: Sequence[Met]) -> tuple[list[float], list[float]]:
    """Patients' and clinicians' mean ratings, visit by visit."""
    both = [(rating(one.patients), rating(one.clinicians)) for one in met]
    assert None not in {value for pair in both for value in pair}
    return [p for p, _ in both if p], [c for _, c in both if c]


def test_clinicians_see_some_of_what_patients_feel_and_a_rosier_picture() -> None:
    patients, clinicians = ratings(pain_clinic())
    assert 0.2 < correlation(patients, clinicians) < 0.6
    assert mean(clinicians) > mean(patients) + 0.3


@pytest.mark.parametrize(
    ("side", "least", "most"),
    [
        pytest.param("patients", 0.0, 0.1, id="published: 3 of 100 parts between the doctors met"),
        pytest.param("clinicians", 0.65, 0.85, id="published: 76 of 100 parts between doctors"),
    ],
)
def test_ratings_vary_between_clinicians_as_published(side: str, least: float, most: float) -> None:
    groups: dict[str, list[float]] = {}
    for met in pain_clinic():
        value = rating(met.patients if side == "patients" else met.clinicians)
        groups.setdefault(met.clinician, []).append(value or 0)
    assert least <= between(list(groups.values())) < most


def test_a_low_level_finds_fault_and_a_high_one_does_not() -> None:
    def view(level: float) -> Viewpoint:
        return Viewpoint(level, 0.4, frozenset({"examination"}), "said", blank=0)

    low = answers(Random(1), Form.CORE, Side.PATIENT, view(-5))
    high = answers(Random(1), Form.CORE, Side.PATIENT, view(5))
    assert (low["reassured"], low["examination"], low["changed"]) == (
        "not_at_all",
        "more_worried",
        ["nothing"],
    )
    assert (high["reassured"], high["examination"]) == ("completely", "reassured")
    assert low["test_results"] == high["test_results"] == "did_not_happen"
    assert low["disagreement"] == high["disagreement"] == "said"


def test_a_side_that_leaves_everything_open_answers_nothing() -> None:
    view = Viewpoint(0, 0.4, frozenset(), "said", blank=1)
    assert answers(Random(1), Form.FULL, Side.PATIENT, view) == {}
