"""`clinic-feedback clinic set`: a clinic is made, changed, and told what it still needs."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from clinic_feedback.records.audit import latest
from clinic_feedback.records.clinics import all_clinics
from tests.clinic_feedback.commands.running import Run, at_home, records_of, runner


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs commands over a new database."""
    at_home(tmp_path, monkeypatch)
    ran = runner(capsys)
    ran("keys", "make")
    ran("db", "upgrade")
    return ran


def test_a_clinic_is_made_step_by_step_until_it_is_live(run: Run, tmp_path: Path) -> None:
    code, out, err = run("clinic", "set", "north", "--name", "North", "--form", "full", "--due-days", "5")
    assert (code, err) == (0, [])
    assert out == (
        "north (North) is not live yet. Still missing: a contact person, the phone number for urgent help.\n"
    )
    run("user", "add", "kari", "--name", "Kari", "--role", "contact_person", "--clinic", "north")
    code, out, err = run("clinic", "set", "north", "--not-urgent", "116 117", "--contact-person", "kari")
    assert (code, out, err) == (0, "north (North) is live.\n", [])
    records = records_of(tmp_path)
    with closing(records.database), records.read() as tx:
        (clinic,) = all_clinics(tx)
        assert (clinic.name, clinic.form, clinic.due_days) == ("North", "full", 5)
        assert (latest(tx, 1)[0].actor, latest(tx, 1)[0].origin) == ("clinic set", "command")


def test_all_faults_are_named_by_option_and_nothing_is_made(run: Run, tmp_path: Path) -> None:
    code, out, lines = run(
        "clinic", "set", "No!", "--name", "", "--time-zone", "Oslo", "--closing-hours", "1", "--form", "x"
    )
    assert (code, out) == (2, "")
    assert [line.partition(":")[0] for line in lines] == [
        "CODE",
        "--name",
        "--time-zone",
        "--form",
        "--closing-hours",
    ]
    records = records_of(tmp_path)
    with closing(records.database), records.read() as tx:
        assert all_clinics(tx) == []


def test_a_contact_person_without_that_role_is_refused_with_what_to_do(run: Run) -> None:
    run("clinic", "set", "north")
    code, out, (line,) = run("clinic", "set", "north", "--contact-person", "nobody")
    assert (code, out) == (2, "")
    assert line.startswith("--contact-person: This user is not a contact person in this clinic.")
