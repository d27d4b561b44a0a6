"""A year of generated visits in two clinics: the same seed and day give the same visits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random
from zoneinfo import ZoneInfo

from clinic_feedback.demo.answering import Window, after, clinician_side, patient_side
from clinic_feedback.demo.encounters import encounter
from clinic_feedback.demo.opening_days import open_days, season
from clinic_feedback.demo.setting import DemoClinic, DemoClinician, DemoVisit
from clinic_feedback.demo.staffing import WEEKS_OF_THE_YEAR, Manner, Practice, manners, practices

OPENS, CLOSES = time(8), time(15, 30)
"""The clinics' opening hours. A visit now and then ends later."""

_ENDS = (time(8, 55), time(10, 10), time(11, 25), time(13, 15), time(14, 30))
_EARLY, _LATE = -10, 25
"""Minutes around those."""

_OVERRUN, _LONGEST_OVERRUN = 0.02, 70
_PACE_VARIES, _MOOD_VARIES = 0.3, 0.12


def clinics() -> tuple[DemoClinic, ...]:
    """The clinics of the year."""
    return tuple(practice.clinic for practice in practices())


def year(seed: int, today: date) -> Iterator[DemoVisit]:
    """About 2,000 visits of the 52 weeks before today, by time; what would be sent today is not yet."""
    first = today - timedelta(weeks=WEEKS_OF_THE_YEAR)
    houses = [_House.drawn(seed, practice, today) for practice in practices()]
    for day in open_days(first, today):
        week = (day - first).days // 7
        found = [visit for house in houses for visit in house.visits(day, week)]
        yield from sorted(found, key=lambda visit: (visit.held_at, visit.reference))


@dataclass(frozen=True)
class _House:
    """A clinic in one year, with a chance of its own."""

    practice: Practice
    chance: Random
    manners: dict[str, Manner]
    paces: list[float]
    moods: list[float]
    today: date

    @classmethod
    def drawn(cls, seed: int, practice: Practice, today: date) -> _House:
        """A clinic with its people's manners, and its good and bad, busy and quiet weeks."""
        chance = Random(f"{seed} {practice.clinic.code}")  # noqa: S311  a demo's chance guards no secret
        paces = [chance.lognormvariate(0, _PACE_VARIES) for _ in range(WEEKS_OF_THE_YEAR)]
        moods = [chance.gauss(practice.mood, _MOOD_VARIES) for _ in range(WEEKS_OF_THE_YEAR)]
        return cls(practice, chance, manners(chance, practice), paces, moods, today)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone."""
        return ZoneInfo(self.practice.clinic.time_zone)

    @cached_property
    def midnight(self) -> datetime:
        """When today begins."""
        return datetime.combine(self.today, time(), self.zone)

    def visits(self, day: date, week: int) -> Iterator[DemoVisit]:
        """A day's visits; `week` is that of the demo's year."""
        share = self.practice.visits_a_day / len(_ENDS) * season(day) * self.paces[week]
        for post in self.practice.posts:
            if post.present(day, week):
                for number, end in enumerate(_ENDS, start=1):
                    if self.chance.random() < share:
                        reference = f"{post.clinician.code}-{day:%Y%m%d}-{number}"
                        yield self.visit(reference, self.held_at(day, end), post.clinician, self.moods[week])

    def held_at(self, day: date, end: time) -> datetime:
        """When a visit ended that was to end then."""
        minutes = self.chance.randint(_EARLY, _LATE)
        if self.chance.random() < _OVERRUN:
            minutes += self.chance.randint(_LATE, _LONGEST_OVERRUN)
        return after(datetime.combine(day, end, self.zone), minutes=minutes)

    def visit(self, reference: str, held_at: datetime, clinician: DemoClinician, mood: float) -> DemoVisit:
        """One visit, and what was sent about it."""
        clinic, manner = self.practice.clinic, self.manners[clinician.code]
        window = Window(held_at, min(after(held_at, hours=clinic.closing_hours), self.midnight))
        seen = encounter(self.chance, mood, manner.temper)
        patient = patient_side(self.chance, clinic.form, seen.patient, window)
        own = clinician_side(self.chance, clinic.form, seen.clinician, manner.diligence, window)
        return DemoVisit(
            reference=reference,
            held_at=held_at,
            clinic=clinic.code,
            clinician=clinician.code,
            profession=clinician.profession,
            form=clinic.form,
            patient=patient,
            clinician_side=own,
        )
