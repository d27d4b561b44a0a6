"""What is told once a calendar quarter, of the whole organisation: how the two sides' answers lie apart.

A cross table shows more than its margins: it is issued for many visits together, never split and never
again. Whatever else is told of the two sides is worked out of what the table shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from forms.model import AnswerKind, Item, Level, LinkId
from forms.questionnaire import Questionnaire
from forms.tally import Category, mirror_family
from reports.agreement import Agreement, YesNoAgreement, weighted_kappa, yes_no
from reports.cross_table import Codes, CrossTable, common_groups, cross_table
from reports.intervals import (
    BOTH_SIDES,
    FEW_OF_A_KIND,
    FEWEST_FOR_PERCENT,
    Mean,
    NotShown,
    Share,
    mean,
    share,
)
from reports.measures import Weigh, clusters_of
from reports.published import Quarter
from reports.release import Tallied

FEWEST_PAIRS, FEWEST_CLINICIANS = 50, 5
_FEWEST_SCORES = 2


@dataclass(frozen=True, slots=True)
class Apart:
    """How far the two sides lie apart on an ordered question: worked out of its table alone.

    Answers that the table puts together are one, in the middle of their steps. `leaning`: the share in
    which the clinician expected better less that in which worse; `steps`: the mean distance; `within`: at
    most one step apart, None where answers of several steps are one.
    """

    kappa: Agreement
    within: Share | None
    rosier: Share
    gloomier: Share
    leaning: Mean
    steps: Mean


@dataclass(frozen=True, slots=True)
class MirroredItem:
    """A question asked of both sides, over a quarter's pairs. What cannot be told says why, or is None.

    `table`: the patients' answers from worst to best; `apart`: None for answers without an order;
    `happened`: did the thing happen, for questions that can say no.
    """

    link_id: LinkId
    n: int
    clinicians: int
    blank: int
    table: CrossTable | None
    apart: Apart | NotShown | None
    happened: YesNoAgreement | None


def mirrored_items(quarter: Quarter, questionnaire: Questionnaire) -> Iterator[MirroredItem]:
    """The questions that enough pairs answered, in the questionnaire's order."""
    for item in questionnaire.items:
        tallied = quarter.clusters(mirror_family(item.link_id))
        if item.mirrored and item.answer_kind is AnswerKind.CHOICE:
            found = _mirrored(item, tallied)
            if found is not None:
                yield found


def enough_answers(tallied: Tallied) -> Tallied | None:
    """What was answered, by clinicians of whom anything was; None where it is too little for a quarter."""
    answered = (
        (clinician, {category: n for category, n in counts.items() if category.is_answer})
        for clinician, counts in tallied.items()
    )
    held = {clinician: counts for clinician, counts in answered if counts}
    n = sum(sum(counts.values()) for counts in held.values())
    return held if n >= FEWEST_PAIRS and len(held) >= FEWEST_CLINICIANS else None


def _mirrored(item: Item, tallied: Tallied) -> MirroredItem | None:
    held = enough_answers(tallied)
    if held is None:
        return None
    n = sum(sum(counts.values()) for counts in held.values())
    table = cross_table(_order(item), held)
    groups = common_groups(table, held) if table else ()
    return MirroredItem(
        item.link_id,
        n,
        len(held),
        sum(sum(counts.values()) for counts in tallied.values()) - n,
        table,
        _apart(item, groups, held) if item.choices.level is Level.ORDINAL else None,
        _happened(item, groups, held) if item.choices.apart else None,
    )


def _order(item: Item) -> tuple[str, ...]:
    """The codes from worst to best; those outside the order last, those without one as they stand."""
    good = item.choices.good
    if not good:
        return tuple(map(str, item.choices.codes))
    inside = sorted((code for code in item.choices.codes if code in good), key=lambda code: good[code])
    return tuple(map(str, (*inside, *(code for code in item.choices.codes if code not in good))))


