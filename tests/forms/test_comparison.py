"""What two sides' answers say together, whichever way they reach the comparison."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.catalogue import Pack
from forms.comparison import Comparison, Flag, compare
from forms.model import Form, Sharing, Side
from forms.responses import Response
from forms.rule_model import Kind, Severity
from tests.forms.pairs import base, example, random_answers
from tests.forms.second_reading import Row, second_reading

PATIENT_ALONE = {"not_reassured", "still_worried", "unsure_what_next", "understood_not_reassured"}


def as_rows(comparison: Comparison) -> list[Row]:
    """The flags in the shape of the second reading."""
    return [
        (
            *(f.rule.name, f.item, str(f.severity), f.topic, None if f.leaning is None else str(f.leaning)),
            {k: list(v) if isinstance(v, tuple) else v for k, v in f.patient.items()},
            {k: list(v) if isinstance(v, tuple) else v for k, v in f.clinician.items()},
        )
        for f in comparison.flags
    ]


def response(answers: dict[str, Any], side: Side) -> Response:
    """A side's answers as the comparison takes them."""
    tidy: Any = {k: tuple(v) if isinstance(v, list) else v for k, v in answers.items()}
    return Response(tidy, sharing=Sharing.CLINICIAN if side is Side.PATIENT else None)


def compared(pack: Pack, patient: dict[str, Any] | None, clinician: dict[str, Any] | None) -> Comparison:
    """Compare two sides of the full form."""
    return compare(
        pack.questionnaire,
        Form.FULL,
        None if patient is None else response(patient, Side.PATIENT),
        None if clinician is None else response(clinician, Side.CLINICIAN),
    )


def test_ten_thousand_random_pairs_agree_with_the_second_reading(reassurance: Pack) -> None:
    chance = random.Random(20261125)
    for _ in range(10_000):
        patient = random_answers(reassurance.questionnaire, Side.PATIENT, chance)
        clinician = random_answers(reassurance.questionnaire, Side.CLINICIAN, chance)
        found = as_rows(compared(reassurance, patient, clinician))
        assert found == second_reading(patient, clinician), (patient, clinician)


@given(seed=st.integers(0, 2**32))
def test_equal_answers_fire_no_mismatch(seed: int, reassurance: Pack) -> None:
    chance = random.Random(seed)
    answers = random_answers(reassurance.questionnaire, Side.PATIENT, chance)
    answers.pop("contact", None)
    if answers.get("most_satisfied") == answers.get("least_satisfied"):
        answers.pop("most_satisfied", None)
    flags = compared(reassurance, answers, answers).flags
    assert [f for f in flags if f.kind is Kind.MISMATCH] == []


@given(seed=st.integers(0, 2**32))
def test_good_news_and_leaning_turn_over_when_the_sides_swap(seed: int, reassurance: Pack) -> None:
    chance = random.Random(seed)
    one, other = (
        random_answers(reassurance.questionnaire, side, chance) for side in (Side.PATIENT, Side.CLINICIAN)
    )
    one.pop("contact", None)
    other.pop("self_reassured", None)
    there, back = compared(reassurance, one, other), compared(reassurance, other, one)
    turned = {
        "gap:clinician_rosier": {"gap:clinician_gloomier"},
        "gap:clinician_gloomier": {"gap:clinician_rosier"},
        "backfired": {"went_better"},
        "fell_short": {"went_better"},
        "went_better": {"backfired", "fell_short"},
        "not_noticed": {"not_recalled"},
        "not_recalled": {"not_noticed"},
        "nothing_changed": {"unseen_change"},
        "unseen_change": {"nothing_changed"},
        "outlook_gap": {"outlook_better"},
        "outlook_better": {"outlook_gap"},
        "opposed_best": {"opposed_worst"},
        "opposed_worst": {"opposed_best"},
    }
    found_back = {(f.rule.key, f.item) for f in back.flags}
    for flag in there.flags:
        if flag.rule.key in turned:
            assert any((key, flag.item) in found_back for key in turned[flag.rule.key]), flag


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_an_answer_that_a_rule_does_not_read_changes_nothing_of_it(seed: int, reassurance: Pack) -> None:
    chance = random.Random(seed)
    sides = {side: random_answers(reassurance.questionnaire, side, chance) for side in Side}
    before = compared(reassurance, sides[Side.PATIENT], sides[Side.CLINICIAN]).flags
    for side, given_answers in sides.items():
        for link_id in given_answers:
            less = {**sides, side: {k: v for k, v in given_answers.items() if k != link_id}}
            after = compared(reassurance, less[Side.PATIENT], less[Side.CLINICIAN]).flags
            untouched = [
                f for f in before if link_id not in (f.patient if side is Side.PATIENT else f.clinician)
            ]
            assert [f for f in untouched if f not in after] == []


