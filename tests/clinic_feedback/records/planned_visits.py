"""What happens in a random world: who works where, which visits are held, what is answered, what comes late."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reports.weeks import week_after
from tests.clinic_feedback.records.closed_visits import Closed
from tests.clinic_feedback.records.own_counts import EXTENT

PROFESSIONS = ("doctor", "nurse", "occupational_therapist", "physiotherapist", "psychologist")

MODES = ("tablet", "phone", "paper")


@dataclass(frozen=True)
class Size:
    """How large worlds may be. `clinicians`: of a profession in a clinic, at least `least` of them.

    `a_week`: visits in a clinic, from and to.
    """

    clinics: int = 3
    professions: int = 3
    clinicians: int = 6
    weeks: int = 12
    least: int = 1
    a_week: tuple[int, int] = (3, 20)


SMALL = Size(2, 3, 5, 8)
"""For the suite: seconds, not minutes."""
BUSY = Size(1, 1, 9, 12, least=8, a_week=(40, 50))
"""Where a quarter has pairs enough for tables of both sides."""


@dataclass
class Came:
    """A visit: as the records hold it now. `arrives`: in which week of the world.

    `second`: the clinician's side, where it comes later than the visit, in the week `second_arrives`.
    """

    visit: Closed
    arrives: int
    second: Mapping[str, Any] | None = None
    second_arrives: int = 0


def planned(chance: random.Random, first: str, weeks: int, size: Size) -> Iterator[Came]:
    """A few visits a week and clinic; some clinicians hold most, some come later or leave."""
    for clinic in range(chance.randint(1, size.clinics)):
        professions = chance.sample(PROFESSIONS, chance.randint(1, size.professions))
        staff = [
            (one, number)
            for one in professions
            for number in range(chance.randint(size.least, size.clinicians))
        ]
        busy = [chance.choice((1, 1, 2, 4)) for _ in staff]
        begins = [chance.choice((0, 0, 0, weeks // 2)) for _ in staff]
        leaves = [chance.choice((weeks, weeks, weeks, weeks // 2)) for _ in staff]
        a_week = chance.uniform(*size.a_week)
        for number in range(weeks):
            at_work = [
                weight * (start <= number < end)
                for weight, start, end in zip(busy, begins, leaves, strict=True)
            ]
            for _ in range(round(chance.gauss(a_week, 2)) if any(at_work) else 0):
                profession, person = chance.choices(staff, at_work)[0]
                who = Closed(
                    week_after(first, number),
                    f"clinic{clinic} {profession} {person}",
                    profession,
                    f"clinic{clinic}",
                )
                yield _came(chance, number, who)


def _came(chance: random.Random, week: int, who: Closed) -> Came:
    patient = _answers(chance) if chance.random() < 0.8 else None
    other = _answers(chance) if chance.random() < 0.85 else None
    sharing = "clinician" if chance.random() < 0.7 else "totals_only"
    mode = chance.choices(MODES, (6, 3, 1))[0]
    arrives = week + (chance.randint(1, 5) if chance.random() < 0.1 else 0)
    visit = replace(who, patient=patient, other_side=other, sharing=sharing, mode=mode)
    if other is None or patient is None or chance.random() < 0.9:
        return Came(visit, arrives)
    return Came(replace(visit, other_side=None), arrives, other, arrives + chance.randint(1, 3))


def _answers(chance: random.Random) -> Mapping[str, Any]:
    """Nearly everybody says the same; some leave much open."""
    return {
        "reassured": None if chance.random() < 0.15 else chance.choices(EXTENT, (1, 1, 1, 6, 3))[0],
        "impact": None if chance.random() < 0.4 else chance.choices(EXTENT, (0, 1, 0, 12, 0))[0],
        "test_results": chance.choices(("reassured", "discouraged", "did_not_happen"), (2, 1, 6))[0],
        "next_steps": chance.choice((None, "mostly")),
        "changed": chance.choice((None, ["understanding"], ["understanding", "actions"], ["nothing"])),
    }
