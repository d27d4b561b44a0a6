"""What is told once a calendar quarter, of the whole organisation: how the two sides' answers lie apart.

A cross table shows more than its margins: it is issued for many visits together, never split and never
again, and a row of few is added to its neighbour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from forms.model import AnswerKind, Item, Level, LinkId
from forms.questionnaire import Questionnaire
from forms.tally import Category, mirror_family
from reports.agreement import Agreement, YesNoAgreement, weighted_kappa, yes_no
from reports.intervals import BOTH_SIDES, FEWEST_FOR_PERCENT, Mean, Share, mean, share
from reports.measures import Weigh, clusters_of
from reports.published import Quarter
from reports.release import Clinician

FEWEST_PAIRS, FEWEST_CLINICIANS = 50, 5
_FEWEST_IN_A_ROW, _OF_OTHERS_IN_A_ROW = 5, 3

Tallied = Mapping[Clinician, Mapping[Category, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """Pairs in which the patient answered one of `codes`; `counts`: by the clinician's answer."""

    codes: tuple[str, ...]
    counts: Mapping[str, int]

    @property
    def n(self) -> int:
        """How many pairs."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Apart:
    """How far the two sides lie apart on an ordered question.

    `leaning`: the share in which the clinician expected better less that in which worse; `steps`: the
    mean distance; `within`: at most one step apart.
    """

    kappa: Agreement
    within: Share
    rosier: Share
    gloomier: Share
    leaning: Mean
    steps: Mean


@dataclass(frozen=True, slots=True)
class MirroredItem:
    """A question asked of both sides, over a quarter's pairs.

    `rows`: the patients' answers from worst to best; `happened`: did the thing happen, for questions
    that can say no; `apart`: None for answers without an order.
    """

    link_id: LinkId
    n: int
    clinicians: int
    blank: int
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    apart: Apart | None
    happened: YesNoAgreement | None


def mirrored_items(quarter: Quarter, questionnaire: Questionnaire) -> Iterator[MirroredItem]:
    """The questions that enough pairs answered, in the questionnaire's order."""
    for item in questionnaire.items:
        tallied = quarter.clusters.get(mirror_family(item.link_id))
        if item.mirrored and tallied and item.answer_kind is AnswerKind.CHOICE:
            found = _mirrored(item, tallied)
            if found is not None:
                yield found


def _mirrored(item: Item, tallied: Tallied) -> MirroredItem | None:
    pairs = {
        clinician: {category: n for category, n in counts.items() if category.is_answer}
        for clinician, counts in tallied.items()
    }
    held = {clinician: counts for clinician, counts in pairs.items() if counts}
    n = sum(sum(counts.values()) for counts in held.values())
    if n < FEWEST_PAIRS or len(held) < FEWEST_CLINICIANS:
        return None
    ordered = item.choices.level is Level.ORDINAL
    return MirroredItem(
        item.link_id,
        n,
        len(held),
        sum(sum(counts.values()) for counts in tallied.values()) - n,
        _rows(_order(item), held),
        _order(item),
        _apart(item, held) if ordered else None,
        _happened(item, held) if item.choices.apart else None,
    )


def _order(item: Item) -> tuple[str, ...]:
    """The codes from worst to best; those outside the order last, those without one as they stand."""
    good = item.choices.good
    if not good:
        return tuple(map(str, item.choices.codes))
    inside = sorted((code for code in item.choices.codes if code in good), key=lambda code: good[code])
    return tuple(map(str, (*inside, *(code for code in item.choices.codes if code not in good))))


def _rows(order: Sequence[str], pairs: Tallied) -> tuple[Row, ...]:
    """A row an answer; one of few pairs is added to its neighbour until there are enough in it."""
    rows: list[Row] = []
    open_: tuple[str, ...] = ()
    for code in order:
        open_ = (*open_, code)
        if _enough(open_, pairs):
            rows.append(_row(open_, order, pairs))
            open_ = ()
    if open_ and rows:
        rows[-1] = _row((*rows[-1].codes, *open_), order, pairs)
    return tuple(rows)


def _enough(codes: tuple[str, ...], pairs: Tallied) -> bool:
    own = [sum(n for category, n in counts.items() if category.p in codes) for counts in pairs.values()]
    total = sum(own)
    return total >= _FEWEST_IN_A_ROW and all(total - one >= _OF_OTHERS_IN_A_ROW for one in own)


def _row(codes: tuple[str, ...], columns: Sequence[str], pairs: Tallied) -> Row:
    counts = dict.fromkeys(columns, 0)
    for of_clinician in pairs.values():
        for category, n in of_clinician.items():
            if category.p in codes:
                counts[category.c] += n
    return Row(codes, counts)


def _apart(item: Item, pairs: Tallied) -> Apart:
    good = {str(code): value for code, value in item.choices.good.items()}
    span = max(good.values()) - min(good.values())

    def told(sign: Weigh) -> Weigh:
        """Only pairs in which both answers stand in the order."""
        return lambda category: sign(category) if category.p in good and category.c in good else None

    def steps(category: Category) -> float:
        return good[category.c] - good[category.p]

    def of_values(counts: Mapping[Category, int]) -> dict[tuple[int, int], int]:
        found: dict[tuple[int, int], int] = {}
        for category, n in counts.items():
            if category.p in good and category.c in good:
                key = good[category.p], good[category.c]
                found[key] = found.get(key, 0) + n
        return found

    def part(weigh: Weigh) -> Share:
        return share(clusters_of([pairs], told(weigh)), BOTH_SIDES)

    return Apart(
        kappa=weighted_kappa([of_values(counts) for counts in pairs.values()]),
        within=part(lambda category: float(abs(steps(category)) <= 1)),
        rosier=part(lambda category: float(steps(category) > 0)),
        gloomier=part(lambda category: float(steps(category) < 0)),
        leaning=mean(clusters_of([pairs], told(lambda one: float(_sign(steps(one))))), -1, 1),
        steps=mean(clusters_of([pairs], told(steps)), -span, span),
    )


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _happened(item: Item, pairs: Tallied) -> YesNoAgreement:
    apart = {str(code) for code in item.choices.apart}
    found = {(p, c): 0 for p in (True, False) for c in (True, False)}
    for counts in pairs.values():
        for category, n in counts.items():
            found[category.p not in apart, category.c not in apart] += n
    both, neither = found[True, True], found[False, False]
    one_alone = found[True, False] + found[False, True]
    told = yes_no(both, found[True, False], found[False, True], neither)
    # A percentage on yes is of the pairs in which anybody said so.
    if both + one_alone < FEWEST_FOR_PERCENT:
        told = replace(told, positive=None)
    return replace(told, negative=None) if neither + one_alone < FEWEST_FOR_PERCENT else told
