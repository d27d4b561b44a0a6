"""The first look at a visit: how reassured the patient is, and what the two sides see most differently."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from clinic_feedback.clinician.visit_glance import Glance, at_a_glance
from clinic_feedback.records.visibility import Seen, VisitFacts, VisitSeen
from forms.answers import consultation_from
from forms.catalogue import built_in
from forms.consultation import Consultation
from forms.model import Form
from tests.forms.pairs import base, example

NOW = datetime(2026, 3, 2, tzinfo=UTC)
FACTS = VisitFacts(
    "id", "North", "UTC", "Kari", "doctor", Form.FULL, "1.0", NOW, NOW, own_sent=True, handed_over=False
)


def glances(answered: Consultation, seen: Seen = Seen.PAIR, language: str = "en") -> tuple[Glance, ...]:
    return at_a_glance(VisitSeen(seen, FACTS, answered, None), language)


def pair(patient: dict[str, str | None], clinician: dict[str, str | None]) -> Consultation:
    return consultation_from(base(patient, clinician), built_in())


def test_how_reassured_the_patient_is_stands_there_also_where_both_agree() -> None:
    (only,) = glances(pair({}, {}))
    assert only == Glance(
        "Feeling reassured",
        "",
        urgent=False,
        answers=(("Patient", "For the most part"), ("Clinician", "For the most part")),
    )


@pytest.mark.parametrize(
    ("language", "words", "remark"),
    [("en", "A little", "Look at this first"), ("nb", "Litt", "Se på dette først")],
)
def test_the_worst_comes_first_in_the_readers_words(language: str, words: str, remark: str) -> None:
    shown = glances(consultation_from(example("c08"), built_in()), language=language)
    assert (shown[0].answers[0][1], shown[0].remark, shown[0].urgent) == (words, remark, True)
    assert all(one.urgent for one in shown)
    assert 2 <= len(shown) <= 4


def test_what_one_side_left_open_is_said_so() -> None:
    (only,) = glances(pair({"reassured": None}, {}))
    assert only.answers == (("Patient", "Not answered"), ("Clinician", "For the most part"))


def test_what_both_left_open_is_not_there() -> None:
    assert glances(pair({"reassured": None}, {"reassured": None})) == ()


def test_one_side_stands_by_itself() -> None:
    both = pair({"reassured": "not_at_all", "worried": "very"}, {})
    only, *_ = glances(Consultation(both.pack, both.form, both.patient, None), Seen.ONE_SIDED)
    assert only.answers == (("Patient", "No, not at all"),)
    assert only.urgent


@pytest.mark.parametrize("seen", [Seen.NOTHING, Seen.OWN_FORM])
def test_where_nothing_may_be_seen_nothing_is_looked_at(seen: Seen) -> None:
    assert glances(pair({"reassured": "not_at_all"}, {}), seen) == ()
