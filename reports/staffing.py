"""Which visits of a clinic are counted together: by profession where enough people hold them."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from reports.release import Clinician

LEAST_CLINICIANS = 3


@dataclass(frozen=True, slots=True)
class Group:
    """Whose visits go together for a quarter. `small`: those of all small clinics do.

    `professions`: whose they are, in alphabetical order; () for everybody's of a small clinic.
    """

    professions: tuple[str, ...]
    small: bool = False


def groups(staff: Mapping[str, AbstractSet[Clinician]]) -> Mapping[str, Group]:
    """The group of each profession. `staff`: who held visits in a clinic lately, by profession.

    A profession with three is a group; the others together are one if they are three, else the clinic
    is one. A clinic of fewer than three goes to the small clinics.
    """
    everybody = frozenset[Clinician]().union(*staff.values())
    if len(everybody) < LEAST_CLINICIANS:
        return dict.fromkeys(staff, Group((), small=True))
    large = {one for one, people in staff.items() if len(people) >= LEAST_CLINICIANS}
    others = tuple(sorted(set(staff) - large))
    left = frozenset[Clinician]().union(*(staff[one] for one in others))
    if others and len(left) < LEAST_CLINICIANS:
        return dict.fromkeys(staff, Group(tuple(sorted(staff))))
    return {one: Group((one,) if one in large else others) for one in staff}


def group_of(profession: str, fixed: Mapping[str, Group]) -> Group:
    """The group of a profession, also of one that nobody of held visits when the quarter's were fixed."""
    if profession in fixed:
        return fixed[profession]
    small = next((group for group in fixed.values() if group.small), None)
    return small or Group((profession,))
