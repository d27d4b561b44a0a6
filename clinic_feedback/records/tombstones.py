"""Tombstones: which sides were taken out of the records, so that none of them comes back by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from clinic_feedback.keys import Purpose
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.safety import Tombstone
from clinic_feedback.records.models.sealing import SealedUnit
from clinic_feedback.records.transaction import Transaction
from forms.model import Side


@dataclass(frozen=True, slots=True)
class Buried:
    """A side that is gone. The digest tells neither which one it was nor what was in it.

    `block_id`: the sealed block that counts it for ever; None where none does, or another database's.
    """

    digest: bytes
    made_at: datetime
    block_id: int | None = None


def tombstone_of(tx: Transaction, visit: Consultation, side: Side) -> bytes:
    """What a side is known by after it is gone.

    By what its source calls the visit, where it calls it anything: imported again into a database that
    never knew it, a visit has another id of ours, and is the same visit.
    """
    if visit.ref_hmac is None:
        named = visit.public_id
    else:
        named = f"{visit.source}\n{visit.ref_hmac.hex()}\n{visit.questionnaire}"
    return tx.keys.digest(Purpose.TOMBSTONE, f"{named}\n{side}")


def bury(tx: Transaction, visit: Consultation, side: Side) -> None:
    """Remember that a side is gone for good, and which block counts it for ever, if one does."""
    block_id = tx.session.scalar(select(SealedUnit.block_id).filter_by(consultation_id=visit.id))
    digest = tombstone_of(tx, visit, side)
    new = bury_all(tx, [Buried(digest, tx.now, block_id)])
    if not new and block_id is not None:
        # A tombstone that came from a ledger names no block, and the block would seem to be miscounted.
        known = update(Tombstone).where(Tombstone.digest == digest, Tombstone.block_id.is_(None))
        tx.session.execute(known.values(block_id=block_id))


def is_buried(tx: Transaction, visit: Consultation, side: Side) -> bool:
    """Whether a side was taken out, be it before this database was: an import has to leave it out."""
    digest = tombstone_of(tx, visit, side)
    return tx.session.scalar(select(Tombstone.id).filter_by(digest=digest)) is not None


def buried(tx: Transaction) -> tuple[Buried, ...]:
    """Every side that is gone, in the order of going."""
    rows = tx.session.scalars(select(Tombstone).order_by(Tombstone.id))
    return tuple(Buried(row.digest, row.made_at) for row in rows)


def bury_all(tx: Transaction, gone: Iterable[Buried]) -> int:
    """Remember what this database does not know yet to be gone; how many that were."""
    known = set(tx.session.scalars(select(Tombstone.digest)))
    new = {one.digest: one for one in gone if one.digest not in known}
    if new:
        rows = [{"digest": o.digest, "made_at": o.made_at, "block_id": o.block_id} for o in new.values()]
        tx.session.execute(insert(Tombstone), rows)
    return len(new)
