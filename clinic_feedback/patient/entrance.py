"""Who is at the door: a browser with its ticket, and the form that it opens."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from clinic_feedback.current import records, settings
from clinic_feedback.languages import spoken_languages, wanted_language
from clinic_feedback.patient.screen import Reader
from clinic_feedback.records.drafts import TextSize
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.patient_forms import PatientForm, Ticket, patient_form
from clinic_feedback.ticket_cookie import ticket_of_request

LANGUAGE, SIZE = "language", "size"
"""What addresses carry on where a form, which knew both, is gone: how it was read."""


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
    if form is None:
        return None
    return Entered(form, ticket, _reader(form, mode))


def _reader(form: PatientForm, mode: Mode) -> Reader:
    """Who reads: as chosen in the form, else as somebody begins, where the questionnaire speaks that."""
    filled, languages = form.filled, form.pack.questionnaire.languages
    wanted = (filled.language if filled else None) or first_language(mode)
    language = wanted if wanted in languages else languages[0]
    if filled is None:
        return Reader(language, first_size(), mode)
    return Reader(language, filled.text_size, filled.mode)


def first_language(mode: Mode) -> str:
    """The language to begin in: a clinic's tablet always begins alike, whoever had it before."""
    carried = request.args.get(LANGUAGE)
    if carried in spoken_languages():
        return carried
    return settings().default_language if mode is Mode.TABLET else wanted_language()


def first_size() -> TextSize:
    """The size of the letters where no form says how large they were wanted."""
    carried = request.args.get(SIZE)
    return TextSize(carried) if carried in set(TextSize) else TextSize.NORMAL


def carried(reader: Reader) -> dict[str, str]:
    """What an address takes along, so that pages after the end of a form are read as it was."""
    return {LANGUAGE: reader.language, SIZE: reader.text_size}
