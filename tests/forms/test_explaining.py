"""Flags in words: both languages, both sides' own words, never a code."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.catalogue import Pack
from forms.model import Side
from tests.forms.pairs import base, example, random_answers

SENTENCES: list[tuple[dict[str, Any], dict[str, Any], str, str, str]] = [
    (
        {"heard": "a_little"},
        {},
        "Time to tell the story: the patient answered “A little”. The clinician expected “For the most part”.",
        "Tid til å fortelle historien: Pasienten svarte «Litt». Behandleren regnet med «Stort sett».",
        "each side in its own words",
    ),
    (
        {"worried": "very"},
        {"worried": None},
        "The patient is worried after the visit (“Very worried”). The clinician did not answer this.",
        "Pasienten er bekymret etter konsultasjonen («Svært»). Behandleren svarte ikke på dette.",
        "a concern tells that the other side is blank",
    ),
    (
        {"next_steps": "a_little"},
        {"next_steps": "partly"},
        "Asked about knowing what to do next, the patient answered “A little”. The clinician expected “In part”.",
        "På spørsmål om neste steg er klart, svarte pasienten «Litt». Behandleren regnet med «Delvis».",
        "a concern tells what the clinician expected",
    ),
    (
        {},
        {"changed": ["understanding", "thoughts", "actions"]},
        (
            "What changed, as the patient sees it: “How I understand my pain”. The clinician expected: "
            "“How the patient understands the pain”, “The patient's thoughts about the pain” and "
            "“What the patient will do from now on”."
        ),
        (
            "Dette forandret seg, slik pasienten ser det: «Hvordan jeg forstår plagene». Behandleren regnet "
            "med: «Hvordan pasienten forstår plagene», «Pasientens tanker om plagene» og "
            "«Hva pasienten skal gjøre fra nå av»."
        ),
        "a set one by one",
    ),
    (
        {"least_satisfied": "examination"},
        {"most_satisfied": "examination"},
        "The clinician was most pleased with what the patient was least pleased with: the physical examination.",
        "Behandleren var mest fornøyd med det pasienten var minst fornøyd med: undersøkelsen av kroppen.",
        "a part of the visit inside a sentence",
    ),
]


@pytest.mark.parametrize("row", SENTENCES, ids=[row[-1] for row in SENTENCES])
def test_a_flag_reads_as_written_in_both_languages(row: tuple[Any, ...], result: Any) -> None:
    patient, clinician, english, norwegian, _ = row
    raw = base(patient, clinician)
    for language, sentence in (("en", english), ("nb", norwegian)):
        assert sentence in [flag["text"] for flag in result(raw, language)["flags"]]


def test_a_patient_alone_is_told_without_the_clinicians_expectation(result: Any) -> None:
    raw = {**base({"reassured": "a_little", "explanation": None}), "clinician": None}
    texts = [flag["text"] for flag in result(raw)["flags"]]
    assert texts[0] == "The patient feels little or no reassurance (“A little”)."


def test_the_detail_names_both_of_the_patients_answers(result: Any) -> None:
    texts = [flag["text"] for flag in result(example("c18"))["flags"]]
    assert (
        "The patient could follow what was said (“Yes, fully”), but feels little or no reassurance (“A little”)."
    ) in texts


@settings(max_examples=150)
@given(seed=st.integers(0, 2**32), language=st.sampled_from(["en", "nb"]))
def test_no_code_and_no_open_place_ever_reaches_a_reader(
    seed: int, language: str, reassurance: Pack, result: Any
) -> None:
    chance = random.Random(seed)
    questionnaire = reassurance.questionnaire
    raw = base()
    raw["patient"]["answers"] = random_answers(questionnaire, Side.PATIENT, chance)
    raw["clinician"]["answers"] = random_answers(questionnaire, Side.CLINICIAN, chance)
    for flag in result(raw, language)["flags"]:
        for text in (flag["text"], flag["finding"], flag["suggestion"]):
            assert text
            assert re.findall(r"[{}]|\w_\w", text) == []
