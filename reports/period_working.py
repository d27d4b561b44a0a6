"""From what is published of a view to the numbers of a period, worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from forms.model import AnswerKind, Side
from forms.questionnaire import Questionnaire
from forms.rule_model import Kind
from forms.tally import (
    ANSWERED,
    PAIRED,
    SHARING,
    YES,
    Category,
    Family,
    Fired,
    Recognition,
    patient_family,
    rule_family,
)
from reports.control_chart import chart
from reports.intervals import (
    BOTH_SIDES,
    PATIENTS_ALONE,
    Difference,
    NotShown,
    Share,
    bounds,
    difference,
    holm,
    share,
)
from reports.measures import Primary, answered_one_of, clusters, points, primary_measures, totals
from reports.period import GroupResponse, ItemAnswers, Moved, Period, QuarterTables, Recognised, RuleRate
from reports.published import Listed, Published, View
from reports.quarter import mirrored_items
from reports.weeks import week_after, weeks_between

_MANY = 30
"""Visits that a difference could be found in, before it is named on the first page."""


def last_view(view: View) -> View:
    """The period before, as many weeks long."""
    length = sum(1 for _ in weeks_between(view.first_week, view.last_week))
    first = week_after(view.first_week, -length)
    return View(first, week_after(view.first_week, -1), view.clinic, view.profession)


def period(now: Published, before: Published | None, questionnaire: Questionnaire) -> Period:
    """Work out a period. `before`: what was published of the last one; None where that cannot be shown."""
    measures = primary_measures(questionnaire)
    low = measures[Primary.NOT_REASSURED]
    of_low = _listed(now, low.family)
    rates = tuple(_rates(now, questionnaire))
    return Period(
        view=now.view,
        through=now.through,
        held=sum(week.closed for week in now.weeks),
        held_back=sum(week.held_back for week in now.weeks),
        units=sum(block.units for block in now.blocks),
        answered=_share(now, ANSWERED, YES.p),
        shared=_share(now, SHARING, "clinician"),
        paired=_share(now, PAIRED, YES.p),
        low=(found := share(clusters(of_low, low.weigh), low.rho)),
        low_held=(held := sum(one.units for one in of_low)),
        low_waits=_waits(now, of_low),
        low_bounds=bounds(found.x, found.n, held),
        recognised=_recognised(now, questionnaire),
        moved=_moved(now, before, questionnaire),
        rates=rates,
        parted=_parted(rates),
        answers=tuple(_answers(now, questionnaire)),
        groups=tuple(_groups(now)),
        charts={name: chart(points(_listed(now, one.family), one.weigh)) for name, one in measures.items()},
        quarters=tuple(
            QuarterTables(one.name, tuple(mirrored_items(one, questionnaire))) for one in now.quarters
        ),
        weeks=now.weeks,
        others=now.others,
    )


def _listed(published: Published, family: Family) -> Sequence[Listed]:
    return published.families.get(family, ())


def _waits(now: Published, listed: Sequence[Listed]) -> int:
    """Visits in blocks whose counts of a family are not listed yet."""
    told = {(one.place, one.professions, one.form, one.last_week) for one in listed}
    return sum(
        one.units for one in now.blocks if (one.place, one.professions, one.form, one.last_week) not in told
    )


def _share(published: Published, family: Family, *codes: str) -> Share:
    return share(clusters(_listed(published, family), answered_one_of(codes)), PATIENTS_ALONE)


def _recognised(now: Published, questionnaire: Questionnaire) -> Recognised:
    measure = primary_measures(questionnaire)[Primary.MISSED]
    listed = _listed(now, measure.family)
    counts = totals(listed)
    seen, unsure, missed = (counts.get(Category(one), 0) for one in Recognition)
    return Recognised(seen, unsure, missed, share(clusters(listed, measure.weigh), measure.rho))


def _moved(
    now: Published, before: Published | None, questionnaire: Questionnaire
) -> Mapping[Primary, Moved | NotShown]:
    found: dict[Primary, Difference | NotShown] = {}
    for name, measure in primary_measures(questionnaire).items():
        if before is None:
            found[name] = NotShown.FEW_ANSWERS
        else:
            pair = (clusters(_listed(one, measure.family), measure.weigh) for one in (before, now))
            found[name] = difference(*pair)
    told = {name: one for name, one in found.items() if isinstance(one, Difference)}
    beyond = holm({name: one.p_value for name, one in told.items()})
    return {
        name: one if isinstance(one, NotShown) else _direction(one, is_beyond=name in beyond)
        for name, one in found.items()
    }


def _direction(found: Difference, *, is_beyond: bool) -> Moved:
    if not is_beyond:
        return Moved.NO_MORE_THAN_CHANCE
    return Moved.MORE if found.value > 0 else Moved.FEWER


def _rates(now: Published, questionnaire: Questionnaire) -> Iterator[RuleRate]:
    fired = answered_one_of([Fired.ATTENTION, Fired.NOTICE])
    seen = set()
    for rule in questionnaire.rules:
        for item in rule.items or (None,):
            family = rule_family(rule.name, item)
            listed = _listed(now, family)
            if not listed or family in seen:
                continue
            seen.add(family)
            counts = totals(listed)
            rho = PATIENTS_ALONE if rule.kind is Kind.CONCERN else BOTH_SIDES
            yield RuleRate(
                rule.key,
                item,
                rule.kind,
                counts.get(Category(Fired.ATTENTION), 0),
                counts.get(Category(Fired.NOTICE), 0),
                share(clusters(listed, fired), rho),
            )


def _parted(rates: Sequence[RuleRate]) -> RuleRate | None:
    """The mismatch that was found most often, in parts of the visits that it could be found in."""
    found = [rate for rate in rates if rate.kind is Kind.MISMATCH and rate.share.x and rate.share.n >= _MANY]
    return max(found, key=lambda rate: (rate.share.x / rate.share.n, rate.share.n), default=None)


def _answers(now: Published, questionnaire: Questionnaire) -> Iterator[ItemAnswers]:
    for item in questionnaire.items:
        listed = _listed(now, patient_family(item.link_id))
        if not listed or Side.PATIENT not in item.sides:
            continue
        counts = {category.p: n for category, n in totals(listed).items()}
        blank = counts.pop("", 0)
        codes = [str(code) for code in item.choices.codes]
        # A set's answers are each named: somebody may have picked several.
        if item.answer_kind is AnswerKind.SET:
            each = {code: sum(n for p, n in counts.items() if code in p.split("+")) for code in codes}
            yield ItemAnswers(item.link_id, each, blank)
        else:
            yield ItemAnswers(item.link_id, {code: counts.get(code, 0) for code in codes}, blank)


def _groups(now: Published) -> Iterator[GroupResponse]:
    groups: dict[tuple[str, tuple[str, ...]], list[Listed]] = {}
    for one in _listed(now, ANSWERED):
        groups.setdefault((one.place, one.professions), []).append(one)
    weigh = answered_one_of([YES.p])
    for (place, professions), listed in sorted(groups.items()):
        yield GroupResponse(place, professions, share(clusters(listed, weigh), PATIENTS_ALONE))
