"""The tables of sealed sums: written once, when a block is sealed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, insert, select

from clinic_feedback.clock import local_date
from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.models.sealing import Block, ClusterCell, Listing, Stratum
from clinic_feedback.records.transaction import Transaction
from forms.tally import Category, Family, complement
from reports.release import BlockId, Clinician, Sums, Terms, Waiting, listed_with
from reports.weeks import quarter_of


class StratumKey(NamedTuple):
    """What the visits of a stratum have in common. `place`: a clinic's code; '' for all small clinics."""

    place: str
    professions: str
    questionnaire: str
    structure_hash: str
    form: str


def write_block(tx: Transaction, weeks: tuple[str, str], key: StratumKey, sums: Sums) -> BlockId:
    """Write a block's sums. `weeks`: of the earliest closing, and at whose end it is sealed."""
    first_week, last_week = weeks
    block = Block(
        stratum_id=_stratum_id(tx, quarter_of(last_week), key),
        sealed_on=local_date(tx.now, "UTC"),
        first_week=first_week,
        last_week=last_week,
        units=sums.units,
        answers=sums.answers,
    )
    tx.session.add(block)
    tx.session.flush()
    # In the order of their names: the order of rows must not tell who came first.
    _insert(tx, "block_cell", ({"block_id": block.id, **cell} for cell in _cells(sums)))
    _insert(tx, "cluster_cell", ({"block_id": block.id, **cell} for cell in _clusters(sums)))
    return BlockId(block.id)


def note_counted(tx: Transaction, block: BlockId, visit_ids: Iterable[int]) -> None:
    """Remember which visits a block has counted."""
    _insert(tx, "sealed_unit", ({"block_id": block, "consultation_id": one} for one in visit_ids))


def list_families(tx: Transaction, block: BlockId, key: StratumKey, sums: Sums, terms: Terms) -> None:
    """List the families that can be, with the blocks of the same stratum that waited for it."""
    clusters = sums.clusters
    before = _blocks_before(tx, block, key)
    last = _last_listed(tx, before)
    rests = {rest for family in clusters if (rest := complement(family)) is not None}
    listed = listed_with(block, clusters, _waiting(tx, before, last, rests.union(clusters)), terms)
    # What a family leaves over is of all blocks since its last listing, those without it, too.
    found = {
        family: parts if complement(family) is None else (*_after(before, last.get(family, 0)), block)
        for family, parts in listed.items()
    }
    _insert(
        tx,
        "listing",
        (
            {"block_id": part, "family": family, "listed_id": block}
            for family, parts in sorted(found.items())
            for part in parts
        ),
    )


def _after(before: Sequence[int], last: int) -> Sequence[BlockId]:
    return [BlockId(number) for number in before if number > last]


def _stratum_id(tx: Transaction, quarter: str, key: StratumKey) -> int:
    stratum = tx.session.scalars(select(Stratum).filter_by(quarter=quarter, **key._asdict())).one_or_none()
    if stratum is None:
        stratum = Stratum(quarter=quarter, **key._asdict())
        tx.session.add(stratum)
        tx.session.flush()
    return stratum.id


def _cells(sums: Sums) -> Iterator[Mapping[str, object]]:
    for (mode, family, (p, c)), n in sorted(sums.cells.items()):
        yield {"mode": mode, "family": family, "p": p, "c": c, "n": n}


def _clusters(sums: Sums) -> Iterator[Mapping[str, object]]:
    for (mode, family), tallied in sorted(sums.by_mode.items()):
        for clinician, counts in sorted(tallied.items()):
            for (p, c), n in sorted(counts.items()):
                yield {"clinician_key": clinician, "mode": mode, "family": family, "p": p, "c": c, "n": n}


def _waiting(
    tx: Transaction, before: Sequence[int], last: Mapping[Family, int], families: Iterable[Family]
) -> Mapping[Family, Waiting]:
    """By family, those of a stratum's earlier blocks that are not listed yet. `last`: its last listing."""
    # What is listed takes along all that waited for it: only what came afterwards waits.
    wait = {family for family in families if before and last.get(family, 0) < before[-1]}
    since = min((last.get(family, 0) for family in wait), default=0)
    rows = tx.session.execute(
        select(
            *(ClusterCell.family, ClusterCell.block_id, ClusterCell.clinician_key),
            *(ClusterCell.p, ClusterCell.c, ClusterCell.n),
        )
        .where(ClusterCell.block_id.in_([number for number in before if number > since]))
        .where(ClusterCell.family.in_(wait))
        .order_by(ClusterCell.block_id)
    )
    blocks: dict[Family, dict[BlockId, None]] = defaultdict(dict)
    tallied: dict[Family, dict[Clinician, dict[Category, int]]] = defaultdict(lambda: defaultdict(dict))
    for name, block_id, clinician, p, c, n in rows:
        family = Family(name)
        if block_id <= last.get(family, 0):
            continue
        blocks[family][BlockId(block_id)] = None
        counts = tallied[family][Clinician(clinician)]
        counts[Category(p, c)] = counts.get(Category(p, c), 0) + n
    return {family: Waiting(tuple(some), dict(tallied[family])) for family, some in blocks.items()}


def _blocks_before(tx: Transaction, block: BlockId, key: StratumKey) -> list[int]:
    """The earlier blocks of a stratum, in every quarter."""
    alike = [getattr(Stratum, name) == value for name, value in key._asdict().items()]
    of_stratum = select(Block.id).join(Stratum, Stratum.id == Block.stratum_id).where(*alike)
    return sorted(number for number in tx.session.scalars(of_stratum) if number != block)


def _last_listed(tx: Transaction, numbers: Sequence[int]) -> Mapping[Family, int]:
    """By family, the last of some blocks under which it is published."""
    rows = tx.session.execute(
        select(Listing.family, func.max(Listing.listed_id))
        .where(Listing.listed_id.in_(numbers))
        .group_by(Listing.family)
    )
    return {Family(family): number for family, number in rows}


def _insert(tx: Transaction, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    new = list(rows)
    if new:
        tx.connection.execute(insert(SCHEMA.tables[table]), new)
