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
    view = _view(first.date(), last.date(), clinic, profession)
    with opened_records(settings) as records:
        _refuse_unknown(records, view)
        seal_due(records, Terms(answers=settings.block_minimum))
        read = _read(records, view)
        language = language or settings.default_language
        if language not in read.pack.texts:
            raise RefusedError([str(unknown("--language", language, read.pack.texts))])
        data = file_of(read, format_, language)
    write_whole({out: data})


def _view(first: date, last: date, clinic: str, profession: str) -> View:
    from clinic_feedback.records.models.clinics import Profession
    from reports.published import View
    from reports.weeks import week_of

    if last < first:
        raise RefusedError([f"--to: {last} is before {first}; give a later day"])
    if profession and profession not in set(Profession):
        raise RefusedError([str(unknown("--profession", profession, [one.value for one in Profession]))])
    return View(week_of(first), week_of(last), clinic, profession)


def _refuse_unknown(records: Records, view: View) -> None:
    from clinic_feedback.records.clinics import all_clinics

    with records.read() as tx:
        codes = [clinic.code for clinic in all_clinics(tx)]
    if view.clinic and view.clinic not in codes:
        raise RefusedError([str(unknown("--clinic", view.clinic, codes))])


def _read(records: Records, view: View) -> PeriodRead:
    """What is published, and a note that it was read. Raises RefusedError where a block would be cut."""
    from clinic_feedback.quality.period_reading import period_read
    from clinic_feedback.records.audit import Act, Actor, Origin, note
    from reports.published import Cut

    with records.read() as tx:
        read = period_read(tx, view)
    if isinstance(read, Cut):
        one = read.wider.clinic
        choice = f"--clinic {one} without --profession" if one else "all clinics and professions"
        raise RefusedError([f"this choice would cut a block in two and is not shown; choose {choice}"])
    actor, weeks = Actor("report quality", Origin.COMMAND), f"{view.first_week} {view.last_week}"
    records.write(lambda tx: note(tx, actor, Act.QUALITY_READ, "weeks", weeks))
    return read
