"""Sealing: visits a second over the demo's year, and over many imported visits of several clinics.

With `--million` as its argument (`python -m tests.benchmarks.sealing --million`) a million visits go
through `import` and sealing, which takes a quarter of an hour and 6 GB beside the temporary files.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stdout
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from clinic_feedback.commands.main import cli
from clinic_feedback.demo.throwaway import new_throwaway
from clinic_feedback.demo.year import year
from clinic_feedback.demo.year_filling import fill_year
from clinic_feedback.key_files import make_key_file
from clinic_feedback.opening import open_records
from clinic_feedback.records.engine import Database
from clinic_feedback.records.migrating import upgrade
from clinic_feedback.records.sealing import seal_due
from clinic_feedback.records.transaction import Records
from clinic_feedback.settings_reading import load_settings
from reports.release import Terms
from tests.benchmarks.comparing import random_pairs
from tests.forms.pairs import base

VISITS, MANY_VISITS = 50_000, 1_000_000
CLINICS, CLINICIANS = 8, 15
PROFESSIONS = ("doctor", "nurse", "physiotherapist")
FIRST, DAYS = datetime(2025, 1, 6, 9, tzinfo=UTC), 357
PAIRS = 1_000
"""As many different ones: drawing a million would take longer than taking them in."""

Result = TypeVar("Result")


def visits(count: int) -> Iterator[str]:
    """A line a visit, over a year. Of four visits, one has no patient's side and another no clinician's."""
    chance, answers = Random(20261125), random_pairs(PAIRS)
    for number in range(count):
        raw: dict[str, Any] = base()
        raw["patient"]["answers"], raw["clinician"]["answers"] = answers[number % PAIRS]
        left_out = chance.choice(("patient", "clinician", None, None))
        if left_out:
            del raw[left_out]
        clinic, clinician = chance.randrange(CLINICS), chance.randrange(CLINICIANS)
        raw["consultation"] = {
            "id": f"V{number}",
            "held_at": (FIRST + timedelta(days=DAYS) * number / count).isoformat(),
            "clinic": f"clinic-{clinic}",
            "clinician": f"clinician-{clinic}-{clinician}",
            "profession": PROFESSIONS[clinician % len(PROFESSIONS)],
        }
        yield json.dumps(raw) + "\n"


def seconds(work: Callable[[], Result]) -> tuple[float, Result]:
    """The CPU seconds that it took, and what it gave."""
    start = time.process_time()
    done = work()
    return time.process_time() - start, done


def imported(file: Path, count: int) -> None:
    """Take a file in, as the command does."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        cli.main(["import", str(file)], standalone_mode=False)
    assert f"new: {count}," in printed.getvalue()


def seal(what: str, records: Records) -> None:
    """Seal all that is over, and print how fast."""
    taken, done = seconds(lambda: seal_due(records, Terms()))
    print(
        f"sealing, {what}: {done.units} visits in {done.blocks} blocks of {done.weeks} weeks in {taken:.2f} s, "
        f"{done.units / taken:.0f} visits a second",
        flush=True,
    )


def the_demos_year() -> None:
    """Two clinics and about 2,000 visits: most weeks are small."""
    made = new_throwaway("http://127.0.0.1")
    try:
        fill_year(made.records, year(2024, date(2026, 11, 1)), "no password")
        seal("the demo's year", made.records)
    finally:
        made.remove()


def imported_visits(count: int) -> None:
    """A year of several clinics, which come in as a file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {
            "CLINIC_FEEDBACK_DATABASE": str(folder / "records.sqlite"),
            "CLINIC_FEEDBACK_KEYS_FILE": str(folder / "keys"),
        }
        os.environ.update(environment)
        make_key_file(folder / "keys")
        with closing(Database(f"sqlite:///{folder / 'records.sqlite'}")) as database:
            upgrade(database)
        file = folder / "visits.jsonl"
        with file.open("w") as lines:
            lines.writelines(visits(count))
        taken, _ = seconds(lambda: imported(file, count))
        print(f"import: {count} visits in {taken:.1f} s, {count / taken:.0f} a second", flush=True)
        records = open_records(load_settings(None, dict(os.environ)))
        with closing(records.database):
            seal(f"{count} imported visits of {CLINICS} clinics", records)


if __name__ == "__main__":
    if "--million" in sys.argv[1:]:
        imported_visits(MANY_VISITS)
    else:
        the_demos_year()
        imported_visits(VISITS)
