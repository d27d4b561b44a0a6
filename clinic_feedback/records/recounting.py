"""Counting sealed blocks again from what is there, to find sums that do not fit it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from clinic_feedback.records.closed_units import counted_units
from clinic_feedback.records.models.safety import Tombstone
from clinic_feedback.records.models.sealing import Block, BlockCell, Stratum
from clinic_feedback.records.transaction import Records, Transaction
from forms.tally import SHARING, Category, Family
from reports.measures import FOLLOW_UP
from reports.release import sums_of
from reports.weeks import sunday

_GO_ON = frozenset({FOLLOW_UP, SHARING})
"""What may change after a visit was counted: a promise is kept later, sharing is made stricter."""

Cells = Mapping[tuple[str, Family, Category], int]


def blocks_that_differ(records: Records) -> tuple[str, ...]:
    """Blocks whose sums are not those of their visits, each named by stratum and weeks.

    A patient who withdrew is missing among the visits and stays in the sums; a block that lost whole
    visits to the end of their keeping cannot be counted again and is passed over.
    """
    with records.read() as tx:
        numbers = tx.session.scalars(select(Block.id).order_by(Block.id)).all()
    found = []
    for number in numbers:
        with records.read() as tx:
            found += _differs(tx, number)
    return tuple(found)


def _differs(tx: Transaction, number: int) -> list[str]:
    block, stratum = tx.session.execute(
        select(Block, Stratum).join(Stratum, Stratum.id == Block.stratum_id).where(Block.id == number)
    ).one()
    units = [one.unit for one in counted_units(tx, number, sunday(block.last_week))]
    if len(units) < block.units:
        return []
    gone = tx.session.scalar(select(func.count()).select_from(Tombstone).filter_by(block_id=number)) or 0
    if _fits(_sealed(tx, number), sums_of(units).cells, gone):
        return []
    professions = stratum.professions or "small clinics"
    return [f"{stratum.place} {professions} {block.first_week} to {block.last_week}".strip()]


def _sealed(tx: Transaction, number: int) -> Cells:
    rows = tx.session.scalars(select(BlockCell).filter_by(block_id=number))
    return {(row.mode, Family(row.family), Category(row.p, row.c)): row.n for row in rows}


def _fits(sealed: Cells, now: Cells, gone: int) -> bool:
    """Whether no cell differs by more than the visits whose patient withdrew afterwards."""
    keys = {key for key in {*sealed, *now} if key[1] not in _GO_ON}
    return all(abs(sealed.get(key, 0) - now.get(key, 0)) <= gone for key in keys)
