"""From listed counts to what is measured: by clinician for intervals, by block for charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from forms.model import LinkId
from forms.questionnaire import Questionnaire
from forms.tally import ANSWERED, YES, Category, Family, Recognition, patient_family, recognition_family
from reports.control_chart import Point
from reports.intervals import BOTH_SIDES, PATIENTS_ALONE, Cluster, NotShown, Share, described, share
from reports.published import Listed
from reports.release import Clinician
from reports.weeks import quarter_of

Weigh = Callable[[Category], float | None]
"""What a category adds to the sum that is looked at; None where it does not count at all."""

REASSURED = LinkId("reassured")
"""The question that the first page is about."""

LOW = 2
"""At most this good: of five steps the two least favourable."""

FOLLOW_UP = Family("follow_up")
"""Whether what was promised a patient was done by its day."""

RECOGNISED = (LinkId("reassured"), LinkId("worried"))
"""The items on which it is counted whether the clinician saw that a patient was not well."""


class Kept(StrEnum):
    """How it stood with what was promised, when the visit was counted."""

    IN_TIME = "in_time"
    NOT_DUE = "not_due"
    LATE = "late"


class Primary(StrEnum):
    """The three measures that were fixed in advance: they alone are compared with the last period."""

    NOT_REASSURED = "not_reassured"
    MISSED = "missed"
    RESPONSE = "response"


@dataclass(frozen=True, slots=True)
class Measure:
    """A share: in which family, what counts and what is counted. `rho`: as `intervals.share` takes it."""

    family: Family
    weigh: Weigh
    rho: float


def primary_measures(questionnaire: Questionnaire) -> Mapping[Primary, Measure]:
    """How the three are measured in a questionnaire that asks whether patients feel reassured."""
    good = {str(code): value for code, value in questionnaire.by_link_id[REASSURED].choices.good.items()}
    low = frozenset(code for code, value in good.items() if value <= LOW)
    return {
        Primary.NOT_REASSURED: Measure(patient_family(REASSURED), answered_one_of(low), PATIENTS_ALONE),
        Primary.MISSED: Measure(
            recognition_family(REASSURED), answered_one_of({Recognition.MISSED}), BOTH_SIDES
        ),
        Primary.RESPONSE: Measure(ANSWERED, answered_one_of({YES.p}), PATIENTS_ALONE),
    }


def answered_one_of(codes: Iterable[str]) -> Weigh:
    """Counts what was answered, and adds where it was one of these."""
    wanted = frozenset(map(str, codes))
    return lambda category: float(category.p in wanted) if category.is_answer else None


def totals(listed: Iterable[Listed]) -> Mapping[Category, int]:
    """A family's counts over blocks."""
    found: dict[Category, int] = {}
    for one in listed:
        for category, count in one.counts.items():
            found[category] = found.get(category, 0) + count
    return found


def clusters(listed: Sequence[Listed], weigh: Weigh) -> list[Cluster] | None:
    """What each clinician's visits add, over blocks.

    None where they cut a quarter of which counts by clinician are kept for the whole alone.
    """
    return clusters_of([one.clusters for one in listed], weigh) if _are_whole(listed) else None


def _are_whole(listed: Iterable[Listed]) -> bool:
    """Whether counts by clinician are of the very visits that the counts are of, in every stratum."""
    missing: Counter[tuple[object, ...]] = Counter()
    for one in listed:
        by_clinician = sum(sum(counts.values()) for counts in one.clusters.values())
        stratum = (one.place, one.professions, one.form, quarter_of(one.last_week))
        missing[stratum] += sum(one.counts.values()) - by_clinician
    return not any(missing.values())


def measured(listed: Sequence[Listed], weigh: Weigh, rho: float) -> Share:
    """A share over blocks, with its interval where that can be told."""
    found = clusters(listed, weigh)
    if found is not None:
        told = share(found, rho)
        return replace(told, why_not=NotShown.NOBODY) if listed and not told.n else told
    weighed = [(weigh(category), count) for category, count in totals(listed).items()]
    counted = [(value, count) for value, count in weighed if value is not None]
    return described(
        round(sum(value * count for value, count in counted)), sum(count for _, count in counted)
    )


def clusters_of(parts: Iterable[Mapping[Clinician, Mapping[Category, int]]], weigh: Weigh) -> list[Cluster]:
    """The same, from counts by clinician."""
    numbers: dict[Clinician, int] = {}
    sums: dict[Clinician, float] = {}
    for part in parts:
        for clinician, counts in part.items():
            for category, count in counts.items():
                value = weigh(category)
                if value is not None:
                    numbers[clinician] = numbers.get(clinician, 0) + count
                    sums[clinician] = sums.get(clinician, 0) + count * value
    return [Cluster(numbers[one], sums[one]) for one in sorted(numbers)]


def points(listed: Sequence[Listed], weigh: Weigh) -> list[Point]:
    """A point a week in which blocks were sealed: those of one week go together."""
    numbers: dict[str, int] = {}
    sums: dict[str, float] = {}
    for one in listed:
        for category, count in one.counts.items():
            value = weigh(category)
            if value is not None:
                numbers[one.last_week] = numbers.get(one.last_week, 0) + count
                sums[one.last_week] = sums.get(one.last_week, 0) + count * value
    return [Point(week, numbers[week], round(sums[week])) for week in sorted(numbers)]
