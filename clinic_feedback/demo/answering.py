"""Who answers about a visit, when, where, and who may read it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from random import Random

from clinic_feedback.demo.answer_model import Viewpoint, answers, likely
from clinic_feedback.demo.opening_days import is_open
from clinic_feedback.demo.setting import DemoSide
from forms.model import Form, Sharing, Side

_ON_PHONES, _NEXT_DAY = 0.35, 0.3
_LESS_KIND_AT_HOME = 0.2
"""Forms filled in at the clinic are kinder than those from home, in the patient's level."""

_IN_BOKMAL = 0.88
_SENT_BLANK = 0.01
_AT_ONCE = 0.85


@dataclass(frozen=True, slots=True)
class Window:
    """When a visit was held, and from when on nothing has been sent yet (or no longer can be)."""

    held_at: datetime
    end: datetime


def patient_side(chance: Random, form: Form, view: Viewpoint, window: Window) -> DemoSide | None:
    """What the patient sent, if anything: the content ones answer and share a little more often."""
    if not likely(chance, 1.1 + 0.3 * view.level):
        return None
    phone = chance.random() < _ON_PHONES
    if phone:
        view = replace(view, level=view.level - _LESS_KIND_AT_HOME)
    if chance.random() < _SENT_BLANK:
        view = replace(view, blank=1)
    side = DemoSide(
        answers=answers(chance, form, Side.PATIENT, view),
        sent_at=_sent_by_patient(chance, window.held_at, phone=phone),
        language="nb" if chance.random() < _IN_BOKMAL else "en",
        mode="phone" if phone else "tablet",
        sharing=Sharing.CLINICIAN if likely(chance, 1.4 + 0.3 * view.level) else Sharing.TOTALS_ONLY,
    )
    return side if side.sent_at < window.end else None


def clinician_side(
    chance: Random, form: Form, view: Viewpoint, diligence: float, window: Window
) -> DemoSide | None:
    """What the clinician sent, if anything; `diligence`: the share of visits that they answer about."""
    if chance.random() >= diligence:
        return None
    side = DemoSide(
        answers=answers(chance, form, Side.CLINICIAN, view),
        sent_at=_sent_by_clinician(chance, window.held_at),
    )
    return side if side.sent_at < window.end else None


def after(moment: datetime, **by: float) -> datetime:
    """A moment so much later as time passes, whatever the clocks are set to, on the same wall's clock."""
    return (moment.astimezone(UTC) + timedelta(**by)).astimezone(moment.tzinfo)


def _sent_by_patient(chance: Random, held_at: datetime, *, phone: bool) -> datetime:
    if phone and chance.random() < _NEXT_DAY:
        moment = time(chance.randint(8, 20), chance.randrange(60), chance.randrange(60))
        return datetime.combine(held_at.date() + timedelta(days=1), moment, held_at.tzinfo)
    return after(held_at, seconds=chance.randint(120, 720))


def _sent_by_clinician(chance: Random, held_at: datetime) -> datetime:
    """Before the next patient, or else first thing when the clinic opens again."""
    if chance.random() < _AT_ONCE:
        return after(held_at, seconds=chance.randint(90, 2700))
    day = held_at.date() + timedelta(days=1)
    while not is_open(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(8, chance.randrange(30), chance.randrange(60)), held_at.tzinfo)
