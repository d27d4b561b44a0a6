"""Counts by clinician of quarters whose visits are deleted: kept for the quarter as a whole.

By block they would go on telling, for ever, who had visits in which weeks. A choice of weeks that cuts
such a quarter shows shares without intervals.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, select
from sqlalchemy.orm import aliased

from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.models.sealing import (
    Block,
    ClusterCell,
    Listing,
    SealedUnit,
    SealedWeek,
    Stratum,
)
from clinic_feedback.records.transaction import Records, Transaction
from reports.weeks import quarter_is_over

_OF_CELL = and_(Listing.block_id == ClusterCell.block_id, Listing.family == ClusterCell.family)


def roll_up(records: Records) -> int:
    """Add up what lies under several blocks of a quarter that has lost all its visits; in how many strata.

    Each stratum in a transaction of its own: where it is cut off, the next call goes on.
    """
    with records.read() as tx:
        due = _due(tx)
    for stratum in due:
        records.write(partial(_roll_up, stratum=stratum))
    return len(due)


def _due(tx: Transaction) -> Sequence[int]:
    through = tx.session.scalar(select(func.max(SealedWeek.week)))
    listed = aliased(Block)
    kept = (
        select(SealedUnit.id)
        .join(Listing, Listing.block_id == SealedUnit.block_id)
        .join(listed, listed.id == Listing.listed_id)
        .where(listed.stratum_id == Stratum.id)
    )
    rows = tx.session.execute(select(Stratum.id, Stratum.quarter).where(~exists(kept)).order_by(Stratum.id))
    over = [number for number, quarter in rows if through and quarter_is_over(quarter, through)]
    return [number for number in over if tx.session.scalars(_scattered(number)).first() is not None]


def _scattered(stratum: int) -> Select[str]:
    """The families of a stratum that have counts by clinician under several blocks."""
    return (
        select(ClusterCell.family)
        .join(Listing, _OF_CELL)
        .where(_is_listed_in(stratum))
        .group_by(ClusterCell.family)
        .having(func.count(ClusterCell.block_id.distinct()) > 1)
    )


def _is_listed_in(stratum: int) -> ColumnElement[bool]:
    return Listing.listed_id.in_(select(Block.id).where(Block.stratum_id == stratum))


def _roll_up(tx: Transaction, stratum: int) -> None:
    tx.session.execute(select(Stratum.id).where(Stratum.id == stratum).with_for_update())
    families = tx.session.scalars(_scattered(stratum)).all()
    last = tx.session.execute(
        select(Listing.family, func.max(Listing.listed_id))
        .where(_is_listed_in(stratum), Listing.family.in_(families))
        .group_by(Listing.family)
    )
    for family, block in last.all():
        _move(tx, stratum, family, block)


def _move(tx: Transaction, stratum: int, family: str, block: int) -> None:
    """Bring a family's counts by clinician under the last block that lists it."""
    key = (ClusterCell.clinician_key, ClusterCell.mode, ClusterCell.p, ClusterCell.c)
    blocks = select(Listing.block_id).where(_is_listed_in(stratum), Listing.family == family)
    here = (ClusterCell.family == family, ClusterCell.block_id.in_(blocks))
    rows = tx.session.execute(
        select(*key, func.sum(ClusterCell.n)).where(*here).group_by(*key).order_by(*key)
    )
    new = [
        {"block_id": block, "family": family, "clinician_key": who, "mode": mode, "p": p, "c": c, "n": int(n)}
        for who, mode, p, c, n in rows
    ]
    tx.session.execute(delete(ClusterCell).where(*here).execution_options(synchronize_session=False))
    tx.connection.execute(insert(SCHEMA.tables["cluster_cell"]), new)
