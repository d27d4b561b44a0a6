"""`clinic-feedback report quality`: a period of a clinic, or of all, as a file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clinic_feedback.commands.output_files import write_whole
from clinic_feedback.commands.refusals import RefusedError
from forms.faults import unknown

if TYPE_CHECKING:
    from clinic_feedback.quality.period_reading import PeriodRead
    from clinic_feedback.records.transaction import Records
    from reports.published import View

_FORMATS = ("pdf", "html", "json", "csv", "xlsx")
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--from", "first", type=_DAY, required=True, metavar="DATE", help="As 2026-01-01.")
@click.option("--to", "last", type=_DAY, required=True, metavar="DATE", help="The last day.")
@click.option("--clinic", default="", help="A clinic's code; all clinics if left out.")
@click.option("--profession", default="", help="As in import: doctor, nurse ...; all if left out.")
@click.option("--language", help="en or nb; the settings' default_language if left out.")
@click.option("--format", "format_", type=click.Choice(_FORMATS), required=True)
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
def quality(  # noqa: PLR0913, PLR0917 - click's way: an argument an option
    first: datetime,
    last: datetime,
    clinic: str,
    profession: str,
    language: str | None,
    format_: str,
    out: Path,
) -> None:
    """Write what a period's answers say, without anybody in it: sums of sealed blocks alone.

    Days are widened to whole weeks. What is over is sealed first. The trail notes that it was read.
    """
    from clinic_feedback.commands.open_records import opened_records, settings_of_command
    from clinic_feedback.quality.period_reading import file_of
    from clinic_feedback.records.sealing import seal_due
    from reports.release import Terms

    settings = settings_of_command()
    language = language or settings.default_language
    view = _view(first.date(), last.date(), clinic, profession)
    with opened_records(settings) as records:
        _refuse_unknown(records, view, language)
        seal_due(records, Terms(answers=settings.block_minimum))
        data = file_of(_read(records, view, language), format_, language)
    write_whole({out: data})


def _view(first: date, last: date, clinic: str, profession: str) -> View:
    from clinic_feedback.records.models.clinics import Profession
    from reports.published import View
    from reports.weeks import week_of

    _refuse_days(first, last)
    if profession and profession not in set(Profession):
        raise RefusedError([str(unknown("--profession", profession, [one.value for one in Profession]))])
    return View(week_of(first), week_of(last), clinic, profession)


def _refuse_days(first: date, last: date) -> None:
    """Hold two days against the bounds of the quality team's page."""
    from clinic_feedback.quality.choice import EARLIEST, LATEST, LONGEST

    outside = [
        (name, day) for name, day in (("--from", first), ("--to", last)) if not EARLIEST <= day <= LATEST
    ]
    if outside:
        allowed = f"give a day from {EARLIEST} to {LATEST}"
        raise RefusedError(f"{name}: {day} cannot be reported on; {allowed}" for name, day in outside)
    if last < first:
        raise RefusedError([f"--to: {last} is before {first}; give a later day"])
    if last > first + LONGEST:
        latest = first + LONGEST
        raise RefusedError(
            [f"--to: {last} is more than ten years after {first}; give {latest} or a day before"]
        )


def _refuse_unknown(records: Records, view: View, language: str) -> None:
    """Refuse a clinic that is not there, and a language in which no report can be written."""
    from clinic_feedback.records.clinics import all_clinics
    from reports.wording import spoken_languages

    with records.read() as tx:
        codes = [clinic.code for clinic in all_clinics(tx)]
    if view.clinic and view.clinic not in codes:
        raise RefusedError([str(unknown("--clinic", view.clinic, codes))])
    languages = [one for one in records.catalogue.languages() if one in spoken_languages()]
    if language not in languages:
        raise RefusedError([str(unknown("--language", language, languages))])


def _read(records: Records, view: View, language: str) -> PeriodRead:
    """What is published, and a note that it was read.

    Raises RefusedError where a block would be cut, or the questionnaire does not speak the language.
    """
    from clinic_feedback.quality.period_reading import period_read
    from clinic_feedback.records.audit import Act, Actor, Origin, note
    from reports.published import Cut

    with records.read() as tx:
        read = period_read(tx, view)
    if isinstance(read, Cut):
        one = read.wider.clinic
        choice = f"--clinic {one} without --profession" if one else "all clinics and professions"
        raise RefusedError([f"this choice would cut a block in two and is not shown; choose {choice}"])
    if language not in read.pack.texts:
        raise RefusedError([str(unknown("--language", language, read.pack.texts))])
    actor, weeks = Actor("report quality", Origin.COMMAND), f"{view.first_week} {view.last_week}"
    records.write(lambda tx: note(tx, actor, Act.QUALITY_READ, "weeks", weeks))
    return read
