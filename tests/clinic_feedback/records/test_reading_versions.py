"""A release of the questionnaire between two quarters: each is read with its own version, and not compared."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from clinic_feedback.quality.period_reading import PeriodRead, period_read
from clinic_feedback.records.sealing import seal_due
from clinic_feedback.records.transaction import Records
from forms.catalogue import Catalogue, installed
from reports.intervals import NotShown
from reports.published import View
from reports.release import Terms
from tests.clinic_feedback.records.closed_visits import Closed, line_of
from tests.clinic_feedback.records.import_files import import_all
from tests.clinic_feedback.records.setting import TestClock
from tests.forms.edited_packs import REASSURANCE


def with_another_code(folder: Path) -> Catalogue:
    """Beside 1.0 a version 2.0, in which 'a little' has another code."""
    newer = folder / "reassurance" / "2.0"
    shutil.copytree(REASSURANCE, newer, ignore=shutil.ignore_patterns("published.lock"))
    for file in newer.glob("*.toml"):
        text = re.sub(r"\ba_little\b", "little", file.read_text("utf-8"))
        file.write_text(text.replace('version = "1.0"', 'version = "2.0"'), "utf-8")
    return installed(folder)


def held(records: Records, weeks: range, version: str, low: str) -> None:
    """Thirteen visits a week; three patients in ten felt a little reassured, one did not answer."""
    answers = (low, "mostly", "completely", low, "mostly", "partly", "completely", low, "mostly", "mostly")
    lines = []
    for week in weeks:
        for number in range(13):
            patient = {"reassured": answers[number % 10]} if number < 12 else None
            visit = Closed(f"2026-W{week:02}", f"c{number % 9}", patient=patient)
            lines.append({**line_of(f"{week}-{number}", visit), "version": version})
    _, rejected = import_all(records, lines)
    assert rejected == {}


def test_each_quarter_is_read_with_the_version_that_it_was_asked(
    records: Records, clock: TestClock, tmp_path: Path
) -> None:
    both = replace(records, catalogue=with_another_code(tmp_path))
    held(both, range(2, 13), "1.0", "a_little")
    held(both, range(15, 26), "2.0", "little")
    clock.moment = datetime(2026, 7, 8, 10, tzinfo=UTC)
    seal_due(both, Terms())
    with both.read() as tx:
        first, second = (
            period_read(tx, View(*weeks)) for weeks in (("2026-W01", "2026-W13"), ("2026-W14", "2026-W26"))
        )
    assert isinstance(first, PeriodRead)
    assert isinstance(second, PeriodRead)
    assert (first.pack.questionnaire.version, second.pack.questionnaire.version) == ("1.0", "2.0")
    assert first.period.low.n > 0
    assert (first.period.low.x, first.period.low.n) == (second.period.low.x, second.period.low.n)
    assert first.period.low.x > 0.2 * first.period.low.n
    assert set(second.period.moved.values()) == {NotShown.OTHER_VERSION}
