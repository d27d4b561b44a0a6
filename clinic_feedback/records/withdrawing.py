"""Taking answers back, or out of the clinician's sight: at once, for good, and never the other way.

A patient's own act leaves no entry in the trail: it would tell who had sent anything. What was sealed
into sums before stays there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sqlalchemy import delete, select

from clinic_feedback.records.audit import Act, Actor, note
from clinic_feedback.records.drafts import forget
from clinic_feedback.records.models.consultations import Consultation, PatientState
from clinic_feedback.records.models.follow_ups import FollowUp, Reason
from clinic_feedback.records.models.responses import PairRow, ResponseRow
from clinic_feedback.records.pairing import drop_flags
from clinic_feedback.records.receipts import locked_by_receipt
from clinic_feedback.records.sending import locked_visit
from clinic_feedback.records.tombstones import buried, bury, tombstone_of
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.visits import find
from forms.model import Sharing, Side

_AT_ONCE = 1_000


def make_stricter(tx: Transaction, code: str) -> bool:
    """Let the answers of a receipt count in totals alone from now on; False: it leads nowhere.

    What was written is deleted: nobody would read it. The clinician keeps nothing that arose from them.
    """
    found = locked_by_receipt(tx, code)
    if found is None:
        return False
    visit, row = found
    row.sharing = Sharing.TOTALS_ONLY
    row.texts_enc = None
    drop_flags(tx, visit)
    _forget_follow_ups(tx, visit, Reason.NOT_REASSURED)
    return True


def withdraw(tx: Transaction, code: str, *, contact_too: bool) -> bool:
    """Delete the answers of a receipt, and all that arose from them; False: it leads nowhere.

    `contact_too`: the wish to be contacted is taken back with them; else it stands.
    """
    found = locked_by_receipt(tx, code)
    if found is None:
        return False
    visit = found[0]
    if contact_too:
        _forget_follow_ups(tx, visit, Reason.CONTACT)
    _take_out(tx, visit)
    return True


def withdraw_contact(tx: Transaction, code: str) -> bool:
    """Take back the wish to be contacted, and nothing else; False: the receipt leads nowhere."""
    found = locked_by_receipt(tx, code)
    if found is None:
        return False
    _forget_follow_ups(tx, found[0], Reason.CONTACT)
    return True


def withdraw_for_patient(tx: Transaction, visit_name: str, actor: Actor) -> bool:
    """Delete a patient's side for somebody who has no receipt; False: there is no such visit.

    `visit_name`: as `visits.find` takes it. Whether there was a side to delete is not told: after it
    there is none, and none will be taken in.
    """
    found = find(tx, visit_name)
    if found is None:
        return False
    public_id = found.public_id
    _take_out_of(tx, public_id)
    note(tx, actor, Act.WITHDRAWN_BY_STAFF, "visit", public_id)
    return True


def take_out_buried(records: Records) -> int:
    """Take out every patient's side that has a tombstone and is there all the same; how many those were.

    A restored backup brings such sides back. Some at a time: cut off and begun again it ends the same.
    """
    with records.read() as tx:
        came_back = list(_came_back(tx))
    for public_id in came_back:
        records.write(partial(_take_out_of, public_id=public_id))
    return len(came_back)


def _came_back(tx: Transaction) -> Iterator[str]:
    gone = {one.digest for one in buried(tx)}
    there = select(Consultation).where(Consultation.patient_state != PatientState.WITHDRAWN)
    for visit in tx.session.scalars(there.execution_options(yield_per=_AT_ONCE)) if gone else ():
        if tombstone_of(tx, visit, Side.PATIENT) in gone:
            yield visit.public_id


def _take_out_of(tx: Transaction, public_id: str) -> None:
    tx.session.expire_all()  # what was read before the lock may have changed until it was there
    locked = locked_visit(tx, public_id)
    if locked is not None:
        _take_out(tx, locked[0])


def _take_out(tx: Transaction, visit: Consultation) -> None:
    """Leave nothing of the patient's side of a locked visit but that it is gone."""
    drop_flags(tx, visit)
    tx.session.execute(delete(PairRow).filter_by(consultation_id=visit.id))
    tx.session.execute(delete(ResponseRow).filter_by(consultation_id=visit.id, side=Side.PATIENT))
    forget(tx, visit, Side.PATIENT)
    _forget_follow_ups(tx, visit, Reason.NOT_REASSURED)
    visit.patient_state = PatientState.WITHDRAWN
    visit.patient_key_hmac = None
    bury(tx, visit, Side.PATIENT)


def _forget_follow_ups(tx: Transaction, visit: Consultation, reason: Reason) -> None:
    tx.session.execute(delete(FollowUp).filter_by(consultation_id=visit.id, reason=reason))
