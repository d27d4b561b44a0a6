"""`clinic-feedback report`: reports as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clinic_feedback.commands.output_files import write_whole
from clinic_feedback.commands.refusals import RefusedError
from clinic_feedback.commands.report_quality import quality
from forms.faults import unknown
from forms.free_text import first_sign

if TYPE_CHECKING:
    from clinic_feedback.records.transaction import Records
    from clinic_feedback.records.visibility import VisitSeen
    from reports.document import Document


@click.group()
def report() -> None:
    """Write a report to a file."""


report.add_command(quality)


@report.command()
@click.argument("visit", metavar="ID")
@click.option("--language", help="en or nb; the settings' default_language if left out.")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="FILE.pdf or FILE.html.",
)
def consultation(visit: str, language: str | None, out: Path) -> None:
    """Write the report on one visit: what its clinician may see of it now, and no more.

    ID is the visit's id here, or SOURCE:REFERENCE for one that came from another system. The trail
    notes that it was read.
    """
    from clinic_feedback.clinician.visit_document import visit_document
    from clinic_feedback.commands.open_records import opened_records, settings_of_command
    from reports.wording import spoken_languages

    render = _renderer(out)
    settings = settings_of_command()
    language = language or settings.default_language
    if language not in spoken_languages():
        raise RefusedError([str(unknown("--language", language, spoken_languages()))])
    with opened_records(settings) as records:
        seen = _seen(records, visit)
        if language not in seen.answered.pack.texts:
            raise RefusedError([str(unknown("--language", language, seen.answered.pack.texts))])
    write_whole({out: render(visit_document(seen, language))})


def _renderer(out: Path) -> Callable[[Document], bytes]:
    """What prints a report, by the file's ending; imported when it is needed."""
    ending = out.suffix.lower()
    if ending == ".pdf":
        return _pdf
    if ending in {".html", ".htm"}:
        from reports.html.renderer import render_html

        return lambda document: render_html(document).encode()
    raise RefusedError([f"--out: {out.name}: is neither FILE.pdf nor FILE.html; give one of these"])


def _pdf(document: Document) -> bytes:
    from reports.pdf.faces import FontsMissingError
    from reports.pdf.renderer import render_pdf

    try:
        return render_pdf(document)
    except FontsMissingError as error:
        raise RefusedError([str(error)]) from None


def _seen(records: Records, name: str) -> VisitSeen:
    """The visit as its clinician may see it now, and a note that it was read."""
    from clinic_feedback.records.audit import Act, Actor, Origin, note
    from clinic_feedback.records.visibility import seen_by_clinician
    from clinic_feedback.records.visits import find

    if first_sign(name):
        raise RefusedError(["ID: holds a character that no id has; give the visit's id, or SOURCE:REFERENCE"])
    with records.read() as tx:
        visit = find(tx, name)
        ids = frozenset([visit.clinician_id] if visit else [])
        seen = seen_by_clinician(tx, visit.public_id, ids) if visit else None
    if seen is None:
        raise RefusedError([f"{name}: there is no such visit; give its id, or SOURCE:REFERENCE"])
    actor, public_id = Actor("report consultation", Origin.COMMAND), seen.facts.public_id
    records.write(lambda tx: note(tx, actor, Act.REPORT_READ, "visit", public_id))
    return seen
