"""Questions of which several answers may be picked: each told for itself, and only where it hides everybody."""

from __future__ import annotations

import pytest

from reports.period_working import period
from reports.set_options import Option, options
from tests.reports.sealed import PACK, Held, block, published
from tests.reports.test_quality import said, tables

Picks = tuple[list[str] | None, list[str] | None]

MIXED: list[Picks] = [
    (["understanding"], ["understanding", "actions"]),
    (["actions"], ["understanding"]),
    (["understanding", "actions"], ["actions"]),
    (["nothing"], ["nothing"]),
    (["understanding"], ["nothing"]),
    (["nothing"], ["actions"]),
    (["thoughts"], None),
]


def visits(picks: list[Picks], clinicians: int) -> list[Held]:
    return [
        Held(f"c{one}", {"changed": patient}, {"changed": other})
        for one in range(clinicians)
        for patient, other in picks
    ]


def told(held: list[Held]) -> dict[str, Option]:
    (quarter,) = published([block("2026-W10", held)], quarter="2026-Q1").quarters
    return {one.code: one for one in options(quarter, PACK.questionnaire)}


def test_each_option_is_counted_by_who_picked_it_in_pairs_that_answered() -> None:
    found = told([*visits(MIXED, 10), *visits([(["understanding"], None)], 10)])
    one = found["understanding"]
    assert (one.both, one.patient_alone, one.clinician_alone, one.neither, one.n) == (10, 20, 10, 20, 60)
    assert one.agreement.overall == 30 / 60
    assert one.agreement.positive == 20 / 50


@pytest.mark.parametrize(
    ("picks", "clinicians", "why"),
    [
        pytest.param(MIXED, 8, "48 pairs", id="too few pairs"),
        pytest.param(MIXED * 3, 4, "four clinicians", id="too few clinicians"),
    ],
)
def test_of_too_little_nothing_is_told(picks: list[Picks], clinicians: int, why: str) -> None:
    assert told(visits(picks, clinicians)) == {}, why


def test_what_only_clinicians_named_or_only_one_of_them_has_no_table() -> None:
    """Of 'thoughts' no patient in a pair spoke: who named it would know that the own patient did not."""
    assert "thoughts" not in told(visits(MIXED, 10))
    own = [Held("c0", {"changed": ["thoughts"]}, {"changed": ["thoughts"]})] * 6
    assert "thoughts" not in told([*visits(MIXED, 10), *own])


def test_the_report_has_a_table_of_it() -> None:
    held = published([block("2026-W10", visits(MIXED[:-1], 10))], quarter="2026-Q1")
    document = said(period(held, None, PACK.questionnaire))
    (table,) = (one for one in tables(document) if one.caption.startswith("What changed, Q1 2026"))
    assert ("How I understand my pain", "10", "20", "10", "20", "60") in table.rows
