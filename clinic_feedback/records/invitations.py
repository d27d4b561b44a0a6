"""Ways in to a visit's patient form: a link, and a short code that is typed. Opening spends nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from clinic_feedback.codes import ShortCode, Token, new_short_code, new_token
from clinic_feedback.keys import Purpose
from clinic_feedback.records.models.consultations import Consultation, Invitation, InvitationKind
from clinic_feedback.records.transaction import Transaction

# Built once: to build a statement takes longer than to ask it.
_VISIT = (
    select(Consultation.public_id)
    .join(Invitation, Invitation.consultation_id == Consultation.id)
    .where(Invitation.token_hmac == bindparam("digest"), Invitation.expires_at > bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class WaysIn:
    """What is handed to a patient. It is shown once: the records know its digest alone."""

    token: Token
    code: ShortCode


def invite(tx: Transaction, visit: Consultation) -> WaysIn:
    """Make both ways in to a visit's patient form; they end when it closes."""
    code = new_short_code()
    while _of_code(tx, code) is not None:
        code = new_short_code()
    ways = WaysIn(new_token(), code)
    _keep(tx, visit, InvitationKind.LINK, link_digest(tx, ways.token))
    _keep(tx, visit, InvitationKind.CODE, tx.keys.digest(Purpose.SHORT_CODE, ways.code))
    return ways


def link_digest(tx: Transaction, token: str) -> bytes:
    """What a link is looked up by."""
    return tx.keys.digest(Purpose.INVITATION, token)


def visit_of_link(tx: Transaction, token: str) -> str | None:
    """The public id of the visit that a link leads to; None where it leads nowhere, or not any more.

    It leads there whatever became of the form: only the form's own page tells, and not everybody.
    """
    return _visit_of(tx, link_digest(tx, token))


def link_for_code(tx: Transaction, code: ShortCode) -> tuple[str, Token] | None:
    """The visit of a typed code, and a link of its own for the browser where it was typed; None: no such."""
    found = _of_code(tx, code)
    if found is None or found.expires_at <= tx.now:
        return None
    visit = tx.session.get_one(Consultation, found.consultation_id)
    return visit.public_id, another_link(tx, visit)


def another_link(tx: Transaction, visit: Consultation) -> Token:
    """One more link to a visit's form, for a browser that is handed over."""
    token = new_token()
    _keep(tx, visit, InvitationKind.LINK, link_digest(tx, token))
    return token


def _of_code(tx: Transaction, code: ShortCode) -> Invitation | None:
    digest = tx.keys.digest(Purpose.SHORT_CODE, code)
    return tx.session.scalars(select(Invitation).filter_by(token_hmac=digest)).one_or_none()


def _visit_of(tx: Transaction, digest: bytes) -> str | None:
    return tx.session.scalar(_VISIT, {"digest": digest, "now": tx.now})


def _keep(tx: Transaction, visit: Consultation, kind: InvitationKind, digest: bytes) -> None:
    tx.session.add(
        Invitation(consultation_id=visit.id, kind=kind, token_hmac=digest, expires_at=visit.closes_at)
    )