@given(seed=st.integers(0, 2**32))
def test_a_patient_alone_fires_the_four_patient_rules_and_no_other(seed: int, reassurance: Pack) -> None:
    chance = random.Random(seed)
    patient = random_answers(reassurance.questionnaire, Side.PATIENT, chance)
    comparison = compared(reassurance, patient, None)
    assert {f.rule.name for f in comparison.flags} <= PATIENT_ALONE
    assert as_rows(comparison) == second_reading(patient, {})
    assert comparison.not_compared == ()


@given(seed=st.integers(0, 2**32))
def test_a_clinician_alone_fires_nothing(seed: int, reassurance: Pack) -> None:
    chance = random.Random(seed)
    clinician = random_answers(reassurance.questionnaire, Side.CLINICIAN, chance)
    comparison = compared(reassurance, None, clinician)
    assert (comparison.flags, comparison.not_compared, comparison.follow_up) == ((), (), False)


def test_no_side_at_all_is_refused(reassurance: Pack) -> None:
    with pytest.raises(ValueError, match="both sides are missing"):
        compare(reassurance.questionnaire, Form.FULL, None, None)


def named(result: dict[str, Any]) -> list[tuple[str, str | None, str]]:
    """Rule, item and severity of each flag, in order."""
    return [(f["rule"], f["item"], f["severity"]) for f in result["flags"]]


def test_c08_gives_exactly_its_flags(result: Any) -> None:
    found = result(example("c08"))
    assert named(found) == [
        ("not_reassured", "reassured", "attention"),
        ("silent_disagreement", "disagreement", "attention"),
        ("gap", "impact", "attention"),
        ("gap", "fits", "attention"),
        ("backfired", "normalising", "attention"),
        ("nothing_changed", "changed", "attention"),
        ("understood_not_reassured", None, "notice"),
        ("self_reassurance", None, "notice"),
        ("fell_short", "test_results", "notice"),
        ("fell_short", "examination", "notice"),
    ]
    assert {f["leaning"] for f in found["flags"] if f["rule"] == "gap"} == {"clinician_rosier"}
    assert found["not_compared"] == ["taken_seriously"]
    assert found["follow_up"] is True
    assert [t["topic"] for t in found["topics"]] == [
        *("reassurance", "voice", "experience", "understanding", "elements", "change"),
    ]


def test_c18_gives_exactly_its_flags(result: Any) -> None:
    found = result(example("c18"))
    assert named(found) == [
        ("not_reassured", "reassured", "attention"),
        ("understood_not_reassured", None, "notice"),
        ("self_reassurance", None, "notice"),
        ("fell_short", "examination", "notice"),
        ("outlook_gap", "outlook", "notice"),
        ("change_not_shared", "changed", "info"),
    ]
    assert found["not_compared"] == ["taken_seriously", "normalising"]
    assert found["follow_up"] is True


def test_c09_shows_the_opposed_views_of_the_examination(result: Any) -> None:
    found = result(example("c09"))
    assert named(found) == [
        ("gap", "reassured", "attention"),
        ("not_reassured", "reassured", "attention"),
        ("backfired", "examination", "attention"),
        ("nothing_changed", "changed", "attention"),
        ("opposed_best", None, "attention"),
        ("self_reassurance", None, "notice"),
        ("fell_short", "normalising", "notice"),
    ]
    assert found["follow_up"] is True


VERY = {"reassured": "not_at_all", "worried": "very"}

LOST_PATIENT: list[tuple[str, dict[str, Any], dict[str, Any], list[tuple[str, str]], list[str], bool]] = [
    (
        "the clinician left 'reassured' open",
        base(VERY, {"worried": "very", "reassured": None}),
        {},
        [
            ("not_reassured", "attention"),
            ("understood_not_reassured", "notice"),
            ("self_reassurance", "notice"),
        ],
        ["reassured"],
        True,
    ),
    (
        "the clinician left 'explanation' open",
        base(
            {**VERY, "reassured": "a_little"}, {"reassured": "partly", "worried": "very", "explanation": None}
        ),
        {},
        [
            ("not_reassured", "attention"),
            ("understood_not_reassured", "notice"),
            ("self_reassurance", "notice"),
        ],
        ["explanation"],
        True,
    ),
    (
        "hardly worried",
        base({"reassured": "a_little"}, {"reassured": "partly"}),
        {},
        [("understood_not_reassured", "notice"), ("not_reassured", "notice"), ("self_reassurance", "notice")],
        [],
        False,
    ),
    (
        "the clinician never answered",
        base(VERY, {}),
        {"clinician": None},
        [("not_reassured", "attention"), ("understood_not_reassured", "notice")],
        [],
        True,
    ),
    ("the patient never answered", base(), {"patient": None}, [], [], False),
]


