"""A quarter's tables of both sides: from enough pairs, rows of few with their neighbour, nothing left out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.intervals import whole_percent
from reports.quarter import MirroredItem, mirrored_items
from tests.reports.sealed import PACK, Held, block, published

SIX = [("mostly", "mostly")] * 3 + [("a_little", "a_little"), ("mostly", "a_little"), ("a_little", "mostly")]


def items(visits: list[Held]) -> dict[str, MirroredItem]:
    (quarter,) = published([block("2026-W10", visits)], quarter="2026-Q1").quarters
    return {one.link_id: one for one in mirrored_items(quarter, PACK.questionnaire)}


def pairs(link_id: str, answers: Sequence[tuple[str | None, str | None]], clinicians: int) -> list[Held]:
    return [
        Held(f"c{one}", {link_id: patient}, {link_id: other})
        for one in range(clinicians)
        for patient, other in answers
    ]


@pytest.mark.parametrize("one_side", [False, True])
def test_what_was_left_open_stands_beside_and_in_no_denominator(one_side: bool) -> None:
    open_: list[tuple[str | None, str | None]] = [(None, None)] * 4 + (
        [("mostly", None)] * 2 if one_side else []
    )
    found = items(pairs("heard", [*SIX, *open_], 10))["heard"]
    assert (found.n, found.blank) == (60, 60 if one_side else 40)
    assert found.apart is not None
    within = found.apart.within
    assert (within.x, within.n) == (40, 60)
    assert within.interval is not None
    assert [whole_percent(v) for v in (within.value or 0, within.interval.low, within.interval.high)] == [
        67,
        52,
        79,
    ]
    assert found.apart.kappa.value is None


def test_an_answer_that_nobody_chose_changes_no_weight() -> None:
    code = {1: "not_at_all", 4: "mostly", 5: "completely"}
    ten = [(1, 1), (1, 4), (4, 4), (5, 5), (1, 1), (5, 1), (4, 5), (1, 1), (4, 4), (5, 5)]
    found = items(pairs("impact", [(code[p], code[c]) for p, c in ten], 10))["impact"]
    assert found.apart is not None
    assert round(found.apart.kappa.value or 0, 3) == 0.579


def test_ten_pairs_alone_have_no_kappa_and_no_table() -> None:
    code = {1: "not_at_all", 4: "mostly", 5: "completely"}
    ten = [(1, 1), (1, 4), (4, 4), (5, 5), (1, 1), (5, 1), (4, 5), (1, 1), (4, 4), (5, 5)]
    alone = [Held(f"c{n}", {"impact": code[p]}, {"impact": code[c]}) for n, (p, c) in enumerate(ten)]
    assert "impact" not in items(alone)
    found = items([*alone, *[Held(f"c{n % 10}", {"impact": None}, {}) for n in range(60)]])
    assert "impact" not in found
    assert "heard" in found


def test_a_quarter_of_few_pairs_or_few_clinicians_tells_nothing() -> None:
    assert "heard" not in items(pairs("heard", SIX, 8))
    assert "heard" not in items(pairs("heard", SIX * 3, 4))
    assert "heard" in items(pairs("heard", SIX * 2, 5))


def test_which_way_clinicians_lean_is_counted_on_the_good_side() -> None:
    rosier = [("a_little", "mostly")] * 4 + [("mostly", "partly")] + [("partly", "partly")] * 3
    found = items(pairs("heard", rosier, 8))["heard"].apart
    assert found is not None
    assert (found.rosier.x, found.gloomier.x, found.rosier.n) == (32, 8, 64)
    assert found.leaning.value == (32 - 8) / 64
    assert found.steps.value == (4 * 2 - 1) / 8
    # A worried patient whom the clinician takes for calm: expected better, too.
    worry = items(pairs("worried", [("very", "slightly")] * 7, 8))["worried"].apart
    assert worry is not None
    assert (worry.rosier.x, worry.gloomier.x) == (56, 0)


def test_rows_of_few_are_added_to_their_neighbour_and_lose_nobody() -> None:
    answers = [("not_at_all", "mostly")] + [("mostly", "mostly")] * 70 + [("completely", "partly")] * 40
    visits = [Held(f"c{number % 7}", {"heard": p}, {"heard": c}) for number, (p, c) in enumerate(answers)]
    found = items(visits)["heard"]
    assert [row.codes for row in found.rows] == [
        ("not_at_all", "a_little", "partly", "mostly"),
        ("completely",),
    ]
    assert sum(row.n for row in found.rows) == found.n == 111


def test_whether_a_thing_happened_is_told_apart_from_how_it_was_received() -> None:
    answers = (
        [("reassured", "reassured")] * 4 + [("did_not_happen", "reassured")] + [("did_not_happen",) * 2] * 5
    )
    found = items(pairs("examination", answers, 8))["examination"]
    assert found.happened is not None
    assert found.happened.overall == 0.9
    assert (found.happened.positive, found.happened.negative) == (64 / 72, 80 / 88)
    assert found.apart is not None
    assert found.apart.within.n == 32  # both say that it happened


def test_what_hardly_anybody_did_has_no_per_cent() -> None:
    seldom = [("reassured", "did_not_happen")] + [("did_not_happen",) * 2] * 6
    found = items(pairs("examination", seldom, 8))["examination"].happened
    assert found is not None
    assert (found.overall, found.positive, found.negative) == (48 / 56, None, 96 / 104)
    often = [("did_not_happen", "reassured")] + [("reassured",) * 2] * 6
    found = items(pairs("examination", often, 8))["examination"].happened
    assert found is not None
    assert (found.positive, found.negative) == (96 / 104, None)


codes = st.sampled_from(["not_at_all", "a_little", "partly", "mostly", "completely"])


@given(answers=st.lists(st.tuples(st.integers(0, 6), codes, codes), min_size=50, max_size=120))
def test_every_pair_stands_in_one_row_and_no_row_is_small(answers: list[tuple[int, str, str]]) -> None:
    found = items([Held(f"c{who}", {"heard": p}, {"heard": c}) for who, p, c in answers]).get("heard")
    if found is None:
        assert len({who for who, _, _ in answers}) < 5
        return
    assert sum(row.n for row in found.rows) == len(answers) or not found.rows
    for row in found.rows:
        inside = [who for who, p, _ in answers if p in row.codes]
        assert len(inside) == row.n >= 5
        assert all(row.n - inside.count(who) >= 3 for who in inside)
