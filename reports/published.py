"""What a quality team may see of a choice of weeks, clinic and profession: sums of sealed blocks alone.

These are plain values that the records give; everything that is printed is worked out from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from forms.tally import Category, Family
from reports.release import Tallied, together

Member = tuple[str, str]
"""A clinic's code and a profession: whose visits they are."""


@dataclass(frozen=True, slots=True)
class View:
    """What somebody wants to see: whole weeks, both with them; '' for all clinics or professions."""

    first_week: str
    last_week: str
    clinic: str = ""
    profession: str = ""

    def holds(self, member: Member) -> bool:
        """Whether visits of a profession in a clinic are asked for."""
        return self.clinic in {"", member[0]} and self.profession in {"", member[1]}


@dataclass(frozen=True, slots=True)
class SealedBlock:
    """A block without its sums. `place`: a clinic's code, '' for small clinics; `units`: visits."""

    place: str
    professions: tuple[str, ...]
    questionnaire: str
    structure_hash: str
    form: str
    sealed_on: date
    first_week: str
    last_week: str
    units: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A family's counts in one block, or in several that are one for this family.

    `first_week`: of all of them; the others are of the last. `units`: visits in them, whatever was sent.
    `clusters`: for intervals alone, never shown.
    """

    place: str
    professions: tuple[str, ...]
    form: str
    first_week: str
    last_week: str
    units: int
    counts: Mapping[Category, int]
    clusters: Tallied


@dataclass(frozen=True, slots=True)
class WeekCount:
    """Visits that closed in a week, and how many of them no block has counted yet."""

    week: str
    closed: int
    held_back: int


@dataclass(frozen=True, slots=True)
class Quarter:
    """A calendar quarter of the whole organisation that is over: its tables are issued once.

    `by_mode`: by where patients answered.
    """

    name: str
    by_mode: Mapping[Family, Mapping[str, Tallied]]

    def clusters(self, family: Family) -> Tallied:
        """Wherever patients answered."""
        return together(self.by_mode.get(family, {}).values())


@dataclass(frozen=True, slots=True)
class Published:
    """All that may be shown of a view.

    `through`: the last week that is sealed; `others`: visits in blocks that asked another version, which
    stand in no count here.
    """

    view: View
    through: str | None
    blocks: tuple[SealedBlock, ...]
    families: Mapping[Family, tuple[Listed, ...]]
    weeks: tuple[WeekCount, ...]
    quarters: tuple[Quarter, ...]
    others: int = 0

    @property
    def structure(self) -> str:
        """The hash of what all these blocks asked; '' where there is none."""
        return self.blocks[0].structure_hash if self.blocks else ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A choice that would cut a block in two, and the narrowest wider one that cuts none."""

    view: View
    wider: View


def cuts(view: View, strata: Iterable[frozenset[Member]]) -> bool:
    """Whether a choice takes a part of some stratum and leaves a part."""
    return any(0 < sum(map(view.holds, members)) < len(members) for members in strata)


def wider(view: View, strata: Iterable[frozenset[Member]]) -> View:
    """The narrowest choice that holds this one and cuts nothing: all professions, else all clinics too."""
    of_all_professions = View(view.first_week, view.last_week, view.clinic)
    if view.clinic and not cuts(of_all_professions, strata):
        return of_all_professions
    return View(view.first_week, view.last_week)
