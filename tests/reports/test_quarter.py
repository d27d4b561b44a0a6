"""A quarter's tables of both sides: from enough pairs, rows of few with their neighbour, nothing left out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.tally import Category
from reports.cross_table import cross_table, merged
from reports.intervals import NotShown, whole_percent
from reports.quarter import Apart, MirroredItem, mirrored_items
from reports.release import Clinician
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
    assert isinstance(found.apart, Apart)
    within = found.apart.within
    assert within is not None
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
    found = apart_of(pairs("impact", [(code[p], code[c]) for p, c in ten], 10), "impact")
    assert round(found.kappa.value or 0, 3) == 0.579


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
    found = apart_of(pairs("heard", rosier, 8), "heard")
    assert (found.rosier.x, found.gloomier.x, found.rosier.n) == (32, 8, 64)
    assert found.leaning.value == (32 - 8) / 64
    assert found.steps.value == (4 * 2 - 1) / 8
    # A worried patient whom the clinician takes for calm: expected better, too.
    both_ways = [("very", "slightly")] * 5 + [("slightly", "very"), ("very", "very")]
    worry = apart_of(pairs("worried", both_ways, 8), "worried")
    assert (worry.rosier.x, worry.gloomier.x) == (40, 8)


def test_lines_of_few_are_added_to_their_neighbour_and_lose_nobody() -> None:
    answers = [("not_at_all", "mostly")] + [("mostly", "mostly")] * 70 + [("completely", "partly")] * 40
    visits = [Held(f"c{number % 7}", {"heard": p}, {"heard": c}) for number, (p, c) in enumerate(answers)]
    found = items(visits)["heard"]
    assert found.table is not None
    assert found.table.rows == (("not_at_all", "a_little", "partly", "mostly"), ("completely",))
    assert found.table.columns == (("not_at_all", "a_little", "partly"), ("mostly", "completely"))
    assert found.table.counts == ((0, 71), (40, 0))
    assert found.n == 111


MANY = [
    ("mostly", "mostly"),
    ("a_little", "mostly"),
    ("completely", "completely"),
    ("mostly", "completely"),
] * 2
"""Eight clinicians' pairs each: two guesses, and patients who differ in both."""


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ([("a_little", "not_at_all")], "the only guess of its kind shows what its patient said"),
        ([("a_little", "partly")] * 6, "of others than the one who guessed so there is nobody"),
        ([], "what nobody guessed has no column"),
    ],
)
def test_a_guess_of_one_clinician_has_no_column(own: list[tuple[str, str]], why: str) -> None:
    visits = [*pairs("heard", MANY, 8), *[Held("c0", {"heard": p}, {"heard": c}) for p, c in own]]
    found = items(visits)["heard"].table
    assert found is not None, why
    assert found.columns == (("not_at_all", "a_little", "partly", "mostly"), ("completely",)), why
    assert sum(map(sum, found.counts)) == len(visits), why


@pytest.mark.parametrize(("how_many", "alone"), [(4, False), (5, True)])
def test_a_guess_whose_patients_all_said_the_same_has_a_column_once_they_are_many(
    how_many: int, alone: bool
) -> None:
    alike = [("a_little", "partly")] * how_many
    visits = [*pairs("heard", MANY, 8), *pairs("heard", alike, 5)]  # of others than one: 16, or 20
    found = items(visits)["heard"].table
    assert found is not None
    assert (("not_at_all", "a_little", "partly") in found.columns) is alone


def test_without_two_guesses_there_is_no_table() -> None:
    found = items(pairs("heard", [("mostly", "mostly"), ("a_little", "mostly")] * 4, 8))["heard"]
    assert found.table is None


