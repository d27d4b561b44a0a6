"""A clinic that is live, people who work there and are signed in, and visits that they hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from clinic_feedback.codes import Token
from clinic_feedback.records.invitations import invite
from clinic_feedback.records.models.clinics import Clinic, Clinician, Profession
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.staff import Membership, Role, User
from clinic_feedback.records.patient_forms import Ticket
from clinic_feedback.records.staff_members import StaffMember, member
from clinic_feedback.records.staff_sessions import Account, begin_session
from clinic_feedback.records.transaction import Records, Transaction
from clinic_feedback.records.versions import newest
from clinic_feedback.records.visits import NewVisit, make
from forms.model import Form
from tests.clinic_feedback.records.setting import Visit

HASH = "a hash that no password has"
HOURS_SIGNED_IN = timedelta(hours=10)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in. `clinician_id`: who that is in visits; 0 for who holds none."""

    member: StaffMember
    token: Token
    clinician_id: int = 0


@dataclass(frozen=True, slots=True)
class House:
    """A clinic with two clinicians and a contact person."""

    records: Records
    code: str
    clinic_id: int
    kari: Person
    ola: Person
    contact: Person

    def visit(self, held_by: Person | None = None, *, form: Form = Form.FULL, hours_ago: float = 0) -> Visit:
        """A visit of one of them, and the patient's way in."""
        clinician_id = (held_by or self.kari).clinician_id

        def work(tx: Transaction) -> Visit:
            clinic, clinician = (
                tx.session.get_one(Clinic, self.clinic_id),
                tx.session.get_one(Clinician, clinician_id),
            )
            held_at = tx.now - timedelta(hours=hours_ago)
            new = NewVisit(clinic, clinician, newest(tx, "reassurance"), form, held_at, timedelta(hours=72))
            visit = make(tx, new)
            ways = invite(tx, visit)
            return Visit(
                visit.public_id, clinician.id, Ticket(f"key {visit.public_id}", ways.token), ways.code
            )

        return self.records.write(work)

    def again(self, person: Person) -> Person:
        """The same person, signed in anew: a sign-in ends after some hours."""
        return replace(person, token=self.records.write(lambda tx: _token(tx, person.member)))


def house(records: Records, code: str = "north", form: Form = Form.FULL) -> House:
    """A live clinic and who works there."""

    def work(tx: Transaction) -> House:
        clinic = Clinic(
            code=code,
            name=f"Clinic {code}",
            time_zone="Europe/Oslo",
            questionnaire="reassurance",
            form=form,
            due_days=3,
            not_urgent="116 117",
        )
        tx.session.add(clinic)
        tx.session.flush()
        contact = signed_in(tx, f"anne-{code}", clinic, Role.CONTACT_PERSON)
        clinic.contact_person_id = contact.member.user_id
        kari = signed_in(tx, f"kari-{code}", clinic, Role.CLINICIAN)
        ola = signed_in(tx, f"ola-{code}", clinic, Role.CLINICIAN)
        return House(records, code, clinic.id, kari, ola, contact)

    return records.write(work)


def signed_in(tx: Transaction, username: str, clinic: Clinic, role: Role, language: str = "en") -> Person:
    """Somebody with one role in a clinic, signed in."""
    clinician = None
    if role is Role.CLINICIAN:
        clinician = Clinician(
            source="live", code=username, name=username.title(), profession=Profession.PHYSIOTHERAPIST
        )
        tx.session.add(clinician)
    user = User(username=username, name=username.title(), language=language, fs_uniquifier=username)
    user.password = HASH
    tx.session.add(user)
    tx.session.flush()
    clinician_id = clinician.id if clinician else None
    tx.session.add(Membership(user_id=user.id, clinic_id=clinic.id, role=role, clinician_id=clinician_id))
    tx.session.flush()
    somebody = member(tx, user)
    return Person(somebody, _token(tx, somebody), clinician_id or 0)


def _token(tx: Transaction, somebody: StaffMember) -> Token:
    account = Account(somebody.user_id, somebody.username, HASH, active=True)
    token = begin_session(tx, account, HOURS_SIGNED_IN)
    assert token is not None
    return token


def visit_row(records: Records, public_id: str) -> Consultation:
    """A visit as it is stored."""
    with records.read() as tx:
        row = tx.session.scalars(select(Consultation).filter_by(public_id=public_id)).one()
        tx.session.expunge(row)
        return row
