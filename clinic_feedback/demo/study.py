"""The study's setting: one rehabilitation clinic, eight clinicians, nineteen consultations."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from clinic_feedback.demo.answering import after
from clinic_feedback.demo.opening_days import open_days
from clinic_feedback.demo.setting import DemoClinic, DemoClinician, DemoSide, DemoVisit
from forms.model import Form, Sharing

_LONGEST_BACK = timedelta(days=61)


@cache
def clinic() -> DemoClinic:
    """The clinic and its people."""
    raw = _file()["clinic"]
    people = tuple(DemoClinician(**one) for one in raw["clinicians"])
    return DemoClinic(**{**raw, "form": Form.FULL, "clinicians": people})


def visits(today: date) -> Iterator[DemoVisit]:
    """The nineteen consultations, by time, on open days of the two months before today."""
    days = list(open_days(today - _LONGEST_BACK, today))
    professions = {one.code: one.profession for one in clinic().clinicians}
    for raw in _file()["visits"]:
        held_at = datetime.combine(days[-raw["open_day"]], raw["time"], ZoneInfo(clinic().time_zone))
        yield DemoVisit(
            reference=raw["reference"],
            held_at=held_at,
            clinic=clinic().code,
            clinician=raw["clinician"],
            profession=professions[raw["clinician"]],
            form=clinic().form,
            patient=_side(raw.get("patient"), held_at),
            clinician_side=_side(raw.get("clinician_side"), held_at),
        )


def _side(raw: Mapping[str, Any] | None, held_at: datetime) -> DemoSide | None:
    if raw is None:
        return None
    return DemoSide(
        answers=raw["answers"],
        sent_at=after(held_at, minutes=raw["after_minutes"]),
        language=raw.get("language"),
        mode=raw.get("mode"),
        sharing=Sharing(raw["sharing"]) if "sharing" in raw else None,
    )


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(files("clinic_feedback.demo").joinpath("study.toml").read_text("utf-8"))