@pytest.mark.parametrize("case", LOST_PATIENT, ids=[case[0] for case in LOST_PATIENT])
def test_the_most_worried_patient_does_not_disappear_where_the_other_side_is_blank(
    case: tuple[Any, ...], result: Any
) -> None:
    _, raw, replaced, flags, not_compared, follow_up = case
    found = result({**raw, **replaced})
    assert [(f["rule"], f["severity"]) for f in found["flags"]] == flags
    assert (found["not_compared"], found["follow_up"]) == (not_compared, follow_up)


def test_a_flag_holds_exactly_the_answers_that_its_rule_read(result: Any) -> None:
    raw = base(VERY, {"worried": "very", "reassured": None})
    read = {f["rule"]: (f["patient"], f["clinician"]) for f in result(raw)["flags"]}
    assert read == {
        "not_reassured": ({"reassured": "not_at_all", "worried": "very"}, {}),
        "understood_not_reassured": ({"explanation": "mostly", "reassured": "not_at_all"}, {}),
        "self_reassurance": ({"reassured": "not_at_all"}, {"self_reassured": "mostly"}),
    }


@pytest.mark.parametrize(
    ("patient", "clinician", "why"),
    [
        ([], ["understanding"], "an empty set is left open"),
        (["nothing"], [], "on the other side, too"),
        ([], [], "on both"),
        (None, ["understanding"], "null is left open"),
    ],
)
def test_an_empty_set_is_unanswered_and_not_no_change(
    patient: Any, clinician: Any, why: str, result: Any
) -> None:
    raw = base()
    raw["patient"]["answers"]["changed"] = patient
    raw["clinician"]["answers"]["changed"] = clinician
    found = result(raw)
    assert (found["flags"], found["not_compared"]) == ([], ["changed"]), why


def test_where_high_is_worse_the_flag_follows_the_meaning_and_not_the_number(result: Any) -> None:
    worse = result(base({"worried": "extremely"}))
    assert named(worse) == [("gap", "worried", "attention"), ("still_worried", "worried", "attention")]
    assert (worse["flags"][0]["leaning"], worse["follow_up"]) == ("clinician_rosier", False)
    better = result(base({}, {"worried": "extremely"}))
    assert named(better) == [("gap", "worried", "good_news")]
    assert (better["flags"][0]["leaning"], better["topics"]) == ("clinician_gloomier", [])


def test_the_core_form_of_the_base_pair_is_as_silent(result: Any) -> None:
    found = result(base(form="core"))
    assert (found["flags"], found["topics"], found["not_compared"], found["follow_up"]) == ([], [], [], False)


@pytest.mark.parametrize(
    ("contact", "sharing", "expected", "why"),
    [
        ("no", "clinician", False, "nobody asked"),
        ("my_clinician", "clinician", True, "asked for"),
        ("someone_else", "totals_only", True, "asked for, whatever is shared"),
        (None, "clinician", False, "left open is not asked"),
    ],
)
def test_a_wish_for_contact_alone_opens_a_follow_up(
    contact: str | None, sharing: str, expected: bool, why: str, result: Any
) -> None:
    raw = base({"contact": contact})
    raw["patient"]["sharing"] = sharing
    assert result(raw)["follow_up"] is expected, why


@pytest.mark.parametrize("sharing", ["totals_only", None], ids=["totals only", "no choice made"])
def test_answers_kept_from_the_clinician_give_the_same_flags_and_no_follow_up(
    sharing: str | None, result: Any
) -> None:
    shared, kept = base(VERY), base(VERY)
    kept["patient"]["sharing"] = sharing
    assert result(kept)["flags"] == result(shared)["flags"]
    assert named(result(kept)) == [
        ("gap", "reassured", "attention"),
        ("not_reassured", "reassured", "attention"),
        ("gap", "worried", "attention"),
        ("understood_not_reassured", None, "notice"),
        ("self_reassurance", None, "notice"),
    ]
    assert (result(shared)["follow_up"], result(kept)["follow_up"]) == (True, False)


def test_flags_stand_from_most_to_least_urgent(reassurance: Pack) -> None:
    chance = random.Random(7)
    order = list(Severity)
    for _ in range(200):
        sides = [random_answers(reassurance.questionnaire, side, chance) for side in Side]
        flags: tuple[Flag, ...] = compared(reassurance, *sides).flags
        ranks = [order.index(flag.severity) for flag in flags]
        assert ranks == sorted(ranks)
