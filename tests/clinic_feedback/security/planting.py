"""Visits with markers in all that their patients write, and in what their source calls them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask

from clinic_feedback.records.invitations import invite
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.patient_forms import Ticket
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.versions import newest
from clinic_feedback.records.visits import NewVisit, make
from forms.model import Form, Side
from tests.clinic_feedback.browsing import Browser
from tests.clinic_feedback.clinician.house import House
from tests.clinic_feedback.clinician.patients import CLINICIAN, PATIENT
from tests.clinic_feedback.records.setting import TestClock, Visit, send_side

FATES = ("untouched", "writing", "gone", "stopped", "sent", "both", "totals", "withdrawn", "closed")
"""How far visits have come, and what they are called by."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A visit, and the ways in to its form."""

    fate: str
    visit: Visit

    @property
    def public_id(self) -> str:
        """The visit's."""
        return self.visit.public_id

    @property
    def texts(self) -> tuple[str, str]:
        """What its patient writes: what changed, and a comment."""
        return f"MARKERchanged{self.fate}", f"MARKERcomment{self.fate}"

    @property
    def reference(self) -> str:
        """What its source calls it."""
        return f"MARKERreference{self.fate}"

    @property
    def markers(self) -> tuple[str, ...]:
        """All that must not be found."""
        return (*self.texts, self.reference)


def plant(app: Flask, there: House, clock: TestClock) -> Sequence[Planted]:
    """A visit of the house's first clinician for each fate, filled in from patients' phones."""
    visits = {fate: planted_visit(there, fate) for fate in FATES}
    for planted in visits.values():
        _meets(Browser(app), planted, there)
    clock.forward(hours=2)
    return tuple(visits.values())


def writes(patient: Browser, planted: Planted) -> None:
    """The patient answers up to the last text, and writes too much of it: it is kept to be shown again."""
    patient.get(f"/p/{planted.visit.ticket.token}")
    patient.press("next")
    patient.press("next", sharing="clinician")
    while 'name="comment"' not in patient.page:
        _answer(patient, planted)
    patient.press("next", comment=planted.texts[1] * 200)


def sends(patient: Browser, planted: Planted, sharing: str = "clinician") -> None:
    """The patient shortens the text, decides who sees the answers, and sends."""
    while not patient.address.endswith("/overview"):
        _answer(patient, planted)
    patient.press("send", sharing=sharing)


def takes_back(patient: Browser) -> None:
    """The patient takes the answers back by the receipt that is shown."""
    receipt = next(
        "".join(e.itertext()) for e in patient.all("p") + patient.all("div") if e.get("id") == "receipt"
    )
    patient.get("/receipt")
    patient.post("/receipt", {**patient.fields(), "code": receipt, "withdraw": "yes"})
    patient.press("confirm")


def _meets(patient: Browser, planted: Planted, there: House) -> None:
    """Let a visit come as far as its fate says."""
    fate = planted.fate
    if fate == "untouched":
        return
    writes(patient, planted)
    if fate == "gone":
        patient.post(f"/form/{planted.public_id}/idle", {})
    elif fate == "stopped":
        patient.press("stop")
        patient.press("stop", contact="my_clinician")
    elif fate != "writing":
        sends(patient, planted, "totals_only" if fate == "totals" else "clinician")
    if fate in {"both", "totals", "withdrawn"}:
        send_side(there.records, planted.visit, Side.CLINICIAN, CLINICIAN)
    if fate == "withdrawn":
        takes_back(patient)


def _answer(patient: Browser, planted: Planted) -> None:
    answers: Mapping[str, Any] = {
        **PATIENT,
        "changed": ["understanding"],
        "changed_text": planted.texts[0],
        "comment": planted.texts[1],
        "contact": "someone_else",
    }
    patient.press(
        "next", **{name: value for name, value in answers.items() if f'name="{name}"' in patient.page}
    )


def planted_visit(there: House, fate: str) -> Planted:
    """A visit of the house's first clinician that nothing has become of yet."""

    def work(tx: Transaction) -> Visit:
        clinic = tx.session.get_one(Clinic, there.clinic_id)
        clinician = tx.session.get_one(Clinician, there.kari.clinician_id)
        pack, open_for = newest(tx, "reassurance"), timedelta(hours=1 if fate == "closed" else 72)
        new = NewVisit(
            clinic, clinician, pack, Form.FULL, tx.now, open_for, reference=f"MARKERreference{fate}"
        )
        visit = make(tx, new)
        ways = invite(tx, visit)
        return Visit(visit.public_id, clinician.id, Ticket("", ways.token), ways.code)

    return Planted(fate, there.records.write(work))
