"""What of the sealed sums belongs to a choice of weeks, clinic and profession. No other query reads them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVarTuple

from sqlalchemy import Row, Select, and_, func, select

from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.models.sealing import (
    Block,
    BlockCell,
    ClusterCell,
    Listing,
    SealedWeek,
    Staffing,
    Stratum,
)
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.week_counts import week_counts
from forms.tally import Category, Family
from reports.published import (
    Cut,
    Listed,
    Member,
    Published,
    Quarter,
    SealedBlock,
    View,
    cuts,
    wider,
)
from reports.release import Clinician, Tallied
from reports.weeks import quarter_is_over, quarter_of, week_after, weeks_between

_AT_ONCE = 2_000

Blocks = Mapping[int, tuple[Block, Stratum]]
Columns = TypeVarTuple("Columns")


def published(tx: Transaction, view: View) -> Published | Cut:
    """All that may be shown of a choice; or that it would cut a block in two."""
    members = _members(tx)
    in_weeks = _blocks(tx, view)
    strata = {stratum.id: _of(stratum, members) for _, stratum in in_weeks.values()}
    if cuts(view, strata.values()):
        return Cut(view, wider(view, list(strata.values())))
    chosen = {
        number: (block, stratum)
        for number, (block, stratum) in in_weeks.items()
        if strata[stratum.id] and all(map(view.holds, strata[stratum.id]))
    }
    asked = _asked_most(chosen.values())
    kept = {number: pair for number, pair in chosen.items() if pair[1].structure_hash == asked}
    through = tx.session.scalar(select(func.max(SealedWeek.week)))
    return Published(
        view=view,
        through=through,
        blocks=tuple(_facts(*pair) for pair in kept.values()),
        families=_families(tx, kept),
        weeks=tuple(week_counts(tx, view)),
        quarters=tuple(_quarters(tx, view, through, asked)),
        others=sum(block.units for number, (block, _) in chosen.items() if number not in kept),
    )


def _members(tx: Transaction) -> Mapping[tuple[str, str, str], frozenset[Member]]:
    """Whose visits a stratum has, by quarter, place and professions."""
    found: dict[tuple[str, str, str], set[Member]] = defaultdict(set)
    rows = tx.session.execute(
        select(Staffing.quarter, Clinic.code, Staffing.professions, Staffing.profession).join(
            Clinic, Clinic.id == Staffing.clinic_id
        )
    )
    for quarter, code, professions, profession in rows:
        found[quarter, code if professions else "", professions].add((code, profession))
        if not professions:
            # A profession that comes to a small clinic later is counted there, too: only all are whole.
            found[quarter, "", ""].add((code, ""))
    return {key: frozenset(some) for key, some in found.items()}


def _of(stratum: Stratum, members: Mapping[tuple[str, str, str], frozenset[Member]]) -> frozenset[Member]:
    """A stratum's members; a profession that came during the quarter has a stratum that no staffing names.

    Of small clinics those of earlier quarters, too: a family that waited then is listed with this one.
    """
    if not stratum.professions:
        small = (
            some for (quarter, *_, one), some in members.items() if not one and quarter <= stratum.quarter
        )
        return frozenset[Member]().union(*small)
    alone = frozenset((stratum.place, one) for one in stratum.professions.split("+"))
    return members.get((stratum.quarter, stratum.place, stratum.professions), alone)


def _blocks(tx: Transaction, view: View) -> Blocks:
    """The blocks that were sealed in the weeks of a view, in an order that tells nothing."""
    rows = tx.session.execute(
        select(Block, Stratum)
        .join(Stratum, Stratum.id == Block.stratum_id)
        .where(Block.last_week.between(view.first_week, view.last_week))
        .order_by(Block.last_week, Stratum.place, Stratum.professions, Stratum.form, Stratum.structure_hash)
    )
    return {block.id: (block, stratum) for block, stratum in rows}


def _asked_most(blocks: Iterable[tuple[Block, Stratum]]) -> str:
    """The structure that most visits answered: two that differ cannot be added."""
    units: Counter[str] = Counter()
    for block, stratum in blocks:
        units[stratum.structure_hash] += block.units
    return min(units, key=lambda one: (-units[one], one), default="")


def _facts(block: Block, stratum: Stratum) -> SealedBlock:
    return SealedBlock(
        stratum.place,
        _split(stratum.professions),
        stratum.questionnaire,
        stratum.structure_hash,
        stratum.form,
        block.sealed_on,
        block.first_week,
        block.last_week,
        block.units,
    )


def _split(professions: str) -> tuple[str, ...]:
    return tuple(professions.split("+")) if professions else ()


def _families(tx: Transaction, blocks: Blocks) -> Mapping[Family, tuple[Listed, ...]]:
    counts = _listed_counts(tx, list(blocks))
    clusters = _listed_clusters(tx, list(blocks))
    extents = _extents(tx, list(blocks))
    found: dict[Family, list[Listed]] = defaultdict(list)
    for number, (block, stratum) in blocks.items():
        for family, some in counts.get(number, {}).items():
            listed = Listed(
                stratum.place,
                _split(stratum.professions),
                stratum.form,
                extents[number, family][0],
                block.last_week,
                extents[number, family][1],
                some,
                clusters[number][family],
            )
            found[family].append(listed)
    return {family: tuple(found[family]) for family in sorted(found)}


def _listed_counts(
    tx: Transaction, numbers: Sequence[int]
) -> Mapping[int, Mapping[Family, Mapping[Category, int]]]:
    """What is published under each block, added over the blocks that are one with it."""
    found: dict[int, dict[Family, dict[Category, int]]] = defaultdict(lambda: defaultdict(dict))
    total = func.sum(BlockCell.n)
    query = (
        select(Listing.listed_id, BlockCell.family, BlockCell.p, BlockCell.c, total)
        .join(BlockCell, and_(BlockCell.block_id == Listing.block_id, BlockCell.family == Listing.family))
        .group_by(Listing.listed_id, BlockCell.family, BlockCell.p, BlockCell.c)
        .order_by(Listing.listed_id, BlockCell.family, BlockCell.p, BlockCell.c)
    )
    for number, family, p, c, n in _of_blocks(tx, query, numbers):
        found[number][Family(family)][Category(p, c)] = int(n)
    return found


def _listed_clusters(tx: Transaction, numbers: Sequence[int]) -> Mapping[int, Mapping[Family, Tallied]]:
    found: dict[int, dict[Family, dict[Clinician, dict[Category, int]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(dict))
    )
    key = (Listing.listed_id, ClusterCell.family, ClusterCell.clinician_key, ClusterCell.p, ClusterCell.c)
    query = (
        select(*key, func.sum(ClusterCell.n))
        .join(
            ClusterCell, and_(ClusterCell.block_id == Listing.block_id, ClusterCell.family == Listing.family)
        )
        .group_by(*key)
    )
    for number, family, clinician, p, c, n in _of_blocks(tx, query, numbers):
        found[number][Family(family)][Clinician(clinician)][Category(p, c)] = int(n)
    return found


def _extents(tx: Transaction, numbers: Sequence[int]) -> Mapping[tuple[int, Family], tuple[str, int]]:
    """The first week, and how many visits there are, of blocks that are one for a family."""
    query = (
        select(Listing.listed_id, Listing.family, func.min(Block.first_week), func.sum(Block.units))
        .join(Block, Block.id == Listing.block_id)
        .group_by(Listing.listed_id, Listing.family)
    )
    rows = _of_blocks(tx, query, numbers)
    return {(number, Family(family)): (week, int(units)) for number, family, week, units in rows}


def _of_blocks(tx: Transaction, query: Select[*Columns], numbers: Sequence[int]) -> Iterator[Row[*Columns]]:
    """The rows of a query by listed block, of these alone; a part at a time, as a statement takes so many."""
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        yield from tx.session.execute(query.where(Listing.listed_id.in_(some)))


def _quarters(tx: Transaction, view: View, through: str | None, asked: str) -> Iterable[Quarter]:
    """The tables of the whole organisation, of each quarter that is over and lies in the view's weeks."""
    if through is None:
        return
    for name in sorted({quarter_of(week) for week in weeks_between(view.first_week, view.last_week)}):
        weeks = [w for w in weeks_between(view.first_week, view.last_week) if quarter_of(w) == name]
        whole = quarter_of(week_after(weeks[0], -1)) != name and quarter_of(week_after(weeks[-1])) != name
        if whole and quarter_is_over(name, through):
            yield _quarter(tx, name, (weeks[0], weeks[-1]), asked)


def _quarter(tx: Transaction, name: str, weeks: tuple[str, str], asked: str) -> Quarter:
    in_quarter = [
        number
        for number, (_, stratum) in _blocks(tx, View(*weeks)).items()
        if stratum.structure_hash == asked
    ]
    return Quarter(name, _by_mode(tx, in_quarter))


def _by_mode(tx: Transaction, numbers: Sequence[int]) -> Mapping[Family, Mapping[str, Tallied]]:
    """By where patients answered and by clinician, what is published under any of some blocks."""
    found: dict[Family, dict[str, dict[Clinician, dict[Category, int]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(dict))
    )
    cell = ClusterCell
    key = (cell.family, cell.mode, cell.clinician_key, cell.p, cell.c)
    rows = tx.session.execute(
        select(*key, func.sum(cell.n))
        .join(Listing, and_(Listing.block_id == cell.block_id, Listing.family == cell.family))
        .where(Listing.listed_id.in_(numbers))
        .group_by(*key)
    )
    for family, mode, clinician, p, c, n in rows:
        found[Family(family)][mode][Clinician(clinician)][Category(p, c)] = int(n)
    return found
