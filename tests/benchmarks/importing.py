"""`import` of visits with both sides, against the driver inserting the same rows into the same tables."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from clinic_feedback.commands.main import cli
from clinic_feedback.key_files import make_key_file
from clinic_feedback.records.engine import Database
from clinic_feedback.records.migrating import upgrade
from clinic_feedback.records.models.everything import SCHEMA
from tests.benchmarks.comparing import random_pairs
from tests.forms.pairs import base

VISITS = 10_000
ROUNDS = 5
LINES = "visits.jsonl"
FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)


def visits(answers: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """A line a visit, over a year, five clinics and forty clinicians."""
    for number, raw in enumerate(answers):
        raw["consultation"] = {
            "id": f"V{number}",
            "held_at": (FIRST + timedelta(minutes=50 * number)).isoformat(),
            "clinic": f"clinic-{number % 5}",
            "clinician": f"clinician-{number % 40}",
            "profession": "nurse",
        }
        yield json.dumps(raw).encode()


def silent() -> Iterator[dict[str, Any]]:
    """Pairs from which no flag arises: the fewest rows for the same answers."""
    return (base() for _ in range(VISITS))


def varied() -> Iterator[dict[str, Any]]:
    """Random pairs, with six or seven flags each."""
    for patient, clinician in random_pairs(VISITS):
        raw = base()
        raw["patient"]["answers"], raw["clinician"]["answers"] = patient, clinician
        yield raw


def imported(file: Path) -> None:
    """Take a file in, as the command does."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        cli.main(["import", str(file)], standalone_mode=False)
    assert f"paired: {VISITS}, unchanged: 0, rejected: 0" in printed.getvalue()


def rows_of(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What lies in each table, the parents first."""
    with closing(sqlite3.connect(file)) as connection:
        return {
            table.name: connection.execute(f'SELECT * FROM "{table.name}"').fetchall()  # noqa: S608 - our own tables
            for table in SCHEMA.sorted_tables
        }


def inserted(file: Path, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    """Put rows into empty tables by the driver alone, in one transaction."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        for table, listed in rows.items():
            if listed:
                places = ", ".join("?" * len(listed[0]))
                connection.executemany(f'INSERT INTO "{table}" VALUES ({places})', listed)  # noqa: S608 - as above
        connection.execute("COMMIT")


def seconds(work: Callable[[], None]) -> float:
    """The CPU seconds that it took."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _round(folder: Path, number: int) -> tuple[float, float, int]:
    """The seconds of an import, those of inserting its rows, and how many these are."""
    ours, plain = folder / f"{number}.sqlite", folder / f"{number}-plain.sqlite"
    for file in (ours, plain):
        with closing(Database(f"sqlite:///{file}")) as database:
            upgrade(database)
    os.environ["CLINIC_FEEDBACK_DATABASE"] = str(ours)
    slow = seconds(lambda: imported(folder / LINES))
    rows = rows_of(ours)
    fast = seconds(lambda: inserted(plain, rows))
    return slow, fast, sum(map(len, rows.values()))


def measure(what: str, answers: Callable[[], Iterator[dict[str, Any]]], folder: Path) -> None:
    """Print the ratio of the medians of some rounds, each of them one import and one insert of its rows."""
    keys = folder / "keys"
    (folder / LINES).write_bytes(b"\n".join(visits(answers())))
    make_key_file(keys)
    os.environ["CLINIC_FEEDBACK_KEYS_FILE"] = str(keys)
    rounds = [_round(folder, number) for number in range(ROUNDS)]
    slow, fast = (statistics.median(one[part] for one in rounds) for part in (0, 1))
    print(
        f"import, {what}: {VISITS} visits in {slow:.2f} s; the driver inserts their {rounds[0][2]} rows in "
        f"{fast:.2f} s; ratio {fast / slow:.3f} (at least 0.12)"
    )


if __name__ == "__main__":
    for what, answers in (("no flags", silent), ("many flags", varied)):
        with tempfile.TemporaryDirectory() as folder:
            measure(what, answers, Path(folder))
