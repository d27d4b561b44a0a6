"""A workbook: a sheet for blocks, one for weeks, and the code book. No text is taken for a number."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime

from xlsxwriter import Workbook

from forms.questionnaire import Questionnaire
from forms.texts import Texts
from reports.published import Published
from reports.tables.code_book import code_book, code_book_columns
from reports.tables.rows import BLOCK_COLUMNS, WEEK_COLUMNS, Row, block_rows, week_rows

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""In the file's properties instead of the minute: the same data make the same bytes."""


def xlsx_file(published: Published, questionnaire: Questionnaire, texts: dict[str, Texts]) -> bytes:
    """The workbook's bytes."""
    out = io.BytesIO()
    workbook = Workbook(out, {"in_memory": True})
    workbook.set_properties({"created": _MADE.replace(tzinfo=None)})
    _sheet(workbook, "blocks", BLOCK_COLUMNS, block_rows(published))
    _sheet(workbook, "weeks", WEEK_COLUMNS, week_rows(published))
    _sheet(workbook, "code book", code_book_columns(texts), code_book(questionnaire, texts))
    workbook.close()
    return out.getvalue()


def _sheet(workbook: Workbook, name: str, head: Iterable[str], rows: Iterable[Row]) -> None:
    sheet = workbook.add_worksheet(name)
    bold = workbook.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, cell)
