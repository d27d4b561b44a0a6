"""A choice of weeks, clinic and profession from the records to every format, for pages and commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from clinic_feedback.records.clinics import QUESTIONNAIRE, all_clinics
from clinic_feedback.records.publishing import published
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.versions import asking
from forms.loading.pack import Pack
from reports.document import Document
from reports.html.renderer import render_html
from reports.pdf.renderer import render_pdf
from reports.period import Period
from reports.period_working import period
from reports.published import Cut, Published, View
from reports.quality import quality_report
from reports.quality_wording import Wording
from reports.since_last import last_view
from reports.tables.csv_file import csv_file
from reports.tables.json_file import json_file
from reports.tables.xlsx_file import xlsx_file


@dataclass(frozen=True, slots=True)
class PeriodRead:
    """What is published of a choice, and its numbers. `clinics`: their names, by code."""

    pack: Pack
    clinics: Mapping[str, str]
    published: Published
    period: Period


def period_read(tx: Transaction, view: View) -> PeriodRead | Cut:
    """Read a choice; or that it would cut a block in two."""
    now = published(tx, view)
    if isinstance(now, Cut):
        return now
    before = published(tx, last_view(view))
    pack = asking(tx, QUESTIONNAIRE, now.structure)
    clinics = {clinic.code: clinic.name for clinic in all_clinics(tx)}
    numbers = period(now, None if isinstance(before, Cut) else before, pack.questionnaire)
    return PeriodRead(pack, clinics, now, numbers)


def document_of(read: PeriodRead, language: str) -> Document:
    """The report in a language of the questionnaire."""
    texts = read.pack.texts[language]
    return quality_report(read.period, Wording(language, read.pack.questionnaire, texts, read.clinics))


def file_of(read: PeriodRead, format_: str, language: str) -> bytes:
    """A file of the report. `format_`: one of FORMATS."""
    return FORMATS[format_](read, language)


def file_name(view: View, format_: str) -> str:
    """What a file is called: by its weeks."""
    return f"{view.first_week}-{view.last_week}.{format_}".lower()


def _csv(read: PeriodRead, language: str) -> bytes:
    return csv_file(read.published, read.pack.questionnaire, dict(read.pack.texts), language)


def _xlsx(read: PeriodRead, _: str) -> bytes:
    return xlsx_file(read.published, read.pack.questionnaire, dict(read.pack.texts))


FORMATS: Mapping[str, Callable[[PeriodRead, str], bytes]] = {
    "pdf": lambda read, language: render_pdf(document_of(read, language)),
    "html": lambda read, language: render_html(document_of(read, language)).encode(),
    "csv": _csv,
    "xlsx": _xlsx,
    "json": lambda read, _: json_file(read.published, read.period),
}
"""How each file is made, by the ending of its name."""
