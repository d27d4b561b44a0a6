"""What an import adds, written in lots: visits, responses, pairs and flags, a statement a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update

from clinic_feedback.clock import iso_week
from clinic_feedback.keys import Place
from clinic_feedback.records.follow_ups import Promised, called_for, promise, wished_for
from clinic_feedback.records.import_visits import AddedSide, VisitInHand
from clinic_feedback.records.models.consultations import (
    ClinicianState,
    Consultation,
    Draft,
    PatientState,
)
from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.models.responses import FlagRow
from clinic_feedback.records.pairing import flag_row, flags_of, make_pairs
from clinic_feedback.records.transaction import Transaction
from forms.comparison import Flag
from forms.model import Side

Ids = Mapping[str, int]
"""The numbers of visits' rows, by public id."""


def write_visits(tx: Transaction, source: str, visits: Iterable[VisitInHand], *, follow_up: bool) -> None:
    """Keep what was added to some visits, and all that sending and closing would have made of it."""
    changed = [visit for visit in visits if visit.is_new or visit.added]
    new = [visit for visit in changed if visit.is_new]
    _insert(tx, "consultation", (_visit_row(tx, source, visit) for visit in new))
    answered = [visit for visit in changed if visit.added]
    ids = _ids(tx, answered)
    _mark_sent(tx, [visit for visit in answered if not visit.is_new])
    _insert(
        tx, "response", (_response_row(tx, ids, visit, side) for visit in answered for side in visit.added)
    )
    make_pairs(tx, [ids[visit.public_id] for visit in answered if len(visit.sides) == len(Side)])
    _write_flags(tx, ids, answered, follow_up=follow_up)


def _write_flags(tx: Transaction, ids: Ids, answered: Sequence[VisitInHand], *, follow_up: bool) -> None:
    """Keep the flags of what there is now: of a pair, or of a side that stands alone when all is over."""
    known = [visit.id for visit in answered if not visit.is_new]
    if known:
        tx.session.execute(delete(FlagRow).where(FlagRow.consultation_id.in_(known)))
    rows: list[dict[str, object]] = []
    for visit in answered:
        number, flags = ids[visit.public_id], _flags(visit)
        rows += [flag_row(number, flag) for flag in flags]
        if follow_up and (promised := _promised(visit, flags)):
            promise(tx, tx.session.get_one(Consultation, number), visit.clinic, promised)
    _insert(tx, "flag", rows)


def _flags(visit: VisitInHand) -> tuple[Flag, ...]:
    if not visit.closed and len(visit.sides) < len(Side):
        return ()
    sides = {side: there.response for side, there in visit.sides.items()}
    return flags_of(visit.added[-1].pack, visit.form, sides)


def _promised(visit: VisitInHand, flags: Iterable[Flag]) -> Promised:
    wished: Promised = {}
    for new in visit.added:
        if new.side is Side.PATIENT:
            wished = wished_for(new.pack, new.arriving.response.answers, visit.clinician_id)
    return {**wished, **called_for(flags, visit.clinician_id)}


def _insert(tx: Transaction, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """By the driver's own way of inserting many: objects would cost more than all the rest."""
    listed = list(rows)
    if listed:
        tx.session.execute(insert(SCHEMA.tables[table]), listed)


def _visit_row(tx: Transaction, source: str, visit: VisitInHand) -> dict[str, Any]:
    return {
        "public_id": visit.public_id,
        "clinic_id": visit.clinic.id,
        "clinician_id": visit.clinician_id,
        "profession": visit.profession,
        "questionnaire": visit.questionnaire,
        "version_id": visit.version_id,
        "form": visit.form,
        "held_at": visit.held_at,
        "week": iso_week(visit.held_at, visit.clinic.time_zone),
        "closes_at": visit.held_at,
        "source": source,
        "ref_hmac": visit.ref_hmac,
        "ref_enc": tx.keys.seal(visit.reference, Place("consultation", "ref_enc", visit.public_id)),
        "patient_state": _state(visit, Side.PATIENT, PatientState),
        "clinician_state": _state(visit, Side.CLINICIAN, ClinicianState),
        "closed": True,
    }


def _state(
    visit: VisitInHand, side: Side, states: type[PatientState | ClinicianState]
) -> PatientState | ClinicianState:
    if side in visit.taken_back:
        return states.WITHDRAWN
    return states.SENT if side in visit.sides else states.OPEN


def _ids(tx: Transaction, visits: Iterable[VisitInHand]) -> Ids:
    names = [visit.public_id for visit in visits]
    found = tx.session.execute(
        select(Consultation.public_id, Consultation.id).where(Consultation.public_id.in_(names))
    )
    return dict(iter(found))


def _mark_sent(tx: Transaction, known: Sequence[VisitInHand]) -> None:
    """Note what came to visits that were there, and leave no unsent form beside it."""
    for side, values in (
        (Side.PATIENT, {"patient_state": PatientState.SENT}),
        (Side.CLINICIAN, {"clinician_state": ClinicianState.SENT}),
    ):
        ids = [visit.id for visit in known if any(new.side is side for new in visit.added)]
        if ids:
            tx.session.execute(update(Consultation).where(Consultation.id.in_(ids)).values(values))
            tx.session.execute(delete(Draft).where(Draft.consultation_id.in_(ids), Draft.side == side))


def _response_row(tx: Transaction, ids: Ids, visit: VisitInHand, new: AddedSide) -> dict[str, Any]:
    response, there = new.arriving.response, visit.sides[new.side]
    return {
        "consultation_id": ids[visit.public_id],
        "side": new.side,
        "submission_id": f"import/{visit.public_id}/{new.side}",
        "content_hmac": new.kept.content_hmac,
        "language": response.language,
        "text_hash": new.pack.text_hashes.get(response.language or ""),
        "sharing": response.sharing,
        "answers": new.kept.answers,
        "texts_enc": new.kept.texts_enc,
        "mode": there.mode,
        "sent_at": there.sent_at,
        "received_at": tx.now,
    }
