"""The demo's year: the same again whenever it is asked for, and much like a year of real clinics."""

from __future__ import annotations

import os
import subprocess
import sys
import time as clocks
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from statistics import correlation, mean, variance
from zoneinfo import ZoneInfo

import pytest

from clinic_feedback.demo.lines import import_lines
from clinic_feedback.demo.opening_days import is_open
from clinic_feedback.demo.setting import DemoVisit
from clinic_feedback.demo.year import CLOSES, OPENS, clinics, year
from clinic_feedback.records.models.clinics import Profession
from forms.comparison import Comparison
from forms.model import Form, Sharing
from tests.clinic_feedback.demo.reading import alarming, consultation, flagged, rating, share

TODAY = date(2026, 11, 25)
PAIN_CLINIC, ORDINARY_CLINIC = (clinic.code for clinic in clinics())
SEEDS = (1, 2, 3)


@cache
def visits(seed: int = 1, today: date = TODAY) -> Sequence[DemoVisit]:
    """A whole year."""
    return tuple(year(seed, today))


def test_the_same_seed_and_day_give_the_same_lines() -> None:
    assert list(import_lines(year(1, TODAY))) == list(import_lines(year(1, TODAY)))


def test_another_seed_gives_other_visits() -> None:
    assert {visit.reference for visit in visits(1)} != {visit.reference for visit in visits(2)}


IN_A_PROCESS = """
import hashlib
from datetime import date
from clinic_feedback.demo.lines import import_lines
from clinic_feedback.demo.year import year
print(hashlib.sha256("".join(import_lines(year(1, date(2026, 11, 25)))).encode()).hexdigest())
"""


def test_the_lines_do_not_depend_on_how_a_process_hashes() -> None:
    printed = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", IN_A_PROCESS]
        printed.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    assert len(printed) == 1


def test_a_year_is_made_in_a_moment() -> None:
    list(year(1, TODAY))  # the questionnaire and the staffing are read once
    began = clocks.process_time()
    list(import_lines(year(2, TODAY)))
    assert clocks.process_time() - began < 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("today", [TODAY, date(2027, 1, 1), date(2028, 2, 29), date(2026, 3, 29)])
def test_there_are_about_two_thousand_visits_of_the_year_before(seed: int, today: date) -> None:
    found = list(year(seed, today))
    assert 1700 < len(found) < 2300
    assert len({visit.reference for visit in found}) == len(found)
    assert all(earlier.held_at <= later.held_at for earlier, later in pairwise(found))
    assert today - timedelta(weeks=52) <= found[0].held_at.date() < today - timedelta(weeks=50)
    assert today - timedelta(days=14) < found[-1].held_at.date() < today


def moments(visit: DemoVisit) -> Iterator[datetime]:
    """When the sides were sent that were."""
    yield from (side.sent_at for side in (visit.patient, visit.clinician_side) if side is not None)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("today", [TODAY, date(2026, 3, 30), date(2026, 1, 2)])
def test_nothing_is_sent_before_the_visit_after_its_closing_or_today(seed: int, today: date) -> None:
    midnight = datetime.combine(today, time(), ZoneInfo("Europe/Oslo"))
    for visit in visits(seed, today):
        for sent_at in moments(visit):
            since = sent_at.timestamp() - visit.held_at.timestamp()
            assert 0 < since < 72 * 3600
            assert sent_at < midnight


def test_clinicians_send_when_the_clinic_is_open() -> None:
    sent = [visit.clinician_side.sent_at.date() for visit in visits() if visit.clinician_side]
    assert [day for day in sent if not is_open(day)] == []


def test_patients_send_within_minutes_or_the_next_day_from_a_phone() -> None:
    for patient, held_at in ((visit.patient, visit.held_at) for visit in visits()):
        if patient is not None and not timedelta(minutes=2) <= patient.sent_at - held_at <= timedelta(
            minutes=12
        ):
            assert patient.mode == "phone"
            assert patient.sent_at.date() == held_at.date() + timedelta(days=1)


def test_visits_are_held_on_open_days_and_nearly_all_within_opening_hours() -> None:
    assert all(is_open(visit.held_at.date()) for visit in visits())
    within = share(OPENS <= visit.held_at.time() <= CLOSES for visit in visits())
    assert 0.97 < within < 1
    assert max(visit.held_at.time() for visit in visits()) < time(17)


def test_clocks_are_set_forward_and_back_and_the_day_begins_at_the_same_hour() -> None:
    offsets = {visit.held_at.date(): visit.held_at.isoformat()[-6:] for visit in visits()}
    assert {offset for day, offset in offsets.items() if date(2026, 3, 29) < day < date(2026, 10, 25)} == {
        "+02:00"
    }
    assert {offset for day, offset in offsets.items() if day < date(2026, 3, 29)} == {"+01:00"}
    assert {offset for day, offset in offsets.items() if day > date(2026, 10, 25)} == {"+01:00"}
    summer = [visit.held_at.hour for visit in visits() if visit.held_at.isoformat().endswith("+02:00")]
    winter = [visit.held_at.hour for visit in visits() if visit.held_at.isoformat().endswith("+01:00")]
    assert min(summer) == min(winter) == 8


