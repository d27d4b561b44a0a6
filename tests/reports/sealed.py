"""Published sums for tests of the period and its report, made by the code that seals, from visits in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.answers import consultation_from
from forms.catalogue import built_in
from forms.tally import ANSWERED, PAIRED, Category, tally
from reports.measures import RECOGNISED
from reports.published import Listed, Published, Quarter, SealedBlock, View, WeekCount
from reports.release import Clinician, Unit, sums_of
from tests.forms.pairs import base

PACK = built_in().get("reassurance", "1.0")
VIEW = View("2026-W01", "2026-W13")


@dataclass(frozen=True)
class Held:
    """A visit: whose, and what both answered; None for a side that did not."""

    clinician: str
    patient: dict[str, Any] | None = None
    other: dict[str, Any] | None = None


def unit(held: Held, form: str = "full") -> Unit:
    """A visit as it is counted."""
    raw = base(held.patient or {}, held.other or {}, form)
    if held.patient is None:
        del raw["patient"]
    if held.other is None:
        del raw["clinician"]
    if held.patient is None and held.other is None:
        return Unit(Clinician(held.clinician), False, "", {key: Category("no") for key in _NOBODY})  # noqa: FBT003 - not answered
    one = consultation_from(raw, built_in())
    mode = "tablet" if one.patient else ""
    counted = tally(PACK.questionnaire, one.form, one.patient, one.clinician, RECOGNISED)
    return Unit(Clinician(held.clinician), one.patient is not None, mode, counted)


_NOBODY = (ANSWERED, PAIRED)


def block(week: str, visits: Iterable[Held], place: str = "north", form: str = "full") -> tuple[Any, ...]:
    """A block of visits: what `published` puts together."""
    return week, [unit(one, form) for one in visits], place, form


def published(
    blocks: Sequence[tuple[Any, ...]], *, quarter: str = "", held_back: int = 0, view: View = VIEW
) -> Published:
    """What is published of some blocks, each family with its own; with `quarter`, its tables too."""
    families: dict[Any, list[Listed]] = {}
    facts = []
    everybody: list[Unit] = []
    for week, units, place, form in blocks:
        everybody += units
        sums = sums_of(units)
        facts.append(
            SealedBlock(
                place, ("doctor",), "reassurance", "h", form, date(2026, 4, 1), week, week, len(units)
            )
        )
        for family, clusters in sums.clusters.items():
            counts: dict[Category, int] = {}
            for (_, one, category), n in sums.cells.items():
                if one == family:
                    counts[category] = counts.get(category, 0) + n
            listed = Listed(place, ("doctor",), form, week, week, len(units), counts, clusters)
            families.setdefault(family, []).append(listed)
    held = len(everybody)
    quarters = (Quarter(quarter, _by_mode(everybody)),) if quarter else ()
    return Published(
        view,
        view.last_week,
        tuple(facts),
        {family: tuple(some) for family, some in sorted(families.items())},
        (WeekCount(view.first_week, held + held_back, held_back),),
        quarters,
    )


def _by_mode(units: Sequence[Unit]) -> dict[Any, dict[str, Any]]:
    found: dict[Any, dict[str, Any]] = {}
    for (mode, family), tallied in sums_of(units).by_mode.items():
        found.setdefault(family, {})[mode] = tallied
    return found
