"""An import that is killed, time and again, and run once more ends as one that nobody touched."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from contextlib import closing

import pytest
from sqlalchemy import func, select

from clinic_feedback.records import importing
from clinic_feedback.records.engine import Database
from clinic_feedback.records.models.consultations import Consultation
from clinic_feedback.records.models.safety import AuditEntry
from clinic_feedback.records.transaction import Records
from forms.catalogue import built_in
from tests.clinic_feedback.conftest import KEYS, NOW
from tests.clinic_feedback.records.import_files import (
    NOT_REASSURED,
    Raw,
    counted,
    import_all,
    only,
    stored_visits,
    told,
    visit,
)
from tests.clinic_feedback.records.setting import TestClock
from tests.databases import MakeUrl

VISITS = 400
KILLS = 5

pytestmark = pytest.mark.slow


def lines() -> list[Raw]:
    """Pairs, single sides, visits held, and bad lines; every fifth visit in two lines far apart."""
    all_sides = [
        told(
            visit(f"V{number}", patient=NOT_REASSURED),
            clinic=f"clinic-{number % 3}",
            clinician=f"c{number % 9}",
        )
        for number in range(VISITS)
    ]
    first = [
        only(raw, *(("patient", "clinician"), ("patient",), ("clinician",), ("",))[number % 4])
        for number, raw in enumerate(all_sides)
    ]
    bad = [told(raw, held_at="soon") for raw in all_sides[::50]]
    return [*first[: VISITS // 2], *bad, *first[VISITS // 2 :], *all_sides[::5]]


def records_at(url: str) -> Records:
    """Records with a clock that stands still."""
    return Records(Database(url), KEYS, built_in(), TestClock(NOW))


def import_in_small_lots(url: str) -> None:
    """A process of its own, so that it can be killed."""
    with closing(Database(url)) as database:
        import_all(Records(database, KEYS, built_in(), TestClock(NOW)), lines(), follow_up=True)


def visits_in(records: Records) -> int:
    """How many visits are stored."""
    with records.read() as tx:
        return tx.session.scalar(select(func.count()).select_from(Consultation)) or 0


def kill_after(records: Records, url: str, enough: int, pause: float) -> None:
    """Begin an import, and kill it a moment after so many visits are stored."""
    # Forked, as a fresh one takes a second to begin; it opens connections of its own.
    process = multiprocessing.get_context("fork").Process(target=import_in_small_lots, args=(url,))
    process.start()
    until = time.monotonic() + 60
    while visits_in(records) < enough and time.monotonic() < until:
        time.sleep(0.001)
    time.sleep(pause)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def entries(records: Records) -> int:
    """How many entries the trail has."""
    with records.read() as tx:
        return tx.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_killed_at_random_moments_and_run_again_it_ends_as_if_nobody_had_touched_it(
    new_database_url: MakeUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, touched, whole = random.Random(20), records_at(new_database_url()), records_at(new_database_url())
    url = touched.database.url.render_as_string(hide_password=False)
    monkeypatch.setattr(importing, "LINES_AT_ONCE", 20)
    with closing(touched.database), closing(whole.database):
        stops = []
        for _ in range(KILLS):
            stored = visits_in(touched)
            kill_after(touched, url, stored + 1, chance.random() / 20)
            stops.append(visits_in(touched))
        assert stops[0] < VISITS  # it was killed on its way
        assert len(set(stops)) > 1
        last, _ = import_all(touched, lines(), follow_up=True)
        once, _ = import_all(whole, lines(), follow_up=True)
        assert counted(once)[0] == VISITS
        assert last.rejected == once.rejected == VISITS // 50
        assert stored_visits(touched) == stored_visits(whole)
        assert entries(touched) == entries(whole)
