"""The study's setting: its people, its nineteen consultations, and what the demo shows by them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_feedback.demo import study
from clinic_feedback.demo.opening_days import is_open
from clinic_feedback.demo.setting import DemoVisit
from forms.model import Form, Sharing
from tests.clinic_feedback.demo.reading import consultation

TODAY = date(2026, 11, 25)


@pytest.fixture
def visits() -> Mapping[str, DemoVisit]:
    """The nineteen consultations by reference."""
    return {visit.reference: visit for visit in study.visits(TODAY)}


def test_the_clinic_is_staffed_as_in_the_study() -> None:
    clinic = study.clinic()
    professions = Counter(clinician.profession for clinician in clinic.clinicians)
    assert professions == {"doctor": 2, "occupational_therapist": 2, "physiotherapist": 4}
    assert (clinic.form, clinic.time_zone) == (Form.FULL, "Europe/Oslo")


def test_there_are_nineteen_consultations_and_each_clinician_held_some(
    visits: Mapping[str, DemoVisit],
) -> None:
    assert list(visits) == [f"C{number:02}" for number in range(1, 20)]
    assert {visit.clinician for visit in visits.values()} == {one.code for one in study.clinic().clinicians}


@pytest.mark.parametrize("reference", ["C08", "C09", "C18"])
def test_the_printed_cases_are_those_of_the_examples(
    reference: str, visits: Mapping[str, DemoVisit], root: Path
) -> None:
    example = json.loads((root / "examples" / f"{reference.lower()}.json").read_text("utf-8"))
    patient, clinician = visits[reference].patient, visits[reference].clinician_side
    assert patient is not None
    assert clinician is not None
    assert patient.answers == example["patient"]["answers"]
    assert (patient.language, patient.sharing) == ("en", example["patient"]["sharing"])
    assert clinician.answers == example["clinician"]["answers"]


BOTH, PATIENT, CLINICIAN = "both", "patient_only", "clinician_only"


@pytest.mark.parametrize(
    ("reference", "pair", "severities", "follow_up"),
    [
        pytest.param("C01", BOTH, "", False, id="C01: nothing at all"),
        pytest.param("C02", BOTH, "good_news", False, id="C02: the clinician was too gloomy"),
        pytest.param(
            "C03", BOTH, "attention notice", False, id="C03: in totals only, so nobody is asked to act"
        ),
        pytest.param("C04", BOTH, "attention info", True, id="C04: asks for contact"),
        pytest.param("C05", BOTH, "notice", False, id="C05: a scan that fell short"),
        pytest.param("C06", BOTH, "good_news", False, id="C06: an examination that went better"),
        pytest.param("C07", PATIENT, "attention notice", True, id="C07: heard without the clinician's side"),
        pytest.param("C08", BOTH, "attention notice", True, id="C08: the study's first case"),
        pytest.param("C09", BOTH, "attention notice", True, id="C09: the study's third case"),
        pytest.param("C10", CLINICIAN, "", False, id="C10: the patient did not answer"),
        pytest.param("C11", BOTH, "attention", False, id="C11: 'mhm' was no yes"),
        pytest.param("C12", BOTH, "", False, id="C12: in totals only, though all went well"),
        pytest.param(
            "C13", BOTH, "attention notice", False, id="C13: opposed views, still reassured in part"
        ),
        pytest.param("C14", BOTH, "", False, id="C14: much left open"),
        pytest.param("C15", BOTH, "attention notice", True, id="C15: contact works in totals only"),
        pytest.param("C16", None, "", False, id="C16: held, and nobody answered"),
        pytest.param("C17", BOTH, "good_news", False, id="C17: a brighter outlook than expected"),
        pytest.param("C18", BOTH, "attention info notice", True, id="C18: the study's second case"),
        pytest.param("C19", PATIENT, "", False, id="C19: the own form waits"),
    ],
)
def test_each_consultation_shows_what_it_is_there_for(
    reference: str,
    pair: str | None,
    severities: str,
    follow_up: bool,
    visits: Mapping[str, DemoVisit],
) -> None:
    read = consultation(visits[reference])
    if read is None:
        assert pair is None
        return
    compared = read.compared()
    assert compared.pair == pair
    assert " ".join(sorted({flag.severity for flag in compared.flags})) == severities
    # With totals alone only a wish for contact asks somebody to act.
    assert compared.follow_up is follow_up


def test_some_keep_their_answers_to_the_totals_and_write_nothing(visits: Mapping[str, DemoVisit]) -> None:
    kept = {
        visit.reference: visit.patient.answers
        for visit in visits.values()
        if visit.patient is not None and visit.patient.sharing is Sharing.TOTALS_ONLY
    }
    assert set(kept) == {"C03", "C12", "C15"}
    assert not any({"changed_text", "comment"} & set(answers) for answers in kept.values())


def test_two_patients_ask_for_contact_one_of_them_not_with_the_clinician(
    visits: Mapping[str, DemoVisit],
) -> None:
    asked = {name: visit.patient.answers.get("contact") for name, visit in visits.items() if visit.patient}
    wishes = {name: wish for name, wish in asked.items() if wish not in {None, "no"}}
    assert wishes == {"C04": "my_clinician", "C15": "someone_else"}


def test_some_write_in_either_language_and_answer_in_either_place(visits: Mapping[str, DemoVisit]) -> None:
    patients = [visit.patient for visit in visits.values() if visit.patient]
    wrote = {one.language for one in patients if {"changed_text", "comment"} & set(one.answers)}
    assert wrote == {"en", "nb"}
    assert {one.language for one in patients} == {"en", "nb"}
    assert {one.mode for one in patients} == {"tablet", "phone"}


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_whenever_the_demo_starts_the_visits_are_of_the_two_months_before(today: date) -> None:
    visits = list(study.visits(today))
    assert visits == sorted(visits, key=lambda visit: visit.held_at)
    for visit in visits:
        held_on = visit.held_at.date()
        assert today - timedelta(days=61) <= held_on < today
        assert is_open(held_on)
        sent = [side.sent_at for side in (visit.patient, visit.clinician_side) if side]
        assert all(visit.held_at < moment < visit.held_at + timedelta(hours=72) for moment in sent)
        assert all(moment.date() < today for moment in sent)
