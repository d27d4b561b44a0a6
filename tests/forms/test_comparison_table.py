"""Each row of the table of rules: a pair that fires it, and a neighbour that does not.

The pairs are the silent base pair with one or two answers changed.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.forms.pairs import base

A, N, G, I = "attention", "notice", "good_news", "info"  # noqa: E741  a column's width
ROSIER, GLOOMIER = "clinician_rosier", "clinician_gloomier"

LOW = {"worried": "moderately"}

# patient's changes, clinician's changes, the flags as (rule, item, severity, leaning), why
ROWS: list[tuple[dict[str, Any], dict[str, Any], list[tuple[str, str | None, str, str | None]], str]] = [
    ({}, {}, [], "the base pair is silent"),
    # gap
    ({"heard": "a_little"}, {}, [("gap", "heard", A, ROSIER)], "2 against 4: far apart, and across the middle"),
    ({"heard": "partly"}, {"heard": "completely"}, [("gap", "heard", N, ROSIER)], "3 against 5: the patient is not low"),
    ({"heard": "not_at_all"}, {"heard": "partly"}, [("gap", "heard", N, ROSIER)], "1 against 3: the clinician is not high"),
    ({"heard": "partly"}, {}, [], "one step is no gap"),
    ({"fits": "completely"}, {"fits": "partly"}, [("gap", "fits", G, GLOOMIER)], "two steps the other way is good news"),
    ({"fits": "completely"}, {}, [], "one step the other way is nothing"),
    ({"taken_seriously": "not_at_all"}, {}, [("gap", "taken_seriously", A, ROSIER)], "experience has three items"),
    ({"impact": None}, {}, [], "left open, nothing fires"),
    ({"worried": "moderately"}, {"worried": "not_at_all"}, [("gap", "worried", N, ROSIER)], "worry counts the other way round"),
    ({"worried": "slightly"}, {"worried": "extremely"}, [("gap", "worried", G, GLOOMIER)], "less worried than expected"),
    # what was said, shown and done
    ({"examination": "more_worried"}, {}, [("backfired", "examination", A, None)], "reassuring to one, worrying to the other"),
    ({"examination": "discouraged"}, {"examination": "no_difference"}, [("fell_short", "examination", I, None)], "one step short, and the patient is settled"),
    ({"examination": "no_difference", "reassured": "partly"}, {}, [("fell_short", "examination", N, None)], "one step short, and the patient is not settled"),
    ({"examination": "no_difference", "reassured": None}, {}, [("fell_short", "examination", N, None)], "not known to be settled"),
    ({}, {"examination": "more_worried"}, [("went_better", "examination", G, None)], "two steps better"),
    ({}, {"examination": "no_difference"}, [("went_better", "examination", G, None)], "one step better"),
    ({"examination": "discouraged"}, {"examination": "more_worried"}, [], "both on the same side of the scale"),
    ({"examination": "did_not_happen"}, {}, [("not_noticed", "examination", I, None)], "only the clinician recalls it"),
    ({"normalising": "discouraged"}, {}, [("not_recalled", "normalising", I, None)], "only the patient recalls it"),
    # seeing things differently
    ({"disagreement": "hinted"}, {}, [("silent_disagreement", "disagreement", A, None)], "hinted is not said"),
    ({"disagreement": "unsaid"}, {}, [("silent_disagreement", "disagreement", A, None)], "nor is unsaid"),
    ({"disagreement": "said"}, {}, [("unheard_objection", "disagreement", A, None)], "said, and not heard"),
    ({"disagreement": "said"}, {"disagreement": "unsaid"}, [], "the clinician knows that there is something"),
    ({}, {"disagreement": "hinted"}, [("expected_disagreement", "disagreement", I, None)], "expected, and not there"),
    # what changed
    ({"changed": ["nothing"], "reassured": "a_little", **LOW}, {"reassured": "a_little", "self_reassured": None, "explanation": None, "worried": "moderately"}, [("not_reassured", "reassured", A, None), ("nothing_changed", "changed", A, None), ("understood_not_reassured", None, N, None)], "nothing, and little reassurance"),
    ({"changed": ["nothing"], "reassured": None}, {}, [("nothing_changed", "changed", A, None)], "nothing, and nothing known to soften it"),
    ({"changed": ["nothing"], "reassured": "partly"}, {}, [("nothing_changed", "changed", N, None)], "softer at 'partly'"),
    ({"changed": ["nothing"]}, {}, [("nothing_changed", "changed", I, None)], "settled all the same"),
    ({"changed": ["nothing"]}, {"changed": ["nothing"]}, [], "both say so"),
    ({}, {"changed": ["nothing"]}, [("unseen_change", "changed", G, None)], "more than the clinician saw"),
    ({}, {"changed": ["understanding", "actions"]}, [("change_not_shared", "changed", I, None)], "they share one"),
    ({"reassured": "partly"}, {"changed": ["understanding", "actions"], "reassured": "partly"}, [("change_not_shared", "changed", I, None)], "they share one, settled or not"),
    ({"reassured": "partly"}, {"changed": ["thoughts"], "reassured": "partly"}, [("change_not_shared", "changed", N, None)], "they share none"),
    ({}, {"changed": ["thoughts"]}, [("change_not_shared", "changed", I, None)], "they share none, but the patient is settled"),
    ({"changed": ["understanding", "thoughts"]}, {}, [], "the patient names more: nothing is missing"),
    # the time ahead
    ({"outlook": "darker"}, {"outlook": "brighter"}, [("outlook_gap", "outlook", A, None)], "the two ends, settled or not"),
    ({"outlook": "darker"}, {}, [("outlook_gap", "outlook", I, None)], "one step, settled"),
    ({"outlook": "darker", "reassured": "partly"}, {"reassured": "partly"}, [("outlook_gap", "outlook", N, None)], "one step, not settled"),
    ({"outlook": "brighter"}, {}, [("outlook_better", "outlook", G, None)], "brighter than expected"),
    # most and least pleased with
    ({"least_satisfied": "examination"}, {"most_satisfied": "examination"}, [("opposed_best", None, A, None)], "best of one, worst of the other"),
    ({"most_satisfied": "examination"}, {"least_satisfied": "examination"}, [("opposed_worst", None, G, None)], "worst of one, best of the other"),
    ({"most_satisfied": "examination", "least_satisfied": "examination"}, {"most_satisfied": "examination"}, [], "the patient is of two minds"),
    ({"least_satisfied": "plan"}, {"most_satisfied": "plan", "least_satisfied": "plan"}, [], "so is the clinician"),
    ({"least_satisfied": "none_of_these"}, {"most_satisfied": "none_of_these"}, [], "none of these is no part"),
    # concerns and details
    ({"reassured": "a_little", "worried": "very", "explanation": None}, {"reassured": "a_little", "worried": "very", "self_reassured": None}, [("not_reassured", "reassured", A, None)], "low, and worried"),
    ({"reassured": "a_little", "worried": "slightly", "explanation": None}, {"reassured": "a_little", "self_reassured": None}, [("not_reassured", "reassured", N, None)], "low, but hardly worried"),
    ({"worried": "very"}, {"worried": "very"}, [("still_worried", "worried", A, None)], "worried, though reassured"),
    ({"worried": "very", "reassured": None}, {"worried": "very"}, [("still_worried", "worried", A, None)], "worried, reassurance left open"),
    ({"worried": "moderately"}, {"worried": "moderately"}, [], "moderately is not yet a concern"),
    ({"next_steps": "a_little"}, {"next_steps": "a_little"}, [("unsure_what_next", "next_steps", A, None)], "both know, and somebody should act"),
    ({"next_steps": "partly"}, {"next_steps": "partly"}, [], "partly is not yet a concern"),
    ({"reassured": "partly"}, {"reassured": "partly", "self_reassured": "completely"}, [], "partly is not low"),
]  # fmt: skip


@pytest.mark.parametrize(("patient", "clinician", "expected", "why"), ROWS, ids=[row[3] for row in ROWS])
def test_a_row_of_the_table_fires_as_written(
    patient: dict[str, Any], clinician: dict[str, Any], expected: list[tuple[Any, ...]], why: str, result: Any
) -> None:
    flags = result(base(patient, clinician))["flags"]
    assert [(f["rule"], f["item"], f["severity"], f["leaning"]) for f in flags] == expected, why


def test_the_rows_name_every_rule_of_the_questionnaire(reassurance: Any) -> None:
    fired = {rule for row in ROWS for rule, *_ in row[2]}
    left_out = {"self_reassurance"}  # fired by the study's cases, beside other flags
    assert fired == {rule.name for rule in reassurance.questionnaire.rules} - left_out
