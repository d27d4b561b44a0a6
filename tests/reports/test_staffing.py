"""Whose visits are counted together, by who works in a clinic."""

from __future__ import annotations

import pytest

from reports.release import Clinician
from reports.staffing import Group, group_of, groups


def people(**numbers: int) -> dict[str, set[Clinician]]:
    return {
        profession: {Clinician(f"{profession} {i}") for i in range(n)} for profession, n in numbers.items()
    }


SMALL = Group((), small=True)


@pytest.mark.parametrize(
    ("staff", "expected"),
    [
        pytest.param(
            people(physiotherapist=4, doctor=2, occupational_therapist=2),
            {
                "physiotherapist": Group(("physiotherapist",)),
                "doctor": Group(("doctor", "occupational_therapist")),
                "occupational_therapist": Group(("doctor", "occupational_therapist")),
            },
            id="the study's clinic: one profession alone, the two others together",
        ),
        pytest.param(
            people(nurse=4, doctor=2, psychologist=1),
            {
                "nurse": Group(("nurse",)),
                "doctor": Group(("doctor", "psychologist")),
                "psychologist": Group(("doctor", "psychologist")),
            },
            id="the only psychologist goes with the doctors",
        ),
        pytest.param(
            people(nurse=4, doctor=1, psychologist=1),
            dict.fromkeys(("nurse", "doctor", "psychologist"), Group(("doctor", "nurse", "psychologist"))),
            id="two others would be found: the clinic is one",
        ),
        pytest.param(people(nurse=3), {"nurse": Group(("nurse",))}, id="one profession"),
        pytest.param(
            people(nurse=3, doctor=3),
            {"nurse": Group(("nurse",)), "doctor": Group(("doctor",))},
            id="nobody is left over",
        ),
        pytest.param(
            people(nurse=1, doctor=2),
            dict.fromkeys(("nurse", "doctor"), Group(("doctor", "nurse"))),
            id="three of two professions are one group",
        ),
        pytest.param(
            people(nurse=1, doctor=1), dict.fromkeys(("nurse", "doctor"), SMALL), id="a small clinic"
        ),
        pytest.param({}, {}, id="nobody"),
    ],
)
def test_professions_are_counted_alone_where_three_people_hold_visits(
    staff: dict[str, set[Clinician]], expected: dict[str, Group]
) -> None:
    assert groups(staff) == expected


def test_somebody_of_two_professions_is_one_person() -> None:
    twice = {"nurse": {Clinician("a")}, "doctor": {Clinician("a"), Clinician("b")}}
    assert groups(twice) == dict.fromkeys(("nurse", "doctor"), SMALL)


def test_a_profession_that_comes_later_in_the_quarter_stands_alone_or_with_the_small_clinics() -> None:
    assert group_of("nurse", groups(people(doctor=3))) == Group(("nurse",))
    assert group_of("nurse", groups(people(doctor=2))) == SMALL
    assert group_of("doctor", groups(people(doctor=3))) == Group(("doctor",))
