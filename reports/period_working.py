"""From what is published of a view to the numbers of a period, worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
from reports.by_mode import items_by_mode
from reports.control_chart import chart
from reports.intervals import (
    BOTH_SIDES,
    PATIENTS_ALONE,
    Share,
    bounds,
)
from reports.measures import (
    FOLLOW_UP,
    Kept,
    Primary,
    answered_one_of,
    measured,
    points,
    primary_measures,
    totals,
)
from reports.period import (
    GroupResponse,
    ItemAnswers,
    Period,
    Promises,
    QuarterTables,
    Recognised,
    RuleRate,
)
from reports.published import Listed, Published, Quarter
from reports.quarter import mirrored_items
from reports.set_options import options
from reports.since_last import moved_since
from reports.variation import variations

_MANY = 30
"""Visits that a difference could be found in, before it is named on the first page."""


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
        low=(found := measured(of_low, low.weigh, low.rho)),
        low_held=(held := sum(one.units for one in of_low)),
        low_waits=_waits(now, of_low),
        counted_waits=_waits(now, _listed(now, ANSWERED)),
        low_bounds=bounds(found.x, found.n, held),
        recognised=_recognised(now, questionnaire),
        moved=moved_since(before, now, questionnaire),
        rates=rates,
        parted=_parted(rates),
        answers=tuple(_answers(now, questionnaire)),
        promises=_promises(now),
        groups=tuple(_groups(now)),
        charts={name: chart(points(_listed(now, one.family), one.weigh)) for name, one in measures.items()},
        quarters=tuple(_tables(one, questionnaire) for one in now.quarters),
        weeks=now.weeks,
        others=now.others,
    )


def _tables(quarter: Quarter, questionnaire: Questionnaire) -> QuarterTables:
    return QuarterTables(
        quarter.name,
        tuple(mirrored_items(quarter, questionnaire)),
        tuple(options(quarter, questionnaire)),
        tuple(items_by_mode(quarter, questionnaire)),
        dict(variations(quarter, questionnaire)),
    )


def _listed(published: Published, family: Family) -> Sequence[Listed]:
    return published.families.get(family, ())


def _waits(now: Published, listed: Sequence[Listed]) -> int:
    """Visits in blocks whose counts of a family are not listed yet: of their group, the last."""
    last: dict[tuple[str, tuple[str, ...], str], str] = {}
    for one in listed:
        group = (one.place, one.professions, one.form)
        last[group] = max(last.get(group, ""), one.last_week)
    return sum(
        one.units
        for one in now.blocks
        if one.last_week > last.get((one.place, one.professions, one.form), "")
    )


def _share(published: Published, family: Family, *codes: str) -> Share:
    return measured(_listed(published, family), answered_one_of(codes), PATIENTS_ALONE)


def _promises(now: Published) -> Promises | None:
    """None where the counts wait, or nothing was promised."""
    listed = _listed(now, FOLLOW_UP)
    counts = totals(listed)
    in_time, late, not_due = (counts.get(Category(one), 0) for one in (Kept.IN_TIME, Kept.LATE, Kept.NOT_DUE))
    due = answered_one_of([Kept.IN_TIME])
    share = measured(listed, lambda one: None if one.p == Kept.NOT_DUE else due(one), PATIENTS_ALONE)
    return Promises(in_time, late, not_due, share) if in_time + late + not_due else None


def _recognised(now: Published, questionnaire: Questionnaire) -> Recognised:
    measure = primary_measures(questionnaire)[Primary.MISSED]
    listed = _listed(now, measure.family)
    counts = totals(listed)
    seen, unsure, missed = (counts.get(Category(one), 0) for one in Recognition)
    shares = (measured(listed, answered_one_of([one]), measure.rho) for one in Recognition)
    return Recognised(seen, unsure, missed, *shares)


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
                measured(listed, fired, rho),
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
        codes, n = [str(code) for code in item.choices.codes], sum(counts.values())
        # A set's answers are each named: somebody may have picked several.
        if item.answer_kind is AnswerKind.SET:
            each = {code: sum(n for p, n in counts.items() if code in p.split("+")) for code in codes}
            yield ItemAnswers(item.link_id, each, n, blank)
        else:
            yield ItemAnswers(item.link_id, {code: counts.get(code, 0) for code in codes}, n, blank)


def _groups(now: Published) -> Iterator[GroupResponse]:
    groups: dict[tuple[str, tuple[str, ...]], list[Listed]] = {}
    for one in _listed(now, ANSWERED):
        groups.setdefault((one.place, one.professions), []).append(one)
    weigh = answered_one_of([YES.p])
    for (place, professions), listed in sorted(groups.items()):
        yield GroupResponse(place, professions, measured(listed, weigh, PATIENTS_ALONE))
