"""What may be published together: sealed blocks of visits, in which nobody can be found.

All that is ever shown is a sum over whole groups of blocks. So every published number is constant on
a group, and so is every combination of them: whoever subtracts one from another finds groups again, and
each of these holds enough visits of enough clinicians. `docs/security.md` says it at length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NewType

from forms.tally import ANSWERED, Category, Family, complement, is_left_over

BlockId = NewType("BlockId", int)
Clinician = NewType("Clinician", str)
"""Who held visits, by a number that means nothing anywhere else."""

_LEFT_OVER_ALIKE = 10
"""Of others, where what is left over is all alike: who wants to know it has to subtract first."""

Tallied = Mapping[Clinician, Mapping[Category, int]]
"""How often each category was answered in a family, by the clinician of the visit."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How many it takes. They may be raised, never lowered.

    `answers`: visits with a patient's response in a block; `clinicians`: whose visits these are;
    `of_others`: answers that remain when any one clinician's own are taken away; `when_alike`: how many
    have to remain where all of them say the same.
    """

    answers: int = 10
    clinicians: int = 3
    of_others: int = 5
    when_alike: int = 20


@dataclass(frozen=True, slots=True)
class Unit:
    """A visit that is closed, as it is counted. `mode`: where its patient answered; '' where nobody did."""

    clinician: Clinician
    answered: bool
    mode: str
    tally: Mapping[Family, Category]


@dataclass(frozen=True, slots=True)
class Sums:
    """A block's counts: the published ones, and those by clinician, which serve intervals alone.

    `by_mode`: the latter by where the patient answered.
    """

    units: int
    answers: int
    cells: Mapping[tuple[str, Family, Category], int]
    by_mode: Mapping[tuple[str, Family], Tallied]

    @property
    def clusters(self) -> Mapping[Family, Tallied]:
        """By clinician, wherever patients answered."""
        parts: dict[Family, list[Tallied]] = {}
        for (_, family), tallied in self.by_mode.items():
            parts.setdefault(family, []).append(tallied)
        return {family: together(some) for family, some in parts.items()}


def may_be_sealed(answered: Mapping[Clinician, int], terms: Terms) -> bool:
    """Whether visits that wait are enough for a block. `answered`: how many patients did, by clinician."""
    owns = [own for own in answered.values() if own]
    return (
        sum(owns) >= terms.answers
        and len(owns) >= terms.clinicians
        and all(sum(owns) - own >= terms.of_others for own in owns)
    )


def sums_of(units: Sequence[Unit]) -> Sums:
    """The counts of a block of visits."""
    cells: Counter[tuple[str, Family, Category]] = Counter()
    by_mode: dict[tuple[str, Family], dict[Clinician, Counter[Category]]] = {}
    for unit in units:
        for family, category in unit.tally.items():
            cells[unit.mode, family, category] += 1
            of_mode = by_mode.setdefault((unit.mode, family), {})
            of_mode.setdefault(unit.clinician, Counter())[category] += 1
    return Sums(len(units), sum(unit.answered for unit in units), cells, by_mode)


def together(parts: Iterable[Tallied]) -> Tallied:
    """The counts of several blocks, added."""
    found: dict[Clinician, Counter[Category]] = {}
    for part in parts:
        for clinician, counts in part.items():
            found.setdefault(clinician, Counter()).update(counts)
    return found


def may_be_listed(tallied: Tallied, terms: Terms) -> bool:
    """Whether a family's counts hide what the patient of any one clinician said, from that clinician too.

    Without the own visits of whichever clinician, enough answers must be left, and not all alike: none that
    all of them gave.
    """
    everybody = _added(tallied.values())
    # Somebody who held none of these visits takes none away.
    owns: list[Mapping[Category, int]] = [{}, *tallied.values()]
    return all(_enough(_without(everybody, own), terms) for own in owns)


def _added(parts: Iterable[Mapping[Category, int]]) -> Mapping[Category, int]:
    found: Counter[Category] = Counter()
    for counts in parts:
        found.update(counts)
    return found


def _without(counts: Mapping[Category, int], own: Mapping[Category, int]) -> Mapping[Category, int]:
    """How many others answered each thing that any of them answered; what was left open is no answer."""
    rest = {category: n - own.get(category, 0) for category, n in counts.items() if category.is_answer}
    return {category: n for category, n in rest.items() if n > 0}


def _enough(rest: Mapping[Category, int], terms: Terms) -> bool:
    total = sum(rest.values())
    named = Counter[str]()
    for category, n in rest.items():
        for code in _codes(category):
            named[code] += n
    return total >= terms.of_others and (max(named.values(), default=0) < total or total >= terms.when_alike)


def _codes(category: Category) -> list[str]:
    """What is counted of an answer: of a set each of its codes, which all of them may have in common."""
    return [f"{category.p} {category.c}"] if category.c else category.p.split("+")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Blocks of a stratum that are sealed, and whose counts of one family are not listed yet."""

    blocks: tuple[BlockId, ...] = ()
    tallied: Tallied = field(default_factory=dict)


def listed_with(
    block: BlockId, clusters: Mapping[Family, Tallied], waiting: Mapping[Family, Waiting], terms: Terms
) -> Mapping[Family, tuple[BlockId, ...]]:
    """The families that can be listed now that a block is sealed, each with the blocks that go together.

    A family that cannot waits for the next block of its stratum: to leave it out would bend the rates.
    None can while 'answered' cannot: what was left open is counted as well, so that the sum of a question's
    counts is the number of patients who answered. Nor can one while what it leaves of another is too little.
    """
    found: dict[Family, tuple[BlockId, ...]] = {}
    for family in sorted(clusters, key=_order):
        before = waiting.get(family, Waiting())
        rest = complement(family)
        is_left = rest in clusters or rest in waiting
        if is_left and rest not in found:
            continue
        needed = replace(terms, when_alike=_LEFT_OVER_ALIKE) if is_left_over(family) else terms
        if may_be_listed(together([before.tallied, clusters[family]]), needed):
            found[family] = (*before.blocks, block)
        elif family == ANSWERED:
            break
    return found


def _order(family: Family) -> tuple[bool, bool]:
    """What others depend on comes first."""
    return family != ANSWERED, complement(family) is not None
