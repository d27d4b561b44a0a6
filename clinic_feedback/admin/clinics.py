"""Clinics: which there are, what each is set to, and what is missing before it is live."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from clinic_feedback.admin.page import Page, actor, admin_page, comes_from_our_page
from clinic_feedback.current import records, settings
from clinic_feedback.records.clinics import (
    ClinicChanges,
    NewClinicDefaults,
    all_clinics,
    clinic_of_code,
    contact_people,
    missing_in,
    set_clinic,
)
from clinic_feedback.records.models.clinics import Clinic
from clinic_feedback.records.refused_fields import FieldFault, RefusedFieldsError
from clinic_feedback.records.transaction import Transaction

_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class ClinicShown:
    """A clinic as its page shows it. `fields`: what stands in them; `people`: who may be contact person."""

    code: str
    name: str
    missing: tuple[str, ...]
    fields: dict[str, str]
    people: tuple[tuple[str, str], ...]


def listed() -> Page:
    """All clinics, each with what is missing."""
    with records().read() as tx:
        clinics = [_shown(tx, clinic) for clinic in all_clinics(tx)]
    return admin_page("clinics", clinics=clinics)


def new() -> Page:
    """The form for a new clinic."""
    return _new_page(_defaults())


def make() -> Page | Response:
    """Make a clinic."""
    typed, code = _typed(), request.form.get("code", "").strip()
    if not comes_from_our_page():
        return _new_page(typed, code, kept=True)
    try:
        _set(code, typed, new=True)
    except RefusedFieldsError as error:
        return _new_page(typed, code, error.faults)
    return redirect(url_for("admin.clinic", code=code), 303)


def show(code: str) -> Page:
    """A clinic's settings."""
    return _page(_clinic(code), saved=request.args.get("saved") == "yes")


def change(code: str) -> Page | Response:
    """Change a clinic's settings."""
    clinic, typed = _clinic(code), _typed()
    if not comes_from_our_page():
        return _page(clinic, typed, kept=True)
    try:
        emptied = [name for name in _NUMBERS if clinic.fields[name] and not typed[name].strip()]
        _set(code, typed | dict.fromkeys(emptied, "none"), new=False)
    except RefusedFieldsError as error:
        return _page(clinic, typed, error.faults)
    return redirect(url_for("admin.clinic", code=code, saved="yes"), 303)


def _set(code: str, typed: dict[str, str], *, new: bool) -> None:
    changes = ClinicChanges(
        name=typed["name"],
        time_zone=typed["time_zone"].strip(),
        form=typed["form"],
        closing_hours=_number(typed["closing_hours"]),
        due_days=_number(typed["due_days"]),
        not_urgent=typed["not_urgent"],
        contact_person=None if new else typed["contact_person"],
    )
    defaults, who = new_clinic_defaults(), actor()

    def service(tx: Transaction) -> None:
        if new and clinic_of_code(tx, code) is not None:
            raise RefusedFieldsError([FieldFault("code", "code_taken")])
        set_clinic(tx, who, code, changes, defaults)

    records().write(service)


def new_clinic_defaults() -> NewClinicDefaults:
    """What a new clinic gets where nothing is said: as the settings have it."""
    return NewClinicDefaults(settings().closing_hours, settings().due_days)


def _clinic(code: str) -> ClinicShown:
    with records().read() as tx:
        clinic = clinic_of_code(tx, code)
        return _shown(tx, clinic) if clinic is not None else abort(404)


def _shown(tx: Transaction, clinic: Clinic) -> ClinicShown:
    people = contact_people(tx, clinic.id)
    contact = next((one.username for one in people if one.id == clinic.contact_person_id), "")
    fields = {
        "name": clinic.name,
        "time_zone": clinic.time_zone,
        "form": clinic.form,
        "closing_hours": str(clinic.closing_hours),
        "due_days": str(clinic.due_days or ""),
        "not_urgent": clinic.not_urgent or "",
        "contact_person": contact,
    }
    named = tuple((one.username, one.name) for one in people)
    return ClinicShown(clinic.code, clinic.name, missing_in(tx, clinic), fields, named)


def _defaults() -> dict[str, str]:
    defaults = new_clinic_defaults()
    return dict.fromkeys(_FIELDS, "") | {
        "time_zone": defaults.time_zone,
        "form": "core",
        "closing_hours": str(defaults.closing_hours),
        "due_days": str(defaults.due_days or ""),
    }


_FIELDS = ("name", "time_zone", "form", "closing_hours", "due_days", "not_urgent", "contact_person")


_NUMBERS = ("closing_hours", "due_days")


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in _FIELDS}


def _number(typed: str) -> int | None:
    """A typed number; None for nothing typed, and one that is in no range for anything else."""
    text = typed.strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else -1


def _new_page(
    fields: dict[str, str], code: str = "", faults: Iterable[FieldFault] = (), *, kept: bool = False
) -> Page:
    return admin_page("new_clinic", faults, kept=kept, fields=fields, code=code)


def _page(
    clinic: ClinicShown,
    typed: dict[str, str] | None = None,
    faults: Iterable[FieldFault] = (),
    *,
    kept: bool = False,
    saved: bool = False,
) -> Page:
    fields = typed or clinic.fields
    return admin_page("clinic", faults, kept=kept, clinic=clinic, fields=fields, saved=saved)
