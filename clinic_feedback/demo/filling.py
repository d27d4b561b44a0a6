"""The study's clinic put into empty records, as if its visits had been held and answered there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from clinic_feedback.codes import Token, new_token
from clinic_feedback.demo import study
from clinic_feedback.demo.setting import DemoClinic, DemoSide, DemoVisit
from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.clinicians import clinician_of_code
from clinic_feedback.records.clinics import ClinicChanges, NewClinicDefaults, set_clinic
from clinic_feedback.records.closing import close
from clinic_feedback.records.drafts import PageTurned
from clinic_feedback.records.invitations import WaysIn, invite
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.modes import Mode
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.patient_forms import Ticket, form_key, turn_page
from clinic_feedback.records.sending import Submission, send
from clinic_feedback.records.staff_accounts import Person, add_user
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.versions import newest
from clinic_feedback.records.visits import MADE_UP_SOURCE, NewVisit, make
from forms.answers import answers_from
from forms.loading.pack import Pack
from forms.model import Form, Side
from forms.responses import Response

ACTOR = Actor("demo", Origin.COMMAND)

FIRST, OTHER = "doctor-1", "physio-1"
"""Whose logins the demo prints: between them they held the three visits that the study tells of."""


@dataclass(frozen=True, slots=True)
class Place:
    """A clinic of the demo in the records, and who holds visits there, by code."""

    clinic: Clinic
    clinicians: Mapping[str, Clinician]
    pack: Pack


def open_clinic(tx: Transaction, demo: DemoClinic, password_hash: str) -> Place:
    """A clinic with everybody who works there; all of them may sign in by one password."""
    defaults = NewClinicDefaults(demo.closing_hours, demo.due_days, demo.time_zone)
    changes = ClinicChanges(demo.name, demo.time_zone, demo.form, not_urgent=demo.not_urgent)
    set_clinic(tx, ACTOR, demo.code, changes, defaults)
    for one in demo.clinicians:
        places = frozenset({(Role.CLINICIAN, demo.code)})
        person = Person(one.name, "en", places=places, profession=one.profession, clinician=one.code)
        add_user(tx, ACTOR, one.code, person).password = password_hash
    clinic = add_contact_person(tx, demo, password_hash, defaults)
    return Place(clinic, _clinicians(tx, demo), newest(tx, clinic.questionnaire))


def add_contact_person(
    tx: Transaction, demo: DemoClinic, password_hash: str, defaults: NewClinicDefaults
) -> Clinic:
    """Somebody for a clinic's patients to turn to: without one it is not live."""
    contact = Person(demo.contact_person, "en", places=frozenset({(Role.CONTACT_PERSON, demo.code)}))
    username = contact_person_of(demo)
    add_user(tx, ACTOR, username, contact).password = password_hash
    return set_clinic(tx, ACTOR, demo.code, ClinicChanges(contact_person=username), defaults)


def contact_person_of(demo: DemoClinic) -> str:
    """The user name of a clinic's contact person."""
    return f"contact-{demo.code}"


def hold(tx: Transaction, place: Place, demo: DemoVisit) -> Consultation:
    """A visit of the past, with what either side sent at its time, closed if that is over."""
    clinic = place.clinic
    open_for = timedelta(hours=clinic.closing_hours)
    new = NewVisit(
        clinic,
        place.clinicians[demo.clinician],
        place.pack,
        demo.form,
        demo.held_at,
        open_for,
        source=MADE_UP_SOURCE,
        reference=demo.reference,
    )
    visit = make(tx, new)
    ways = invite(tx, visit)
    sides = {Side.PATIENT: demo.patient, Side.CLINICIAN: demo.clinician_side}
    for side, sent in sorted(sides.items(), key=lambda pair: pair[1].sent_at if pair[1] else demo.held_at):
        if sent is not None:
            _send(replace(tx, now=sent.sent_at), place, visit, side, sent, ways)
    if visit.closes_at <= tx.now:
        close(replace(tx, now=visit.closes_at), visit, clinic, follow_up=True)
    return visit


def begin(tx: Transaction, place: Place, clinician: str) -> tuple[Consultation, WaysIn]:
    """A visit that is held now, and the ways in to its patient's form."""
    open_for = timedelta(hours=place.clinic.closing_hours)
    who, form = place.clinicians[clinician], place.clinic.form
    visit = make(
        tx, NewVisit(place.clinic, who, place.pack, Form(form), tx.now, open_for, source=MADE_UP_SOURCE)
    )
    return visit, invite(tx, visit)


def _clinicians(tx: Transaction, demo: DemoClinic) -> Mapping[str, Clinician]:
    return {one.code: clinician_of_code(tx, one.code) for one in demo.clinicians}


def _send(  # noqa: PLR0913, PLR0917 - who sends what, when and where
    tx: Transaction, place: Place, visit: Consultation, side: Side, sent: DemoSide, ways: WaysIn
) -> None:
    form, questionnaire = Form(visit.form), place.pack.questionnaire
    answers, _ = answers_from(sent.answers, questionnaire, form, side)
    mode = Mode(sent.mode) if sent.mode else Mode.BROWSER
    ticket, patient = Ticket(new_token(), ways.token), side is Side.PATIENT
    if patient:
        turn_page(tx, visit.public_id, ticket, mode, PageTurned(language=sent.language))
    key = form_key(tx, visit.public_id, ticket) if patient else None
    response = Response(answers, sent.language, sent.sharing)
    send(tx, Submission(visit.public_id, side, new_token(), response, mode, tx.now, None, key))


Logins = Mapping[str, Mapping[str, str]]
"""One login a role: the user name, and for clinicians their codes."""


def study_clinic(tx: Transaction, today: date, password_hash: str) -> tuple[Logins, Token]:
    """The study's clinic with its 19 visits, and a visit that begins now; its patient's link."""
    demo = study.clinic()
    place = open_clinic(tx, demo, password_hash)
    for visit in study.visits(today):
        hold(tx, place, visit)
    for role in (Role.QUALITY, Role.ADMINISTRATOR):
        person = Person(f"Demo {role}", "en", roles=frozenset({role}))
        add_user(tx, ACTOR, role, person).password = password_hash
    _, ways = begin(tx, place, FIRST)
    return _logins(demo), ways.token


def _logins(demo: DemoClinic) -> Logins:
    clinicians = {"clinician": FIRST, "other_clinician": OTHER}
    return {
        **{role: {"user": code, "clinic": demo.code, "clinician": code} for role, code in clinicians.items()},
        "contact_person": {"user": contact_person_of(demo)},
        "quality": {"user": Role.QUALITY.value},
        "administrator": {"user": Role.ADMINISTRATOR.value},
    }
