"""The report on a visit, to keep and to print."""

from __future__ import annotations

from flask import Response, request

from clinic_feedback.clinician.visit_document import file_name, report_language, visit_document
from clinic_feedback.clinician.visit_reading import note_look, visit_seen
from clinic_feedback.languages import wanted_language
from clinic_feedback.records.audit import Act
from clinic_feedback.records.visibility import VisitSeen
from reports.html.renderer import render_html
from reports.html.stylesheet import file_policy
from reports.pdf.renderer import render_pdf


def pdf(public_id: str) -> Response:
    """The report as a PDF."""
    seen, language = _report(public_id)
    response = Response(render_pdf(visit_document(seen, language)), mimetype="application/pdf")
    name = file_name(seen.facts, language, "pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def html(public_id: str) -> Response:
    """The report as one page that can be printed, or kept as a file: it carries its own style."""
    seen, language = _report(public_id)
    response = Response(render_html(visit_document(seen, language)), mimetype="text/html")
    response.headers["Content-Security-Policy"] = f"{file_policy()}; frame-ancestors 'none'"
    return response


def _report(public_id: str) -> tuple[VisitSeen, str]:
    seen = visit_seen(public_id)
    note_look(public_id, Act.REPORT_READ)
    return seen, report_language(seen, request.args.get("language"), wanted_language())
