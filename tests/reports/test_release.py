"""Which visits may be counted together and shown, so that nobody can be found in the sums."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.model import LinkId
from forms.tally import (
    ANSWERED,
    NO,
    YES,
    Category,
    Family,
    mirror_family,
    recognition_family,
    unpaired_family,
    unrecognised_family,
)
from reports.release import (
    BlockId,
    Clinician,
    Tallied,
    Terms,
    Unit,
    Waiting,
    listed_with,
    may_be_listed,
    may_be_sealed,
    sums_of,
)

TERMS = Terms()
HEARD = Family("patient:heard")
ANNA, BERIT, CARL, DINA = (Clinician(name) for name in ("anna", "berit", "carl", "dina"))
HIGH, LOW, OPEN = Category("mostly"), Category("a_little"), Category("")
ONE, OTHER, BOTH = Category("actions"), Category("thoughts"), Category("thoughts+actions")


@pytest.mark.parametrize(
    ("answered", "enough"),
    [
        pytest.param([4, 3, 3], True, id="ten of three, and five are left without any one"),
        pytest.param([3, 3, 3], False, id="nine are too few"),
        pytest.param([5, 5], False, id="two clinicians are too few"),
        pytest.param([5, 5, 0], False, id="a third one whose patients all kept silent is none"),
        pytest.param([6, 2, 2], False, id="without the first only four are left"),
        pytest.param([5, 3, 2], True, id="without the first five are left"),
        pytest.param([100, 2, 2], False, id="however many one has"),
        pytest.param([], False, id="nobody"),
    ],
)
def test_a_block_is_sealed_when_no_one_clinician_makes_it(answered: list[int], enough: bool) -> None:
    by_clinician = {Clinician(str(number)): count for number, count in enumerate(answered)}
    assert may_be_sealed(by_clinician, TERMS) is enough


@pytest.mark.parametrize(
    ("tallied", "listed"),
    [
        pytest.param(
            {ANNA: {HIGH: 3}, BERIT: {HIGH: 2, LOW: 1}, CARL: {HIGH: 3, LOW: 1}}, True, id="mixed, of several"
        ),
        pytest.param(
            {ANNA: {HIGH: 4}, BERIT: {HIGH: 4}, CARL: {HIGH: 4}},
            False,
            id="all alike tells what each one said",
        ),
        pytest.param(
            {ANNA: {HIGH: 10}, BERIT: {HIGH: 10}, CARL: {HIGH: 10}},
            True,
            id="all alike, but twenty others stand behind it",
        ),
        pytest.param(
            {ANNA: {HIGH: 10}, BERIT: {HIGH: 10}, CARL: {HIGH: 9}},
            False,
            id="nineteen others are one too few",
        ),
        pytest.param(
            {ANNA: {LOW: 1, HIGH: 1}, BERIT: {HIGH: 4}, CARL: {HIGH: 4}},
            False,
            id="Anna takes her own away and knows what all the others said",
        ),
        pytest.param(
            {ANNA: {HIGH: 6, LOW: 2}, BERIT: {HIGH: 2}, CARL: {LOW: 2}},
            False,
            id="without Anna's only four are left",
        ),
        pytest.param(
            {ANNA: {OPEN: 9, HIGH: 1}, BERIT: {OPEN: 9, LOW: 2}, CARL: {OPEN: 9}},
            False,
            id="what was left open is no answer",
        ),
        pytest.param(
            {ANNA: {BOTH: 4}, BERIT: {BOTH: 2, ONE: 2}, CARL: {ONE: 4}},
            False,
            id="all of them picked one thing of a set, whatever else",
        ),
        pytest.param(
            {ANNA: {BOTH: 4}, BERIT: {BOTH: 2, OTHER: 1, ONE: 1}, CARL: {ONE: 3, OTHER: 1}},
            True,
            id="nothing of a set was picked by all",
        ),
        pytest.param({}, False, id="nothing"),
    ],
)
def test_a_family_is_listed_when_others_answers_hide_each_one(tallied: Tallied, listed: bool) -> None:
    assert may_be_listed(tallied, TERMS) is listed


def test_a_family_that_cannot_be_listed_waits_for_the_next_block_and_is_listed_with_it() -> None:
    alike: Tallied = {ANNA: {HIGH: 4}, BERIT: {HIGH: 4}, CARL: {HIGH: 4}}
    mixed: Tallied = {ANNA: {LOW: 2}, BERIT: {LOW: 2}, DINA: {LOW: 3}}
    first = listed_with(BlockId(1), {HEARD: alike}, {}, TERMS)
    assert first == {}
    second = listed_with(BlockId(2), {HEARD: mixed}, {HEARD: Waiting((BlockId(1),), alike)}, TERMS)
    assert second == {HEARD: (BlockId(1), BlockId(2))}


def test_nothing_is_listed_while_it_cannot_be_told_how_many_answered() -> None:
    """All twelve answered: the sum of any question's counts would say so of each of them."""
    all_of_them: Tallied = {ANNA: {YES: 4}, BERIT: {YES: 4}, CARL: {YES: 4}}
    mixed: Tallied = {ANNA: {LOW: 2, HIGH: 2}, BERIT: {LOW: 2, OPEN: 2}, CARL: {HIGH: 4}}
    assert listed_with(BlockId(1), {ANSWERED: all_of_them, HEARD: mixed}, {}, TERMS) == {}
    waiting = {
        ANSWERED: Waiting((BlockId(1),), all_of_them),
        HEARD: Waiting((BlockId(1),), mixed),
    }
    not_all: Tallied = {ANNA: {YES: 4}, BERIT: {YES: 3, NO: 1}, CARL: {YES: 3, NO: 1}}
    found = listed_with(BlockId(2), {ANSWERED: not_all, HEARD: mixed}, waiting, TERMS)
    assert found == dict.fromkeys((ANSWERED, HEARD), (BlockId(1), BlockId(2)))


