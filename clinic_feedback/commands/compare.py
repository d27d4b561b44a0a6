"""`clinic-feedback compare`: two filled-in forms from a file, without a server or a database."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from clinic_feedback.commands.input_files import LINE_LIMIT, bytes_of, numbered_lines
from clinic_feedback.commands.output_files import write_whole
from clinic_feedback.commands.refusals import EXIT_SOME_REFUSED, RefusedError
from forms.answers import consultation_from_json
from forms.catalogue import Catalogue, installed
from forms.consultation import Consultation
from forms.faults import FaultyInputError, unknown
from forms.result import faults_of, result_of

_OUT = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--lines", is_flag=True, help="FILE holds one consultation a line; print one result a line.")
@click.option("--pdf", type=_OUT, help="Write the consultation report as PDF to this file, too.")
@click.option("--html", type=_OUT, help="Write the consultation report as a web page to this file, too.")
@click.option("--language", default="en", show_default=True, help="en or nb: the sentences and the report.")
@click.option("--packs", type=click.Path(path_type=Path), help="A folder with more questionnaires.")
@click.pass_context
def compare(  # noqa: PLR0913  one parameter an option of the command
    ctx: click.Context,
    file: Path,
    *,
    lines: bool,
    pdf: Path | None,
    html: Path | None,
    language: str,
    packs: Path | None,
) -> None:
    """Compare the two sides of a consultation in FILE (JSON) and print what stands out, as JSON.

    Either side may be missing, not both. FILE may be - for standard input. A fault in FILE is told
    on stderr with its path, and nothing is printed.
    """
    outputs = [path for path in (pdf, html) if path is not None]
    _refuse_a_wrong_call(file, outputs, lines=lines)
    try:
        catalogue = installed(packs)
        _refuse_a_language_that_no_pack_has(language, catalogue)
    except FaultyInputError as error:
        raise RefusedError(str(fault) for fault in error.faults) from None
    if lines:
        ctx.exit(_compare_lines(file, catalogue, language))
    consultation, result = _compare_one(file, catalogue, language)
    if outputs:
        _write_reports(consultation, language, pdf, html)
    click.echo((json.dumps(result, ensure_ascii=False, indent=2) + "\n").encode(), nl=False)


def _refuse_a_wrong_call(file: Path, outputs: list[Path], *, lines: bool) -> None:
    if lines and outputs:
        raise RefusedError(["--lines makes no reports; leave out --pdf and --html"])
    places = [os.path.realpath(path) for path in (file, *outputs)]
    if len(set(places)) < len(places):
        raise RefusedError(["FILE, --pdf and --html name one file twice; give each its own"])


def _refuse_a_language_that_no_pack_has(language: str, catalogue: Catalogue) -> None:
    languages = catalogue.languages()
    if language not in languages:
        raise FaultyInputError([unknown("--language", language, languages)])


def _compare_one(file: Path, catalogue: Catalogue, language: str) -> tuple[Consultation, dict[str, Any]]:
    data = bytes_of(file)
    try:
        consultation = consultation_from_json(data, catalogue)
        return consultation, _result(consultation, language)
    except FaultyInputError as error:
        raise RefusedError(str(f) if f.path else f"{file}: {f}" for f in error.faults) from None


def _compare_lines(file: Path, catalogue: Catalogue, language: str) -> int:
    exit_code = None
    for result in _results(file, catalogue, language):
        refused = "faults" in result
        exit_code = EXIT_SOME_REFUSED if refused else exit_code or 0
        click.echo(json.dumps(result, ensure_ascii=False, separators=(",", ":")).encode())
    if exit_code is None:
        raise RefusedError([f"{file}: holds no consultation; give one a line"])
    return exit_code


def _results(file: Path, catalogue: Catalogue, language: str) -> Iterator[dict[str, Any]]:
    for number, data in numbered_lines(file):
        try:
            if data is None:
                message = f"has over {LINE_LIMIT} bytes; give one consultation a line"
                yield {"line": number, "faults": [{"path": "", "code": "too_long", "message": message}]}
            else:
                yield _result(consultation_from_json(data, catalogue), language)
        except FaultyInputError as error:
            yield {"line": number, "faults": faults_of(error)}


def _result(consultation: Consultation, language: str) -> dict[str, Any]:
    languages = consultation.pack.questionnaire.languages
    if language not in languages:
        raise FaultyInputError([unknown("--language", language, languages)])
    return result_of(consultation, language)


def _write_reports(consultation: Consultation, language: str, pdf: Path | None, html: Path | None) -> None:
    """Renderers are imported here: a comparison alone does not wait for them."""
    from reports.consultation import consultation_report
    from reports.wording import spoken_languages

    if language not in spoken_languages():
        raise RefusedError([str(unknown("--language", language, spoken_languages()))])
    document = consultation_report(consultation, language)
    files: dict[Path, bytes] = {}
    if pdf is not None:
        from reports.pdf.faces import FontsMissingError
        from reports.pdf.renderer import render_pdf

        try:
            files[pdf] = render_pdf(document)
        except FontsMissingError as error:
            raise RefusedError([str(error)]) from None
    if html is not None:
        from reports.html.renderer import render_html

        files[html] = render_html(document).encode()
    write_whole(files)
