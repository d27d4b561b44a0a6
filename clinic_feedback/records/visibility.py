"""The gate: what the clinician of a visit may see of it, and when. No other code decides that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Row, select

from clinic_feedback.keys import MissingKeyError, UnreadableError
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.consultations import ClinicianState, Consultation
from clinic_feedback.records.models.follow_ups import FollowUp, FollowUpState, Reason
from clinic_feedback.records.models.responses import ResponseRow
from clinic_feedback.records.sending import responses_to
from clinic_feedback.records.stored_answers import coded_response_of, response_of
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.visits import MADE_UP_SOURCE, pack_of
from forms.consultation import Consultation as Answered
from forms.model import Form, Sharing, Side
from forms.responses import Response
from reports.gate import nothing_to_show


class Seen(StrEnum):
    """What a visit's page shows to its clinician."""

    OWN_FORM = "own_form"
    PAIR = "pair"
    ONE_SIDED = "one_sided"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What is known of a visit without any answer.

    `own_sent`: the clinician's own form; `handed_over`: a tablet was given to the patient; `made_up`: nobody
    held this visit.
    """

    public_id: str
    clinic_name: str
    time_zone: str
    clinician_name: str
    profession: str
    form: Form
    version: str
    held_at: datetime
    closes_at: datetime
    own_sent: bool
    handed_over: bool
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class VisitSeen:
    """A visit as its clinician may see it now.

    `answered`: what may be read; with NOTHING it holds the clinician's own side at most.
    `may_still_come`: until when that may change; None where it cannot, and for a pair. `follow_up_waits`:
    whether the patient is still to be got in touch with.
    `unreadable`: for each side whose texts do not open the key that is missing; '' for a damaged text.
    """

    seen: Seen
    facts: VisitFacts
    answered: Answered
    may_still_come: datetime | None
    unreadable: tuple[str, ...] = ()
    follow_up_waits: bool = False


def seen_by_clinician(tx: Transaction, public_id: str, clinician_ids: frozenset[int]) -> VisitSeen | None:
    """A visit for one who is any of these clinicians; None where there is no such visit of theirs.

    Before the own form is sent, or closed, nothing of the patient's is even looked at.
    """
    found = _found(tx, public_id)
    if found is None or found[0].clinician_id not in clinician_ids:
        return None
    visit, clinic, clinician = found
    pack = pack_of(tx, visit)
    facts = _facts(visit, clinic, clinician, pack.questionnaire.version)
    blank = Answered(pack, facts.form, None, None)
    open_ = visit.closes_at > tx.now
    if open_ and not facts.own_sent:
        return VisitSeen(Seen.OWN_FORM, facts, blank, None)
    rows = responses_to(tx, visit)
    own, _ = _read(tx, rows.get(Side.CLINICIAN), public_id)
    shared = rows.get(Side.PATIENT)
    if shared is not None and shared.sharing != Sharing.CLINICIAN:
        shared = None
    patient, unreadable = _read(tx, shared, public_id)
    answered = Answered(pack, facts.form, patient, own)
    if nothing_to_show(answered):
        until = visit.closes_at if open_ else None
        return VisitSeen(Seen.NOTHING, facts, Answered(pack, facts.form, None, own), until)
    seen = Seen.PAIR if own else Seen.ONE_SIDED
    return VisitSeen(seen, facts, answered, None, unreadable, _follow_up_waits(tx, visit))


def _follow_up_waits(tx: Transaction, visit: Consultation) -> bool:
    open_ = select(FollowUp.id).where(
        FollowUp.consultation_id == visit.id,
        FollowUp.reason == Reason.NOT_REASSURED,
        FollowUp.state != FollowUpState.DONE,
    )
    return tx.session.scalar(open_) is not None


def _found(tx: Transaction, public_id: str) -> Row[Consultation, Clinic, Clinician] | None:
    return tx.session.execute(
        select(Consultation, Clinic, Clinician)
        .join(Clinic, Clinic.id == Consultation.clinic_id)
        .join(Clinician, Clinician.id == Consultation.clinician_id)
        .where(Consultation.public_id == public_id)
    ).one_or_none()


def _facts(visit: Consultation, clinic: Clinic, clinician: Clinician, version: str) -> VisitFacts:
    return VisitFacts(
        visit.public_id,
        clinic.name,
        clinic.time_zone,
        clinician.name,
        visit.profession,
        Form(visit.form),
        version,
        visit.held_at,
        visit.closes_at,
        visit.clinician_state == ClinicianState.SENT,
        visit.handed_over,
        visit.source == MADE_UP_SOURCE,
    )


def _read(
    tx: Transaction, row: ResponseRow | None, public_id: str
) -> tuple[Response | None, tuple[str, ...]]:
    """A response; without its texts where these do not open, and why."""
    if row is None:
        return None, ()
    try:
        return response_of(tx.keys, row, public_id), ()
    except MissingKeyError as error:
        return coded_response_of(row), (error.key_id,)
    except UnreadableError:
        return coded_response_of(row), ("",)