def test_what_is_told_beside_a_table_is_worked_out_of_it() -> None:
    """One guess of 'not at all' is put together with 'a little', and counts as it everywhere."""
    visits = pairs("heard", [*MANY, ("partly", "a_little"), ("mostly", "a_little")], 8)
    told = set()
    for patient in ("not_at_all", "a_little"):
        found = items([*visits, Held("c0", {"heard": patient}, {"heard": "not_at_all"})])["heard"]
        assert found.table is not None
        assert found.table.columns[0] == ("not_at_all", "a_little")
        assert isinstance(found.apart, Apart)
        assert found.apart.within is None
        told.add((found.table, found.apart.rosier, found.apart.gloomier))
    assert len(told) == 1


def test_where_a_table_has_no_two_columns_nothing_is_told_of_how_far_apart_both_lie() -> None:
    alike = [("partly", "mostly")] * 3 + [("mostly", "mostly")] * 4
    found = items(pairs("heard", alike, 8))["heard"]
    assert (found.table, found.apart) == (None, NotShown.LITTLE_VARIATION)


def apart_of(visits: list[Held], link_id: str) -> Apart:
    found = items(visits)[link_id].apart
    assert isinstance(found, Apart)
    return found


def test_whether_a_thing_happened_is_told_apart_from_how_it_was_received() -> None:
    answers = (
        [("reassured", "reassured")] * 4 + [("did_not_happen", "reassured")] + [("did_not_happen",) * 2] * 5
    )
    found = items(pairs("examination", answers, 8))["examination"]
    assert found.happened is not None
    assert found.happened.overall == 0.9
    assert (found.happened.positive, found.happened.negative) == (64 / 72, 80 / 88)
    assert found.apart is NotShown.LITTLE_VARIATION  # where both say that it happened, both say the same


def test_what_hardly_anybody_did_has_no_per_cent() -> None:
    both_ways = [("reassured", "did_not_happen"), ("did_not_happen", "reassured")]
    seldom = [*both_ways, ("reassured", "reassured")] + [("did_not_happen",) * 2] * 5
    found = items(pairs("examination", seldom, 8))["examination"].happened
    assert found is not None
    assert (found.overall, found.positive, found.negative) == (48 / 64, None, 80 / 96)
    often = [*both_ways, ("did_not_happen", "did_not_happen")] + [("reassured",) * 2] * 6
    found = items(pairs("examination", often, 8))["examination"].happened
    assert found is not None
    assert (found.positive, found.negative) == (96 / 112, None)


FIVE = ("not_at_all", "a_little", "partly", "mostly", "completely")
codes = st.sampled_from(FIVE)


@given(answers=st.lists(st.tuples(st.integers(0, 6), codes, codes), min_size=50, max_size=120))
def test_every_pair_stands_in_the_table_and_no_line_of_it_is_thin(
    answers: list[tuple[int, str, str]],
) -> None:
    tallied: dict[Clinician, dict[Category, int]] = {}
    for who, p, c in answers:
        counts = tallied.setdefault(Clinician(f"c{who}"), {})
        counts[Category(p, c)] = counts.get(Category(p, c), 0) + 1
    found = cross_table(FIVE, tallied)
    if found is None:
        return
    assert sum(map(sum, found.counts)) == len(answers)
    assert sum(found.rows, ()) == sum(found.columns, ()) == FIVE
    for number, row in enumerate(found.rows):
        whose = [who for who, p, _ in answers if p in row]
        assert len(whose) == sum(found.counts[number]) >= 5
        assert all(len(whose) - whose.count(who) >= 3 for who in range(7))
    for column in found.columns:
        inside = [(who, p) for who, p, c in answers if c in column]
        for who in range(7):
            others = [next(row for row in found.rows if p in row) for one, p in inside if one != who]
            assert len(others) >= 3
            assert len(set(others)) > 1 or len(others) >= 20


def test_what_is_left_over_is_added_to_the_last_group() -> None:
    assert merged("abcde", lambda codes: len(codes) >= 2) == (("a", "b"), ("c", "d", "e"))
    assert merged("a", lambda codes: len(codes) >= 2) == ()
