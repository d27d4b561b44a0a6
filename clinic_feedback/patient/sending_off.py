"""The overview's 'send': what the page carries is what is sent, under an id that its form always has."""

from __future__ import annotations

from clinic_feedback.codes import Receipt, derived_receipt
from clinic_feedback.current import records
from clinic_feedback.keys import Purpose
from clinic_feedback.patient.screen import Reader
from clinic_feedback.records.patient_forms import PatientForm, Ticket, form_key
from clinic_feedback.records.sending import Outcome, Submission, send
from clinic_feedback.records.transaction import Transaction
from forms.builder import PageForm, answers_of, sharing_of
from forms.model import Side
from forms.pages import Page
from forms.responses import Response


def receipt_of(public_id: str, ticket: Ticket) -> Receipt:
    """The code of a form, by which its answers are taken back: the same as often as it is asked for."""
    keys = records().keys
    return derived_receipt(keys.digest(Purpose.RECEIPT_SOURCE, f"{public_id}\n{ticket.key}"))


def send_off(
    patient_form: PatientForm, page: Page, form: PageForm, reader: Reader, ticket: Ticket
) -> Outcome:
    """Send what the overview carries. Raises NotStoredError: then nothing was stored."""
    answers = {i: answer for i, answer in answers_of(form, page).items() if answer is not None}
    response = Response(answers, reader.language, sharing_of(form))

    def work(tx: Transaction) -> Outcome:
        public_id, filled = patient_form.public_id, patient_form.filled
        key = form_key(tx, public_id, ticket)
        submission = Submission(
            public_id,
            Side.PATIENT,
            key.hex(),
            response,
            reader.mode,
            filled.started_at if filled else None,
            receipt_of(public_id, ticket),
            key,
        )
        return send(tx, submission)

    return records().write(work)
