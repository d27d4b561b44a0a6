"""A patient's receipt: what its code leads to, and the own answers, where they may be shown again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from clinic_feedback.keys import Purpose, SealedTextError
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.follow_ups import FollowUp, Reason
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.sending import locked_visit, responses_to
from clinic_feedback.records.stored_answers import coded_response_of, response_of
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.visits import pack_of
from forms.loading.pack import Pack
from forms.model import Form, Sharing, Side
from forms.responses import Response


@dataclass(frozen=True, slots=True)
class Receipted:
    """What a receipt leads to. `may_see`: the answers came from an own phone, which nobody else holds."""

    may_see: bool
    shared: bool
    contact_wished: bool


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """A patient's own answers. `texts_closed`: something was written that cannot be opened now."""

    pack: Pack
    form: Form
    response: Response
    texts_closed: bool


def receipted(tx: Transaction, code: str) -> Receipted | None:
    """What a receipt leads to; None where it leads nowhere, or not any more."""
    found = _found(tx, code)
    if found is None:
        return None
    visit, row = found
    wish = select(FollowUp.id).filter_by(consultation_id=visit.id, reason=Reason.CONTACT)
    return Receipted(
        may_see=row.mode == Mode.PHONE,
        shared=row.sharing == Sharing.CLINICIAN,
        contact_wished=tx.session.scalar(wish) is not None,
    )


def own_answers(tx: Transaction, code: str) -> OwnAnswers | None:
    """The answers that a receipt was given for; None where they may not be shown, or are gone."""
    found = _found(tx, code)
    if found is None or found[1].mode != Mode.PHONE:
        return None
    visit, row = found
    try:
        response, texts_closed = response_of(tx.keys, row, visit.public_id), False
    except SealedTextError:
        response, texts_closed = coded_response_of(row), True
    return OwnAnswers(pack_of(tx, visit), Form(visit.form), response, texts_closed)


def locked_by_receipt(tx: Transaction, code: str) -> tuple[Consultation, ResponseRow] | None:
    """The visit of a receipt, locked, and the patient's response; None where there is none any more."""
    public_id = tx.session.scalar(
        select(Consultation.public_id)
        .join(ResponseRow, ResponseRow.consultation_id == Consultation.id)
        .where(ResponseRow.receipt_hmac == _digest(tx, code))
    )
    locked = locked_visit(tx, public_id) if public_id is not None else None
    row = responses_to(tx, locked[0]).get(Side.PATIENT) if locked else None
    return (locked[0], row) if locked and row else None


def _found(tx: Transaction, code: str) -> tuple[Consultation, ResponseRow] | None:
    found = tx.session.execute(
        select(Consultation, ResponseRow)
        .join(ResponseRow, ResponseRow.consultation_id == Consultation.id)
        .where(ResponseRow.receipt_hmac == _digest(tx, code))
    ).one_or_none()
    return None if found is None else (found[0], found[1])


def _digest(tx: Transaction, code: str) -> bytes:
    return tx.keys.digest(Purpose.RECEIPT, code)
