"""What a structure's hash is taken of: names that never change, whatever the code calls its parts."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from forms.loading.published import PATTERNS, structure_of
from forms.model import Code, Form, Item, Level, LinkId, Option, Scale, Screen, Side, View
from forms.questionnaire import Questionnaire
from forms.rule_model import (
    Answered,
    Bound,
    Difference,
    Kind,
    Leaning,
    Levels,
    NotShared,
    OneNamesNothing,
    OneRecalls,
    Opposed,
    Pattern,
    Rule,
    Severity,
    Softening,
    Urgent,
)

SEEN, MET = LinkId("seen"), LinkId("met")
EXTENT = Scale(
    "extent",
    Level.ORDINAL,
    (
        Option(Code("no"), 0),
        Option(Code("yes"), 1, alone=True),
        Option(Code("other"), None, apart=True),
    ),
    good_is_low=True,
)
SHARING = Scale("sharing", Level.NOMINAL, (Option(Code("clinician")), Option(Code("totals_only"))))
ITEM = Item(
    SEEN,
    EXTENT,
    frozenset(Side),
    core=True,
    source="page 3",
    view=View.GUESS,
    topic="start",
    no_contact=Code("no"),
)
WORDS = Item(MET, None, frozenset({Side.PATIENT}), core=False, source="page 4")
SCREEN = Screen(Form.FULL, (SEEN, MET))
BOUND = Bound(Side.PATIENT, SEEN, 1, 2)
SOFTENING = Softening(SEEN, Severity.INFO, 1, 2)
URGENT = Urgent(1, 0, 1)
GAP = Rule(
    "gap",
    Kind.CONCERN,
    Severity.NOTICE,
    Difference(1, 2, URGENT),
    (SEEN,),
    None,
    Leaning.ROSIER,
    (SOFTENING,),
    "chairs",
    follow_up=True,
)
TORN = Rule("torn", Kind.DETAIL, Severity.INFO, Levels((BOUND,), (BOUND,)), topic="start")
STRUCTURE = structure_of(
    Questionnaire("visit", "1.0", ("en",), ("start",), (ITEM, WORDS), SHARING, (SCREEN,), (GAP, TORN))
)

BOUND_AS_PUBLISHED = {"side": "patient", "item": "seen", "at_least": 1, "at_most": 2}


def test_a_structure_is_published_under_the_names_that_packs_use() -> None:
    assert {key: part for key, part in STRUCTURE.items() if key != "rules"} == {
        "topics": ["start"],
        "scales": {
            "extent": {
                "level": "ordinal",
                "options": [
                    {"code": "no", "value": 0},
                    {"code": "yes", "value": 1, "alone": True},
                    {"code": "other", "apart": True},
                ],
                "good_is_low": True,
            },
            "sharing": {"level": "nominal", "options": [{"code": "clinician"}, {"code": "totals_only"}]},
        },
        "items": [
            {
                "link_id": "seen",
                "scale": "extent",
                "sides": ["clinician", "patient"],
                "core": True,
                "view": "guess",
                "topic": "start",
                "no_contact": "no",
            },
            {"link_id": "met", "sides": ["patient"]},
        ],
        "screens": [{"form": "full", "items": ["seen", "met"]}],
    }


def test_rules_are_published_under_the_names_that_packs_use() -> None:
    assert STRUCTURE["rules"] == [
        {
            "name": "gap",
            "kind": "concern",
            "severity": "notice",
            "leaning": "clinician_rosier",
            "items": ["seen"],
            "softened": [{"item": "seen", "severity": "info", "at_least": 1, "at_most": 2}],
            "finding": "chairs",
            "follow_up": True,
            "difference": {
                "at_least": 1,
                "at_most": 2,
                "urgent": {"at_least": 1, "patient_at_most": 0, "clinician_at_least": 1},
            },
        },
        {
            "name": "torn",
            "kind": "detail",
            "severity": "info",
            "topic": "start",
            "levels": {"bounds": [BOUND_AS_PUBLISHED], "unless": [BOUND_AS_PUBLISHED]},
        },
    ]


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        pytest.param(OneRecalls(Side.PATIENT), {"one_recalls": {"side": "patient"}}, id="one recalls"),
        pytest.param(
            Answered(frozenset({Code("yes"), Code("no")}), frozenset({Code("other")})),
            {"answered": {"patient": ["no", "yes"], "clinician": ["other"]}},
            id="answered",
        ),
        pytest.param(
            OneNamesNothing(Side.CLINICIAN), {"one_names_nothing": {"side": "clinician"}}, id="nothing"
        ),
        pytest.param(NotShared(Severity.INFO), {"not_shared": {"if_some_shared": "info"}}, id="not shared"),
        pytest.param(Opposed(SEEN, MET), {"opposed": {"clinician": "seen", "patient": "met"}}, id="opposed"),
    ],
)
def test_a_pattern_is_published_under_its_name_in_packs(pattern: Pattern, parts: object) -> None:
    name, published = PATTERNS[type(pattern)]
    assert {name: published(pattern)} == parts


LEFT_OUT = {Questionnaire: 3, Scale: 1, Item: 1}
"""How many parts no hash is taken of: name, version and languages; a scale's name, its key; a source."""

GROWN = [
    pytest.param(Questionnaire, [STRUCTURE], id="questionnaire"),
    pytest.param(Scale, [STRUCTURE["scales"]["extent"]], id="scale"),
    pytest.param(Option, STRUCTURE["scales"]["extent"]["options"], id="option"),
    pytest.param(Item, STRUCTURE["items"], id="item"),
    pytest.param(Screen, STRUCTURE["screens"], id="screen"),
    pytest.param(Rule, [STRUCTURE["rules"][0], {"topic": "start"}], id="rule"),
    pytest.param(Softening, STRUCTURE["rules"][0]["softened"], id="softening"),
    pytest.param(Difference, [STRUCTURE["rules"][0]["difference"]], id="difference"),
    pytest.param(Urgent, [STRUCTURE["rules"][0]["difference"]["urgent"]], id="urgent"),
    pytest.param(Levels, [STRUCTURE["rules"][1]["levels"]], id="levels"),
    pytest.param(Bound, STRUCTURE["rules"][1]["levels"]["bounds"], id="bound"),
]


@pytest.mark.parametrize(("part", "published"), GROWN)
def test_no_part_that_the_model_grows_is_forgotten(part: type[Any], published: list[dict[str, Any]]) -> None:
    names = {name for one in published for name in one}
    assert len(names) == len(fields(part)) - LEFT_OUT.get(part, 0)