def test_what_clinicians_expected_waits_while_one_patient_is_left_over() -> None:
    """All who were not reassured, less those whose clinician answered, would be Anna's only other patient."""
    recognised, rest = recognition_family(LinkId("reassured")), unrecognised_family(LinkId("reassured"))
    saw: Tallied = {one: {Category("seen"): 3, Category("missed"): 3} for one in (ANNA, BERIT, CARL)}
    answered: Tallied = {one: {YES: 9, NO: 2} for one in (ANNA, BERIT, CARL)}
    few, many = {ANNA: {YES: 1}}, {one: {YES: 2, NO: 3} for one in (ANNA, BERIT, CARL)}
    counts = {ANSWERED: answered, recognised: saw}
    assert recognised in listed_with(BlockId(1), counts, {}, TERMS)
    assert recognised not in listed_with(BlockId(1), {**counts, rest: few}, {}, TERMS)
    waiting = {rest: Waiting((BlockId(1),), few), recognised: Waiting((BlockId(1),), saw)}
    assert recognised not in listed_with(BlockId(2), counts, waiting, TERMS)
    found = listed_with(BlockId(2), {**counts, rest: many}, waiting, TERMS)
    assert found[recognised] == found[rest] == (BlockId(1), BlockId(2))


@pytest.mark.parametrize(
    ("left", "listed"),
    [
        pytest.param({ANNA: {LOW: 1}}, False, id="one is left over"),
        pytest.param({ANNA: {LOW: 3}, BERIT: {HIGH: 2}, CARL: {LOW: 2}}, False, id="four of others"),
        pytest.param({ANNA: {LOW: 3}, BERIT: {LOW: 2, HIGH: 1}, CARL: {HIGH: 2}}, True, id="five of others"),
        pytest.param({ANNA: {LOW: 5}, BERIT: {LOW: 5}, CARL: {LOW: 4}}, False, id="nine of others, alike"),
        pytest.param({ANNA: {LOW: 5}, BERIT: {LOW: 5}, CARL: {LOW: 5}}, True, id="ten of others, alike"),
    ],
)
def test_both_sides_answers_wait_while_too_few_patients_are_left_over(left: Tallied, listed: bool) -> None:
    both, rest = mirror_family(LinkId("reassured")), unpaired_family(LinkId("reassured"))
    pair = {Category("mostly", "mostly"): 3, Category("a_little", "mostly"): 3}
    counts: dict[Family, Tallied] = {
        ANSWERED: {one: {YES: 9, NO: 2} for one in (ANNA, BERIT, CARL)},
        both: dict.fromkeys((ANNA, BERIT, CARL), pair),
    }
    assert both in listed_with(BlockId(1), counts, {}, TERMS)
    assert (both in listed_with(BlockId(1), {**counts, rest: left}, {}, TERMS)) is listed


def test_a_block_in_which_a_family_does_not_occur_is_not_listed_with_it() -> None:
    waiting = {HEARD: Waiting((BlockId(1),), {ANNA: {HIGH: 4}})}
    assert listed_with(BlockId(2), {}, waiting, TERMS) == {}


units = st.lists(
    st.builds(
        Unit,
        clinician=st.sampled_from([ANNA, BERIT, CARL, DINA]),
        answered=st.booleans(),
        mode=st.sampled_from(["tablet", "phone", ""]),
        tally=st.fixed_dictionaries({HEARD: st.sampled_from([HIGH, LOW, OPEN])}),
    ),
    max_size=30,
)


@given(units=units)
def test_sums_hold_every_visit_once_in_each_family_alike_with_and_without_the_clinician(
    units: list[Unit],
) -> None:
    sums = sums_of(units)
    assert (sums.units, sums.answers) == (len(units), sum(unit.answered for unit in units))
    assert sum(sums.cells.values()) == len(units)
    by_clinician = sum(n for counts in sums.clusters.get(HEARD, {}).values() for n in counts.values())
    assert by_clinician == len(units)
    for category in (HIGH, LOW, OPEN):
        shown = sum(n for (_, _, one), n in sums.cells.items() if one == category)
        assert shown == sum(counts.get(category, 0) for counts in sums.clusters.get(HEARD, {}).values())


@given(units=units, more=st.integers(0, 20))
def test_what_is_listed_hides_each_patient_from_each_clinician(units: list[Unit], more: int) -> None:
    """Written anew from the promise, unit by unit, without any count of the code under test."""
    some = [unit for unit in units for _ in range(1 + more % 3)]
    if not may_be_listed(sums_of(some).clusters.get(HEARD, {}), TERMS):
        return
    for own in (None, ANNA, BERIT, CARL, DINA):
        others = [unit.tally[HEARD] for unit in some if unit.clinician != own and unit.tally[HEARD] != OPEN]
        assert len(others) >= 5
        assert len(set(others)) > 1 or len(others) >= 20
