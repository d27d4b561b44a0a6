"""`clinic-feedback consultation new`: a visit is begun from another program."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from clinic_feedback.codes import ShortCode
from clinic_feedback.records.audit import latest
from clinic_feedback.records.invitations import link_for_code, visit_of_link
from clinic_feedback.records.models.clinics import Clinician
from clinic_feedback.records.transaction import Transaction
from clinic_feedback.records.visits import find
from tests.clinic_feedback.commands.running import Run, at_home, records_of, runner

ADDRESS = "https://clinic.example/feedback"
NEW = ("consultation", "new", "--clinic", "north", "--clinician", "anna")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs commands over a database with a clinic that is live, and one clinician."""
    at_home(tmp_path, monkeypatch)
    monkeypatch.setenv("CLINIC_FEEDBACK_ADDRESS", ADDRESS)
    ran = runner(capsys)
    ran("keys", "make")
    ran("db", "upgrade")
    ran("clinic", "set", "north", "--name", "North", "--form", "full", "--due-days", "5")
    ran("user", "add", "kari", "--name", "Kari", "--role", "contact_person", "--clinic", "north")
    ran("clinic", "set", "north", "--not-urgent", "116 117", "--contact-person", "kari")
    anna = ("--role", "clinician", "--clinic", "north", "--profession", "nurse")
    ran("user", "add", "anna", "--name", "Anna", *anna)
    return ran


def test_a_visit_is_begun_with_its_ways_in(run: Run, tmp_path: Path) -> None:
    code, out, err = run(*NEW, "--json", "--ref", "007")
    assert (code, err) == (0, [])
    told = json.loads(out)
    assert list(told) == ["id", "patient_url", "clinician_url", "code"]
    assert told["clinician_url"] == f"{ADDRESS}/staff/visits/{told['id']}"
    records = records_of(tmp_path)
    with closing(records.database), records.read() as tx:
        visit = find(tx, "live:007")
        assert visit is not None
        assert (visit.public_id, visit.form, visit.profession) == (told["id"], "full", "nurse")
        assert visit_of_link(tx, told["patient_url"].removeprefix(f"{ADDRESS}/p/")) == told["id"]
        entry = latest(tx, 1)[0]
        assert (entry.actor, entry.act, entry.subject) == ("consultation new", "visit_made", told["id"])

    def typed() -> str | None:
        found = records.write(lambda tx: link_for_code(tx, ShortCode(told["code"])))
        return found[0] if found else None

    with closing(records.database):
        assert typed() == told["id"]


def test_without_json_it_is_a_line_each(run: Run) -> None:
    code, out, _ = run(*NEW)
    assert code == 0
    assert [line.partition(": ")[0] for line in out.splitlines()] == [
        "id",
        "patient_url",
        "clinician_url",
        "code",
    ]


def test_a_visit_of_another_time_closes_as_its_clinic_says(run: Run, tmp_path: Path) -> None:
    code, out, (line,) = run(*NEW, "--held-at", "2026-03-01T23:50:00+01:00", "--json")
    assert (code, "closed already" in line) == (0, True)
    records = records_of(tmp_path)
    with closing(records.database), records.read() as tx:
        visit = find(tx, json.loads(out)["id"])
        assert visit is not None
        assert (visit.week, visit.closes_at) == ("2026-W09", datetime(2026, 3, 4, 22, 50, tzinfo=UTC))


def test_a_reference_names_one_visit(run: Run) -> None:
    assert run(*NEW, "--ref", "7")[0] == 0
    code, out, (line,) = run(*NEW, "--ref", "7")
    assert (code, out) == (2, "")
    assert line.startswith("--ref: ")
    assert run(*NEW, "--ref", "07")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--clinic", "nort"], "--clinic: 'nort' is not known here; allowed: north", id="clinic"),
        pytest.param(["--clinician", "ana"], "allowed: anna (did you mean anna?)", id="clinician"),
        pytest.param(["--clinician", "kari"], "--clinician: ", id="somebody who holds no visits"),
        pytest.param(["--held-at", "2026-03-01T10:00"], "without offset", id="a time without offset"),
        pytest.param(["--held-at", "now"], "--held-at: ", id="no time"),
        pytest.param(["--ref", " "], "--ref: ", id="an empty reference"),
        pytest.param(["--ref", "a\nb"], "--ref: ", id="a reference on two lines"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(run: Run, arguments: list[str], said: str) -> None:
    code, out, (line,) = run(*NEW, *arguments)
    assert (code, out) == (2, "")
    assert said in line


def test_a_clinic_that_is_not_live_begins_none_and_says_what_it_lacks(run: Run) -> None:
    run("clinic", "set", "east")
    code, out, (line,) = run("consultation", "new", "--clinic", "east", "--clinician", "anna")
    assert (code, out) == (2, "")
    assert line.startswith("--clinic: east is not live yet.")
    assert "a contact person" in line


def test_nobody_who_left_gets_a_visit(run: Run, tmp_path: Path) -> None:
    def leave(tx: Transaction) -> None:
        tx.session.scalars(select(Clinician)).one().active = False

    records = records_of(tmp_path)
    with closing(records.database):
        records.write(leave)
    code, out, (line,) = run(*NEW)
    assert (code, out) == (2, "")
    assert line.startswith("--clinician: 'anna' is not known here")


def test_without_an_address_there_is_no_link_and_it_says_how_to_set_one(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLINIC_FEEDBACK_ADDRESS")
    code, out, (line,) = run(*NEW)
    assert (code, out) == (2, "")
    assert "'address'" in line
    assert "CLINIC_FEEDBACK_ADDRESS" in line
