"""The reader's language: which one it is, what the program says in it, and how it writes a date."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_time
from flask import request

from clinic_feedback.clock import local_time
from clinic_feedback.current import settings, staff
from forms.wording import Sentences, sentences, spoken

_PACKAGE = "clinic_feedback"
_LOCALES = {"en": "en_GB"}
"""Where dates are written as in Europe: 2 March, and 13:40."""
_WRITTEN_ALIKE = {"no": "nb", "nn": "nb"}
"""Languages whose readers read another one as well as their own."""


def spoken_languages() -> tuple[str, ...]:
    """The languages that the program's own pages speak."""
    return spoken(_PACKAGE)


def wanted_language() -> str:
    """The language of whoever is signed in, else what the browser asks for, else the clinic's own."""
    member = staff()
    if member is not None:
        return member.language
    for asked, _ in request.accept_languages:
        language = asked.partition("-")[0].lower()
        language = _WRITTEN_ALIKE.get(language, language)
        if language in spoken_languages():
            return language
    return settings().default_language


def words(language: str) -> Sentences:
    """What the program says; in English where it does not speak the language."""
    return sentences(_PACKAGE, language if language in spoken_languages() else "en")


def date_text(moment: datetime | date, language: str, time_zone: str = "UTC") -> str:
    """A day as its reader writes it. `time_zone`: where the clinic's clock hangs, for a moment."""
    day = local_time(moment, time_zone) if isinstance(moment, datetime) else moment
    return format_date(day, "long", locale=_LOCALES.get(language, language))


def time_text(moment: datetime, language: str, time_zone: str) -> str:
    """A time of day as the clinic's clock shows it."""
    return format_time(local_time(moment, time_zone), "HH:mm", locale=_LOCALES.get(language, language))


def moment_text(moment: datetime, language: str, time_zone: str) -> str:
    """A day and a time as the clinic's calendar and clock show them."""
    return f"{date_text(moment, language, time_zone)} {time_text(moment, language, time_zone)}"
