"""The table of rules read a second time: slowly, item by item, with plain ifs and no registry.

It shares no code with the comparison. Where the two differ, one of them misread the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Sides = Mapping[str, Any]

EXTENT = {"not_at_all": 1, "a_little": 2, "partly": 3, "mostly": 4, "completely": 5}
WORRY = {"not_at_all": 1, "slightly": 2, "moderately": 3, "very": 4, "extremely": 5}
RECEPTION = {"reassured": 1, "no_difference": 0, "discouraged": -1, "more_worried": -1}
OUTLOOK = {"darker": -1, "same": 0, "brighter": 1}

EXTENT_ITEMS = {
    "heard": "experience",
    "taken_seriously": "experience",
    "impact": "experience",
    "explanation": "understanding",
    "fits": "understanding",
    "reassured": "reassurance",
    "next_steps": "next",
}
RECEPTION_ITEMS = ("visual_aids", "test_results", "examination", "normalising")
ORDER = (
    *("heard", "taken_seriously", "impact", "visual_aids", "test_results", "examination", "normalising"),
    *("explanation", "fits", "disagreement", "reassured", "worried", "changed", "outlook", "next_steps"),
    *("most_satisfied", "least_satisfied", "contact", "comment", "self_reassured"),
)
TOPICS = (
    *("reassurance", "voice", "experience", "understanding", "next", "elements", "change", "best_worst"),
)
SEVERITIES = ("attention", "notice", "good_news", "info")
RULES = (
    *("gap", "backfired", "fell_short", "went_better", "not_noticed", "not_recalled"),
    *("silent_disagreement", "unheard_objection", "expected_disagreement", "nothing_changed"),
    *("change_not_shared", "unseen_change", "outlook_gap", "outlook_better", "opposed_best"),
    *("opposed_worst", "not_reassured", "still_worried", "unsure_what_next"),
    *("understood_not_reassured", "self_reassurance"),
)

Row = tuple[str, str | None, str, str, str | None, dict[str, Any], dict[str, Any]]
"""rule, item, severity, topic, leaning, what was read of the patient, and of the clinician"""


def second_reading(patient: Sides, clinician: Sides) -> list[Row]:
    """Every flag of a pair, in the order of the table's text."""
    found: list[tuple[Row, str]] = []

    def fires(rule: str, item: str | None, severity: str, topic: str, first: str, **more: Any) -> None:
        reads_p = more.get("p", (item,))
        reads_c = more.get("c", (item,))
        row: Row = (
            *(rule, item, severity, topic, more.get("leaning")),
            {name: patient[name] for name in reads_p if name in patient},
            {name: clinician[name] for name in reads_c if name in clinician},
        )
        found.append((row, first))

    gaps(patient, clinician, fires)
    elements(patient, clinician, fires)
    voice(patient, clinician, fires)
    change(patient, clinician, fires)
    outlook(patient, clinician, fires)
    best_and_worst(patient, clinician, fires)
    concerns(patient, clinician, fires)
    found.sort(
        key=lambda one: (
            SEVERITIES.index(one[0][2]),
            TOPICS.index(one[0][3]),
            ORDER.index(one[1]),
            RULES.index(one[0][0]),
        )
    )
    return [row for row, _ in found]


def small(patient: Sides) -> str:
    """Notice, or info when the patient is settled."""
    return "info" if patient.get("reassured") in ("mostly", "completely") else "notice"


def gaps(patient: Sides, clinician: Sides, fires: Any) -> None:
    """Two steps or more between the two, on the good side."""
    for item, topic in [*EXTENT_ITEMS.items(), ("worried", "reassurance")]:
        if item not in patient or item not in clinician:
            continue
        if item == "worried":
            p, c = 6 - WORRY[patient[item]], 6 - WORRY[clinician[item]]
        else:
            p, c = EXTENT[patient[item]], EXTENT[clinician[item]]
        if c - p >= 2:
            severity = "attention" if p <= 2 and c >= 4 else "notice"
            fires("gap", item, severity, topic, item, leaning="clinician_rosier")
        elif p - c >= 2:
            fires("gap", item, "good_news", topic, item, leaning="clinician_gloomier")


def elements(patient: Sides, clinician: Sides, fires: Any) -> None:
    """How the four elements were received."""
    for item in RECEPTION_ITEMS:
        p, c = patient.get(item), clinician.get(item)
        if p is None or c is None:
            continue
        if p == "did_not_happen" or c == "did_not_happen":
            if p != c:
                rule = "not_noticed" if p == "did_not_happen" else "not_recalled"
                fires(rule, item, "info", "elements", item)
            continue
        difference = RECEPTION[c] - RECEPTION[p]
        if RECEPTION[c] == 1 and RECEPTION[p] == -1:
            fires("backfired", item, "attention", "elements", item)
        elif difference == 1:
            fires("fell_short", item, small(patient), "elements", item, p=(item, "reassured"))
        elif difference < 0:
            fires("went_better", item, "good_news", "elements", item)


