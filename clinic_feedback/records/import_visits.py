"""Visits in an import's hands: as the records hold them, with what the file has added so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from secrets import token_bytes

from sqlalchemy import select

from clinic_feedback.codes import Below, new_public_id
from clinic_feedback.records.import_lines import ArrivingSide, ArrivingVisit
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.consultations import (
    ClinicianState,
    Consultation,
    PatientState,
    QuestionnaireVersion,
)
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.models.safety import Tombstone
from clinic_feedback.records.models.sealing import SealedUnit
from clinic_feedback.records.stored_answers import Stored, coded_response_of
from clinic_feedback.records.tombstones import tombstone_of
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.visits import reference_digest
from forms.loading.pack import Pack
from forms.model import Form, Side
from forms.responses import Response

_TAKEN_BACK: frozenset[str] = frozenset(
    {PatientState.STOPPED, PatientState.WITHDRAWN, ClinicianState.WITHDRAWN}
)
_BYTES_AHEAD = 4096

Name = tuple[bytes, str]
"""What a visit of the source is found by: the digest of its reference, and its questionnaire."""


@dataclass(frozen=True, slots=True)
class SideInHand:
    """A side that is there. `content_hmac`: of all that was answered; `response`: at least its codes."""

    content_hmac: bytes
    response: Response
    mode: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class AddedSide:
    """A side that the records get. `kept`: as its row holds it."""

    side: Side
    pack: Pack
    arriving: ArrivingSide
    kept: Stored


@dataclass(slots=True)
class VisitInHand:
    """A visit.

    `id`: its row's number, None while it has no row; `taken_back`: sides that stay away; `counted`: in a
    sealed block, so that no side may be added.
    """

    id: int | None
    public_id: str
    reference: str
    ref_hmac: bytes
    questionnaire: str
    version: str
    version_id: int
    form: Form
    held_at: datetime
    clinic: Clinic
    clinician_id: int
    clinician: str
    profession: str
    closed: bool
    sides: dict[Side, SideInHand] = field(default_factory=dict)
    taken_back: frozenset[Side] = frozenset()
    counted: bool = False
    added: list[AddedSide] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether the records do not have it yet."""
        return self.id is None


def name_of(tx: Transaction, source: str, line: ArrivingVisit) -> Name:
    """What the visit of a line is found by."""
    return reference_digest(tx, source, line.told.reference), line.pack.questionnaire.name


def drawn_ahead() -> Below:
    """Chance, fetched for many visits at once: asking for every sign takes longer than reading a visit.

    For limits that are powers of two up to 256 alone: with others some numbers would be likelier.
    """
    chance = (byte for _ in count() for byte in token_bytes(_BYTES_AHEAD))
    return lambda limit: next(chance) % limit


def new_in_hand(  # noqa: PLR0913, PLR0917 - all that a visit is made of
    line: ArrivingVisit,
    name: Name,
    version: QuestionnaireVersion,
    below: Below,
    clinic: Clinic,
    clinician: Clinician,
) -> VisitInHand:
    """A visit that the records do not have. It is over: it closed when it was held."""
    told = line.told
    return VisitInHand(
        id=None,
        public_id=new_public_id(below),
        reference=told.reference,
        ref_hmac=name[0],
        questionnaire=version.questionnaire,
        version=version.version,
        version_id=version.id,
        form=line.form,
        held_at=told.held_at,
        clinic=clinic,
        clinician_id=clinician.id,
        clinician=told.clinician,
        profession=told.profession,
        closed=True,
    )


def visits_there(tx: Transaction, source: str, references: Mapping[Name, str]) -> dict[Name, VisitInHand]:
    """Those of some visits that the records have, locked in the order of their making."""
    query = (
        select(Consultation, Clinic, Clinician)
        .join(Clinic, Clinic.id == Consultation.clinic_id)
        .join(Clinician, Clinician.id == Consultation.clinician_id)
        .where(Consultation.source == source, Consultation.ref_hmac.in_({digest for digest, _ in references}))
        .order_by(Consultation.id)
        .with_for_update(of=Consultation)
    )
    found = tx.session.execute(query).all()
    rows: dict[int, dict[Side, SideInHand]] = {visit.id: {} for visit, *_ in found}
    for row in _responses(tx, rows):
        rows[row.consultation_id][Side(row.side)] = SideInHand(
            row.content_hmac, coded_response_of(row), row.mode, row.sent_at
        )
    # Asked once the visits are locked: a block may have been sealed until they were.
    counted = set(
        tx.session.scalars(select(SealedUnit.consultation_id).where(SealedUnit.consultation_id.in_(rows)))
    )
    there = {}
    for visit, clinic, clinician in found:
        name = (visit.ref_hmac or b"", visit.questionnaire)
        if name in references:
            there[name] = _in_hand(visit, clinic, clinician, references[name], rows[visit.id])
            there[name].counted = visit.id in counted
    return there


def buried_among(tx: Transaction, source: str, names: Iterable[Name]) -> frozenset[tuple[Name, Side]]:
    """Which sides of these visits were taken back, be it before this database was."""
    if tx.session.scalar(select(Tombstone.id).limit(1)) is None:
        return frozenset()
    sides = {
        tombstone_of(tx, Consultation(source=source, ref_hmac=name[0], questionnaire=name[1]), side): (
            name,
            side,
        )
        for name in names
        for side in Side
    }
    gone = tx.session.scalars(select(Tombstone.digest).where(Tombstone.digest.in_(sides)))
    return frozenset(sides[digest] for digest in gone)


def _responses(tx: Transaction, visits: Iterable[int]) -> Sequence[ResponseRow]:
    return tx.session.scalars(select(ResponseRow).where(ResponseRow.consultation_id.in_(visits))).all()


def _in_hand(
    visit: Consultation,
    clinic: Clinic,
    clinician: Clinician,
    reference: str,
    sides: dict[Side, SideInHand],
) -> VisitInHand:
    states = {Side.PATIENT: visit.patient_state, Side.CLINICIAN: visit.clinician_state}
    return VisitInHand(
        id=visit.id,
        public_id=visit.public_id,
        reference=reference,
        ref_hmac=visit.ref_hmac or b"",
        questionnaire=visit.questionnaire,
        version=visit.pinned.version,
        version_id=visit.version_id,
        form=Form(visit.form),
        held_at=visit.held_at,
        clinic=clinic,
        clinician_id=clinician.id,
        clinician=clinician.code,
        profession=visit.profession,
        closed=visit.closed,
        sides=sides,
        taken_back=frozenset(side for side, state in states.items() if state in _TAKEN_BACK),
    )
