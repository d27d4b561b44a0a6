"""`import` of visits with both sides, against the driver inserting the same rows into the same tables."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from clinic_feedback.clock import system_clock
from clinic_feedback.key_files import load_keys, make_key_file
from clinic_feedback.records.audit import Actor, Origin
from clinic_feedback.records.clinics import NewClinicDefaults
from clinic_feedback.records.engine import Database
from clinic_feedback.records.import_terms import Terms
from clinic_feedback.records.importing import Tally, import_lots
from clinic_feedback.records.migrating import upgrade
from clinic_feedback.records.models.everything import SCHEMA
from clinic_feedback.records.transaction import Records
from forms.catalogue import built_in
from tests.benchmarks.comparing import random_pairs
from tests.forms.pairs import base

VISITS = 10_000
ROUNDS = 3
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


def imported(records: Records, lines: list[bytes]) -> None:
    """Take them all in."""
    terms, tally = Terms("bench", NewClinicDefaults(72, 5)), Tally()
    for lot in import_lots(records, Actor("import", Origin.COMMAND), terms, enumerate(lines, start=1)):
        tally.add(lot)
    assert len(tally.paired) == len(lines)


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
    """How long it took, waiting for the disk included."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(what: str, answers: Callable[[], Iterator[dict[str, Any]]], folder: Path) -> None:
    """Print the median ratio of some rounds, each of them one import and one insert of its rows."""
    make_key_file(folder / "keys")
    lines = list(visits(answers()))
    taken = []
    for number in range(ROUNDS):
        ours, plain = folder / f"{number}.sqlite", folder / f"{number}-plain.sqlite"
        for file in (ours, plain):
            with closing(Database(f"sqlite:///{file}")) as database:
                upgrade(database)
        with closing(Database(f"sqlite:///{ours}")) as database:
            records = Records(database, load_keys(folder / "keys", None), built_in(), system_clock)
            slow = seconds(lambda: imported(records, lines))
        rows = rows_of(ours)
        for name in ("alembic_version", "key_check"):
            rows.pop(name, None)
        fast = seconds(lambda: inserted(plain, rows))
        taken.append((fast / slow, slow, fast, sum(map(len, rows.values()))))
    ratio, slow, fast, count = sorted(taken)[ROUNDS // 2]
    print(
        f"import, {what}: {VISITS} visits in {slow:.2f} s; the driver inserts their {count} rows in {fast:.2f} s; "
        f"ratio {ratio:.3f} (at least 0.12)"
    )


if __name__ == "__main__":
    for what, answers in (("no flags", silent), ("many flags", varied)):
        with tempfile.TemporaryDirectory() as folder:
            measure(what, answers, Path(folder))
