"""The clinics and clinicians that an import names: those that are there, and those that it makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from clinic_feedback.records.clinics import QUESTIONNAIRE, house_time_zone
from clinic_feedback.records.import_lines import VisitTold
from clinic_feedback.records.import_terms import Terms
from clinic_feedback.records.models.clinics import Clinic, Clinician
from clinic_feedback.records.models.staff import Membership
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.visits import OWN_SOURCE
from forms.faults import Fault, FaultyInputError, unknown


@dataclass(slots=True)
class Places:
    """Where visits were held, and by whom. `made_*`: the codes of those that were not there before."""

    tx: Transaction
    terms: Terms
    clinics: dict[str, Clinic]
    of_house: dict[tuple[int, str], Clinician]
    of_source: dict[str, Clinician]
    made_clinics: list[str] = field(default_factory=list)
    made_clinicians: list[str] = field(default_factory=list)

    def place(self, told: VisitTold) -> tuple[Clinic, Clinician]:
        """The clinic and the clinician of a visit. Raises FaultyInputError where none may be made."""
        if not self.terms.create:
            faults = self._missing(told)
            if faults:
                raise FaultyInputError(faults)
        clinic = self.clinics.get(told.clinic) or self._new_clinic(told.clinic)
        return clinic, self._clinician(clinic, told.clinician) or self._new_clinician(told)

    def _clinician(self, clinic: Clinic | None, code: str) -> Clinician | None:
        """Who holds visits here under a code; else whoever this source called so before.

        The house's own code counts in the clinics where its bearer holds visits, and nowhere else: in
        another one it may be somebody else's, who would then read what patients wrote.
        """
        of_house = self.of_house.get((clinic.id, code)) if clinic is not None else None
        return of_house or self.of_source.get(code)

    def _missing(self, told: VisitTold) -> list[Fault]:
        clinic, faults = self.clinics.get(told.clinic), []
        if clinic is None:
            faults.append(unknown("consultation.clinic", told.clinic, sorted(self.clinics)))
        if self._clinician(clinic, told.clinician) is None:
            known = sorted({*self.of_source, *(code for _, code in self.of_house)})
            faults.append(unknown("consultation.clinician", told.clinician, known))
        return faults

    def _new_clinic(self, code: str) -> Clinic:
        defaults, session = self.terms.new_clinic, self.tx.session
        clinic = Clinic(
            code=code,
            name=code,
            time_zone=house_time_zone(self.tx) if self.clinics else defaults.time_zone,
            questionnaire=QUESTIONNAIRE,
            closing_hours=defaults.closing_hours,
            due_days=defaults.due_days,
        )
        session.add(clinic)
        session.flush()
        self.clinics[code] = clinic
        self.made_clinics.append(code)
        return clinic

    def _new_clinician(self, told: VisitTold) -> Clinician:
        code, source = told.clinician, self.terms.source
        clinician = Clinician(source=source, code=code, name=code, profession=told.profession)
        self.tx.session.add(clinician)
        self.tx.session.flush()
        self.of_source[code] = clinician
        self.made_clinicians.append(code)
        return clinician


def places_for(tx: Transaction, terms: Terms, told: Iterable[VisitTold]) -> Places:
    """All that some visits name, found at once."""
    codes = {one.clinician for one in told}
    clinics = {clinic.code: clinic for clinic in tx.session.scalars(select(Clinic))}
    held = (
        select(Membership.clinic_id, Clinician)
        .join(Clinician, Clinician.id == Membership.clinician_id)
        .where(Clinician.source == OWN_SOURCE, Clinician.code.in_(codes))
    )
    named = select(Clinician).where(Clinician.source == terms.source, Clinician.code.in_(codes))
    return Places(
        tx,
        terms,
        clinics,
        {(clinic_id, clinician.code): clinician for clinic_id, clinician in tx.session.execute(held)},
        {clinician.code: clinician for clinician in tx.session.scalars(named)},
    )
