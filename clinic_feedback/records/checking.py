"""Looking for what should not be in the records, and mending what can be mended."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import func, select

from clinic_feedback.records.follow_ups import called_for, promise
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.responses import PairRow, ResponseRow
from clinic_feedback.records.pairing import drop_flags, pair_up, sides_of
from clinic_feedback.records.recounting import blocks_that_differ
from clinic_feedback.records.sending import locked_visit, responses_to
from clinic_feedback.records.tombstones import bury_all
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.visits import OWN_SOURCE, pack_of
from clinic_feedback.records.withdrawal_ledger import bring_up_to_date, entries_of
from clinic_feedback.records.withdrawing import take_out_buried
from forms.catalogue import UnknownPackError
from forms.model import Side


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found.

    `paired`: visits that had two responses and no pair, by id; `unpaired`: those that stay so, as their
    questionnaire is not there. `taken_out`: withdrawn sides that had come back; `ledger`: tombstones
    that database or ledger lacked; `miscounted`: sealed blocks whose sums do not fit their visits, which
    nothing mends.
    """

    paired: tuple[str, ...]
    unpaired: tuple[str, ...]
    taken_out: int
    ledger: int
    miscounted: tuple[str, ...]

    @property
    def all_well(self) -> bool:
        """Whether nothing was found."""
        return not (self.paired or self.unpaired or self.taken_out or self.ledger or self.miscounted)


def check(records: Records, ledger: Path | None) -> Checked:
    """Look through the records and mend what can be; a second time there is nothing left to mend.

    Raises OSError where the ledger cannot be read or written.
    """
    compared = _hold_against(records, ledger)
    taken_out = take_out_buried(records)
    mended = {
        public_id: records.write(partial(_pair, public_id=public_id)) for public_id in _without_pair(records)
    }
    return Checked(
        tuple(public_id for public_id, done in mended.items() if done),
        tuple(public_id for public_id, done in mended.items() if done is None),
        taken_out,
        compared,
        blocks_that_differ(records),
    )


def _hold_against(records: Records, ledger: Path | None) -> int:
    """Let database and ledger know the same tombstones; how many one of the two lacked."""
    entries = entries_of(ledger)
    return records.write(lambda tx: bury_all(tx, entries)) + bring_up_to_date(records, ledger)


def _without_pair(records: Records) -> tuple[str, ...]:
    """The visits with two responses and no pair."""
    both = select(ResponseRow.consultation_id).group_by(ResponseRow.consultation_id)
    with records.read() as tx:
        found = tx.session.scalars(
            select(Consultation.public_id)
            .where(Consultation.id.in_(both.having(func.count() == len(Side))))
            .where(Consultation.id.not_in(select(PairRow.consultation_id)))
            .order_by(Consultation.id)
        )
        return tuple(found)


def _pair(tx: Transaction, public_id: str) -> bool | None:
    """Make the pair that is missing; False: somebody else did meanwhile; None: its pack is not there."""
    locked = locked_visit(tx, public_id)
    rows = responses_to(tx, locked[0]) if locked else {}
    if locked is None or len(rows) < len(Side):
        return False
    visit, clinic = locked
    if tx.session.scalar(select(PairRow.id).filter_by(consultation_id=visit.id)) is not None:
        return False
    try:
        pack = pack_of(tx, visit)
    except UnknownPackError:
        return None
    drop_flags(tx, visit)
    flags = pair_up(tx, visit, pack, sides_of(rows.values()))
    if visit.source == OWN_SOURCE:  # an imported visit opens follow-ups only where the import was asked to
        promise(tx, visit, clinic, called_for(flags, visit.clinician_id))
    return True
