"""Who works in the two clinics of the demo's year, when, and in what manner."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from random import Random
from statistics import NormalDist
from typing import Any

from clinic_feedback.demo.encounters import Temper
from clinic_feedback.demo.setting import DemoClinic, DemoClinician
from forms.model import Form

TIME_ZONE = "Europe/Oslo"
NOT_URGENT = "116 117"
CLOSING_HOURS, DUE_DAYS = 72, 3

WEEKS_OF_THE_YEAR = 52

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
_HABITS, _TOUCHES = NormalDist(0, 0.95), NormalDist(0, 0.17)
_LEAST_DILIGENT, _MOST_DILIGENT = 0.65, 0.97


@dataclass(frozen=True, slots=True)
class Post:
    """Who works in a clinic on which weekdays (0: Monday), and from and before which week."""

    clinician: DemoClinician
    weekdays: frozenset[int]
    first_week: int
    end_week: int

    def present(self, day: date, week: int) -> bool:
        """Whether the clinician works on a day, which lies in this week of the year."""
        return day.weekday() in self.weekdays and self.first_week <= week < self.end_week


@dataclass(frozen=True, slots=True)
class Practice:
    """A clinic, how well visits go there, how many each clinician has a day, and its posts."""

    clinic: DemoClinic
    mood: float
    visits_a_day: float
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody meets patients, and the share of visits that they answer the form about."""

    temper: Temper
    diligence: float


@cache
def practices() -> tuple[Practice, ...]:
    """The two clinics, as the file beside this module names them."""
    text = files("clinic_feedback.demo").joinpath("staffing.toml").read_text("utf-8")
    return tuple(_practice(raw) for raw in tomllib.loads(text)["clinics"])


def manners(chance: Random, practice: Practice) -> dict[str, Manner]:
    """Each clinician's manner, by code.

    A clinic always has the same ones, and chance deals them out: drawn one by one, a dozen would
    make one year's clinic quite unlike another's.
    """
    codes = [post.clinician.code for post in practice.posts]
    shares = _dealt(chance, len(codes)), _dealt(chance, len(codes)), _dealt(chance, len(codes))
    return {
        code: Manner(
            Temper(_HABITS.inv_cdf(habit), _TOUCHES.inv_cdf(touch)),
            _LEAST_DILIGENT + (_MOST_DILIGENT - _LEAST_DILIGENT) * diligence,
        )
        for code, habit, touch, diligence in zip(codes, *shares, strict=True)
    }


def _dealt(chance: Random, count: int) -> Sequence[float]:
    """Even shares from above 0 to below 1, in an order left to chance."""
    return chance.sample([(place + 0.5) / count for place in range(count)], count)


def _practice(raw: dict[str, Any]) -> Practice:
    posts = tuple(_posts(raw["clinicians"]))
    clinic = DemoClinic(
        code=raw["code"],
        name=raw["name"],
        time_zone=TIME_ZONE,
        form=Form.CORE,
        closing_hours=CLOSING_HOURS,
        due_days=DUE_DAYS,
        not_urgent=NOT_URGENT,
        contact_person=raw["contact_person"],
        clinicians=tuple(post.clinician for post in posts),
    )
    return Practice(clinic, raw["mood"], raw["visits_a_day"], posts)


def _posts(raw: list[dict[str, Any]]) -> Iterator[Post]:
    for one in raw:
        weekdays = frozenset(_WEEKDAYS.index(day) for day in one["days"])
        first, end = one.get("weeks", (0, WEEKS_OF_THE_YEAR))
        yield Post(DemoClinician(one["code"], one["name"], one["profession"]), weekdays, first, end)
