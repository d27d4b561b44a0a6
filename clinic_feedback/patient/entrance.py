"""Who is at the door: a browser with its ticket, and the form that it opens."""

from __future__ import annotations

from dataclasses import dataclass

from clinic_feedback.current import records, settings
from clinic_feedback.languages import wanted_language
from clinic_feedback.patient.screen import Reader, reader_of
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.patient_forms import PatientForm, Ticket, patient_form
from clinic_feedback.ticket_cookie import ticket_of_request


@dataclass(frozen=True, slots=True)
class Entered:
    """A form, the ticket that opened it, and who reads it."""

    form: PatientForm
    ticket: Ticket
    reader: Reader

    @property
    def public_id(self) -> str:
        """The visit that the form is about."""
        return self.form.public_id


def entered(public_id: str) -> Entered | None:
    """The form that this browser may know of; None where it shows no ticket for it."""
    found = ticket_of_request()
    if found is None:
        return None
    mode, ticket = found
    with records().read() as tx:
        form = patient_form(tx, public_id, ticket)
    return None if form is None else Entered(form, ticket, reader_of(form, mode, first_language(mode)))


def first_language(mode: Mode) -> str:
    """The language to begin in: a clinic's tablet always begins alike, whoever had it before."""
    return settings().default_language if mode is Mode.TABLET else wanted_language()