ORDINARY_WEEKS = (10, 11, 12, 17, 19, 23, 24, 35, 36, 37, 38, 39, 41, 42, 43, 44, 45, 46)


def by_week(seed: int) -> Counter[int]:
    """How many visits each ISO week of a year had."""
    return Counter(visit.held_at.isocalendar().week for visit in visits(seed))


def test_weeks_vary_more_than_by_chance_alone() -> None:
    # Counts that vary by chance alone have a variance as large as their mean.
    weeks = [[by_week(seed)[week] for week in ORDINARY_WEEKS] for seed in SEEDS]
    assert mean(variance(counts) / mean(counts) for counts in weeks) > 1.3


def test_the_summer_is_quiet() -> None:
    weeks = by_week(1)
    assert mean(weeks[week] for week in (28, 29, 30)) < 0.5 * mean(weeks[week] for week in ORDINARY_WEEKS)


def test_either_side_sometimes_does_not_answer() -> None:
    patients = share(visit.patient is not None for visit in visits())
    clinicians = share(visit.clinician_side is not None for visit in visits())
    neither = share(visit.patient is None and visit.clinician_side is None for visit in visits())
    assert 0.65 < patients < 0.8
    assert 0.75 < clinicians < 0.88
    assert 0 < neither < 0.1


def test_some_patients_send_a_form_with_every_question_left_open() -> None:
    assert 0 < share(visit.patient.answers == {} for visit in visits() if visit.patient) < 0.03


@pytest.mark.parametrize(
    ("name", "value", "least", "most"),
    [
        pytest.param("sharing", Sharing.CLINICIAN, 0.75, 0.85, id="four of five share"),
        pytest.param("mode", "phone", 0.25, 0.45, id="a third on phones, the others on the tablet"),
        pytest.param("language", "nb", 0.8, 0.95, id="most in Norwegian, some in English"),
    ],
)
def test_patients_choose_as_people_do(name: str, value: str, least: float, most: float) -> None:
    chosen = [getattr(visit.patient, name) for visit in visits() if visit.patient is not None]
    assert least < share(one == value for one in chosen) < most


def compared(seed: int, clinic: str | None = None) -> list[Comparison]:
    """The pairs of a year, or of a clinic in it, compared."""
    pairs = [
        consultation(visit)
        for visit in visits(seed)
        if visit.patient and visit.clinician_side and clinic in {None, visit.clinic}
    ]
    return [pair.compared() for pair in pairs if pair is not None]


@pytest.mark.parametrize(
    ("clinic", "least", "most"),
    [
        pytest.param(None, 0.52, 0.68, id="both clinics"),
        pytest.param(PAIN_CLINIC, 0.42, 0.6, id="the pain clinic"),
        pytest.param(ORDINARY_CLINIC, 0.6, 0.78, id="the ordinary clinic"),
    ],
)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_product_speaks_sparingly_over_the_year(
    seed: int, clinic: str | None, least: float, most: float
) -> None:
    found = compared(seed, clinic)
    assert len(found) > 450
    silent = 1 - share(map(flagged, found))
    assert silent >= 1 / 3
    assert share(map(alarming, found)) <= 1 / 2
    # The core form asks half as many questions as the full one, so more pairs stay silent.
    assert least < silent < most


def test_clinicians_guess_better_than_chance_and_rosier_than_patients_answer() -> None:
    read = [consultation(visit) for visit in visits() if visit.patient and visit.clinician_side]
    sides = [
        (one.patient.answers, one.clinician.answers) for one in read if one and one.patient and one.clinician
    ]
    rated = [(rating(patient), rating(clinician)) for patient, clinician in sides]
    pairs = [(patient, guess) for patient, guess in rated if patient is not None and guess is not None]
    assert correlation(*zip(*pairs, strict=True)) > 0.2
    assert mean(guess - patient for patient, guess in pairs) > 0.2


def test_both_clinics_ask_the_core_form_and_are_ready_to_go_live() -> None:
    assert {visit.form for visit in visits()} == {Form.CORE}
    for clinic in clinics():
        assert clinic.contact_person
        assert clinic.not_urgent
        assert clinic.due_days > 0


def test_visits_name_clinicians_of_their_clinic_with_a_known_profession() -> None:
    people = {(clinic.code, one.code, one.profession) for clinic in clinics() for one in clinic.clinicians}
    assert {(visit.clinic, visit.clinician, visit.profession) for visit in visits()} == people
    assert {profession for _, _, profession in people} <= set(Profession)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("clinic", "strata"),
    [
        pytest.param(PAIN_CLINIC, 3, id="the pain clinic"),
        pytest.param(ORDINARY_CLINIC, 2, id="the ordinary clinic"),
    ],
)
def test_in_any_quarter_enough_work_in_several_groups_to_show_them_apart(
    seed: int, clinic: str, strata: int
) -> None:
    for start in (date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)):
        end = start + timedelta(weeks=13)
        staff = {
            (visit.profession, visit.clinician)
            for visit in visits(seed)
            if visit.clinic == clinic and start <= visit.held_at.date() < end
        }
        sizes = Counter(profession for profession, _ in staff)
        own = [profession for profession, size in sizes.items() if size >= 3]
        together = sum(size for profession, size in sizes.items() if profession not in own)
        assert together >= 3 or together == 0
        assert len(own) + (together > 0) >= strata
