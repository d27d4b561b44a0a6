"""A period's numbers as plain values: whatever shows one of them shows this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms.model import LinkId
from forms.rule_model import Kind
from reports.by_mode import ItemByMode
from reports.control_chart import Chart, NoChart
from reports.intervals import NotShown, Share
from reports.measures import Primary
from reports.published import View, WeekCount
from reports.quarter import MirroredItem
from reports.set_options import Option
from reports.variation import Variation


class Moved(StrEnum):
    """What became of a measure since the last period."""

    MORE = "more"
    FEWER = "fewer"
    NO_MORE_THAN_CHANCE = "no_more_than_chance"


@dataclass(frozen=True, slots=True)
class Recognised:
    """Of patients who felt little or no reassurance and whose clinician answered: what was expected."""

    seen: int
    unsure: int
    missed: int
    share_seen: Share
    share_unsure: Share
    share_missed: Share


@dataclass(frozen=True, slots=True)
class RuleRate:
    """How often a rule fired on an item where it could.

    `rule`: the key of its texts; `share`: at either severity.
    """

    rule: str
    item: LinkId | None
    kind: Kind
    attention: int
    notice: int
    share: Share


@dataclass(frozen=True, slots=True)
class Promises:
    """What was promised to patients, as it stood when their visits were counted. `share`: done by its day."""

    in_time: int
    late: int
    not_due: int
    share: Share


@dataclass(frozen=True, slots=True)
class ItemAnswers:
    """What patients answered, by code in the scale's order; `n`: how many did; `blank`: left open.

    Of a set, of which several may be picked, the counts add up to more than `n`.
    """

    link_id: LinkId
    counts: Mapping[str, int]
    n: int
    blank: int


@dataclass(frozen=True, slots=True)
class GroupResponse:
    """How many patients answered in a group of visits. `place`: '' for small clinics."""

    place: str
    professions: tuple[str, ...]
    answered: Share


@dataclass(frozen=True, slots=True)
class QuarterTables:
    """What is told of the whole organisation in a quarter."""

    name: str
    items: tuple[MirroredItem, ...]
    options: tuple[Option, ...]
    by_mode: tuple[ItemByMode, ...]
    variations: Mapping[Primary, Variation]


@dataclass(frozen=True, slots=True)
class Period:
    """All numbers of a view.

    `held`, `held_back`: visits that closed in its weeks, and those that wait; `units`: visits in the
    blocks that were sealed in them; `counted` and `answered`: of the visits whose answering is listed (a
    share of none waits); `low`: little or no reassurance, in blocks of `low_held` visits; `low_bounds`:
    if none, or all, of the others were; `low_waits` and `counted_waits`: visits in blocks of which that,
    or whether the patient answered, waits for the next one; `moved`: since the period before, or why
    that is not told.
    """

    view: View
    through: str | None
    held: int
    held_back: int
    units: int
    answered: Share
    shared: Share
    paired: Share
    low: Share
    low_held: int
    low_waits: int
    counted_waits: int
    low_bounds: tuple[float, float] | None
    recognised: Recognised
    moved: Mapping[Primary, Moved | NotShown]
    rates: tuple[RuleRate, ...]
    parted: RuleRate | None
    answers: tuple[ItemAnswers, ...]
    promises: Promises | None
    groups: tuple[GroupResponse, ...]
    charts: Mapping[Primary, Chart | NoChart]
    quarters: tuple[QuarterTables, ...]
    weeks: tuple[WeekCount, ...]
    others: int

    @property
    def counted(self) -> int:
        """Visits of which it is told how many patients answered; all in blocks where that is told of none."""
        return self.answered.n or self.units

    @property
    def differences(self) -> tuple[RuleRate, ...]:
        """What was found at least once and is not a patient's answer alone."""
        return tuple(
            rate for rate in self.rates if rate.kind is not Kind.CONCERN and rate.attention + rate.notice
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be shown of any answer."""
        shares = (self.answered, self.shared, self.paired)
        return not (any(one.n for one in shares) or self.answers or self.rates)
