"""What patients answered on the clinic's tablet and elsewhere: told once a quarter, for everybody together.

Forms that are filled in in the clinic are kinder to the people there than those that come from home.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.model import Item, Level, LinkId, Side
from forms.questionnaire import Questionnaire
from forms.tally import NO, YES, Category, patient_family
from reports.cross_table import Codes, merged
from reports.intervals import PATIENTS_ALONE, Share, share
from reports.measures import LOW, Weigh, answered_one_of, clusters_of
from reports.published import Quarter
from reports.quarter import enough_answers
from reports.release import Tallied, Terms, may_be_listed, together

MODES = ("tablet", "browser", "phone", "paper", "import")
"""From those filled in in the clinic to those that were not; neighbours are added where they are few."""

_STEPS = 5


@dataclass(frozen=True, slots=True)
class ModeShare:
    """Of patients who answered in one of some ways: how many gave one of the two least favourable answers."""

    modes: Codes
    low: Share


@dataclass(frozen=True, slots=True)
class ItemByMode:
    """A question, by where it was answered."""

    link_id: LinkId
    shares: tuple[ModeShare, ...]


def items_by_mode(quarter: Quarter, questionnaire: Questionnaire) -> Iterator[ItemByMode]:
    """The questions of which at least two ways of answering hide everybody, in the questionnaire's order."""
    for item in questionnaire.items:
        if _has_five_steps(item):
            shares = _shares(item, quarter)
            if len(shares) > 1:
                yield ItemByMode(item.link_id, shares)


def _has_five_steps(item: Item) -> bool:
    asked = Side.PATIENT in item.sides and item.scale is not None
    return asked and item.choices.level is Level.ORDINAL and len(item.choices.good) == _STEPS


def _shares(item: Item, quarter: Quarter) -> tuple[ModeShare, ...]:
    by_mode = quarter.by_mode.get(patient_family(item.link_id), {})
    if enough_answers(together(by_mode.values())) is None:
        return ()
    weigh = answered_one_of(code for code, value in item.choices.good.items() if value <= LOW)

    def added(modes: Codes) -> Tallied:
        return together(by_mode.get(mode, {}) for mode in modes)

    groups = merged(MODES, lambda modes: _is_enough(added(modes), weigh))
    return tuple(
        ModeShare(
            tuple(mode for mode in modes if mode in by_mode),
            share(clusters_of([added(modes)], weigh), PATIENTS_ALONE),
        )
        for modes in groups
    )


def _is_enough(tallied: Tallied, weigh: Weigh) -> bool:
    """Whether what is told hides everybody: one of the two least favourable answers, or another one."""
    terms = Terms()
    told = {clinician: _as_told(counts, weigh) for clinician, counts in tallied.items()}
    answers = sum(sum(counts.values()) for counts in told.values())
    return answers >= terms.answers and may_be_listed(told, terms)


def _as_told(counts: Mapping[Category, int], weigh: Weigh) -> Mapping[Category, int]:
    found = Counter[Category]()
    for category, n in counts.items():
        if category.is_answer:
            found[YES if weigh(category) else NO] += n
    return found
