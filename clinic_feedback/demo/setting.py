"""Clinics and visits of the demo, as plain values. Whoever stores them says that they are made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from forms.model import Form, Sharing

QUESTIONNAIRE, VERSION = "reassurance", "1.0"
"""What all visits of the demo ask."""

RawAnswers = Mapping[str, str | list[str]]
"""One side's answers by linkId as JSON holds them: a code, a list of codes, or a text."""


@dataclass(frozen=True, slots=True)
class DemoClinician:
    """Somebody who holds visits. `profession`: a word of the `import` command."""

    code: str
    name: str
    profession: str


@dataclass(frozen=True, slots=True)
class DemoClinic:
    """A clinic with all that it needs to go live, and those who hold visits there.

    `contact_person`: a name; `not_urgent`: whom to call instead; `due_days`: for a follow-up.
    """

    code: str
    name: str
    time_zone: str
    form: Form
    closing_hours: int
    due_days: int
    not_urgent: str
    contact_person: str
    clinicians: tuple[DemoClinician, ...]


@dataclass(frozen=True, slots=True)
class DemoSide:
    """What one side sent; `mode` (tablet or phone) and `sharing` are a patient's alone.

    `sent_at` has the offset of the clinic's time zone.
    """

    answers: RawAnswers
    sent_at: datetime
    language: str | None = None
    mode: str | None = None
    sharing: Sharing | None = None


@dataclass(frozen=True, slots=True)
class DemoVisit:
    """A visit that was held, and what either side sent about it so far.

    `clinic`, `clinician`: their codes. `held_at` has the offset of the clinic's time zone; the
    patient gets the form then.
    """

    reference: str
    held_at: datetime
    clinic: str
    clinician: str
    profession: str
    form: Form
    patient: DemoSide | None
    clinician_side: DemoSide | None
