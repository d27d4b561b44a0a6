"""A visit with markers in all that a patient writes and that its source calls it, and its stages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from clinic_feedback.current import running_of
from clinic_feedback.records.invitations import invite
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.versions import newest
from clinic_feedback.records.visits import NewVisit, make
from forms.model import Form
from tests.clinic_feedback.browsing import Browser
from tests.clinic_feedback.clinician.house import House
from tests.clinic_feedback.clinician.patients import PATIENT

CHANGED, COMMENT, REFERENCE = "MARKERchanged", "MARKERcomment", "MARKERreference"
TEXTS = (CHANGED, COMMENT)
ANSWERS = {
    **PATIENT,
    "changed": ["understanding"],
    "changed_text": CHANGED,
    "comment": COMMENT,
    "contact": "someone_else",
}


@dataclass(frozen=True, slots=True)
class Planted:
    """The visit, and the patient's browser. `secrets`: what opens the form, and must be told nowhere."""

    public_id: str
    link: str
    code: str


def planted_visit(there: House) -> Planted:
    """A visit of the house's first clinician, called by a marker where it comes from."""

    def work(tx: Transaction) -> Planted:
        clinic = tx.session.get_one(Clinic, there.clinic_id)
        clinician = tx.session.get_one(Clinician, there.kari.clinician_id)
        pack, hours = newest(tx, "reassurance"), timedelta(hours=72)
        new = NewVisit(clinic, clinician, pack, Form.FULL, tx.now, hours, reference=REFERENCE)
        visit = make(tx, new)
        ways = invite(tx, visit)
        return Planted(visit.public_id, ways.token, ways.code)

    return there.records.write(work)


def to_overview(patient: Browser, planted: Planted, sharing: str) -> None:
    """The patient answers everything, writes the markers, and comes to the overview.

    The markers stand in a draft, and once on a page that has to be shown again for its length.
    """
    patient.get(f"/p/{planted.link}")
    patient.press("next")
    patient.press("next", sharing="clinician")
    while not patient.address.endswith("/overview"):
        asked = {name: value for name, value in ANSWERS.items() if f'name="{name}"' in patient.page}
        if "comment" in asked:
            patient.press("next", comment=COMMENT * 200)
        patient.press("next", **asked)
    sharing_page = patient.address.replace("/overview", "/sharing")
    patient.get(sharing_page)
    patient.press("next", sharing=sharing)
    patient.get(sharing_page.replace("/sharing", "/overview"))


def too_long_again(patient: Browser) -> None:
    """Leave a page behind that has to be shown again, with a marker in it."""
    address = patient.address
    patient.get(next(link for link in _links(patient) if _asks(patient, link, "comment")))
    patient.press("next", comment=COMMENT * 200)
    patient.get(address)


def records_of(app: Flask) -> Records:
    """What the program runs over."""
    return running_of(app).records


def _links(browser: Browser) -> Iterable[str]:
    return [link.get("href") or "" for link in browser.all("a")]
