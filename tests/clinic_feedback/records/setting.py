"""A small clinic for tests of the records: who works there, and a visit that both sides can answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from clinic_feedback.codes import ShortCode
from clinic_feedback.records.drafts import PageTurned
from clinic_feedback.records.invitations import invite
from clinic_feedback.records.models.clinics import Clinic, Clinician, Profession
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.patient_forms import Ticket, form_key, turn_page
from clinic_feedback.records.sending import Outcome, Submission, send
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.versions import newest
from clinic_feedback.records.visits import NewVisit, make
from forms.answers import answers_from
from forms.model import Form, Sharing, Side
from forms.responses import Response


@dataclass
class TestClock:
    """A clock that stands still until it is set."""

    __test__ = False

    moment: datetime

    def now(self) -> datetime:
        """The time it shows."""
        return self.moment

    def forward(self, **by: float) -> None:
        """Set it forward: hours=1, minutes=5."""
        self.moment += timedelta(**by)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit of the small clinic, and the way in to its patient's form."""

    public_id: str
    clinician_id: int
    ticket: Ticket
    code: ShortCode


def small_clinic(tx: Transaction, code: str = "north") -> tuple[Clinic, Clinician]:
    """A clinic that is live, with a physiotherapist."""
    clinic = Clinic(
        code=code,
        name=f"Clinic {code}",
        time_zone="Europe/Oslo",
        questionnaire="reassurance",
        form="full",
        due_days=3,
        not_urgent="116 117",
    )
    clinician = Clinician(
        source="live", code=f"{code}-1", name="Kari Berg", profession=Profession.PHYSIOTHERAPIST
    )
    tx.session.add_all([clinic, clinician])
    tx.session.flush()
    return clinic, clinician


def new_visit(records: Records, form: Form = Form.FULL, code: str = "north") -> Visit:
    """A visit that is held now, in a small clinic of its own."""

    def work(tx: Transaction) -> Visit:
        clinic, clinician = small_clinic(tx, code)
        new = NewVisit(clinic, clinician, newest(tx, "reassurance"), form, tx.now, timedelta(hours=72))
        visit = make(tx, new)
        ways = invite(tx, visit)
        return Visit(visit.public_id, clinician.id, Ticket("key of a browser", ways.token), ways.code)

    return records.write(work)


def begin(records: Records, visit: Visit) -> None:
    """Let the patient's browser turn the first page."""
    records.write(lambda tx: turn_page(tx, visit.public_id, visit.ticket, Mode.TABLET, PageTurned()))


def response(
    records: Records, side: Side, answers: Mapping[str, Any], sharing: Sharing | None = None
) -> Response:
    """A response in English, from answers as JSON holds them."""
    pack = records.catalogue.get("reassurance", "1.0")
    given, faults = answers_from(answers, pack.questionnaire, Form.FULL, side)
    assert not faults
    if side is Side.PATIENT and sharing is None:
        sharing = Sharing.CLINICIAN
    return Response(given, "en", sharing)


def send_side(  # noqa: PLR0913, PLR0917 - a sending in all its parts
    records: Records,
    visit: Visit,
    side: Side,
    answers: Mapping[str, Any],
    sharing: Sharing | None = None,
    submission_id: str | None = None,
) -> Outcome:
    """Send one side's form."""
    sent = response(records, side, answers, sharing)

    def work(tx: Transaction) -> Outcome:
        key = form_key(tx, visit.public_id, visit.ticket) if side is Side.PATIENT else None
        name = submission_id or f"{visit.public_id}-{side}"
        return send(
            tx,
            Submission(
                visit.public_id,
                side,
                name,
                sent,
                Mode.TABLET if key else Mode.BROWSER,
                receipt=f"receipt of {visit.public_id}" if key else None,
                key_hmac=key,
            ),
        )

    return records.write(work)
