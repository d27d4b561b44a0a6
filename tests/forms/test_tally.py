"""What one visit adds to the counts, family by family."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.answers import consultation_from
from forms.catalogue import built_in
from forms.comparison import compare
from forms.model import Form, LinkId, Side
from forms.rule_model import Severity
from forms.tally import (
    ANSWERED,
    NO,
    PAIRED,
    SHARING,
    YES,
    Category,
    Family,
    Tally,
    patient_family,
    rule_family,
    tally,
)
from tests.forms.pairs import base, example, random_answers


def counted(raw: dict[str, Any]) -> Tally:
    one = consultation_from(raw, built_in())
    return tally(
        one.pack.questionnaire, one.form, one.patient, one.clinician, (LinkId("reassured"), LinkId("worried"))
    )


def test_a_visit_without_any_answer_is_counted_as_held() -> None:
    questionnaire = built_in().get("reassurance", "1.0").questionnaire
    assert tally(questionnaire, Form.CORE, None, None) == {ANSWERED: NO, PAIRED: NO}


def test_a_clinicians_side_alone_adds_nothing_but_that_the_visit_was_held() -> None:
    assert counted({**base(), "patient": None}) == {ANSWERED: NO, PAIRED: NO}


def test_a_patients_side_alone_is_counted_without_what_reads_the_clinician() -> None:
    found = counted({**base({"reassured": "a_little"}, form="core"), "clinician": None})
    assert (found[ANSWERED], found[PAIRED], found[SHARING]) == (YES, NO, Category("clinician"))
    assert found[patient_family(LinkId("reassured"))] == Category("a_little")
    assert found[rule_family("not_reassured", LinkId("reassured"))] == Category("attention")
    assert not [family for family in found if family.startswith(("mirror:", "recognition:", "rule:gap:"))]


@pytest.mark.parametrize(
    ("patient", "clinician", "family", "category"),
    [
        pytest.param({"heard": None}, {}, "patient:heard", Category(""), id="left open is counted as open"),
        pytest.param({"heard": None}, {}, "mirror:heard", Category(""), id="one side open compares nothing"),
        pytest.param({}, {"heard": None}, "mirror:heard", Category(""), id="nor does the other side's"),
        pytest.param({}, {}, "mirror:heard", Category("mostly", "mostly"), id="both answered"),
        pytest.param(
            {"changed": ["understanding", "actions"]},
            {},
            "mirror:changed",
            Category("understanding+actions", "understanding"),
            id="a set is its codes in order",
        ),
        pytest.param({"contact": "my_clinician"}, {}, "patient:contact", Category("my_clinician"), id="wish"),
        pytest.param(
            {"reassured": "a_little"},
            {"reassured": "mostly"},
            "recognition:reassured",
            Category("missed"),
            id="the clinician expected the opposite",
        ),
        pytest.param(
            {"reassured": "a_little"},
            {"reassured": "partly"},
            "recognition:reassured",
            Category("unsure"),
            id="answered in the middle",
        ),
        pytest.param(
            {"reassured": "not_at_all"},
            {"reassured": "a_little"},
            "recognition:reassured",
            Category("seen"),
            id="expected it",
        ),
        pytest.param(
            {"worried": "very"},
            {"worried": "slightly"},
            "recognition:worried",
            Category("missed"),
            id="turned over",
        ),
        pytest.param(
            {"reassured": "partly"}, {}, "recognition:reassured", None, id="in the middle is not low"
        ),
        pytest.param(
            {"reassured": "a_little"},
            {"reassured": None},
            "recognition:reassured",
            None,
            id="nothing expected",
        ),
        pytest.param(
            {"impact": "a_little"}, {"impact": "mostly"}, "rule:gap:impact", Category("attention"), id="fired"
        ),
        pytest.param(
            {"impact": "completely"},
            {"impact": "a_little"},
            "rule:gap:impact",
            Category("not"),
            id="good news",
        ),
        pytest.param({"impact": None}, {}, "rule:gap:impact", None, id="what it needs is missing"),
        pytest.param({}, {}, "rule:gap:impact", Category("not"), id="could have fired"),
    ],
)
def test_each_family_has_the_category_that_the_answers_fall_into(
    patient: dict[str, Any], clinician: dict[str, Any], family: str, category: Category | None
) -> None:
    assert counted(base(patient, clinician)).get(Family(family)) == category


def test_what_a_form_does_not_ask_is_in_no_count() -> None:
    assert not [family for family in counted(base(form="core")) if family.endswith((":heard", ":outlook"))]


def test_what_a_patient_keeps_from_the_clinician_is_counted_all_the_same() -> None:
    raw = example("c08")
    kept = {**raw, "patient": {**raw["patient"], "sharing": "totals_only"}}
    assert counted(kept) == {**counted(raw), SHARING: Category("totals_only")}


@given(seed=st.integers(0, 2**32), form=st.sampled_from(Form))
def test_rules_are_counted_as_the_comparison_fires_them(seed: int, form: Form) -> None:
    chance, questionnaire = random.Random(seed), built_in().get("reassurance", "1.0").questionnaire
    sides = {side: random_answers(questionnaire, side, chance, form) for side in Side}
    raw = {
        **base(),
        "form": form,
        "patient": {"language": "en", "answers": sides[Side.PATIENT]},
        "clinician": {"answers": sides[Side.CLINICIAN]},
    }
    one = consultation_from(raw, built_in())
    fired = {
        rule_family(flag.rule.name, flag.item): Category(flag.severity)
        for flag in compare(questionnaire, form, one.patient, one.clinician).flags
        if flag.severity in {Severity.ATTENTION, Severity.NOTICE}
    }
    found = counted(raw)
    assert {f: c for f, c in found.items() if f.startswith("rule:") and c != Category("not")} == fired


def test_a_rule_that_never_asks_anything_of_anybody_is_not_counted_as_never_found() -> None:
    counts = counted(base())
    assert rule_family("backfired", LinkId("visual_aids")) in counts
    assert rule_family("went_better", LinkId("visual_aids")) not in counts
    assert rule_family("not_noticed", LinkId("visual_aids")) not in counts
