"""`clinic-feedback compare`: two filled-in forms from a file, without a server or a database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from clinic_feedback.commands.input_files import LINE_LIMIT, bytes_of, numbered_lines
from clinic_feedback.commands.output_files import write_whole
from clinic_feedback.commands.refusals import EXIT_SOME_REFUSED, RefusedError
from forms.answers import consultation_from
from forms.catalogue import Catalogue, installed
from forms.consultation import Consultation
from forms.faults import Fault, FaultKind, FaultyInputError
from forms.json_input import json_from, text_from
from forms.result import result_of

LANGUAGES = ("en", "nb")
_OUT = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lines", is_flag=True, help="FILE holds one consultation a line; print one result a line.")
@click.option("--pdf", type=_OUT, help="Write the consultation report as PDF to this file, too.")
@click.option("--html", type=_OUT, help="Write the consultation report as a web page to this file, too.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.pass_context
def compare(  # noqa: PLR0913  one parameter an option of the command
    ctx: click.Context, file: Path, *, lines: bool, pdf: Path | None, html: Path | None, language: str
) -> None:
    """Compare the two sides of a consultation in FILE (JSON) and print what stands out, as JSON.

    Either side may be missing, not both. A fault in FILE is told on stderr with its path, and
    nothing is printed.
    """
    catalogue = _catalogue()
    if lines:
        if pdf or html:
            raise RefusedError(["--lines makes no reports; leave out --pdf and --html"])
        ctx.exit(_compare_lines(file, catalogue, language))
    consultation = _read(file, catalogue)
    printed = json.dumps(result_of(consultation, language), ensure_ascii=False, indent=2) + "\n"
    if pdf or html:
        _write_reports(consultation, language, pdf, html)
    click.echo(printed.encode(), nl=False)


def _catalogue() -> Catalogue:
    try:
        return installed()
    except FaultyInputError as error:
        raise RefusedError(str(fault) for fault in error.faults) from None


def _read(file: Path, catalogue: Catalogue) -> Consultation:
    try:
        return _consultation(bytes_of(file), catalogue)
    except FaultyInputError as error:
        raise RefusedError(str(f) if f.path else f"{file}: {f}" for f in error.faults) from None


def _consultation(data: bytes, catalogue: Catalogue) -> Consultation:
    raw, doubled = json_from(text_from(data))
    try:
        consultation = consultation_from(raw, catalogue)
    except FaultyInputError as error:
        raise FaultyInputError([*doubled, *error.faults]) from None
    if doubled:
        raise FaultyInputError(doubled)
    return consultation


def _compare_lines(file: Path, catalogue: Catalogue, language: str) -> int:
    exit_code = 0
    for result in _results(file, catalogue, language):
        if "faults" in result:
            exit_code = EXIT_SOME_REFUSED
        click.echo(json.dumps(result, ensure_ascii=False, separators=(",", ":")).encode())
    return exit_code


def _results(file: Path, catalogue: Catalogue, language: str) -> Iterator[dict[str, Any]]:
    for number, data in numbered_lines(file):
        try:
            yield result_of(_consultation(_whole(data), catalogue), language)
        except FaultyInputError as error:
            faults = [{"path": fault.path, "message": fault.message} for fault in error.faults]
            yield {"line": number, "faults": faults}


def _whole(line: bytes | None) -> bytes:
    if line is None:
        raise FaultyInputError([Fault("", FaultKind.NOT_READABLE, allowed=f"it has over {LINE_LIMIT} bytes")])
    return line


def _write_reports(consultation: Consultation, language: str, pdf: Path | None, html: Path | None) -> None:
    """Renderers are imported here: a comparison alone does not wait for them."""
    from reports.consultation import consultation_report

    document = consultation_report(consultation, language)
    if pdf:
        from reports.pdf.renderer import render_pdf

        write_whole(pdf, render_pdf(document))
    if html:
        from reports.html.renderer import render_html

        write_whole(html, render_html(document).encode())
