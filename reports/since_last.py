"""Whether a period's primary measures moved since the period before, beyond what chance brings."""

from __future__ import annotations

from collections.abc import Mapping

from forms.questionnaire import Questionnaire
from forms.tally import Family
from reports.intervals import Cluster, Difference, NotShown, difference, holm
from reports.measures import Primary, clusters, primary_measures
from reports.period import Moved
from reports.published import Published, View
from reports.weeks import week_after, weeks_between


def last_view(view: View) -> View:
    """The period before, as many weeks long."""
    length = sum(1 for _ in weeks_between(view.first_week, view.last_week))
    first = week_after(view.first_week, -length)
    return View(first, week_after(view.first_week, -1), view.clinic, view.profession)


def moved_since(
    before: Published | None, now: Published, questionnaire: Questionnaire
) -> Mapping[Primary, Moved | NotShown]:
    """What became of the three primary measures, or why that is not told.

    `before`: None where that choice would cut a block in two.
    """
    found: dict[Primary, Difference | NotShown] = {}
    for name, measure in primary_measures(questionnaire).items():
        why_not = _why_not(before, now, measure.family)
        if before is None or why_not is not None:
            found[name] = why_not or NotShown.CUT_BEFORE
        else:
            pair = (one.families.get(measure.family, ()) for one in (before, now))
            found[name] = _difference(*(clusters(one, measure.weigh) for one in pair))
    told = {name: one for name, one in found.items() if isinstance(one, Difference)}
    beyond = holm({name: one.p_value for name, one in told.items()})
    return {
        name: one if isinstance(one, NotShown) else _direction(one, is_beyond=name in beyond)
        for name, one in found.items()
    }


def _why_not(before: Published | None, now: Published, family: Family) -> NotShown | None:
    """Why a measure cannot be compared, before any of its numbers is looked at."""
    if before is None:
        return NotShown.CUT_BEFORE
    if not before.blocks:
        return NotShown.NOTHING_BEFORE
    if now.structure and before.structure != now.structure:
        return NotShown.OTHER_VERSION
    return None if family in before.families and family in now.families else NotShown.WAITS


def _difference(before: list[Cluster] | None, now: list[Cluster] | None) -> Difference | NotShown:
    if before is None or now is None:
        return NotShown.NO_LONGER_KEPT
    return difference(before, now)


def _direction(found: Difference, *, is_beyond: bool) -> Moved:
    if not is_beyond:
        return Moved.NO_MORE_THAN_CHANCE
    return Moved.MORE if found.value > 0 else Moved.FEWER
