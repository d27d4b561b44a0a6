"""The quality team's wing: a choice of weeks, clinic and profession on screen, and as files."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from clinic_feedback.clock import local_date
from clinic_feedback.current import records, staff
from clinic_feedback.languages import date_text, wanted_language, words
from clinic_feedback.quality.choice import Choice, choice_of
from clinic_feedback.quality.period_reading import (
    FORMATS,
    PeriodRead,
    document_of,
    file_name,
    file_of,
    period_read,
)
from clinic_feedback.records.audit import Act, Actor, Origin, note
from clinic_feedback.records.clinics import all_clinics
from clinic_feedback.records.models.clinics import Profession
from clinic_feedback.records.sealing import done_through
from clinic_feedback.staff_frame import frame
from reports.html.renderer import render_fragment
from reports.html.stylesheet import file_policy
from reports.published import Cut, View
from reports.weeks import monday, sunday

pages = Blueprint("quality", __name__, url_prefix="/staff/quality", template_folder="templates")

_FAULTY = 422
_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@pages.get("")
def start() -> str | tuple[str, int]:
    """The report on a choice, with the choice above it; by itself, of the last year that is sealed."""
    choice, clinics, through = _asked()
    read = _read(choice)
    page = _page(choice, clinics, through, read)
    return page if read is not None else (page, _FAULTY)


@pages.get("/report.<format_>")
def report(format_: str) -> Answer:
    """The same as a file, and a note that it was taken; the page that says so where there is none."""
    choice, clinics, through = _asked()
    if format_ not in FORMATS:
        abort(404)
    read = _read(choice)
    if choice.view is None or not isinstance(read, PeriodRead):
        return make_response(_page(choice, clinics, through, read), _FAULTY)
    _note(choice.view)
    language = wanted_language()
    response = Response(file_of(read, format_, language), mimetype=_TYPES[format_])
    name = file_name(choice.view, format_)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if format_ == "html":
        response.headers["Content-Security-Policy"] = f"{file_policy()}; frame-ancestors 'none'"
    return response


def _read(choice: Choice) -> PeriodRead | Cut | None:
    """What a choice gives; None where something is wrong with it."""
    if choice.view is None:
        return None
    with records().read() as tx:
        return period_read(tx, choice.view)


def _asked() -> tuple[Choice, dict[str, str], str | None]:
    with records().read() as tx:
        clinics = {clinic.code: clinic.name for clinic in all_clinics(tx)}
        through, today = done_through(tx), local_date(tx.now, "UTC")
    return choice_of(request.args, clinics, through, today), clinics, through


def _note(view: View) -> None:
    member = staff() or abort(404)
    actor, weeks = Actor(member.username, Origin.BROWSER), f"{view.first_week} {view.last_week}"
    records().write(lambda tx: note(tx, actor, Act.QUALITY_READ, "weeks", weeks))


def _page(
    choice: Choice, clinics: dict[str, str], through: str | None, read: PeriodRead | Cut | None = None
) -> str:
    language = wanted_language()
    said, professions = words(language)["quality"], words(language)["professions"]
    view = choice.view
    shown = {}
    if view is not None:
        shown["widened"] = _widened(view, language)
    if isinstance(read, Cut):
        shown["cut"] = said["filter_cuts"].format(wider=_wider(read, clinics, language))
        shown["wider"] = _address(choice.address | {"clinic": read.wider.clinic, "profession": ""})
    elif read is not None:
        shown["report"] = render_fragment(document_of(read, language))
    return render_template(
        "quality/start.html",
        quality=said,
        choice=choice,
        faults={name: said[key] for name, key in choice.faults.items()},
        clinics=[("", said["all_clinics"]), *sorted(clinics.items(), key=lambda one: one[1])],
        professions=[("", said["all_professions"]), *((one.value, professions[one]) for one in Profession)],
        formats=[format_ for format_ in FORMATS if "report" in shown],
        through=through,
        **shown,
        **frame(language),
    )


def _widened(view: View, language: str) -> str:
    days = {"from": monday(view.first_week), "to": sunday(view.last_week)}
    written = {name: date_text(day, language) for name, day in days.items()}
    return words(language)["quality"]["widened"].format(**written)


def _address(asked: dict[str, str]) -> str:
    return url_for("quality.start", **asked)  # type: ignore[arg-type] # no option of url_for's


def _wider(cut: Cut, clinics: dict[str, str], language: str) -> str:
    """The wider choice in words; that it is of all professions is said to who had chosen one."""
    said = words(language)["quality"]
    clinic = clinics.get(cut.wider.clinic, said["all_clinics"])
    return f"{clinic}, {said['all_professions']}" if cut.view.profession else clinic
