"""The end of keeping: what patients were promised to be deleted after some months is deleted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import delete, exists, select

from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.sealing import Block, SealedUnit
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.week_counts import count_forgotten
from reports.weeks import week_of

_AT_ONCE = 200
_MONTHS_OF_A_YEAR = 12


def forget_old(records: Records, months: int) -> int:
    """Delete every visit that closed so many months ago, with all that hangs on it; how many those were.

    Visits of a sealed block go together, once the last of them is old; the block's sums stay, and how
    many visits closed in each week.
    """
    forgotten = 0
    while some := records.write(partial(_forget_some, months=months)):
        forgotten += some
    return forgotten


def _forget_some(tx: Transaction, months: int) -> int:
    cutoff = months_before(tx.now, months)
    young = exists(
        select(Block.id)
        .join(SealedUnit, SealedUnit.block_id == Block.id)
        .where(SealedUnit.consultation_id == Consultation.id, Block.last_week >= week_of(cutoff.date()))
    )
    old = select(Consultation.id).where(Consultation.closes_at < cutoff, ~young)
    oldest = old.order_by(Consultation.closes_at).limit(_AT_ONCE)
    locked = tx.session.scalars(oldest.with_for_update(skip_locked=True)).all()
    # What is read with a lock may be older than it: a block may have counted some of these meanwhile.
    numbers = tx.session.scalars(old.where(Consultation.id.in_(locked))).all() if locked else ()
    if numbers:
        count_forgotten(tx, numbers)
        tx.session.execute(delete(Consultation).where(Consultation.id.in_(numbers)))
    return len(numbers)


def months_before(moment: datetime, months: int) -> datetime:
    """The same day of an earlier month, or its last day where it is shorter."""
    year, month = divmod(moment.year * _MONTHS_OF_A_YEAR + moment.month - 1 - months, _MONTHS_OF_A_YEAR)
    first_of_next = date(year + (month + 1) // _MONTHS_OF_A_YEAR, (month + 1) % _MONTHS_OF_A_YEAR + 1, 1)
    last = first_of_next - timedelta(days=1)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last.day))