def _apart(item: Item, groups: Sequence[Codes], pairs: Tallied) -> Apart | NotShown:
    good = {str(code): value for code, value in item.choices.good.items()}
    inside = [group for group in groups if not good.keys().isdisjoint(group)]
    if not all(good.keys() >= set(group) for group in inside):
        return NotShown.LITTLE_VARIATION  # what lies outside the order is put together with the order's end
    score = _scores(inside, good, pairs)
    if len(set(score.values())) < _FEWEST_SCORES:
        return NotShown.LITTLE_VARIATION
    span = max(score.values()) - min(score.values())
    ordered = {
        clinician: {one: n for one, n in counts.items() if one.p in score and one.c in score}
        for clinician, counts in pairs.items()
    }

    def steps(category: Category) -> float:
        return score[category.c] - score[category.p]

    def part(weigh: Weigh) -> Share:
        return share(clusters_of([ordered], weigh), BOTH_SIDES)

    whole = all(score[code] == good[code] for code in score)
    apart = sum(n for counts in ordered.values() for one, n in counts.items() if steps(one))
    alike = sum(n for counts in ordered.values() for n in counts.values()) - apart
    found = Apart(
        kappa=weighted_kappa([_of_scores(counts, score) for counts in ordered.values()]),
        within=part(lambda one: float(abs(steps(one)) <= 1)) if whole else None,
        rosier=part(lambda one: float(steps(one) > 0)),
        gloomier=part(lambda one: float(steps(one) < 0)),
        leaning=mean(clusters_of([ordered], lambda one: float(_sign(steps(one)))), -1, 1),
        steps=mean(clusters_of([ordered], steps), -span, span),
    )
    return found if min(apart, alike) >= FEW_OF_A_KIND else _without_widths(found)


def _without_widths(found: Apart) -> Apart:
    """Of a handful of pairs that lie apart, or alike, a width would tell whose they were."""
    none = {"interval": None, "why_not": NotShown.LITTLE_VARIATION}
    means = {name: replace(getattr(found, name), **none) for name in ("kappa", "leaning", "steps")}
    return replace(found, **means)


def _scores(groups: Sequence[Codes], good: Mapping[str, int], pairs: Tallied) -> Mapping[str, float]:
    """What each answer that was given counts as: with others in a group, their middle."""
    given = {code for counts in pairs.values() for one in counts for code in (one.p, one.c)}
    used = [[code for code in group if code in given] for group in groups]
    return {code: fmean(good[one] for one in codes) for codes in used for code in codes}


def _of_scores(counts: Mapping[Category, int], score: Mapping[str, float]) -> dict[tuple[float, float], int]:
    found: dict[tuple[float, float], int] = {}
    for category, n in counts.items():
        key = score[category.p], score[category.c]
        found[key] = found.get(key, 0) + n
    return found


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _happened(item: Item, groups: Sequence[Codes], pairs: Tallied) -> YesNoAgreement | None:
    """None where the table puts 'it did not happen' together with what says that it did."""
    apart = {str(code) for code in item.choices.apart}
    if not groups or any(0 < len(apart.intersection(group)) < len(group) for group in groups):
        return None
    found = Counter[tuple[bool, bool]]()
    for counts in pairs.values():
        for category, n in counts.items():
            found[category.p not in apart, category.c not in apart] += n
    return agreement_of(*(found[one] for one in ((True, True), (True, False), (False, True), (False, False))))


def agreement_of(both: int, patient_alone: int, clinician_alone: int, neither: int) -> YesNoAgreement:
    """How alike both sides are on yes and no. A percentage on yes is of pairs in which anybody said so."""
    one_alone = patient_alone + clinician_alone
    told = yes_no(both, patient_alone, clinician_alone, neither)
    if both + one_alone < FEWEST_FOR_PERCENT:
        told = replace(told, positive=None)
    return replace(told, negative=None) if neither + one_alone < FEWEST_FOR_PERCENT else told
