"""A period's numbers in words: counts, per cents, weeks and reasons, as the reader's language writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel.dates import format_date
from babel.numbers import format_decimal

from forms.questionnaire import Questionnaire
from forms.texts import Texts
from forms.wording import Sentences
from reports.agreement import FEWEST_FOR_KAPPA, Agreement
from reports.intervals import (
    FEWEST_CLINICIANS,
    FEWEST_FOR_PERCENT,
    Mean,
    NotShown,
    Share,
    whole_percent,
)
from reports.published import View
from reports.variation import Variation
from reports.weeks import monday, sunday
from reports.wording import words

_LOCALES = {"en": "en_GB"}
_DASH = "\u2013"


@dataclass(frozen=True, slots=True)
class Wording:
    """Says the numbers of a period in one language. `clinics`: their names, by code."""

    language: str
    questionnaire: Questionnaire
    texts: Texts
    clinics: Mapping[str, str]

    @property
    def all(self) -> Sentences:
        """Every sentence."""
        return words(self.language)

    @property
    def said(self) -> Mapping[str, str]:
        """The sentences of the quality report."""
        return self.all["quality"]

    def count(self, number: int) -> str:
        """A whole number, its thousands set apart as the language does it."""
        return format_decimal(number, "#,##0", locale=self._locale)

    def decimal(self, number: float) -> str:
        """A number with two decimals."""
        # A rounded -0.00 would read as something.
        written = format_decimal(round(number, 2) + 0.0, "0.00", locale=self._locale)
        return written.replace("-", "\u2212")

    def percent(self, value: float) -> str:
        """A share in whole per cents, without its sign."""
        return str(whole_percent(value))

    def share(self, share: Share) -> str:
        """A share with its interval, or x of n where that is all that can be said."""
        if share.n == 0:
            return _DASH
        if share.value is None:
            return self.said["x_of_n"].format(x=self.count(share.x), n=self.count(share.n))
        if share.interval is None:
            return f"{self.percent(share.value)} %"
        low, high = (self.percent(end) for end in (share.interval.low, share.interval.high))
        return self.said["interval"].format(p=self.percent(share.value), lo=low, hi=high)

    def estimate(self, found: Mean | Agreement | Variation) -> str:
        """A mean, a kappa or a correlation with its interval."""
        if found.value is None:
            return _DASH
        if found.interval is None:
            return self.decimal(found.value)
        low, high = (self.decimal(end) for end in (found.interval.low, found.interval.high))
        return f"{self.decimal(found.value)} ({low} / {high})"

    def reason(self, why: NotShown, *, fewest: int = FEWEST_FOR_PERCENT) -> str:
        """Why a number is not there."""
        numbers = {"n": fewest, "k": FEWEST_CLINICIANS}
        return self.said[f"reason_{why}"].format(**numbers)

    def kappa_reason(self, why: NotShown) -> str:
        """Why a weighted kappa is not shown."""
        return self.said["not_shown"].format(reason=self.reason(why, fewest=FEWEST_FOR_KAPPA))

    def day(self, week: str, *, last: bool) -> str:
        """The first or the last day of a week."""
        day = sunday(week) if last else monday(week)
        return format_date(day, "long", locale=self._locale)

    def quarter(self, name: str) -> str:
        """A calendar quarter, from its name as 2026-Q1."""
        year, number = name.split("-Q")
        return self.said["quarter"].format(year=year, number=number)

    def weeks(self, view: View) -> str:
        """From which week to which."""
        return self.said["period_weeks"].format(first=view.first_week, last=view.last_week)

    def whose(self, view: View) -> str:
        """Which clinics and professions were chosen."""
        clinic = self.place(view.clinic) if view.clinic else self.said["all_clinics"]
        profession = self.professions((view.profession,)) if view.profession else ""
        return ", ".join(part for part in (clinic, profession) if part)

    def place(self, code: str) -> str:
        """A clinic's name; small clinics have none of their own."""
        return self.clinics.get(code, code) if code else self.said["small_clinics"]

    def professions(self, professions: tuple[str, ...]) -> str:
        """Professions in words; () stands for all."""
        if not professions:
            return self.said["all_professions"]
        return ", ".join(self.all["professions"][one] for one in professions)

    @property
    def _locale(self) -> str:
        return _LOCALES.get(self.language, self.language)
