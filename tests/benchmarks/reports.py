"""The quality report over a year of 1,000, 1,000,000 and 10,000,000 visits: time, and the peak of memory."""

from __future__ import annotations

import multiprocessing
import tempfile
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

from clinic_feedback.key_files import load_keys, make_key_file
from clinic_feedback.quality.period_reading import file_of, period_read
from clinic_feedback.records.transaction import Records
from reports.published import Cut
from tests.benchmarks.yardsticks.sampled_cells import YEAR, fill, records_of
from tests.benchmarks.yardsticks.timing import seconds_in_turns

SMALL, MANY, VERY_MANY = 1_000, 1_000_000, 10_000_000
ROUNDS = 5


def report(records: Records) -> bytes:
    """The report as PDF: from the sums of this year and the last to the file, as the command makes it."""
    with records.read() as tx:
        read = period_read(tx, YEAR)
    assert not isinstance(read, Cut)
    return file_of(read, "pdf", "en")


def peak(folder: Path, units: int) -> int:
    """The most bytes that Python held at once while making the report, beyond what a first one left."""
    records = opened(folder, units)
    with closing(records.database):
        report(records)
        tracemalloc.start()
        report(records)
        return tracemalloc.get_traced_memory()[1]


def in_a_child(work: Callable[[], int]) -> int:
    """What work gives in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as child:
        return child.submit(work).result()


def opened(folder: Path, units: int) -> Records:
    """The records with so many visits."""
    return records_of(folder / f"{units}.sqlite", load_keys(folder / "keys"))


def measure(folder: Path) -> None:
    """Print the ratios of the medians."""
    sizes = (SMALL, MANY, VERY_MANY)
    make_key_file(folder / "keys")
    for units in sizes:
        fill(folder / f"{units}.sqlite", load_keys(folder / "keys"), units)
    each = [opened(folder, units) for units in sizes]
    small, many, very_many = seconds_in_turns(*(partial(report, one) for one in each), rounds=ROUNDS)
    print(
        f"quality report, a year: {SMALL} visits {small:.2f} s, {MANY} {many:.2f} s, {VERY_MANY} "
        f"{very_many:.2f} s; ratios {many / small:.2f} (at most 6) and {very_many / many:.2f} (at most 1.5)"
    )
    of_many, of_very_many = (in_a_child(partial(peak, folder, units)) for units in (MANY, VERY_MANY))
    print(
        f"quality report, peak of memory: {MANY} visits {of_many / 1e6:.1f} MB, {VERY_MANY} "
        f"{of_very_many / 1e6:.1f} MB; ratio {of_very_many / of_many:.2f} (at most 1.3)"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder))
