"""A year of sealed sums as that many visits would leave them: drawn from a pool, without the visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from clinic_feedback.keys import Keyring
from clinic_feedback.records.clinics import QUESTIONNAIRE
from clinic_feedback.records.engine import Database
from clinic_feedback.records.migrating import upgrade
from clinic_feedback.records.models.clinics import Clinic, Profession
from clinic_feedback.records.models.sealing import SealedWeek, Staffing
from clinic_feedback.records.sealed_sums import StratumKey, list_families, write_block
from clinic_feedback.records.transaction import Records, Transaction
from forms.answers import consultation_from
from forms.catalogue import built_in
from forms.model import Form
from forms.tally import ANSWERED, YES, Category, Family, Tally, tally
from reports.measures import RECOGNISED
from reports.published import View
from reports.release import Clinician, Sums, Terms
from reports.weeks import quarter_of, weeks_between
from tests.benchmarks.comparing import random_pairs
from tests.forms.pairs import base

YEAR = View("2025-W01", "2025-W52")
CLINICS, CLINICIANS = ("north", "south"), 6
"""Few, so that a thousand visits still make a block a week."""

POOL, SIDES_LEFT_OUT = 300, (None, None, None, "patient", "clinician")
NOW = datetime(2026, 1, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Clock:
    def now(self) -> datetime:
        """After the year."""
        return NOW


@dataclass(frozen=True, slots=True)
class Sampled:
    """What a visit adds. `mode`: where its patient answered; '' where nobody did."""

    mode: str
    adds: Tally


def records_of(file: Path, keys: Keyring) -> Records:
    """The records in a file, which are made when they are not there."""
    return Records(Database(f"sqlite:///{file}"), keys, built_in(), _Clock())


def fill(file: Path, keys: Keyring, units: int) -> None:
    """Make a file that holds the sums of that many visits: weeks, strata and clinicians are always the same."""
    records = records_of(file, keys)
    with closing(records.database):
        upgrade(records.database)
        records.write(_open_clinics)
        records.write(lambda tx: _seal(tx, units))


def _open_clinics(tx: Transaction) -> None:
    weeks = list(weeks_between(YEAR.first_week, YEAR.last_week))
    tx.session.add_all(SealedWeek(week=week, sealed_at=NOW) for week in weeks)
    nurse = Profession.NURSE.value
    for code in CLINICS:
        clinic = Clinic(code=code, name=code.title(), time_zone="UTC", questionnaire=QUESTIONNAIRE)
        tx.session.add(clinic)
        tx.session.flush()
        tx.session.add_all(
            Staffing(quarter=one, clinic_id=clinic.id, profession=nurse, small=False, professions=nurse)
            for one in sorted(set(map(quarter_of, weeks)))
        )


def _seal(tx: Transaction, units: int) -> None:
    """A block a week and clinic, its families listed as sealing lists them."""
    chance, pool = Random(20261125), list(_pool())
    structure = built_in().get(QUESTIONNAIRE, "1.0").structure_hash
    weeks = list(weeks_between(YEAR.first_week, YEAR.last_week))
    blocks = len(weeks) * len(CLINICS)
    for number in range(blocks):
        week, code = weeks[number // len(CLINICS)], CLINICS[number % len(CLINICS)]
        key = StratumKey(code, Profession.NURSE, QUESTIONNAIRE, structure, Form.FULL)
        sums = _sums(chance, pool, code, units * (number + 1) // blocks - units * number // blocks)
        list_families(tx, write_block(tx, (week, week), key, sums), key, sums, Terms())


def _pool() -> Iterator[Sampled]:
    """Visits with random answers, of whom some lack a side."""
    chance, catalogue = Random(20261125), built_in()
    questionnaire = catalogue.get(QUESTIONNAIRE, "1.0").questionnaire
    for patient, clinician in random_pairs(POOL):
        raw = base()
        raw["patient"]["answers"], raw["clinician"]["answers"] = patient, clinician
        raw.pop(chance.choice(SIDES_LEFT_OUT) or "", None)
        one = consultation_from(raw, catalogue)
        mode = chance.choice(("tablet", "phone")) if one.patient else ""
        yield Sampled(mode, tally(questionnaire, Form.FULL, one.patient, one.clinician, RECOGNISED))


def _sums(chance: Random, pool: Sequence[Sampled], code: str, units: int) -> Sums:
    """A block of visits that the clinic's clinicians share."""
    cells: Counter[tuple[str, Family, Category]] = Counter()
    by_mode: dict[tuple[str, Family], dict[Clinician, Counter[Category]]] = {}
    for number in range(CLINICIANS):
        clinician = Clinician(f"{code} {number}")
        own: Counter[tuple[str, Family, Category]] = Counter()
        visits = units * (number + 1) // CLINICIANS - units * number // CLINICIANS
        for drawn, times in Counter(chance.choices(range(len(pool)), k=visits)).items():
            mode = pool[drawn].mode
            for family, category in pool[drawn].adds.items():
                own[mode, family, category] += times
        for (mode, family, category), times in own.items():
            by_mode.setdefault((mode, family), {}).setdefault(clinician, Counter())[category] += times
        cells.update(own)
    answers = sum(n for (_, family, category), n in cells.items() if (family, category) == (ANSWERED, YES))
    return Sums(units, answers, cells, by_mode)
