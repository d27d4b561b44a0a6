"""Lines of an import for tests, and what lies in the records after one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from clinic_feedback.keys import Place
from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.clinics import NewClinicDefaults
from clinic_feedback.records.import_terms import Terms
from clinic_feedback.records.importing import Tally, import_lots
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.follow_ups import FollowUp
from clinic_feedback.records.models.responses import FlagRow, PairRow, ResponseRow
from clinic_feedback.records.stored_answers import response_of
from clinic_feedback.records.transaction import Records, Transaction
from forms.faults import FaultyInputError
from tests.forms.pairs import base

NEW_CLINIC = NewClinicDefaults(72, 5)
NOT_REASSURED = {"reassured": "not_at_all", "worried": "very"}

Raw = dict[str, Any]
Stored = Mapping[str, Any]


def visit(reference: Any = "T1", *sides: str, **answers: Mapping[str, Any]) -> Raw:
    """A line: both sides, or those named; `patient={...}` changes answers."""
    raw = base(dict(answers.get("patient", {})), dict(answers.get("clinician", {})))
    raw["consultation"] = {
        "id": reference,
        "held_at": "2026-03-01T10:00:00+01:00",
        "clinic": "north",
        "clinician": "c1",
        "profession": "physiotherapist",
    }
    return raw if not sides else only(raw, *sides)


def only(raw: Raw, *sides: str) -> Raw:
    """A line with these sides alone; none with ''."""
    return {key: value for key, value in raw.items() if key not in {"patient", "clinician"} - set(sides)}


def told(raw: Raw, **changes: Any) -> Raw:
    """A line that tells something else of the visit."""
    return {**raw, "consultation": {**raw["consultation"], **changes}}


def import_all(
    records: Records,
    lines: Iterable[Raw | bytes],
    *,
    source: str = "import",
    create: bool = True,
    follow_up: bool = False,
) -> tuple[Tally, dict[int, FaultyInputError]]:
    """Take lines in; what became of them, and why some were rejected."""
    terms = Terms(source, NEW_CLINIC, create=create, follow_up=follow_up)
    data = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    tally, rejected = Tally(), dict[int, FaultyInputError]()
    for lot in import_lots(records, Actor("import", Origin.COMMAND), terms, enumerate(data, start=1)):
        tally.add(lot)
        rejected |= {one.line: one.why for one in lot.rejected}
    return tally, rejected


def counted(tally: Tally) -> tuple[int, int, int, int]:
    """New, paired, unchanged, rejected."""
    return len(tally.new), len(tally.paired), tally.unchanged, tally.rejected


def paths(error: FaultyInputError) -> list[str]:
    """Where the faults of a line are."""
    return [fault.path for fault in error.faults]


def stored_visits(records: Records) -> dict[str, Stored]:
    """Everything that the records hold of each visit, by its reference, but for ids and the time of storing."""
    with records.read() as tx:
        visits = tx.session.execute(
            select(Consultation, Clinic, Clinician)
            .join(Clinic, Clinic.id == Consultation.clinic_id)
            .join(Clinician, Clinician.id == Consultation.clinician_id)
        )
        return {
            _reference(tx, visit): _stored(tx, visit, clinic, clinician)
            for visit, clinic, clinician in visits
        }


def _reference(tx: Transaction, visit: Consultation) -> str:
    return tx.keys.open(visit.ref_enc or b"", Place("consultation", "ref_enc", visit.public_id))


def _stored(tx: Transaction, visit: Consultation, clinic: Clinic, clinician: Clinician) -> Stored:
    mine = {"consultation_id": visit.id}
    responses = tx.session.scalars(select(ResponseRow).filter_by(**mine)).all()
    flags = tx.session.scalars(select(FlagRow).filter_by(**mine)).all()
    return {
        "place": (clinic.code, clinician.source, clinician.code, visit.profession),
        "asked": (visit.questionnaire, visit.pinned.version, visit.form),
        "time": (visit.held_at, visit.week, visit.closes_at, visit.closed),
        "states": (visit.patient_state, visit.clinician_state),
        "sides": {
            row.side: (response_of(tx.keys, row, visit.public_id), row.mode, row.sent_at, row.text_hash)
            for row in responses
        },
        "pairs": len(tx.session.scalars(select(PairRow).filter_by(**mine)).all()),
        "flags": sorted((flag.rule, flag.item, flag.severity, flag.topic, flag.leaning) for flag in flags),
        "follow_ups": sorted(tx.session.scalars(select(FollowUp.reason).filter_by(**mine))),
    }
