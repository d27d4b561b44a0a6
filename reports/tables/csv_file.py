"""One CSV file: blocks, then weeks, then the code book, each with its head; it opens right in Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from forms.questionnaire import Questionnaire
from forms.texts import Texts
from reports.published import Published
from reports.tables.code_book import code_book, code_book_columns
from reports.tables.rows import BLOCK_COLUMNS, WEEK_COLUMNS, Row, block_rows, week_rows

_SEPARATORS = {"nb": ";"}
"""Where a comma stands within numbers, a list is separated by something else."""
_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(
    published: Published, questionnaire: Questionnaire, texts: dict[str, Texts], language: str
) -> bytes:
    """The file's bytes, with the mark by which Excel knows UTF-8. `language`: whose separators it has."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=_SEPARATORS.get(language, ","), lineterminator="\r\n")
    parts: tuple[tuple[Iterable[str], Iterable[Row]], ...] = (
        (BLOCK_COLUMNS, block_rows(published)),
        (WEEK_COLUMNS, week_rows(published)),
        (code_book_columns(texts), code_book(questionnaire, texts)),
    )
    for number, (head, rows) in enumerate(parts):
        if number:
            writer.writerow(())
        writer.writerow(head)
        writer.writerows(tuple(map(safe, row)) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def safe(cell: str | int) -> str | int:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_BEGIN_FORMULAS) else cell
