"""What is told once a calendar quarter, of the whole organisation: how the two sides' answers lie apart.

A cross table shows more than its margins: it is issued for many visits together, never split and never
again. Nor is a share told of which a clinician could know on which side the own patient stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from forms.model import AnswerKind, Item, Level, LinkId
from forms.questionnaire import Questionnaire
from forms.tally import Category, mirror_family
from reports.agreement import Agreement, YesNoAgreement, weighted_kappa, yes_no
from reports.cross_table import CrossTable, cross_table, is_column, is_hidden
from reports.intervals import BOTH_SIDES, FEWEST_FOR_PERCENT, Mean, NotShown, Share, mean, share
from reports.measures import Weigh, clusters_of
from reports.published import Quarter
from reports.release import Tallied

FEWEST_PAIRS, FEWEST_CLINICIANS = 50, 5


@dataclass(frozen=True, slots=True)
class Apart:
    """How far the two sides lie apart on an ordered question.

    `leaning`: the share in which the clinician expected better less that in which worse; `steps`: the
    mean distance; `within`: at most one step apart, None where hardly anybody, or nearly everybody, is.
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

    `table`: the patients' answers from worst to best; `apart`: None, too, for answers without an order;
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
        cross_table(_order(item), held),
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


def _apart(item: Item, pairs: Tallied) -> Apart | NotShown:
    good = {str(code): value for code, value in item.choices.good.items()}
    span = max(good.values()) - min(good.values())
    ordered = {
        clinician: {one: n for one, n in counts.items() if one.p in good and one.c in good}
        for clinician, counts in pairs.items()
    }

    def steps(category: Category) -> int:
        return good[category.c] - good[category.p]

    # Who knows that nobody's was worse than guessed knows it of the own patient.
    signs = (lambda one: steps(one) > 0, lambda one: steps(one) < 0, lambda one: steps(one) == 0)
    if not all(is_hidden(ordered, sign) for sign in signs):
        return NotShown.LITTLE_VARIATION

    def part(weigh: Weigh) -> Share:
        return share(clusters_of([ordered], weigh), BOTH_SIDES)

    is_far = is_hidden(ordered, lambda one: abs(steps(one)) > 1)
    return Apart(
        kappa=weighted_kappa([_of_values(counts, good) for counts in ordered.values()]),
        within=part(lambda one: float(abs(steps(one)) <= 1)) if is_far else None,
        rosier=part(lambda one: float(steps(one) > 0)),
        gloomier=part(lambda one: float(steps(one) < 0)),
        leaning=mean(clusters_of([ordered], lambda one: float(_sign(steps(one)))), -1, 1),
        steps=mean(clusters_of([ordered], steps), -span, span),
    )


def _of_values(counts: Mapping[Category, int], good: Mapping[str, int]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for category, n in counts.items():
        key = good[category.p], good[category.c]
        found[key] = found.get(key, 0) + n
    return found


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


_YES_OR_NO = ("yes",), ("no",)


def _happened(item: Item, pairs: Tallied) -> YesNoAgreement | None:
    """None where a clinician could tell from it what an own patient said."""
    apart = {str(code) for code in item.choices.apart}
    sides = {clinician: _yes_or_no(counts, apart) for clinician, counts in pairs.items()}
    found = Counter[tuple[str, str]]()
    for side in sides.values():
        found.update({(category.p, category.c): n for category, n in side.items()})
    guessed = {c for _, c in found}
    if not all(is_column((c,), _YES_OR_NO, sides) for c in guessed):
        return None
    both, neither = found["yes", "yes"], found["no", "no"]
    one_alone = found["yes", "no"] + found["no", "yes"]
    told = yes_no(both, found["yes", "no"], found["no", "yes"], neither)
    # A percentage on yes is of the pairs in which anybody said so.
    if both + one_alone < FEWEST_FOR_PERCENT:
        told = replace(told, positive=None)
    return replace(told, negative=None) if neither + one_alone < FEWEST_FOR_PERCENT else told


def _yes_or_no(counts: Mapping[Category, int], apart: AbstractSet[str]) -> Mapping[Category, int]:
    """Pairs by whether either side said that the thing happened."""
    found = Counter[Category]()
    for category, n in counts.items():
        p, c = ("no" if code in apart else "yes" for code in (category.p, category.c))
        found[Category(p, c)] += n
    return found