def voice(patient: Sides, clinician: Sides, fires: Any) -> None:
    """Who saw a difference of view."""
    item = "disagreement"
    p, c = patient.get(item), clinician.get(item)
    if p is None or c is None:
        return
    if c == "no_difference_of_view" and p in ("hinted", "unsaid"):
        fires("silent_disagreement", item, "attention", "voice", item)
    if c == "no_difference_of_view" and p == "said":
        fires("unheard_objection", item, "attention", "voice", item)
    if p == "no_difference_of_view" and c != "no_difference_of_view":
        fires("expected_disagreement", item, "info", "voice", item)


def change(patient: Sides, clinician: Sides, fires: Any) -> None:
    """What each side says that changed."""
    p, c = patient.get("changed"), clinician.get("changed")
    if p is None or c is None:
        return
    reads = ("changed", "reassured")
    if "nothing" in p and "nothing" not in c:
        severity = {"partly": "notice", "mostly": "info", "completely": "info"}
        fires(
            "nothing_changed",
            "changed",
            severity.get(patient.get("reassured", ""), "attention"),
            "change",
            "changed",
            p=reads,
        )
    if "nothing" in c and "nothing" not in p:
        fires("unseen_change", "changed", "good_news", "change", "changed")
    if "nothing" not in p and "nothing" not in c and any(one not in p for one in c):
        severity_of_pair = "info" if any(one in p for one in c) else small(patient)
        fires("change_not_shared", "changed", severity_of_pair, "change", "changed", p=reads)


def outlook(patient: Sides, clinician: Sides, fires: Any) -> None:
    """The time ahead."""
    if "outlook" not in patient or "outlook" not in clinician:
        return
    p, c = OUTLOOK[patient["outlook"]], OUTLOOK[clinician["outlook"]]
    if c > p:
        severity = "attention" if c - p == 2 else small(patient)
        fires("outlook_gap", "outlook", severity, "change", "outlook", p=("outlook", "reassured"))
    if c < p:
        fires("outlook_better", "outlook", "good_news", "change", "outlook")


def best_and_worst(patient: Sides, clinician: Sides, fires: Any) -> None:
    """The same part of the visit, most pleasing to one and least to the other."""
    both = ("most_satisfied", "least_satisfied")
    torn = any(
        side.get(both[0]) is not None and side.get(both[0]) == side.get(both[1])
        for side in (patient, clinician)
    )
    for rule, mine, theirs, severity in (
        ("opposed_best", *both, "attention"),
        ("opposed_worst", *both[::-1], "good_news"),
    ):
        part = clinician.get(mine)
        blank = part is None or theirs not in patient or part == "none_of_these"
        if not blank and part == patient[theirs] and not (torn and _torn_on(part, patient, clinician)):
            fires(rule, None, severity, "best_worst", mine, p=both, c=both)


def _torn_on(part: str, patient: Sides, clinician: Sides) -> bool:
    return any(
        side.get("most_satisfied") == side.get("least_satisfied") == part for side in (patient, clinician)
    )


def concerns(patient: Sides, clinician: Sides, fires: Any) -> None:
    """What the patient's side says by itself, and what explains it."""
    reassured, worried = patient.get("reassured"), patient.get("worried")
    little = reassured in ("not_at_all", "a_little")
    if little:
        severity = "notice" if worried in ("not_at_all", "slightly") else "attention"
        reads = ("reassured", "worried")
        fires("not_reassured", "reassured", severity, "reassurance", "reassured", p=reads, c=())
    if worried in ("very", "extremely") and not little:
        reads = ("reassured", "worried")
        fires("still_worried", "worried", "attention", "reassurance", "worried", p=reads, c=())
    if patient.get("next_steps") in ("not_at_all", "a_little"):
        fires("unsure_what_next", "next_steps", "attention", "next", "next_steps", c=())
    if patient.get("explanation") in ("mostly", "completely") and little:
        reads = ("explanation", "reassured")
        fires("understood_not_reassured", None, "notice", "reassurance", "explanation", p=reads, c=())
    if clinician.get("self_reassured") in ("mostly", "completely") and little:
        fires(
            "self_reassurance",
            None,
            "notice",
            "reassurance",
            "self_reassured",
            p=("reassured",),
            c=("self_reassured",),
        )
