"""Sealed sums as CSV, XLSX and JSON: read as a spreadsheet reads them, safe, and without anybody in them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import openpyxl
import pytest

from reports.intervals import Interval
from reports.period_working import period
from reports.tables.code_book import code_book
from reports.tables.csv_file import csv_file, safe
from reports.tables.json_file import json_file
from reports.tables.rows import BLOCK_COLUMNS, WEEK_COLUMNS
from reports.tables.xlsx_file import xlsx_file
from tests.reports.sealed import PACK, Held, block, published

TEXTS = dict(PACK.texts)
ODD_PLACES = [
    *("007", "7", "1E5", "03-04", "TRUE", "Ørsta rehabilitering", "=1+1", "@cmd", "-2", "<b>"),
    "\u202eعيادة الشمال",
]
LOW = {"reassured": "a_little"}
VISITS = [Held(f"clinician {n % 4}", LOW if n % 3 == 0 else {}, {}) for n in range(12)]
NOW = published([block("2026-W10", VISITS, place) for place in ODD_PLACES], held_back=3)


def parts(data: bytes, separator: str) -> list[list[list[str]]]:
    """The tables of a CSV file, as Excel reads it: by the mark, and by the language's separator."""
    assert data.startswith(b"\xef\xbb\xbf")
    found: list[list[list[str]]] = [[]]
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator):
        if row:
            found[-1].append(row)
        else:
            found.append([])
    return found


@pytest.mark.parametrize(("language", "separator"), [("en", ","), ("nb", ";")])
def test_a_csv_file_opens_in_columns_in_the_readers_language(language: str, separator: str) -> None:
    blocks, weeks, book = parts(csv_file(NOW, PACK.questionnaire, TEXTS, language), separator)
    assert blocks[0] == list(BLOCK_COLUMNS)
    assert weeks[0] == list(WEEK_COLUMNS)
    assert book[0] == ["question", "answer", "en", "nb"]
    assert weeks[1] == ["2026-W01", "135", "3"]
    text = csv_file(NOW, PACK.questionnaire, TEXTS, language)
    assert text.count(b"\n") == text.count(b"\r\n")
    assert b"sep=" not in text
    places = {row[0] for row in blocks[1:]}
    assert {"Ørsta rehabilitering", "007", "1E5"} <= places
    of_one = {tuple(row[6:8]): row[8] for row in blocks[1:] if row[0] == "007"}
    assert (of_one["patient:reassured", "a_little"], of_one["patient:reassured", "mostly"]) == ("4", "8")
    assert of_one["recognition:reassured", "missed"] == "4"


def test_no_cell_is_taken_for_a_formula() -> None:
    blocks, *_ = parts(csv_file(NOW, PACK.questionnaire, TEXTS, "en"), ",")
    assert {row[0] for row in blocks[1:]} >= {"'=1+1", "'@cmd", "'-2"}
    for cell in ("=1", "+1", "-1", "@a", "\t=1", "\r=1"):
        assert safe(cell) == f"'{cell}"
    assert safe(-5) == -5


def test_in_a_workbook_texts_are_texts_and_numbers_are_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file(NOW, PACK.questionnaire, TEXTS)))
    assert book.sheetnames == ["blocks", "weeks", "code book"]
    rows = list(book["blocks"].values)
    assert rows[0] == BLOCK_COLUMNS
    assert {row[0] for row in rows[1:]} == set(ODD_PLACES)
    assert {type(row[8]) for row in rows[1:]} == {int}
    assert all(cell.data_type in {"s", "n"} for row in book["blocks"].iter_rows() for cell in row)
    assert list(book["weeks"].values)[1] == ("2026-W01", 135, 3)


def test_no_row_is_a_visit_a_person_or_a_table_of_both_sides() -> None:
    one = period(NOW, None, PACK.questionnaire)
    files = [
        csv_file(NOW, PACK.questionnaire, TEXTS, "en"),
        json_file(NOW, one),
        str(
            list(
                openpyxl.load_workbook(io.BytesIO(xlsx_file(NOW, PACK.questionnaire, TEXTS)))["blocks"].values
            )
        ).encode(),
    ]
    for data in files:
        assert b"clinician 0" not in data
        assert b"mirror:" not in data


def test_json_begins_with_what_it_is_of_and_what_is_not_known_is_null() -> None:
    few = published([block("2026-W10", VISITS)], held_back=3)
    found = json.loads(json_file(few, period(few, None, PACK.questionnaire)))
    assert {
        row["clinic"] for row in json.loads(json_file(NOW, period(NOW, None, PACK.questionnaire)))["blocks"]
    } == {*ODD_PLACES}
    assert list(found)[:6] == ["held", "counted", "units", "n", "held_back", "weeks"]
    assert [found[key] for key in ("held", "counted", "units", "n", "held_back")] == [15, 12, 12, 12, 3]
    assert (found["not_reassured"]["x"], found["not_reassured"]["value"]) == (4, None)
    assert found["not_reassured"]["why_not"] == "few_answers"


def test_json_writes_no_nothing_with_a_sign() -> None:
    one = period(NOW, None, PACK.questionnaire)
    near = replace(one, low=replace(one.low, interval=Interval(-0.001, 0.2, approximate=True)))
    given = json_file(NOW, near).decode()
    assert json.loads(given)["not_reassured"]["interval"]["low"] == 0
    assert "-0.0" not in given


def test_the_same_sums_make_the_same_bytes() -> None:
    one = period(NOW, None, PACK.questionnaire)
    assert csv_file(NOW, PACK.questionnaire, TEXTS, "nb") == csv_file(NOW, PACK.questionnaire, TEXTS, "nb")
    assert xlsx_file(NOW, PACK.questionnaire, TEXTS) == xlsx_file(NOW, PACK.questionnaire, TEXTS)
    assert json_file(NOW, one) == json_file(NOW, one)


def test_the_code_book_explains_every_code_in_the_files_in_both_languages() -> None:
    explained = {(row[0], row[1]) for row in code_book(PACK.questionnaire, TEXTS)}
    blocks, *_ = parts(csv_file(NOW, PACK.questionnaire, TEXTS, "en"), ",")
    in_files = {(row[6], code) for row in blocks[1:] for code in row[7].split("+")}
    assert in_files - explained == set()
    assert all(meaning for row in code_book(PACK.questionnaire, TEXTS) for meaning in row[2:])
