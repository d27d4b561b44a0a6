"""Which choices would cut a block in two, and the narrowest wider one that cuts none."""

from __future__ import annotations

import pytest

from reports.published import Member, View, cuts, wider

NURSES = frozenset({("north", "nurse")})
OTHERS = frozenset({("north", "doctor"), ("north", "psychologist")})
EAST = frozenset({("east", "nurse"), ("east", "doctor")})
SMALL = frozenset({("small1", "nurse"), ("small2", "nurse")})
STRATA: tuple[frozenset[Member], ...] = (NURSES, OTHERS, EAST, SMALL)


def chosen(clinic: str = "", profession: str = "") -> View:
    return View("2026-W01", "2026-W13", clinic, profession)


@pytest.mark.parametrize(
    ("choice", "member", "is_held"),
    [
        (chosen(), ("north", "doctor"), True),
        (chosen("north"), ("north", "doctor"), True),
        (chosen("north"), ("east", "doctor"), False),
        (chosen(profession="doctor"), ("east", "doctor"), True),
        (chosen("north", "doctor"), ("north", "nurse"), False),
    ],
)
def test_a_choice_holds_whose_clinic_and_profession_it_names(
    choice: View, member: Member, is_held: bool
) -> None:
    assert choice.holds(member) is is_held


@pytest.mark.parametrize(
    ("choice", "instead"),
    [
        pytest.param(chosen(), None, id="everything cuts nothing"),
        pytest.param(chosen("north"), None, id="a clinic of whole strata"),
        pytest.param(chosen("north", "nurse"), None, id="a stratum of its own"),
        pytest.param(chosen("west"), None, id="a clinic that has no block"),
        pytest.param(chosen("north", "doctor"), chosen("north"), id="one of two that are counted together"),
        pytest.param(chosen("east", "nurse"), chosen("east"), id="a clinic that is one stratum"),
        pytest.param(chosen(profession="psychologist"), chosen(), id="a profession of all clinics"),
        pytest.param(chosen("small1"), chosen(), id="a small clinic"),
        pytest.param(chosen("small1", "nurse"), chosen(), id="and all its clinicians"),
    ],
)
def test_a_choice_that_would_leave_part_of_a_block_is_widened(choice: View, instead: View | None) -> None:
    assert cuts(choice, STRATA) is (instead is not None)
    if instead is not None:
        assert wider(choice, STRATA) == instead
        assert not cuts(instead, STRATA)
