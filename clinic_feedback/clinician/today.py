"""A clinician's first page: the own forms that wait, what to follow up, the own visits, and a new one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from clinic_feedback.clinician.follow_up_lines import lines_to_do, overdue_lines
from clinic_feedback.clinician.staff_page import reader, staff_page
from clinic_feedback.codes import new_public_id
from clinic_feedback.current import records
from clinic_feedback.languages import date_text, moment_text, time_text, wanted_language, words
from clinic_feedback.records.live_visits import visit_places
from clinic_feedback.records.models.staff import Role
from clinic_feedback.records.visit_lists import VisitRow, own_forms, own_visits

_LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A visit in a list. `gives_code`: its patient can still be given a way in."""

    public_id: str
    text: str
    gives_code: bool = False


def today() -> str:
    """What waits for whoever is signed in, oldest first; then their visits, newest first."""
    member, language = reader(), wanted_language()
    is_clinician = Role.CLINICIAN in member.roles
    number = min(request.args.get("page", 1, type=int), _LAST_PAGE)
    with records().read() as tx:
        waiting = own_forms(tx, member.clinician_ids)
        visits = own_visits(tx, member.clinician_ids, number)
        places = visit_places(tx, member)
    return staff_page(
        "clinician/today.html",
        language,
        is_clinician=is_clinician,
        own_forms=[_waiting(row, language) for row in waiting],
        visits=[_held(row, language) for row in visits.rows],
        newer=_number(visits.number - 1 if visits.number > 1 else None),
        older=_number(visits.number + 1 if visits.goes_on else None),
        new_id=new_public_id(),
        open_places=[place for place in places if not place.missing],
        closed_places=[place for place in places if place.missing],
        follow_ups=lines_to_do(language),
        overdue=overdue_lines(language),
    )


def _waiting(row: VisitRow, language: str) -> Listed:
    text = words(language)["staff"]["own_form_row"].format(
        date=date_text(row.held_at, language, row.time_zone),
        time=time_text(row.held_at, language, row.time_zone),
        closes=moment_text(row.closes_at, language, row.time_zone),
    )
    return Listed(row.public_id, text, gives_code=not row.handed_over)


def _held(row: VisitRow, language: str) -> Listed:
    held_at = moment_text(row.held_at, language, row.time_zone)
    line = words(language)["staff"]["visit_line"].format(date=held_at, clinic=row.clinic_name)
    return Listed(row.public_id, line)


def _number(number: int | None) -> str | None:
    """The address of another page of the list."""
    return None if number is None else url_for("clinician.today", page=number)
