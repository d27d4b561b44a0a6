"""The same document is the same file: on another day, in another place, beside other work."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from reports.document import Quotation
from reports.pdf.renderer import render_pdf
from tests.reports.pdf.documents import document, everything

RENDER = """
import sys, time
from hashlib import sha256
later = float(sys.argv[1])
if later:
    time.time = lambda: later
from tests.reports.pdf.documents import everything, quoted
from reports.pdf.renderer import render_pdf
if sys.argv[2] == "others first":
    render_pdf(quoted("\\u2264 \\U0001F600 zyx \\u0416"))
print(sha256(render_pdf(everything())).hexdigest())
"""


@pytest.fixture(scope="module")
def expected() -> str:
    return sha256(render_pdf(everything())).hexdigest()


@pytest.mark.parametrize(
    ("environment", "arguments"),
    [
        pytest.param({"PYTHONHASHSEED": "0"}, ["0", ""], id="another order of sets"),
        pytest.param(
            {"PYTHONHASHSEED": "42", "TZ": "Asia/Tokyo", "LC_ALL": "C"}, ["0", ""], id="another place"
        ),
        pytest.param({"SOURCE_DATE_EPOCH": "1700000000"}, ["1930000000", ""], id="another day"),
        pytest.param({"PYTHONHASHSEED": "7"}, ["0", "others first"], id="after other documents"),
    ],
)
def test_the_same_document_is_the_same_file(
    expected: str, root: Path, environment: dict[str, str], arguments: list[str]
) -> None:
    run = subprocess.run(
        [sys.executable, "-c", RENDER, *arguments],
        env={**os.environ, **environment, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.strip() == expected, run.stderr


def test_documents_that_are_made_at_the_same_time_do_not_mix(expected: str) -> None:
    others = [document(annex=(Quotation(letter * 300),)) for letter in "ab≤😀谢ж☑ő"]
    alone = [render_pdf(other) for other in others]
    with ThreadPoolExecutor(4) as pool:
        files = list(pool.map(render_pdf, [*others, everything(), *others]))
    assert files[: len(others)] == alone
    assert files[-len(others) :] == alone
    assert sha256(files[len(others)]).hexdigest() == expected


def test_another_document_is_another_file() -> None:
    one = document(annex=(Quotation("a"),))
    two = replace(one, annex=(Quotation("b"),))
    identifiers = set()
    for wanted in (one, two):
        with pikepdf.open(BytesIO(render_pdf(wanted))) as pdf:
            identifiers.add(bytes(pdf.trailer.ID[0]))
    assert len(identifiers) == 2
